from odoo import http
from odoo.addons.web.controllers.report import ReportController


def renders_without_writing(registry, rule, args):
    return args.get("converter") == "text"


class DocumentController(ReportController):
    # A document about a person writes who printed or looked at it into the access log, so no read-only cursor.
    @http.route(readonly=renders_without_writing)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        return super().report_routes(reportname, docids=docids, converter=converter, **data)
