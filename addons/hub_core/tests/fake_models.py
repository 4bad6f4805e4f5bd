"""Models of tests alone: see ``HubCommon._add_fake_models``."""

from odoo import fields, models


class FakeSource(models.Model):
    """A document that delivers one service to its recipient, and a visit to a second one if it has one."""

    _module = None
    _name = "hub.test.source"
    _description = "Document of a test"
    _inherit = ["hub.delivery.source"]

    _delivery_trigger_fields = frozenset({"partner_id", "second_partner_id", "service_id", "date", "quantity", "state"})

    partner_id = fields.Many2one("res.partner")
    second_partner_id = fields.Many2one("res.partner")
    service_id = fields.Many2one("hub.service")
    program_id = fields.Many2one("hub.program")
    date = fields.Date()
    quantity = fields.Float(default=1)
    state = fields.Char(default="done")
    note = fields.Char()

    def _get_delivery_vals_list(self):
        if self.state != "done":
            return []
        return [
            {
                "partner_id": partner.id,
                "service_id": self.service_id.id,
                "date": self.date,
                "quantity": self.quantity,
                "program_id": self.program_id.id,
            }
            for partner in (self.partner_id, self.second_partner_id)
            if partner
        ]


class FakeFile(models.Model):
    """A logged record. It borrows the countries' table: its rows are there for every connection."""

    _module = None
    _name = "hub.test.file"
    _description = "File of a test"
    _inherit = ["hub.access.logged.mixin"]
    _auto = False
    _table = "res_country"
    _log_access = False

    code = fields.Char()
    phone_code = fields.Integer()


class FakeClock(models.Model):
    """Something that takes place, and that people put into their calendar."""

    _module = None
    _name = "hub.test.clock"
    _description = "Date of a test"
    _inherit = ["hub.wall.clock.mixin", "hub.ics.mixin"]

    name = fields.Char(default="Visit")
    active = fields.Boolean(default=True)
    note = fields.Char()
