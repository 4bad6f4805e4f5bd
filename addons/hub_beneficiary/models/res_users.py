from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Who sees which person. The answers are cached with the rules: they depend on groups alone."""

    _inherit = "res.users"

    def _can_see_hub_requests(self):
        """Whether this user may see the people's files, requests and appointments at all."""
        self.ensure_one()
        return self.has_group("hub_beneficiary.group_reception") or self.has_group("hub_core.group_auditor")

    def _can_see_restricted_files(self):
        self.ensure_one()
        return self.has_group("hub_core.group_program_manager") or self.has_group("hub_core.group_auditor")

    def _get_hub_closed_file_domain(self):
        """Restricted files that are closed to this user, archived or not: few, and found by their own index."""
        self.ensure_one()
        if self._can_see_restricted_files():
            return Domain.FALSE
        return Domain("is_restricted", "=", True) & (Domain("user_id", "=", False) | Domain("user_id", "!=", self.id))

    def _get_hub_beneficiary_domain(self):
        """People whose file is open to this user."""
        if not self._can_see_hub_requests():
            return Domain.FALSE
        return ~self._get_hub_closed_file_domain()

    def _get_hub_file_part_domain(self, path="beneficiary_id"):
        """Records that hang on a person by ``path``, or on nobody, and are open to this user.

        Asked as "not one of the closed ones": that reads the few restricted files, where "one of
        the open ones" would read everybody's.
        """
        if self._can_see_restricted_files():
            return Domain.TRUE
        closed = self._get_hub_closed_file_domain() & Domain("active", "in", [True, False])
        return ~Domain(path, "any!", closed)

    def _get_hub_household_member_domain(self):
        """Stays of open files; a dependant without a file is as open as the file of who answers for her."""
        return Domain(self._get_hub_file_part_domain()) & self._get_hub_file_part_domain("dependant_of_id")

    def _get_hub_request_domain(self):
        if not self._can_see_hub_requests():
            return Domain("is_hub_request", "=", False)
        return self._get_hub_file_part_domain()

    def _get_hub_appointment_domain(self):
        if not self._can_see_hub_requests():
            return Domain("is_hub_appointment", "=", False)
        return self._get_hub_file_part_domain("hub_beneficiary_id")

    def _get_hub_appointment_change_domain(self):
        """Appointments that this user may make and change: an auditor keeps a calendar, yet not the hub's."""
        if self.has_group("hub_beneficiary.group_reception"):
            return Domain.TRUE
        return Domain("is_hub_appointment", "=", False)

    def _get_hub_partner_domain(self):
        domain = super()._get_hub_partner_domain()
        if self._can_see_restricted_files() or not self._can_see_beneficiaries():
            return domain
        return Domain(domain) & self._get_hub_file_part_domain("hub_beneficiary_ids")

    def _get_hub_delivery_domain(self):
        domain = super()._get_hub_delivery_domain()
        if self._can_see_restricted_files() or not self._can_see_beneficiaries():
            return domain
        return Domain(domain) & self._get_hub_file_part_domain("partner_id.hub_beneficiary_ids")
