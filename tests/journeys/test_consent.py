"""What a person agreed to goes out on a sheet; she takes it back on her telephone, in Arabic; the next sheet is refused
with the reason."""

import re

import pytest

STAFF, SHE = "shares_fr", "takes_back_ar"
ORGANISATION = "Association Nour du partage"
PERSON = {
    "given_name": "Salma",
    "family_name": "Partagetest",
    "name_ar": "سلمى",
    "phone": "0612345671",
    "lang": "ar_MA",
}


@pytest.fixture(scope="module")
def person(live):
    """A person with an account who agreed to everything, and the counsellor who has her file."""
    printed = live.run(f"""
make = env["res.users"].with_context(no_reset_password=True).create
make({{
    "name": {STAFF!r}, "login": {STAFF!r}, "password": {STAFF!r}, "lang": "fr_FR", "tz": "Africa/Casablanca",
    "odoobot_state": "disabled",
    "group_ids": [odoo.fields.Command.set([env.ref("hub_beneficiary.group_counsellor").id])],
}})
env["res.partner"].create({{"name": {ORGANISATION!r}, "is_company": True, "lang": "fr_FR"}})
person = env["hub.beneficiary"].create({PERSON!r})
person.action_register()
env["hub.consent"].create({{"beneficiary_id": person.id}})
make({{
    "login": {SHE!r}, "password": {SHE!r}, "lang": "ar_MA", "partner_id": person.partner_id.id,
    "group_ids": [odoo.fields.Command.set([env.ref("base.group_portal").id])],
}})
print("SCENE", person.id)
""")
    return int(re.search(r"SCENE (\d+)", printed).group(1))


def test_a_withdrawn_consent_stops_the_next_sheet(visit, live, person):
    staff = visit()
    staff.log_in(STAFF)
    open_consents(staff, person)
    open_share(staff)
    preview = staff.page.locator(".modal .o_field_widget[name=preview]:visible")
    preview.wait_for()
    assert PERSON["family_name"] in preview.inner_text()
    assert "12345671" not in preview.inner_text(), "nothing but what is ticked"
    with staff.page.expect_download() as sheet:
        staff.page.locator(".modal button[name=action_share]:visible").click()
    assert sheet.value.suggested_filename.endswith(".pdf")
    staff.page.locator(".modal").wait_for(state="detached")
    assert passed_on(live, person) == 1

    she = visit("phone")
    she.log_in(SHE, "/my/file/consents")
    assert she.direction == "rtl"
    she.find("own-withdraw-all").click()
    she.page.locator("[role=status]").first.wait_for()
    assert she.overflowing() == []

    open_consents(staff, person)
    open_share(staff)
    refusals = staff.page.locator(".modal .o_field_widget[name=refusals]:visible")
    refusals.wait_for()
    (file,) = live.call(STAFF, "hub.beneficiary", "read", [person], ["ref"])
    assert file["ref"] in refusals.inner_text()
    assert staff.page.locator(".modal button[name=action_share]:visible").count() == 0
    assert staff.page.locator(".modal .o_field_widget[name=preview]:visible").count() == 0
    assert passed_on(live, person) == 1


def open_consents(staff, person: int) -> None:
    staff.open(f"/odoo/people/{person}")
    staff.page.locator(".nav-link[name=consent]").click()
    staff.page.locator(".o_field_widget[name=consent_words] .badge").first.wait_for()


def open_share(staff) -> None:
    staff.page.locator("button[name=action_share]:visible").click()
    staff.page.locator(".modal .o_field_widget[name=recipient_id] input").fill(ORGANISATION)
    staff.page.locator(f".o-autocomplete--dropdown-item:has-text('{ORGANISATION}')").first.click()


def passed_on(live, person: int) -> int:
    return live.call(STAFF, "hub.disclosure", "search_count", [("beneficiary_id", "=", person)])
