from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_list


class HubBeneficiary(models.Model):
    """What a person agreed to, for each purpose, whichever of her files it was written on."""

    _inherit = "hub.beneficiary"

    consent_ids = fields.One2many("hub.consent", "beneficiary_id", "Consents")
    consent_state = fields.Selection(
        [("granted", "Granted"), ("refused", "Refused"), ("expired", "Ended"), ("unknown", "Not asked")],
        "Consent",
        compute="_compute_consent_state",
        search="_search_consent_state",
    )

    @api.depends("consent_ids.decision", "consent_ids.date")
    def _compute_consent_state(self):
        """Granted when she agrees to something, on whichever of her files it stands; for what: ``consent_words``."""
        states = self.env["hub.consent"]._get_overall_states(self)
        for beneficiary in self:
            beneficiary.consent_state = states.get(beneficiary._origin.id, "unknown")

    def _search_consent_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self.env["hub.consent"]._get_beneficiary_ids_query(value))

    def _lock_consents(self):
        """Wait for nobody: a disclosure and a decision about the same person do not happen at once."""
        try:
            # sudo: who may decide or disclose is the caller's to ask.
            self.sudo()._get_consent_files().lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._("Somebody is writing down a consent of this person: try again in a minute.")
            ) from error

    def _mark_consents_changed(self):
        """A disclosure that began before a decision was written fails and starts again, and reads it then."""
        files = self.sudo()._get_consent_files()  # same reason
        if files:
            self.env.cr.execute(
                SQL("UPDATE hub_beneficiary SET write_date = write_date WHERE id IN %s", tuple(sorted(files.ids)))
            )

    def _get_consent_files(self):
        """All files of these people: merged ones are the same person."""
        return self._origin._get_clusters()

    def _get_purpose_state(self, purpose_code, day=None):
        """The last word about one purpose on ``day``: granted, refused, expired or unknown."""
        self.ensure_one()
        # sudo: what the purposes are does not depend on who asks.
        purpose = self.env["hub.consent.purpose"].sudo().search([("code", "=", purpose_code)], limit=1)
        word = self.env["hub.consent"]._get_words(self, purpose, day).get((self.id, purpose.id))
        return word.state if word else "unknown"

    def _withdraw_consent(self, purposes=None, method="oral", given_by="self", **values):
        """Write down that the person takes back what she agreed to: for these purposes, or for all.

        :return: the new line
        """
        self.ensure_one()
        return self.env["hub.consent"].create(
            {
                "beneficiary_id": self.id,
                "decision": "withdrawn",
                "scope": "purposes" if purposes else "whole",
                "purpose_ids": [fields.Command.set(purposes.ids if purposes else [])],
                "method": method,
                "given_by": given_by,
                **values,
            }
        )

    def _get_withdrawal_consequences(self, purposes):
        """Hook: sentences that say what ends when this person withdraws her consent to ``purposes``."""
        self.ensure_one()
        sentences = [
            self.env._("From now on nothing is passed on for “%(purpose)s”.", purpose=purpose.name)
            for purpose in purposes
            if purpose.field_ids
        ]
        disclosures = self.env["hub.disclosure"].search(
            [("beneficiary_id", "in", self._get_clusters().ids), ("purpose_id", "in", purposes.ids)]
        )
        if disclosures:
            sentences.append(
                self.env._(
                    "These have received data already, and keep them unless they are asked not to: %(organisations)s.",
                    organisations=format_list(self.env, disclosures.recipient_id.mapped("name")),
                )
            )
        if "contact" in purposes.mapped("code"):
            sentences.append(self.env._("No more calls or messages about offers of the hub."))
        return sentences
