from odoo import fields, models


class ResPartner(models.Model):
    """Whether and how a person may be written to: what she asked for, and what her situation says."""

    _inherit = "res.partner"

    def _get_contact_refusal(self, channel, purpose=None):
        self.ensure_one()
        # sudo: what she asked for holds for those as well who do not see her file.
        # One at most; a slice of it would be read for itself, and not for all recipients at once.
        for person in self.sudo().with_context(active_test=False).hub_beneficiary_ids:
            if refusal := person._get_own_contact_refusal(channel, purpose):
                return refusal
        return super()._get_contact_refusal(channel, purpose=purpose)


class HubBeneficiary(models.Model):
    _inherit = "hub.beneficiary"

    def _get_own_contact_refusal(self, channel, purpose=None):
        """See ``res.partner._get_contact_refusal``; names the person by her reference: it is written on records.

        A wish on one of her files holds for all of them. The channel that she prefers is where to begin, and closes
        none of the others.
        """
        self.ensure_one()
        files = self.with_context(active_test=False).root_id.cluster_ids
        facts = {"person": self.ref}
        if "anonymised" in files.mapped("state") or "deceased" in files.mapped("exit_reason"):
            return self.env._("%(person)s can no longer be reached.", **facts)
        if any(files.mapped("leave_no_message")):
            return (
                self.env._("%(person)s asked that no message be left. Tell her or him in person.", **facts)
                + self._get_guardian_hint()
            )
        refusal = self._get_email_refusal(facts) if channel == "email" else self._get_telephone_refusal(files, facts)
        if refusal:
            return refusal
        if purpose and self._get_purpose_state(purpose) != "granted":
            return self.env._("%(person)s did not agree to be written to about this.", **facts)
        return False

    def _get_email_refusal(self, facts):
        if not self.email:
            return self.env._("%(person)s has no e-mail address.", **facts)
        return False

    def _get_telephone_refusal(self, files, facts):
        if any(files.mapped("phone_shared")):
            return self.env._(
                "The telephone of %(person)s is shared with others, who would read the message. Call, and speak only "
                "to her or him.",
                **facts,
            )
        return False

    def _get_guardian_hint(self):
        """For a child, whom to tell instead, when her guardian has a file."""
        consents = self._get_clusters().consent_ids.filtered("guardian_id")
        guardian = consents.sorted(lambda one: (one.date, one.id))[-1:].guardian_id
        if not guardian or not self._is_minor_on(fields.Date.context_today(self)):
            return ""
        return " " + self.env._("Her or his guardian is %(guardian)s.", guardian=guardian.ref)
