from odoo.addons.base.tests.common import BaseCommon

from ..story.users import is_person, is_visitor, read_logins

#: Who works in the hub, by login; "internal" has no role in it.
STAFF = [row["login"] for row in read_logins() if row["login"] != "internal" and not is_visitor(row)]
#: Who logs in to the portal for an organisation, and who reads her own file there.
VISITORS = [row["login"] for row in read_logins() if is_visitor(row) and not is_person(row)]
PERSONS = [row["login"] for row in read_logins() if is_person(row)]


class StoryCommon(BaseCommon):
    """The story as the addon told it, on the day of the test."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hub.demo.story"]._cron_move_to_today()
        cls.people = cls.env["hub.beneficiary"].with_context(active_test=False).search([])
        cls.requests = cls.env["crm.lead"].search([("is_hub_request", "=", True)])
        users = cls.env["res.users"]
        cls.staff = {login: users.search([("login", "=", login)], limit=1) for login in [*STAFF, "internal"]}
        # A telephone number is found in whatever writing it is stored.
        cls.visitors = {login: users.search(users._get_login_domain(login), limit=1) for login in VISITORS}
