from odoo import api, models

#: Of a merged file's form nothing is done but to go to the main file, to undo, and to read.
_STILL_DONE = frozenset(
    {"action_open_root", "action_undo_merge", "action_open_files", "action_open_requests", "action_open_deliveries"}
)


class HubBeneficiary(models.Model):
    """The form of a merged file is read and not written, whatever addons put on it."""

    _inherit = "hub.beneficiary"

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            self._close_merged(arch)
        return arch, view

    @api.model
    def _close_merged(self, arch):
        """Fields that are typed are read-only on a merged file, and its buttons are those of its main file."""
        for node in arch.xpath("//field[not(ancestor::field)][not(ancestor::widget)]"):
            field = self._fields.get(node.get("name"))
            if field and not field.readonly:
                node.set("readonly", _either(node.get("readonly")))
        for node in arch.xpath("//header//button | //notebook//button[not(ancestor::field)]"):
            if node.get("name") not in _STILL_DONE:
                node.set("invisible", _either(node.get("invisible")))
        for node in arch.xpath("//field//list//button"):
            if node.get("column_invisible") is None:
                node.set("column_invisible", "parent.merged_into_id")
        if not arch.xpath("//field[@name='merged_into_id']"):
            arch.append(arch.makeelement("field", {"name": "merged_into_id", "invisible": "1"}))


def _either(condition):
    """``condition`` of a view, or that the file is merged."""
    if condition in ("1", "True"):
        return condition
    return f"({condition}) or merged_into_id" if condition and condition not in ("0", "False") else "merged_into_id"
