from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime, format_list

from .hub_referral import AGREED, OPEN_STATES, PURPOSE

#: Steps that the receiver takes; the others are the sender's.
RECEIVER_STEPS = frozenset({"acknowledged", "waitlisted", "accepted", "declined", "served", "not_served", "no_show"})
OUTCOMES = frozenset({"served", "not_served", "no_show", "declined"})


class HubReferral(models.Model):
    """The steps of a referral. Whoever takes one, ``write`` of ``state`` is the one door: it locks, verifies
    the table of transitions and fills in what goes with the step."""

    _inherit = "hub.referral"

    _TRANSITIONS = {
        "draft": ("sent",),
        "sent": ("acknowledged", "waitlisted", "accepted", "declined", "revoked"),
        "acknowledged": ("waitlisted", "accepted", "declined", "revoked"),
        "waitlisted": ("accepted", "declined", "revoked"),
        "accepted": ("served", "not_served", "no_show", "revoked"),
        "declined": ("closed",),
        "served": ("closed",),
        "not_served": ("served", "closed"),
        "no_show": ("served", "closed"),
        "closed": (),
        "revoked": (),
    }

    def write(self, vals):
        state = vals.get("state")
        self._verify_agreed(vals)
        self._verify_not_by_hand(vals)
        if not state:
            return super().write(vals)
        self._lock_or_explain()
        self.invalidate_recordset(["state"])
        self._verify_transition(state)
        if state == "sent":
            self._verify_may_send()
        for referral in self:
            super(HubReferral, referral).write({**referral._prepare_step_vals(state, vals), **vals})
        self._after_step(state)
        return True

    def _verify_agreed(self, vals):
        """What the person agreed to and the organisation was told does not change behind their backs."""
        changed = AGREED & vals.keys()
        if "beneficiary_id" in vals:
            # Who was meant by an organisation is found out later; whom the hub has referred is not.
            changed |= {"beneficiary_id"} if self.filtered(lambda one: one.direction == "outbound") else set()
        sent = self.filtered(lambda referral: referral.state != "draft") if changed else self.browse()
        if sent:
            raise UserError(
                self.env._(
                    "These referrals were sent as they are: %(referrals)s. Withdraw them and make new ones.",
                    referrals=format_list(self.env, sent.mapped("display_name")),
                )
            )

    def _verify_transition(self, state):
        """Raise unless every referral of ``self`` may take this step; each says where it stands, and since when."""
        refused = self.filtered(lambda referral: state not in self._TRANSITIONS[referral.state])
        if refused:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(step)s” is not possible any more: %(referrals)s.",
                    step=labels.get(state, state),
                    referrals=format_list(self.env, [referral._get_standing() for referral in refused]),
                )
            )

    def _get_standing(self):
        """Its reference and status, and who answered when: what the second of two people reads."""
        self.ensure_one()
        label = dict(self._fields["state"]._description_selection(self.env))[self.state]
        if not self.answered_at:
            return self.env._("%(reference)s is “%(state)s”", reference=self.ref, state=label)
        return self.env._(
            "%(reference)s is “%(state)s” since %(date)s",
            reference=self.ref,
            state=label,
            date=format_datetime(self.env, self.answered_at, dt_format="short"),
        )

    def _prepare_step_vals(self, state, vals):
        """What goes with a step besides the state."""
        self.ensure_one()
        now = fields.Datetime.now()
        step = {"due_on": self._get_due_on(state), "is_reminded": False}
        if state == "sent":
            step |= {"sent_at": now, "sent_by_id": self.env.uid}
            if not self.initials:
                step["initials"] = self._get_initials()
        if state in RECEIVER_STEPS:
            step |= {"answered_at": now, "answered_by": vals.get("answered_by") or self.env.user.name}
        if state == "accepted":
            step["accepted_on"] = fields.Date.context_today(self)
        if state in OUTCOMES:
            step["outcome"] = state
        if state == "acknowledged":
            step["due_on"] = self.due_on  # to have read it is no answer
        return step

    def _after_step(self, state):
        """Hook: what follows from a step. The links of what is over open nothing any more."""
        if state in ("closed", "revoked"):
            self._get_signed_links("referral")._revoke()
        elif state in OPEN_STATES:
            self._extend_links()
        if state != "acknowledged":
            self._end_reminders()
        if state in ("sent", "revoked"):
            self._mail_representatives(state)

    def _get_initials(self):
        """Of the name in letters that everybody reads, or of the Arabic one: "A. B."."""
        # sudo: the initials are what the receiver is told; who may send has been asked.
        person = self.sudo().beneficiary_id
        latin = [name.strip() for name in (person.given_name, person.family_name) if name and name.strip()]
        written = person.name_ar or self.sudo().request_id.contact_name or ""
        return self._get_initials_of(latin or written.split())

    # ------------------------------------------------------------
    # Staff
    # ------------------------------------------------------------
    def action_send(self):
        """Outbound: the person agreed, the organisation may answer from now on. Inbound: it has come to the hub."""
        self.write({"state": "sent"})
        return self.action_tell_organization() if self._is_told_by_phone() else True

    def _is_told_by_phone(self):
        """Whether staff are to send the message: nobody there has an address, and there is a number."""
        if len(self) != 1 or self.direction != "outbound" or any(self._get_mail_readers().values()):
            return False
        told = self._get_told()
        return isinstance(told, str) or bool(told.phone)

    def _verify_may_send(self):
        self._verify_inbound()
        outbound = self.filtered(lambda one: one.direction == "outbound")
        refusals = [sentence for referral in outbound for sentence in referral._get_send_refusals()]
        if refusals:
            raise UserError("\n".join(dict.fromkeys(refusals)))

    def _get_send_refusals(self):
        """Sentences that say why this referral may not be sent: what is missing, and what the person did not allow."""
        codes = self._get_shared_codes()
        if not codes:
            yield self.env._(
                "%(referral)s: choose what the organisation is told of the person once it accepts.",
                referral=self.display_name,
            )
            return
        _may, sentences = self.beneficiary_id._may_disclose(PURPOSE, self.organization_id, codes)
        if sentences:
            yield sentences

    def action_accept(self):
        return self.write({"state": "accepted"})

    def action_waitlist(self):
        return self.write({"state": "waitlisted"})

    def action_open_answer(self):
        """The dialog in which staff write down what the receiver says."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer to a referral"),
            "res_model": "hub.referral.answer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_referral_id": self.id, "default_step": self.env.context.get("default_step")},
        }

    def action_close(self):
        return self.write({"state": "closed"})

    def action_revoke(self, reason=None):
        """The sender takes it back: what the organisation could read is closed at its next click."""
        self.write({"state": "revoked", "revoke_reason": reason or self.env._("Withdrawn by the hub")})
        # Without a reason it is the button: who presses it tells them at once.
        return True if reason or not self._is_told_by_phone() else self._tell_called_off()

    def action_open_beneficiary(self):
        self.ensure_one()
        return self.beneficiary_id.get_formview_action()

    def action_open_request(self):
        self.ensure_one()
        return self.request_id.get_formview_action()

    def _end_reminders(self):
        """Nobody is reminded of what was answered."""
        self.activity_unlink(["mail.mail_activity_data_call"])
