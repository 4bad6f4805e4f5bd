"""Runs inside the virtual environment: ``python bench_runner.py CONFIG DATABASE SMALL FOLDER OPTIONS``.

``OPTIONS`` is JSON: names of the benchmarks, lines of the ledger, runs of each. Prints one table.
A benchmark is a module of the folder with ``measure(env, compare)``; it calls
``compare(title, ours, against, baseline, goal)`` with two functions that do the same work. ``compare.small_env()``
is a database with a tenth of it all, for what must not grow with it.
"""

import gc
import importlib
import json
import statistics
import sys
import time
from contextlib import ExitStack, contextmanager

import odoo.api
import odoo.modules.registry
from odoo.tools import config


class Comparison:
    """Times two ways of doing the same, in turns, so that whatever else the machine does meets both."""

    def __init__(self, env, runs, open_small):
        self.env = env
        self.envs = [env]
        self.runs = runs
        self.rows = []
        self._open_small = open_small

    def small_env(self):
        """The environment of the small database, filled when somebody asks for it first."""
        if len(self.envs) == 1:
            self.envs.append(self._open_small())
        return self.envs[1]

    def __call__(self, title, ours, against, baseline, *, goal=None, milliseconds=None):
        """:param goal: the ratio to stay below; ``milliseconds`` the median of ours to stay below"""
        times = ([], [])
        for run in range(self.runs + 1):
            for function, found in zip((baseline, ours), times, strict=True):
                seconds = self._time(function)
                if run:  # the first one of each fills caches
                    found.append(seconds)
        say(f"{title}: done")
        self.rows.append((title, against, times[1], times[0], goal, milliseconds))

    def _time(self, function):
        """Seconds that ``function`` takes with an empty record cache, its writes included; nothing is kept."""
        for env in self.envs:
            env.flush_all()
            env.invalidate_all()
        gc.collect()
        with ExitStack() as stack:
            savepoints = [stack.enter_context(env.cr.savepoint(flush=False)) for env in self.envs]
            start = time.perf_counter()
            function()
            for env in self.envs:
                env.flush_all()
            seconds = time.perf_counter() - start
            for env, savepoint in zip(self.envs, savepoints, strict=True):
                env.clear()
                savepoint.rollback()
        return seconds


def main(config_file, database, small, folder, options):
    config.parse_config(["-c", config_file, "-d", database, "--no-http", "--log-level=warn"], setup_logging=True)
    sys.path.insert(0, folder)
    options = json.loads(options)
    with ExitStack() as stack:
        env, lines, recipients = _open(stack, database, options["size"])
        comparison = Comparison(env, options["runs"], lambda: _open(stack, small, options["size"] // 10)[0])
        for name in options["names"]:
            importlib.import_module(name).measure(env, comparison)
        for opened in comparison.envs:
            opened.cr.rollback()
    print_table(comparison.rows, lines, recipients, options["runs"])


def _open(stack, database, size):
    """The environment of a database, filled; how many lines and recipients it holds."""
    registry = odoo.modules.registry.Registry(database)
    cr = stack.enter_context(registry.cursor())
    env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {"tz": "Africa/Casablanca", "lang": "en_US"})
    lines, recipients = importlib.import_module("data").fill(env, size)
    with _autocommit(cr):
        cr.execute("VACUUM ANALYZE")
    say(f"{database}: {lines:,} deliveries to {recipients:,} recipients are in the ledger")
    return env, lines, recipients


@contextmanager
def _autocommit(cr):
    cr.commit()
    cr._cnx.autocommit = True
    try:
        yield
    finally:
        cr._cnx.autocommit = False


def print_table(rows, lines, recipients, runs):
    print(f"\nLedger of {lines:,} lines, {recipients:,} recipients; {runs} runs of each in turns; milliseconds.\n")
    print("| what | median | min–max | against | median | min–max | ratio | goal |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for title, against, ours, baseline, goal, milliseconds in rows:
        ratio = statistics.median(ours) / statistics.median(baseline)
        cells = [title, *_cells(ours), against, *_cells(baseline), f"{ratio:.2f}", _goals(goal, milliseconds)]
        print("| " + " | ".join(cells) + " |")


def _goals(ratio, milliseconds):
    goals = [f"≤ {ratio}" if ratio else "", f"≤ {milliseconds} ms" if milliseconds else ""]
    return ", ".join(filter(None, goals)) or "–"


def _cells(seconds):
    times = [1000 * value for value in seconds]
    return f"{statistics.median(times):.0f}", f"{min(times):.0f}–{max(times):.0f}"


def say(text):
    print(f"  {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
