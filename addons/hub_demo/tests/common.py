from odoo.addons.base.tests.common import BaseCommon

from ..story.users import read_logins

#: Who works in the hub, by login; "internal" has no role in it.
STAFF = [row["login"] for row in read_logins() if row["login"] != "internal"]


class StoryCommon(BaseCommon):
    """The story as the addon told it, on the day of the test."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hub.demo.story"]._cron_move_to_today()
        cls.people = cls.env["hub.beneficiary"].with_context(active_test=False).search([])
        cls.requests = cls.env["crm.lead"].search([("is_hub_request", "=", True)])
        cls.staff = {
            login: cls.env["res.users"].search([("login", "=", login)], limit=1) for login in [*STAFF, "internal"]
        }
