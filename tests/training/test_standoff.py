"""Annotated articles: marks become offsets into a text that stays where it is, and no test set is among them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from training.corpus import measure_agreement, standoff
from training.corpus.read_corpus import MODES, CorpusError

ROOT = Path(__file__).resolve().parents[2]
FILES = [standoff.KEPT, measure_agreement.AGAIN]
ARTICLE = {
    "id": "wn999",
    "url": "https://example.org/oslo",
    "title": "Oslo thanks Lima",
    "published": "2020-04-13T00:00:00",
    "text": "Monday,\u00a0April 13, 2020\u00a0\n\n\nOslo [Norway] thanked Lima.  It sent rice. \n",
}
MARKED = "# remark\nMonday, April 13, 2020\n[Oslo|o] \\[Norway\\] [thanked|SUPPORT o>l on:2020-04-13] [Lima|l].{rest}\n"
REST = " [It|i=l] [sent|AID i] rice."


def read_kept(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_marks_become_offsets_and_come_back_with_their_words(tmp_path: Path) -> None:
    template = standoff.write_template(ARTICLE, tmp_path).read_text("utf-8")
    remark, *lines = template.splitlines()
    assert remark == "# wn999 2020-04-13 Oslo thanks Lima"
    assert lines == ["Monday, April 13, 2020", "Oslo \\[Norway\\] thanked Lima. It sent rice."]
    row = standoff.take_marks(MARKED.format(rest=REST), ARTICLE)
    assert "Oslo" not in json.dumps(row["events"])
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/wikinews.jsonl").write_text(json.dumps(ARTICLE) + "\n", "utf-8")
    kept = tmp_path / "kept.jsonl"
    kept.write_text(json.dumps(row) + "\n", "utf-8")
    (read,) = standoff.read_standoff(kept, tmp_path)
    first, second = read["events"]
    assert (first["trigger"]["quote"], first["recipients"][0]["quote"]) == ("thanked", "Lima")
    assert first["date"] == "2020-04-13"
    assert second["actors"][0]["quote"] == "It" and second["actors"][0]["same_as"]["quote"] == "Lima"


@pytest.mark.parametrize("rest", [" [It|i=l] [sent|AID i] corn.", " [It|i=l] [sent|AID i] rice. Indeed.", ""])
def test_a_copy_that_differs_in_more_than_marks_is_refused(rest: str) -> None:
    with pytest.raises(CorpusError, match=r"differs|words where"):
        standoff.take_marks(MARKED.format(rest=rest), ARTICLE)


def test_another_text_under_the_same_name_is_refused(tmp_path: Path) -> None:
    row = standoff.take_marks(MARKED.format(rest=REST), ARTICLE)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/wikinews.jsonl").write_text(json.dumps(ARTICLE | {"text": "Other."}) + "\n", "utf-8")
    kept = tmp_path / "kept.jsonl"
    kept.write_text(json.dumps(row) + "\n", "utf-8")
    with pytest.raises(CorpusError, match="wn999"):
        list(standoff.read_standoff(kept, tmp_path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_test_set_was_annotated_for_training_and_nothing_but_labels_is_kept(path: Path) -> None:
    rows = read_kept(path)
    tests = {folder.name for folder in (ROOT / "tests/gold").glob("wikinews*/wn*")}
    assert len(tests) >= 16
    assert not tests & {row["id"] for row in rows}
    for row in rows:
        words = re.findall(r'"([^"]*)"', json.dumps(row["events"]))
        assert all(" " not in word for word in words), row["id"]
        assert all(
            e["type"] is None or e["mode"] is None or e["mode"] in MODES[e["type"]] for e in row["events"]
        )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_offsets_lie_on_words(path: Path, shared: Path) -> None:
    rows = list(standoff.read_standoff(path, shared))
    assert len(rows) >= 10
    for row in rows:
        for event in row["events"]:
            for span in (event["trigger"], *event["actors"], *event["recipients"]):
                assert span["quote"] and span["quote"] == span["quote"].strip(), row["id"]


def test_agreement_counts_what_is_alike() -> None:
    first = {"trigger": [5, 9], "type": "AID", "actors": [[0, 4]], "recipients": []}
    second = {"trigger": [7, 12], "type": "AID", "actors": [[20, 22]], "recipients": []}
    ((one, other),) = measure_agreement.match_events([first], [second])
    row, linked = {"same_as": []}, {"same_as": [[20, 22, 0, 4]]}
    assert not measure_agreement.have_same_parties((row, row), (one, other), "actors")
    assert measure_agreement.have_same_parties((row, linked), (one, other), "actors")
    assert measure_agreement.match_events([first], [second | {"trigger": [9, 12]}]) == []
