from odoo.addons.html_editor.controllers.main import HTML_Editor
from odoo.exceptions import UserError
from odoo.http import request, route


class HubEditor(HTML_Editor):
    @route()
    def generate_text(self, prompt, conversation_history):
        """The editor's "AI" button would send the text around it to Odoo's server."""
        if not request.env["hub.outgoing"]._is_allowed("html_editor"):
            raise UserError(request.env._("This would send the text to a server outside, and that is turned off here."))
        return super().generate_text(prompt, conversation_history)
