import threading
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, http
from odoo.addons.hub_core.models import res_users_login as limits
from odoo.exceptions import AccessDenied, AccessError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, HttpCase, get_db_name, tagged
from odoo.tools import mute_logger

from .common import HubCommon

PASSWORD, WRONG = "a long word 7", "wrong"
PAUSED = "Too many attempts with a wrong password"
RIVALS = 20


@tagged("post_install", "-at_install")
class TestLoginLimit(HttpCase, HubCommon):
    """Passwords cannot be guessed by trying, and nobody is locked out by somebody else who tries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.karim = cls._create_user("0698345678", "base.group_portal", name="Karim")
        cls.karim.password = PASSWORD
        cls.env["hub.rate.limit"].search([]).unlink()

    def setUp(self):
        super().setUp()
        self.device = None
        self.enterContext(mute_logger("odoo.addons.base.models.res_users", "odoo.http"))

    def _come(self, login="0698345678", password=WRONG):
        """The page that answers whoever logs in so, in the browser of ``self.device``."""
        self.authenticate(None, None)  # a new browser each time
        if self.device:
            self.opener.cookies.set(limits.DEVICE_COOKIE, self.device)
        fields = {"login": login, "password": password, "csrf_token": http.Request.csrf_token(self)}
        return self.url_open("/web/login", data=fields)

    def _use_known_device(self, login="0698345678"):
        self.assertTrue(self._is_in(self._come(login, PASSWORD)))
        self.device = self.opener.cookies.get(limits.DEVICE_COOKIE)
        self.assertRegex(self.device, "^[0-9a-f]{32}$")

    def _is_in(self, answer):
        return "/web/login" not in answer.url

    def _try(self, count, address="192.0.2.1", login="+212698345678"):
        """Wrong passwords from elsewhere: how many of them were tried."""
        users = self.env["res.users"]
        account = users.search([("login", "=", login)])
        waits = [users._count_login_attempt(account.sudo(), login, address, address) for _number in range(count)]
        return waits.count(0)

    def _wait(self, minutes):
        self.env.cr.execute("UPDATE hub_rate_limit SET window_start = window_start - INTERVAL '%s minutes'", [minutes])
        self.env.invalidate_all()

    def test_after_some_wrong_passwords_one_waits_and_the_right_one_waits_too(self):
        for _attempt in range(5):
            self.assertIn("Wrong login/password", self._come().text)
        answer = self._come(password=PASSWORD)
        self.assertIn(PAUSED, answer.text)
        self.assertFalse(self._is_in(answer))
        self._wait(1)
        self.assertTrue(self._is_in(self._come(password=PASSWORD)))

    def test_the_more_wrong_passwords_the_longer_one_waits(self):
        tried = 0
        for _minute in range(30):
            tried += self._try(50)
            self._wait(1)
        self.assertEqual(tried, 20, "within half an hour, whoever hammers without a pause")
        self._wait(60)
        self.assertEqual(self._try(50), 5)

    def test_whoever_has_no_account_is_answered_the_same(self):
        answers = {}
        for login in ("0698345678", "0698345679"):
            self.env["hub.rate.limit"].search([]).unlink()
            pages = [self._come(login) for _attempt in range(7)]
            answers[login] = [(page.status_code, PAUSED in page.text, "Wrong login" in page.text) for page in pages]
        self.assertEqual(*answers.values())
        self.assertEqual(answers["0698345678"][4:6], [(200, False, True), (200, True, False)])

    def test_a_number_in_another_writing_is_the_same_login(self):
        for login in ("0698345678", "+212 698 345 678", "00212698345678", "06.98.34.56.78", " 0698345678 "):
            self._come(login)
        self.assertIn(PAUSED, self._come("0698 345 678").text)

    def test_a_colleague_at_the_same_address_logs_in(self):
        self.user_hub.password = PASSWORD
        for _attempt in range(12):
            self._come()
        self.assertTrue(self._is_in(self._come("hub_user", PASSWORD)))

    def test_the_right_password_forgets_the_wrong_ones_before(self):
        for _day in range(3):
            for _attempt in range(4):
                self._come()
            self.assertTrue(self._is_in(self._come(password=PASSWORD)))

    def test_many_logins_from_one_address_are_limited_and_ones_own_account_does_not_help(self):
        with patch.object(limits, "ADDRESS_LIMIT", (4, 60)):
            self.user_hub.password = PASSWORD
            for number in range(4):
                self._come(f"nobody{number}@example.org")
                self.assertEqual(self._is_in(self._come("hub_user", PASSWORD)), number < 3)
            self.assertIn(PAUSED, self._come("hub_user", PASSWORD).text)

    def test_who_tries_from_many_places_does_not_lock_out_the_browser_that_is_known(self):
        self._use_known_device()
        known, self.device = self.device, None
        self.assertEqual(sum(self._try(9, f"192.0.2.{place}") for place in range(20)), 50)
        self.assertIn(PAUSED, self._come(password=PASSWORD).text)
        self.device = known
        self.assertTrue(self._is_in(self._come(password=PASSWORD)))

    def test_a_browser_that_is_known_guesses_no_faster(self):
        self._use_known_device()
        answers = [PAUSED in self._come().text for _attempt in range(7)]
        self.assertEqual(answers, [False] * 5 + [True] * 2)

    def test_an_invented_cookie_and_that_of_another_account_are_unknown(self):
        self.user_hub.password = PASSWORD
        self._use_known_device("hub_user")
        for place in range(20):
            self._try(9, f"192.0.2.{place}")
        for device in (self.device, "0" * 32, "", ".....", "\u00e9"):
            self.device = device
            self.assertIn(PAUSED, self._come(password=PASSWORD).text)

    def test_a_new_password_forgets_browsers_and_wrong_ones(self):
        self._use_known_device()
        for _attempt in range(6):
            self._come()
        self.env.cr.execute("UPDATE res_users SET login_counted_from = '2020-01-01' WHERE id = %s", [self.karim.id])
        self.env.invalidate_all()
        self.karim.password = PASSWORD + "8"
        self.assertNotEqual(self.karim._get_device_token(), self.device)
        self.assertTrue(self._is_in(self._come(password=PASSWORD + "8")))

    def test_an_administrator_allows_logging_in_again_and_the_log_says_so(self):
        for _attempt in range(6):
            self._come()
        logs = self.env["hub.access.log"].search([("model", "=", "res.users"), ("res_id", "=", self.karim.id)])
        self.assertEqual([(log.how, log.user_id.id) for log in logs], [("paused", SUPERUSER_ID)])
        for user in (self.user_manager, self.user_auditor, self.user_internal):
            with self.assertRaisesRegex(AccessError, "Only an administrator"):
                self.karim.with_user(user).action_hub_allow_login()
        self.env.cr.execute("UPDATE res_users SET login_counted_from = '2020-01-01' WHERE id = %s", [self.karim.id])
        self.env.invalidate_all()
        self.karim.with_user(self.user_admin).action_hub_allow_login()
        log = self.env["hub.access.log"].search([("how", "=", "resumed")], limit=1)
        self.assertEqual((log.user_id, log.res_id), (self.user_admin, self.karim.id))
        self.assertTrue(self._is_in(self._come(password=PASSWORD)))

    def test_programs_wait_as_well(self):
        def call(password):
            args = [self.env.cr.dbname, "0698345678", password, {}]
            params = {"service": "common", "method": "authenticate", "args": args}
            return self.make_jsonrpc_request("/jsonrpc", params)

        for _attempt in range(5):
            self.assertFalse(call(WRONG))
        self.assertFalse(call(PASSWORD))
        self._wait(1)
        self.assertEqual(call(PASSWORD), self.karim.id)

    def test_nothing_that_is_stored_tells_whose_it_is(self):
        self._come()
        self.assertFalse([key for key in self.env["hub.rate.limit"].search([]).mapped("key") if "698345678" in key])

    def test_tests_and_scheduled_actions_are_not_counted(self):
        credential = {"type": "password", "login": "0698345678", "password": WRONG}
        for _attempt in range(8):
            with self.assertRaises(AccessDenied):
                self.env["res.users"].authenticate(credential, {"interactive": False})
        self.assertFalse(self.env["hub.rate.limit"].search_count([]))


@tagged("post_install", "-at_install")
class TestLoginLimitRace(BaseCase):
    """However many come at the same moment: each its own connection, and all commit for real."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._clean)
        self._clean()

    def _clean(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM hub_rate_limit")

    def test_no_more_are_tried_than_may_be_and_each_is_counted(self):
        waits, gate = [], threading.Barrier(RIVALS, timeout=20)

        def come():
            with self.registry.cursor() as cr:
                users = api.Environment(cr, SUPERUSER_ID, {})["res.users"]
                users.search_count([])  # it has begun before the others are done
                gate.wait()
                waits.append(users._count_login_attempt(users, "nobody@example.org", "192.0.2.1", "192.0.2.1"))

        threads = [threading.Thread(target=come) for _index in range(RIVALS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        self.assertEqual((len(waits), waits.count(0)), (RIVALS, 5))
        with self.registry.cursor() as cr:
            cr.execute("SELECT count FROM hub_rate_limit")
            self.assertEqual([count for (count,) in cr.fetchall()], [5] * 5)
