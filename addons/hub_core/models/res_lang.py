from odoo import api, models


class ResLang(models.Model):
    _inherit = "res.lang"

    @api.model
    def _free_url_code(self, url_code, for_code):
        """Let the language ``for_code`` have ``url_code``: another that has it gets its own code instead."""
        others = self.with_context(active_test=False).search([("url_code", "=", url_code), ("code", "!=", for_code)])
        for lang in others:
            lang.url_code = lang.code
