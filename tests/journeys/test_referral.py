"""A person is referred to another organisation, which accepts her in the portal, on a telephone and in Arabic, and says
what became of her; and the other way round."""

import re

import pytest

STAFF, PARTNER = "refers_fr", "referred_ar"
ORGANISATION, ORGANISATION_AR = "Association Rihla des renvois", "جمعية رحلة الإحالات"
PERSON = {"given_name": "Zineb", "family_name": "Renvoitest", "phone": "0612345641", "lang": "ar_MA"}
TELEPHONE = re.compile(r"0?6\s?12\s?34\s?56\s?41")


@pytest.fixture(scope="module")
def scene(live):
    """The counsellor in French, and an organisation whose representative reads Arabic: ``(person, organisation)``."""
    printed = live.run(f"""
def user(login, group, lang):
    return env["res.users"].with_context(no_reset_password=True).create({{
        "name": login, "login": login, "password": login, "lang": lang, "tz": "Africa/Casablanca",
        "odoobot_state": "disabled", "group_ids": [odoo.fields.Command.set([env.ref(group).id])],
    }})

user({STAFF!r}, "hub_beneficiary.group_counsellor", "fr_FR")
partner = user({PARTNER!r}, "base.group_portal", "ar_MA")
organisation = env["res.partner"].create({{
    "name": {ORGANISATION!r}, "name_ar": {ORGANISATION_AR!r}, "is_company": True, "lang": "ar_MA",
}})
env["hub.representation"].create({{
    "organization_id": organisation.id, "partner_id": partner.partner_id.id, "name": "Partner", "role": "delegate",
    "offer_state": "accepted", "offer_answered_at": odoo.fields.Datetime.now(),
    "date_start": odoo.fields.Date.today(),
}})
person = env["hub.beneficiary"].create({PERSON!r})
person.action_register()
env["hub.consent"].create({{
    "beneficiary_id": person.id, "decision": "granted",
    "purpose_ids": [odoo.fields.Command.set(env.ref("hub_beneficiary.purpose_partners").ids)],
}})
print("SCENE", person.id, organisation.id)
""")
    return tuple(int(number) for number in re.search(r"SCENE (\d+) (\d+)", printed).groups())


def test_a_referral_is_accepted_by_another_organisation(visit, live, scene):
    person, organisation = scene
    staff = visit()
    staff.log_in(STAFF)
    refer(staff, person)
    (referral,) = live.call(STAFF, "hub.referral", "search", [("beneficiary_id", "=", person)])

    she = visit("phone")
    she.log_in(PARTNER, "/my")
    assert she.direction == "rtl"
    she.page.locator(f"a.hub_public_card[href$='/my/organisation/{organisation}/referrals']").click()
    page_is_sound(she)
    she.find(f"referral-open-{referral}").click()
    page_is_sound(she)
    assert knows(she) == []

    she.find("referral-accepted").click()
    she.wait_for("referral-details")
    page_is_sound(she)
    assert knows(she) == ["family name", "telephone"]

    she.page.locator("textarea[name=note]").fill("جاءت يوم الاثنين")
    she.find("referral-served").click()
    she.page.locator("[data-testid=referral-state][data-state=served]").wait_for()
    page_is_sound(she)

    staff.open(f"/odoo/referrals/{referral}")
    staff.page.locator("button[name=action_close]:visible").click()
    staff.page.locator(".o_field_widget[name=state] [data-value=closed].o_arrow_button_current").first.wait_for()
    assert "جاءت يوم الاثنين" in staff.page.locator(".o_field_widget[name=outcome_note]").inner_text()
    served = [("res_model", "=", "hub.referral"), ("res_id", "=", referral)]
    assert live.call(STAFF, "hub.service.delivery", "search_count", served) == 1


def test_an_organisation_refers_a_person_to_the_hub_and_follows_her(visit, live, scene):
    _person, organisation = scene
    she = visit("phone")
    she.log_in(PARTNER, f"/my/organisation/{organisation}")
    she.find("portal-refer").click()
    she.page.locator("input[name=name]").fill("هند المحالة")
    she.page.locator("input[name=phone]").fill("06 13 13 13 51")
    she.page.locator("input[name=need][value=employment]").check()
    page_is_sound(she)
    # Whether the person agrees was not said: what was typed stays.
    she.refused.add(f"/my/organisation/{organisation}/refer")
    she.page.locator("form.hub_public_form button[type=submit]").click()
    she.page.locator("[role=alert]").first.wait_for()
    assert she.page.locator("input[name=name]").input_value() == "هند المحالة"
    page_is_sound(she)
    she.page.locator("input[name=consent][value=oral]").check()
    she.page.locator("form.hub_public_form button[type=submit]").click()
    line = she.wait_for("referrals-sent").locator("li")
    page_is_sound(she)
    assert "هند" not in line.inner_text(), "initials alone"

    (request,) = live.call(STAFF, "crm.lead", "search", [("contact_name", "=", "هند المحالة")])
    live.call(STAFF, "crm.lead", "action_take", [request])
    before = line.inner_text()
    she.page.reload()
    assert she.wait_for("referrals-sent").locator("li").inner_text() != before


def refer(staff, person: int) -> None:
    """From the person's file: to whom, why, and she is sent."""
    staff.open(f"/odoo/people/{person}")
    staff.page.locator("button[name=action_open_referrals]:visible").click()
    staff.page.locator(".o_list_button_add, .o-kanban-button-new").first.click()
    choose(staff, "organization_id", ORGANISATION)
    staff.page.locator(".o_field_widget[name=need_type_id] input").click()
    staff.page.locator(".o-autocomplete--dropdown-item").first.click()
    staff.page.locator("button[name=action_send]:visible").click()
    staff.page.locator(".o_field_widget[name=state] [data-value=sent].o_arrow_button_current").first.wait_for()


def choose(staff, field: str, text: str) -> None:
    staff.page.locator(f".o_field_widget[name={field}] input").fill(text)
    staff.page.locator(f".o-autocomplete--dropdown-item:has-text('{text}')").first.click()


def knows(she) -> list[str]:
    """What of the person stands on the page before her."""
    text = she.page.locator("#wrapwrap").inner_text()
    found = ["family name"] if PERSON["family_name"] in text else []
    return found + (["telephone"] if TELEPHONE.search(text) else [])


def page_is_sound(she) -> None:
    assert she.direction == "rtl"
    assert she.overflowing() == []
    assert she.barriers() == []
