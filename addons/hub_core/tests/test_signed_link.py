import re
from datetime import timedelta
from urllib.parse import urlsplit

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import HubCommon
from .fake_models import FakeLinked

LATER = "2030-01-01 10:00:00"


class LinkCommon(HubCommon):
    """A record that links lead to; hub users may read it, and programme managers change it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_fake_models(FakeLinked)
        for group, write in (("group_hub_user", False), ("group_program_manager", True), ("group_auditor", False)):
            cls.env["ir.model.access"].create(
                {
                    "name": group,
                    "model_id": cls.env["ir.model"]._get_id("hub.test.linked"),
                    "group_id": cls.env.ref(f"hub_core.{group}").id,
                    "perm_read": True,
                    "perm_write": write,
                }
            )
        cls.links = cls.env["hub.signed.link"]
        cls.record = cls.env["hub.test.linked"].create({"name": "Will you come"})
        cls.person = cls._create_person_partner()

    def issue(self, **values):
        return self.links._issue(self.record, "view", **values)


class TestSignedLink(LinkCommon):
    def test_a_link_is_found_by_its_token(self):
        link = self.issue(partner=self.person)
        self.assertEqual(self.links._find(link.token), (link, None))

    def test_the_address_fits_into_an_sms_and_ends_in_a_letter_or_a_digit(self):
        link = self.issue()
        self.assertTrue(link.url.endswith(f"/hub/l/{link.token}"))
        self.assertEqual(urlsplit(link.url).netloc, urlsplit(self.record.get_base_url()).netloc)
        self.assertRegex(link.token, r"^\d{1,10}-[a-z2-7]{26}$")
        self.assertLessEqual(len(link.token), 40)

    def test_who_made_the_address_is_proven_to_the_last_letter(self):
        """A tampered id, a tampered end, a shortened or a lengthened token, and none at all: unknown."""
        link, other = self.issue(), self.issue()
        number, mac = link.token.split("-")
        swapped = "a" if mac[0] != "a" else "b"
        for token in (
            f"{other.id}-{mac}",
            f"{number}-{swapped}{mac[1:]}",
            f"{number}-{mac[:-1]}",
            f"{number}-{mac}a",
            f"0{number}-{mac}",
            f" {number}-{mac}",
            f"{number}-{mac.upper()}",
            f"{number}-",
            number,
            "",
            None,
            "-",
            "رابط-خاطئ",
            f"{number}-é",
            f"99999999999999999999-{mac}",
        ):
            with self.subTest(token=token):
                self.assertEqual(self.links._find(token), (self.links, "unknown"))

    def test_what_never_was_takes_the_same_way_as_what_was_tampered_with(self):
        made = []
        mac = type(self.links)._get_mac
        self.patch(type(self.links), "_get_mac", lambda link: made.append(link.id) or mac(link))
        link = self.issue()
        for token in (f"{link.id}-{'a' * 26}", f"{link.id + 1000}-{'a' * 26}", "nonsense"):
            self.links._find(token)
        self.assertEqual(len(made), 3, "one MAC is computed and compared for each")

    def test_a_link_opens_nothing_but_what_it_was_made_for(self):
        other = self.env["hub.test.linked"].create({"name": "Another"})
        for values in ({"res_id": other.id}, {"res_model": "res.partner"}, {"nonce": "x"}):
            with self.subTest(values=values):
                link = self.issue()
                token = link.token
                link.write(values)
                self.assertEqual(self.links._find(token)[1], "unknown")
        self.assertEqual(self.links._find(self.issue().token, purpose="view")[1], None)

    def test_a_link_for_one_purpose_serves_no_other(self):
        link = self.issue()
        token = link.token
        self.assertEqual(self.links._find(token, purpose="another"), (self.links, "unknown"))
        self.env.cr.execute("UPDATE hub_signed_link SET purpose = 'another' WHERE id = %s", [link.id])
        self.env.invalidate_all()
        self.assertEqual(self.links._find(token)[1], "unknown", "the purpose is part of what is signed")

    def test_parts_of_what_is_signed_cannot_move_into_each_other(self):
        """("a", "bc") and ("ab", "c") would be one message if they were simply joined."""
        one, two = (self.links.new({"purpose": "view", "nonce": "n"}) for _index in range(2))
        one.res_model, two.res_model = "x', 'y", "x"
        one.nonce, two.nonce = "z", "y', 'z"
        self.assertNotEqual(one._get_mac(), two._get_mac())

    def test_a_link_ends_at_its_time(self):
        link = self.issue(hours=2)
        with freeze_time(link.expires_at - timedelta(seconds=1)):
            self.assertEqual(self.links._find(link.token), (link, None))
        with freeze_time(link.expires_at):
            link.invalidate_recordset()
            self.assertEqual(self.links._find(link.token), (link, "expired"))
            self.assertFalse(link._use())

    def test_a_link_for_one_use_is_used_once(self):
        link = self.issue(max_uses=1)
        self.assertTrue(link._use())
        self.assertTrue(link.last_used_at)
        self.assertFalse(link._use())
        self.assertEqual(self.links._find(link.token), (link, "used"))
        self.assertEqual(link.use_count, 1)
        with self.assertRaisesRegex(UserError, "Ask the hub for a new one"):
            link._use_or_explain()

    def test_a_link_for_any_number_of_uses_counts_them(self):
        link = self.issue()
        self.assertEqual([link._use(), link._use(), link._use()], [True] * 3)
        self.assertEqual((link.use_count, link.state), (3, "active"))

    def test_a_revoked_link_is_closed_at_once(self):
        link = self.issue()
        link.with_user(self.user_manager)._revoke()
        self.assertEqual(self.links._find(link.token), (link, "revoked"))
        self.assertEqual(link.revoked_by_id, self.user_manager)
        self.assertFalse(link._use())

    def test_who_revoked_first_stays_written(self):
        link = self.issue()
        link.with_user(self.user_manager)._revoke()
        link.with_user(self.user_admin)._revoke()
        self.assertEqual(link.revoked_by_id, self.user_manager)

    def test_a_new_link_may_close_the_ones_before(self):
        for_her, for_nobody = self.issue(partner=self.person), self.issue()
        elsewhere = self.links._issue(self.record.copy(), "view", partner=self.person)
        new = self.issue(partner=self.person, revoke_others=True)
        self.assertEqual(
            [link.state for link in (for_her, for_nobody, elsewhere, new)], ["revoked", "active", "active", "active"]
        )

    @mute_logger("odoo.models.unlink")
    def test_a_link_to_a_deleted_record_is_unknown(self):
        record = self.env["hub.test.linked"].create({"name": "Soon gone"})
        token = self.links._issue(record, "view").token
        self.assertEqual(self.links._find(token)[1], None)
        self.env.cr.execute("DELETE FROM hub_test_linked WHERE id = %s", [record.id])
        self.env.invalidate_all()
        self.assertEqual(self.links._find(token), (self.links, "unknown"))

    @mute_logger("odoo.models.unlink")
    def test_links_go_with_their_record(self):
        link = self.issue()
        self.record.unlink()
        self.assertFalse(link.exists())

    def test_another_secret_of_the_database_ends_all_addresses_and_links_live_on(self):
        link = self.issue()
        old = link.token
        self.env["ir.config_parameter"].set_param("database.secret", "rotated")
        link.invalidate_recordset()
        self.assertEqual(self.links._find(old)[1], "unknown")
        self.assertEqual(self.links._find(link.token), (link, None), "staff send the new address")

    def test_the_database_holds_no_token(self):
        link = self.issue()
        self.env.flush_all()
        mac = link.token.partition("-")[2]
        self.env.cr.execute("SELECT * FROM hub_signed_link WHERE id = %s", [link.id])
        self.assertFalse([value for value in self.env.cr.fetchone() if mac in str(value)])

    def test_no_screen_shows_an_address(self):
        link = self.issue()
        for user in (self.user_admin, self.user_auditor, self.user_hub):
            for name in ("token", "url", "nonce"):
                with self.assertRaises(AccessError):
                    link.with_user(user).read([name])
        arches = [view.arch for view in self.env["ir.ui.view"].search([("model", "=", "hub.signed.link")])]
        self.assertFalse([arch for arch in arches if re.search(r"name=\"(token|url|nonce)\"", arch)])

    def test_a_state_is_found_as_it_is_shown(self):
        used, revoked, expired, active = (self.issue(max_uses=1) for _index in range(4))
        used._use()
        revoked._revoke()
        expired.expires_at = fields.Datetime.now() - timedelta(hours=1)
        ours = [("id", "in", (used | revoked | expired | active).ids)]
        for state in ("used", "revoked", "expired", "active"):
            found = self.links.search([*ours, ("state", "=", state)])
            self.assertEqual(found.mapped("state"), [state])
            self.assertEqual(self.links.search([*ours, ("state", "!=", state)]), self.links.search(ours) - found)
        self.assertEqual(len(self.links.search([*ours, ("state", "in", ["used", "active"])])), 2)

    def test_the_record_tells_which_links_are_open(self):
        link, closed = self.issue(), self.issue()
        closed._revoke()
        record = self.record.with_user(self.user_hub)
        self.assertEqual(record.signed_link_count, 1)
        self.assertEqual(self.record._get_signed_links("view"), link)
        self.assertFalse(self.record._get_signed_links("another"))
        action = record.action_open_signed_links()
        self.assertEqual(self.links.with_user(self.user_hub).search(action["domain"]), link | closed)

    def test_links_are_seen_by_whom_may_read_the_record(self):
        link = self.issue()
        hidden = self.links._issue(self.env["hub.test.linked"].create({"name": "Hidden"}), "view")
        rule = {"name": "Hidden", "model_id": self.env["ir.model"]._get_id("hub.test.linked")}
        self.env["ir.rule"].create({**rule, "domain_force": "[('name', '!=', 'Hidden')]"})
        found = self.links.with_user(self.user_hub).search([("id", "in", (link | hidden).ids)])
        self.assertEqual(found, link)
        self.assertTrue(link.with_user(self.user_hub).has_access("read"))
        self.assertFalse(hidden.with_user(self.user_hub).has_access("read"))
        with self.assertRaises(AccessError):
            self.links.with_user(self.user_internal).search([])

    def test_only_who_may_change_the_record_revokes(self):
        link = self.issue()
        with self.assertRaises(AccessError):
            link.with_user(self.user_hub).action_revoke()
        self.assertEqual(link.state, "active")
        link.with_user(self.user_manager).action_revoke()
        self.assertEqual(link.state, "revoked")

    def test_nobody_makes_or_changes_links_by_her_own_rights(self):
        link = self.issue()
        mine = link.with_user(self.user_admin)
        with self.assertRaises(AccessError):
            mine.write({"expires_at": LATER})
        with self.assertRaises(AccessError):
            mine.copy()
        with self.assertRaises(AccessError):
            mine.unlink()

    def test_a_model_without_a_page_gets_no_links(self):
        with self.assertRaisesRegex(TypeError, "hub.linked.mixin"):
            self.links._issue(self.env.ref("base.ma"), "view")

    @mute_logger("odoo.models.unlink")
    def test_links_that_ended_long_ago_are_removed(self):
        old, new = self.issue(), self.issue()
        old.expires_at = fields.Datetime.now() - timedelta(days=200)
        new.expires_at = fields.Datetime.now() - timedelta(days=170)
        self.links._gc_old_links()
        self.assertFalse(old.exists())
        self.assertTrue(new.exists())
        self.env["ir.config_parameter"].set_param("hub_core.signed_link_keep_months", "3")
        self.links._gc_old_links()
        self.assertFalse(new.exists())
