"""A person about whom everything is on file, to be made anonymous."""

import base64

from freezegun import freeze_time
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.fields import Command
from odoo.tools import SQL

#: Nobody else in any database is called so.
GIVEN, FAMILY, ARABIC = "Zoubidaxa", "Benqarqachi", "زبيدكسا"
PHONE, EMAIL, NUMBER = "0600991177", "zoubidaxa@example.net", "XQ991177"
TRACES = (GIVEN, FAMILY, ARABIC, "600991177", EMAIL, NUMBER)
#: (table, column) → why a name may stand there after all.
ALLOWED = {
    ("hub_complaint", "*"): "a complaint hangs on nobody's file, and is made anonymous by a time of its own",
    ("mail_message", "body"): "what others wrote on other people's records is theirs",
}
TYPES = ("text", "character varying", "json", "jsonb")


@freeze_time("2026-11-24 10:00:00")
class AnonymiseCommon(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_full_file()
        cls.env.flush_all()

    @classmethod
    def _create_full_file(cls):
        """A person about whom everything is on file, of which nothing goes on any more."""
        person = cls._create_beneficiary(
            GIVEN, FAMILY, name_ar=ARABIC, phone=PHONE, email=EMAIL, birthdate="1991-07-23", sex="female",
            note=f"Call {GIVEN}", spoken_languages=f"{GIVEN} speaks", phone_owner=f"Brother of {GIVEN}",
            nationality_id=cls.env.ref("base.sn").id, city=f"Douar {FAMILY}", arrival_date="2019-05-06",
            user_id=cls.user_counsellor.id,
            identity_ids=[Command.create({"type": "passport", "number": NUMBER})],
            category_line_ids=[
                Command.create(
                    {"category_id": cls.env.ref("hub_beneficiary.category_youth").id, "evidence": f"Card of {GIVEN}"}
                )
            ],
            consent_ids=[
                Command.create(
                    {"given_by": "guardian", "guardian_name": f"Mother {FAMILY}", "note": f"Signed by {GIVEN}"}
                )
            ],
        )  # fmt: skip
        cls.household = cls._create_household(person, name=FAMILY, street=f"At {FAMILY}")
        cls.request = cls._create_request(
            person, received_on="2026-01-05", hub_note=f"{GIVEN} asks", contact_name=GIVEN, phone=PHONE
        )
        cls.env["calendar.event"].create(
            {
                "hub_beneficiary_id": person.id,
                "start": "2026-02-01 09:00:00",
                "stop": "2026-02-01 10:00:00",
                "description": f"With {GIVEN}",
            }
        )
        person.action_register()
        person.message_post(body=f"{GIVEN} telephoned", subject=GIVEN)
        person.activity_schedule("mail.mail_activity_data_todo", note=f"Ask {GIVEN}", user_id=cls.user_counsellor.id)
        cls.request.message_post(body=f"On {FAMILY}", author_id=person.partner_id.id, email_from=f"{GIVEN} <{EMAIL}>")
        for record in (person, person.partner_id, cls.request):
            cls.env["ir.attachment"].create(
                {"name": f"{GIVEN}.txt", "raw": b"file of Zoubidaxa", "res_model": record._name, "res_id": record.id}
            )
        cls.env["hub.phone.message"]._prepare_for(cls.request, person.partner_id, f"Hello {GIVEN}")._mark_sent("staff")
        cls._add_register_row(person)
        cls._add_account(person)
        person = person.with_context(tracking_disable=False, mail_notrack=False)
        person.given_name = "Another"
        cls.flush_tracking()
        person.given_name = GIVEN
        cls.flush_tracking()
        cls.request.action_close()
        person.action_exit("completed")
        return person

    @classmethod
    def flush_tracking(cls):
        """Write down the changes, as the end of a transaction does."""
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    @classmethod
    def _add_register_row(cls, person):
        register = cls.env["hub.register.import"].create(
            {"file": base64.b64encode(f"Nom\n{GIVEN}".encode()), "filename": "register.csv"}
        )
        register.column_ids.write({"sample": GIVEN})
        cls.row = cls.env["hub.register.import.line"].create(
            {
                "import_id": register.id,
                "row": 2,
                "name": GIVEN,
                "details": PHONE,
                "message": f"As {FAMILY}",
                "cells": [GIVEN, PHONE],
                "outcome": "new",
                "state": "done",
                "beneficiary_id": person.id,
                "receipt": "0" * 64,
            }
        )

    @classmethod
    def _add_account(cls, person):
        cls.user_person = cls._create_user(
            EMAIL, "base.group_portal", partner_id=person.partner_id.id, name=person.name, signature=f"<p>{GIVEN}</p>"
        )

    def _find_traces(self, traces=TRACES):
        """``[(table, column, id)]`` where one of these words stands, in any text or JSON column of the database."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT c.table_name, array_agg(c.column_name::text)
              FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE c.table_schema = current_schema AND t.table_type = 'BASE TABLE' AND c.data_type IN %s
             GROUP BY c.table_name
            """,
            [TYPES],
        )
        found = []
        for table, columns in self.env.cr.fetchall():
            for column in columns:
                query = SQL(
                    "SELECT %s, id FROM %s AS one WHERE %s ILIKE ANY(%s)",
                    column,
                    SQL.identifier(table),
                    SQL("%s::text", SQL.identifier(column)),
                    [f"%{trace}%" for trace in traces] + [f"%{self._escape(ARABIC)}%"],
                ) if self._has_id(table) else SQL(
                    "SELECT %s, 0 FROM %s WHERE %s ILIKE ANY(%s)",
                    column,
                    SQL.identifier(table),
                    SQL("%s::text", SQL.identifier(column)),
                    [f"%{trace}%" for trace in traces],
                )  # fmt: skip
                found += [(table, name, id_) for name, id_ in self.env.execute_query(query)]
        return found

    @staticmethod
    def _escape(text):
        """As plain JSON writes it; the backslashes doubled for LIKE."""
        return "".join(f"\\\\u{ord(char):04x}" for char in text)

    def _has_id(self, table):
        self.env.cr.execute(
            "SELECT 1 FROM information_schema.columns WHERE table_name = %s AND column_name = 'id'", [table]
        )
        return bool(self.env.cr.fetchone())

    def _propose(self, person=None, user=None, ground="asked"):
        return (
            self.env["hub.retention.proposal"]
            .with_user(user or self.user_manager)
            .create({"beneficiary_id": (person or self.person).id, "ground": ground})
        )
