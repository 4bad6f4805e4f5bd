"""Each role may do with each model what the access tables say, tried with real records."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger
from psycopg2 import Error as DatabaseError

from tests.support.roles import ROLES, users_of
from tests.support.scene import Scene
from tests.support.tables import OPERATIONS, access_table

#: Models of Odoo in which records about the people whom the hub receives live among others.
SHARED = ("crm.lead", "calendar.event", "res.partner")


class Undo(Exception):
    """Ends a savepoint whose changes were only tried."""


@tagged("standard", "post_install")
class TestAccessTable(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "mail_create_nosubscribe": True})
        cls.table = access_table()
        cls.users = users_of(cls.env, ROLES)
        cls.scene = Scene(cls.env)

    def test_every_model_of_the_suite_is_in_the_table(self):
        models = {key.partition(":")[0] for key in self.table}
        ours = {
            name for name, model in self.registry.items()
            if model._original_module.startswith("hub_") and not model._abstract
        }  # fmt: skip
        self.assertEqual(models - {*SHARED}, ours)

    def test_what_tells_of_a_person_says_what_happens_when_the_file_is_restricted(self):
        keys = {key.partition(":")[0] for key in self.table if key.endswith(":restricted")}
        about_a_person = {"hub.beneficiary", "hub.service.delivery", *SHARED} | {
            name for name in self.registry
            if name.startswith("hub.") and not self.registry[name]._abstract
            and not self.registry[name]._transient and "beneficiary_id" in self.registry[name]._fields
        }  # fmt: skip
        attached = self.registry.descendants(["hub.attached.mixin"], "_inherit")
        about_a_person |= {name for name in attached if not self.registry[name]._abstract}
        self.assertEqual(keys, about_a_person)

    @mute_logger(
        "odoo.sql_db", "odoo.models.unlink", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule"
    )
    def test_each_role_may_do_what_the_table_says_and_nothing_else(self):
        differences = []
        for key, rights in self.table.items():
            record = self.scene.make(key)
            self._check_that_the_walk_can(key)
            for role, user in self.users.items():
                found, reasons = self._rights(key, record, user)
                if found != rights[role]:
                    why = " | ".join(reasons[letter].replace("\n", " ") for letter in rights[role] if letter in reasons)
                    differences.append(f"{key}, {role}: the table says {rights[role]}, it is {found} {why}")
        self.assertFalse(differences, "\n" + "\n".join(differences))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_what_a_dialog_holds_is_its_own_users_alone(self):
        records = {key: self.scene.make(key) for key in self.table}
        self.env.flush_all()
        self.env.invalidate_all()
        found = [
            f"{role} may {operation} {key} of somebody else"
            for key, record in records.items()
            if record._transient
            for role, user in self.users.items()
            for operation in ("read", "write", "unlink")
            if record.with_user(user).has_access(operation)
        ]
        self.assertFalse(found, "\n".join(found))

    def _check_that_the_walk_can(self, key):
        """A refusal means something only where the values are good: nobody is refused as superuser."""
        model, values = self.scene.values(key)
        with self.assertRaises(Undo), self.env.cr.savepoint():
            self.env[model].create(values)
            self.env.flush_all()
            raise Undo

    def _rights(self, key, record, user):
        """The letters that ``user`` really has on ``record``, and why each other is refused."""
        letters, reasons = "", {}
        for letter, operation in zip(OPERATIONS, (self._create, self._read, self._update, self._delete), strict=True):
            self.env.flush_all()
            try:
                with self.env.cr.savepoint():
                    operation(key, record, user)
                    self.env.flush_all()
                    raise Undo
            except Undo:
                letters += letter
            except ValidationError as error:  # bad values, not a lack of rights
                letters += "?"
                reasons[letter] = str(error)
            except (AccessError, UserError, DatabaseError) as error:
                letters += "-"
                reasons[letter] = str(error)
            self.env.invalidate_all()
        return letters, reasons

    def _mine(self, key, record, user):
        """``record`` as the user sees it; what a dialog holds is its own user's alone."""
        if not record._transient:
            return record.with_user(user)
        self.env.cr.execute(SQL("UPDATE %s SET create_uid = %s", SQL.identifier(record._table), user.id))
        self.env.invalidate_all()
        return record.with_user(user)

    def _create(self, key, record, user):
        model, values = self.scene.values(key)
        self.env[model].with_user(user).create(values)

    def _read(self, key, record, user):
        mine = self._mine(key, record, user)
        if not mine.search([("id", "=", record.id)]):
            self.assertFalse(mine.has_access("read"), f"{key} is hidden from a search, yet can be read")
            raise AccessError("not found")
        mine.read([
            name for name, field in mine._fields.items() if field.column_type and mine._has_field_access(field, "read")
        ])  # fmt: skip

    def _update(self, key, record, user):
        change = self.scene.touch(key, record)
        self._mine(key, record, user).write(change)

    def _delete(self, key, record, user):
        self._mine(key, self.scene.make(key), user).unlink()
