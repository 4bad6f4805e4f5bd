"""A stranger is invited, accepts on her telephone in Arabic, acts for her organisation alone; her role ends, and with
it all she saw, at once."""

import re
from urllib.parse import unquote, urlsplit

import pytest

from tests.support.browser import Visitor

STAFF = "walk_invites"
#: The organisation and another one, each with a service in the ledger. Nobody else is called like them.
ORGANISATION, ORGANISATION_AR = "Association Yasmine du voyage", "جمعية ياسمين للرحلة"
OTHER, OTHER_AR = "Association Voisine du voyage", "جمعية جارة للرحلة"
NAME, TELEPHONE, SAME_TELEPHONE = "رحمة الوزاني", "06 61 10 20 30", "+212 661-102030"
PASSWORD = "حافلة-1042-زرقاء"
COLLEAGUE, COLLEAGUE_TELEPHONE = "Idriss Sefrioui", "0661405060"


@pytest.fixture(scope="module")
def organisations(live):
    """The member of staff who invites, in French, and two organisations: ``(hers, another)``."""
    printed = live.run(f"""
env["res.users"].with_context(no_reset_password=True).create({{
    "name": "Staff", "login": {STAFF!r}, "password": {STAFF!r}, "lang": "fr_FR", "tz": "Africa/Casablanca",
    "odoobot_state": "disabled",
    "group_ids": [odoo.fields.Command.set([env.ref("hub_core.group_program_manager").id])],
}})
for name, name_ar in (({ORGANISATION!r}, {ORGANISATION_AR!r}), ({OTHER!r}, {OTHER_AR!r})):
    organisation = env["res.partner"].create({{
        "name": name, "name_ar": name_ar, "is_company": True, "lang": "ar_MA",
        "hub_kind_ids": [odoo.fields.Command.link(env.ref("hub_core.organization_kind_association").id)],
    }})
    service = env.ref("hub_core.service_orientation")
    env["hub.service.delivery"].create({{
        "service_id": service.id, "partner_id": organisation.id, "date": "2026-05-04",
        "res_model": "res.partner", "res_id": organisation.id,
    }})
    print("ORGANISATION", organisation.id)
""")
    return tuple(int(number) for number in re.findall(r"^ORGANISATION (\d+)$", printed, re.MULTILINE))


def test_a_representative_comes_acts_and_goes(visit, live, organisations):
    hers, another = organisations
    staff = visit()
    staff.log_in(STAFF)
    link = invite(staff, hers)

    she = visit("phone")
    accept(she, link)
    assert she.page.url.endswith(f"/my/organisation/{hers}")
    sees_only_her_organisation(she, hers, another)
    invites_a_colleague(she, hers)
    people = {role["name"]: role["state"] for role in roles(live, hers)}
    assert people == {NAME: "active", COLLEAGUE: "pending"}

    she.open(f"/my/organisation/{hers}")
    end_role(staff, hers)
    # Her next click, on a page that is still before her.
    she.refused.add(f"/my/organisation/{hers}/services")
    she.find("portal-services").click()
    she.page.wait_for_load_state()
    assert_knows_nothing(she, refused=True)
    she.find("portal-home").click()
    assert_knows_nothing(she)

    log_in_by_telephone(she)
    she.wait_for("portal-nothing")
    assert_knows_nothing(she)
    assert she.page.locator("a[href^='tel:']").count(), "whom to call"


def invite(staff: Visitor, organisation: int) -> str:
    """Staff invite from the organisation's form; the link is in the message that they send to her telephone."""
    staff.open(f"/odoo/hub-organisations/{organisation}")
    staff.page.locator(".o_form_view .o_notebook a[name=representatives]").click()
    staff.page.locator("button[name=action_invite_representative]").click()
    fill(staff, "name", NAME)
    fill(staff, "phone", TELEPHONE)
    staff.page.locator(".modal .o_field_widget[name=role] input[data-value=manager]").check()
    staff.page.locator(".modal footer button[name=action_invite]").click()
    whatsapp = staff.wait_for("phone-whatsapp").get_attribute("href")
    assert unquote(whatsapp).startswith("https://wa.me/212661102030?text=")
    (address,) = re.findall(r"https?://\S+/hub/l/\S+", unquote(whatsapp))
    staff.page.locator(".modal footer button[name=action_mark_sent]").click()
    staff.page.locator(".modal").wait_for(state="detached")
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def fill(staff: Visitor, field: str, text: str) -> None:
    staff.page.locator(f".modal .o_field_widget[name={field}] input").fill(text)


