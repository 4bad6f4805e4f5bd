from datetime import timedelta

from odoo import fields, models

LINK_PURPOSE, FEEDBACK_PURPOSE = "referral", "referral_feedback"
#: Days after the last one expected on which a link still answers.
LINK_DAYS = 14


class HubReferral(models.Model):
    """A referral on the telephone of an organisation that has no account, and the person's own words on it."""

    _inherit = "hub.referral"

    def action_tell_organization(self):
        """Prepare the message that tells the organisation of this referral, with the link by which it answers."""
        self.ensure_one()
        self.check_access("write")
        link = self._get_referral_link()
        message = self.env["hub.phone.message"]._prepare_for(self, self.organization_id, self._get_told_text(), link)
        return message._get_dialog_action()

    def _get_told_text(self):
        """In the organisation's language; about nobody."""
        referral = self.with_context(lang=self.organization_id.lang or self.env.lang)
        hub = referral.env.company._get_hub_name()
        return referral.env._("%(hub)s refers a person to you. Please answer here.", hub=hub)

    def _get_referral_link(self):
        """The link that it has, so that the one in an earlier message stays good; or a new one."""
        links = self._get_signed_links(LINK_PURPOSE)
        link = links[:1] or links._issue(self, LINK_PURPOSE, partner=self.organization_id, days=LINK_DAYS)
        link.expires_at = self._get_link_end()
        return link

    def _get_link_end(self):
        last = max(self.due_on or fields.Date.context_today(self), fields.Date.context_today(self))
        return fields.Datetime.to_datetime(last) + timedelta(days=LINK_DAYS)

    def _extend_links(self):
        for referral in self:
            referral._get_signed_links(LINK_PURPOSE).write({"expires_at": referral._get_link_end()})
