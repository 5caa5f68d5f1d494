"""How well figures are read from single news sentences: value, value with unit, value with change (NewsQuant's JSON).

A row has a `text` and `quantities`, each with `value` ("4" or "4.8-4.7"), `change` (= ~ > < up down), `unit`
and `normalized_unit`.
Its conventions are not ours, and are met half way here: a change between two levels is there one pair, a
direction told by a noun ("a 4% drop") is there no change, and a counted noun is there the unit itself.
Scores are per quantity, one to one; the published script counts some pairs twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from detente.errors import InputError
from detente.evaluate.matching import Counts, Score, match_pairs, score_counts
from detente.extract.figures.extractor import make_figure_extractor
from detente.language.articles import Article, Sentence
from detente.records import Figure, make_document

Quantity = dict[str, str]
Parser = Callable[[Sequence[Sentence]], list[Sentence]]
_NAMES = {
    "percent": "percentage", "USD": "dollar", "EUR": "euro", "GBP": "pound sterling", "CNY": "chinese yuan",
    "JPY": "japanese yen", "ILS": "shekel", "HKD": "hong kong dollar", "CAD": "canadian dollar",
    "DKK": "danish krone", "SGD": "singapore dollar", "MYR": "malaysian ringgit", "RUB": "russian ruble",
    "INR": "indian rupee", "pence": "p", "feet": "foot", "inches": "inch", "centuries": "century",
    "degrees_celsius": "celsius", "degrees_fahrenheit": "fahrenheit", "parts_per_billion": "parts-per-billion",
    "basis_points": "basis point",
}  # fmt: skip
"""Units that NewsQuant calls something else than the singular of our id."""


class FigureReport(msgspec.Struct, frozen=True):
    """Scores of a file, and what was missed or made up, by class: lines for a reader, with the sentence."""

    scores: list[Score]
    misses: dict[str, list[str]]


def evaluate_figures(path: Path, *, parse: Parser | None = None) -> FigureReport:
    """The scores of the extractor on a file of sentences; `parse` fills tokens, without it plain text is read.

    Raises:
        InputError: if the file is not a list of texts with quantities.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        texts = [str(row["text"]) for row in rows]
        wanted = [list(row["quantities"]) for row in rows]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InputError(
            f"{path}: not a list of texts with quantities ({error}); see evaluate/figures.py"
        ) from error
    found = [to_quantities(figures) for figures in read_texts(texts, parse=parse)]
    misses: dict[str, list[str]] = {}
    scores = [_score(name, wanted, found, agree) for name, agree in _MEASURES.items()]
    for text, gold, ours in zip(texts, wanted, found, strict=True):
        _list_misses(text, gold, ours, misses)
    return FigureReport(scores, misses)


def read_texts(texts: Sequence[str], *, parse: Parser | None = None) -> list[list[Figure]]:
    """The figures of each text, read as an article of one sentence."""
    extract = make_figure_extractor()
    result = []
    for text in texts:
        document = make_document(text, sources=())
        sentence = Sentence(
            document=document.id, index=0, start=0, end=len(text), text=text, zone="body", paragraph=0
        )
        sentences = tuple(parse([sentence])) if parse else (sentence,)
        result.append(list(extract(Article(document=document, sentences=sentences))))
    return result


def to_quantities(figures: Sequence[Figure]) -> list[Quantity]:
    """Figures as NewsQuant writes them; a level and the one it came from become one pair."""
    by_id = {figure.id: figure for figure in figures}
    paths = {
        figure.id: by_id[figure.from_]
        for figure in figures
        if figure.from_ and figure.type != "change" and by_id[figure.from_].number < figure.number
    }
    origins = {origin.id for origin in paths.values()}
    return [
        _to_quantity(figure, paths.get(figure.id))
        for figure in figures
        if figure.id not in origins and figure.type != "rank"
    ]


def _to_quantity(figure: Figure, origin: Figure | None) -> Quantity:
    value = figure.quantity
    if origin is not None:
        value = f"{origin.quantity}-{value}"
    elif figure.high is not None:
        value = f"{value}-{figure.high}"
    verb = figure.rule.startswith(("figures/change-verb", "figures/signed"))
    change = "="
    if figure.bound:
        change = ">" if figure.bound == "min" else "<"
    elif figure.approximate:
        change = "~"
    elif figure.direction and verb:
        change = figure.direction
    noun = figure.measures.quote.split()[-1].lower() if figure.measures else ""
    return {"value": value, "change": change, "unit": figure.unit, "noun": noun, "quote": figure.number.quote}


