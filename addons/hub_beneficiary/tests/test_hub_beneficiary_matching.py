from .common import BeneficiaryCommon


class TestMatching(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hide_people()

    def _find(self, user=None, **vals):
        model = self.env["hub.beneficiary"].with_user(user or self.user_reception)
        return model._find_candidates([vals])[0]

    def test_a_person_is_found_across_scripts_with_the_reasons(self):
        person = self._create_beneficiary("Loubna", "Traoré", birthdate="1983-05-14")
        (found, score, reasons), *others = self._find(name_ar="لبنى تراوري", birthdate="1983-05-14")
        self.assertEqual((found, others), (person, []))
        self.assertGreater(score, 40)
        self.assertEqual(reasons, ["same name", "same birth date"])

    def test_a_name_alone_is_shown_at_the_desk(self):
        person = self._create_beneficiary("Khadija", "Ould Ahmed")
        self.assertEqual(self._find(given_name="Kadija", family_name="OULDAHMED")[0][0], person)

    def test_a_phone_finds_whoever_uses_it_with_her_name(self):
        person = self._create_beneficiary("Salma", "Tazi", phone="0623289078")
        self._create_beneficiary("Omar", "Koné", phone="0623289078")
        found = self._find(given_name="Selma", family_name="Attazi", phone="+212 623 28 90 78")
        self.assertEqual([candidate[0] for candidate in found], [person])

    def test_a_document_finds_its_holder(self):
        person = self._create_beneficiary("Salma", "Tazi")
        person.identity_ids = [(0, 0, {"type": "cin", "number": "AB 12"})]
        self.assertEqual(self._find(given_name="X", documents=[("cin", "ab12")])[0][0], person)

    def test_nobody_is_told_of_a_restricted_file(self):
        person = self._create_beneficiary("Salma", "Tazi", birthdate="1996-06-02", is_restricted=True)
        vals = {"given_name": "Salma", "family_name": "Tazi", "birthdate": "1996-06-02"}
        self.assertFalse(self._find(**vals))
        self.assertEqual(self._find(self.user_manager, **vals)[0][0], person)

    def test_many_descriptions_cost_the_queries_of_one(self):
        self._create_beneficiary("Salma", "Tazi", birthdate="1996-06-02")
        model = self.env["hub.beneficiary"].with_user(self.user_reception)
        vals = {"given_name": "Salma", "family_name": "Tazi", "birthdate": "1996-06-02"}
        self._assert_constant(lambda count: model._find_candidates([vals] * count), few=1, many=30)
        self.assertLessEqual(len(self._list_queries(lambda: model._find_candidates([vals]))), 5)
        self.assertEqual([len(found) for found in model._find_candidates([vals] * 30)], [1] * 30)
