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

    def _run_job(self):
        """All batches, as the scheduled action does one after the other."""
        for spelling in self.env["hub.name.spelling"].search([("is_due", "=", True)]):
            while spelling.exists() and spelling.is_due:
                self.Variant._renew_keys(spelling)

    def test_saving_starts_the_job_and_says_for_how_many_people(self):
        self._run_job()
        self._create_beneficiary("Zelikha", "Tazi")
        self._create_beneficiary("Zoulikha", "Koné")
        self._create_beneficiary("Robert", "Bah")
        variant = self.Variant.with_user(self.user_admin)
        triggers = [("cron_id", "=", self.env.ref("hub_beneficiary.ir_cron_name_keys").id)]
        count = self.env["ir.cron.trigger"].search_count
        before = count(triggers)
        variant = variant.create({"name": "Zoulikha", "spellings": "Zelikha"})
        self.assertEqual(count(triggers), before + 1)
        variant.note = "Both are heard"
        self.assertEqual(count(triggers), before + 1, "a remark sets nothing going")
        self.assertEqual((variant.due_count, variant.due_text), (2, "2 people are being compared anew"))
        self.assertIn(variant, variant.search([("spelling_ids.is_due", "=", True)]))
        self._run_job()
        variant.invalidate_recordset()
        self.assertEqual((variant.due_count, variant.due_text), (0, False))

    def test_people_become_a_pair_once_their_spellings_are_one_name(self):
        self._run_job()
        files = self._create_beneficiary("Robert", "Tazi", birthdate="1983-05-14", phone="0623289078")
        files |= self._create_beneficiary("Bob", "Tazi", birthdate="1983-05-14", phone="0623289078")
        files.action_register()
        pairs = self.env["hub.duplicate.pair"]
        pairs._propose_for(files)
        of_them = [("beneficiary_id", "in", files.ids), ("other_id", "in", files.ids)]
        before = pairs.search(of_them).outcome
        self.Variant.create({"name": "Robert", "spellings": "Bob"})
        self._run_job()
        pair = pairs.search(of_them)
        self.assertEqual(pair.outcome, "same")
        self.assertNotEqual(before, "same")

    def test_how_many_wait_is_one_query_whatever_the_number_of_names(self):
        self.Variant._count_due(self.env["hub.name.spelling"].search([("is_due", "=", True)]))
        variants = self.Variant.create(
            [{"name": f"Nom{letter}ka", "spellings": f"Nam{letter}ka"} for letter in "bdfgjl"]
        )
        spellings = variants.spelling_ids
        spellings.fetch(["folded", "is_due", "done_id", "variant_id"])
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.Variant._count_due(spellings)
        self.assertEqual(self.env.cr.sql_log_count - before, 1)
