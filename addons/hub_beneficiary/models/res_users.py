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
        """Files that are closed to this user, archived or not: few, and found by their own index.

        Those of a person one of whose files is restricted, unless this user is the counsellor of one that is: a file
        that is closed closes all that it is merged with.
        """
        self.ensure_one()
        if self._can_see_restricted_files():
            return Domain.FALSE
        # Of a file that is being made the database alone knows the root: its own restriction is asked besides.
        own = Domain("is_restricted", "=", True) & (Domain("user_id", "=", False) | Domain("user_id", "!=", self.id))
        of_all = Domain("active", "in", [True, False])
        restricted = of_all & Domain("is_restricted", "=", True)
        closed = of_all & Domain("cluster_ids", "any!", restricted)
        mine = of_all & Domain("cluster_ids", "any!", restricted & Domain("user_id", "=", self.id))
        return (own | Domain("root_id", "any!", closed)) & ~Domain("root_id", "any!", mine)

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
