"""What a program may not write on a file, whatever rights its user has."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common import BeneficiaryCommon


class TestByHand(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_beneficiary(phone="0612000001")
        cls.person.action_register()
        cls.hers = cls.person.with_user(cls.user_reception)
        cls.admin = cls.env.ref("base.user_admin")

    # ------------------------------------------------------------
    # The contact of a file
    # ------------------------------------------------------------
    def test_a_file_is_not_made_on_the_contact_of_somebody_who_works_at_the_hub(self):
        people = self.env["hub.beneficiary"].with_user(self.user_reception)
        with self.assertRaisesRegex(UserError, "works at the hub"):
            people.create({"partner_id": self.admin.partner_id.id, "given_name": "x"})
        self.assertFalse(self.admin.partner_id.is_beneficiary)

    def test_a_file_is_not_moved_to_another_contact(self):
        with self.assertRaisesRegex(UserError, "not written by hand"):
            self.hers.write({"partner_id": self.admin.partner_id.id})

    def test_who_works_at_the_hub_keeps_her_address_when_she_has_a_file(self):
        """Whoever writes her e-mail address chooses who gets the next link for her password."""
        file = self._create_beneficiary(partner_id=self.user_counsellor.partner_id.id)
        hers = file.with_user(self.user_reception)
        for vals in ({"email": "somebody@else.example"}, {"phone": "0612999999"}, {"family_name": "Else"}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "works at the hub"):
                hers.write(vals)
        hers.write({"spoken_languages": "Tamazight"})
        file.with_user(self.user_counsellor).write({"city": "Rabat"})

    def test_who_may_edit_accounts_edits_the_contact_of_who_works_there(self):
        file = self._create_beneficiary(partner_id=self.user_counsellor.partner_id.id)
        self.user_admin.group_ids += self.env.ref("base.group_erp_manager")
        file.with_user(self.user_admin).write({"email": "new@hub.example"})
        self.assertEqual(self.user_counsellor.email, "new@hub.example")

    # ------------------------------------------------------------
    # What follows from methods
    # ------------------------------------------------------------
    def test_files_are_not_merged_by_writing_the_pointer(self):
        other = self._create_beneficiary("Second")
        other.action_register()
        with self.assertRaisesRegex(UserError, "not written by hand"):
            self.hers.write({"merged_into_id": other.id, "root_id": other.id})
        self.assertEqual(self.person.root_id, self.person)

    def test_what_follows_from_methods_is_not_written_by_hand(self):
        for name, value in (
            ("ref", "HUB-99999"),
            ("anonymised_on", "2026-01-01"),
            ("exited_on", "2020-01-01"),
            ("copy_given_at", "2026-01-01 00:00:00"),
            ("name", "Somebody Else"),
            ("name_keys", " x "),
            ("name_folded", "x"),
            ("phone_e164", "+212699999999"),
            ("phone_proposed", "+212699999999"),
            ("phone_proposed_shared", False),
            ("phone_proposed_at", "2026-01-01 00:00:00"),
            ("portal_closed", False),
        ):
            with self.subTest(field=name), self.assertRaisesRegex(UserError, "not written by hand"):
                self.hers.write({name: value})
        with self.assertRaisesRegex(UserError, "not written by hand"):
            self.hers.create({"given_name": "x", "anonymised_on": "2026-01-01"})

    def test_the_reference_of_a_new_file_is_chosen_by_a_manager_alone(self):
        people = self.env["hub.beneficiary"]
        with self.assertRaisesRegex(UserError, "not written by hand"):
            people.with_user(self.user_counsellor).create({"given_name": "x", "ref": "OLD-1"})
        self.assertTrue(people.with_user(self.user_reception).create({"given_name": "x", "ref": "/"}).ref)
        manager = people.with_user(self.user_manager)
        self.assertEqual(manager.create({"given_name": "x", "ref": "OLD-1"}).ref, "OLD-1")

    def test_of_a_row_of_a_register_only_the_decision_is_written(self):
        register = self.env["hub.register.import"].with_user(self.user_reception).create({"filename": "x.csv"})
        lines = self.env["hub.register.import.line"].with_user(self.user_reception)
        row = {"import_id": register.id, "row": 1, "outcome": "maybe", "state": "pending"}
        line = lines.sudo().create(row).sudo(False)
        for name, value in (
            ("beneficiary_id", self.person.id),
            ("state", "done"),
            ("outcome", "new"),
            ("receipt", "x"),
            ("cells", [1]),
            ("import_id", register.copy().id),
        ):
            with self.subTest(field=name), self.assertRaisesRegex(UserError, "not written by hand"):
                line.write({name: value})
        with self.assertRaisesRegex(UserError, "not written by hand"):
            lines.create({**row, "row": 2})
        line.action_decide_new()
        self.assertEqual(line.decision, "new")

    def test_the_portal_of_a_restricted_file_is_opened_by_its_button(self):
        self.person.is_restricted = True
        self.person.user_id = self.user_counsellor
        hers = self.person.with_user(self.user_counsellor)
        self.assertTrue(hers.portal_closed)
        hers.action_open_portal()
        self.assertFalse(hers.portal_closed)

    def test_families_are_not_merged_by_writing_the_pointer(self):
        one, other = self._create_household(), self._create_household()
        with self.assertRaisesRegex(UserError, "not written by hand"):
            one.with_user(self.user_reception).write({"merged_into_id": other.id})
        one.with_user(self.user_reception)._merge_into(other)
        one.with_user(self.user_reception).action_undo_merge()
        self.assertEqual(one.root_id, one)

    def test_who_writes_down_a_consent_is_who_wrote_it_down(self):
        consents = self.env["hub.consent"].with_user(self.user_reception)
        consent = consents.create({"beneficiary_id": self.person.id, "user_id": self.admin.id})
        self.assertEqual(consent.user_id, self.user_reception)
        with self.assertRaisesRegex(UserError, "by themselves"):
            consents.create({"beneficiary_id": self.person.id, "method": "portal"})

    # ------------------------------------------------------------
    # Appointments are written as superuser
    # ------------------------------------------------------------
    def _appointment(self, **vals):
        events = self.env["calendar.event"].with_user(self.user_reception)
        day = {"start": "2026-12-01 09:00:00", "stop": "2026-12-01 10:00:00"}
        return events.create({"name": "x", "hub_beneficiary_id": self.person.id, **day, **vals})

    def test_with_an_appointment_no_other_record_is_written(self):
        """Reception would make itself an administrator."""
        more = {"group_ids": [Command.link(self.env.ref("base.group_system").id)]}
        mine = {"user_ids": [Command.update(self.user_reception.id, more)]}
        guests = [Command.update(self.user_reception.partner_id.id, mine)]
        with self.assertRaisesRegex(AccessError, "nothing else is written"):
            self._appointment(partner_ids=guests)
        with self.assertRaisesRegex(AccessError, "nothing else is written"):
            self._appointment().write({"partner_ids": guests})
        message = self.person.message_post(body="A secret")
        with self.assertRaisesRegex(AccessError, "nothing else is written"):
            self._appointment().write({"message_ids": [Command.link(message.id)]})

    def test_guests_and_reminders_of_an_appointment_are_chosen(self):
        alarm = self.env["calendar.alarm"].search([], limit=1)
        guest = self.user_counsellor.partner_id
        event = self._appointment(partner_ids=[Command.set(guest.ids)], alarm_ids=[Command.link(alarm.id)])
        event.write({"partner_ids": [Command.link(self.user_reception.partner_id.id)], "location": "Room 2"})
        self.assertEqual(event.partner_ids, guest | self.user_reception.partner_id)

    def test_an_appointment_plans_nothing_on_a_document_that_is_closed_to_its_user(self):
        closed = self._create_beneficiary("Closed", is_restricted=True, user_id=self.user_counsellor.id)
        on_it = {"res_model_id": self.env["ir.model"]._get_id("hub.beneficiary"), "res_id": closed.id}
        with self.assertRaises(AccessError):
            self._appointment(res_model="hub.beneficiary", **on_it)
        self.assertFalse(closed.activity_ids)

    # ------------------------------------------------------------
    # A main file that is closed
    # ------------------------------------------------------------
    def test_a_file_that_was_merged_into_a_closed_one_stops_no_search(self):
        main = self._create_beneficiary("Main", is_restricted=True, user_id=self.user_counsellor.id)
        main.action_register()
        self.person.with_user(self.user_counsellor)._merge_into(main, "One card")
        desk = self.env["hub.desk"].with_user(self.user_reception)
        self.assertEqual(desk.search_people("Amina Alaoui"), [])
        self.assertEqual(desk.find_duplicates({"given_name": "Amina", "family_name": "Alaoui"}), [])
        found = desk.with_user(self.user_counsellor).search_people("Amina Alaoui")
        self.assertEqual([row["beneficiary_id"] for row in found], [main.id])
        other = self._create_beneficiary("Third")
        dialogs = self.env["hub.duplicate.decision"].with_user(self.other_counsellor)
        with self.assertRaises(AccessError):
            dialogs.create({"beneficiary_id": self.person.id, "other_id": other.id}).action_propose()
