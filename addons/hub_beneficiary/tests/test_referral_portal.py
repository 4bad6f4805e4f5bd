from odoo.addons.hub_beneficiary.tests.referral_common import ReferralCommon, ReferralPages
from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestReferralPortal(ReferralPages, ReferralCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = f"/my/organisation/{cls.organization.id}"
        cls.other = cls._create_organization("Autre maison")
        cls.stranger = cls._create_user("rep_of_other", "base.group_portal", name="Rep Of Other")
        cls._create_representation(cls.stranger, cls.other, role="manager")
        cls.referral = cls._create_referral(note="Comes with a child")
        cls.address = f"{cls.home}/referrals/{cls.referral.id}"

    def setUp(self):
        super().setUp()
        self._come_as(self.representative)

    def _answer(self, step, shown=None, **data):
        shown = shown or self.referral.state
        return self._post(f"{self.address}/answer", step=step, shown=shown, **data)

    def test_until_it_accepts_the_organisation_reads_need_and_initials(self):
        page = self._get(self.address)
        self.assertEqual(page.status_code, 200)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertIn("Z. S.", page.text)
        self.assertIn(self.need.name, page.text)
        for secret in ("Secretwali", "0612121212", "12121212", "Comes with a child", self.person.ref):
            self.assertNotIn(secret, page.text)
        for path in ("/my", self.home, f"{self.home}/referrals"):
            page = self._get(path).text
            self.assertNotIn("Secretwali", page)
            self.assertNotIn("12121212", page)

    def test_once_it_accepts_it_reads_what_was_chosen_and_that_is_logged(self):
        answer = self._answer("accepted")
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self.referral.state, "accepted")
        self.assertEqual(self.referral.answered_by, "Rep Of It")
        page = self._get(self.address).text
        for told in ("Zahra Secretwali", "Comes with a child"):
            self.assertIn(told, page)
        self.assertNotIn(self.person.ref, page)
        logged = self.env["hub.disclosure"].search(
            [("res_model", "=", "hub.referral"), ("res_id", "=", self.referral.id)]
        )
        self.assertEqual((logged.beneficiary_id, logged.recipient_id), (self.person, self.organization))
        self.assertEqual(logged.user_id, self.representative)
        readings = self.env["hub.access.log"]._get_readings(self.referral)
        self.assertIn(self.representative, readings.user_id)

    def test_it_says_what_became_of_the_person(self):
        self._answer("accepted")
        self._answer("served", note="Came on Monday")
        self.assertEqual((self.referral.state, self.referral.outcome_note), ("served", "Came on Monday"))
        self.assertIn("Came on Monday", self._get(self.address).text)

    def test_who_declines_says_why(self):
        answer = self._answer("declined")
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(self.referral.state, "sent")
        self._answer("declined", reason="full")
        self.assertEqual((self.referral.state, self.referral.decline_reason), ("declined", "full"))

    def test_what_accepting_shows_is_said_while_it_can_accept(self):
        self.assertIn("Once you accept", self._get(self.address).text)
        self._answer("declined", reason="full")
        self.assertNotIn("Once you accept", self._get(self.address).text)

    def test_steps_of_the_hub_are_none_of_the_organisation(self):
        for step in ("revoked", "closed", "draft", "served", "nonsense", ""):
            with self.subTest(step=step):
                self.assertEqual(self._answer(step).status_code, 422)
        self.assertEqual(self.referral.state, "sent")

    def test_of_two_colleagues_the_second_reads_that_it_was_answered(self):
        self._answer("declined", reason="full")
        answer = self._answer("accepted", shown="sent")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("Somebody was faster", answer.text)
        self.assertEqual(self.referral.state, "declined")

    def test_another_organisation_finds_nothing_by_any_id(self):
        self._come_as(self.stranger)
        own = f"/my/organisation/{self.other.id}/referrals/{self.referral.id}"
        for path in (self.address, own, f"{self.home}/referrals", f"{self.home}/refer"):
            with self.subTest(path=path):
                self.assertEqual(self._get(path).status_code, 404)
        for path in (f"{self.address}/answer", f"{own}/answer", f"{self.home}/refer"):
            with self.subTest(path=path):
                answer = self._post(path, step="accepted", shown="sent", name="Hind", phone="0613131313")
                self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.referral.state, "sent")

    def test_the_end_of_a_role_closes_it_at_the_next_click(self):
        self.assertEqual(self._get(self.address).status_code, 200)
        self.role._end("Left")
        self.assertEqual(self._get(self.address).status_code, 404)
        self.assertEqual(self._answer("accepted").status_code, 404)
        self.assertEqual(self.referral.state, "sent")

    def test_what_the_hub_withdraws_is_closed_at_the_next_click(self):
        self._answer("accepted")
        self.referral.action_revoke()
        self.assertEqual(self._get(self.address).status_code, 404)
        self.assertEqual(self._answer("served", shown="accepted").status_code, 404)
        listed = self._get(f"{self.home}/referrals").text
        self.assertIn(self.referral.ref, listed)
        self.assertNotIn("Z. S.", listed)

    def test_a_consent_withdrawn_closes_what_was_accepted_and_served(self):
        self._answer("accepted")
        self._answer("served")
        self.assertIn("Secretwali", self._get(self.address).text)
        self._decide(self.person, "withdrawn")
        self.assertEqual(self.referral.state, "served", "what was done stays done")
        self.assertEqual(self._get(self.address).status_code, 404)
        self.assertNotIn("Z. S.", self._get(f"{self.home}/referrals").text)

    def test_she_does_not_answer_what_is_about_herself(self):
        account = self._create_user("rep_herself", "base.group_portal", name="Z.")
        person = self._create_beneficiary("Malika", "Elle", partner_id=account.partner_id.id)
        person.action_register()
        self._decide(person, "granted")
        self._create_representation(account, self.organization)
        own = self._create_referral(person)
        self._come_as(account)
        self.assertEqual(self._get(f"{self.home}/referrals/{own.id}").status_code, 404)
        self.assertNotIn(own.ref, self._get(f"{self.home}/referrals").text)
        self.assertEqual(self._get(self.address).status_code, 200, "her colleagues' affairs are open to her")

    def test_a_draft_is_the_hubs_own(self):
        need = self.env.ref("hub_beneficiary.need_employment")
        draft = self._create_referral(sent=False, need_type_id=need.id)
        self.assertEqual(self._get(f"{self.home}/referrals/{draft.id}").status_code, 404)
        self.assertNotIn(draft.ref, self._get(f"{self.home}/referrals").text)

    def test_no_program_reads_or_writes_referrals_as_a_visitor(self):
        referrals = self.env["hub.referral"].with_user(self.representative)
        for mode in ("read", "write", "create", "unlink"):
            self.assertFalse(referrals.has_access(mode), mode)

    def test_what_waits_stands_on_the_first_page(self):
        self.assertIn(f"{self.home}/referrals", self._get("/my").text)
        self._answer("accepted")
        self.assertNotIn(f"{self.home}/referrals", self._get("/my").text)

    # to the hub

    def _refer(self, **data):
        values = {
            "name": "Hind Inconnue",
            "phone": "0613131313",
            "need": self.need.code,
            "urgency": "urgent",
            "consent": "paper",
            "partner_reference": "D-7",
            "note": "Urgent",
        }
        return self._post(f"{self.home}/refer", **{**values, **data})

    def test_an_organisation_refers_a_person_and_follows_her(self):
        self.assertEqual(self._get(f"{self.home}/refer").status_code, 200)
        self.assertEqual(self._refer().status_code, 303)
        referral = self.env["hub.referral"].search([("organization_id", "=", self.organization.id)], limit=1)
        self.assertEqual((referral.direction, referral.state, referral.initials), ("inbound", "sent", "H. I."))
        self.assertEqual(referral.consent_method, "paper")
        self.assertEqual(referral.request_id.contact_name, "Hind Inconnue")
        address = f"{self.home}/referrals/{referral.id}"
        self.assertIn("H. I.", self._get(address).text)
        referral.request_id.action_take()
        self.assertIn("The hub is looking into it", self._get(address).text)
        answer = self._post(f"{address}/answer", step="revoked", shown="acknowledged")
        self.assertEqual((answer.status_code, referral.state), (303, "revoked"))
        self.assertIn("You took it back", self._get(f"{self.home}/referrals").text)

    def test_it_cannot_answer_for_the_hub(self):
        self._refer()
        referral = self.env["hub.referral"].search([("organization_id", "=", self.organization.id)], limit=1)
        for step in ("accepted", "served", "closed"):
            answer = self._post(f"{self.home}/referrals/{referral.id}/answer", step=step, shown="sent")
            self.assertEqual((answer.status_code, referral.state), (422, "sent"))

    def test_known_and_unknown_are_answered_alike(self):
        for number, name in enumerate(("Zahra Secretwali", "Zahra Inconnue")):
            answer = self._refer(name=name, phone=("0612121212", "0614141414")[number])
            self.assertEqual(answer.status_code, 303)
            self.assertTrue(answer.headers["Location"].endswith("/referrals?done=referred"))
        listed = self._get(f"{self.home}/referrals").text
        self.assertEqual(listed.count("Sent to the hub"), 2)
        self.assertNotIn(self.person.ref, listed)

    def test_without_agreement_nobody_is_referred_and_what_was_typed_stays(self):
        answer = self._refer(consent="")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("agreement only", answer.text)
        self.assertIn("Hind Inconnue", answer.text)

    def test_each_field_in_error_says_so(self):
        answer = self._refer(name="\u200f123", phone="12", need="nonsense", urgency="nonsense", consent="")
        self.assertEqual(answer.status_code, 422)
        for word in ("Name:", "Telephone:", "Need:", "Urgency:", "Agreement:"):
            self.assertIn(word, answer.text)

    def test_ten_thousand_letters_are_no_name(self):
        answer = self._refer(name="A" * 10_000)
        self.assertEqual(answer.status_code, 422)
        self.assertIn("shorter name", answer.text)

    def test_who_was_linked_to_a_person_that_refused_is_not_followed_any_more(self):
        self._refer()
        referral = self.env["hub.referral"].search([("organization_id", "=", self.organization.id)], limit=1)
        other = self._create_beneficiary("Hind", "Refuse")
        other.action_register()
        referral.request_id.beneficiary_id = other
        address = f"{self.home}/referrals/{referral.id}"
        self.assertEqual(self._get(address).status_code, 200, "she agreed before the organisation")
        self._decide(other, "refused")
        self.assertEqual(self._get(address).status_code, 404)

    def test_the_hub_itself_refers_nobody(self):
        hub = self.env.company.partner_id
        self._create_representation(self.representative, hub)
        answer = self._post(
            f"/my/organisation/{hub.id}/refer",
            name="Hind", phone="0613131313", need=self.need.code, urgency="normal", consent="oral",
        )  # fmt: skip
        self.assertEqual(answer.status_code, 422)
        self.assertIn("refers nobody to itself", answer.text)
