"""Records to walk over: one of every model, made by reading what each model requires.

What a model cannot be made from alone (a head is of age, a document has a type) stands in
:data:`VALUES`. A variant ("restricted") is the same record about a person whose file only few
may open.
"""

import itertools
from datetime import date, datetime

from odoo.models import LOG_ACCESS_COLUMNS
from odoo.orm.fields_numeric import Float, Integer

COUNTER = itertools.count(1)
PLAIN = ("char", "text", "html", "selection", "boolean", "integer", "float", "monetary", "date", "datetime")

#: Model → values that cannot be guessed; a function of the scene and of the person's file.
VALUES = {
    "crm.lead": lambda scene, person: {"is_hub_request": True, "beneficiary_id": person.id, "hub_note": "Walk"},
    "calendar.event": lambda scene, person: {
        "name": "Appointment", "start": datetime(2026, 9, 1, 9), "stop": datetime(2026, 9, 1, 10),
        "hub_beneficiary_id": person.id, "description": "Walk",
    },
    "hub.beneficiary": lambda scene, person: scene.person_values(restricted=person.is_restricted),
    "hub.complaint": lambda scene, person: {"text": "Walk"},
    "hub.agreement": lambda scene, person: {"partner_id": scene.ref("hub_core.partner_entraide")},
    "hub.agreement.party": lambda scene, person: {"partner_id": scene.ref("hub_core.partner_ads")},
    "hub.representation": lambda scene, person: {
        "organization_id": scene.ref("hub_core.partner_ads"), "name": f"Walk {next(COUNTER)}",
    },
    "hub.representation.end": lambda scene, person: {"reason": "Walk"},
    "hub.representation.invite": lambda scene, person: {"organization_id": scene.ref("hub_core.partner_ads")},
    "hub.disclosure.field": lambda scene, person: {"code": f"walk_{next(COUNTER)}"},
    "hub.name.variant": lambda scene, person: {"name": f"Walk{next(COUNTER)}", "spellings": f"Walk{next(COUNTER)}"},
    "hub.document.wizard": lambda scene, person: {"report_name": "walk.document"},
    "hub.duplicate.pair": lambda scene, person: {"beneficiary_id": person.id, "other_id": scene.another_person().id},
    "hub.beneficiary.merge": lambda scene, person: {"beneficiary_id": person.id, "other_id": scene.another_person().id},
    "hub.orientation.wizard": lambda scene, person: {"request_id": scene.request(person)},
    "hub.household.member": lambda scene, person: {"role": "other", "is_head": False, "is_primary": False},
    "hub.service.delivery": lambda scene, person: {
        **({"partner_id": person.partner_id.id} if person else {}), "res_model": "res.partner", "res_id": next(COUNTER),
    },
    "hub.phone.message": lambda scene, person: {"phone": "+212612345678", "body": "Walk", **scene.attached_to(person)},
    "hub.signed.link": lambda scene, person: {"purpose": "view", **scene.attached_to(person)},
    # One proposal at a time about a person.
    "hub.retention.proposal": lambda scene, person: {
        "beneficiary_id": scene.env["hub.beneficiary"].create(scene.person_values(person.is_restricted)).id,
    },
    "hub.retention.keep": lambda scene, person: {"until": date(2030, 1, 1), "reason": "Walk"},
    "hub.indicator.target": lambda scene, person: {"date_from": date(2026, 1, 1), "date_to": date(2026, 12, 31)},
    "hub.referral": lambda scene, person: {
        "organization_id": scene.ref("hub_core.partner_ads"), "need_type_id": scene.need(),
    },
    "hub.enrolment": lambda scene, person: {"program_id": scene.program()},
    "hub.register.import.line": lambda scene, person: {"row": next(COUNTER), "outcome": "maybe"},
    "hub.access.log": lambda scene, person: {"model": "res.partner", "res_id": 1},
    "res.partner:restricted": lambda scene, person: {"name": "A person whom the hub receives", "is_beneficiary": True},
    "res.partner:person": lambda scene, person: {"name": "A person whom the hub receives", "is_beneficiary": True},
}  # fmt: skip
#: Fields that the model fills by itself although it does not say so.
GIVEN_BY_MODEL = {("hub.beneficiary", "partner_id")}
#: Model → what the walk changes; elsewhere the first plain value that it was made with.
TOUCH = {
    "crm.lead": "hub_note", "calendar.event": "location", "hub.beneficiary": "given_name", "res.partner": "name",
    "hub.service.delivery": "quantity", "hub.access.log": "reference", "hub.consent": "decision",
    "hub.household.file": "person_id", "hub.register.import": "filename", "hub.register.import.line": "decision",
    "hub.complaint": "contact_hours", "hub.representation": "role", "hub.share": "lang",
}  # fmt: skip


