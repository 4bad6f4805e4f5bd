"""Starting and stopping Odoo's server, and knowing which process is ours."""

import csv
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from .addons import DEMO
from .console import HubError, say, step
from .database import Databases, report_noise
from .settings import ADDONS, Settings

DEFAULT_PORT = 8069


def process_start(pid: int) -> str | None:
    """When a process started, in kernel ticks: tells a process from a later one with its number."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return None


class Server:
    """One Odoo server of this checkout, recorded in a file so that another command can stop it."""

    def __init__(self, settings: Settings, database: str):
        self.settings = settings
        self.database = database
        self.record = settings.state / "run" / f"{database}.json"
        self.log = settings.logs / f"server-{database}.log"

    def running(self) -> dict | None:
        """The record of the live server, or None."""
        try:
            record = json.loads(self.record.read_text())
        except (OSError, ValueError):
            return None
        if process_start(record["pid"]) == record["started"]:
            return record
        return None

    def start(self, databases: Databases, port: int) -> subprocess.Popen:
        config = databases.config_file()
        self.settings.logs.mkdir(parents=True, exist_ok=True)
        self.record.parent.mkdir(parents=True, exist_ok=True)
        command = [
            str(self.settings.python), str(self.settings.venv / "bin" / "odoo"), "-c", str(config),
            "-d", self.database, f"--db-filter=^{self.database}$", f"--http-port={port}",
        ]  # fmt: skip
        with open(self.log, "w") as output:
            process = subprocess.Popen(
                command, env=databases.environment(), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True,
            )  # fmt: skip
        self.record.write_text(json.dumps({"pid": process.pid, "started": process_start(process.pid), "port": port}))
        return process

    def wait_ready(self, process: subprocess.Popen, port: int, timeout: int = 120) -> None:
        """Return when the server answers; say why when it does not."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if process.poll() is not None:
                report_noise(self.log)
                raise HubError(f"The server stopped at once (exit status {process.returncode}).", f"See {self.log}")
            if answers(port, "/web/health"):
                return
            time.sleep(0.2)
        raise HubError(f"The server did not answer within {timeout} s.", f"See {self.log}")

    def stop(self) -> bool:
        record = self.running()
        self.record.unlink(missing_ok=True)
        if not record:
            return False
        os.kill(record["pid"], signal.SIGTERM)
        for _ in range(100):
            if process_start(record["pid"]) != record["started"] or _is_zombie(record["pid"]):
                return True
            time.sleep(0.1)
        os.kill(record["pid"], signal.SIGKILL)
        return True


def all_servers(settings: Settings) -> list[Server]:
    return [Server(settings, file.stem) for file in sorted((settings.state / "run").glob("*.json"))]


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise HubError(f"Port {port} is taken by another program.", "Choose one: ./hub run --port 8070") from None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def check_running_port(settings: Settings, options) -> None:
    """Say that a port is taken before minutes of set-up, not after."""
    if not Server(settings, options.db).running():
        check_port(options.port)


def answers(port: int, path: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def run(settings: Settings, databases: Databases, started_cluster: bool, options) -> int:
    """``./hub run``: make the database if need be, serve, and stop what was started."""
    name = options.db
    databases.check_name(name)
    server = Server(settings, name)
    live = server.running()
    if live:
        say(f"The server for '{name}' is running already.")
        _announce(databases, name, live["port"])
        return 0
    if not databases.exists(name):
        databases.create(name, demo=not options.no_demo)
        databases.remember(name)
    elif not databases.is_current(name):
        databases.update(name)
    process = server.start(databases, options.port)
    try:
        with step("starting the server"):
            server.wait_ready(process, options.port)
            answers(options.port, "/web/login")  # builds the style sheets before anybody waits for them
        _announce(databases, name, options.port)
        if options.detach:
            say("It goes on in the background; ./hub stop ends it.")
            return 0
        say("Ctrl-C stops it.")
        process.wait()
        raise HubError(f"The server ended by itself (exit status {process.returncode}).", f"See {server.log}")
    except KeyboardInterrupt:
        say("\nStopping.")
        server.stop()
        process.wait()
        if started_cluster:
            databases.cluster.stop_unless_used()
        return 0
    except HubError:
        server.stop()
        raise


def _announce(databases: Databases, name: str, port: int) -> None:
    print(f"ready at http://127.0.0.1:{port}", flush=True)
    logins = demo_logins() if DEMO in databases.installed(name) else []
    if not logins:
        say("  login admin, password admin: change it before anybody else can reach this server")
        return
    width = max(len(login["login"]) for login in logins)
    say("  logins (the password of each is the login itself):")
    for login in logins:
        say(f"    {login['login']:<{width}}  {login['role']} ({login['lang'][:2]})")


def demo_logins() -> list[dict[str, str]]:
    file = ADDONS / DEMO / "data" / "logins.csv"
    if not file.is_file():
        return []
    with open(file, newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
