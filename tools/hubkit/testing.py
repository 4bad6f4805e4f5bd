"""``./hub test``: lint, each addon alone, then everything together, in real Chromium over real HTTP."""

import os
import subprocess

from . import addons, lint
from .console import HubError, say
from .database import Databases
from .settings import ADDONS, Settings
from .setup import ensure_databases


def run(settings: Settings, long: bool, rest: list[str]) -> int:
    """Whole run without ``rest``; with pytest arguments only those tests, on the full database;
    with ``--db NAME`` on that existing database, for a quick look while developing."""
    rest = list(rest)
    if "--db" in rest:
        at = rest.index("--db")
        if at + 1 == len(rest):
            raise HubError("--db needs the name of a database.")
        name = rest[at + 1]
        del rest[at : at + 2]
        databases, _started = ensure_databases(settings, "main", tests=True)
        if not databases.exists(name):
            raise HubError(f"There is no database '{name}'.", f"Make one: ./hub db create {name}")
        return _pytest(databases, name, long, rest)
    databases, started = ensure_databases(settings, "test", tests=True)
    try:
        status = lint.run(settings)
        if status:
            return status
        if not any(not argument.startswith("-") for argument in rest):
            for name in addons.everything():
                status |= _alone(databases, name, long, rest)
        status |= _together(databases, long, rest)
        return status
    finally:
        if started:
            databases.cluster.stop_unless_used()


def _alone(databases: Databases, addon: str, long: bool, rest: list[str]) -> int:
    """An addon's own tests where only it and its dependencies are installed."""
    say(f"{addon} alone")
    template = databases.template(addons.in_order([addon]))
    return _on_clone(databases, template, f"hub_test_alone_{addon}", long, [*rest, str(ADDONS / addon)])


def _together(databases: Databases, long: bool, rest: list[str]) -> int:
    say("all addons together")
    template = databases.template(addons.product())
    databases.template(addons.with_demo())  # tests of the demo story and browser journeys clone it
    return _on_clone(databases, template, "hub_test_all", long, rest)


def _on_clone(databases: Databases, template: str, name: str, long: bool, arguments: list[str]) -> int:
    if databases.exists(name):
        databases.drop(name)
    databases.clone(template, name)
    try:
        return _pytest(databases, name, long, arguments)
    finally:
        databases.drop(name)


def _pytest(databases: Databases, name: str, long: bool, arguments: list[str]) -> int:
    settings = databases.settings
    env = databases.environment()
    env["HUB_TEST_LONG"] = "1" if long else ""
    env["HUB_CLUSTER"] = databases.cluster.name  # what tests start themselves uses the same server
    screenshots = settings.state / "screenshots"
    screenshots.mkdir(exist_ok=True)
    env["PATH"] = os.pathsep.join([str(databases.cluster.bin), env["PATH"]])
    command = [
        str(settings.python), "-m", "pytest", "-c", str(settings.root / "pyproject.toml"),
        f"--rootdir={settings.root}", f"--odoo-config={databases.config_file()}", f"--odoo-database={name}",
        "--odoo-http", f"--odoo-extra=screenshots={screenshots}", "--odoo-extra=max-cron-threads=0",
        *arguments,
    ]  # fmt: skip
    done = subprocess.run(command, env=env, cwd=settings.root, check=False)
    # pytest's 5 is "no test was run": an addon without tests is a failure of ours.
    return done.returncode
