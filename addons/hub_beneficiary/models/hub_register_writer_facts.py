from odoo.fields import Command

#: What a register's orientation means here: the service and the outcome.
ORIENTATIONS = {
    "employment_desk": ("hub_core.service_employment_desk", "employment_desk"),
    "incubator": ("hub_core.service_incubator", "incubator"),
    "training": ("hub_core.service_training", "training"),
    "referral": ("hub_core.service_external_referral", "referral"),
}


class FactsWriter:
    """The categories, consents and requests of a register's rows."""

    def write_categories(self):
        wanted = {}
        for _number, row, person in self._spoken():
            if row.category:
                wanted.setdefault((person.id, row.category), row.received_on or self.today)
        categories = {
            category.code: category.id for category in self.env["hub.beneficiary.category"].search_fetch([], ["code"])
        }
        present = self.env["hub.beneficiary.category.line"].search_fetch(
            [("beneficiary_id", "in", [key[0] for key in wanted]), ("date_to", "=", False)],
            ["beneficiary_id", "category_id"],
        )
        known = {(line.beneficiary_id.id, line.category_id.id) for line in present}
        self.env["hub.beneficiary.category.line"].create(
            [
                {
                    "beneficiary_id": person_id,
                    "category_id": categories[code],
                    "date_from": day,
                    "evidence": self._source(),
                }
                for (person_id, code), day in wanted.items()
                if code in categories and (person_id, categories[code]) not in known
            ]
        )

    def _source(self):
        return self.env._("Register %s", self.register.filename)

    # ------------------------------------------------------------
    # Consents and requests
    # ------------------------------------------------------------
    def write_consents(self):
        """ "No" is recorded as refused; who was not asked gets an activity on her file."""
        people = self.env["hub.beneficiary"].browse({person.id for _number, _row, person in self._spoken()})
        old = people.filtered(lambda person: person.id not in self.fresh)
        states = {person_id: consent.state for person_id, consent in self.env["hub.consent"]._get_latest(old).items()}
        notice = self.env["hub.privacy.notice"]._get_current()
        vals_list, unasked = [], {}
        for _number, row, person in self._spoken():
            if not row.consent:
                unasked.setdefault(person.id, person)
            elif states.get(person.id) != row.consent and notice:
                states[person.id] = row.consent
                vals_list.append(
                    {
                        "beneficiary_id": person.id,
                        "notice_id": notice.id,
                        "decision": row.consent,
                        "date": row.received_on or self.today,
                        "method": "import",
                        "purpose_ids": [Command.set(notice.purpose_ids.ids if row.consent == "granted" else [])],
                        "note": self._source(),
                    }
                )
        self.env["hub.consent"].create(vals_list)
        self._open_activities([person for person_id, person in unasked.items() if person_id not in states])

    def _open_activities(self, people):
        summary = self.env._("Ask for consent")
        model = self.env["ir.model"]._get("hub.beneficiary")
        # sudo: somebody else's activity of this kind is enough.
        open_ids = set(
            self.env["mail.activity"]
            .sudo()
            .search(
                [("res_model", "=", model.model), ("res_id", "in", [p.id for p in people]), ("summary", "=", summary)]
            )
            .mapped("res_id")
        )
        self.env["mail.activity"].create(
            [
                {
                    "res_model_id": model.id,
                    "res_id": person.id,
                    "activity_type_id": self._ref("mail.mail_activity_data_todo"),
                    "summary": summary,
                    "note": self.env._("The register does not say whether she agreed."),
                    "user_id": self.env.uid,
                    "date_deadline": self.today,
                }
                for person in people
                if person.id not in open_ids
            ]
        )

    def _is_oriented(self, row):
        return bool(row.orientation and row.received_on)

    def write_requests(self):
        """One request for each reception; its ledger lines follow it by themselves."""
        needs = {need.code: need.id for need in self.env["hub.need.type"].search_fetch([], ["code"])}
        old = [person.id for _number, _row, person in self._spoken() if person.id not in self.fresh]
        known = {
            (request.beneficiary_id.id, request.received_on, frozenset(request.need_type_ids.ids))
            for request in self.env["crm.lead"].search_fetch(
                [("beneficiary_id", "in", old), ("entry_channel", "=", "register")],
                ["beneficiary_id", "received_on", "need_type_ids"],
            )
        }
        vals_list = []
        for _number, row, person in self._spoken():
            need_ids = [needs[row.need]] if row.need in needs else []
            key = (person.id, row.received_on or False, frozenset(need_ids))
            if key not in known:
                known.add(key)
                vals_list.append(self._prepare_request_vals(row, person, need_ids))
        self.env["crm.lead"].create(vals_list)

    def _prepare_request_vals(self, row, person, need_ids):
        vals = {
            "is_hub_request": True,
            "beneficiary_id": person.id,
            "need_type_ids": [Command.set(need_ids)],
            "entry_channel": "register",
            "received_on": row.received_on or False,
            "program_id": self.register.program_id.id,
            "stage_id": self._ref("hub_beneficiary.stage_interview"),
        }
        if self._is_oriented(row):
            service, outcome = ORIENTATIONS[row.orientation]
            vals.update(
                orientation_service_id=self._ref(service),
                orientation_outcome=outcome,
                oriented_on=row.received_on,
                stage_id=self._ref("hub_beneficiary.stage_oriented"),
            )
        return vals
