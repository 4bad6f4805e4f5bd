from lxml import etree
from odoo.addons.hub_beneficiary.tests.test_merge import MergeCommon
from odoo.exceptions import UserError


class TestMergeShown(MergeCommon):
    """What the main file says of all files of a person, and what a merged one keeps to itself."""

    def _give_document(self, file, number, **values):
        return self.env["hub.beneficiary.identity"].create(
            {"beneficiary_id": file.id, "type": "passport", "number": number, **values}
        )

    def _get_said(self):
        return "\n".join((self.one | self.two)._get_contradictions())

    def test_two_valid_documents_of_a_kind_contradict_each_other(self):
        self._give_document(self.one, "AA111111", expires_on="2099-01-01")
        old = self._give_document(self.two, "BB222222", expires_on="2001-01-01")
        self.assertNotIn("AA111111", self._get_said())
        old.expires_on = "2098-01-01"
        said = self._get_said()
        self.assertIn(f"AA111111 ({self.one.ref})", said)
        self.assertIn(f"BB222222 ({self.two.ref})", said)

    def test_who_left_by_one_file_and_is_here_by_the_other_is_a_contradiction(self):
        self.assertFalse(self._get_said())
        self.two.write({"state": "exited", "exit_reason": "completed"})
        self.assertIn(self.two.ref, self._get_said())

    def test_different_consents_contradict_each_other_and_the_last_one_counts(self):
        consents = self.env["hub.consent"]
        consents.create({"beneficiary_id": self.one.id, "date": "2020-01-01"})
        consents.create({"beneficiary_id": self.two.id, "date": "2020-01-02", "decision": "refused"})
        said = self._get_said()
        self.assertIn(self.one.ref, said)
        self._merge(self.two, self.one)
        self.assertEqual(self.one.consent_state, "refused")
        people = self.env["hub.beneficiary"]
        self.assertIn(self.one, people.search([("consent_state", "=", "refused")]))
        self.assertNotIn(self.one, people.search([("consent_state", "=", "granted")]))
        self.two._undo_merge("No")
        self.assertIn(self.one, people.search([("consent_state", "=", "granted")]))

    def test_the_filter_of_consents_says_what_the_main_file_says(self):
        consents, people = self.env["hub.consent"], self.env["hub.beneficiary"]
        purpose = self.env.ref("hub_beneficiary.purpose_contact")
        consents.create({"beneficiary_id": self.one.id, "date": "2020-01-01"})
        self._merge(self.two, self.one)
        consents.create(
            {
                "beneficiary_id": self.one.id, "date": "2020-01-02", "decision": "withdrawn",
                "scope": "purposes", "purpose_ids": purpose.ids,
            }
        )  # fmt: skip
        consents.create({"beneficiary_id": self.three.id, "date": "2020-01-01", "expires_on": "2020-02-01"})
        for file, state in ((self.one, "granted"), (self.three, "expired")):
            self.assertEqual(file.consent_state, state)
            for asked in ("granted", "refused", "expired", "unknown"):
                self.assertEqual(file in people.search([("consent_state", "=", asked)]), asked == state)

    def test_an_anonymous_file_is_nobodys_any_more(self):
        self.two.write({"state": "exited", "exit_reason": "completed"})
        self.two._anonymise()
        for file, target in ((self.two, self.one), (self.one, self.two)):
            with self.assertRaisesRegex(UserError, f"anonymised.*{self.two.ref}"):
                self._merge(file, target)

    def test_categories_and_documents_of_a_merged_file_find_the_main_one(self):
        category = self.env["hub.beneficiary.category"].search([], limit=1)
        self.two.category_line_ids = [(0, 0, {"category_id": category.id, "date_from": "2020-01-01"})]
        self._give_document(self.two, "CC333333", expires_on="2099-01-01")
        people = self.env["hub.beneficiary"]
        by_document = [("cluster_ids.identity_ids.number", "ilike", "CC333333")]
        self.assertNotIn(self.one, people.search([("category_ids", "in", category.ids)]))
        self._merge(self.two, self.one)
        self.assertIn(category, self.one.category_ids)
        self.assertIn(self.one, people.search([("category_ids", "in", category.ids)]))
        self.assertEqual(people.search(by_document), self.one)

    def test_my_people_of_the_desk_are_main_files(self):
        people = self.one | self.two
        people.user_id = self.user_counsellor
        self._merge(self.two, self.one)
        rows = self.env["hub.desk"].with_user(self.user_counsellor).get_day()["caseload"]["rows"]
        self.assertEqual([row["beneficiary_id"] for row in rows if row["beneficiary_id"] in people.ids], self.one.ids)

    def test_a_closed_main_file_is_named_by_its_reference(self):
        self.one.write({"is_restricted": True, "user_id": self.other_counsellor.id})
        self.two._merge_into(self.one, "Same card")
        for user, label in ((self.user_counsellor, self.one.ref), (self.other_counsellor, self.one.name)):
            merged = self.two.with_user(user)
            self.env.invalidate_all()
            specification = {
                "merged_into_id": {"fields": {"display_name": {}}},
                "root_id": {"fields": {"display_name": {}}},
            }
            (row,) = merged.web_read(specification)
            self.assertEqual({row[name]["display_name"] for name in specification}, {label})
            self.assertEqual(merged.read(["root_id"])[0]["root_id"][1], label)

    def test_the_form_of_a_merged_file_is_read_only_whatever_is_on_it(self):
        arch = etree.fromstring(self.env["hub.beneficiary"].with_user(self.user_counsellor).get_view()["arch"])
        for node in arch.xpath("//field[not(ancestor::field)]"):
            if not self.env["hub.beneficiary"]._fields[node.get("name")].readonly:
                self.assertTrue(
                    node.get("readonly") in ("1", "True") or "merged_into_id" in node.get("readonly", ""),
                    node.get("name"),
                )
        (button,) = arch.xpath("//header/button[@name='action_new_request']")
        self.assertIn("merged_into_id", button.get("invisible"))


class TestMergeMigration(MergeCommon):
    """A database of before has files without a main file: each becomes its own."""

    def test_every_file_of_before_is_its_own_main_file_and_merged_ones_stay(self):
        self._merge(self.two, self.one)
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE hub_beneficiary DROP CONSTRAINT hub_beneficiary_root_of_itself")
        self.env.cr.execute("UPDATE hub_beneficiary SET root_id = NULL WHERE id = %s", [self.three.id])
        for _run in ("first", "second"):
            self._run_migration("hub_beneficiary", "19.0.1.2.0", "pre")
            self.env.cr.execute(
                "SELECT id, root_id FROM hub_beneficiary WHERE id IN %s ORDER BY id",
                [(self.one | self.two | self.three)._ids],
            )
            self.assertEqual(
                self.env.cr.fetchall(),
                [(self.one.id, self.one.id), (self.two.id, self.one.id), (self.three.id, self.three.id)],
            )
