"""``./hub screenshots``: the pictures of README and manual, taken from a fresh demo database."""

import subprocess

from . import addons
from .database import Databases
from .server import Server, free_port
from .settings import Settings
from .setup import ensure_databases

NAME = "hub_screenshots"


def run(settings: Settings) -> int:
    databases, _started = ensure_databases(settings, tests=True)
    if databases.exists(NAME):
        databases.drop(NAME)
    databases.clone(databases.template(addons.with_demo()), NAME)
    try:
        return _take(settings, databases)
    finally:
        databases.drop(NAME)


def _take(settings: Settings, databases: Databases) -> int:
    server, port = Server(settings, NAME), free_port()
    process = server.start(databases, port)
    try:
        server.wait_ready(process, port)
        runner = settings.root / "tools" / "hubkit" / "screenshots_runner.py"
        target = settings.root / "docs" / "images"
        target.mkdir(parents=True, exist_ok=True)
        command = [str(settings.python), "-P", str(runner), f"http://127.0.0.1:{port}", str(target)]
        return subprocess.run(command, env=databases.environment(), check=False).returncode
    finally:
        server.stop()
        process.wait()
