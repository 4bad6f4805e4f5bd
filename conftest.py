"""Rules for every test of the suite: nothing is skipped silently."""

import os
from functools import cache
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

#: Test id → why it may be skipped. Empty is the goal.
ALLOWED_SKIPS: dict[str, str] = {}

#: How often a race is run by ``./hub test --all``: what goes wrong one time in ten shows.
ROUNDS = 20


def pytest_configure(config):
    config.addinivalue_line("markers", "long: runs only in './hub test --all'")


@cache
def installed_addons() -> frozenset[str]:
    from odoo.sql_db import db_connect
    from odoo.tests.common import get_db_name

    with db_connect(get_db_name()).cursor() as cr:
        cr.execute("SELECT name FROM ir_module_module WHERE state = 'installed'")
        return frozenset(name for (name,) in cr.fetchall())


def pytest_ignore_collect(collection_path: Path):
    """Glue and the demo story are tested where they are installed: ``./hub test`` gives each addon
    a run of its own, and the run of all together is the product."""
    if not (collection_path / "__manifest__.py").is_file():
        return None
    return True if collection_path.name not in installed_addons() else None


def pytest_collection_modifyitems(config, items):
    if not os.environ.get("HUB_TEST_LONG"):
        chosen = [item for item in items if not item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen


def is_race(item) -> bool:
    """Tests in which several act at the same moment: ``test_…_race.py``, ``test_concurrency.py``, ``concurrency/``."""
    names = (item.path.stem.removeprefix("test_"), item.path.parent.name)
    return item.path.stem.endswith("_race") or "concurrency" in names


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """The rounds before the last one, which pytest runs as always; a round that fails is the test's result."""
    if not os.environ.get("HUB_TEST_LONG") or not is_race(item):
        return None
    for _round in range(ROUNDS - 1):
        reports = runtestprotocol(item, nextitem=item, log=False)
        item._initrequest()
        if any(report.failed for report in reports):
            item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
            for report in reports:
                item.ihook.pytest_runtest_logreport(report=report)
            item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
            return True
    return None


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail") and item.nodeid not in ALLOWED_SKIPS:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and conftest.py does not allow that: {call.excinfo.value}"
