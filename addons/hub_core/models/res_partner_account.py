from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..tools import normalize_phone

PURPOSE = "access"
#: How long a link for a new password is good: it goes from hand to hand by telephone.
ACCESS_HOURS = 24


class ResPartner(models.Model):
    """The account of a contact: who has no e-mail gets into it again by a link that staff send."""

    _name = "res.partner"
    _inherit = ["res.partner", "hub.linked.mixin"]

    hub_has_account = fields.Boolean(string="Has an account in the portal", compute="_compute_hub_has_account")

    def _compute_hub_has_account(self):
        for partner in self:
            partner.hub_has_account = bool(partner._get_visitor_account())

    def _get_visitor_account(self):
        """The account that opens the portal for this contact, in superuser mode. Never that of staff."""
        # sudo: staff see that there is an account, and nothing of it.
        users = self.sudo().user_ids
        return users[:1] if users and not users.filtered(lambda user: not user._is_portal()) else users.browse()

    def _get_access_reference(self):
        """What the access log calls a contact: never a name."""
        return f"{self._name},{self.id}"

    def action_hub_access_link(self):
        """Staff give a link, good for a day and one use, by which the person chooses a new password."""
        self.ensure_one()
        self._verify_may_give_access()
        account = self._get_visitor_account()
        message = self._prepare_access_message(account, self._get_new_access_link())
        self._log_access_given()
        return message._get_dialog_action()

    def _get_new_access_link(self):
        """A new link, in superuser mode; earlier ones stop working."""
        return self.env["hub.signed.link"]._issue(
            self, PURPOSE, partner=self, hours=ACCESS_HOURS, max_uses=1, revoke_others=True
        )

    def _verify_may_give_access(self):
        if not self.env.user.has_group("hub_core.group_hub_user"):
            raise AccessError(self.env._("Only people of the hub give others a new access link."))
        self.check_access("write")
        if not self._get_visitor_account():
            raise UserError(
                self.env._(
                    "%(name)s has no account in the portal, or works at the hub. Invite those who have none; an "
                    "administrator helps those who work here.",
                    name=self.display_name,
                )
            )

    def _prepare_access_message(self, account, link):
        messages = self.env["hub.phone.message"]
        reader = self.with_context(lang=self.lang or self.env.lang)
        body = reader.env._(
            "Choose a new password for your account at %(hub)s by this link. It is good for one day: %(link)s",
            hub=reader.env.company._get_hub_name(),
            link="{link}",
        )
        # The number that is the login proves more than one that was noted later.
        number = normalize_phone(account.login)
        if not number or number == normalize_phone(self.phone):
            return messages._prepare_for(self, self, body, link=link)
        messages._verify_may_message(self)
        return messages._prepare_for(self, number, body, link=link)

    def _log_access_given(self):
        """Hook: that a link was given is never forgotten."""
        self.env["hub.access.log"]._log(self, "access")
        self._message_log(
            body=self.env._("%(user)s gave a link by which a new password is chosen.", user=self.env.user.name)
        )

    # the page of the link

    def _get_link_page(self, link):
        if link.purpose != PURPOSE:
            return super()._get_link_page(link)
        return self._get_access_page()

    def _get_access_page(self, errors=None):
        account = self._get_visitor_account()
        mode = "staff" if self.env.user._is_internal() else "new" if account else "closed"
        return "hub_core.access_answer", {"mode": mode, "login": account.login, "errors": errors or {}}

    def _act_on_link(self, link, post):
        if link.purpose != PURPOSE:
            return super()._act_on_link(link, post)
        account = self._get_visitor_account()
        if not account or self.env.user._is_internal():
            raise UserError(self.env._("This link is for somebody else's account. Log out first."))
        password = str(post.get("password") or "")
        errors = account._check_new_password(password, str(post.get("password_again") or ""), account.login)
        if errors:
            return self._get_access_page(errors)
        link._use_or_explain()
        account.password = password
        request.session.authenticate(request.env, {"type": "password", "login": account.login, "password": password})
        return request.redirect("/my")
