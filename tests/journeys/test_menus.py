"""Every menu of the hub opens in a browser, in both directions of writing and on a phone."""

import pytest

from tests.support.browser import Visitor

#: login of the demo story → direction of writing; the administrator has every menu
PEOPLE = {"reception_ar": "rtl", "admin": "ltr"}


@pytest.mark.parametrize("login", PEOPLE)
def test_every_menu_of_the_hub_opens(visit, live, login):
    someone = visit()
    someone.log_in(login)
    assert someone.direction == PEOPLE[login]
    actions = hub_actions(someone)
    assert actions, "no menu of the hub"
    for action in actions:
        open_quietly(someone, action)


def test_no_menu_scrolls_sideways_on_a_phone(visit, live):
    someone = visit("phone")
    someone.log_in("reception_ar")
    wide = {}
    for action in hub_actions(someone):
        open_quietly(someone, action)
        if found := someone.overflowing():
            wide[action] = found[:3]
    assert wide == {}


def test_who_has_no_role_in_the_hub_has_no_menu_of_it(visit, live):
    someone = visit()
    someone.log_in("internal")
    assert hub_actions(someone) == []


def hub_actions(someone: Visitor) -> list[int]:
    """Ids of the actions behind the menus that this person sees in the hub's app."""
    return someone.page.evaluate(
        """async () => {
            const menus = await (await fetch("/web/webclient/load_menus")).json();
            const below = menu => [menu, ...menu.children.flatMap(id => below(menus[id]))];
            const hub = Object.values(menus).find(menu => menu.xmlid === "hub_core.menu_hub_root");
            return hub ? [...new Set(below(hub).map(menu => menu.actionID).filter(id => id))] : [];
        }"""
    )


def open_quietly(someone: Visitor, action: int) -> None:
    """Open an action, in the window or as a dialog over it; a dialog with an error is a failure."""
    someone.open(f"/odoo/action-{action}")
    opened = ".o_action_manager .o_action:visible, .o_dialog .o_form_view, .o_error_dialog"
    someone.page.wait_for_selector(opened)
    assert someone.page.locator(".o_error_dialog").count() == 0, f"action {action} opens with an error"
