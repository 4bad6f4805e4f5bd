import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from hubkit.addons import product  # noqa: E402 - needs the path set above
from hubkit.settings import Settings  # noqa: E402
from hubkit.setup import ensure_databases  # noqa: E402


@pytest.fixture
def hub():
    """Run ``./hub`` with arguments; standard input may be given as text."""

    def run(*arguments, text="", **env):
        return subprocess.run(
            [str(ROOT / "hub"), *arguments], input=text, capture_output=True, text=True, timeout=600,
            env={**os.environ, **env}, check=False,
        )  # fmt: skip

    return run


@pytest.fixture(scope="session")
def databases():
    return ensure_databases(Settings())[0]


@pytest.fixture(scope="module")
def database(databases):
    """Name of a throw-away database with all addons."""
    name = f"hub_test_{uuid.uuid4().hex[:8]}"
    databases.clone(databases.template(product()), name)
    yield name
    if databases.exists(name):
        databases.drop(name)
