import re
from datetime import date
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import HubCommon

TEXT = "The man at the door asked for money"


class ComplaintCommon(HubCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls._create_user("hub_officer", "hub_core.group_safeguarding_officer")
        cls.complaints = cls.env["hub.complaint"].with_user(cls.officer)

    @classmethod
    def _create_complaint(cls, **values):
        return cls.complaints.create({"category": "conduct", "text": TEXT, **values})

    def _take(self, **values):
        complaint = self._create_complaint(**values)
        complaint.action_take()
        return complaint


class TestComplaint(ComplaintCommon):
    def test_a_complaint_goes_from_received_to_closed(self):
        complaint = self._create_complaint()
        self.assertEqual(complaint.state, "received")
        with freeze_time("2026-03-02"):
            complaint.action_take()
        self.assertRecordValues(
            complaint, [{"state": "in_review", "officer_id": self.officer.id, "acknowledged_on": date(2026, 3, 2)}]
        )
        complaint.write({"answer": "He was moved elsewhere.", "outcome": "upheld"})
        complaint.action_answer()
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")
        self.assertTrue(complaint.closed_on)

    def test_each_step_follows_from_the_one_before(self):
        complaint = self._create_complaint(outcome="upheld")
        complaint.write({"answer": "x", "referred_to": "y"})
        for action in (complaint.action_close, complaint.action_refer, complaint.action_answer):
            with self.subTest(action=action.__name__), self.assertRaises(UserError):
                action()
        with self.assertRaisesRegex(UserError, complaint.ref):
            complaint.write({"state": "closed"})

    def test_an_answer_needs_words_and_an_outcome(self):
        complaint = self._take()
        with self.assertRaisesRegex(UserError, complaint.ref):
            complaint.action_answer()
        complaint.answer = "  "
        with self.assertRaisesRegex(UserError, complaint.ref):
            complaint.action_answer()
        complaint.answer = "We looked into it."
        with self.assertRaisesRegex(UserError, complaint.ref):
            complaint.action_answer()

    def test_a_referral_says_to_whom(self):
        complaint = self._take()
        with self.assertRaisesRegex(UserError, complaint.ref):
            complaint.action_refer()
        complaint.referred_to = "The court's unit for women and children"
        complaint.action_refer()
        self.assertEqual((complaint.state, complaint.outcome), ("referred", "referred"))

    def test_who_cannot_take_care_of_it_gives_it_back(self):
        complaint = self._take()
        complaint.action_give_back()
        self.assertEqual((complaint.state, complaint.officer_id.id), ("received", False))

    def test_what_another_officer_has_taken_is_not_taken_twice(self):
        complaint = self._take()
        other = self._create_user("hub_officer_2", "hub_core.group_safeguarding_officer", name="Nadia")
        with self.assertRaisesRegex(UserError, re.escape(f"{complaint.ref} ({self.officer.name})")):
            complaint.with_user(other).action_take()

    def test_the_safety_of_a_child_is_a_safeguarding_concern_dealt_with_at_once(self):
        for category in ("child", "sexual"):
            complaint = self._create_complaint(category=category, kind="complaint", urgency="normal")
            self.assertEqual((complaint.kind, complaint.urgency), ("safeguarding", "urgent"))
        concern = self._create_complaint(kind="safeguarding")
        self.assertEqual(concern.urgency, "urgent")
        self.assertEqual(self._create_complaint().urgency, "normal")

    def test_deadlines_follow_the_kind_and_the_parameters(self):
        complaint = self._create_complaint(received_on="2026-03-02")
        self.assertEqual((complaint.acknowledge_by, complaint.answer_by), (date(2026, 3, 5), date(2026, 4, 1)))
        concern = self._create_complaint(received_on="2026-03-02", category="child")
        self.assertEqual((concern.acknowledge_by, concern.answer_by), (date(2026, 3, 3), date(2026, 3, 17)))
        self.env["ir.config_parameter"].set_param("hub_core.complaint_answer_days", "21")
        self.assertEqual(self._create_complaint(received_on="2026-03-02").answer_by, date(2026, 3, 23))

    def test_what_was_not_read_or_answered_in_time_is_late(self):
        complaint = self._create_complaint(received_on="2026-03-02")
        late = [("is_late", "=", True), ("id", "=", complaint.id)]
        for day, expected in (("2026-03-05", False), ("2026-03-06", True)):
            with freeze_time(day):
                complaint.invalidate_recordset()
                self.assertEqual(complaint.is_late, expected)
                self.assertEqual(bool(self.complaints.search(late)), expected)
        complaint.action_take()
        with freeze_time("2026-03-20"):
            self.assertFalse(self.complaints.search(late))
        with freeze_time("2026-04-02"):
            self.assertTrue(self.complaints.search(late))

    def test_references_are_unique_and_do_not_follow_each_other(self):
        complaints = self._create_complaint() + self._create_complaint()
        for complaint in complaints:
            self.assertRegex(complaint.ref, r"^REC-\d{4}-[2-9A-HJ-NP-Z]{6}$")
        with self.assertRaises(psycopg2.errors.UniqueViolation), mute_logger("odoo.sql_db"):
            complaints[0].ref = complaints[1].ref
            complaints.flush_recordset()

    def test_who_gives_neither_name_nor_number_is_anonymous(self):
        self.assertTrue(self._create_complaint().is_anonymous)
        self.assertFalse(self._create_complaint(contact_phone="+212612345678").is_anonymous)


class TestComplaintAccess(ComplaintCommon):
    def test_nobody_but_an_officer_reads_complaints_whatever_rights_the_model_gives(self):
        complaint = self._create_complaint()
        self.env["ir.model.access"].create(
            {
                "name": "a right that another addon gives",
                "model_id": self.env["ir.model"]._get_id("hub.complaint"),
                "perm_read": True,
            }
        )
        technical = self._create_user("technical", "base.group_system,hub_core.group_hub_admin")
        for user in (
            self.user_admin,
            self.user_auditor,
            self.user_manager,
            self.user_hub,
            self.user_internal,
            technical,
        ):
            mine = complaint.with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                mine.read(["ref"])
            self.assertFalse(mine.search([]))

    def test_no_role_makes_somebody_an_officer(self):
        officers = self.env.ref("hub_core.group_safeguarding_officer")
        self.assertFalse(officers.implied_by_ids)
        self.assertFalse(officers.all_user_ids & (self.env.ref("base.user_admin") + self.env.ref("base.user_root")))

    def test_an_officer_s_reading_is_in_the_access_log_by_reference_alone(self):
        complaint = self._create_complaint(contact_name="Aïcha")
        complaint.web_read({"text": {}})
        log = self.env["hub.access.log"]._get_readings(complaint)
        self.assertRecordValues(log, [{"user_id": self.officer.id, "how": "form", "reference": complaint.ref}])


class TestComplaintSubmit(ComplaintCommon):
    def _submit(self, user, **values):
        form = Form(self.env["hub.complaint.submit"].with_user(user))
        form.category = values.pop("category", "conduct")
        for name, value in {"text": TEXT, **values}.items():
            form[name] = value
        dialog = form.save()
        dialog.action_submit()
        return dialog

    def test_staff_submit_and_read_nothing_back(self):
        dialog = self._submit(self.user_hub, channel="phone", contact_name="Aïcha", contact_phone="+212612345678")
        complaint = self.complaints.search([("ref", "=", dialog.ref)])
        self.assertRecordValues(
            complaint, [{"text": TEXT, "channel": "phone", "contact_name": "Aïcha", "state": "received"}]
        )
        self.assertFalse(any([dialog.text, dialog.contact_name, dialog.contact_phone]))
        with self.assertRaises(AccessError):
            complaint.with_user(self.user_hub).read(["ref"])

    def test_nothing_is_submitted_twice_or_empty(self):
        dialog = self._submit(self.user_hub)
        with self.assertRaisesRegex(UserError, dialog.ref):
            dialog.action_submit()
        with self.assertRaisesRegex(UserError, "what happened"):
            self._submit(self.user_hub, text="  ")

    def test_the_receipt_names_nothing_but_the_reference_and_the_link(self):
        dialog = self._submit(self.user_hub, contact_name="Aïcha")
        complaint = self.complaints.search([("ref", "=", dialog.ref)])
        self.assertIn("/hub/l/", dialog.url)
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(self.user_hub)
            ._render_qweb_pdf("hub_core.complaint_receipt", dialog.ids)
        )
        self.assertEqual((kind, content[:4]), ("pdf", b"%PDF"))
        html = (
            self.env["ir.actions.report"]
            .with_user(self.user_hub)
            ._render_document_page(
                self.env.ref("hub_core.complaint_receipt_report").with_user(self.user_hub), dialog, {}
            )
        )
        self.assertIn(complaint.ref, html)
        self.assertIn(dialog.url, html)
        for word in (TEXT, "Aïcha"):
            self.assertNotIn(word, html)

    def test_nobody_prints_the_receipt_of_another_user(self):
        dialog = self._submit(self.user_hub)
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(self.user_manager)._render_qweb_pdf(
                "hub_core.complaint_receipt", dialog.ids
            )


