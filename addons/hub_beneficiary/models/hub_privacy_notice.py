from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list, html2plaintext

#: What a person was told: once somebody has answered to it, it stays.
TOLD_FIELDS = frozenset({"code", "version", "name", "text", "purpose_ids", "date_from"})


class HubPrivacyNotice(models.Model):
    """The text a person is told before consenting. Once used it does not change: a new version does.

    A version is proposed, then published; in force is the published one that began last::

        draft ──publish──▶ published ──(a later version begins)──▶ no longer in force
    """

    _name = "hub.privacy.notice"
    _description = "Privacy notice"
    _order = "date_from desc, version desc, id desc"

    code = fields.Char(required=True)
    version = fields.Integer(
        required=True,
        compute="_compute_version",
        store=True,
        readonly=False,
        precompute=True,
        help="Left empty, the number after the last version of this notice.",
    )
    name = fields.Char("Title", required=True, translate=True)
    text = fields.Html(required=True, translate=True, sanitize_attributes=True)
    filing_number = fields.Char("Filing number", help="The number the data protection authority (CNDP) gave.")
    date_from = fields.Date("In force from", required=True, default=fields.Date.context_today)
    purpose_ids = fields.Many2many("hub.consent.purpose", string="Purposes")
    state = fields.Selection(
        [("draft", "Proposed"), ("published", "Published")],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    active = fields.Boolean(default=True)

    _version_uniq = models.Constraint("UNIQUE (code, version)", "This version of the notice already exists.")

    @api.depends("code")
    def _compute_version(self):
        for notice in self:
            if not notice.version:
                same = self.with_context(active_test=False)
                last = same.search([("code", "=", notice.code)], order="version desc", limit=1)
                notice.version = (last.version or 0) + 1

    @api.depends("name", "version")
    def _compute_display_name(self):
        for notice in self:
            notice.display_name = f"{notice.name or notice.code} v{notice.version}"

    def write(self, vals):
        if not TOLD_FIELDS.isdisjoint(vals):
            self._verify_unused()
        return super().write(vals)

    def _verify_unused(self):
        # sudo: whether a notice was used does not depend on who asks.
        used = self.env["hub.consent"].sudo().search([("notice_id", "in", self.ids)], limit=1)
        if used:
            raise UserError(
                self.env._(
                    "People have answered to “%(notice)s”: its text stays. Make a new version.",
                    notice=used.notice_id.display_name,
                )
            )

    def action_publish(self):
        """From its date on, this is what people are told."""
        self._verify_languages()
        return self.write({"state": "published"})

    def _verify_languages(self):
        """People are told in their own language: a notice that lacks one is not published."""
        problems = []
        for notice in self:
            missing = notice._get_missing_languages()
            if missing:
                problems.append(
                    self.env._(
                        "“%(notice)s” has no text of its own in: %(languages)s. Translate its title and text first.",
                        notice=notice.display_name,
                        languages=format_list(self.env, missing),
                    )
                )
        if problems:
            raise UserError("\n".join(problems))

    def _get_missing_languages(self):
        """Names of the languages in use in which the title or the text is not written, or is another one's."""
        self.ensure_one()
        names = dict(self.env["res.lang"].get_installed())
        missing = set()
        for field in ("name", "text"):
            stored = self._fields[field]._get_stored_translations(self) or {}
            texts = {lang: html2plaintext(stored.get(lang) or "").strip() for lang in names}
            same = Counter(texts.values())
            missing |= {lang for lang, text in texts.items() if not text or same[text] > 1}
        return [name for lang, name in names.items() if lang in missing]

    @api.model
    def _get_current(self):
        """The notice in force today, or an empty recordset."""
        return self.search(self._get_in_force_domain(), limit=1)

    @api.model
    def _get_in_force_domain(self):
        # Said, not left to the context: a list that shows archived records makes no archived notice count again.
        published = Domain("state", "=", "published") & Domain("active", "=", True)
        return published & Domain("date_from", "<=", fields.Date.context_today(self))
