"""Brings Odoo 19: an own folder, an importable one, Debian's signed package, or git.

The Debian packages are downloaded by a private apt (own lists, own cache, the mirror and
the signing key of the system) and unpacked below the state folder; nothing is installed.
"""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from .console import HubError, say, step
from .settings import Settings, Stamp, fingerprint


class OdooSource:
    def __init__(self, settings: Settings):
        self.settings = settings
        self.config = settings.config["odoo"]
        self.root = settings.state / "odoo"

    def ensure(self) -> Path:
        """Return the folder to put on Python's path so that ``import odoo`` finds Odoo 19."""
        named = os.environ.get("HUB_ODOO_SOURCE") or self.config["source"]
        if named:
            return self._check_release(Path(named).expanduser().resolve())
        importable = self._importable()
        if importable:
            return importable
        stamp = Stamp(self.settings, "odoo")
        wanted = fingerprint(repr(self.config))
        if stamp.matches(wanted):
            return self._check_release(self._python_path())
        stamp.clear()
        shutil.rmtree(self.root, ignore_errors=True)
        try:
            self._unpack_debian()
        except HubError as error:
            say(f"  {error}")
            say("  Debian's package is not to be had: trying git instead.")
            self._clone_git()
        path = self._check_release(self._python_path())
        self._add_selfie_segmentation(path)
        with step("compiling Odoo"):
            subprocess.run(
                [self.settings.python, "-m", "compileall", "-q", "-j", "0", path / "odoo"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
        stamp.write(wanted)
        return path

    # -- where ---------------------------------------------------------------

    def _python_path(self) -> Path:
        for path in (self.root / "usr/lib/python3/dist-packages", self.root / "git"):
            if (path / "odoo").is_dir():
                return path
        raise HubError("The unpacked Odoo is incomplete.", "Delete .hub/odoo and run the command again.")

    def _check_release(self, path: Path) -> Path:
        release = path / "odoo" / "release.py"
        if not release.is_file():
            raise HubError(f"There is no Odoo in {path}.", "Point HUB_ODOO_SOURCE at the folder that holds odoo/.")
        found = re.search(r"version_info\s*=\s*\((\d+)", release.read_text())
        if not found or found[1] != "19":
            raise HubError(f"{path} is not Odoo 19.", "Point HUB_ODOO_SOURCE at an Odoo 19.0.")
        return path

    def _importable(self) -> Path | None:
        """An Odoo 19 that the venv can import without our help (a developer's own install)."""
        code = "import importlib.util as u; s = u.find_spec('odoo'); print(s.origin or '' if s else '')"
        done = subprocess.run(
            [self.settings.python, "-c", code],
            capture_output=True,
            text=True,
            check=False,
            env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
            cwd="/",
        )
        origin = Path(done.stdout.strip() or "/nowhere")
        # What our own .pth points at is no install of the developer's, even when it lies elsewhere.
        pointers = [
            pth.read_text().strip() for pth in self.settings.venv.glob("lib/python3*/site-packages/hub_odoo.pth")
        ]
        ours = origin.is_relative_to(self.settings.state) or str(origin.parent.parent) in pointers
        if done.returncode or ours or not (origin.parent / "release.py").is_file():
            return None
        return self._check_release(origin.parent.parent)

    # -- Debian --------------------------------------------------------------

    def _unpack_debian(self) -> None:
        if not shutil.which("apt-get") or not shutil.which("dpkg"):
            raise HubError("This is not a Debian system.")
        cache = self.settings.cache / "debian"
        cache.mkdir(parents=True, exist_ok=True)
        wanted = [name for names in self.config["debian"]["packages"].values() for name in names]
        files = self._cached_debs(cache)
        if set(files) != set(wanted):
            with step("downloading Odoo 19 from Debian", "about 130 MB"):
                self._download_debs(cache)
            files = self._cached_debs(cache)
        absent = sorted(set(wanted) - set(files))
        if absent:
            raise HubError(f"Debian's mirror did not bring: {', '.join(absent)}.")
        self._check_hash(files["odoo-19"])
        with step("unpacking Odoo 19"):
            self.root.mkdir(parents=True)
            for file in files.values():
                done = subprocess.run(["dpkg", "-x", file, self.root], capture_output=True, text=True, check=False)
                if done.returncode:
                    file.unlink(missing_ok=True)
                    raise HubError(f"{file.name} could not be unpacked: {done.stderr.strip()}")
            self._check_links()

    def _cached_debs(self, cache: Path) -> dict[str, Path]:
        return {file.name.partition("_")[0]: file for file in sorted(cache.glob("*.deb"))}

    def _check_hash(self, file: Path) -> None:
        version = file.name.split("_")[1]
        if version != self.config["debian"]["odoo_version"]:
            say(f"  Debian now has Odoo {version}; the suite was tried with {self.config['debian']['odoo_version']}.")
            return  # apt has verified the signature of a newer one
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        if digest != self.config["debian"]["odoo_sha256"]:
            file.unlink()
            raise HubError(f"{file.name} does not have the expected checksum and was removed.", "Run it again.")

    def _download_debs(self, cache: Path) -> None:
        apt = self.settings.state / "apt"
        shutil.rmtree(apt, ignore_errors=True)
        for folder in ("lists/partial", "archives/partial", "parts"):
            (apt / folder).mkdir(parents=True)
        keyring = next((k for k in self.config["debian"]["keyrings"] if Path(k).is_file()), None)
        if not keyring:
            raise HubError("The Debian archive keyring is missing.", "Install debian-archive-keyring.")
        mirror = _system_mirror()
        suites = self.config["debian"]["packages"]
        (apt / "sources.list").write_text(
            "".join(f"deb [signed-by={keyring}] {mirror} {suite} main\n" for suite in suites)
        )
        user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        options = {
            "Dir::Etc::sourcelist": apt / "sources.list",
            "Dir::Etc::sourceparts": apt / "parts",
            "Dir::Etc::preferencesparts": apt / "parts",
            "Dir::State": apt,
            "Dir::State::lists": apt / "lists",
            "Dir::State::status": "/dev/null",
            "Dir::Cache": apt,
            "APT::Sandbox::User": user,
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
        }
        command = ["apt-get", "-q", *(f"-o{key}={value}" for key, value in options.items())]
        _run([*command, "update"], cwd=cache, what="reading Debian's index")
        for suite, names in suites.items():
            targets = [f"{name}/{suite}" for name in names]
            _run([*command, "download", *targets], cwd=cache, what=f"downloading from Debian {suite}")
        shutil.rmtree(apt, ignore_errors=True)

    def _check_links(self) -> None:
        """Relative links between the packages must resolve inside the private root."""
        dangling = []
        for folder, _dirs, names in os.walk(self.root / "usr"):
            for name in names:
                path = Path(folder, name)
                if path.is_symlink() and not path.exists():
                    target = os.readlink(path)
                    inside = self.root / target.lstrip("/")
                    if os.path.isabs(target) and inside.exists():
                        path.unlink()
                        path.symlink_to(os.path.relpath(inside, path.parent))
                    elif "dist-packages/odoo" in str(path):
                        dangling.append(str(path.relative_to(self.root)))
        if dangling:
            raise HubError(f"{len(dangling)} links of Odoo lead nowhere, the first: {dangling[0]}.")

    # -- git -----------------------------------------------------------------

    def _clone_git(self) -> None:
        if not shutil.which("git"):
            raise HubError("Odoo could not be downloaded.", "Install git or set HUB_ODOO_SOURCE.")
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir(parents=True)
        target = self.root / "git"
        with step("cloning Odoo 19 from git", "several minutes"):
            _run(
                ["git", "clone", "-q", "--depth", "1", "--branch", self.config["git_branch"],
                 self.config["git_url"], str(target)],
                cwd=self.root, what="cloning Odoo",
            )  # fmt: skip
        for addon in (target / "addons").iterdir():
            link = target / "odoo" / "addons" / addon.name
            if not link.exists():
                link.symlink_to(os.path.relpath(addon, link.parent))

    def _add_selfie_segmentation(self, path: Path) -> None:
        """Debian's build lacks this script, without which every browser test fails."""
        target = path / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
        source = self.settings.node / "node_modules/@mediapipe/selfie_segmentation/selfie_segmentation.js"
        if source.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _run(command: list, cwd: Path, what: str) -> None:
    env = dict(os.environ, LC_ALL="C", GIT_TERMINAL_PROMPT="0")
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=env)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        reason = next((line for line in lines if line.startswith(("E:", "fatal:"))), (lines or ["no reason given"])[-1])
        raise HubError(f"{what.capitalize()} failed: {reason}.", "Check the network and run the command again.")


def _system_mirror() -> str:
    """The Debian mirror that this system itself uses."""
    etc = Path("/etc/apt")
    files = [etc / "sources.list", *sorted((etc / "sources.list.d").glob("*"))]
    for file in files:
        if not file.is_file():
            continue
        text = file.read_text(errors="replace")
        if file.suffix == ".sources":
            for stanza in re.split(r"\n\s*\n", text):
                uris = re.search(r"^URIs:\s*(\S+)", stanza, re.M)
                suites = re.search(r"^Suites:\s*(.+)$", stanza, re.M)
                if uris and suites and _is_debian(uris[1], suites[1].split()[0]):
                    return uris[1].rstrip("/")
        for line in text.splitlines():
            found = re.match(r"\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)", line)
            if found and _is_debian(found[1], found[2]):
                return found[1].rstrip("/")
    raise HubError("No Debian mirror is configured in /etc/apt.", "Set HUB_ODOO_SOURCE to a folder with Odoo 19.")


def _is_debian(uri: str, suite: str) -> bool:
    return uri.rstrip("/").endswith("/debian") and "security" not in suite
