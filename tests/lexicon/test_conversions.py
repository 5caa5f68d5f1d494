"""Factors between units: known conversions, round trips, and units that the figures know."""

from __future__ import annotations

from decimal import Decimal

import pytest

from detente.lexicon.conversions import convert, load_factors
from detente.lexicon.units import load_units


@pytest.mark.parametrize(
    ("value", "unit", "other", "wanted"),
    [
        ("26.2", "miles", "kilometres", "42.16"),
        ("1", "hectares", "acres", "2.47"),
        ("100", "kilometres_per_hour", "miles_per_hour", "62.14"),
        ("10", "kilograms", "pounds", "22.05"),
        ("-40", "degrees_celsius", "degrees_fahrenheit", "-40.00"),
    ],
)
def test_known_conversions(value: str, unit: str, other: str, wanted: str) -> None:
    found = convert(Decimal(value), unit, other)
    assert found is not None
    assert round(found, 2) == Decimal(wanted)


def test_round_trips() -> None:
    for unit, (dimension, _) in load_factors().items():
        for other in (u for u, (d, _) in load_factors().items() if d == dimension):
            there = convert(Decimal(7), unit, other)
            assert there is not None
            back = convert(there, other, unit)
            assert back is not None and abs(back - 7) < Decimal("1e-15")


def test_every_unit_is_one_of_figures() -> None:
    assert set(load_factors()) <= {unit.id for unit in load_units().rows}


def test_other_dimensions_and_money_have_no_factor() -> None:
    assert convert(Decimal(1), "miles", "kilograms") is None
    assert convert(Decimal(1), "USD", "EUR") is None
