import base64
import datetime
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.names import clean
from ..tools.register_reader import RegisterError, read_register
from ..tools.register_writer import write_table
from ..tools.values import plain_text


class HubRegisterImport(models.Model):
    """A reception register to be taken over: read, shown row by row, then imported.

    States::

        draft ──action_preview──▶ preview ──action_import──▶ done
                                     ▲                        │
                                     └── decided rows ────────┘

    Nothing is written before ``action_import``. A register, or a row, that was imported before changes nothing.
    """

    _name = "hub.register.import"
    _description = "Import of a register"
    _order = "id desc"
    _rec_name = "filename"

    file = fields.Binary("Register", required=True, attachment=True)
    filename = fields.Char(required=True, default="register.xlsx")
    state = fields.Selection(
        [("draft", "Uploaded"), ("preview", "Preview"), ("done", "Imported")], default="draft", readonly=True
    )
    program_id = fields.Many2one("hub.program", "Programme", help="What the register's receptions count for.")
    header_row = fields.Integer("Headings in row", readonly=True)
    column_ids = fields.One2many("hub.register.import.column", "import_id", "Columns")
    line_ids = fields.One2many("hub.register.import.line", "import_id", "Rows", readonly=False)
    imported_on = fields.Datetime("Imported on", readonly=True)

    # counts
    line_count = fields.Integer("Rows in all", compute="_compute_counts")
    new_count = fields.Integer("New people", compute="_compute_counts")
    same_count = fields.Integer("People on file", compute="_compute_counts")
    maybe_count = fields.Integer("To decide", compute="_compute_counts")
    error_count = fields.Integer("Errors", compute="_compute_counts")
    flagged_count = fields.Integer("With remarks", compute="_compute_counts")
    done_count = fields.Integer("Imported rows", compute="_compute_counts")
    ready_count = fields.Integer("Ready to import", compute="_compute_counts")
    summary = fields.Char(compute="_compute_summary")
    refused_file = fields.Binary(compute="_compute_refused_file")

    @api.depends("line_ids.outcome", "line_ids.state", "line_ids.decision", "line_ids.flagged")
    def _compute_counts(self):
        groups = self.env["hub.register.import.line"]._read_group(
            [("import_id", "in", self.ids)], ["import_id", "outcome", "state", "decision", "flagged"], ["__count"]
        )
        counts = defaultdict(lambda: defaultdict(int))
        for register, outcome, state, decision, flagged, count in groups:
            found = counts[register.id]
            found["line_count"] += count
            found["maybe_count" if outcome == "maybe" and state != "done" else f"{outcome}_count"] += count
            found["flagged_count"] += count * bool(flagged and outcome != "error")
            found["done_count"] += count * (state == "done")
            found["ready_count"] += count * (
                state == "todo" or (state == "pending" and outcome == "maybe" and bool(decision))
            )
        names = [name for name, field in self._fields.items() if field.compute == "_compute_counts"]
        for register in self:
            register.update({name: counts[register.id][name] for name in names})

    @api.depends("state", "line_ids.outcome", "line_ids.state", "line_ids.decision")
    def _compute_summary(self):
        for register in self:
            if register.state == "draft":
                register.summary = self.env._(
                    "Upload the reception register as it is (.xlsx or .csv). The preview shows row by row what each "
                    "would become; nothing is written before you import."
                )
            elif register.state == "preview":
                register.summary = self.env._(
                    "%(ready)s of %(all)s rows are ready. Rows that may be somebody on file wait until you decide; "
                    "you can import the others now.",
                    ready=register.ready_count,
                    all=register.line_count,
                )
            else:
                register.summary = self.env._(
                    "%(done)s of %(all)s rows are imported, %(maybe)s wait for a decision, %(error)s are refused.",
                    done=register.done_count,
                    all=register.line_count,
                    maybe=register.maybe_count,
                    error=register.error_count,
                )

    def _compute_refused_file(self):
        for register in self:
            register.refused_file = base64.b64encode(register._get_refused_xlsx())

    # ------------------------------------------------------------
    # Create, write
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        registers = super().create(vals_list)
        registers._recognise_columns()
        return registers

    def write(self, vals):
        if "file" in vals and any(register.done_count for register in self):
            raise UserError(self.env._("Rows of this register are imported: make a new import for another file."))
        result = super().write(vals)
        if "file" in vals:
            self._recognise_columns()
            self.line_ids.unlink()
            super().write({"state": "draft"})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_imported(self):
        imported = self.filtered("done_count")
        if imported:
            raise UserError(
                self.env._(
                    "Rows of these registers are imported. Without them the same file would be imported again: %s.",
                    ", ".join(imported.mapped("filename")),
                )
            )

    def _recognise_columns(self):
        """List the columns, so that somebody can say what is not recognised. A bad file is told at the preview."""
        self.column_ids.unlink()
        for register in self:
            try:
                table = read_register(base64.b64decode(register.file or b""))
            except (RegisterError, ValueError):
                continue
            register.header_row = table.header_row
            width = max(len(table.headings), *(len(row.cells) for row in table.rows[:20]))
            register.column_ids = [
                fields.Command.create(
                    {
                        "position": position,
                        "letter": self._column_letter(position),
                        "heading": table.headings[position] if position < len(table.headings) else "",
                        "sample": self._get_sample(table.rows, position),
                        "meaning": table.columns.get(position, False),
                    }
                )
                for position in range(width)
            ]

    @api.model
    def _column_letter(self, position):
        letters = ""
        position += 1
        while position:
            position, rest = divmod(position - 1, 26)
            letters = chr(65 + rest) + letters
        return letters

    @api.model
    def _get_sample(self, rows, position):
        values = (self._show(row.cells[position]) for row in rows[:40] if position < len(row.cells))
        return " · ".join(list(dict.fromkeys(filter(None, values)))[:3])[:120]

    @api.model
    def _show(self, value):
        return clean(plain_text(value), 60)

    # ------------------------------------------------------------
    # Refused rows
    # ------------------------------------------------------------
    @api.model
    def _to_json(self, value):
        if isinstance(value, datetime.datetime | datetime.date):
            return {"date": value.isoformat()[:10]}
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        return plain_text(value) or None

    @api.model
    def _from_json(self, value):
        return datetime.date.fromisoformat(value["date"]) if isinstance(value, dict) else value

    def _get_refused_xlsx(self):
        """The refused rows as they stood in the file, each with its number and the reason."""
        self.ensure_one()
        columns = self.column_ids.sorted("position")
        headings = [self.env._("Row"), *(column.heading or column.letter for column in columns), self.env._("Reason")]
        refused = self.line_ids.filtered(lambda line: line.state == "refused").sorted("row")
        table = []
        for line in refused:
            cells = [self._from_json(cell) for cell in line.cells or []]
            cells += [None] * (len(columns) - len(cells))
            table.append([line.row, *cells[: len(columns)], line.message or ""])
        return write_table(
            self.env._("Refused rows"), headings, table, right_to_left=(self.env.lang or "").startswith("ar")
        )

    def action_download_refused(self):
        self.ensure_one()
        refused = self.env._("refused")
        name = f"{(self.filename or 'register').rsplit('.', 1)[0]}-{refused}.xlsx"
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/refused_file/{name}?download=true",
            "target": "download",
        }

    def action_open_progress(self):
        """Import with a progress bar."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "hub_beneficiary.register_progress",
            "name": self.env._("Import"),
            "target": "new",
            "params": {"register_id": self.id},
        }

    def action_open_lines(self):
        """The rows, filtered by what ``context['outcome']`` says."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hub_beneficiary.hub_register_import_line_action")
        wanted = self.env.context.get("register_filter")
        action["domain"] = [("import_id", "=", self.id)]
        action["context"] = {f"search_default_{wanted}": 1} if wanted else {}
        action["display_name"] = self.filename
        return action
