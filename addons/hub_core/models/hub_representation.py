from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date, format_list

from ..tools import normalize_phone

#: How long an invitation waits for its answer.
INVITATION_DAYS = 14
#: What staff may change by hand; everything else is the outcome of an answer or of an end.
EDITABLE = frozenset({"role", "date_end", "name", "phone", "email", "lang"})


class HubRepresentation(models.Model):
    """A person acts for an organisation, in a role: one of the grounds of access::

        pending ──accepted by the person──▶ active ──ended──▶ ended
           └─────declined, expired, withdrawn───────────────────▲

    The state is derived from the answer to the invitation and from the end of the role, so that
    the three cannot disagree; the database checks it once more. Rules read it live.

    ``name``, ``phone`` and ``email`` are what the organisation was told when it invited, or what
    the person wrote when accepting: her colleagues see these, never her own contact. A contact is
    attached, or made, when she accepts: before that nobody is looked up.

    How people are invited and accept: ``hub_representation_invitation.py``.
    """

    _name = "hub.representation"
    _description = "Representative"
    _inherit = ["mail.thread", "hub.timed.offer.mixin", "hub.linked.mixin", "hub.ground.mixin"]
    _order = "organization_id, state, name, id"

    _ground_paths = {"self": "partner_id", "representation": "organization_id"}

    # who for whom
    organization_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        required=True,
        readonly=True,
        ondelete="restrict",
        domain=[("is_company", "=", True)],
        help="The organisation for which the person acts.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups="hub_core.group_hub_user,hub_core.group_auditor",  # not of her colleagues in the portal
        help="The person's own contact, known once the invitation is accepted. She sees what is open to it.",
    )
    role = fields.Selection(
        [("manager", "Acts for it and invites others"), ("delegate", "Acts for it")],
        required=True,
        default="delegate",
        tracking=True,
        help="Whoever invites others may also end their roles.",
    )
    # as the organisation knows the person
    name = fields.Char(required=True, tracking=True, help="As the people of the organisation see it.")
    phone = fields.Char(string="Telephone", help="With the country's prefix: +212…")
    email = fields.Char(string="E-mail")
    lang = fields.Selection(
        "_selection_lang", string="Reads in", help="The language in which the invitation is written."
    )
    # the invitation
    invited_by_id = fields.Many2one(
        "res.users",
        string="Invited by",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        ondelete="restrict",
        groups="hub_core.group_hub_user,hub_core.group_auditor",
    )
    offer_state = fields.Selection(string="Invitation", required=True, default="open")
    offer_expires_at = fields.Datetime(default=lambda self: fields.Datetime.now() + timedelta(days=INVITATION_DAYS))
    # the role
    state = fields.Selection(
        [("pending", "Invited"), ("active", "Acting"), ("ended", "Ended")],
        string="Status",
        compute="_compute_state",
        store=True,
        precompute=True,
        readonly=True,
        tracking=True,
    )
    date_start = fields.Date(
        string="Since", readonly=True, copy=False, help="The day on which the invitation was accepted."
    )
    date_end = fields.Date(
        string="Until", tracking=True, copy=False, help="The last day on which the person acts for it."
    )
    ended_at = fields.Datetime(string="Ended on", readonly=True, copy=False)
    end_reason = fields.Char(string="Reason of the end", readonly=True, copy=False, tracking=True)

    _person_uniq = models.UniqueIndex(
        "(organization_id, partner_id) WHERE state IN ('pending', 'active')",
        "This person acts for the organisation already, or has been invited to.",
    )
    _invitation_uniq = models.UniqueIndex(
        "(organization_id, lower(name), coalesce(phone, ''), coalesce(email, '')) WHERE state = 'pending'",
        "This person has been invited already.",
    )
    _state_of_offer = models.Constraint(
        """CHECK (state IS NOT NULL AND state =
                  CASE WHEN ended_at IS NOT NULL THEN 'ended' WHEN offer_state = 'open' THEN 'pending'
                       WHEN offer_state = 'accepted' THEN 'active' ELSE 'ended' END)""",
        "A role is as its invitation was answered, until it ends.",
    )
    _person_of_accepted = models.Constraint(
        "CHECK (offer_state <> 'accepted' OR (partner_id IS NOT NULL AND date_start IS NOT NULL))",
        "Whoever acts for an organisation is a known person, since a known day.",
    )
    _end_of_accepted = models.Constraint(
        "CHECK (ended_at IS NULL OR offer_state = 'accepted')", "A role that was never accepted does not end."
    )
    _dates_in_order = models.Constraint("CHECK (date_end >= date_start)", "A role ends on or after its first day.")
    _not_oneself = models.Constraint(
        "CHECK (partner_id <> organization_id)", "An organisation does not act for itself: invite a person."
    )
    _phone_is_e164 = models.Constraint(
        r"CHECK (phone ~ '^\+[0-9]{8,15}$')", "A telephone number is stored as + and the country's prefix."
    )
    _acting_idx = models.Index("(partner_id, organization_id) WHERE state = 'active'")

    @api.model
    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.depends("offer_state", "ended_at")
    def _compute_state(self):
        states = {"open": "pending", "accepted": "active"}
        for representation in self:
            state = states.get(representation.offer_state, "ended")
            representation.state = "ended" if representation.ended_at else state

    @api.constrains("organization_id", "partner_id")
    def _check_who_for_whom(self):
        # sudo: the rule holds for contacts that the user does not see.
        for representation in self.sudo():
            organization, person = representation.organization_id, representation.partner_id
            if not organization.is_company or organization.is_beneficiary:
                raise ValidationError(
                    self.env._("Organisation: “%(name)s” is a person. Choose an organisation.", name=organization.name)
                )
            if person.is_company:
                raise ValidationError(
                    self.env._(
                        "Contact: “%(name)s” is an organisation. Choose the person who acts for it.", name=person.name
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        representations = super().create([self._clean_contact(vals) for vals in vals_list])
        for representation in representations.filtered(lambda one: one.state == "pending"):
            self._schedule_offer_expiry(representation.offer_expires_at)
        return representations

    def write(self, vals):
        closed = set(vals) - EDITABLE
        if closed and not self.env.su:
            names = format_list(self.env, [self._fields[name]._description_string(self.env) for name in sorted(closed)])
            raise AccessError(self.env._("Nobody types these: invite, or end the role (%(fields)s).", fields=names))
        return super().write(self._clean_contact(vals))

    @api.model
    def _clean_contact(self, vals):
        """Telephone and e-mail as they are compared and dialled."""
        vals = dict(vals)
        if vals.get("phone"):
            vals["phone"] = self._read_phone(vals["phone"])
        if vals.get("email"):
            vals["email"] = self._read_email(vals["email"])
        return vals

    @api.model
    def _read_phone(self, text):
        phone = normalize_phone(text, self.env.company.country_id.code)
        if not phone:
            raise ValidationError(
                self.env._(
                    "Telephone: “%(number)s” is not a complete number. Please write it like 0612345678, or with + "
                    "and the country's prefix.",
                    number=text,
                )
            )
        return phone

    # what staff do

    def action_end(self):
        """Ask for the reason; the dialog ends the role or takes the invitation back."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("End"),
            "res_model": "hub.representation.end",
            "view_mode": "form",
            "target": "new",
            "context": {"default_representation_ids": self.ids},
        }

    def action_new_access_link(self):
        """A link by which the person sets a new password."""
        self.ensure_one()
        return self.partner_id.action_hub_access_link()

    # roles

    @api.model
    def _get_acting_domain(self, user):
        """Roles in force today of this user. Part of cached rules: the day is asked for by each query."""
        if user._is_public():
            return Domain.FALSE
        return (
            Domain("partner_id", "=", user.partner_id.id)
            & Domain("state", "=", "active")
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", "today"))
        )

    def _get_role_sentence(self):
        self.ensure_one()
        return self.env._(
            "Acts for %(organization)s since %(date)s.",
            organization=self.organization_id.name,
            date=format_date(self.env, self.date_start),
        )

    def _set_offer_state(self, state, **vals):
        if state == "accepted":
            vals["date_start"] = fields.Date.context_today(self)
        if state == "open":
            vals["end_reason"] = False
        return super()._set_offer_state(state, **vals)

    def _after_offer_accepted(self):
        for representation in self:
            representation._tell_organization(
                self.env._(
                    "%(name)s acts for it since %(date)s.",
                    name=representation._get_name_for_staff(),
                    date=format_date(self.env, representation.date_start),
                )
            )
        return super()._after_offer_accepted()

    def _after_offer_freed(self):
        self._get_signed_links("representation")._revoke()
        return super()._after_offer_freed()

    def _end(self, reason=None):
        """End roles and take back invitations. Rules read the state, so access is gone at the next request."""
        self._lock_or_explain()
        pending = self.filtered(lambda representation: representation.state == "pending")
        if pending:
            pending._set_offer_state("withdrawn", end_reason=reason)
            pending._after_offer_freed()
        today = fields.Date.context_today(self)
        for representation in self.filtered(lambda one: one.state == "active"):
            last = min(representation.date_end or today, today)
            representation.write(
                {
                    "ended_at": fields.Datetime.now(),
                    "date_end": max(last, representation.date_start),
                    "end_reason": reason,
                }
            )
            representation._after_ended()

    def _after_ended(self):
        """Hook: the role is over; an addon ends what hangs on it."""
        self._tell_organization(
            self.env._("%(name)s does not act for it any more.", name=self._get_name_for_staff()),
        )
        self._unfollow()

    def _unfollow(self):
        """What the hub writes on the organisation and its agreements is not sent to who has left."""
        # sudo: visitors end roles, too.
        organization, person = self.organization_id.sudo(), self.sudo().partner_id
        for thread in (organization, organization.hub_agreement_ids):
            thread.message_unsubscribe(person.ids)

    def _get_name_for_staff(self):
        """The name where every employee may read it: nobody learns there whom the hub receives."""
        # sudo: the flag decides, whoever asks.
        if self.sudo().partner_id.is_beneficiary:
            return self.env._("A person received by the hub")
        return self.name

    def _tell_organization(self, body):
        # sudo: visitors accept and end roles, and do not write on organisations.
        self.organization_id.sudo()._message_log(body=body)

    @api.model
    def _cron_end_representations(self):
        """Roles whose last day is over get their state; the rules have not opened anything since that day."""
        domain = Domain("state", "=", "active") & Domain("date_end", "<", "today")
        remaining = self.search_count(domain)
        self.env["ir.cron"]._commit_progress(remaining=remaining)
        while remaining:
            batch = self.search(domain, limit=100, order="id").try_lock_for_update(allow_referencing=True)
            batch._end(self.env._("Its last day was over"))
            remaining -= len(batch)
            if not batch or not self.env["ir.cron"]._commit_progress(len(batch)):
                break

    # what representatives do in the portal: each method asks for itself whether the visitor may

    @api.model
    def _get_acting(self, user, organization=None):
        """Roles of this user that are in force today, in superuser mode."""
        domain = self._get_acting_domain(user)
        if organization:
            domain &= Domain("organization_id", "=", organization.id)
        # sudo: the question is about the user's rights.
        return self.sudo().search(domain)

    @api.model
    def _verify_manager(self, organization):
        """Raise unless the current visitor invites others for the organisation."""
        if "manager" not in self._get_acting(self.env.user, organization).mapped("role"):
            raise AccessError(
                self.env._(
                    "Only a person who may invite others for the organisation can do this. Ask one of them, or the hub."
                )
            )

    def _end_from_portal(self, reason=None):
        """A manager of the organisation ends somebody's role, or takes an invitation back; anybody ends her own.

        The last one who may invite cannot go by herself: nobody of the organisation could invite her
        successor. The hub can end her role.
        """
        self.ensure_one()
        role = self._get_managed(may_be_own=True)
        if role.role == "manager" and role.state == "active":
            role._verify_another_manager()
        name = self._get_own_name(role.organization_id)
        role._end(reason or self.env._("Ended by %(name)s", name=name))

    def _get_managed(self, may_be_own=False):
        """The role in superuser mode, when the visitor may change it."""
        # sudo: visitors have no right to write; their own role decides.
        role = self.sudo().exists()
        own = role.partner_id and role.partner_id == self.env.user.partner_id
        if not role:
            raise AccessError(self.env._("This page does not exist, or it is not open to you."))
        if not (may_be_own and own):
            self._verify_manager(role.organization_id)
        return role

    def _get_own_name(self, organization):
        """The visitor's name as the organisation knows it."""
        return self._get_acting(self.env.user, organization)[:1].name or self.env.user.name

    def _verify_another_manager(self):
        domain = Domain("role", "=", "manager") & Domain("state", "=", "active")
        domain &= Domain("date_end", "=", False) | Domain("date_end", ">=", "today")
        managers = self.search(domain & Domain("organization_id", "=", self.organization_id.id))
        managers._lock_or_explain()  # of two who end each other, one stays
        managers.invalidate_recordset(["state", "role", "date_end"])
        if not managers.filtered_domain(domain) - self:
            raise UserError(
                self.env._(
                    "%(name)s is the last person who may invite others for %(organization)s. Invite another one with "
                    "this right first, or ask the hub.",
                    name=self.name,
                    organization=self.organization_id.name,
                )
            )
