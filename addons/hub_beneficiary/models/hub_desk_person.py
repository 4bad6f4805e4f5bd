from odoo import api, fields, models

from ..tools.married import read_names
from ..tools.names import clean, is_arabic
from ..tools.values import read_birth
from .hub_beneficiary import NAME_FIELDS

CONSENT_DECISIONS = ("granted", "refused")


class HubDesk(models.AbstractModel):
    """A new person at the desk: the fewest fields, and everything that follows from them."""

    _inherit = "hub.desk"

    @api.model
    def create_person(self, vals):
        """Create a person, what she decided on her data, and her request in the walk-in queue.

        :param vals: given_name, family_name, name_ar, phone, sex, birth (a date or a year, as typed),
            nationality (country code), need_ids, consent (granted, refused, later), ``request_id`` of
            the public form when the person wrote and is not here, ``aside`` (ids of those of whom the
            user said that they are somebody else), and ``confirmed`` once she has seen everybody who
            may be the same person
        :return: ``errors`` by field, or ``candidates`` to look at first, or the card of the person;
            with one of the first two nothing is written
        """
        self._verify_desk()
        person_vals, errors = self._read_person(vals)
        if errors:
            return {"errors": errors}
        if not vals.get("confirmed") and (candidates := self._get_unseen_duplicates(vals, person_vals)):
            return {"candidates": candidates}
        person = self.env["hub.beneficiary"].create(person_vals)
        self._record_consent(person, vals.get("consent"))
        if vals.get("request_id"):
            return self._prepare_card(person, self._assign_request(vals["request_id"], person))
        person.action_register()
        request = self.env["crm.lead"].create(self._prepare_request_vals(person, vals.get("need_ids") or []))
        return self._prepare_card(person, request)

    def _read_person(self, vals):
        """What was typed → values of a person, and a sentence for each field that is wrong."""
        written, spouse = read_names([clean(vals.get(name)) for name in NAME_FIELDS])
        names = dict(zip(NAME_FIELDS, written, strict=True))
        latin = [names["given_name"], names["family_name"]]
        if not names["name_ar"] and any(latin) and all(is_arabic(name) for name in latin if name):
            # Typed in Arabic where Latin letters are asked for: it is her Arabic name.
            names.update(name_ar=" ".join(filter(None, latin)), given_name="", family_name="")
        errors = {}
        if not any(any(letter.isalpha() for letter in name) for name in names.values()):
            errors["name"] = self.env._("Write a name: given name, family name, or the name in Arabic.")
        birth = self._read_birth(vals.get("birth"), errors)
        person_vals = {
            **{name: value or False for name, value in names.items()},
            "phone": self._read_phone(vals.get("phone"), errors),
            "sex": self._read_sex(vals.get("sex"), errors),
            "birthdate": birth.date or False,
            "birthdate_precision": birth.precision,
            "nationality_id": self._read_nationality(vals.get("nationality"), errors),
            # Whom she married is known of her, and no name of hers.
            "note": spouse,
        }
        return {name: value for name, value in person_vals.items() if value}, errors

    def _read_birth(self, text, errors):
        birth = read_birth(clean(text), fields.Date.context_today(self))
        sentences = {
            "unreadable": self.env._("Write the birth date as 31/12/1999, or only the year: 1999."),
            "no_such_day": self.env._("There is no such day. Write the date as 31/12/1999, or only the year: 1999."),
            "impossible": self.env._("Nobody alive was born then. Write the year with four digits: 1999."),
            "in_future": self.env._("The birth date is in the future."),
        }
        if birth.problem:
            errors["birth"] = sentences.get(birth.problem, sentences["unreadable"])
        return birth

    def _read_phone(self, text, errors):
        text = clean(text)
        number = self.env["hub.beneficiary"]._normalize_phone(text)
        if text and not number:
            errors["phone"] = self.env._("This is not a phone number. Example: 0612345678, or +221… from abroad.")
        return text if number else False

    def _read_sex(self, value, errors):
        if value and value not in dict(self.env["hub.beneficiary"]._fields["sex"].selection):
            errors["sex"] = self.env._("Choose one of the list, or leave it empty.")
        return value or False

    def _read_nationality(self, code, errors):
        country = self.env["res.country"].search([("code", "=", code)], limit=1) if code else self.env["res.country"]
        if code and not country:
            errors["nationality"] = self.env._("Choose a country of the list, or leave it empty.")
        return country.id

    def _record_consent(self, person, decision):
        """Refusing is an answer: the person is received all the same. No answer is asked for later."""
        # A child's consent is a guardian's, who has to be named: it is asked for on the form.
        if decision in CONSENT_DECISIONS and not (
            decision == "granted" and person._is_minor_on(fields.Date.context_today(self))
        ):
            self.env["hub.consent"].create({"beneficiary_id": person.id, "decision": decision, "method": "oral"})
        else:
            person.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Ask for the consent"),
                user_id=self.env.uid,
            )
