"""``./hub bench``: measurements beside their baseline, on a large database of their own."""

import json
import subprocess
from pathlib import Path

from . import addons
from .console import HubError, step
from .database import Databases
from .settings import Settings
from .setup import ensure_databases

NAME, SMALL = "hub_bench", "hub_bench_small"
SMALLEST, LARGEST = 1000, 10_000_000


def names(settings: Settings) -> list[str]:
    return sorted(file.stem for file in (settings.root / "benchmarks").glob("*.py") if not file.stem.startswith("data"))


def run(settings: Settings, wanted: list[str], size: int, runs: int) -> int:
    """Fill a database and one of a tenth of its size, print one table, drop the databases."""
    known = names(settings)
    for name in wanted:
        if name not in known:
            raise HubError(f"There is no benchmark '{name}'.", f"There are: {', '.join(known)}")
    databases, _started = ensure_databases(settings)
    template = databases.template(addons.product())
    try:
        for name in (NAME, SMALL):
            if databases.exists(name):
                databases.drop(name)
            databases.clone(template, name)
        return _measure(databases, wanted or known, size, runs)
    finally:
        for name in (NAME, SMALL):
            if databases.exists(name):
                databases.drop(name)


def _measure(databases: Databases, wanted: list[str], size: int, runs: int) -> int:
    settings = databases.settings
    options = json.dumps({"names": wanted, "size": size, "runs": runs})
    command = [
        str(settings.python), "-P", str(Path(__file__).with_name("bench_runner.py")),
        str(databases.config_file()), NAME, SMALL, str(settings.root / "benchmarks"), options,
    ]  # fmt: skip
    with step(f"measuring {', '.join(wanted)}", f"{size:,} deliveries, minutes"):
        return subprocess.run(command, env=databases.environment(), check=False).returncode
