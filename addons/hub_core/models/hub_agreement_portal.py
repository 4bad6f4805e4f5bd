from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ..tools.document import long_date


class HubAgreement(models.Model):
    """Agreements as the organisation reads them: what was signed, not what is still being written."""

    _inherit = "hub.agreement"

    @api.model
    def _get_portal_agreements(self, organizations):
        """What these organisations have signed or are to sign, by the rights of the visitor; those in force first."""
        # any!: the parties have no rights of their own in the portal, the agreement's decide.
        domain = Domain("party_ids", "any!", Domain("partner_id", "in", organizations.ids))
        agreements = self.search(domain & Domain("state", "!=", "draft"))
        return agreements.sorted(lambda agreement: (agreement.state != "to_sign", not agreement.is_in_force))

    @api.model
    def _count_in_force(self, organizations):
        """``{organisation: number of its agreements in force}``"""
        # sudo: of the parties only whether the organisation is one, see above.
        in_force = self._get_portal_agreements(organizations).filtered("is_in_force").sudo()
        return {
            organization: len(in_force.filtered(lambda one, who=organization: who in one.party_ids.partner_id))
            for organization in organizations.sudo()
        }

    def _get_portal_term(self):
        """Its dates in words, as of today."""
        self.ensure_one()
        lang = self.env.lang or "en_US"
        dates = {
            "start": long_date(self.date_start, lang),
            "end": long_date((self.terminated_on and self.terminated_on - timedelta(days=1)) or self.date_end, lang),
        }
        if self.state == "to_sign":
            return self.env._("Waits for signatures")
        if self.is_in_force and dates["end"]:
            return self.env._("In force from %(start)s to %(end)s", **dates)
        if self.is_in_force:
            return self.env._("In force since %(start)s", **dates)
        if self.state == "active":
            return self.env._("Signed, in force from %(start)s", **dates)
        return self.env._("Was in force from %(start)s to %(end)s", **dates)
