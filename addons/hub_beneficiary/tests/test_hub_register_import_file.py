import io
import zipfile

import openpyxl
from odoo.exceptions import UserError

from .register_common import RegisterCommon


class TestRegisterImportFile(RegisterCommon):
    def _csv(self, encoding, delimiter=";"):
        lines = [
            ["Registre", "", ""],
            ["Nom", "Prénom", "الاسم الكامل", "Né(e) le", "Téléphone"],
            ["EL IDRISSI", "Naïma", "نعيمة الإدريسي", "1993", "06-35-89-97-32"],
        ]
        return "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)

    def test_a_list_is_read_in_the_encodings_and_separators_of_offices(self):
        for encoding, delimiter in [("utf-8-sig", ";"), ("utf-8", ","), ("windows-1256", ";"), ("utf-16", "\t")]:
            with self.subTest(f"{encoding} {delimiter!r}"):
                line = self._preview(content=self._csv(encoding, delimiter), filename="register.csv").line_ids
                self.assertEqual((line.row, line.outcome), (3, "new"))
                self.assertEqual(line.name, "Naïma EL IDRISSI")
                self.assertIn("+212635899732", line.details)

    def test_a_french_list_of_an_old_office_is_not_taken_for_arabic(self):
        content = "Nom;Prénom\r\nTRAORÉ;Noël\r\n".encode("cp1252")
        self.assertEqual(self._preview(content=content).line_ids.name, "Noël TRAORÉ")

    def _refused(self, content, words):
        with self.assertRaises(UserError) as caught:
            self._preview(content=content)
        for word in words.split():
            self.assertIn(word, str(caught.exception))

    def test_a_file_that_cannot_be_read_is_answered_with_a_sentence(self):
        self._refused(b"   \n", "empty")
        self._refused(b"PK\x03\x04 damaged", "damaged .xlsx")
        self._refused(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password")
        self._refused(b"\xd0\xcf\x11\xe0 Workbook", ".xls .xlsx")
        self._refused(b"\x89PNG\r\n\x1a\n\x00\x00\x00", "register")
        self._refused(b"just a sentence", "register")
        self._refused(b"Nom;Pr\xc3\xa9nom\r\n", "row 1")

    def test_an_empty_workbook_and_a_zip_of_something_else_are_refused(self):
        stream = io.BytesIO()
        openpyxl.Workbook().save(stream)
        self._refused(stream.getvalue(), "empty")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("word/document.xml", "<w/>")
        self._refused(stream.getvalue(), "damaged")

    def test_headings_that_nobody_knows_are_mapped_by_hand(self):
        headings = ["Qui", "Quand", "Combien"]
        register = self._create_register(["Loubna Berrada", "1979", "3"], headings=headings)
        self.assertEqual(register.column_ids.mapped("heading"), headings)
        with self.assertRaises(UserError) as caught:
            register.action_preview()
        self.assertIn("Qui, Quand, Combien", str(caught.exception))
        register.column_ids[0].meaning = "full_name"
        register.column_ids[1].meaning = "birthdate"
        register.action_preview()
        self.assertEqual((register.line_ids.row, register.line_ids.name), (2, "Loubna Berrada"))
        self.assertIn("1979", register.line_ids.details)

    def test_headings_are_recognised_in_three_languages(self):
        for headings in [
            ["Nom", "Prénom", "Date de naissance", "Nationalité"],
            ["Family name", "First name", "Date of birth", "Nationality"],
            ["الاسم العائلي", "الاسم الشخصي", "تاريخ الازدياد", "الجنسية"],
        ]:
            with self.subTest(headings[0]):
                register = self._create_register(["Berrada", "Loubna", "1979", "MA"], headings=headings)
                self.assertEqual(
                    register.column_ids.mapped("meaning"), ["family_name", "given_name", "birthdate", "nationality"]
                )

    def test_a_formula_counts_by_its_result(self):
        book = openpyxl.Workbook()
        for row in (["Nom", "Prénom"], ["Tazi", '=UPPER("salma")']):
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        # never calculated: no result is stored, so the text is all there is
        self.assertEqual(self._preview(content=stream.getvalue()).line_ids.name, '=UPPER("salma") Tazi')

    def test_a_new_file_makes_a_new_preview(self):
        register = self._preview(self._row())
        register.file = self._create_register(self._row(prenom="Hawa"), self._row(prenom="Naima")).file
        self.assertEqual((register.state, register.line_ids), ("draft", register.line_ids.browse()))
        register.action_preview()
        self.assertEqual(len(register.line_ids), 2)
