"""One link to make an account on many telephones, one request for a copy pressed many times: once, on a real server."""

import re
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests.support.live import CallError
from tests.support.rivals import race

STAFF, RIVALS = "rival_own_staff", 8
PASSWORD = "charrette-4417-bleue"
PERSON = {"given_name": "Rivale", "family_name": "Dossiertest", "phone": "0661884411"}


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Where an answer leads is looked at, not followed."""

    def redirect_request(self, *_args):
        return None


class Telephone:
    """A browser of its own that has opened a page with a form."""

    def __init__(self, live, path):
        self.live = live
        cookies = urllib.request.HTTPCookieProcessor()
        self.reader = urllib.request.build_opener(cookies)
        self.browser = urllib.request.build_opener(cookies, NoRedirect())
        self.open(path)

    def open(self, path):
        page = self.reader.open(self.live.url + path, timeout=60).read().decode()
        self.csrf_token = re.search(r'name="csrf_token" value="(\w+)"', page).group(1)

    def press(self, path, **form):
        """What the server led to; a page instead is a refusal."""
        data = urllib.parse.urlencode({"csrf_token": self.csrf_token, **form}).encode()
        try:
            answer = self.browser.open(self.live.url + path, data, timeout=120)
        except urllib.error.HTTPError as page:
            if page.code == 303:
                return page.headers["Location"]
            raise CallError(str(page.code)) from page
        raise CallError(str(answer.status))


@pytest.fixture(scope="module")
def person(live):
    live.run(f"""
env["res.users"].with_context(no_reset_password=True).create({{
    "name": "Staff", "login": {STAFF!r}, "password": {STAFF!r}, "odoobot_state": "disabled",
    "group_ids": [odoo.fields.Command.set([env.ref("hub_beneficiary.group_counsellor").id])],
}})
""")
    (person,) = live.call(STAFF, "hub.beneficiary", "create", [PERSON])
    return person


def test_a_link_makes_one_account_and_a_copy_is_asked_for_once(live, person):
    action = live.call(STAFF, "hub.beneficiary", "action_send_access", [person])
    (message,) = live.call(STAFF, "hub.phone.message", "read", [action["res_id"]], ["text"])
    path = urllib.parse.urlsplit(re.search(r"http\S+/hub/l/\S+", message["text"])[0]).path
    password = {"password": PASSWORD, "password_again": PASSWORD}
    telephones = [Telephone(live, path) for _number in range(RIVALS)]
    outcome = race([lambda one=one: one.press(path, **password) for one in telephones])
    assert len(outcome.won) == 1
    assert outcome.won[0].endswith("/my/file")

    pages = [log_in(live) for _number in range(RIVALS)]
    outcome = race([lambda one=one: one.press("/my/file/copy") for one in pages])
    assert len(outcome.won) == 1
    activities = [("res_model", "=", "hub.beneficiary"), ("res_id", "=", person)]
    assert live.call(STAFF, "mail.activity", "search_count", activities) == 1


def log_in(live) -> Telephone:
    page = Telephone(live, "/web/login")
    page.press("/web/login", login=PERSON["phone"], password=PASSWORD)
    page.open("/my/file")
    return page
