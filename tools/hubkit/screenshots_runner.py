"""Runs inside the virtual environment: ``python screenshots_runner.py URL FOLDER [NAME…]``.

Each picture is one line of ``PICTURES``: who looks, at what, on which screen, and what is done before the picture is
taken. They are taken in this order in one database, so what writes comes last.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

SCREENS = {
    "desktop": {"viewport": {"width": 1366, "height": 850}},
    "tall": {"viewport": {"width": 1366, "height": 1150}},
    "taller": {"viewport": {"width": 1366, "height": 1320}},
    "medium": {"viewport": {"width": 1366, "height": 620}},
    "low": {"viewport": {"width": 1366, "height": 420}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "phone_tall": {"viewport": {"width": 390, "height": 1340}, "has_touch": True, "is_mobile": True},
}
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
#: A page of the manual loads at once on a phone, and the repository stays small.
LARGEST = 200_000


# ------------------------------------------------------------
# What is done before a picture is taken
# ------------------------------------------------------------
def search_desk(page: Page, text: str) -> None:
    page.get_by_test_id("desk-search").fill(text)
    page.wait_for_selector(f"[data-testid=desk-results][data-answered='{text}']")


def write_new_person(page: Page) -> None:
    search_desk(page, "Ndeye Sarr")
    page.get_by_test_id("desk-new").click()
    page.get_by_test_id("desk-phone").fill("06 00 00 00 91")
    page.get_by_test_id("desk-birth").fill("1998")
    page.get_by_test_id("desk-nationality").select_option("SN")
    page.get_by_test_id("desk-sex").select_option("female")
    page.get_by_test_id("desk-need-employment").check(force=True)
    page.get_by_test_id("desk-consent-granted").check(force=True)


def orient_new_person(page: Page) -> None:
    write_new_person(page)
    page.get_by_test_id("desk-save").click()
    page.get_by_test_id("desk-take").click()
    page.wait_for_selector("[data-testid=desk-take]", state="detached")
    page.get_by_test_id("desk-orient-employment_desk").click()
    page.wait_for_selector("[data-testid=desk-print-letter]")


def open_row(page: Page, text: str) -> None:
    """A record of a list, or of the cards that a telephone shows instead."""
    cards = page.locator(f".o_kanban_record:has-text('{text}')")
    if page.locator(".o_kanban_view").count():
        cards.first.click()
    else:
        page.locator(f".o_data_row:has-text('{text}')").first.locator("td.o_data_cell").nth(1).click()
    page.wait_for_selector(".o_form_view")


def open_person(page: Page, name: str, tab: str) -> None:
    open_row(page, name)
    open_tab(page, tab)


def open_tab(page: Page, name: str) -> None:
    page.locator(f".o_notebook .nav-link[name={name}]").click()


def open_rows_to_decide(page: Page) -> None:
    page.locator(".oe_stat_button:has([name=maybe_count])").click()
    page.wait_for_selector(".o_list_view .o_data_row")
    page.locator(".o_data_row .o_list_record_selector").first.click()


def type_known_person(page: Page, name: str) -> None:
    """A new person at the desk who is on file already, in the other script."""
    search_desk(page, name)
    page.get_by_test_id("desk-new").click()
    page.wait_for_selector("[data-testid=duplicate]")


def open_pair(page: Page, name: str) -> None:
    open_row(page, name)
    page.wait_for_selector(".o_hub_comparison")


def open_merged_file(page: Page, name: str) -> None:
    merged = call(page, "hub.beneficiary", "search", [[["merged_into_id", "!=", False], ["root_id.name", "=", name]]])
    page.goto(f"/odoo/people/{merged[0]}")
    page.wait_for_selector(".o_form_view")


def separate(page: Page, family: str, *leaving: str) -> None:
    """The dialog of a separation, with the sentence that says what will be written."""
    open_row(page, family)
    page.locator("button[name=action_change]", has_text="Séparation").click()
    for name in leaving:
        page.locator(f".modal .o_field_widget[name=member_ids] label:has-text('{name}')").click()
    page.wait_for_selector(".modal [name=sentence]")


def share(page: Page, name: str, organisation: str) -> None:
    """What an organisation would read of a person."""
    open_person(page, name, "consent")
    page.locator("button[name=action_share]").click()
    recipient = page.locator(".modal .o_field_widget[name=recipient_id] input")
    recipient.fill(organisation)
    page.locator(".modal .o-autocomplete--dropdown-item", has_text=organisation).first.click()
    page.wait_for_selector(".modal [name=preview] table")


def open_referral(page: Page) -> None:
    """In the portal: the first referral that waits for the answer of an organisation."""
    page.locator("a[href*='/referrals']").first.click()
    page.wait_for_load_state()
    page.locator("[data-testid^=referral-open-]").first.click()
    page.wait_for_load_state()


def preview_anonymising(page: Page) -> None:
    """What an administrator reads before she confirms; she works in French."""
    speak(page, "fr_FR")
    page.locator(".o_data_row").first.locator("td.o_data_cell").first.click()
    page.locator("button[name=action_open_confirm]").click()
    page.wait_for_selector(".modal [name=preview] h5")


def open_roles(page: Page) -> None:
    """The form of a user; its reader is an administrator who works in French."""
    speak(page, "fr_FR")
    open_row(page, "Karim Tazi")
    open_tab(page, "access_rights")


def open_organisation_card(page: Page) -> None:
    """The card of the organisation that a visitor acts for; that of its referrals stands before it."""
    page.locator(".hub_public_card:not([href*='/referrals'])").first.click()
    page.wait_for_load_state()


def open_next_open_day(page: Page) -> None:
    page.locator(".hub_public_card.hub_open_day:not(.hub_open_day_off)").first.click()
    page.wait_for_load_state()


def prepare_message(page: Page) -> None:
    """The dialog from which staff send an invitation."""
    open_row(page, "Meriem Sebti")
    page.locator("button[name=action_send_link]").click()
    page.wait_for_selector("[data-testid=phone-whatsapp]")


def open_invitation(page: Page) -> None:
    """The page of an invitation in Arabic: a representative is invited, and her link is opened by herself."""
    organization = call(page, "res.partner", "search", [[["name", "ilike", "Racines"], ["is_company", "=", True]]])[0]
    vals = {"organization_id": organization, "role": "manager", "phone": "0600000098", "lang": "ar_MA"}
    wizard = call(page, "hub.representation.invite", "create", [[{**vals, "name": "سلمى الناصري"}]])
    action = call(page, "hub.representation.invite", "action_invite", [wizard])
    (message,) = call(page, "hub.phone.message", "read", [[action["res_id"]], ["address"]])
    page.context.clear_cookies()
    page.goto(f"{urlsplit(message['address']).path}?lang=ar")


def speak(page: Page, lang: str) -> None:
    """Change the language of whoever is logged in."""
    user = page.evaluate('odoo.loader.modules.get("@web/core/user").user.userId')
    call(page, "res.users", "write", [[user], {"lang": lang}])
    page.reload()
    settle(page)


def call(page: Page, model: str, method: str, args: list) -> Any:
    """A method, called as the user who is logged in."""
    return page.evaluate(
        """async (params) => {
            const answer = await fetch("/web/dataset/call_kw", {
                method: "POST",
                headers: {"Content-Type": "application/json"},
                body: JSON.stringify({jsonrpc: "2.0", method: "call", params}),
            });
            const {result, error} = await answer.json();
            if (error) {
                throw new Error(error.data.message);
            }
            return result;
        }""",
        {"model": model, "method": method, "args": args, "kwargs": {}},
    )


class Picture(NamedTuple):
    login: str  # none: the public
    path: str
    prepare: Callable[[Page], None] | None = None
    screen: str = "desktop"


REGISTER = "/odoo/action-hub_beneficiary.hub_register_import_action/1"
IDENTITIES = "/odoo/action-hub_beneficiary.hub_beneficiary_identity_action"
HOUSEHOLDS = "/odoo/action-hub_beneficiary.hub_household_action"
PICTURES = {
    # README
    "desk-fr": Picture("reception", "/odoo/desk"),
    "desk-ar": Picture("reception_ar", "/odoo/desk"),
    "person-ar": Picture("counsellor2", "/odoo/people", lambda page: open_person(page, "مريم الزهراوي", "identity")),
    # manual: reception
    "desk-search-fr": Picture("reception", "/odoo/desk", lambda page: search_desk(page, "خديجة")),
    "desk-search-ar": Picture("reception_ar", "/odoo/desk", lambda page: search_desk(page, "Khadija")),
    "desk-new-fr": Picture("reception", "/odoo/desk", write_new_person, "tall"),
    "register-fr": Picture("reception", REGISTER),
    "register-decide-fr": Picture("reception", REGISTER, open_rows_to_decide, "low"),
    "public-form-ar": Picture("", "/ar/hub/request", screen="phone"),
    # manual: counsellor
    "person-timeline-fr": Picture(
        "counsellor", "/odoo/people", lambda page: open_person(page, "Khadija Ouazzani", "timeline")
    ),
    "documents-fr": Picture("counsellor", IDENTITIES),
    "requests-fr": Picture("counsellor", "/odoo/requests"),
    # manual: one person, one file
    "duplicates-desk-fr": Picture(
        "reception", "/odoo/desk", lambda page: type_known_person(page, "زليخة بنحمو"), "taller"
    ),
    "duplicates-desk-ar": Picture(
        "reception_ar", "/odoo/desk", lambda page: type_known_person(page, "Khadija Wazzani"), "phone_tall"
    ),
    "duplicate-pair-fr": Picture(
        "counsellor", "/odoo/possible-duplicates", lambda page: open_pair(page, "Khalid Al Ali"), "tall"
    ),
    "duplicate-pair-ar": Picture(
        "counsellor2", "/odoo/possible-duplicates", lambda page: open_pair(page, "Khalid Al Ali"), "phone_tall"
    ),
    "merged-file-fr": Picture("counsellor", "/odoo/people", lambda page: open_merged_file(page, "Ibrahima Sow")),
    # manual: households and papers, consent, referrals
    "household-change-fr": Picture(
        "counsellor", HOUSEHOLDS, lambda page: separate(page, "Famille Traoré", "Kadiatou", "Sékou")
    ),
    "regular-stay-fr": Picture(
        "counsellor", "/odoo/people", lambda page: open_person(page, "Mariam Koné", "documents"), "medium"
    ),
    "consent-fr": Picture("counsellor", "/odoo/people", lambda page: open_person(page, "Fanta Coulibaly", "consent")),
    "share-fr": Picture(
        "counsellor", "/odoo/people", lambda page: share(page, "Aminata Coulibaly", "Association Amal")
    ),
    "share-ar": Picture("counsellor2", "/odoo/people", lambda page: share(page, "مريم الزهراوي", "Jeunes")),
    "referral-fr": Picture("counsellor", "/odoo/referrals", lambda page: open_row(page, "Brice Fotso")),
    "referral-portal-fr": Picture("association", "/my", open_referral, "phone_tall"),
    "referral-portal-ar": Picture("association_ar", "/my", open_referral, "phone"),
    # manual: a person's own pages
    "own-file-fr": Picture("0600000077", "/fr/my/file", screen="phone_tall"),
    "own-file-ar": Picture("0600000077", "/my/file", screen="phone_tall"),
    # manual: programme manager, administrator, auditor
    "ledger-fr": Picture("manager", "/odoo/hub-ledger"),
    "roles-fr": Picture("admin", "/odoo/users", open_roles),
    "anonymise-fr": Picture("admin", "/odoo/retention", preview_anonymising, "tall"),
    "access-log-fr": Picture("auditor", "/odoo/hub-access-log", screen="low"),
    "promise-fr": Picture("manager", "/odoo/hub-promise", screen="tall"),
    "promise-ar": Picture("reception_ar", "/odoo/hub-promise", screen="phone"),
    "organisation-fr": Picture("manager", "/odoo/hub-organisations", lambda page: open_row(page, "Amal")),
    "agreement-fr": Picture("manager", "/odoo/hub-agreements", lambda page: open_row(page, "professionnelle")),
    "complaints-fr": Picture("safeguarding", "/odoo/hub-complaints", screen="low"),
    # manual: representatives, the public
    "portal-ar": Picture("association_ar", "/my", open_organisation_card, "phone"),
    "open-day-fr": Picture("", "/fr/hub", open_next_open_day, "phone"),
    "complaint-ar": Picture("", "/ar/hub/complaint", screen="phone"),
    # what writes
    "invitation-message-fr": Picture("manager", "/odoo/hub-representatives", prepare_message),
    "acceptance-ar": Picture("manager", "/odoo/hub-representatives", open_invitation, "phone_tall"),
    "desk-card-fr": Picture("reception", "/odoo/desk", orient_new_person),
}


# ------------------------------------------------------------
# Taking them
# ------------------------------------------------------------
def main(url: str, folder: str, *names: str) -> int:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        give_address(browser, url)
        for name in names or PICTURES:
            picture, file = PICTURES[name], Path(folder) / f"{name}.png"
            context = browser.new_context(base_url=url, **SCREENS[picture.screen])
            page = context.new_page()
            if picture.login:
                log_in(page, picture.login)
            page.goto(picture.path)
            settle(page)
            if picture.prepare:
                picture.prepare(page)
                settle(page)
            page.screenshot(path=str(file))
            context.close()
            print(f"{name}: {shrink(file) / 1000:.0f} kB")
        browser.close()
    return 0


def give_address(browser: Browser, url: str) -> None:
    """Links on pictures begin with the address of a hub, not with that of the machine on which they were taken."""
    page = browser.new_page(base_url=url)
    log_in(page, "admin")
    for key, value in (("web.base.url.freeze", "True"), ("web.base.url", "https://hub.example")):
        call(page, "ir.config_parameter", "set_param", [key, value])
    page.close()


def log_in(page: Page, login: str) -> None:
    page.goto("/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click("form.oe_login_form button[type=submit]")
    page.wait_for_selector(".o_main_navbar, .hub_portal")


def settle(page: Page) -> None:
    """Wait until the screen stands, nothing is loading, and images and fonts are there."""
    page.wait_for_function(
        """() => document.querySelector(".o_action_manager .o_action, .hub_public, .hub_portal")
            && !document.querySelector(".o_loading_indicator")
            && [...document.images].every((image) => image.complete)"""
    )
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(1200)  # avatars, statistics and animations come after the screen


def shrink(file: Path) -> int:
    """256 colours are enough for a screen; how many bytes are left."""
    with Image.open(file) as image:
        image.convert("RGB").quantize(256).save(file, optimize=True)
    size = file.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{file.name} has {size} bytes: choose a smaller screen.")
    return size


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
