from datetime import datetime, time, timedelta

import babel
import pytz
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: A panel of the desk shows this many rows; its heading says how many there are.
PANEL_LIMIT = 12
#: Where a person may be sent on from the desk, beside what belongs to these categories.
ORIENTATION_CATEGORIES = ("employment", "incubation", "training")
ORIENTATION_CODES = ("external_referral",)
FIRST_NATIONALITIES = 8


class HubDesk(models.AbstractModel):
    """What the reception desk's screen asks and does, each in one call.

    No model of its own and no rights of its own: every method works under those of the user.
    """

    _name = "hub.desk"
    _description = "Reception desk"

    # ------------------------------------------------------------
    # The day
    # ------------------------------------------------------------
    @api.model
    def get_choices(self):
        """What the forms offer: needs, services to orient to, sexes, countries, languages of documents."""
        self._verify_desk()
        services = self.env["hub.service"].search_fetch(
            ["|", ("category", "in", ORIENTATION_CATEGORIES), ("code", "in", ORIENTATION_CODES)], ["code", "name"]
        )
        needs = self.env["hub.need.type"].search_fetch([], ["code", "name"])
        return {
            "can_create": self.env["hub.beneficiary"].has_access("create"),
            "needs": [{"id": need.id, "code": need.code, "name": need.name} for need in needs],
            "services": [{"id": service.id, "code": service.code, "name": service.name} for service in services],
            "sexes": self.env["hub.beneficiary"]._fields["sex"]._description_selection(self.env),
            "countries": self._get_countries(),
            "languages": self._get_languages(),
        }

    def _get_languages(self):
        """Languages a document can be printed in, the user's first, each by its own name."""
        codes = sorted((code for code, _name in self.env["res.lang"].get_installed()), key=lambda c: c != self.env.lang)
        return [{"code": code, "name": babel.Locale.parse(code).get_language_name().capitalize()} for code in codes]

    def _get_countries(self):
        """Morocco, the nationalities met most, then all the others by name."""
        countries = self.env["res.country"].search_fetch([], ["code", "name"])
        groups = self.env["hub.beneficiary"]._read_group(
            [("nationality_id", "!=", False)],
            ["nationality_id"],
            ["__count"],
            order="__count desc",
            limit=FIRST_NATIONALITIES,
        )
        first = self.env.ref("base.ma") | self.env["res.country"].union(*(country for country, _count in groups))
        return {
            "first": [{"code": country.code, "name": country.name} for country in first],
            "others": [{"code": country.code, "name": country.name} for country in countries - first],
        }

    @api.model
    def get_day(self):
        """Today's appointments, the walk-in queue, my caseload and what is late."""
        self._verify_desk()
        now = fields.Datetime.now()
        return {
            "user": self.env.user.name,
            "date": fields.Date.to_string(fields.Date.context_today(self)),
            "queue": self._get_queue(now),
            "triage": self._get_triage(),
            "appointments": self._get_appointments(now),
            "caseload": self._get_caseload(),
            "late": self._get_late(),
        }

    def _get_queue_domain(self):
        return [("is_hub_request", "=", True), ("stage_code", "=", "welcome"), ("arrived_at", "!=", False)]

    def _get_queue(self, now):
        requests = self.env["crm.lead"].search(
            self._get_queue_domain(), order="urgency desc, arrived_at, id", limit=PANEL_LIMIT + 1
        )
        rows = [
            {
                **self._prepare_request_row(request),
                "minutes": int(max(now - request.arrived_at, timedelta()).total_seconds() // 60),
            }
            for request in requests[:PANEL_LIMIT]
        ]
        return self._prepare_panel("crm.lead", self._get_queue_domain(), rows, len(requests))

    def _get_triage_domain(self):
        return [("is_hub_request", "=", True), ("stage_code", "=", "welcome"), ("beneficiary_id", "=", False)]

    def _get_triage(self):
        """Requests of the public form that nobody has said yet whose they are, the oldest first."""
        requests = self.env["crm.lead"].search(
            self._get_triage_domain(), order="urgency desc, id", limit=PANEL_LIMIT + 1
        )
        rows = [
            {
                "request_id": request.id,
                "name": request.contact_name or self.env._("No name"),
                "phone": request.phone or "",
                "needs": request.need_type_ids.mapped("name"),
                "need_ids": request.need_type_ids.ids,
                "date": fields.Date.to_string(fields.Datetime.context_timestamp(self, request.create_date).date()),
            }
            for request in requests[:PANEL_LIMIT]
        ]
        return self._prepare_panel("crm.lead", self._get_triage_domain(), rows, len(requests))

    def _get_appointment_domain(self, now):
        today = fields.Datetime.context_timestamp(self, now).date()
        zone = pytz.timezone(self.env.context.get("tz") or self.env.user.tz or "UTC")
        start, stop = (
            zone.localize(datetime.combine(day, time())).astimezone(pytz.utc).replace(tzinfo=None)
            for day in (today, today + timedelta(days=1))
        )
        return [("is_hub_appointment", "=", True), ("start", ">=", start), ("start", "<", stop)]

    def _get_appointments(self, now):
        domain = self._get_appointment_domain(now)
        events = self.env["calendar.event"].search(domain, order="start, id", limit=PANEL_LIMIT + 1)
        rows = [
            {
                "id": event.id,
                "time": self.env._("All day") if event.allday else self._format_time(event.start),
                "past": not event.allday and event.stop < now,
                "mine": event.user_id == self.env.user,
                "with": event.user_id.name or "",
                "answer": event.hub_answer or "",
                **self._prepare_name_row(event.hub_beneficiary_id),
            }
            for event in events[:PANEL_LIMIT]
        ]
        return self._prepare_panel("calendar.event", domain, rows, len(events))

    def _get_caseload_domain(self):
        return [("user_id", "=", self.env.uid), ("state", "in", ("registered", "active"))]

    def _get_caseload(self):
        domain = self._get_caseload_domain()
        people = self.env["hub.beneficiary"].search(domain, order="write_date desc, id desc", limit=PANEL_LIMIT + 1)
        shown = people[:PANEL_LIMIT]
        latest = self._get_latest_requests(shown)
        rows = [
            {
                **self._prepare_name_row(person),
                "stage": latest[person.id].stage_id.name if person.id in latest else "",
                "next": fields.Date.to_string(person.activity_date_deadline) or "",
            }
            for person in shown
        ]
        return self._prepare_panel("hub.beneficiary", domain, rows, len(people))

    def _get_latest_requests(self, people):
        requests = self.env["crm.lead"].search(
            [("is_hub_request", "=", True), ("beneficiary_id", "in", people.ids)], order="id desc"
        )
        latest = {}
        for request in requests:
            latest.setdefault(request.beneficiary_id.id, request)
        return latest

    def _get_late_domain(self):
        return [
            ("user_id", "=", self.env.uid),
            ("date_deadline", "<", fields.Date.context_today(self)),
            ("res_model", "in", ("hub.beneficiary", "crm.lead")),
        ]

    def _get_late(self):
        today = fields.Date.context_today(self)
        activities = self.env["mail.activity"].search(
            self._get_late_domain(), order="date_deadline, id", limit=PANEL_LIMIT + 1
        )
        shown = activities[:PANEL_LIMIT]
        requests = self.env["crm.lead"].browse(a.res_id for a in shown if a.res_model == "crm.lead")
        people = self.env["hub.beneficiary"].browse(a.res_id for a in shown if a.res_model == "hub.beneficiary")
        by_record = {
            **{("crm.lead", request.id): request.beneficiary_id for request in requests._filtered_access("read")},
            **{("hub.beneficiary", person.id): person for person in people._filtered_access("read")},
        }
        rows = [
            {
                "id": activity.id,
                "summary": activity.summary or activity.activity_type_id.name or "",
                "days": (today - activity.date_deadline).days,
                "res_model": activity.res_model,
                "res_id": activity.res_id,
                **self._prepare_name_row(
                    by_record.get((activity.res_model, activity.res_id), self.env["hub.beneficiary"])
                ),
            }
            for activity in shown
        ]
        return self._prepare_panel("mail.activity", self._get_late_domain(), rows, len(activities))

    def _prepare_panel(self, model, domain, rows, found):
        count = found if found <= PANEL_LIMIT else self.env[model].search_count(domain)
        return {"count": count, "rows": rows}

    # ------------------------------------------------------------
    # Doing
    # ------------------------------------------------------------
    @api.model
    def start_request(self, beneficiary_id, need_ids):
        """Put a known person in the walk-in queue; once, however often the button is pressed."""
        person = self._browse_checked("hub.beneficiary", beneficiary_id)
        person._lock_or_explain()
        waiting = self.env["crm.lead"].search([*self._get_queue_domain(), ("beneficiary_id", "=", person.id)], limit=1)
        if waiting:
            waiting.need_type_ids |= self.env["hub.need.type"].browse(need_ids).exists()
            return {**self._prepare_card(person, waiting), "already_waiting": True}
        if person.state == "draft":
            person.action_register()
        return self._prepare_card(person, self.env["crm.lead"].create(self._prepare_request_vals(person, need_ids)))

    @api.model
    def assign_request(self, request_id, beneficiary_id):
        """Say whose a request of the public form is. She is not here: no queue, no reception yet."""
        person = self._browse_checked("hub.beneficiary", beneficiary_id)
        return self._prepare_card(person, self._assign_request(request_id, person))

    def _assign_request(self, request_id, person):
        request = self._browse_checked("crm.lead", request_id)
        request._lock_or_explain()
        if request.beneficiary_id:
            raise UserError(
                self.env._(
                    "Somebody has said already whose this request is: %(request)s.", request=request.display_name
                )
            )
        request.beneficiary_id = person
        return request

    def _prepare_request_vals(self, person, need_ids):
        return {
            "is_hub_request": True,
            "beneficiary_id": person.id,
            "need_type_ids": [fields.Command.set(self.env["hub.need.type"].browse(need_ids).exists().ids)],
            "entry_channel": "walk_in",
            "arrived_at": fields.Datetime.now(),
            "received_on": fields.Date.context_today(self),
        }

    @api.model
    def take_request(self, request_id):
        """I receive her now: the request is mine and leaves the queue."""
        request = self._browse_checked("crm.lead", request_id)
        request.action_take()
        return self._prepare_card(request.beneficiary_id, request)

    @api.model
    def orient_request(self, request_id, service_id):
        """Orient the person of a request to a service, today."""
        request = self._browse_checked("crm.lead", request_id)
        request.action_orient(self.env["hub.service"].browse(service_id).exists())
        return self._prepare_card(request.beneficiary_id, request)

    @api.model
    def get_card(self, beneficiary_id):
        """A person to open a request for."""
        return self._prepare_card(self._browse_checked("hub.beneficiary", beneficiary_id), self.env["crm.lead"])

    @api.model
    def print_consent(self, beneficiary_id, lang):
        """The consent form on paper, in the language that who signs it reads."""
        person = self._browse_checked("hub.beneficiary", beneficiary_id)
        return person.with_context(document_lang=lang).action_print_consent()

    @api.model
    def print_letter(self, request_id, lang):
        """The orientation letter, in the language of who receives it."""
        return self._browse_checked("crm.lead", request_id).with_context(document_lang=lang).action_print_letter()

    @api.model
    def print_attestation(self, beneficiary_id, lang):
        """That the hub receives the person, and what she received, in the language of who asks her for it."""
        person = self._browse_checked("hub.beneficiary", beneficiary_id)
        return person.with_context(document_lang=lang).action_print_attestation()

    @api.model
    def print_summons(self, beneficiary_id, lang):
        """The person's next appointment on paper."""
        person = self._browse_checked("hub.beneficiary", beneficiary_id)
        return person.with_context(document_lang=lang).action_print_next_summons()

    @api.model
    def get_request_action(self, request_id):
        """The form of a request."""
        return self._browse_checked("crm.lead", request_id).get_formview_action()

    @api.model
    def get_panel_action(self, panel):
        """The whole list behind a panel that shows its first rows only."""
        self._verify_desk()
        model, name, domain = self._get_panels()[panel]
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "domain": domain,
            "views": [(self._get_panel_view(model, kind), kind) for kind in ("list", "form")],
        }

    def _get_panels(self):
        """``{panel: (model, title, domain of all that it counts)}``"""
        return {
            "queue": ("crm.lead", self.env._("Waiting now"), self._get_queue_domain()),
            "triage": ("crm.lead", self.env._("From the public form"), self._get_triage_domain()),
            "appointments": (
                "calendar.event",
                self.env._("Today's appointments"),
                self._get_appointment_domain(fields.Datetime.now()),
            ),
            "caseload": ("hub.beneficiary", self.env._("My people"), self._get_caseload_domain()),
            "late": ("mail.activity", self.env._("Late"), self._get_late_domain()),
        }

    def _get_panel_view(self, model, kind):
        return self.env.ref(f"hub_beneficiary.request_view_{kind}").id if model == "crm.lead" else False

    def _browse_checked(self, model, res_id):
        record = self.env[model].browse(res_id).exists()
        if not record:
            raise UserError(self.env._("This record was deleted meanwhile. Search again."))
        record.check_access("read")
        return record

    # ------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------
    def _verify_desk(self):
        if not self.env["hub.beneficiary"].has_access("read"):
            raise AccessError(self.env._("The reception desk is for those who receive people: ask an administrator."))

    def _format_time(self, value):
        """The hour of the wall clock, by the server's time zones: browsers carry their own, older ones."""
        return fields.Datetime.context_timestamp(self, value).strftime("%H:%M") if value else ""

    def _prepare_name_row(self, person):
        """The least that tells one person from another in a list."""
        return {
            "beneficiary_id": person.id,
            "name": person.name or person.ref or "",
            "name_ar": person.name_ar if person.name_ar != person.name else "",
            "ref": person.ref or "",
        }

    def _prepare_request_row(self, request):
        return {
            **self._prepare_name_row(request.beneficiary_id),
            "request_id": request.id,
            "needs": request.need_type_ids.mapped("name"),
            "urgent": request.urgency == "urgent",
            "since": self._format_time(request.arrived_at),
        }

    def _prepare_person_row(self, person):
        phone = person.phone_e164 or ""
        return {
            **self._prepare_name_row(person),
            "age": person.age_text or "",
            "phone_end": phone[-4:],
            "household": person.household_id.display_name or "",
            "state": person.state,
            "consent": person.consent_state,
        }

    def _prepare_card(self, person, request):
        return {
            "person": self._prepare_person_row(person),
            "request": request
            and {
                **self._prepare_request_row(request),
                "title": request.display_name,
                "stage": request.stage_code,
                "stage_name": request.stage_id.name,
                "mine": request.user_id == self.env.user,
                "oriented_to": request.orientation_service_id.name or "",
                "oriented_code": request.orientation_service_id.code or "",
            },
            "already_waiting": False,
        }
