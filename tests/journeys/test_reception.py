"""The main job, in a browser: a register comes in, a person is received, oriented, and found in the ledger."""

import pytest

from tests.support.browser import Visitor

#: login → language of the user, as dates follow it, direction of writing
RECEPTION = {"walk_fr": ("fr_FR", "fr", "ltr"), "walk_ar": ("ar_MA", "ar", "rtl")}
#: Who walks in: typed by name, and nobody on file is called like that.
PEOPLE = {
    "walk_fr": {"given": "Hasnaetest", "family": "Wahbitest", "phone": "0612345601"},
    "walk_ar": {"given": "حسناءتجربة", "family": "وهبيتجربة", "phone": "0612345602"},
}
REGISTERS = {
    "walk_fr": "Date,Nom,Prénom,Téléphone,Sexe\n12/03/2026,Registretest,Salma,0612345611,F\n"
    "13/03/2026,Registretest,Younes,0612345612,M\n",
    "walk_ar": "التاريخ,الاسم الكامل,الهاتف,الجنس\n12/03/2026,سلمى تجربة السجل,0612345621,أنثى\n"
    "13/03/2026,يونس تجربة السجل,0612345622,ذكر\n",
}


@pytest.fixture(scope="module")
def reception(live):
    """Two people who work at the desk, each in her language."""
    live.run(f"""
for login, (lang, _tag, _direction) in {RECEPTION!r}.items():
    env["res.users"].with_context(no_reset_password=True).create({{
        "name": login, "login": login, "password": login, "lang": lang, "tz": "Africa/Casablanca",
        "odoobot_state": "disabled",
        "group_ids": [odoo.fields.Command.set([env.ref("hub_beneficiary.group_reception").id])],
    }})
""")


@pytest.mark.parametrize("login", RECEPTION)
def test_a_register_is_previewed_and_imported(visit, live, reception, login):
    someone = visit()
    someone.log_in(login)
    someone.open_action("hub_beneficiary.hub_register_import_action", ".o_list_view, .o_kanban_view, .o_form_view")
    page = someone.page
    page.locator(".o_list_button_add, .o-kanban-button-new").first.click()
    register = REGISTERS[login].encode("utf-8-sig")
    page.locator(".o_field_widget[name=file] input[type=file]").set_input_files(
        {"name": f"{login}.csv", "mimeType": "text/csv", "buffer": register}
    )
    page.locator("button[name=action_preview]:visible").first.click()
    page.wait_for_selector("button[name=action_open_progress]:visible")
    lines = page.locator(".o_field_widget[name=line_ids] .o_data_row")
    lines.nth(1).wait_for()
    assert lines.count() == 2
    page.locator("button[name=action_open_progress]:visible").click()
    page.locator(".o_hub_register_progress + footer .btn-primary").click()
    page.wait_for_selector(".modal", state="detached")
    rows = live.call(login, "hub.register.import.line", "search_read", [], ["outcome", "state", "beneficiary_id"])
    assert [(row["outcome"], row["state"]) for row in rows] == [("new", "done")] * 2
    assert all(row["beneficiary_id"] for row in rows)


@pytest.mark.parametrize(("login", "screen"), [("walk_fr", "desktop"), ("walk_ar", "desktop"), ("walk_ar", "phone")])
def test_a_person_walks_in_and_leaves_oriented_to_the_employment_desk(visit, live, reception, login, screen):
    someone = visit(screen)
    someone.log_in(login, "/odoo/desk")
    someone.wait_for("desk-search")
    assert (someone.language.partition("-")[0], someone.direction) == RECEPTION[login][1:]
    assert someone.overflowing() == []

    ref = create_person(someone, {**PEOPLE[login], **({"given": "مريمهاتف"} if screen == "phone" else {})}, screen)
    person, request = on_file(live, login, ref)
    assert (person["consent_state"], person["state"]) == ("granted", "registered")
    assert request["stage_code"] == "welcome"

    someone.find("desk-orient-employment_desk").click()
    someone.page.wait_for_selector("[data-testid^=desk-orient-][aria-pressed=true]")
    assert someone.overflowing() == []
    person, request = on_file(live, login, ref)
    assert (request["stage_code"], request["orientation_outcome"]) == ("oriented", "employment_desk")
    assert person["state"] == "active"

    ledger = live.call(
        login, "hub.service.delivery", "search_read", [("partner_id", "=", person["partner_id"][0])], ["service_id"]
    )
    assert len(ledger) == 2, "received, and oriented"

    open_timeline(someone, ref)
    entries = someone.page.locator("[data-testid=timeline-entry][data-kind=delivery]")
    entries.nth(1).wait_for()
    assert entries.count() == 2
    assert someone.overflowing() == []


def create_person(someone: Visitor, names: dict[str, str], screen: str) -> str:
    """Search, find nobody, create with consent and a need; the reference of her file."""
    someone.type("desk-search", f"{names['given']} {names['family']}")
    someone.page.wait_for_selector("[data-testid=desk-results][data-answered]")
    someone.find("desk-new").click()
    someone.type("desk-given-name", names["given"])
    someone.type("desk-family-name", names["family"])
    someone.type("desk-phone", names["phone"] if screen == "desktop" else "0612345603")
    someone.find("desk-need-employment").check(force=True)
    someone.find("desk-consent-granted").check(force=True)
    assert someone.overflowing() == []
    someone.find("desk-save").click()
    # A family name that somebody has already may ask whether she is that person.
    someone.page.wait_for_selector("[data-testid=desk-card], [data-testid=desk-save-anyway]")
    if someone.find("desk-save-anyway").is_visible():
        someone.find("desk-save-anyway").click()
    return someone.wait_for("desk-card").get_attribute("data-ref")


def on_file(live, login, ref):
    (person,) = live.call(
        login, "hub.beneficiary", "search_read", [("ref", "=", ref)], ["state", "consent_state", "partner_id"]
    )
    (request,) = live.call(
        login, "crm.lead", "search_read", [("beneficiary_id", "=", person["id"])], ["stage_code", "orientation_outcome"]
    )
    return person, request


def open_timeline(someone: Visitor, ref: str) -> None:
    """From the desk to her file, as the search finds her by her reference."""
    someone.open("/odoo/desk")
    someone.type("desk-search", ref)
    someone.page.locator(f"[data-testid=desk-result][data-ref='{ref}']").click()
    someone.page.locator(".o_notebook a[name=timeline]").click()
