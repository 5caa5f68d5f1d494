"""Scores of the lexicon of offices: how they count, and the floor on the shared questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.evaluate.offices import evaluate_offices


def write_questions(path: Path, *rows: tuple[str, str, str, str]) -> Path:
    keys = ("country", "office", "date", "holders")
    questions = [dict(zip(keys, (c, o, d, [h]), strict=True)) for c, o, d, h in rows]
    path.write_text(json.dumps(questions), encoding="utf-8")
    return path


def test_right_wrong_and_unanswered_are_counted(tmp_path: Path) -> None:
    path = write_questions(
        tmp_path / "office_queries.json",
        ("RUS", "President", "2009-09-10", "Dmitri A. Medvedev"),
        ("RUS", "President", "2013-09-10", "Dmitry Medvedev"),  # their mistake, counted against us
        ("RUS", "ambassador to Ukraine", "2018-01-01", "Somebody Else"),  # known, not listed; we name nobody
        ("RUS", "President", "1995-01-01", "Boris Yeltsin"),  # before 2000
        ("USA", "Governor of Ohio", "2020-01-01", "Mike DeWine"),  # an office that we do not keep
    )
    scores = evaluate_offices(path)
    assert (scores.listed.asked, scores.listed.answered, scores.listed.right) == (2, 2, 1)
    assert (scores.known.asked, scores.known.answered, scores.known.right) == (3, 2, 1)
    assert len(scores.misses) == 2
    assert evaluate_offices(tmp_path) == scores


def test_a_file_that_is_no_list_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "office_queries.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="office_queries"):
        evaluate_offices(tmp_path)


def test_the_floor_on_the_shared_questions(shared: Path) -> None:
    scores = evaluate_offices(shared / "data" / "offices" / "office_queries.json")
    assert scores.listed.asked >= 55
    assert scores.listed.right_of_answered >= 0.98
    assert scores.listed.share_answered >= 0.95
    assert scores.known.right_of_answered >= 0.98
