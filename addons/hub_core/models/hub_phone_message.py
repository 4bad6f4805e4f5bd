from urllib.parse import quote

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

#: Stands in a body for the address of its link, which is never stored.
LINK = "{link}"
PROVIDER_PARAMETER = "hub_core.phone_provider"
STAFF = "staff"
#: Parameter: months after which a message is removed.
KEEP_PARAMETER = "hub_core.phone_message_keep_months"
KEEP_MONTHS = 12


class HubPhoneMessage(models.Model):
    """A short message to a telephone about a record: draft → sent, or failed and sent again.

    Who sends it depends on the provider; without one, staff send it by WhatsApp or SMS and say so. Its body
    holds no address: that of its link is put in only for who sends it, while it is not sent.
    """

    _name = "hub.phone.message"
    _inherit = ["hub.attached.mixin"]
    _description = "Message to a telephone"
    _order = "id desc"
    _rec_name = "partner_id"

    # to whom
    partner_id = fields.Many2one("res.partner", "Recipient", readonly=True, index="btree_not_null", ondelete="cascade")
    phone = fields.Char("Telephone", required=True, readonly=True)
    # about what
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True, readonly=True)
    record_name = fields.Char("About", compute="_compute_record_name")
    # what
    body = fields.Text(required=True, readonly=True, help="{link} stands for the address of the link.")
    link_id = fields.Many2one("hub.signed.link", readonly=True, index="btree_not_null", ondelete="set null")
    text = fields.Text("Message", compute="_compute_text", help="What is sent, with its link.")
    address = fields.Char(compute="_compute_text", help="The address of the link, while it can be sent.")
    whatsapp_url = fields.Char("WhatsApp", compute="_compute_text")
    sms_url = fields.Char("SMS", compute="_compute_text")
    is_ready = fields.Boolean("Can be sent", compute="_compute_text")
    is_automatic = fields.Boolean("Leaves by itself", compute="_compute_is_automatic")
    # what became of it
    state = fields.Selection(
        [("draft", "To send"), ("sent", "Sent"), ("failed", "Not sent")],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
    )
    provider = fields.Char("Sent by means of", readonly=True)
    failure = fields.Char("Why it was not sent", readonly=True)
    sent_by_id = fields.Many2one("res.users", "Sent by", readonly=True, ondelete="restrict")
    sent_at = fields.Datetime("Sent on", readonly=True)

    _record_idx = models.Index("(res_model, res_id)")
    _waiting_idx = models.Index("(create_date) WHERE state <> 'sent'")
    _phone_is_e164 = models.Constraint(
        r"CHECK (phone ~ '^\+[0-9]{6,15}$')", "A telephone number is stored as + and the country's prefix."
    )
    _sent_says_when = models.Constraint(
        "CHECK (state <> 'sent' OR (sent_at IS NOT NULL AND sent_by_id IS NOT NULL))",
        "A message that was sent says who sent it and when.",
    )

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "lang")
    def _compute_record_name(self):
        records = self._get_main_records()
        for message in self:
            record = records.get(message)
            message.record_name = record.display_name if record else False

    @api.depends("body", "phone", "state", "link_id", "link_id.revoked_at", "link_id.use_count", "link_id.expires_at")
    @api.depends_context("uid", "su")
    def _compute_text(self):
        changeable = self if self.env.su else self._filtered_by_main_record("write")
        for message in self:
            # sudo: the address is nobody's to read; who may change the record is the one who sends it.
            link = message.sudo().link_id
            usable = not link or link.state == "active"
            message.is_ready = message.state != "sent" and usable and message in changeable
            message.address = message.is_ready and link.url
            text = (message.body or "").replace(LINK, message.address or "…")
            message.text = text
            digits = (message.phone or "").lstrip("+")
            encoded = quote(text, safe="")
            message.whatsapp_url = message.is_ready and f"https://wa.me/{digits}?text={encoded}"
            message.sms_url = message.is_ready and f"sms:+{digits}?body={encoded}"

    @api.depends_context("uid")
    def _compute_is_automatic(self):
        # sudo: a setting of the system.
        name = self.env["ir.config_parameter"].sudo().get_param(PROVIDER_PARAMETER) or STAFF
        self.is_automatic = name != STAFF

    @api.model
    @api.private
    def _prepare_for(self, record, partner_or_phone, body, link=None):
        """A message about ``record``, ready to be sent. Who may is the caller's to verify.

        :param partner_or_phone: a partner with a telephone number, or a number in any usual writing
        :param body: plain text; ``{link}`` or the link's own address stands where the link goes, else it ends with it
        """
        record.ensure_one()
        named = not isinstance(partner_or_phone, str)
        partner = partner_or_phone if named else self.env["res.partner"]
        self._verify_may_message(partner)
        if link:
            # sudo: staff have no rights on links; the address is taken out of what is stored.
            body = body.replace(link.sudo().url, LINK)
            body = body if LINK in body else f"{body}\n{LINK}"
        # sudo: messages are nobody's to write.
        message = self.sudo().create(
            {
                "res_model": record._name,
                "res_id": record.id,
                "partner_id": partner.id,
                "phone": self._read_phone(partner_or_phone),
                "body": body,
                "link_id": link.id if link else False,
            }
        )
        return self.browse(message.id)

    @api.model
    def _read_phone(self, partner_or_phone):
        """The number as + and digits, or a sentence that says what is wrong with it."""
        named = not isinstance(partner_or_phone, str)
        # sudo: who sends may not be allowed to read all of whom she writes to.
        partner = partner_or_phone.sudo() if named else self.env["res.partner"].sudo()
        written = ((partner.phone if named else partner_or_phone) or "").strip()
        name = partner_or_phone.display_name if named else self.env._("this message")
        if not written:
            raise ValidationError(
                self.env._("Telephone: %(name)s has no number yet. Add one, then prepare the message.", name=name)
            )
        country = partner.country_id or self.env.company.country_id
        number = self.env["res.partner"]._phone_format(number=written, country=country)
        if number:
            return number
        raise ValidationError(
            self.env._(
                "Telephone: “%(number)s” of %(name)s is not a complete number. Write it like 0612345678, or with + "
                "and the country's prefix.",
                number=written,
                name=name,
            )
        )

    @api.model
    def _may_message(self, partner):
        """Hook: whether this partner may be sent messages, and the sentence that says why not."""
        return True, ""

    @api.model
    def _verify_may_message(self, partners):
        for partner in partners:
            may, sentence = self._may_message(partner)
            if not may:
                raise UserError(sentence)

    @api.private
    def _send(self):
        """Give these messages to the provider; what fails says why and can be sent again."""
        waiting = self.filtered(lambda message: message.state != "sent")
        waiting._lock_or_explain()
        waiting._verify_may_message(waiting.partner_id)
        name, provider = self._get_provider()
        # sudo: the provider needs the text with its link.
        outcome = provider._send(waiting.sudo())
        for message, failure in outcome.items():
            if failure:
                message.sudo().write({"state": "failed", "failure": failure, "provider": name})
            else:
                message._mark_sent(name)

    @api.model
    def _get_provider(self):
        # sudo: a setting of the system.
        name = self.env["ir.config_parameter"].sudo().get_param(PROVIDER_PARAMETER) or STAFF
        provider = self.env.get(f"hub.phone.provider.{name}")
        if provider is None:
            models_ = self.env.registry.descendants(["hub.phone.provider"], "_inherit") - {"hub.phone.provider"}
            raise UserError(
                self.env._(
                    "No way to send messages is called “%(name)s”. The system parameter %(parameter)s holds one of: "
                    "%(known)s.",
                    name=name,
                    parameter=PROVIDER_PARAMETER,
                    known=", ".join(sorted(model.rpartition(".")[2] for model in models_)),
                )
            )
        return name, provider

    def _mark_sent(self, provider):
        # sudo: messages are nobody's to write.
        self.sudo().write(
            {
                "state": "sent",
                "sent_at": fields.Datetime.now(),
                "sent_by_id": self.env.uid,
                "provider": provider,
                "failure": False,
            }
        )

    def _verify_changeable(self):
        closed = self - self._filtered_by_main_record("write")
        if closed:
            raise UserError(
                self.env._(
                    "Only who may change the record sends messages about it: %(names)s.",
                    names=format_list(self.env, [message.record_name or message.phone for message in closed]),
                )
            )

    def action_mark_sent(self):
        """Staff say that they have sent it by their own means."""
        self._verify_changeable()
        self._lock_or_explain()
        self.filtered(lambda message: message.state != "sent")._mark_sent(STAFF)
        return {"type": "ir.actions.act_window_close"}

    def action_send(self):
        """Give it to the provider now."""
        self._verify_changeable()
        self._send()
        failed = self.filtered(lambda message: message.state == "failed")
        if failed:
            return failed[:1]._get_dialog_action()
        return {"type": "ir.actions.act_window_close"}

    def action_repeat(self):
        """The same message once more, as a new one: what was sent stays as it was."""
        self.ensure_one()
        self._verify_changeable()
        # sudo: see _prepare_for.
        again = self.sudo().copy({"state": "draft", "provider": False, "sent_at": False, "sent_by_id": False})
        return self.browse(again.id)._get_dialog_action()

    def action_open_dialog(self):
        return self._get_dialog_action()

    def _get_dialog_action(self):
        """The dialog in which staff send this message."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send a message"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("hub_core.hub_phone_message_view_form_dialog").id, "form")],
            "target": "new",
            "context": {"dialog_size": "medium"},
        }

    @api.autovacuum
    def _gc_old_messages(self):
        """Messages name people: they are kept as long as somebody may ask about them."""
        # sudo: settings and messages are the system's.
        months = int(self.env["ir.config_parameter"].sudo().get_param(KEEP_PARAMETER) or KEEP_MONTHS)
        before = fields.Datetime.now() - relativedelta(months=months)
        old = self.sudo().search([("create_date", "<", before)], limit=10_000)
        old.unlink()
        return len(old), len(old) == 10_000
