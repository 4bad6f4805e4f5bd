"""Rules for every test of the suite: nothing is skipped silently."""

import os
from functools import cache
from pathlib import Path

import pytest

#: Test id → why it may be skipped. Empty is the goal.
ALLOWED_SKIPS: dict[str, str] = {}


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


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail") and item.nodeid not in ALLOWED_SKIPS:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and conftest.py does not allow that: {call.excinfo.value}"
