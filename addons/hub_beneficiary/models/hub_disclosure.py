from odoo import api, fields, models
from odoo.addons.hub_core.tools import make_append_only
from odoo.exceptions import UserError


class HubDisclosure(models.Model):
    """What of a person's file went to which organisation, by whom, and on which consent. Append-only.

    A row names the parts that went out and never what they said: the log outlives the file's anonymisation.
    Rows are written by ``hub.beneficiary._disclose`` alone.
    """

    _name = "hub.disclosure"
    _description = "Disclosure"
    _order = "date desc, id desc"
    _rec_name = "recipient_id"
    _log_access = False

    beneficiary_id = fields.Many2one(
        "hub.beneficiary", "Person", required=True, readonly=True, ondelete="restrict", index=True
    )
    recipient_id = fields.Many2one(
        "res.partner", "Organisation", required=True, readonly=True, ondelete="restrict", index=True
    )
    purpose_id = fields.Many2one(
        "hub.consent.purpose", "Purpose of consent", required=True, readonly=True, ondelete="restrict"
    )
    consent_id = fields.Many2one("hub.consent", required=True, readonly=True, ondelete="restrict", index=True)
    field_ids = fields.Many2many(
        "hub.disclosure.field", string="What was passed on", readonly=True, ondelete="restrict"
    )
    how = fields.Selection(
        [
            ("sheet", "Data sheet"),
            ("referral", "Referral"),
            ("portal", "Portal"),
            ("letter", "Letter"),
            ("oral", "By word of mouth"),
        ],
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True, ondelete="restrict")
    date = fields.Datetime(required=True, readonly=True)
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)

    def init(self):
        """What went out stays written: not even SQL changes or removes a line."""
        result = super().init()
        make_append_only(self.env.cr, self._table)
        make_append_only(self.env.cr, self._fields["field_ids"].relation)
        return result

    def write(self, vals):
        if self:
            raise UserError(self.env._("What was passed on stays written as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was passed on stays written as it is."))
