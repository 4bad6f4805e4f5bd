from odoo import models


class PrivacyLog(models.Model):
    """A look-up is logged with initials; one without an e-mail address, too."""

    _inherit = "privacy.log"

    def _anonymize_email(self, label):
        return super()._anonymize_email(label) if label and "@" in label else "–"

    def _anonymize_name(self, label):
        return super()._anonymize_name(label) or "–"
