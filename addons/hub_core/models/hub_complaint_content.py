from odoo import api, fields, models

#: What is a safeguarding concern whoever writes it down, and however.
SAFEGUARDING_CATEGORIES = frozenset({"child", "sexual"})


class HubComplaintContent(models.AbstractModel):
    """What somebody tells the hub: the same words on the complaint and in the dialog that takes it down."""

    _name = "hub.complaint.content"
    _description = "What a complaint tells"

    category = fields.Selection(
        [
            ("service", "A service or the reception"),
            ("conduct", "The conduct of somebody who works here"),
            ("discrimination", "Discrimination"),
            ("data", "My personal data"),
            ("child", "The safety of a child"),
            ("sexual", "Sexual exploitation, abuse or harassment"),
            ("corruption", "Money, favours or corruption"),
            ("other", "Something else"),
        ],
        "About",
        required=True,
    )
    kind = fields.Selection(
        [("complaint", "Complaint"), ("safeguarding", "Safeguarding concern")],
        compute="_compute_kind",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Safeguarding: somebody was harmed, or may be. The safety of a child and sexual exploitation always are.",
    )
    urgency = fields.Selection(
        [("normal", "Normal"), ("urgent", "At once")],
        compute="_compute_urgency",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    text = fields.Text("What happened")
    channel = fields.Selection(
        [
            ("public_form", "Public form"),
            ("desk", "At the desk"),
            ("phone", "Phone"),
            ("letter", "Letter or box"),
            ("portal", "Portal"),
        ],
        "Came by",
        required=True,
        default="desk",
    )
    received_on = fields.Date("Received on", required=True, default=fields.Date.context_today)
    contact_name = fields.Char("Name", help="Empty when the person does not wish to be named.")
    contact_phone = fields.Char("Phone")
    contact_email = fields.Char("E-mail")
    contact_wish = fields.Selection(
        [
            ("none", "Do not contact me: I come back to the page"),
            ("call", "Call me"),
            ("message", "Write me a message"),
            ("email", "Write me an e-mail"),
        ],
        "How to answer",
        required=True,
        default="none",
        help="A call at a wrong moment may endanger a person: do only what she wishes.",
    )
    contact_hours = fields.Char("Safe hours", help="When it is safe to call or write, in the person's own words.")
    program_id = fields.Many2one("hub.program", "Programme", ondelete="restrict")
    service_id = fields.Many2one("hub.service", ondelete="restrict")

    @api.depends("category")
    def _compute_kind(self):
        for content in self:
            always = content.category in SAFEGUARDING_CATEGORIES
            content.kind = "safeguarding" if always else content.kind or "complaint"

    @api.depends("kind")
    def _compute_urgency(self):
        for content in self:
            content.urgency = "urgent" if content.kind == "safeguarding" else content.urgency or "normal"
