"""Statements against golden text, and the invariants of what is extracted."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from detente.extract.statements.extractor import make_statement_extractor
from detente.language.articles import Article
from detente.lexicon.speech import read_speech_file
from detente.read.sentences import make_articles
from detente.records import Statement, ZoneSpan, make_document
from reading import read_text

GOLDEN = Path(__file__).parents[1] / "golden" / "statements.txt"
MARK = re.compile(r"\[(words|speaker|verb|via|date)(\d?): ([^\[\]]*)\]")


class Case(NamedTuple):
    """A golden line: the text without its marks, and the quotes expected for each statement."""

    line: int
    kind: str
    fails: bool
    text: str
    statements: list[dict[str, Any]]


@functools.cache
def extract() -> Callable[[Article], Iterator[Statement]]:
    return make_statement_extractor()


def read_cases() -> list[Case]:
    cases = []
    for number, line in enumerate(GOLDEN.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fails, line = line.startswith("!"), line.lstrip("! ")
        kind, marked = line.split(": ", 1)
        wanted: dict[str, dict[str, Any]] = {}
        for role, which, quote in MARK.findall(marked):
            statement = wanted.setdefault(which, {"words": []})
            if role == "words":
                statement["words"].append(quote)
            else:
                statement[role] = quote
        text = MARK.sub(r"\3", marked).replace(" ¶ ", "\n\n")
        cases.append(Case(number, kind, fails, text, [wanted[k] for k in sorted(wanted)]))
    return cases


def describe(statement: Statement) -> dict[str, Any]:
    """A statement as the golden text writes it."""
    fields: dict[str, Any] = {"words": [w.quote for w in statement.words]}
    if statement.speaker.span:
        fields["speaker"] = statement.speaker.span.quote
    if statement.verb:
        fields["verb"] = statement.verb.quote
    if statement.via and statement.via.span:
        fields["via"] = statement.via.span.quote
    if statement.when.span:
        fields["date"] = statement.when.span.quote
    return fields


def check(case: Case) -> None:
    found = list(extract()(read_text(case.text)))
    got = [describe(s) for s in found]
    if case.kind == "none":
        assert got == []
        return
    wanted = case.statements
    for statement in wanted[1:]:  # a carried quotation has the speaker of the one before
        statement.setdefault("speaker", wanted[0]["speaker"])
    assert got == wanted
    assert {s.type for s in found} == {case.kind}


@pytest.mark.parametrize("case", read_cases(), ids=lambda c: f"line {c.line}")
def test_golden(case: Case) -> None:
    if case.fails:
        with pytest.raises(AssertionError):
            check(case)
    else:
        check(case)


def lexicon_rows() -> list[tuple[str, str]]:
    file = read_speech_file()
    rows = [*file.verbs, *file.nouns, *file.adjectives, file.phrases, file.opinion]
    return [(row.example, row.not_) for row in rows]


@pytest.mark.parametrize(("example", "counter"), lexicon_rows())
def test_lexicon_rows(example: str, counter: str) -> None:
    assert list(extract()(read_text(example)))
    assert not list(extract()(read_text(counter)))


def test_direct_speech_needs_no_parse() -> None:
    article = read_text('"We stay," said Ana Costa. The ministry said it had left.', parsed=False)
    statements = list(extract()(article))
    assert [describe(s) for s in statements] == [
        {"words": ["We stay"], "speaker": "Ana Costa", "verb": "said"}
    ]


def test_spans_quote_their_document_and_ids_are_stable() -> None:
    text = "\n\n".join(case.text for case in read_cases())
    article = read_text(text)
    first, second = list(extract()(article)), list(extract()(article))
    assert first == second
    assert len({s.id for s in first}) == len(first)
    for statement in first:
        spans = [
            *statement.words,
            statement.evidence,
            statement.speaker.span,
            statement.verb,
            statement.when.span,
        ]
        for span in filter(None, spans):
            assert text[span.start : span.end] == span.quote
        assert statement.evidence
        assert statement.evidence.start <= statement.words[0].start
        assert statement.evidence.end >= statement.words[-1].end


def test_boilerplate_says_nothing() -> None:
    text = '"We stay," said Ana Costa.'
    document = make_document(text, sources=(), zones=(ZoneSpan("boilerplate", 0, len(text)),))
    assert not list(extract()(next(make_articles([document]))))
