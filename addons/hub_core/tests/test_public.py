from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.tests import HttpCase, TransactionCase, tagged


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 10:00:00")
class TestRateLimit(TransactionCase):
    def _hit(self, sender="192.0.2.1", scope="test"):
        return self.env["hub.rate.limit"]._hit(scope, sender, limit=2, minutes=60)

    def test_within_the_limit_nobody_waits(self):
        self.assertEqual([self._hit(), self._hit()], [0, 0])

    def test_above_the_limit_the_wait_is_told(self):
        self._hit()
        with freeze_time("2026-11-23 10:20:00"):
            self._hit()
            self.assertEqual(self._hit(), 40 * 60)

    def test_senders_and_purposes_do_not_wait_for_each_other(self):
        self._hit()
        self._hit()
        self.assertTrue(self._hit())
        self.assertFalse(self._hit(sender="192.0.2.2"))
        self.assertFalse(self._hit(scope="other"))

    def test_nobody_is_locked_out_for_ever(self):
        for _attempt in range(5):
            self._hit()
        with freeze_time("2026-11-23 10:59:59"):
            self.assertEqual(self._hit(), 1, "those refused did not prolong the window")
        with freeze_time("2026-11-23 11:00:00"):
            self.assertEqual([self._hit(), self._hit()], [0, 0])

    def test_who_sent_is_not_readable_in_the_database(self):
        self._hit(sender="+212600000000")
        stored = self.env["hub.rate.limit"].search([]).mapped("key")
        self.assertFalse([key for key in stored if "212600000000" in key])

    def test_closed_windows_are_cleaned_away(self):
        self._hit()
        limits = self.env["hub.rate.limit"].search([])
        self.assertTrue(limits)
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            self.env["hub.rate.limit"]._gc_windows()
        self.assertFalse(limits.exists())


@tagged("post_install", "-at_install")
class TestPublicIndex(HttpCase):
    def test_the_index_greets_visitors_in_their_language(self):
        for lang, direction in (("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")):
            with self.subTest(lang=lang):
                response = self.url_open(f"/{lang}/hub")
                self.assertEqual(response.status_code, 200)
                self.assertIn(f'lang="{lang}-', response.text)
                self.assertEqual("o_rtl" in response.text.partition("<main")[0], direction == "rtl")

    def test_nobody_else_learns_who_looks_at_a_public_page(self):
        """The website module's themes would ask another company's server for their fonts."""
        for path in ("/fr/hub", "/ar/hub", "/hub/open-day/0", "/hub/open-days/ics"):
            with self.subTest(path):
                policy = self.url_open(path).headers["Content-Security-Policy"]
                self.assertTrue(policy.startswith("default-src 'self' "), policy)
                self.assertNotIn("http", policy)

    def test_other_pages_of_the_site_are_as_their_owner_wants_them(self):
        for path in ("/web/login", "/hubert"):
            self.assertNotIn("default-src 'self'", self.url_open(path).headers.get("Content-Security-Policy", ""))

    def test_one_can_call_the_hub_from_each_page(self):
        self.env.company.partner_id.phone = "+212 537 00 00 00"
        self.assertIn('href="tel:+212537000000"', self.url_open("/ar/hub").text)
