from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon


class TestBeneficiarySearch(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_beneficiary(
            "Mohamed",
            "El Mansouri",
            name_ar="محمد المنصوري",
            phone="0661 98 76 54",
            identity_ids=[(0, 0, {"type": "cin", "number": "ab 445-566"})],
        )
        cls.other = cls._create_beneficiary("Zineb", "Tazi", phone="0677 00 11 22")

    def _find(self, text, user=None):
        people_model = self.env["hub.beneficiary"].with_user(user or self.user_reception)
        return people_model.browse(id_ for id_, _name in people_model.name_search(text, limit=None))

    def test_a_person_is_found_by_all_that_the_desk_may_type(self):
        for text in (
            "Mohamed",
            "mansouri",
            "mansouri mohamed",
            "Mohammed El Mansouri",
            "محمد",
            "المنصوري محمد",
            "0661987654",
            "+212 661-98-76-54",
            "00212661987654",
            "661 98 76",
            "AB445566",
            "ab 445 566",
            "AB4455",
            self.person.ref,
            self.person.ref.lower(),
        ):
            with self.subTest(text=text):
                self.assertIn(self.person, self._find(text))
                self.assertNotIn(self.other, self._find(text))

    def test_an_arabic_name_finds_who_is_written_in_latin_alone(self):
        self.assertIn(self.other, self._find("زينب"))

    def test_what_nobody_has_finds_nobody(self):
        for text in ("Xyzzyq", "0699999999", "ZZ998877", "HUB-99999"):
            with self.subTest(text=text):
                self.assertFalse(self._find(text) & (self.person | self.other))

    def test_wildcards_are_no_magic(self):
        self.assertFalse(self._find("%%%%") & (self.person | self.other))

    def test_an_empty_search_proposes_people(self):
        self.assertLessEqual(self.person | self.other, self._find(""))

    def test_names_are_searched_in_lists_and_the_contrary_too(self):
        people_model = self.env["hub.beneficiary"]
        self.assertIn(self.person, people_model.search([("display_name", "in", ["Mohamed", "Nobody"])]))
        without = people_model.search([("display_name", "not ilike", "Mohamed El Mansouri")])
        self.assertNotIn(self.person, without)
        self.assertIn(self.other, without)

    def test_a_restricted_file_is_not_found_by_its_document(self):
        self.person.write({"is_restricted": True, "user_id": self.user_counsellor.id})
        self.assertFalse(self._find("AB445566"))
        self.assertEqual(self._find("AB445566", self.user_counsellor), self.person)
