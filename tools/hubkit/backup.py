"""``./hub backup`` and ``restore``: one archive with the dump, the files and their checksums."""

import hashlib
import io
import json
import shutil
import tarfile
import tempfile
import time
from pathlib import Path

from .console import HubError, say, step
from .database import Databases

FORMAT = 1


def create(databases: Databases, name: str, target: str) -> int:
    """Write ``target`` (.tar): ``dump`` (pg_dump's custom format), ``filestore/…``, ``manifest.json``.

    The dump is one snapshot; a file of the filestore never changes, and is written before the
    row that names it, so files copied after the dump are complete for it.
    """
    if not databases.exists(name):
        raise HubError(f"There is no database '{name}'.", "List them: ./hub db list")
    file = Path(target).resolve()
    if not file.parent.is_dir():
        raise HubError(f"There is no folder {file.parent}.", "Make it, or name another file.")
    part = file.with_name(file.name + ".part")
    try:
        with step(f"backing up {name}"), tempfile.TemporaryDirectory(dir=file.parent) as folder:
            dump = Path(folder) / "dump"
            databases.cluster.client("pg_dump", "-Fc", "--no-owner", "-d", name, "-f", str(dump))
            filestore = databases.filestore(name)
            files = sorted(path for path in filestore.rglob("*") if path.is_file()) if filestore.is_dir() else []
            manifest = {
                "format": FORMAT,
                "database": name,
                "made": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
                "dump": _checksum(dump),
                "files": {str(path.relative_to(filestore)): _checksum(path) for path in files},
            }
            with tarfile.open(part, "w") as archive:
                text = json.dumps(manifest, indent=1).encode()
                info = tarfile.TarInfo("manifest.json")
                info.size, info.mtime = len(text), int(time.time())
                archive.addfile(info, io.BytesIO(text))
                archive.add(dump, "dump")
                for path in files:
                    archive.add(path, f"filestore/{path.relative_to(filestore)}")
        part.chmod(0o600)  # it holds people's data
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    say(f"{file}: {file.stat().st_size / 1024**2:.1f} MB, {len(manifest['files'])} files")
    return 0


def restore(databases: Databases, name: str, source: str) -> int:
    """Make database ``name`` from an archive; every checksum is compared before anything is made."""
    databases.check_name(name)
    if databases.exists(name):
        raise HubError(f"The database '{name}' exists already.", f"Drop it first: ./hub db drop {name}")
    file = Path(source)
    if not file.is_file():
        raise HubError(f"There is no file '{source}'.")
    databases.cluster.data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=databases.cluster.data_dir) as folder, step(f"restoring {name}"):
        manifest = _unpack(file, Path(folder))
        _verify(manifest, Path(folder), file)
        databases.create_empty(name)
        try:
            databases.cluster.client(
                "pg_restore", "--no-owner", "--exit-on-error", "-d", name, str(Path(folder) / "dump")
            )
        except HubError:
            databases.drop(name)
            raise
        files = Path(folder) / "filestore"
        if files.is_dir():
            databases.filestore(name).parent.mkdir(parents=True, exist_ok=True)
            files.rename(databases.filestore(name))
    say(f"'{name}' is as it was on {manifest['made']}. Serve it: ./hub run --db {name}")
    return 0


def _unpack(file: Path, folder: Path) -> dict:
    try:
        with tarfile.open(file, "r:") as archive:
            for member in archive:
                _extract(archive, member, folder)
        manifest = json.loads((folder / "manifest.json").read_text())
    except (tarfile.TarError, OSError, ValueError, KeyError) as error:
        raise HubError(f"{file} is not a backup of the hub suite, or it is damaged: {error}.") from None
    if manifest.get("format") != FORMAT:
        raise HubError(f"{file} is of another format.", "Restore it with the version of the suite that made it.")
    return manifest


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """One plain file into ``folder`` and nowhere else. (``extractall`` has its filter since Python 3.11.4 only.)"""
    target = (folder / member.name).resolve()
    source = archive.extractfile(member) if member.isfile() else None
    if not source or not target.is_relative_to(folder.resolve()):
        raise ValueError(f"it holds '{member.name}', which no backup has")
    target.parent.mkdir(parents=True, exist_ok=True)
    with source, open(target, "wb") as file:
        shutil.copyfileobj(source, file)


def _verify(manifest: dict, folder: Path, file: Path) -> None:
    expected = {"dump": manifest["dump"], **{f"filestore/{path}": sum_ for path, sum_ in manifest["files"].items()}}
    wrong = [
        path
        for path, checksum in expected.items()
        if not (folder / path).is_file() or _checksum(folder / path) != checksum
    ]
    if wrong:
        raise HubError(f"{file} is damaged: {len(wrong)} checksums differ, the first for {wrong[0]}.")


def _checksum(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
