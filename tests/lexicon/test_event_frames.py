"""Every frame of the lexicon of events against its own sentences, through the real parser."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from detente.errors import LexiconError
from detente.evaluate.relation import parse_texts
from detente.extract.events.conditions import CONDITIONS
from detente.extract.events.extractor import make_event_extractor
from detente.lexicon.events import Frame, index_frames, load_event_lexicon, parse_frame, parse_words
from detente.lexicon.plover import Meaning, load_plover
from detente.lexicon.tracks import load_tracks
from detente.records import Event

FRAMES = load_event_lexicon().frames
PREPOSITIONS = "of against with for to on by between in into from at upon among"
ROW: dict[str, Any] = {"name": "x", "verbs": "expel", "type": "SANCTION", "example": "A.", "not": "B."}


@functools.cache
def read_examples() -> dict[str, list[Event]]:
    """The events of every example and counter-example, parsed in one go."""
    extract = make_event_extractor(with_model=False, min_score=0)
    texts = [text for frame in FRAMES for text in (*frame.example, *frame.counter_example)]
    return {text: list(extract(article)) for text, article in zip(texts, parse_texts(texts), strict=True)}


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_each_frame_is_found_in_its_examples_and_not_in_the_others(frame: Frame) -> None:
    events = read_examples()
    for text in frame.example:
        assert any(f"({frame.name})" in e.detail for e in events[text]), (text, events[text])
    for text in frame.counter_example:
        assert events[text] == [], text


@pytest.mark.parametrize(
    "change",
    [{"type": "WAR"}, {"object": "@nowhere"}, {"verb": "expel"}, {"operator": "dance"}, {"standing": "good"}],
)
def test_a_bad_row_names_itself(change: dict[str, Any]) -> None:
    with pytest.raises(LexiconError, match="'x'"):
        parse_frame(ROW | change, {})


def test_a_row_needs_an_example_and_a_counter_example() -> None:
    with pytest.raises(LexiconError, match="'x'"):
        parse_frame({k: v for k, v in ROW.items() if k != "not"}, {})


def test_terms_with_a_hyphen_are_matched_in_one_token_or_three() -> None:
    words = parse_words("cease-fire ~", {})
    assert words.party and words.single == {"cease-fire"} and words.terms == (("cease", "-", "fire"),)


def test_the_most_specific_frame_comes_first() -> None:
    plain = parse_frame(ROW, {})
    narrow = parse_frame(ROW | {"name": "y", "object": "diplomat"}, {})
    assert [f.name for f, _ in index_frames([plain, narrow])["VERB", "expel"]] == ["y", "x"]


def test_every_type_and_mode_of_a_frame_is_plover() -> None:
    types = load_plover().types
    assert len(types) == 16
    for frame in FRAMES:
        if frame.mode is not None and frame.type is not None:
            assert frame.mode in types[frame.type].modes, frame.name


def test_every_condition_of_a_frame_is_known() -> None:
    for frame in FRAMES:
        for name in {n for option in (*frame.needs, *frame.lacks) for n in option}:
            assert name in CONDITIONS or name.rstrip("~") in PREPOSITIONS.split(), (frame.name, name)


def test_stopping_is_the_reverse() -> None:
    plover = load_plover()
    assert plover.stop(Meaning("SANCTION", "discontinue")) == ("RETREAT", None)
    assert plover.stop(Meaning("AID", None)) == ("SANCTION", "discontinue")
    assert plover.score("RETREAT", "disarm") == 10
    assert plover.penta("YIELD") == 2 and plover.penta(None) == 0


@pytest.mark.parametrize(
    ("phrase", "type_", "track"),
    [
        ("withdraw from the start treaty", "SANCTION", "arms_control"),
        ("expel diplomat", "SANCTION", "posts"),
        ("impose sanction", "SANCTION", "sanctions"),
        ("phone call on sanction", "CONSULT", "contacts"),
        ("praise", "SUPPORT", "other"),
    ],
)
def test_tracks(phrase: str, type_: Any, track: str) -> None:
    assert load_tracks().find(phrase.split(), type_, None) == track
