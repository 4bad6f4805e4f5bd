from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .hub_referral import KNOWN_STATES, OPEN_STATES, PURPOSE

BATCH = 100
#: Of these the organisation could read something, were it not for the consent.
READ_STATES = tuple(dict.fromkeys((*OPEN_STATES, *KNOWN_STATES)))


class Ended(NamedTuple):
    """Why an organisation reads nothing more of a referral: in full for staff, and in short for its history."""

    why: str
    reason: str


class HubReferral(models.Model):
    """The end of a consent is told, not only felt: who opens the referral reads since when it is closed and why.

    What is under way is called off when she withdraws, at once, and when her consent runs out or a guardian's ends
    because she is of age, on the following night. What was served is closed to the organisation and stays as it is.
    """

    _inherit = "hub.referral"

    access_end = fields.Text(
        "Closed to the organisation", compute="_compute_access_end", export_string_translation=False
    )
    is_access_closed = fields.Boolean(
        "Access closed",
        compute="_compute_access_end",
        search="_search_is_access_closed",
        help="The organisation reads nothing more of it: the consent has ended.",
    )

    @api.depends("state", "beneficiary_id", "shared_field_ids", "organization_id")
    @api.depends_context("lang")
    def _compute_access_end(self):
        shown = self.filtered(lambda one: one.direction == "outbound" and one.state in READ_STATES)
        # sudo: what she agreed to does not depend on who asks; who reads the referral is told.
        ends = shown._origin.sudo()._get_access_ends()
        for referral in self:
            ended = ends.get(referral._origin.sudo())
            referral.is_access_closed = bool(ended)
            referral.access_end = ended.why if ended else False

    @api.model
    def _search_is_access_closed(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: see _compute_access_end; the rules are asked of the result.
        read = self.sudo().search(Domain("direction", "=", "outbound") & Domain("state", "in", READ_STATES))
        closed = Domain("id", "in", read._get_closed().ids)
        return Domain.OR(closed if wanted else ~closed for wanted in value)

    # ------------------------------------------------------------
    # Whether it is closed
    # ------------------------------------------------------------
    def _get_closed(self):
        """Those of which the organisation reads nothing any more: the consent was refused, withdrawn, or has ended."""
        return self.browse().union(*self._get_access_ends())

    def _get_access_ends(self):
        """``{referral: Ended}`` of those that her consent does not open, in superuser mode.

        A person whom an organisation referred, and who was not asked yet, agreed before the organisation.
        """
        people = self.beneficiary_id
        purpose = self.env["hub.consent.purpose"].search([("code", "=", PURPOSE)], limit=1)
        words = self.env["hub.consent"]._get_words(people, purpose) if people and purpose else {}
        consents = {one.id: one for one in self.env["hub.consent"].browse(word.consent_id for word in words.values())}
        ends = {}
        for referral in self.filtered("beneficiary_id"):
            word = words.get((referral.beneficiary_id.id, purpose.id))
            consent = consents[word.consent_id] if word else self.env["hub.consent"]
            ended = referral._get_access_end(purpose, word, consent)
            if ended:
                ends[referral] = ended
        return ends

    def _get_access_end(self, purpose, word, consent):
        if self.direction == "inbound" and (not word or word.state == "granted"):
            return None
        refusals = self.beneficiary_id._refuse_without_consent(purpose, word, consent, self.organization_id)
        why = "\n".join(refusals)
        return Ended(why, self._get_end_reason(word, consent)) if why else None

    def _get_end_reason(self, word, consent):
        """For the history of the referral, which names nobody."""
        if word and word.state == "expired":
            return self.env._("The consent ended on %(date)s", date=format_date(self.env, consent.expires_on))
        if word and word.state == "granted":
            return self.env._("The consent does not hold for this any more")
        return self.env._("The person does not agree any more")

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------
    def _call_off(self, ended):
        """End a referral that is under way, and have somebody tell the organisation: one activity."""
        self.action_revoke(ended.reason)
        self._plan_for_responsible(
            "mail.mail_activity_data_todo",
            lambda told: told.env._(
                "Tell %(organization)s that this referral is withdrawn", organization=told.organization_id.name
            ),
        )

    @api.model
    def _cron_call_off_ended(self):
        """Consents run out on a day on which nobody writes anything down."""
        domain = Domain("direction", "=", "outbound") & Domain("state", "in", OPEN_STATES)
        found = self.search(domain, order="id")._get_access_ends()
        ended = self.browse().union(*found)
        self.env["ir.cron"]._commit_progress(remaining=len(ended))
        for start in range(0, len(ended), BATCH):
            batch = ended[start : start + BATCH].try_lock_for_update(allow_referencing=True)
            for referral in batch.filtered(lambda one: one.state in OPEN_STATES):
                referral._call_off(found[referral])
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                break
