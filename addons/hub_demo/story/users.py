"""Who works here, and who acts for an organisation: data/logins.csv. The password of each is the login.

Who reads her own file gets her account from that file: see accounts.py.
"""

from odoo.fields import Command

from .story import read_table


def read_logins() -> list[dict[str, str]]:
    return read_table("logins")


def is_visitor(row: dict[str, str]) -> bool:
    """Whether this login opens the portal alone."""
    return row["groups"] == "base.group_portal"


def is_person(row: dict[str, str]) -> bool:
    """Whether this login is of somebody whom the hub receives, and opens her own file."""
    return bool(row["person"])


def create_users(story):
    """The administrator exists already: gets the role, keeps name and password."""
    logins = {row["login"]: row for row in read_logins() if not is_person(row)}
    admin = story.env.ref("base.user_admin")
    row = logins.pop("admin")
    admin.write({"lang": row["lang"], "group_ids": [Command.link(group_id) for group_id in _get_groups(story, row)]})
    created = story.env["res.users"].create([_prepare_user_vals(story, row) for row in logins.values()])
    # By the login of the table: a telephone number is stored in another writing.
    users = {"admin": admin, **dict(zip(logins, created, strict=True))}
    story.visitors = {login: users.pop(login) for login, row in logins.items() if is_visitor(row)}
    story.staff = users
    # Who is told of people without a counsellor.
    story.env.ref("hub_beneficiary.team_hub").user_id = users["reception"]


def _prepare_user_vals(story, row):
    return {
        "login": row["login"],
        "password": row["login"],
        "name": row["name"],
        "lang": row["lang"],
        "tz": "Africa/Casablanca",
        **(_prepare_visitor_vals(story, row) if is_visitor(row) else _prepare_staff_vals(story, row)),
    }


def _prepare_staff_vals(story, row):
    return {
        "email": f"{row['login']}@hub.example",
        # Nobody is mailed: what concerns them is in their inbox.
        "notification_type": "inbox",
        "group_ids": [Command.set([story.id("base.group_user"), *_get_groups(story, row)])],
    }


def _prepare_visitor_vals(story, row):
    """Whoever logs in by telephone has no e-mail address."""
    return {
        "email": not row["login"].isdigit() and f"{row['login']}@associations.example",
        "phone": row["phone"],
        "group_ids": [Command.set(_get_groups(story, row))],
    }


def _get_groups(story, row):
    return story.ids(*row["groups"].split(";"))
