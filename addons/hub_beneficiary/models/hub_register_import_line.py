from odoo import api, fields, models
from odoo.exceptions import UserError

#: Outcomes that a match can give, and what they look like in a list.
OUTCOMES = [("new", "New"), ("same", "Same"), ("maybe", "Maybe"), ("error", "Error")]
STATES = [("todo", "To import"), ("pending", "To decide"), ("done", "Imported"), ("refused", "Refused")]


def join_details(parts):
    """Parts side by side, each in its own direction of writing."""
    return " · ".join(f"\u2068{part}\u2069" for part in parts if part)


class HubRegisterImportLine(models.Model):
    """One row of a register, and what becomes of it.

    States::

        todo ───import───▶ done
          │                 ▲
        pending ──decide────┘        refused: an error keeps the row out
    """

    _name = "hub.register.import.line"
    _description = "Row of a register"
    _order = "import_id, row"
    _rec_name = "row"
    #: All but the decision: what stood in the file, and what became of it.
    _follows = frozenset(
        {"import_id", "row", "name", "details", "outcome", "state", "beneficiary_id", "same_as_row", "household_code"}
        | {"household_id", "message", "flagged", "score", "cells", "fingerprint", "receipt"}
    )

    import_id = fields.Many2one("hub.register.import", "Register", required=True, ondelete="cascade", index=True)
    row = fields.Integer(required=True, readonly=True, help="The number that the spreadsheet shows beside the row.")
    name = fields.Char(readonly=True)
    details = fields.Text("In the register", readonly=True)
    outcome = fields.Selection(OUTCOMES, required=True, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="todo")
    beneficiary_id = fields.Many2one(
        "hub.beneficiary", "Person on file", readonly=True, ondelete="set null", index="btree_not_null"
    )
    beneficiary_details = fields.Text("Who that is", compute="_compute_beneficiary_details")
    same_as_row = fields.Integer(
        "As row", readonly=True, help="The earlier row of this register about the same person."
    )
    household_code = fields.Char(readonly=True)
    household_id = fields.Many2one("hub.household", readonly=True, ondelete="set null", index="btree_not_null")
    message = fields.Text(readonly=True)
    flagged = fields.Boolean("With remarks", readonly=True, help="A value of the row could not be used.")
    score = fields.Integer(readonly=True)
    decision = fields.Selection(
        [("same", "The same person"), ("new", "Another person")],
        help="Who this row is about. Undecided rows wait; nothing of them is lost.",
    )
    cells = fields.Json(readonly=True, help="The row as it stands in the file, until it is imported.")
    fingerprint = fields.Char(readonly=True, export_string_translation=False)
    receipt = fields.Char(readonly=True, copy=False, export_string_translation=False)

    _row_uniq = models.UniqueIndex("(import_id, row)", "This row is listed already.")
    #: What was imported once is never imported again, whatever the file is called.
    _receipt_uniq = models.UniqueIndex(
        "(receipt) WHERE receipt IS NOT NULL", "This row of a register has been imported already."
    )

    @api.depends("beneficiary_id", "same_as_row")
    def _compute_beneficiary_details(self):
        rows = {}
        earlier = {(line.import_id.id, line.same_as_row) for line in self if line.same_as_row}
        if earlier:
            found = self.search_fetch(
                [("import_id", "in", [key[0] for key in earlier]), ("row", "in", [key[1] for key in earlier])],
                ["import_id", "row", "name", "details"],
            )
            rows = {(line.import_id.id, line.row): line for line in found}
        for line in self:
            person = line.beneficiary_id
            other = rows.get((line.import_id.id, line.same_as_row))
            if person:
                birth = person.birthdate and fields.Date.to_string(person.birthdate)
                line.beneficiary_details = join_details([person.name, person.ref, birth, person.phone])
            elif other:
                line.beneficiary_details = join_details([other.name, other.details])
            else:
                line.beneficiary_details = False

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._verify_not_by_hand(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._verify_not_by_hand(vals)
        if "decision" in vals and not self.env.su:
            closed = self.filtered(lambda line: line.outcome != "maybe" or line.state in ("done", "refused"))
            if closed:
                raise UserError(
                    self.env._(
                        "Only a row that may be somebody on file is decided. Not these: %s.",
                        ", ".join(str(line.row) for line in closed),
                    )
                )
        return super().write(vals)

    def _follows_row(self):
        """Whether the person is the one of an earlier row of the register."""
        self.ensure_one()
        return bool(self.same_as_row and (self.outcome == "same" or self.decision == "same"))

    def _get_cells(self):
        """The cells as they stood in the file."""
        self.ensure_one()
        return [self.import_id._from_json(cell) for cell in self.cells or []]

    def action_decide_same(self):
        return self.write({"decision": "same"})

    def action_decide_new(self):
        return self.write({"decision": "new"})

    def action_open_beneficiary(self):
        self.ensure_one()
        return self.beneficiary_id.get_formview_action()
