from collections.abc import Iterable
from typing import Any

import msgspec
import pytest

from detente.ledger.spans import list_spans
from detente.ledger.store import Ledger, shard_of
from detente.ledger.tables import Cluster, Copy
from detente.ledger.verify import Finding, verify_ledger
from detente.records import (
    Check,
    Document,
    DocumentSpan,
    Mention,
    Record,
    Span,
    Statement,
    make_id,
    make_problem,
)


def complaints(ledger: Ledger) -> list[Finding]:
    return [f for f in verify_ledger(ledger.path) if f.severity != "info"]


def write(ledger: Ledger, document: Document, *records: Any) -> None:
    ledger.write_shard(shard_of(document.id), [document], records=records, digest="d1")


def replace(record: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(record, **fields)


def test_a_sound_ledger_gives_only_its_count(ledger: Ledger, made: Any) -> None:
    document = made.text()
    made.fill(ledger, document)
    figure = made.figure(document)
    check = Check(
        id=make_id("check", "sum", figure.id), document=None, evidence=None, rule="r", records=(figure.id,),
        spans=(DocumentSpan(document.id, figure.number),), family="sum", says="s", arithmetic="a", verdict="holds",
        severity="info", needs="article",
    )  # fmt: skip
    ledger.write_table([check], Check, digest="x")
    ledger.write_shard(
        "", [], records=[], problems=[make_problem(path="b", stage="read", message="m")], digest="d1"
    )
    (last,) = verify_ledger(ledger.path)
    assert last.message == "checked 1 documents, 5 spans; 1 check, 1 event, 1 figure, 1 problem"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda e: replace(e, trigger=Span(0, 3, "met")), "trigger: 0-3 does not quote the text"),
        (lambda e: replace(e, evidence=Span(90, 9000, "x")), "evidence: 90-9000 does not quote"),
        (
            lambda e: replace(e, actors=(Mention(span=Span(0, 3, "the")),)),
            "actors.0.span: 0-3 does not quote",
        ),
        (lambda e: replace(e, id="ev-" + "0" * 20), "id is not the hash"),
    ],
)
def test_a_broken_record_is_found(change: Any, says: str, ledger: Ledger, made: Any) -> None:
    document = made.text()
    write(ledger, document, change(made.event(document)))
    assert any(says in finding.message for finding in complaints(ledger))


def test_an_ordinal_is_part_of_an_id_only_where_a_place_is_shared(ledger: Ledger, made: Any) -> None:
    document = made.text()
    first = made.event(document)
    place = (document.id, first.trigger.start, first.trigger.end)
    write(ledger, document, first, replace(first, id=make_id("event", *place, 1), type="AGREE"))
    assert complaints(ledger) == []
    other = made.text("They met 12 times.")
    far = made.event(other)
    write(ledger, other, replace(far, id=make_id("event", other.id, far.trigger.start, far.trigger.end, 9)))
    assert ["hash of its kind" in f.message for f in complaints(ledger)] == [True]


def test_dangling_references_are_found(ledger: Ledger, made: Any) -> None:
    document = made.text()
    write(ledger, document, replace(made.figure(document), of="fg-gone"))
    ledger.write_table([Copy(document=document.id, original="dc-gone", containment=1.0)], Copy, digest="x")
    ledger.write_table([Cluster(record="ev-gone", cluster="cl-1", because="b")], Cluster, digest="x")
    found = {f.message.split(":")[0]: f.message for f in complaints(ledger)}
    assert found.keys() == {"of", "table copy_of", "table cluster"}
    assert "fg-gone" in found["of"] and "dc-gone" in found["table copy_of"]


def test_a_document_that_is_not_its_hash_is_found(ledger: Ledger, made: Any) -> None:
    write(ledger, replace(made.text(), text="Another text altogether, with more than enough words in it."))
    assert any("hashes to" in f.message for f in complaints(ledger))
    write(ledger, replace(made.text("Bare."), sources=(), sentences=((0, 99),)))
    messages = " ".join(f.message for f in complaints(ledger))
    assert "no source" in messages and "outside its text" in messages


def test_a_file_that_changed_is_found_before_it_is_read(ledger: Ledger, made: Any) -> None:
    made.fill(ledger, made.text())
    (path,) = (ledger.path / "event").iterdir()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert [f.severity for f in complaints(ledger)] == ["critical"]
    path.unlink()
    assert "No such file" in complaints(ledger)[0].message


def test_records_of_every_kind_are_walked() -> None:
    span = Span(0, 1, "a")
    record: Record = Statement(
        id="s",
        document="d",
        evidence=span,
        rule="r",
        type="direct",
        words=(span, span),
        speaker=Mention(span=span),
    )
    paths: Iterable[str] = [path for path, _, _ in list_spans(record)]
    assert paths == ["evidence", "words.0", "words.1", "speaker.span"]
