from datetime import date

from odoo import api, models
from odoo.tools import formatLang

from ..tools.document import long_date


class HubServiceDelivery(models.Model):
    """The ledger as its recipient reads it. Lines are found by the rights of the visitor."""

    _inherit = "hub.service.delivery"

    @api.model
    def _get_portal_domain(self, partner, year=None):
        domain = [("partner_id", "=", partner.id)]
        return domain + [("date", ">=", date(year, 1, 1)), ("date", "<=", date(year, 12, 31))] if year else domain

    @api.model
    def _get_portal_years(self, partner):
        """The years in which this recipient received something, the last one first."""
        rows = self._read_group(self._get_portal_domain(partner), ["date:year"], order="date:year desc")
        return [first_day.year for (first_day,) in rows]

    @api.model
    def _get_portal_totals(self, domain):
        """What was received of each service, most of it first: ``name``, ``quantity`` and ``value`` as texts, ``count``
        of lines. A service whose unit has changed stands there once for each unit."""
        rows = self._read_group(
            domain,
            ["service_id", "unit", "currency_id"],
            ["__count", "quantity:sum", "value_in_kind:sum"],
            order="__count desc",
        )
        return [
            {
                # sudo: who received a service may read what it is called.
                "name": service.sudo().name,
                "count": count,
                "quantity": self._format_quantity(quantity, unit),
                "value": self._format_value(value, currency),
            }
            for service, unit, currency, count, quantity, value in rows
        ]

    def _get_portal_lines(self):
        """These lines in words, in their order."""
        return [
            {
                "date": long_date(delivery.date, self.env.lang or "en_US"),
                # sudo: as above.
                "name": delivery.sudo().service_id.name,
                "quantity": self._format_quantity(delivery.quantity, delivery.unit),
                "value": self._format_value(delivery.value_in_kind, delivery.currency_id),
            }
            for delivery in self
        ]

    def _format_quantity(self, quantity, unit):
        """A figure after its unit: "Hours: 3" needs no plural, of which Arabic has four."""
        units = {
            "service": self.env._("Times"),
            "session": self.env._("Sessions"),
            "hour": self.env._("Hours"),
            "day": self.env._("Days"),
        }
        digits = 0 if float(quantity).is_integer() else 2
        return self.env._(
            "%(unit)s: %(quantity)s",
            unit=units.get(unit) or dict(self._fields["unit"]._description_selection(self.env)).get(unit, ""),
            quantity=formatLang(self.env, quantity, digits=digits),
        )

    def _format_value(self, value, currency):
        return formatLang(self.env, value, currency_obj=currency) if value and currency else ""
