"""The commands of ``./hub`` and their options."""

import argparse
import sys

from . import backup, bench, doctor, i18n, lint, screenshots, server, shell, testing
from .console import HubError, say
from .settings import Settings
from .setup import clusters, ensure_databases, ensure_software


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./hub", description="The hub suite: set up, run, test.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="set up everything and serve with a demo story")
    run.add_argument("--port", type=_port, default=server.DEFAULT_PORT, help="default: %(default)s")
    run.add_argument("--db", default="hub", metavar="NAME", help="default: %(default)s")
    run.add_argument("--no-demo", action="store_true", help="an empty hub instead of the demo story")
    run.add_argument("--detach", action="store_true", help="serve in the background")

    commands.add_parser("stop", help="stop the servers that run started")

    test = commands.add_parser(
        "test", help="set up everything, lint, and run every test", usage="./hub test [--all] [pytest arguments]"
    )
    test.add_argument("--all", action="store_true", help="also the long tests, and each race 20 times")

    sh = commands.add_parser("shell", help="run Python with env, from a file or standard input")
    sh.add_argument("--db", default="hub", metavar="NAME", help="default: %(default)s")
    sh.add_argument("file", nargs="?", metavar="FILE")

    db = commands.add_parser("db", help="create, drop and list databases")
    actions = db.add_subparsers(dest="action", required=True, metavar="ACTION")
    create = actions.add_parser("create", help="a new database with all addons")
    create.add_argument("name", metavar="NAME")
    create.add_argument("--demo", action="store_true", help="with the demo story")
    drop = actions.add_parser("drop", help="remove a database and its files")
    drop.add_argument("name", metavar="NAME")
    actions.add_parser("list", help="name and size of each database")

    update = commands.add_parser("update", help="update the addons of a database")
    update.add_argument("--db", default="hub", metavar="NAME", help="default: %(default)s")

    commands.add_parser("lint", help="ruff, pylint-odoo, XML and manifest checks")
    tr = commands.add_parser("i18n", help="export .pot, merge .po; fail on missing or fuzzy translations")
    tr.add_argument("addons", nargs="*", metavar="ADDON", help="default: all")

    measure = commands.add_parser("bench", help="measure on a large database beside a baseline; minutes")
    measure.add_argument("names", nargs="*", metavar="NAME", help="default: all of benchmarks/")
    measure.add_argument("--size", type=_size, default=1_000_000, metavar="N", help="deliveries, default: %(default)s")
    measure.add_argument("--runs", type=_runs, default=9, metavar="N", help="of each, default: %(default)s")

    commands.add_parser("screenshots", help="take the pictures of README and manual anew")

    back = commands.add_parser("backup", help="database and files into one archive")
    back.add_argument("file", metavar="FILE")
    back.add_argument("--db", default="hub", metavar="NAME", help="default: %(default)s")
    restore = commands.add_parser("restore", help="a database from an archive of backup")
    restore.add_argument("file", metavar="FILE")
    restore.add_argument("--db", required=True, metavar="NAME")

    doc = commands.add_parser("doctor", help="versions, time zones, constraints, disk, Arabic in PDF")
    doc.add_argument("--db", default="hub", metavar="NAME", help="default: %(default)s")
    return parser


def main(arguments: list[str] | None = None) -> int:
    parser = build_parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command != "test":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        return dispatch(Settings(), options, rest)
    except HubError as error:
        say(f"hub: {error}")
        return 1
    except KeyboardInterrupt:
        say("\nhub: interrupted. The same command goes on where it stopped.")
        return 130
    except BrokenPipeError:
        return 1
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        say(f"hub: {error.strerror or error}{where}. Check the free space and the rights there, then run it again.")
        return 1


def dispatch(settings: Settings, options, rest: list[str]) -> int:
    if options.command in WITHOUT_DATABASE:
        return WITHOUT_DATABASE[options.command](settings, options, rest)
    if options.command == "run":
        server.check_running_port(settings, options)
    databases, started = ensure_databases(settings)
    if options.command == "run":
        return server.run(settings, databases, started, options)
    return WITH_DATABASE[options.command](settings, databases, options)


def database(databases, options) -> int:
    if options.action == "create":
        databases.create(options.name, options.demo)
        databases.remember(options.name)
    elif options.action == "drop":
        databases.drop(options.name)
    else:
        for name, size in databases.listing():
            print(f"{name}\t{size / 1024**2:.0f} MB")
    return 0


def update(databases, name: str) -> int:
    if not databases.exists(name):
        raise HubError(f"There is no database '{name}'.", "List them: ./hub db list")
    databases.update(name)
    return 0


def run_lint(settings: Settings) -> int:
    ensure_software(settings, tests=True)
    return lint.run(settings)


def stop(settings: Settings) -> int:
    """Stop the servers and the database servers that belong to this checkout, and nothing else."""
    stopped = []
    for one in server.all_servers(settings):
        if one.stop():
            stopped.append(f"the server of '{one.database}'")
    if settings.venv.is_dir():
        stopped += [f"PostgreSQL ({cluster.name})" for cluster in clusters(settings) if cluster.stop()]
    say(f"Stopped {', '.join(stopped)}." if stopped else "Nothing was running.")
    return 0


WITHOUT_DATABASE = {
    "stop": lambda settings, options, rest: stop(settings),
    "test": lambda settings, options, rest: testing.run(settings, options.all, rest),
    "lint": lambda settings, options, rest: run_lint(settings),
    "bench": lambda settings, options, rest: bench.run(settings, options.names, options.size, options.runs),
    "doctor": lambda settings, options, rest: doctor.run(settings, options.db),
    "screenshots": lambda settings, options, rest: screenshots.run(settings),
    "i18n": lambda settings, options, rest: i18n.run(settings, options.addons),
}
WITH_DATABASE = {
    "shell": lambda settings, databases, options: shell.run(settings, databases, options.db, options.file),
    "db": lambda settings, databases, options: database(databases, options),
    "update": lambda settings, databases, options: update(databases, options.db),
    "backup": lambda settings, databases, options: backup.create(databases, options.db, options.file),
    "restore": lambda settings, databases, options: backup.restore(databases, options.db, options.file),
}


def _port(text: str) -> int:
    return _between(text, 1, 65535, "a port")


def _size(text: str) -> int:
    return _between(text, bench.SMALLEST, bench.LARGEST, "a number of deliveries")


def _runs(text: str) -> int:
    return _between(text, 1, 100, "a number of runs")


def _between(text: str, lowest: int, highest: int, what: str) -> int:
    if not text.isdigit() or not lowest <= int(text) <= highest:
        raise argparse.ArgumentTypeError(f"'{text}' is not {what}: give one from {lowest} to {highest}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
