"""The brief as JSON, CSV and Markdown: the public keys, no formulas, no markup, no words where none are allowed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from detente.show.briefs import Brief
from detente.show.exports import brief_to_dict, write_csv, write_json
from detente.show.markdown import escape, write_markdown
from detente.show.tables import write_rows

KEYS = {
    "answer", "between", "as_of", "why", "gauges", "tracks", "for", "against", "coverage", "records", "reproduce",
    "checks", "forecasts", "causes", "due", "missed", "clusters", "changed", "sensitivity",
}  # fmt: skip


def test_json_has_the_keys_that_the_manual_gives(brief: Brief) -> None:
    fields = json.loads(write_json(brief))
    assert fields.keys() >= KEYS
    assert fields["between"] == ["NOR", "SWE"]
    records = {r["id"]: r for r in fields["records"]}
    assert {r["kind"] for r in fields["records"]} == {
        "document", "event", "statement", "figure", "forecast", "cause", "check", "problem",
    }  # fmt: skip
    [forecast] = fields["forecasts"]
    assert (forecast["status"], records[forecast["by"][0]]["type"]) == ("true", "SANCTION")
    for key in ("for", "against", "checks", "causes"):
        assert set(fields[key]) <= records.keys()
    assert {i for due in fields["due"] for i in due["records"]} <= records.keys()


def list_spans(value: Any, document: str | None = None) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """Every span in plain values with the document of its record."""
    if isinstance(value, dict):
        document = value.get("document") or document
        if value.keys() >= {"start", "end", "quote"}:
            yield document, value
        for inner in value.values():
            yield from list_spans(inner, document)
    elif isinstance(value, list):
        for inner in value:
            yield from list_spans(inner, document)


def test_every_span_in_json_quotes_its_document(brief: Brief) -> None:
    spans = list(list_spans(json.loads(write_json(brief))["records"]))
    assert len(spans) > 20
    for document, span in spans:
        assert brief.documents[document or ""].text[span["start"] : span["end"]] == span["quote"]


def test_json_without_excerpts_has_no_words_of_a_text(brief: Brief) -> None:
    fields = brief_to_dict(brief, excerpt="none")
    assert all(span["quote"] == "" for _, span in list_spans(fields))
    assert_silent(json.dumps(fields, ensure_ascii=False), brief)


@pytest.mark.parametrize("write", [write_csv, write_markdown])
def test_other_formats_without_excerpts_are_as_silent(brief: Brief, write: Any) -> None:
    assert_silent(write(brief, excerpt="none"), brief)
    with pytest.raises(AssertionError):
        assert_silent(write(brief), brief)


def assert_silent(written: str, brief: Brief) -> None:
    words = re.findall(r"\w+", written.lower())
    shown = {tuple(words[i : i + 5]) for i in range(len(words))}
    for document in brief.documents.values():
        text = re.findall(r"\w+", document.text.lower())
        assert shown.isdisjoint(tuple(text[i : i + 5]) for i in range(len(text) - 4))


def test_csv_has_a_row_for_each_record_and_no_formula(brief: Brief) -> None:
    rows = list(csv.DictReader(io.StringIO(write_csv(brief))))
    assert {row["id"] for row in rows} == {r.id for r in (*brief.records, *brief.checks)}
    cells = [cell for row in rows for cell in row.values()]
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in cells)
    assert any(cell.startswith("'=cmd(") for cell in cells)
    [figure] = [row for row in rows if row["who"] == "NOK 40 million"]
    assert (figure["start_day"], figure["end_day"]) == ("2020-01-01", "2020-12-31")
    assert [row["probability"] for row in rows if row["kind"] == "forecast"] == ["80–95%"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "@x", "\t=1", "-x", "\r=1"])
def test_cells_that_a_spreadsheet_would_run_are_disarmed(cell: str) -> None:
    assert f"'{cell}" in write_rows(("a",), [(cell,)], format="csv")


def test_a_negative_number_stays_a_number() -> None:
    assert write_rows(("a",), [(-3,)], format="csv") == "a\n-3\n"


def test_markdown_makes_markup_harmless(brief: Brief) -> None:
    text = write_markdown(brief)
    assert "[again](javascript:3)" not in text
    assert not re.search(r"(?<!\\)<", re.sub(r"`[^`]*`", "", text))  # code spans show what stands in them
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} <= {5, 6, 7}


def test_markdown_has_every_part(brief: Brief) -> None:
    text = write_markdown(brief)
    for title in ("Tracks", "What is due next", "Was due and did not come", "For a thaw", "Against a thaw", "Checks",
                  "How firm the answer is", "Forecasts 1 came true", "What is said to drive what", "Statements",
                  "Figures", "All events", "Coverage and doubts"):  # fmt: skip
        assert f"## {title}" in text, title


def test_escape_leaves_plain_words_alone() -> None:
    assert escape("Talks in Oslo, 3%") == "Talks in Oslo, 3%"
    assert escape("a|b <i> [x](y)\nc") == r"a\|b \<i\> \[x\](y) c"
