"""A person who is on file in Latin letters is written down again in Arabic ones: the hub says so while it is typed."""

import re

import pytest

#: login → language, role; who is at the desk and who works in the back office
STAFF = {
    "walk_entry_fr": ("fr_FR", "hub_beneficiary.group_reception"),
    "walk_entry_ar": ("ar_MA", "hub_beneficiary.group_reception"),
}
#: On file in one script, typed in the other.
KNOWN = {"given_name": "Mounira", "family_name": "Bensouda", "birthdate": "1991-04-17", "phone": "0677554433"}
TYPED_AR = "منيرة بنسودة"
SCREENS = [("walk_entry_fr", "desktop", "ltr"), ("walk_entry_ar", "phone", "rtl")]


@pytest.fixture(scope="module")
def known(live):
    """The reference and the id of the person on file, and the staff."""
    printed = live.run(f"""
for login, (lang, group) in {STAFF!r}.items():
    env["res.users"].with_context(no_reset_password=True).create({{
        "name": login, "login": login, "password": login, "lang": lang, "tz": "Africa/Casablanca",
        "odoobot_state": "disabled", "group_ids": [odoo.fields.Command.set([env.ref(group).id])],
    }})
person = env["hub.beneficiary"].create({KNOWN!r})
person.action_register()
print("KNOWN", person.id, person.ref)
""")
    number, ref = re.search(r"KNOWN (\d+) (\S+)", printed).groups()
    return int(number), ref


@pytest.mark.parametrize("where", SCREENS, ids="-".join)
def test_at_the_desk_she_is_found_while_her_name_is_typed_and_gets_a_request(visit, live, known, where):
    (login, screen, direction), (number, ref) = where, known
    someone = visit(screen)
    someone.log_in(login, "/odoo/desk")
    someone.type("desk-search", "Personne Inconnue")
    someone.page.wait_for_selector("[data-testid=desk-results][data-answered]")
    someone.find("desk-new").click()
    for field in ("desk-given-name", "desk-family-name"):
        someone.type(field, "")
    someone.page.locator("[data-testid=desk-name-ar]").press_sequentially(TYPED_AR, delay=20)
    row = someone.page.locator(f"[data-testid=duplicate][data-ref='{ref}']")
    row.wait_for()
    assert someone.direction == direction
    assert someone.page.evaluate("document.activeElement.dataset.testid") == "desk-name-ar", "typing goes on"
    assert row.locator("[data-testid=duplicate-reason]").count()
    assert someone.find("duplicates-heading").get_attribute("aria-live") == "polite"
    assert someone.overflowing() == []
    assert [barrier for barrier in someone.barriers() if "hub" in barrier or "desk" in barrier] == []

    # What is typed next changes the judgement.
    someone.type("desk-birth", "17/04/1991")
    someone.page.wait_for_selector(f"[data-testid=duplicate][data-ref='{ref}'][data-outcome=same], "
                                   f"[data-testid=duplicate][data-ref='{ref}'][data-outcome=maybe]")  # fmt: skip
    before = count_people(live, login)
    row.locator("[data-testid=duplicate-request]").click()
    someone.wait_for("desk-request")
    assert count_people(live, login) == before, "nobody was created"
    someone.find("desk-save").click()
    assert someone.wait_for("desk-card").get_attribute("data-ref") == ref
    (request,) = live.call(login, "crm.lead", "search_read", [("beneficiary_id", "=", number)], ["stage_code"])
    live.run(f"env['crm.lead'].browse({request['id']}).unlink()")


@pytest.mark.parametrize("where", SCREENS, ids="-".join)
def test_somebody_else_of_like_name_is_created_all_the_same(visit, live, known, where):
    (login, screen, _direction), (_number, ref) = where, known
    someone = visit(screen)
    someone.log_in(login, "/odoo/desk")
    someone.type("desk-search", TYPED_AR if screen == "phone" else "Mounira Bensouda")
    someone.page.wait_for_selector("[data-testid=desk-results][data-answered]")
    someone.find("desk-new").click()
    row = someone.page.locator(f"[data-testid=duplicate][data-ref='{ref}']")
    row.wait_for()
    row.locator("[data-testid=duplicate-aside]").press("Enter")
    row.wait_for(state="detached")
    someone.find("desk-consent-granted").check(force=True)
    someone.find("desk-save").click()
    someone.page.wait_for_selector("[data-testid=desk-card], [data-testid=desk-candidates]")
    if someone.find("desk-candidates").is_visible():  # the one whom the other screen has created
        assert not row.is_visible()
        someone.find("desk-save-anyway").click()
    assert someone.wait_for("desk-card").get_attribute("data-ref") != ref


@pytest.mark.parametrize("where", SCREENS, ids="-".join)
def test_in_the_form_of_a_new_person_she_is_found_looked_at_and_opened(visit, live, known, where):
    (login, screen, _direction), (number, ref) = where, known
    someone = visit(screen)
    someone.log_in(login)
    before = count_people(live, login)
    someone.open("/odoo/people/new")
    someone.wait_for("duplicates-hint")
    someone.page.locator(".o_field_widget[name=name_ar] input").press_sequentially(TYPED_AR, delay=20)
    row = someone.page.locator(f"[data-testid=duplicate][data-ref='{ref}']")
    more = someone.find("duplicates-more")
    someone.page.wait_for_selector("[data-testid=duplicate]")
    if more.is_visible():
        more.click()
    row.wait_for()
    assert someone.overflowing() == []
    row.locator("[data-testid=duplicate-look]").click()
    dialog = someone.page.locator(".modal .o_form_view")
    dialog.wait_for()
    someone.page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert someone.page.locator(".o_field_widget[name=name_ar] input").input_value() == TYPED_AR
    row.locator("[data-testid=duplicate-open]").click()
    someone.page.wait_for_url(re.compile(rf"/{number}$"))
    assert count_people(live, login) == before, "leaving the form has created nobody"


def count_people(live, login):
    return live.call(login, "hub.beneficiary", "search_count", [])
