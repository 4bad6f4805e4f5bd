from odoo import api, fields, models
from odoo.addons.hub_core.tools.document import long_date
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .hub_referral import DECLINE_REASONS, KNOWN_STATES, PURPOSE
from .hub_referral_step import RECEIVER_STEPS

#: Longer than any report that helps.
MAX_NOTE = 1000
#: The lists of the page of an organisation: which referrals stand in each.
KINDS = {
    "waiting": Domain("direction", "=", "outbound") & Domain("state", "in", ("sent", "acknowledged", "waitlisted")),
    "current": Domain("direction", "=", "outbound") & Domain("state", "=", "accepted"),
    "past": Domain("direction", "=", "outbound")
    & Domain("state", "in", ("declined", "served", "not_served", "no_show", "closed", "revoked")),
    "sent": Domain("direction", "=", "inbound") & Domain("state", "!=", "draft"),
}


class HubReferral(models.Model):
    """Referrals as an organisation reads and answers them, in the portal or behind a link.

    Every method is called in superuser mode on records that the ground has opened: pages get words, never a record
    of which a template could show more. What is shown of the person comes from :meth:`_get_details` alone.
    """

    _inherit = "hub.referral"

    # ------------------------------------------------------------
    # Which ones
    # ------------------------------------------------------------
    @api.model
    def _get_portal_domain(self, user, organization):
        """What is open to this visitor of one organisation that she acts for. Who is meant herself does not read
        what her colleagues read about her."""
        ground = self.env["hub.ground"]._get_domain(self._name, user)
        about_herself = Domain("beneficiary_id.root_id.cluster_ids.partner_id", "=", user.partner_id.id)
        return (
            ground & Domain("organization_id", "=", organization.id) & Domain("state", "!=", "draft") & ~about_herself
        )

    @api.model
    def _find_for_visitor(self, user, organization, referral_id):
        """The referral of an address, in superuser mode; nothing when it is not open to this visitor."""
        # sudo: visitors have no right of their own on referrals, the ground decides.
        found = self.sudo().search(self._get_portal_domain(user, organization) & Domain("id", "=", referral_id))
        return found.filtered(lambda one: one.state != "revoked" or one.direction == "inbound") - found._get_closed()

    @api.model
    def _count_waiting(self, user, organizations):
        """``{organisation: how many wait for its answer}``"""
        ground = self.env["hub.ground"]._get_domain(self._name, user)
        domain = ground & KINDS["waiting"] & Domain("organization_id", "in", organizations.ids)
        # sudo: see _find_for_visitor.
        return {one.id: count for one, count in self.sudo()._read_group(domain, ["organization_id"], ["__count"])}

    @api.model
    def _get_portal_list(self, user, organization, kind, offset=0, limit=20):
        """One list of an organisation's page: how many, and its lines in words."""
        # sudo: see _find_for_visitor.
        referrals = self.sudo()
        domain = self._get_portal_domain(user, organization) & KINDS[kind]
        order = "due_on, id" if kind in ("waiting", "current") else "id desc"
        found = referrals.search(domain, order=order, offset=offset, limit=limit)
        return referrals.search_count(domain), found._get_portal_lines()

    def _get_portal_lines(self):
        closed = self._get_closed() | self.filtered(lambda one: one.state == "revoked" and one.direction == "outbound")
        return [referral._get_portal_line(referral in closed) for referral in self]

    def _get_portal_line(self, closed=False):
        """What a list says of it: of one that was closed, that it was there."""
        line = {"id": self.id, "ref": self.ref, "is_closed": closed, "partner_reference": self.partner_reference}
        if closed:
            return {**line, "state": self.env._("Called off"), "title": self.ref, "due": "", "is_late": False}
        return {
            **line,
            "title": " · ".join(filter(None, [self.initials, self.need_type_id.name])),
            "state": self._get_portal_state(),
            "due": self._get_due_words(),
            "is_late": self.is_late,
            "urgency": self._get_label("urgency") if self.urgency != "normal" else "",
        }

    # ------------------------------------------------------------
    # In words
    # ------------------------------------------------------------
    def _get_label(self, name):
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

    def _get_portal_state(self):
        """Where it stands, told to the organisation."""
        self.ensure_one()
        if self.direction == "inbound":
            return {
                "sent": self.env._("Sent to the hub"),
                "acknowledged": self.env._("The hub is looking into it"),
                "waitlisted": self.env._("On the hub's waiting list"),
                "accepted": self.env._("The hub accepts it"),
                "declined": self.env._("The hub cannot take it on"),
                "served": self.env._("The hub has received the person"),
                "not_served": self.env._("The hub could not help"),
                "no_show": self.env._("The person did not come"),
                "closed": self.env._("Closed"),
                "revoked": self.env._("You took it back"),
            }[self.state]
        return {
            "sent": self.env._("Waits for your answer"),
            "acknowledged": self.env._("Received, waits for your answer"),
            "waitlisted": self.env._("On your waiting list"),
            "accepted": self.env._("You accepted it"),
            "declined": self.env._("You declined it"),
            "served": self.env._("The person was served"),
            "not_served": self.env._("You could not help"),
            "no_show": self.env._("The person did not come"),
            "closed": self.env._("Closed"),
            "revoked": self.env._("Called off"),
        }[self.state]

    def _get_due_words(self):
        if not self.due_on:
            return ""
        day = long_date(self.due_on, self.env.lang or "en_US")
        if self.direction == "inbound":
            return self.env._("The hub answers by %(day)s", day=day)
        if self.state == "accepted":
            return self.env._("Tell the hub what became of it by %(day)s", day=day)
        return self.env._("Please answer by %(day)s", day=day)

    def _get_step_labels(self):
        """``{step: (what the button says, what is asked beside it)}`` of an organisation, in this order."""
        return {
            "accepted": (self.env._("We accept"), ""),
            "acknowledged": (self.env._("Received, we answer later"), ""),
            "waitlisted": (self.env._("Put on our waiting list"), ""),
            "declined": (self.env._("We decline"), "reason"),
            "served": (self.env._("The person was served"), "note"),
            "no_show": (self.env._("The person did not come"), "note"),
            "not_served": (self.env._("We could not help"), "note"),
            "revoked": (self.env._("Take it back"), ""),
        }

    def _get_partner_steps(self):
        """The steps that the organisation may take now."""
        own = RECEIVER_STEPS if self.direction == "outbound" else {"revoked"}
        return [step for step in self._get_step_labels() if step in own & set(self._TRANSITIONS[self.state])]

    def _get_portal_values(self):
        """All that a page of this referral shows, in words; the person's details apart."""
        self.ensure_one()
        labels = self._get_step_labels()
        reasons = dict(self._fields["decline_reason"]._description_selection(self.env))
        lang = self.env.lang or "en_US"
        return {
            **self._get_portal_line(),
            "direction": self.direction,
            "initials": self.initials,
            "need": self.need_type_id.name,
            "shown": self.state,
            "sent": long_date(fields.Datetime.context_timestamp(self, self.sent_at).date(), lang),
            "steps": [
                {"step": step, "label": labels[step][0], "asks": labels[step][1]} for step in self._get_partner_steps()
            ],
            "reasons": reasons,
            "reason": reasons.get(self.decline_reason) if self.state == "declined" else "",
            "outcome": self._get_label("outcome") if self.state == "closed" else "",
            "outcome_note": self.outcome_note if self.direction == "outbound" else "",
            "may_know": self._may_know(),
        }

    # ------------------------------------------------------------
    # The person
    # ------------------------------------------------------------
    def _may_know(self):
        """Whether the organisation has accepted, and is told who the person is."""
        return self.direction == "outbound" and self.state in KNOWN_STATES

    def _get_details(self):
        """What the organisation is told of the person: ``[(label, text, code)]``. A disclosure, and logged."""
        self.ensure_one()
        if not self._may_know():
            return []
        labels = {part.code: part.name for part in self.shared_field_ids}
        given = self.beneficiary_id._disclose(
            PURPOSE, self.organization_id, self._get_shared_codes(), "referral", record=self
        )
        details = [(labels[code], text, code) for code, text in given.items() if text]
        return [*details, (self.env._("What you should know"), self.note, "note")] if self.note else details

    # ------------------------------------------------------------
    # What the organisation does
    # ------------------------------------------------------------
    def _answer(self, post, name):
        """A step that the organisation takes, by the portal or by its link.

        :param post: ``step``, ``shown`` (the status that its page showed), ``reason``, ``note``
        :param name: who answers, as the organisation knows her
        :raises UserError: with a sentence for who reads it; of two answers at once, one reads how it stands
        """
        self.ensure_one()
        self._lock_or_explain()
        self.invalidate_recordset(["state", "answered_at"])
        step = str(post.get("step") or "")
        if post.get("shown") != self.state:
            raise UserError(
                self.env._(
                    "Somebody was faster: it is “%(state)s” now. Please read the page once more.",
                    state=self._get_portal_state(),
                )
            )
        if step not in self._get_partner_steps():
            raise UserError(self.env._("Choose one of the answers."))
        if step in RECEIVER_STEPS and self._get_closed():
            raise AccessError(self.env._("This page does not exist, or it is not open to you."))
        vals = {"state": step, "answered_by": name}
        if step == "declined":
            vals["decline_reason"] = self._read_reason(post)
        if step == "revoked":
            vals["revoke_reason"] = self.env._("Taken back by %(name)s", name=name)
        note = str(post.get("note") or "").strip()[:MAX_NOTE]
        if note:
            vals["outcome_note"] = note
        return self.write(vals)

    @api.model
    def _read_reason(self, post):
        if post.get("reason") not in dict(DECLINE_REASONS):
            raise UserError(self.env._("Please say why you decline."))
        return post["reason"]
