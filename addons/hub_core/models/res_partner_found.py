from odoo import models
from odoo.modules.db import FunctionStatus


def _any_part_of(column):
    """An index for ``ilike`` in a column that most contacts leave empty, or not; beside that of Odoo, which sorts."""

    def define(registry):
        if not registry.has_trigram or registry.has_unaccent not in (FunctionStatus.INDEXABLE, FunctionStatus.MISSING):
            return ""
        expression = registry.unaccent(f"({column})::text")
        return f"USING gin ({expression} gin_trgm_ops) WHERE {column} IS NOT NULL"

    return models.Index(define)


class ResPartner(models.Model):
    """How a contact is found among very many: everybody whom the hub receives is one.

    What is typed is looked for in several columns at once, and one of them without an index has every contact read.
    """

    _inherit = "res.partner"

    _name_part = _any_part_of("name")
    _complete_name_part = _any_part_of("complete_name")
    _email_part = _any_part_of("email")
    _ref_part = _any_part_of("ref")
    _vat_part = _any_part_of("vat")
