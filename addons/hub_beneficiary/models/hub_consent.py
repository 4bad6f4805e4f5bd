from typing import NamedTuple

from odoo import api, fields, models
from odoo.addons.hub_core.tools import make_append_only
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

DECISION_STATES = {"granted": "granted", "refused": "refused", "withdrawn": "refused"}
#: What a person's decisions come to, the first that one of her purposes has.
OVERALL = ("granted", "refused", "expired")


class Word(NamedTuple):
    """The last thing that a person said about a purpose: granted, refused or expired, and on which line."""

    state: str
    consent_id: int


class HubConsent(models.Model):
    """What a person decided about her data, and when. Append-only: a change of mind is a new line.

    A line answers the whole notice (what she did not tick, she refused) or speaks of its purposes alone. For each
    purpose the last line that speaks of it counts, on whichever of her files it is written.

    The database refuses UPDATE and DELETE by a trigger, whoever asks; only names can be erased.
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
    scope = fields.Selection(
        [("whole", "The whole notice"), ("purposes", "These purposes only")],
        "Answers",
        required=True,
        default="whole",
        help="An answer to the whole notice refuses what is not ticked. One to some purposes leaves the others as "
        "they were.",
    )
    purpose_ids = fields.Many2many(
        "hub.consent.purpose",
        string="Purposes",
        default=lambda self: self.env["hub.privacy.notice"]._get_current().purpose_ids,
    )
    method = fields.Selection(
        [
            ("paper", "On paper"),
            ("oral", "By word of mouth"),
            ("signature", "Signature"),
            ("portal", "In the portal"),
            ("import", "Register"),
        ],
        required=True,
        default="oral",
    )
    given_by = fields.Selection(
        [("self", "The person"), ("guardian", "A guardian")], "Given by", required=True, default="self"
    )
    guardian_name = fields.Char("Guardian")
    guardian_id = fields.Many2one(
        "hub.beneficiary",
        "Guardian's file",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('id', '!=', beneficiary_id)]",
    )
    recipient_ids = fields.Many2many(
        "res.partner",
        "hub_consent_recipient_rel",
        string="Only to",
        domain="[('is_company', '=', True), ('is_beneficiary', '=', False)]",
        help="The organisations that the person named. Empty: those that the purpose allows.",
    )
    expires_on = fields.Date("Valid until", help="The last day on which it holds. Empty: until it is withdrawn.")
    note = fields.Char("Evidence")
    user_id = fields.Many2one(
        "res.users", "Recorded by", required=True, readonly=True, default=lambda self: self.env.user
    )
    state = fields.Selection(
        [("granted", "Granted"), ("refused", "Refused")], compute="_compute_state", export_string_translation=False
    )

    _guardian_named = models.Constraint(
        "CHECK (given_by <> 'guardian' OR COALESCE(guardian_name, '') <> '' OR guardian_id IS NOT NULL)",
        "Name the guardian who gave the consent.",
    )
    _period_ordered = models.Constraint(
        "CHECK (expires_on >= date)", "A consent cannot end before it is given: correct “Valid until”."
    )
    _latest_idx = models.Index("(beneficiary_id, date DESC, id DESC)")

    def init(self):
        """What is decided stays written: not even SQL changes or removes a line."""
        result = super().init()
        make_append_only(self.env.cr, self._table, self._append_only_cleanable)
        for name in ("purpose_ids", "recipient_ids"):
            make_append_only(self.env.cr, self._fields[name].relation)
        return result

    @api.depends("decision")
    def _compute_state(self):
        for consent in self:
            consent.state = DECISION_STATES.get(consent.decision, "refused")

    @api.constrains("beneficiary_id", "date", "given_by", "decision", "guardian_id")
    def _check_who_may_agree(self):
        """A guardian agrees for a child, and is of age and somebody else. A register does not say who agreed:
        what it brought is asked again when something would go out."""
        problems = []
        for consent in self.filtered(lambda one: one.decision == "granted" and one.method != "import"):
            person, guardian = consent.beneficiary_id, consent.guardian_id
            if consent.given_by == "self" and person._is_minor_on(consent.date):
                problems.append(self.env._("%(person)s is a child: name the guardian who agrees.", person=person.ref))
            if guardian and guardian.root_id == person.root_id:
                problems.append(self.env._("%(person)s is not her or his own guardian.", person=person.ref))
            elif guardian and guardian._is_minor_on(consent.date):
                problems.append(self.env._("The guardian %(person)s is a child too.", person=guardian.ref))
        if problems:
            raise ValidationError("\n".join(problems))

    @api.constrains("date")
    def _check_date_past(self):
        today = fields.Date.context_today(self)
        late = self.filtered(lambda consent: consent.date > today)
        if late:
            raise ValidationError(
                self.env._(
                    "A consent is written down when it is given; the date is in the future: %(people)s.",
                    people=", ".join(late.beneficiary_id.mapped("ref")),
                )
            )

    @api.constrains("decision", "scope", "purpose_ids")
    def _check_purposes(self):
        empty = self.filtered(lambda consent: consent.scope == "purposes" and not consent.purpose_ids)
        if empty:
            raise ValidationError(
                self.env._(
                    "Choose the purposes that this is about: %(people)s.",
                    people=", ".join(empty.beneficiary_id.mapped("ref")),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [self._prepare_written_vals(vals) for vals in vals_list]
        consents = super().create(vals_list)
        consents.beneficiary_id._mark_consents_changed()
        return consents

    @api.model
    def _prepare_written_vals(self, vals):
        """Of what somebody sends: that she writes it down herself, and not in the portal, is no choice of hers."""
        if vals.get("method") == "portal":
            raise UserError(
                self.env._("“In the portal” people decide by themselves: choose how you were told of this consent.")
            )
        return {**vals, "user_id": self.env.uid}

    def write(self, vals):
        if self:
            raise UserError(self.env._("A consent is never changed: record a new one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A consent is never deleted: record its withdrawal."))

    @api.model
    def _get_words(self, people, purposes=None, day=None):
        """The last word of these people about each purpose on ``day``, in one query.

        :return: ``{(person's id, purpose's id): Word}``; who was never asked about a purpose is missing
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT person_id, purpose_id, consent_id, state FROM %s AS word",
                self._get_words_sql(people, purposes, day),
            )
        )
        return {(person, purpose): Word(state, consent) for person, purpose, consent, state in rows}

    @api.model
    def _get_words_sql(self, people=None, purposes=None, day=None):
        """The same as a table, of everybody without ``people``: person_id, purpose_id, consent_id, state."""
        return SQL(
            """(
                SELECT asked.id AS person_id, purpose.id AS purpose_id, word.consent_id, word.state
                  FROM hub_beneficiary asked
                 CROSS JOIN hub_consent_purpose purpose
                 CROSS JOIN LATERAL %(word)s AS word
                 WHERE (%(people)s::int[] IS NULL OR asked.id = ANY(%(people)s))
                   AND (%(purposes)s::int[] IS NULL OR purpose.id = ANY(%(purposes)s))
            )""",
            word=self._get_word_sql(day),
            people=None if people is None else people._origin.ids,
            purposes=None if purposes is None else purposes.ids,
        )

    @api.model
    def _get_word_sql(self, day=None):
        """The last word of a row ``asked`` about a row ``purpose``: none, or one of consent_id and state.

        One person after the other, from indexes: joined, the planner may multiply people by people as long as it does
        not know how many there are (a register that is being imported).
        """
        self._flush_words()
        return SQL(
            """(
                SELECT consent.id AS consent_id,
                       CASE WHEN consent.decision <> 'granted' OR NOT %(named)s THEN 'refused'
                            WHEN consent.expires_on < %(day)s THEN 'expired'
                            ELSE 'granted' END AS state
                  FROM hub_consent consent
                 WHERE consent.beneficiary_id = ANY (
                           ARRAY(SELECT id FROM hub_beneficiary WHERE root_id = asked.root_id))
                   AND consent.date <= %(day)s
                   AND (%(named)s OR consent.scope = 'whole' AND (consent.decision <> 'granted' OR %(told)s))
                 ORDER BY consent.date DESC, consent.id DESC
                 LIMIT 1
            )""",
            named=SQL(
                "EXISTS (SELECT FROM hub_consent_hub_consent_purpose_rel"
                " WHERE hub_consent_id = consent.id AND hub_consent_purpose_id = purpose.id)"
            ),
            told=SQL(
                "EXISTS (SELECT FROM hub_consent_purpose_hub_privacy_notice_rel"
                " WHERE hub_privacy_notice_id = consent.notice_id AND hub_consent_purpose_id = purpose.id)"
            ),
            day=day or fields.Date.context_today(self),
        )

    @api.model
    def _flush_words(self):
        self.flush_model(["beneficiary_id", "notice_id", "decision", "date", "scope", "purpose_ids", "expires_on"])
        self.env["hub.privacy.notice"].flush_model(["purpose_ids"])

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
    def _get_overall_states(self, people):
        """``{person's id: state}``: granted when she agrees to something, else refused, else expired."""
        result = {}
        for (person_id, _purpose_id), word in self._get_words(people).items():
            known = result.get(person_id, word.state)
            result[person_id] = min(known, word.state, key=OVERALL.index)
        return result
