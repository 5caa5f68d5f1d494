"""Sentences: abbreviations, quotations and brackets; every sentence quotes its document."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.language.articles import Article
from detente.read.date_clues import infer_published
from detente.read.sentences import make_articles, split_sentences
from detente.read.zones import mark_zones
from detente.records import make_document


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def read(text: str) -> Article:
    return next(make_articles([make_document(text, sources=(), zones=mark_zones(text))]))


@pytest.mark.parametrize(
    "text",
    [
        "Reform Vs. Reaction",
        "The U.S. Senate and the U.N. Security Council met on Jan. 5 about Article No. 7.",
        "John F. Doe met Sen. Ada Roe (D-Ore.) and Lt. Gen. Jan Poe in Washington, D.C. on May 3.",
        '"Why now?" he asked.',
        "“Will they sign?” Ada Roe, the envoy, wondered.",
        '"Never!" the minister shouted.',
        "It works ... most of the time.",
        "St. Petersburg and Mt. Ararat stood first in the case Roe v. Poe.",
        "1. Unofficial results",
    ],
)
def test_one_sentence(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    "pieces",
    [
        ("He was born in the U.S.", "The other was not."),
        ('"They understand."', '"They must."'),
        ('"We talked," he said.', '"It was good."'),
        ('He said, "We go.', 'They stay."', "Then he left."),
        ("They left.", "(Nobody knew why.)", "It rained."),
        ('"Why now?"', "Ada Roe left the room."),
        ("He was asked about No.", "Nobody was."),
        ("And so…", "They met."),
    ],
)
def test_several_sentences(pieces: tuple[str, ...]) -> None:
    assert cut(" ".join(pieces)) == list(pieces)


def test_article_has_units_of_one_zone_with_the_line_as_paragraph() -> None:
    article = read("Envoys meet\n\nLIMA, May 7 (ENA) - They met. They left.\n\nShow More")
    assert [(s.zone, s.paragraph, s.text) for s in article.sentences] == [
        ("title", 0, "Envoys meet"),
        ("dateline", 2, "LIMA, May 7 (ENA) -"),
        ("body", 2, "They met."),
        ("body", 2, "They left."),
        ("boilerplate", 4, "Show More"),
    ]
    assert article.document.sentences == tuple((s.start, s.end) for s in article.sentences)


def test_headline_of_two_sentences_is_two() -> None:
    assert [s.text for s in read("A Thaw? Envoys Meet in Lima\n\nThey met.").sentences] == [
        "A Thaw?",
        "Envoys Meet in Lima",
        "They met.",
    ]


def test_quotation_runs_on_past_a_caption() -> None:
    text = (
        'Lima was quiet on the day. "We waited," the envoy said. "We waited for long.\n\n'
        "Copper at Ilo. (Photo by Ada Roe/Andes Pictures)\n\n"
        '"Then they came," she went on, and she left the room with both of the others.'
    )
    quoted = [(text[q.start : q.end], q.continues) for q in read(text).quotations]
    assert quoted == [("We waited,", False), ("We waited for long.", False), ("Then they came,", True)]


def test_nothing_is_quoted_from_furniture() -> None:
    text = '"Envoys" meet in Lima\n\nThey met.\n\n"Envoys" meet in Lima\n\nThey left.\n\nRead more: "Envoys" rest'
    assert [q.start for q in read(text).quotations] == [1]


def test_very_long_line_is_one_sentence() -> None:
    assert len(cut("word. " * 20_000)) == 1


@pytest.mark.parametrize(
    "unit", ['"a ', "'a ", "“a ", "A. ", "in 2019 ", "share this ", "Ab\n", "(Photo by A ", "Mr. "]
)
def test_hostile_repetition_is_read_in_time(unit: str) -> None:
    began = time.process_time()
    document = make_document(unit * 4_000, sources=(), zones=mark_zones(unit * 4_000))
    infer_published(document)
    next(make_articles([document]))
    assert (
        time.process_time() - began < 5
    )  # it takes a fifth of a second; what grows with the square takes minutes


@settings(max_examples=150)
@given(
    st.text(alphabet=st.sampled_from("aB .,?!\"'“”‘’\n\r\xa0\u200d(1-"), max_size=200) | st.text(max_size=120)
)
def test_sentences_of_any_text_quote_it_and_lose_nothing(text: str) -> None:
    article = read(text)
    covered = 0
    for sentence in article.sentences:
        assert sentence.text == text[sentence.start : sentence.end] and sentence.start >= covered
        assert not text[covered : sentence.start].strip()
        covered = sentence.end
    assert not text[covered:].strip()
    for quotation in article.quotations:
        assert 0 <= quotation.start < quotation.end <= len(text)
    assert article == read(text)


def test_bounds_of_the_annotated_article(shared: Path) -> None:
    text = (shared / "corpus/seeds/002_c7cfc9a2230793ec.txt").read_text("utf-8")
    lines = (shared / "gold/2020/sentences.jsonl").read_text("utf-8").splitlines()
    gold = {(row["start"], row["end"]) for row in map(json.loads, lines)}
    found = {(s.start, s.end) for s in read(text).sentences}
    assert 2 * len(gold & found) / (len(gold) + len(found)) >= 0.97
