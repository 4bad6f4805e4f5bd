from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_date

from ..tools.ages import ADULT_AGE, age_on
from ..tools.stay import stay_on

_PAPER_FIELDS = ("type", "number", "issued_on", "expires_on", "verification", "receipt_for", "active")
STAY_ANSWERS = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]


class StayStatus(NamedTuple):
    """Whether somebody's stay is regular on a day: True, False, or None where the papers do not settle it."""

    regular: bool | None
    code: str
    #: The sentence that says why, in the reader's language.
    reason: str
    #: The document that decided; empty when none did.
    document: models.BaseModel

    @property
    def answer(self):
        return {True: "yes", False: "no", None: "unknown"}[self.regular]


class HubBeneficiary(models.Model):
    """ "Regular on that day?", answered from the papers on file and with its reason."""

    _inherit = "hub.beneficiary"

    stay_answer = fields.Selection(STAY_ANSWERS, "Regular today", compute="_compute_stay", search="_search_stay_answer")
    stay_reason = fields.Char("Why", compute="_compute_stay")

    @api.depends(
        "nationality_id",
        "other_nationality_ids",
        "birthdate",
        "birthdate_precision",
        "identity_ids.type",
        "identity_ids.number",
        "identity_ids.issued_on",
        "identity_ids.expires_on",
        "identity_ids.verification",
        "identity_ids.receipt_for",
        "identity_ids.active",
    )
    def _compute_stay(self):
        statuses = self._get_stay_statuses(fields.Date.context_today(self))
        for person in self:
            person.stay_answer = statuses[person].answer
            person.stay_reason = statuses[person].reason

    @api.private
    def _get_stay_status(self, day):
        """Whether this person's stay is regular on ``day``, and why.

        :rtype: StayStatus
        """
        self.ensure_one()
        return self._get_stay_statuses(day)[self]

    @api.private
    def _get_stay_statuses(self, day):
        """The same for many people, with the queries of one.

        :return: {person: StayStatus}, every person of ``self`` in it
        """
        morocco = self.env["ir.model.data"]._xmlid_to_res_id("base.ma")
        on_file = self.filtered("id")
        identities = on_file._get_clusters().identity_ids
        identities.fetch(_PAPER_FIELDS)  # all at once: a group of them would read its own
        papers = identities.grouped(lambda identity: identity.beneficiary_id.root_id)
        none = self.env["hub.beneficiary.identity"]
        return {
            # What is being typed in a form is asked of the form.
            person: person._ask_papers(
                day, papers.get(person.root_id, none) if person.id else person.identity_ids, morocco
            )
            for person in self
        }

    def _ask_papers(self, day, identities, morocco):
        """The answer from these documents, those of all files of the person."""
        identities = identities.filtered("active")
        answer = stay_on(
            day,
            [identity._get_stay_paper(key) for key, identity in enumerate(identities)],
            national=self._is_national(morocco),
            minor=self._is_minor_on(day),
        )
        document = identities[answer.paper.key] if answer.paper else identities.browse()
        return StayStatus(answer.regular, answer.code, self._get_stay_reason(day, answer, document), document)

    def _is_national(self, country_id):
        nationalities = self.nationality_id | self.other_nationality_ids
        return country_id in nationalities.ids if nationalities else None

    def _is_minor_on(self, day):
        age = age_on(self.birthdate, self.birthdate_precision, day)
        return age is not None and age < ADULT_AGE

    def _get_stay_reason(self, day, answer, document):
        """The sentence for an answer of ``tools.stay``."""
        words = {
            "day": format_date(self.env, day),
            "document": document.display_name or "",
            "until": format_date(self.env, document.expires_on) or "",
            "since": format_date(self.env, document.issued_on) or "",
        }
        if answer.code == "permit" and not document.expires_on:
            return self.env._("%(document)s, without an end date.", **words)
        sentences = {
            "national": lambda: self.env._("Moroccan: needs no permit."),
            "permit": lambda: self.env._("%(document)s, valid until %(until)s.", **words),
            "receipt_renewal": lambda: self.env._(
                "%(document)s for the renewal of a permit, valid until %(until)s.", **words
            ),
            "receipt_first": lambda: self.env._(
                "%(document)s for a first application, valid until %(until)s.", **words
            ),
            "expired": lambda: self.env._(
                "%(document)s ended on %(until)s, and no paper covers %(day)s. Ask for the receipt of its renewal.",
                **words,
            ),
            "doubtful": lambda: self.env._("%(document)s covers %(day)s, but it is marked as doubtful.", **words),
            "receipt_unknown": lambda: self.env._(
                "%(document)s covers %(day)s, but not for which permit: ask, and complete the receipt.", **words
            ),
            "receipt_endless": lambda: self.env._(
                "%(document)s has no end date: read it on the paper and write it down.", **words
            ),
            "not_yet": lambda: self.env._("%(document)s begins on %(since)s only; nothing older is on file.", **words),
            "minor": lambda: self.env._("A minor on that day: needs no permit of her own. See her parents' papers."),
            "no_paper": lambda: self.env._("No permit and no receipt are on file: ask for them."),
        }
        return sentences[answer.code]()

    def action_ask_stay(self):
        """ "Regular on that day?", for one person or many."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Regular on that day?"),
            "res_model": "hub.stay.question",
            "view_mode": "form",
            "target": "new",
            "context": {"default_beneficiary_ids": [Command.set(self.ids)]},
        }
