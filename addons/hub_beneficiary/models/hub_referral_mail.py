from odoo import models
from odoo.fields import Domain
from odoo.tools import format_list


class HubReferral(models.Model):
    """Whoever acts for the organisation is told by e-mail that there is something to read in the portal.

    The mail carries the need, how urgent it is and the reference; of the person nothing, not even her initials: mails
    are read on telephones, forwarded and printed. Who has given no address is told by the message that staff send
    (``action_tell_organization``).
    """

    _inherit = "hub.referral"

    def _get_mail_readers(self):
        """``{referral: roles in force with an address}`` of those to organisations."""
        outbound = self.filtered(lambda one: one.direction == "outbound")
        # sudo: the addresses are for the mail alone.
        roles = self.env["hub.representation"].sudo()
        acting = roles._get_current_domain("active") & Domain("email", "!=", False)
        found = roles.search(acting & Domain("organization_id", "in", outbound.organization_id.ids))
        by_organization = found.grouped("organization_id")
        readers = {}
        for referral in outbound:
            # Who is meant herself does not read what her colleagues read about her.
            herself = referral.sudo().beneficiary_id._get_clusters().partner_id
            acting_for_it = by_organization.get(referral.organization_id, roles)
            readers[referral] = acting_for_it.filtered(lambda role, herself=herself: role.partner_id not in herself)
        return readers

    def _mail_representatives(self, news):
        """Tell what is new of these referrals to organisations: "sent", "late" or "revoked"."""
        for referral, readers in self._get_mail_readers().items():
            if readers:
                referral._queue_mails(readers, news)

    def _queue_mails(self, roles, news):
        company = self.env.company
        # sudo: whoever refers has these mails written, and reads no settings of the mail server.
        self.env["mail.mail"].sudo().create(
            [
                {
                    **self._prepare_mail_vals(role, news),
                    "email_from": company.email_formatted or self.env.user.email_formatted,
                    "email_to": role.email,
                    "auto_delete": True,
                }
                for role in roles
            ]
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()  # same reason
        names = format_list(self.env, [role._get_name_for_staff() for role in roles])
        # sudo: the note is the hub's; the night's job writes it, too.
        self.sudo()._message_log(body=self.env._("Told by e-mail: %(names)s.", names=names))

    def _prepare_mail_vals(self, role, news):
        """Subject and body in the language of who reads it."""
        # sudo: the night's job writes it, too; it tells the organisation what its page shows.
        reader = self.sudo().with_context(lang=role.lang or self.organization_id.lang or self.env.lang)
        facts = {"hub": reader.env.company._get_hub_name(), "reference": self.ref}
        values = {
            "sentence": reader._get_news_sentence(news, facts),
            "facts": reader._get_mail_facts() if news != "revoked" else [],
            "due": reader._get_due_words() if news == "sent" else "",
            "url": reader._get_mail_url(news),
            "company": reader.env.company,
        }
        return {
            "subject": reader.env._("%(hub)s: referral %(reference)s", **facts),
            "body_html": reader.env["ir.qweb"]._render("hub_beneficiary.referral_mail", values),
        }

    def _get_news_sentence(self, news, facts):
        if news == "late":
            return self.env._("%(hub)s still waits for your answer to the referral %(reference)s.", **facts)
        if news == "revoked":
            return self.env._("%(hub)s has called off the referral %(reference)s. There is nothing to do.", **facts)
        return self.env._("%(hub)s refers a person to you: %(reference)s.", **facts)

    def _get_mail_facts(self):
        """``[(label, words)]`` of what it is about."""
        pairs = [("need_type_id", self.need_type_id.name), ("urgency", self._get_label("urgency"))]
        return [(self._fields[name]._description_string(self.env), words) for name, words in pairs]

    def _get_mail_url(self, news):
        page = f"{self.get_base_url()}/my/organisation/{self.organization_id.id}/referrals"
        return page if news == "revoked" else f"{page}/{self.id}"
