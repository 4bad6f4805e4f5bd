from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, models

#: Set while a method that has its own entry in the log, or deserves none, reads records.
#: Not a key of the context: a client could send that one to stay unseen.
_inside = ContextVar("hub_access_log_inside", default=False)


@contextmanager
def _inside_reading():
    token = _inside.set(True)
    try:
        yield
    finally:
        _inside.reset(token)


class HubAccessLoggedMixin(models.AbstractModel):
    """Records whose readings are logged: forms opened, exports, bulk reads; by call, prints and portal pages.

    A page of a list is no entry, nor is the label of a record in another one's form: a log full
    of them would hide what matters.
    """

    _name = "hub.access.logged.mixin"
    _description = "Logged reading"

    #: Fields that tell no more than a list or a link does.
    _access_label_fields = frozenset({"id", "display_name", "active", "write_date", "create_date"})
    #: Above this number a list is not a page on a screen but a copy.
    _access_bulk = 200

    def _get_access_reference(self):
        """What the log calls this record. Never a person's name."""
        self.ensure_one()
        reference = self._fields.get("ref")
        return (reference and reference.type == "char" and self.sudo().ref) or f"{self._name},{self.id}"

    def _log_hub_access(self, how):
        """Log that the current user has read these records. For reports and portal pages."""
        self.env["hub.access.log"]._log(self, how)

    def _after_document_printed(self, report):
        self._log_hub_access("report")
        return super()._after_document_printed(report)

    def _log_reading(self, names):
        """Log a form or a copy; ``names`` are the fields that were read, none for all."""
        if self.env.su or (names and self._access_label_fields.issuperset(names)):
            return
        records = self.browse(id_ for id_ in self._ids if id_)  # a new record has nothing to tell
        if len(records) == 1:
            records._log_hub_access("form")
        elif len(records) > self._access_bulk:
            records._log_hub_access("search")

    def web_read(self, specification):
        if _inside.get():
            return super().web_read(specification)
        with _inside_reading():
            result = super().web_read(specification)
        self._log_reading(list(specification) or ["id"])
        return result

    # Core's is read-only, and the dispatcher takes the first answer it finds among the parents.
    web_read._readonly = False

    def read(self, fields=None, load="_classic_read"):
        if _inside.get():
            return super().read(fields, load=load)
        with _inside_reading():
            result = super().read(fields, load=load)
        self._log_reading(fields)
        return result

    read._readonly = False

    @api.model
    @api.readonly
    def search_read(self, domain=None, fields=None, *args, **kwargs):
        with _inside_reading():
            result = super().search_read(domain, fields, *args, **kwargs)
        self._log_copy(result, fields)
        return result

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, *args, **kwargs):
        with _inside_reading():
            result = super().web_search_read(domain, specification, *args, **kwargs)
        self._log_copy(result["records"], list(specification))
        return result

    @api.model
    @api.readonly
    def web_read_group(self, *args, **kwargs):
        with _inside_reading():
            return super().web_read_group(*args, **kwargs)

    def _log_copy(self, rows, names):
        if len(rows) > self._access_bulk:
            self.browse(row["id"] for row in rows)._log_reading(names)

    def export_data(self, fields_to_export):
        with _inside_reading():
            result = super().export_data(fields_to_export)
        self._log_hub_access("export")
        return result
