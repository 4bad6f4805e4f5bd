"""Who works here: the logins of data/logins.csv. The password of each is the login."""

from odoo.fields import Command

from .story import read_table


def read_logins() -> list[dict[str, str]]:
    return read_table("logins")


def create_users(story):
    """The administrator exists already: gets the role, keeps name and password."""
    logins = {row["login"]: row for row in read_logins()}
    admin = story.env.ref("base.user_admin")
    row = logins.pop("admin")
    admin.write({"lang": row["lang"], "group_ids": [Command.link(group_id) for group_id in _get_groups(story, row)]})
    created = story.env["res.users"].create([_prepare_user_vals(story, row) for row in logins.values()])
    story.staff = {"admin": admin, **{user.login: user for user in created}}


def _prepare_user_vals(story, row):
    return {
        "login": row["login"],
        "password": row["login"],
        "name": row["name"],
        "lang": row["lang"],
        "tz": "Africa/Casablanca",
        "email": f"{row['login']}@hub.example",
        "group_ids": [Command.set([story.id("base.group_user"), *_get_groups(story, row)])],
    }


def _get_groups(story, row):
    return story.ids(*row["groups"].split(";"))
