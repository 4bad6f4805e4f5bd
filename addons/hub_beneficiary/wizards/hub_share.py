from markupsafe import Markup
from odoo import api, fields, models


class HubShare(models.TransientModel):
    """Chooses what of a file goes to an organisation, shows exactly that, and prints the sheet that carries it.

    It keeps no value of the file: the sheet asks ``_disclose`` each time it is printed, and each time is logged.
    """

    _name = "hub.share"
    _description = "Sharing of a file's data"
    _rec_name = "beneficiary_id"

    beneficiary_id = fields.Many2one("hub.beneficiary", "Person", required=True, readonly=True, ondelete="cascade")
    recipient_id = fields.Many2one(
        "res.partner",
        "Organisation",
        ondelete="cascade",
        domain="[('is_company', '=', True), ('is_beneficiary', '=', False)]",
    )
    purpose_id = fields.Many2one(
        "hub.consent.purpose",
        "Purpose of consent",
        ondelete="cascade",
        domain="[('field_ids', '!=', False)]",
        default=lambda self: self.env["hub.consent.purpose"].search([("field_ids", "!=", False)], limit=1),
    )
    allowed_ids = fields.Many2many(
        "hub.disclosure.field",
        related="purpose_id.field_ids",
        string="May be passed on",
        export_string_translation=False,
    )
    field_ids = fields.Many2many(
        "hub.disclosure.field",
        "hub_share_field_rel",
        string="What is passed on",
        compute="_compute_field_ids",
        store=True,
        readonly=False,
    )
    lang = fields.Selection(
        "_selection_lang",
        "Language of the sheet",
        compute="_compute_lang",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    refusals = fields.Text("Why not", compute="_compute_answer")
    preview = fields.Html("They will read", compute="_compute_answer", sanitize=False)

    @api.model
    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.depends("recipient_id")
    def _compute_lang(self):
        installed = dict(self._selection_lang())
        for share in self:
            lang = share.recipient_id.lang
            share.lang = lang if lang in installed else self.env.lang or "en_US"

    @api.depends("purpose_id")
    def _compute_field_ids(self):
        """Nothing that this purpose does not allow; beginning with the names, which a sheet is useless without."""
        for share in self:
            kept = share.field_ids & share.purpose_id.field_ids
            share.field_ids = kept or share.purpose_id.field_ids.filtered(lambda item: item.code in ("name", "name_ar"))

    @api.depends("beneficiary_id", "recipient_id", "purpose_id", "field_ids", "lang")
    def _compute_answer(self):
        for share in self:
            may, sentences = share.beneficiary_id._may_disclose(*share._get_asked())
            share.refusals = sentences
            share.preview = share._get_preview() if may else False
            if may:
                # What the file says was read, also in a dialog that is closed without printing.
                self.env["hub.access.log"]._log(share.beneficiary_id._origin, "form")

    def _get_asked(self):
        return self.purpose_id.code, self.recipient_id._origin, self.field_ids.mapped("code")

    def _get_preview(self):
        share = self.with_context(lang=self.lang)
        # sudo: the parts hang on models that not everybody reads; that these may go out was asked just now.
        values = share.beneficiary_id.sudo()._get_disclosed_values(share.field_ids.mapped("code"))
        rows = Markup().join(
            Markup('<tr><th scope="row">{}</th><td><bdi>{}</bdi></td></tr>').format(item.name, values[item.code] or "–")
            for item in share.field_ids._origin.sorted()
        )
        return Markup('<table class="table table-sm mb-0"><tbody>{}</tbody></table>').format(rows)

    def action_share(self):
        self.ensure_one()
        self.beneficiary_id._verify_disclosure(*self._get_asked())
        # sudo: users may not read reports. Whether they may print it is verified then.
        report = self.env.ref("hub_beneficiary.document_share_report").sudo()
        action = report.with_context(document_lang=self.lang).report_action(self)
        return {**action, "close_on_report_download": True}

    def _get_document_lang(self):
        return self.lang or super()._get_document_lang()

    def _get_shared_rows(self):
        """``[(label, text)]`` of what goes out with this sheet: verified and logged as it is printed."""
        self.ensure_one()
        purpose, recipient, codes = self._get_asked()
        values = self.beneficiary_id._disclose(purpose, recipient, codes, "sheet", self.beneficiary_id)
        return [(item.name, values[item.code]) for item in self.field_ids.sorted()]
