from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HubBeneficiary(models.Model):
    """Nothing happens to a person before her birth: what cannot be is refused, wherever it is typed."""

    _inherit = "hub.beneficiary"

    @api.constrains("birthdate", "birthdate_precision", "reception_date", "arrival_date")
    def _check_dates_after_birth(self):
        self._verify_after_birth(self, ("reception_date", "arrival_date"), lambda person: person)

    @api.model
    def _verify_after_birth(self, records, names, person_of):
        """Raise when a date of the records is before the birth of their person; an estimated birth refuses nothing.

        :param names: fields of the records
        :param person_of: a record's person
        """
        wrong = [
            self.env._(
                "%(person)s, “%(field)s”: %(date)s",
                person=person_of(record).display_name,
                field=record._fields[name]._description_string(self.env),
                date=fields.Date.to_string(record[name]),
            )
            for record in records
            for name in names
            if record[name] and person_of(record)._is_before_birth(record[name])
        ]
        if wrong:
            raise ValidationError(
                self.env._(
                    "These dates are before the person's birth. Correct them, or the birth date:\n%(dates)s",
                    dates="\n".join(wrong),
                )
            )

    def _is_before_birth(self, day):
        """Whether the person was certainly not born on that day; a year alone begins on its first one."""
        self.ensure_one()
        known = (
            self.birthdate and self.state != "anonymised" and self.birthdate_precision not in ("estimated", "unknown")
        )
        return bool(known and day < self.birthdate)
