"""A person is told of her appointment on her telephone, answers there, and the desk sees it."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlparse

import pytest

LOGIN = "told_fr"
PERSON = {"given_name": "Zineb", "family_name": "Rendezvoustest", "phone": "0612345631", "lang": "ar_MA"}


@pytest.fixture(scope="module")
def counsellor(live):
    live.run(f"""
env["res.users"].with_context(no_reset_password=True).create({{
    "name": {LOGIN!r}, "login": {LOGIN!r}, "password": {LOGIN!r}, "lang": "fr_FR", "tz": "Africa/Casablanca",
    "odoobot_state": "disabled",
    "group_ids": [odoo.fields.Command.set([env.ref("hub_beneficiary.group_counsellor").id])],
}})
""")


def make_appointment(live):
    """An appointment of today that is not over yet, and the address in the message about it."""
    (person,) = live.call(LOGIN, "hub.beneficiary", "create", [PERSON])
    start = datetime.now(UTC).replace(hour=23, minute=30, second=0)
    stop = start + timedelta(minutes=25)
    values = {"hub_beneficiary_id": person, "start": f"{start:%F %T}", "stop": f"{stop:%F %T}"}
    (appointment,) = live.call(LOGIN, "calendar.event", "create", [values])
    action = live.call(LOGIN, "calendar.event", "action_tell_person", [appointment])
    (message,) = live.call(LOGIN, "hub.phone.message", "read", [action["res_id"]], ["text", "whatsapp_url"])
    assert message["whatsapp_url"].startswith("https://wa.me/212612345631")
    live.call(LOGIN, "hub.phone.message", "action_mark_sent", [action["res_id"]])
    return appointment, urlparse(re.search(r"http\S+/hub/l/\S+", message["text"])[0]).path


def test_who_cannot_come_says_so_on_her_telephone_and_the_desk_knows(visit, live, counsellor):
    appointment, address = make_appointment(live)
    her = visit("phone")
    her.open(address)
    assert her.direction == "rtl"
    assert her.overflowing() == []
    page = her.page.locator("#wrap").inner_text()
    assert "23:30" in page
    assert not any(name in page for name in (PERSON["given_name"], PERSON["family_name"]))
    assert live.call(LOGIN, "calendar.event", "read", [appointment], ["hub_answer"])[0]["hub_answer"] is False

    her.page.locator("button[name=answer][value=not_coming]").click()
    her.page.locator(".hub_done").wait_for()
    assert her.page.locator("button[name=answer][value=not_coming]").count() == 0
    assert live.call(LOGIN, "calendar.event", "read", [appointment], ["hub_answer"])[0]["hub_answer"] == "not_coming"

    desk = visit()
    desk.log_in(LOGIN, "/odoo/desk")
    row = desk.find("desk-appointment").filter(has_text=PERSON["family_name"])
    row.locator(".o_hub_desk_waited_long").wait_for()
    todo = live.call(LOGIN, "mail.activity", "search_read", [("user_id.login", "=", LOGIN)], ["summary", "res_model"])
    assert [activity["res_model"] for activity in todo] == ["hub.beneficiary"]
