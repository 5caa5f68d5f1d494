"""Every act of the lexicon runs its example and its counter-example."""

import pytest

from detente.lexicon.outcomes import ActRow, load_outcomes, read_outcome_file
from detente.measure.predicates import Predicate, read_predicate
from detente.records import EventType

ACTS = read_outcome_file().acts


def read(claim: str) -> Predicate | None:
    place = claim.find(" will ") + 1
    return read_predicate(claim, [(place, place + len("will"))] if place else [])


@pytest.mark.parametrize("row", ACTS, ids=lambda row: row.id)
def test_example_is_read_as_its_act_and_the_counter_example_is_not(row: ActRow) -> None:
    predicate = read(row.example)
    assert predicate is not None and predicate.act == row.id
    other = read(row.not_)
    assert other is None or other.act != row.id


def test_rows_name_things_and_types_that_exist() -> None:
    things, types = set(load_outcomes().things), {"none", *EventType.__args__}
    for act in load_outcomes().acts:
        assert act.of <= things and act.types <= types, act.id
        assert act.lasting or act.types, f"{act.id}: no event could ever be it"


@pytest.mark.parametrize(
    ("claim", "act"),
    [
        ("There will be no talks before the vote", "meet"),
        ("their first meeting will take place in June", "meet"),
        ("a new pact will be signed in May", "sign"),
        ("The parties will not yet have reached an agreement", "sign"),
        ("The truce will not hold", "last"),
        ("The ministers will continue to work under the treaty", None),
        ("The report will mention a treaty", None),
        ("A call will help the treaty", None),
        ("Talks on a treaty will please farmers", None),
    ],
)
def test_predicates(claim: str, act: str | None) -> None:
    predicate = read(claim)
    assert (predicate.act if predicate else None) == act
