"""The ICE (identifiant commun de l'entreprise), by which Morocco knows each organisation."""

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s./\-\u2010-\u2015\u200b-\u200f\u202a-\u202e]+")
_LENGTH = 15


def normalize_registry(text):
    """A registration number as it is kept: an ICE as its 15 digits, any other as it was written.

    >>> normalize_registry(" 00 15 61 19 10 00 066 ")
    '001561191000066'
    >>> normalize_registry("001561191-0000-66")
    '001561191000066'
    >>> normalize_registry("٠٠١٥٦١١٩١٠٠٠٠٦٦")
    '001561191000066'
    >>> normalize_registry(" CHE-109.322.551 ")
    'CHE-109.322.551'
    >>> normalize_registry("  "), normalize_registry(None)
    (False, False)
    """
    text = (text or "").strip()
    compact = _SEPARATORS.sub("", text)
    if len(compact) == _LENGTH and compact.isdecimal():
        return "".join(str(unicodedata.decimal(digit)) for digit in compact)
    return text or False
