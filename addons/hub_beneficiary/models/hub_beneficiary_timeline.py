from datetime import datetime

from odoo import api, fields, models

TIMELINE_LIMIT = 50
TIMELINE_MAX = 1000
#: Of one minute, what comes later at the desk is newer.
TIMELINE_KINDS = ("consent", "request", "delivery", "appointment")


class HubBeneficiary(models.Model):
    """All that happened with a person, in one list: services, requests, consents, appointments."""

    _inherit = "hub.beneficiary"

    @api.readonly
    def get_timeline(self, limit=TIMELINE_LIMIT):
        """The newest ``limit`` entries that the user may see, and whether there are more.

        :return: ``entries`` of kind, date, time, title, detail and the document behind them; ``more``
        """
        self.ensure_one()
        self.check_access("read")
        limit = max(1, min(int(limit), TIMELINE_MAX))
        entries = [
            *self._get_timeline_deliveries(limit + 1),
            *self._get_timeline_requests(limit + 1),
            *self._get_timeline_consents(limit + 1),
            *self._get_timeline_appointments(limit + 1),
        ]
        entries.sort(key=lambda entry: entry.pop("order"), reverse=True)
        return {"entries": entries[:limit], "more": len(entries) > limit}

    def _prepare_timeline_entry(self, record, kind, moment, title, detail=""):
        """:param moment: a datetime in UTC, or a date; of a date that is the day of recording, the hour is known"""
        if not isinstance(moment, datetime):
            recorded = fields.Datetime.context_timestamp(self, record.create_date).date()
            moment = record.create_date if recorded == moment else moment
        if isinstance(moment, datetime):
            local = fields.Datetime.context_timestamp(self, moment)
            day, hour = local.date(), local.strftime("%H:%M")
            coming = moment > fields.Datetime.now()
        else:
            day, hour = moment, ""
            coming = day > fields.Date.context_today(self)
        return {
            "order": (day, hour, TIMELINE_KINDS.index(kind), record.id),
            "key": f"{kind}-{record.id}",
            "kind": kind,
            "date": fields.Date.to_string(day),
            "time": hour,
            "coming": coming,
            "title": title,
            "detail": detail,
            "res_model": record._name,
            "res_id": record.id,
        }

    def _get_timeline_deliveries(self, limit):
        deliveries = self.env["hub.service.delivery"].search(
            [("partner_id", "in", self._get_files_told()[self].partner_id.ids)], order="date desc, id desc", limit=limit
        )
        entries = []
        for delivery in deliveries:
            detail = " · ".join(filter(None, [delivery.user_id.name, delivery.program_id.name]))
            entry = self._prepare_timeline_entry(delivery, "delivery", delivery.date, delivery.service_id.name, detail)
            entries.append({**entry, "res_model": delivery.res_model, "res_id": delivery.res_id})
        return entries

    def _get_timeline_requests(self, limit):
        requests = self.env["crm.lead"].search(
            [("is_hub_request", "=", True), ("beneficiary_id", "in", self._get_files_told()[self].ids)],
            order="id desc",
            limit=limit,
        )
        entries = []
        for request in requests:
            needs = ", ".join(need.name for need in request.need_type_ids)
            title = self.env._("Request: %(needs)s", needs=needs) if needs else self.env._("Request")
            detail = " · ".join(filter(None, [request.stage_id.name, request.orientation_service_id.name]))
            day = request.received_on or fields.Datetime.context_timestamp(self, request.create_date).date()
            entries.append(self._prepare_timeline_entry(request, "request", day, title, detail))
        return entries

    def _get_timeline_consents(self, limit):
        consents = self.env["hub.consent"].search(
            [("beneficiary_id", "in", self._get_files_told()[self].ids)], order="date desc, id desc", limit=limit
        )
        titles = {
            "granted": self.env._("Consent granted"),
            "refused": self.env._("Consent refused"),
            "withdrawn": self.env._("Consent withdrawn"),
        }
        methods = dict(self.env["hub.consent"]._fields["method"]._description_selection(self.env))
        return [
            self._prepare_timeline_entry(
                consent, "consent", consent.date, titles[consent.decision], methods.get(consent.method, "")
            )
            for consent in consents
        ]

    def _get_timeline_appointments(self, limit):
        events = self.env["calendar.event"].search(
            [("hub_beneficiary_id", "in", self._get_files_told()[self].ids)], order="start desc, id desc", limit=limit
        )
        return [
            self._prepare_timeline_entry(
                event,
                "appointment",
                event.start_date if event.allday else event.start,
                self.env._("Appointment"),
                event.user_id.name or "",
            )
            for event in events
        ]
