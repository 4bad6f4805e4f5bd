"""E-mails keep to what people asked for: the one door by which mails leave is ``mail.mail``.

Notifications (also invitations and reminders of the calendar, shared pages, followers) are withheld before they are
written; all others (templates, composer, passwords, what waited in the queue) when they would be sent. The record
says once what did not go out.
"""

from markupsafe import Markup
from odoo import api, models
from odoo.fields import Command
from odoo.tools import email_normalize, email_normalize_all, formataddr
from odoo.tools.mail import email_split_tuples

#: Records about a person that staff do not read for news of her: those are told on her file.
NO_NEWS = ("res.partner", "res.users")


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_withheld_emails(self):
        """``{partner: sentence}`` of those among these who are not to be written to by e-mail."""
        # sudo: whether somebody may be written to does not depend on who writes.
        people = self.sudo().filtered("is_beneficiary")
        refusals = {partner: partner._get_contact_refusal("email") for partner in people}
        return {partner: refusal for partner, refusal in refusals.items() if refusal}

    @api.model
    def _get_withheld_addresses(self, addresses):
        """``{address: partner}`` of the addresses that only people have who are not to be written to."""
        if not addresses:
            return {}
        # sudo: see above.
        found = self.sudo().search([("email_normalized", "in", list(addresses))])
        refusals = found._get_withheld_emails()
        return {
            address: partners[:1]
            for address, partners in found.grouped("email_normalized").items()
            if all(partner in refusals for partner in partners)
        }

    def _tell_withheld(self, record=None):
        """Say once, on the record or else on their files, that these people were sent no e-mail, and why."""
        refusals = self._get_withheld_emails()
        for partner, sentence in refusals.items():
            told = record
            if not told or told._name in NO_NEWS or not hasattr(told, "_message_log"):
                told = partner.with_context(active_test=False).hub_beneficiary_ids[:1]
            body = Markup("<p>%s</p>") % self.env._("An e-mail was not sent. %(reason)s", reason=sentence)
            # sudo: whoever caused the mail may not write here; the note is the hub's.
            known = [("model", "=", told._name), ("res_id", "=", told.id), ("body", "=", body)]
            if told and not self.env["mail.message"].sudo().search_count(known, limit=1):
                told.sudo()._message_log(body=body)


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        ids = [data["id"] for data in recipients if data["notif"] == "email" and data["id"]]
        withheld = self.env["res.partner"].browse(ids)._get_withheld_emails()
        if not withheld:
            return recipients
        partners = self.env["res.partner"].union(*withheld)
        for record in self or [None]:
            partners._tell_withheld(record)
        return [data for data in recipients if data["notif"] != "email" or data["id"] not in partners.ids]


class MailMail(models.Model):
    _inherit = "mail.mail"

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        self._withhold()
        return super().send(
            auto_commit=auto_commit, raise_exception=raise_exception, post_send_callback=post_send_callback
        )

    def _withhold(self):
        """Take those out of these mails who are not to be written to; a mail that has nobody left is cancelled."""
        # sudo: see above; recipients are read whoever writes.
        waiting = self.sudo().filtered(lambda mail: mail.state == "outgoing")
        partners = self.env["res.partner"].union(*waiting.recipient_ids._get_withheld_emails())
        texts = [text for mail in waiting for text in (mail.email_to, mail.email_cc) if text]
        addresses = partners._get_withheld_addresses(
            {address for text in texts for address in email_normalize_all(text)}
        )
        if partners or addresses:
            for mail in waiting:
                mail._withhold_from(partners, addresses)

    def _withhold_from(self, partners, addresses):
        withheld = self.recipient_ids & partners
        values = {"recipient_ids": [Command.unlink(partner.id) for partner in withheld]}
        for name in ("email_to", "email_cc"):
            pairs = [(label, email_normalize(address)) for label, address in email_split_tuples(self[name] or "")]
            closed = [addresses[address] for _label, address in pairs if address in addresses]
            if closed:
                withheld = withheld.union(*closed)
                values[name] = ", ".join(formataddr(pair) for pair in pairs if pair[1] not in addresses)
        if not withheld:
            return
        self.write(values)
        notifications = self.env["mail.notification"].search(
            [("mail_mail_id", "=", self.id), ("res_partner_id", "in", withheld.ids)]
        )
        notifications.write({"notification_status": "canceled"})
        if not (self.recipient_ids or self.email_to or self.email_cc):
            self.write({"state": "cancel", "failure_reason": "\n".join(withheld._get_withheld_emails().values())})
        known = self.model and self.res_id and self.model in self.env
        withheld._tell_withheld(self.env[self.model].browse(self.res_id).exists() if known else None)


class ResUsers(models.Model):
    _inherit = "res.users"

    def _action_reset_password(self, signup_type="reset"):
        # Odoo takes back whatever is written while the mail is made, also what staff are told of it.
        self.partner_id._tell_withheld()
        return super()._action_reset_password(signup_type=signup_type)
