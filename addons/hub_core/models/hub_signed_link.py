import base64
import secrets
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, consteq
from odoo.tools.misc import hmac

#: How long a link lives when nobody says otherwise.
DEFAULT_DAYS = 14
#: 128 bits of the MAC, as lower-case letters and digits: no chat program takes its end for punctuation.
MAC_BYTES = 16
#: Parameter: months after its end at which a link is removed.
KEEP_PARAMETER = "hub_core.signed_link_keep_months"
KEEP_MONTHS = 6


class HubSignedLink(models.Model):
    """A way to one record for somebody without an account: an address in a message, for one purpose and a time.

    The address holds the link's id and a MAC over what it is for, made with the database's secret. The
    database holds no token, so a copy of this table opens nothing; staff have the address shown again.
    After a change of ``database.secret`` every address sent before is unknown, and is sent anew.

    What a link shows and does is the affair of its record's model: see ``hub.linked.mixin``.
    """

    _name = "hub.signed.link"
    _inherit = ["hub.attached.mixin"]
    _description = "Signed link"
    _order = "id desc"
    _rec_name = "purpose"

    purpose = fields.Selection(
        [
            ("view", "Look at it"),
            ("complaint", "Follow a complaint"),
            ("representation", "Act for an organisation"),
            ("access", "Choose a new password"),
        ],
        required=True,
        readonly=True,
        help="What the link is for: it opens nothing else of its record.",
    )
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True, readonly=True)
    model_name = fields.Char("Kind of record", compute="_compute_record_name")
    record_name = fields.Char("About", compute="_compute_record_name")
    partner_id = fields.Many2one(
        "res.partner",
        "For",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Who was given the link; the page is written in her language.",
    )
    # how long
    expires_at = fields.Datetime("Valid until", required=True, readonly=True)
    max_uses = fields.Integer(
        "Uses allowed", required=True, readonly=True, default=0, help="How often it may be used; 0 for any number."
    )
    use_count = fields.Integer("Uses", required=True, readonly=True, default=0)
    last_used_at = fields.Datetime("Last used", readonly=True)
    revoked_at = fields.Datetime("Revoked on", readonly=True)
    revoked_by_id = fields.Many2one("res.users", "Revoked by", readonly=True, ondelete="restrict")
    state = fields.Selection(
        [("active", "Open"), ("used", "Used"), ("expired", "Expired"), ("revoked", "Revoked")],
        string="Status",
        compute="_compute_state",
        search="_search_state",
    )
    # the address: for programs that send it, never for a screen
    nonce = fields.Char(
        required=True, readonly=True, groups=fields.NO_ACCESS, default=lambda self: secrets.token_hex(16)
    )
    token = fields.Char(compute="_compute_token", groups=fields.NO_ACCESS)
    url = fields.Char("Address", compute="_compute_token", groups=fields.NO_ACCESS)

    _record_idx = models.Index("(res_model, res_id, purpose)")
    _expires_at_idx = models.Index("(expires_at)")
    _uses_in_range = models.Constraint(
        "CHECK (max_uses >= 0 AND use_count >= 0 AND (max_uses = 0 OR use_count <= max_uses))",
        "A link cannot be used more often than is allowed.",
    )

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "lang")
    def _compute_record_name(self):
        records = self._get_main_records()
        for link in self:
            record = records.get(link)
            # sudo: the auditor may not read the technical settings.
            link.model_name = self.env["ir.model"].sudo()._get(link.res_model).name or link.res_model
            link.record_name = record.display_name if record else False

    @api.depends("expires_at", "max_uses", "use_count", "revoked_at")
    def _compute_state(self):
        now = fields.Datetime.now()
        for link in self:
            if link.revoked_at:
                link.state = "revoked"
            elif link.max_uses and link.use_count >= link.max_uses:
                link.state = "used"
            elif link.expires_at and link.expires_at <= now:
                link.state = "expired"
            else:
                link.state = "active"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        revoked = Domain("revoked_at", "!=", False)
        used = Domain.custom(
            to_sql=lambda model, alias, _query: SQL(
                "(%(max)s > 0 AND %(count)s >= %(max)s)",
                max=SQL.identifier(alias, "max_uses"),
                count=SQL.identifier(alias, "use_count"),
            ),
            predicate=lambda link: link.max_uses and link.use_count >= link.max_uses,
        )
        over = Domain("expires_at", "<=", fields.Datetime.now())
        domains = {
            "revoked": revoked,
            "used": ~revoked & used,
            "expired": ~revoked & ~used & over,
            "active": ~revoked & ~used & ~over,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("purpose", "res_model", "res_id", "nonce")
    def _compute_token(self):
        # sudo: the key is a system parameter, and nobody has rights on links.
        for link in self.sudo():
            link.token = f"{link.id}-{link._get_mac()}" if link.id else False
            link.url = f"{link.get_base_url()}/hub/l/{link.token}" if link.id else False

    def _get_mac(self):
        """What proves that this server wrote the address; of no link as well, so that it takes as long."""
        message = (self.id or 0, self.purpose, self.res_model, self.res_id, self.nonce)
        # sudo: the key is a system parameter. The message is written as a tuple: no two tuples look the same.
        digest = hmac(self.env(su=True), "hub.signed.link", message)
        return base64.b32encode(bytes.fromhex(digest)[:MAC_BYTES]).decode().rstrip("=").lower()

    @api.model
    @api.private
    def _issue(self, record, purpose, partner=None, *, days=None, hours=None, max_uses=0, revoke_others=False):
        """Make a link to ``record``. Who may is the caller's to verify: the link itself asks nobody.

        :param record: one record of a model that inherits ``hub.linked.mixin``
        :param partner: for whom; her language is that of the page
        :param days, hours: how long it is valid; together, or 14 days
        :param max_uses: 0 for any number
        :param revoke_others: revoke the open links of this record, purpose and partner
        :return: the link, in superuser mode: ``link.url`` is for who sends it, not for the current user's screen
        """
        record.ensure_one()
        if not hasattr(record, "_get_link_page"):
            raise TypeError(f"{record._name} shows no page for a link: it does not inherit hub.linked.mixin")
        # sudo: nobody has rights on links: whoever issues or follows one is asked by the caller, or by the token.
        links = self.sudo()
        if revoke_others:
            domain = [("partner_id", "=", partner.id if partner else False)]
            links._get_of(record, purpose).filtered_domain([("state", "=", "active"), *domain])._revoke()
        validity = timedelta(days=days or 0, hours=hours or 0) or timedelta(days=DEFAULT_DAYS)
        return links.create(
            {
                "purpose": purpose,
                "res_model": record._name,
                "res_id": record.id,
                "partner_id": partner.id if partner else False,
                "expires_at": fields.Datetime.now() + validity,
                "max_uses": max_uses,
            }
        )

    @api.model
    def _get_of(self, records, purpose=None):
        domain = Domain("res_model", "=", records._name) & Domain("res_id", "in", records.ids)
        return self.search(domain & Domain("purpose", "=", purpose) if purpose else domain)

    @api.model
    @api.private
    def _find(self, token, purpose=None):
        """The link of an address, and what is wrong with it.

        A link that does not exist and one whose MAC is wrong take the same way and give the same answer.

        :return: (link in superuser mode, None) or (nothing, "unknown") or (link, "expired" | "used" | "revoked")
        """
        number, _dash, mac = str(token or "").partition("-")
        # sudo: nobody has rights on links: whoever issues or follows one is asked by the caller, or by the token.
        links = self.sudo()
        known = number.isascii() and number.isdigit() and len(number) < 10 and str(int(number)) == number
        link = links.browse(int(number) if known else 0).exists()
        if (
            not consteq(link._get_mac().encode(), mac.encode(errors="replace"))
            or not link
            or (purpose and link.purpose != purpose)
        ):
            return links.browse(), "unknown"
        if not link._get_main_record():
            return links.browse(), "unknown"
        return link, None if link.state == "active" else link.state

    @api.private
    def _use(self):
        """Count one use, if there is one left; of two at once the database lets one through.

        :return: whether the link was still good
        """
        self.ensure_one()
        self.flush_recordset()
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE hub_signed_link SET use_count = use_count + 1, last_used_at = %(now)s
                 WHERE id = %(id)s AND revoked_at IS NULL AND expires_at > %(now)s
                   AND (max_uses = 0 OR use_count < max_uses)
                RETURNING id
                """,
                id=self.id,
                now=now,
            )
        )
        self.invalidate_recordset(["use_count", "last_used_at", "state"])
        return bool(rows)

    def _use_or_explain(self):
        """Count one use, or raise the sentence that the page shows."""
        if not self._use():
            raise UserError(self.env._("This link cannot be used any more. Ask the hub for a new one."))

    @api.private
    def _revoke(self):
        """Close these links at once. Who may is the caller's to verify."""
        # sudo: links are nobody's to write.
        self.sudo().filtered(lambda link: not link.revoked_at).write(
            {"revoked_at": fields.Datetime.now(), "revoked_by_id": self.env.uid}
        )

    def action_revoke(self):
        """Staff close a link: whoever may change the record."""
        for link in self:
            link._get_main_record().check_access("write")
        self._revoke()

    @api.autovacuum
    def _gc_old_links(self):
        """A link that ended long ago tells nobody anything."""
        # sudo: settings and links are the system's.
        months = int(self.env["ir.config_parameter"].sudo().get_param(KEEP_PARAMETER) or KEEP_MONTHS)
        before = fields.Datetime.now() - relativedelta(months=months)
        old = self.sudo().search([("expires_at", "<", before)], limit=10_000)
        old.unlink()
        return len(old), len(old) == 10_000
