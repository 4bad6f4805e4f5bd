from odoo import fields, models
from odoo.exceptions import UserError

FEEDBACK_PURPOSE = "referral_feedback"
FEEDBACK_DAYS = 30
MAX_NOTE = 1000
FEEDBACKS = [("yes", "Yes"), ("partly", "In part"), ("no", "No")]


class HubReferral(models.Model):
    """What the person herself says of a referral: the organisation's report is one side of it."""

    _inherit = "hub.referral"

    feedback = fields.Selection(
        FEEDBACKS,
        "Was helped, the person says",
        readonly=True,
        copy=False,
        tracking=True,
        help="By her or his own link.",
    )
    feedback_note = fields.Text("In her or his words", readonly=True, copy=False)
    feedback_at = fields.Datetime("Said on", readonly=True, copy=False)

    def action_ask_feedback(self):
        """Prepare the message that asks the person how it went. It tells a stranger who reads it nothing."""
        self.ensure_one()
        self.check_access("write")
        self._verify_may_ask()
        partner = self.beneficiary_id.partner_id
        link = self.env["hub.signed.link"]._issue(
            self, FEEDBACK_PURPOSE, partner=partner, days=FEEDBACK_DAYS, max_uses=1, revoke_others=True
        )
        asked = self.with_context(lang=partner.lang or self.env.lang)
        text = asked.env._("%(hub)s: how did it go? Tell us here.", hub=asked.env.company._get_hub_name())
        return self.env["hub.phone.message"]._prepare_for(self, partner, text, link)._get_dialog_action()

    def _verify_may_ask(self):
        if not self.beneficiary_id or self.outcome in (False, "declined"):
            raise UserError(
                self.env._(
                    "%(referral)s: the person is asked once it is known what became of it.",
                    referral=self._get_standing(),
                )
            )
        if self.feedback:
            raise UserError(self.env._("%(reference)s: the person has said it already.", reference=self.ref))

    # ------------------------------------------------------------
    # Her page
    # ------------------------------------------------------------
    def _get_link_page(self, link):
        if link.purpose != FEEDBACK_PURPOSE:
            return super()._get_link_page(link)
        options = dict(self._fields["feedback"]._description_selection(self.env))
        return "hub_beneficiary.referral_feedback_page", {"options": options, "said": bool(self.feedback)}

    def _act_on_link(self, link, post):
        if link.purpose != FEEDBACK_PURPOSE:
            return super()._act_on_link(link, post)
        if post.get("feedback") not in dict(FEEDBACKS):
            raise UserError(self.env._("Please choose one of the three answers."))
        link._use_or_explain()
        self.write(
            {
                "feedback": post["feedback"],
                "feedback_note": str(post.get("note") or "").strip()[:MAX_NOTE] or False,
                "feedback_at": fields.Datetime.now(),
            }
        )
        if self.feedback == "no":
            self._plan_call()
        return "hub_beneficiary.referral_feedback_page", {"options": {}, "said": True}

    def _plan_call(self):
        """Whom nobody has helped is called."""
        self._plan_for_responsible(
            "mail.mail_activity_data_todo", lambda told: told.env._("Was not helped, the person says: call her or him")
        )
