import math
from urllib.parse import quote

from markupsafe import Markup
from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

#: From one address in one window: many people of one house may share it. Of addresses that nobody was given, fewer.
LIMIT, LIMIT_UNKNOWN, WINDOW_MINUTES = 600, 30, 60
STATUS = {"unknown": 404, "expired": 410, "used": 410, "revoked": 410, "limit": 429}
#: A link is a key: no cache keeps it, no other site is told of it, no search engine lists it.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}


class LinkController(http.Controller):
    """Pages behind signed links. Looking changes nothing, since chat programs look at every link; pressing does.

    The address has no language in front, so that nobody is led through two redirections: the page speaks the
    language chosen on it (``?lang=fr``) or in the address (``/fr/hub/l/…``), else that of whom the link is for,
    else the visitor's.
    """

    @http.route(
        "/hub/l/<token>", type="http", auth="public", methods=["GET"], website=True, multilang=False, sitemap=False
    )
    def link_page(self, token, lang=None, **_campaign):
        link, refusal = self._open(token, lang)
        if refusal:
            return refusal
        record = self._get_record(link)
        self._log_reading(record)
        return self._render(link, record._get_link_page(link))

    # The page checks the form's token itself: see _act.
    @http.route(
        "/hub/l/<token>", type="http", auth="public", methods=["POST"], website=True, multilang=False, csrf=False,
        sitemap=False,
    )  # fmt: skip
    def link_act(self, token, lang=None, **post):
        link, refusal = self._open(token, lang)
        return refusal or self._act(link, post)

    @http.route(
        "/hub/l/<token>/<what>", type="http", auth="public", methods=["GET"], website=True, multilang=False,
        sitemap=False,
    )  # fmt: skip
    def link_file(self, token, what, lang=None, **_campaign):
        link, refusal = self._open(token, lang)
        if refusal:
            return refusal
        record = self._get_record(link)
        file = record._get_link_file(link, what)
        if not file:
            return self._refuse(token, "unknown")
        self._log_reading(record)
        name, media_type, content = file
        headers = {"Content-Type": media_type, "Content-Disposition": content_disposition(name)}
        return request.make_response(content, headers={**headers, **HEADERS})

    def _open(self, token, lang):
        """The link of an address and None, or the page that says what is wrong with it."""
        wait = self._hit("link", LIMIT)
        if wait:
            self._speak(lang)
            return None, self._refuse(token, "limit", wait)
        # sudo: visitors have no rights of their own on links.
        link, problem = request.env["hub.signed.link"].sudo()._find(token)
        self._speak(lang, link.partner_id)
        if problem == "unknown":
            wait = self._hit("link.unknown", LIMIT_UNKNOWN)
        if problem:
            return None, self._refuse(token, "limit" if wait else problem, wait)
        return link.with_env(request.env(su=True)), None

    def _hit(self, scope, limit):
        # sudo: visitors have no rights of their own on the limits.
        limits = request.env["hub.rate.limit"].sudo()
        return limits._hit_apart(scope, request.httprequest.remote_addr or "", limit, WINDOW_MINUTES)

    def _speak(self, chosen, partner=None):
        """Set the language of the page."""
        http_tools = request.env["ir.http"]
        languages = {lang.url_code: lang.code for lang in request.env["res.lang"]._get_frontend().values()}
        # Odoo takes the language out of the path; the address as it was asked for still has it.
        prefix = request.httprequest.environ.get("REQUEST_URI", "").lstrip("/").partition("/")[0]
        code = languages.get(chosen) or languages.get(prefix)
        code = code or (partner and http_tools.get_nearest_lang(partner.lang)) or request.lang.code
        request.lang = request.env["res.lang"]._get_data(code=code)
        # The pages that this one leads to speak as it does.
        request.future_response.set_cookie("frontend_lang", code)
        request.update_context(lang=code, tz=request.env.company._get_hub_zone())

    def _get_record(self, link):
        return link._get_main_record()

    def _log_reading(self, record):
        """A file about a person tells who has read it, by whatever door."""
        if request.httprequest.method != "HEAD" and hasattr(record, "_log_hub_access"):
            record._log_hub_access("portal")

    def _act(self, link, post):
        """Do what was pressed; whatever is refused is shown on the page, with what was typed."""
        record = self._get_record(link)
        self._log_reading(record)
        if not request.validate_csrf(post.pop("csrf_token", None)):
            message = request.env._("This page was open for too long. Please press the button once more.")
            return self._render(link, record._get_link_page(link), 400, message, post)
        try:
            with request.env.cr.savepoint():
                answer = record._act_on_link(link, post)
        except UserError as error:
            if link.state != "active":  # used, revoked or over in this very moment
                return self._refuse(link.token, link.state)
            return self._render(link, record._get_link_page(link), 422, str(error), post)
        return self._render(link, answer, post=post) if isinstance(answer, tuple) else self._guard(answer)

    def _render(self, link, page, status=200, error="", post=None):
        template, values = page
        given = {"link": link, "record": self._get_record(link), "link_error": error, "post": post or {}}
        response = request.render(template, {**given, **self._get_page_values(link.token), **values})
        response.status_code = status
        return self._guard(response)

    def _get_page_values(self, token):
        url = f"/hub/l/{quote(token, safe='')}"
        languages = request.env["res.lang"]._get_frontend().values()
        return {
            "head": Markup('<meta name="robots" content="noindex"/>'),
            "link_url": f"{url}?lang={request.lang.url_code}",
            "language_urls": {lang.code: f"{url}?lang={lang.url_code}" for lang in languages},
        }

    def _refuse(self, token, problem, wait=0):
        """One page for all that is wrong. It never tells whose the link was."""
        title, text = self._get_words(problem, wait)
        values = {"problem_title": title, "problem_text": text, **self._get_page_values(token)}
        response = request.render("hub_core.link_problem", values)
        response.status_code = STATUS[problem]
        if wait:
            response.headers["Retry-After"] = str(wait)
        return self._guard(response)

    def _get_words(self, problem, wait):
        env = request.env
        return {
            "unknown": (
                env._("This link does not work"),
                env._("Open it once more from the message that you received: a part of it may be missing. If it still "
                  "does not work, call the hub and ask for a new link."),
            ),
            "expired": (
                env._("This link is no longer valid"),
                env._("Its time is over. Call the hub and ask for a new link."),
            ),
            "used": (
                env._("This link has been used already"),
                env._("It works only once. If it was not you who used it, or if something is missing, call the hub."),
            ),
            "revoked": (
                env._("This link is no longer valid"),
                env._("The hub has closed it, perhaps because you have a newer one. Look at your last message, or call "
                  "the hub and ask for a new link."),
            ),
            "limit": (
                env._("Too many attempts"),
                env._("Too many links were opened from your connection. Try again in %(minutes)s minutes, or call the "
                  "hub.", minutes=math.ceil(wait / 60)),
            ),
        }[problem]  # fmt: skip

    @staticmethod
    def _guard(response):
        response.headers.update(HEADERS)
        return response
