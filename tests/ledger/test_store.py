import json
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import LedgerError, RecordError
from detente.ledger import manifests
from detente.ledger.schema import VERSION
from detente.ledger.store import Ledger, open_ledger, shard_of
from detente.ledger.tables import Cluster, Copy, SourceRow
from detente.records import Document, Event, Figure, Problem, make_problem

Snapshot = Callable[[Ledger], dict[str, bytes]]


def test_what_is_written_is_read_back(ledger: Ledger, made: Any) -> None:
    document = made.text()
    event, figure = made.event(document), made.figure(document)
    ledger.write_shard(shard_of(document.id), [document], records=[event, figure], digest="d1")
    assert ledger.read_records(Document) == [document]
    assert ledger.read_records(Event) == [event]
    assert ledger.read_records(Figure) == [figure]
    assert open_ledger(ledger.path).read_records(Event) == [event]


def test_a_shard_is_skipped_only_if_documents_and_digest_match(ledger: Ledger, made: Any) -> None:
    document, other = made.text(), made.text("Another text about 12 who met.")
    made.fill(ledger, document)
    shard = shard_of(document.id)
    assert ledger.has_shard(shard, [document.id], "d1")
    assert not ledger.has_shard(shard, [document.id], "d2")
    assert not ledger.has_shard(shard, [document.id, other.id], "d1")
    assert ledger.list_unread([other.id, document.id], "d1") == [other.id]


def test_the_same_document_counts_once_and_its_sources_merge(ledger: Ledger, made: Any) -> None:
    made.fill(ledger, made.text(path="a.txt"), made.text(path="b.txt"), made.text(path="a.txt"))
    (document,) = ledger.read_records(Document)
    assert [s.path for s in document.sources] == ["a.txt", "b.txt"]
    assert len(ledger.read_records(Event)) == 1
    assert len(ledger.read_table(SourceRow)) == 2


def test_another_digest_replaces_records_but_not_sources(ledger: Ledger, made: Any) -> None:
    document = made.text(path="a.txt")
    made.fill(ledger, document, made.text("They met 12 times.", path="c.txt"))
    again = made.text(path="b.txt")
    ledger.write_shard(shard_of(again.id), [again], records=[made.figure(again)], digest="d2")
    assert {d.id: len(d.sources) for d in ledger.read_records(Document)}[document.id] == 2
    assert [e.document for e in ledger.read_records(Event)] == [made.text("They met 12 times.").id]
    assert len(ledger.read_records(Figure)) == 2
    ledger.compact()
    assert (len(ledger.read_records(Event)), len(ledger.read_records(Figure))) == (1, 2)
    assert not any(batch.dead for batch in manifests.read_manifest(ledger.path).batches)


def test_a_record_of_no_document_written_is_refused(ledger: Ledger, made: Any) -> None:
    with pytest.raises(RecordError, match="not among those written"):
        ledger.write_shard("00", [], records=[made.event(made.text())], digest="d1")


def test_problems_of_no_document_are_kept_once(ledger: Ledger, made: Any) -> None:
    lost = make_problem(path="x.bin", stage="read", message="binary")
    document = made.text()
    own = make_problem(path="a.txt", stage="figures", message="slow", document=document.id)
    for _ in range(2):
        ledger.write_shard(shard_of(document.id), [document], records=[], problems=[lost, own], digest="d1")
    assert ledger.read_records(Problem) == sorted([own, lost], key=lambda p: p.document is None)


def test_tables_are_replaced_whole_and_know_their_digest(ledger: Ledger) -> None:
    ledger.write_table([Copy(document="b", original="a", containment=0.9)], Copy, digest="x")
    ledger.write_table([Copy(document="c", original="a", containment=0.8)], Copy, digest="y")
    assert [c.document for c in ledger.read_table(Copy)] == ["c"]
    assert (
        ledger.has_table(Copy, "y") and not ledger.has_table(Copy, "x") and not ledger.has_table(Cluster, "y")
    )


TEXTS = [f"Number {n}: the envoys met and named 12 towns." for n in range(6)]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(6)), split=st.integers(0, 6))
def test_shards_in_any_order_give_the_same_bytes(
    order: list[int], split: int, made: Any, tmp_path_factory: pytest.TempPathFactory, snapshot: Snapshot
) -> None:
    documents = [made.text(text, path=f"{n}.txt") for n, text in enumerate(TEXTS)]
    plain = open_ledger(tmp_path_factory.mktemp("plain") / "l", create=True)
    made.fill(plain, *documents)
    other = open_ledger(tmp_path_factory.mktemp("other") / "l", create=True)
    made.fill(other, *(documents[n] for n in order))
    assert snapshot(plain) == snapshot(other)
    for ledger in (plain, other):
        ledger.compact()
        ledger.compact()  # the first leaves the files of the state before to its readers
    assert snapshot(plain) == snapshot(other)
    assert len([p for p in snapshot(plain) if p.endswith(".parquet")]) == 4


