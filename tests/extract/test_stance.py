"""Stance and topic of what is said."""

from __future__ import annotations

import pytest

from detente.extract.statements.stance import StanceReader
from detente.lexicon.stance import CueRow, load_stance, read_stance_file


@pytest.fixture(scope="module")
def reader() -> StanceReader:
    return StanceReader(load_stance())


@pytest.mark.parametrize("row", read_stance_file().cues, ids=lambda row: str(row.kind))
def test_cue_rows(row: CueRow) -> None:
    pattern = load_stance().cues[row.kind]
    assert pattern.search(row.example)
    assert not pattern.search(row.not_)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("We want a serious dialogue with our neighbours", "for"),
        ("This is a chance to improve relations", "for"),
        ("Without new talks the treaty will collapse", "for"),
        ("They have waged a campaign of propaganda and blackmail", "against"),
        ("We will not lift the sanctions on their banks", "against"),
        ("There is no way this meeting leads to a thaw", "sceptical"),
        ("I doubt that cooperation will follow", "sceptical"),
        ("The two ministers spoke by telephone on Friday", "neutral"),
        ("The harvest was poor and prices rose", "none"),
        ("The striker wants a better contract", "none"),
    ],
)
def test_stance(reader: StanceReader, words: str, value: str) -> None:
    stance = reader.read_stance(words)
    assert stance.value == value
    assert stance.because
    assert stance.toward is None


def test_verb_of_the_reporter_counts(reader: StanceReader) -> None:
    words = "an offer of direct talks"
    assert reader.read_stance(words, "praise").value == "for"
    assert reader.read_stance(words, "refusal").value == "against"
    assert reader.read_stance(words, "doubt").value == "sceptical"


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("sanctions on two banks", "sanctions"),
        ("the nuclear treaty", "arms control"),
        ("a telephone call", "contacts"),
        ("crude and gas", "oil"),
        ("a poor harvest of plums", None),
    ],
)
def test_topic(reader: StanceReader, words: str, topic: str | None) -> None:
    assert reader.find_topic(words) == topic
