from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list

from ..tools.ages import ADULT_AGE


class Asked(NamedTuple):
    """A disclosure that somebody asks for: what it would rest on, and why it may not be."""

    purpose: models.Model
    items: models.Model
    consent: models.Model
    refusals: list


class HubBeneficiary(models.Model):
    """The one door by which a person's data leave the hub.

    Whatever passes something on to an organisation (a sheet, a referral, the portal) asks ``_disclose`` for the
    values: it verifies the last word of the person, whichever of her files it was written on, and logs what went out.
    """

    _inherit = "hub.beneficiary"

    disclosure_ids = fields.One2many("hub.disclosure", "beneficiary_id", "Disclosures")

    # ------------------------------------------------------------
    # The door
    # ------------------------------------------------------------
    @api.private
    def _disclose(self, purpose_code, recipient_partner, field_names, how, record=None):
        """Verify, log and give out parts of this person's file.

        :param purpose_code: code of the purpose of consent ("partners")
        :param recipient_partner: the organisation that gets them
        :param field_names: codes of ``hub.disclosure.field``
        :param how: by which way, see ``hub.disclosure.how``
        :param record: what it is done for (a referral)
        :return: ``{code: text}`` in the language of the context; "" for what the file does not say
        :raises UserError: with every reason why not
        """
        self.ensure_one()
        # A consent that is withdrawn at this moment is read by one of the two, never by none.
        self._lock_consents()
        asked = self._verify_disclosure(purpose_code, recipient_partner, field_names)
        self._log_disclosure(asked, recipient_partner, how, record)
        # sudo: whoever asks was verified; the parts hang on models that a visitor cannot read.
        return self.sudo()._get_disclosed_values(asked.items.mapped("code"))

    @api.private
    def _verify_disclosure(self, purpose_code, recipient_partner, field_names):
        """Raise unless these parts of the file may go to this organisation today.

        :return: what the disclosure rests on
        """
        asked = self._ask_disclosure(purpose_code, recipient_partner, field_names)
        if asked.refusals:
            raise UserError("\n".join(asked.refusals))
        return asked

    @api.private
    def _may_disclose(self, purpose_code, recipient_partner, field_names):
        """Whether these parts may go to this organisation today, and the sentences that say why not."""
        refusals = self._ask_disclosure(purpose_code, recipient_partner, field_names).refusals
        return not refusals, "\n".join(refusals)

    def _log_disclosure(self, asked, recipient, how, record):
        # sudo: the log is nobody's to write.
        return (
            self.env["hub.disclosure"]
            .sudo()
            .create(
                {
                    "beneficiary_id": self.id,
                    "recipient_id": recipient.id,
                    "purpose_id": asked.purpose.id,
                    "consent_id": asked.consent.id,
                    "field_ids": [fields.Command.set(asked.items.ids)],
                    "how": how,
                    "user_id": self.env.uid,
                    "date": fields.Datetime.now(),
                    "res_model": record._name if record else False,
                    "res_id": record.id if record else False,
                }
            )
        )

    # ------------------------------------------------------------
    # Why not
    # ------------------------------------------------------------
    def _ask_disclosure(self, purpose_code, recipient, field_names):
        self.ensure_one()
        self.check_access("read")
        # sudo: what people decided, and what a purpose allows, do not depend on who asks.
        purposes = self.env["hub.consent.purpose"].sudo()
        purpose = purposes.search([("code", "=", purpose_code)], limit=1)
        codes = list(dict.fromkeys(field_names))
        items = self.env["hub.disclosure.field"].sudo().search([("code", "in", codes)])
        consent = self.env["hub.consent"].sudo()
        refusals = [
            *self._refuse_person(),
            *self._refuse_recipient(recipient),
            *self._refuse_parts(purpose, purpose_code, codes, items),
        ]
        if purpose:
            word = consent._get_words(self, purpose).get((self.id, purpose.id))
            consent = consent.browse(word.consent_id if word else ())
            refusals += self._refuse_without_consent(purpose, word, consent, recipient)
        return Asked(purpose, items, consent, refusals)

    def _refuse_person(self):
        """Hook: sentences that keep this file in the hub, whatever the person agreed to."""
        if self.state == "draft":
            yield self.env._("%(person)s is not registered yet: register the person first.", person=self.ref)

    def _refuse_recipient(self, recipient):
        # sudo: whether a contact is an organisation does not depend on who asks.
        partner = recipient.sudo()
        if len(partner) != 1:
            yield self.env._("Choose the organisation.")
        elif not partner.active:
            yield self.env._("%(organisation)s is archived.", organisation=partner.name)
        elif partner.is_beneficiary or not partner.is_company:
            yield self.env._(
                "%(name)s is not an organisation: data of a person go to organisations only.", name=partner.name
            )

    def _refuse_parts(self, purpose, purpose_code, codes, items):
        if not purpose:
            yield self.env._("There is no purpose “%(purpose)s”.", purpose=purpose_code or "–")
            return
        if not codes:
            yield self.env._("Choose what is passed on.")
        unknown = [code for code in codes if code not in items.mapped("code")]
        if unknown:
            yield self.env._("These are no parts of a file: %(parts)s.", parts=format_list(self.env, unknown))
        closed = items - purpose.field_ids
        if closed:
            yield self.env._(
                "For “%(purpose)s” these may not be passed on: %(parts)s.",
                purpose=purpose.name,
                parts=format_list(self.env, closed.mapped("name")),
            )

    def _refuse_without_consent(self, purpose, word, consent, recipient):
        facts = {"person": self.ref, "purpose": purpose.name}
        if not word:
            yield self.env._("%(person)s was not asked yet about “%(purpose)s”: ask first.", **facts)
            return
        if word.state != "granted":
            yield self._get_refusal_of_word(word, consent, facts)
            return
        allowed = consent.recipient_ids or purpose.recipient_ids
        if allowed and recipient not in allowed:
            yield self.env._(
                "%(person)s agreed to “%(purpose)s” for %(organisations)s only.",
                organisations=format_list(self.env, allowed.mapped("name")),
                **facts,
            )
        yield from self._refuse_for_age(consent, facts)

    def _get_refusal_of_word(self, word, consent, facts):
        if word.state == "expired":
            return self.env._(
                "The consent of %(person)s to “%(purpose)s” ended on %(date)s: ask again.",
                date=format_date(self.env, consent.expires_on),
                **facts,
            )
        date = format_date(self.env, consent.date)
        if consent.decision == "withdrawn":
            return self.env._("%(person)s withdrew the consent to “%(purpose)s” on %(date)s.", date=date, **facts)
        return self.env._("%(person)s refused “%(purpose)s” on %(date)s.", date=date, **facts)

    def _refuse_for_age(self, consent, facts):
        """A child does not consent for herself, and a guardian's consent ends when she comes of age."""
        was = self._get_age(consent.date)
        now = self._get_age(fields.Date.context_today(self))
        if consent.given_by == "self" and was is not None and was < ADULT_AGE:
            yield self.env._(
                "%(person)s was %(age)s years old on %(date)s: a guardian has to agree to “%(purpose)s”.",
                age=was,
                date=format_date(self.env, consent.date),
                **facts,
            )
        if consent.given_by == "guardian" and was is not None and was < ADULT_AGE <= now:
            yield self.env._(
                "A guardian agreed to “%(purpose)s” for %(person)s, who is of age now: ask her or him.", **facts
            )

    # ------------------------------------------------------------
    # What goes out
    # ------------------------------------------------------------
    @api.model
    def _get_disclosed_getters(self):
        """``{code: function of a person that gives the text}``: what can be passed on at all."""
        return {
            "name": lambda person: person.name,
            "name_ar": lambda person: person.name_ar,
            "ref": lambda person: person.ref,
            "sex": lambda person: person._get_choice("sex"),
            "birthdate": lambda person: person._get_birth_words(),
            "age": lambda person: person.age_text,
            "nationality": lambda person: person.nationality_id.name,
            "phone": lambda person: person.phone,
            "email": lambda person: person.email,
            "city": lambda person: ", ".join(filter(None, [person.city, person.state_id.name])),
            "languages": lambda person: person.spoken_languages,
            "interpreter": lambda person: person._get_interpreter_words(),
            "education": lambda person: person._get_choice("education"),
            "categories": lambda person: ", ".join(person.category_ids.mapped("name")),
            "documents": lambda person: ", ".join(
                person.identity_ids.filtered(lambda identity: not identity.is_expired).mapped("display_name")
            ),
            "household": lambda person: person._get_household_words(),
        }

    def _get_disclosed_values(self, codes):
        self.ensure_one()
        getters = self._get_disclosed_getters()
        return {code: getters[code](self) or "" for code in codes}

    def _get_choice(self, name):
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

    def _get_interpreter_words(self):
        return self.env._("Yes") if self.interpreter_needed else self.env._("No")

    def _get_household_words(self):
        count = len(self.household_id.member_ids.filtered(lambda member: not member.date_end))
        return str(count) if count else ""
