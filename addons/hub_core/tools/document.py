"""From HTML to PDF, without Odoo's ORM and without the network.

WeasyPrint lays the pages out: it shapes Arabic, knows running footers and page counters, and takes
the fonts of the system by their family names.
"""

import datetime
import logging
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from babel.dates import format_date
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

# Eight lines of progress a document, at level INFO.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)

#: Relative addresses of a document are read below this host, which no resolver knows.
BASE_URL = "http://document.invalid/"

MEDIA_TYPES = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


class LocalFetcher(URLFetcher):
    """Gives a document its ``data:`` addresses and the addons' static files, and nothing else.

    :param find: from "/addon/static/…" to the file's path; raises when there is no such file
    """

    def __init__(self, find: Callable[[str], str]):
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)
        self._find = find

    def fetch(self, url, headers=None):
        if url.startswith("data:"):
            return super().fetch(url, headers)
        parts = urlsplit(url)
        path = unquote(parts.path)
        media_type = MEDIA_TYPES.get(Path(path).suffix.lower())
        if f"{parts.scheme}://{parts.netloc}/" != BASE_URL or not media_type or not is_static(path):
            raise ValueError(f"A document may not read {url}")
        return URLFetcherResponse(url, Path(self._find(path)).read_bytes(), {"Content-Type": media_type})


def is_static(path: str) -> bool:
    """Whether an address is one of an addon's public files.

    >>> is_static("/web/static/img/logo.png"), is_static("/web/models/ir_http.py")
    (True, False)
    >>> is_static("/web/static/../__manifest__.py"), is_static("/etc/static")
    (False, False)
    """
    parts = path.split("/")
    return len(parts) > 3 and not parts[0] and parts[2] == "static" and not {"..", "."} & set(parts)


def render_pdf(pages: Iterable[str], stylesheet: str, find: Callable[[str], str]) -> bytes:
    """One PDF of several HTML documents, each with its own page numbers.

    :param pages: the HTML documents, in order; at least one
    :param stylesheet: path of the style sheet
    :param find: see :class:`LocalFetcher`
    """
    fonts = FontConfiguration()
    fetcher = LocalFetcher(find)
    css = CSS(string=_read(stylesheet), base_url=BASE_URL, font_config=fonts, url_fetcher=fetcher)
    documents = []
    for html in pages:
        document = HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
        set_directions(document.etree_element)
        documents.append(document.render(stylesheets=[css], font_config=fonts))
    first = documents[0]
    return first.copy([page for document in documents for page in document.pages]).write_pdf()


def set_directions(root) -> None:
    """Do what a browser does and WeasyPrint does not: ``bdi`` and ``dir="auto"`` take the direction of
    their own text, so that "12, rue de Fès" and "+212 5 37…" keep their order in an Arabic page."""
    for element in root.iter():
        if element.get("dir") == "auto" or (element.tag == "bdi" and not element.get("dir")):
            element.set("dir", text_direction("".join(element.itertext())))


def text_direction(text: str) -> str:
    """The direction of the first letter that has one; a number runs from left to right.

    >>> text_direction("12, rue de Fès"), text_direction("+212 537 00"), text_direction("«عائشة» (Aïcha)")
    ('ltr', 'ltr', 'rtl')
    """
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return "rtl"
        if direction == "L":
            return "ltr"
    return "ltr"


@lru_cache
def _read(stylesheet: str) -> str:
    return Path(stylesheet).read_text(encoding="utf-8")


def long_date(date: datetime.date | None, lang: str) -> str:
    """A date as a reader of the language writes it: day, month's name, year, in Western digits.

    >>> long_date(datetime.date(2019, 11, 24), "ar_MA")
    '24 نونبر 2019'
    >>> long_date(datetime.date(2019, 12, 1), "fr_FR"), long_date(datetime.date(2019, 12, 1), "en_US")
    ('1er décembre 2019', '1 December 2019')
    >>> long_date(None, "fr_FR")
    ''

    Morocco's month names differ from those of other Arab countries; Unicode's ar_MA has them.
    """
    if not date:
        return ""
    pattern = "d'er' MMMM y" if lang.startswith("fr") and date.day == 1 else "d MMMM y"
    return format_date(date, pattern, locale=_unicode_locale(lang))


def long_day(date: datetime.date | None, lang: str) -> str:
    """The same with the day of the week.

    >>> long_day(datetime.date(2026, 12, 5), "ar_MA"), long_day(datetime.date(2026, 12, 5), "fr_FR")
    ('السبت 5 دجنبر 2026', 'samedi 5 décembre 2026')
    >>> long_day(datetime.date(2026, 12, 5), "en_US"), long_day(None, "en_US")
    ('Saturday 5 December 2026', '')
    """
    if not date:
        return ""
    return f"{format_date(date, 'EEEE', locale=_unicode_locale(lang))} {long_date(date, lang)}"


def _unicode_locale(lang: str) -> str:
    language = lang.partition("_")[0].partition("@")[0]
    return "ar_MA" if language == "ar" else language
