"""What figures gain after they are found: the parts of a sum, the owner of a term, the place of a country."""

from __future__ import annotations

import msgspec
import pytest

from detente.extract.figures.completions import make_figure_completer
from detente.extract.figures.extractor import make_figure_extractor
from detente.language.articles import Article, Sentence
from detente.language.names import make_name_finder
from detente.records import Figure, make_document, make_id


def complete(text: str) -> list[Figure]:
    document = make_document(text, sources=())
    bare = Sentence(
        document=document.id, index=0, start=0, end=len(text), text=text, zone="body", paragraph=0
    )
    article = Article(document=document, sentences=tuple(make_name_finder()([bare])))
    article = msgspec.structs.replace(article, records=tuple(make_figure_extractor()(article)))
    stage = make_figure_completer()
    (once,) = stage([article])
    (twice,) = stage([once])
    assert once.records == twice.records  # what was read before stays as it is
    return [r for r in once.records if isinstance(r, Figure)]


def list_parts(text: str) -> dict[str, list[str]]:
    figures = complete(text)
    return {
        whole.number.quote: [f.number.quote for f in figures if f.of == whole.id and "/p" in f.rule]
        for whole in figures
        if any(f.of == whole.id and "/p" in f.rule for f in figures)
    }


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "They expelled 60 officials, 48 at the embassy and 12 at the mission.",
            {"60 officials": ["48", "12"]},
        ),
        ("It killed 9 people: 4 miners and 5 rescuers.", {"9 people": ["4 miners", "5 rescuers"]}),
        ("Twelve people died, including 5 guards.", {}),  # the verb stands between: not surely of them
        ("A group of 12 people, including 5 guards, died.", {"12 people": ["5 guards"]}),
        ("They expelled 60 diplomats, 48 ships were seized and 14 planes fell.", {}),
        ("They expelled 60 diplomats in 2016, 48 of them in May.", {}),
    ],
)
def test_parts(text: str, parts: dict[str, list[str]]) -> None:
    assert list_parts(text) == parts


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("It was rare in Emmanuel Macron's 3 1/2 years in office.", "Emmanuel Macron"),
        ("Macron fell out with many in his four years in power.", "his"),
        ("Angela Merkel has spent 15 years in office.", "Angela Merkel"),
        ("In his first two years in office he travelled little.", None),
        ("The clerk worked for two years in offices abroad.", None),
        ("Emmanuel Macron's two years of talks led nowhere.", None),
    ],
)
def test_tenures(text: str, owner: str | None) -> None:
    found = [f.measures.quote for f in complete(text) if f.rule == "figures/tenure@1" and f.measures]
    assert found == ([owner] if owner else [])


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Norway is the largest buyer of salmon.", ("NOR", "1", None, "standing")),
        ("Chile is not a top 10 buyer of salmon, however.", ("CHL", "10", "min", "standing-denied")),
        ("The U.S. is among the top 5 buyers of salmon.", ("USA", "5", "max", "standing")),
        ("China is the second-largest buyer of salmon.", ("CHN", "2", None, "standing")),
        ("Norway is a leading buyer of salmon.", None),
        ("Norway is one of the largest buyers of salmon.", None),
        ("The king of Norway is the largest buyer of salmon.", None),
        ("Trade with China is the largest source of income.", None),
    ],
)
def test_standings(text: str, standing: tuple[str | None, ...] | None) -> None:
    placed = [f for f in complete(text) if f.place]
    rules = [f.rule.removeprefix("figures/").removesuffix("@1") for f in placed]
    found = [(f.place, f.quantity, f.bound, rule) for f, rule in zip(placed, rules, strict=True)]
    assert found == ([standing] if standing else [])
    assert all(f.measures and f.measures.quote.endswith("of salmon") for f in placed)


def test_addresses_and_quotes() -> None:
    text = "They expelled 60 officials, 48 at the embassy and 12 at the mission. Norway is the largest."
    figures = complete(text)
    for figure in figures:
        assert text[figure.number.start : figure.number.end] == figure.number.quote
        assert figure.id == make_id("figure", figure.document, figure.number.start, figure.number.end)
    assert len({f.id for f in figures}) == len(figures)
