import datetime as dt

import msgspec
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RecordError
from detente.ledger.schema import ALL_TABLES, VERSION, arrow_schema, from_table, schema_digest, to_table
from detente.ledger.tables import Correction
from detente.records import (
    KINDS,
    Cause,
    Check,
    Document,
    DocumentSpan,
    Event,
    Figure,
    Forecast,
    Mention,
    Source,
    Span,
)
from detente.records import When as Interval

SPAN = Span(0, 3, "met")


def test_columns_are_the_public_names_of_the_class() -> None:
    for name, cls in KINDS.items():
        names = arrow_schema(cls).names
        assert names == ["kind", *(f.encode_name for f in msgspec.structs.fields(cls))], name
    assert "from" in arrow_schema(Figure).names


def test_a_new_shape_needs_a_new_version() -> None:
    # Whoever changes a record changes this digest too, and asks whether old ledgers can still be read.
    assert (VERSION, len(schema_digest())) == (1, 16)
    assert set(ALL_TABLES) >= set(KINDS)


def test_nesting_follows_the_classes() -> None:
    schema = arrow_schema(Event)
    assert schema.field("trigger").type == pa.struct(
        [("start", pa.int64()), ("end", pa.int64()), ("quote", pa.string())]
    )
    assert pa.types.is_list(schema.field("actors").type)
    assert schema.field("dyads").type == pa.list_(pa.list_(pa.string()))
    assert schema.field("when").type.field("start").type == pa.date32()


@pytest.mark.parametrize(
    "record",
    [
        Document(
            id="d", document="d", evidence=None, rule="r", sources=(), text="met", sentences=((0, 3),),
            signature=b"\x00\xff", published=Interval(start=dt.date(2020, 1, 1)),
        ),
        Event(
            id="e", document="d", evidence=SPAN, rule="r", type=None, trigger=SPAN, dyads=(("NOR", "SWE"),),
            actors=(Mention(span=SPAN), Mention()), due=Interval(), score=0.5,
        ),
        Figure(
            id="f", document="d", evidence=None, rule="r", number=SPAN, quantity="3.5", unit="USD", type="level",
            from_="f2", of_text=SPAN,
        ),
        Forecast(
            id="c", document="d", evidence=SPAN, rule="r", claim_text=SPAN, outcome_text="a thaw follows",
            forecaster=Mention(name="X"), due=Interval(), probability=(0.1, 0.3), probability_basis="words",
            resolution_rule="a treaty is signed",
        ),
        Cause(id="u", document="d", evidence=SPAN, rule="r", cause=SPAN, effect=SPAN, sign="-", claimant=Mention()),
        Check(
            id="k", document=None, evidence=None, rule="r", records=("f",), spans=(DocumentSpan("d", SPAN),),
            family="sum", says="s", arithmetic="1+1", verdict="holds", severity="info", needs="article",
        ),
        Correction(
            record="e", document="d", quote="q", before="", after="", kind="event", field="type", old='"A"',
            new="null", who="w", at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC), why="y",
        ),
    ],
    ids=lambda record: type(record).__name__,
)  # fmt: skip
def test_a_row_comes_back_as_it_went(record: msgspec.Struct) -> None:
    cls = type(record)
    assert from_table(to_table([record], cls), cls) == [record]


@given(
    st.lists(st.tuples(st.text(alphabet=st.characters(codec="utf-8")), st.integers(0, 9)), unique=True),
    st.randoms(),
)
def test_order_of_arrival_does_not_matter(rows: list[tuple[str, int]], random: object) -> None:
    events = [
        Event(
            id=f"{text}{n}",
            document=text,
            evidence=Span(n, n, ""),
            rule="r",
            type=None,
            trigger=Span(n, n, ""),
        )
        for text, n in rows
    ]
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert to_table(shuffled, Event).equals(to_table(events, Event))


def test_half_a_surrogate_pair_is_refused_with_advice() -> None:
    record = Document(
        id="d", document="d", evidence=None, rule="r", sources=(Source(path="a"),), text="a\ud800"
    )
    with pytest.raises(RecordError, match="surrogate"):
        to_table([record], Document)
