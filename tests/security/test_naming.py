"""Nobody makes, changes or begins a record that names a person whose file is closed to her.

Odoo asks for the rights on a new record after its constraints, and a dialog has no rights but its user's own: what
they would say of the person, or of what hangs on her, is asked for before.
"""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from tests.security.test_leaks import REFUSED
from tests.support.roles import users_of
from tests.support.scene import Scene
from tests.support.secrets import Secret, betrays

ROLES = {"reception": "hub_beneficiary.group_reception", "counsellor": "hub_beneficiary.group_counsellor"}


@tagged("standard", "post_install")
class TestNamingTheClosed(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "mail_create_nosubscribe": True})
        cls.users = users_of(cls.env, {**ROLES, "hers": "hub_beneficiary.group_counsellor"})
        cls.secret = Secret(cls.env, cls.users.pop("hers"), restricted=True)
        cls.scene = Scene(cls.env)
        person = cls.secret.person
        cls.closed = {
            "hub.beneficiary": person, "crm.lead": cls.secret.request, "calendar.event": cls.secret.appointment,
            "hub.referral": cls.secret.referral, "hub.household.member": person.member_ids,
            "hub.consent": person.consent_ids, "hub.beneficiary.identity": person.identity_ids,
        }  # fmt: skip
        cls.env.flush_all()

    def _fields_that_name(self):
        """``(model, field)`` of each many2one of the suite, and of Odoo's models that it shares, to what is closed."""
        for name in sorted(self.registry):
            model = self.env[name]
            if model._abstract or not model._auto or not (name.startswith("hub.") or name in self.closed):
                continue
            for field in model._fields.values():
                named = field.type == "many2one" and field.comodel_name in self.closed and not field.related
                if named and not model._names_closed_files:
                    yield name, field

    def _try(self, probe):
        self.env.flush_all()
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                return None, probe()
        except REFUSED as refusal:
            return refusal, str(refusal)

    def _check(self, probe):
        """``probe(model, field, closed)`` is refused before any check of its values, and tells nothing."""
        wrong, asked = [], 0
        for role, user in self.users.items():
            for name, field in self._fields_that_name():
                model = self.env[name].with_user(user)
                if not model.has_access("create"):
                    continue
                asked += 1
                refusal, answer = self._try(
                    lambda model=model, field=field: probe(model, field, self.closed[field.comodel_name])
                )
                told = [*betrays(answer), *(ref for ref in (self.secret.person.ref,) if ref in str(answer))]
                if not isinstance(refusal, AccessError | UserError) or type(refusal) is ValidationError or told:
                    wrong.append(f"{role}: {name}.{field.name}: {told} {answer}")
        self.assertGreater(asked, 20)
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def test_the_walk_has_a_closed_record_of_each_kind(self):
        for name, record in self.closed.items():
            with self.subTest(model=name):
                self.assertTrue(record)
                self.assertFalse(record.with_user(self.users["counsellor"])._filtered_access("read"))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def test_nobody_makes_a_record_about_a_closed_file(self):
        def probe(model, field, closed):
            _name, values = self.scene.values(model._name)
            return model.create({**values, field.name: closed[:1].id})

        self._check(probe)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def test_nobody_moves_a_record_to_a_closed_file(self):
        def probe(model, field, closed):
            record = self.scene.make(model._name)
            if record._transient:
                record = model.create(self.scene.values(model._name)[1])
            return record.with_env(model.env).write({field.name: closed[:1].id})

        self._check(probe)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def test_nobody_begins_a_form_about_a_closed_file(self):
        def typed(model, field, closed):
            spec = {name: {} for name in model._fields}
            return model.onchange({field.name: closed[:1].id}, [field.name], spec)

        def given(model, field, closed):
            spec = {name: {} for name in model._fields}
            return model.with_context(**{f"default_{field.name}": closed[:1].id}).onchange({}, [], spec)

        self._check(typed)
        self._check(given)
