import re

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import escape_psql

from ..tools.names import fold
from ..tools.variants import name_keys
from .hub_beneficiary_identity import normalize_number


class HubBeneficiary(models.Model):
    """How a person is found: by name in either script, phone in any writing, document or reference."""

    # One file for each of its concerns.
    _inherit = "hub.beneficiary"

    @api.depends("given_name", "family_name", "name_ar")
    def _compute_name_keys(self):
        variants = self.env["hub.name.variant"]._get_table()
        for beneficiary in self:
            parts = filter(None, [beneficiary.given_name, beneficiary.family_name, beneficiary.name_ar])
            keys = name_keys(variants, *parts)
            beneficiary.name_keys = f" {' '.join(sorted(keys))} " if keys else False

    def _renew_name_keys(self):
        """Make the keys anew after a change of the table of spellings: in one statement, for those whom it concerns."""
        variants = self.env["hub.name.variant"]._get_table()
        rows = []
        for person in self:
            keys = name_keys(variants, *filter(None, [person.given_name, person.family_name, person.name_ar]))
            text = f" {' '.join(sorted(keys))} " if keys else None
            if (person.name_keys or None) != text:
                rows.append((person.id, text))
        if rows:
            # Neither who wrote last nor the history of the file is touched: nothing was changed on it.
            self.env.cr.execute_values(
                "UPDATE hub_beneficiary file SET name_keys = new.keys FROM (VALUES %s) AS new (id, keys)"
                " WHERE file.id = new.id",
                rows,
            )
            self.invalidate_recordset(["name_keys"])

    @api.depends("name", "name_ar", "ref")
    def _compute_display_name(self):
        for beneficiary in self:
            beneficiary.display_name = beneficiary.name or beneficiary.ref

    @api.model
    def _search_display_name(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        if operator == "in":
            return Domain.OR(self._get_text_domain(text) for text in value if text)
        if not value:
            return Domain.TRUE
        return self._get_text_domain(value)

    @api.model
    def _get_text_domain(self, text):
        """Whatever is typed at the desk → the domain of the people it may mean."""
        text = str(text).strip()
        domains = [self._get_name_domain(text), Domain("ref", "ilike", escape_psql(text))]
        number = normalize_number(text)
        if re.search(r"\d", number) and len(number) >= 4:
            domains.append(self._get_document_domain("=like", f"{number}%"))
        domains.append(self._get_phone_domain(text))
        return Domain.OR(domains)

    @api.model
    def _get_document_domain(self, operator, number):
        """The people with such a document, found first: beside a subquery PostgreSQL uses no index of the names."""
        documents = self.env["hub.beneficiary.identity"]
        rows = documents._read_group([("number_normalized", operator, number)], ["beneficiary_id"])
        return Domain("id", "in", [person.id for (person,) in rows])

    @api.model
    def _get_name_domain(self, text):
        """Every word typed is found in the name, as written or by its key across scripts."""
        domains = []
        variants = self.env["hub.name.variant"]._get_table()
        for word in text.split():
            keys = [key for key in name_keys(variants, word) if len(key) > 1]
            by_key = [Domain("name_keys", "=like", f"% {key}{'%' if len(key) > 2 else ' %'}") for key in keys]
            if by_key or fold(word):
                domains.append(Domain.OR([self._get_folded_domain(word), *by_key]))
        return Domain.AND(domains) if domains else Domain.FALSE

    @api.model
    def _get_phone_domain(self, text):
        digits = normalize_number(re.sub(r"[^\d+]", "", text))
        if len(digits) < 4 or re.search(r"[^\W\d_]", text):
            return Domain.FALSE
        whole = self._normalize_phone(text)
        # A part of a number: the national prefix 0 and the international one are not in common.
        part = Domain("phone_e164", "like", digits.removeprefix("00").lstrip("0") or digits)
        return (Domain("phone_e164", "=", whole) | part) if whole else part
