"""What set-up does when the machine is not as it should be."""

import os
import shutil
import subprocess
from collections import namedtuple

import pytest
from hubkit import addons, database, odoo_source, packages, postgres, server, settings, setup, system
from hubkit.console import HubError

NEED = {"check": "command:no-such-program", "package": "no-such-package", "why": "a test"}
CONFIG = {"system": {"needs": [NEED]}}


@pytest.fixture
def clean(tmp_path, monkeypatch):
    monkeypatch.setenv("HUB_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = settings.Settings()
    made.state.mkdir()
    return made


def test_without_sudo_the_missing_packages_are_named(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "sudo" else which(name))
    with pytest.raises(HubError, match=r"no sudo.*apt-get install no-such-package"):
        system.ensure_packages(CONFIG, tests=False)


def test_on_another_system_the_packages_are_named(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(HubError, match=r"not a Debian system.*no-such-package"):
        system.ensure_packages(CONFIG, tests=False)


def test_what_only_tests_need_is_not_asked_of_a_hub_that_runs():
    config = {"system": {"needs": [{**NEED, "tests": True}]}}
    system.ensure_packages(config, tests=False)
    assert system.missing_packages(config, tests=True)


def test_a_full_disk_is_told_before_anything_is_downloaded(clean, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 10, 1024**3))
    with pytest.raises(HubError, match=r"Only 1.0 GiB are free.*needs 4 GiB"):
        setup.ensure_software(clean)


def test_no_network_is_one_sentence(clean, monkeypatch):
    monkeypatch.setattr(odoo_source, "_system_mirror", lambda: "http://127.0.0.1:9/debian")
    source = odoo_source.OdooSource(clean)
    cache = clean.cache / "debian"
    cache.mkdir(parents=True)
    with pytest.raises(HubError, match=r"(?i)(reading debian's index|downloading from debian).*failed.*network"):
        source._download_debs(cache)


def test_a_wrong_download_is_refused_and_removed(clean, tmp_path):
    version = clean.config["odoo"]["debian"]["odoo_version"]
    file = tmp_path / f"odoo-19_{version}_all.deb"
    file.write_bytes(b"tampered")
    with pytest.raises(HubError, match="expected checksum"):
        odoo_source.OdooSource(clean)._check_hash(file)
    assert not file.exists()


def test_a_failed_install_of_packages_says_what_to_do(monkeypatch):
    with pytest.raises(HubError, match=r"failed: .*run the command again"):
        packages._run(["sh", "-c", "echo ERROR: no such version >&2; exit 1"], "installing Python packages")


def test_a_step_that_was_interrupted_is_done_again(clean):
    stamp = settings.Stamp(clean, "step")
    assert not stamp.matches("v1")
    stamp.write("v1")
    assert stamp.matches("v1")
    assert not stamp.matches("v2")
    stamp.clear()
    assert not stamp.matches("v1")


def test_a_change_in_an_addon_changes_its_template_but_a_change_in_its_tests_does_not(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "ADDONS", tmp_path)
    addon = tmp_path / "hub_x"
    (addon / "tests").mkdir(parents=True)
    (addon / "models.py").write_text("a = 1")
    before = database.content("hub_x")
    (addon / "tests" / "test_x.py").write_text("b = 1")
    assert database.content("hub_x") == before
    (addon / "models.py").write_text("a = 2")
    assert database.content("hub_x") != before


def test_warnings_in_a_log_are_found_and_others_are_not(tmp_path):
    log = tmp_path / "log"
    log.write_text(
        "2026-01-01 00:00:00,000 1 INFO db odoo: fine, no WARNING here\n"
        "2026-01-01 00:00:00,000 1 WARNING db odoo: not fine\n"
        "2026-01-01 00:00:00,000 1 ERROR db odoo: bad\n"
    )
    assert [line.split()[3] for line in database.find_noise(log)] == ["WARNING", "ERROR"]


def test_a_process_is_stopped_only_when_it_is_the_one_that_was_started(clean):
    one = server.Server(clean, "hub")
    one.record.parent.mkdir()
    other = subprocess.Popen(["sleep", "60"])
    try:
        one.record.write_text(f'{{"pid": {other.pid}, "started": "0", "port": 1}}')
        assert one.running() is None
        assert one.stop() is False
        assert other.poll() is None, "a foreign process was stopped"
    finally:
        other.kill()
        other.wait()


def test_a_cluster_that_outlived_its_state_folder_is_made_anew(clean, databases, monkeypatch):
    venv = databases.settings.venv
    monkeypatch.setattr(settings.Settings, "venv", property(lambda self: venv))
    cluster = postgres.EmbeddedCluster(clean, "main")
    try:
        assert cluster.start()
        cluster.client("createdb", "left_over")
        shutil.rmtree(clean.state)
        clean.state.mkdir()
        again = postgres.EmbeddedCluster(clean, "main")
        assert again.start()
        assert again.databases() == []
        assert not postgres.EmbeddedCluster(clean, "main").start(), "it runs already, and is ours"
    finally:
        cluster.stop()
        shutil.rmtree(cluster.folder.parent, ignore_errors=True)


def test_a_template_is_built_once_and_a_half_built_one_is_never_used(databases):
    names = ["hub_core"]
    built = databases.template(names)
    oid = databases.cluster.sql("SELECT oid FROM pg_database WHERE datname = :'name'", name=built)
    assert databases.template(names) == built
    assert databases.cluster.sql("SELECT oid FROM pg_database WHERE datname = :'name'", name=built) == oid
    leftovers = [name for name in databases.cluster.databases() if name == f"{built}_{os.getpid()}"]
    assert leftovers == []


def test_an_update_brings_the_glue_whose_addons_are_all_there_and_no_other(monkeypatch):
    known = {
        "left": {"depends": ["base"]},
        "glue": {"depends": ["left", "mail"], "auto_install": True},
        "other_glue": {"depends": ["left", "website"], "auto_install": True},
    }
    monkeypatch.setattr(addons, "manifests", lambda: known)
    assert addons.glue_for({"base", "left", "mail"}) == ["glue"]
    assert addons.glue_for({"base", "left", "mail", "glue"}) == []
