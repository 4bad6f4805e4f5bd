from markupsafe import Markup
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_list

MARKS = {
    "granted": "text-bg-success",
    "refused": "text-bg-danger",
    "withdrawn": "text-bg-danger",
    "expired": "text-bg-warning",
    "unknown": "text-bg-light",
}


class HubBeneficiary(models.Model):
    """What a person decided, in words, and the dialogs in which she decides something else."""

    _inherit = "hub.beneficiary"

    consent_words = fields.Html(
        "Purposes", compute="_compute_consent_words", sanitize=False, export_string_translation=False
    )
    has_granted = fields.Boolean(compute="_compute_consent_words", export_string_translation=False)
    has_older_notice = fields.Boolean(
        "Agreed to an older notice",
        compute="_compute_has_older_notice",
        search="_search_has_older_notice",
        help="The person agreed before the notice in force began.",
    )
    disclosure_count = fields.Integer("Passed on", compute="_compute_disclosure_count")

    # ------------------------------------------------------------
    # In words
    # ------------------------------------------------------------
    @api.depends("consent_ids")
    def _compute_consent_words(self):
        purposes = self.env["hub.consent.purpose"].search([("active", "=", True)])
        words = self.env["hub.consent"]._get_words(self, purposes)
        for person in self:
            own = {purpose: words.get((person._origin.id, purpose.id)) for purpose in purposes}
            person.has_granted = any(word and word.state == "granted" for word in own.values())
            person.consent_words = Markup('<table class="table table-sm w-auto mb-2"><tbody>{}</tbody></table>').format(
                Markup().join(self._get_consent_row(purpose, word) for purpose, word in own.items())
            )

    def _get_consent_row(self, purpose, word):
        consent = self.env["hub.consent"].browse(word.consent_id if word else ())
        state = word.state if word else "unknown"
        if state == "refused" and consent.decision == "withdrawn":
            state = "withdrawn"
        return Markup(
            '<tr><td><bdi>{}</bdi></td><td><span class="badge {}">{}</span></td><td><bdi>{}</bdi></td></tr>'
        ).format(
            purpose.name,
            MARKS[state],
            self._get_consent_answer(state, consent),
            self._get_consent_limits(state, consent),
        )

    def _get_consent_answer(self, state, consent):
        day = format_date(self.env, consent.date)
        if state == "granted":
            return self.env._("Granted on %(date)s", date=day)
        if state == "expired":
            return self.env._("Ended on %(date)s", date=format_date(self.env, consent.expires_on))
        if state == "withdrawn":
            return self.env._("Withdrawn on %(date)s", date=day)
        if state == "refused":
            return self.env._("Refused on %(date)s", date=day)
        return self.env._("Not asked")

    def _get_consent_limits(self, state, consent):
        """Until when it holds, for whom only, and which guardian spoke."""
        limits = []
        if state == "granted" and consent.expires_on:
            limits.append(self.env._("until %(date)s", date=format_date(self.env, consent.expires_on)))
        if state == "granted" and consent.recipient_ids:
            names = format_list(self.env, consent.recipient_ids.mapped("name"))
            limits.append(self.env._("only to %(organisations)s", organisations=names))
        if consent.given_by == "guardian":
            limits.append(self.env._("a guardian answered"))
        return ", ".join(limits)

    # ------------------------------------------------------------
    # The older notice
    # ------------------------------------------------------------
    def _compute_has_older_notice(self):
        older = self.env["hub.consent"]._get_older_notice_ids(self)
        for person in self:
            person.has_older_notice = person._origin.id in older

    def _search_has_older_notice(self, operator, value):
        if operator != "in":
            return NotImplemented
        query = self.env["hub.consent"]._get_older_notice_query()
        found = Domain("id", "in", query)
        return Domain.OR([found if one else ~found for one in value])

    # ------------------------------------------------------------
    # What was passed on
    # ------------------------------------------------------------
    def _compute_disclosure_count(self):
        files = self._origin._get_clusters()
        rows = self.env["hub.disclosure"]._read_group(
            [("beneficiary_id", "in", files.ids)], ["beneficiary_id"], ["__count"]
        )
        counts = {}
        for file, count in rows:
            counts[file.root_id] = counts.get(file.root_id, 0) + count
        for person in self:
            person.disclosure_count = counts.get(person._origin.root_id, 0)

    def action_open_disclosures(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Passed on"),
            "res_model": "hub.disclosure",
            "view_mode": "list,form",
            "domain": [("beneficiary_id", "in", self._get_clusters().ids)],
            "context": {"create": False},
        }

    # ------------------------------------------------------------
    # Dialogs
    # ------------------------------------------------------------
    def action_record_consent(self):
        self.ensure_one()
        return self._open_consent_dialog("hub.consent", self.env._("Record a consent"), "hub_consent_view_form_dialog")

    def action_withdraw_consent(self):
        self.ensure_one()
        return self._open_consent_dialog("hub.consent.withdrawal", self.env._("Withdraw a consent"))

    def action_share(self):
        self.ensure_one()
        return self._open_consent_dialog("hub.share", self.env._("Share with an organisation"))

    def _open_consent_dialog(self, model, name, view=None):
        person = self._get_roots()
        given_by = "guardian" if person._is_minor_on(fields.Date.context_today(self)) else "self"
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(self.env.ref(f"hub_beneficiary.{view}").id if view else False, "form")],
            "target": "new",
            # No answer is chosen beforehand: a page that is left with the dialog open saves what is complete.
            "context": {
                "default_beneficiary_id": person.id,
                "default_given_by": given_by,
                "default_decision": False,
            },
        }
