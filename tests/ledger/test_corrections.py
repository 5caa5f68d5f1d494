import datetime as dt
from typing import Any

import pytest

from detente.errors import LedgerError, UsageError
from detente.ledger.corrections import Signed, apply_corrections, make_correction, pair_countries
from detente.ledger.queries import query_ledger
from detente.ledger.store import Ledger, open_ledger, shard_of
from detente.ledger.tables import Correction
from detente.ledger.verify import verify_ledger
from detente.records import Document, Event, Figure, Mention


def later(signed: Signed, days: int) -> Signed:
    return Signed(signed.who, signed.at + dt.timedelta(days=days), signed.why)


def test_every_reader_follows_a_correction(ledger: Ledger, made: Any) -> None:
    made.fill(ledger, made.text())
    (event,) = ledger.read_records(Event)
    ledger.correct(event.id, "modality", "planned", signed=made.signed)
    (corrected,) = ledger.read_records(Event)
    assert corrected.modality == "planned" and "corrected by Ada on 2021-05-04" in corrected.detail
    sql = "SELECT modality FROM event"
    assert query_ledger(ledger.path, sql).to_pylist() == [{"modality": "planned"}]
    rows = query_ledger(ledger.path, "SELECT record, old, new, who, why FROM correction").to_pylist()
    assert rows == [
        {"record": event.id, "old": '"actual"', "new": '"planned"', "who": "Ada", "why": made.signed.why}
    ]
    assert ledger.read_table(Event) == [event], "the record itself is never edited"


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("type", "AGREE", lambda e: e.type == "AGREE"),
        ("base_type", "null", lambda e: e.base_type is None),
        ("count", "5", lambda e: e.count == 5),
        ("when.start", "2020-03-20", lambda e: e.when.start == dt.date(2020, 3, 20)),
        ("when", "2020-04-01/2020-04-03", lambda e: (e.when.granularity, e.when.end.day) == ("range", 3)),
        ("actors.0.country", "FIN", lambda e: e.actors[0].country == "FIN" and e.dyads == (("FIN", "SWE"),)),
        ("actors.2.country", "DNK", lambda e: len(e.actors) == 3 and len(e.dyads) == 3),
        ("recipients", '[{"country": "USA"}]', lambda e: e.dyads == (("NOR", "USA"), ("SWE", "USA"))),
        ("attributed_to.country", "SWE", lambda e: e.attributed_to.country == "SWE"),
        ("dyads", '[["AUT","BEL"]]', lambda e: e.dyads == (("AUT", "BEL"),)),
        ("standing", "better", lambda e: e.standing == "better"),
        ("place", "Oslo [centre]", lambda e: e.place == "Oslo [centre]"),
    ],
)
def test_a_value_is_read_by_the_type_of_its_field(field: str, value: str, expected: Any, made: Any) -> None:
    document = made.text()
    event = made.event(document, when=made.day("2020-03-27"))
    row = make_correction(event, document.text, field=field, value=value, signed=made.signed)
    (corrected,) = apply_corrections([event], [row])
    assert expected(corrected)
    assert corrected.id == event.id


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("modality", "possible", "actual, planned, hypothetical, denied"),
        ("colour", "red", "no field 'colour' in Event; it has .*modality"),
        ("when.begin", "2020-01-01", "no field 'begin' in When; it has start, end"),
        ("when.start", "soon", "a date such as 2020-03-30"),
        ("when.start", "2020-04-09", "ends before it starts"),
        ("when", "2020-04-09/2020-04-01", "ends before it starts"),
        ("when", "2020-02-30", "no such day"),
        ("actors.0.country", "Norway", "three capital letters"),
        ("actors.7.country", "NOR", "the list has 2 items"),
        ("actors.first.country", "NOR", "leads nowhere"),
        ("count", "many", "does not fit"),
        ("count", "null", "does not fit"),
        ("id", "ev-1", "cannot be corrected"),
        ("trigger", "talked", "cannot be corrected"),
        ("trigger.start", "3", "span cannot be corrected"),
        ("actors", '[{"span": {"start": 0, "end": 3, "quote": "Foe"}}]', "does not quote the text"),
        ("*", "wrong", "rejected or kept"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_what_can(
    field: str, value: str, says: str, made: Any
) -> None:
    document = made.text()
    event = made.event(document, when=made.day("2020-03-27"))
    with pytest.raises(UsageError, match=says):
        make_correction(event, document.text, field=field, value=value, signed=made.signed)


def test_a_rejected_record_is_gone_until_it_is_kept(ledger: Ledger, made: Any) -> None:
    made.fill(ledger, made.text())
    (figure,) = ledger.read_records(Figure)
    ledger.correct(figure.id, "*", "rejected", signed=made.signed)
    assert ledger.read_records(Figure) == []
    assert query_ledger(ledger.path, "SELECT count(*) n FROM figure").to_pylist() == [{"n": 0}]
    ledger.correct(figure.id, "*", "kept", signed=later(made.signed, 1))
    assert ledger.read_records(Figure) == [figure]


def test_the_last_correction_of_a_field_wins(ledger: Ledger, made: Any) -> None:
    made.fill(ledger, made.text())
    (event,) = ledger.read_records(Event)
    ledger.correct(event.id, "type", "AGREE", signed=later(made.signed, 2))
    row = ledger.correct(event.id, "type", "REQUEST", signed=later(made.signed, 3))
    ledger.correct(event.id, "type", "ACCUSE", signed=made.signed)
    assert row.old == '"CONSULT"', "old is what was read"
    assert [e.type for e in ledger.read_records(Event)] == ["REQUEST"]


def test_a_document_can_be_corrected_too(ledger: Ledger, made: Any) -> None:
    document = made.text()
    made.fill(ledger, document)
    ledger.correct(document.id, "published", "2020-03-28", signed=made.signed)
    ledger.correct(document.id, "outlet", "Oslo Evening Post", signed=made.signed)
    (corrected,) = ledger.read_records(Document)
    assert corrected.published.start == dt.date(2020, 3, 28) and corrected.outlet == "Oslo Evening Post"
    sql = "SELECT outlet, sources[1].path AS path FROM document"
    assert query_ledger(ledger.path, sql).to_pylist() == [{"outlet": "Oslo Evening Post", "path": "a.txt"}]
    with pytest.raises(UsageError, match="cannot be corrected"):
        ledger.correct(document.id, "text", "x", signed=made.signed)


def test_an_unknown_record_is_said_so(ledger: Ledger, made: Any) -> None:
    with pytest.raises(UsageError, match="no record ev-none"):
        ledger.correct("ev-none", "type", "AGREE", signed=made.signed)


def test_a_correction_outlives_another_reading(ledger: Ledger, made: Any) -> None:
    document = made.text()
    made.fill(ledger, document)
    (event,) = ledger.read_records(Event)
    ledger.correct(event.id, "standing", "better", signed=made.signed)
    made.fill(ledger, document, digest="d2")
    ledger.compact()
    assert [e.standing for e in ledger.read_records(Event)] == ["better"]


def test_a_correction_finds_its_record_when_the_text_moved(ledger: Ledger, made: Any, tmp_path: Any) -> None:
    document = made.text()
    made.fill(ledger, document)
    (event,) = ledger.read_records(Event)
    ledger.correct(event.id, "standing", "better", signed=made.signed)
    (tmp_path / "moved").mkdir()
    (tmp_path / "moved" / "corrections.jsonl").write_bytes((ledger.path / "corrections.jsonl").read_bytes())
    fresh = open_ledger(tmp_path / "moved", create=True)
    made.fill(fresh, made.text("Updated. " + document.text))
    (again,) = fresh.read_records(Event)
    assert again.id != event.id and again.standing == "better"
    assert not [f for f in verify_ledger(fresh.path) if f.severity != "info"]


def test_a_correction_without_its_words_or_with_two_homes_is_an_orphan(ledger: Ledger, made: Any) -> None:
    document = made.text()
    made.fill(ledger, document)
    (event,) = ledger.read_records(Event)
    ledger.correct(event.id, "standing", "better", signed=made.signed)
    ledger.write_shard(shard_of(document.id), [document], records=[], digest="d2")
    findings = [f for f in verify_ledger(ledger.path) if f.severity != "info"]
    assert [(f.record, f.severity) for f in findings] == [(event.id, "minor")]
    assert "orphan" in findings[0].message and "Ada" in findings[0].message
    made.fill(ledger, made.text("One. " + document.text), made.text("Two. " + document.text))
    assert [e.standing for e in ledger.read_records(Event)] == ["none", "none"]


def test_a_line_cut_off_by_a_crash_is_dropped_and_a_damaged_one_named(ledger: Ledger, made: Any) -> None:
    made.fill(ledger, made.text())
    (event,) = ledger.read_records(Event)
    ledger.correct(event.id, "type", "AGREE", signed=made.signed)
    path = ledger.path / "corrections.jsonl"
    with path.open("ab") as file:
        file.write(b'{"record": "ev-')
    assert len(ledger.read_table(Correction)) == 1
    ledger.correct(event.id, "count", "2", signed=made.signed)
    assert len(ledger.read_table(Correction)) == 2
    path.write_bytes(path.read_bytes().replace(b'"field"', b'"feild"', 1))
    with pytest.raises(LedgerError, match="line 1: damaged"):
        ledger.read_records(Event)


def test_dyads_of_two_sided_and_directed_events(made: Any) -> None:
    document = made.text()
    three = tuple(Mention(country=c) for c in ("USA", "CHN", "RUS"))
    assert pair_countries(made.event(document, actors=three)) == (
        ("CHN", "RUS"),
        ("CHN", "USA"),
        ("RUS", "USA"),
    )
    directed = made.event(document, actors=three[:2], recipients=three[2:])
    assert pair_countries(directed) == (("CHN", "RUS"), ("RUS", "USA"))
    assert pair_countries(made.event(document, actors=three[:1], recipients=(Mention(),))) == ()
