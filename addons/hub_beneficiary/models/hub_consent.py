from odoo import api, fields, models
from odoo.addons.hub_core.tools import make_append_only
from odoo.exceptions import UserError
from odoo.tools import SQL

DECISION_STATES = {"granted": "granted", "refused": "refused", "withdrawn": "refused"}


class HubConsentPurpose(models.Model):
    _name = "hub.consent.purpose"
    _description = "Purpose of consent"
    _order = "sequence, id"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "There is already a purpose with this code.")


class HubPrivacyNotice(models.Model):
    """The text a person is told before consenting. Once used it does not change: a new version does."""

    _name = "hub.privacy.notice"
    _description = "Privacy notice"
    _order = "date_from desc, id desc"

    code = fields.Char(required=True)
    version = fields.Integer(required=True, default=1)
    name = fields.Char("Title", required=True, translate=True)
    text = fields.Html(required=True, translate=True, sanitize_attributes=True)
    filing_number = fields.Char("Filing number", help="The number the data protection authority (CNDP) gave.")
    date_from = fields.Date("In force from", required=True, default=fields.Date.context_today)
    purpose_ids = fields.Many2many("hub.consent.purpose", string="Purposes")
    active = fields.Boolean(default=True)

    _version_uniq = models.Constraint("UNIQUE (code, version)", "This version of the notice already exists.")

    @api.depends("name", "version")
    def _compute_display_name(self):
        for notice in self:
            notice.display_name = f"{notice.name or notice.code} v{notice.version}"

    def write(self, vals):
        if {"code", "version", "text"} & set(vals):
            # sudo: whether a notice was used does not depend on who asks.
            used = self.env["hub.consent"].sudo().search([("notice_id", "in", self.ids)], limit=1)
            if used:
                raise UserError(
                    self.env._(
                        "People have answered to “%(notice)s”: its text stays. Make a new version.",
                        notice=used.notice_id.display_name,
                    )
                )
        return super().write(vals)

    @api.model
    def _get_current(self):
        """The notice in force today, or an empty recordset."""
        return self.search([("date_from", "<=", fields.Date.context_today(self))], limit=1)


class HubConsent(models.Model):
    """What a person decided about her data, and when. Append-only: a change of mind is a new line.

    The database refuses UPDATE and DELETE by a trigger, whoever asks.
    """

    _name = "hub.consent"
    _description = "Consent"
    _order = "date desc, id desc"
    _rec_name = "beneficiary_id"

    beneficiary_id = fields.Many2one("hub.beneficiary", "Person", required=True, ondelete="restrict", index=True)
    notice_id = fields.Many2one(
        "hub.privacy.notice",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["hub.privacy.notice"]._get_current(),
    )
    decision = fields.Selection(
        [("granted", "Granted"), ("refused", "Refused"), ("withdrawn", "Withdrawn")], required=True, default="granted"
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    purpose_ids = fields.Many2many(
        "hub.consent.purpose",
        string="Purposes",
        default=lambda self: self.env["hub.privacy.notice"]._get_current().purpose_ids,
    )
    method = fields.Selection(
        [("paper", "On paper"), ("oral", "By word of mouth"), ("signature", "Signature"), ("import", "Register")],
        required=True,
        default="oral",
    )
    given_by = fields.Selection(
        [("self", "The person"), ("guardian", "A guardian")], "Given by", required=True, default="self"
    )
    guardian_name = fields.Char("Guardian")
    note = fields.Char("Evidence")
    user_id = fields.Many2one(
        "res.users", "Recorded by", required=True, readonly=True, default=lambda self: self.env.user
    )
    state = fields.Selection(
        [("granted", "Granted"), ("refused", "Refused")], compute="_compute_state", export_string_translation=False
    )

    _guardian_named = models.Constraint(
        "CHECK (given_by <> 'guardian' OR COALESCE(guardian_name, '') <> '')", "Name the guardian who gave the consent."
    )
    _latest_idx = models.Index("(beneficiary_id, date DESC, id DESC)")

    def init(self):
        """What is decided stays written: not even SQL changes or removes a line."""
        result = super().init()
        make_append_only(self.env.cr, self._table)
        return result

    @api.depends("decision")
    def _compute_state(self):
        for consent in self:
            consent.state = DECISION_STATES.get(consent.decision, "refused")

    def write(self, vals):
        if self:
            raise UserError(self.env._("A consent is never changed: record a new one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A consent is never deleted: record its withdrawal."))

    @api.model
    def _get_latest(self, beneficiaries):
        """``{person's id: the last consent she gave, refused or withdrew}``, in one query."""
        consents = self.search_fetch(
            [("beneficiary_id", "in", beneficiaries._origin.ids)], ["beneficiary_id", "decision"]
        )
        latest = {}
        for consent in consents:
            latest.setdefault(consent.beneficiary_id.id, consent)
        return latest

    @api.model
    def _get_beneficiary_ids_query(self, states):
        """SQL of the ids of the people whose last word is one of ``states`` ("unknown" when none)."""
        decisions = tuple(key for key, state in DECISION_STATES.items() if state in states)
        return SQL(
            """(
                SELECT person.id FROM hub_beneficiary person
                LEFT JOIN LATERAL (
                    SELECT decision FROM hub_consent WHERE beneficiary_id = person.id
                    ORDER BY date DESC, id DESC LIMIT 1
                ) AS last ON TRUE
                WHERE last.decision IN %s OR (%s AND last.decision IS NULL)
            )""",
            decisions or ("",),
            "unknown" in states,
        )
