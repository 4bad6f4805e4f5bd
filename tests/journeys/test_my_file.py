"""A person is given an account from her file, reads it on her telephone in Arabic and decides there; the counsellor,
in French at her desk, finds what she asked for."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlsplit

import pytest

from tests.support.browser import Visitor

LOGIN, STRANGER = "own_counsellor_fr", "own_stranger"
PERSON = {
    "given_name": "Chaima", "family_name": "Dossiertest", "name_ar": "شيماء ملفتجربة", "phone": "0661553311",
    "lang": "ar_MA", "city": "Rabat", "birthdate": "1994-03-02", "reception_date": "2026-02-03",
}  # fmt: skip
PASSWORD, NEW_NUMBER = "قطار-7731-أخضر", "06 61 55 33 22"
PAGES = ("/my", "/my/file", "/my/file/appointments", "/my/file/consents", "/my/file/readings", "/my/file/phone")


@pytest.fixture(scope="module")
def person(live):
    """The counsellor, a stranger with an account, and the person with an appointment, a document and a consent."""
    live.run(f"""
make = env["res.users"].with_context(no_reset_password=True).create
make({{
    "name": {LOGIN!r}, "login": {LOGIN!r}, "password": {LOGIN!r}, "lang": "fr_FR", "tz": "Africa/Casablanca",
    "odoobot_state": "disabled",
    "group_ids": [odoo.fields.Command.set([env.ref("hub_beneficiary.group_counsellor").id])],
}})
make({{
    "name": "Stranger", "login": {STRANGER!r}, "password": {STRANGER!r}, "lang": "fr_FR",
    "group_ids": [odoo.fields.Command.set([env.ref("base.group_portal").id])],
}})
""")
    (person,) = live.call(LOGIN, "hub.beneficiary", "create", [PERSON])
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
    appointment = {
        "hub_beneficiary_id": person, "start": f"{start:%F %T}", "stop": f"{start + timedelta(minutes=30):%F %T}",
    }  # fmt: skip
    live.call(LOGIN, "calendar.event", "create", [appointment])
    document = {"beneficiary_id": person, "type": "passport", "number": "QD5533117", "expires_on": "2027-01-31"}
    live.call(LOGIN, "hub.beneficiary.identity", "create", [document])
    live.call(LOGIN, "hub.consent", "create", [{"beneficiary_id": person}])
    live.call(LOGIN, "hub.beneficiary", "action_register", [person])
    return person


def test_she_reads_her_file_and_decides_on_her_telephone(visit, live, person):
    staff = visit()
    staff.log_in(LOGIN)
    link = give_account(staff, person)

    she = visit("phone")
    make_account(she, link)
    assert she.page.url.endswith("/my/file")
    reads_each_page(she)
    answers_her_appointment(she, live, person)
    takes_back_a_consent(she, live, person)
    she.open("/my/file")
    she.find("own-copy").click()
    she.wait_for("own-copy-asked")
    corrects_her_number(she)

    finds_what_she_asked(staff, person)
    assert file_of(live, person, "phone")["phone"].endswith("661553322")
    she.open("/web/session/logout?redirect=/web/login?redirect=/my/file")  # the login is the new number now
    form = she.page.locator("form.oe_login_form")
    form.locator("input[name=login]").fill(NEW_NUMBER)
    form.locator("input[name=password]").fill(PASSWORD)
    form.locator("button[type=submit]").click()
    she.wait_for("own-appointments")


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_another_visitor_finds_no_page(visit, live, person, screen):
    stranger = visit(screen)
    stranger.log_in(STRANGER, "/my")
    (event,) = live.call(LOGIN, "calendar.event", "search", [("hub_beneficiary_id", "=", person)])
    for path in (*PAGES[1:], f"/my/file/appointments/{event}/ics"):
        stranger.open_refused(path)
        assert PERSON["family_name"] not in stranger.page.content()
        assert PERSON["name_ar"] not in stranger.page.content()
    assert stranger.barriers() == []


def give_account(staff: Visitor, person: int) -> str:
    """From her form; the link is in the message that the counsellor sends by WhatsApp."""
    staff.open(f"/odoo/hub.beneficiary/{person}")
    staff.page.locator("button[name=action_send_access]").click()
    whatsapp = unquote(staff.wait_for("phone-whatsapp").get_attribute("href"))
    assert whatsapp.startswith("https://wa.me/212661553311")
    assert PERSON["family_name"] not in whatsapp
    (address,) = re.findall(r"https?://\S+/hub/l/\S+", whatsapp)
    staff.page.locator(".modal footer button[name=action_mark_sent]").click()
    staff.page.locator(".modal").wait_for(state="detached")
    return urlsplit(address).path


def make_account(she: Visitor, link: str) -> None:
    she.open(link)
    assert she.direction == "rtl"
    assert she.overflowing() == []
    assert she.barriers() == []
    she.page.locator("input[name=password]").fill(PASSWORD)
    she.page.locator("input[name=password_again]").fill(PASSWORD)
    she.find("save").click()
    she.wait_for("own-appointments")


def reads_each_page(she: Visitor) -> None:
    for path in PAGES:
        she.open(path)
        assert she.direction == "rtl", path
        assert she.overflowing() == [], path
        assert she.barriers() == [], path
    she.open("/my/file")
    text = she.page.locator("#wrap").inner_text()
    assert PERSON["name_ar"] in text
    assert "3117" in text
    assert "QD5533117" not in text, "others may look at her telephone"


def answers_her_appointment(she: Visitor, live, person: int) -> None:
    she.find("own-appointments").click()
    she.page.locator("button[name=answer][value=coming]").click()
    she.page.locator("[role=status]").first.wait_for()
    domain = [("hub_beneficiary_id", "=", person)]
    (event,) = live.call(LOGIN, "calendar.event", "search_read", domain, ["hub_answer"])
    assert event["hub_answer"] == "coming"
    assert she.barriers() == []


def takes_back_a_consent(she: Visitor, live, person: int) -> None:
    she.open("/my/file/consents")
    she.find("own-withdraw-all").click()
    she.page.locator("[role=status]").first.wait_for()
    assert she.find("own-withdraw-all").count() == 0
    assert she.barriers() == []
    assert file_of(live, person, "consent_state")["consent_state"] == "refused"


def corrects_her_number(she: Visitor) -> None:
    she.find("own-phone").click()
    she.page.locator("input[name=phone]").fill(NEW_NUMBER)
    she.page.locator("input[name=password]").fill("not mine")
    she.refused.add("/my/file/phone")
    she.find("own-phone-send").click()
    she.page.locator("[role=alert]").wait_for()
    assert she.page.locator("input[name=phone]").input_value() == NEW_NUMBER
    assert she.barriers() == []
    she.page.locator("input[name=password]").fill(PASSWORD)
    she.find("own-phone-send").click()
    she.wait_for("own-phone-waiting")
    assert she.overflowing() == []
    assert she.barriers() == []


def finds_what_she_asked(staff: Visitor, person: int) -> None:
    """The form says what waits; the counsellor has called the new number."""
    staff.open(f"/odoo/hub.beneficiary/{person}")
    staff.page.locator("button[name=action_print_copy]").wait_for()
    staff.page.locator("button[name=action_confirm_phone]").click()
    staff.page.locator(".modal footer .btn-primary").click()
    staff.page.locator("button[name=action_confirm_phone]").wait_for(state="detached")


def file_of(live, person: int, name: str) -> dict:
    return live.call(LOGIN, "hub.beneficiary", "read", [person], [name])[0]
