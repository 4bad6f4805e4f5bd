from contextlib import contextmanager

from odoo.addons.hub_beneficiary.tests.race_common import RaceCase
from odoo.exceptions import UserError
from odoo.tests import tagged
from psycopg2 import Error, errors


@tagged("post_install", "-at_install")
class TestMergeRace(RaceCase):
    """However many merge at once: one root, no cycle, and who comes second is tried again on what is true then."""

    def setUp(self):
        super().setUp()
        self.people = self._create_people("Race Merge A", "Race Merge B", "Race Merge C")
        with self._cursor() as env:
            env["hub.beneficiary"].browse(self.people).write({"state": "registered"})

    def _clean(self):
        with self._guards_off("hub_beneficiary_merge") as env:
            env.cr.execute("DELETE FROM hub_beneficiary_merge WHERE beneficiary_id IN %s", [tuple(self.people)])
            env.cr.execute(
                "UPDATE hub_beneficiary SET merged_into_id = NULL, root_id = id WHERE id IN %s", [tuple(self.people)]
            )
        return super()._clean()

    @contextmanager
    def _guards_off(self, table):
        with self._cursor() as env:
            env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield env
            env.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    def _merging(self, source, target):
        def merge(env):
            people = env["hub.beneficiary"].browse(self.people)
            people[source]._merge_into(people[target], "Same card")

        return merge

    def _undoing(self, source):
        return lambda env: env["hub.beneficiary"].browse(self.people[source])._undo_merge("No")

    def _again(self, function):
        """What Odoo does with a request that the database refused for being late; the sentence it ends with."""
        try:
            with self._cursor() as env:
                function(env)
        except UserError as error:
            return str(error)
        return None

    def _get_roots(self):
        with self._cursor() as env:
            people = env["hub.beneficiary"].browse(self.people)
            self.assertFalse(people._has_cycle("merged_into_id"))
            return [self.people.index(person.root_id.id) for person in people]

    def test_two_crossing_merges_end_in_one_root(self):
        error = self._race(self._merging(0, 1), self._merging(1, 0))
        self.assertIsInstance(error, errors.SerializationFailure)
        self.assertIn("one person already", self._again(self._merging(1, 0)))
        self.assertEqual(self._get_roots(), [1, 1, 2])

    def test_the_target_of_one_is_merged_by_the_other(self):
        error = self._race(self._merging(0, 1), self._merging(1, 2))
        self.assertIsInstance(error, errors.SerializationFailure)
        self.assertIsNone(self._again(self._merging(1, 2)))
        self.assertEqual(self._get_roots(), [2, 2, 2])

    def test_a_file_is_merged_into_two_at_once(self):
        error = self._race(self._merging(0, 1), self._merging(0, 2))
        self.assertIsInstance(error, errors.SerializationFailure)
        self.assertIsNone(self._again(self._merging(0, 2)))
        self.assertEqual(self._get_roots(), [2, 2, 2])

    def test_a_circle_of_three(self):
        error = self._race(self._merging(0, 1), self._merging(2, 0))
        self.assertIsInstance(error, errors.SerializationFailure)
        self.assertIsNone(self._again(self._merging(2, 0)))
        self.assertIn("one person already", self._again(self._merging(1, 2)))
        self.assertEqual(self._get_roots(), [1, 1, 1])

    def test_one_undoes_while_the_other_merges_on(self):
        self._again(self._merging(0, 1))
        error = self._race(self._undoing(0), self._merging(1, 2))
        self.assertIsInstance(error, errors.SerializationFailure)
        self.assertIsNone(self._again(self._merging(1, 2)))
        self.assertEqual(self._get_roots(), [0, 2, 2])

    def test_the_database_alone_refuses_crossing_pointers(self):
        """Past every method: what SQL writes without a lock."""

        def point(source, target):
            return lambda env: env.cr.execute(
                "UPDATE hub_beneficiary SET merged_into_id = %s, root_id = %s WHERE id = %s",
                [self.people[target], self.people[target], self.people[source]],
            )

        for rival in (point(1, 0), point(1, 2)):
            error = self._race(point(0, 1), rival)
            self.assertIsInstance(error, Error)
            self.assertEqual(self._get_roots(), [1, 1, 2])
            self._again(self._undoing(0))
