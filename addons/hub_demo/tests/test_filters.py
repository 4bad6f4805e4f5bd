import datetime

from lxml import etree
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval, time

from .common import STAFF, StoryCommon

#: What the story leaves empty, and why.
EMPTY = {
    "archived": "nothing was put away by mistake",
    "inactive": "the same",
    "Inactive": "the same, of Odoo",
    "filter_share": "Odoo's list of staff",
    "totp_enabled": "nobody has set up a second factor",
    "totp_disabled": "Odoo hides it from the others",
    "hub.representation.ends_soon": "roles that end on a day are rare",
    "hub.service.delivery.organizations": "nobody has posted a service for an organisation so far",
    "hub.signed.link.expired": "links were used, or wait",
    "hub.signed.link.mine": "those who read the list have sent none",
    "hub.disclosure.mine": "the same of what was passed on",
    "hub.beneficiary.restricted_nobody": "the restricted file has its counsellor",
    "hub.household.no_head": "each has one",
    "hub.register.import.done": "the registers wait for whoever tries them out",
    "crm.lead.activities_overdue": "what is late stands on the people",
}


@tagged("post_install", "-at_install")
class TestFilters(StoryCommon):
    """Every filter of the lists below the hub's menus finds something for one of the roles, or says here why not."""

    def test_every_filter_finds_something(self):
        asked, found = set(), set()
        for login in STAFF:
            for menu in self._get_window_menus(self.staff[login]):
                for name, domain in self._get_filters(menu.action, self.staff[login]):
                    key = f"{menu.action.res_model}.{name}"
                    asked.add(key)
                    model = self.env[menu.action.res_model].with_user(self.staff[login])
                    if key not in found and model.search_count(domain, limit=1):
                        found.add(key)
        empty = {key for key in asked - found if key.rpartition(".")[2] not in EMPTY}
        self.assertEqual(empty, {key for key in EMPTY if "." in key})

    def _get_window_menus(self, user):
        root = self.env.ref("hub_core.menu_hub_root")
        shown = self.env["ir.ui.menu"].browse(self.env["ir.ui.menu"].with_user(user)._visible_menu_ids())
        return shown.filtered(
            lambda menu: (
                menu.parent_path.startswith(root.parent_path)
                and menu.action
                and menu.action._name == "ir.actions.act_window"
            )
        )

    def _get_filters(self, action, user):
        """``(name, domain)`` of each filter of an action, together with the action's own domain."""
        names = {"uid": user.id, "active_id": False, "time": time, "context_today": datetime.date.today}
        base = safe_eval(action.domain or "[]", {**names, "context": {}})
        model = self.env[action.res_model].with_user(user)
        arch = etree.fromstring(model.get_view(action.search_view_id.id, "search")["arch"])
        for node in arch.xpath("//filter[@domain]"):
            yield node.get("name"), [*base, *safe_eval(node.get("domain"), names)]
