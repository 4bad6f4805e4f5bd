"""Runs inside the virtual environment: ``python bench_runner.py CONFIG DATABASE FOLDER OPTIONS``.

``OPTIONS`` is JSON: names of the benchmarks, lines of the ledger, runs of each. Prints one table.
A benchmark is a module of the folder with ``measure(env, compare)``; it calls
``compare(title, ours, against, baseline, goal)`` with two functions that do the same work.
"""

import gc
import importlib
import json
import statistics
import sys
import time
from contextlib import contextmanager

import odoo.api
import odoo.modules.registry
from odoo.tools import config


class Comparison:
    """Times two ways of doing the same, in turns, so that whatever else the machine does meets both."""

    def __init__(self, env, runs):
        self.env = env
        self.runs = runs
        self.rows = []

    def __call__(self, title, ours, against, baseline, goal=None):
        times = ([], [])
        for run in range(self.runs + 1):
            for function, found in zip((baseline, ours), times, strict=True):
                seconds = self._time(function)
                if run:  # the first one of each fills caches
                    found.append(seconds)
        say(f"{title}: done")
        self.rows.append((title, against, times[1], times[0], goal))

    def _time(self, function):
        """Seconds that ``function`` takes with an empty record cache, its writes included; nothing is kept."""
        self.env.flush_all()
        self.env.invalidate_all()
        gc.collect()
        with self.env.cr.savepoint(flush=False) as savepoint:
            start = time.perf_counter()
            function()
            self.env.flush_all()
            seconds = time.perf_counter() - start
            self.env.clear()
            savepoint.rollback()
        return seconds


def main(config_file, database, folder, options):
    config.parse_config(["-c", config_file, "-d", database, "--no-http", "--log-level=warn"], setup_logging=True)
    sys.path.insert(0, folder)
    options = json.loads(options)
    registry = odoo.modules.registry.Registry(database)
    with registry.cursor() as cr:
        env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {"tz": "Africa/Casablanca", "lang": "en_US"})
        lines, recipients = importlib.import_module("data").fill(env, options["size"])
        with _autocommit(cr):
            cr.execute("VACUUM ANALYZE")
        say(f"{lines:,} deliveries to {recipients:,} recipients are in the ledger")
        comparison = Comparison(env, options["runs"])
        for name in options["names"]:
            importlib.import_module(name).measure(env, comparison)
        cr.rollback()
    print_table(comparison.rows, lines, recipients, options["runs"])


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
    for title, against, ours, baseline, goal in rows:
        ratio = statistics.median(ours) / statistics.median(baseline)
        cells = [title, *_cells(ours), against, *_cells(baseline), f"{ratio:.2f}", f"≤ {goal}" if goal else "–"]
        print("| " + " | ".join(cells) + " |")


def _cells(seconds):
    times = [1000 * value for value in seconds]
    return f"{statistics.median(times):.0f}", f"{min(times):.0f}–{max(times):.0f}"


def say(text):
    print(f"  {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
