"""Rules for every test of the suite: nothing is skipped silently."""

import os

import pytest

#: Test id → why it may be skipped. Empty is the goal.
ALLOWED_SKIPS: dict[str, str] = {}


def pytest_configure(config):
    config.addinivalue_line("markers", "long: runs only in './hub test --all'")


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
