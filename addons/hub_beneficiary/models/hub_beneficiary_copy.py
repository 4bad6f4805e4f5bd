from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

#: Days in which staff answer somebody who asks for a copy of her file.
COPY_DAYS = 15


class HubBeneficiary(models.Model):
    """A copy of one's own file, which law 09-08 lets everybody ask for; and what staff are asked from the portal."""

    _inherit = "hub.beneficiary"

    copy_asked_at = fields.Datetime("Copy asked for on", readonly=True, copy=False, index="btree_not_null")
    copy_given_at = fields.Datetime("Copy printed on", readonly=True, copy=False)

    def _ask_for_copy(self):
        """The person asks in the portal; somebody who may see her file prints it, and looks it through."""
        self.ensure_one()
        self._lock_or_explain()
        if self.copy_asked_at:
            raise UserError(self.env._("You have asked for a copy already: the hub is preparing it."))
        self.copy_asked_at = fields.Datetime.now()
        self._ask_staff(
            "hub_beneficiary.activity_type_copy", lambda told: told.env._("Copy of the file asked for"), COPY_DAYS
        )

    def action_print_copy(self):
        return self._print_hub_document("hub_beneficiary.document_copy_report")

    def _after_document_printed(self, report):
        result = super()._after_document_printed(report)
        if report.report_name == "hub_beneficiary.document_copy":
            # sudo: who may print a copy has answered the request, whatever else she may write.
            people = self.sudo()
            people.write({"copy_given_at": fields.Datetime.now(), "copy_asked_at": False})
            people._finish_activities("hub_beneficiary.activity_type_copy")
        return result

    # ------------------------------------------------------------
    # Staff are asked
    # ------------------------------------------------------------
    def _ask_staff(self, activity_type, get_summary, days=0):
        """One activity on the file, for somebody who may open it; what waits already is asked once.

        No mail: it would carry her name out of the hub.

        :param get_summary: gives the title of the activity, of the file in the language of who is asked
        """
        self.ensure_one()
        kind = self.env.ref(activity_type)
        if self.activity_ids.filtered(lambda activity: activity.activity_type_id == kind):
            return
        responsible = self._get_responsibles()[self]
        told = self.with_context(lang=responsible.user.lang or self.env.lang, mail_activity_quick_update=True)
        told.activity_schedule(
            activity_type,
            fields.Date.context_today(self) + timedelta(days=days),
            summary=get_summary(told),
            note=responsible.note,
            user_id=responsible.user.id,
        )

    def _finish_activities(self, activity_type):
        kind = self.env.ref(activity_type)
        # sudo: a colleague's activity is over, too.
        self.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == kind).action_done()
