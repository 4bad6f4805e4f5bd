from ast import literal_eval

from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger
from psycopg2 import IntegrityError


class MergeCommon(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one, cls.two, cls.three, cls.four = (
            cls._create_beneficiary(name, state="registered") for name in ("Amina", "Aminata", "Emina", "Amine")
        )

    def _merge(self, file, target, user=None):
        return file.with_user(user or self.user_counsellor)._merge_into(target, "Same card")


class TestMerge(MergeCommon):
    """A merge is a pointer and can be undone."""

    def test_every_new_file_is_its_own_main_file(self):
        self.assertEqual(self.one.root_id, self.one)
        self.assertEqual(self.one.cluster_ids, self.one)
        self.env.invalidate_all()
        self.assertEqual(self.one.root_id, self.one)

    def test_a_merge_points_and_undoing_takes_the_pointer_away(self):
        before = self.one.read()[0], self.two.read()[0]
        self._merge(self.two, self.one)
        self.assertEqual((self.two.merged_into_id, self.two.root_id), (self.one, self.one))
        self.assertEqual(self.one._get_clusters(), self.one | self.two)
        self.assertEqual((self.one | self.two)._get_roots(), self.one)
        self.two.with_user(self.user_counsellor)._undo_merge("Another card")
        told = {"message_ids", "write_date", "write_uid", "has_message", "message_needaction", "website_message_ids"}
        for row, file in zip(before, (self.one, self.two), strict=True):
            after = file.read()[0]
            self.assertEqual(
                {name: after[name] for name in after.keys() - told}, {name: row[name] for name in row.keys() - told}
            )

    def test_what_is_merged_into_a_merged_file_ends_at_the_main_one(self):
        self._merge(self.two, self.one)
        self._merge(self.three, self.two)
        self.assertEqual(self.three.merged_into_id, self.one)
        self._merge(self.two, self.four)  # its pointer is followed: the person of one is the person of four
        self.assertEqual((self.one | self.two | self.three).root_id, self.four)
        self.one.with_user(self.user_counsellor)._undo_merge("No")
        self.assertEqual((self.one | self.two | self.three).root_id, self.one)
        self.assertEqual(self.four.root_id, self.four)

    def test_the_history_says_who_when_and_why_and_names_nobody(self):
        self.two.with_user(self.user_counsellor)._merge_into(self.one, "Aminata Alaoui showed her card")
        line = self.env["hub.beneficiary.merge"].search([("beneficiary_id", "=", self.two.id)])
        self.assertEqual((line.action, line.other_id, line.user_id), ("merge", self.one, self.user_counsellor))
        self.assertEqual(line.reason, f"{self.two.ref} showed her card")
        for statement in ("UPDATE hub_beneficiary_merge SET reason = 'x'", "DELETE FROM hub_beneficiary_merge"):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env.cr.execute(statement)

    def test_what_cannot_be_merged_is_said_in_a_sentence(self):
        draft = self._create_beneficiary("Draft")
        closed = self._create_beneficiary("Closed", state="registered", is_restricted=True, user_id=self.env.uid)
        with self.assertRaisesRegex(UserError, f"with itself: {self.one.ref}"):
            self._merge(self.one, self.one)
        with self.assertRaisesRegex(UserError, f"draft is not merged: {draft.ref}"):
            self._merge(self.one, draft)
        with self.assertRaises(AccessError) as caught:
            self._merge(self.one, closed)
        self.assertNotIn("Closed", str(caught.exception))
        with self.assertRaisesRegex(UserError, "Say why"):
            self.two._merge_into(self.one, " ")
        self._merge(self.two, self.one)
        with self.assertRaisesRegex(UserError, "one person already"):
            self._merge(self.one, self.two)
        with self.assertRaisesRegex(UserError, f"not merged into another: {self.three.ref}"):
            self.three._undo_merge("No")

    def test_reception_proposes_and_does_not_decide(self):
        with self.assertRaisesRegex(AccessError, "Counsellors and managers"):
            self._merge(self.two, self.one, self.user_reception)
        self._merge(self.two, self.one)
        with self.assertRaisesRegex(AccessError, "Counsellors and managers"):
            self.two.with_user(self.user_reception)._undo_merge("No")

    def test_the_database_refuses_cycles_and_wrong_roots(self):
        self._merge(self.two, self.one)
        self._merge(self.three, self.two)
        one, two, three, four = (self.one.id, self.two.id, self.three.id, self.four.id)
        for statement in (
            f"UPDATE hub_beneficiary SET merged_into_id = {three}, root_id = {one} WHERE id = {one}",
            f"UPDATE hub_beneficiary SET merged_into_id = {three}, root_id = {four} WHERE id = {one}",
            f"UPDATE hub_beneficiary SET merged_into_id = {four}, root_id = {four} WHERE id = {four}",
            f"UPDATE hub_beneficiary SET merged_into_id = {four}, root_id = {four} WHERE id = {two}",
            f"UPDATE hub_beneficiary SET merged_into_id = {one}, root_id = {two} WHERE id = {four}",
            f"UPDATE hub_beneficiary SET root_id = {four} WHERE id = {two}",
            f"UPDATE hub_beneficiary SET root_id = {one} WHERE id = {four}",
            f"UPDATE hub_beneficiary SET root_id = NULL WHERE id = {four}",
            f"UPDATE hub_beneficiary SET merged_into_id = NULL WHERE id = {two}",
        ):
            with (
                self.subTest(statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)

    def test_a_merged_file_is_not_written_on(self):
        self._merge(self.two, self.one)
        with self.assertRaisesRegex(UserError, self.one.ref):
            self.two.with_user(self.user_counsellor).note = "x"

    def test_a_restricted_file_stays_closed_in_its_cluster(self):
        self.two.write({"is_restricted": True, "user_id": self.other_counsellor.id, "note": "Secret"})
        self.two._merge_into(self.one, "Same card")
        mine = self.one.with_user(self.user_counsellor)
        self.assertEqual(mine._get_clusters(), self.one)
        self.assertEqual(self.one.with_user(self.other_counsellor)._get_clusters(), self.one | self.two)

    def test_odoos_own_wizard_does_not_merge_people(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        with self.assertRaisesRegex(UserError, "Same person as another file"):
            wizard._merge((self.one | self.two).partner_id.ids)

    def test_contradictions_are_said_before_and_after(self):
        self.one.write({"birthdate": "1990-01-02", "sex": "female"})
        self.two.write({"birthdate": "1990-01-03", "sex": "male"})
        self._create_household(None, self.one)
        self._create_household(None, self.two)
        said = (self.one | self.two)._get_contradictions()
        self.assertEqual(len(said), 3, said)
        self.assertFalse(self.one.contradiction_text)
        self._merge(self.two, self.one)
        self.assertEqual(self.one.contradiction_text, "\n".join(said))
        self.assertFalse(self.two.contradiction_text)


class TestPair(MergeCommon):
    """What two files may be to each other, and what was decided."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        verdict = cls.one._compare_files(cls.two)
        cls.pair = cls.env["hub.duplicate.pair"]._propose([(cls.one.id, cls.two.id, verdict)])

    def _propose(self, *files):
        one, two = files
        return self.env["hub.duplicate.pair"]._propose([(one.id, two.id, one._compare_files(two))])

    def test_not_the_same_is_permanent_for_all_files_of_both(self):
        self.pair.with_user(self.user_counsellor)._decide_different("Sisters")
        self._merge(self.three, self.two)
        self.assertFalse(self._propose(self.one, self.two))
        self.assertFalse(self._propose(self.one, self.three))
        self.assertEqual(self.one._get_different_ids(), {self.one.id: {self.two.id, self.three.id}})
        with self.assertRaisesRegex(UserError, "not the person of"):
            self._merge(self.three, self.one)
        with self.assertRaisesRegex(UserError, "decided already"):
            self.pair.with_user(self.user_counsellor)._decide_same(self.one, "x")

    def test_only_a_manager_reopens_with_a_reason(self):
        self.pair._decide_different("Sisters")
        with self.assertRaises(AccessError):
            self.pair.with_user(self.user_counsellor)._reopen("Wrong")
        self.pair.with_user(self.user_manager)._reopen("Wrong")
        self.assertEqual(self.pair.decision, "pending")
        actions = self.env["hub.beneficiary.merge"].search([("beneficiary_id", "=", self.one.id)]).mapped("action")
        self.assertEqual(actions, ["reopen", "different"])

    def test_same_merges_and_undoing_asks_again(self):
        self.pair.with_user(self.user_counsellor)._decide_same(self.two, "Same card")
        self.assertEqual((self.one.root_id, self.pair.decision), (self.two, "same"))
        self.one._undo_merge("No")
        self.assertEqual(self.pair.decision, "pending")

    def test_a_pair_is_proposed_once(self):
        self.assertFalse(self._propose(self.one, self.two))
        self.assertFalse(self._propose(self.two, self.one))

    def test_nobody_writes_a_decision_past_its_buttons(self):
        for user in (self.user_reception, self.user_counsellor, self.user_manager):
            with self.assertRaises(AccessError):
                self.pair.with_user(user).write({"decision": "different"})


class TestMergedReaders(MergeCommon):
    """One person in every count and list."""

    def _count(self):
        people = self.env.ref("hub_core.indicator_people_received")
        _figures, total = people._count_by("dim_sex", people._get_domain())
        return total

    def test_a_person_with_two_files_is_counted_once_and_after_undoing_twice(self):
        before = self._count()
        for person in (self.one, self.two, self.two, self.three):
            self._create_request(person, received_on="2020-05-02")
        self.assertEqual(self._count(), before + 3)
        self._merge(self.two, self.one)
        self.assertEqual(self._count(), before + 2)
        self._merge(self.three, self.two)
        self.assertEqual(self._count(), before + 1)
        (self.two | self.three)._undo_merge("No")
        self.assertEqual(self._count(), before + 3)

    def test_the_main_file_tells_all_and_the_merged_one_its_own(self):
        request = self._create_request(self.two, received_on="2020-05-02")
        self._create_request(self.one)
        self.env["hub.consent"].create({"beneficiary_id": self.two.id})
        self._merge(self.two, self.one)
        self.assertEqual((self.one.request_count, self.two.request_count), (2, 1))
        self.assertEqual((self.one.delivery_count, self.two.delivery_count), (1, 1))
        self.assertEqual(self.one.consent_state, "granted")
        kinds = [entry["kind"] for entry in self.one.get_timeline()["entries"]]
        self.assertEqual(sorted(kinds), ["consent", "delivery", "request", "request"])
        self.assertIn(request.id, self.env["crm.lead"].search(self.one.action_open_requests()["domain"]).ids)

    def test_new_requests_and_consents_go_to_the_main_file(self):
        self._merge(self.two, self.one)
        self.assertEqual(self._create_request(self.two).beneficiary_id, self.one)
        self.assertEqual(self.env["hub.consent"].create({"beneficiary_id": self.two.id}).beneficiary_id, self.one)
        card = self.env["hub.desk"].with_user(self.user_reception).start_request(self.two.id, [])
        self.assertEqual(card["person"]["beneficiary_id"], self.one.id)

    def test_who_is_searched_by_the_name_of_a_merged_file_is_the_main_one(self):
        self.two.given_name = "Zoubidaxyz"
        self._merge(self.two, self.one)
        people = self.env["hub.beneficiary"].with_user(self.user_reception)
        self.assertEqual([id_ for id_, _name in people.name_search("Zoubidaxyz")], [self.one.id])
        action = self.env.ref("hub_beneficiary.hub_beneficiary_action")
        domain = [("display_name", "ilike", "Zoubidaxyz"), *literal_eval(action.domain)]
        self.assertEqual(people.search(domain), self.one)
        rows = self.env["hub.desk"].with_user(self.user_reception).search_people("Zoubidaxyz")
        self.assertEqual([row["beneficiary_id"] for row in rows], [self.one.id])
