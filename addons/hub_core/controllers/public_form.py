"""What every form for people without an account does before it believes what was typed."""

import math

from odoo.http import request

#: A field that no person sees, and every machine fills in.
TRAP = "organisation"


class PublicForm:
    """To be inherited beside ``http.Controller``. The template calls ``hub_core.public_form_checks``.

    The route is declared with ``csrf=False`` and calls :meth:`_get_token_error` itself: on an old page or a phone
    without cookies Odoo would answer with a bare error page and lose what was typed.
    """

    def _get_token_error(self, post):
        """The sentence for a page whose token is no longer good, or None."""
        if request.validate_csrf(post.get("csrf_token")):
            return None
        return request.env._("This page was open for too long. Please press “Send” once more.")

    def _is_machine(self, post):
        """Whether the hidden field is filled in. A machine is thanked like anybody, and not told what gave it away."""
        return bool(post.get(TRAP))

    def _hit_limits(self, scope, senders, limits, minutes):
        """Count one more from each sender.

        :param senders: {kind of sender: sender}, e.g. an address, a telephone number
        :param limits: {kind of sender: how often within the window}
        :return: seconds to wait, 0 for nobody; one number for all, so that a stranger does not learn which it was
        """
        # sudo: visitors have no rights of their own on the limits.
        rates = request.env["hub.rate.limit"].sudo()
        return max(rates._hit(f"{scope}.{kind}", sender, limits[kind], minutes) for kind, sender in senders.items())

    def _get_address(self):
        return request.httprequest.remote_addr or ""

    def _get_wait_error(self, wait):
        return request.env._(
            "Too many requests were sent in a short time. Please send yours in %(minutes)s minutes, "
            "or call or visit the hub.",
            minutes=math.ceil(wait / 60),
        )

    def _set_status(self, response, status, wait=0):
        response.status_code = status
        if wait:
            response.headers["Retry-After"] = str(wait)
        return response
