from collections import Counter

from freezegun import freeze_time
from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..story.households import HOUSEHOLDS
from ..story.people import PEOPLE
from ..story.twice import MERGED
from .common import StoryCommon
from .people_checks import PeopleChecks


@tagged("post_install", "-at_install")
class TestStory(PeopleChecks, StoryCommon):
    """What a visitor finds is one year of a hub, and could be true."""

    def test_numbers_of_the_story(self):
        self.assertEqual(len(self.people), len(PEOPLE))
        self.assertEqual(len(self.people.root_id), len(PEOPLE) - len(MERGED))
        families = self.env["hub.household"].search([])
        self.assertEqual(len(families), len(HOUSEHOLDS) + 1, "and one by a separation")
        self.assertEqual(len(families.root_id), len(families) - 1, "one was found twice")
        self.assertEqual(self.env["hub.program"].search_count([]), 4)
        organisations = self.env["res.partner"].search([("hub_kind_ids", "!=", False)])
        shipped = self.env["ir.model.data"].search(
            [("module", "=", "hub_core"), ("model", "=", "res.partner"), ("name", "=like", "partner_%")]
        )
        self.assertGreaterEqual(len(shipped), 16)
        self.assertGreater(len(organisations), len(shipped))

    def test_every_stage_holds_requests_and_every_month_has_receptions(self):
        stages = Counter(self.requests.mapped("stage_code"))
        for code, _label in self.env["crm.stage"]._fields["hub_code"].selection:
            self.assertGreaterEqual(stages[code], 5, code)
        months = {(day.year, day.month) for day in self.requests.mapped("received_on") if day}
        self.assertGreaterEqual(len(months), 12)

    def test_today_has_a_queue_and_appointments(self):
        queue = self.requests.filtered(lambda request: request.stage_code == "welcome" and request.arrived_at)
        self.assertGreaterEqual(len(queue), 4)
        waits = [(fields.Datetime.now() - arrived).total_seconds() / 60 for arrived in queue.mapped("arrived_at")]
        self.assertGreaterEqual(min(waits), 0)
        self.assertLessEqual(max(waits), 24 * 60)
        today = fields.Date.context_today(self.env.user)
        days = Counter(start.date() for start in self._get_appointments().mapped("start"))
        self.assertGreaterEqual(days[today], 4)
        self.assertGreater(sum(count for day, count in days.items() if day > today), 4)

    def test_two_counsellors_share_the_people_and_some_activities_are_late(self):
        for login in ("counsellor", "counsellor2"):
            user = self.staff[login]
            self.assertGreaterEqual(len(self.people.filtered(lambda person, user=user: person.user_id == user)), 12)
            late = self.env["mail.activity"].search_count(
                [
                    ("user_id", "=", user.id),
                    ("date_deadline", "<", fields.Date.today()),
                    ("res_model", "=", "hub.beneficiary"),
                ]
            )
            self.assertGreaterEqual(late, 2)

    def test_people_are_as_different_as_those_of_a_hub(self):
        people = self.people
        self.assertEqual(set(people.mapped("consent_state")), {"granted", "refused", "expired", "unknown"})
        self.assertEqual(set(people.mapped("birthdate_precision")), {"day", "month", "year", "estimated", "unknown"})
        self.assertGreaterEqual(len(people.nationality_id), 8)
        self.assertTrue(people.filtered(lambda person: person.name_ar and not person.given_name))
        self.assertTrue(people.filtered(lambda person: not person.phone))
        self.assertTrue(people.filtered("is_restricted"))
        self.assertTrue(people.filtered(lambda person: person.state == "exited"))
        shared = people.filtered("phone_shared")
        self.assertGreaterEqual(len(shared), 10)
        for person in shared:
            owners = people.filtered(
                lambda other, person=person: other.phone_e164 == person.phone_e164 and not other.phone_shared
            )
            self.assertEqual(owners.mapped("name"), [person.phone_owner])

    def test_a_phone_belongs_to_one_person_and_looks_invented(self):
        owners = self.people.filtered(lambda person: person.phone and not person.phone_shared)
        self.assertEqual(len(owners), len(set(owners.mapped("phone_e164"))))
        for phone in owners.mapped("phone_e164"):
            self.assertRegex(phone, r"^\+212[67]000000\d\d$")

    def test_documents_expire_within_each_reminder_and_some_have_expired(self):
        today = fields.Date.today()
        days = [(paper.expires_on - today).days for paper in self.env["hub.beneficiary.identity"].search([])]
        for low, high in ((-400, 0), (0, 31), (31, 61), (61, 91)):
            self.assertTrue([count for count in days if low <= count < high], (low, high))
        receipts = self.env["hub.beneficiary.identity"].search([("type", "=", "receipt")])
        self.assertEqual(set(receipts.mapped("receipt_for")), {"renewal", "first", "unknown"})
        renewals = receipts.filtered("renews_id")
        self.assertEqual(renewals.renews_id.beneficiary_id, renewals.beneficiary_id)

    def test_nothing_happened_in_the_future(self):
        today = fields.Date.context_today(self.env.user)
        for model in ("hub.beneficiary", "hub.household.member", "hub.service.delivery", "crm.lead", "hub.enrolment"):
            self._check_past(model, today, {"activity_date_deadline", "my_activity_date_deadline", "date_deadline"})
        for model in ("hub.beneficiary.identity", "hub.consent"):
            self._check_past(model, today, {"expires_on"})
        self._check_past("hub.referral", today, {"activity_date_deadline", "my_activity_date_deadline", "due_on"})
        self._check_past("hub.disclosure", today, set())
        self._check_past("hub.retention.proposal", today, {"kept_until"})
        self._check_past("mail.message", today, set())

    def _check_past(self, model, today, promises):
        records = self.env[model].with_context(active_test=False).search([])
        dates = [name for name, field in records._fields.items() if field.type in ("date", "datetime") and field.store]
        for name in set(dates) - promises:
            late = [value for value in records.mapped(name) if value and fields.Date.to_date(value) > today]
            self.assertFalse(late, f"{model}.{name}")

    def test_ages_are_plausible(self):
        for person in self.people.filtered("birthdate"):
            self.assertIn(person.age, range(1, 91), person.name)
        for head in self.env["hub.household.member"].search([("is_head", "=", True)]):
            self.assertGreaterEqual(head.beneficiary_id.age, 18)
        for child in self.env["hub.household.member"].search([("role", "=", "child"), ("date_end", "=", False)]):
            parent = child.household_id.head_id
            self.assertGreaterEqual(parent.age - child.beneficiary_id.age, 15, child.beneficiary_id.name)

    def test_a_household_has_one_head_and_two_people_at_least(self):
        for household in self.env["hub.household"].search([]):
            present = household.member_ids.filtered(lambda member: not member.date_end)
            self.assertEqual(len(present.filtered("is_head")), 1, household.name)
            left = household.member_ids.filtered(lambda member: member.end_kind == "separated")
            self.assertGreaterEqual(len(present), 1 if left else 2, household.name)

    def test_the_ledger_holds_what_the_requests_say_and_nothing_else(self):
        ledger = self.env["hub.service.delivery"].search([])
        self.assertEqual(set(ledger.mapped("res_model")), {"crm.lead", "hub.referral"})
        deliveries = ledger.filtered(lambda line: line.res_model == "crm.lead")
        self.assertLessEqual(set(deliveries.mapped("res_id")), set(self.requests.ids))
        received = self.requests.filtered(lambda request: request.received_on and request.beneficiary_id)
        oriented = received.filtered(
            lambda request: request.oriented_on and request.orientation_outcome != "not_eligible"
        )
        self.assertEqual(len(deliveries), len(received) + len(oriented))
        self.assertEqual(set(deliveries.mapped("dim_kind")), {"person"})
        self.assertTrue(deliveries.dim_category_ids)
        accepted = self.env["hub.referral"].search([("direction", "=", "outbound"), ("accepted_on", "!=", False)])
        self.assertEqual(sorted((ledger - deliveries).mapped("res_id")), sorted(accepted.ids))
        for line in ledger - deliveries:
            self.assertEqual(line.date, accepted.browse(line.res_id).accepted_on)

    def test_receptions_come_before_orientations_and_orientations_before_the_end(self):
        for request in self.requests:
            days = [day for day in (request.received_on, request.oriented_on, request.hub_closed_on) if day]
            self.assertEqual(days, sorted(days), request.name)
            if days:
                self.assertLessEqual(request.beneficiary_id.reception_date, days[0], request.name)

    def test_a_user_without_a_role_sees_nobody(self):
        internal = self.staff["internal"]
        self.assertFalse(self.env["res.partner"].with_user(internal).search([("is_beneficiary", "=", True)]))
        self.assertFalse(internal.has_group("hub_core.group_hub_user"))

    def test_each_login_has_its_role_and_language(self):
        self.assertEqual(
            {login: user.lang for login, user in self.staff.items()},
            {
                "reception": "fr_FR",
                "reception_ar": "ar_MA",
                "counsellor": "fr_FR",
                "counsellor2": "ar_MA",
                "manager": "fr_FR",
                "auditor": "fr_FR",
                "safeguarding": "fr_FR",
                "internal": "fr_FR",
                "admin": "en_US",
            },
        )
        self.assertEqual(self.staff["admin"], self.env.ref("base.user_admin"))
        self.assertFalse(self.staff["auditor"].has_group("hub_core.group_hub_user"))
        self.assertFalse(self.staff["reception"].has_group("hub_beneficiary.group_counsellor"))

    def test_a_register_waits_with_rows_of_each_outcome(self):
        rows = self.env["hub.register.import"].search([("state", "=", "preview")]).line_ids
        self.assertEqual(set(rows.mapped("outcome")), {"new", "same", "maybe", "error"})

    def test_visitors_have_the_portal_and_nothing_else(self):
        for login, user in self.visitors.items():
            self.assertEqual(user.group_ids, self.env.ref("base.group_portal"), login)
        self.assertEqual({user.lang for user in self.visitors.values()}, {"fr_FR", "ar_MA"})
        self.assertTrue([login for login in self.visitors if login.isdigit()], "somebody logs in by telephone")

    def test_each_visitor_acts_for_an_organisation_and_one_has_left(self):
        roles = self.env["hub.representation"].search([])
        for login, user in self.visitors.items():
            acting = roles.filtered(
                lambda role, user=user: role.state == "active" and role.partner_id == user.partner_id
            )
            self.assertEqual(len(acting), 1, login)
        self.assertEqual(set(roles.mapped("state")), {"pending", "active", "ended"})
        inviters = roles.filtered(lambda role: role.state == "pending").invited_by_id
        self.assertEqual(set(inviters.mapped("share")), {True, False}, "by the hub, and by an association")

    def test_agreements_are_in_every_state_and_one_is_about_to_end(self):
        agreements = self.env["hub.agreement"].search([])
        states = agreements._fields["state"].get_values(self.env)
        self.assertEqual(set(agreements.mapped("state")), set(states))
        kinds = agreements._fields["kind"].get_values(self.env)
        self.assertEqual(set(agreements.mapped("kind")), set(kinds))
        (ending,) = agreements.filtered("ends_soon")
        self.assertEqual(ending.activity_ids.user_id, self.staff["manager"])
        self.assertTrue(agreements.filtered(lambda one: one.state == "draft" and one.previous_id.state == "expired"))
        (prolonged,) = agreements.filtered(lambda one: one.state == "active" and one.renewal == "tacit")
        self.assertGreater(prolonged.date_end, fields.Date.today())
        self.assertGreater(prolonged.date_end, prolonged.signed_end)

    def test_a_representative_finds_an_agreement_of_her_organisation(self):
        for login, user in self.visitors.items():
            self.assertTrue(self.env["hub.agreement"].with_user(user).search([]), login)

    def test_of_the_targets_some_are_on_track_some_late_and_one_reached(self):
        targets = self.env["hub.indicator.target"].search([("program_id.state", "=", "active")])
        paces = Counter(targets.mapped("pace"))
        for pace in ("on_track", "late", "reached"):
            self.assertTrue(paces[pace], pace)
        self.assertTrue(targets.filtered(lambda target: not target.value))
        self.assertTrue(self.env["hub.program"].search([("target_ids", "=", False)]), "one that promises nothing yet")

    def test_an_open_day_is_to_come_one_is_called_off_and_some_are_over(self):
        days = self.env["hub.open.day"].search([])
        self.assertEqual(set(days.mapped("state")), {"draft", "published", "cancelled"})
        self.assertTrue(days.filtered("is_over"))
        coming = days.filtered(lambda day: not day.is_over)
        self.assertEqual(set(coming.mapped("state")), {"draft", "published", "cancelled"})
        self.assertFalse(coming.filtered(lambda day: day.local_date.weekday() == 6))
        for day in days:
            names = {day.with_context(lang=lang).name for lang in ("en_US", "fr_FR", "ar_MA")}
            self.assertEqual(len(names), 3)

    def test_complaints_wait_for_the_officer_and_one_is_late(self):
        complaints = self.env["hub.complaint"].with_user(self.staff["safeguarding"]).search([])
        self.assertEqual(set(complaints.mapped("state")), {"received", "in_review", "closed"})
        self.assertEqual(set(complaints.mapped("kind")), {"complaint", "safeguarding"})
        self.assertEqual(len(complaints.filtered("is_late")), 1)
        self.assertTrue(complaints.filtered("is_anonymous"))
        self.assertFalse(self.env["hub.complaint"].with_user(self.staff["admin"]).has_access("read"))

    def test_people_were_told_of_appointments_and_have_answered(self):
        coming = self._get_appointments().filtered(lambda event: not event.is_hub_over)
        self.assertEqual(set(coming.mapped("hub_told")), {"no", "yes", "changed"})
        self.assertEqual(set(coming.mapped("hub_answer")), {False, "coming", "not_coming"})
        messages = self.env["hub.phone.message"].search([])
        self.assertEqual(set(messages.mapped("state")), {"draft", "sent", "failed"})
        self.assertIn("ar_MA", messages.filtered(lambda message: message.state == "sent").sent_by_id.mapped("lang"))
        self.assertTrue(self.env["hub.signed.link"].search([("state", "=", "revoked")]))

    def test_the_access_log_has_something_to_look_at_twice(self):
        logs = self.env["hub.access.log"]
        self.assertTrue(logs.search([("is_outside_hours", "=", True), ("how", "=", "form")]))
        self.assertTrue(logs.search([("is_many", "=", True)]))

    def test_nobody_was_mailed(self):
        self.assertFalse(self.env["mail.mail"].search([]))

    def test_the_story_moves_with_the_calendar_and_leaves_visitors_work_alone(self):
        yesterday = fields.Date.subtract(fields.Date.context_today(self.env.user), days=3)
        own = (
            self.env["calendar.event"]
            .with_user(self.staff["counsellor"])
            .create(
                {
                    "name": "/",
                    "hub_beneficiary_id": self.people.filtered(lambda person: not person.is_restricted)[:1].id,
                    "start": "2020-01-01 09:00:00",
                    "stop": "2020-01-01 10:00:00",
                    "partner_ids": [Command.clear()],
                }
            )
        )
        before = self._get_appointments() - own
        today = before.filtered(lambda event: event.start.date() == fields.Date.context_today(self.env.user))
        for event in today:
            event.write({"start": fields.Datetime.subtract(event.start, days=3), "stop": event.stop})
        hours = {event: event.start.time() for event in today}
        self.env["ir.config_parameter"].set_param("hub_demo.told_on", yesterday.isoformat())
        self.env["hub.demo.story"]._cron_move_to_today()
        for event in today:
            self.assertEqual(event.start.date(), fields.Date.context_today(self.env.user))
            self.assertEqual(event.start.time(), hours[event])
        self.assertEqual(own.start.year, 2020)

    def test_what_happened_to_people_stands_on_their_files(self):
        self.check_people(self.people)

    def test_what_waits_still_waits_when_time_has_passed(self):
        """A month later the story is as on the first day, and a second run on that day changes nothing."""
        later = fields.Datetime.add(fields.Datetime.now(), days=31)
        self.env.flush_all()
        with freeze_time(later):
            self.env["hub.demo.story"]._cron_move_to_today()
            self.env.invalidate_all()
            self.test_each_visitor_acts_for_an_organisation_and_one_has_left()
            self.test_agreements_are_in_every_state_and_one_is_about_to_end()
            self.test_an_open_day_is_to_come_one_is_called_off_and_some_are_over()
            self.test_complaints_wait_for_the_officer_and_one_is_late()
            self.test_people_were_told_of_appointments_and_have_answered()
            self.test_documents_expire_within_each_reminder_and_some_have_expired()
            self.check_people(self.people)
            pending = self.env["hub.representation"].search([("state", "=", "pending")])
            self.assertFalse(pending.filtered(lambda role: role._is_offer_over()))
            ends = self.env["hub.agreement"].search([]).mapped("date_end")
            self.env["hub.demo.story"]._cron_move_to_today()
            self.assertEqual(self.env["hub.agreement"].search([]).mapped("date_end"), ends)

    def _get_appointments(self):
        return self.env["calendar.event"].search([("is_hub_appointment", "=", True)])
