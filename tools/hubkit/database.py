"""Databases: built once as templates, cloned in seconds.

A template holds a list of addons and is built on the template of the list without its
last: a change in one addon rebuilds that layer and those after it. The name carries a hash
of all that the content depends on. A log line of level WARNING or above while a layer is
built fails the build.
"""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from . import addons
from .console import HubError, say, step
from .packages import environment
from .postgres import Cluster
from .settings import ADDONS, Settings, fingerprint

TEMPLATE_PREFIX = "hub_tpl_"
#: What Odoo itself adds to the databases that it makes: search by part of a word and without accents.
EXTENSIONS = """
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE EXTENSION IF NOT EXISTS unaccent;
    ALTER FUNCTION unaccent(text) IMMUTABLE;
"""
SCRIPTS = Path(__file__).parent
NAME = re.compile(r"^[a-zA-Z][a-zA-Z0-9_.-]{0,62}$")
NOISE = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")
#: Log lines that are not a defect of ours, with the reason each is allowed.
ALLOWED_NOISE = ()


class Databases:
    def __init__(self, settings: Settings, cluster: Cluster):
        self.settings = settings
        self.cluster = cluster

    # -- names ---------------------------------------------------------------

    def check_name(self, name: str) -> None:
        if not NAME.match(name) or name.startswith(TEMPLATE_PREFIX) or name in ("postgres", "template0", "template1"):
            raise HubError(
                f"'{name}' cannot be the name of a database.",
                "Use letters, digits, '_', '-' and '.', starting with a letter.",
            )

    def exists(self, name: str) -> bool:
        return bool(self.cluster.sql("SELECT 1 FROM pg_database WHERE datname = :'name'", name=name))

    def listing(self) -> list[tuple[str, int]]:
        """Names and sizes in bytes of the databases that a person made."""
        rows = self.cluster.sql("SELECT datname, pg_database_size(oid) FROM pg_database ORDER BY 1")
        reserved = ("postgres", "template0", "template1")
        return [(n, int(s)) for n, s in rows if n not in reserved and not n.startswith(TEMPLATE_PREFIX)]

    # -- life ----------------------------------------------------------------

    def create(self, name: str, demo: bool) -> None:
        self.check_name(name)
        if self.exists(name):
            raise HubError(f"The database '{name}' exists already.", f"Drop it first: ./hub db drop {name}")
        self.clone(self.template(addons.with_demo() if demo else addons.product()), name)

    def create_empty(self, name: str) -> None:
        """A database without Odoo. A dump does not carry that unaccent() is immutable, so a restore needs it, too."""
        self.cluster.client("createdb", "-T", "template0", name)
        self.cluster.sql(EXTENSIONS, database=name)

    def clone(self, template: str, name: str) -> None:
        """Copy a database and its filestore (hard links: files of a filestore never change)."""
        source, target = self.filestore(template), self.filestore(name)
        shutil.rmtree(target, ignore_errors=True)
        self.cluster.client("createdb", "-T", template, name)
        if source.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(source, target, copy_function=_link)
        # What must be unique to one database is not copied.
        self.cluster.sql(
            """
            UPDATE ir_config_parameter SET value = gen_random_uuid()
             WHERE key IN ('database.secret', 'database.uuid');
            DELETE FROM ir_logging;
            """,
            database=name,
        )

    def drop(self, name: str) -> None:
        if not self.exists(name):
            raise HubError(f"There is no database '{name}'.", "List them: ./hub db list")
        self.cluster.client("dropdb", "--force", name)
        shutil.rmtree(self.filestore(name), ignore_errors=True)

    def filestore(self, name: str) -> Path:
        return self.cluster.data_dir / "filestore" / name

    # -- templates -----------------------------------------------------------

    def template(self, names: list[str]) -> str:
        """Name of the template with exactly these addons (dependencies first), built if need be."""
        name = self._template_name(names)
        if self.exists(name):
            self._mark_used(name)
            return name
        part = f"{name}_{os.getpid()}"
        if self.exists(part):
            self.drop(part)
        if names:
            self.clone(self.template(names[:-1]), part)
            title, modules = names[-1], names[-1]
        else:
            self.create_empty(part)
            title, modules = "Odoo", "base,web"
        with step(f"installing {title}", "up to a minute"):
            self.odoo(part, "-i", modules, log=f"install-{title}.log")
        if names in (addons.product(), addons.with_demo()):
            self.warm_assets(part)
        if self.exists(name):  # another command was first
            self.drop(part)
            return name
        self.cluster.sql(f'ALTER DATABASE "{part}" RENAME TO "{name}"')
        source, target = self.filestore(part), self.filestore(name)
        shutil.rmtree(target, ignore_errors=True)
        if source.is_dir():
            source.rename(target)
        self._mark_used(name)
        self._prune()
        return name

    def _template_name(self, names: list[str]) -> str:
        platform = [
            self.settings.root / "config" / "requirements.txt",
            self.settings.root / "config" / "platform.toml",
            Path(__file__),
            SCRIPTS / "warm_assets.py",
            os.environ.get("HUB_ODOO_SOURCE", ""),
        ]
        label = names[-1].removeprefix("hub_") if names else "base"
        return f"{TEMPLATE_PREFIX}{label}_{fingerprint(*platform, *map(content, names))}"

    def _mark_used(self, name: str) -> None:
        folder = self.cluster.data_dir / "templates"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()

    def _prune(self, days: int = 3) -> None:
        """Drop the templates that nobody has used for some days."""
        for mark in (self.cluster.data_dir / "templates").iterdir():
            if mark.stat().st_mtime < time.time() - days * 86400:
                if self.exists(mark.name):
                    self.drop(mark.name)
                mark.unlink()

    # -- Odoo ----------------------------------------------------------------

    def config_file(self, **options) -> Path:
        """config/odoo.conf with what belongs to this machine and this server added."""
        connection = self.cluster.connection()
        values = {
            "data_dir": self.cluster.data_dir,
            "addons_path": ADDONS,
            "db_host": connection.get("PGHOST", ""),
            "db_port": connection.get("PGPORT", ""),
            "db_user": connection.get("PGUSER", ""),
            "db_password": connection.get("PGPASSWORD", ""),
            "pg_path": self.cluster.bin,
            "bin_path": self.settings.node / "node_modules" / ".bin",
            **options,
        }
        self.cluster.data_dir.mkdir(parents=True, exist_ok=True)
        text = (self.settings.root / "config" / "odoo.conf").read_text()
        text += "".join(f"{key} = {value}\n" for key, value in values.items() if value != "")
        # Checkouts that share a state folder each have a file of their own.
        file = self.settings.state / "run" / f"odoo-{self.cluster.name}-{fingerprint(str(ADDONS))}.conf"
        file.parent.mkdir(exist_ok=True)
        file.touch(mode=0o600)
        if file.read_text() != text:
            file.write_text(text)
        return file

    def environment(self) -> dict[str, str]:
        return {**environment(self.settings), **self.cluster.connection()}

    def odoo(self, name: str, *arguments: str, log: str, quiet: bool = True) -> None:
        """Run Odoo once on a database; a WARNING or ERROR in its log is a failure."""
        self.settings.logs.mkdir(parents=True, exist_ok=True)
        file = self.settings.logs / log
        command = [
            str(self.settings.python), str(self.settings.venv / "bin" / "odoo"), "-c", str(self.config_file()),
            "-d", name, "--stop-after-init", "--no-http", "--max-cron-threads=0", *arguments,
        ]  # fmt: skip
        with open(file, "w") as output:
            done = subprocess.run(
                command, env=self.environment(), stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
            )
        noise = find_noise(file)
        if done.returncode or (noise and quiet):
            worst = [line for line in noise if " WARNING " not in line] or noise
            detail = worst[0] if worst else f"exit status {done.returncode}"
            raise HubError(f"Odoo failed on '{name}': {detail}", f"The whole log: {file}")

    def warm_assets(self, name: str) -> None:
        with step("building style sheets and scripts"):
            self.script(name, SCRIPTS / "warm_assets.py")

    def script(self, name: str, file: Path) -> None:
        """Run a script with ``env`` on a database and commit."""
        command = [str(self.settings.python), "-P", str(SCRIPTS / "shell_runner.py"), str(self.config_file()), name]
        done = subprocess.run(
            [*command, str(file)], env=self.environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise HubError(
                f"{file.name} failed on '{name}':", (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            )

    def update(self, name: str) -> None:
        """Update every addon of the suite that the database has, with the glue that joins them by now, and remember
        what it was updated to."""
        installed = self.installed(name)
        wanted = [addon for addon in addons.with_demo() if addon in installed]
        new = addons.glue_for(installed)
        arguments = ["-u", ",".join(wanted), *(["-i", ",".join(new)] if new else []), "--i18n-overwrite"]
        with step(f"updating {name}", ", ".join([*wanted, *new])):
            self.odoo(name, *arguments, log=f"update-{name}.log")
        self.warm_assets(name)
        self.remember(name)

    def installed(self, name: str) -> set[str]:
        rows = self.cluster.sql("SELECT name FROM ir_module_module WHERE state = 'installed'", database=name)
        return {row[0] for row in rows}

    def remember(self, name: str) -> None:
        mark = self._mark(name)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_text(self.code(name))

    def is_current(self, name: str) -> bool:
        mark = self._mark(name)
        return mark.is_file() and mark.read_text() == self.code(name)

    def code(self, name: str) -> str:
        installed = self.installed(name)
        return fingerprint(*(content(addon) for addon in addons.with_demo() if addon in installed))

    def _mark(self, name: str) -> Path:
        return self.cluster.data_dir / "code" / name


def content(addon: str) -> str:
    """Hash of what installing an addon depends on: all but its tests and texts for readers."""
    root = ADDONS / addon
    skip = {"tests", "readme", "__pycache__"}
    parts = [path for path in sorted(root.iterdir()) if path.name not in skip]
    return fingerprint(*parts)


def find_noise(log: Path) -> list[str]:
    """Lines of level WARNING or above that are not allowed by name."""
    with open(log, errors="replace") as lines:
        noise = [line.strip() for line in lines if NOISE.match(line)]
    return [line for line in noise if not any(allowed in line for allowed in ALLOWED_NOISE)]


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def report_noise(log: Path) -> None:
    for line in find_noise(log)[:5]:
        say(f"  log: {line}")
