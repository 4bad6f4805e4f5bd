"""Two files of one person: a counsellor merges them from the day's desk, works on the main one, and undoes it."""

import re

import pytest
from playwright.sync_api import expect

#: login → language; who decides in the back office
STAFF = {"walk_merge_fr": "fr_FR", "walk_merge_ar": "ar_MA"}
SCREENS = [("walk_merge_fr", "desktop", "ltr"), ("walk_merge_ar", "phone", "rtl")]


@pytest.fixture(scope="module")
def files(live):
    """For each of the staff: two files of one person, the second with a request, and their pair, to be decided."""
    printed = live.run(f"""
for login, lang in {STAFF!r}.items():
    user = env["res.users"].with_context(no_reset_password=True).create({{
        "name": login, "login": login, "password": login, "lang": lang, "tz": "Africa/Casablanca",
        "odoobot_state": "disabled",
        "group_ids": [odoo.fields.Command.set([env.ref("hub_beneficiary.group_counsellor").id])],
    }})
    one, two = env["hub.beneficiary"].create([
        {{"given_name": "Rahma", "family_name": "Oumzil " + login, "birthdate": "1990-01-02", "sex": "female"}},
        {{"given_name": "Rahmatou", "family_name": "Oumzil " + login, "birthdate": "1991-01-02", "sex": "female"}},
    ])
    (one | two).action_register()
    for person in one | two:
        env["hub.household"].create({{"member_ids": [(0, 0, {{"beneficiary_id": person.id, "role": "head"}})]}})
    env["crm.lead"].create({{"is_hub_request": True, "beneficiary_id": two.id, "entry_channel": "walk_in"}})
    (pair,) = env["hub.duplicate.pair"]._propose([(one.id, two.id, one._compare_files(two))], "staff")
    print("FILES", login, one.id, two.id, pair.id)
""")
    return {login: tuple(map(int, ids)) for login, *ids in re.findall(r"FILES (\w+) (\d+) (\d+) (\d+)", printed)}


@pytest.mark.parametrize("where", SCREENS, ids="-".join)
def test_two_files_are_merged_from_the_queue_and_the_merge_is_undone(visit, live, files, where):
    (login, screen, direction) = where
    one, two, pair = files[login]
    someone = visit(screen)
    someone.log_in(login, "/odoo/desk")
    someone.wait_for("desk-duplicates")
    assert int(someone.find("desk-duplicates-count").inner_text()) >= 1

    # Side by side, with what contradicts; said in a dialog, with a reason.
    someone.open(f"/odoo/possible-duplicates/{pair}")
    someone.page.locator(".o_hub_comparison .alert").wait_for()
    assert someone.direction == direction
    assert someone.overflowing() == []
    press(someone, "action_same")
    dialog = someone.page.locator(".modal .o_form_view")
    dialog.wait_for()
    # It opens at the two people, not at the question below them.
    expect(dialog.locator(".o_field_widget[name=comparison]").get_by_text("HUB-").first).to_be_in_viewport()
    # Proposed is the file with a request; she chooses the other one, which is first.
    dialog.locator(".o_field_widget[name=main] input").first.check()
    dialog.locator(".o_field_widget[name=same_family] input").check()
    dialog.locator(".o_field_widget[name=reason] input").fill("Same card / نفس البطاقة")
    assert someone.overflowing() == []
    someone.page.locator(".modal footer button[name=action_apply]:visible").click()
    dialog.wait_for(state="detached")
    assert read(live, login, two)["root_id"][0] == one

    # The main file tells all; the other one says where to go, and is not written on.
    someone.open(f"/odoo/people/{one}")
    someone.page.locator(".o_field_widget[name=contradiction_text]").wait_for()
    assert read(live, login, one)["request_count"] == 1
    assert read(live, login, one)["file_count"] == 2
    someone.open(f"/odoo/people/{two}")
    undo = someone.page.locator(".alert button[name=action_undo_merge]")
    undo.wait_for()
    assert someone.page.locator(".o_field_widget[name=given_name] input").count() == 0
    assert someone.page.locator("button[name=action_new_request]:visible").count() == 0
    assert someone.overflowing() == []

    # The person with one of her papers says that it was wrong.
    undo.click()
    dialog.wait_for()
    dialog.locator(".o_field_widget[name=reason] input").fill("Another card / بطاقة أخرى")
    someone.page.locator(".modal footer button[name=action_apply]:visible").click()
    dialog.wait_for(state="detached")
    someone.page.locator(".o_field_widget[name=given_name] input").wait_for()
    assert read(live, login, two)["root_id"][0] == two
    assert (read(live, login, one)["request_count"], read(live, login, two)["request_count"]) == (0, 1)
    actions = live.call(login, "hub.beneficiary.merge", "search_read", [("beneficiary_id", "=", two)], ["action"])
    assert [line["action"] for line in actions] == ["undo", "merge"]


@pytest.mark.parametrize("where", SCREENS, ids="-".join)
def test_a_file_merged_from_the_form_is_found_under_the_main_one(visit, live, files, where):
    (login, screen, _direction) = where
    one, two, _pair = files[login]
    someone = visit(screen)
    someone.log_in(login, "/odoo/desk")
    wizard = live.call(
        login,
        "hub.duplicate.decision",
        "create",
        {"beneficiary_id": one, "other_id": two, "main": "beneficiary", "reason": "Same card"},
    )
    live.call(login, "hub.duplicate.decision", "action_apply", [wizard])
    someone.type("desk-search", f"Rahmatou {login}")
    row = someone.page.locator("[data-testid=desk-results][data-answered] [data-ref]").first
    row.wait_for()
    (main,) = live.call(login, "hub.beneficiary", "read", [one], ["ref"])
    assert row.get_attribute("data-ref") == main["ref"]


def press(someone, name):
    """A button of a form; on a phone, what does not fit is behind the three dots."""
    button = someone.page.locator(f".o_form_view button[name={name}]:visible")
    someone.page.locator(".o_form_view .o_statusbar_buttons").wait_for()
    if not button.count():
        someone.page.locator(".o_statusbar_buttons .dropdown-toggle").click()
        button = someone.page.locator(f"button[name={name}]:visible")
    button.first.click()


def read(live, login, number):
    (row,) = live.call(
        login, "hub.beneficiary", "read", [number], ["root_id", "request_count", "file_count", "merged_into_id"]
    )
    return row