def test_growing_a_ledger_gives_what_reading_at_once_gives(tmp_path: Path, made: Any) -> None:
    documents = [made.text(text, path=f"{n}.txt") for n, text in enumerate(TEXTS)]
    grown, whole = (open_ledger(tmp_path / name, create=True) for name in ("grown", "whole"))
    made.fill(grown, *documents[:3])
    grown.compact()
    made.fill(grown, *documents[3:])
    made.fill(whole, *documents)
    for cls in (Document, Event, Figure):
        assert grown.read_records(cls) == whole.read_records(cls)


def test_compaction_leaves_the_files_of_open_readers(ledger: Ledger, made: Any) -> None:
    made.fill(ledger, *(made.text(text) for text in TEXTS))
    connection = ledger.connect()
    ledger.compact()
    assert connection.execute("SELECT count(*) FROM event").fetchone() == (6,)
    assert len(ledger.read_records(Event)) == 6


def test_no_ledger_other_files_and_other_versions(tmp_path: Path, ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no ledger here"):
        open_ledger(tmp_path / "nowhere")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.doc").write_text("mine")
    with pytest.raises(LedgerError, match="holds other files"):
        open_ledger(tmp_path / "full", create=True)
    path = ledger.path / "manifest.json"
    plain = json.loads(path.read_text())
    path.write_text(json.dumps({**plain, "version": VERSION + 1}))
    with pytest.raises(LedgerError, match=f"version {VERSION + 1}.*read the texts again"):
        open_ledger(ledger.path)
    path.write_text("{")
    with pytest.raises(LedgerError, match="damaged"):
        open_ledger(ledger.path)


def test_a_missing_or_damaged_file_is_named(ledger: Ledger, made: Any) -> None:
    made.fill(ledger, made.text())
    (path,) = (ledger.path / "event").iterdir()
    path.write_bytes(b"PAR1 no more")
    with pytest.raises(LedgerError, match=path.name):
        ledger.read_records(Event)
    path.unlink()
    with pytest.raises(LedgerError, match=path.name):
        ledger.read_records(Event)


def test_readers_see_whole_states_while_a_writer_works(ledger: Ledger, made: Any) -> None:
    made.fill(ledger, made.text("First: they met 12 times."))
    done = threading.Event()

    def write() -> None:
        for n in range(25):
            made.fill(ledger, made.text(f"{n}: they met 12 times."))
            if n % 10 == 9:
                ledger.compact()
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    while not done.is_set():
        rows = ledger.connect().execute(
            "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM event), (SELECT count(*) FROM figure)"
        )
        counts = rows.fetchone()
        assert counts is not None and len(set(counts)) == 1
        seen.append(counts[0])
    writer.join()
    assert seen == sorted(seen) and len(ledger.read_records(Event)) == 26


def _write_until_killed(path: str, started: Any, made: Any) -> None:
    """In a process of its own: write shards, and stop dead before a new file gets its name."""
    ledger = open_ledger(path)

    def hang(*_: object) -> None:
        started.set()
        time.sleep(60)

    made.fill(ledger, made.text("Second: they met 12 times."))
    Path.replace = hang  # type: ignore[assignment, method-assign]
    made.fill(ledger, made.text("Third: they met 12 times."))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_a_writer_killed_in_mid_write_leaves_the_old_state(ledger: Ledger, made: Any) -> None:
    made.fill(ledger, made.text("First: they met 12 times."))
    context = multiprocessing.get_context("fork")
    started = context.Event()
    process = context.Process(target=_write_until_killed, args=(str(ledger.path), started, made))
    process.start()
    assert started.wait(30)
    assert len(ledger.read_records(Document)) == 2  # readers do not wait for the writer
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert len(ledger.read_records(Document)) == 2
    assert len(ledger.read_records(Event)) == 2
    made.fill(ledger, made.text("Third: they met 12 times."))  # the lock went with the process
    ledger.compact()
    ledger.compact()
    assert len(ledger.read_records(Document)) == 3
    assert not list(ledger.path.rglob("*.part"))
