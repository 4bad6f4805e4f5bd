import doctest
import re
from base64 import b64decode

import zxingcpp
from lxml import etree
from odoo.addons.hub_core.tools import qr, qr_data_uri
from odoo.tests import BaseCase
from PIL import Image

TEXTS = (
    "https://hub.example/hub/l/123456-abcdefghijklmnopqrstuvwxyz",
    "HUB-2026-00042",
    "حفل الاستقبال – é",
    "x" * 2000,
)
SCALE = 4


def read_code(uri: str) -> str:
    """What a scanner reads from the picture; a decoder that shares nothing with what drew it."""
    svg = etree.fromstring(b64decode(uri.partition(",")[2]))
    size = int(svg.get("viewBox").split()[2])
    image = Image.new("L", (size * SCALE, size * SCALE), 255)
    path = svg.find("{*}path").get("d")
    for left, top, right, bottom in re.findall(r"M(\d+),(\d+)H(\d+)V(\d+)H\d+z", path):
        box = tuple(int(edge) * SCALE for edge in (left, top, right, bottom))
        image.paste(0, box)
    (code,) = zxingcpp.read_barcodes(image)
    return code.text


class TestQr(BaseCase):
    def test_the_examples_hold(self):
        self.assertEqual(doctest.testmod(qr).failed, 0)

    def test_a_scanner_reads_what_was_written(self):
        for text in TEXTS:
            with self.subTest(text=text[:30]):
                self.assertEqual(read_code(qr_data_uri(text)), text)

    def test_a_code_brings_its_white_ground_and_its_quiet_zone(self):
        svg = etree.fromstring(b64decode(qr_data_uri("x").partition(",")[2]))
        self.assertEqual(svg.find("{*}rect").get("fill"), "white")
        rows = qr.qr_modules("x")
        self.assertFalse(any(any(row) for row in rows[: qr.QUIET_ZONE]))

    def test_nothing_and_too_much_are_refused(self):
        for text in ("", "x" * 3000):
            with self.assertRaises(ValueError):
                qr_data_uri(text)
