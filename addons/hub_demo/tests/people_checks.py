from collections import Counter

from odoo import fields
from odoo.fields import Domain


class PeopleChecks:
    """What the story says of its people, on whichever day: each screen of theirs has something true to show."""

    def check_people(self, people):
        """Everything below, of the people of one telling."""
        for name in dir(self):
            if name.startswith("_check_people_"):
                with self.subTest(name.removeprefix("_check_people_")):
                    getattr(self, name)(people.with_context(active_test=False))

    def _find(self, model, people, *domain, name="beneficiary_id"):
        return self.env[model].search(Domain(name, "in", people.ids) & Domain(list(domain)))

    def _today(self):
        return fields.Date.context_today(self.env.user)

    # ------------------------------------------------------------
    # Files
    # ------------------------------------------------------------
    def _check_people_one_has_three_files(self, people):
        (person,) = people.filtered(lambda person: person.file_count > 2).root_id
        merged = person.merged_ids
        self.assertEqual(len(merged), 2)
        self.assertTrue(merged.request_ids.filtered("oriented_on"))
        self.assertTrue(merged.filtered("delivery_ids"))
        self.assertEqual(person.request_count, 3, "those of all her files")
        homes = (person | merged).household_id
        self.assertEqual((len(homes), len(homes.root_id)), (2, 1), "two main households, one family")
        self.assertFalse(person.contradiction_text)

    def _check_people_pairs_wait_and_are_decided(self, people):
        pairs = self._find("hub.duplicate.pair", people)
        self.assertEqual(set(pairs.mapped("decision")), {"pending", "same", "different"})
        pending = pairs.filtered(lambda pair: pair.decision == "pending")
        self.assertGreaterEqual(len(pending), 3)
        self.assertEqual(set(pending.mapped("origin")), {"batch", "staff"})
        self.assertTrue(pending.filtered("against_text"))
        scripts = pending.filtered(lambda pair: not pair.beneficiary_id.given_name and not pair.other_id.name_ar)
        self.assertTrue(scripts, "one across scripts")
        self.assertFalse(pairs.filtered(lambda pair: not pair.agreements), "nobody compares who has nothing in common")

    def _check_people_households_change(self, people):
        stays = self._find("hub.household.member", people)
        separated = stays.filtered(lambda stay: stay.end_kind == "separated")
        self.assertEqual(set(separated.mapped("role")), {"spouse", "child"})
        self.assertNotIn(separated.household_id, separated.beneficiary_id.household_id)
        families = stays.household_id
        self.assertTrue(families.filtered("merged_into_id"))
        self.assertTrue(families.member_ids.filtered("is_stub"))

    def _check_people_papers_follow_each_other(self, people):
        papers = self._find("hub.beneficiary.identity", people)
        chains = papers.filtered(lambda paper: paper.type != "receipt" and paper.renews_id.type == "receipt")
        self.assertTrue(chains.renews_id.renews_id.filtered("is_expired"))
        self.assertEqual(set(chains.beneficiary_id.mapped("stay_answer")), {"yes"})
        self.assertEqual(set(papers.mapped("receipt_for")), {False, "renewal", "first", "unknown"})
        reasons = set(people.filtered(lambda person: person.state != "anonymised").mapped("stay_answer"))
        self.assertEqual(reasons, {"yes", "no", "unknown"})

    def _check_people_somebody_is_reminded_of_each_paper_that_ends(self, people):
        papers = self._find("hub.beneficiary.identity", people, ("reminder_days", "!=", 0))
        self.assertEqual(set(papers.mapped("reminder_days")), {30, 60, 90})
        reminded = self.env["mail.activity"].search([("hub_identity_id", "in", papers.ids)])
        self.assertEqual(len(reminded), len(papers))
        self.assertGreaterEqual(len(reminded.user_id), 2)

    # ------------------------------------------------------------
    # Consent
    # ------------------------------------------------------------
    def _check_people_consents_are_of_each_kind(self, people):
        partners = self.env.ref("hub_beneficiary.purpose_partners")
        consents, today = self._find("hub.consent", people), self._today()
        withdrawn = consents.filtered(lambda one: one.decision == "withdrawn" and one.scope == "purposes")
        self.assertEqual(withdrawn.purpose_ids, partners)
        self.assertEqual(set(withdrawn.beneficiary_id.mapped("consent_state")), {"granted"}, "to the other purposes")
        self.assertTrue(self._find("hub.disclosure", withdrawn.beneficiary_id), "something had gone out before")
        ended = self._find("hub.referral", withdrawn.beneficiary_id)
        self.assertEqual(set(ended.mapped("state")), {"revoked", "no_show"})
        self.assertEqual(ended.filtered("is_access_closed").mapped("state"), ["no_show"])
        self.assertTrue(consents.guardian_id and consents.filtered("guardian_name"))
        soon = consents.filtered(lambda one: one.expires_on and 0 <= (one.expires_on - today).days <= 21)
        self.assertTrue(soon.recipient_ids)
        self.assertEqual(soon[:1].beneficiary_id._get_purpose_state("partners"), "granted")
        self.assertTrue(people.filtered(lambda one: one.consent_state == "expired"))

    def _check_people_some_agreed_to_the_older_notice(self, people):
        consents = self._find("hub.consent", people)
        current = self.env["hub.privacy.notice"]._get_current()
        self.assertGreater(current.version, 1)
        self.assertEqual(set(consents.notice_id.mapped("code")), {current.code})
        self.assertGreater(len(consents.notice_id), 1)
        for consent in consents:
            told = consent.notice_id
            self.assertLessEqual(told.date_from, consent.date)
        older = people.filtered("has_older_notice")
        self.assertTrue(older)
        self.assertGreater(len(people - older), len(older))

    # ------------------------------------------------------------
    # Referrals, enrolments
    # ------------------------------------------------------------
    def _check_people_referrals_stand_everywhere(self, people):
        referrals = self._find("hub.referral", people, ("direction", "=", "outbound"))
        states = Counter(referrals.mapped("state"))
        wanted = {"draft", "sent", "acknowledged", "waitlisted", "accepted", "served", "no_show", "closed", "revoked"}
        self.assertEqual(set(states), wanted)
        (late,) = referrals.filtered("is_late")
        self.assertEqual((late.state, late.urgency), ("sent", "urgent"))
        self.assertTrue(late.is_reminded and late.activity_ids)
        self.assertEqual(set(referrals.mapped("feedback")), {False, "yes", "no"})
        self.assertTrue(referrals.filtered(lambda one: one.decline_reason == "full" and one.state == "closed"))
        for referral in referrals.filtered("sent_at"):
            steps = [referral.sent_at, referral.answered_at, referral.feedback_at]
            self.assertEqual(list(filter(None, steps)), sorted(filter(None, steps)), referral.ref)

    def _check_people_associations_refer_to_the_hub(self, people):
        (taken,) = self._find("hub.referral", people, ("direction", "=", "inbound"))
        self.assertEqual((taken.state, taken.request_id.stage_code), ("accepted", "oriented"))
        self.assertTrue(taken.partner_reference)
        waiting = self.env["hub.referral"].search([("direction", "=", "inbound"), ("state", "=", "sent")])
        self.assertEqual(set(waiting.mapped("partner_reference")), {"D-112"})
        self.assertEqual(set(waiting.request_id.mapped("stage_code")), {"welcome"})
        self.assertFalse(waiting.request_id.beneficiary_id, "nobody has said so far who it is")

    def _check_people_one_came_back_to_her_programme(self, people):
        enrolments = self._find("hub.enrolment", people)
        self.assertEqual(set(enrolments.mapped("outcome")), {False, "completed", "left", "transferred"})
        self.assertGreaterEqual(len(enrolments.filtered(lambda one: one.state == "open").beneficiary_id), 6)
        places = Counter((one.beneficiary_id, one.program_id) for one in enrolments)
        (again,) = (place for place, count in places.items() if count > 1)
        mine = enrolments.filtered(lambda one: (one.beneficiary_id, one.program_id) == again)
        self.assertEqual(set(mine.mapped("state")), {"open", "ended"})

    # ------------------------------------------------------------
    # Accounts
    # ------------------------------------------------------------
    def _check_people_some_read_their_own_file(self, people):
        self.assertGreaterEqual(len(people.filtered(lambda one: one.portal_state == "account")), 3)
        for name, asked in (("copy_asked_at", "copy"), ("phone_proposed_at", "phone")):
            (person,) = people.filtered(name)
            kind = self.env.ref(f"hub_beneficiary.activity_type_{asked}")
            (activity,) = person.activity_ids.filtered(lambda one, kind=kind: one.activity_type_id == kind)
            self.assertEqual(activity.user_id, person.user_id)
            self.assertLess((fields.Datetime.now() - person[name]).days, 10)

    # ------------------------------------------------------------
    # Retention
    # ------------------------------------------------------------
    def _check_people_files_wait_for_a_decision(self, people):
        proposals = self._find("hub.retention.proposal", people)
        self.assertEqual(set(proposals.mapped("state")), {"proposed", "kept", "done"})
        waiting = proposals.filtered(lambda one: one.state == "proposed")
        rules = {self.env.ref(f"hub_beneficiary.retention_rule_{name}") for name in ("left", "deceased")}
        self.assertLessEqual(rules, set(waiting.rule_id))
        self.assertEqual(len(proposals.filtered(lambda one: one.rule_id in rules)), 4, "they meet nobody else")
        self.assertEqual(set(waiting.filtered(lambda one: not one.rule_id).mapped("ground")), {"asked"})
        (kept,) = proposals.filtered(lambda one: one.state == "kept")
        self.assertTrue(kept.keep_reason and kept.kept_until > self._today())

    def _check_people_one_is_anonymous_and_still_counted(self, people):
        (person,) = people.filtered(lambda one: one.state == "anonymised")
        self.assertFalse(person.name or person.phone or person.partner_id.phone)
        (proposal,) = person.retention_proposal_ids
        self.assertNotEqual(proposal.proposed_by_id, proposal.decided_by_id)
        self.assertEqual(person.delivery_count, 2)
        self.assertEqual(set(person.delivery_ids.mapped("dim_sex")), {"female"})
        self.assertTrue(person.delivery_ids.program_id)
