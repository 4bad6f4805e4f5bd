from datetime import timedelta

from odoo import models
from odoo.addons.hub_beneficiary.models.hub_referral import OPEN_STATES

from ..story.consents import LIMITED_DAYS

#: Who agreed for some weeks is asked again when so many days are left.
ASK_AGAIN = 7


class HubDemoStory(models.AbstractModel):
    """What waits for somebody about a person still waits, as long as it did."""

    _inherit = "hub.demo.story"

    def _move_referrals(self, shift):
        """Each is as late, or as early, as it was; what has become of the others stays."""
        domain = [("state", "in", OPEN_STATES)]
        for referral in self.env["hub.referral"].search([*self._get_told_domain(), *domain]):
            days = {"due_on": referral.due_on + shift}
            if not referral.accepted_on:  # who was accepted is counted on that day
                days["sent_at"] = referral.sent_at + shift
                days["answered_at"] = referral.answered_at and referral.answered_at + shift
            referral.write(days)
            self._move_links(referral, "referral", shift)

    def _move_asked(self, shift):
        """A copy of the file, and a new number, are asked for as many days ago; its link still answers."""
        people = self.env["hub.beneficiary"].search(self._get_told_domain())
        for name in ("copy_asked_at", "phone_proposed_at"):
            for person in people.filtered(name):
                person[name] += shift
        self._move_links(people, "phone", shift)

    def _move_kept(self, shift):
        domain = [("state", "=", "kept")]
        for proposal in self.env["hub.retention.proposal"].search([*self._get_told_domain(), *domain]):
            proposal.kept_until += shift

    def _renew_limited_consents(self, clock, told_on):
        """A consent is never changed: who agrees for some weeks is asked anew before they are over."""
        soon = [("expires_on", ">=", told_on), ("expires_on", "<", clock.in_days(ASK_AGAIN))]
        consents = self.env["hub.consent"].search([*self._get_told_domain(), *soon])
        words = consents._get_words(consents.beneficiary_id, consents.purpose_ids, told_on)
        granted = {word.consent_id for word in words.values() if word.state == "granted"}
        for consent in consents.filtered(lambda consent: consent.id in granted):
            consent.copy({"date": clock.today, "expires_on": clock.today + timedelta(days=LIMITED_DAYS)})
