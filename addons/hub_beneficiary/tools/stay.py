"""Is somebody's stay in Morocco regular on a day, as far as the papers on file say?

The rule, and what it does not claim: a permit or a receipt that covers the day answers yes; a permit that
ran out with nothing covering the day answers no; whatever the papers do not settle is not known. It is the
state of a file, no legal opinion.
"""

from datetime import date
from typing import NamedTuple

#: Papers that let a foreigner stay, the strongest first.
PERMITS = ("residence_card", "registration_card")


class Paper(NamedTuple):
    """What the answer depends on of a document."""

    key: int
    type: str
    issued: date | None
    expires: date | None
    doubtful: bool = False
    #: A receipt's: for a permit that it renews, for a first application, or nobody wrote down which.
    receipt_for: str | None = None

    def covers(self, day: date) -> bool:
        """Whether ``day`` is within its dates; a date that is missing sets no limit.

        >>> paper = Paper(1, "residence_card", date(2025, 1, 1), date(2026, 1, 1))
        >>> paper.covers(date(2026, 1, 1)), paper.covers(date(2026, 1, 2)), paper.covers(date(2024, 12, 31))
        (True, False, False)
        """
        return (not self.issued or self.issued <= day) and (not self.expires or day <= self.expires)


class Answer(NamedTuple):
    """``regular`` is None when the papers do not settle it; ``paper`` the one that decided."""

    regular: bool | None
    code: str
    paper: Paper | None = None


def stay_on(day: date, papers: list[Paper], *, national: bool | None = None, minor: bool = False) -> Answer:
    """The answer for ``day``.

    :param papers: the valid documents on file, whatever their type
    :param national: Moroccan: yes, no, or None when the nationality is not known
    :param minor: under 18 on that day

    >>> day = date(2026, 6, 1)
    >>> stay_on(day, [], national=True).code, stay_on(day, [Paper(1, "cin", None, date(2020, 1, 1))]).code
    ('national', 'national')
    >>> card = Paper(1, "residence_card", date(2021, 5, 1), date(2026, 5, 1))
    >>> stay_on(date(2026, 5, 1), [card])[:2], stay_on(day, [card])[:2]
    ((True, 'permit'), (False, 'expired'))

    Expired is not irregular while the receipt that renews the card runs:

    >>> receipt = Paper(2, "receipt", date(2026, 4, 20), date(2026, 7, 20), receipt_for="renewal")
    >>> stay_on(day, [card, receipt])[:2], stay_on(date(2026, 8, 1), [card, receipt])[:2]
    ((True, 'receipt_renewal'), (False, 'expired'))

    A paper with a doubt, a receipt nobody knows what for or without an end, and no paper at all settle nothing:

    >>> [stay_on(day, papers).code for papers in ([card._replace(expires=None, doubtful=True)], [],
    ...  [receipt._replace(receipt_for="unknown")], [receipt._replace(expires=None)])]
    ['doubtful', 'no_paper', 'receipt_unknown', 'receipt_endless']
    >>> stay_on(day, [], minor=True).code, stay_on(date(2020, 1, 1), [card]).code
    ('minor', 'not_yet')
    """
    if national or (national is None and any(paper.type == "cin" and not paper.doubtful for paper in papers)):
        return Answer(True, "national")
    stays = [paper for paper in papers if paper.type in PERMITS or paper.type == "receipt"]
    answers = [_answer_of(paper) for paper in sorted(stays, key=_strength) if paper.covers(day)]
    if answers:
        return next((answer for answer in answers if answer.regular), answers[0])
    return Answer(None, "minor") if minor else _answer_uncovered(day, stays)


def _answer_uncovered(day: date, stays: list[Paper]) -> Answer:
    """What papers say of a day that none of them covers."""
    past = [paper for paper in stays if paper.expires and paper.expires < day]
    if past:
        return Answer(False, "expired", max(past, key=lambda paper: (paper.expires, paper.key)))
    if stays:
        return Answer(None, "not_yet", min(stays, key=lambda paper: (paper.issued, paper.key)))
    return Answer(None, "no_paper")


def _strength(paper: Paper) -> tuple:
    order = PERMITS.index(paper.type) if paper.type in PERMITS else len(PERMITS)
    return order, -(paper.expires or date.max).toordinal(), paper.key


def _answer_of(paper: Paper) -> Answer:
    """What a paper that covers the day says."""
    if paper.doubtful:
        return Answer(None, "doubtful", paper)
    if paper.type in PERMITS:
        return Answer(True, "permit", paper)
    if not paper.expires:
        return Answer(None, "receipt_endless", paper)
    if paper.receipt_for not in ("renewal", "first"):
        return Answer(None, "receipt_unknown", paper)
    return Answer(True, f"receipt_{paper.receipt_for}", paper)
