from odoo import models


class HubOutgoing(models.AbstractModel):
    """Text messages by SMS keep to what people asked for, too; Odoo's ``sms`` is no dependency: see hub_core."""

    _inherit = "hub.outgoing"

    def _register_hook(self):
        super()._register_hook()
        if "sms.sms" not in self.env:
            return
        model_cls = self.env.registry["sms.sms"]
        if hasattr(vars(model_cls).get("_send"), "hub_withholds"):
            return
        original = model_cls._send

        def _send(records, *args, **kwargs):
            rest = records - records.env["hub.outgoing"]._withhold_sms(records)
            return original(rest, *args, **kwargs) if rest else None

        _send.__name__, _send.__doc__ = original.__name__, original.__doc__
        _send.__dict__.update(vars(original))
        _send.hub_withholds = True
        model_cls._send = _send

    def _unregister_hook(self):
        result = super()._unregister_hook()
        if "sms.sms" in self.env and hasattr(vars(self.env.registry["sms.sms"]).get("_send"), "hub_withholds"):
            del self.env.registry["sms.sms"]._send
        return result

    def _withhold_sms(self, messages):
        """Cancel the messages to people who are not to be written to, and say so on the record.

        :return: the cancelled ones
        """
        withheld = messages.browse()
        for message in messages.sudo():  # sudo: whether somebody may be written to does not depend on who writes
            refusal = message.partner_id and message.partner_id._get_contact_refusal("sms")
            if refusal:
                withheld |= message
                message.write({"state": "canceled", "failure_type": "sms_optout"})
                record = self._get_sms_record(message)
                record._message_log(body=self.env._("A text message was not sent. %(reason)s", reason=refusal))
        return withheld.sudo(False)

    def _get_sms_record(self, message):
        """Where staff read that a message was not sent: what it is about, or else the person's file."""
        about = message.mail_message_id
        if about.model in self.env and about.res_id and hasattr(self.env[about.model], "_message_log"):
            # sudo: the note is the hub's, also where whoever sent the message may not write.
            return self.env[about.model].sudo().browse(about.res_id)
        return message.partner_id.hub_beneficiary_ids[:1]
