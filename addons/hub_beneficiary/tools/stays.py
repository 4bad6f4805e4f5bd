"""Stays that overlap, made to follow each other without losing a day."""

from datetime import date
from itertools import pairwise
from typing import NamedTuple


class Stay(NamedTuple):
    """``key`` is the row; ``end`` is exclusive, None while it lasts."""

    key: int
    start: date
    end: date | None


class Piece(NamedTuple):
    """A part of the stay ``key``; ``chosen`` says whether it is the one that counts in its days."""

    key: int
    start: date
    end: date | None
    chosen: bool


def follow(stays: list[Stay]) -> dict[int, tuple[date, date | None]]:
    """Stays in the same place as periods that touch: each ends where the next begins, and the last lasts as long
    as any of them did. Of two that began on one day the first becomes empty.

    >>> a, b, c = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)
    >>> follow([Stay(1, a, c), Stay(2, b, None)]) == {1: (a, b), 2: (b, None)}
    True
    >>> follow([Stay(1, a, None), Stay(2, b, c)]) == {1: (a, b), 2: (b, None)}
    True
    >>> follow([Stay(1, a, b), Stay(2, b, c)]) == {1: (a, b), 2: (b, c)}
    True
    >>> follow([Stay(1, a, c), Stay(2, a, b)]) == {1: (a, a), 2: (a, c)}
    True
    """
    result, lasting = {}, None
    for stay in sorted(stays, key=lambda stay: (stay.start, stay.key)):
        if lasting is not None and (lasting[1] is None or stay.start < lasting[1]):
            key, end = lasting
            result[key] = (result[key][0], stay.start)
            lasting = (stay.key, None if end is None or stay.end is None else max(end, stay.end))
        else:
            lasting = (stay.key, stay.end)
        result[stay.key] = (stay.start, lasting[1])
    return result


def split(stays: list[Stay]) -> list[Piece]:
    """Stays of which one counts at a time, cut so that in each piece it is known which: the last that began.

    The ledger chooses in the same way, so what was counted and what is on file agree afterwards.

    >>> a, b, c = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)
    >>> for piece in split([Stay(1, a, None), Stay(2, b, c)]):
    ...     print(piece.key, piece.start, piece.end, piece.chosen)
    1 2026-01-01 2026-03-01 True
    1 2026-03-01 2026-06-01 False
    1 2026-06-01 None True
    2 2026-03-01 2026-06-01 True
    >>> [piece.chosen for piece in split([Stay(1, a, b), Stay(2, b, c)])]
    [True, True]
    >>> [tuple(piece)[1:] == (a, a, True) for piece in split([Stay(1, a, a)])]
    [True]
    """
    pieces = []
    for stay in stays:
        later = [other for other in stays if (other.start, other.key) > (stay.start, stay.key)]
        cuts = {day for other in later for day in (other.start, other.end) if day and _within(day, stay)}
        for start, end in pairwise([stay.start, *sorted(cuts), stay.end]):
            chosen = start == end or not any(_holds(other, start) for other in later)
            if pieces and pieces[-1].key == stay.key and pieces[-1].chosen == chosen:
                pieces[-1] = pieces[-1]._replace(end=end)
            else:
                pieces.append(Piece(stay.key, start, end, chosen))
    return pieces


def _within(day: date, stay: Stay) -> bool:
    return stay.start < day and (stay.end is None or day < stay.end)


def _holds(stay: Stay, day: date) -> bool:
    return stay.start <= day and (stay.end is None or day < stay.end)
