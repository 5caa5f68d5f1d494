"""Every row of the lexicon of page furniture and of sentence joins does what its example says, and no more."""

import tomllib
from importlib.resources import files

import pytest

from detente.read.patterns import load_patterns
from detente.read.sentences import load_joins, split_sentences

ROWS = tomllib.loads(files("detente.lexicon").joinpath("boilerplate.toml").read_text("utf-8"))
JOINS = tomllib.loads(files("detente.lexicon").joinpath("sentences.toml").read_text("utf-8"))
WHOLE_LINE = ("line", "end", "list", "byline", "stamp")


def matches(group: str, text: str) -> bool:
    pattern = getattr(load_patterns(), group)
    return bool(pattern.fullmatch(text) if group in WHOLE_LINE else pattern.search(text))


@pytest.mark.parametrize(
    ("group", "row"), [(group, row) for group in (*WHOLE_LINE, "caption") for row in ROWS[group]]
)
def test_row_takes_its_example_and_leaves_its_counterexample(group: str, row: dict[str, str]) -> None:
    assert matches(group, row["example"])
    assert not matches(group, row["not"])


@pytest.mark.parametrize(
    "line",
    [
        "RIGA, March 3 (ENA) - Talks resumed.",
        "GORI, Georgia -- The convoy left at noon.",
        "Vilnius (AFP) Lorries queued for a third day.",
        "Oslo, 4 June 2019 – The ministers signed.",
        "LIMA — Both presidents arrived.",
        "March 3 (Reuters) - The bank kept its rate.",
    ],
)
def test_dateline_opens_a_paragraph(line: str) -> None:
    assert load_patterns().prefix.match(line)


@pytest.mark.parametrize(
    "line",
    [
        "Ministers - two of them - left early.",
        "Roe (Conservative) said no.",
        "The mayor of Riga, March 3 in hand, spoke.",
        "NATO said that it would stay.",
        "Oslo - the older of the two - was quiet.",
    ],
)
def test_dash_or_bracket_alone_is_no_dateline(line: str) -> None:
    assert not load_patterns().prefix.match(line)


@pytest.mark.parametrize(
    "line",
    [
        "A lorry loaded with timber waits at the Terehova crossing on May 4.",
        "Protesters march past the Peruvian embassy in Quito on Monday, 3 June 2019.",
        "The presidents of Chile and Bolivia shake hands before a dinner in Lima on October 1, 2018.",
    ],
)
def test_scene_in_the_present_with_a_date_is_a_caption(line: str) -> None:
    assert load_patterns().depiction.fullmatch(line)


@pytest.mark.parametrize(
    "line",
    [
        "The Latvian envoy arrives in Oslo on May 14.",
        "The treaty on river traffic expires on February 5.",
        "A lorry loaded with timber waited at the crossing on May 4.",
        "Rain falls in spring. The two states hold talks on March 1.",
        'A diplomat waves it off: "We meet on March 1."',
    ],
)
def test_timetable_and_past_are_no_captions(line: str) -> None:
    assert not load_patterns().depiction.fullmatch(line)


@pytest.mark.parametrize("title", JOINS["titles"])
def test_no_sentence_ends_on_a_title(title: str) -> None:
    text = f"It was {title}. Roe who spoke."
    assert split_sentences(text) == [(0, len(text))]


@pytest.mark.parametrize("word", JOINS["before_number"])
def test_no_sentence_ends_on_a_numbered_thing(word: str) -> None:
    assert load_joins().numbered.search(f"under {word}.")
    assert not load_joins().numbered.search(f"under x{word}.")


@pytest.mark.parametrize("verb", JOINS["saying"])
def test_speaker_after_a_question_belongs_to_it(verb: str) -> None:
    text = f'"Why now?" Ada Roe {verb} in Riga.'
    assert split_sentences(text) == [(0, len(text))]


@pytest.mark.parametrize("group", [*WHOLE_LINE, "caption", "prefix", "depiction", "outlet", "post"])
def test_no_pattern_matches_nothing(group: str) -> None:
    assert not getattr(load_patterns(), group).fullmatch("")
