"""Fixtures for tests across addons: one live server for all, one browser a file of journeys."""

import pytest

from tests.support import browser as browsers
from tests.support import live as lives

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def live():
    """One server on a database of its own; its log must stay clean to the end."""
    yield from lives.serve()


@pytest.fixture(scope="module")
def chromium():
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture
def visit(request, live, chromium):
    """``visit("desktop")`` or ``visit("phone")``: somebody new in front of a screen. A failed test
    leaves a picture of each; an error in a console is a failure."""
    visitors = []

    def newcomer(screen="desktop"):
        visitors.append(browsers.new_visitor(chromium, live, screen))
        return visitors[-1]

    yield newcomer
    complaints = [text for someone in visitors for text in someone.complaints]
    for number, someone in enumerate(visitors):
        if complaints or request.node.stash.get(FAILED, False):
            shots = live.databases.settings.state / "screenshots"
            browsers.picture(someone, shots, f"{request.node.name}-{number}")
        someone.context.close()
    assert complaints == [], "the browser's console holds errors"
