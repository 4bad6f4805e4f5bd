"""What the tests of all hub addons start from."""

from unittest.mock import patch

from odoo import fields
from odoo.addons.base.tests.common import BaseCommon
from odoo.modules.migration import exec_script
from odoo.orm.model_classes import add_to_registry
from odoo.tests import new_test_user
from odoo.tools import file_path

from .queries import QueryCase


class HubCommon(QueryCase, BaseCommon):
    """One user for each role of hub_core, and factories."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_hub = cls._create_user("hub_user", "hub_core.group_hub_user")
        cls.user_manager = cls._create_user("hub_manager", "hub_core.group_program_manager")
        cls.user_admin = cls._create_user("hub_admin", "hub_core.group_hub_admin")
        cls.user_auditor = cls._create_user("hub_auditor", "hub_core.group_auditor")
        cls.user_internal = cls._create_user("hub_none", "base.group_user")
        cls.user_portal = cls._create_user("hub_portal", "base.group_portal")

    @classmethod
    def _create_user(cls, login, groups, **values):
        """A user that has exactly these groups (comma separated) and reads English."""
        return new_test_user(
            cls.env, login=login, groups=groups, **{"lang": "en_US", "tz": "Africa/Casablanca", **values}
        )

    def _keep_one_transaction(self):
        """Scheduled actions that commit each batch leave the test's transaction as it is."""
        self.enterContext(patch.object(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kwargs: 60.0))

    @classmethod
    def _create_organization(cls, name="Association Amal", kinds="association", **values):
        """``kinds``: codes of organisation kinds, space separated."""
        found = cls.env["hub.organization.kind"].search([("code", "in", kinds.split())])
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "hub_kind_ids": [(6, 0, found.ids)], **values}
        )

    @classmethod
    def _create_person_partner(cls, name="Amina Alaoui", **values):
        """The partner of a person received, for tests that need no file of the person."""
        return cls.env["res.partner"].create({"name": name, "is_beneficiary": True, **values})

    @classmethod
    def _create_representation(cls, user, organization, role="delegate", **values):
        """The user acts for the organisation: the invitation was accepted today."""
        now = fields.Datetime.now()
        accepted = {"offer_state": "accepted", "offer_answered_at": now, "date_start": now.date()}
        return cls.env["hub.representation"].create(
            {
                "partner_id": user.partner_id.id,
                "organization_id": organization.id,
                "name": user.name,
                "role": role,
                **accepted,
                **values,
            }
        )

    @classmethod
    def _create_program(cls, code="T-PROGRAM", **values):
        return cls.env["hub.program"].create({"name": f"Programme {code}", "code": code, **values})

    @classmethod
    def _create_service(cls, code="t_service", **values):
        return cls.env["hub.service"].create({"name": f"Service {code}", "code": code, **values})

    def _run_migration(self, addon, version, stage="post"):
        """Run one of our migration scripts as an update would, on the old state that the test made."""
        self.env.flush_all()
        path = file_path(f"{addon}/migrations/{version}/{stage}-migration.py")
        exec_script(self.env.cr, "19.0.1.0.0", path, addon, stage)
        self.env.invalidate_all()

    @classmethod
    def _add_fake_models(cls, *definitions):
        """Models that exist for this test class alone; ``_auto = False`` borrows another's table."""
        names = [definition._name for definition in definitions]
        for definition in definitions:
            add_to_registry(cls.registry, definition)
            cls.addClassCleanup(cls.registry.__delitem__, definition._name)
        cls.registry._setup_models__(cls.env.cr, [])
        cls.registry.init_models(cls.env.cr, names, {"models_to_check": True})
