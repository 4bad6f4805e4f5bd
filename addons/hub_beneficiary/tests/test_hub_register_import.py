import base64
import io

import openpyxl
from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError, UserError

from .register_common import GIVEN, HEADINGS, RegisterCommon


@freeze_time("2022-06-01 10:00:00")
class TestRegisterImport(RegisterCommon):
    # ------------------------------------------------------------
    # Preview
    # ------------------------------------------------------------
    def test_the_preview_writes_nothing_but_its_lines(self):
        before = self._counts()
        register = self._preview(self._row(), self._row(prenom="", nom=""))
        self.assertEqual(self._counts(), before)
        self.assertEqual(register.line_ids.mapped("row"), [2, 3])
        self.assertEqual(register.line_ids.mapped("outcome"), ["new", "error"])

    def test_a_line_has_the_number_that_the_spreadsheet_shows(self):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet["A1"] = "Registre d'accueil 2021"
        for column, heading in enumerate(HEADINGS, start=1):
            sheet.cell(4, column, heading)
        for column, value in enumerate(self._row(), start=1):
            sheet.cell(9, column, value)
        stream = io.BytesIO()
        book.save(stream)
        register = self._preview(content=stream.getvalue())
        self.assertEqual((register.header_row, register.line_ids.row), (4, 9))

    def test_errors_name_their_cell_and_cause(self):
        register = self._preview(
            self._row(prenom="", nom=""),
            self._row(naissance="01/01/1815"),
            self._row(naissance="01/01/2031"),
            self._row(nationalite="Atlantide"),
            self._row(date="02/01/2035"),
        )
        self.assertEqual(set(register.line_ids.mapped("outcome")), {"error"})
        for row, cell in enumerate(["C2", "G3", "G4", "H5", "B6"], start=2):
            self.assertIn(cell, self._line(register, row).message)
        self.assertIn("1815", self._line(register, 3).message)

    def test_a_value_that_cannot_be_read_costs_the_value_not_the_person(self):
        bad = {
            "mail": "not-an-address@",
            "telephone": "06 12",
            "naissance": "31/02/1990",
            "expire": "1950-01-01",
            "sexe": "3",
        }
        rows = [
            self._row(**{"prenom": given, name: value})
            for given, (name, value) in zip(GIVEN, bad.items(), strict=False)
        ]
        register = self._import(*rows)
        people = register.line_ids.beneficiary_id
        self.assertEqual(len(people), 5)
        self.assertEqual(set(register.line_ids.mapped("outcome")), {"new"})
        self.assertTrue(all(register.line_ids.mapped("flagged")))
        for row, cell in enumerate(["M2", "L3", "G4", "K5", "F6"], start=2):
            self.assertIn(cell, self._line(register, row).message)
        self.assertFalse(people[0].email or people[1].phone or people[2].birthdate or people[4].sex)

    # ------------------------------------------------------------
    # Import
    # ------------------------------------------------------------
    def test_a_row_becomes_a_person_a_request_and_ledger_lines(self):
        register = self._import(
            self._row(
                arabe="لبنى برادة",
                telephone="06-23-28-90-78",
                mail="Loubna@Example.org",
                ville="Fès",
                region="Fès-Meknès",
                piece="Passeport",
                numero="p 123",
                expire="31/12/2025",
                categorie="Jeune",
                besoin="Création d'entreprise",
                oriente="Incubateur",
                remarque="vient le matin",
            )
        )
        person = register.line_ids.beneficiary_id
        self.assertEqual((person.given_name, person.family_name, person.name_ar), ("Loubna", "Berrada", "لبنى برادة"))
        self.assertEqual((person.phone_e164, person.email), ("+212623289078", "loubna@example.org"))
        self.assertEqual((str(person.birthdate), person.birthdate_precision), ("1979-08-24", "day"))
        self.assertEqual((person.city, person.state_id.name, person.note), ("Fès", "Fès-Meknès", "vient le matin"))
        self.assertEqual((person.identity_ids.type, person.identity_ids.number_normalized), ("passport", "P123"))
        self.assertEqual(person.category_line_ids.category_id.code, "youth")
        self.assertEqual((person.consent_state, person.consent_ids.method), ("granted", "import"))
        request = person.request_ids
        self.assertEqual((request.entry_channel, request.orientation_outcome), ("register", "incubator"))
        self.assertEqual((request.need_type_ids.code, request.stage_code), ("enterprise", "oriented"))
        deliveries = self._get_deliveries(request)
        self.assertEqual(set(map(str, deliveries.mapped("date"))), {"2021-02-01"})
        self.assertEqual(deliveries.service_id, self.service_reception | self.service_orientation)
        self.assertEqual(set(deliveries.mapped("dim_age_band")), {"36_59"})

    def test_no_is_a_refusal_and_blank_is_to_be_asked(self):
        register = self._import(
            self._row(prenom="Karim", sexe="M", consentement="non"), self._row(prenom="Tarik", consentement="")
        )
        karim, tarik = register.line_ids.beneficiary_id
        self.assertEqual((karim.consent_state, tarik.consent_state), ("refused", "unknown"))
        self.assertFalse(karim.activity_ids)
        self.assertEqual(tarik.activity_ids.user_id, self.user_reception)

    def test_the_same_file_again_changes_nothing(self):
        rows = self._people_rows(40)
        self._import(*rows)
        before = self._counts()
        register = self._import(*rows, filename="again.xlsx")
        self.assertEqual(self._counts(), before)
        self.assertEqual(set(register.line_ids.mapped("outcome")), {"same", "error"})
        register.action_import()
        self.assertEqual(self._counts(), before)

    def test_two_previews_of_one_file_make_one_set_of_people(self):
        rows = self._people_rows(20)
        first, second = self._preview(*rows), self._preview(*rows, filename="second.xlsx")
        first.action_import()
        before = self._counts()
        second.action_import()
        self.assertEqual(self._counts(), before)
        self.assertFalse(second.line_ids.filtered(lambda line: line.state == "todo"))

    def test_a_person_received_by_hand_since_the_preview_is_found(self):
        register = self._preview(self._row())
        person = self._create_beneficiary(
            "Loubna", "Berrada", birthdate="1979-08-24", sex="female", nationality_id=self.env.ref("base.ma").id
        )
        register.action_import()
        self.assertEqual(register.line_ids.beneficiary_id, person)
        self.assertEqual(register.line_ids.outcome, "same")

    def test_a_person_on_file_keeps_what_she_has_and_gains_what_is_missing(self):
        person = self._create_beneficiary(
            "Loubna", "Berrada", birthdate="1979-08-24", phone="+212600000001", sex="female"
        )
        person.nationality_id = self.env.ref("base.ma")
        person.action_register()
        self._import(self._row(telephone="0700000002", mail="l@example.org", arabe="لبنى برادة", besoin="Stage"))
        self.assertEqual((person.phone, person.email, person.name_ar), ("+212600000001", "l@example.org", "لبنى برادة"))
        self.assertEqual(person.request_ids.need_type_ids.code, "internship")
        self.assertIn(" brd ", person.name_keys)

    def test_text_that_looks_like_a_formula_or_markup_stays_text(self):
        formula = '=HYPERLINK("http://evil.example","x")'
        register = self._import(
            self._row(prenom="<script>alert(1)</script>", remarque=formula),
            self._row(prenom="Abdel\u200f\u202ekader", remarque="a\u200f\u202eb"),
            self._row(prenom="", nom="", remarque=formula),
        )
        script, marks = register.line_ids.beneficiary_id
        self.assertEqual((script.given_name, script.note), ("<script>alert(1)</script>", formula))
        self.assertEqual((marks.given_name, marks.note), ("Abdelkader", "a\u200f\u202eb"))
        sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(register.refused_file))).active
        self.assertEqual(sheet.max_row, 2)
        cells = {cell.value: cell.data_type for cell in sheet[2]}
        self.assertEqual(cells[formula], "s")
        self.assertEqual((sheet["A2"].value, sheet.cell(1, sheet.max_column).value), (4, "Reason"))
        self.assertIn("C4", sheet.cell(2, sheet.max_column).value)

    def test_the_remaining_lines_forget_what_the_file_said(self):
        register = self._import(self._row(), self._row(prenom="", nom=""))
        done, refused = register.line_ids
        self.assertFalse(done.cells or done.name or done.details)
        self.assertTrue(refused.cells)

    # ------------------------------------------------------------
    # Maybe
    # ------------------------------------------------------------
    def test_an_undecided_row_waits_and_is_imported_once_decided(self):
        phone = "0623289078"
        register = self._import(
            self._row(telephone=phone), self._row(telephone=phone, naissance="1980"), self._row(prenom="Hawa")
        )
        maybe = self._line(register, 3)
        self.assertEqual((maybe.outcome, maybe.state), ("maybe", "pending"))
        self.assertFalse(maybe.beneficiary_id.request_ids.filtered(lambda request: not request.need_type_ids)[1:])
        count = self.env["hub.beneficiary"].search_count([])
        register.action_import()
        self.assertEqual(self.env["hub.beneficiary"].search_count([]), count)
        maybe.decision = "new"
        register.action_import()
        self.assertEqual(maybe.state, "done")
        self.assertEqual(self.env["hub.beneficiary"].search_count([]), count + 1)
        self.assertNotEqual(maybe.beneficiary_id, self._line(register, 2).beneficiary_id)

    def test_a_row_decided_as_the_same_joins_the_person(self):
        register = self._preview(
            self._row(telephone="0623289078"), self._row(telephone="0623289078", naissance="", date="05/03/2021")
        )
        self._line(register, 3).action_decide_same()
        register.action_import()
        person = register.line_ids.beneficiary_id
        self.assertEqual(len(person), 1)
        self.assertEqual(len(person.request_ids), 2)

    def test_who_is_the_same_as_an_undecided_row_waits_with_it(self):
        row = self._row(telephone="0623289078", naissance="03/03/1980", piece="CIN", numero="AB99")
        register = self._import(self._row(telephone="0623289078"), row, [*row[:18], "Stage", *row[19:]])
        self.assertEqual(register.line_ids.mapped("outcome"), ["new", "maybe", "same"])
        self.assertEqual(register.line_ids.mapped("state"), ["done", "pending", "pending"])
        register.line_ids[1].decision = "new"
        register.action_import()
        self.assertEqual(set(register.line_ids.mapped("state")), {"done"})
        self.assertEqual(register.line_ids[1].beneficiary_id, register.line_ids[2].beneficiary_id)

    def test_only_a_maybe_is_decided(self):
        register = self._preview(self._row())
        with self.assertRaises(UserError):
            register.line_ids.decision = "new"

    # ------------------------------------------------------------
    # Households
    # ------------------------------------------------------------
    def test_a_household_has_its_head_and_its_members(self):
        register = self._import(
            self._row(prenom="Salma", famille="F1", lien="enfant", naissance="01/05/2010"),
            self._row(prenom="Karim", famille="F1", lien="chef", sexe="M"),
            self._row(prenom="Hawa", famille="F1", lien="conjoint(e)", naissance="02/05/1981"),
        )
        household = register.line_ids.beneficiary_id.household_id
        self.assertEqual(len(household), 1)
        self.assertEqual(household.head_id.given_name, "Karim")
        self.assertEqual(sorted(household.member_ids.mapped("role")), ["child", "head", "spouse"])

    def test_a_register_that_is_older_than_the_file_overlaps_with_no_stay(self):
        who = {"numero": "AB123456", "piece": "CIN"}
        first = self._import(self._row(famille="F1", lien="chef", date="01/02/2021", **who))
        person = first.line_ids.beneficiary_id
        person.member_ids.write({"date_end": "2022-05-01"})
        again = self._import(
            self._row(famille="F2", lien="chef", date="01/03/2021", **who),
            self._row(famille="F2", nom="Tazi", prenom="Omar", naissance="24/08/1981", date="01/03/2021"),
        )
        self.assertEqual(again.line_ids.mapped("state"), ["done", "done"])
        stay = person.member_ids.filtered(lambda member: not member.date_end)
        self.assertEqual(str(stay.date_start), "2022-05-01")

    def test_a_child_as_head_and_a_household_without_head_are_received_with_a_message(self):
        register = self._import(
            self._row(prenom="Said", famille="F8", lien="chef", naissance="05/05/2012"),
            self._row(prenom="Ayoub", famille="F9", lien="enfant"),
        )
        self.assertTrue(all(register.line_ids.mapped("flagged")))
        self.assertEqual(set(register.line_ids.mapped("outcome")), {"new"})
        self.assertFalse(register.line_ids.beneficiary_id.household_id.head_id)
        self.assertIn("R2", register.line_ids[0].message)
        self.assertIn("Q3", register.line_ids[1].message)

    # ------------------------------------------------------------
    # Failures and rights
    # ------------------------------------------------------------
    def test_a_row_that_fails_loses_no_other_row(self):
        model = type(self.env["hub.beneficiary"])
        create = model.create

        def failing(records, vals_list):
            created = create(records, vals_list)
            if any(vals.get("given_name") == "Moussa" for vals in vals_list):
                # a failure that only the database sees
                records.env.cr.execute("UPDATE hub_beneficiary SET ref = NULL WHERE given_name = 'Moussa'")
            return created

        rows = [self._row(prenom=name, sexe="") for name in ("Salma", "Karim", "Hawa", "Moussa", "Naima", "Tarik")]
        register = self._preview(*rows)
        self.patch(model, "create", failing)
        with self.assertLogs("odoo.sql_db", "ERROR"):
            register.action_import()
        self.assertEqual(register.line_ids.mapped("state"), ["done"] * 3 + ["refused"] + ["done"] * 2)
        self.assertIn("5", register.line_ids[3].message)
        self.assertEqual(len(register.line_ids.beneficiary_id), 5)

    def test_a_document_that_another_file_holds_stays_there(self):
        holder = self._create_beneficiary("Naima", "Tazi", birthdate="1960-02-03")
        holder.identity_ids = [Command.create({"type": "cin", "number": "AB 1"})]
        register = self._preview(self._row(piece="CIN", numero="ab1"))
        self.assertEqual(register.line_ids.outcome, "maybe")
        register.line_ids.decision = "new"
        register.action_import()
        self.assertEqual(register.line_ids.state, "done")
        self.assertFalse(register.line_ids.beneficiary_id.identity_ids)
        self.assertIn("J2", register.line_ids.message)

    def test_a_register_with_imported_rows_is_not_deleted(self):
        register = self._import(self._row())
        with self.assertRaises(UserError):
            register.unlink()

    def test_nobody_reads_the_register_of_another_receptionist(self):
        register = self._preview(self._row())
        other = self._create_user("hub_reception_2", "hub_beneficiary.group_reception")
        for user in (other, self.user_hub, self.user_internal, self.user_portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                register.with_user(user).line_ids.mapped("name")
        self.assertEqual(register.with_user(self.user_manager).line_ids.name, "Loubna Berrada")
        self.assertEqual(register.with_user(self.user_auditor).line_ids.name, "Loubna Berrada")

    def test_a_step_imports_a_part_and_says_what_is_left(self):
        register = self._preview(*self._people_rows(20))
        handled, left = 0, 1
        while left:
            step = register.import_step(6)
            self.assertLessEqual(step["done"], 6)
            handled, left = handled + step["done"], step["left"]
        self.assertEqual(handled, 19)
        self.assertEqual(register.state, "done")
        household = register.line_ids.beneficiary_id.household_id
        self.assertEqual((len(household), household.member_count), (1, 2))
