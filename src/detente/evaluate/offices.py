"""How often the lexicon of offices names the right person for a day, and how often it answers at all.

`listed` are the offices that the project promises (heads of state and government, foreign and defence ministers,
security advisers, central banks, chief spokespersons, and the ambassadors of the United States and Russia to each
other); `known` are all offices of the file that the lexicon has. Questions about days before 2000 are left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import msgspec

from detente.lexicon.office_checks import Question, name_alike, read_questions
from detente.lexicon.office_terms import Office
from detente.lexicon.offices import Answer, Offices, load_offices

SINCE = dt.date(2000, 1, 1)
_LISTED = {
    "head_of_state", "head_of_government", "foreign_minister", "defence_minister", "security_adviser",
    "central_bank", "spokesperson",
}  # fmt: skip


class OfficeScore(msgspec.Struct, frozen=True):
    """Of the questions `asked`: how many were answered, how many of these rightly, and both as shares."""

    asked: int
    answered: int
    right: int
    right_of_answered: float
    share_answered: float


class OfficeScores(msgspec.Struct, frozen=True):
    """The score of the offices promised and of all known ones, and every wrong or missing answer with its reason."""

    listed: OfficeScore
    known: OfficeScore
    misses: list[str]


def evaluate_offices(path: Path, *, offices: Offices | None = None) -> OfficeScores:
    """The scores on office_queries.json (the file, or the folder that holds it).

    Raises:
        InputError: when the file is missing or not such a list.
    """
    lexicon = offices or load_offices()
    rows = [
        (question, office, lexicon.holders_on(office.office, question.date))
        for question in read_questions(path)
        for office in lexicon.list_titled(question.country, question.office)[:1]
        if question.date >= SINCE
    ]
    verdicts = [(office, _judge(lexicon, answer, question)) for question, office, answer in rows]
    return OfficeScores(
        listed=_score(verdict for office, verdict in verdicts if _is_listed(office)),
        known=_score(verdict for _, verdict in verdicts),
        misses=[
            f"{office.office} on {question.date}: they say {', '.join(question.holders)}; we say {answer.because}"
            for question, office, answer in rows
            if not _judge(lexicon, answer, question)
        ],
    )


def _is_listed(office: Office) -> bool:
    return office.function in _LISTED or {office.country, office.to} == {"USA", "RUS"}


def _judge(lexicon: Offices, answer: Answer, question: Question) -> bool | None:
    """Right, wrong, or None where we name nobody; of an office with many seats one common name is enough."""
    named = answer.person or (answer.office and answer.office.seats == "many" and answer.people)
    return name_alike(lexicon, answer, question.holders) if named else None


def _score(verdicts: Iterable[bool | None]) -> OfficeScore:
    given = list(verdicts)
    answered = [v for v in given if v is not None]
    right = sum(answered)
    return OfficeScore(
        asked=len(given),
        answered=len(answered),
        right=right,
        right_of_answered=round(right / len(answered), 4) if answered else 0.0,
        share_answered=round(len(answered) / len(given), 4) if given else 0.0,
    )
