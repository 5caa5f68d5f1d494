"""The party that only the object or a treaty names."""

import pytest

from detente.lexicon.treaties import find_treaties, load_treaties
from detente.pipeline import make_reading
from detente.read.zones import mark_zones
from detente.records import Event, make_document

CASES = [
    ("Turkey lifted a ban on imports of Greek olive oil on Monday.", ("GRC", "TUR")),
    ("The United States imposed sanctions on three companies that supply the Syrian army.", ("SYR", "USA")),
    ("Chile bombed a depot in the centre of Lima.", ("CHL", "PER")),
    ("The Indus Waters Treaty was suspended on Friday.", ("IND", "PAK")),
]
NONE = [
    "Spain lifted a ban on night flights on Monday.",
    "Gunmen bombed a depot on the road from Lima to Santiago.",
    "Spain lifted a ban on night flights under Portuguese pressure.",
]


@pytest.fixture(scope="module")
def read():
    return make_reading()


def list_dyads(read, text: str) -> set[tuple[str, str]]:
    document = make_document(text, sources=(), zones=mark_zones(text), language="en")
    return {dyad for r in read(document).records if isinstance(r, Event) for dyad in r.dyads}


@pytest.mark.parametrize(("text", "dyad"), CASES)
def test_the_object_gives_the_other_party(read, text: str, dyad: tuple[str, str]) -> None:
    assert dyad in list_dyads(read, text)


@pytest.mark.parametrize("text", NONE)
def test_nobody_is_added_without_need_or_certainty(read, text: str) -> None:
    assert list_dyads(read, text) == set()


def test_whoever_attacks_a_place_attacks_its_state(read) -> None:
    def list_recipients(text: str) -> set[str | None]:
        document = make_document(text, sources=(), zones=mark_zones(text), language="en")
        events = [r for r in read(document).records if isinstance(r, Event) and r.type == "ASSAULT"]
        return {m.country for e in events for m in e.recipients if m.country}

    assert list_recipients("Gunmen attacked a barracks in the centre of Lima.") == {"PER"}
    assert list_recipients("Gunmen killed two Swedish hikers in Peru.") == {"SWE"}
    assert list_recipients("Gunmen attacked a barracks on Monday.") == set()


def test_every_treaty_binds_two_or_three_states_and_is_found_by_its_name() -> None:
    for treaty in set(load_treaties()[0].values()):
        assert 2 <= len(treaty.parties) <= 3
        assert [t for _, _, t in find_treaties(f"They spoke of the {treaty.name} again.")] == [treaty]
