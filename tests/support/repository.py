"""The repository as its tests see it: manifests, tracked files, and ``./hub``'s own library."""

import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
if str(ROOT / "tools") not in sys.path:
    sys.path.insert(0, str(ROOT / "tools"))

from hubkit.addons import DEMO, manifests, product  # noqa: E402

TEXTS = {".py", ".xml", ".csv", ".md", ".js", ".scss", ".toml", ".txt", ".json", ".conf", ".po", ".pot", ".yml", ""}


def manifest() -> dict[str, dict]:
    return manifests()


def product_addons() -> list[str]:
    return product()


def glue_addons() -> list[str]:
    """Addons that install themselves where the addons that they join are installed."""
    return [name for name, values in sorted(manifests().items()) if values.get("auto_install")]


def texts_of(folder: Path, suffix: str) -> list[tuple[Path, str]]:
    return [(path, path.read_text()) for path in sorted(folder.rglob(f"*{suffix}")) if "tests" not in path.parts]


@cache
def tracked_texts() -> list[tuple[Path, str]]:
    """Every text file under version control, or of the folder where there is none (an archive)."""
    listing = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=False)
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    if listing.returncode:
        paths = [path for path in ROOT.rglob("*") if not {".hub", ".git", "__pycache__"} & set(path.parts)]
    return [
        (path, path.read_text(errors="replace"))
        for path in paths
        if path.is_file() and not path.is_symlink() and path.suffix in TEXTS
    ]


__all__ = ["ADDONS", "DEMO", "ROOT", "glue_addons", "manifest", "product_addons", "texts_of", "tracked_texts"]
