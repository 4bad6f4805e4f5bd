from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

#: How long an invitation waits for its answer.
INVITATION_DAYS = 14


class HubRepresentation(models.Model):
    """A person acts for an organisation, in a role: one of the grounds of access.

    ::

        pending ──accepted by the person──▶ active ──ended──▶ ended
           └─────declined, expired, withdrawn───────────────────▲

    The state is derived from the answer to the invitation and from the end of the role, so that
    the three cannot disagree; the database checks it once more. Rules read it live.

    ``name``, ``phone`` and ``email`` are what the organisation was told when it invited, or what
    the person wrote when accepting: her colleagues see these, never her own contact. A contact is
    attached, or made, when she accepts: before that nobody is looked up.
    """

    _name = "hub.representation"
    _description = "Representative"
    _inherit = ["mail.thread", "hub.ground.mixin"]
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
        string="Person",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The person's own contact, known once the invitation is accepted. Never a contact below the organisation.",
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
    phone = fields.Char(help="With the country's prefix: +212…")
    email = fields.Char(string="E-mail")
    lang = fields.Selection(
        "_selection_lang", string="Reads in", help="The language in which the invitation is written."
    )
    # the invitation
    invited_by_id = fields.Many2one(
        "res.users", string="Invited by", readonly=True, default=lambda self: self.env.user, ondelete="restrict"
    )
    offer_state = fields.Selection(
        [
            ("open", "Open"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("expired", "Expired"),
            ("withdrawn", "Withdrawn"),
        ],
        string="Invitation",
        required=True,
        readonly=True,
        default="open",
    )
    offer_expires_at = fields.Datetime(
        string="Answer until",
        readonly=True,
        default=lambda self: fields.Datetime.now() + timedelta(days=INVITATION_DAYS),
    )
    offer_answered_at = fields.Datetime(string="Answered on", readonly=True)
    # the role
    state = fields.Selection(
        [("pending", "Invited"), ("active", "Active"), ("ended", "Ended")],
        compute="_compute_state",
        store=True,
        precompute=True,
        readonly=True,
        tracking=True,
    )
    date_start = fields.Date(string="Since", readonly=True, help="The day on which the invitation was accepted.")
    date_end = fields.Date(string="Until", tracking=True, help="The last day on which the person acts for it.")
    ended_at = fields.Datetime(string="Ended on", readonly=True, copy=False)
    end_reason = fields.Char(string="Reason of the end", readonly=True, copy=False)

    _person_uniq = models.UniqueIndex(
        "(organization_id, partner_id) WHERE state IN ('pending', 'active')",
        "This person acts for the organisation already, or has been invited to.",
    )
    _invitation_uniq = models.UniqueIndex(
        "(organization_id, lower(name), coalesce(phone, ''), lower(coalesce(email, ''))) WHERE state = 'pending'",
        "This person has been invited already.",
    )
    _state_of_offer = models.Constraint(
        """CHECK (state = CASE WHEN ended_at IS NOT NULL THEN 'ended' WHEN offer_state = 'open' THEN 'pending'
                               WHEN offer_state = 'accepted' THEN 'active' ELSE 'ended' END)""",
        "A role is as its invitation was answered, until it ends.",
    )
    _person_of_accepted = models.Constraint(
        "CHECK (offer_state <> 'accepted' OR (partner_id IS NOT NULL AND date_start IS NOT NULL))",
        "Whoever acts for an organisation is a known person, since a known day.",
    )
    _dates_in_order = models.Constraint("CHECK (date_end >= date_start)", "A role ends on or after its first day.")
    _not_oneself = models.Constraint(
        "CHECK (partner_id <> organization_id)", "An organisation does not act for itself: invite a person."
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
    def _check_organization(self):
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
                        "Person: “%(name)s” is an organisation. Choose the person who acts for it.", name=person.name
                    )
                )
            if person.parent_id == organization:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is a contact below %(organization)s. Whoever acts for it has a contact of her or "
                        "his own: empty the company in that contact first.",
                        name=person.name,
                        organization=organization.name,
                    )
                )

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
            date=fields.Date.to_string(self.date_start),
        )

    def _end(self, reason):
        """End roles and take back invitations; access is gone at the next request."""
        pending = self.filtered(lambda representation: representation.state == "pending")
        pending.write({"offer_state": "withdrawn", "end_reason": reason})
        active = self.filtered(lambda representation: representation.state == "active")
        today = fields.Date.context_today(self)
        for representation in active:
            representation.write(
                {
                    "ended_at": fields.Datetime.now(),
                    "date_end": min(representation.date_end or today, today),
                    "end_reason": reason,
                }
            )
