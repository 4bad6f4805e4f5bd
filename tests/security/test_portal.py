"""What belongs to an organisation is open to its own people, by every address of the portal, and to nobody else."""

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from tests.support.organisations import Organisation, act, betrays_organisation, visitor
from tests.support.roles import users_of
from tests.support.tables import routes_table

#: Members of staff and visitors who have nothing to do with the organisation.
STRANGERS = {
    "portal": "base.group_portal",
    "internal": "base.group_user",
    "hub_user": "hub_core.group_hub_user",
    "hub_admin": "hub_core.group_hub_admin",
}


@tagged("standard", "post_install")
class TestPortal(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organisation = Organisation(cls.env)
        cls.users = users_of(cls.env, STRANGERS)
        cls._add_neighbours()

    @classmethod
    def _add_neighbours(cls):
        """Visitors who are nearer to it than strangers, and have no more business there."""
        other = cls.env["res.partner"].create({"name": "A neighbour", "is_company": True})
        cls.users["manager of another"] = visitor(cls.env, "walk_neighbour", "A neighbour's manager")
        act(cls.users["manager of another"], other, "manager")
        # Below it as a contact, which Odoo alone would take for a reason.
        cls.users["contact below it"] = visitor(cls.env, "walk_contact", "A contact")
        cls.users["contact below it"].partner_id.parent_id = cls.organisation.partner
        cls.users["whose role ended"] = visitor(cls.env, "walk_former", "A former delegate")
        act(cls.users["whose role ended"], cls.organisation.partner, "manager")._end("Left")
        cls.users["received in person"] = visitor(cls.env, "walk_received", "A person")
        if "hub.beneficiary" in cls.env:
            person = cls.users["received in person"].partner_id
            cls.env["hub.beneficiary"].create({"partner_id": person.id, "given_name": "Hajar", "family_name": "Walk"})
        cls.env.flush_all()

    def _addresses(self):
        """Each address of the portal that takes an id, with the organisation's own ids: ``(method, address)``."""
        for row in routes_table():
            method, _space, url = row["route"].rpartition(" ")
            if url.startswith("/my/organisation/") and "<" in url:
                self.assertTrue(row["example"], f"{url}: the table needs an example with the ids of an organisation")
                yield method or "GET", row["example"].format(**self.organisation.ids)

    def _come_as(self, user):
        self.authenticate(user.login, user.login)

    def _ask(self, method, address):
        """Ask with the token of a form, so that nothing but the right to it is missing."""
        data = {"csrf_token": http.Request.csrf_token(self), "reason": "x"} if method == "POST" else None
        return self.url_open(address, data=data, allow_redirects=False)

    def test_there_are_addresses_to_walk(self):
        self.assertGreater(len([*self._addresses()]), 5)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_whose_it_is_not_finds_no_page_and_reads_and_changes_nothing(self):
        before = self.organisation.state()
        for who, user in self.users.items():
            self._come_as(user)
            for method, address in self._addresses():
                with self.subTest(who=who, method=method, address=address):
                    answer = self._ask(method, address)
                    self.assertEqual(answer.status_code, 404)
                    self.assertEqual(betrays_organisation(answer.content), [])
        self.assertEqual(self.organisation.state(), before)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_no_other_page_of_an_account_tells_of_it(self):
        for who, user in self.users.items():
            self._come_as(user)
            for address in ("/my", "/my/services", "/my/account", "/my/security"):
                with self.subTest(who=who, address=address):
                    words = betrays_organisation(self.url_open(address).content)
                    self.assertEqual(words if who != "contact below it" else [], [])

    def test_its_people_find_each_page(self):
        for user in (self.organisation.manager, self.organisation.delegate):
            self._come_as(user)
            for method, address in self._addresses():
                if method == "GET" and (user == self.organisation.manager or "/invite" not in address):
                    with self.subTest(who=user.name, address=address):
                        answer = self._ask(method, address)
                        self.assertEqual(answer.status_code, 200)
                        self.assertTrue(betrays_organisation(answer.content))
        self.assertTrue(betrays_organisation(self.url_open("/my").content))

    @mute_logger("odoo.http")
    def test_who_only_acts_for_it_changes_nobody_else(self):
        home = f"/my/organisation/{self.organisation.partner.id}"
        before = self.organisation.state()
        self._come_as(self.organisation.delegate)
        for role in (self.organisation.role, self.organisation.invitation):
            for method, address in (("GET", ""), ("POST", "/end"), ("POST", "/again")):
                with self.subTest(role=role.name, address=address):
                    self.assertEqual(self._ask(method, f"{home}/people/{role.id}{address}").status_code, 404)
        self.assertEqual(self._ask("POST", f"{home}/invite").status_code, 404)
        self.assertEqual(self.organisation.state(), before)
