from odoo import models


class Base(models.AbstractModel):
    """What the document engine asks of any record that it prints."""

    _inherit = "base"

    def _get_document_lang(self):
        """Hook: the code of the language in which this record's documents are written, or False for
        that of the user who prints."""
        return False

    def _after_document_printed(self, report):
        """Hook: these records were printed with the report (in sudo). Models of people log it."""
