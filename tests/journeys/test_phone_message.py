"""A message with a link leaves by the telephone of a member of staff, in Arabic, whatever the browser allows."""

import re

import pytest

STAFF = "walk_message"
TEXT = "السلام عليكم، هذا رابطكم:"


@pytest.fixture(scope="module")
def message(live):
    """A member of staff, and a message to somebody that waits in the list; its address."""
    printed = live.run(f"""
env["res.users"].with_context(no_reset_password=True).create({{
    "name": "Staff", "login": {STAFF!r}, "password": {STAFF!r}, "lang": "ar_MA", "tz": "Africa/Casablanca",
    "odoobot_state": "disabled",
    "group_ids": [odoo.fields.Command.set([env.ref("hub_core.group_program_manager").id])],
}})
organisation = env["res.partner"].create({{"name": "جمعية الرسالة", "is_company": True}})
role = env["hub.representation"]._invite(organisation, "Messagetest", phone="0661777001")
link = role._get_signed_links()
found = env["hub.phone.message"].search([("link_id", "=", link.id)])
found.body = {TEXT!r} + " {{link}}"
print("MESSAGE", found.id, link.url)
""")
    number, address = re.search(r"MESSAGE (\d+) (\S+)", printed).groups()
    return int(number), address


@pytest.mark.parametrize("screen", ["desktop", "phone"])
@pytest.mark.parametrize("clipboard", ["clipboard", "no clipboard, as on http"])
def test_a_message_is_copied_with_its_link(visit, live, message, screen, clipboard):
    _number, address = message
    someone = visit(screen)
    if clipboard == "clipboard":
        someone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    else:
        someone.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    someone.log_in(STAFF)
    open_message(someone, screen)
    assert someone.direction == "rtl"
    assert someone.overflowing() == []
    someone.find("phone-copy").click()
    someone.page.wait_for_selector(".o_notification")
    # What a person would paste into another program.
    someone.page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), {id: 'other'}))")
    someone.page.keyboard.press("Escape")
    someone.page.wait_for_selector(".modal", state="detached")
    someone.page.focus("#other")
    someone.page.keyboard.press("Control+V")
    assert someone.page.input_value("#other") == f"{TEXT} {address}"


def test_whatsapp_and_sms_carry_it_and_staff_say_that_it_is_sent(visit, live, message):
    number, _address = message
    someone = visit("phone")
    someone.log_in(STAFF)
    open_message(someone, "phone")
    assert someone.wait_for("phone-whatsapp").get_attribute("href").startswith("https://wa.me/212661777001?text=%D8%A7")
    assert someone.find("phone-sms").get_attribute("href").startswith("sms:+212661777001?body=%D8%A7")
    someone.page.locator(".modal footer button[name=action_mark_sent]").click()
    someone.page.wait_for_selector(".modal", state="detached")
    (sent,) = live.call(STAFF, "hub.phone.message", "read", [number], ["state", "sent_by_id", "text"])
    assert sent["state"] == "sent"
    assert sent["sent_by_id"][1] == "Staff"
    assert "/hub/l/" not in sent["text"]


def open_message(someone, screen):
    someone.open("/odoo/hub-phone-messages")
    rows = ".o_data_row" if screen == "desktop" else ".o_kanban_record:not(.o_kanban_ghost)"
    row = someone.page.locator(rows, has_text="+212661777001").first
    (row.locator("button[name=action_open_dialog]") if screen == "desktop" else row).click()
    someone.wait_for("phone-copy")
