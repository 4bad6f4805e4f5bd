from odoo import api, fields, models
from odoo.addons.hub_core.tools.document import long_date
from odoo.fields import Domain

from ..tools.ages import ADULT_AGE


class HubGround(models.AbstractModel):
    """The ground *guardian*: what somebody said for a child, while it is a child and her word is the last one.

    It opens her own word to her and nothing of the child's file: the hub writes down who answered, and does not
    examine who has custody (ADR 0022).
    """

    _inherit = "hub.ground"

    @api.model
    def _get_ground_names(self):
        return [*super()._get_ground_names(), "guardian"]

    def _ground_guardian_domain(self, model, path, user):
        """Consents that this user gave for somebody who is a child today, of whom anything is shown in the portal."""
        if user._is_public():
            return Domain.FALSE
        people = self.env["hub.beneficiary"]
        minor = people._get_shown_domain() & Domain("birthdate", ">", f"today -{ADULT_AGE}y")
        children = Domain("root_id", "any!", minor) & Domain("active", "in", [True, False])
        return (
            Domain(path, "any!", people._get_own_domain(user))
            & Domain("given_by", "=", "guardian")
            & Domain("beneficiary_id", "any!", children)
        )

    def _ground_guardian_roles(self, record, path, user):
        return [("guardian", self.env._("Has answered for this child as a guardian."))]

    @api.model
    def _get_home_cards(self, user):
        cards = [*super()._get_home_cards(user), *self._prepare_children_cards(user)]
        return sorted(cards, key=lambda card: card["sequence"])

    def _prepare_children_cards(self, user):
        children = self.env["hub.beneficiary"]._get_guarded(user)
        if not children:
            return []
        return [
            {
                "sequence": 6,
                "title": self.env._("Children for whom I answered"),
                "subtitle": "",
                "url": "/my/children",
                "counts": [(len(children), self.env._("Children"))],
            }
        ]


class HubConsent(models.Model):
    _name = "hub.consent"
    _inherit = ["hub.consent", "hub.ground.mixin"]

    _ground_paths = {"guardian": "guardian_id"}


class HubBeneficiary(models.Model):
    """What a guardian reads in her account of the children for whom she answered, and takes back."""

    _inherit = "hub.beneficiary"

    @api.model
    def _get_guarded(self, user):
        """``{child's main file: [(purpose, Word, consent)]}`` where this visitor's word is the last, in superuser mode.

        Whoever spoke after her, another guardian or the hub for the child, has closed that purpose to her.
        """
        # sudo: visitors have no rights on consents; the ground says which are hers.
        consents = self.env["hub.consent"].sudo()
        if not user._is_portal():
            return {}
        hers = consents.search(self.env["hub.ground"]._get_domain("hub.consent", user))
        today = fields.Date.context_today(self)
        children = hers.beneficiary_id.root_id.filtered(lambda child: child._is_minor_on(today))
        words = consents._get_words(children) if children else {}
        purposes = self.env["hub.consent.purpose"].sudo().browse(purpose for _child, purpose in words).sorted()
        result = {}
        for child in children:
            last = [(one, words[child.id, one.id]) for one in purposes if (child.id, one.id) in words]
            said = [(one, word, consents.browse(word.consent_id)) for one, word in last if word.consent_id in hers._ids]
            if said:
                result[child] = said
        return result

    @api.model
    def _get_guarded_lines(self, user):
        """The same in words, for the page: of the child the given name and the reference, by which she knows it."""
        lang = self.env.lang or "en_US"
        return [
            {
                "id": child.id,
                "name": child.given_name or child.name,
                "ref": child.ref,
                "consents": [
                    {
                        "id": purpose.id,
                        "name": purpose.name,
                        "state": word.state,
                        "words": self._get_own_consent_words(word.state, long_date(consent.date, lang)),
                        "can_withdraw": word.state == "granted",
                    }
                    for purpose, word, consent in said
                ],
            }
            for child, said in self._get_guarded(user).items()
        ]

    @api.model
    def _withdraw_as_guardian(self, user, child_id, purpose_id):
        """Take back what this visitor allowed for a child; False where that is not hers to take back."""
        for child, said in self._get_guarded(user).items():
            for purpose, word, consent in said:
                if (child.id, purpose.id, word.state) == (child_id, purpose_id, "granted"):
                    guardian = {"given_by": "guardian", "guardian_id": consent.guardian_id.id}
                    return child._withdraw_consent(purpose, method="portal", **guardian)
        return False

    def _log_guardian_visit(self):
        """Each child's file says that it was looked at from an account."""
        for child in self:
            self.env["hub.access.log"]._log(child, "portal", once=True)
