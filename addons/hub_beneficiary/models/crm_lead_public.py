from odoo import api, models


class CrmLead(models.Model):
    # One file for each of its concerns.
    _inherit = "crm.lead"

    @api.model
    def _create_public_request(self, name, phone, need_code=""):
        """A request from the public form, for triage: nobody is looked up, created or written to.

        :param name: what the visitor wrote, cleaned
        :param phone: her number, normalised
        :param need_code: code of a ``hub.need.type``, or nothing
        """
        needs = self.env["hub.need.type"].search([("code", "=", need_code)]) if need_code else []
        quiet = self.with_context(mail_create_nosubscribe=True, mail_create_nolog=True, mail_notrack=True)
        return quiet.create(
            {
                "is_hub_request": True,
                "entry_channel": "public_form",
                "contact_name": name,
                "phone": phone,
                "lang_id": self.env["res.lang"]._get_data(code=self.env.lang).id,
                "need_type_ids": [need.id for need in needs],
            }
        )
