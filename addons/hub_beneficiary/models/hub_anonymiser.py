from dataclasses import dataclass
from typing import Any

from odoo import api, models
from odoo.fields import Domain


@dataclass(frozen=True)
class Part:
    """Records that tell of a person, and what becomes of them.

    ``how`` is "clean", "delete" or "keep"; ``run`` does it, where the records' own ``_anonymise_records`` does not.
    """

    label: str
    records: Any
    how: str
    why: str = ""
    run: Any = None

    @property
    def count(self):
        return len(self.records)

    def apply(self):
        if self.records and self.how != "keep":
            (self.run or self.records._anonymise_records)()


@dataclass(frozen=True)
class Open:
    """What still goes on with a person: it stands in the way, or ends first where ``close`` can end it."""

    label: str
    records: Any
    close: Any = None
    names: str = ""


class HubAnonymiser(models.AbstractModel):
    """Knows where a person stands in the database: the preview, the cleaning and the look-up read the same list.

    Called in superuser mode with whole clusters of merged files. An addon adds its places by extending
    :meth:`_get_parts`, and what must end before by :meth:`_get_open`.
    """

    _name = "hub.anonymiser"
    _description = "Making people anonymous"

    # ------------------------------------------------------------
    # Where a person stands
    # ------------------------------------------------------------
    @api.model
    def _get_parts(self, people):
        """Everything about these people, in the order in which it is cleaned.

        :return: list of :class:`Part`
        """
        about = self._get_records_about(people)
        threads = [people, people.partner_id, *about]
        return [
            *self._get_attached_parts(threads),
            *self._get_written_parts(people),
            *self._get_account_parts(people),
            *(self._prepare_part(records) for records in about),
            *self._get_family_parts(people),
            *self._get_register_parts(people),
            *self._get_file_parts(people),
        ]

    @api.model
    def _prepare_part(self, records, **values):
        label = self.env["ir.model"]._get(records._name).name
        return Part(label, records, records._anonymise_how, **values)

    @api.model
    def _get_records_about(self, people):
        """For each model that points at a person, its records about these: found by reading the models."""
        found = []
        for name in sorted(self.env.registry):
            paths = self._get_person_paths(name)
            if paths:
                domain = Domain.OR(Domain(path, "in", people.ids) for path in paths)
                found.append(self.env[name].with_context(active_test=False).search(domain))
        deliveries = self.env["hub.service.delivery"].search([("partner_id", "in", people.partner_id.ids)])
        leads = self.env["crm.lead"].with_context(active_test=False)
        sold = leads.search([("partner_id", "in", people.partner_id.ids)])
        return [records for records in (*found, deliveries, sold) if records]

    @api.model
    def _get_person_paths(self, name):
        """Stored fields of a model that point at a person."""
        model = self.env[name]
        if model._abstract or model._transient or not model._auto or name == "hub.beneficiary":
            return []
        return [
            field.name
            for field in model._fields.values()
            if field.type == "many2one"
            and field.comodel_name == "hub.beneficiary"
            and field.store
            and (not model._anonymise_paths or field.name in model._anonymise_paths)
        ]

    @api.model
    def _get_attached_parts(self, threads):
        """What hangs on records by their model and id: messages, activities, files, messages to telephones."""
        plan = (
            ("mail.message", "model", "res_id"),
            ("mail.activity", "res_model", "res_id"),
            ("mail.scheduled.message", "model", "res_id"),
            ("ir.attachment", "res_model", "res_id"),
            ("hub.phone.message", "res_model", "res_id"),
            ("hub.signed.link", "res_model", "res_id"),
        )
        parts = []
        for name, model_field, id_field in plan:
            domain = Domain.OR(
                Domain(model_field, "=", records._name) & Domain(id_field, "in", records.ids)
                for records in threads
                if records
            )
            if name in ("hub.phone.message", "hub.signed.link"):
                domain |= Domain("partner_id", "in", self._get_partners(threads).ids)
            if name == "ir.attachment":
                domain &= Domain("id", "!=", False)  # those of fields, too
            records = self.env[name].with_context(active_test=False).search(domain)
            if name == "hub.signed.link":
                parts.append(Part(self.env._("Links sent to her or him"), records, "clean", run=records._revoke))
            else:
                parts.append(self._prepare_deletion(records))
        return parts

    @api.model
    def _get_partners(self, threads):
        return next(records for records in threads if records._name == "res.partner")

    @api.model
    def _prepare_deletion(self, records):
        return Part(self.env["ir.model"]._get(records._name).name, records, "delete", run=records.unlink)

    # ------------------------------------------------------------
    # What must end before
    # ------------------------------------------------------------
    @api.model
    def _get_open(self, people):
        """What still goes on with these people.

        :return: list of :class:`Open`
        """
        return []
