"""``./hub bench``: measurements beside their baseline, on a large database of their own."""

import json
import subprocess
from pathlib import Path

from . import addons
from .console import HubError, step
from .database import Databases
from .settings import Settings
from .setup import ensure_databases

NAME = "hub_bench"
SMALLEST, LARGEST = 1000, 10_000_000


def names(settings: Settings) -> list[str]:
    return sorted(file.stem for file in (settings.root / "benchmarks").glob("*.py") if file.stem != "data")


def run(settings: Settings, wanted: list[str], size: int, runs: int) -> int:
    """Fill a database, print one table, drop the database."""
    known = names(settings)
    for name in wanted:
        if name not in known:
            raise HubError(f"There is no benchmark '{name}'.", f"There are: {', '.join(known)}")
    databases, _started = ensure_databases(settings)
    if databases.exists(NAME):
        databases.drop(NAME)
    databases.clone(databases.template(addons.product()), NAME)
    try:
        return _measure(databases, wanted or known, size, runs)
    finally:
        databases.drop(NAME)


def _measure(databases: Databases, wanted: list[str], size: int, runs: int) -> int:
    settings = databases.settings
    options = json.dumps({"names": wanted, "size": size, "runs": runs})
    command = [
        str(settings.python), "-P", str(Path(__file__).with_name("bench_runner.py")),
        str(databases.config_file()), NAME, str(settings.root / "benchmarks"), options,
    ]  # fmt: skip
    with step(f"measuring {', '.join(wanted)}", f"{size:,} deliveries, minutes"):
        return subprocess.run(command, env=databases.environment(), check=False).returncode
