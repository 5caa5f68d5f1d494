"""The parts of a sum: "60 officials, 48 at the embassy and 12 at the mission", "9 dead: 4 miners and 5 rescuers".

Parts that are bare numbers are no figures by themselves: here they become figures of what the whole counts. Each part
names its whole (`of`); after "including" it is only some of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from detente.extract.figures.numbers import Number, find_numbers, format_decimal
from detente.language.articles import Sentence
from detente.lexicon.units import load_units
from detente.records import Figure, make_id

RULE = "figures/part@1"
SOME_RULE = "figures/portion@1"
_OPENS = re.compile(
    r"(?P<some>,?[ \u00a0]\(?(?:including|among them|among which)[ \u00a0])"
    r"|(?P<closed>(?::|[ \u00a0][–—-]|[ \u00a0]\(|,? (?:namely|comprising|consisting of|made up of))[ \u00a0]?)"
    r"|(?P<listed>,[ \u00a0](?:of (?:whom|which|them),?[ \u00a0])?)"
)
_JOINS = re.compile(r"(?:,|;|,? and|,? plus)[ \u00a0](?:and |the other |another |a further )?$")
_WHERE = re.compile(
    r"[ \u00a0](?:at|in|from|to|on|for|against|with|were|by|under|inside|aboard|of (?:them|whom))\b"
)
_REACH = 70
"""Characters that one part may take up."""


class Part(NamedTuple):
    """A part at an offset of the sentence: a bare number, or a figure that was found before."""

    start: int
    end: int
    number: Number | None
    figure: Figure | None


def divide_figures(sentence: Sentence, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of a sentence with the parts of each sum tied to their whole, bare parts added."""
    found = {f.id: f for f in figures}
    for whole in figures:
        if whole.type not in {"count", "level"} or whole.of or whole.high or "." in whole.quantity:
            continue
        start = max(whole.number.end, whole.measures.end if whole.measures else 0) - sentence.start
        opens = _OPENS.match(sentence.text, start)
        parts = _list_parts(sentence, opens, whole, figures) if opens else []
        if opens is None or (len(parts) < 2 and not opens["some"]):
            continue
        for part in parts:
            made = _make_part(sentence, part, whole, some=bool(opens["some"]))
            found[made.id] = made
    return sorted(found.values(), key=lambda f: f.number.start)


def _list_parts(
    sentence: Sentence, opens: re.Match[str], whole: Figure, figures: Sequence[Figure]
) -> list[Part]:
    """The numbers that follow each other as parts; those of a mere list must be bare, else they may be its items."""
    text, here, parts = sentence.text, opens.end(), list[Part]()
    by_start = {f.number.start - sentence.start: f for f in figures}
    for number in find_numbers(text[: opens.end() + 6 * _REACH]):
        if number.start < here:
            continue
        gap = text[here : number.start]
        if parts and (len(gap) > _REACH or not _JOINS.search(gap) or re.search(r"[.;:()] ", gap[:-2])):
            break
        if not parts and number.start != here:
            break
        figure = by_start.get(number.start)
        bare = figure is None and _WHERE.match(text, number.end) is not None
        alike = figure is not None and _is_alike(figure, whole) and not opens["listed"]
        if number.form not in {"digits", "words"} or not (bare or alike):
            break
        end = figure.number.end - sentence.start if figure else number.end
        parts.append(Part(number.start, end, None if figure else number, figure))
        here = end
    return parts


def _is_alike(figure: Figure, whole: Figure) -> bool:
    """Whether two figures count the same sort: soldiers are people."""
    people = {unit.id for unit in load_units().rows if unit.dimension == "people"} | {"diplomats", "troops"}
    return figure.unit == whole.unit or {figure.unit, whole.unit} <= people


def _make_part(sentence: Sentence, part: Part, whole: Figure, *, some: bool) -> Figure:
    rule = SOME_RULE if some else RULE
    detail = f"{'some' if some else 'a part'} of {whole.number.quote}"
    if part.figure:
        return msgspec.structs.replace(part.figure, rule=rule, of=whole.id, detail=detail)
    assert part.number is not None
    number = sentence.cite(sentence.start + part.start, sentence.start + part.end)
    return msgspec.structs.replace(
        whole,
        id=make_id("figure", sentence.document, number.start, number.end),
        rule=rule,
        number=number,
        quantity=format_decimal(part.number.value),
        of=whole.id,
        approximate=False,
        bound=None,
        detail=detail,
    )