class TestComplaintNotice(ComplaintCommon):
    def _notified(self, before):
        messages = self.env["mail.message"].search([("message_type", "=", "user_notification")]) - before
        return [(message.notified_partner_ids, f"{message.subject} {message.body}") for message in messages]

    def _messages(self):
        return self.env["mail.message"].search([("message_type", "=", "user_notification")])

    def _send(self, **values):
        values = {"category": "conduct", "text": TEXT, "contact_name": "Aïcha", **values}
        return self.env["hub.complaint"].sudo()._create_public_complaint(values)

    def test_officers_are_told_the_reference_and_nothing_else(self):
        before = self._messages()
        complaint = self._send()
        told = self._notified(before)
        partners = self.env["res.partner"].union(*(partners for partners, _text in told))
        text = "".join(text for _partners, text in told)
        self.assertIn(self.officer.partner_id, partners)
        self.assertNotIn(self.user_admin.partner_id, partners)
        self.assertIn(complaint.ref, text)
        for word in (TEXT, "Aïcha"):
            self.assertNotIn(word, text)

    def test_without_an_officer_administrators_learn_once_a_day_that_something_waits(self):
        officers = self.env.ref("hub_core.group_safeguarding_officer")
        officers.user_ids = False
        self.env["hub.rate.limit"].search([]).unlink()
        before = self._messages()
        complaints = self._send() + self._send()
        self.assertEqual(complaints.mapped("state"), ["received"] * 2, "what was sent is kept")
        told = self._notified(before)
        self.assertTrue(told)
        self.assertEqual(sum(self.user_admin.partner_id in partners for partners, _text in told), 1)
        for _partners, text in told:
            self.assertNotIn(TEXT, text)
            self.assertNotIn("REC-", text)

    def test_a_note_reaches_officers_in_their_inbox_and_nobody_by_mail(self):
        other = self._create_user("hub_officer_2", "hub_core.group_safeguarding_officer", notification_type="email")
        complaint = self._take()
        complaint.message_subscribe((self.user_admin.partner_id + self.user_internal.partner_id).ids)
        mails = self.env["mail.mail"].search_count([])
        partners = other.partner_id + self.user_admin.partner_id
        message = complaint.message_post(body=TEXT, partner_ids=partners.ids, subtype_xmlid="mail.mt_comment")
        self.assertEqual(message.sudo().notification_ids.res_partner_id, other.partner_id)
        self.assertEqual(message.sudo().notification_ids.notification_type, "inbox")
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_who_takes_a_complaint_has_an_activity_until_it_is_answered(self):
        complaint = self._take(received_on="2026-03-02")
        self.assertRecordValues(
            complaint.activity_ids, [{"user_id": self.officer.id, "date_deadline": complaint.answer_by}]
        )
        self.assertIn(complaint.ref, complaint.activity_ids.summary)
        complaint.write({"answer": "x", "outcome": "upheld"})
        complaint.action_answer()
        self.assertFalse(complaint.activity_ids)

    def test_officers_are_reminded_of_what_is_late(self):
        complaint = self._create_complaint(received_on="2026-03-02")
        before = self._messages()
        self.env["hub.complaint"]._cron_remind()
        self.assertIn(complaint.ref, "".join(text for _partners, text in self._notified(before)))

    def test_nobody_becomes_an_officer_in_silence(self):
        group = self.env.ref("hub_core.group_safeguarding_officer")
        ways = {
            "the user's form": lambda: self.user_admin.write({"group_ids": [(4, group.id)]}),
            "the group's form": lambda: group.write({"user_ids": [(4, self.user_admin.id)]}),
            "another group": lambda: self.env.ref("hub_core.group_hub_admin").write({"implied_ids": [(4, group.id)]}),
        }
        for way, give in ways.items():
            with self.subTest(way=way), self.env.cr.savepoint() as savepoint:
                before = self._messages()
                give()
                log = self.env["hub.access.log"].search([("how", "=", "officer"), ("res_id", "=", self.user_admin.id)])
                self.assertEqual((len(log), log.model), (1, "res.users"))
                told = [text for partners, text in self._notified(before) if self.officer.partner_id in partners]
                self.assertTrue(any(self.user_admin.name in text for text in told))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_an_officer_who_goes_is_written_down_too(self):
        self.officer.active = False
        log = self.env["hub.access.log"].search([("how", "=", "no_officer"), ("res_id", "=", self.officer.id)])
        self.assertEqual(len(log), 1)


