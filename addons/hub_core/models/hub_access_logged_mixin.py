import re
from contextlib import contextmanager
from contextvars import ContextVar

from lxml import etree
from odoo import api, models, tools
from odoo.fields import Domain

#: Set while a method that has its own entry in the log, or deserves none, reads records.
#: Not a key of the context: a client could send that one to stay unseen.
_inside = ContextVar("hub_access_log_inside", default=False)
#: What is no page of a list, and hides nothing that a list would show.
_NO_LIST = frozenset({"form", "qweb", "search"})
#: Attributes of a view that hold no expression: words in them name no field.
_NO_EXPRESSION = frozenset({"class", "string", "help", "title", "placeholder", "confirm", "id", "icon", "style"})
#: Fields that the web client adds by itself, of discussions and activities.
_OF_THE_CLIENT = ("activity_", "message_", "my_activity_", "has_message", "can_publish")
#: How a domain may single out a record by its id.
_ID_OPERATORS = frozenset({"=", "in", "<", ">", "<=", ">=", "child_of", "parent_of"})
#: Values that a group shows as they are, and what takes one out of many.
_TEXTS = frozenset({"char", "text", "html"})
_DATES = frozenset({"date", "datetime"})
_SHOWING = frozenset({"array_agg", "array_agg_distinct", "min", "max"})


@contextmanager
def _inside_reading():
    token = _inside.set(True)
    try:
        yield
    finally:
        _inside.reset(token)


def _unfolded(groups):
    """The rows of the groups that are open, whatever their depth."""
    for group in groups:
        yield from group.get("__records", ())
        yield from _unfolded(group.get("__groups", {}).get("groups", ()))


def _argument(args, kwargs, position, name):
    """What was given for an argument, by its place or by its name."""
    return kwargs.get(name, args[position] if len(args) > position else ()) or ()


