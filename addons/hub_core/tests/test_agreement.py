from base64 import b64encode
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError, LockError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import HubCommon

PDF = b64encode(b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n")
PNG = b64encode(
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


@freeze_time("2026-03-10 10:00:00")
class AgreementCommon(HubCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organization = cls._create_organization()
        cls.hub = cls.env.company.partner_id

    @classmethod
    def _create_agreement(cls, **values):
        return cls.env["hub.agreement"].create(
            {
                "name": "Convention Amal",
                "partner_id": cls.organization.id,
                "user_id": cls.user_hub.id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
                **values,
            }
        )

    @classmethod
    def _create_active(cls, **values):
        agreement = cls._create_agreement(document=PDF, **values)
        agreement.action_send_for_signature()
        agreement.party_ids.write({"signed_on": agreement.date_start})
        agreement.action_activate()
        return agreement

    @contextmanager
    def _refused(self, exception, sentence):
        """Like assertRaisesRegex, and what was tried is undone, as it is for a user."""
        with self.assertRaises(exception) as caught:
            yield
        self.assertRegex(str(caught.exception), sentence)

    def _night(self):
        with self.enter_registry_test_mode():
            self.env.ref("hub_core.cron_agreement_terms").method_direct_trigger()
        self.env.invalidate_all()


@freeze_time("2026-03-10 10:00:00")
class TestAgreement(AgreementCommon):
    def test_the_hub_and_the_organisation_are_parties_of_every_agreement(self):
        agreement = self._create_agreement()
        self.assertEqual(agreement.party_ids.partner_id, self.hub | self.organization)
        self.assertTrue(agreement.ref.startswith("AGR/"))

    def test_another_organisation_in_a_draft_takes_the_place_of_the_former(self):
        agreement = self._create_agreement()
        other = self._create_organization("Coopérative Tifaouine", "cooperative")
        agreement.partner_id = other
        self.assertEqual(agreement.party_ids.partner_id, self.hub | other)

    def test_the_form_shows_the_parties_before_it_is_saved(self):
        form = Form(self.env["hub.agreement"].with_user(self.user_hub))
        form.name = "Convention"
        form.partner_id = self.organization
        self.assertEqual(len(form.party_ids), 2)
        agreement = form.save()
        self.assertEqual(len(agreement.party_ids), 2)
        self.assertEqual(agreement.user_id, self.user_hub)

    def test_from_draft_over_the_signatures_into_force(self):
        agreement = self._create_agreement().with_user(self.user_manager)
        agreement.action_send_for_signature()
        with self._refused(UserError, "Association Amal"):
            agreement.action_activate()
        for party in agreement.party_ids:
            party.action_sign()
        with self._refused(UserError, "lacks its signed document"):
            agreement.action_activate()
        agreement.document = PDF
        agreement.action_activate()
        self.assertEqual(agreement.state, "active")
        self.assertTrue(agreement.is_in_force)

    def test_what_is_missing_is_said_before_it_goes_out(self):
        with self._refused(UserError, "Convention Amal.*no start date"):
            self._create_agreement(date_start=False).action_send_for_signature()
        with self._refused(UserError, "needs an end date"):
            self._create_agreement(renewal="tacit", date_end=False).action_send_for_signature()
        agreement = self._create_agreement()
        agreement.party_ids.filtered(lambda party: party.partner_id == self.hub).unlink()
        with self._refused(UserError, "must be among the parties"):
            agreement.action_send_for_signature()

    def test_no_step_is_left_out_not_even_by_a_program(self):
        agreement = self._create_agreement()
        for action in (agreement.action_activate, agreement.action_back_to_draft):
            with self._refused(UserError, "Convention Amal.*Draft"):
                action()
        with self._refused(UserError, "cannot become"):
            agreement.write({"state": "active"})
        with self._refused(UserError, "is a draft"):
            self._create_agreement(state="active")
        values = {"name": "By default", "partner_id": self.organization.id}
        created = self.env["hub.agreement"].with_context(default_state="active").create(values)
        self.assertEqual(created.state, "draft")

    def test_the_hub_user_prepares_and_the_programme_manager_puts_into_force_and_ends(self):
        agreement = self._create_agreement(document=PDF).with_user(self.user_hub)
        agreement.action_send_for_signature()
        agreement.party_ids.write({"signed_on": "2026-01-01"})
        for change in (
            agreement.action_activate,
            lambda: agreement.write({"state": "active"}),
            lambda: agreement.write({"terminated_on": "2026-03-01", "termination_reason": "x"}),
        ):
            with self._refused(AccessError, "programme manager"):
                change()
        agreement.with_user(self.user_manager).action_activate()
        with self.assertRaises(AccessError):
            agreement._terminate(date(2026, 3, 10), "Moved away")

    def test_the_text_is_closed_while_it_waits_for_signatures(self):
        agreement = self._create_agreement()
        agreement.action_send_for_signature()
        for vals in ({"name": "Other"}, {"date_end": "2027-12-31"}, {"kind": "hosting"}, {"partner_id": self.hub.id}):
            with self._refused(UserError, "Convention Amal is closed"):
                agreement.write(vals)
        with self._refused(UserError, "parties of .*Convention Amal"):
            agreement.party_ids[0].partner_id = self._create_organization("Other")
        agreement.party_ids[0].write({"signatory_name": "Mme Alami", "signed_on": "2026-03-01"})
        agreement.action_back_to_draft()
        self.assertFalse(agreement.party_ids.filtered("signed_on"), "the signatures were for the former text")
        agreement.name = "Other"

    def test_what_was_signed_does_not_change_whoever_asks(self):
        agreement = self._create_active()
        party = agreement.party_ids[0]
        changes = (
            lambda: agreement.write({"name": "Other"}),
            lambda: agreement.write({"date_end": False}),
            lambda: agreement.write({"document": PNG}),
            lambda: agreement.write({"signed_end": "2030-01-01"}),
            lambda: agreement.write({"party_ids": [Command.delete(party.id)]}),
            lambda: party.write({"signed_on": False}),
            party.unlink,
            lambda: self.env["hub.agreement.party"].create(
                {"agreement_id": agreement.id, "partner_id": self._create_organization("Other").id}
            ),
            agreement.unlink,
        )
        for number, change in enumerate(changes):
            with self.subTest(number), self.assertRaises(UserError), self.cr.savepoint():
                change()
        agreement.write({"name": agreement.name, "date_end": "2026-12-31", "user_id": self.user_manager.id})

    def test_the_signed_scan_is_closed_by_the_door_of_files_too(self):
        agreement = self._create_active()
        scan = self.env["ir.attachment"].search(
            [("res_model", "=", "hub.agreement"), ("res_field", "=", "document"), ("res_id", "=", agreement.id)]
        )
        for change in (lambda: scan.write({"datas": PNG}), lambda: scan.write({"res_id": 0}), scan.unlink):
            with self._refused(UserError, "signed document of .*Convention Amal"):
                change()
        draft = self._create_agreement(document=PDF)
        draft.document = PNG
        draft.document = False
        draft.unlink()

    def test_only_a_draft_is_deleted(self):
        agreement = self._create_agreement()
        agreement.unlink()
        self.assertFalse(agreement.exists())
        agreement = self._create_agreement()
        agreement.action_send_for_signature()
        with self._refused(UserError, "Convention Amal"):
            agreement.unlink()

    def test_the_document_is_a_pdf_or_a_picture_whatever_its_name(self):
        self._create_agreement(document=PNG, document_name="scan.png")
        for content in (b"just words", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", b"MZ\x90"):
            with self._refused(ValidationError, "neither a PDF nor a picture"):
                self._create_agreement(document=b64encode(content), document_name="contract.pdf")
        name, media_type, content = self._create_agreement(document=PDF, document_name="../x.exe")._get_document_file()
        self.assertRegex(name, r"^AGR-\d+\.pdf$")
        self.assertEqual((media_type, content[:4]), ("application/pdf", b"%PDF"))

    def test_people_are_no_parties(self):
        person = self._create_person_partner()
        with self._refused(ValidationError, "with an organisation"):
            self._create_agreement(partner_id=person.id)
        with self._refused(ValidationError, "Organisations are parties"):
            self._create_agreement(party_ids=[Command.create({"partner_id": person.id})])

    def test_nobody_signs_in_the_future(self):
        agreement = self._create_agreement()
        party = agreement.party_ids.filtered(lambda party: party.partner_id == self.organization)
        with self._refused(ValidationError, "Association Amal cannot have signed"):
            party.signed_on = "2026-03-11"

    @mute_logger("odoo.sql_db")
    def test_dates_and_parties_that_make_no_sense_are_refused_by_the_database(self):
        active = self._create_active()
        draft = self._create_agreement()
        refused = (
            ("cannot end before it starts", lambda: draft.write({"date_end": "2025-12-31"})),
            ("counted from zero", lambda: draft.write({"reminder_days": -1})),
            ("party to an agreement once", lambda: draft.write(
                {"party_ids": [Command.create({"partner_id": self.organization.id})]}
            )),
            ("A termination has a reason", lambda: active.write({"terminated_on": "2026-05-01"})),
            ("is renewed by one agreement", lambda: self.env["hub.agreement"].create(
                [{"name": "Twice", "partner_id": self.organization.id, "previous_id": active.id}] * 2
            )),
            ("does not renew itself", lambda: draft.write({"previous_id": draft.id})),
            ("Another agreement has this reference", lambda: draft.write({"ref": active.ref})),
        )  # fmt: skip
        for _sentence, action in refused:
            with self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
                action()
                self.env.flush_all()

    def test_two_who_press_at_once_are_told_so(self):
        agreement = self._create_agreement()
        with (
            patch.object(self.registry["hub.agreement"], "lock_for_update", side_effect=LockError("busy")),
            self._refused(UserError, "Convention Amal.*try again"),
        ):
            agreement.action_send_for_signature()


@freeze_time("2026-03-10 10:00:00")
class TestAgreementPortal(AgreementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_organization("Association Nour")
        cls.third = cls._create_organization("Coopérative Tifaouine", "cooperative")
        cls.draft = cls._create_agreement(name="Draft")
        cls.to_sign = cls._create_agreement(name="To sign")
        cls.to_sign.action_send_for_signature()
        cls.active = cls._create_active(party_ids=[Command.create({"partner_id": cls.third.id})])
        cls.of_other = cls._create_active(partner_id=cls.other.id)
        cls.all = cls.draft | cls.to_sign | cls.active | cls.of_other

    def _read_by(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        found = self.all.with_user(user).search([("id", "in", self.all.ids)])
        self.assertEqual(found, self.all.with_user(user)._filtered_access("read"))
        return found.with_env(self.env)

    def test_who_acts_for_a_party_reads_what_went_out_and_no_draft(self):
        self.assertFalse(self._read_by(self.user_portal))
        role = self._create_representation(self.user_portal, self.organization)
        self.assertEqual(self._read_by(self.user_portal), self.to_sign | self.active)
        role._end("Left")
        self.assertFalse(self._read_by(self.user_portal))

    def test_every_party_reads_it_not_only_the_organisation_that_it_is_with(self):
        self._create_representation(self.user_portal, self.third)
        self.assertEqual(self._read_by(self.user_portal), self.active)
        reasons = self.env["hub.ground"]._explain(self.active, self.user_portal)
        self.assertEqual([ground for ground, _role, _words in reasons], ["representation"])
        self.assertFalse(self.env["hub.ground"]._explain(self.draft, self.user_portal))

    def test_nobody_changes_an_agreement_in_the_portal(self):
        self._create_representation(self.user_portal, self.organization, "manager")
        for change in (
            lambda: self.active.with_user(self.user_portal).write({"reminder_days": 1}),
            lambda: self.to_sign.with_user(self.user_portal).action_activate(),
            lambda: self.to_sign.party_ids.with_user(self.user_portal).write({"signed_on": "2026-03-01"}),
            lambda: self.to_sign.party_ids.with_user(self.user_portal).read(["signed_on"]),
            lambda: self.to_sign.with_user(self.user_portal).unlink(),
        ):
            with self.assertRaises(AccessError):
                change()
