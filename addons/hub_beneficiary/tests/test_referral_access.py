from freezegun import freeze_time
from odoo import fields
from odoo.addons.hub_beneficiary.tests.referral_common import ReferralCommon


@freeze_time("2026-09-01 10:00:00")
class TestReferralAccess(ReferralCommon):
    """What the end of a consent does to a referral is written on it."""

    def setUp(self):
        super().setUp()
        self._keep_one_transaction()

    def _agree_until(self, day, **values):
        return self.env["hub.consent"].create(
            {
                "beneficiary_id": self.person.id,
                "purpose_ids": [(6, 0, self.env.ref("hub_beneficiary.purpose_partners").ids)],
                "expires_on": day,
                **values,
            }
        )

    def _night(self, day):
        with freeze_time(day):
            self.env.invalidate_all()
            self.env["hub.referral"]._cron_call_off_ended()

    def _closed(self):
        return self.env["hub.referral"].search([("is_access_closed", "=", True)])

    def test_what_is_under_way_is_called_off_in_the_night_after_the_consent_ends(self):
        self._agree_until("2026-10-10")
        referral = self._create_referral()
        self._night("2026-10-10 02:30:00")
        self.assertEqual(referral.state, "sent", "its last day holds")
        self._night("2026-10-11 02:30:00")
        self.assertEqual((referral.state, referral.revoke_reason), ("revoked", "The consent ended on 10/10/2026"))
        self.assertEqual(referral.activity_ids.user_id, self.user_counsellor)
        self._night("2026-10-12 02:30:00")
        self.assertEqual(len(referral.activity_ids), 1, "one, however many nights")

    def test_before_the_night_the_form_and_the_filter_say_it(self):
        self._agree_until("2026-10-10")
        referral = self._create_referral()
        self.assertFalse(referral.is_access_closed)
        self.assertNotIn(referral, self._closed())
        with freeze_time("2026-10-11 08:00:00"):
            self.env.invalidate_all()
            self.assertIn(referral, self._closed())
            self.assertIn("10/10/2026", referral.with_user(self.user_counsellor).access_end)
            self.assertNotIn(referral, self.env["hub.referral"].search([("is_access_closed", "=", False)]))

    def test_what_was_served_is_closed_and_stays_served(self):
        referral = self._create_referral()
        referral.action_accept()
        referral.state = "served"
        self._decide(self.person, "withdrawn")
        self.env.invalidate_all()
        self.assertEqual(referral.state, "served")
        self.assertIn(referral, self._closed())
        self.assertIn("withdrew", referral.access_end)

    def test_a_guardians_consent_ends_when_the_child_is_of_age(self):
        self.person.write({"birthdate": "2008-09-15"})
        self._agree_until(False, given_by="guardian", guardian_name="Her mother")
        referral = self._create_referral()
        self._night("2026-09-14 02:30:00")
        self.assertEqual(referral.state, "sent")
        self._night("2026-09-15 02:30:00")
        self.assertEqual(referral.state, "revoked")

    def test_who_names_other_organisations_closes_this_one_at_once(self):
        referral = self._create_referral()
        self._agree_until(False, recipient_ids=[(6, 0, self._create_organization("Another").ids)])
        self.assertEqual(referral.state, "revoked")

    def test_the_withdrawal_says_to_whom_it_closes_what(self):
        self._create_referral()
        purposes = self.env.ref("hub_beneficiary.purpose_partners")
        said = "\n".join(self.person.with_user(self.user_counsellor)._get_withdrawal_consequences(purposes))
        self.assertIn("The referral to Maison de quartier is called off", said)
        self.assertIn(self.need.name, said)
        other = self.env["hub.consent.purpose"].search([("code", "!=", "partners")], limit=1)
        self.assertNotIn("Maison de quartier", "\n".join(self.person._get_withdrawal_consequences(other)))

    def test_the_referrals_of_merged_files_are_named_in_the_withdrawal_too(self):
        other = self._create_beneficiary("Zahra", "Other")
        other.action_register()
        self._decide(other, "granted")
        self._create_referral(person=other)
        other._merge_into(self.person, "Same card")
        said = self.person._get_withdrawal_consequences(self.env.ref("hub_beneficiary.purpose_partners"))
        self.assertEqual(len([one for one in said if "Maison de quartier" in one]), 1)

    def test_many_referrals_cost_the_queries_of_few(self):
        needs = self.env["hub.need.type"].create([{"name": f"N{n}", "code": f"t_n{n}"} for n in range(12)])
        people = [self._create_beneficiary(f"P{n}") for n in range(12)]
        referrals = self.env["hub.referral"]
        for need, person in zip(needs, people, strict=True):
            person.action_register()
            self._decide(person, "granted")
            referrals |= self._create_referral(person=person, need_type_id=need.id)

        def cost(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.mapped("access_end")
            return self.env.cr.sql_log_count - before

        cost(referrals[:2])
        self.assertLessEqual(cost(referrals), cost(referrals[:2]) + 1)

    def test_a_new_consent_after_the_end_is_a_new_referral(self):
        self._agree_until("2026-09-10")
        referral = self._create_referral()
        self._night("2026-09-11 02:30:00")
        with freeze_time("2026-09-12 10:00:00"):
            self._decide(self.person, "granted")
            again = self._create_referral()
        self.assertEqual((referral.state, again.state), ("revoked", "sent"))
        self.assertEqual(again.due_on, fields.Date.to_date("2026-09-19"))
