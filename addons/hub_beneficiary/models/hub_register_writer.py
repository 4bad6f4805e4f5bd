"""Turn rows of a register into people, documents, households, consents and requests, model by model."""

from collections import defaultdict

from odoo.fields import Date
from odoo.tools import SQL

from ..tools.register_row import LOCAL_DOCUMENTS, Problem
from ..tools.values import normalize_document
from .hub_beneficiary import PARTNER_FIELDS
from .hub_register_messages import problem_sentence
from .hub_register_writer_facts import FactsWriter
from .hub_register_writer_households import HouseholdsWriter


class RegisterWriter(HouseholdsWriter, FactsWriter):
    """One batch of rows. Each step reads what is there at once and creates what is missing at once."""

    def __init__(self, register, lines):
        # Nobody is notified of what happened long ago, and its audit is the register itself.
        self.register = register.with_context(tracking_disable=True, mail_activity_quick_update=True)
        self.env = self.register.env
        self.today = Date.context_today(self.register)
        self.lines = lines.with_env(self.env)
        self.positions = register._get_positions()
        self.headings = {column.position: column.heading for column in register.column_ids}
        described = {line.row: register._describe(line.row, line._get_cells()) for line in lines}
        self.rows = {number: described[number]["row"] for number in described}
        self.people = {}  # row → person
        self.sentences = defaultdict(list)  # row → what the import has to add
        # sudo: what another import has brought is brought, whoever may see the file now.
        self.repeats = register._get_imported(self.lines.mapped("fingerprint"))
        self.silent = {line.row for line in self.lines if line.fingerprint in self.repeats}
        self.fresh = set()  # ids of the people created here

    def _note(self, number, column, code, written=""):
        problem = Problem(column, code, written)
        self.sentences[number].append(problem_sentence(self.env, problem, number, self.positions, self.headings))

    def _spoken(self):
        """(row, values, person) of the rows that say something new."""
        for number, row in self.rows.items():
            if number not in self.silent:
                yield number, row, self.people[number]

    def _ref(self, xmlid):
        """The id behind an XML id; unlike ``env.ref`` it asks the database once, not for each row."""
        return self.env["ir.model.data"]._xmlid_to_res_id(xmlid, raise_if_not_found=True)

    def _draw(self, code, count):
        """``count`` references of a sequence in one query."""
        # sudo: reading a sequence's settings is not for everybody.
        sequence = self.env["ir.sequence"].sudo().search([("code", "=", code)], order="company_id", limit=1)
        if not count or sequence.implementation != "standard" or sequence.use_date_range:
            return [sequence.next_by_code(code) for _number in range(count)]
        numbers = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", f"ir_sequence_{sequence.id:03d}", count)
        )
        return [sequence.get_next_char(number) for (number,) in numbers]

    # ------------------------------------------------------------
    # People
    # ------------------------------------------------------------
    def write_people(self):
        """Find or create the person of each row."""
        new, seen = [], {}
        for line in self.lines:
            target = self._get_person_on_file(line)
            if target:
                self.people[line.row] = target
            elif not line._follows_row():
                new.append(line.row)
        created = self.env["hub.beneficiary"].create([self._prepare_person_vals(self.rows[number]) for number in new])
        self.people.update(zip(new, created, strict=True))
        self.fresh = set(created.ids)
        for line in self.lines:
            if line.row not in self.people:
                self.people[line.row] = self.people.get(line.same_as_row) or self._get_person_of_row(line)
            mark = line.fingerprint
            if seen.get(mark, line.row) != line.row and self.people[seen[mark]] == self.people[line.row]:
                self.silent.add(line.row)
            seen.setdefault(mark, line.row)
        self._complete_people(set(new))

    def _get_person_on_file(self, line):
        if line.fingerprint in self.repeats:
            return self.env["hub.beneficiary"].browse(self.repeats[line.fingerprint])
        if line.beneficiary_id and (line.outcome == "same" or line.decision == "same"):
            return line.beneficiary_id
        return self._get_person_of_row(line) if line._follows_row() else None

    def _get_person_of_row(self, line):
        root = self.register.line_ids.filtered(lambda other: other.row == line.same_as_row and other.state == "done")
        return root.beneficiary_id.with_env(self.env)

    def _prepare_person_vals(self, row):
        vals = self._prepare_known_vals(row)
        vals.update(
            given_name=row.given_name,
            family_name=row.family_name,
            birthdate=row.birth.date or False,
            birthdate_precision=row.birth.precision,
            reception_date=row.received_on or False,
            state="active" if self._is_oriented(row) else "registered",
            note=row.remark or False,
        )
        return vals

    def _prepare_known_vals(self, row):
        """What a row knows of a person and another row about her may complete."""
        country = self._get_countries().get(row.nationality)
        vals = {
            "name_ar": row.name_ar,
            "sex": row.sex,
            "nationality_id": country,
            "phone": row.phone,
            "email": row.email,
            "city": row.city,
            "state_id": int(row.region) if row.region else False,
        }
        return {name: value for name, value in vals.items() if value}

    def _get_countries(self):
        cache = self.env.cr.cache
        if "hub_register_countries" not in cache:
            countries = self.env["res.country"].search_fetch([], ["code"])
            cache["hub_register_countries"] = {country.code: country.id for country in countries}
        return cache["hub_register_countries"]

    def _complete_people(self, created):
        """A person who comes again keeps what is on file; what is missing there is filled in."""
        person_vals, partner_vals = defaultdict(dict), defaultdict(dict)
        for number, row, person in self._spoken():
            if number in created:
                continue
            for name, value in self._prepare_completion_vals(row, person).items():
                of_partner = name in PARTNER_FIELDS
                target = partner_vals[person.partner_id] if of_partner else person_vals[person]
                target.setdefault(name, value)
            if "given_name" in person_vals[person]:
                partner_vals[person.partner_id]["name"] = row.name
        self._write_each(person_vals)
        contacts = self.env["res.partner"].union(*(partner for partner, vals in partner_vals.items() if vals))
        if not self.env.su:
            self.env["hub.beneficiary"]._verify_no_staff(contacts)
        # sudo: the contacts of people one may edit, and these columns only.
        self._write_each({partner.sudo(): vals for partner, vals in partner_vals.items()})

    def _prepare_completion_vals(self, row, person):
        vals = {name: value for name, value in self._prepare_known_vals(row).items() if not person[name]}
        if row.given_name and not (person.given_name or person.family_name):
            vals.update(given_name=row.given_name, family_name=row.family_name or False)
        if row.birth.date and not person.birthdate:
            vals.update(birthdate=row.birth.date, birthdate_precision=row.birth.precision)
        if row.received_on and (not person.reception_date or row.received_on < person.reception_date):
            vals["reception_date"] = row.received_on
        if row.remark and row.remark not in (person.note or ""):
            vals["note"] = "\n".join(filter(None, [person.note, row.remark]))
        if person.state == "draft":
            vals["state"] = "registered"
        return vals

    @staticmethod
    def _write_each(vals_by_record):
        """Other values for each record, at the price of one write: triggers and constraints run once for all."""
        changed = [record for record, vals in vals_by_record.items() if vals]
        if not changed:
            return
        records = changed[0].browse(record.id for record in changed)
        records.check_access("write")
        names = {name for record in changed for name in vals_by_record[record]}
        records.modified(names, before=True)
        for record in changed:
            for name, value in vals_by_record[record].items():
                record._fields[name].write(record, value)
        records.modified(names)
        records._validate_fields(names)

    # ------------------------------------------------------------
    # Documents
    # ------------------------------------------------------------
    def write_documents(self):
        """Record each document once; one that another file holds stays there, and the row says so."""
        morocco = self._get_countries().get("MA")
        wanted = {}
        for number, row, person in self._spoken():
            if row.document_type and row.document_number:
                local = row.document_type in LOCAL_DOCUMENTS
                country = morocco if local else person.nationality_id.id
                key = (row.document_type, country or 0, normalize_document(row.document_number))
                wanted.setdefault(key, []).append((number, row, person))
        # sudo: a number is unique whoever may see the file that holds it.
        found = (
            self.env["hub.beneficiary.identity"]
            .sudo()
            .search_fetch(
                [("number_normalized", "in", [key[2] for key in wanted])],
                ["type", "country_id", "number_normalized", "beneficiary_id"],
            )
        )
        holders = {
            (document.type, document.country_id.id or 0, document.number_normalized): document.beneficiary_id
            for document in found
        }
        recorded = set(holders)
        vals_list = []
        for key, rows in wanted.items():
            for number, row, person in rows:
                holder = holders.setdefault(key, person)
                if holder != person:
                    self._note(number, "document_number", "taken", row.document_number)
                elif key not in recorded:
                    recorded.add(key)
                    vals_list.append(
                        {
                            "beneficiary_id": person.id,
                            "type": row.document_type,
                            "number": row.document_number,
                            "country_id": key[1] or False,
                            "expires_on": row.document_expires or False,
                        }
                    )
        # Registers do not say which permit a receipt renews: it is asked for when she comes.
        self.env["hub.beneficiary.identity"].with_context(hub_receipt_to_clarify=True).create(vals_list)

    # ------------------------------------------------------------
    # Lines
    # ------------------------------------------------------------
    def close_lines(self):
        """A line that is in keeps its person and its fingerprint, and no longer what the file said of her."""
        receipts = set(self.repeats)
        for line in self.lines:
            number = line.row
            sentences = [line.message, *self.sentences[number]]
            # sudo: what became of a row is written by no call.
            line.sudo().write(
                {
                    "state": "done",
                    "beneficiary_id": self.people[number].id,
                    "message": "\n".join(filter(None, sentences)) or False,
                    "flagged": line.flagged or bool(self.sentences[number]),
                    "receipt": False if line.fingerprint in receipts else line.fingerprint,
                    "name": False,
                    "details": False,
                    "cells": False,
                }
            )
            receipts.add(line.fingerprint)
