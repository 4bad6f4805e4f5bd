"""What somebody writes of one record never writes on another one that is not hers to change.

A command of a one2many or many2many makes or changes records of another model. Where a method writes as superuser
what it was given, such a command goes past all rights.
"""

from odoo import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from tests.security.test_leaks import REFUSED
from tests.support.roles import users_of
from tests.support.scene import Scene

ROLES = {
    "internal": "base.group_user",
    "reception": "hub_beneficiary.group_reception",
    "counsellor": "hub_beneficiary.group_counsellor",
    "program_manager": "hub_core.group_program_manager",
    "hub_admin": "hub_core.group_hub_admin",
}
SHARED = ("crm.lead", "calendar.event", "res.partner")
MARK = "Xyzzyplughwritten"


@tagged("standard", "post_install")
class TestCommands(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "mail_create_nosubscribe": True})
        cls.users = users_of(cls.env, ROLES)
        cls.scene = Scene(cls.env)

    def _fields_with_commands(self):
        """``(model, field, other)``: a field of a model by which a record of another model can be written."""
        for name in sorted(self.registry):
            model = self.env[name]
            if model._abstract or not model._auto or not (name.startswith("hub.") or name in SHARED):
                continue
            for field in model._fields.values():
                if field.type not in ("one2many", "many2many") or not (field.store or field.inverse):
                    continue
                other = self.env[field.comodel_name].sudo().with_context(active_test=False).search([], limit=1)
                word = self._get_word(other)
                if other and word:
                    yield name, field, other, word

    def _get_word(self, record):
        """A field of ``record`` into which a word can be written."""
        for name in ("email", "note", "body", "summary", "description", "name", record._rec_name):
            field = record._fields.get(name)
            if field and field.store and field.type in ("char", "text", "html") and not field.related:
                return name
        return None

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.sql_db")
    def test_no_command_changes_a_record_that_is_closed_to_its_user(self):
        changed, asked = [], 0
        for role, user in self.users.items():
            for name, field, other, word in self._fields_with_commands():
                if other.with_user(user).has_access("write") or not self.env[name].with_user(user).has_access("create"):
                    continue
                asked += 1
                command = {field.name: [Command.update(other.id, {word: MARK})]}
                changed += [
                    f"{role}: {what.__name__[1:]} of {name}.{field.name} writes {other}.{word}"
                    for what in (self._create, self._write)
                    if self._writes(lambda what=what: what(name, user, command), other, word)  # noqa: B023
                ]
        self.assertGreater(asked, 100)
        self.assertFalse(changed, "\n" + "\n".join(changed))

    def _create(self, name, user, command):
        _name, values = self.scene.values(name)
        self.env[name].with_user(user).create({**values, **command})

    def _write(self, name, user, command):
        record = self.scene.make(name)
        if record._transient:
            record = self.env[name].with_user(user).create(self.scene.values(name)[1])
        record.with_user(user).write(command)

    def _writes(self, probe, other, word):
        """Whether ``probe`` has changed ``word`` of the record ``other``."""
        self.env.flush_all()
        self.env.invalidate_all()
        found = False
        savepoint = self.env.cr.savepoint()
        try:
            probe()
            self.env.flush_all()
            self.env.invalidate_all()
            found = MARK in str(other.sudo()[word])
        except REFUSED:
            pass
        savepoint.close(rollback=True)
        self.env.invalidate_all()
        return found
