from odoo import fields, models
from odoo.addons.hub_core.tools import normalize_phone
from odoo.exceptions import UserError

PURPOSE = "phone"
#: How long the link in the message to a new number is good.
CONFIRM_DAYS = 7


class HubBeneficiary(models.Model):
    """A person corrects her telephone number in the portal.

    The number of a file opens an account (staff send access links to it), so it changes only when the new one was
    confirmed: by the link in a message to it, or by staff who have called it. Until then the old one stays.
    """

    _name = "hub.beneficiary"
    _inherit = ["hub.beneficiary", "hub.linked.mixin"]

    phone_proposed = fields.Char("New telephone number", readonly=True, copy=False)
    phone_proposed_shared = fields.Boolean("Others use the new number, too", readonly=True, copy=False)
    phone_proposed_at = fields.Datetime("Given on", readonly=True, copy=False, index="btree_not_null")

    def _propose_phone(self, written, shared=False):
        """The person gives a new number; a message with a link goes to it, where she has it for herself."""
        self.ensure_one()
        self._lock_or_explain()
        number = self.env["hub.phone.message"]._read_phone(str(written or ""))
        if number == self.phone_e164:
            raise UserError(self.env._("The hub has this number already."))
        self.write(
            {
                "phone_proposed": number,
                "phone_proposed_shared": shared,
                "phone_proposed_at": fields.Datetime.now(),
            }
        )
        self._drop_phone_messages()
        if not shared and not self.leave_no_message:
            self._prepare_phone_confirmation()._send()
        self._ask_staff(
            "hub_beneficiary.activity_type_phone",
            lambda told: told.env._("New number given in the portal: confirm it"),
        )

    def _prepare_phone_confirmation(self):
        """The message to the new number. No name: until she answers, it may be anybody's."""
        link = self.env["hub.signed.link"]._issue(
            self, PURPOSE, partner=self.partner_id, days=CONFIRM_DAYS, max_uses=1, revoke_others=True
        )
        reader = self.with_context(lang=self.lang or self.env.lang)
        body = reader.env._(
            "Somebody gave this number to %(hub)s as her or his own. Was it you? Confirm it by this link: %(link)s",
            hub=reader.env.company._get_hub_name(),
            link="{link}",
        )
        return self.env["hub.phone.message"]._prepare_for(self, self.phone_proposed, body, link=link)

    def _drop_phone_messages(self):
        """What was prepared for a number that is not the proposed one any more is of no use."""
        links = self._get_signed_links(PURPOSE)
        # sudo: messages are nobody's to delete.
        messages = self.env["hub.phone.message"].sudo().search([("link_id", "in", links.ids), ("state", "!=", "sent")])
        messages.unlink()
        links._revoke()

    def _apply_proposed_phone(self):
        """The new number was confirmed: it is that of the file and, where the old one was, of the login."""
        self._lock_or_explain()
        if not self.phone_proposed:
            raise UserError(self.env._("No new telephone number waits for an answer any more."))
        number, old = self.phone_proposed, self.phone
        self._drop_phone_messages()
        self.write({"phone": number, "phone_shared": self.phone_proposed_shared, "phone_owner": False})
        self._forget_proposed_phone()
        self._move_login(normalize_phone(old), number)
        self._message_log(body=self.env._("The new telephone number was confirmed."))

    def _move_login(self, old, number):
        """Who logs in with a number that is hers no more logs in with the new one: the next owner of the old one would
        be sent her access links."""
        # sudo: her own account, whoever confirmed the number.
        users = self.env["res.users"].sudo()
        account = self._get_clusters().partner_id._get_accounts_with_login(old)
        if account and not users._is_login_taken(number):
            account.login = number

    def _forget_proposed_phone(self):
        self.check_access("write")
        # sudo: a file that one may change; these columns are written by no call.
        self.sudo().write({"phone_proposed": False, "phone_proposed_shared": False, "phone_proposed_at": False})
        self._finish_activities("hub_beneficiary.activity_type_phone")

    def _prepare_anonymised_vals(self):
        """Nothing waits for an answer on a file of nobody."""
        nothing = {"phone_proposed_shared": False, "phone_proposed_at": False, "copy_asked_at": False}
        return {**super()._prepare_anonymised_vals(), **nothing}

    def _refuse_proposed_phone(self):
        self._drop_phone_messages()
        self._forget_proposed_phone()

    # ------------------------------------------------------------
    # Staff
    # ------------------------------------------------------------
    def action_confirm_phone(self):
        """Staff have called the new number, and it is hers."""
        self.check_access("write")
        self._apply_proposed_phone()

    def action_refuse_phone(self):
        self.check_access("write")
        self._refuse_proposed_phone()

    def action_send_phone_confirmation(self):
        """The dialog in which staff send the link to the new number."""
        self.check_access("write")
        if not self.phone_proposed or self.phone_proposed_shared or self.leave_no_message:
            raise UserError(self.env._("No message goes to this number: call it, and confirm it then."))
        self._drop_phone_messages()
        return self._prepare_phone_confirmation()._get_dialog_action()

    # ------------------------------------------------------------
    # The page of the link
    # ------------------------------------------------------------
    def _get_link_page(self, link):
        if link.purpose != PURPOSE:
            return super()._get_link_page(link)
        return "hub_beneficiary.phone_page", {"number": self.phone_proposed, "status": "open"}

    def _act_on_link(self, link, post):
        if link.purpose != PURPOSE:
            return super()._act_on_link(link, post)
        answer = post.get("answer")
        if answer not in ("mine", "not_mine"):
            return self._get_link_page(link)
        number = self.phone_proposed
        link._use_or_explain()
        if answer == "mine":
            self._apply_proposed_phone()
        else:
            self._refuse_proposed_phone()
        return "hub_beneficiary.phone_page", {"number": number, "status": answer}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_accounts_with_login(self, login):
        """The visitors' accounts of these contacts with this login, in superuser mode."""
        # sudo: staff and visitors read no accounts; the caller asks for those of contacts that it may change.
        users = self.env["res.users"].sudo()
        if not login:
            return users
        return users.search([("partner_id", "in", self.ids), ("login", "=", login), ("share", "=", True)], limit=1)
