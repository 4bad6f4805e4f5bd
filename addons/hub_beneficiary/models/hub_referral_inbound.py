from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..tools.names import clean
from ..tools.values import normalize_phone
from .hub_referral import URGENCIES

MAX_NAME, MAX_NOTE, MAX_REFERENCE = 100, 1000, 40


class HubReferral(models.Model):
    """An organisation refers a person to the hub.

    What it writes lands in triage as a request; nobody is looked up, made or written to, so the answer is the same
    for who is known and who is not. The referral keeps initials and the organisation's own reference.
    """

    _inherit = "hub.referral"

    @api.model
    def _refer_in(self, organization, values):
        """Take in a person whom ``organization`` refers, by what :meth:`_check_referred` has read."""
        # sudo: visitors have no rights on requests; the caller has checked for which organisation she acts.
        request = self.env["crm.lead"].sudo()._create_referred_request(values)
        # sudo: visitors have no right of their own on referrals; the caller's role was asked.
        referral = self.sudo().create(
            {
                "direction": "inbound",
                "organization_id": organization.id,
                "request_id": request.id,
                "need_type_id": values["need"].id,
                "urgency": values["urgency"],
                "note": values["note"] or False,
                "initials": self._get_initials_of(values["name"].split()),
                "partner_reference": values["partner_reference"] or False,
                "consent_given_on": fields.Date.context_today(self),
                "consent_method": values["consent"],
                "user_id": False,
                "shared_field_ids": False,
            }
        )
        referral.write({"state": "sent"})
        return referral

    @api.model
    def _check_referred(self, post):
        """What the form of an organisation holds, cleaned, and the sentence to show at each field in error."""
        values = {
            "name": clean(str(post.get("name") or "")[: MAX_NAME * 2]),
            "phone": clean(str(post.get("phone") or "")[:80]),
            "need": str(post.get("need") or "")[:64],
            "urgency": str(post.get("urgency") or "normal")[:20],
            "note": str(post.get("note") or "").strip()[:MAX_NOTE],
            "partner_reference": clean(str(post.get("partner_reference") or "")[:MAX_REFERENCE]),
            "consent": str(post.get("consent") or "")[:20],
        }
        return values, self._get_errors(values)

    def _get_errors(self, values):
        errors = {}
        if not any(letter.isalpha() for letter in values["name"]):
            errors["name"] = self.env._("Name: please write the person's name.")
        elif len(values["name"]) > MAX_NAME:
            errors["name"] = self.env._(
                "Name: please write a shorter name, of %(limit)s letters at most.", limit=MAX_NAME
            )
        if not values["phone"]:
            errors["phone"] = self.env._("Telephone: please write a number at which the person can be reached.")
        elif not normalize_phone(values["phone"]):
            errors["phone"] = self.env._(
                "Telephone: this is not a complete number. Please write it like 0612345678, or with + and the "
                "country's prefix."
            )
        if not self._find_need(values["need"]):
            errors["need"] = self.env._("Need: please choose one of the list.")
        if values["urgency"] not in dict(URGENCIES):
            errors["urgency"] = self.env._("Urgency: please choose one of the list.")
        if values["consent"] not in ("oral", "paper"):
            errors["consent"] = self.env._(
                "Agreement: a person is referred with her or his agreement only. Ask first, then say how it was given."
            )
        return errors

    @api.model
    def _find_need(self, code):
        # sudo: the list of needs is on the page.
        return self.env["hub.need.type"].sudo().search([("code", "=", code)], limit=1) if code else None

    @api.model
    def _get_initials_of(self, words):
        """ "A. B." of the first and the last of these words."""
        words = [word for word in words if word]
        return " ".join(f"{word[0].upper()}." for word in (words[:1] + words[1:][-1:]))

    def _verify_inbound(self):
        """Raise unless staff have said by which request the person came, and that she agreed."""
        inbound = self.filtered(lambda one: one.direction == "inbound")
        lost = inbound.filtered(lambda one: not one.request_id and not one.beneficiary_id)
        if lost:
            raise UserError(
                self.env._(
                    "Choose the request of the person, or the person: %(referrals)s.",
                    referrals=format_list(self.env, lost.mapped("display_name")),
                )
            )
        unasked = inbound.filtered(lambda one: not one.consent_given_on)
        if unasked:
            raise UserError(
                self.env._(
                    "A person is referred to the hub with her agreement: say on which day she gave it, in "
                    "%(referrals)s.",
                    referrals=format_list(self.env, unasked.mapped("display_name")),
                )
            )
