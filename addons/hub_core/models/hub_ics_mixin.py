from uuid import uuid4

from odoo import fields, models

from ..tools import ics


class HubIcsMixin(models.AbstractModel):
    """Something that people put into their calendar, by a link, a feed or an attached file.

    A calendar knows it again by ``ics_uid``, and takes a later file for newer by ``ics_sequence``, which
    grows when ``_get_ics_facts`` change: time, place, whether it takes place at all. Who corrects a
    description sends nobody an update.
    """

    _name = "hub.ics.mixin"
    _description = "Calendar entry"

    # Computed, so that each record that was there before the field gets one of its own.
    ics_uid = fields.Char(
        string="Calendar identifier", compute="_compute_ics_uid", store=True, precompute=True, copy=False
    )
    ics_sequence = fields.Integer(string="Calendar version", readonly=True, copy=False)

    _ics_uid_uniq = models.UniqueIndex("(ics_uid)", "Another entry has this calendar identifier.")

    def _compute_ics_uid(self):
        # sudo: which database this is, is no secret; a copy of it invites to other dates than this one.
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        for record in self:
            record.ics_uid = record.ics_uid or f"{uuid4()}@{database}"

    def write(self, vals):
        known = {record: (record._get_ics_facts(), record.ics_sequence) for record in self}
        result = super().write(vals)
        for record, (facts, sequence) in known.items():
            # The inverse of a field writes inside of this write, and counts for itself.
            if facts and facts != record._get_ics_facts() and record.ics_sequence == sequence:
                super(HubIcsMixin, record).write({"ics_sequence": sequence + 1})
        return result

    def _get_ics_facts(self):
        """What somebody who has the date must be told of when it changes; empty when nobody has it yet."""
        self.ensure_one()
        return (self.start, self.stop, self._get_ics_zone())

    def _get_ics_zone(self):
        return (self._fields.get("tz") and self["tz"]) or self.env.company._get_hub_zone()

    def _get_ics_event(self):
        """The entry, in the language of the context. Models add place and words (``dataclasses.replace``)."""
        self.ensure_one()
        return ics.Event(
            uid=self.ics_uid,
            sequence=self.ics_sequence,
            summary=self.display_name,
            start=self.start,
            stop=self.stop,
            zone=self._get_ics_zone(),
        )

    def _get_ics(self, method="PUBLISH", name=""):
        """The calendar file of these records; its type is ``tools.ics.mime_type(method)``."""
        return ics.write_calendar([record._get_ics_event() for record in self], method, name)
