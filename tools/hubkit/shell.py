"""``./hub shell``: Python with ``env`` on a database; only the script's output on stdout."""

import subprocess
import sys
from pathlib import Path

from .console import HubError
from .database import Databases
from .settings import Settings

RUNNER = Path(__file__).with_name("shell_runner.py")


def run(settings: Settings, databases: Databases, name: str, file: str | None) -> int:
    if not databases.exists(name):
        raise HubError(f"There is no database '{name}'.", f"Make one: ./hub db create {name}")
    if file and file != "-" and not Path(file).is_file():
        raise HubError(f"There is no file '{file}'.")
    command = [str(settings.python), "-P", str(RUNNER), str(databases.config_file()), name, file or "-"]
    return subprocess.run(command, env=databases.environment(), stdin=sys.stdin, check=False).returncode
