from odoo import fields, models
from odoo.addons.hub_core.tools.document import long_date
from odoo.tools import format_list


class HubBeneficiary(models.Model):
    """What a person allowed, as she reads it in the portal, and takes it back."""

    _inherit = "hub.beneficiary"

    def _get_own_consents(self):
        """Each purpose that somebody asked her about, and her last word: ``id``, ``name``, ``state``, ``words``,
        ``notice``, ``can_withdraw``.

        What a guardian said for a child is the guardian's to take back: the child is told whom to ask.
        """
        lang = self.env.lang or "en_US"
        is_minor = self._get_roots()._is_minor_on(fields.Date.context_today(self))
        result = []
        for purpose, state, consent in self._get_own_words():
            by_guardian = consent.given_by == "guardian"
            result.append(
                {
                    "id": purpose.id,
                    "name": purpose.name,
                    "state": state,
                    "words": self._get_own_consent_words(state, long_date(consent.date, lang)),
                    "by_guardian": by_guardian,
                    "notice": consent.notice_id,
                    "can_withdraw": state == "granted" and not (by_guardian and is_minor),
                }
            )
        return result

    def _get_own_words(self):
        """``(purpose, state, consent)``: her last word about each purpose, on whichever of her files it stands."""
        words = self.env["hub.consent"]._get_words(self._get_roots())
        purposes = self.env["hub.consent.purpose"].browse(purpose for _person, purpose in words).sorted()
        for purpose in purposes:
            word = words[self._get_roots().id, purpose.id]
            yield purpose, word.state, self.env["hub.consent"].browse(word.consent_id)

    def _get_own_consent_words(self, state, day):
        if state == "granted":
            return self.env._("You agreed on %(day)s", day=day)
        if state == "expired":
            return self.env._("You agreed on %(day)s; its time is over", day=day)
        return self.env._("You did not agree, or took it back, on %(day)s", day=day)

    def _get_own_disclosures(self):
        """What was passed on about her: ``day``, ``name`` of who received it, ``purpose``, ``fields``."""
        lang = self.env.lang or "en_US"
        disclosures = self.env["hub.disclosure"].search([("beneficiary_id", "in", self.ids)])
        return [
            {
                "day": long_date(fields.Datetime.context_timestamp(self, disclosure.date).date(), lang),
                "name": disclosure.recipient_id._get_hub_name(),
                "purpose": disclosure.purpose_id.name,
                "fields": format_list(self.env, disclosure.field_ids.mapped("name")),
            }
            for disclosure in disclosures
        ]

    def _withdraw_own_consent(self, purpose_ids):
        purposes = self.env["hub.consent.purpose"].browse(purpose_ids)
        return self._withdraw_consent(purposes, method="portal")
