import doctest

from odoo.addons.hub_core.tools import age, phone, typed
from odoo.tests import BaseCase


class TestTools(BaseCase):
    def test_the_examples_of_the_age_bands_hold(self):
        result = doctest.testmod(age)
        self.assertGreater(result.attempted, 3)
        self.assertEqual(result.failed, 0)

    def test_the_examples_of_what_strangers_type_hold(self):
        result = doctest.testmod(typed)
        self.assertGreater(result.attempted, 1)
        self.assertEqual(result.failed, 0)

    def test_the_examples_of_telephone_numbers_hold(self):
        result = doctest.testmod(phone)
        self.assertGreater(result.attempted, 3)
        self.assertEqual(result.failed, 0)
