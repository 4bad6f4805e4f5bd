"""What the tests about people start from."""

from contextlib import contextmanager

from odoo.addons.hub_core.tests.common import HubCommon
from odoo.tools import mute_logger
from psycopg2 import IntegrityError


class BeneficiaryCommon(HubCommon):
    """One user for each role of hub_beneficiary, and factories."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_reception = cls._create_user("hub_reception", "hub_beneficiary.group_reception")
        cls.user_counsellor = cls._create_user("hub_counsellor", "hub_beneficiary.group_counsellor")
        cls.other_counsellor = cls._create_user("hub_counsellor_2", "hub_beneficiary.group_counsellor")
        cls.service_reception = cls.env.ref("hub_core.service_reception")
        cls.service_orientation = cls.env.ref("hub_core.service_orientation")
        cls.service_employment = cls.env.ref("hub_core.service_employment_desk")

    @classmethod
    def _hide_people(cls):
        """For tests that say who is found: whoever the database holds before is archived."""
        cls.env["hub.beneficiary"].search([]).active = False
        cls.env["hub.beneficiary.identity"].search([]).active = False
        cls.env["hub.register.import.line"].search([]).write({"receipt": False})

    @classmethod
    def _create_beneficiary(cls, given_name="Amina", family_name="Alaoui", **values):
        return cls.env["hub.beneficiary"].create({"given_name": given_name, "family_name": family_name, **values})

    @classmethod
    def _create_request(cls, beneficiary=None, needs="employment", **values):
        """``needs``: codes of needs, space separated."""
        found = cls.env["hub.need.type"].search([("code", "in", needs.split())])
        return cls.env["crm.lead"].create(
            {
                "is_hub_request": True,
                "beneficiary_id": beneficiary.id if beneficiary else False,
                "need_type_ids": [(6, 0, found.ids)],
                "entry_channel": "walk_in",
                **values,
            }
        )

    @classmethod
    def _create_household(cls, head=None, *others, **values):
        """A household of ``head`` and ``others``, all of them in it for the first time."""
        people = [(head, "head")] if head else []
        people += [(other, "other") for other in others]
        return cls.env["hub.household"].create(
            {
                "member_ids": [(0, 0, {"beneficiary_id": person.id, "role": role}) for person, role in people],
                **values,
            }
        )

    def _get_deliveries(self, record):
        """Lines of the ledger that ``record`` posted."""
        return self.env["hub.service.delivery"].search(
            [("res_model", "=", record._name), ("res_id", "in", record.ids)], order="id"
        )

    @contextmanager
    def _refused_by_database(self, model, sentence):
        """The database refuses what is done inside, and the user is told ``sentence``."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError) as caught, self.env.cr.savepoint():
            yield
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertIn(sentence, self.env[model]._sql_error_to_message(caught.exception))
