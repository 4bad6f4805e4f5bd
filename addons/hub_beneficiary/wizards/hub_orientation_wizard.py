from odoo import api, fields, models


class HubOrientationWizard(models.TransientModel):
    _name = "hub.orientation.wizard"
    _description = "Orient a person"

    request_id = fields.Many2one("crm.lead", required=True, ondelete="cascade", readonly=True)
    beneficiary_id = fields.Many2one(related="request_id.beneficiary_id")
    not_eligible = fields.Boolean("Not eligible for anything the hub offers")
    service_id = fields.Many2one(
        "hub.service",
        "Orient to",
        domain="[('category', 'not in', ('reception', 'rooms')), ('code', '!=', 'orientation')]",
        compute="_compute_service_id",
        store=True,
        readonly=False,
    )
    note = fields.Text(help="Printed on the orientation letter.")

    @api.depends("not_eligible", "request_id")
    def _compute_service_id(self):
        for wizard in self:
            wizard.service_id = False if wizard.not_eligible else wizard.service_id or wizard._get_suggestion()

    def _get_suggestion(self):
        """The employment desk is the hub's first counter; a need may point elsewhere."""
        codes = set(self.request_id.need_type_ids.mapped("code"))
        if codes == {"computer_course"}:
            return self.env.ref("hub_core.service_training")
        if codes == {"enterprise"}:
            return self.env.ref("hub_core.service_incubator")
        return self.env.ref("hub_core.service_employment_desk")

    def action_orient(self):
        self.ensure_one()
        self.request_id.action_orient(
            self.service_id, note=self.note, outcome="not_eligible" if self.not_eligible else None
        )
        return {"type": "ir.actions.act_window_close"}
