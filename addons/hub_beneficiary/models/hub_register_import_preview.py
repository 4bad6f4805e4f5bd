import base64
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.names import fold
from ..tools.placing import Index, place
from ..tools.register_columns import NAME_COLUMNS
from ..tools.register_reader import RegisterError, read_register
from ..tools.register_row import Lookups, Problem, fingerprint, read_row
from ..tools.words import folded_table
from .hub_register_import_line import join_details
from .hub_register_messages import file_sentence, match_sentence, problem_sentence
from .wide_batches import wide_batches


class HubRegisterImport(models.Model):
    """The preview: what each row of the file would become, and why."""

    _inherit = "hub.register.import"

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
        self._set_states(rows)
        with wide_batches():
            self.line_ids.unlink()
            lines = self.env["hub.register.import.line"]
            lines.check_access("create")
            # sudo: rows are what stands in the file, and are made by no call.
            lines.sudo().create([self._prepare_line_vals(row) for row in rows])
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
        index = Index(self.env["hub.name.variant"]._get_table())
        for person in self.env["hub.beneficiary"]._get_match_people([person for _row, person in good]):
            index.add(person)
        placed = place([person for _row, person in good], index, above=in_file)
        for row, person in good:
            if person.key in placed:
                root, verdict = placed[person.key]
                row.update(outcome=verdict.outcome, root=root, verdict=verdict)
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
    def _set_states(self, rows):
        """A maybe waits for a decision, and who is the same as an undecided row waits with it."""
        waiting = set()
        for row in rows:
            root = row.get("root")
            follows = row["outcome"] == "same" and isinstance(root, tuple) and root[1] in waiting
            if row["outcome"] == "maybe" or follows:
                waiting.add(row["number"])
            row["state"] = "pending" if row["number"] in waiting else "refused" if row["row"].failed else "todo"

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
            "state": row["state"],
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
        document = " ".join(filter(None, [self._get_document_label(read.document_type), read.document_number]))
        return join_details([birth, read.nationality, read.phone, document])

    @api.model
    def _get_document_label(self, kind):
        labels = self.env.cr.cache.setdefault(f"hub_register_documents_{self.env.lang}", {})
        if not labels:
            labels.update(self.env["hub.beneficiary.identity"]._fields["type"]._description_selection(self.env))
        return labels.get(kind)

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
