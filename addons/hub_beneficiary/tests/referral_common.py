"""What the tests about referrals start from."""

from odoo import http
from odoo.addons.hub_beneficiary.tests.common import BeneficiaryCommon


class ReferralCommon(BeneficiaryCommon):
    """An organisation with somebody who acts for it, and a person who agreed to be passed on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.need = cls.env.ref("hub_beneficiary.need_social_help")
        cls.organization = cls._create_organization("Maison de quartier", phone="0537000001", lang="fr_FR")
        cls.representative = cls._create_user("rep_of_it", "base.group_portal", name="Rep Of It")
        cls.role = cls._create_representation(cls.representative, cls.organization)
        cls.person = cls._create_beneficiary("Zahra", "Secretwali", phone="0612121212")
        cls.person.action_register()
        cls._decide(cls.person, "granted")

    @classmethod
    def _decide(cls, person, decision="granted", **values):
        """The person's word on what partners may be told."""
        return cls.env["hub.consent"].create(
            {
                "beneficiary_id": person.id,
                "decision": decision,
                "purpose_ids": [(6, 0, cls.env.ref("hub_beneficiary.purpose_partners").ids)],
                **values,
            }
        )

    @classmethod
    def _create_referral(cls, person=None, organization=None, sent=True, **values):
        referral = cls.env["hub.referral"].create(
            {
                "beneficiary_id": (person or cls.person).id,
                "organization_id": (organization or cls.organization).id,
                "need_type_id": cls.need.id,
                "user_id": cls.user_counsellor.id,
                **values,
            }
        )
        if sent:
            referral.action_send()
        return referral

    @classmethod
    def _refer_in(cls, organization=None, **values):
        vals = {
            "name": "Hind Inconnue",
            "phone": "0613131313",
            "need": cls.need,
            "urgency": "normal",
            "note": "",
            "partner_reference": "D-7",
            "consent": "oral",
            **values,
        }
        return cls.env["hub.referral"]._refer_in(organization or cls.organization, vals)


class ReferralPages:
    """Beside ``HttpCase``: asks for pages as a visitor does."""

    def _come_as(self, user):
        self.authenticate(user.login, user.login)

    def _get(self, path):
        return self.url_open(path, allow_redirects=False)

    def _post(self, path, **data):
        data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(path, data=data, allow_redirects=False)
