"""QR codes as pictures that a page, a document or a poster carries in itself. No ORM."""

from base64 import b64encode

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathFillImage

#: White modules around the code: scanners need four.
QUIET_ZONE = 4


def qr_modules(text: str) -> list[list[bool]]:
    """The code's dark modules, row by row, with the quiet zone.

    The smallest code that holds the text and still reads with 15 % of it damaged.

    >>> rows = qr_modules("https://hub.example/hub/l/12-abc")
    >>> len(rows) == len(rows[0]), any(rows[0]), rows[4][4:11]
    (True, False, [True, True, True, True, True, True, True])

    :raises ValueError: for an empty text, and one longer than a code can hold (about 2,300 letters)
    """
    return _make(text).get_matrix()


def qr_data_uri(text: str) -> str:
    """The code as a ``data:`` address of an SVG: sharp on a telephone and on a poster.

    >>> qr_data_uri("https://hub.example")[:26]
    'data:image/svg+xml;base64,'
    """
    # With a white ground of its own: a dark page would swallow the quiet zone.
    image = _make(text).make_image(image_factory=SvgPathFillImage)
    return f"data:image/svg+xml;base64,{b64encode(image.to_string()).decode()}"


def _make(text):
    if not text:
        raise ValueError("A QR code needs a text")
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text.encode())
    code.make(fit=True)
    return code
