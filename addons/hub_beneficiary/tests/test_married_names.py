import datetime

from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.addons.hub_beneficiary.tools.matching import Person, compare
from odoo.addons.hub_beneficiary.tools.names import fold
from odoo.addons.hub_beneficiary.tools.register_row import read_row
from odoo.addons.hub_beneficiary.tools.variants import NO_VARIANTS, name_keys

#: Ways to write whom somebody married; each names a man with his whole name.
WITH_HUSBAND = [
    ("Salma", "Tazi épouse Mohamed Berrada", ""),
    ("Salma", "TAZI ép. BERRADA Mohamed", ""),
    ("Salma", "Tazi (veuve de Mohamed Berrada)", ""),
    ("Salma ép. Mohamed Berrada", "Tazi", ""),
    ("Tazi vve Mohamed Berrada", "Salma", ""),
    ("Salma", "Tazi, wife of Mohamed Berrada", ""),
    ("", "", "سلمى التازي زوجة محمد برادة"),
    ("", "", "سلمى التازي أرملة محمد برادة"),
    ("", "", "سلمى التازي حرم محمد برادة"),
]


class TestMarriedNames(BeneficiaryCommon):
    """Whom a woman married is known of her; his names are not hers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hide_people()

    def _find(self, **vals):
        return [found["id"] for found in self.env["hub.beneficiary"].find_duplicates(vals, limit=20)]

    def test_no_key_of_the_husband_is_hers(self):
        husband = name_keys(NO_VARIANTS, "Mohamed", "Berrada") | name_keys(NO_VARIANTS, "محمد برادة")
        for names in WITH_HUSBAND:
            with self.subTest(names):
                keys = name_keys(NO_VARIANTS, *names)
                self.assertFalse(keys & husband)
                self.assertTrue(keys & name_keys(NO_VARIANTS, "Salma", "سلمى"))

    def test_she_is_not_her_husband_and_is_herself_without_him(self):
        born = {"birthdate": datetime.date(1990, 5, 3), "precision": "day", "nationality": "MA"}
        for names in WITH_HUSBAND:
            with self.subTest(names):
                she = Person.build(*names, **born)
                self.assertEqual(compare(she, Person.build("Mohamed", "Berrada", **born)).outcome, "new")
                self.assertNotEqual(compare(she, Person.build("Salma", "Tazi", **born)).outcome, "new")

    def test_a_family_name_by_marriage_is_another_name_of_hers(self):
        she = self._create_beneficiary("Salma", "Tazi épouse Berrada", birthdate="1990-05-03")
        self.assertIn(she.id, self._find(given_name="Salma", family_name="Berrada", birthdate="1990-05-03"))
        self.assertIn(she.id, self._find(given_name="Salma", family_name="Tazi"))
        maiden = self._create_beneficiary("Aminata", "Bah née Koné", birthdate="1991-02-03")
        self.assertIn(maiden.id, self._find(given_name="Aminata", family_name="Koné"))

    def test_who_is_known_by_her_husband_alone_is_found_by_that(self):
        widow = self._create_beneficiary("", "Veuve Moussa Bah", birthdate="1950-05-03")
        self.assertTrue(widow.name_keys)
        self.assertIn(widow.id, self._find(family_name="Vve Moussa Bah", birthdate="1950-05-03"))

    def test_typing_her_husband_does_not_propose_her_and_her_name_does(self):
        husband = self._create_beneficiary("Mohamed", "Berrada")
        she = self._create_beneficiary("Salma", "Tazi épouse Mohamed Berrada")
        self.assertEqual(self._find(given_name="Mohamed", family_name="Berrada"), husband.ids)
        self.assertEqual(self._find(given_name="Salma", family_name="Tazi ép. Mohamed Berrada"), she.ids)
        self.assertEqual(self._find(name_ar="سلمى التازي"), she.ids)

    def test_the_search_still_finds_her_by_all_that_is_written(self):
        she = self._create_beneficiary("Salma", "Tazi épouse Mohamed Berrada")
        found = self.env["hub.beneficiary"].search([("display_name", "ilike", "Salma Berrada")])
        self.assertEqual(found, she)

    def test_at_the_desk_her_husband_is_noted_and_no_name_of_hers(self):
        desk = self.env["hub.desk"].with_user(self.user_reception)
        answer = desk.create_person({"given_name": "Salma", "family_name": "TAZI ép. Mohamed BERRADA"})
        person = self.env["hub.beneficiary"].browse(answer["person"]["beneficiary_id"])
        self.assertEqual((person.given_name, person.family_name), ("Salma", "TAZI"))
        self.assertEqual(person.note, "ép. Mohamed BERRADA")

    def test_a_register_keeps_her_names_and_his_apart(self):
        today = datetime.date(2026, 11, 24)
        for cells, expected in [
            ({"full_name": "TAZI Salma épouse BERRADA Mohamed"}, ("Salma", "TAZI", "", "épouse BERRADA Mohamed")),
            ({"full_name": "Salma Tazi ép. Berrada"}, ("Salma", "Tazi ép. Berrada", "", "")),
            ({"full_name": "سلمى التازي زوجة محمد برادة"}, ("", "", "سلمى التازي", "زوجة محمد برادة")),
            (
                {"given_name": "Salma", "family_name": "TAZI vve Mohamed Berrada", "remark": "Revient lundi"},
                ("Salma", "TAZI", "", "Revient lundi\nvve Mohamed Berrada"),
            ),
            ({"family_name": "Veuve Moussa Bah"}, ("", "Veuve Moussa Bah", "", "")),
        ]:
            with self.subTest(cells):
                row = read_row(cells, today)
                self.assertEqual((row.given_name, row.family_name, row.name_ar, row.remark), expected)
                self.assertFalse(row.problems)

    def test_names_that_only_look_like_the_words_stay_names(self):
        for name in ("Eponine Zaoui", "Nene Diallo", "Epiphane Koffi", "Femi Adeyemi"):
            with self.subTest(name):
                self.assertEqual(len(fold(name).split()), 2)
                self.assertEqual(read_row({"full_name": name}, datetime.date.today()).remark, "")
