from odoo import Command, api, models
from odoo.exceptions import AccessDenied
from odoo.fields import Domain
from odoo.tools.mail import email_normalize

from ..tools import normalize_phone

#: Whatever the policy of the database says, never less.
PASSWORD_LENGTH = 8


class ResUsers(models.Model):
    """Accounts of visitors: a telephone number is a login like an e-mail address.

    A number is stored as + and digits, and found in whatever writing it is typed. A login that is no
    number stays as it is.
    """

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_login(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean_login(vals))

    @api.model
    def _clean_login(self, vals):
        phone = normalize_phone(vals.get("login"), self._get_login_country())
        return {**vals, "login": phone} if phone else vals

    @api.model
    def _get_login_country(self):
        """Code of the country of numbers without a prefix. Who is only about to log in has no company yet."""
        # sudo: visitors read no companies.
        company = self.env.company or self.env.ref("base.main_company")
        return company.sudo().country_id.code

    @api.model
    def _get_login_domain(self, login):
        domain = super()._get_login_domain(login)
        phone = normalize_phone(login, self._get_login_country())
        # As it was typed comes first: an old login may be another writing of somebody else's number.
        # sudo: who logs in is nobody yet.
        if not phone or (phone != login and self.sudo().search_count(domain, limit=1)):
            return domain
        return Domain("login", "=", phone)

    def _login(self, credential, user_agent_env):
        """A refusal takes as long whether or not there is such an account: a telephone number that has one would
        tell that its owner comes to the hub."""
        try:
            return super()._login(credential, user_agent_env)
        except AccessDenied:
            # sudo: who logs in is nobody yet.
            if not self.sudo().search_count(self._get_login_domain(credential["login"]), limit=1):
                self._crypt_context().dummy_verify()
            raise

    @api.model
    def _is_login_taken(self, login):
        """Whether any account, archived or not, has this login."""
        return bool(self.with_context(active_test=False).search_count(self._get_login_domain(login), limit=1))

    def _create_visitor(self, partner, login, password):
        """An account that opens the portal and nothing else."""
        return self.with_context(no_reset_password=True).create(
            {
                "partner_id": partner.id,
                "login": login,
                "password": password,
                "lang": self.env.lang,
                "tz": self.env.company._get_hub_zone(),
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )

    @api.model
    def _check_new_password(self, password, again, login):
        """``{field: sentence}`` for what is wrong with a password that somebody chose."""
        # sudo: a setting of the database, where the policy is installed.
        setting = self.env["ir.config_parameter"].sudo().get_param("auth_password_policy.minlength") or 0
        length = max(PASSWORD_LENGTH, int(setting))
        if len(password) < length:
            return {
                "password": self.env._(
                    "Password: please choose a longer one, of %(length)s letters and digits at least.", length=length
                )
            }
        if password.lower() == (login or "").lower() or normalize_phone(password) == login:
            return {"password": self.env._("Password: please choose another one than your login.")}
        if password != again:
            return {"password_again": self.env._("The same password once more: the two are not the same.")}
        return {}

    @api.model
    def reset_password(self, login):
        """Write to each account of this login or this address; say nothing about whether there is one.

        Several people may share an address: each account gets a mail of its own that names its login.
        Whoever has no address asks the hub for a link.
        """
        users = self.search(self._get_login_domain(login))
        if not users and (email := email_normalize(login or "")):
            users = self.search(Domain("email_normalized", "=", email))
        users.filtered("email")._queue_reset_mails()
        return True

    def _queue_reset_mails(self):
        """Mails that leave a moment later: who asks does not learn from the time it takes, or from an error of the
        mail server, whether there is an account."""
        self.partner_id.signup_prepare(signup_type="reset")
        render = self.env["mail.render.mixin"]
        for user in self:
            body = render.with_context(lang=user.lang)._render_template(
                self.env.ref("auth_signup.reset_password_email"), "res.users", user.ids, engine="qweb_view",
                options={"post_process": True},
            )[user.id]  # fmt: skip
            # sudo: whoever asks for a new password has no rights on mails.
            self.env["mail.mail"].sudo().create(
                {
                    "subject": self.with_context(lang=user.lang).env._("Password reset"),
                    "email_from": user.company_id.email_formatted or user.email_formatted,
                    "email_to": user.email_formatted,
                    "body_html": body,
                    "auto_delete": True,
                    "message_type": "user_notification",
                }
            )
        if self:
            # sudo: visitors do not trigger scheduled actions; this one only sends what waits.
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
