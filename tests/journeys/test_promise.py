"""The promise in a browser: each figure is what a bare count of the ledger says, and opens its records."""

import json

import pytest

#: login of the demo story → screen, language, direction of writing
READERS = {"manager": ("desktop", "fr", "ltr"), "reception_ar": ("phone", "ar", "rtl")}
RECEIVED = (
    "FROM hub_service_delivery d JOIN hub_service s ON s.id = d.service_id"
    " JOIN hub_beneficiary file ON file.partner_id = d.partner_id WHERE s.code = 'reception'"
)
#: code of an indicator → its figure, written without the suite
FIGURES = {
    "people_received": f"SELECT COUNT(DISTINCT file.root_id) {RECEIVED} AND d.dim_kind = 'person'",
    "young_people_received": f"SELECT COUNT(DISTINCT file.root_id) {RECEIVED} AND d.dim_kind = 'person' "
    "AND d.dim_age BETWEEN 15 AND 35 AND d.dim_age_band != 'unknown'",
    "services_delivered": "SELECT COUNT(*) FROM hub_service_delivery",
}


@pytest.fixture(scope="module")
def promised(live):
    """A programme that promised something about all that the hub did; what a bare count says of it."""
    return json.loads(
        live.run(f"""
import json
program = env["hub.program"].create({{
    "name": "Journey", "code": "JOURNEY", "date_start": "2000-01-01", "date_end": "2099-12-31"
}})
empty = env["hub.program"].create({{"name": "Nothing promised", "code": "JOURNEY-EMPTY"}})
figures = {{}}
for code, query in {FIGURES!r}.items():
    target = env["hub.indicator.target"].create({{
        "program_id": program.id, "target": 1234, "scope": "hub",
        "indicator_id": env["hub.indicator"].search([("code", "=", code)]).id,
    }})
    env.cr.execute(query)
    figures[code] = [target.id, env.cr.fetchone()[0]]
print(json.dumps({{"program": program.id, "empty": empty.id, "figures": figures}}))
""").splitlines()[-1]
    )


@pytest.mark.parametrize("login", READERS)
def test_each_figure_is_what_the_ledger_says_and_opens_its_records(visit, live, promised, login):
    screen, language, direction = READERS[login]
    someone = visit(screen)
    someone.log_in(login, f"/odoo/hub-promise/{promised['program']}")
    someone.wait_for("promise")
    assert (someone.language.partition("-")[0], someone.direction) == (language, direction)
    assert someone.overflowing() == []
    cards = someone.find("promise-card")
    shown = {int(card.get_attribute("data-target")): float(card.get_attribute("data-value")) for card in cards.all()}
    assert shown == dict(promised["figures"].values())
    assert all(shown.values()), "the story has people, young people and services"

    target, people = promised["figures"]["people_received"]
    card = someone.page.locator(f"[data-testid=promise-card][data-target='{target}']")
    bar = card.locator("[role=img]").get_attribute("aria-label")
    assert str(people) in bar, f"the bar says nothing to who does not see it: {bar}"
    card.locator("[data-testid=promise-how] summary").click()
    card.locator("[data-testid=promise-conditions]").wait_for()

    card.locator("[data-testid=promise-split]").select_option("dim_sex")
    rows = card.locator("[data-testid=promise-split-table] tbody button[name=promise-row]")
    rows.first.wait_for()
    assert sum(int(row.inner_text()) for row in rows.all()) == people
    assert someone.overflowing() == []

    card.locator("[data-testid=promise-value]").click()
    someone.page.locator(".o_list_view .o_group_header").first.wait_for()
    groups = someone.page.locator(".o_list_view .o_group_header").count()
    assert groups == len(people_seen_by(live, login)), "one group for each person"
    # The figure is the same for all; who is restricted is not in the list of those who may not see her.
    assert groups <= people and (groups == people or login != "manager")


def people_seen_by(live, login):
    domain = [("service_id.code", "=", "reception"), ("dim_kind", "=", "person")]
    lines = live.call(login, "hub.service.delivery", "search_read", domain, ["counted_partner_id"])
    return {line["counted_partner_id"][0] for line in lines}


def test_the_table_says_what_the_cards_say(visit, live, promised):
    someone = visit()
    someone.log_in("auditor", f"/odoo/hub-promise/{promised['program']}")
    someone.wait_for("promise-as-table").click()
    rows = someone.wait_for("promise-table").locator("tbody tr")
    figures = {int(row.get_attribute("data-target")): int(row.locator("button").inner_text()) for row in rows.all()}
    assert figures == dict(promised["figures"].values())


def test_a_programme_without_targets_says_what_to_do(visit, live, promised):
    someone = visit()
    someone.log_in("manager", f"/odoo/hub-promise/{promised['program']}")
    someone.wait_for("promise-program").select_option(str(promised["empty"]))
    someone.wait_for("promise-empty")
    someone.find("promise-add").click()
    someone.page.locator(".o_form_view .o_notebook a[name=targets]").click()
    someone.page.locator(".o_field_widget[name=target_ids] .o_field_x2many_list_row_add a").wait_for()
    # It opens on the programme that was looked at last.
    someone.open("/odoo/hub-promise")
    someone.wait_for("promise-empty")
