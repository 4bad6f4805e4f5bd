from odoo import api, models
from odoo.fields import Domain

from .hub_complaint import OFFICER_GROUP


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.depends("share", "partner_id.is_beneficiary")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Who wrote a row is shown by name to whoever reads it: an account is as hidden as its partner."""
        result = super()._compute_display_name()
        for user in self.filtered("share"):
            # sudo: which contact an account is of; whether its name is told depends on who reads.
            if user.sudo().partner_id.sudo(self.env.su)._get_nameless():
                user.display_name = user.partner_id._get_withheld_name()
        return result

    def _can_see_beneficiaries(self):
        """Whether this user may see who the hub receives. Addons extend it for their roles.

        The answer is cached with the rules: it may depend on groups, never on records.
        """
        self.ensure_one()
        return self.has_group("hub_core.group_hub_user") or self.has_group("hub_core.group_auditor")

    def _get_hub_partner_domain(self):
        """Partners that this user may see, for the global rule. Addons widen or narrow it.

        Cached with the rules: what changes from day to day must be in the domain, not in its making.
        """
        self.ensure_one()
        if self._can_see_beneficiaries():
            return [(1, "=", 1)]
        if not self._is_internal():
            return self._get_hub_visitor_partner_domain()
        return ["|", ("is_beneficiary", "=", False), ("id", "=", self.partner_id.id)]

    def _get_hub_visitor_partner_domain(self):
        """Partners open to visitors: herself with the further addresses that she keeps, and the organisations
        for which she acts. Never the other people below the same company, whom Odoo's own rule would open."""
        own = Domain("id", "=", self.partner_id.id)
        addresses = Domain("parent_id", "=", self.partner_id.id) & Domain("type", "!=", "contact")
        return own | addresses | self._get_hub_ground_domain("res.partner")

    def _get_hub_ground_domain(self, model_name):
        """Records of a model that this user may see on a ground of access: for the rules of the portal."""
        self.ensure_one()
        return self.env["hub.ground"]._get_domain(model_name, self)

    def _get_hub_partner_path_domain(self, path):
        """The same for records that name a partner, or nobody, by ``path``: followers, attendees, notified people."""
        domain = Domain(self._get_hub_partner_domain())
        return domain if domain.is_true() else Domain(path, "any!", domain) | Domain(path, "=", False)

    def _get_hub_complaint_domain(self):
        """Complaints are for their officers; whatever rights somebody has besides, nobody else finds one."""
        self.ensure_one()
        return [(1, "=", 1)] if self.has_group(OFFICER_GROUP) else [(0, "=", 1)]

    def _get_hub_complaint_part_domain(self, path):
        """The same for what hangs on complaints and names their model by ``path``, where Odoo does not ask them."""
        self.ensure_one()
        if self.has_group(OFFICER_GROUP):
            return [(1, "=", 1)]
        head, _dot, name = path.rpartition(".")
        domain = Domain(name, "!=", "hub.complaint")
        return Domain(head, "any!", domain) if head else domain

    def _get_invalidation_fields(self):
        return super()._get_invalidation_fields() | {"partner_id"}

    def _get_hub_delivery_domain(self):
        """Lines of the ledger that this user may see, for the global rule; the model's ACL comes first."""
        self.ensure_one()
        if self._can_see_beneficiaries():
            return [(1, "=", 1)]
        if not self._is_internal():
            return self._get_hub_ground_domain("hub.service.delivery")
        return [("partner_id.is_beneficiary", "=", False)]

    def _get_hub_representation_domain(self):
        """Roles that this user may see, for the global rule: staff do not learn of people whose file is closed to
        them. Visitors know the people of their organisations by the name on the role."""
        self.ensure_one()
        return self._get_hub_partner_path_domain("partner_id") if self._is_internal() else Domain.TRUE
