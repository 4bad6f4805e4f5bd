"""What strangers type, made harmless. No ORM."""

import unicodedata


def clean_line(text: object, limit: int) -> str:
    """One line without direction marks, control characters and doubled spaces.

    >>> clean_line("  A\\u200f\\u202ebd\\x00el   Kader\\n ", 100), clean_line("abcdef", 3), clean_line(None, 3)
    ('Abdel Kader', 'abc', '')
    """
    return " ".join(clean_text(text, limit * 2).split())[:limit].strip()


def clean_text(text: object, limit: int) -> str:
    """The same over several lines; never more than one empty line.

    >>> clean_text("One\\r\\n\\r\\n\\r\\n\\r\\ntwo\\u202e \\x07three ", 100)
    'One\\n\\ntwo three'
    """
    kept = []
    for letter in unicodedata.normalize("NFC", str(text or "")[: limit * 4]).replace("\r\n", "\n").replace("\r", "\n"):
        category = unicodedata.category(letter)
        if letter == "\n":
            kept.append("\n")
        elif category in {"Zs", "Zl", "Zp"} or letter == "\t":
            kept.append(" ")
        elif category not in {"Cc", "Cf", "Cs", "Co", "Cn"}:
            kept.append(letter)
    lines = [" ".join(line.split()) for line in "".join(kept).split("\n")]
    paragraphs = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(paragraphs).strip()[:limit].strip()
