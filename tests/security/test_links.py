"""A link opens what it was made for, whoever has it, and tells nobody more than that."""

import re

from odoo.tests import HttpCase, tagged

from tests.support.roles import ROLES, users_of
from tests.support.secrets import EMAIL, FAMILY, GIVEN, PHONE, Secret, SecretComplaint, betrays

#: Purposes whose pages name a login, and ask who is logged in: grounds of access have tests of their own.
OF_ACCOUNTS = {"representation", "access", "account"}
#: What a visitor may see differently because she is logged in, and no more.
OF_THE_SESSION = re.compile(r'csrf_token: "\w+"|name="csrf_token" value="\w+"|__session_info__ = .*?;\n|\?unique=\w+')


@tagged("standard", "post_install")
class TestLinks(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = users_of(cls.env, ROLES)
        cls.secret = secret = Secret(cls.env, cls.users["counsellor"])
        complaint = SecretComplaint(cls.env, cls.users["safeguarding_officer"])
        organization = cls.env["res.partner"].create({"name": "An association", "is_company": True})
        role = cls.env["hub.representation"]._invite(organization, f"{GIVEN} {FAMILY}", phone=PHONE, email=EMAIL)
        cls.linked = {
            "appointment": secret.appointment, "complaint": complaint.complaint, "representation": role,
            "access": secret.partner, "account": secret.person, "phone": secret.person,
            "referral": secret.referral, "referral_feedback": secret.referral,
        }  # fmt: skip
        cls.env.cr.execute("DELETE FROM hub_rate_limit")

    def test_every_model_with_pages_for_links_is_walked(self):
        models = self.registry.descendants(["hub.linked.mixin"], "_inherit")
        pages = {name for name in models if not self.registry[name]._abstract}
        self.assertEqual(pages, {record._name for record in self.linked.values()})

    def make(self, purpose):
        return self.env["hub.signed.link"]._issue(self.linked[purpose], purpose, partner=self.secret.partner)

    def _visitors(self):
        for role, user in self.users.items():
            self.authenticate(None, None)
            if role != "public":
                self.authenticate(user.login, user.login)
            yield role

    def _open(self, token, method="GET"):
        self.env.cr.execute("DELETE FROM hub_rate_limit")
        return self.url_open(f"/hub/l/{token}", allow_redirects=False, method=method)

    def test_a_token_that_is_not_good_tells_no_visitor_whose_it_was(self):
        for purpose in self.linked:
            link, other, over, revoked = (self.make(purpose) for _index in range(4))
            over.expires_at = over.create_date
            revoked._revoke()
            swapped = f"{link.id}-{other.token.partition('-')[2]}"
            self.env.flush_all()
            for role in self._visitors():
                for token, status in ((swapped, 404), (over.token, 410), (revoked.token, 410)):
                    for method in ("GET", "POST", "HEAD"):
                        with self.subTest(purpose=purpose, role=role, status=status, method=method):
                            answer = self._open(token, method)
                            self.assertEqual(answer.status_code, status)
                            self.assertEqual(betrays(answer.text), [])
                            self.assertEqual(betrays(str(answer.headers)), [])

    def test_a_good_token_in_other_hands_opens_its_page_and_no_name_or_number(self):
        """A message is passed on, or read by whoever holds the telephone; who is logged in there changes nothing."""
        for purpose in self.linked.keys() - OF_ACCOUNTS:
            token = self.make(purpose).token
            pages = set()
            for role in self._visitors():
                with self.subTest(purpose=purpose, role=role):
                    answer = self._open(token)
                    self.assertEqual(answer.status_code, 200)
                    self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
                    self.assertEqual(betrays(answer.text.partition("<main")[2]), [])
                    pages.add(OF_THE_SESSION.sub("", answer.text.partition("<main")[2]))
            self.assertEqual(len(pages), 1, "the same page for everybody")

    def test_a_link_opens_no_other_page(self):
        """The address is a key to one page: no session, no other address."""
        token = self.make("appointment").token
        self.authenticate(None, None)
        self.assertEqual(self._open(token).status_code, 200)
        for address in ("/my", "/odoo", f"/web/login?token={token}&redirect=/my"):
            answer = self.url_open(address)
            self.assertIn("oe_login_form", answer.text)
            self.assertEqual(betrays(answer.text), [])
