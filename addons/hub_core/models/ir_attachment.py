from odoo import api, models
from odoo.exceptions import UserError

CONTENT = frozenset({"datas", "raw", "db_datas", "store_fname", "res_model", "res_id", "res_field"})


class IrAttachment(models.Model):
    """The scan of a signed agreement is as closed as the agreement, by this door too."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if not CONTENT.isdisjoint(vals):
            self._verify_agreements_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._verify_agreements_open()

    def _verify_agreements_open(self):
        # sudo: what is closed is closed for everybody.
        scans = self.sudo().filtered(lambda one: (one.res_model, one.res_field) == ("hub.agreement", "document"))
        agreements = self.env["hub.agreement"].sudo().browse(scans.mapped("res_id")).exists()
        closed = agreements.filtered(lambda agreement: "document" in agreement._get_closed_fields())
        if closed:
            raise UserError(
                self.env._(
                    "The signed document of %(agreements)s can no longer change: renew the agreement, or terminate it.",
                    agreements=closed._get_names(),
                )
            )
