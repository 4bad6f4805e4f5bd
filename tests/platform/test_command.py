"""Every failure of ``./hub`` is one clear sentence that says what to do."""

import re
import socket
import subprocess
import sys

import pytest

from .conftest import ROOT


def sentence(done):
    """The last line on stderr, after checking that no traceback reached the person."""
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1]


def test_help_names_every_command(hub):
    done = hub("--help")
    assert done.returncode == 0
    commands = "run stop test shell db update lint i18n screenshots bench backup restore doctor"
    for command in commands.split():
        assert re.search(rf"^\s+{command}\s", done.stdout, re.M), command


def test_an_old_python_is_told_which_one_is_needed():
    code = "import sys; sys.version_info = (3, 9, 0, 'final', 0); sys.argv = ['./hub']; exec(open('hub').read())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Python 3.11 or newer is needed, this is 3.9" in sentence(done)


def test_a_taken_port_is_named_before_anything_is_set_up(hub, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = hub("run", "--port", str(port), "--db", "never_made", HUB_STATE_DIR=str(tmp_path))
    assert f"Port {port} is taken" in sentence(done)
    assert not list(tmp_path.iterdir()), "something was set up"


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_is_none_is_refused(hub, port):
    done = hub("run", "--port", port)
    assert done.returncode == 2
    assert f"'{port}' is not a port" in done.stderr


@pytest.mark.parametrize("arguments", [("--size", "0"), ("--size", "many"), ("--runs", "0")])
def test_a_measurement_has_bounds(hub, arguments):
    done = hub("bench", "ledger", *arguments)
    assert done.returncode == 2
    assert "give one from" in done.stderr


def test_an_unknown_benchmark_is_told_which_there_are(hub):
    assert "ledger" in sentence(hub("bench", "no_such"))


@pytest.mark.parametrize("name", ["", "1abc", "a;b", "postgres", "hub_tpl_x", "é", "a" * 64, 'x"y', "../x"])
def test_a_name_that_cannot_be_a_database_is_refused(hub, name):
    assert "cannot be the name of a database" in sentence(hub("db", "create", name))


@pytest.mark.parametrize(
    "arguments",
    [
        ("db", "drop", "no_such"),
        ("shell", "--db", "no_such"),
        ("update", "--db", "no_such"),
        ("backup", "x.tar", "--db", "no_such"),
    ],
)
def test_a_database_that_is_not_there_is_named(hub, arguments):
    assert "There is no database 'no_such'" in sentence(hub(*arguments))


def test_an_existing_database_is_not_overwritten(hub, database):
    assert f"'{database}' exists already" in sentence(hub("db", "create", database))


def test_a_shell_prints_only_what_the_script_prints(hub, database):
    done = hub("shell", "--db", database, text="print(env['res.company'].search_count([]))")
    assert (done.returncode, done.stdout) == (0, "1\n")


def test_a_shell_keeps_what_a_finished_script_wrote_and_nothing_of_a_failed_one(hub, database, tmp_path):
    script = tmp_path / "script.py"
    script.write_text("env['res.partner'].create({'name': 'kept'})\n")
    assert hub("shell", "--db", database, str(script)).returncode == 0
    failed = hub("shell", "--db", database, text="env['res.partner'].create({'name': 'lost'})\n1 / 0")
    assert failed.returncode == 1
    assert "ZeroDivisionError" in failed.stderr
    count = "print(env['res.partner'].search_count([('name', 'in', ['kept', 'lost'])]))"
    assert hub("shell", "--db", database, text=count).stdout == "1\n"


def test_a_shell_passes_on_the_exit_status_of_the_script(hub, database):
    assert hub("shell", "--db", database, text="raise SystemExit(3)").returncode == 3


def test_a_script_that_is_not_there_is_named(hub, database):
    assert "There is no file 'missing.py'" in sentence(hub("shell", "--db", database, "missing.py"))


def test_an_unreachable_server_that_was_named_is_not_replaced_silently(hub):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = str(closed.getsockname()[1])
    done = hub("db", "list", PGHOST="127.0.0.1", PGPORT=port)
    assert "The PostgreSQL server that you named does not answer" in sentence(done)


def test_a_named_server_is_used_instead_of_the_embedded_one(hub, databases, database, tmp_path):
    done = hub("db", "list", **databases.cluster.connection())
    assert done.returncode == 0, done.stderr
    assert database in done.stdout


def test_a_folder_without_odoo_is_named(hub, tmp_path):
    assert f"There is no Odoo in {tmp_path}" in sentence(hub("db", "list", HUB_ODOO_SOURCE=str(tmp_path)))


def test_another_release_of_odoo_is_refused(hub, tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (18, 0, 0, 'final', 0, '')\n")
    assert "is not Odoo 19" in sentence(hub("db", "list", HUB_ODOO_SOURCE=str(tmp_path)))


def test_a_state_folder_that_cannot_be_made_is_named(hub, tmp_path):
    (tmp_path / "file").write_text("")
    done = hub("db", "list", HUB_STATE_DIR=str(tmp_path / "file" / "state"))
    assert "cannot be written" in sentence(done)
