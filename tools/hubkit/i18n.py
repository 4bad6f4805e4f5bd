"""``./hub i18n``: export .pot from a database with all addons, merge into the .po files, and fail
when a text is missing, fuzzy or has other placeholders than its source."""

import subprocess

from . import addons
from .console import HubError, say, step
from .database import Databases
from .settings import ADDONS, Settings
from .setup import ensure_databases

LANGUAGES = ("ar", "fr")
HELPER = "i18n_runner.py"


def run(settings: Settings, names: list[str]) -> int:
    known = addons.with_demo()
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise HubError(f"There is no addon {', '.join(unknown)}.", f"There are: {', '.join(known)}.")
    databases, started = ensure_databases(settings, "test", tests=True)
    try:
        name = "hub_i18n"
        if databases.exists(name):
            databases.drop(name)
        databases.clone(databases.template(addons.with_demo()), name)
        try:
            return _export_and_check(settings, databases, name, names or known)
        finally:
            databases.drop(name)
    finally:
        if started:
            databases.cluster.stop_unless_used()


def _export_and_check(settings: Settings, databases: Databases, name: str, chosen: list[str]) -> int:
    runner = settings.root / "tools" / "hubkit" / HELPER
    command = [str(settings.python), "-P", str(runner), str(databases.config_file()), name, str(ADDONS), *chosen]
    with step("exporting and merging"):
        done = subprocess.run(command, env=databases.environment(), capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        raise HubError("The export of translations failed.", done.stderr.strip().splitlines()[-1])
    print(done.stdout, end="")
    say(f"i18n: {len(done.stdout.splitlines())} findings")
    return 1 if done.stdout.strip() else 0
