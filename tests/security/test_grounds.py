"""Visitors with an account find what a ground of access opens to them, whatever else names them."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from tests.security.test_leaks import REFUSED, TestLeaks
from tests.support.organisations import Organisation, act, betrays_organisation, visitor
from tests.support.roles import users_of
from tests.support.secrets import Secret, betrays

#: The visitors of the walk: who acts for the organisation, who acts for another, who only stands near to it.
REPRESENTATIVE, OTHER_REPRESENTATIVE = "representative", "other_representative"


@tagged("standard", "post_install")
class TestLeaksToColleagues(TestLeaks):
    """A person received by the hub acts for an association: her colleagues know her by her role, and that alone."""

    outsiders = {REPRESENTATIVE: "base.group_portal", OTHER_REPRESENTATIVE: "base.group_portal"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        organization = cls.env["res.partner"].create({"name": "Her association", "is_company": True})
        other = cls.env["res.partner"].create({"name": "Another association", "is_company": True})
        act(cls.users[REPRESENTATIVE], organization, "manager")
        act(cls.users[OTHER_REPRESENTATIVE], other, "manager")
        account = cls.env["res.users"].create(
            {
                "partner_id": cls.secret.partner.id, "login": "walk_secret",
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
            }
        )  # fmt: skip
        role = cls.env["hub.representation"].create(
            {"organization_id": organization.id, "name": "Madame Z.", "partner_id": account.partner_id.id}
        )
        role._accept_as(account)
        role.name = "Madame Z."
        cls.env["hub.representation"].sudo()._invite(organization, "New", phone="+212612345678")
        cls.env.flush_all()

    def test_her_colleagues_know_her_by_her_role(self):
        roles = self.env["hub.representation"].with_user(self.users[REPRESENTATIVE])
        self.assertIn("Madame Z.", roles.search([]).mapped("name"))
        self.assertNotIn("Madame Z.", roles.with_user(self.users[OTHER_REPRESENTATIVE]).search([]).mapped("name"))


@tagged("standard", "post_install")
class TestGrounds(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organisation = Organisation(cls.env)
        other = cls.env["res.partner"].create({"name": "Another association", "is_company": True})
        cls.stranger = visitor(cls.env, "walk_other", "Stranger")
        act(cls.stranger, other, "manager")
        cls.below = visitor(cls.env, "walk_below", "Below it")
        cls.below.partner_id.parent_id = cls.organisation.partner
        cls.former = visitor(cls.env, "walk_former", "Former")
        act(cls.former, cls.organisation.partner, "manager")._end("Left")
        cls.env.flush_all()

    def _models_of_the_suite(self):
        for name, model in self.registry.items():
            if model._original_module.startswith("hub_") and not model._abstract and not model._transient:
                yield name

    def test_no_model_of_the_suite_is_open_to_visitors_but_by_a_ground(self):
        visitors = self.env["ir.rule"].with_user(self.stranger)
        for name in self._models_of_the_suite():
            if not self.env[name].with_user(self.stranger).has_access("read"):
                continue
            with self.subTest(model=name):
                self.assertTrue(getattr(self.env[name], "_ground_paths", None), "open to visitors without a ground")
                rules = visitors._get_rules(name).sudo().filtered("groups")
                self.assertTrue(any("_get_hub_ground_domain" in rule.domain_force for rule in rules))
                for mode in ("write", "create", "unlink"):
                    self.assertFalse(self.env[name].with_user(self.stranger).has_access(mode), mode)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.sql_db")
    def test_who_does_not_act_for_an_organisation_finds_nothing_of_it(self):
        # Her own contact names the company that she is below; who has acted for it keeps reading that she has.
        own = {self.below: ("res.partner", "res.users"), self.former: ("hub.representation",)}
        for user in (self.stranger, self.below, self.former):
            for name in sorted(self.registry):
                model = self.registry[name]
                if model._abstract or not model._auto or name.startswith(("ir.", "bus.")):
                    continue
                found = self._read(self.env[name].with_user(user))
                words = betrays_organisation(found)
                if name in own.get(user, ()):
                    continue
                with self.subTest(user=user.name, model=name):
                    self.assertEqual(words, [])

    def test_who_acts_for_it_finds_it_and_what_is_its_own(self):
        user = self.organisation.delegate
        for name in ("res.partner", "hub.agreement", "hub.service.delivery", "hub.representation"):
            with self.subTest(model=name):
                self.assertTrue(betrays_organisation(self._read(self.env[name].with_user(user))))

    def _read(self, model):
        """Everything that a program could read, field by field: one refusal must not hide the rest."""
        self.env.flush_all()
        self.env.invalidate_all()
        if not model.has_access("read"):
            return []
        records = model.with_context(active_test=False).search([], limit=500, order="id desc")
        names = [
            name for name, field in records._fields.items()
            if field.store and field.type != "binary" and records._has_field_access(field, "read")
        ]  # fmt: skip
        return [self._try(records, name) for name in names]

    def _try(self, records, name):
        try:
            with self.env.cr.savepoint():
                return records.read([name])
        except REFUSED as refusal:
            return str(refusal)


@tagged("standard", "post_install")
class TestSelf(TransactionCase):
    def test_a_person_received_who_has_an_account_finds_herself_and_no_file(self):
        counsellor = users_of(self.env, {"counsellor": "hub_beneficiary.group_counsellor"})["counsellor"]
        secret = Secret(self.env, counsellor)
        user = self.env["res.users"].create(
            {
                "partner_id": secret.partner.id, "login": "walk_self",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )  # fmt: skip
        self.assertEqual(self.env["res.partner"].with_user(user).search([]), secret.partner)
        with self.assertRaises(AccessError):
            secret.person.with_user(user).read(["ref"])


@tagged("standard", "post_install")
class TestInvitingTheClosed(TransactionCase):
    """A dialog in which a contact is chosen is no way to read one whose file is closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = users_of(cls.env, {"reception": "hub_beneficiary.group_reception", "hers": "hub_core.group_hub_user"})
        cls.secret = Secret(cls.env, users["hers"], restricted=True)
        cls.dialogs = cls.env["hub.representation.invite"].with_user(users["reception"])
        cls.organization = cls.env["res.partner"].create({"name": "An association", "is_company": True})
        cls.env.flush_all()

    def _try(self, probe):
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                return probe()
        except REFUSED as refusal:
            return str(refusal)

    def _fill(self, **vals):
        dialog = self.dialogs.create({"organization_id": self.organization.id, **vals})
        return dialog.read(["name", "phone", "email"])

    def _invite(self, **vals):
        vals = {"organization_id": self.organization.id, "name": "Somebody", "phone": "+212612345678", **vals}
        self.dialogs.create(vals).action_invite()

    def _invite_by_call(self, organization, partner):
        self.env["hub.representation"].with_env(self.dialogs.env)._invite(
            organization, "Somebody", phone="+212612345678", partner=partner
        )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_reads_a_closed_contact_by_inviting_it(self):
        hers, none = self.secret.partner, self.env["res.partner"]
        spec = {"name": {}, "phone": {}, "email": {}}
        chosen = {"organization_id": self.organization.id, "partner_id": hers.id}
        answers = {
            "a dialog": self._try(lambda: self._fill(partner_id=hers.id)),
            "a form": self._try(lambda: self.dialogs.onchange(chosen, ["partner_id"], spec)),
            "an invitation": self._try(lambda: self._invite(partner_id=hers.id)),
            "as an organisation": self._try(lambda: self._invite(organization_id=hers.id)),
            "a call": self._try(lambda: self._invite_by_call(self.organization, hers)),
            "a call as an organisation": self._try(lambda: self._invite_by_call(hers, none)),
        }
        self.assertEqual({what: answer for what, answer in answers.items() if betrays(answer)}, {})
        self.assertFalse(self.env["hub.representation"].search([("partner_id", "=", hers.id)]))
