"""The virtual environment, the node modules, and the path that makes Odoo importable."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .console import HubError, step
from .settings import Settings, Stamp, fingerprint


def ensure_venv(settings: Settings) -> None:
    """A virtual environment with the pinned requirements; done once per set of pins."""
    if not settings.python.exists() or not (settings.venv / "bin" / "pip").exists():
        shutil.rmtree(settings.venv, ignore_errors=True)
        with step("making a virtual environment"):
            _run([sys.executable, "-m", "venv", str(settings.venv)], "making a virtual environment")
        for name in ("requirements", "requirements-test"):
            Stamp(settings, name).clear()
    if _install(settings, "requirements", "installing Python packages"):
        _install_psycopg2_name(settings)
        Stamp(settings, "requirements").write(_wanted(settings, "requirements"))


def ensure_test_packages(settings: Settings) -> None:
    if _install(settings, "requirements-test", "installing Python packages for tests"):
        Stamp(settings, "requirements-test").write(_wanted(settings, "requirements-test"))


def _wanted(settings: Settings, name: str) -> str:
    return fingerprint(settings.root / "config" / f"{name}.txt", sys.version)


def _install(settings: Settings, name: str, title: str) -> bool:
    stamp = Stamp(settings, name)
    if stamp.matches(_wanted(settings, name)):
        return False
    stamp.clear()
    with step(title, "a minute or two"):
        _pip(settings, ["install", "-q", "-r", str(settings.root / "config" / f"{name}.txt")])
    return True


def ensure_node(settings: Settings) -> None:
    """rtlcss (styles for Arabic) and what browser tests need, from the lock file."""
    source = settings.root / "config" / "node"
    wanted = fingerprint(source / "package.json", source / "package-lock.json")
    stamp = Stamp(settings, "node")
    if stamp.matches(wanted):
        return
    stamp.clear()
    settings.node.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(source / name, settings.node / name)
    with step("installing node packages"):
        _run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], "installing node packages", cwd=settings.node)
    stamp.write(wanted)


def ensure_odoo_importable(settings: Settings, path: Path) -> None:
    """A ``.pth`` points at Odoo's folder: pip then sees it, and OCA wheels extend odoo.addons."""
    site = site_packages(settings)
    pth = site / "hub_odoo.pth"
    if not pth.is_file() or pth.read_text() != f"{path}\n":
        pth.write_text(f"{path}\n")
    odoo = settings.venv / "bin" / "odoo"
    script = f"#!{settings.python}\nimport odoo.cli\n\nodoo.cli.main()\n"
    if not odoo.is_file() or odoo.read_text() != script:
        odoo.write_text(script)
        odoo.chmod(0o755)


def site_packages(settings: Settings) -> Path:
    return next((settings.venv / "lib").glob("python3*")) / "site-packages"


def environment(settings: Settings) -> dict[str, str]:
    """The environment in which Odoo, pytest and node tools run."""
    paths = [settings.venv / "bin", settings.node / "node_modules" / ".bin"]
    env = dict(os.environ)
    env["PATH"] = os.pathsep.join([*map(str, paths), env.get("PATH", os.defpath)])
    env["PYTHONUNBUFFERED"] = "1"
    env["HUB_NODE_MODULES"] = str(settings.node / "node_modules")
    for name in ("PYTHONPATH", "PYTHONHOME", "ODOO_RC"):
        env.pop(name, None)
    return env


def _install_psycopg2_name(settings: Settings) -> None:
    """Odoo asks for the name psycopg2; the modules come from psycopg2-binary. A distribution
    of metadata only keeps ``pip check`` clean."""
    site = site_packages(settings)
    binary = next(site.glob("psycopg2_binary-*.dist-info"))
    version = binary.name.removeprefix("psycopg2_binary-").removesuffix(".dist-info")
    for old in site.glob("psycopg2-*.dist-info"):
        shutil.rmtree(old)
    info = site / f"psycopg2-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: psycopg2\nVersion: {version}\nRequires-Dist: psycopg2-binary (=={version})\n"
    )
    (info / "INSTALLER").write_text("hub\n")
    (info / "RECORD").write_text("")


def _pip(settings: Settings, arguments: list[str]) -> None:
    _run([str(settings.python), "-m", "pip", "--disable-pip-version-check", *arguments], "installing Python packages")


def _run(command: list[str], what: str, cwd: Path | None = None) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        errors = [line for line in lines if "ERROR" in line or "ERR!" in line]
        raise HubError(
            f"{what.capitalize()} failed: {(errors or lines)[0].strip()}.",
            "Check the network and the free space, then run the command again: it goes on where it stopped.",
        )


def node_version(settings: Settings, name: str) -> str:
    file = settings.node / "node_modules" / name / "package.json"
    return json.loads(file.read_text())["version"] if file.is_file() else "missing"
