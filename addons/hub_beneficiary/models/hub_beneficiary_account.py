from odoo import api, fields, models
from odoo.addons.hub_core.tools import normalize_phone
from odoo.exceptions import UserError
from odoo.http import request

PURPOSE = "account"
#: How long the link is good by which a person makes her account.
ACCOUNT_HOURS = 72


class HubBeneficiary(models.Model):
    """An account in the portal, given to a person from her file.

    Staff send a link to her telephone or address, or print it for her; the account is made when she chooses a
    password by it, and by nobody else. A child has one only with a guardian's consent on file. An account that she
    has already (she acts for an association) shows her own file as well: nothing is given then but a new password.
    """

    _name = "hub.beneficiary"
    _inherit = ["hub.beneficiary", "hub.linked.mixin"]

    portal_state = fields.Selection(
        [("none", "None"), ("invited", "Link given, not used yet"), ("account", "Has an account")],
        "Account in the portal",
        compute="_compute_portal_state",
    )

    @api.depends("partner_id")
    def _compute_portal_state(self):
        accounts = self._origin._get_portal_accounts()
        links = self._get_signed_links(PURPOSE)
        invited = set(links.mapped("res_id"))
        for person in self:
            waiting = "invited" if person.id in invited else "none"
            person.portal_state = "account" if person._origin.root_id in accounts else waiting

    def _get_account_partner(self):
        """The contact whose account is hers: that of a merged file, too, so that she is given no second one."""
        users = self._get_portal_accounts().get(self.root_id)
        return users[:1].partner_id.sudo(self.env.su) if users else self.partner_id

    # ------------------------------------------------------------
    # Staff
    # ------------------------------------------------------------
    def action_send_access(self):
        """The link goes to her telephone, by the message that staff send; to her address where she has no number."""
        self._verify_may_have_account()
        partner = self._get_account_partner()
        if partner._get_visitor_account():
            return partner.action_hub_access_link()
        if not self.phone and self.email:
            if refusal := partner._get_contact_refusal("email"):
                raise UserError(refusal)
            self._mail_account_link(self._get_account_link())
            self._log_account_given()
            return self._get_mailed_notification()
        message = self.env["hub.phone.message"]._prepare_for(
            self, partner, self._get_account_text(), link=self._get_account_link()
        )
        self._log_account_given()
        return message._get_dialog_action()

    def action_print_access(self):
        """The link on paper, for who shares a telephone, has none, or wants no message."""
        self._verify_may_have_account()
        return self._print_hub_document("hub_beneficiary.document_account_report")

    def _verify_may_have_account(self):
        """Raise a sentence that says why this person is given no way into an account."""
        self.ensure_one()
        self.check_access("write")
        names = {"person": self.display_name, "root": self.root_id.ref}
        partner = self._get_account_partner().sudo()  # whether she works here does not depend on who asks
        if self.root_id != self:
            raise UserError(self.env._("%(person)s was merged: give the account from %(root)s.", **names))
        if not self.active or self.state == "anonymised" or self.exit_reason == "deceased":
            raise UserError(self.env._("%(person)s: nobody uses an account for this file any more.", **names))
        if partner.user_ids and not partner._get_visitor_account():
            raise UserError(self.env._("%(person)s works at the hub: an administrator helps her or him.", **names))
        if self._is_minor_on(fields.Date.context_today(self)) and not self._has_guardians_consent():
            raise UserError(
                self.env._(
                    "%(person)s is a child: record the consent of a guardian first, then give the account.", **names
                )
            )
        if not partner.user_ids and not self._get_login_choice():
            raise UserError(
                self.env._(
                    "%(person)s needs a login: write a telephone number or an e-mail address with which nobody else "
                    "logs in.",
                    **names,
                )
            )

    def _has_guardians_consent(self):
        """Whether a guardian agrees to something today: the last word about a purpose is hers, and holds."""
        words = self.env["hub.consent"]._get_words(self)
        granted = [word.consent_id for word in words.values() if word.state == "granted"]
        return "guardian" in self.env["hub.consent"].browse(granted).mapped("given_by")

    def _get_login_choice(self):
        """With what she will log in: her number, else her address; what is somebody else's login is none."""
        # sudo: whether a login is taken does not depend on who asks.
        users = self.env["res.users"].sudo()
        choices = [normalize_phone(self.phone, users._get_login_country()), (self.email or "").strip().lower()]
        return next((login for login in choices if login and not users._is_login_taken(login)), False)

    def _get_account_link(self):
        """A new link, in superuser mode; earlier ones stop working."""
        return self.env["hub.signed.link"]._issue(
            self, PURPOSE, partner=self.partner_id, hours=ACCOUNT_HOURS, max_uses=1, revoke_others=True
        )

    def _get_access_link(self):
        """The link for a paper: to make the account, or to choose a new password for the one that she has."""
        partner = self._get_account_partner()
        if partner._get_visitor_account():
            link = partner._get_new_access_link()
            partner._log_access_given()
            return link
        self._log_account_given()
        return self._get_account_link()

    def _get_account_text(self):
        reader = self.with_context(lang=self.lang or self.env.lang)
        return reader.env._(
            "Make your account at %(hub)s by this link. It is good for three days: %(link)s",
            hub=reader.env.company._get_hub_name(),
            link="{link}",
        )

    def _mail_account_link(self, link):
        reader = self.with_context(lang=self.lang or self.env.lang)
        company = reader.env.company
        values = {"text": self._get_account_text().replace("{link}", "").strip(" :"), "url": link.url}
        # sudo: whoever gives an account has this mail written, and reads no settings of the mail server.
        self.env["mail.mail"].sudo().create(
            {
                "subject": reader.env._("Your account at %(hub)s", hub=company._get_hub_name()),
                "email_from": company.email_formatted or self.env.user.email_formatted,
                "email_to": self.email,
                "body_html": reader.env["ir.qweb"]._render(
                    "hub_beneficiary.account_mail", {**values, "company": company.sudo()}
                ),
                "auto_delete": True,
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _get_mailed_notification(self):
        message = self.env._("The link is on its way to %(email)s.", email=self.email)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message},
        }

    def _log_account_given(self):
        """That somebody was given a way into an account is never forgotten."""
        self.env["hub.access.log"]._log(self, "access")
        self._message_log(body=self.env._("%(user)s gave a link to make an account.", user=self.env.user.name))

    # ------------------------------------------------------------
    # The page of the link
    # ------------------------------------------------------------
    def _get_link_page(self, link):
        if link.purpose != PURPOSE:
            return super()._get_link_page(link)
        return self._get_account_page()

    def _get_account_page(self, errors=None):
        values = {"mode": self._get_account_mode(), "login": self._get_login_choice(), "errors": errors or {}}
        return "hub_beneficiary.account_page", values

    def _get_account_mode(self):
        """What the page asks: ``closed``, ``staff`` and ``other`` (logged in as somebody else), ``known`` (has an
        account: log in), or ``new``."""
        try:
            self._verify_may_have_account()
        except UserError:
            return "closed"
        if self.env.user._is_internal():
            return "staff"
        if self._get_account_partner().user_ids:
            return "known"
        return "new" if self.env.user._is_public() else "other"

    def _act_on_link(self, link, post):
        if link.purpose != PURPOSE:
            return super()._act_on_link(link, post)
        if self._get_account_mode() != "new":
            raise UserError(self.env._("No account is made by this link any more. Log in, or call the hub."))
        login, password = self._get_login_choice(), str(post.get("password") or "")
        # sudo: who has the link is nobody yet; only her own account is made.
        users = self.env["res.users"].sudo()
        errors = users._check_new_password(password, str(post.get("password_again") or ""), login)
        if errors:
            return self._get_account_page(errors)
        link._use_or_explain()
        users._create_visitor(self.partner_id, login, password)
        self._message_log(body=self.env._("The account in the portal was made by the link."))
        # In the same transaction: whoever makes the account is logged in, or nothing has happened.
        request.session.authenticate(request.env, {"type": "password", "login": login, "password": password})
        return request.redirect("/my/file")
