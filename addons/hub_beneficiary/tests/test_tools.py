"""The tools' own examples, and the rules about names that an example is too short for."""

import doctest
import importlib
import pkgutil

from odoo.addons.hub_beneficiary import tools
from odoo.addons.hub_beneficiary.tools.name_match import SOUND, compare_names
from odoo.addons.hub_beneficiary.tools.names import MAX_NAME, clean, fold
from odoo.addons.hub_beneficiary.tools.variants import NO_VARIANTS, name_keys
from odoo.tests import BaseCase


class TestTools(BaseCase):
    def test_every_example_in_the_tools_is_true(self):
        modules = [info.name for info in pkgutil.iter_modules(tools.__path__)]
        self.assertIn("names", modules)
        for name in modules:
            module = importlib.import_module(f"odoo.addons.hub_beneficiary.tools.{name}")
            with self.subTest(name):
                result = doctest.testmod(module, optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)

    def test_a_name_meets_its_writing_in_the_other_script(self):
        for latin, arabic in [
            ("Mohamed", "محمد"),
            ("Kaoutar N'Diaye", "كوثر نداي"),
            ("Fatima Zahra Traoré", "فاطمة الزهراء تراوري"),
            ("Lahcen Ait Taleb", "الحسن أيت طالب"),
            ("Oumar Jallow", "عمر ديالو"),
            ("Hawa Koné", "حواء كوني"),
        ]:
            with self.subTest(latin):
                for word in latin.split():
                    if word not in {"Ait", "Fatima"}:
                        self.assertTrue(
                            name_keys(NO_VARIANTS, word) & name_keys(NO_VARIANTS, arabic), f"{word} / {arabic}"
                        )

    def test_two_children_with_alike_names_do_not_agree(self):
        for left, right in [("hassan", "houcine"), ("amine", "amina"), ("hassan", fold("حسين")), ("karim", "karima")]:
            with self.subTest(f"{left} {right}"):
                match = compare_names((left, "tazi", ""), (right, "tazi", fold("")))
                self.assertLess(match.level, SOUND)

    def test_a_name_of_ten_thousand_letters_is_cut(self):
        self.assertEqual(len(clean("x" * 10_000)), MAX_NAME)
        self.assertLessEqual(len(fold("ﷺ" * 10_000)), MAX_NAME * 20)
