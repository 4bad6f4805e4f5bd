from datetime import date

from dateutil.relativedelta import relativedelta
from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from .hub_beneficiary import EXIT_REASONS

#: Files looked at in one transaction of the scheduled action.
BATCH = 500


class HubRetentionRule(models.Model):
    """How long a file is kept after the last thing that happened with it. A rule proposes; a person decides."""

    _name = "hub.retention.rule"
    _description = "Rule of retention"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, help="The reason, as who decides reads it.")
    sequence = fields.Integer(default=10)
    state = fields.Selection(
        [("draft", "Draft"), ("exited", "Left")],
        "Files that are",
        required=True,
        default="exited",
        help="A file of somebody who has not left is never proposed: say first that the person has left.",
    )
    exit_reason = fields.Selection(EXIT_REASONS, "Who left because", help="Empty: for whatever reason.")
    months = fields.Integer(
        "Months without anything",
        required=True,
        default=60,
        help="Since the last service, request, appointment, consent or change of household, or since the person left.",
    )
    active = fields.Boolean(default=True)
    proposal_count = fields.Integer("Waiting", compute="_compute_proposal_count")

    _months_positive = models.Constraint("CHECK (months > 0)", "A file is kept for at least one month.")
    _reason_of_exit = models.Constraint(
        "CHECK (exit_reason IS NULL OR state = 'exited')", "Only who has left has a reason for leaving."
    )

    def _compute_proposal_count(self):
        domain = [("rule_id", "in", self.ids), ("state", "=", "proposed")]
        counts = dict(self.env["hub.retention.proposal"]._read_group(domain, ["rule_id"], ["__count"]))
        for rule in self:
            rule.proposal_count = counts.get(rule, 0)

    # ------------------------------------------------------------
    # Whose time is over
    # ------------------------------------------------------------
    @api.model
    def _get_last_activity_sql(self):
        """SQL: the last day on which something happened with the person of a row ``person``, all her files together.

        An addon with documents of its own about people adds their days.
        """
        files = SQL("(SELECT id FROM hub_beneficiary WHERE root_id = person.id)")
        return SQL(
            """GREATEST(
                (SELECT MAX(GREATEST(create_date::date, reception_date, exited_on))
                   FROM hub_beneficiary WHERE root_id = person.id),
                (SELECT MAX(delivery.date) FROM hub_service_delivery delivery
                   JOIN hub_beneficiary file ON file.partner_id = delivery.partner_id WHERE file.root_id = person.id),
                (SELECT MAX(GREATEST(create_date::date, received_on, oriented_on, hub_closed_on))
                   FROM crm_lead WHERE beneficiary_id IN %(files)s),
                (SELECT MAX(stop)::date FROM calendar_event WHERE hub_beneficiary_id IN %(files)s AND active),
                (SELECT MAX(date) FROM hub_consent WHERE beneficiary_id IN %(files)s),
                (SELECT MAX(GREATEST(create_date, answered_at))::date FROM hub_referral
                  WHERE beneficiary_id IN %(files)s),
                (SELECT MAX(GREATEST(date_start, date_end)) FROM hub_enrolment WHERE beneficiary_id IN %(files)s),
                (SELECT MAX(GREATEST(date_start, date_end)) FROM hub_household_member WHERE beneficiary_id IN %(files)s)
            )""",
            files=files,
        )

    def _get_cutoff(self) -> date:
        self.ensure_one()
        return fields.Date.context_today(self) - relativedelta(months=self.months)

    def _get_overdue(self, after_id=0, limit=BATCH):
        """``[(person's id, last activity)]`` of the files whose time is over and about which nobody was asked,
        in the order of their ids; constant queries."""
        self.ensure_one()
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT person.id, last.day
                  FROM hub_beneficiary person
                  CROSS JOIN LATERAL (SELECT %(activity)s AS day) AS last
                 WHERE person.id > %(after)s AND person.state = %(state)s AND person.merged_into_id IS NULL
                   AND person.create_date < %(cutoff)s
                   AND (%(reason)s::varchar IS NULL OR person.exit_reason = %(reason)s)
                   AND last.day < %(cutoff)s
                   AND NOT EXISTS (
                       SELECT FROM hub_retention_proposal proposal
                        WHERE proposal.beneficiary_id = person.id AND proposal.state IN ('proposed', 'kept'))
                 ORDER BY person.id
                 LIMIT %(limit)s
                """,
                activity=self._get_last_activity_sql(),
                after=after_id,
                state=self.state,
                cutoff=self._get_cutoff(),
                reason=self.exit_reason or None,
                limit=limit,
            )
        )

    def _filter_overdue(self, ids):
        """Those of these files whose time is over by this rule, proposed or not."""
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT person.id FROM hub_beneficiary person
                    WHERE person.id = ANY(%s) AND person.state = %s AND person.merged_into_id IS NULL
                      AND (%s::varchar IS NULL OR person.exit_reason = %s) AND %s < %s""",
                ids,
                self.state,
                self.exit_reason or None,
                self.exit_reason or None,
                self._get_last_activity_sql(),
                self._get_cutoff(),
            )
        )
        return {id_ for (id_,) in rows}

    @api.model
    def _cron_propose(self):
        """Propose the files whose time is over, and take back what is no longer so. It never cleans anything."""
        proposals = self.env["hub.retention.proposal"]
        proposals._review()
        self.env["ir.cron"]._commit_progress(remaining=1)
        for rule in self.search([("active", "=", True)]):
            last_id = 0
            while rows := rule._get_overdue(last_id):
                proposals.create([rule._prepare_proposal_vals(*row) for row in rows])
                last_id = rows[-1][0]
                if not self.env["ir.cron"]._commit_progress(len(rows)):
                    return

    def _prepare_proposal_vals(self, beneficiary_id, last_activity_on):
        return {
            "beneficiary_id": beneficiary_id,
            "rule_id": self.id,
            "ground": "retention",
            "last_activity_on": last_activity_on,
            "proposed_by_id": SUPERUSER_ID,  # the system, so that any administrator may confirm
        }

    def action_open_proposals(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hub_beneficiary.hub_retention_proposal_action")
        return {**action, "domain": [("rule_id", "in", self.ids)]}
