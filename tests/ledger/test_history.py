"""Series of imported events: what is counted, per source and period, and what is left out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pytest

from detente.ledger import history
from detente.ledger.files import write_file
from detente.ledger.manifests import read_manifest, replace_manifest
from detente.ledger.schema import to_table
from detente.ledger.store import Ledger, open_ledger
from detente.ledger.tables import ImportedEvent

DYAD = ("NOR", "SWE")


def make_row(number: int, date: str, type_: Any, **fields: Any) -> ImportedEvent:
    fields = {"actor": "NOR", "recipient": "SWE", "source": "gdelt", "story": "s1", "file": "a.csv"} | fields
    return ImportedEvent(
        id=f"{fields['source']}:{number}", source_id=str(number), date=dt.date.fromisoformat(date), type=type_,
        line=number, **fields,
    )  # fmt: skip


ROWS = [
    make_row(1, "2020-01-06", "CONSULT", gauge="contact", score=4.0),
    make_row(2, "2020-01-12", "AGREE", gauge="contact", score=3.0, story="s2"),
    make_row(3, "2020-01-12", "REQUEST", gauge="contact", score=0.0, actor="SWE", recipient="NOR"),
    make_row(4, "2020-01-13", "ACCUSE", gauge="tone", score=-2.0, actor="SWE", recipient="NOR"),
    make_row(5, "2020-01-14", "SANCTION", gauge="substance", score=-8.0, severity=-5.5, url="https://a.example/5"),
    make_row(6, "2020-01-14", "ACCUSE", gauge="tone", score=-2.0, recipient="FIN"),
    make_row(7, "2020-01-14", "ACCUSE", gauge="tone", score=-2.0, recipient=None),
    make_row(8, "2020-01-14", "AID", score=7.0, source="icews"),
]  # fmt: skip


@pytest.fixture
def filled(tmp_path: Path) -> Ledger:
    """A ledger with the rows above, in two parts, in a folder whose name is no pattern."""
    ledger = open_ledger(tmp_path / "it's [1] *", create=True)
    parts = [to_table(rows, ImportedEvent) for rows in (ROWS[:4], ROWS[4:])]
    files = tuple(write_file(ledger.path, "imported_event", "test", part) for part in parts)
    replace_manifest(ledger.path, msgspec.structs.replace(read_manifest(ledger.path), imports=files))
    return ledger


def test_a_week_is_counted_and_measured(filled: Ledger) -> None:
    first, second = history.load_dyad_series(filled, DYAD, source="gdelt").to_pylist()
    assert first == {
        "source": "gdelt", "period": dt.date(2020, 1, 6), "n": 3, "score": 7.0, "positive": 7.0, "negative": 0.0,
        "contacts": 1.5, "tone": 0.0, "substance": 0.0, "stories": 2,
    }  # fmt: skip
    assert (second["n"], second["negative"], second["tone"], second["substance"]) == (2, -10.0, -2.0, -5.5)


def test_sources_are_side_by_side(filled: Ledger) -> None:
    rows = history.load_dyad_series(filled, DYAD, step="year").to_pylist()
    assert [(row["source"], row["n"], row["period"]) for row in rows] == [
        ("gdelt", 5, dt.date(2020, 1, 1)),
        ("icews", 1, dt.date(2020, 1, 1)),
    ]


def test_directed_series_tell_who_acts(filled: Ledger) -> None:
    rows = history.load_dyad_series(filled, DYAD, step="month", directed=True, source="gdelt").to_pylist()
    assert [(row["actor"], row["n"]) for row in rows] == [("NOR", 3), ("SWE", 2)]


def test_the_order_of_the_dyad_does_not_matter(filled: Ledger) -> None:
    assert history.load_dyad_series(filled, ("SWE", "NOR")) == history.load_dyad_series(filled, DYAD)


def test_a_turn_names_its_heaviest_events_with_links(filled: Ledger) -> None:
    found = history.list_turn_events(filled, DYAD, dt.date(2020, 1, 13), dt.date(2020, 1, 19), limit=1)
    assert [(e["id"], e["url"]) for e in found] == [("gdelt:5", "https://a.example/5"), ("icews:8", None)]


def test_the_world_has_what_no_dyad_has(filled: Ledger) -> None:
    rows = history.load_world_series(filled, step="year", source="gdelt").to_pylist()
    assert [row["n"] for row in rows] == [7]
    assert history.list_dyads(filled, source="gdelt").column("n").to_pylist() == [5, 1]
    assert sum(history.load_all_series(filled, source="gdelt").column("n").to_pylist()) == 6


def test_events_come_with_their_story(filled: Ledger) -> None:
    assert history.load_dyad_events(filled, DYAD, source="icews").column("story").to_pylist() == ["s1"]


def test_a_ledger_without_history_has_empty_series(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "empty", create=True)
    assert history.load_dyad_series(ledger, DYAD).num_rows == 0
    assert history.list_citations(ledger) == {}


def test_sql_sees_imported_events_beside_ours(filled: Ledger) -> None:
    rows = (
        filled.connect().execute("SELECT origin, count(*) FROM all_event GROUP BY ALL ORDER BY 1").fetchall()
    )
    assert rows == [("gdelt", 7), ("icews", 1)]
