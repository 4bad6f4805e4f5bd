"""A real Odoo server on a database of its own, for tests that act like a person or like rivals."""

import json
import os
import socket
import subprocess
import urllib.request
from dataclasses import dataclass, field

from .repository import ROOT  # makes hubkit importable

from hubkit import addons  # isort: skip
from hubkit.database import Databases, find_noise  # isort: skip
from hubkit.postgres import open_cluster  # isort: skip
from hubkit.server import Server  # isort: skip
from hubkit.settings import Settings  # isort: skip

RUNNER = ROOT / "tools" / "hubkit" / "shell_runner.py"


class CallError(Exception):
    """The server answered a call with an error; the text is what a person would have read."""


@dataclass
class Live:
    """One server process on a clone of the template with the demo story (or of the product alone)."""

    databases: Databases
    database: str
    port: int
    sessions: dict[str, urllib.request.OpenerDirector] = field(default_factory=dict)
    #: What a test was refused on purpose: Odoo logs each refusal of a call as a warning.
    refused: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def has_demo(self) -> bool:
        return addons.DEMO in addons.manifests()

    def run(self, script: str) -> str:
        """Run Python with ``env`` (superuser) on the server's database, committed; what it printed."""
        done = subprocess.run(
            [
                str(self.databases.settings.python), "-P", str(RUNNER), str(self.databases.config_file()),
                self.database, "-",
            ],
            env=self.databases.environment(), input=script, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise AssertionError(f"the script failed:\n{done.stderr[-4000:]}")
        return done.stdout

    def call(self, login: str, model: str, method: str, *args, **kwargs):
        """Call a public method as the web client does, as a user whose password is the login itself."""
        if login not in self.sessions:
            session = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            who = {"db": self.database, "login": login, "password": login}
            self._post(session, "/web/session/authenticate", who)
            self.sessions[login] = session
        params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self._post(self.sessions[login], f"/web/dataset/call_kw/{model}/{method}", params)

    def _post(self, session: urllib.request.OpenerDirector, path: str, params: dict):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        request = urllib.request.Request(
            self.url + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with session.open(request, timeout=120) as answer:
            content = json.load(answer)
        if "error" in content:
            raise CallError(content["error"]["data"]["message"])
        return content["result"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def retried_races(log) -> set[str]:
    """First lines of the errors that Odoo logs for a transaction which lost a race, before it tries it again:
    PostgreSQL could not serialize it. Nothing is lost, and nobody sees it."""
    lines = log.read_text(errors="replace").splitlines()
    return {
        next(lines[first].strip() for first in range(at, -1, -1) if " odoo.sql_db: bad query" in lines[first])
        for at, line in enumerate(lines)
        if line.startswith("ERROR: could not serialize access")
    }


def serve():
    """Yield a :class:`Live`; afterwards its log must hold no line of level WARNING or above."""
    settings = Settings()
    databases = Databases(settings, open_cluster(settings, os.environ["HUB_CLUSTER"]))
    template = databases.template(addons.with_demo())
    name = f"hub_live_{os.getpid()}"
    if databases.exists(name):
        databases.drop(name)
    databases.clone(template, name)
    server, port = Server(settings, name), free_port()
    try:
        server.wait_ready(server.start(databases, port), port)
        live = Live(databases, name, port)
        yield live
    finally:
        server.stop()
        databases.drop(name)
    meant = tuple(f" odoo.http: {text.splitlines()[0].strip()}" for text in live.refused)
    retried = retried_races(server.log)
    noise = [line for line in find_noise(server.log) if not line.endswith(meant) and line not in retried]
    assert noise == [], f"the server's log ({server.log}) holds warnings or errors: {noise}"
    server.log.unlink()
