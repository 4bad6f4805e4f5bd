import re

from odoo.addons.phone_validation.tools.phone_validation import phone_format
from odoo.exceptions import UserError

#: What stands around a number that was copied from a message: direction marks and odd spaces.
_MARKS = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00a0\u202f]")
#: Digits of any script, and what people write between them.
_PHONE = re.compile(r"\+?[\d\s().\-/]{8,25}")


def normalize_phone(text: str | None, country: str = "MA") -> str | None:
    """A complete telephone number as ``+`` and digits, whatever its writing; None for anything else.

    :param country: code of the country to which a number without a prefix belongs

    >>> {normalize_phone(text) for text in ("0612345678", "06 12-34-56-78", "+212 (0)6 12 34 56 78")}
    {'+212612345678'}
    >>> {normalize_phone(text) for text in ("00212612345678", "٠٦١٢٣٤٥٦٧٨", "\u202a+212 612 345 678\u202c ")}
    {'+212612345678'}
    >>> normalize_phone("+33 6 12 34 56 78"), normalize_phone("06 12 34 56 78", "FR")
    ('+33612345678', '+33612345678')
    >>> [normalize_phone(text) for text in ("06 12", "amal@example.org", "admin", "2026-11-23 10", "", None)]
    [None, None, None, None, None, None]
    """
    text = _MARKS.sub(" ", text or "").strip()
    if not _PHONE.fullmatch(text):
        return None
    try:
        return phone_format(text, country, None, force_format="E164")
    except UserError:  # not a number, or one with too few digits
        return None
