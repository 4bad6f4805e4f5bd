"""A backup is complete, and a damaged one restores nothing."""

import tarfile

import pytest

from .test_command import sentence

STATE = """
attachment = env['ir.attachment'].search([('name', '=', 'kept.txt')])
print(attachment.raw.decode(), env['ir.config_parameter'].get_param('hub.backup.test'))
"""


@pytest.fixture(scope="module")
def archive(databases, database, tmp_path_factory):
    import subprocess

    from .conftest import ROOT

    text = (
        "env['ir.attachment'].create({'name': 'kept.txt', 'raw': b'evidence'});"
        "env['ir.config_parameter'].set_param('hub.backup.test', 'a value')"
    )
    subprocess.run([ROOT / "hub", "shell", "--db", database], input=text, text=True, check=True)
    file = tmp_path_factory.mktemp("backup") / "hub.tar"
    subprocess.run([ROOT / "hub", "backup", str(file), "--db", database], check=True)
    return file


@pytest.fixture
def restored(databases, database):
    name = f"{database}_restored"
    yield name
    if databases.exists(name):
        databases.drop(name)


def test_a_restored_database_has_its_rows_and_its_files(hub, archive, restored):
    done = hub("restore", str(archive), "--db", restored)
    assert done.returncode == 0, done.stderr
    assert hub("shell", "--db", restored, text=STATE).stdout == "evidence a value\n"


def test_only_its_owner_may_read_a_backup(archive):
    assert archive.stat().st_mode & 0o077 == 0


def test_a_damaged_backup_is_refused_and_leaves_no_database(hub, databases, archive, restored, tmp_path):
    with tarfile.open(archive) as tar:
        offset = next(member for member in tar if member.name == "dump").offset_data + 5000
    damaged = tmp_path / "damaged.tar"
    content = bytearray(archive.read_bytes())
    content[offset] ^= 0xFF
    damaged.write_bytes(content)
    assert "checksums differ, the first for dump" in sentence(hub("restore", str(damaged), "--db", restored))
    assert not databases.exists(restored)


def test_a_file_that_is_no_backup_is_refused(hub, restored, tmp_path):
    other = tmp_path / "notes.tar"
    other.write_text("not a backup")
    assert "is not a backup of the hub suite" in sentence(hub("restore", str(other), "--db", restored))


@pytest.mark.parametrize("name", ["../outside", "/outside"])
def test_an_archive_that_would_write_elsewhere_is_refused(hub, restored, tmp_path, name):
    file = tmp_path / "evil.tar"
    with tarfile.open(file, "w") as tar:
        tar.addfile(tarfile.TarInfo(name))
    assert "which no backup has" in sentence(hub("restore", str(file), "--db", restored))


def test_a_restore_never_overwrites(hub, database, archive):
    assert "exists already" in sentence(hub("restore", str(archive), "--db", database))


def test_a_backup_into_a_missing_folder_says_so(hub, database):
    assert "There is no folder" in sentence(hub("backup", "/no/such/folder/x.tar", "--db", database))
