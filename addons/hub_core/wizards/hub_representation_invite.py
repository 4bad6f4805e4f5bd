from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HubRepresentationInvite(models.TransientModel):
    """Staff invite somebody to act for an organisation."""

    _name = "hub.representation.invite"
    _description = "Invite a representative"

    organization_id = fields.Many2one("res.partner", string="Organisation", required=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Existing contact",
        domain=[("is_company", "=", False)],
        help="Who has a contact already. The invitation goes to the telephone and the e-mail of that contact.",
    )
    # Read by the rights of who invites: she may write any number for the contact.
    name = fields.Char(compute="_compute_from_contact", compute_sudo=False, store=True, readonly=False)
    phone = fields.Char(
        string="Telephone", compute="_compute_from_contact", compute_sudo=False, store=True, readonly=False
    )
    email = fields.Char(
        string="E-mail", compute="_compute_from_contact", compute_sudo=False, store=True, readonly=False
    )
    lang = fields.Selection(
        "_selection_lang",
        string="Reads in",
        compute="_compute_from_contact",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    role = fields.Selection(
        [("manager", "Acts for it and invites others"), ("delegate", "Acts for it")],
        required=True,
        compute="_compute_role",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    date_end = fields.Date(string="Until", help="The last day of the role, where it is known.")
    known_partner_id = fields.Many2one("res.partner", compute="_compute_known_partner_id")

    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.depends("organization_id")
    def _compute_role(self):
        """The first one invites the others."""
        for wizard in self:
            roles = wizard.organization_id.hub_representative_ids
            managers = roles.filtered(lambda role: role.role == "manager" and role.state != "ended")
            wizard.role = "delegate" if managers else "manager"

    @api.depends("partner_id")
    def _compute_from_contact(self):
        for wizard in self:
            contact = wizard.partner_id
            wizard.name = contact.name or wizard.name
            wizard.phone = contact.phone if contact else wizard.phone
            wizard.email = contact.email if contact else wizard.email
            wizard.lang = contact.lang or wizard.lang or wizard.organization_id.lang or self.env.lang

    @api.depends("phone", "email", "partner_id")
    def _compute_known_partner_id(self):
        """Whoever logs in with this number or address, if the user may see her."""
        users = self.env["res.users"]
        for wizard in self:
            logins = [login for login in (wizard.phone, wizard.email) if login]
            found = users.browse()
            if logins and not wizard.partner_id:
                found = next(filter(None, (users.search(users._get_login_domain(login)) for login in logins)), found)
            wizard.known_partner_id = found.filtered("share").partner_id[:1]

    def action_choose_known(self):
        """It is her: invite the contact that has the account."""
        self.partner_id = self.known_partner_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invite a representative"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_invite(self):
        """Invite, and open the dialog in which the message to her telephone is sent."""
        self.ensure_one()
        # sudo: whether the contact is staff; staff read no accounts.
        if self.partner_id.sudo().user_ids.filtered(lambda user: not user.share):
            raise ValidationError(
                self.env._("Existing contact: %(name)s works at the hub and needs no role.", name=self.partner_id.name)
            )
        role = self.env["hub.representation"]._invite(
            self.organization_id,
            self.name,
            phone=self.phone,
            email=self.email,
            role=self.role,
            lang=self.lang,
            partner=self.partner_id,
            date_end=self.date_end,
        )
        message = role._get_phone_messages()[:1].sudo(False)
        if message.state == "draft":
            return message._get_dialog_action()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%(name)s is invited.", name=role.name),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
