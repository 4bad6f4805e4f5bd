from itertools import product

from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.fields import Command, Date, Domain

TODAY = "2026-11-23"
#: begins, ends
PERIODS = [
    (False, False),
    ("2025-01-01", "2026-11-22"),
    ("2025-01-01", TODAY),
    (TODAY, "2027-01-01"),
    (TODAY, False),
]
BIRTHS = [
    (False, "unknown"),
    ("2008-11-23", "day"),  # 18 today
    ("2008-11-24", "day"),
    ("2008-11-01", "month"),
    ("2008-12-01", "month"),
    ("2008-01-01", "year"),
    ("2009-01-01", "year"),
    ("2009-01-01", "estimated"),
]


@freeze_time(TODAY)
class TestStaySearch(BeneficiaryCommon):
    """A filter of the list and the answer on the file are one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hide_people()
        cls.people = cls.env["hub.beneficiary"].with_context(hub_receipt_to_clarify=True)
        cls.numbers = iter(range(10**6))
        cls.morocco, cls.senegal = cls.env.ref("base.ma").id, cls.env.ref("base.sn").id

    def _prepare_person(self, papers=(), nationality="senegal", **values):
        return {
            "given_name": f"P{next(self.numbers)}",
            "nationality_id": {"morocco": self.morocco, "senegal": self.senegal}.get(nationality, False),
            "other_nationality_ids": [Command.set([self.morocco] if nationality == "second" else [])],
            "identity_ids": [Command.create({"number": f"N{next(self.numbers)}", **paper}) for paper in papers],
            **values,
        }

    def _get_papers(self):
        """Every document that can say something: its type, its days, a doubt, what a receipt is for."""
        for kind, (start, end) in product(("residence_card", "registration_card", "passport", "cin"), PERIODS):
            for verification in ("unverified", "doubtful"):
                yield {"type": kind, "issued_on": start, "expires_on": end, "verification": verification}
        for purpose, (start, end), verification in product(("first", "unknown"), PERIODS, ("seen", "doubtful")):
            yield {
                "type": "receipt",
                "receipt_for": purpose,
                "issued_on": start,
                "expires_on": end,
                "verification": verification,
            }
        yield {"type": "residence_card", "expires_on": "2027-01-01", "active": False}

    def _create_cases(self):
        papers = list(self._get_papers())
        cases = [self._prepare_person([paper], nation) for paper in papers for nation in ("senegal", "none")]
        cases += [self._prepare_person([], nation) for nation in ("morocco", "second", "none", "senegal")]
        ended = next(paper for paper in papers if paper["expires_on"] == "2026-11-22")
        cases += [self._prepare_person([ended, paper]) for paper in papers]
        cases += [
            self._prepare_person(some, birthdate=birth, birthdate_precision=precision)
            for birth, precision in BIRTHS
            for some in ([], [ended])
        ]
        return self.people.create(cases)

    def _assert_one_answer(self, people, day=TODAY):
        day = Date.to_date(day)
        domains = people._get_stay_domains(day)
        self.env.flush_all()
        found = {answer: people.search(domain & Domain("id", "in", people.ids)) for answer, domain in domains.items()}
        self.assertEqual(sum(map(len, found.values())), len(people), "each person has one answer")
        for person, status in people._get_stay_statuses(day).items():
            with self.subTest(day=day, papers=person.identity_ids.mapped("display_name"), birth=person.birthdate):
                self.assertIn(person, found[status.answer], status.reason)
        return found

    def test_the_filter_finds_whom_the_file_says_for_every_combination_of_papers(self):
        people = self._create_cases()
        self.assertGreater(len(people), 150)
        for day in (TODAY, "2026-11-22", "2024-06-01"):
            self._assert_one_answer(people, day)
        self.assertTrue(all(self._assert_one_answer(people).values()), "the cases hold each answer")
        self.assertEqual(
            people.filtered(lambda person: person.stay_answer == "no"),
            people.search([("stay_answer", "=", "no"), ("id", "in", people.ids)]),
        )

    def test_papers_of_a_renewal_count_as_on_the_file(self):
        person = self.people.create(self._prepare_person([{"type": "residence_card", "expires_on": "2026-11-01"}]))
        self._assert_one_answer(person)
        person.identity_ids = [
            Command.create(
                {"type": "receipt", "number": "R1", "renews_id": person.identity_ids.id, "expires_on": "2027-01-01"}
            )
        ]
        self.assertEqual(self._assert_one_answer(person)["yes"], person)

    def test_the_papers_of_a_merged_file_count_for_the_person(self):
        main, merged = self.people.create(
            [self._prepare_person(), self._prepare_person([{"type": "residence_card", "expires_on": "2027-01-01"}])]
        )
        self.assertEqual(main.stay_answer, "unknown")
        (main | merged).action_register()
        merged._merge_into(main, "Twice on file")
        self.env.invalidate_all()
        self.assertEqual(self._assert_one_answer(main | merged)["yes"], main | merged)

    def test_answers_may_be_asked_together_and_denied(self):
        people = self._create_cases()
        known = people.search([("stay_answer", "in", ("yes", "no")), ("id", "in", people.ids)])
        denied = people.search([("stay_answer", "!=", "unknown"), ("id", "in", people.ids)])
        self.assertEqual(known, denied)
        self.assertFalse(people.search([("stay_answer", "=", False), ("id", "in", people.ids)]))

    def test_a_restricted_file_is_as_closed_to_the_filter_as_it_is(self):
        person = self.people.create(
            self._prepare_person(
                [{"type": "residence_card", "expires_on": "2026-01-01"}],
                is_restricted=True,
                user_id=self.user_counsellor.id,
            )
        )
        ask = [("stay_answer", "=", "no"), ("id", "=", person.id)]
        self.assertFalse(self.people.with_user(self.user_reception).search(ask))
        self.assertEqual(self.people.with_user(self.user_counsellor).search(ask), person)

    def test_the_filter_is_one_query_whatever_the_number_of_people(self):
        self.people.search([("stay_answer", "=", "no")])
        self.people.create([self._prepare_person() for _number in range(30)])
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.people.search([("stay_answer", "=", "no")])
        self.assertEqual(self.env.cr.sql_log_count - before, 1)

    def test_the_answer_follows_the_day(self):
        person = self.people.create(self._prepare_person([{"type": "residence_card", "expires_on": TODAY}]))
        self.assertTrue(person.search([("stay_answer", "=", "yes"), ("id", "=", person.id)]))
        domains = person._get_stay_domains(Date.to_date("2026-11-24"))
        self.assertEqual(person.search(domains["no"] & Domain("id", "=", person.id)), person)
