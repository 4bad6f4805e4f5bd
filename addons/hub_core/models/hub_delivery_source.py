from collections import defaultdict

from odoo import api, models


class HubDeliverySource(models.AbstractModel):
    """A document that says what was done for whom; the service ledger follows it.

    A model that inherits this names its ``_delivery_trigger_fields`` and implements
    ``_get_delivery_vals_list``. Create, write and unlink then keep the ledger equal, with
    the same number of queries for one record as for a thousand.
    """

    _name = "hub.delivery.source"
    _description = "Source of deliveries"

    #: Names of the stored fields from which the deliveries are made.
    _delivery_trigger_fields: frozenset[str] = frozenset()

    def _get_delivery_vals_list(self):
        """What this document delivered: a list of values for ``hub.service.delivery``.

        Called in superuser mode on one record at a time; what it reads is prefetched for all
        the records that are posted together, so read fields and do not search.
        Required keys: partner_id, service_id, date. Optional: quantity (1), program_id,
        funder_id, user_id, value_in_kind, currency_id. An empty list withdraws what was posted.
        """
        return []

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._sync_deliveries()
        return records

    def write(self, vals):
        result = super().write(vals)
        if not self._delivery_trigger_fields.isdisjoint(vals):
            self._sync_deliveries()
        return result

    def unlink(self):
        # The lines first, while the ids are known; a refused deletion takes this back too.
        self._get_deliveries().unlink()
        return super().unlink()

    def _get_deliveries(self):
        """Lines of the ledger that these documents posted."""
        # sudo: the ledger is written by documents, never by the rights of who edits them.
        return (
            self.env["hub.service.delivery"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids)], order="id")
        )

    def _sync_deliveries(self):
        """Make the ledger equal to what the documents say; lines that stay keep their dimensions."""
        lines_by_source = self._get_deliveries().grouped("res_id")
        # sudo: nobody has rights to write the ledger; it follows the documents.
        to_create, to_delete = [], self.env["hub.service.delivery"].sudo()
        to_write = []
        # sudo: the ledger is the same whoever saves the document.
        for source in self.sudo():
            lines = lines_by_source.get(source.id, to_delete.browse())
            pairs, unused = self._match_deliveries(lines, source._prepare_deliveries())
            to_delete |= unused
            to_write += [(line, vals) for line, vals in pairs if line]
            to_create += [vals for line, vals in pairs if not line]
        to_delete.unlink()
        self._write_deliveries(to_write)
        self._add_service_facts(to_create)
        self._freeze_dimensions(to_create)
        to_delete.create(to_create)

    def _prepare_deliveries(self):
        """Complete values of the lines of one document, one for each service and recipient."""
        self.ensure_one()
        result = {}
        for given in self._get_delivery_vals_list():
            vals = {
                "quantity": 1.0,
                "program_id": False,
                "funder_id": False,
                "user_id": False,
                **given,
                "res_model": self._name,
                "res_id": self.id,
            }
            key = (vals["service_id"], vals["partner_id"])
            if key in result:  # the same service for the same recipient is one line
                result[key]["quantity"] += vals["quantity"]
            else:
                result[key] = vals
        return list(result.values())

    @api.model
    def _match_deliveries(self, lines, vals_list):
        """Pair the lines that exist with the values wanted.

        A line keeps its recipient: another recipient is another line. It may change its
        service, so that correcting the service does not forget what was frozen.

        :return: list of (line or None, values), and the lines left over
        """
        if not lines:
            return [(None, vals) for vals in vals_list], lines
        by_key = {(line.service_id.id, line.partner_id.id): line for line in lines}
        exact = {(vals["service_id"], vals["partner_id"]) for vals in vals_list} & by_key.keys()
        spare = defaultdict(list)
        for key, line in by_key.items():
            if key not in exact:
                spare[line.partner_id.id].append(line)
        pairs = []
        for vals in vals_list:
            key = (vals["service_id"], vals["partner_id"])
            if key in exact:
                pairs.append((by_key[key], vals))
            else:
                candidates = spare[vals["partner_id"]]
                pairs.append((candidates.pop(0) if candidates else None, vals))
        return pairs, lines.browse(line.id for left in spare.values() for line in left)

    @api.model
    def _write_deliveries(self, pairs):
        """Write what differs; a new date freezes the dimensions anew."""
        dated = []
        for line, vals in pairs:
            vals["date"] = line._fields["date"].to_date(vals["date"])
            if vals["date"] != line.date:
                dated.append(vals)
        self._freeze_dimensions(dated)
        self._revalue(pairs)
        for line, vals in pairs:
            now = {name: line._fields[name].convert_to_write(line[name], line) for name in vals if name in line._fields}
            changes = {name: value for name, value in vals.items() if now[name] != value}
            if changes:
                line.write(changes)

    @api.model
    def _add_service_facts(self, vals_list):
        """The unit and the value in kind of new lines, by their services."""
        services = self._browse_services(vals_list)
        for vals in vals_list:
            service = services[vals["service_id"]]
            vals["unit"] = service.unit
            if "value_in_kind" not in vals:
                self._add_value_in_kind(vals, service)

    @api.model
    def _revalue(self, pairs):
        """Value lines anew whose quantity or service changed, unless their documents say a value."""
        services = self._browse_services([vals for _line, vals in pairs])
        for line, vals in pairs:
            changed = vals["quantity"] != line.quantity or vals["service_id"] != line.service_id.id
            if changed and "value_in_kind" not in vals:
                self._add_value_in_kind(vals, services[vals["service_id"]])

    @api.model
    def _browse_services(self, vals_list):
        # sudo: units and values do not depend on who saves the document.
        services = self.env["hub.service"].sudo().browse({vals["service_id"] for vals in vals_list})
        return {service.id: service for service in services}

    @api.model
    def _add_value_in_kind(self, vals, service):
        currency = service.currency_id
        vals["value_in_kind"] = currency.round(vals["quantity"] * service.unit_value)
        vals["currency_id"] = currency.id

    @api.model
    def _freeze_dimensions(self, vals_list):
        """Add what the recipients are on the day of the service to the values of their lines."""
        to_date = self.env["hub.service.delivery"]._fields["date"].to_date
        for vals in vals_list:
            vals["date"] = to_date(vals["date"])
        served = {(vals["partner_id"], vals["date"]) for vals in vals_list}
        if served:
            # sudo: what is frozen does not depend on who saves the document.
            dimensions = self.env["res.partner"].sudo()._get_hub_dimensions(served)
            for vals in vals_list:
                vals.update(dimensions[vals["partner_id"], vals["date"]])
