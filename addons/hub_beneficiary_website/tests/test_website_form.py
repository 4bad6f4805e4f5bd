from odoo.http import Request
from odoo.tests import HttpCase, tagged

from ..controllers.website_form import WebsiteFormWithoutRequests


@tagged("post_install", "-at_install")
class TestWebsiteForm(HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        self.before = self.env["crm.lead"].search([])
        self.env["hub.rate.limit"].search([]).unlink()
        self.model = self.env["ir.model"]._get("crm.lead")

    def _post(self, **values):
        return self.url_open("/website/form/crm.lead", data={"contact_name": "Eve", "phone": "0612345678", **values})

    def _created(self):
        return self.env["crm.lead"].search([]) - self.before

    def test_the_websites_form_creates_no_request_and_no_lead(self):
        team = self.env.ref("hub_beneficiary.team_hub")
        for values in ({}, {"team_id": str(team.id)}, {"name": "x", "is_hub_request": "1", "type": "hub_request"}):
            with self.subTest(values=values):
                response = self._post(**values)
                self.assertIn("/hub/request", response.json()["error"])
                self.assertFalse(self._created())

    def test_it_stays_closed_when_the_editor_opens_it_again(self):
        self.model.website_form_access = True
        self.assertIn("error", self._post(name="x").json())
        self.assertFalse(self._created())

    def test_the_website_offers_no_form_for_leads(self):
        self.assertFalse(self.model.website_form_access)

    def test_no_record_is_inserted_by_other_forms_that_end_there(self):
        self.assertFalse(WebsiteFormWithoutRequests().insert_record(None, self.model.sudo(), {"name": "x"}, ""))
        self.assertFalse(self._created())

    def test_other_forms_of_the_website_still_work(self):
        response = self.url_open("/website/form/res.users", data={"name": "x"})
        self.assertNotIn("/hub/request", response.text)

    def test_the_hubs_own_form_works_inside_a_website(self):
        for lang in ("fr", "ar"):
            page = self.url_open(f"/{lang}/hub/request")
            self.assertEqual(page.status_code, 200)
            self.assertIn(f'lang="{lang}-', page.text)
            data = {"name": "Aïcha", "phone": "0612345678", "csrf_token": Request.csrf_token(self)}
            response = self.url_open(f"/{lang}/hub/request", data=data)
            self.assertIn("/hub/request/sent", response.url)
        self.assertEqual(len(self._created()), 2)
        self.assertEqual(set(self._created().mapped("entry_channel")), {"public_form"})
        self.assertFalse(self._created().visitor_ids, "no visitor's trail is tied to a request")

    def test_the_index_is_a_page_of_the_website_too(self):
        self.assertIn("/hub/request", self.url_open("/hub").text)
