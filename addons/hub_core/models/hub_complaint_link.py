from urllib.parse import quote

from markupsafe import Markup
from odoo import api, models
from odoo.exceptions import UserError

from ..tools.typed import clean_text

PURPOSE = "complaint"
#: Long enough for the slowest answer and what comes after it.
LINK_DAYS = 540
MAX_MESSAGE = 5000
#: Messages of one person to one complaint within a day.
MESSAGE_LIMIT = 10


class HubComplaint(models.Model):
    # One file for each of its concerns: what the person sees of her complaint, by her link.
    _inherit = "hub.complaint"

    @api.model
    def _create_public_complaint(self, values):
        """A complaint from the public form. Nobody is looked up, and no address of a machine is kept.

        :param values: what the visitor wrote, cleaned and checked
        """
        return self.create(
            {
                **{name: value for name, value in values.items() if name != "is_danger"},
                "channel": "public_form",
                "urgency": "urgent" if values.get("is_danger") else "normal",
            }
        )

    def _issue_link(self):
        """The link that the person keeps. Whoever has it reads the answer, and no more than that."""
        return self.env["hub.signed.link"]._issue(self, PURPOSE, days=LINK_DAYS)

    def _get_receipt_values(self, link):
        """What the person takes along: on the page after sending, and on paper."""
        self.ensure_one()
        # sudo: whoever has just sent the complaint is told its address, and has no rights on links.
        url = link.sudo().url
        text = self.env._("My complaint %(ref)s: %(url)s", ref=self.ref, url=url)
        return {
            "ref": self.ref,
            "url": url,
            "whatsapp_url": f"https://wa.me/?text={quote(text)}",
            "qr": self.env["ir.actions.report"]._get_qr_uri(url),
            "answer_by": self.answer_by,
        }

    def _log_hub_access(self, how):
        """When a person looks at her own page is nobody else's to know."""
        return None if how == "portal" else super()._log_hub_access(how)

    def _get_link_page(self, link):
        return "hub_core.complaint_link", {
            "complaint": self,
            "steps": self._get_link_steps(),
            "may_write": not self.anonymised_on,
            "max_message": MAX_MESSAGE,
            "sent": False,
        }

    def _get_link_steps(self):
        """What was done, in words, with the day; the last is where it stands now."""
        self.ensure_one()
        steps = [(self.env._("Your complaint has arrived."), self.received_on)]
        if self.acknowledged_on:
            steps.append((self.env._("Somebody has read it and is looking into it."), self.acknowledged_on))
        if self.state == "referred":
            steps.append((self.env._("It was passed on to those who can help."), False))
        if self.answered_on and self.state in ("answered", "closed"):
            steps.append((self.env._("The hub has answered."), self.answered_on))
        if self.closed_on:
            steps.append((self.env._("It is closed."), self.closed_on))
        return steps

    def _act_on_link(self, link, post):
        """The person adds something; an answered or closed complaint is looked into again."""
        text = clean_text(post.get("message"), MAX_MESSAGE)
        if not any(letter.isalpha() for letter in text):
            raise UserError(self.env._("Please write a few words."))
        if self.anonymised_on:
            raise UserError(self.env._("This complaint is closed for good. Send a new one."))
        # sudo: visitors have no rights of their own on the limits.
        if self.env["hub.rate.limit"].sudo()._hit("complaint_message", str(self.id), MESSAGE_LIMIT, 24 * 60):
            raise UserError(self.env._("You have written often today. Please come back tomorrow, or call the hub."))
        self._lock_or_explain()
        link._use_or_explain()
        self._add_message(text)
        template, values = self._get_link_page(link)
        return template, {**values, "sent": True}

    def _add_message(self, text):
        """What the person wrote afterwards, where the officer works."""
        self.ensure_one()
        head = self.env._("The person writes:")
        # Not in the name of the visitor's account, if there is one: she may have stayed anonymous.
        self.message_post(
            body=Markup("<p><b>%s</b></p><p style='white-space: pre-line'>%s</p>") % (head, text),
            author_id=self.env.ref("base.partner_root").id,
        )
        if self.state != "in_review" and self.officer_id:
            self._reopen()
        self._notify_officers_of_message()
