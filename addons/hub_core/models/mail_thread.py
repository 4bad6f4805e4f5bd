from odoo import models


class MailThread(models.AbstractModel):
    """A follower is sent mails whatever becomes of the ground on which she could read the record."""

    _inherit = "mail.thread"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Whoever may read a record may follow it, says Odoo; visitors are shown records, and follow none."""
        if hasattr(self, "_ground_paths") and self.env.user.share and not self.env.su:
            return False
        return super().message_subscribe(partner_ids, subtype_ids)
