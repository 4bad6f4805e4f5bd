"""Chromium as a person uses it: log in, look, click; whatever goes wrong on a page fails the test."""

import os
import re
import resource
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, sync_playwright

from .live import Live

CHROMIUM = os.environ.get("HUB_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-dev-shm-usage",
]  # fmt: skip
SCREENS = {
    "desktop": {"viewport": {"width": 1366, "height": 900}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
        "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/140.0.0.0 Mobile Safari/537.36",
    },
}
TIMEOUT = 20_000


@dataclass
class Visitor:
    """One person in front of one screen, and what the browser complained about meanwhile."""

    live: Live
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    #: Paths that refuse on purpose, with 404 or 422: the browser writes that into its console.
    refused: set[str] = field(default_factory=set)

    def open(self, path: str) -> None:
        self.page.goto(self.live.url + path)

    def log_in(self, login: str, path: str = "/odoo") -> None:
        """Through the login form; every password of a test or demo user is the login itself."""
        self.open("/web/login?redirect=" + path)
        form = self.page.locator("form.oe_login_form")
        form.locator("input[name=login]").fill(login)
        form.locator("input[name=password]").fill(login)
        form.locator("button[type=submit]").click()
        self.page.wait_for_selector(".o_main_navbar, #wrapwrap")

    def open_action(self, xml_id: str, ready: str = ".o_action") -> None:
        """Open an action by its XML id, as its menu does."""
        self.open(f"/odoo/action-{xml_id}")
        self.page.wait_for_selector(f".o_action_manager {ready}")

    def find(self, testid: str) -> Locator:
        return self.page.locator(f"[data-testid='{testid}']")

    def wait_for(self, testid: str) -> Locator:
        self.find(testid).wait_for()
        return self.find(testid)

    def type(self, testid: str, text: str) -> None:
        self.wait_for(testid).fill(text)

    @property
    def direction(self) -> str:
        self.page.wait_for_selector("body")  # a page that is on its way has none yet
        return self.page.evaluate("() => getComputedStyle(document.body).direction")

    @property
    def language(self) -> str:
        """The language that dates and numbers on the page follow."""
        return self.page.evaluate("() => luxon.Settings.defaultLocale")

    def barriers(self) -> list[str]:
        """What keeps people from using the page: no label, too little contrast, no language; see BARRIERS."""
        folder = self.live.databases.settings.node / "node_modules" / "axe-core"
        self.page.evaluate((folder / "axe.min.js").read_text(encoding="utf-8"))
        return self.page.evaluate(
            """async (impacts) => {
                const {violations} = await axe.run(document, {resultTypes: ["violations"]});
                return violations.filter(one => impacts.includes(one.impact)).flatMap(
                    one => one.nodes.map(node => `${one.id}: ${node.target.join(" ")}`)
                );
            }""",
            [*BARRIERS],
        )

    def open_refused(self, path: str) -> None:
        """Open what is not this visitor's: the answer is that of an address that does not exist."""
        self.refused.add(path)
        answer = self.page.goto(self.live.url + path)
        assert answer.status == 404, f"{path}: {answer.status}"

    def overflowing(self) -> list[str]:
        """Elements that make the page scroll sideways; empty where it does not."""
        return self.page.evaluate(
            """() => {
                const root = document.scrollingElement;
                if (root.scrollWidth <= window.innerWidth) { return []; }
                return [...document.querySelectorAll("body *")].filter(node => {
                    const box = node.getBoundingClientRect();
                    return box.width && (box.right > window.innerWidth + 1 || box.left < -1);
                }).map(node => `<${node.tagName.toLowerCase()} class="${node.className}">`);
            }"""
        )


#: axe-core asks whether people with other senses and hands than ours can use a page. Of its answers these count.
BARRIERS = ("serious", "critical")
#: Complaints of the browser that are none of a page's business, with the reason.
HARMLESS = (
    re.compile(r"Failed to load resource: net::ERR_(ABORTED|INTERNET_DISCONNECTED)"),  # leaving a page
)


@contextmanager
def chromium():
    with _unlimited_memory():
        play = sync_playwright().start()
    try:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
    finally:
        play.stop()


@contextmanager
def _unlimited_memory():
    """Odoo limits its process's address space; Chromium reserves far more than it uses."""
    limits = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limits[1], limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)


def new_visitor(browser: Browser, live: Live, screen: str) -> Visitor:
    """A fresh browser profile that remembers every error in its console."""
    context = browser.new_context(**SCREENS[screen], timezone_id="Africa/Casablanca", reduced_motion="reduce")
    context.set_default_timeout(TIMEOUT)
    someone = Visitor(live, context, context.new_page())
    someone.page.on("console", lambda line: _note_line(someone, line) if line.type == "error" else None)
    someone.page.on("pageerror", lambda error: _note(someone, str(error)))
    return someone


def picture(someone: Visitor, folder: Path, name: str) -> Path:
    """What the visitor sees now, as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{re.sub(r'[^A-Za-z0-9_-]+', '-', name).strip('-')}.png"
    someone.page.screenshot(path=file)
    return file


def _note_line(someone: Visitor, line: ConsoleMessage) -> None:
    refusal = "responded with a status of 4" in line.text
    if not refusal or not line.location["url"].endswith(tuple(someone.refused)):
        _note(someone, line.text)


def _note(someone: Visitor, text: str) -> None:
    if not any(pattern.search(text) for pattern in HARMLESS):
        someone.complaints.append(f"{someone.page.url}: {text}")
