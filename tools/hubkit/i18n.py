"""``./hub i18n``: export .pot from a database with all addons, merge into the .po files, and fail
when a text is missing, fuzzy or has other placeholders than its source."""

import os
import subprocess

from . import addons
from .console import HubError, say, step
from .database import Databases
from .settings import ADDONS, Settings
from .setup import ensure_databases

HELPER = "i18n_runner.py"


def run(settings: Settings, names: list[str]) -> int:
    known = addons.everything()
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise HubError(f"There is no addon {', '.join(unknown)}.", f"There are: {', '.join(known)}.")
    databases, started = ensure_databases(settings, "test", tests=True)
    chosen = names or known
    findings = []
    try:
        together = addons.with_demo()
        # Glue is not installed in a hub without the addons that it joins: it has a database of its own.
        for installed in (together, *(addons.in_order([name]) for name in known if name not in together)):
            here = [name for name in chosen if name in installed and (installed is together or name not in together)]
            if here:
                findings += _export_and_check(databases, installed, here)
    finally:
        if started:
            databases.cluster.stop_unless_used()
    print("".join(f"{finding}\n" for finding in findings), end="")
    say(f"i18n: {len(findings)} findings")
    return 1 if findings else 0


def _export_and_check(databases: Databases, installed: list[str], chosen: list[str]) -> list[str]:
    name = f"hub_i18n_{os.getpid()}"
    databases.clone(databases.template(installed), name)
    runner = databases.settings.root / "tools" / "hubkit" / HELPER
    command = [
        str(databases.settings.python), "-P", str(runner), str(databases.config_file()), name, str(ADDONS), *chosen,
    ]  # fmt: skip
    try:
        with step(f"exporting and merging {', '.join(chosen)}"):
            done = subprocess.run(command, env=databases.environment(), capture_output=True, text=True, check=False)
    finally:
        databases.drop(name)
    if done.returncode:
        raise HubError("The export of translations failed:", (done.stderr.strip().splitlines() or ["no reason"])[-1])
    return done.stdout.splitlines()