def _same_value(gold: Quantity, ours: Quantity) -> float:
    wanted, found = _bounds(gold["value"]), _bounds(ours["value"])
    return float(
        len(wanted) == len(found)
        and all(abs(a - b) <= 1e-5 * max(abs(a), 1e-3) for a, b in zip(wanted, found, strict=True))
    )


def _bounds(value: str) -> list[float]:
    if "E" in value or "-" not in value[1:]:
        return [float(value)]
    low, _, high = value.rpartition("-")
    return [float(low), float(high)] if not low.endswith("-") else [float(low[:-1]), -float(high)]


def _same_unit(gold: Quantity, ours: Quantity) -> float:
    if not _same_value(gold, ours):
        return 0.0
    wanted = f"{gold['normalized_unit']} {gold['unit']}".lower()
    if ours["unit"] == "share" and wanted.startswith("%"):
        return 1.0
    if gold["unit"] == "-":
        return float(ours["unit"] in {"number", "items", "share"} or not ours["noun"])
    unit, _, per = ours["unit"].partition("_per_")
    name = _NAMES.get(unit, _singular(unit)).replace("_", " ").lower()
    names = [_singular(word) for word in wanted.split()]
    if unit in {"items", "people", "troops", "diplomats", "number", "share"} and ours["noun"]:
        return float(_singular(ours["noun"]) in names or name in names)
    matches = all(word in names for word in name.split()) or (
        ours["noun"] != "" and _singular(ours["noun"]) in names
    )
    return float(matches and all(word in names for word in per.split("_") if word))


def _singular(word: str) -> str:
    if word.endswith(("ss", "us", "is")):
        return word
    for plural, singular in (
        ("ies", "y"),
        ("sses", "ss"),
        ("ches", "ch"),
        ("xes", "x"),
        ("metres", "metre"),
        ("s", ""),
    ):
        if word.endswith(plural) and len(word) > 3:
            return word[: -len(plural)] + singular
    return word


def _same_change(gold: Quantity, ours: Quantity) -> float:
    return float(bool(_same_value(gold, ours)) and gold["change"] == ours["change"])


_MEASURES: dict[str, Callable[[Quantity, Quantity], float]] = {
    "value": _same_value,
    "value+unit": _same_unit,
    "value+change": _same_change,
}


def _score(
    name: str,
    wanted: Sequence[Sequence[Quantity]],
    found: Sequence[Sequence[Quantity]],
    agree: Callable[[Any, Any], float],
) -> Score:
    units = []
    for i, (gold, ours) in enumerate(zip(wanted, found, strict=True)):
        right = len(match_pairs(gold, ours, agree))
        units.append((i, Counts(right=right, wrong=len(ours) - right, missed=len(gold) - right)))
    return score_counts(name, units)


def _list_misses(
    text: str, gold: Sequence[Quantity], ours: Sequence[Quantity], misses: dict[str, list[str]]
) -> None:
    def add(kind: str, line: str) -> None:
        misses.setdefault(kind, []).append(f"{line} | {text.strip()}")

    # prefer the pairs that also agree in unit
    pairs = match_pairs(
        gold, ours, lambda g, f: _same_value(g, f) * (1 + _same_unit(g, f) + _same_change(g, f))
    )
    for g, f in pairs:
        if not _same_unit(gold[g], ours[f]):
            add("unit", f"{gold[g]['value']} {gold[g]['unit']} read as {ours[f]['unit']} ({ours[f]['noun']})")
        if not _same_change(gold[g], ours[f]):
            add("change", f"{gold[g]['change']} {gold[g]['value']} read as {ours[f]['change']}")
    for i, quantity in enumerate(gold):
        if i not in {g for g, _ in pairs}:
            add("not found", f"{quantity['value']} {quantity['unit']}")
    for i, quantity in enumerate(ours):
        if i not in {f for _, f in pairs}:
            add(
                "not in the file",
                f"{quantity['value']} {quantity['unit']} {quantity['noun']} ({quantity['quote']})",
            )
