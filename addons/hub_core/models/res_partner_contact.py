from odoo import models


class ResPartner(models.Model):
    """Whether somebody may be written to: every mail and message of the suite asks here."""

    _inherit = "res.partner"

    def _get_contact_refusal(self, channel, purpose=None):
        """Hook: why this partner is not to be written to, in a sentence, or False.

        :param channel: "email", "sms" or "whatsapp" ("message" for either of them), "portal"
        :param purpose: code of the purpose of consent that the message is for, when it needs one ("contact")
        """
        self.ensure_one()
        return False
