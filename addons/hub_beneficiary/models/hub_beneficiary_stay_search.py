from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.ages import ADULT_AGE
from ..tools.stay import PERMITS


class HubBeneficiary(models.Model):
    """People by the answer to "regular today?": the rule of ``tools.stay``, said once more as conditions.

    What ``_get_stay_status`` asks person by person, a list asks of everybody at once. A test compares both over every
    combination of papers; whoever changes one changes the other.
    """

    _inherit = "hub.beneficiary"

    @api.model
    def _search_stay_answer(self, operator, value):
        if operator != "in":
            return NotImplemented
        answers = self._get_stay_domains(fields.Date.context_today(self))
        return Domain.OR(answers[answer] for answer in answers if answer in value)

    @api.model
    def _get_stay_domains(self, day):
        """``{answer: domain of the people to whom it is given on that day}``; each has exactly one."""
        papers = self._get_stay_paper_domains(day)
        yes = self._get_national_domain() | self._get_papers_domain(papers["regular"])
        no = (
            ~yes
            & ~self._get_papers_domain(papers["covers"])
            & ~self._get_minor_domain(day)
            & self._get_papers_domain(papers["ended"])
        )
        return {"yes": yes, "no": no, "unknown": ~yes & ~no}

    @api.model
    def _get_stay_paper_domains(self, day):
        """Which documents settle the day, cover it without settling it, or ended before it."""
        permit, receipt = Domain("type", "in", PERMITS), Domain("type", "=", "receipt")
        covers = (
            (permit | receipt)
            & (Domain("issued_on", "=", False) | Domain("issued_on", "<=", day))
            & (Domain("expires_on", "=", False) | Domain("expires_on", ">=", day))
        )
        explained = receipt & Domain("expires_on", "!=", False) & Domain("receipt_for", "in", ("renewal", "first"))
        return {
            "covers": covers,
            "regular": covers & Domain("verification", "!=", "doubtful") & (permit | explained),
            "ended": (permit | receipt) & Domain("expires_on", "<", day),
        }

    @api.model
    def _get_papers_domain(self, papers):
        """People who have such a document on any of their files, as far as the user may see the document."""
        visible = self.env["hub.beneficiary.identity"]._search(papers & Domain("active", "=", True))
        return Domain(
            "root_id",
            "in",
            SQL(
                "(SELECT file.root_id FROM hub_beneficiary_identity paper"
                " JOIN hub_beneficiary file ON file.id = paper.beneficiary_id WHERE paper.id IN %s)",
                visible.subselect(),
            ),
        )

    @api.model
    def _get_national_domain(self):
        """Moroccans, by a nationality or, where none is known, by their identity card."""
        morocco = self.env["ir.model.data"]._xmlid_to_res_id("base.ma")
        nationality = Domain("nationality_id", "=", morocco) | Domain("other_nationality_ids", "in", [morocco])
        none = Domain("nationality_id", "=", False) & Domain("other_nationality_ids", "=", False)
        card = Domain("type", "=", "cin") & Domain("verification", "!=", "doubtful")
        return nationality | (none & self._get_papers_domain(card))

    @api.model
    def _get_minor_domain(self, day):
        """Under age on that day; a month alone counts from its 15th, a year from its middle (see ``tools.ages``)."""
        limit = day - relativedelta(years=ADULT_AGE)
        month = limit.replace(day=1) if limit.day < 15 else limit.replace(day=1) + relativedelta(months=1)
        year = limit.replace(month=1, day=1) + relativedelta(years=0 if (limit.month, limit.day) < (7, 1) else 1)
        born = (
            (Domain("birthdate_precision", "=", "day") & Domain("birthdate", ">", limit))
            | (Domain("birthdate_precision", "=", "month") & Domain("birthdate", ">=", month))
            | (Domain("birthdate_precision", "in", ("year", "estimated")) & Domain("birthdate", ">=", year))
        )
        return born & Domain("birthdate", "<=", day)
