from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools.names import MAX_NAME, clean
from .hub_beneficiary import NAME_FIELDS

_FAR_TOO_LONG = 10_000


class HubBeneficiary(models.Model):
    """Names are stored clean, whichever way they come: one line, no direction marks, no control characters."""

    _inherit = "hub.beneficiary"

    _name_lengths = models.Constraint(
        f"CHECK (char_length(given_name) <= {MAX_NAME} AND char_length(family_name) <= {MAX_NAME}"
        f" AND char_length(name_ar) <= {MAX_NAME})",
        f"A name has at most {MAX_NAME} letters.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_names(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean_names(vals))

    def _get_mailed_names(self):
        # sudo: no name is written, whoever writes.
        person = self.sudo()
        return [*super()._get_mailed_names(), person.name, person.name_ar]

    @api.model
    def _clean_names(self, vals):
        """``vals`` with clean names; a name that is too long is refused, not cut."""
        written = {name: clean(vals[name], _FAR_TOO_LONG) for name in NAME_FIELDS if vals.get(name)}
        long = [name for name, value in written.items() if len(value) > MAX_NAME]
        if long:
            raise ValidationError(
                "\n".join(
                    self.env._(
                        "%(field)s: %(count)s letters are too many, a name has at most %(limit)s. It begins with "
                        "“%(start)s…”: write only the name.",
                        field=self._fields[name]._description_string(self.env),
                        count=len(written[name]),
                        limit=MAX_NAME,
                        start=written[name][:20],
                    )
                    for name in long
                )
            )
        return {**vals, **written} if written else vals
