"""Where things are, and what config/platform.toml and the environment say."""

import hashlib
import os
import tomllib
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"


class Settings:
    """Paths of one checkout. ``HUB_STATE_DIR`` moves what is generated elsewhere, for instance
    to let two checkouts share one virtual environment."""

    def __init__(self, root: Path = ROOT):
        self.root = root
        self.state = Path(os.environ.get("HUB_STATE_DIR") or root / ".hub").resolve()
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        self.cache = Path(cache) / "hub-suite"

    @cached_property
    def config(self) -> dict:
        with open(self.root / "config" / "platform.toml", "rb") as file:
            return tomllib.load(file)

    @property
    def venv(self) -> Path:
        return self.state / "venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def node(self) -> Path:
        return self.state / "node"

    @property
    def logs(self) -> Path:
        return self.state / "log"

    @property
    def slug(self) -> str:
        """A short name for this state folder, safe in paths and database names."""
        return hashlib.sha256(str(self.state).encode()).hexdigest()[:10]


def fingerprint(*parts) -> str:
    """A short hash of texts and of the files below paths: what a cached step depends on."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            for path in sorted(part.rglob("*")) if part.is_dir() else [part]:
                if path.is_file() and "__pycache__" not in path.parts:
                    digest.update(str(path.relative_to(part.parent)).encode())
                    digest.update(path.read_bytes())
        else:
            digest.update(str(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()[:12]


class Stamp:
    """Remembers that a step was finished for one fingerprint; absent while it is under way."""

    def __init__(self, settings: Settings, name: str):
        self.path = settings.state / "stamps" / name

    def matches(self, value: str) -> bool:
        return self.path.is_file() and self.path.read_text() == value

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)

    def write(self, value: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(value)
