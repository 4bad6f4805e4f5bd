from odoo import api, models

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


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.depends_context("uid")
    def _compute_display_name(self):
        open_to_user = self.sudo(False)._filtered_access("read").with_env(self.env)
        for mail in self - open_to_user:
            mail.display_name = f"{mail._name},{mail.id}"
        return super(MailMail, open_to_user)._compute_display_name()
