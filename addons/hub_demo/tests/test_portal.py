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

    def test_a_person_reads_in_her_language_what_the_hub_has_about_her(self):
        (row,) = filter(is_person, read_logins())
        person = self._log_in_as_person(row["login"])
        (appointment,) = person._get_own_appointments()
        (document,) = person.identity_ids
        page = self._open("/my/file")
        for words in (person.name_ar, document.number_normalized[-4:], "جمعية أمل للإدماج"):
            self.assertIn(escape(words), page)
        self.assertNotIn(document.number, page)
        self.assertIn('lang="ar-MA"', page)
        self.assertIn(f"/my/file/appointments/{appointment.id}/ics", self._open("/my/file/appointments"))
        for purpose in person.consent_ids.purpose_ids.with_context(lang="ar_MA"):
            self.assertIn(escape(purpose.name), self._open("/my/file/consents"))
        for path in ("/my", "/my/file/readings", "/my/file/phone"):
            self._open(path)

    def test_a_mother_reads_what_she_allowed_for_her_son(self):
        mother = self.env["hub.beneficiary"].search([("given_name", "=", "Fatima-Zahra")])
        login = mother.phone.replace(" ", "")
        self._log_in_as_person(login)
        self.assertIn(
            escape(mother.env.ref("hub_beneficiary.purpose_partners").with_context(lang="ar_MA").name),
            self._open("/my/children"),
        )

    def test_an_association_answers_what_waits_and_follows_whom_it_referred(self):
        self.authenticate("association", "association")
        user = self.env["res.users"].browse(self.session.uid)
        organization = self.env["hub.ground"]._get_organizations(user)
        page = self._open(f"/my/organisation/{organization.id}/referrals")
        self.assertIn("D-112", page)
        waiting = self.env["hub.referral"].search([("organization_id", "=", organization.id), ("is_late", "=", True)])
        self.assertIn(f"/referrals/{waiting.id}", page)
        self.assertNotIn(waiting.beneficiary_id.family_name, page)
        self.assertIn(waiting.ref, self._open(f"/my/organisation/{organization.id}/referrals/{waiting.id}"))

    def _log_in_as_person(self, login):
        self.authenticate(login, login)
        return self.env["hub.beneficiary"]._get_own_files(self.env["res.users"].browse(self.session.uid))

    def _open(self, path):
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200, path)
        return answer.text

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
