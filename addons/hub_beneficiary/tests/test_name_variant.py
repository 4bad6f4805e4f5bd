from odoo.exceptions import AccessError, ValidationError

from .common import BeneficiaryCommon


class TestNameVariant(BeneficiaryCommon):
    """The table of spellings: edited by the hub, asked wherever names are compared."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hide_people()
        cls.Variant = cls.env["hub.name.variant"]
        cls.jallow = cls.env.ref("hub_beneficiary.name_diallo")

    def _find(self, **vals):
        return self.env["hub.beneficiary"].with_user(self.user_reception).find_duplicates(vals)

    def test_shipped_spellings_are_one_name(self):
        table = self.Variant._get_table()
        for one, other in [("diallo", "jallow"), ("bouchra", "bushra"), ("lahcen", "hassan"), ("youssef", "يوسف")]:
            self.assertEqual(table.group(one), table.group(other), f"{one} {other}")
        self.assertNotEqual(table.group("hassan"), table.group("houcine"))
        self.assertGreaterEqual(self.Variant.search_count([]), 80)

    def test_a_spelling_belongs_to_one_name(self):
        with self.assertRaisesRegex(ValidationError, "jallow.*Diallo"):
            self.Variant.create({"name": "Jalloo", "spellings": "JALLOW"})

    def test_several_names_are_no_spelling(self):
        with self.assertRaisesRegex(ValidationError, "Jean Claude"):
            self.Variant.create({"name": "Jean", "spellings": "Jean Claude"})

    def test_only_administrators_edit_the_table(self):
        self.assertTrue(self.jallow.with_user(self.user_reception).spellings)
        with self.assertRaises(AccessError):
            self.jallow.with_user(self.user_reception).write({"note": "x"})

    def test_names_that_sound_apart_meet_once_the_table_says_so(self):
        robert = self._create_beneficiary("Robert", "Tazi", birthdate="1983-05-14", phone="0623289078")
        self.assertNotIn(robert.id, [found["id"] for found in self._find(given_name="Bob", family_name="Tazi")])
        self.Variant.create({"name": "Robert", "spellings": "Bob"})
        for spelling in self.env["hub.name.spelling"].search([("folded", "in", ("robert", "bob"))]):
            self.Variant._renew_keys(spelling)
            self.assertFalse(spelling.is_due)
        (found,) = self._find(given_name="Bob", family_name="Tazi")
        self.assertEqual((found["id"], found["reasons"]), (robert.id, ["same name"]))

    def test_a_change_makes_new_keys_for_those_who_bear_the_name_alone(self):
        robert = self._create_beneficiary("Robert", "Tazi")
        other = self._create_beneficiary("Salma", "Koné")
        self.env.flush_all()
        before = robert.name_keys, other.name_keys
        variant = self.Variant.create({"name": "Robert", "spellings": "Bob"})
        for spelling in variant.spelling_ids:
            self.Variant._renew_keys(spelling)
        self.assertIn(f" ={variant.id}= ", robert.name_keys)
        self.assertEqual(other.name_keys, before[1])
        variant.unlink()
        for spelling in self.env["hub.name.spelling"].search([("folded", "in", ("robert", "bob"))]):
            self.Variant._renew_keys(spelling)
        self.assertEqual(robert.name_keys, before[0])
        self.assertFalse(self.env["hub.name.spelling"].search([("folded", "in", ("robert", "bob"))]))

    def test_an_archived_name_no_longer_counts(self):
        self.jallow.active = False
        self.assertFalse(self.Variant._get_table().group("jallow"))
        self.jallow.active = True
        self.assertTrue(self.Variant._get_table().group("jallow"))
