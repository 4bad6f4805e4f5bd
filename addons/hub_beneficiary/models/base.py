from odoo import models
from odoo.addons.hub_core.tools import ERASED

#: Types of fields in which somebody may have written a name.
FREE_TYPES = frozenset({"char", "text", "html", "json", "binary", "image", "properties"})


class Base(models.AbstractModel):
    """What becomes of a record about a person who is made anonymous.

    Whatever points at a person is emptied of its free text, unless its model says otherwise here: what an
    addon adds is cleaned without having thought of it.
    """

    _inherit = "base"

    #: "clean" empties the free text, "delete" removes the record, "keep" leaves it: it holds none.
    _anonymise_how = "clean"
    #: Free text that stays: references and codes.
    _anonymise_keeps = frozenset()
    #: Fields that say whose the record is; empty: each that points at a person.
    _anonymise_paths = ()

    def _prepare_anonymised_vals(self):
        """Values that empty the free text of these records; the same for all of them."""
        vals = {}
        for name, field in self._fields.items():
            typed = field.store and not field.related and not (field.compute and field.readonly)
            if not typed or field.type not in FREE_TYPES or name in self._anonymise_keeps:
                continue
            if field.type == "binary" and field.attachment:
                continue  # attachments go by themselves
            vals[name] = ERASED if field.required and field.type in ("char", "text", "html") else False
        return vals

    def _anonymise_records(self):
        """Empty or remove these records. In superuser mode and without a trace of the old values; returns nothing."""
        if self._anonymise_how == "delete":
            self.unlink()
        elif self._anonymise_how == "clean" and (vals := self._prepare_anonymised_vals()):
            self.write(vals)
