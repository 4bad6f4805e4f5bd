from odoo import api, fields, models
from odoo.tools import SQL

from .hub_consent import OVERALL


class HubConsent(models.Model):
    """People by what their decisions come to.

    Of nearly everybody one look tells it: nobody asked her, or she agreed, and no line of hers does anything else. The
    last word about each purpose is asked of the others alone (``_get_word_sql``).
    """

    _inherit = "hub.consent"

    @api.model
    def _get_beneficiary_ids_query(self, states):
        """SQL of the ids of the people in one of these overall states ("unknown": nobody asked)."""
        self._flush_words()
        return SQL(
            """(
                SELECT asked.id FROM hub_beneficiary asked
                 WHERE CASE WHEN asked.root_id IN %(mixed)s THEN %(state)s
                            WHEN asked.root_id IN %(answered)s THEN 'granted'
                            ELSE 'unknown' END = ANY(%(states)s)
            )""",
            mixed=self._get_answered_sql(
                # Where the last line agrees to something and has not ended, that is her last word about it.
                SQL(
                    "(consent.decision <> 'granted' OR consent.expires_on < %s OR NOT EXISTS ("
                    "SELECT FROM hub_consent_hub_consent_purpose_rel WHERE hub_consent_id = consent.id))",
                    fields.Date.context_today(self),
                )
            ),
            answered=self._get_answered_sql(SQL("TRUE")),
            state=self._get_overall_sql(),
            states=list(states),
        )

    @api.model
    def _get_answered_sql(self, condition):
        """SQL of the main files of those who have a line until today with this condition."""
        return SQL(
            "(SELECT file.root_id FROM hub_consent consent"
            " JOIN hub_beneficiary file ON file.id = consent.beneficiary_id WHERE consent.date <= %s AND %s)",
            fields.Date.context_today(self),
            condition,
        )

    @api.model
    def _get_overall_sql(self):
        """SQL of the overall state of a row ``asked``: granted when she agrees to something, else refused, else …"""
        return SQL(
            """COALESCE((%(overall)s::text[])[(
                SELECT MIN(array_position(%(overall)s::text[], word.state))
                  FROM hub_consent_purpose purpose CROSS JOIN LATERAL %(word)s AS word
            )], 'unknown')""",
            overall=list(OVERALL),
            word=self._get_word_sql(),
        )

    @api.model
    def _get_older_notice_query(self, people=None):
        """SQL of the ids of those who agree to something today by a notice that another one has followed."""
        current = self.env["hub.privacy.notice"]._get_current().id or 0
        return SQL(
            """(
                SELECT asked.id FROM hub_beneficiary asked
                 WHERE (%(people)s::int[] IS NULL OR asked.id = ANY(%(people)s))
                   AND asked.root_id IN %(older)s
                   AND EXISTS (
                       SELECT FROM hub_consent_purpose purpose
                        CROSS JOIN LATERAL %(word)s AS word
                         JOIN hub_consent consent ON consent.id = word.consent_id
                        WHERE word.state = 'granted' AND consent.notice_id <> %(current)s)
            )""",
            people=None if people is None else people._origin.ids,
            older=self._get_answered_sql(SQL("consent.decision = 'granted' AND consent.notice_id <> %s", current)),
            word=self._get_word_sql(),
            current=current,
        )
