"""Runs inside the virtual environment: ``python screenshots_runner.py URL FOLDER``.

Each picture is one line of ``PICTURES``: file name, login, path, phone or desktop.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

SCREENS = {
    "desktop": {"viewport": {"width": 1366, "height": 850}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
}
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
#: file → login (none: the public), path, screen
PICTURES = {
    "desk-fr": ("reception", "/odoo/action-hub_beneficiary.hub_desk_action", "desktop"),
    "desk-ar": ("reception_ar", "/odoo/action-hub_beneficiary.hub_desk_action", "desktop"),
    "desk-phone-ar": ("reception_ar", "/odoo/action-hub_beneficiary.hub_desk_action", "phone"),
    "requests-fr": ("counsellor", "/odoo/action-hub_beneficiary.request_action", "desktop"),
    "people-fr": ("counsellor", "/odoo/action-hub_beneficiary.hub_beneficiary_action", "desktop"),
    "person-ar": ("counsellor2", "/odoo/action-hub_beneficiary.hub_beneficiary_action/1", "desktop"),
    "ledger-fr": ("manager", "/odoo/action-hub_core.hub_service_delivery_action", "desktop"),
    "request-form-ar": ("", "/hub/request?lang=ar", "phone"),
    "request-form-fr": ("", "/hub/request?lang=fr", "phone"),
}


def main(url: str, folder: str) -> int:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for name, (login, path, screen) in PICTURES.items():
            context = browser.new_context(base_url=url, **SCREENS[screen])
            page = context.new_page()
            if login:
                log_in(page, login)
            page.goto(path)
            settle(page)
            page.screenshot(path=str(Path(folder) / f"{name}.png"))
            print(name)
            context.close()
        browser.close()
    return 0


def log_in(page: Page, login: str) -> None:
    page.goto("/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click("form.oe_login_form button[type=submit]")
    page.wait_for_selector(".o_main_navbar")


def settle(page: Page) -> None:
    """Wait until nothing is loading and the fonts are there."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(600)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
