from odoo import api, models, tools
from odoo.exceptions import UserError
from odoo.tools import format_list

#: What hangs on a person's file, and is as closed as the file.
PART = "hub.beneficiary.part.mixin"
#: Odoo's own models in which records about people live among others.
SHARED = frozenset({"crm.lead", "calendar.event"})


class Base(models.AbstractModel):
    """Nobody names a person whose file is closed to her, and nobody writes by a call what follows from methods."""

    _inherit = "base"

    #: Whether a record may come to name a file that its user does not see.
    _names_closed_files = False
    #: Fields that the methods of a model write, as superuser or before this is asked, and no call does.
    _follows = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        self._verify_named_open(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._verify_named_open([vals])
        return super().write(vals)

    def _verify_people_open(self, values):
        result = super()._verify_people_open(values)
        self._verify_named_open([values])
        return result

    def _verify_named_open(self, vals_list):
        """Raise when somebody names a person, or what hangs on her, whose file is closed to her.

        Odoo asks for the rights on a new record after its constraints, whose sentences tell of whom it is about; and
        a record that is changed may be moved to any file.
        """
        if self.env.su:
            return
        for name, comodel in self._get_naming_fields():
            chosen = {self._read_named(vals[name]) for vals in vals_list if vals.get(name)} - {None}
            if chosen:
                # sudo: whom the record names already is no choice of hers.
                records = self.env[comodel].browse(chosen - {*self.sudo().mapped(name)._ids})
                records.exists().check_access("read")

    @api.model
    def _read_named(self, value):
        """The id that somebody sent for a many2one; None for a record that is not saved yet."""
        value = value.get("id") if isinstance(value, dict) else value
        return value if type(value) is int else None

    @api.model
    @tools.ormcache("self._name")
    def _get_naming_fields(self):
        """``(name, comodel)`` of the fields by which a record of the suite names a person, or what hangs on her."""
        if self._names_closed_files or not (self._name.startswith("hub.") or self._name in SHARED):
            return ()
        about = {"hub.beneficiary"} | set(self.env.registry.descendants([PART], "_inherit"))
        return tuple(
            (name, field.comodel_name)
            for name, field in self._fields.items()
            if field.type == "many2one" and field.comodel_name in about and not field.related
        )

    def _verify_not_by_hand(self, vals, names=()):
        """Raise when somebody writes what follows from the suite's own methods.

        :param names: fields that are asked besides
        """
        written = [name for name in self._fields if name in vals and name in self._follows | {*names}]
        if written and not self.env.su:
            labels = [self._fields[name]._description_string(self.env) for name in written]
            raise UserError(
                self.env._(
                    "These follow from what is done with a record and are not written by hand: %(fields)s.",
                    fields=format_list(self.env, labels),
                )
            )
