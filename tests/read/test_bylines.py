"""Authors and outlet from the page itself."""

import pytest

from detente.read.bylines import find_authors, find_outlet
from detente.read.zones import mark_zones

BODY = "The envoys met in Lima, and both of them called it useful."


@pytest.mark.parametrize(
    ("byline", "authors", "outlet"),
    [
        ("By Ada Roe", ("Ada Roe",), None),
        ("By Ada Roe, Andes Radio / Radio Chile", ("Ada Roe",), "Andes Radio / Radio Chile"),
        ("By Ada Roe, John F. Doe and Jan van Poe", ("Ada Roe", "John F. Doe", "Jan van Poe"), None),
        ("Story by Ada Roe, Diplomatic Correspondent", ("Ada Roe",), None),
        ("By staff writers", (), None),
    ],
)
def test_byline(byline: str, authors: tuple[str, ...], outlet: str | None) -> None:
    text = f"{byline}\n{BODY}"
    zones = mark_zones(text)
    assert find_authors(text, zones) == authors
    assert find_outlet(text, zones) == outlet


def test_outlet_beside_the_date_is_spelled_out_by_the_footer() -> None:
    text = f"ENA / 7 May 2019\n{BODY}\nEast News Agency"
    assert find_outlet(text, mark_zones(text)) == "East News Agency"
    text = f"ENA / 7 May 2019\n{BODY}"
    assert find_outlet(text, mark_zones(text)) == "ENA"


def test_place_beside_the_date_is_no_outlet() -> None:
    text = f"LIMA, May 7, 2019\n{BODY}"
    assert find_outlet(text, mark_zones(text)) is None
