from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: What nobody is called and where nobody has an address: Odoo's query wants both.
NOBODY = "-"
NO_ADDRESS = "nobody@invalid.invalid"


class PrivacyLookupWizard(models.TransientModel):
    """A person is looked up by what the desk knows of her: a name in either script, a number, a reference."""

    _inherit = "privacy.lookup.wizard"

    name = fields.Char(required=False)
    email = fields.Char(required=False)
    hub_text = fields.Char("Telephone, document or reference")

    def _get_query(self):
        # sudo: the query names fields that some administrators may not read; it asks no rule in Odoo either. What it
        # tells of people is taken out afterwards.
        asked = self.sudo().new({"name": self.name or NOBODY, "email": self.email or NO_ADDRESS})
        return super(PrivacyLookupWizard, asked)._get_query()

    def action_lookup(self):
        self.ensure_one()
        if not any((text or "").strip() for text in (self.name, self.email, self.hub_text)):
            raise UserError(self.env._("Say whom to look for: a name, an e-mail address, a number or a reference."))
        action = super().action_lookup()
        self._remove_hidden()
        self._add_people()
        return action

    def _remove_hidden(self):
        """Take out what tells of people whose files this user does not see."""
        by_model = self.line_ids.grouped("res_model")
        found = self.env["res.partner"]
        for line in by_model.get("res.partner", self.line_ids.browse()):
            found |= found.browse(line.res_id)
        # sudo: only to learn who is a person received.
        people = found.sudo().filtered("is_beneficiary").sudo(False)
        hidden = people - people.search([("id", "in", people.ids), ("active", "in", [True, False])])
        users = self.env["res.users"].sudo().with_context(active_test=False)
        gone = {("res.partner", id_) for id_ in hidden.ids}
        gone |= {("res.users", id_) for id_ in users.search([("partner_id", "in", hidden.ids)]).ids}
        closed = self.line_ids.filtered(
            lambda line: (line.res_model, line.res_id) in gone or (hidden and not line.resource_ref)
        )
        closed.sudo().unlink()  # sudo: lines are nobody's to delete

    def _find_people(self):
        """Files that this user sees and that may be meant."""
        people = self.env["hub.beneficiary"].with_context(active_test=False)
        if not people.has_access("read"):
            return people
        texts = [text.strip() for text in (self.name, self.hub_text) if text and text.strip()]
        domains = [people._get_text_domain(text) for text in texts]
        if self.email:
            domains.append(Domain("email", "=ilike", self.email.strip()))
        return people.search(Domain.OR(domains))

    def _add_people(self):
        """The files and all that hangs on them: what would be cleaned or stay if they became anonymous."""
        people = self._find_people()
        if not people:
            return
        # sudo: what hangs on a file that the user sees, wherever it is.
        files = people._get_anonymise_cluster()
        parts = self.env["hub.anonymiser"].sudo()._get_parts(files)
        known = {(line.res_model, line.res_id) for line in self.line_ids}
        vals_list = []
        for records in (files, *(part.records for part in parts)):
            model_id = self.env["ir.model"]._get_id(records._name)
            for record in records:
                if (records._name, record.id) not in known:
                    known.add((records._name, record.id))
                    active = record.active if "active" in record._fields else True
                    vals_list.append(
                        {"wizard_id": self.id, "res_model_id": model_id, "res_id": record.id, "is_active": active}
                    )
        self.env["privacy.lookup.wizard.line"].create(vals_list)


class PrivacyLookupWizardLine(models.TransientModel):
    _inherit = "privacy.lookup.wizard.line"

    def _verify_not_of_the_hub(self):
        """What belongs to a person's file goes with the file, and takes two."""
        anonymiser = self.env["hub.anonymiser"]
        for line in self:
            if line.res_model.startswith("hub.") or anonymiser._is_of_a_person(line.res_model, line.res_id):
                raise UserError(
                    self.env._(
                        "%(record)s belongs to a person's file: open the file, and choose “Propose to make anonymous” "
                        "in the menu of actions.",
                        record=f"{line.res_model_id.name} #{line.res_id}",
                    )
                )

    def action_unlink(self):
        self._verify_not_of_the_hub()
        return super().action_unlink()

    @api.onchange("is_active")
    def _onchange_is_active(self):
        self._verify_not_of_the_hub()
        return super()._onchange_is_active()


class HubAnonymiser(models.AbstractModel):
    _inherit = "hub.anonymiser"

    @api.model
    def _is_of_a_person(self, model, res_id):
        """Whether a record of Odoo's tells of a person whom the hub receives."""
        # sudo: it does not depend on who asks.
        record = self.env[model].sudo().browse(res_id).exists()
        if not record:
            return False
        flags = {"res.partner": "is_beneficiary", "crm.lead": "is_hub_request", "calendar.event": "is_hub_appointment"}
        if model in flags:
            return bool(record[flags[model]])
        return model == "res.users" and record.partner_id.is_beneficiary
