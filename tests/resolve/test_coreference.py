"""Whom phrases mean: the golden texts, and what must hold for any text."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.language.articles import Article
from detente.records import Mention, Span, Statement, make_id
from detente.resolve.coreference import build_discourse, find_sentence

from .articles import make_article

GOLDEN = Path(__file__).parent.parent / "golden" / "actors.txt"
MARK = re.compile(r"\[([^|\]]+)\|([^\]]+)\]|«([^»]+)»")


def read_cases() -> list[tuple[dt.date, str]]:
    blocks = re.split(r"^@ ", GOLDEN.read_text(encoding="utf-8"), flags=re.M)[1:]
    split = (block.strip().split("\n", 1) for block in blocks)
    return [(dt.date.fromisoformat(day), text) for day, text in split]


def strip_marks(marked: str) -> tuple[str, list[tuple[Span, str]], list[Span]]:
    """The plain text, the phrases with what is expected, and the speakers."""
    text, last, phrases, speakers = "", 0, [], []
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        quote = mark[1] or mark[3]
        span = Span(len(text), len(text) + len(quote), quote)
        if mark[3]:
            speakers.append(span)
        else:
            phrases.append((span, mark[2]))
        text += quote
        last = mark.end()
    return text + marked[last:], phrases, speakers


def build_golden(day: dt.date, marked: str) -> tuple[Article, list[tuple[Span, str]]]:
    text, phrases, speakers = strip_marks(marked)
    article = make_article(text, day=day)
    records = []
    for speaker in speakers:
        sentence = article.sentences[find_sentence(article, speaker.start) or 0]
        words = tuple(
            Span(q.start, q.end, text[q.start : q.end])
            for q in article.quotations
            if sentence.start <= q.start < sentence.end
        )
        if words:
            place = make_id("statement", article.document.id, words[0].start)
            records.append(
                Statement(
                    id=place, document=article.document.id, evidence=sentence.span, rule="test",
                    type="direct", words=words, speaker=Mention(span=speaker),
                )
            )  # fmt: skip
    return make_article(text, day=day, records=tuple(records)), phrases


def describe(mention: Mention, expected: str) -> str:
    """The mention in the notation of the golden file, as fully as the expectation goes."""
    country, _, rest = expected.partition(" ")
    text = mention.country or "-"
    person, _, role = rest.partition(": ") if not country.endswith(":") else ("", "", rest)
    if country.endswith(":"):
        text += ":"
    if person:
        text += f" {mention.name}"
    if role:
        text += f": {mention.office or mention.org}" if person else f" {mention.office or mention.org}"
    return text


CASES = [
    pytest.param(day, marked, span, expected, id=f"{span.quote}|{expected}")
    for day, marked in read_cases()
    for span, expected in strip_marks(marked)[1]
]


@pytest.mark.parametrize(("day", "marked", "span", "expected"), CASES)
def test_golden_phrases(
    request: pytest.FixtureRequest, day: dt.date, marked: str, span: Span, expected: str
) -> None:
    if expected.startswith("!"):
        request.applymarker(pytest.mark.xfail(strict=True, reason="known failure"))
        expected = expected[1:]
    article, _ = build_golden(day, marked)
    index = find_sentence(article, span.start)
    assert index is not None
    found = build_discourse(article).resolve(span, index)
    wanted = expected.split(" + ")
    assert sorted(describe(m, w) for m, w in zip(found, wanted, strict=False)) == sorted(wanted)
    assert len(found) == len(wanted)
    assert all(m.because for m in found)


WORDS = "the U.S. Kremlin Putin his two leaders , and of to it they spokesman Russian-backed Mr. said he is 'We' former"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*WORDS.split(), "\n", "Иван", "İzmir", "’s"]), min_size=1, max_size=40))
def test_any_words_resolve_alike_twice(words: list[str]) -> None:
    text = " ".join(words)
    article = make_article(text, day=dt.date(2020, 1, 1))
    for sentence in article.sentences:
        first, again = (build_discourse(article).resolve(sentence.span, sentence.index) for _ in range(2))
        assert first == again
        assert first and all(m.span == sentence.span for m in first)
