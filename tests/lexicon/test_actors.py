"""The lexicon of actors: whole, consistent, and clear about bad rows."""

from pathlib import Path

import pytest

from detente.errors import LexiconError
from detente.lexicon import actors as lexicon
from detente.lexicon.actors import Country, load_actors, read_rows
from detente.lexicon.references import load_words

MEMBERS = 193
OTHERS = {"XKX", "PSE", "TWN", "SUN", "XWE", "XEU", "XNA", "XUN", "VAT"}


def test_all_states_are_there_once() -> None:
    codes = [c.code for c in read_rows("countries.csv", Country)]
    assert len(codes) == len(set(codes)) == MEMBERS + len(OTHERS)
    assert set(codes) >= OTHERS


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("U.S.", "country:USA"),
        ("America", "country:USA"),
        ("North Korea", "country:PRK"),
        ("U.S.S.R.", "country:SUN"),
        ("Briton", "demonym:GBR"),
        ("Russians", "people:RUS"),
        ("Kyiv", "capital:UKR"),
        ("Kiev", "capital:UKR"),
        ("Shanghai", "place:CHN"),
        ("Pentagon", "organ:USA:Department of Defense"),
        ("Bundestag", "organ:DEU:Bundestag"),
        ("OPEC+", "organisation:OPEC+"),
        ("Vietnam War", "apart:Vietnam War"),
    ],
)
def test_names_mean(name: str, entity: str) -> None:
    assert load_actors().senses[name].entity == entity


def test_every_country_named_in_a_row_exists() -> None:
    actors = load_actors()
    named = {s.country for s in actors.senses.values() if s.country}
    named |= {p.country for p in actors.people.values() if p.country}
    assert named <= actors.countries.keys()


def test_a_shared_body_name_is_no_states_own() -> None:
    senses = load_actors().senses
    assert "Ministry of Foreign Affairs" not in senses
    assert senses["Russian Foreign Ministry"].name == "Ministry of Foreign Affairs"


def test_no_word_is_in_two_kinds_of_small_words() -> None:
    words = load_words()
    kinds = [words.determiner, words.pronoun, words.preposition, words.relative, words.conjunction]
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))


def test_a_bad_row_names_file_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "titles.csv").write_text("title,service,gender\nmayor,state,\nduke,nobody,m\n")
    monkeypatch.setattr(lexicon.resources, "files", lambda _: tmp_path)
    with pytest.raises(LexiconError, match=r"titles\.csv, line 3.*mend the row"):
        read_rows("titles.csv", lexicon.Title)
