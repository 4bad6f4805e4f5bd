import csv

from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tools import file_open, mute_logger

#: Letters of the access table, as Odoo calls them.
OPERATIONS = {"c": "create", "r": "read", "u": "write", "d": "unlink"}
#: Role of the access table → user of these tests.
ROLES = {
    "public": "public",
    "portal": "portal",
    "internal": "internal",
    "hub_user": "hub",
    "reception": "reception",
    "counsellor": "counsellor",
    "program_manager": "manager",
    "hub_admin": "admin",
    "auditor": "auditor",
}
#: Odoo's own: other rights of its own apply beside ours.
SHARED = ("crm.lead", "calendar.event", "res.partner")


def read_access_table():
    """``{model: {role: letters}}`` of this addon; rows about restricted files are walked in tests/security."""
    with file_open("hub_beneficiary/security/access_table.csv", "r") as lines:
        rows = [row for row in csv.DictReader(lines) if ":" not in row["model"]]
    return {row.pop("model"): row for row in rows}


class TestSecurity(BeneficiaryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {
            "hub": cls.user_hub,
            "reception": cls.user_reception,
            "counsellor": cls.user_counsellor,
            "manager": cls.user_manager,
            "admin": cls.user_admin,
            "auditor": cls.user_auditor,
            "internal": cls.user_internal,
            "portal": cls.user_portal,
            "public": cls.env.ref("base.public_user"),
        }
        cls.open = cls._create_file("Amina")
        cls.closed = cls._create_file("Sara", is_restricted=True, user_id=cls.user_counsellor.id)
        cls.env.flush_all()

    @classmethod
    def _create_file(cls, given_name, **values):
        """A person and one record of each kind that hangs on her."""
        person = cls._create_beneficiary(
            given_name,
            identity_ids=[Command.create({"type": "passport", "number": f"P{given_name}"})],
            category_line_ids=[Command.create({"category_id": cls.env.ref("hub_beneficiary.category_youth").id})],
            consent_ids=[Command.create({"decision": "granted"})],
            **values,
        )
        cls._create_household(person)
        cls._create_request(person, received_on="2020-01-01")
        cls.env["calendar.event"].create(
            {"hub_beneficiary_id": person.id, "start": "2030-01-01 09:00:00", "stop": "2030-01-01 10:00:00"}
        )
        return person

    def _get_file(self, person):
        """Every record that tells about ``person``."""
        return {
            "person": person,
            "contact": person.partner_id,
            "document": person.identity_ids,
            "category": person.category_line_ids,
            "consent": person.consent_ids,
            "member": person.member_ids,
            "request": person.request_ids,
            "appointment": person.appointment_ids,
            "delivery": person.delivery_ids,
        }

    def _sees(self, user, record):
        """Whether ``user`` sees ``record`` by searching, reading or grouping; the three agree."""
        model = self.env[record._name].with_user(user).with_context(active_test=False)
        if not model.has_access("read"):
            return False
        searched = model.search([("id", "=", record.id)])
        counted = model._read_group([("id", "=", record.id)], [], ["__count"])[0][0]
        self.assertEqual(len(searched), counted)
        self.env.invalidate_all()
        try:
            model.browse(record.id).read(["create_date"])
        except AccessError:
            self.assertFalse(searched, f"{record} is found by {user.login}, who may not read it")
            return False
        self.assertTrue(searched, f"{record} is read by {user.login}, who does not find it")
        return True

    def test_each_role_has_the_operations_of_the_table_and_no_other(self):
        """The rights of groups alone; with records and rules, tests/security walks the same table."""
        for model, by_role in read_access_table().items():
            if model in SHARED:
                continue
            for role, letters in by_role.items():
                user = self.roles[ROLES[role]]
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=model, role=role, operation=operation):
                        granted = self.env["ir.model.access"].with_user(user).check(model, operation, False)
                        # A rule may take what the group has, never the other way round.
                        self.assertGreaterEqual(bool(granted), letter in letters)
                        if not self._has_rule(model):
                            self.assertEqual(bool(granted), letter in letters)

    def _has_rule(self, model):
        return bool(self.env["ir.rule"].search_count([("model_id.model", "=", model)]))

    def test_every_model_of_the_addon_is_in_the_table(self):
        ours = {
            name
            for name, model in self.registry.items()
            if model._original_module == "hub_beneficiary" and not model._abstract
        }
        self.assertEqual(ours - set(read_access_table()), set())

    def test_an_open_file_is_seen_by_those_who_receive_and_the_auditor(self):
        for role in ("reception", "counsellor", "manager", "admin", "auditor"):
            for name, record in self._get_file(self.open).items():
                with self.subTest(role=role, record=name):
                    self.assertTrue(self._sees(self.roles[role], record))

    def test_who_does_not_receive_sees_nothing_of_a_file(self):
        for role in ("internal", "portal", "public"):
            for name, record in self._get_file(self.open).items():
                with self.subTest(role=role, record=name), mute_logger("odoo.addons.base.models.ir_model"):
                    self.assertFalse(self._sees(self.roles[role], record))

    def test_a_hub_user_without_reception_sees_no_file(self):
        for name in ("person", "document", "category", "consent", "member", "request", "appointment"):
            with self.subTest(record=name):
                self.assertFalse(self._sees(self.user_hub, self._get_file(self.open)[name]))

    def test_a_restricted_file_is_seen_by_its_counsellor_the_managers_and_the_auditor(self):
        for role in ("counsellor", "manager", "admin", "auditor"):
            for name, record in self._get_file(self.closed).items():
                with self.subTest(role=role, record=name):
                    self.assertTrue(self._sees(self.roles[role], record))
        for user in (self.user_reception, self.other_counsellor, self.user_hub):
            for name, record in self._get_file(self.closed).items():
                with self.subTest(user=user.login, record=name):
                    self.assertFalse(self._sees(user, record))

    def test_a_restricted_file_without_a_counsellor_is_the_managers(self):
        self.closed.user_id = False
        self.assertFalse(self._sees(self.user_counsellor, self.closed))
        self.assertFalse(self._sees(self.user_counsellor, self.closed.request_ids))
        self.assertTrue(self._sees(self.user_manager, self.closed))

    def test_archiving_opens_no_restricted_file(self):
        file = self._get_file(self.closed)
        self.closed.active = False
        for name, record in file.items():
            with self.subTest(record=name):
                self.assertFalse(self._sees(self.user_reception, record))

    def test_who_restricts_a_file_without_a_counsellor_becomes_its_counsellor(self):
        person = self._create_file("Ilham").with_user(self.user_counsellor)
        person.is_restricted = True
        self.assertEqual(person.user_id, self.user_counsellor)
        self.assertTrue(person.has_access("read"))

    def test_nobody_restricts_a_file_away_from_herself_unseen_by_a_manager(self):
        self.open.with_user(self.user_counsellor).write({"is_restricted": True, "user_id": self.user_counsellor.id})
        self.assertFalse(self._sees(self.user_reception, self.open))
        self.assertTrue(self._sees(self.user_manager, self.open))

    def test_a_request_without_a_person_is_seen_by_reception(self):
        request = self._create_request(None, contact_name="Somebody", phone="0612345678")
        self.assertTrue(self._sees(self.user_reception, request))
        self.assertFalse(self._sees(self.user_internal, request))

    def test_the_household_of_a_restricted_person_does_not_name_her(self):
        household = self.closed.household_id.with_user(self.user_reception)
        self.env.invalidate_all()
        self.assertFalse(household.member_ids)
        self.assertFalse(household.head_id)

    def test_the_auditor_changes_nothing(self):
        for name, record in self._get_file(self.open).items():
            if name == "contact":
                continue  # core's own rights of employees
            with self.subTest(record=name):
                self.assertFalse(record.with_user(self.user_auditor).has_access("write"))
        with self.assertRaises(AccessError):
            self.open.with_user(self.user_auditor).write({"phone": "0612345678"})
        with self.assertRaises(AccessError):
            self.open.request_ids.with_user(self.user_auditor).action_take()
        for record in (self.open, self.open.request_ids, self.open.household_id):
            with self.subTest(record=record), self.assertRaises(AccessError):
                record.with_user(self.user_auditor).message_post(body="I was here")

    def test_messages_and_followers_of_a_file_follow_it(self):
        message = self.closed.message_post(body="Sara came back", message_type="comment", subtype_xmlid="mail.mt_note")
        for user, found in (
            (self.user_counsellor, True),
            (self.user_manager, True),
            (self.user_reception, False),
            (self.user_internal, False),
        ):
            with self.subTest(user=user.login):
                messages = self.env["mail.message"].with_user(user).search([("id", "=", message.id)])
                self.assertEqual(bool(messages), found)
        self.assertFalse(self.closed.message_partner_ids & self.closed.partner_id)

    def test_reading_a_file_is_logged(self):
        logs = self.env["hub.access.log"].sudo()
        domain = [("model", "=", "hub.beneficiary"), ("res_id", "=", self.open.id)]
        before = logs.search_count(domain)
        self.open.with_user(self.user_reception).web_read({"name": {}, "sex": {}})
        entry = logs.search(domain, order="id desc", limit=1)
        self.assertEqual(logs.search_count(domain), before + 1)
        self.assertEqual(entry.user_id, self.user_reception)

    def test_the_people_menus_are_for_those_who_receive(self):
        menus = self.env["ir.ui.menu"]
        people = self.env.ref("hub_core.menu_hub_people")
        entries = self.env["ir.ui.menu"].search([("id", "child_of", people.id), ("action", "!=", False)])
        self.assertGreaterEqual(len(entries), 6)
        for role, found in (("reception", True), ("auditor", True), ("internal", False), ("hub", False)):
            with self.subTest(role=role):
                visible = menus.with_user(self.roles[role])._visible_menu_ids()
                self.assertEqual(people.id in visible, found)

    def test_a_link_into_her_account_stands_in_the_log_of_her_file(self):
        person = self._create_beneficiary(phone="+212612345678")
        self._create_user("amina", "base.group_portal", partner_id=person.partner_id.id, name="Amina")
        person.partner_id.with_user(self.user_reception).action_hub_access_link()
        log = self.env["hub.access.log"].search([("model", "=", person._name), ("how", "=", "access")])
        self.assertEqual((log.user_id, log.res_id), (self.user_reception, person.id))
