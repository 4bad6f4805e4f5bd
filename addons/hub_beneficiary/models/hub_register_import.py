import base64
import datetime
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.matching import Index, decide
from ..tools.names import clean, fold
from ..tools.register_columns import NAME_COLUMNS
from ..tools.register_reader import RegisterError, read_register
from ..tools.register_row import Lookups, Problem, fingerprint, read_row
from ..tools.register_writer import write_table
from ..tools.values import plain_text
from ..tools.words import folded_table
from .hub_register_messages import file_sentence, match_sentence, problem_sentence
from .wide_batches import wide_batches


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

    file = fields.Binary(required=True, attachment=True)
    filename = fields.Char(required=True, default="register.xlsx")
    state = fields.Selection(
        [("draft", "Uploaded"), ("preview", "Preview"), ("done", "Imported")], default="draft", readonly=True
    )
    program_id = fields.Many2one("hub.program", "Programme", help="What the register's receptions count for.")
    header_row = fields.Integer("Headings in row", readonly=True)
    column_ids = fields.One2many("hub.register.import.column", "import_id", "Columns")
    line_ids = fields.One2many("hub.register.import.line", "import_id", "Rows", readonly=False)
    imported_on = fields.Datetime(readonly=True)

    # counts
    line_count = fields.Integer("Rows in all", compute="_compute_counts")
    new_count = fields.Integer("New people", compute="_compute_counts")
    same_count = fields.Integer("People on file", compute="_compute_counts")
    maybe_count = fields.Integer("To decide", compute="_compute_counts")
    error_count = fields.Integer("Errors", compute="_compute_counts")
    flagged_count = fields.Integer("With remarks", compute="_compute_counts")
    done_count = fields.Integer("Imported rows", compute="_compute_counts")
    ready_count = fields.Integer("Ready to import", compute="_compute_counts")
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
    # Preview
    # ------------------------------------------------------------
    def action_preview(self):
        """Say of each row what it would become; nothing else is written."""
        for register in self:
            if register.done_count:
                raise UserError(self.env._("Rows of “%s” are imported already: make a new import.", register.filename))
            register._preview()
        return True

    def _preview(self):
        table = self._read_table()
        rows = [self._describe(row.number, row.cells) for row in table.rows]
        self._check_households(rows)
        self._match(rows)
        self._find_repeats(rows)
        with wide_batches():
            self.line_ids.unlink()
            self.env["hub.register.import.line"].create([self._prepare_line_vals(row) for row in rows])
            self.write({"state": "preview", "header_row": table.header_row})
            self.env.flush_all()

    def _read_table(self):
        """The rows of the file, or a sentence that says why there are none."""
        self.ensure_one()
        try:
            table = read_register(base64.b64decode(self.file or b""))
        except RegisterError as error:
            raise UserError(file_sentence(self.env, error)) from error
        except ValueError as error:
            raise UserError(self.env._("The file did not arrive whole. Upload it again.")) from error
        if not set(self.column_ids.mapped("meaning")) & set(NAME_COLUMNS):
            raise UserError(
                self.env._(
                    "No column of “%(file)s” is known to hold a name; the headings read in row %(row)s are: "
                    "%(headings)s. Say under “Columns” what each of them holds, then preview again.",
                    file=self.filename,
                    row=table.header_row,
                    headings=", ".join(filter(None, table.headings[:12])) or "–",
                )
            )
        return table

    def _get_positions(self):
        return {column.meaning: column.position for column in self.column_ids if column.meaning}

    def _describe(self, number, cells):
        """A row read: what is needed to judge it, in a dict that the steps of the preview complete."""
        by_meaning = {
            meaning: cells[position] for meaning, position in self._get_positions().items() if position < len(cells)
        }
        row = read_row(by_meaning, fields.Date.context_today(self), self._get_lookups())
        return {
            "number": number,
            "cells": cells,
            "row": row,
            "fingerprint": fingerprint(by_meaning),
            "outcome": "error" if row.failed else "new",
            "sentences": [],
        }

    def _get_lookups(self):
        """The words that the database gives, read once for a transaction."""
        cache = self.env.cr.cache
        if "hub_register_lookups" not in cache:
            cache["hub_register_lookups"] = self._prepare_lookups()
        return cache["hub_register_lookups"]

    @api.model
    def _prepare_lookups(self):
        country_rows = self.env.execute_query(SQL("SELECT code, name FROM res_country WHERE code IS NOT NULL"))
        countries = {code: (code, *(name or {}).values()) for code, name in country_rows}
        words = {}
        for table in ("hub_beneficiary_category", "hub_need_type"):
            rows = self.env.execute_query(SQL("SELECT code, name FROM %s WHERE active", SQL.identifier(table)))
            words[table] = folded_table({code: tuple(name.values()) for code, name in rows})
        states = self.env["res.country.state"].search([("country_id.code", "=", "MA")])
        return Lookups(
            countries=folded_table(countries),
            categories=words["hub_beneficiary_category"],
            needs=words["hub_need_type"],
            regions={fold(name): str(state.id) for state in states for name in (state.name, state.name_ar, state.code)},
        )

    def _check_households(self, rows):
        """A household needs an adult head; its people are received all the same."""
        members = defaultdict(list)
        for row in rows:
            if row["row"].household and not row["row"].failed:
                members[row["row"].household].append(row["row"])
        for code, people in members.items():
            heads = [person for person in people if person.role == "head" and not person.is_child]
            for person in people:
                if person.role == "head" and person.is_child:
                    person.problems.append(Problem("role", "child_head"))
                if not heads:
                    person.problems.append(Problem("household", "no_head", code))
            for person in heads[1:]:
                person.problems.append(Problem("role", "second_head"))

    def _match(self, rows, in_file=True):
        """Compare each row with the people on file and, with ``in_file``, with the rows above it."""
        good = [(row, row["row"].person(("row", row["number"]))) for row in rows if row["outcome"] != "error"]
        index = Index()
        for person in self.env["hub.beneficiary"]._get_match_people([person for _row, person in good]):
            index.add(person)
        roots = {}
        for row, person in good:
            matches = [(roots.get(found.key, found.key), verdict) for found, verdict in index.matches(person)]
            root, verdict = decide(matches)
            if verdict:
                row.update(outcome=verdict.outcome, root=root, verdict=verdict)
            roots[person.key] = root if verdict and verdict.outcome == "same" else person.key
            if in_file:
                index.add(person)
        found = self.env["hub.beneficiary"].browse({row["root"] for row, _person in good if self._on_file(row)})
        for row, _person in good:
            if self._on_file(row):
                # A reference, never a name: a message outlives the rights of who reads it.
                row["who"] = found.browse(row["root"]).with_prefetch(found._prefetch_ids).ref
            elif row.get("root"):
                row["who"] = self.env._("row %s", row["root"][1])

    @api.model
    def _on_file(self, row):
        return isinstance(row.get("root"), int)

    def _find_repeats(self, rows):
        """Rows that were imported before, or stand above in the same words: they change nothing."""
        imported = self._get_imported([row["fingerprint"] for row in rows])
        seen = {}
        for row in rows:
            if row["outcome"] == "error":
                continue
            mark = row["fingerprint"]
            if mark in imported:
                row.update(outcome="same", root=imported[mark], verdict=None, repeat="imported")
            elif mark in seen:
                row.update(outcome="same", root=("row", seen[mark]), verdict=None, repeat="above")
            seen.setdefault(mark, row["number"])

    @api.model
    def _get_imported(self, fingerprints):
        """Fingerprint → id of the person, for the rows that some register has brought already."""
        # sudo: who imported the row does not matter, only that it was; the person's own rules still apply.
        lines = (
            self.env["hub.register.import.line"]
            .sudo()
            .search_fetch(
                [("receipt", "in", fingerprints), ("beneficiary_id", "!=", False)], ["beneficiary_id", "receipt"]
            )
        )
        return {line.receipt: line.beneficiary_id.id for line in lines}

    def _prepare_line_vals(self, row):
        read, root = row["row"], row.get("root")
        in_file = isinstance(root, tuple)
        return {
            "import_id": self.id,
            "row": row["number"],
            "name": read.name,
            "details": self._get_details(read),
            "household_code": read.household or False,
            "outcome": row["outcome"],
            # who is the same as somebody undecided waits with her: "ready" sorts that out at the import
            "state": {"error": "refused", "maybe": "pending"}.get(row["outcome"], "todo"),
            "beneficiary_id": False if in_file or not root else root,
            "same_as_row": root[1] if in_file else 0,
            "message": "\n".join(self._get_sentences(row)) or False,
            "flagged": bool(read.problems),
            "score": row["verdict"].score if row.get("verdict") else 0,
            "cells": [self._to_json(cell) for cell in row["cells"]],
            "fingerprint": row["fingerprint"],
        }

    @api.model
    def _get_details(self, read):
        birth = {"day": str(read.birth.date), "unknown": ""}.get(read.birth.precision, f"≈ {read.birth.date}"[:6])
        document = " ".join(filter(None, [read.document_type and read.document_type.upper(), read.document_number]))
        return " · ".join(filter(None, [birth, read.nationality, read.phone, document]))

    def _get_sentences(self, row):
        positions = self._get_positions()
        headings = {column.position: column.heading for column in self.column_ids}
        sentences = [
            problem_sentence(self.env, problem, row["number"], positions, headings) for problem in row["row"].problems
        ]
        root = row.get("root")
        if row.get("repeat") == "imported":
            sentences.append(self.env._("This row has been imported before: nothing changes."))
        elif row.get("repeat") == "above":
            sentences.append(self.env._("Row %s says the same: nothing changes.", root[1]))
        elif row.get("verdict"):
            sentences.append(match_sentence(self.env, row["verdict"], row["who"]))
        return sentences

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

    # ------------------------------------------------------------
    # Refused rows
    # ------------------------------------------------------------
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
        name = f"{(self.filename or 'register').rsplit('.', 1)[0]}-{self.env._('refused')}.xlsx"
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