class Scene:
    """Files of two people, one of them restricted, and what hangs on them."""

    def __init__(self, env):
        self.env = env
        self.people = {}
        if "hub.beneficiary" in env:
            for variant in ("", "restricted"):
                self.people[variant] = env["hub.beneficiary"].create(self.person_values(restricted=bool(variant)))

    def ref(self, xml_id):
        return self.env.ref(xml_id).id

    def need(self):
        """A need of its own: a person is referred to an organisation once for each."""
        return self.env["hub.need.type"].create({"name": "Walk", "code": f"walk_{next(COUNTER)}"}).id

    def program(self):
        """A programme that has begun: nobody takes part in a draft."""
        program = self.env["hub.program"].create({"name": "Walk", "code": f"walk_{next(COUNTER)}"})
        program.action_activate()
        return program.id

    def request(self, person):
        return self.env["crm.lead"].create({"is_hub_request": True, "beneficiary_id": person.id}).id

    def person_values(self, restricted=False):
        return {"given_name": "Zahra", "family_name": f"Walk {next(COUNTER)}", "is_restricted": restricted}

    def another_person(self):
        return self.env["hub.beneficiary"].create(self.person_values())

    def attached_to(self, person):
        """What hangs on the person's contact, and goes to her."""
        return {"res_model": "res.partner", "res_id": person.partner_id.id, "partner_id": person.partner_id.id}

    def make(self, key):
        """A new record for a row of the access table, made as superuser."""
        model, values = self.values(key)
        if model == "res.partner" and values.get("is_beneficiary"):
            restricted = key.endswith(":restricted")
            return self.env["hub.beneficiary"].create(self.person_values(restricted)).partner_id
        return self.env[model].create(values)

    def values(self, key):
        """The model of a row and values from which a record of it can be made."""
        model, _colon, variant = key.partition(":")
        return model, self._fill(model, variant, {})

    def touch(self, key, record):
        """A change that does no harm, to one plain field."""
        model, _colon, _variant = key.partition(":")
        name = TOUCH.get(model)
        if not name:
            fields = [field for field in self.env[model]._fields.values() if field.type in PLAIN]
            plain = [field for field in fields if self._can_be_given(field) and field.name not in LOG_ACCESS_COLUMNS]
            name = min(plain, key=lambda field: field.readonly).name
        return {name: record[name]}

    def _fill(self, model, variant, made_for):
        person = self.people.get(variant, self.people.get(""))
        make = VALUES.get(f"{model}:{variant}") or VALUES.get(model) or (lambda scene, person: {})
        values = make(self, person)
        fields = self.env[model]._fields
        if person and "beneficiary_id" in fields and not fields["beneficiary_id"].related:
            values.setdefault("beneficiary_id", person.id)
        known = {name for name, value in self.env[model].default_get(list(fields)).items() if value} | {*values}
        for name, field in fields.items():
            wanted = field.required or name in ("name", "code") or name == self.env[model]._rec_name
            if wanted and name not in known and self._can_be_given(field) and (model, name) not in GIVEN_BY_MODEL:
                values[name] = self._guess(field, variant, {**made_for, model: True})
        return values

    @staticmethod
    def _can_be_given(field):
        return field.store and field.name != "id" and not field.related and not field.compute

    def _guess(self, field, variant, made_for):
        if field.type == "many2one":
            return self._guess_record(field, variant, made_for)
        if field.type == "selection":
            return field.get_values(self.env)[0]
        if isinstance(field, Integer | Float):
            return 1
        if field.type in ("one2many", "many2many"):
            return []
        guesses = {
            "boolean": False, "date": date(2026, 9, 1), "datetime": datetime(2026, 9, 1, 9),
            "monetary": 1, "binary": b"eA==", "json": {}, "reference": False,
        }  # fmt: skip
        return guesses.get(field.type, f"Walk {next(COUNTER)}")

    def _guess_record(self, field, variant, made_for):
        comodel = field.comodel_name
        if comodel == "hub.beneficiary":
            return self.people.get(variant, self.people[""]).id
        if comodel == "res.partner" and self.people:
            return self.people.get(variant, self.people[""]).partner_id.id
        if comodel.startswith("hub.") and comodel not in made_for:
            return self.env[comodel].create(self._fill(comodel, variant, made_for)).id
        return self.env[comodel].search([], limit=1).id
