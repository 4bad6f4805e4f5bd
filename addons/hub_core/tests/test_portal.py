from base64 import b64encode
from datetime import date

from freezegun import freeze_time
from odoo import Command, http
from odoo.tests import HttpCase, TransactionCase, tagged

from .common import HubCommon

#: The smallest file that is a PDF by its first bytes.
PAPER = b"%PDF-1.4\n%%EOF\n"


class PortalCommon(HubCommon):
    """Two organisations; Salma manages one, Younes acts for it, Houda manages the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amal = cls._create_organization("Association Amal", name_ar="جمعية أمل", company_registry="001525713000097")
        cls.racines = cls._create_organization("Association Racines")
        cls.salma = cls._create_visitor("Salma")
        cls.younes = cls._create_visitor("Younes")
        cls.houda = cls._create_visitor("Houda")
        cls.role_salma = cls._create_representation(cls.salma, cls.amal, "manager")
        cls.role_younes = cls._create_representation(cls.younes, cls.amal, date_start=date(2026, 3, 1))
        cls.role_houda = cls._create_representation(cls.houda, cls.racines, "manager")
        cls.service = cls._create_service("t_room", name="Meeting room", unit="hour", unit_value=100)

    @classmethod
    def _create_visitor(cls, name, **values):
        return cls._create_user(f"visitor_{name.lower()}", "base.group_portal", name=name, **values)

    @classmethod
    def _deliver(cls, partner, day, quantity=1.0, service=None):
        service = service or cls.service
        return cls.env["hub.service.delivery"].create(
            {
                "service_id": service.id,
                "partner_id": partner.id,
                "date": day,
                "quantity": quantity,
                "value_in_kind": quantity * service.unit_value,
                "currency_id": service.currency_id.id,
                "res_model": "res.partner",
                "res_id": cls.env["hub.service.delivery"].search_count([]) + 1,
            }
        )

    @classmethod
    def _agree(cls, organization, name="Framework agreement", state="active", **values):
        """An agreement that both have signed, in force since the spring."""
        hub = cls.env.company.partner_id
        agreement = cls.env["hub.agreement"].create(
            {
                "name": name,
                "partner_id": organization.id,
                "date_start": date(2026, 3, 1),
                "document": b64encode(PAPER),
                "document_name": "agreement.pdf",
                "party_ids": [
                    Command.create({"partner_id": partner.id, "signed_on": date(2026, 2, 20)})
                    for partner in (organization, hub)
                ],
                **values,
            }
        )
        for step in () if state == "draft" else ("to_sign", "active"):
            agreement.state = step
        return agreement


@tagged("post_install", "-at_install")
class TestHomeCards(PortalCommon, TransactionCase):
    def _cards(self, user):
        return self.env["hub.ground"].with_user(user)._get_home_cards(user)

    def test_a_card_for_each_organisation_counts_what_is_there(self):
        self._agree(self.amal)
        self._agree(self.amal, name="Draft", state="draft")
        self._deliver(self.amal, date(2026, 5, 4))
        self._deliver(self.racines, date(2026, 5, 4))
        (card,) = self._cards(self.salma)
        self.assertEqual(card["title"], "Association Amal")
        self.assertEqual(card["url"], f"/my/organisation/{self.amal.id}")
        self.assertEqual([figure for figure, _label in card["counts"]], [2, 1, 1], "people, agreements, services")

    def test_the_name_is_written_in_the_script_of_the_reader(self):
        (card,) = self.env["hub.ground"].with_user(self.salma).with_context(lang="ar_MA")._get_home_cards(self.salma)
        self.assertEqual(card["title"], "جمعية أمل")

    def test_what_the_hub_did_for_a_person_is_a_card_once_there_is_any(self):
        self.assertEqual(len(self._cards(self.younes)), 1)
        self._deliver(self.younes.partner_id, date(2026, 5, 4))
        self.assertEqual([card["url"] for card in self._cards(self.younes)][1:], ["/my/services"])

    def test_a_person_received_finds_her_card_before_anything_was_done(self):
        person = self._create_visitor("Amina", partner_id=self._create_person_partner().id)
        self.assertEqual([card["url"] for card in self._cards(person)], ["/my/services"])

    def test_a_role_counts_until_its_last_day(self):
        self.role_younes.date_end = "2026-03-31"
        with freeze_time("2026-03-31 12:00:00"):
            self.assertEqual(self._cards(self.salma)[0]["counts"][0][0], 2)
            self.assertEqual(len(self._cards(self.younes)), 1)
        with freeze_time("2026-04-01 12:00:00"):
            self.assertEqual(self._cards(self.salma)[0]["counts"][0][0], 1)
            self.assertEqual(self._cards(self.younes), [])

    def test_a_role_that_ended_and_an_archived_organisation_have_no_card(self):
        self.role_younes._end("Left")
        self.assertEqual(self._cards(self.younes), [])
        self.racines.active = False
        self.assertEqual(self._cards(self.houda), [])

    def test_cards_of_many_organisations_cost_as_many_queries_as_those_of_two(self):
        few, many = self._create_visitor("Few"), self._create_visitor("Many")
        for user, number in ((few, 2), (many, 12)):
            for index in range(number):
                organization = self._create_organization(f"Organisation {user.login} {index}")
                self._create_representation(user, organization)
                self._deliver(organization, date(2026, 5, 4))
        for user in (few, many):
            self._list_queries(lambda user=user: self.assertTrue(self._cards(user)))  # what caches keep
        queries = [self._list_queries(lambda user=user: self._cards(user)) for user in (many, few)]
        self._assert_no_more_queries(*queries)


@tagged("post_install", "-at_install")
class TestPortalPages(PortalCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.home = f"/my/organisation/{self.amal.id}"

    def _ask(self, path, **post):
        """Open a page, or send a form of it."""
        if post:
            post["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(path, data=post or None)

    def _come_as(self, user):
        self.authenticate(user.login, user.login)

    def _body(self, response):
        """What a page says, without what is new each time."""
        return response.text.partition("<main")[2].partition("</main>")[0]

    def test_who_has_nothing_is_told_whom_to_call_and_staff_is_not(self):
        self.env.company.partner_id.phone = "+212 537 00 11 22"
        self._come_as(self.user_portal)
        page = self._ask("/my").text
        self.assertIn("portal-nothing", page)
        self.assertIn("+212 537 00 11 22", page)
        self._come_as(self.user_hub)
        self.assertNotIn("portal-nothing", self._ask("/my").text)

    def test_the_home_leads_to_the_organisation_and_not_to_addresses(self):
        self._come_as(self.salma)
        page = self._ask("/my").text
        self.assertIn(f'href="{self.home}"', page)
        self.assertNotIn("/my/addresses", page)
        self.assertIn("/my/security", page)

    def test_the_page_tells_who_acts_what_was_agreed_and_what_was_received(self):
        self._agree(self.amal, name="Amal and the hub")
        self._deliver(self.amal, date(2026, 5, 4), 3)
        self._come_as(self.younes)
        page = self._ask(self.home).text
        for text in ("Association Amal", "جمعية أمل", "001525713000097", "Salma", "Younes", "Amal and the hub"):
            self.assertIn(text, page)
        self.assertIn("Hours: 3", page)
        self.assertIn("4 May 2026", page)

    def test_dates_and_digits_in_arabic_are_those_of_morocco(self):
        self._deliver(self.amal, date(2025, 11, 5), 3)
        self._come_as(self.salma)
        page = self._ask(f"/ar{self.home}").text
        self.assertIn("5 نونبر 2025", page)
        self.assertIn("<bdi>جمعية أمل</bdi>", page)

    def test_of_another_organisation_one_learns_as_much_as_of_none(self):
        self._agree(self.racines)
        self._come_as(self.salma)
        answers = [self._ask(f"/my/organisation/{number}") for number in (self.racines.id, 0, 2**31, 10**30)]
        self.assertEqual([answer.status_code for answer in answers], [404] * 4)
        self.assertEqual(len({self._body(answer) for answer in answers}), 1)
        self.assertIn('href="/my"', self._body(answers[0]))

    def test_staff_open_organisations_at_their_desk_and_not_here(self):
        self._come_as(self.user_hub)
        self.assertEqual(self._ask(self.home).status_code, 404)

    def test_the_end_of_a_role_is_felt_at_the_next_click(self):
        self._come_as(self.younes)
        self.assertEqual(self._ask(self.home).status_code, 200)
        self.role_younes._end("Left")
        self.env.flush_all()
        self.assertEqual(self._ask(self.home).status_code, 404)
        self.assertNotIn("Amal", self._ask("/my").text)

    def test_an_archived_organisation_is_closed(self):
        self.amal.active = False
        self._come_as(self.salma)
        self.assertEqual(self._ask(self.home).status_code, 404)

    def test_pages_stay_in_no_browser(self):
        self._come_as(self.salma)
        for path in ("/my", self.home, f"{self.home}/services", "/my/services"):
            self.assertEqual(self._ask(path).headers["Cache-Control"], "no-store", path)

    def test_after_logging_in_the_visitor_reads_in_the_language_of_her_account(self):
        self.salma.lang = "ar_MA"
        self.authenticate(None, None)
        self.assertIn('lang="en-US"', self._ask("/web/login").text)
        page = self._ask("/web/login", login=self.salma.login, password=self.salma.login)
        self.assertTrue(page.url.endswith("/ar/my"), page.url)
        self.assertIn('lang="ar-MA"', page.text)
        # And whatever she chooses from then on.
        self.assertIn('lang="fr-FR"', self._ask("/fr/my").text)
        self.assertIn('lang="fr-FR"', self._ask(self.home).text)

    # agreements

    def test_the_signed_document_is_downloaded_and_a_draft_is_not_shown(self):
        signed = self._agree(self.amal, name="Signed one")
        draft = self._agree(self.amal, name="Unsigned one", state="draft")
        self._come_as(self.younes)
        answer = self._ask(f"{self.home}/agreement/{signed.id}")
        self.assertEqual((answer.status_code, answer.content), (200, PAPER))
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        page = self._ask(self.home).text
        self.assertIn(f"{self.home}/agreement/{signed.id}", page)
        self.assertNotIn("Unsigned one", page)
        self.assertEqual(self._ask(f"{self.home}/agreement/{draft.id}").status_code, 404)

    def test_a_document_is_not_reached_through_ones_own_organisation(self):
        agreement = self._agree(self.racines)
        self._come_as(self.salma)
        self.assertEqual(self._ask(f"{self.home}/agreement/{agreement.id}").status_code, 404)

    # services

    def test_the_ledger_adds_up_by_service_and_by_year(self):
        self._deliver(self.amal, date(2025, 5, 4), 2)
        self._deliver(self.amal, date(2026, 5, 4), 3)
        self._come_as(self.salma)
        page = self._ask(f"{self.home}/services").text
        self.assertIn("Hours: 5", page)
        self.assertIn("4 May 2025", page)
        page = self._ask(f"{self.home}/services?year=2026").text
        self.assertIn("Hours: 3", page)
        self.assertNotIn("4 May 2025", page)

    def test_a_long_ledger_has_pages(self):
        for day in range(1, 29):
            self._deliver(self.amal, date(2026, 5, day))
        self._come_as(self.salma)
        self.assertIn(">28 May 2026<", self._ask(f"{self.home}/services").text)
        page = self._ask(f"{self.home}/services?page=2").text
        self.assertIn(">1 May 2026<", page)
        self.assertNotIn(">28 May 2026<", page)

    def test_nonsense_in_the_address_of_a_ledger_is_the_first_page(self):
        self._deliver(self.amal, date(2026, 5, 4))
        self._come_as(self.salma)
        for nonsense in ("page=-1", "page=²", "page=" + "9" * 400, "year=abc", "year=0", "page=99&year=2026"):
            answer = self._ask(f"{self.home}/services?{nonsense}")
            self.assertEqual((answer.status_code, "4 May 2026" in answer.text), (200, True), nonsense)

    def test_ones_own_services_are_nobody_elses(self):
        self._deliver(self.amal, date(2026, 5, 4))
        self._deliver(self.salma.partner_id, date(2026, 6, 5))
        self._come_as(self.salma)
        page = self._ask("/my/services").text
        self.assertIn("5 June 2026", page)
        self.assertNotIn("4 May 2026", page)
        self._come_as(self.houda)
        self.assertNotIn("5 June 2026", self._ask("/my/services").text)

    # people

    def test_a_manager_invites_and_is_told_where_the_link_goes_but_not_the_link(self):
        self._come_as(self.salma)
        page = self._ask(
            f"{self.home}/invite", name="Karima  Idrissi", phone="06 61 22 33 44", role="delegate", lang="ar_MA"
        )
        invited = self.env["hub.representation"].search([("name", "=", "Karima Idrissi")])
        self.assertEqual((invited.state, invited.organization_id, invited.role), ("pending", self.amal, "delegate"))
        self.assertEqual(invited.invited_by_id, self.salma)
        self.assertEqual(page.url.partition("/my/")[2], f"organisation/{self.amal.id}/people/{invited.id}")
        self.assertIn("+212661223344", page.text)
        self.assertNotIn("/hub/l/", page.text)

    def test_an_incomplete_invitation_keeps_what_was_typed_and_says_what_is_missing(self):
        self._come_as(self.salma)
        for values, sentence in (
            ({"name": "Karima Idrissi", "role": "delegate"}, "telephone number or an e-mail"),
            ({"name": "–", "phone": "0661223344", "role": "manager"}, "Name:"),
            ({"name": "Karima Idrissi", "phone": "12", "role": "delegate"}, "Telephone:"),
            ({"name": "Karima Idrissi", "email": "nowhere", "role": "delegate"}, "E-mail:"),
        ):
            with self.subTest(values=values):
                answer = self._ask(f"{self.home}/invite", lang="fr_FR", **values)
                self.assertEqual(answer.status_code, 422)
                self.assertIn(sentence, answer.text)
                self.assertIn(f'value="{values["name"]}"', answer.text)
        self.assertFalse(self.env["hub.representation"].search([("name", "=", "Karima Idrissi")]))

    def test_who_only_acts_for_it_sees_no_buttons_and_finds_no_forms(self):
        self._come_as(self.younes)
        page = self._ask(self.home).text
        self.assertNotIn("/invite", page)
        self.assertEqual(page.count("/people/"), 1, "her own role")
        colleague = f"{self.home}/people/{self.role_salma.id}"
        self.assertEqual(self._ask(f"{self.home}/invite").status_code, 404)
        self.assertEqual(self._ask(colleague).status_code, 404)
        for path in (f"{self.home}/invite", f"{colleague}/end", f"{colleague}/again"):
            self.assertEqual(self._ask(path, name="X", phone="0661223344", reason="x").status_code, 404, path)
        self.assertEqual(self.role_salma.state, "active")

    def test_a_manager_ends_a_role_with_a_reason(self):
        self._come_as(self.salma)
        page = self._ask(f"{self.home}/people/{self.role_younes.id}/end", reason="Somebody else does it now")
        self.assertEqual((self.role_younes.state, self.role_younes.end_reason), ("ended", "Somebody else does it now"))
        self.assertIn("The role has ended", page.text)
        self.assertNotIn("Younes", page.text)

    def test_no_role_of_another_organisation_ends_through_ones_own(self):
        self._come_as(self.salma)
        for home in (self.home, f"/my/organisation/{self.racines.id}"):
            answer = self._ask(f"{home}/people/{self.role_houda.id}/end", reason="x")
            self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.role_houda.state, "active")

    def test_who_ends_her_own_role_is_back_on_her_page(self):
        self._come_as(self.younes)
        mine = f"{self.home}/people/{self.role_younes.id}"
        self.assertIn(mine, self._ask(self.home).text)
        self.assertIn("at once", self._ask(mine).text)
        page = self._ask(f"{mine}/end", reason="Another reason")
        self.assertIn("portal-nothing", page.text)
        self.assertEqual(self.role_younes.state, "ended")

    def test_the_last_one_who_invites_is_told_why_she_stays(self):
        self._come_as(self.salma)
        mine = f"{self.home}/people/{self.role_salma.id}"
        page = self._ask(mine).text
        self.assertIn("Nobody would be left", page)
        self.assertNotIn(f"{mine}/end", page)
        self.assertEqual(self._ask(f"{mine}/end", reason="x").status_code, 422)
        self.assertEqual(self.role_salma.state, "active")

    def test_an_invitation_that_came_to_nothing_is_made_once_more(self):
        self._come_as(self.salma)
        invited = self._invite("Karima Idrissi")
        invited._decline_offer()
        self.assertIn("Has declined", self._ask(self.home).text)
        page = self._ask(f"{self.home}/people/{invited.id}/again", again="1")
        self.assertIn("sent again", page.text)
        self.assertEqual(invited.state, "pending")

    def test_an_invitation_is_withdrawn(self):
        self._come_as(self.salma)
        invited = self._invite("Karima Idrissi")
        page = self._ask(f"{self.home}/people/{invited.id}/end", reason="Invited by mistake")
        self.assertEqual((page.status_code, invited.state, invited.offer_state), (200, "ended", "withdrawn"))
        self.assertNotIn("Karima", page.text)

    def _invite(self, name):
        values = {"phone": "0661223344", "email": "", "role": "delegate", "lang": "fr_FR"}
        self._ask(f"{self.home}/invite", name=name, **values)
        return self.env["hub.representation"].search([("name", "=", name)])
