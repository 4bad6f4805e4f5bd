from odoo import fields
from odoo.addons.hub_beneficiary.tests.test_merge import MergeCommon
from odoo.exceptions import UserError


class TestMergeActivities(MergeCommon):
    """What is planned on a merged file is done on the main one, and goes back when the merging is undone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planned = cls._plan(cls.two)

    @classmethod
    def _plan(cls, file, user=None, **values):
        return file.activity_schedule(
            "mail.mail_activity_data_todo",
            fields.Date.to_date("2020-01-01"),
            summary="Call",
            user_id=(user or cls.user_counsellor).id,
            **values,
        )

    def _get_late(self):
        return self.env["hub.beneficiary"].with_user(self.user_counsellor).search([("activity_state", "=", "overdue")])

    def test_the_main_file_shows_counts_and_is_late_by_what_was_planned_on_the_other(self):
        self._merge(self.two, self.one)
        self.assertEqual((self.one.activity_ids, self.two.activity_ids), (self.planned, self.planned.browse()))
        self.assertEqual(self.one.activity_state, "overdue")
        self.assertEqual(self._get_late() & (self.one | self.two), self.one)
        mine = self.env["hub.beneficiary"].with_user(self.user_counsellor).search([("activity_user_id", "=", "hub")])
        self.assertFalse(mine & self.two)
        rows = self.env["hub.desk"].with_user(self.user_counsellor).get_day()["late"]["rows"]
        self.assertEqual([row["res_id"] for row in rows if row["id"] == self.planned.id], self.one.ids)

    def test_undoing_gives_back_what_was_planned_there_and_only_that(self):
        before = self.planned.read()[0]
        own = self._plan(self.one)
        self._merge(self.two, self.one)
        later = self._plan(self.one)
        on_merged = self._plan(self.two)
        self.assertEqual(on_merged.res_id, self.one.id, "planned on a merged file, it is the person's")
        self.two.with_user(self.user_counsellor)._undo_merge("No")
        self.assertEqual(self.one.activity_ids, own | later)
        self.assertEqual(self.two.activity_ids, self.planned | on_merged)
        after = self.planned.read()[0]
        stamps = {"write_date", "write_uid"}
        self.assertEqual({name: after[name] for name in after.keys() - stamps}, {
            name: before[name] for name in before.keys() - stamps
        })  # fmt: skip

    def test_along_a_chain_each_goes_back_to_its_own_file(self):
        deep = self._plan(self.three)
        self._merge(self.three, self.two)
        self._merge(self.two, self.one)
        self.assertEqual(self.one.activity_ids, self.planned | deep)
        self.two.with_user(self.user_counsellor)._undo_merge("No")
        self.assertEqual((self.one.activity_ids, self.two.activity_ids), (deep.browse(), self.planned | deep))
        self.three.with_user(self.user_counsellor)._undo_merge("No")
        self.assertEqual((self.two.activity_ids, self.three.activity_ids), (self.planned, deep))

    def test_done_after_the_merging_it_stays_done(self):
        self._merge(self.two, self.one)
        self.planned.with_user(self.user_counsellor).action_done()
        self.two._undo_merge("No")
        self.assertFalse((self.one | self.two).activity_ids)

    def test_what_stands_on_a_restricted_file_is_not_moved_to_one_that_is_open(self):
        self.two.write({"is_restricted": True, "user_id": self.other_counsellor.id})
        self.two._merge_into(self.one, "Same card")
        self.assertFalse(self.one.activity_ids)
        self.assertEqual(self.two.activity_ids, self.planned)

    def test_nobody_loses_what_she_has_to_do_to_a_file_that_is_closed_to_her(self):
        hers = self._plan(self.two, self.other_counsellor)
        self.one.write({"is_restricted": True, "user_id": self.other_counsellor.id})
        self.two._merge_into(self.one, "Same card")
        self.assertEqual((self.one.activity_ids, self.two.activity_ids), (hers, self.planned))

    def test_made_anonymous_nothing_planned_is_left_of_either_file(self):
        self._merge(self.two, self.one)
        self._plan(self.one)
        self.one.action_exit("completed")
        self.two.write({"state": "exited", "exit_reason": "completed"})
        self.one._anonymise()
        self.assertFalse(
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search([("res_model", "=", "hub.beneficiary"), ("res_id", "in", (self.one | self.two).ids)])
        )


class TestMergeAccounts(MergeCommon):
    """Two accounts may be two people: one stays because somebody says so, the other one is closed and comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = (
            cls._create_user(f"login_{file.given_name}", "base.group_portal", partner_id=file.partner_id.id)
            for file in (cls.one, cls.two)
        )

    def _decide(self, **values):
        return (
            self.env["hub.duplicate.decision"]
            .with_user(self.user_counsellor)
            .create(
                {"beneficiary_id": self.one.id, "other_id": self.two.id, "main": "beneficiary", "reason": "x", **values}
            )
        )

    def test_without_a_choice_the_merging_is_refused_and_names_both(self):
        with self.assertRaisesRegex(UserError, f"{self.one.ref}.*{self.two.ref}"):
            self._merge(self.two, self.one)
        self.assertTrue(self._decide().two_accounts)
        with self.assertRaisesRegex(UserError, "which account stays"):
            self._decide().action_apply()
        self.assertEqual((self.first.active, self.second.active), (True, True))

    def test_the_account_that_stays_shows_all_files_and_the_other_one_is_closed(self):
        self._decide(account="other").action_apply()
        self.assertEqual((self.first.active, self.second.active), (False, True))
        self.assertEqual(self.env["hub.beneficiary"]._get_own_files(self.second), self.one | self.two)
        self.assertEqual(self.one.portal_state, "account")
        self.assertEqual(self.one._get_account_partner(), self.two.partner_id)
        line = self.two._get_merge_line()
        self.assertEqual(line.closed_user_ids, self.first)

    def test_undoing_opens_it_again_and_each_sees_her_own_file(self):
        for kept in ("beneficiary", "other"):
            self._decide(account=kept).action_apply()
            wizard = self._decide(action="undo", beneficiary_id=self.two.id, other_id=self.one.id)
            self.assertTrue(wizard.closed_account)
            wizard.action_apply()
            self.assertEqual((self.first.active, self.second.active), (True, True), kept)
            own = self.env["hub.beneficiary"]._get_own_files
            self.assertEqual((own(self.first), own(self.second)), (self.one, self.two))

    def test_with_one_account_nothing_is_asked_and_none_is_closed(self):
        self.first.active = False
        wizard = self._decide()
        self.assertFalse(wizard.two_accounts)
        wizard.action_apply()
        self.assertTrue(self.second.active)
        self.two._undo_merge("No")
        self.assertFalse(self.first.active, "closed by somebody else: it stays closed")

    def test_a_third_file_brings_its_account_into_the_question(self):
        self._decide(account="beneficiary").action_apply()
        third = self._create_user("third", "base.group_portal", partner_id=self.three.partner_id.id)
        with self.assertRaisesRegex(UserError, self.three.ref):
            self._merge(self.one, self.three)
        self.one._merge_into(self.three, "Same card", keeps_account=self.one)
        self.assertEqual((self.first.active, self.second.active, third.active), (True, False, False))
        self.one._undo_merge("No")
        self.assertEqual((self.first.active, self.second.active, third.active), (True, False, True))

    def test_an_account_that_acts_for_an_organisation_is_not_closed(self):
        self._create_representation(self.first, self._create_organization("Association Amal"))
        with self.assertRaisesRegex(UserError, "Association Amal"):
            self._decide(account="other").action_apply()
        self._decide(account="beneficiary").action_apply()
        self.assertEqual((self.first.active, self.second.active), (True, False))

    def test_who_was_given_another_account_meanwhile_or_died_gets_none_back(self):
        self._decide(account="other").action_apply()
        self.one.write({"state": "exited", "exit_reason": "deceased"})
        self.two._undo_merge("No")
        self.assertFalse(self.first.active)


