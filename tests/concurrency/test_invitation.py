"""One invitation, many telephones: a link that was passed on is accepted once, on a real server."""

import re
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests.support.live import CallError
from tests.support.rivals import race

STAFF, ORGANISATION = "rival_staff", "Association des rivales"
RIVALS = 16
PASSWORD = "charrette-3081-verte"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Where an answer leads is looked at, not followed."""

    def redirect_request(self, *_args):
        return None


class Stranger:
    """Somebody without an account who has opened the link in a browser of her own."""

    def __init__(self, live, token):
        self.address = f"{live.url}/hub/l/{token}"
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(), NoRedirect())
        page = self.browser.open(self.address, timeout=60).read().decode()
        self.csrf_token = re.search(r'name="csrf_token" value="(\w+)"', page).group(1)

    def press(self, number, answer="accept"):
        """What the server led to; a page instead is a refusal."""
        form = {
            "csrf_token": self.csrf_token, "answer": answer, "name": f"Rival {number}", "login_kind": "phone",
            "password": PASSWORD, "password_again": PASSWORD,
        }  # fmt: skip
        try:
            answer = self.browser.open(self.address, urllib.parse.urlencode(form).encode(), timeout=120)
        except urllib.error.HTTPError as page:
            if page.code == 303:
                return page.headers["Location"]
            raise CallError(str(page.code)) from page
        raise CallError(str(answer.status))


@pytest.fixture(scope="module")
def organisation(live):
    return int(
        live.run(f"""
env["res.users"].with_context(no_reset_password=True).create({{
    "name": "Staff", "login": {STAFF!r}, "password": {STAFF!r}, "odoobot_state": "disabled",
    "group_ids": [odoo.fields.Command.set([env.ref("hub_core.group_program_manager").id])],
}})
print(env["res.partner"].create({{"name": {ORGANISATION!r}, "is_company": True}}).id)
""").split()[-1]
    )


def invite(live, organisation, phone) -> tuple[int, str]:
    printed = live.run(f"""
organisation = env["res.partner"].browse({organisation})
role = env["hub.representation"]._invite(organisation, "Whoever has the link", phone={phone!r})
print("INVITED", role.id, role._get_signed_links().token)
""")
    number, token = re.search(r"INVITED (\d+) (\S+)", printed).groups()
    return int(number), token


def outcome_of(live, role):
    (found,) = live.call(STAFF, "hub.representation", "read", [role], ["offer_state", "state", "name"])
    return found


def accounts_of(live, login) -> int:
    return int(live.run(f'print(env["res.users"].search_count([("login", "=", {login!r})]))').split()[-1])


def test_of_sixteen_who_accept_one_invitation_one_acts_for_the_organisation(live, organisation):
    role, token = invite(live, organisation, "0661000001")
    strangers = [Stranger(live, token) for _number in range(RIVALS)]
    outcome = race([lambda n=n, one=one: one.press(n) for n, one in enumerate(strangers)])
    assert len(outcome.won) == 1
    assert outcome.won[0].endswith(f"/my/organisation/{organisation}")
    assert len(outcome.refused) == RIVALS - 1
    assert set(outcome.refused) <= {"410", "422"}, "each of the others reads why"
    found = outcome_of(live, role)
    assert (found["offer_state"], found["state"]) == ("accepted", "active")
    assert accounts_of(live, "+212661000001") == 1, "no account is left over"
    assert live.call(STAFF, "res.partner", "search_count", [("name", "=like", "Rival %")]) == 1, "nor a contact"


@pytest.mark.parametrize("attempt", range(3))
def test_an_acceptance_and_a_withdrawal_at_once_end_in_one_of_the_two(live, organisation, attempt):
    phone = f"066100001{attempt}"
    role, token = invite(live, organisation, phone)
    stranger = Stranger(live, token)
    wizard = {"representation_ids": [[6, 0, [role]]], "reason": "Invited by mistake"}
    dialog = live.call(STAFF, "hub.representation.end", "create", wizard)

    def withdraw():
        live.call(STAFF, "hub.representation.end", "action_end", [dialog])
        return "withdrawn"

    outcome = race([lambda: stranger.press(attempt), withdraw])
    live.refused.update(refusal for refusal in outcome.refused if not refusal.isdigit())
    found = outcome_of(live, role)
    if found["offer_state"] == "withdrawn":
        assert found["state"] == "ended"
        assert outcome.won == ["withdrawn"]
        assert accounts_of(live, f"+212{phone[1:]}") == 0
    else:
        # Whether she was a moment faster: then staff end a role instead, or read that somebody is answering.
        assert found["offer_state"] == "accepted"
        assert any(won.endswith(f"/my/organisation/{organisation}") for won in outcome.won)
        assert accounts_of(live, f"+212{phone[1:]}") == 1
