from odoo import api, fields, models
from odoo.addons.hub_core.tools import age_band
from odoo.exceptions import ValidationError


class ResPartner(models.Model):
    _inherit = "res.partner"

    hub_beneficiary_ids = fields.One2many(
        "hub.beneficiary", "partner_id", "Person's file", groups="hub_beneficiary.group_reception"
    )

    @api.constrains("is_beneficiary")
    def _check_person_stays_hidden(self):
        # sudo: the rule holds for those as well who do not see the file.
        people = self.sudo().with_context(active_test=False).hub_beneficiary_ids
        shown = people.filtered(lambda person: not person.partner_id.is_beneficiary)
        if shown:
            raise ValidationError(
                self.env._(
                    "Whoever has a person's file is received by the hub, and stays hidden from others: %(people)s.",
                    people=", ".join(shown.mapped("ref")),
                )
            )

    @api.private
    def _get_hub_dimensions(self, day):
        dimensions = super()._get_hub_dimensions(day)
        # sudo: what is frozen does not depend on who saves the document.
        people = self.sudo().with_context(active_test=False).hub_beneficiary_ids
        for person in people:
            age = person._get_age(day)
            dimensions[person.partner_id.id].update(
                dim_sex=person.sex or "unknown",
                dim_age=age or 0,
                dim_age_band=age_band(age),
                dim_nationality_id=person.nationality_id.id,
                dim_kind="person",
                dim_category_ids=[fields.Command.set(person._get_categories(day).ids)],
                dim_household_id=person.member_ids._get_counted(day).household_id.id,
            )
        return dimensions
