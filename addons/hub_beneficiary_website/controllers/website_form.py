import json

from odoo.addons.website.controllers.form import WebsiteForm
from odoo.http import request


class WebsiteFormWithoutRequests(WebsiteForm):
    """``/website/form/crm.lead`` asks for no token, has no limit, looks for the visitor's contact and
    lets the sender choose the team: nothing that the hub's public form would allow.

    The data of this addon closes it as well; this stays shut when somebody opens it again in the
    website's editor.
    """

    def _handle_website_form(self, model_name, **kwargs):
        if model_name == "crm.lead":
            return json.dumps({"error": self._get_refusal()})
        return super()._handle_website_form(model_name, **kwargs)

    def insert_record(self, request, model_sudo, values, custom, meta=None):
        if model_sudo.model == "crm.lead":
            return False
        return super().insert_record(request, model_sudo, values, custom, meta=meta)

    def _get_refusal(self):
        return request.env._("Requests to the hub are sent with its own form: /hub/request")
