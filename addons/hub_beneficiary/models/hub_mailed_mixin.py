from markupsafe import Markup, escape
from odoo import models


class HubMailedMixin(models.AbstractModel):
    """A mail about a file calls it by its reference.

    Odoo writes the name of a record into subjects and headings of the mails to its followers, to whoever is mentioned
    and to whom it is assigned: a name would leave the hub that nobody meant to pass on. What somebody writes herself
    stays as it is.
    """

    _name = "hub.mailed.mixin"
    _description = "Called by its reference in mails"

    def _get_mailed_names(self):
        """Hook: what is not written about this record by the system."""
        return [self.display_name]

    def _without_names(self, text):
        """``text``, plain or HTML, with the reference in place of the names."""
        names = [name for name in self._get_mailed_names() if name and name != self.ref]
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(escape(name) if isinstance(text, Markup) else name, self.ref)
        return text

    def _message_compute_subject(self):
        super()._message_compute_subject()
        return self.ref

    def _notify_by_email_prepare_rendering_context(self, message, **kwargs):
        return super()._notify_by_email_prepare_rendering_context(message, **{**kwargs, "force_record_name": self.ref})

    def message_notify(self, *, body="", subject=False, **kwargs):
        """What nobody has written: who was assigned, which activity waits."""
        if len(self) == 1:
            body, subject = self._without_names(body), self._without_names(subject or "")
        return super().message_notify(body=body, subject=subject, **kwargs)

    def _notify_by_email_get_base_mail_values(self, message, recipients_data, additional_values=None):
        values = super()._notify_by_email_get_base_mail_values(
            message, recipients_data, additional_values=additional_values
        )
        return {**values, "subject": self._without_names(values.get("subject") or self.ref)}
