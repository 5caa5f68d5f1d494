"""Figures: the golden file with and without parsed sentences, links, invariants on any text, and accuracy floors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.evaluate.figures import evaluate_figures, read_texts
from detente.extract.figures.extractor import make_figure_extractor
from detente.language.articles import Article, Sentence
from detente.records import Figure, make_document, make_id

GOLDEN = Path(__file__).parent.parent / "golden" / "figures.txt"
MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]]+)\]")
LINES = [line for line in GOLDEN.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
BOUNDS = {"min", "max"}
DIRECTIONS = {"up", "down"}


def make_article(*texts: str, zone: str = "body") -> Article:
    document = make_document("\n".join(texts), sources=())
    sentences, start = [], 0
    for i, text in enumerate(texts):
        fields = {"index": i, "start": start, "end": start + len(text), "zone": zone, "paragraph": i}
        sentences.append(Sentence(document=document.id, text=text, **fields))
        start += len(text) + 1
    return Article(document=document, sentences=tuple(sentences))


def extract(*texts: str) -> list[Figure]:
    return list(make_figure_extractor()(make_article(*texts)))


def read_line(line: str) -> tuple[str, list[tuple[str, str]], bool, bool]:
    """The text without marks, the marks, whether it needs the tree, whether it is known to fail."""
    flags = re.match(r"[~! ]*", line).group()
    body = line[len(flags) :]
    return MARK.sub(lambda m: m[1], body), MARK.findall(body), "~" in flags, "!" in flags


def describe(figure: Figure, wanted: str, figures: Sequence[Figure]) -> str:
    """A figure in the words of its mark: links, spans and source only where the mark has them."""
    by_id = {f.id: f.number.quote for f in figures}
    value = figure.quantity + (f"..{figure.high}" if figure.high else "")
    words = [
        figure.type,
        figure.unit,
        value,
        figure.direction,
        figure.bound,
        "about" if figure.approximate else None,
    ]
    linked = {"from": figure.from_, "to": figure.to, "of": figure.of}
    spans = {
        "base": figure.of_text,
        "what": figure.measures,
        "when": figure.period.span,
        "by": figure.source and figure.source.span,
    }
    words += [f"{name}:{by_id[id]}" for name, id in linked.items() if id]
    words += [f"{name}:{span.quote}" for name, span in spans.items() if span and f"{name}:" in wanted]
    return normalise(" ".join(word.replace(" ", "_") for word in words if word))


def normalise(mark: str) -> str:
    return " ".join(sorted(mark.split()))


def assert_line(text: str, marks: list[tuple[str, str]], figures: list[Figure]) -> None:
    found = [(f, f.number.quote) for f in figures]
    assert len(found) == len(marks), [quote for _, quote in found]
    for (figure, quote), (printed, wanted) in zip(found, marks, strict=True):
        # the mark may begin at the cue ("at least") and end after the words that bound
        assert quote in printed, (quote, printed)
        assert describe(figure, wanted, figures) == normalise(wanted), text


@pytest.mark.parametrize("line", LINES)
def test_golden_plain(line: str) -> None:
    text, marks, needs_tree, fails = read_line(line)
    if needs_tree:
        pytest.skip("needs the parsed sentence")
    if fails:
        with pytest.raises(AssertionError):
            assert_line(text, marks, extract(text))
        return
    assert_line(text, marks, extract(text))


@pytest.fixture(scope="module")
def parsed() -> dict[str, list[Figure]]:
    parsing = pytest.importorskip("detente.language.parsing")
    texts = [read_line(line)[0] for line in LINES]
    article = make_article(*texts)
    article = msgspec.structs.replace(
        article, sentences=tuple(parsing.make_parser()(list(article.sentences)))
    )
    figures = list(make_figure_extractor()(article))
    places = [(s.start, s.end, s.text) for s in article.sentences]
    return {text: [f for f in figures if start <= f.number.start < end] for start, end, text in places}


@pytest.mark.parametrize("line", LINES)
def test_golden_parsed(line: str, parsed: dict[str, list[Figure]]) -> None:
    text, marks, _, fails = read_line(line)
    if fails:
        with pytest.raises(AssertionError):
            assert_line(text, marks, parsed[text])
        return
    assert_line(text, marks, parsed[text])


def test_golden_has_examples_and_counter_examples() -> None:
    marked = [bool(read_line(line)[1]) for line in LINES]
    assert marked.count(True) > 40
    assert marked.count(False) > 15


def test_links_lead_to_figures_of_the_article() -> None:
    figures = extract(
        "Output fell 5% to 95 tonnes from 100 tonnes.", "A drop of 3% (RUB40bn, or $640m) came."
    )
    ids = {f.id for f in figures}
    links = {link for f in figures for link in (f.of, f.from_, f.to) if link}
    assert links and links <= ids


def test_address_is_the_place_of_the_number() -> None:
    article = make_article("Chile sold 40 trams.")
    (figure,) = make_figure_extractor()(article)
    assert figure.id == make_id("figure", article.document.id, figure.number.start, figure.number.end)
    assert figure.evidence == article.sentences[0].span


@pytest.mark.parametrize("zone", ["boilerplate", "byline", "dateline", "title_repeat"])
def test_nothing_from_boilerplate(zone: str) -> None:
    assert not list(make_figure_extractor()(make_article("Chile sold 40 trams.", zone=zone)))


def test_price_year() -> None:
    (figure,) = extract("It would cost $5 million in 2015 dollars.")
    assert figure.price_year == 2015


def test_every_detail_is_a_sentence() -> None:
    for line in LINES:
        for figure in extract(read_line(line)[0]):
            assert figure.detail.endswith(".") and figure.quantity in figure.detail


PIECES = """5|12|1,000|$|€|%| | percent| million|-|–| to | and |between |from |fell |two|
 half|½|1/2|٣|१|×10-9|m|k|bn|(|)|, or |
 of the |people|a |twice|third-largest|No. |\u00a0|−|in |2016|9999999999999999999|."""
ANY_TEXT = st.text(max_size=120) | st.lists(st.sampled_from(PIECES.split("|")), max_size=14).map("".join)


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT)
def test_any_text(text: str) -> None:
    article = make_article(text)
    figures = list(make_figure_extractor()(article))
    assert figures == list(make_figure_extractor()(article))
    assert len({f.id for f in figures}) == len(figures)
    for figure in figures:
        spans = [
            figure.number,
            figure.measures,
            figure.of_text,
            figure.period.span,
            figure.source and figure.source.span,
        ]
        assert all(text[s.start : s.end] == s.quote for s in spans if s)
        for value in (figure.quantity, figure.high):
            assert value is None or (Decimal(value).is_finite() and "E" not in value)


def test_newsquant_floor(shared: Path) -> None:
    report = evaluate_figures(shared / "data" / "figures" / "newsquant_dev.json")
    floors = {"value": 0.90, "value+unit": 0.87, "value+change": 0.85}
    assert {s.name: s.value >= floors[s.name] for s in report.scores} == dict.fromkeys(floors, True)


def test_read_texts_one_list_a_text() -> None:
    assert [len(figures) for figures in read_texts(["Five calls.", "None.", "Two ships, 3 tugs."])] == [
        1,
        0,
        2,
    ]
