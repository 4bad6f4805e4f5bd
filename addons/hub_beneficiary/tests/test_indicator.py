from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.fields import Command, Domain


class TestIndicator(BeneficiaryCommon):
    """What the first programme promised: migrants in a regular situation, and migrant families."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hub.service.delivery"].search([]).unlink()
        cls.migrants = cls.env.ref("hub_beneficiary.target_interview_regular_migrants")
        cls.families = cls.env.ref("hub_beneficiary.target_interview_migrant_families")
        cls.amina = cls._create_migrant("Amina")
        cls.sara = cls._create_migrant("Sara")
        cls.omar = cls._create_migrant("Omar")

    @classmethod
    def _create_migrant(cls, name, codes="regular_migrant migrant_family", **period):
        categories = cls.env["hub.beneficiary.category"].search([("code", "in", codes.split())])
        period = {"date_from": "2018-01-01", **period}
        return cls._create_beneficiary(
            name, category_line_ids=[Command.create({"category_id": category.id, **period}) for category in categories]
        )

    @classmethod
    def _create_home(cls, *people):
        home = cls._create_household(None, *people)
        home.member_ids.date_start = "2018-01-01"
        return home

    def _receive(self, *people, day="2019-05-02"):
        for person in people:
            self._create_request(person, received_on=day)

    def _count(self, target):
        return target._get_values()[target]["value"]

    def test_an_addon_adds_to_what_the_ledger_lets_count(self):
        ledger = self.env["hub.service.delivery"]
        self.assertEqual(ledger._get_indicator_names("_indicator_distinct_fields"), ("partner_id", "dim_household_id"))
        self.assertEqual(ledger._get_indicator_names("_indicator_dimensions")[-2:], ("dim_kind", "dim_category_ids"))

    def test_the_interview_promised_200_migrants_and_200_migrant_families_in_three_years(self):
        for target in (self.migrants, self.families):
            self.assertEqual(target.program_id, self.env.ref("hub_core.program_interview"))
            self.assertEqual((target.target, target.date_from.year, target.date_to.year), (200, 2018, 2021))
            self.assertFalse(target.indicator_id._find_problem())

    def test_a_migrant_who_comes_often_counts_once(self):
        self._receive(self.amina, self.sara)
        self._receive(self.amina, day="2020-05-02")
        self.assertEqual(self._count(self.migrants), 2)

    def test_the_category_counts_that_was_hers_on_the_day(self):
        former = self._create_migrant("Karim", date_to="2019-05-01")
        later = self._create_migrant("Aya", date_from="2019-05-03")
        other = self._create_migrant("Lina", codes="youth")
        self._receive(self.amina, former, later, other)
        self.amina.category_line_ids.unlink()
        self.assertEqual(self._count(self.migrants), 1)

    def test_who_came_before_or_after_the_three_years_does_not_count(self):
        for day in ("2018-12-11", "2021-12-12"):
            self._receive(self.amina, day=day)
        self.assertEqual(self._count(self.migrants), 0)
        for day in ("2018-12-12", "2021-12-11"):
            self._receive(self.sara, day=day)
        self.assertEqual(self._count(self.migrants), 1)

    def test_a_family_counts_once_whoever_of_it_came(self):
        self._create_home(self.amina, self.sara)
        self._create_home(self.omar)
        self._receive(self.amina, self.sara, self.omar)
        self.assertEqual(self._count(self.families), 2)

    def test_who_moves_to_another_family_was_received_in_the_first(self):
        first = self._create_home(self.amina)
        self._receive(self.amina)
        first.member_ids.date_end = "2019-12-31"
        second = self._create_household(None, self.amina)
        second.member_ids.date_start = "2020-01-01"
        self.assertEqual(self._count(self.families), 1)
        self._receive(self.amina, day="2020-05-02")
        self.assertEqual(self._count(self.families), 2)

    def test_neither_a_person_alone_nor_a_family_that_is_not_migrant_is_a_migrant_family(self):
        moroccan = self._create_migrant("Rachid", codes="youth")
        self._create_home(moroccan)
        self._receive(self.amina, moroccan)
        self.assertEqual(self._count(self.families), 0)

    def test_only_the_reception_counts(self):
        self._create_home(self.amina)
        request = self._create_request(self.amina, received_on="2019-05-02")
        request.action_orient(self.service_employment)
        self.assertEqual((self._count(self.migrants), self._count(self.families)), (1, 1))
        lines = self._get_deliveries(request)
        lines.filtered(lambda line: line.service_id == self.service_reception).unlink()
        self.assertEqual((self._count(self.migrants), self._count(self.families)), (0, 0))

    def test_categories_overlap_and_do_not_add_up_to_the_people(self):
        people = self.env.ref("hub_core.indicator_people_received")
        nobody = self._create_beneficiary("Karim")
        self._receive(self.amina, self.sara, nobody)
        figures, total = people._count_by("dim_category_ids", Domain.TRUE)
        by_code = {
            self.env["hub.beneficiary.category"].browse(key).code or "unknown": figure
            for key, figure in figures.items()
        }
        self.assertEqual(by_code, {"regular_migrant": 2, "migrant_family": 2, "unknown": 1})
        self.assertEqual(total, 3)

    def test_the_records_behind_a_figure_are_as_many_groups_as_it_says(self):
        self._create_home(self.amina, self.sara)
        self._receive(self.amina, self.sara, self.omar)
        for target in (self.migrants, self.families):
            action = target.with_user(self.user_reception)._get_records_action()
            lines = self.env["hub.service.delivery"].with_user(self.user_reception)
            groups = lines._read_group(action["domain"], action["context"]["group_by"])
            self.assertEqual(len(groups), self._count(target))

    def test_the_records_behind_a_figure_agree_with_it_when_files_and_families_were_merged(self):
        homes = [self._create_home(person) for person in (self.amina, self.sara)]
        self._receive(self.amina, self.sara, self.omar)
        (self.amina | self.sara | self.omar).write({"state": "registered"})
        self.sara._merge_into(self.amina, "Same card")
        homes[1]._merge_into(homes[0])
        for target in (self.migrants, self.families):
            action = target.with_user(self.user_reception)._get_records_action()
            (group_by,) = action["context"]["group_by"]
            lines = self.env["hub.service.delivery"].with_user(self.user_reception)
            groups = lines.web_read_group(action["domain"], [group_by], ["__count"])["groups"]
            self.assertEqual(len(groups), self._count(target))
            for group in groups:
                found = lines.search([*action["domain"], *group["__extra_domain"]])
                self.assertEqual(len(found), group["__count"])
                self.assertEqual(found[group_by].id, group[group_by][0])

    def test_a_family_found_twice_counts_once_until_that_is_undone(self):
        homes = [self._create_home(person) for person in (self.amina, self.sara, self.omar)]
        self._receive(self.amina, self.sara, self.omar)
        self.assertEqual(self._count(self.families), 3)
        homes[0]._merge_into(homes[1])
        homes[1]._merge_into(homes[2])
        self.assertEqual(self._count(self.families), 1)
        homes[0]._undo_merge()
        self.assertEqual(self._count(self.families), 2)
