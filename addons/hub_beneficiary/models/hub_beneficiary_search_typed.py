from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.names import fold


class HubBeneficiary(models.Model):
    """The name as a search compares it while it is typed: no accents, one Arabic alphabet.

    Keys (``name_keys``) need a whole word to be heard; a beginning needs the letters.
    """

    _inherit = "hub.beneficiary"

    name_folded = fields.Char(
        compute="_compute_name_folded",
        store=True,
        precompute=True,
        export_string_translation=False,
        help="The names in both scripts without accents and case.",
    )

    # Not index="trigram": that one is on unaccent(), which only ilike asks for.
    _name_folded_trigram = models.Index("USING gin (name_folded gin_trgm_ops)")

    @api.depends("given_name", "family_name", "name_ar")
    def _compute_name_folded(self):
        for beneficiary in self:
            names = (beneficiary.given_name, beneficiary.family_name, beneficiary.name_ar)
            beneficiary.name_folded = " ".join(fold(name) for name in names if name) or False

    @api.model
    def _get_folded_domain(self, text):
        """Every word of ``text`` is in the name as it is written, accents and case aside."""
        words = fold(text).split()
        return Domain.AND(Domain("name_folded", "like", word) for word in words) if words else Domain.FALSE
