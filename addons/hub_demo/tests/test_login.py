from odoo.tests import HttpCase, tagged

from ..story.users import read_logins


@tagged("post_install", "-at_install")
class TestLogin(HttpCase):
    """Whoever opens the demo knows how to get in."""

    def test_the_login_page_lists_each_login(self):
        page = self.url_open("/web/login").text
        self.assertIn("o_hub_demo_logins", page)
        for row in read_logins():
            self.assertIn(f">{row['login']}</code>", page)

    def test_the_password_of_each_login_is_the_login(self):
        for row in read_logins():
            with self.subTest(row["login"]):
                self.authenticate(row["login"], row["login"])
                user = self.env["res.users"].browse(self.session.uid)
                self.assertTrue(user.filtered_domain(user._get_login_domain(row["login"])))
