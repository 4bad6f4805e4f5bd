"""Registers of many origins, each against what is true of its rows."""

import datetime
import logging
from collections import Counter

from odoo.addons.hub_beneficiary.tools.placing import Index, place, place_without_names
from odoo.addons.hub_beneficiary.tools.register_row import Lookups, read_row
from odoo.tests import TransactionCase

from .register_generator import generate
from .register_names import ORIGINS

_logger = logging.getLogger(__name__)
SEEDS = (1, 2, 3)
TODAY = datetime.date(2022, 12, 31)


class TestGeneratedRegisters(TransactionCase):
    def _measure(self, code, seed):
        truth = dict(enumerate(generate(code, seed), 1))
        lookups = Lookups(countries={code.lower(): code for code in ("HT", "PH")})
        people = [read_row(row.cells, TODAY, lookups).person(number) for number, row in truth.items()]
        placed = place(people, Index(self.env["hub.name.variant"]._get_table()))
        same = {number: root for number, (root, verdict) in placed.items() if verdict.outcome == "same"}
        wrong = [
            (truth[number].cells, truth[root].cells)
            for number, root in same.items()
            if truth[number].person != truth[root].person
        ]
        back = [number for number, row in truth.items() if row.expected == "same_or_maybe"]
        others = [number for number, row in truth.items() if row.expected == "new"]
        baseline = place_without_names(people)
        return {
            "wrong": wrong,
            "recall": sum(number in placed for number in back) / len(back),
            "same": sum(number in same for number in back) / len(back),
            "doubted": sum(number in placed for number in others) / len(others),
            "baseline": sum(number in baseline for number in back) / len(back),
        }

    def test_nobody_is_taken_for_somebody_else_and_who_returns_is_seen(self):
        for code in ORIGINS:
            figures = [self._measure(code, seed) for seed in SEEDS]
            mean = Counter()
            for one in figures:
                mean.update({name: one[name] / len(figures) for name in ("recall", "same", "doubted", "baseline")})
            _logger.info(
                "Generated register %s: recall %.3f, same %.3f, others maybe %.3f; without names %.3f",
                *(code, mean["recall"], mean["same"], mean["doubted"], mean["baseline"]),
            )
            for seed, one in zip(SEEDS, figures, strict=True):
                with self.subTest(code, seed=seed):
                    self.assertFalse(one["wrong"])
                    self.assertGreaterEqual(one["recall"], 0.95)
                    self.assertLessEqual(one["doubted"], 0.05)
                    self.assertGreater(one["same"], one["baseline"])
