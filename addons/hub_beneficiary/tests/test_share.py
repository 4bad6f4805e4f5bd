from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form


@freeze_time("2026-11-23")
class TestShare(BeneficiaryCommon):
    """The dialogs of a person's consents: what she agreed to, what she takes back, what goes to an organisation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amina = cls._create_beneficiary(state="registered", phone="0612345678")
        cls.partners = cls.env.ref("hub_beneficiary.purpose_partners")
        cls.contact = cls.env.ref("hub_beneficiary.purpose_contact")
        cls.amal = cls._create_organization()

    def _decide(self, decision="granted", person=None, **values):
        return self.env["hub.consent"].create(
            {"beneficiary_id": (person or self.amina).id, "decision": decision, **values}
        )

    def _open(self, action, person=None, user=None):
        action = getattr((person or self.amina).with_user(user or self.user_reception), action)()
        model = self.env[action["res_model"]].with_user(user or self.user_reception).with_context(**action["context"])
        return Form(model, view=action["views"][0][0] or None)

    def _share(self, *codes, user=None):
        form = self._open("action_share", user=user)
        form.recipient_id = self.amal
        for item in self.env["hub.disclosure.field"].search([("code", "in", codes)]):
            form.field_ids.add(item)
        return form

    def _print(self, share):
        report = self.env["ir.actions.report"].with_user(share.env.user)
        return report._render_qweb_html("hub_beneficiary.document_share", share.ids)[0].decode()

    def _disclosures(self):
        return self.env["hub.disclosure"].search([("beneficiary_id", "=", self.amina.id)])

    # ------------------------------------------------------------
    # In words
    # ------------------------------------------------------------
    def _words(self, person=None):
        (person or self.amina).invalidate_recordset()
        return (person or self.amina).consent_words

    def test_each_purpose_has_its_state_in_words(self):
        self.assertEqual(self._words().count("Not asked"), 4)
        self._decide(purpose_ids=[Command.set(self.partners.ids)], expires_on="2026-11-30")
        self.assertIn("Granted on", self._words())
        self.assertIn("until", self._words())
        self.assertEqual(self._words().count("Refused on"), 3)
        self.assertTrue(self.amina.has_granted)
        with freeze_time("2026-12-01"):
            self.assertIn("Ended on", self._words())
        self.amina._withdraw_consent(self.partners)
        self.assertIn("Withdrawn on", self._words())
        self.assertFalse(self.amina.has_granted)

    def test_the_overall_state_follows_the_words(self):
        def check(state):
            self.amina.invalidate_recordset()
            self.assertEqual(self.amina.consent_state, state)
            for asked in ("granted", "refused", "expired", "unknown"):
                found = self.amina in self.amina.search([("consent_state", "=", asked)])
                self.assertEqual(found, asked == state, f"{asked} while {state}")

        check("unknown")
        self._decide(scope="purposes", purpose_ids=[Command.set(self.contact.ids)], expires_on="2026-11-30")
        check("granted")
        with freeze_time("2026-12-01"):
            check("expired")
        self._decide()
        self.amina._withdraw_consent(self.partners)
        check("granted")
        self.amina._withdraw_consent()
        check("refused")

    def test_who_agreed_to_an_older_notice_is_found(self):
        self._decide()
        notice = self.env.ref("hub_beneficiary.privacy_notice_reception_1")
        people = self.env["hub.beneficiary"]
        self.assertNotIn(self.amina, people.search([("has_older_notice", "=", True)]))
        notice.copy({"version": 2, "date_from": "2026-11-23", "state": "published"}).state = "published"
        self.amina.invalidate_recordset()
        self.assertTrue(self.amina.has_older_notice)
        self.assertIn(self.amina, people.search([("has_older_notice", "=", True)]))
        self.assertNotIn(self.amina, people.search([("has_older_notice", "=", False)]))
        self.assertTrue(self.env["hub.consent"].search([("beneficiary_id.has_older_notice", "=", True)]))

    # ------------------------------------------------------------
    # Record
    # ------------------------------------------------------------
    def test_the_dialog_of_a_child_asks_for_the_guardian(self):
        child = self._create_beneficiary("Lina", state="registered", birthdate="2012-01-10")
        form = self._open("action_record_consent", child)
        self.assertEqual((form.given_by, form.is_child), ("guardian", True))
        form.decision = "granted"
        with self.assertRaisesRegex(AssertionError, "guardian_name is a required field"):
            form.save()
        form.guardian_id = self.amina
        self.assertEqual(form.save().guardian_id, self.amina)

    def test_no_answer_is_chosen_beforehand(self):
        form = self._open("action_record_consent")
        with self.assertRaisesRegex(AssertionError, "decision is a required field"):
            form.save()

    def test_an_answer_to_some_purposes_begins_with_none(self):
        form = self._open("action_record_consent")
        form.decision = "granted"
        self.assertEqual(len(form.purpose_ids), 4)
        form.scope = "purposes"
        self.assertEqual(len(form.purpose_ids), 0)

    # ------------------------------------------------------------
    # Withdraw
    # ------------------------------------------------------------
    def test_a_withdrawal_says_what_it_stops(self):
        self._decide()
        share = self._share("phone").save()
        self._print(share)
        form = self._open("action_withdraw_consent")
        self.assertEqual(len(form.purpose_ids), 4)
        self.assertIn("nothing is passed on", form.consequences)
        self.assertIn(
            f"received data already, and keep them unless they are asked not to: {self.amal.name}", form.consequences
        )
        self.assertIn("No more calls", form.consequences)
        form.purpose_ids.clear()
        form.purpose_ids.add(self.contact)
        self.assertNotIn("passed on", form.consequences)
        form.save().action_withdraw()
        self.assertEqual(self.amina._get_purpose_state("contact"), "refused")
        self.assertEqual(self.amina._get_purpose_state("partners"), "granted")

    def test_what_nobody_agreed_to_is_not_withdrawn(self):
        form = self._open("action_withdraw_consent")
        with self.assertRaisesRegex(UserError, "Choose what"):
            form.save().action_withdraw()
        form.purpose_ids.add(self.contact)
        with self.assertRaisesRegex(UserError, "does not agree to this today"):
            form.save().action_withdraw()

    # ------------------------------------------------------------
    # Share
    # ------------------------------------------------------------
    def test_the_preview_is_what_the_sheet_says(self):
        consent = self._decide()
        form = self._share("phone")
        self.assertFalse(form.refusals)
        for text in ("Amina Alaoui", self.amina.phone):
            self.assertIn(text, form.preview)
        share = form.save()
        self.assertEqual(share.action_share()["type"], "ir.actions.report")
        self.assertFalse(self._disclosures(), "nothing went out before it is printed")
        page = self._print(share)
        for text in ("Amina Alaoui", self.amina.phone, self.amal.name):
            self.assertIn(text, page)
        line = self._disclosures()
        self.assertEqual((line.consent_id, line.how, line.user_id), (consent, "sheet", self.user_reception))
        self.assertEqual(self.amina.disclosure_count, 1)
        self.assertEqual(self.env["hub.disclosure"].search(self.amina.action_open_disclosures()["domain"]), line)

    def test_who_looks_at_the_preview_is_logged_though_nothing_is_printed(self):
        self._decide()
        readings = self.env["hub.access.log"]._read_group([("res_id", "=", self.amina.id)], ["user_id"])
        self.assertFalse(readings)
        self._share("phone")
        log = self.env["hub.access.log"].search([("res_id", "=", self.amina.id)])
        self.assertEqual((log.model, log.user_id), ("hub.beneficiary", self.user_reception))

    def test_a_share_is_refused_with_all_reasons_and_shows_nothing(self):
        form = self._share("phone")
        form.recipient_id = self.env["res.partner"]
        self.assertIn("Choose the organisation", form.refusals)
        self.assertIn("was not asked yet", form.refusals)
        self.assertFalse(form.preview)
        with self.assertRaisesRegex(UserError, "was not asked yet"):
            form.save().action_share()

    def test_a_consent_withdrawn_after_the_dialog_opened_stops_the_sheet(self):
        self._decide()
        share = self._share("phone").save()
        self.amina._withdraw_consent(self.partners)
        for step in (share.action_share, lambda: self._print(share)):
            with self.assertRaisesRegex(UserError, "withdrew the consent"):
                step()
        self.assertFalse(self._disclosures())

    def test_only_what_the_purpose_allows_is_offered(self):
        self._decide()
        form = self._share()
        self.assertNotIn("categories", form.allowed_ids[:].mapped("code"))
        share = form.save()
        share.field_ids |= self.env.ref("hub_beneficiary.disclosure_field_categories")
        with self.assertRaisesRegex(UserError, "may not be passed on: Categories"):
            share.action_share()

    def test_nobody_prints_the_sheet_of_another(self):
        self._decide()
        share = self._share("phone").save()
        with self.assertRaises(AccessError):
            self._print(share.with_user(self.user_counsellor))

    # ------------------------------------------------------------
    # Publishing
    # ------------------------------------------------------------
    def test_a_notice_that_lacks_a_language_is_not_published(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        notice = self.env["hub.privacy.notice"].create({"code": "new", "name": "News", "text": "<p>Told</p>"})
        with self.assertRaisesRegex(UserError, "no text of its own in: .*French"):
            notice.action_publish()
        notice.with_context(lang="fr_FR").name = "Avis"
        notice.update_field_translations("text", {"fr_FR": {"Told": "Dit"}})
        missing = notice._get_missing_languages()
        self.assertFalse([name for name in missing if "French" in name or "English" in name])
