from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.document import long_date

#: How long a manager finds an invitation that nobody accepted.
UNANSWERED_DAYS = 60


class HubRepresentation(models.Model):
    """Those who act for an organisation, as they see each other in the portal."""

    _inherit = "hub.representation"

    @api.model
    def _get_active_of(self, user):
        """The roles by which this visitor acts now; an archived organisation is nobody's any more."""
        if not user._is_portal():
            return self.browse()
        return self._get_acting(user).filtered("organization_id.active").sudo(self.env.su)

    @api.model
    def _get_current_domain(self, *states):
        """Roles in these states whose last day, if they have one, is not over."""
        return Domain("state", "in", states) & (Domain("date_end", "=", False) | Domain("date_end", ">=", "today"))

    def _get_colleagues(self):
        """Who acts for the organisations of these roles, and who is invited to: those who act come first."""
        domain = Domain("organization_id", "in", self.organization_id.ids)
        return self.search(domain & self._get_current_domain("pending", "active")).sorted(
            lambda one: (one.state != "active", one.name.lower())
        )

    def _get_unanswered(self):
        """Invitations of the last weeks that were declined or came to nothing, and were not made anew since."""
        domain = (
            Domain("organization_id", "in", self.organization_id.ids)
            & Domain("offer_state", "in", ("declined", "expired"))
            & Domain("offer_expires_at", ">", fields.Datetime.now() - timedelta(days=UNANSWERED_DAYS))
        )
        names = set(self._get_colleagues().mapped("name"))
        return self.search(domain).filtered(lambda one: one.name not in names)

    def _get_changeable(self):
        """Whom the visitor, who has this role, may change: a manager everybody, others themselves."""
        if self.role != "manager":
            return self
        return self._get_colleagues() | self._get_unanswered()

    def _get_role_label(self):
        """What the visitor may do, told to herself."""
        self.ensure_one()
        if self.role == "manager":
            return self.env._("You act for it, and invite others")
        return self.env._("You act for it")

    def _get_portal_state(self):
        """What the person does there and since when, told to her colleagues."""
        self.ensure_one()
        role = dict(self._fields["role"]._description_selection(self.env))[self.role]
        lang = self.env.lang or "en_US"
        if self.offer_state == "declined":
            return self.env._("Has declined the invitation")
        if self.offer_state == "expired":
            return self.env._("Has not answered in time")
        if self.state == "pending":
            day = long_date(fields.Datetime.context_timestamp(self, self.offer_expires_at).date(), lang)
            return self.env._("Invited, no answer yet; the link is good until %(day)s", day=day)
        return self.env._("%(role)s, since %(day)s", role=role, day=long_date(self.date_start, lang))

    def _is_last_manager(self):
        """Whether nobody would be left in the organisation who invites others."""
        managers = self._get_colleagues().filtered(lambda one: one.state == "active" and one.role == "manager")
        return self in managers and len(managers) == 1

    def _get_end_reasons(self):
        """Why the role ends, to be chosen from: typing is hard on a phone."""
        self.ensure_one()
        first = (
            self.env._("Invited by mistake")
            if self.state == "pending"
            else self.env._("No longer works with the organisation")
        )
        return [first, self.env._("Somebody else does it now"), self.env._("Another reason")]
