from lxml import etree
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval, time

from .common import STAFF, StoryCommon

#: What each sees of her own alone: who has uploaded no register finds none.
OWN = {"hub.register.import": ("counsellor", "counsellor2")}
#: A wizard has nothing to find before somebody has filled it in.
#: The officer reads complaints and nothing else.
FEW = {"safeguarding": 2}
READS = ("list", "kanban", "form", "calendar", "activity")
MEASURES = ("pivot", "graph")


@tagged("post_install", "-at_install")
class TestMenus(StoryCommon):
    """Every menu below the hub opens for those who see it, and finds records."""

    def test_every_menu_opens_and_finds_records_for_each_role(self):
        for login in STAFF:
            user = self.staff[login]
            opened = self._get_menus(user).filtered("action")
            self.assertGreaterEqual(len(opened), FEW.get(login, 5), login)
            for menu in opened:
                with self.subTest(f"{login}: {menu.complete_name}"):
                    self._open(menu, user)

    def test_a_menu_that_opens_nothing_has_menus_below(self):
        for login in STAFF:
            menus = self._get_menus(self.staff[login])
            for menu in menus.filtered(lambda menu: not menu.action):
                self.assertTrue(menus.filtered(lambda other, menu=menu: other.parent_id == menu), menu.complete_name)

    def test_a_user_without_a_role_has_no_menu_of_the_hub(self):
        self.assertFalse(self._get_menus(self.staff["internal"]))

    def _get_menus(self, user):
        """Menus of the hub that the web client shows to this user: visible, as are all those above."""
        root = self.env.ref("hub_core.menu_hub_root")
        shown = self.env["ir.ui.menu"].browse(self.env["ir.ui.menu"].with_user(user)._visible_menu_ids())
        found = level = root & shown
        while level := shown.filtered(lambda menu, above=level: menu.parent_id in above):
            found |= level
        return found

    def _open(self, menu, user):
        action = menu.action
        if action._name == "ir.actions.client":
            self._open_client(action, user)
        elif action._name == "ir.actions.act_window":
            self._open_window(action, user)
        else:
            self.fail(f"{menu.complete_name}: what does {action._name} open?")

    def _open_client(self, action, user):
        opens = {"hub_beneficiary.desk": self._open_desk, "hub_core.promise": self._open_promise}
        self.assertIn(action.tag, opens)
        opens[action.tag](user)

    def _open_promise(self, user):
        """Each programme opens; those that run have figures."""
        page = self.env["hub.promise"].with_user(user).get_page()
        self.assertTrue(page["targets"])
        self.assertTrue(any(target["value"] for target in page["targets"]))
        for program in page["programs"]:
            shown = self.env["hub.promise"].with_user(user).get_page(program["id"])
            self.assertEqual(len(shown["targets"]), program["targets"])

    def _open_desk(self, user):
        """Whoever works at it has people waiting."""
        day = self.env["hub.desk"].with_user(user).get_day()
        for panel in ("queue", "appointments"):
            self.assertGreaterEqual(len(day[panel]["rows"]), 4, panel)
        if user.login.startswith("counsellor"):
            for panel in ("caseload", "late"):
                self.assertTrue(day[panel]["rows"], panel)

    def _open_window(self, action, user):
        names = {"uid": user.id, "active_id": False, "active_ids": [], "time": time, "context_today": None}
        context = {"lang": user.lang, "tz": user.tz, **safe_eval(action.context or "{}", names)}
        domain = safe_eval(action.domain or "[]", {**names, "context": context})
        model = self.env[action.res_model].with_user(user).with_context(**context)
        views = model.get_views([*action.views, (action.search_view_id.id, "search")])["views"]
        empty = model._transient or user.login in OWN.get(model._name, ())
        self.assertTrue(empty or model.search_count(domain, limit=1), "finds nothing")
        for kind, view in views.items():
            arch = etree.fromstring(view["arch"])
            if kind in MEASURES:
                self._read_groups(model, domain, arch)
            elif kind in READS and not empty:
                self._read_records(model, domain, arch, kind)

    def _read_records(self, model, domain, arch, kind):
        names = {node.get("name") for node in arch.xpath("//field[not(ancestor::field)]")} & set(model._fields)
        found = model.web_search_read(domain, {name: {} for name in names}, limit=1 if kind == "form" else 80)
        self.assertTrue(found["records"], kind)

    def _read_groups(self, model, domain, arch):
        groups, measures = [], ["__count"]
        for node in arch.xpath("//field"):
            if node.get("type") == "measure":
                measures.append(f"{node.get('name')}:sum")
            else:
                interval = node.get("interval")
                groups.append(f"{node.get('name')}:{interval}" if interval else node.get("name"))
        rows = model.formatted_read_group(domain, [self._with_interval(model, group) for group in groups], measures)
        self.assertTrue(rows)

    def _with_interval(self, model, group):
        field = model._fields[group.split(":")[0]]
        return f"{group}:month" if field.type in ("date", "datetime") and ":" not in group else group
