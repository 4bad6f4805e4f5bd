from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools.mail import email_normalize

from .hub_representation import INVITATION_DAYS

PURPOSE = "representation"
#: Invitations that the representatives of one organisation may send in a day.
PORTAL_LIMIT = 20


class HubRepresentation(models.Model):
    """Inviting, and the page on which the invited person answers.

    A visitor who invites is never told whether the hub knows the person: nothing is looked up, the
    link goes to the person alone (by e-mail, or by the message that staff send), and the page of the
    link settles who she is: she logs in, or makes an account. Neither ever attaches a contact that
    merely looks alike.
    """

    _inherit = "hub.representation"

    # inviting

    @api.model
    def _invite(
        self, organization, name, phone=None, email=None, *, role="delegate", lang=None, partner=None, date_end=None
    ):
        """Invite a person, by staff or by a representative who may.

        :param partner: the contact whom staff chose; the invitation then goes to her own phone or e-mail
        :return: the representation, pending, with its link issued and its message or mail prepared
        """
        self._verify_may_invite(organization, partner)
        typed = {"name": name, "phone": phone, "email": email, "role": role, "lang": lang}
        vals = self._prepare_invitation_vals(organization, typed, partner)
        # sudo: nobody creates roles by rights of her own.
        representation = self.sudo().create({**vals, "date_end": date_end or False})
        representation._send_invitation()
        return representation.sudo(self.env.su)

    @api.model
    def _verify_may_invite(self, organization, partner=None):
        if self.env.su or self.env.user._is_internal():
            self.check_access("write")
            # A refusal names both: nobody is invited, or invites, whom the user may not see.
            (organization | partner if partner else organization).with_env(self.env).check_access("read")
            return
        self._verify_manager(organization)
        if partner:
            raise ValueError("A visitor invites by a name and a way to write, never by a contact")
        self._hit_invitation_limit(organization)

    @api.model
    def _hit_invitation_limit(self, organization):
        # sudo: visitors have no rights of their own on the limits.
        limits = self.env["hub.rate.limit"].sudo()
        if limits._hit("representation.invite", str(organization.id), PORTAL_LIMIT, 24 * 60):
            raise UserError(
                self.env._(
                    "%(organization)s has sent %(limit)s invitations today. Go on tomorrow, or call the hub.",
                    organization=organization.sudo().name,
                    limit=PORTAL_LIMIT,
                )
            )

    @api.model
    def _prepare_invitation_vals(self, organization, typed, partner=None):
        """Values from what was typed, or a sentence that names the field."""
        # sudo: staff invite people whom they chose from what they see.
        typed = {**typed, **self._get_invited_contact(partner.sudo())} if partner else typed
        name = " ".join((typed["name"] or "").split())
        if not any(letter.isalpha() for letter in name) or len(name) > 100:
            raise ValidationError(self.env._("Name: please write the person's name, of 100 letters at most."))
        phone, email = ((typed[key] or "").strip() for key in ("phone", "email"))
        vals = {
            "organization_id": organization.id,
            "partner_id": partner.id if partner else False,
            "name": name,
            "phone": self._read_phone(phone) if phone else False,
            "email": self._read_email(email) if email else False,
            "role": typed["role"] if typed["role"] in dict(self._fields["role"].selection) else "delegate",
            "lang": self._read_lang(typed["lang"], organization),
        }
        if not vals["phone"] and not vals["email"]:
            raise ValidationError(
                self.env._("Telephone: %(name)s needs a telephone number or an e-mail address.", name=name)
            )
        self._verify_not_invited(vals)
        return vals

    @api.model
    def _get_invited_contact(self, partner):
        """The invitation of a contact goes to her own telephone and address, to no other that was typed: else
        somebody else would answer it, and be shown what the contact is shown."""
        known = {"name": partner.name, "phone": partner.phone, "email": partner.email}
        return {**known, "lang": partner.lang} if partner.lang else known

    @api.model
    def _read_email(self, text):
        email = email_normalize(text.strip())
        if not email:
            raise ValidationError(
                self.env._(
                    "E-mail: “%(email)s” is not a complete address. Please write it like name@example.org.", email=text
                )
            )
        return email

    @api.model
    def _read_lang(self, lang, organization):
        known = {code for code, _name in self.env["res.lang"].get_installed()}
        # sudo: the language alone.
        return next((code for code in (lang, organization.sudo().lang, self.env.lang) if code in known), False)

    @api.model
    def _verify_not_invited(self, vals):
        same = Domain("name", "=ilike", vals["name"]) & Domain("phone", "=", vals["phone"])
        same &= Domain("email", "=", vals["email"])
        if vals["partner_id"]:
            same |= Domain("partner_id", "=", vals["partner_id"])
        domain = Domain("organization_id", "=", vals["organization_id"]) & Domain("state", "in", ["pending", "active"])
        # sudo: also a role that the user may not see is there.
        known = self.sudo().search(domain & same, limit=1)
        if known.state == "active":
            raise UserError(self.env._("%(name)s acts for the organisation already.", name=known.name))
        if known:
            raise UserError(
                self.env._(
                    "%(name)s has been invited already and has not answered yet. Send the link once more.",
                    name=known.name,
                )
            )

    def _is_invited_by_visitor(self):
        # sudo: who invited is asked for visitors, too.
        return not self.sudo().invited_by_id._is_internal()

    def _get_channel(self):
        """Where the link goes first; what a visitor typed goes there alone, see :meth:`_send_invitation`."""
        return "phone" if self.phone else "email"

    def _get_invitation_link(self):
        """A new link, in superuser mode; earlier ones stop working."""
        self.ensure_one()
        return self.env["hub.signed.link"]._issue(
            self.sudo(), PURPOSE, partner=self.sudo().partner_id, days=INVITATION_DAYS, max_uses=1, revoke_others=True
        )

    def _send_invitation(self):
        """Issue the link and prepare what carries it: a message to the telephone that staff or a provider send,
        a mail that leaves by itself.

        An invitation by staff goes to both. That of a visitor goes to one alone, and she does not see its link:
        with a number of somebody else and an address of her own she could otherwise read on the page of the link
        whether the hub knows that number.
        """
        self.ensure_one()
        link = self._get_invitation_link()
        if self.email and (not self.phone or not self._is_invited_by_visitor()):
            self._mail_invitation(link)
        if self.phone:
            self._prepare_phone_message(link)._send()

    def _get_phone_messages(self):
        # sudo: a visitor is told whether her invitation has left.
        domain = [("res_model", "=", self._name), ("res_id", "=", self.id)]
        return self.env["hub.phone.message"].sudo().search(domain, order="id desc")

    def _prepare_phone_message(self, link):
        """The message with the link, in the language of the invited person; earlier ones are of no use any more."""
        self._get_phone_messages().filtered(lambda message: message.state != "sent").unlink()
        inviter = self.with_context(lang=self.lang or self.env.lang)._get_inviter_name()
        body = self.with_context(lang=self.lang or self.env.lang).env._(
            "%(name)s, %(inviter)s invites you to act for %(organization)s at the hub. Open this link to answer: "
            "%(link)s",
            name=self.name,
            inviter=inviter,
            # sudo: the invited person reads the name of the organisation that invites her.
            organization=self.sudo().organization_id.with_context(lang=self.lang or self.env.lang)._get_hub_name(),
            link="{link}?lang=" + self._get_lang_code(),
        )
        # sudo: the caller has asked whether the user may; the person may be one whom she does not see.
        role = self.sudo()
        return self.env["hub.phone.message"].sudo()._prepare_for(role, role.partner_id or role.phone, body, link=link)

    def _mail_invitation(self, link):
        # sudo: whoever may invite has this mail written, and reads no settings of the mail server.
        role = self.sudo().with_context(lang=self.lang or self.env.lang)
        values = {
            "representation": role,
            "url": f"{link.url}?lang={role._get_lang_code()}",
            "invitation": role.env._(
                "%(inviter)s invites you to act for %(organization)s at the hub.",
                inviter=role._get_inviter_name(),
                organization=role.organization_id._get_hub_name(),
            ),
            "company": role.env.company,
        }
        role.env["mail.mail"].create(
            {
                "subject": role.env._("Act for %(organization)s", organization=role.organization_id._get_hub_name()),
                "email_from": role.env.company.email_formatted or role.env.user.email_formatted,
                "email_to": role.email,
                "body_html": role.env["ir.qweb"]._render("hub_core.representation_mail", values),
                "auto_delete": True,
            }
        )
        role.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _get_lang_code(self):
        return self.env["res.lang"]._get_data(code=self.lang or self.env.lang).url_code or ""

    def _get_inviter_name(self):
        """Who invites, as the invited person knows it: the hub, or the representative."""
        if not self._is_invited_by_visitor():
            return self.env.company._get_hub_name()
        # sudo: the name of who invites her, and nothing else.
        inviter = self.sudo().invited_by_id
        return self._get_acting(inviter, self.organization_id)[:1].name or inviter.name

    # sending the link again

    def action_send_link(self):
        """A new link by telephone: the dialog in which staff send it."""
        self.ensure_one()
        self.check_access("write")
        if not self.phone:
            raise UserError(
                self.env._("Telephone: %(name)s has no number. Add it, or send the link by e-mail.", name=self.name)
            )
        self._verify_waiting()
        message = self._prepare_phone_message(self._get_invitation_link())
        return message.sudo(self.env.su)._get_dialog_action()

    def action_mail_link(self):
        """A new link by e-mail."""
        self.ensure_one()
        self.check_access("write")
        if not self.email:
            raise UserError(
                self.env._("E-mail: %(name)s has no address. Add it, or send the link by telephone.", name=self.name)
            )
        self._verify_waiting()
        self._mail_invitation(self._get_invitation_link())
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The link is on its way to %(email)s.", email=self.email),
            },
        }

    def action_invite_again(self):
        """Offer the role once more to who declined, or came too late."""
        self.ensure_one()
        self.check_access("write")
        # sudo: her right to write the role is asked above; links and messages are the hub's.
        self.sudo()._reopen_invitation()
        self.sudo()._send_invitation()
        return True

    def _invite_again_from_portal(self):
        """A manager of the organisation has the link sent once more, or offers the role again; the earlier link
        stops working."""
        self.ensure_one()
        role = self._get_managed()
        self._hit_invitation_limit(role.organization_id)
        if role.offer_state == "accepted":
            raise UserError(self.env._("%(name)s has answered this invitation. Invite anew.", name=role.name))
        if role.state == "ended" or role._is_offer_over():
            role._reopen_invitation()
        role._send_invitation()

    def _reopen_invitation(self):
        if self._is_offer_over():
            self._expire_offer()
        self._verify_not_invited(
            {"organization_id": self.organization_id.id, "partner_id": self.partner_id.id}
            | {name: self[name] for name in ("name", "phone", "email")}
        )
        self._open_offer(days=INVITATION_DAYS)

    def _verify_waiting(self):
        if self.state != "pending" or self._is_offer_over():
            raise UserError(self.env._("%(name)s is not waiting for an answer. Invite again.", name=self.name))

    # the page of the link

    def _get_link_page(self, link):
        if link.purpose != PURPOSE:
            return super()._get_link_page(link)
        return self._get_answer_page()

    def _get_answer_page(self, errors=None):
        mode = self._get_answer_mode()
        values = {
            "representation": self,
            "mode": mode,
            "errors": errors or {},
            "invitation": self.env._("%(inviter)s invites %(name)s.", inviter=self._get_inviter_name(), name=self.name),
            "choices": self._get_login_choices() if mode == "new" else [],
        }
        return "hub_core.representation_answer", values

    def _get_answer_mode(self):
        """What the page has to ask from who looks at it.

        ``closed``: answered or over; ``staff`` and ``other``: logged in as somebody for whom it is not;
        ``account``: logged in, one button is left; ``login``: has an account and must log in; ``new``:
        makes an account.
        """
        user = self.env.user
        if self.state != "pending" or self._is_offer_over():
            return "closed"
        if user._is_internal():
            return "staff"
        if not user._is_public():
            return "account" if self._is_for(user) else "other"
        return "new" if self._get_login_choices() else "login"

    def _is_for(self, user):
        """Whether this account may answer: that of the contact whom staff chose, else whoever has the link."""
        return not self.partner_id or self.partner_id == user.partner_id

    def _get_login_choices(self):
        """``[(kind, login)]``: with what the person may make an account and log in.

        Only what the invitation was sent to, so that nobody learns from this page which other numbers have an
        account; what has one already is no choice: the person logs in.
        """
        # sudo: who has the link is nobody yet.
        users = self.env["res.users"].sudo()
        # sudo: the person's own account.
        if self.partner_id.with_context(active_test=False).user_ids:
            return []
        kinds = [self._get_channel()] if self._is_invited_by_visitor() else ["phone", "email"]
        return [(kind, self[kind]) for kind in kinds if self[kind] and not users._is_login_taken(self[kind])]

    def _act_on_link(self, link, post):
        if link.purpose != PURPOSE:
            return super()._act_on_link(link, post)
        mode = self._get_answer_mode()
        if mode == "closed":
            raise UserError(self.env._("This invitation has been answered, or its time is over."))
        if post.get("answer") == "decline":
            link._use_or_explain()
            self._decline_offer()
            return "hub_core.representation_declined", {"representation": self}
        if mode == "account":
            link._use_or_explain()
            return self._accept_as(self.env.user)
        if mode == "new":
            return self._accept_with_new_account(link, post)
        raise UserError(self.env._("Log in with the account for which this invitation is, then accept."))

    def _accept_with_new_account(self, link, post):
        choices = dict(self._get_login_choices())
        login = choices.get(post.get("login_kind")) or next(iter(choices.values()))
        name = " ".join(str(post.get("name") or "").split())
        password = str(post.get("password") or "")
        errors = self._check_new_account(name, login, password, str(post.get("password_again") or ""))
        if errors:
            return self._get_answer_page(errors)
        link._use_or_explain()
        partner = self.partner_id or self._create_own_contact(name)
        # sudo: who has the link makes her own account, and no other one.
        user = self.env["res.users"].sudo()._create_visitor(partner, login, password)
        answer = self._accept_as(user, name)
        # In the same transaction: whoever accepts is logged in, or nothing has happened.
        request.session.authenticate(request.env, {"type": "password", "login": login, "password": password})
        return answer

    def _check_new_account(self, name, login, password, again):
        """The sentence to show at each field in error."""
        errors = self.env["res.users"]._check_new_password(password, again, login)
        if not any(letter.isalpha() for letter in name) or len(name) > 100:
            errors["name"] = self.env._("Name: please write your name, of 100 letters at most.")
        return errors

    def _create_own_contact(self, name):
        """A contact for somebody new. Nobody is looked up: one who looks alike may be a person received, and
        her file is not a stranger's. Staff merge contacts when they know."""
        # sudo: who has the link is nobody yet; a contact is made, and none is read.
        partners = self.env["res.partner"].sudo()
        return partners.create({"name": name, "phone": self.phone, "email": self.email, "lang": self.env.lang})

    def _accept_as(self, user, name=None):
        """The role is this account's from now on.

        :return: the page of the organisation, as a redirection
        """
        self.ensure_one()
        if not user._is_portal() or not self._is_for(user):
            raise UserError(self.env._("This invitation is for another account. Log in with that one, then accept."))
        if self._get_acting(user, self.organization_id):
            raise UserError(
                self.env._(
                    "You act for %(organization)s already. Decline this invitation.",
                    organization=self.organization_id.name,
                )
            )
        # Not in her name: colleagues read who changed the row last, and would read the name of her own contact.
        role = self.with_user(SUPERUSER_ID)
        role.write({"partner_id": user.partner_id.id, "name": name or user.partner_id.name})
        role._accept_offer()
        return request.redirect(f"/my/organisation/{self.organization_id.id}") if request else True
