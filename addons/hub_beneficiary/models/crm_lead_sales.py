from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmLead(models.Model):
    """What CRM does to leads by itself, and does not do to requests."""

    _inherit = "crm.lead"

    # ------------------------------------------------------------
    # Contacts: Odoo copies their name, telephone and e-mail into the lead past the rights of who chose them
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._verify_contacts_open()
        return leads

    def write(self, vals):
        result = super().write(vals)
        if "partner_id" in vals:
            self._verify_contacts_open()
        return result

    def _verify_contacts_open(self):
        # sudo: only to learn which contacts are people received.
        people = self.sudo().partner_id.filtered("is_beneficiary")
        people.sudo(self.env.su).check_access("read")

    # ------------------------------------------------------------
    # Scoring: nobody's chances are computed
    # ------------------------------------------------------------
    def _compute_probabilities(self):
        requests = self.filtered("is_hub_request")
        requests.probability = 0
        requests.automated_probability = 0
        leads = self - requests
        return super(CrmLead, leads)._compute_probabilities() if leads else None

    @api.depends("is_hub_request")
    def _compute_won_status(self):
        requests = self.filtered("is_hub_request")
        requests.won_status = "pending"
        return super(CrmLead, self - requests)._compute_won_status()

    def _handle_won_lost(self, old_status_by_lead, new_status_by_lead):
        leads = self.filtered(lambda lead: not lead.is_hub_request)
        return super(CrmLead, leads)._handle_won_lost(old_status_by_lead, new_status_by_lead)

    def _pls_get_naive_bayes_probabilities(self, batch_mode=False, is_tooltip=False):
        leads = self.filtered(lambda lead: not lead.is_hub_request)
        if not leads:
            return {}, {}
        return super(CrmLead, leads)._pls_get_naive_bayes_probabilities(batch_mode=batch_mode, is_tooltip=is_tooltip)

    def _pls_get_lead_pls_values(self, domain=None):
        if domain:
            domain = Domain(domain) & Domain("is_hub_request", "=", False)
        return super()._pls_get_lead_pls_values(domain=domain)

    # ------------------------------------------------------------
    # Words: what is logged about a request does not speak of opportunities
    # ------------------------------------------------------------
    def _creation_subtype(self):
        if self.filtered("is_hub_request"):
            return self.env["mail.message.subtype"]
        return super()._creation_subtype()

    def _creation_message(self):
        self.ensure_one()
        return self.env._("Request opened") if self.is_hub_request else super()._creation_message()

    def _track_subtype(self, init_values):
        self.ensure_one()
        return False if self.is_hub_request else super()._track_subtype(init_values)

    # ------------------------------------------------------------
    # Duplicates and contacts: matched on the person's file, not by e-mail
    # ------------------------------------------------------------
    @api.depends("is_hub_request")
    def _compute_potential_lead_duplicates(self):
        requests = self.filtered("is_hub_request")
        requests.duplicate_lead_ids = False
        requests.duplicate_lead_count = 0
        leads = self - requests
        result = super(CrmLead, leads)._compute_potential_lead_duplicates()
        for lead in leads:
            lead.duplicate_lead_ids = lead.duplicate_lead_ids.filtered(lambda other: not other.is_hub_request)
            lead.duplicate_lead_count = max(len(lead.duplicate_lead_ids) - 1, 0)
        return result

    def _get_lead_duplicates(self, partner=None, email=None, include_lost=False):
        if any(lead.is_hub_request for lead in self):
            return self.browse()
        leads = super()._get_lead_duplicates(partner=partner, email=email, include_lost=include_lost)
        return leads.filtered(lambda lead: not lead.is_hub_request)

    def _merge_opportunity(self, user_id=False, team_id=False, auto_unlink=True, max_length=5):
        self._verify_no_request()
        return super()._merge_opportunity(user_id, team_id, auto_unlink, max_length)

    def convert_opportunity(self, partner, user_ids=False, team_id=False):
        self._verify_no_request()
        return super().convert_opportunity(partner, user_ids=user_ids, team_id=team_id)

    def _verify_no_request(self):
        requests = self.filtered("is_hub_request")
        if requests:
            raise UserError(
                self.env._(
                    "Requests to the hub are not sales leads, they are not merged or converted: %(requests)s.",
                    requests=", ".join(requests.mapped("display_name")),
                )
            )

    def _find_matching_partner(self):
        self.ensure_one()
        return self.env["res.partner"] if self.is_hub_request else super()._find_matching_partner()

    def _create_customer(self, with_parent=None):
        if self.is_hub_request:
            return self.env["res.partner"]
        return super()._create_customer(with_parent=with_parent)

    def _get_customer_information(self):
        return super(CrmLead, self.filtered(lambda lead: not lead.is_hub_request))._get_customer_information()
