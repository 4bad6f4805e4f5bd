import doctest

from odoo.addons.hub_core.tools import age
from odoo.tests import BaseCase


class TestTools(BaseCase):
    def test_the_examples_of_the_age_bands_hold(self):
        result = doctest.testmod(age)
        self.assertGreater(result.attempted, 3)
        self.assertEqual(result.failed, 0)
