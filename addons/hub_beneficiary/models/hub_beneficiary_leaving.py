from odoo import api, fields, models
from odoo.tools import format_list

from .hub_referral import OPEN_STATES


class HubBeneficiary(models.Model):
    """What is still open when a person leaves: it ends with a reason, or the file's history says that it goes on."""

    _inherit = "hub.beneficiary"

    def _get_open_work(self):
        """``{kind: records}`` of what goes on with these people, on all their files: what the user may see of it."""
        files = self._get_clusters().ids
        of_these = [("beneficiary_id", "in", files)]
        return {
            "referral": self.env["hub.referral"].search([*of_these, ("state", "in", ("draft", *OPEN_STATES))]),
            "enrolment": self.env["hub.enrolment"].search([*of_these, ("state", "=", "open")]),
            "request": self.env["crm.lead"].search(
                [*of_these, ("is_hub_request", "=", True), ("stage_code", "!=", "closed")]
            ),
            "appointment": self.env["calendar.event"].search(
                [
                    ("hub_beneficiary_id", "in", files),
                    ("active", "=", True),
                    ("stop", ">", fields.Datetime.now()),
                ]
            ),
        }

    @api.model
    def _get_open_work_labels(self):
        return {
            "referral": self.env._("Open referrals"),
            "enrolment": self.env._("Open enrolments"),
            "request": self.env._("Open requests"),
            "appointment": self.env._("Appointments to come"),
        }

    def _end_open_work(self, reasons):
        """End what goes on with these people.

        :param reasons: ``{kind: why}``; for enrolments their outcome. A kind that is missing goes on.
        """
        work = self._get_open_work()
        for kind, reason in reasons.items():
            if work[kind]:
                getattr(self, f"_end_{kind}")(work[kind], reason)

    @api.model
    def _end_referral(self, referrals, reason):
        referrals._end_because(reason)

    @api.model
    def _end_enrolment(self, enrolments, outcome):
        enrolments.action_end(outcome)

    @api.model
    def _end_request(self, requests, reason):
        requests.action_close()
        self._tell_reason(requests, reason)

    @api.model
    def _end_appointment(self, events, reason):
        """Who was told of one reads on its page that it is cancelled."""
        events.action_cancel_appointment()
        self._tell_reason(events, reason)

    @api.model
    def _tell_reason(self, records, reason):
        for record in records if reason else ():
            # sudo: a colleague's appointment, too.
            record.sudo()._message_log(body=self.env._("The person leaves the hub: %(reason)s", reason=reason))

    def action_exit(self, reason):
        result = super().action_exit(reason)
        for person in self:
            person._note_left_open()
        return result

    def _note_left_open(self):
        """Nothing stays open in silence, whoever recorded that she leaves, and by which way."""
        labels = self._get_open_work_labels()
        # sudo: also what hangs on a file that is closed to the user; it is counted, not named.
        work = self.sudo()._get_open_work()
        still = [f"{labels[kind]} ({len(records)})" for kind, records in work.items() if records]
        if still:
            self.sudo()._message_log(
                body=self.env._("She or he has left, and this goes on: %(work)s.", work=format_list(self.env, still))
            )


class HubReferral(models.Model):
    _inherit = "hub.referral"

    def _end_because(self, reason):
        """End these referrals, each as its direction and status allow: the person they are about is gone.

        A draft that nobody has sent is deleted; what the hub sent is called off; what came to the hub it declines, or
        says that the person was not served.
        """
        drafts = self.filtered(lambda one: one.state == "draft")
        outbound = (self - drafts).filtered(lambda one: one.direction == "outbound")
        accepted = (self - drafts - outbound).filtered(lambda one: one.state == "accepted")
        # sudo: a draft is nothing yet, whoever may delete what was sent.
        drafts.sudo().unlink()
        outbound.action_revoke(reason)
        accepted.write({"state": "not_served", "outcome_note": reason})
        (self - drafts - outbound - accepted).write(
            {"state": "declined", "decline_reason": "other", "outcome_note": reason}
        )
