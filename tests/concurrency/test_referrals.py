"""One referral, several people who answer it at the same moment, on a real server."""

import re
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests.support.live import CallError
from tests.support.rivals import race

STAFF, ORGANISATION, LOGIN = "rival_refers", "Maison des rivales", "rival_partner"
PORTAL_RIVALS = 4


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Where an answer leads is looked at, not followed."""

    def redirect_request(self, *_args):
        return None


class Answerer:
    """Somebody who has the page of the referral open, in the portal or behind the link, and presses a button."""

    def __init__(self, live, page, target=None, login=None):
        self.live, self.target = live, f"{live.url}{target or page}"
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(), NoRedirect())
        if login:
            self._log_in(login)
        text = self.browser.open(f"{live.url}{page}", timeout=60).read().decode()
        self.csrf_token = re.search(r'name="csrf_token" value="(\w+)"', text).group(1)

    def _log_in(self, login):
        page = self.browser.open(f"{self.live.url}/web/login", timeout=60).read().decode()
        token = re.search(r'name="csrf_token" value="(\w+)"', page).group(1)
        self._post(f"{self.live.url}/web/login", {"csrf_token": token, "login": login, "password": login})

    def _post(self, url, form):
        try:
            return self.browser.open(url, urllib.parse.urlencode(form).encode(), timeout=120).status
        except urllib.error.HTTPError as page:
            return page.code

    def press(self, step):
        """The answer counted: a page says so, or the way back to it; anything else is a refusal."""
        form = {"csrf_token": self.csrf_token, "step": step, "shown": "sent", "reason": "full"}
        status = self._post(self.target, form)
        if status not in (200, 303):
            raise CallError(str(status))
        return step


@pytest.fixture(scope="module")
def scene(live):
    printed = live.run(f"""
def user(login, group):
    return env["res.users"].with_context(no_reset_password=True).create({{
        "name": login, "login": login, "password": login, "odoobot_state": "disabled", "lang": "en_US",
        "group_ids": [odoo.fields.Command.set([env.ref(group).id])],
    }})

user({STAFF!r}, "hub_core.group_program_manager")
partner = user({LOGIN!r}, "base.group_portal")
organisation = env["res.partner"].create({{"name": {ORGANISATION!r}, "is_company": True}})
env["hub.representation"].create({{
    "organization_id": organisation.id, "partner_id": partner.partner_id.id, "name": "Partner", "role": "delegate",
    "offer_state": "accepted", "offer_answered_at": odoo.fields.Datetime.now(), "date_start": odoo.fields.Date.today(),
}})
person = env["hub.beneficiary"].create({{"given_name": "Rivale", "family_name": "Renvoyee"}})
person.action_register()
env["hub.consent"].create({{
    "beneficiary_id": person.id, "decision": "granted",
    "purpose_ids": [odoo.fields.Command.set(env.ref("hub_beneficiary.purpose_partners").ids)],
}})
print("SCENE", person.id, organisation.id)
""")
    return tuple(int(number) for number in re.search(r"SCENE (\d+) (\d+)", printed).groups())


def refer(live, scene) -> tuple[int, str]:
    """A new referral that was sent, and the token of its link."""
    printed = live.run(f"""
need = env["hub.need.type"].create({{"name": "Race", "code": "race_%s" % env["hub.need.type"].search_count([])}})
referral = env["hub.referral"].create({{
    "beneficiary_id": {scene[0]}, "organization_id": {scene[1]}, "need_type_id": need.id,
}})
referral.action_send()
print("REFERRED", referral.id, referral._get_referral_link().token)
""")
    number, token = re.search(r"REFERRED (\d+) (\S+)", printed).groups()
    return int(number), token


def answerers(live, scene, referral, token):
    page = f"/my/organisation/{scene[1]}/referrals/{referral}"
    yield Answerer(live, f"/hub/l/{token}")
    for _colleague in range(PORTAL_RIVALS):
        yield Answerer(live, page, f"{page}/answer", LOGIN)


def state_of(live, referral) -> str:
    return live.call(STAFF, "hub.referral", "read", [referral], ["state"])[0]["state"]


def test_of_answers_by_the_link_and_in_the_portal_one_counts(live, scene):
    referral, token = refer(live, scene)
    steps = ["declined", *["accepted"] * PORTAL_RIVALS]
    people = [*answerers(live, scene, referral, token)]
    outcome = race([lambda one=one, step=step: one.press(step) for one, step in zip(people, steps, strict=True)])
    assert len(outcome.won) == 1
    assert set(outcome.refused) <= {"422"}, "each of the others reads why"
    assert state_of(live, referral) == outcome.won[0]


@pytest.mark.parametrize("attempt", range(3))
def test_an_acceptance_and_a_withdrawal_at_once_end_in_one_of_the_two(live, scene, attempt):
    referral, token = refer(live, scene)
    stranger = Answerer(live, f"/hub/l/{token}")

    def withdraw():
        live.call(STAFF, "hub.referral", "action_revoke", [referral])
        return "revoked"

    outcome = race([lambda: stranger.press("accepted"), withdraw])
    live.refused.update(refusal for refusal in outcome.refused if not refusal.isdigit())
    # Who was a moment later may withdraw what was accepted; nobody accepts what was withdrawn.
    state = state_of(live, referral)
    assert state == ("revoked" if "revoked" in outcome.won else "accepted")
    assert outcome.won
