from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_list

from ..tools.stay import Paper


class HubBeneficiaryIdentity(models.Model):
    """How documents follow each other: a permit, the receipt of its renewal, the next permit.

    A document is renewed once, and the chain has no circle. A receipt says which permit it renews, or that
    it stands for a first application; what a register brought may say neither, and is asked for.
    """

    _inherit = "hub.beneficiary.identity"

    renewal_ids = fields.One2many("hub.beneficiary.identity", "renews_id", "Renewed by", readonly=True)
    is_renewed = fields.Boolean("Renewed", compute="_compute_is_renewed", search="_search_is_renewed")
    receipt_for = fields.Selection(
        [("renewal", "Renewal of a permit"), ("first", "First application"), ("unknown", "To be clarified")],
        "Receipt for",
        compute="_compute_receipt_for",
        store=True,
        readonly=False,
        precompute=True,
    )
    verified_by_id = fields.Many2one("res.users", "Checked by", readonly=True, copy=False, ondelete="set null")
    verified_on = fields.Date("Checked on", readonly=True, copy=False)

    _renewed_once = models.UniqueIndex(
        "(renews_id) WHERE renews_id IS NOT NULL AND active",
        "This document is renewed already: the new one follows the last of them.",
    )
    _receipt_explained = models.Constraint(
        "CHECK ((type = 'receipt') = (receipt_for IS NOT NULL))",
        "A receipt says what it was given for, and no other document does.",
    )
    _renewal_of = models.Constraint(
        "CHECK (receipt_for <> 'renewal' OR renews_id IS NOT NULL)",
        "A receipt needs the permit that it renews, or stands for a first application.",
    )

    @api.depends("type", "renews_id")
    def _compute_receipt_for(self):
        for identity in self:
            if identity.type != "receipt":
                identity.receipt_for = False
            elif identity.renews_id:
                identity.receipt_for = "renewal"
            elif identity.receipt_for in (False, "renewal"):
                identity.receipt_for = "unknown"

    @api.depends("renewal_ids.active")
    def _compute_is_renewed(self):
        for identity in self:
            identity.is_renewed = any(renewal.active for renewal in identity.renewal_ids)

    def _search_is_renewed(self, operator, value):
        if operator != "in":
            return NotImplemented
        renewed = Domain("renewal_ids", "any", [("active", "=", True)])
        return Domain.OR(renewed if wanted else ~renewed for wanted in value)

    # ------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------
    @api.constrains("renews_id", "beneficiary_id")
    def _check_renews_same_person(self):
        """Files of one person are one person's, also where they were opened twice."""
        strange = self.filtered(
            lambda identity: (
                identity.renews_id and identity.renews_id.beneficiary_id.root_id != identity.beneficiary_id.root_id
            )
        )
        if strange:
            raise ValidationError(
                self.env._(
                    "A document renews one of the same person: %(documents)s.",
                    documents=", ".join(strange.mapped("display_name")),
                )
            )

    @api.constrains("renews_id")
    def _check_chain_without_circle(self):
        if self._has_cycle("renews_id"):
            raise ValidationError(
                self.env._(
                    "These documents would renew each other in a circle: %(documents)s.",
                    documents=format_list(self.env, self.mapped("display_name")),
                )
            )

    @api.constrains("type", "renews_id", "receipt_for")
    def _check_receipt_explained(self):
        if self.env.context.get("hub_receipt_to_clarify"):
            return  # a register says no more than it says
        alone = self.filtered(lambda identity: identity.receipt_for == "unknown")
        if alone:
            raise ValidationError(
                self.env._(
                    "A receipt needs the permit that it renews (“Renews”), or says that it stands for a first "
                    "application (“Receipt for”): %(documents)s.",
                    documents=format_list(self.env, alone.mapped("display_name")),
                )
            )

    # ------------------------------------------------------------
    # Create, write
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._lock_chain({vals["renews_id"] for vals in vals_list if vals.get("renews_id")})
        vals_list = [self._prepare_verification_vals(vals) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("renews_id"):
            self._lock_chain({vals["renews_id"], *self._ids})
        return super().write(self._prepare_verification_vals(vals))

    def _prepare_verification_vals(self, vals):
        """Who looked at the document, and when, is part of the answer."""
        if "verification" not in vals:
            return vals
        checked = vals["verification"] != "unverified"
        return {
            **vals,
            "verified_by_id": checked and self.env.uid,
            "verified_on": checked and fields.Date.context_today(self),
        }

    def _lock_chain(self, ids):
        """Lock what a new renewal follows, back to the first document: two people renew it once, and no two
        renewals close a circle."""
        if not ids:
            return
        self.flush_model(["renews_id"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE chain (id, renews_id) AS (
                    SELECT id, renews_id FROM hub_beneficiary_identity WHERE id = ANY(%s)
                     UNION
                    SELECT older.id, older.renews_id
                      FROM hub_beneficiary_identity older JOIN chain ON older.id = chain.renews_id
                )
                SELECT id FROM chain ORDER BY id
                """,
                list(ids),
            )
        )
        self.browse([id_ for (id_,) in rows])._lock_or_explain()

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def action_renew(self):
        """The next document of the chain: the receipt while one waits, and then the permit itself."""
        self.ensure_one()
        last = self._get_last_renewal()
        permit = last if last.type != "receipt" else last.renews_id
        kind = self.env.context.get("renew_with") or permit.type or last.type
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Renewal of %(document)s", document=last.display_name),
            "res_model": self._name,
            "view_mode": "form",
            "context": {
                "default_beneficiary_id": last.beneficiary_id.id,
                "default_type": kind,
                "default_renews_id": last.id,
                "default_issued_on": fields.Date.context_today(self),
            },
        }

    def _get_last_renewal(self):
        """The document at the end of this one's chain."""
        self.ensure_one()
        last, seen = self, self
        while renewal := (last.renewal_ids.filtered("active") - seen)[:1]:
            seen |= renewal
            last = renewal
        return last

    def _get_stay_paper(self, key):
        """What "regular on that day?" needs of this document."""
        return Paper(
            key,
            self.type,
            self.issued_on or None,
            self.expires_on or None,
            doubtful=self.verification == "doubtful",
            receipt_for=self.receipt_for or None,
        )