class TestComplaintEnd(ComplaintCommon):
    def _close(self, day="2024-03-02", **values):
        with freeze_time(day):
            complaint = self._take(received_on=day, **values)
            complaint.write({"answer": "We looked into it.", "outcome": "partly"})
            complaint.action_answer()
            complaint.action_close()
        return complaint

    def test_old_closed_complaints_keep_kind_outcome_and_dates_alone(self):
        complaint = self._close(
            category="child", contact_name="Aïcha", contact_phone="0612", contact_wish="call", contact_hours="noon"
        )
        complaint.message_post(body=TEXT)
        link = complaint.sudo()._issue_link()
        self.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"x", "res_model": complaint._name, "res_id": complaint.id}
        )
        recent = self._close("2026-10-01")
        with freeze_time("2026-11-01"), patch.object(self.registry["ir.cron"], "_commit_progress") as progress:
            self.env["hub.complaint"]._cron_anonymise()
        self.assertEqual(progress.call_args.kwargs["remaining"], 0)
        self.assertRecordValues(
            complaint,
            [
                {
                    "kind": "safeguarding",
                    "outcome": "partly",
                    "received_on": date(2024, 3, 2),
                    "closed_on": date(2024, 3, 2),
                    "anonymised_on": date(2026, 11, 1),
                    "is_anonymous": True,
                    "text": False,
                    "answer": False,
                }
            ],
        )
        self.assertFalse(any([complaint.contact_name, complaint.contact_phone, complaint.contact_hours]))
        self.assertFalse(complaint.message_ids)
        self.assertFalse(
            self.env["ir.attachment"].search([("res_model", "=", complaint._name), ("res_id", "=", complaint.id)])
        )
        self.assertEqual(link.state, "revoked")
        self.assertFalse(recent.anonymised_on)
        with self.assertRaisesRegex(UserError, complaint.ref):
            complaint.action_reopen()

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_no_content_of_an_anonymous_complaint(self):
        complaint = self._close()
        with self.assertRaises(psycopg2.errors.CheckViolation):
            complaint.write({"anonymised_on": "2026-11-01"})
            complaint.flush_recordset()
