from odoo import api, fields, models
from odoo.addons.hub_core.tools import age_band
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import SQL

from ..tools.ages import age_on


class ResPartner(models.Model):
    _inherit = "res.partner"

    hub_beneficiary_ids = fields.One2many(
        "hub.beneficiary", "partner_id", "Person's file", groups="hub_beneficiary.group_reception"
    )

    # Who is on file already is asked by e-mail, too; core looks for parts of an address only.
    _email_normalized_idx = models.Index("(email_normalized) WHERE email_normalized IS NOT NULL")

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

    def _log_access_given(self):
        """The log of a person's file tells, too, that somebody was given a way into her account."""
        result = super()._log_access_given()
        # sudo: who gave the link is logged, whatever she sees of the file.
        person = self.sudo().with_context(active_test=False).hub_beneficiary_ids[:1]
        self.env["hub.access.log"]._log(person, "access")
        return result

    @api.private
    @api.model
    def _get_hub_dimensions(self, served):
        dimensions = super()._get_hub_dimensions(served)
        for (
            partner_id,
            day,
            sex,
            birthdate,
            precision,
            nationality_id,
            household_id,
            category_ids,
        ) in self._get_people_served(served):
            age = age_on(birthdate, precision, day)
            dimensions[partner_id, day].update(
                dim_sex=sex or "unknown",
                dim_age=age or 0,
                dim_age_band=age_band(age),
                dim_nationality_id=nationality_id or False,
                dim_kind="person",
                dim_household_id=household_id or False,
                dim_category_ids=[Command.set(category_ids)],
            )
        return dimensions

    def _get_people_served(self, served):
        """Facts of the people among those served, as they were on that day: one query for all of them,
        whoever posts and whether their files are archived or not.

        Of the main households of a day the last that began counts: on the day of a move both are hers.
        """
        self.env["hub.beneficiary"].flush_model(
            ["partner_id", "sex", "birthdate", "birthdate_precision", "nationality_id"]
        )
        self.env["hub.household.member"].flush_model(
            ["household_id", "beneficiary_id", "is_primary", "date_start", "date_end"]
        )
        self.env["hub.beneficiary.category.line"].flush_model(["beneficiary_id", "category_id", "date_from", "date_to"])
        return self.env.execute_query(
            SQL(
                """
                SELECT served.partner_id, served.day, person.sex, person.birthdate, person.birthdate_precision,
                       person.nationality_id,
                       (SELECT stay.household_id
                          FROM hub_household_member stay
                         WHERE stay.beneficiary_id = person.id
                           AND stay.is_primary
                           AND stay.date_start <= served.day
                           AND (stay.date_end IS NULL OR stay.date_end >= served.day)
                         ORDER BY stay.date_start DESC, stay.id DESC
                         LIMIT 1),
                       ARRAY(SELECT DISTINCT line.category_id
                               FROM hub_beneficiary_category_line line
                              WHERE line.beneficiary_id = person.id
                                AND (line.date_from IS NULL OR line.date_from <= served.day)
                                AND (line.date_to IS NULL OR line.date_to >= served.day))
                  FROM unnest(%s::int[], %s::date[]) AS served (partner_id, day)
                  JOIN hub_beneficiary person ON person.partner_id = served.partner_id
                """,
                [partner_id for partner_id, _day in served],
                [day for _partner_id, day in served],
            )
        )
