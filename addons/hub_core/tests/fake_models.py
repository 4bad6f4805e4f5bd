"""Models of tests alone: see ``HubCommon._add_fake_models``."""

from odoo import fields, models
from odoo.exceptions import UserError

# Not for translators: said by models of tests alone.
NO_ANSWER = "Answer: please write one."
BROKEN_QUEUE = "The queue of this one is broken"


class FakeSource(models.Model):
    """A document that delivers one service to its recipient, and a visit to a second one if it has one."""

    _module = None
    _name = "hub.test.source"
    _description = "Document of a test"
    _inherit = ["hub.delivery.source"]

    _delivery_trigger_fields = frozenset({"partner_id", "second_partner_id", "service_id", "date", "quantity", "state"})

    partner_id = fields.Many2one("res.partner")
    second_partner_id = fields.Many2one("res.partner")
    service_id = fields.Many2one("hub.service")
    program_id = fields.Many2one("hub.program")
    date = fields.Date()
    quantity = fields.Float(default=1)
    state = fields.Char(default="done")
    note = fields.Char()

    def _get_delivery_vals_list(self):
        if self.state != "done":
            return []
        return [
            {
                "partner_id": partner.id,
                "service_id": self.service_id.id,
                "date": self.date,
                "quantity": self.quantity,
                "program_id": self.program_id.id,
            }
            for partner in (self.partner_id, self.second_partner_id)
            if partner
        ]


class FakeFile(models.Model):
    """A logged record. It borrows the countries' table: its rows are there for every connection."""

    _module = None
    _name = "hub.test.file"
    _description = "File of a test"
    _inherit = ["hub.access.logged.mixin"]
    _auto = False
    _table = "res_country"
    _log_access = False

    code = fields.Char()
    phone_code = fields.Integer()


class FakeClock(models.Model):
    """Something that takes place, and that people put into their calendar."""

    _module = None
    _name = "hub.test.clock"
    _description = "Date of a test"
    _inherit = ["hub.wall.clock.mixin", "hub.ics.mixin"]

    name = fields.Char(default="Visit")
    active = fields.Boolean(default=True)
    note = fields.Char()


class FakeLinked(models.Model):
    """Something that somebody without an account answers and reads."""

    _module = None
    _name = "hub.test.linked"
    _description = "Invitation of a test"
    _inherit = ["hub.linked.mixin"]

    name = fields.Char()
    answer = fields.Char()

    def _get_link_page(self, link):
        return "hub_core.test_link_page", {"question": f"{self.name}?"}

    def _act_on_link(self, link, post):
        link._use_or_explain()
        self.answer = post.get("answer")
        if not self.answer:
            raise UserError(NO_ANSWER)
        return self._get_link_page(link)

    def _get_link_file(self, link, what):
        return ("letter.txt", "text/plain; charset=utf-8", b"Dear reader") if what == "letter" else None


class FakeOffer(models.Model):
    """A place in a course, offered to one after the other; a table that the test makes for all connections."""

    _module = None
    _name = "hub.test.offer"
    _description = "Offer of a test"
    _inherit = ["hub.timed.offer.mixin"]
    _auto = False
    _log_access = False

    name = fields.Char()
    log = fields.Char(default="")

    def _after_offer_accepted(self):
        for offer in self:
            offer.log = f"{offer.log or ''}accepted "

    def _after_offer_freed(self):
        for offer in self:
            if offer.name == "broken":
                raise UserError(BROKEN_QUEUE)
            offer.log = f"{offer.log or ''}freed "


class FakePhoneProvider(models.AbstractModel):
    """Takes messages as a gateway would; refuses a number that ends in 9."""

    _module = None
    _name = "hub.phone.provider.outbox"
    _inherit = ["hub.phone.provider"]
    _description = "Messages of a test"

    outbox = []

    def _send_one(self, message):
        if message.phone.endswith("9"):
            return "The number is not in service."
        if message.phone.endswith("0"):
            raise ValueError("no answer from the gateway")
        self.outbox.append((message.phone, message.text))
        return False
