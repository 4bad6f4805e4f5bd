from datetime import date

from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import UserError
from odoo.tools import SQL, mute_logger
from psycopg2 import Error


@freeze_time("2026-11-23")
class TestConsent(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amina = cls._create_beneficiary()
        cls.notice = cls.env.ref("hub_beneficiary.privacy_notice_reception_1")

    def _create_consent(self, decision="granted", beneficiary=None, **values):
        return self.env["hub.consent"].create(
            {"beneficiary_id": (beneficiary or self.amina).id, "decision": decision, **values}
        )

    def test_a_consent_says_to_which_text_and_purposes(self):
        consent = self._create_consent()
        self.assertEqual(consent.notice_id, self.notice)
        self.assertEqual(consent.purpose_ids, self.notice.purpose_ids)
        self.assertEqual(consent.date, date(2026, 11, 23))
        self.assertEqual(consent.user_id, self.env.user)

    def test_a_consent_that_ends_before_it_is_given_is_refused(self):
        with self._refused_by_database("hub.consent", "Valid until"):
            self._create_consent(expires_on="2026-11-22")
        self.assertEqual(self._create_consent(expires_on="2026-11-23").state, "granted")

    def test_the_last_word_counts(self):
        people_model = self.env["hub.beneficiary"]

        def check(state):
            self.amina.invalidate_recordset()
            self.assertEqual(self.amina.consent_state, state)
            for asked in ("granted", "refused", "unknown"):
                found = self.amina in people_model.search([("consent_state", "=", asked)])
                self.assertEqual(found, asked == state, f"{asked} while {state}")

        check("unknown")
        self._create_consent(date="2026-11-01")
        check("granted")
        self._create_consent("withdrawn", date="2026-11-20")
        check("refused")
        self._create_consent(date="2026-11-10")  # recorded late, decided before
        check("refused")
        self._create_consent("granted", date="2026-11-20")  # the same day, recorded after
        check("granted")
        self._create_consent("refused")
        check("refused")

    def test_a_consent_is_neither_changed_nor_deleted(self):
        consent = self._create_consent()
        for who in (self.env.user, self.user_admin):
            with self.assertRaises(UserError):
                consent.with_user(who).sudo().write({"decision": "refused"})
            with self.assertRaises(UserError):
                consent.with_user(who).sudo().unlink()

    def test_the_database_neither_changes_nor_deletes_it(self):
        consent = self._create_consent()
        for query in (
            SQL("UPDATE hub_consent SET decision = 'refused' WHERE id = %s", consent.id),
            SQL("DELETE FROM hub_consent WHERE id = %s", consent.id),
            SQL("TRUNCATE hub_consent CASCADE"),
        ):
            with mute_logger("odoo.sql_db"), self.assertRaises(Error), self.env.cr.savepoint():
                self.env.cr.execute(query)
        self.assertEqual(consent.decision, "granted")

    def test_a_person_with_a_consent_is_not_deleted(self):
        self._create_consent()
        with mute_logger("odoo.sql_db"), self.assertRaises(Error), self.env.cr.savepoint():
            self.amina.unlink()

    def test_a_text_that_people_answered_to_stays(self):
        new = self.notice.copy({"version": 2, "date_from": "2027-01-01"})
        new.text = "<p>Another text</p>"
        self._create_consent()
        with self.assertRaisesRegex(UserError, "Make a new version"):
            self.notice.text = "<p>Another text</p>"
        with self._refused_by_database("hub.privacy.notice", "already exists"):
            new.version = 1

    def test_the_notice_in_force_is_the_last_that_has_begun(self):
        new = self.notice.copy({"version": 2, "date_from": "2026-11-24"})
        new.action_publish()
        self.assertEqual(self.env["hub.privacy.notice"]._get_current(), self.notice)
        with freeze_time("2026-11-24"):
            self.assertEqual(self.env["hub.privacy.notice"]._get_current(), new)

    def test_an_archived_notice_is_in_force_nowhere_not_even_where_archived_records_are_shown(self):
        self.notice.copy({"version": 2, "date_from": "2026-01-01", "active": False}).action_publish()
        notices = self.env["hub.privacy.notice"].with_context(active_test=False)
        self.assertEqual(notices._get_current(), self.notice)

    def test_a_guardian_has_a_name(self):
        with self._refused_by_database("hub.consent", "Name the guardian"):
            self._create_consent(given_by="guardian")
        self.assertTrue(self._create_consent(given_by="guardian", guardian_name="Her mother"))

    def test_codes_are_unique(self):
        for model in ("hub.consent.purpose", "hub.need.type", "hub.beneficiary.category"):
            with self.subTest(model=model), self._refused_by_database(model, "with this code"):
                self.env[model].create([{"code": "twice", "name": "One"}, {"code": "twice", "name": "Two"}])

    def test_who_refuses_is_received_all_the_same(self):
        self._create_consent("refused")
        self.amina.action_register()
        request = self._create_request(self.amina)
        request.action_take()
        request.action_orient(self.service_employment)
        self.assertEqual(request.stage_code, "oriented")
