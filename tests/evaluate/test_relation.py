"""The scores of guessed relations, on rows of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.evaluate.relation import (
    Guess,
    RelationRow,
    evaluate_relation,
    guess_relation,
    merge_yield,
    read_rows,
    score_guesses,
)


def write_rows(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_rows_are_guessed_and_written(tmp_path: Path) -> None:
    text = "Bulgaria expelled two Turkish diplomats, and Greece praised Cyprus."
    rows = write_rows(
        tmp_path / "rows.jsonl",
        {"text": text, "source_span": [0, 8], "target_span": [18, 39], "root": "SANCTION", "penta": 4},
        {"text": text, "source_span": [45, 51], "target_span": [60, 66], "root": "SUPPORT", "penta": 1},
        {"text": "The rain stopped.", "source_span": None, "target_span": None, "root": None, "penta": 0},
    )
    scores = evaluate_relation(rows, tmp_path / "out.jsonl")
    assert (scores.rows, scores.answered, scores.accuracy, scores.penta) == (3, 2, 1.0, 1.0)
    assert scores.none_f1 == 1.0
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [line["type"] for line in lines] == ["SANCTION", "SUPPORT", None]
    assert sum(lines[0]["scores"].values()) == pytest.approx(1, abs=0.01)


def test_a_row_with_one_party_is_left_out(tmp_path: Path) -> None:
    rows = write_rows(
        tmp_path / "rows.jsonl", {"text": "Oslo met Riga.", "source_span": [0, 4], "root": "CONSULT"}
    )
    assert evaluate_relation(rows).rows == 0


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows.jsonl", {"text": "Oslo met Riga."}, {"words": "none"})
    with pytest.raises(InputError, match=r"rows.jsonl:2"):
        read_rows(path)


def test_an_older_corpus_is_scored_by_its_own_codes() -> None:
    rows = [RelationRow("a", root="COERCE", penta=4), RelationRow("b", root="YIELD", penta=2)]
    guesses = [Guess("SANCTION", None, 1, {}, ""), Guess("CONCEDE", None, 1, {}, "")]
    scores = score_guesses(rows, guesses)
    assert (scores.accuracy, scores.strict) == (1.0, 0.5)
    # CONCEDE is verbal, class 1, but the corpus has its YIELD in class 2
    assert scores.penta == 1.0


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("The bishop appealed for calm on Friday.", None),
        ("Lisbon expelled two Iranian diplomats on Friday.", "SANCTION"),
    ],
)
def test_without_parties_an_appeal_is_no_event_as_in_older_corpora(
    tmp_path: Path, text: str, type_: str | None
) -> None:
    rows, out = write_rows(tmp_path / "rows.jsonl", {"text": text}), tmp_path / "out.jsonl"
    evaluate_relation(rows, out)
    assert json.loads(out.read_text().splitlines()[0])["type"] == type_


def test_without_events_there_is_no_type() -> None:
    assert guess_relation([], (0, 1), (2, 3)).type is None
    assert merge_yield("RETREAT") == merge_yield("CONCEDE") == "YIELD"
