from odoo import api, models
from odoo.addons.mail.tools.discuss import Store

# A many2one shows its record's label to whoever reads the row, and every employee reads the
# notifications of all messages: a label that is a document's name or a subject is withheld from
# those to whom the message is closed.


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.depends_context("uid")
    def _compute_display_name(self):
        open_to_user = self.sudo(False)._filtered_access("read").with_env(self.env)
        for message in self - open_to_user:
            message.display_name = f"{message._name},{message.id}"
        return super(MailMessage, open_to_user)._compute_display_name()

    def _get_store_partner_name_fields(self):
        """Odoo shows the name of an author or recipient to whoever reads the message."""
        names = super()._get_store_partner_name_fields()
        shown = Store.Attr("name", lambda partner: partner._get_shown_name())
        return [shown if name == "name" else name for name in names]


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.depends_context("uid")
    def _compute_display_name(self):
        open_to_user = self.sudo(False)._filtered_access("read").with_env(self.env)
        for mail in self - open_to_user:
            mail.display_name = f"{mail._name},{mail.id}"
        return super(MailMail, open_to_user)._compute_display_name()


class MailNotification(models.Model):
    _inherit = "mail.notification"

    def _to_store_defaults(self, target):
        """Nor does a message tell to whom it was sent, or at which address, beyond what one may see of her."""
        partner_fields = [
            Store.Attr("name", lambda partner: partner._get_shown_name()),
            Store.Attr("email", lambda partner: not partner._is_withheld() and partner.email),
        ]
        shown = {
            "mail_email_address": Store.Attr(
                "mail_email_address",
                lambda notification: not notification.res_partner_id._is_withheld() and notification.mail_email_address,
            ),
            "res_partner_id": Store.One("res_partner_id", partner_fields),
        }
        fields = super()._to_store_defaults(target)
        return [shown.get(getattr(field, "field_name", field), field) for field in fields]
