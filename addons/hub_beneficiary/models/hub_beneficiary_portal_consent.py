from odoo import fields, models
from odoo.addons.hub_core.tools.document import long_date


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
        for purpose in (self.consent_ids.notice_id.purpose_ids | self.consent_ids.purpose_ids).sorted():
            state, consent = self._get_own_word(purpose)
            if not consent:
                continue
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

    def _get_own_word(self, purpose):
        """Her last word about a purpose, on any of her files: state and line."""
        consents = self.env["hub.consent"]
        word = consents._get_words(self, purpose).get((self.id, purpose.id))
        if not word:
            return "unknown", consents
        return ("granted" if word.state == "granted" else "refused"), consents.browse(word.consent_id)

    def _get_own_consent_words(self, state, day):
        if state == "granted":
            return self.env._("You agreed on %(day)s", day=day)
        return self.env._("You did not agree, or took it back, on %(day)s", day=day)

    def _withdraw_own_consent(self, purpose_ids):
        purposes = self.env["hub.consent.purpose"].browse(purpose_ids)
        return self._withdraw_consent(purposes, method="portal")