class HubAccessLoggedMixin(models.AbstractModel):
    """Records whose readings are logged: forms opened, exports, bulk reads; by call, prints and portal pages.

    A page of a list is no entry, nor is the label of a record in another one's form: a log full
    of them would hide what matters. A call is a page of a list when it asks for no more than the lists,
    cards and calendars of the model show, is no longer than a page, and does not single out one record by
    its id; whatever else it is called, it is a reading. So are groups by what tells one record from another.
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
        # sudo: the reference is what the log may hold, also of a record that is closed by now.
        return (reference and reference.type == "char" and self.sudo().ref) or f"{self._name},{self.id}"

    def action_open_readings(self):
        """Who read this record. For those who may read the log."""
        self.ensure_one()
        self.check_access("read")
        logs = self.env["hub.access.log"]
        logs.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("hub_core.hub_access_log_action")
        name = self.env._("Who read %(record)s", record=self._get_access_reference())
        domain = [("id", "in", logs._get_readings(self).ids)]
        return {**action, "name": name, "domain": domain, "context": {}, "path": False}

    def _log_hub_access(self, how):
        """Log that the current user has read these records. For reports and portal pages."""
        self.env["hub.access.log"]._log(self, how)

    def _after_document_printed(self, report):
        self._log_hub_access("report")
        return super()._after_document_printed(report)

    def _log_reading(self, names):
        """Log a form or a copy; ``names`` are the fields that were read, none for all."""
        if self.env.su or self._asks_labels(names, len(self)):
            return
        records = self.browse(id_ for id_ in self._ids if id_)  # a new record has nothing to tell
        if len(records) == 1:
            records._log_hub_access("form")
        elif len(records) > self._access_bulk or self._asks_more_than_lists(names):
            records._log_hub_access("search")

    @api.model
    def _asks_labels(self, names, count):
        """Whether a reading of so many records tells no more than links do; a copy of all labels is a copy."""
        labels = bool(names) and self._access_label_fields.issuperset(names)
        return labels and (count <= self._access_bulk or "display_name" not in names)

    @api.model
    def _asks_more_than_lists(self, names):
        """Whether a reading asks for fields (none for all) that no list, card or calendar of the model shows."""
        shown = self._get_list_fields() | self._access_label_fields
        return not names or any(
            name not in shown and not name.startswith(_OF_THE_CLIENT) and self._tells(name) for name in names
        )

    @api.model
    def _tells(self, name):
        field = self._fields.get(name)
        return bool(field) and field.type != "boolean"

    @api.model
    @tools.ormcache("self._name", cache="templates")
    def _get_list_fields(self):
        """Names of fields in the views that show many records, also in their conditions."""
        # sudo: what is in a view does not depend on who looks. With this cache a change of a view is seen at once.
        views = self.env["ir.ui.view"].sudo().search([("model", "=", self._name), ("mode", "=", "primary")])
        names = set()
        for view in views.filtered(lambda view: view.type not in _NO_LIST):
            for node in etree.fromstring(view.get_combined_arch()).iter(etree.Element):
                expressions = [value for key, value in node.attrib.items() if key not in _NO_EXPRESSION]
                names.update(re.findall(r"\w+", " ".join(expressions)))
        return frozenset(names & self._fields.keys())

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
        self._log_list(domain, [row["id"] for row in result], fields)
        return result

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, *args, **kwargs):
        with _inside_reading():
            result = super().web_search_read(domain, specification, *args, **kwargs)
        self._log_list(domain, [row["id"] for row in result["records"]], list(specification) or ["id"])
        return result

    @api.model
    @api.readonly
    def web_read_group(self, domain, *args, **kwargs):
        with _inside_reading():
            result = super().web_read_group(domain, *args, **kwargs)
        specification = kwargs.get("unfold_read_specification")
        if specification:
            self._log_list(domain, [row["id"] for row in _unfolded(result["groups"])], list(specification))
        self._log_grouping(domain, _argument(args, kwargs, 0, "groupby"), _argument(args, kwargs, 1, "aggregates"))
        return result

    @api.model
    @api.readonly
    def read_progress_bar(self, domain, group_by, progress_bar):
        result = super().read_progress_bar(domain, group_by, progress_bar)
        self._log_grouping(domain, [group_by])
        return result

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        with _inside_reading():
            result = super().name_search(name, domain, operator, limit)
        self.browse(id_ for id_, _label in result)._log_reading(["display_name"])
        return result

    @api.model
    @api.readonly
    def formatted_read_group(self, domain, *args, **kwargs):
        result = super().formatted_read_group(domain, *args, **kwargs)
        self._log_grouping(domain, _argument(args, kwargs, 0, "groupby"), _argument(args, kwargs, 1, "aggregates"))
        return result

    @api.model
    @api.readonly
    def formatted_read_grouping_sets(self, domain, *args, **kwargs):
        result = super().formatted_read_grouping_sets(domain, *args, **kwargs)
        sets = _argument(args, kwargs, 0, "grouping_sets")
        groupby = [path for paths in sets for path in paths]
        self._log_grouping(domain, groupby, _argument(args, kwargs, 1, "aggregates"))
        return result

    @api.model
    @api.readonly
    def read_group(self, domain, *args, **kwargs):
        result = super().read_group(domain, *args, **kwargs)
        groupby = _argument(args, kwargs, 1, "groupby")
        groupby = [groupby] if isinstance(groupby, str) else groupby
        self._log_grouping(domain, groupby, _argument(args, kwargs, 0, "fields"))
        return result

    @api.model
    def _log_list(self, domain, ids, names):
        """Log what was called as a list and is none."""
        if not ids or self.env.su or self._asks_labels(names, len(ids)):
            return
        if len(ids) > 1:
            self.browse(ids)._log_reading(names)
        elif self._is_by_id(domain) or self._asks_more_than_lists(names):
            self.browse(ids)._log_hub_access("form")

    @api.model
    def _log_grouping(self, domain, groupby=(), aggregates=()):
        """A group of one record that was singled out by its id tells what that record says; groups by what tells
        one record from another say it of all."""
        if self.env.su or _inside.get():
            return
        showing, by_id = self._is_showing(groupby, aggregates), self._is_by_id(domain)
        if not (showing or by_id):
            return
        records = self.search(domain, limit=None if showing else 2)
        names = [re.split(r"[.:]", path)[0] for path in groupby]
        if showing and len(records) > 1:
            records._log_hub_access("search")
        elif len(records) == 1 and (by_id or self._asks_more_than_lists(names)):
            records._log_hub_access("form")

    @api.model
    def _is_showing(self, groupby, aggregates):
        """Whether groups show what single records say: a text, a day, the record itself."""
        for path in groupby:
            name, _colon, step = path.partition(":")
            field = self._get_field_at(name)
            if name == "id" or (field and (field.type in _TEXTS or (field.type in _DATES and step == "day"))):
                return True
        for spec in aggregates:
            name, _colon, how = spec.partition(":")
            how, _bracket, named = how.rstrip(")").partition("(")
            field = self._get_field_at(named or name)
            if how in _SHOWING and field and (field.type in _TEXTS or field.type == "date"):
                return True
        return False

    @api.model
    def _get_field_at(self, path):
        """The last field of a path, if there is one."""
        model, field = self, None
        for name in path.split("."):
            field = model._fields.get(name) if model is not None else None
            model = self.env[field.comodel_name] if field and field.relational else None
        return field

    @api.model
    def _is_by_id(self, domain):
        """Whether a domain singles out records by their id, as no search of a person does."""
        conditions = Domain(domain or ()).optimize(self).iter_conditions()
        return any(one.field_expr == "id" and one.operator in _ID_OPERATORS for one in conditions)

    def export_data(self, fields_to_export):
        with _inside_reading():
            result = super().export_data(fields_to_export)
        self._log_hub_access("export")
        return result
