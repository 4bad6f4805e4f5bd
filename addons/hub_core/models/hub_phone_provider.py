import logging

from odoo import api, models

_logger = logging.getLogger(__name__)


class HubPhoneProvider(models.AbstractModel):
    """How messages to telephones leave the hub. One model for each way, ``hub.phone.provider.<name>``; the system
    parameter ``hub_core.phone_provider`` holds the name.

    A provider implements ``_send_one``, or ``_send`` where it hands over several at once.
    """

    _name = "hub.phone.provider"
    _description = "Way for messages to telephones"

    @api.model
    def _send(self, messages):
        """Hand messages over; never raises, so that one failure does not lose what left before.

        :return: ``{message: sentence of the failure, or False when it has left}``; a message that is
            not in the answer waits for somebody
        """
        return {message: self._try_one(message) for message in messages}

    def _try_one(self, message):
        try:
            with self.env.cr.savepoint():
                return self._send_one(message)
        except Exception as error:  # whatever a provider's library raises
            _logger.info("A message to a telephone was not sent by %s", self._name, exc_info=True)
            return str(error) or type(error).__name__

    @api.model
    def _send_one(self, message):
        """Hand one message over: ``message.phone`` and ``message.text``.

        :return: the sentence of a failure, or False
        """
        raise NotImplementedError


class HubPhoneProviderStaff(models.AbstractModel):
    """Nothing leaves by itself: a member of staff sends it from her own telephone or computer, and says so."""

    _name = "hub.phone.provider.staff"
    _inherit = ["hub.phone.provider"]
    _description = "Staff send messages themselves"

    @api.model
    def _send(self, messages):
        return {}
