"""Numbers as printed, and every surface form of every unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import LexiconError
from detente.extract.figures.counted_nouns import find_counted_noun
from detente.extract.figures.numbers import find_numbers, format_decimal
from detente.extract.figures.quantities import make_context, read_quantity
from detente.lexicon import units as lexicon
from detente.lexicon.units import load_units, load_wording

UNITS = load_units()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("100,300 and 1 000 000 and 1,00,000", ["100300", "1000000", "100000"]),
        ("1.000.000,50 or 1'000'000 or 1\u00a0234", ["1000000.5", "1000000", "1234"]),
        ("3,5 and .001 and 12.50", ["3.5", "0.001", "12.5"]),
        ("٣٤٥ and ५० and １２", ["345", "50", "12"]),
        ("3 1/2, 3½, ¾ and 2/3", ["3.5", "3.5", "0.75", "0.666666666667"]),
        ("1.15m, 50bn, 4.3M, 25k, 2 lakh, 500 crore, 3 dozen", None),
        ("2.998×10−8", ["0.00000002998"]),
        ("one hundred and five thousand", ["105000"]),
        ("twenty-eight thousand six hundred forty-two", ["28642"]),
        ("half a million, half a dozen, a quarter of a million", ["500000", "6", "250000"]),
        ("two and a half million; one and a half", ["2500000", "1.5"]),
        ("five and six; nineteen eighty-four", ["5", "6", "19", "84"]),
        (
            "two-thirds, one-third, three quarters, a quarter of",
            ["0.666666666667", "0.333333333333", "0.75", "0.25"],
        ),
        ("twenty-first, 20th, third", ["21", "20", "3"]),
        (
            "dozens, tens of thousands, hundreds of millions, a few hundred",
            ["12", "10000", "100000000", "100"],
        ),
        ("no figure here, nor a quarter, tens or the better half", []),
    ],
)
def test_values(text: str, values: list[str] | None) -> None:
    wanted = values or ["1150000", "50000000000", "4300000", "25000", "200000", "5000000000", "36"]
    found = find_numbers(text)
    assert [format_decimal(number.value) for number in found] == ([] if values == [] else wanted)


def test_an_account_number_is_none() -> None:
    assert find_numbers("DE12345678901234567890") == []


def test_a_huge_number_is_exact() -> None:
    (number,) = find_numbers("1,234,567,890,123,456,789,012,345,678,901,234 million")
    assert format_decimal(number.value) == "1234567890123456789012345678901234000000"


@given(st.integers(0, 10**18), st.booleans())
def test_grouped_digits_are_read_back(value: int, grouped: bool) -> None:
    text = f"{value:,}" if grouped else str(value)[:15]
    (number,) = find_numbers(f"some {text} more")
    assert number.value == Decimal(text.replace(",", ""))


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_decimals_are_plain(value: Decimal) -> None:
    text = format_decimal(value) if -50 < value.adjusted() < 50 else "0"
    assert "E" not in text and (text == "0" or Decimal(text) == value)


FORMS = [
    (unit.id, template.format(form), unit.min)
    for unit in UNITS.rows
    for forms, template in (
        (unit.before, "It was {}{{}} then."),
        (unit.words, "It was {{}} {} then."),
        (unit.symbols, "It was {{}} {} then."),
        (unit.glued, "It was {{}}{} then."),
    )
    for form in forms
]


@pytest.mark.parametrize(("unit", "text", "least"), FORMS)
def test_every_surface_form_is_its_unit(unit: str, text: str, least: int) -> None:
    context = make_context(text.format(max(7.5, least)), {})
    amount = read_quantity(context, find_numbers(context.text)[0])
    assert amount.unit == unit or (unit == "metres" and amount.value > 1000)


@pytest.mark.parametrize(("word", "name"), sorted(UNITS.per.items()))
def test_every_rate(word: str, name: str) -> None:
    context = make_context(f"It costs $5 per {word} now.", {})
    assert read_quantity(context, find_numbers(context.text)[0]).unit == f"USD_per_{name}"


def test_a_small_number_of_won_is_no_money() -> None:
    context = make_context("The party with 12 won again.", {})
    assert read_quantity(context, find_numbers(context.text)[0]).unit != "KRW"


def test_every_cue_is_read() -> None:
    for cue, kind in load_wording().cues.items():
        if kind == "skip" or cue == "over":
            continue
        context = make_context(f"They had {cue} 40 tents.", {})
        amount = read_quantity(context, find_numbers(context.text)[0])
        assert (amount.bound or "about") == kind, cue


def test_tags_beat_endings() -> None:
    wording = load_wording()
    text = "five glas huts"
    assert find_counted_noun(text, 4, wording, {}).head == "glas"
    assert find_counted_noun(text, 4, wording, {5: "NN", 10: "NNS"}).head == "huts"


def test_a_bad_row_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_read", lambda name: {"time": {"eons": {"wrods": ["eon"]}}, "per": {}})
    with pytest.raises(LexiconError, match=r"units\.toml, time\.eons"):
        load_units.__wrapped__()


def test_two_units_may_not_look_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {"a": {"symbols": ["xx"]}, "b": {"symbols": ["xx"]}}
    monkeypatch.setattr(lexicon, "_read", lambda name: {"measure": rows, "per": {}})
    with pytest.raises(LexiconError, match="'xx' stands for a and b"):
        load_units.__wrapped__()