def accept(she: Visitor, link: str) -> None:
    """She has no account: her telephone is her login, and she chooses a password."""
    she.open(link)
    assert she.direction == "rtl"
    assert she.overflowing() == []
    assert she.page.locator("input[name=login_kind]").is_checked()
    she.page.locator("input[name=password]").fill(PASSWORD)
    she.page.locator("input[name=password_again]").fill(PASSWORD)
    assert she.barriers() == []
    she.find("accept").click()
    she.page.wait_for_url(re.compile(r"/my/organisation/\d+$"))


def sees_only_her_organisation(she: Visitor, hers: int, another: int) -> None:
    for path in (f"/my/organisation/{hers}", f"/my/organisation/{hers}/services", "/my", "/my/services"):
        she.open(path)
        assert she.direction == "rtl", path
        assert she.overflowing() == [], path
        assert she.barriers() == [], path
        text = she.page.content()
        assert OTHER not in text
        assert OTHER_AR not in text
        assert (ORGANISATION_AR in text) == (path != "/my/services"), path
    she.open_refused(f"/my/organisation/{another}")
    assert OTHER not in she.page.content()
    assert OTHER_AR not in she.page.content()
    assert she.barriers() == []


def invites_a_colleague(she: Visitor, hers: int) -> None:
    she.open(f"/my/organisation/{hers}")
    she.find("portal-invite").click()
    she.page.locator("input[name=name]").fill(COLLEAGUE)
    assert she.overflowing() == []
    assert she.barriers() == []
    she.refused.add(f"/my/organisation/{hers}/invite")
    she.page.locator("form button[type=submit]").click()
    # The number was forgotten: what was typed is still there.
    she.page.locator("[role=alert]").wait_for()
    assert she.page.locator("input[name=name]").input_value() == COLLEAGUE
    she.page.locator("input[name=phone]").fill(COLLEAGUE_TELEPHONE)
    she.page.locator("form button[type=submit]").click()
    she.wait_for("portal-again")
    assert COLLEAGUE in she.page.locator("h1").inner_text()
    assert "/hub/l/" not in she.page.content(), "the link is the colleague's alone"
    assert she.overflowing() == []
    assert she.barriers() == []


def end_role(staff: Visitor, organisation: int) -> None:
    """Staff end her role from the organisation's form, with a reason."""
    staff.open(f"/odoo/hub-organisations/{organisation}")
    staff.page.locator(".o_form_view .o_notebook a[name=representatives]").click()
    staff.page.locator(f".o_field_widget[name=hub_representative_ids] .o_data_row:has-text('{NAME}') td").first.click()
    staff.page.locator("button[name=action_end]:visible").first.click()
    staff.page.locator(".modal .o_field_widget[name=reason] input").fill("A quitté l'association")
    staff.page.locator(".modal footer button[name=action_end]").last.click()
    staff.page.locator(".o_field_widget[name=end_reason]").first.wait_for()


def assert_knows_nothing(she: Visitor, refused: bool = False) -> None:
    text = she.page.content()
    assert ORGANISATION not in text
    assert ORGANISATION_AR not in text
    assert COLLEAGUE not in text
    assert she.direction == "rtl"
    assert she.overflowing() == []
    assert she.barriers() == []
    if refused:
        assert she.find("portal-home").is_visible()


def log_in_by_telephone(she: Visitor) -> None:
    """Her number in another writing than the one with which she was invited."""
    she.open("/web/session/logout?redirect=/web/login")
    form = she.page.locator("form.oe_login_form")
    form.locator("input[name=login]").fill(SAME_TELEPHONE)
    form.locator("input[name=password]").fill(PASSWORD)
    form.locator("button[type=submit]").click()


def roles(live, organisation: int) -> list[dict]:
    domain = [("organization_id", "=", organisation)]
    return live.call(STAFF, "hub.representation", "search_read", domain, ["name", "state"])
