from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .hub_referral import KNOWN_STATES

LINK_PURPOSE = "referral"
#: Days after the last one expected on which a link still answers.
LINK_DAYS = 14
#: Days after acceptance on which a link still tells who the person is: a telephone is passed on.
DETAILS_DAYS = 7


class HubReferral(models.Model):
    """A referral on the telephone of an organisation that has no account."""

    _inherit = "hub.referral"

    # ------------------------------------------------------------
    # Staff
    # ------------------------------------------------------------
    def action_tell_organization(self):
        """Prepare the message that tells the organisation of this referral, with the link by which it answers."""
        self.ensure_one()
        self.check_access("write")
        if self.direction != "outbound" or not self._get_partner_steps():
            raise UserError(
                self.env._("%(referral)s waits for no answer of the organisation.", referral=self._get_standing())
            )
        link = self._get_referral_link()
        messages = self.env["hub.phone.message"]
        return messages._prepare_for(self, self._get_told(), self._get_told_text(), link)._get_dialog_action()

    def _tell_called_off(self):
        """The message that there is nothing left to answer; it needs no link."""
        messages = self.env["hub.phone.message"]
        return messages._prepare_for(self, self._get_told(), self._get_told_text())._get_dialog_action()

    def _get_told(self):
        """The organisation, when it has a telephone; else the number of somebody who acts for it."""
        if self.organization_id.phone:
            return self.organization_id
        acting = self.env["hub.representation"]._get_current_domain("active")
        roles = self.env["hub.representation"].search(acting & Domain("organization_id", "=", self.organization_id.id))
        return roles.filtered("phone")[:1].phone or self.organization_id

    def _get_told_text(self):
        """In the organisation's language; about nobody."""
        referral = self.with_context(lang=self.organization_id.lang or self.env.lang)
        facts = {"hub": referral.env.company._get_hub_name(), "reference": self.ref}
        if self.state == "revoked":
            return referral.env._("%(hub)s: %(reference)s is called off. There is nothing to do.", **facts)
        if self.is_late:
            return referral.env._(
                "%(hub)s: we still wait for your answer to %(reference)s. Please answer here.", **facts
            )
        return referral.env._("%(hub)s refers a person to you (%(reference)s). Please answer here.", **facts)

    def _get_referral_link(self):
        """The link that it has, so that the one in an earlier message stays good; or a new one."""
        links = self._get_signed_links(LINK_PURPOSE)
        link = links[:1] or links._issue(self, LINK_PURPOSE, partner=self.organization_id, days=LINK_DAYS)
        link.expires_at = self._get_link_end()
        return link

    def _get_link_end(self):
        today = fields.Date.context_today(self)
        return fields.Datetime.to_datetime(max(self.due_on or today, today)) + timedelta(days=LINK_DAYS)

    def _extend_links(self):
        for referral in self:
            referral._get_signed_links(LINK_PURPOSE).write({"expires_at": referral._get_link_end()})

    # ------------------------------------------------------------
    # The page behind the link
    # ------------------------------------------------------------
    def _get_link_page(self, link):
        if link.purpose != LINK_PURPOSE:
            return super()._get_link_page(link)
        return "hub_beneficiary.referral_link_page", self._get_link_values()

    def _get_link_values(self):
        """What the page shows before anybody presses a button: chat programs look, too."""
        closed = bool(self._get_closed()) or self.state == "revoked"
        values = self._get_portal_line(closed=True) if closed else self._get_portal_values()
        return {"referral": values, "details": [], "may_show": not closed and self._may_show(), "done": False}

    def _may_show(self):
        """Whether the link still tells who the person is."""
        if not self._may_know() or not self.accepted_on:
            return False
        return (fields.Date.context_today(self) - self.accepted_on).days <= DETAILS_DAYS

    def _act_on_link(self, link, post):
        if link.purpose != LINK_PURPOSE:
            return super()._act_on_link(link, post)
        if self.state == "revoked" or self._get_closed():
            return self._get_link_page(link)
        link._use_or_explain()
        if post.get("step") != "show":
            self._answer(post, self.organization_id._get_hub_name())
        values = self._get_link_values()
        if values["may_show"] and (post.get("step") == "show" or self.state in KNOWN_STATES[:1]):
            values["details"] = self._get_details()
        return "hub_beneficiary.referral_link_page", {**values, "done": post.get("step") != "show"}
