from odoo import models
from odoo.http import request

from .res_users_login import remember_asker

#: What a public page of the hub may load: its own. Odoo's scripts compile their templates ("unsafe-eval").
PUBLIC_PAGE_POLICY = "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; frame-ancestors 'self'"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        remember_asker()
        return super()._pre_dispatch(rule, args)

    @classmethod
    def _post_dispatch(cls, response):
        """Whoever looks at a public page of the hub is not told to anybody else.

        The website module's themes take their fonts from another company's server, which learns the visitor's
        address and the page; so would a counter of visits. Elsewhere on the site that is the owner's decision.
        """
        if request.httprequest.path.split("/")[1:2] == ["hub"]:
            response.headers.setdefault("Content-Security-Policy", PUBLIC_PAGE_POLICY)
        return super()._post_dispatch(response)
