"""At a busy desk several people press the same button at the same moment, on a real server."""

import pytest

from tests.support.rivals import race

RIVALS = [f"rival_{number}" for number in range(4)]


@pytest.fixture(scope="module")
def waiting(live):
    """Rivals at the desk, and the id of a request that waits in the queue."""
    return int(
        live.run(f"""
for login in {RIVALS!r}:
    env["res.users"].with_context(no_reset_password=True).create({{
        "name": login, "login": login, "password": login, "odoobot_state": "disabled",
        "group_ids": [odoo.fields.Command.set([env.ref("hub_beneficiary.group_reception").id])],
    }})
person = env["hub.beneficiary"].create({{"given_name": "Rivaltest", "family_name": "Attend"}})
print(env["crm.lead"].create({{"is_hub_request": True, "beneficiary_id": person.id}}).id)
""")
    )


def test_one_of_several_takes_the_request_and_the_others_are_refused(live, waiting):
    for login in RIVALS:
        live.call(login, "res.users", "context_get")  # logged in beforehand, so that they start together
    outcome = race([lambda login=login: live.call(login, "crm.lead", "action_take", [waiting]) for login in RIVALS])
    live.refused.update(outcome.refused)
    assert len(outcome.won) == 1
    assert len(outcome.refused) == len(RIVALS) - 1
    (request,) = live.call(RIVALS[0], "crm.lead", "read", [waiting], ["user_id", "stage_code"])
    assert request["user_id"][1] in RIVALS
    assert request["stage_code"] == "interview"
    ledger = [("res_model", "=", "crm.lead"), ("res_id", "=", waiting)]
    assert live.call(RIVALS[0], "hub.service.delivery", "search_count", ledger) == 1, "received once"
