import logging

import psycopg2
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from psycopg2 import errors as pg_errors

from .hub_register_messages import match_sentence
from .hub_register_writer import RegisterWriter
from .wide_batches import wide_batches

_logger = logging.getLogger(__name__)

#: The whole transaction is to be tried again, no row is at fault.
RETRY = (pg_errors.SerializationFailure, pg_errors.DeadlockDetected, pg_errors.LockNotAvailable)


class HubRegisterImport(models.Model):
    """The import itself: which rows go in, in what order, and what happens when one fails."""

    _inherit = "hub.register.import"

    def action_import(self):
        """Import the rows that are ready. Undecided rows wait, and are imported once decided."""
        for register in self:
            if register.state == "draft":
                raise UserError(
                    self.env._("Preview “%s” first: nobody imports what nobody has seen.", register.filename)
                )
            # again only for rows that followed a refused one
            while register._import_ready() and register._get_ready_lines():
                pass
        return True

    def import_step(self, limit=200):
        """Import the next rows, for a client that shows progress.

        :return: dict of the rows that are done, still ready, and in all
        """
        self.ensure_one()
        if self.state == "draft":
            raise UserError(self.env._("Preview the register first."))
        handled = self._import_ready(limit)
        left = len(self._get_ready_lines()) if handled else 0
        return {"done": handled, "left": left, "total": self.line_count}

    def _get_ready_lines(self):
        """The rows that can go in now, in the order of the file: who follows another row comes after it."""
        by_row = {line.row: line for line in self.line_ids}
        ready = set()
        for line in self.line_ids.sorted("row"):
            decided = line.outcome in ("new", "same") or (line.outcome == "maybe" and line.decision)
            if line.state not in ("todo", "pending") or not decided:
                continue
            root = by_row.get(line.same_as_row) if line._follows_row() else None
            if not root or root.state == "done" or root.row in ready:
                ready.add(line.row)
        return self.line_ids.filtered(lambda line: line.row in ready).sorted("row")

    def _import_ready(self, limit=None):
        """Import up to ``limit`` rows that are ready; how many were handled."""
        self.ensure_one()
        self._take_turn()
        with wide_batches():
            lines = self._get_ready_lines()[:limit]
            self._recheck(lines)
            # what turned out to be a maybe waits, and so does who follows it
            ready = lines & self._get_ready_lines()
            self._import_safely(ready)
            self._release_followers()
            if self.state != "done" and not self._get_ready_lines():
                self.write({"state": "done", "imported_on": fields.Datetime.now()})
            self.env.flush_all()
        return len(lines)

    def _take_turn(self):
        """One import at a time: who comes second starts anew, and sees what the first has written.

        A changed row, not only a locked one, makes PostgreSQL refuse the second transaction's old view; Odoo then
        tries the request again.
        """
        self.env.cr.execute(SQL("UPDATE ir_sequence SET write_date = write_date WHERE code = %s", "hub.beneficiary"))

    def _recheck(self, lines):
        """Between preview and import others have worked: a new person may be on file by now."""
        new = lines.filtered(lambda line: line.outcome == "new" and not line.decision)
        rows = [self._describe(line.row, line._get_cells()) for line in new]
        self._match(rows, in_file=False)
        self._find_repeats(rows)
        by_row = {row["number"]: row for row in rows}
        for line in new:
            row = by_row[line.row]
            root = row.get("root")
            if not isinstance(root, int):
                continue
            sentence = self.env._("This row has been imported before: nothing changes.")
            if row.get("verdict"):
                sentence = match_sentence(self.env, row["verdict"], self.env["hub.beneficiary"].browse(root).ref)
            # sudo: what a row is, and what becomes of it, is written by no call; so below.
            line.sudo().write(
                {
                    "outcome": row["outcome"],
                    "state": "pending" if row["outcome"] == "maybe" else "todo",
                    "beneficiary_id": root,
                    "message": "\n".join(filter(None, [line.message, sentence])),
                }
            )

    # ------------------------------------------------------------
    # One failing row loses no other
    # ------------------------------------------------------------
    def _import_safely(self, lines):
        """Import all lines at once; when that fails, halve until the failing row is alone, and refuse it."""
        if not lines:
            return
        try:
            with self.env.cr.savepoint():
                self._import_lines(lines)
                self.env.flush_all()
        except RETRY:
            raise
        except (UserError, psycopg2.Error, ValueError) as error:
            self.env.invalidate_all()
            if len(lines) == 1:
                self._refuse(lines, error)
                return
            half = len(lines) // 2
            self._import_safely(lines[:half])
            self._import_safely(lines[half:])

    def _refuse(self, line, error):
        _logger.info("Register %s, row %s refused: %s", self.id, line.row, type(error).__name__)
        reason = str(error.args[0]) if isinstance(error, UserError) else self._get_database_reason(error)
        sentence = self.env._("Row %(row)s could not be imported: %(reason)s", row=line.row, reason=reason)
        # sudo: see above.
        line.sudo().write(
            {"outcome": "error", "state": "refused", "message": "\n".join(filter(None, [line.message, sentence]))}
        )

    @api.model
    def _get_database_reason(self, error):
        """The sentence of the constraint that refused the row, if there is one."""
        table = getattr(getattr(error, "diag", None), "table_name", None)
        model = next((model for model in self.env.registry.models.values() if model._table == table), None)
        if model is not None and model._name:
            return self.env[model._name]._sql_error_to_message(error)
        return self.env._("the database refuses it (%s).", type(error).__name__)

    def _release_followers(self):
        """Who waits for an earlier row: shown whom it became, or, when it was refused, taken in its place."""
        by_row = {line.row: line for line in self.line_ids}
        for line in self.line_ids:
            root = by_row.get(line.same_as_row)
            if line.state not in ("todo", "pending") or not root:
                continue
            if root.state == "refused":
                # sudo: see above.
                line.sudo().write({"same_as_row": 0, "outcome": "new", "state": "todo", "decision": False})
            elif root.state == "done" and not line.beneficiary_id:
                # sudo: see above.
                line.sudo().beneficiary_id = root.beneficiary_id

    def _import_lines(self, lines):
        """Write everything that ``lines`` say, one model after the other."""
        writer = RegisterWriter(self, lines)
        writer.write_people()
        writer.write_documents()
        writer.write_households()
        writer.write_categories()
        writer.write_consents()
        writer.write_requests()
        writer.close_lines()
