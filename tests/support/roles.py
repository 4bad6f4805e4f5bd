"""One user for each role, as the security tables name them."""

from odoo.tests import new_test_user

#: Role → the groups that its user is given. A role stands after those that it includes.
ROLES = {
    "public": "",
    "portal": "base.group_portal",
    "internal": "base.group_user",
    "hub_user": "hub_core.group_hub_user",
    "reception": "hub_beneficiary.group_reception",
    "counsellor": "hub_beneficiary.group_counsellor",
    "program_manager": "hub_core.group_program_manager",
    "hub_admin": "hub_core.group_hub_admin",
    "auditor": "hub_core.group_auditor",
    "safeguarding_officer": "hub_core.group_safeguarding_officer",
}
#: A table (or a row of it) that does not name a role means what it says of this one.
LIKE = {"reception": "hub_user", "counsellor": "reception", "safeguarding_officer": "internal"}
#: Who has no business with the people whom the hub receives. The last works beside the hub,
#: with every right that sales and contacts can give.
OUTSIDERS = {
    "public": "",
    "portal": "base.group_portal",
    "internal": "base.group_user",
    "sales manager": "base.group_user,base.group_partner_manager,sales_team.group_sale_manager",
}


def users_of(env, roles: dict[str, str]) -> dict:
    """Role → user. The password of each is its login."""
    return {role: _user(env, role, groups) for role, groups in roles.items()}


def _user(env, role, groups):
    if not groups:
        return env.ref("base.public_user")
    login = f"walk_{role.replace(' ', '_')}"
    return new_test_user(env, login, groups, name=role.title(), email=f"{login}@example.org", odoobot_state="disabled")
