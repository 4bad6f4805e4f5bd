from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.addons.hub_beneficiary.tools.names import fold
from odoo.tools import SQL

ARABIC = "محمد الأمين "
MARKED = "\u202eKa\u200frim\u200b"


class TestMigrationNames(BeneficiaryCommon):
    """Names of before are clean and short afterwards, found as new ones are, and nothing of them is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amina = cls._create_beneficiary()
        cls.env.flush_all()
        cls.env.cr.execute("ALTER TABLE hub_beneficiary DROP CONSTRAINT hub_beneficiary_name_lengths")

    def _make_old(self, person, **names):
        """As the old version stored them, with what it had made of them."""
        self.env.flush_all()
        name = " ".join(filter(None, [names.get("given_name"), names.get("family_name")])) or names.get("name_ar")
        values = {
            "family_name": None,
            "name_ar": None,
            **names,
            "name": name,
            "name_folded": " ".join(fold(one) for one in names.values() if one),
            "name_keys": " old ",
        }
        for column, value in values.items():
            self.env.cr.execute(
                SQL("UPDATE hub_beneficiary SET %s = %s WHERE id = %s", SQL.identifier(column), value, person.id)
            )
        self.env.cr.execute("UPDATE res_partner SET name = %s WHERE id = %s", [name, person.partner_id.id])
        self.env.invalidate_all()

    def _migrate(self):
        for stage in ("pre", "post"):
            self._run_migration("hub_beneficiary", "19.0.1.2.0", stage)
        self.env.flush_all()
        self.env.invalidate_all()

    def _read(self, person):
        row = person.read(["given_name", "family_name", "name_ar", "name", "name_folded", "name_keys", "note"])[0]
        return {**row, "contact": person.partner_id.name}

    def _assert_migrated_twice(self, person):
        self._migrate()
        first = self._read(person)
        self._migrate()
        self.assertEqual(self._read(person), first)
        self.env.cr.execute(
            "ALTER TABLE hub_beneficiary ADD CHECK (char_length(given_name) <= 200 AND char_length(family_name) <= 200"
            " AND char_length(name_ar) <= 200)"
        )
        new = self._create_beneficiary(person.given_name, person.family_name, name_ar=person.name_ar)
        for name in ("name", "name_folded", "name_keys"):
            self.assertEqual(person[name], new[name], name)
        self.assertEqual(person.partner_id.name, new.partner_id.name)

    def test_a_page_that_was_pasted_as_a_name_is_kept_in_the_notes(self):
        pasted, arabic = "Alaoui " * 1500, ARABIC * 40
        self.amina.note = "Came with her sister."
        self._make_old(self.amina, given_name="Amina", family_name=pasted, name_ar=arabic)
        self._assert_migrated_twice(self.amina)
        self.assertEqual(self.amina.family_name, pasted[:200].strip())
        self.assertEqual(self.amina.name_ar, arabic[:200].strip())
        note, *kept = self.amina.note.split("\n")
        self.assertEqual(note, "Came with her sister.")
        self.assertEqual(kept, [pasted, arabic])

    def test_a_name_of_the_greatest_length_is_left_alone(self):
        self._make_old(self.amina, given_name="A" * 200, family_name="Alaoui")
        self._assert_migrated_twice(self.amina)
        self.assertEqual((self.amina.given_name, self.amina.note), ("A" * 200, False))

    def test_marks_of_direction_go_and_do_not_count_as_letters(self):
        self._make_old(
            self.amina, given_name=MARKED, family_name="\u200f" * 300 + "Alaoui", name_ar="\u202bأمينة\u202c\n"
        )
        self._assert_migrated_twice(self.amina)
        self.assertEqual(
            (self.amina.given_name, self.amina.family_name, self.amina.name_ar, self.amina.note),
            ("Karim", "Alaoui", "أمينة", False),
        )
        self.assertEqual(self.amina.partner_id.name, "Karim Alaoui")

    def test_a_name_in_arabic_alone(self):
        self._make_old(self.amina, given_name=None, name_ar="\u202b" + ARABIC * 40)
        self._assert_migrated_twice(self.amina)
        self.assertEqual(self.amina.name, (ARABIC * 40)[:200].strip())

    def test_who_has_nothing_but_marks_is_left_to_whoever_knows_better(self):
        self._make_old(self.amina, given_name="\u200f\u202e")
        self._migrate()
        self.env.cr.execute("SELECT given_name FROM hub_beneficiary WHERE id = %s", [self.amina.id])
        self.assertEqual(self.env.cr.fetchone(), ("\u200f\u202e",))

    def test_keys_are_made_anew_of_archived_people_too_and_nobody_wrote(self):
        karim = self._create_beneficiary("Karim", "Idrissi", name_ar="كريم")
        karim.active = False
        people = (self.amina | karim).with_context(active_test=False)
        expected = people.mapped("name_keys")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hub_beneficiary SET name_keys = ' old ', write_date = '2020-01-01', write_uid = 1 WHERE id IN %s",
            [people._ids],
        )
        self.env["hub.name.spelling"].search([]).is_due = True
        messages = self.env["mail.message"].search_count([])
        for _run in ("first", "second"):
            self._migrate()
            self.assertEqual(people.mapped("name_keys"), expected)
            self.assertEqual({str(day) for day in people.mapped("write_date")}, {"2020-01-01 00:00:00"})
            self.assertFalse(self.env["hub.name.spelling"].search([("is_due", "=", True)]))
            self.assertEqual(self.env["mail.message"].search_count([]), messages)
