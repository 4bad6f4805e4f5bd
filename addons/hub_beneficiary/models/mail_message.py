from odoo import api, models
from odoo.tools import email_normalize, formataddr

#: Columns in which Odoo keeps who sent a message, as text.
SENDER = ("email_from", "reply_to")


class MailMessage(models.Model):
    """What a person writes is sent and kept as by the hub.

    Who wrote a message is said by its author, whose name only those are shown who may see her. Odoo copies name and
    address of the author into the message besides: whoever reads the thread (of a company, of an appointment) would
    read and search them there, and who is sent the message by e-mail would get them.
    """

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._withhold_senders()
        return messages

    def write(self, vals):
        result = super().write(vals)
        if not {"author_id", *SENDER}.isdisjoint(vals):
            self._withhold_senders()
        return result

    def _withhold_senders(self):
        """Put the hub in the place of the people among the senders."""
        # sudo: who sent a message is kept the same whoever writes it, and these columns only.
        own = self.env.user.partner_id if self.env.user._is_internal() else self.env["res.partner"]
        others = self.sudo().filtered(lambda message: message.author_id and message.author_id != own)
        for message in others.filtered("author_id.is_beneficiary"):
            vals = message._prepare_withheld_sender()
            if any(message[name] != value for name, value in vals.items()):
                message.write(vals)

    def _prepare_withheld_sender(self):
        """The hub's address; an alias by which answers find the record stays, without a name of hers."""
        company = self.record_company_id or self.env.company
        hub = company.email_formatted or False
        hers = {email_normalize(self.email_from or ""), self.author_id.email_normalized, False}
        answer = email_normalize(self.reply_to or "")
        reply_to = hub if answer in hers else formataddr((company.name, answer))
        return {"email_from": self.email_from and hub, "reply_to": self.reply_to and reply_to}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("is_beneficiary"):
            # sudo: what she wrote before the hub received her, wherever that was.
            self.env["mail.message"].sudo().search([("author_id", "in", self.ids)])._withhold_senders()
        return result
