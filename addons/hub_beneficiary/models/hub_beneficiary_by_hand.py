from odoo import api, models
from odoo.exceptions import UserError

from .hub_beneficiary import NAME_FIELDS, PARTNER_FIELDS


class HubBeneficiary(models.Model):
    """What a call may not write on a file, whatever rights its user has.

    A file writes on its contact past the rights on contacts. It does so on its own contact alone, which a call neither
    chooses nor changes, and never on that of somebody who works at the hub: whoever writes an e-mail address chooses
    who gets the next link for a password.
    """

    _inherit = "hub.beneficiary"

    _follows = frozenset(
        {"merged_into_id", "root_id", "anonymised_on", "exited_on", "copy_asked_at", "copy_given_at"}
        | {"name", "name_keys", "name_folded", "phone_e164"}
        | {"phone_proposed", "phone_proposed_shared", "phone_proposed_at", "portal_closed"}
    )

    @api.model_create_multi
    def create(self, vals_list):
        chosen = () if self.env.user.has_group("hub_core.group_program_manager") else ("ref",)
        for vals in vals_list:
            self._verify_not_by_hand(vals, chosen if vals.get("ref", "/") != "/" else ())
        if not self.env.su:
            contacts = self.env["res.partner"].browse(
                vals["partner_id"] for vals in vals_list if vals.get("partner_id")
            )
            contacts.check_access("write")
            self._verify_no_staff(contacts)
        return super().create(vals_list)

    def write(self, vals):
        self._verify_not_by_hand(vals, ("partner_id", "ref"))
        if not self.env.su and not {*PARTNER_FIELDS, *NAME_FIELDS}.isdisjoint(vals):
            self._verify_no_staff(self.partner_id)
        return super().write(vals)

    def _verify_no_staff(self, contacts):
        """Raise when one of these contacts works at the hub, as Odoo does for who edits contacts."""
        # sudo: who works at the hub does not depend on who asks.
        users = contacts.sudo().with_context(active_test=False).user_ids
        staff = users.filtered(lambda user: user._is_internal() and user != self.env.user).sudo(False)
        if staff and not staff.has_access("write"):
            raise UserError(
                self.env._(
                    "%(person)s works at the hub: an administrator helps her or him.",
                    person=staff.partner_id[:1].display_name,
                )
            )
