"""What Wikidata tells beyond our rows: terms added and ended, disagreements left alone, rows that a person overlays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from detente.errors import InputError, LexiconError
from detente.lexicon.actors import Person
from detente.lexicon.office_terms import Holding, Office, parse_moment
from detente.lexicon.office_updates import Change, compare_terms, make_rows, read_terms
from detente.lexicon.offices import Offices, load_offices
from detente.lexicon.overlays import read_overlay, write_overlay

ANSWER = Path(__file__).parents[1] / "commands" / "wikidata_answer.json"
DAY = dt.date(2012, 2, 1)


def make_lexicon() -> Offices:
    office = Office("fra-president", "President of France", "head_of_state", "FRA")
    people = [Person("Ida Roux", country="FRA"), Person("Ada Blanc", country="FRA")]
    terms = [("Ida Roux", "2004-02-01", "2006-09-01"), ("Ada Blanc", "2006-09-01", None)]
    holdings = [
        Holding(p, office, office.title, parse_moment(s), parse_moment(e) if e else None) for p, s, e in terms
    ]
    return Offices([office], holdings, people)


def find_changes() -> list[Change]:
    return compare_terms(read_terms(ANSWER.read_bytes()), DAY, offices=make_lexicon())


def test_an_answer_is_read_with_the_precision_it_has() -> None:
    terms = {t.person: t for t in read_terms(ANSWER.read_bytes())}
    assert "Q105" not in terms  # nobody with an English name
    assert (str(terms["Eva Noir"].start), terms["Eva Noir"].end, terms["Eva Noir"].gender) == (
        "2011-05",
        None,
        "f",
    )
    assert str(terms["Guy Gris"].start) == "2005"


def test_a_later_holder_is_added_and_ends_our_open_term() -> None:
    found = [(c.kind, c.person, c.start, c.end) for c in find_changes()]
    assert ("add", "Eva Noir", "2011-05", "") in found
    assert ("end", "Ada Blanc", "2006-09-01", "2011-05") in found


def test_what_we_know_is_no_change_and_the_past_is_only_questioned() -> None:
    kinds = {c.person: c.kind for c in find_changes()}
    assert "Ida Roux" not in kinds
    assert kinds["Guy Gris"] == "differ"
    assert "Nobody Listed" not in kinds  # the lexicon has no such office


def test_disagreements_are_never_written() -> None:
    rows = make_rows(find_changes(), read_terms(ANSWER.read_bytes()), DAY, offices=make_lexicon())
    assert {r["person"] for r in rows["holders.csv"]} == {"Eva Noir", "Ada Blanc"}
    assert [r["person"] for r in rows["people.csv"]] == ["Eva Noir"]
    assert rows["offices.csv"] == [{"office": "fra-president", "known_until": "2012-02-01"}]


@pytest.mark.parametrize("answer", [b"", b"<html>", b'{"results": 1}', b"\xff"])
def test_anything_else_is_refused(answer: bytes) -> None:
    with pytest.raises(InputError, match="query service"):
        read_terms(answer)


@pytest.fixture
def overlay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    load_offices()  # kept as shipped, for every other test
    monkeypatch.setenv("DETENTE_LEXICON", str(tmp_path))
    return tmp_path


def test_rows_of_the_user_are_laid_over_the_shipped_ones(overlay: Path) -> None:
    write_overlay({
        "people.csv": [{"person": "Ida Roux", "surname": "Roux", "gender": "f", "country": "NOR"}],
        "holders.csv": [
            {"office": "nor-prime-minister", "person": "Jonas Gahr Støre", "start": "2021-10-14", "end": "2031-01-05"},
            {"office": "nor-prime-minister", "person": "Ida Roux", "start": "2031-01-05", "end": ""},
        ],
        "offices.csv": [{"office": "nor-prime-minister", "known_until": "2031-06-01"}],
    })  # fmt: skip
    offices = load_offices.__wrapped__()
    assert offices.holders_on("nor-prime-minister", dt.date(2031, 5, 1)).person == "Ida Roux"
    assert offices.holders_on("nor-prime-minister", dt.date(2030, 5, 1)).person == "Jonas Gahr Støre"
    assert offices.holders_on("nor-prime-minister", dt.date(2031, 7, 1)).person is None
    assert load_offices().holders_on("nor-prime-minister", dt.date(2031, 5, 1)).person is None


def test_later_rows_join_earlier_ones(overlay: Path) -> None:
    write_overlay({"people.csv": [{"person": "Ida Roux", "country": "NOR"}]})
    write_overlay({"people.csv": [{"person": "Ida Roux", "gender": "f"}, {"person": "Eva Noir"}]})
    assert read_overlay("people.csv")[0] == {"person": "Ida Roux", "country": "NOR", "gender": "f"}


@pytest.mark.parametrize("text", ["person,unheard_of\nIda Roux,x\n", "person,surname\nIda Roux\n"])
def test_a_bad_file_of_the_user_is_an_error_that_names_it(overlay: Path, text: str) -> None:
    (overlay / "people.csv").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"people\.csv"):
        load_offices.__wrapped__()
