"""Two officers open the same complaint at the same moment, on a real server."""

import pytest

from tests.support.rivals import race

RIVALS = [f"officer_{number}" for number in range(4)]


@pytest.fixture(scope="module")
def arrived(live):
    """Officers, and the id of a complaint that nobody has taken."""
    return int(
        live.run(f"""
for login in {RIVALS!r}:
    env["res.users"].with_context(no_reset_password=True).create({{
        "name": login, "login": login, "password": login, "odoobot_state": "disabled",
        "group_ids": [odoo.fields.Command.set([env.ref("hub_core.group_safeguarding_officer").id])],
    }})
print(env["hub.complaint"]._create_public_complaint({{"category": "conduct", "text": "He asked for money"}}).id)
""")
    )


def test_one_officer_takes_the_complaint_and_the_others_are_told(live, arrived):
    for login in RIVALS:
        live.call(login, "res.users", "context_get")  # logged in beforehand, so that they start together
    takers = [lambda login=login: live.call(login, "hub.complaint", "action_take", [arrived]) for login in RIVALS]
    outcome = race(takers)
    live.refused.update(outcome.refused)
    assert len(outcome.won) == 1
    assert len(outcome.refused) == len(RIVALS) - 1
    (complaint,) = live.call(RIVALS[0], "hub.complaint", "read", [arrived], ["officer_id", "state", "ref"])
    assert complaint["state"] == "in_review"
    assert complaint["officer_id"][1] in RIVALS
    assert all(complaint["ref"] in sentence for sentence in outcome.refused)
