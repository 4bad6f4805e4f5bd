from markupsafe import escape
from odoo.tests import HttpCase, tagged

from ..story.users import is_person, is_visitor, read_logins


@tagged("post_install", "-at_install")
class TestPortal(HttpCase):
    """Whoever acts for an organisation of the story finds it after logging in."""

    def test_each_visitor_opens_her_account_and_her_organisation(self):
        for row in read_logins():
            if not is_visitor(row) or is_person(row):
                continue
            with self.subTest(row["login"]):
                self.authenticate(row["login"], row["login"])
                user = self.env["res.users"].browse(self.session.uid)
                organization = self.env["hub.ground"]._get_organizations(user)
                self.assertEqual(len(organization), 1)
                for path in ("/my", "/my/services", f"/my/organisation/{organization.id}"):
                    self.assertEqual(self.url_open(path).status_code, 200, path)
                page = self.url_open(f"/my/organisation/{organization.id}").text
                agreement = self.env["hub.agreement"].search([("partner_id", "=", organization.id)], limit=1)
                self.assertTrue(escape(agreement.name) in page, agreement.name)

    def test_what_concerns_another_organisation_is_not_there(self):
        self.authenticate("association", "association")
        other = self.env["hub.representation"].search([("state", "=", "active"), ("role", "=", "delegate")], limit=1)
        self.assertEqual(self.url_open(f"/my/organisation/{other.organization_id.id}").status_code, 404)

    def test_a_telephone_is_a_login_in_any_writing(self):
        login = next(row["login"] for row in read_logins() if row["login"].isdigit())
        for written in (f"+212{login[1:]}", f"00212{login[1:]}", " ".join(login[i : i + 2] for i in range(0, 10, 2))):
            with self.subTest(written):
                self.authenticate(written, login)
                self.assertTrue(self.env["res.users"].browse(self.session.uid).share)
