"""``./hub doctor``: what this machine and this database are, and what is wrong with them."""

import json
import shutil
import subprocess

from .console import HubError, say
from .database import Databases
from .packages import node_version
from .settings import Settings
from .setup import ensure_databases
from .system import missing_packages

LOW_DISK = 2 * 1024**3


def run(settings: Settings, name: str) -> int:
    """Print one line a check; return 1 when one is a problem."""
    databases, _started = ensure_databases(settings)
    results = [*_machine(settings), *_database(settings, databases, name)]
    for state, title, detail in results:
        print(f"{state:<8}{title}: {detail}")
    problems = sum(state == "PROBLEM" for state, _title, _detail in results)
    say(f"doctor: {problems} problems, {sum(state == 'warn' for state, *_rest in results)} warnings")
    return 1 if problems else 0


def _machine(settings: Settings) -> list[tuple[str, str, str]]:
    results = []
    for need in missing_packages(settings.config, tests=True):
        state = "warn" if need.get("tests") else "PROBLEM"
        results.append((state, "system", f"{need['package']} is missing ({need['why']})"))
    free = shutil.disk_usage(settings.state if settings.state.exists() else settings.root).free
    state = "ok" if free > LOW_DISK else "PROBLEM"
    results.append((state, "disk", f"{free / 1024**3:.1f} GiB free where {settings.state} lies"))
    version = node_version(settings, "rtlcss")
    results.append(("ok" if version != "missing" else "PROBLEM", "rtlcss", version))
    return results


def _database(settings: Settings, databases: Databases, name: str) -> list[tuple[str, str, str]]:
    exists = databases.exists(name)
    runner = settings.root / "tools" / "hubkit" / "doctor_runner.py"
    command = [str(settings.python), "-P", str(runner), str(databases.config_file()), name if exists else ""]
    done = subprocess.run(command, env=databases.environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise HubError("The examination failed:", (done.stderr.strip().splitlines() or ["no reason given"])[-1])
    results = [tuple(line) for line in json.loads(done.stdout)]
    if not exists:
        results.append(("warn", "database", f"there is no '{name}' yet: ./hub run makes it"))
    elif not databases.is_current(name):
        results.append(("warn", "database", f"'{name}' is older than the code: ./hub update --db {name}"))
    return results
