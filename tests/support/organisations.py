"""An organisation with all that its people see in the portal, and what would betray it to others."""

from base64 import b64encode
from datetime import date, datetime

from odoo import Command
from odoo.tests import new_test_user

#: What only its own people find. No other record of a test database holds any of it.
NAME, ARABIC, ICE = "Zerhountest Association", "جمعية زرهونتجربة", "009988776655434"
MANAGER, DELEGATE, INVITED, TELEPHONE = (
    "Tiflettest Manager",
    "Tiflettest Delegate",
    "Tiflettest Invited",
    "+212661776655",
)
AGREEMENT, SERVICE, PAPER = "Azroutest agreement", "Ifranetest service", b"%PDF-1.4\nMidelttest\n%%EOF\n"
WORDS = (NAME, "Zerhountest", ARABIC, ICE, "Tiflettest", TELEPHONE, AGREEMENT, SERVICE, "Midelttest")


def betrays_organisation(answer) -> list[str]:
    """Which of the words stand in an answer, whatever its shape."""
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    return [word for word in WORDS if word.lower() in text.lower()]


class Organisation:
    """Made as superuser: a manager and a delegate with their accounts, an invitation, an agreement, a service."""

    def __init__(self, env):
        self.env = env
        self.partner = env["res.partner"].create(
            {"name": NAME, "name_ar": ARABIC, "company_registry": ICE, "is_company": True}
        )
        self.manager = visitor(env, "walk_manager", MANAGER)
        self.delegate = visitor(env, "walk_delegate", DELEGATE)
        self.role = act(self.manager, self.partner, "manager")
        self.other_role = act(self.delegate, self.partner)
        self.invitation = env["hub.representation"].create(
            {"organization_id": self.partner.id, "name": INVITED, "phone": TELEPHONE}
        )
        self.agreement = self._agree()
        service = env["hub.service"].create({"name": SERVICE, "code": "walk_service"})
        self.referral = self._refer() if "hub.referral" in env else None
        self.delivery = env["hub.service.delivery"].create(
            {
                "service_id": service.id, "partner_id": self.partner.id, "date": date(2026, 5, 4),
                "res_model": "res.partner", "res_id": self.partner.id,
            }
        )  # fmt: skip
        env.flush_all()

    @property
    def ids(self) -> dict[str, int]:
        """For the examples of the routes table."""
        return {
            "organization": self.partner.id, "representation": self.other_role.id, "agreement": self.agreement.id,
            "invitation": self.invitation.id, "referral": self.referral.id if self.referral else 0,
        }  # fmt: skip

    def state(self) -> tuple:
        """What somebody might have changed."""
        roles = self.role | self.other_role | self.invitation
        roles.invalidate_recordset()
        referrals = self.referral.search([("organization_id", "=", self.partner.id)]) if self.referral else ()
        steps = [(one.state, one.write_date) for one in referrals]
        return [*roles.mapped("state"), *roles.mapped("write_date"), *steps], len(self.partner.hub_representative_ids)

    def _refer(self):
        """It has referred a person to the hub."""
        need = self.env["hub.need.type"].search([], limit=1)
        return self.env["hub.referral"]._refer_in(
            self.partner,
            {
                "name": "Tiflettest Person", "phone": TELEPHONE, "need": need, "urgency": "normal", "note": "",
                "partner_reference": "Zerhountest 7", "consent": "oral",
            },
        )  # fmt: skip

    def _agree(self):
        signed = {"signed_on": date(2026, 2, 20)}
        agreement = self.env["hub.agreement"].create(
            {
                "name": AGREEMENT, "partner_id": self.partner.id, "date_start": date(2026, 3, 1),
                "document": b64encode(PAPER), "document_name": "Midelttest.pdf",
                "party_ids": [
                    Command.create({"partner_id": partner.id, **signed})
                    for partner in (self.partner, self.env.company.partner_id)
                ],
            }
        )  # fmt: skip
        for step in ("to_sign", "active"):
            agreement.state = step
        return agreement


def visitor(env, login, name):
    """An account that opens the portal; its password is its login."""
    return new_test_user(env, login, "base.group_portal", name=name, email=f"{login}@example.org", lang="en_US")


def act(user, organization, role="delegate"):
    """The user acts for the organisation since the spring."""
    return user.env["hub.representation"].create(
        {
            "organization_id": organization.id, "partner_id": user.partner_id.id, "name": user.name, "role": role,
            "offer_state": "accepted", "offer_answered_at": datetime(2026, 3, 1, 9), "date_start": date(2026, 3, 1),
        }
    )  # fmt: skip
