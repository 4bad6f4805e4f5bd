from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class HubRepresentationEnd(models.TransientModel):
    """Staff end roles, or take invitations back, and say why."""

    _name = "hub.representation.end"
    _description = "End of a role"

    representation_ids = fields.Many2many("hub.representation", string="Representatives", required=True)
    reason = fields.Char(required=True, help="Stays on the role; the people of the organisation read it, too.")

    def action_end(self):
        roles = self.representation_ids
        roles.check_access("write")
        over = roles.filtered(lambda role: role.state == "ended")
        if over:
            raise UserError(self.env._("Ended already: %(names)s.", names=format_list(self.env, over.mapped("name"))))
        # sudo: the end of a role is not typed; the user may write these roles.
        roles.sudo()._end(self.reason)
        return {"type": "ir.actions.act_window_close"}
