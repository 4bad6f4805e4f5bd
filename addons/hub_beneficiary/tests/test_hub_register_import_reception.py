"""The whole reception register, against what is known to be true of each of its rows."""

import csv
import logging
from collections import Counter

from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tools.placing import place_without_names
from odoo.tools.misc import file_open

from .register_common import RegisterCommon

_logger = logging.getLogger(__name__)
DATA = "hub_beneficiary/tests/data/"


@freeze_time("2022-12-31 10:00:00")
class TestReceptionRegister(RegisterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open(f"{DATA}reception_register_truth.csv") as stream:
            cls.truth = {int(row["sheet_row"]): row for row in csv.DictReader(stream)}
        with file_open(f"{DATA}reception_register.xlsx", "rb") as stream:
            cls.content = stream.read()
        cls.before = cls.env["hub.beneficiary"].search_count([])
        cls.register = cls._preview(content=cls.content)
        cls.preview = {line.row: line.outcome for line in cls.register.line_ids}
        cls.register.action_import()
        described = [cls.register._describe(row.number, row.cells) for row in cls.register._read_table().rows]
        cls.people = [row["row"].person(row["number"]) for row in described if not row["row"].failed]
        cls.lines = {line.row: line for line in cls.register.line_ids}

    def _rows(self, *expected):
        return [row for row, truth in self.truth.items() if truth["expected"] in expected]

    def test_there_is_one_line_for_each_row(self):
        self.assertEqual(sorted(self.lines), sorted(self.truth))
        self.assertEqual(self.register.header_row, 3)

    def test_every_error_is_refused_with_its_cell(self):
        for row in self._rows("error"):
            with self.subTest(self.truth[row]["kind"]):
                self.assertEqual((self.preview[row], self.lines[row].state), ("error", "refused"))
                self.assertIn(str(row), self.lines[row].message)
                self.assertFalse(self.lines[row].beneficiary_id)

    def test_every_flagged_row_is_imported_with_a_message(self):
        for row in self._rows("flagged"):
            with self.subTest(self.truth[row]["kind"]):
                self.assertEqual((self.preview[row], self.lines[row].state), ("new", "done"))
                self.assertTrue(self.lines[row].beneficiary_id)
                self.assertIn(str(row), self.lines[row].message)

    def test_text_is_stored_as_it_was_written(self):
        people = {self.truth[row]["kind"]: self.lines[row].beneficiary_id for row in self._rows("text")}
        self.assertEqual(people["formula"].note, '=HYPERLINK("http://evil.example","x")')
        self.assertEqual(people["markup"].given_name, "<script>alert(1)</script>")
        self.assertEqual(people["bidi_marks"].note, "a\u200f\u202eb")
        self.assertEqual(people["long_remark"].note, "x" * 20_000)

    def test_nobody_is_taken_for_somebody_else(self):
        person_of_row = {row: truth["person"] for row, truth in self.truth.items()}
        wrong = [
            (row, line.message)
            for row, line in self.lines.items()
            if self.preview[row] == "same" and person_of_row[row] != person_of_row[line.same_as_row]
        ]
        self.assertFalse(wrong)
        for row in self._rows("new", "new_or_maybe", "flagged", "text"):
            self.assertNotEqual(self.preview[row], "same", self.lines[row].message)
        self.assertIn("same", self.preview.values())

    def test_no_row_is_lost(self):
        states = Counter(line.state for line in self.lines.values())
        created = self.env["hub.beneficiary"].search_count([]) - self.before
        same = list(self.preview.values()).count("same")
        self.assertEqual(created + same + states["pending"] + states["refused"], len(self.truth))
        self.assertEqual(states["todo"], 0)
        self.assertTrue(all(line.beneficiary_id for line in self.lines.values() if line.state == "done"))
        self.assertTrue(all(line.cells for line in self.lines.values() if line.state == "pending"))

    def test_returning_people_are_seen(self):
        """All that is asked of the matching, in one run, beside a baseline that reads no names."""
        wanted, others = self._rows("same_or_maybe"), self._rows("new", "new_or_maybe", "flagged", "text")
        same = [row for row in wanted if self.preview[row] == "same"]
        seen = [row for row in wanted if self.preview[row] in {"same", "maybe"}]
        doubted = [row for row in others if self.preview[row] == "maybe"]
        expected = len({truth["person"] for truth in self.truth.values() if truth["expected"] != "error"})
        created = list(self.preview.values()).count("new")
        baseline = place_without_names(self.people)
        person_of_row = {row: truth["person"] for row, truth in self.truth.items()}
        found = [row for row in wanted if row in baseline]
        wrong = [row for row, root in baseline.items() if person_of_row[row] != person_of_row[root]]
        _logger.info(
            "Reception register, %s rows of %s returning: recall %.3f, same %.3f; of %s others %s maybe; "
            "%s people for %s. Without names: recall %.3f, wrong %s",
            *(
                len(self.truth),
                len(wanted),
                len(seen) / len(wanted),
                len(same) / len(wanted),
                len(others),
                len(doubted),
            ),
            *(created, expected, len(found) / len(wanted), len(wrong)),
        )
        self.assertGreaterEqual(len(seen) / len(wanted), 0.95)
        self.assertGreaterEqual(len(same) / len(wanted), 0.75)
        self.assertLessEqual(len(doubted) / len(others), 0.05)
        self.assertLessEqual(abs(created - expected), list(self.preview.values()).count("maybe"))
        self.assertGreater(len(same), len(found))

    def test_consent_is_recorded_or_asked_for(self):
        done = [line.beneficiary_id for line in self.lines.values() if line.state == "done"]
        people = self.env["hub.beneficiary"].union(*done)
        states = Counter(people.mapped("consent_state"))
        self.assertTrue(states["granted"] and states["refused"] and states["unknown"])
        unknown = people.filtered(lambda person: person.consent_state == "unknown")
        self.assertTrue(all(person.activity_ids for person in unknown))

    def test_the_same_register_again_changes_nothing(self):
        before = self._counts()
        again = self._preview(content=self.content, filename="again.xlsx")
        outcomes = {line.row: line.outcome for line in again.line_ids}
        done = [row for row, line in self.lines.items() if line.state == "done"]
        self.assertEqual({outcomes[row] for row in done}, {"same"})
        again.action_import()
        self.assertEqual(self._counts(), before)