class TestMergeFamilies(MergeCommon):
    """The family merge that a merge of two files made is undone with it; no other is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine, cls.hers, cls.others = (cls._create_household(file) for file in (cls.one, cls.two, cls.four))

    def _merge_with_family(self):
        wizard = self.env["hub.duplicate.decision"].create(
            {"beneficiary_id": self.one.id, "other_id": self.two.id, "main": "beneficiary", "reason": "Same card"}
        )
        wizard.same_family = True
        wizard.action_apply()

    def _undo(self, **values):
        wizard = self.env["hub.duplicate.decision"].create(
            {"beneficiary_id": self.two.id, "other_id": self.one.id, "action": "undo", "reason": "No", **values}
        )
        shown = wizard.joined_family
        wizard.action_apply()
        return shown

    def test_undoing_separates_the_families_that_it_had_joined(self):
        self._merge_with_family()
        self.assertEqual(self.hers.root_id, self.mine)
        self.assertEqual(self._undo(), f"{self.hers.ref} · {self.mine.ref}")
        self.assertEqual((self.hers.root_id, self.mine.root_id), (self.hers, self.mine))

    def test_who_undoes_may_keep_the_family(self):
        self._merge_with_family()
        self._undo(undo_family=False)
        self.assertEqual(self.hers.root_id, self.mine)

    def test_a_family_that_was_found_otherwise_stays_one(self):
        self.hers._merge_into(self.mine, "They said so")
        self._merge(self.two, self.one)
        self.assertFalse(self._undo())
        self.assertEqual(self.hers.root_id, self.mine)

    def test_what_joined_the_family_before_and_after_stays_with_it(self):
        self.others._merge_into(self.hers, "Before")
        self._merge_with_family()
        self.assertEqual(self.others.root_id, self.mine)
        self._undo()
        self.assertEqual((self.others.root_id, self.hers.root_id), (self.hers, self.hers))

    def test_a_family_that_was_separated_meanwhile_is_not_touched(self):
        self._merge_with_family()
        self.hers._undo_merge("Not the same")
        self.hers._merge_into(self.others, "That one")
        self.assertFalse(self._undo())
        self.assertEqual(self.hers.root_id, self.others)
