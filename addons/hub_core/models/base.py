from odoo import models
from odoo.exceptions import LockError, UserError
from odoo.tools import format_list


class Base(models.AbstractModel):
    """What the suite asks of any record: its documents, its lock, and whom it may name."""

    _inherit = "base"

    def _get_document_lang(self):
        """Hook: the code of the language in which this record's documents are written, or False for
        that of the user who prints."""
        return False

    def _print_hub_document(self, xml_id):
        """The action that prints these records with a report of the suite."""
        # sudo: what a report is made of is not for everybody to read; whoever prints must read the records.
        return self.env.ref(xml_id).sudo().report_action(self)

    def _after_document_printed(self, report):
        """Hook: these records were printed with the report (in sudo). Models of people log it."""

    def _lock_or_explain(self):
        """Lock these records before a reading that decides: two people press the same button at once.

        :raises UserError: when somebody else holds one of them
        """
        try:
            # sudo: who may change them is the caller's to ask; the lock asks nobody.
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(self._get_lock_sentence(format_list(self.env, self.mapped("display_name")))) from error

    def _get_lock_sentence(self, names):
        """Hook: what the second of two people reads."""
        return self.env._("Somebody else is changing %(names)s at this moment: try again in a minute.", names=names)

    def onchange(self, values, field_names, fields_spec):
        defaults = {name[8:]: value for name, value in self.env.context.items() if name.startswith("default_")}
        self._verify_people_open({**defaults, **values})
        return super().onchange(values, field_names, fields_spec)

    def _verify_people_open(self, values):
        """Raise when somebody names a person whose file is closed to her: what Odoo copies from a contact into a
        record (a lead's name and telephone), it copies past the rights of who named it."""
        if self.env.su:
            return
        named = set()
        for name, value in values.items():
            field = self._fields.get(name)
            if field and field.type == "many2one" and field.comodel_name == "res.partner":
                chosen = value.get("id") if isinstance(value, dict) else value
                # sudo: whom the record names already is no choice of hers.
                if type(chosen) is int and chosen not in self.sudo().mapped(name)._ids:
                    named.add(chosen)
        # sudo: which of them are people received is asked for whoever names them; her own rights decide below.
        people = self.env["res.partner"].sudo().browse(named).exists().filtered("is_beneficiary").sudo(False)
        people.check_access("read")
