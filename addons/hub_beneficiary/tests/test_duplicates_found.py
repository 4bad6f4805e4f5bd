from .common import BeneficiaryCommon


class TestDuplicatesFound(BeneficiaryCommon):
    """Who is on file twice: asked while typing, between two files, and for many files at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hide_people()
        cls.loubna = cls._create_beneficiary("Loubna", "Traoré", birthdate="1983-05-14", phone="0623289078")

    def _find(self, user=None, limit=5, exclude_id=None, **vals):
        model = self.env["hub.beneficiary"].with_user(user or self.user_reception)
        return model.find_duplicates(vals, exclude_id=exclude_id, limit=limit)

    def test_who_types_a_known_person_reads_why_it_may_be_her(self):
        (found,) = self._find(name_ar="لبنى تراوري", birthdate="1983-05-14", phone="+212 623-289078")
        self.assertEqual((found["id"], found["ref"], found["name"]), (self.loubna.id, self.loubna.ref, "Loubna Traoré"))
        self.assertIn(found["outcome"], ("same", "maybe"))
        self.assertIn("same birth date", found["reasons"])
        self.assertEqual(found["contradictions"], [])
        self.assertIn("1983", found["birth"])

    def test_what_is_typed_half_is_no_fault(self):
        self.assertEqual(self._find(), [])
        self.assertEqual(self._find(given_name="L", birthdate="1983-0", phone="06", nationality_id=False), [])

    def test_a_file_is_no_duplicate_of_itself(self):
        vals = {"given_name": "Loubna", "family_name": "Traore"}
        self.assertEqual(len(self._find(**vals)), 1)
        self.assertEqual(self._find(exclude_id=self.loubna.id, **vals), [])

    def test_two_files_are_compared_in_the_words_of_a_register(self):
        other = self._create_beneficiary("Lubna", "Traore", birthdate="1983-05-14", phone="0623289078")
        verdict = self.loubna._compare_files(other)
        self.assertEqual(verdict.contradictions, ())
        self.assertIn("birth", verdict.agreements)
        self.assertEqual(other._compare_files(self.loubna).outcome, verdict.outcome)

    def test_the_batch_tells_each_pair_once(self):
        other = self._create_beneficiary("Loubna", "Traore", birthdate="1983-05-14", phone="0623289078")
        self._create_beneficiary("Omar", "Koné", birthdate="1990-01-09")
        people = self.env["hub.beneficiary"]
        for ids in ([self.loubna.id], [other.id], [self.loubna.id, other.id]):
            ((one, two, verdict),) = people._get_match_batch(ids)
            self.assertEqual((one, two), (self.loubna.id, other.id))
            self.assertEqual(verdict.outcome, "same")
        self.assertEqual(people._get_match_batch([]), [])
