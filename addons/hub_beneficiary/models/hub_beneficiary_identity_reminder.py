from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

#: Days before the end of a permit on which somebody is told.
REMINDERS = (90, 60, 30)
#: What somebody needs time to renew. A national card that ended takes nobody's right to stay.
REMINDED_TYPES = ("residence_card", "registration_card", "receipt", "passport")
OPEN_STATES = ("draft", "registered", "active")
ACTIVITY_TYPE = "hub_beneficiary.mail_activity_type_expiry"
#: Within which an activity asks to be done.
TIME_TO_ACT = timedelta(days=14)


class HubBeneficiaryIdentity(models.Model):
    """Reminders before a document ends: one activity at 90, 60 and 30 days each, and none twice.

    The document itself keeps which reminder it had last, so a second run, a second cron or a restored backup
    finds nothing to do. A document recorded late gets the reminder of its time alone. Who renewed it, left,
    or is archived is reminded of nothing, and what is open is taken back.
    """

    _inherit = "hub.beneficiary.identity"

    reminder_days = fields.Integer(
        "Last reminder", readonly=True, copy=False, help="At how many days before its end; 0 is none yet."
    )
    activity_ids = fields.One2many(
        "mail.activity", "hub_identity_id", "Reminders", groups="hub_beneficiary.group_reception"
    )

    @api.model
    def _get_reminder_domain(self, today):
        """Documents of which the reminder of their time has not been given."""
        due = Domain.OR(
            Domain("expires_on", "<=", today + timedelta(days=days))
            & (Domain("reminder_days", "=", 0) | Domain("reminder_days", ">", days))
            for days in REMINDERS
        )
        return (
            due
            & Domain("expires_on", ">=", today)
            & Domain("type", "in", REMINDED_TYPES)
            & Domain("is_renewed", "=", False)
            & Domain("beneficiary_id.state", "in", OPEN_STATES)
            & Domain("beneficiary_id.active", "=", True)
        )

    @api.model
    def _cron_remind_expiry(self):
        today = fields.Date.context_today(self)
        domain = self._get_reminder_domain(today)
        remaining = self.search_count(domain)
        self.env["ir.cron"]._commit_progress(remaining=remaining)
        while remaining > 0:
            batch = self.search(domain, limit=200, order="id").try_lock_for_update(allow_referencing=True)
            batch._remind(today)
            remaining -= len(batch)
            if not batch or not self.env["ir.cron"]._commit_progress(len(batch)):
                break

    def _remind(self, today):
        """One activity for each document, at the stage of its time."""
        for days, identities in self.grouped(lambda identity: identity._get_reminder_stage(today)).items():
            identities.reminder_days = days
        responsibles = self.beneficiary_id.root_id._get_responsibles()
        activity_type = self.env.ref(ACTIVITY_TYPE)
        vals_list = [
            identity._prepare_reminder_vals(today, activity_type, responsibles[identity.beneficiary_id.root_id])
            for identity in self
        ]
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(vals_list)

    def _get_reminder_stage(self, today):
        return min(days for days in REMINDERS if self.expires_on <= today + timedelta(days=days))

    def _prepare_reminder_vals(self, today, activity_type, responsible):
        """Names and numbers stay in the file: activities are shown in many places."""
        person = self.beneficiary_id.root_id
        user = responsible.user or self.env.user
        reader = self.with_context(lang=user.lang)
        kinds = dict(reader._fields["type"]._description_selection(reader.env))
        return {
            "res_model_id": self.env["ir.model"]._get_id(person._name),
            "res_id": person.id,
            "hub_identity_id": self.id,
            "activity_type_id": activity_type.id,
            "user_id": user.id,
            "note": responsible.note,
            "date_deadline": min(self.expires_on, today + TIME_TO_ACT),
            "summary": reader.env._(
                "%(document)s ends on %(day)s", document=kinds[self.type], day=format_date(reader.env, self.expires_on)
            ),
        }

    def _drop_reminders(self):
        """What is open about these documents is no longer to be done."""
        # sudo: the reminder of whoever it was given to.
        self.env["mail.activity"].sudo().search([("hub_identity_id", "in", self.ids)]).unlink()

    @api.model_create_multi
    def create(self, vals_list):
        identities = super().create(vals_list)
        identities.renews_id._drop_reminders()
        return identities

    def write(self, vals):
        moved = self.browse()
        if "expires_on" in vals:
            day = fields.Date.to_date(vals["expires_on"]) or False
            moved = self.filtered(lambda identity: identity.expires_on != day)
        result = super().write(vals)
        if moved:
            super(HubBeneficiaryIdentity, moved).write({"reminder_days": 0})
        if vals.get("renews_id"):
            self.renews_id._drop_reminders()
        if moved or ("active" in vals and not vals["active"]):
            (moved if vals.get("active", True) else self)._drop_reminders()
        return result


class HubBeneficiary(models.Model):
    _inherit = "hub.beneficiary"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state", OPEN_STATES[0]) not in OPEN_STATES or not vals.get("active", True):
            self.identity_ids._drop_reminders()
        return result


class MailActivity(models.Model):
    _inherit = "mail.activity"

    hub_identity_id = fields.Many2one(
        "hub.beneficiary.identity",
        "Identity document",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
        groups="hub_beneficiary.group_reception",
    )
