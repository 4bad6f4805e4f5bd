from odoo import fields, models
from odoo.addons.hub_core.tools.document import long_date
from odoo.exceptions import UserError

#: What a copy of a file says of the person, after the names: all that is recorded.
COPY_FACTS = (
    "given_name", "family_name", "name_ar", "birthdate", "sex", "nationality_id", "other_nationality_ids",
    "arrival_date", "education", "spoken_languages", "interpreter_needed", "phone", "phone_shared", "phone_owner",
    "phone_proposed", "email", "lang", "preferred_channel", "leave_no_message", "city", "state_id", "category_ids",
    "reception_date", "state", "exit_reason", "is_restricted", "portal_state", "user_id", "note",
)  # fmt: skip


class HubBeneficiary(models.Model):
    """What a person's papers say: the attestation, and the copy of her file with all that hangs on it."""

    _inherit = "hub.beneficiary"

    def action_print_attestation(self):
        return self._print_hub_document("hub_beneficiary.document_attestation_report")

    def action_print_next_summons(self):
        """The paper for the next appointment, with whoever it is."""
        self.ensure_one()
        event = self._get_clusters()._get_own_appointments().filtered("active")[:1]
        if not event:
            raise UserError(
                self.env._("%(person)s has no appointment to come: make one first.", person=self.display_name)
            )
        return event.action_print_summons()

    # ------------------------------------------------------------
    # Attestation
    # ------------------------------------------------------------
    def _get_attestation_number(self):
        """The next number; whoever is shown the paper may ask the hub whether it is true."""
        self.ensure_one()
        # sudo: reading a sequence's settings is not for everybody.
        number = self.env.ref("hub_beneficiary.sequence_attestation").sudo().next_by_id()
        self._message_log(body=self.env._("The attestation %(number)s was printed.", number=number))
        return number

    def _get_attested_services(self):
        """What the person received, by service: ``name``, ``quantity``, ``first`` and ``last`` day in words."""
        lang = self.env.lang or "en_US"
        deliveries = self.env["hub.service.delivery"]
        groups = deliveries._read_group(
            [("partner_id", "in", self._get_clusters().partner_id.ids)],
            ["service_id", "unit"],
            ["quantity:sum", "date:min", "date:max"],
            order="date:min",
        )
        return [
            {
                "name": service.sudo().name,  # whoever attests a service may say what it is called
                "quantity": deliveries._format_quantity(quantity, unit),
                "first": long_date(first, lang),
                "last": long_date(last, lang),
            }
            for service, unit, quantity, first, last in groups
        ]

    # ------------------------------------------------------------
    # Copy of the file
    # ------------------------------------------------------------
    def _get_copy_sections(self):
        """The parts of the copy: ``[(title, heads, rows)]``, empty ones too, so that nothing seems left out."""
        people = self._get_clusters()
        return [
            self._get_copy_identities(people),
            self._get_copy_households(people),
            self._get_copy_categories(people),
            self._get_copy_requests(people),
            self._get_copy_appointments(people),
            self._get_copy_services(people),
            self._get_copy_referrals(people),
            self._get_copy_consents(people),
            self._get_copy_disclosures(people),
            self._get_copy_messages(people),
        ]

    def _get_day(self, value):
        """A day or a moment in words, on the hub's clock."""
        if not value:
            return ""
        day = value if not hasattr(value, "hour") else fields.Datetime.context_timestamp(self, value).date()
        return long_date(day, self.env.lang or "en_US")

    def _get_label(self, record, name):
        field = record._fields[name]
        return dict(field._description_selection(self.env)).get(record[name], "")

    def _get_copy_identities(self, people):
        heads = [self.env._("Document"), self.env._("Number"), self.env._("Issued on"), self.env._("Valid until")]
        rows = [
            (self._get_label(one, "type"), one.number, self._get_day(one.issued_on), self._get_day(one.expires_on))
            for one in people.with_context(active_test=False).identity_ids
        ]
        return self.env._("Identity documents"), heads, rows

    def _get_copy_households(self, people):
        """Of the others of her household nothing is told: their data are theirs."""
        heads = [self.env._("Household"), self.env._("Role"), self.env._("From"), self.env._("Until")]
        rows = [
            (
                stay.household_id.ref,
                self._get_label(stay, "role"),
                self._get_day(stay.date_start),
                self._get_day(stay.date_end),
            )
            for stay in people.member_ids
        ]
        return self.env._("Households"), heads, rows

    def _get_copy_categories(self, people):
        heads = [self.env._("Category"), self.env._("From"), self.env._("Until"), self.env._("Evidence")]
        rows = [
            (line.category_id.name, self._get_day(line.date_from), self._get_day(line.date_to), line.evidence or "")
            for line in people.category_line_ids
        ]
        return self.env._("Categories"), heads, rows

    def _get_copy_requests(self, people):
        heads = [self.env._("Day"), self.env._("Request"), self.env._("What became of it"), self.env._("Notes")]
        rows = [
            (
                request._get_told_day(),
                request._get_told_title(),
                request._get_told_state(),
                "\n".join(filter(None, [request.hub_note, request.orientation_note])),
            )
            for request in people._get_own_requests()
        ]
        return self.env._("Requests"), heads, rows

    def _get_copy_appointments(self, people):
        heads = [self.env._("Day"), self.env._("Hour"), self.env._("With"), self.env._("Answer")]
        events = self.env["calendar.event"].with_context(active_test=False)
        rows = [
            (
                event._get_day_words(),
                event._get_hour_words(),
                event._get_with_whom(),
                self._get_label(event, "hub_answer") if event.hub_answer else "",
            )
            for event in events.search([("hub_beneficiary_id", "in", people.ids)], order="start desc, id desc")
        ]
        return self.env._("Appointments"), heads, rows

    def _get_copy_services(self, people):
        heads = [self.env._("Day"), self.env._("Service"), self.env._("Quantity"), self.env._("Worth")]
        deliveries = self.env["hub.service.delivery"].search([("partner_id", "in", people.partner_id.ids)])
        rows = [
            (line["date"], line["name"], line["quantity"], line["value"]) for line in deliveries._get_portal_lines()
        ]
        return self.env._("Services received"), heads, rows

    def _get_copy_referrals(self, people):
        heads = [self.env._("Day"), self.env._("Organisation"), self.env._("Need"), self.env._("Status")]
        rows = [
            (
                self._get_day(referral.sent_at or referral.create_date),
                referral.organization_id._get_hub_name(),
                referral.need_type_id.name,
                self._get_label(referral, "state"),
            )
            for referral in self.env["hub.referral"].search([("beneficiary_id", "in", people.ids)])
        ]
        return self.env._("Referrals"), heads, rows

    def _get_copy_consents(self, people):
        heads = [self.env._("Day"), self.env._("Decision"), self.env._("Purposes"), self.env._("How, and by whom")]
        rows = [
            (
                self._get_day(consent.date),
                self._get_label(consent, "decision"),
                " · ".join(consent.purpose_ids.mapped("name")),
                f"{self._get_label(consent, 'method')} · {self._get_label(consent, 'given_by')}",
            )
            for consent in people.consent_ids.sorted(lambda one: (one.date, one.id), reverse=True)
        ]
        return self.env._("Consents"), heads, rows

    def _get_copy_disclosures(self, people):
        heads = [
            self.env._("Day"),
            self.env._("Organisation"),
            self.env._("Purpose of consent"),
            self.env._("What was told"),
        ]
        rows = [(one["day"], one["name"], one["purpose"], one["fields"]) for one in people._get_own_disclosures()]
        return self.env._("Told to others"), heads, rows

    def _get_copy_messages(self, people):
        heads = [self.env._("Day"), self.env._("Telephone"), self.env._("Message"), self.env._("Status")]
        messages = self.env["hub.phone.message"].search([("partner_id", "in", people.partner_id.ids)])
        rows = [
            (
                self._get_day(message.sent_at or message.create_date),
                message.phone,
                message.body.replace("{link}", "…"),
                self._get_label(message, "state"),
            )
            for message in messages
        ]
        return self.env._("Messages to her telephone"), heads, rows

    def _get_copy_readings(self):
        """Who read any of her files, as she is told; the latest first."""
        lines = [line for person in self._get_clusters() for line in person._get_reading_lines()]
        return sorted(lines, key=lambda line: line["day"], reverse=True)
