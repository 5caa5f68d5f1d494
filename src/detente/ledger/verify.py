"""Everything a ledger promises, checked again: spans against texts, ids against content, references, counts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias, cast

import msgspec

from detente.ledger.corrections import read_corrections
from detente.ledger.manifests import Manifest, hash_file
from detente.ledger.spans import is_misquoted, list_spans
from detente.ledger.store import Ledger, open_ledger
from detente.ledger.tables import Cluster, Copy, Identity, Resolution
from detente.records import (
    KINDS,
    Cause,
    Check,
    Document,
    Event,
    Extracted,
    Figure,
    Forecast,
    Problem,
    Record,
    Severity,
    Statement,
    make_id,
    place_of,
)  # fmt: skip

Texts: TypeAlias = Mapping[str, str]
_EXTRACTED = (Event, Statement, Figure, Forecast, Cause)


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is not as it should be, and where; severity info for the closing count."""

    severity: Severity
    record: str | None = None
    document: str | None = None
    message: str


def verify_ledger(path: str | Path) -> Iterator[Finding]:
    """What is wrong with a ledger, and last a count of what was checked (severity info).

    Raises:
        LedgerError: when there is no ledger of this version to check.
    """
    ledger = open_ledger(path).pin()
    damaged = list(_check_files(ledger.path, ledger.manifest))
    yield from damaged
    if damaged:
        return
    documents = ledger.read_records(Document)
    records: list[Record] = [
        r for cls in KINDS.values() if cls is not Document for r in ledger.read_table(cls)
    ]
    texts = {d.id: d.text for d in documents}
    yield from _check_documents(documents, ledger.manifest)
    yield from _check_spans(records, texts)
    yield from _check_ids(records)
    yield from _check_references(ledger, records, set(texts))
    yield from _check_corrections(ledger)
    spans = sum(1 for record in records for _ in list_spans(record))
    kinds = Counter(type(record).__name__.lower() for record in records)
    counts = ", ".join(f"{n} {kind}{'s' * (n != 1)}" for kind, n in sorted(kinds.items()))
    yield Finding(
        severity="info",
        message=f"checked {len(documents)} documents, {spans} spans; {counts or 'no records'}",
    )


def _check_files(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """Files that are missing or whose bytes are no longer those that named them."""
    for file in manifest.list_files():
        path = folder / file.path
        try:
            digest = hash_file(path)
        except OSError as error:
            yield Finding(severity="critical", message=f"{path}: {error.strerror}; read the texts again")
            continue
        if not path.stem.endswith(digest):
            yield Finding(
                severity="critical", message=f"{path}: changed since it was written; read the texts again"
            )


def _check_documents(documents: Iterable[Document], manifest: Manifest) -> Iterator[Finding]:
    listed = Counter(d for batch in manifest.batches for d in batch.documents)
    for document in documents:
        listed[document.id] -= 1
        digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
        if document.text_sha256 != digest or document.id != f"dc-{digest[:20]}":
            yield _complain(document, f"its text hashes to {digest}, its id and text_sha256 say otherwise")
        if not document.sources:
            yield _complain(document, "no source says where it came from")
        stretches = [(z.start, z.end) for z in document.zones] + list(document.sentences)
        if any(not 0 <= start <= end <= len(document.text) for start, end in stretches):
            yield _complain(document, "a zone or sentence lies outside its text")
    for identity, missing in listed.items():
        if missing:
            message = f"the manifest lists it {missing:+d} times against its rows"
            yield Finding(severity="critical", document=identity, message=message)


def _complain(record: Record, message: str, *, severity: Severity = "critical") -> Finding:
    return Finding(severity=severity, record=record.id, document=record.document, message=message)


def _check_spans(records: Iterable[Record], texts: Texts) -> Iterator[Finding]:
    for record in records:
        for path, document, span in list_spans(record):
            if document is None or document not in texts:
                yield _complain(record, f"{path}: its document {document} is not in the ledger")
            elif is_misquoted(span, texts[document]):
                yield _complain(
                    record, f"{path}: {span.start}-{span.end} does not quote the text ({span.quote!r})"
                )


def _check_ids(records: Sequence[Record]) -> Iterator[Finding]:
    """Ids that are used twice, or are not the hash of kind, document and place."""
    shared = Counter(_address(r, None) for r in records if isinstance(r, _EXTRACTED))
    for identity, count in Counter(record.id for record in records).items():
        if count > 1:
            yield Finding(severity="critical", record=identity, message=f"{count} records have this id")
    for record in records:
        if isinstance(record, _EXTRACTED):
            ordinals: Iterable[int | None] = (None, *range(shared[_address(record, None)] + 1))
            right = {_address(record, ordinal) for ordinal in ordinals}
        elif isinstance(record, Problem):
            right = {make_id("problem", record.path, record.stage, record.message)}
        elif isinstance(record, Check):
            right = {make_id("check", record.family, *record.records)}
        if record.id not in right:
            yield _complain(record, "its id is not the hash of its kind, document and place")


def _address(record: Any, ordinal: int | None) -> str:
    """The id of a record from its place, and its ordinal where several share one."""
    places = [n for span in place_of(cast(Extracted, record)) for n in (span.start, span.end)]
    kind = type(record).__name__.lower()
    return make_id(kind, record.document, *places, *(() if ordinal is None else (ordinal,)))


def _check_references(ledger: Ledger, records: Sequence[Record], documents: set[str]) -> Iterator[Finding]:
    """Ids that lead nowhere."""
    ids = {record.id for record in records}
    for record in records:
        for name, target in _list_references(record):
            if target not in ids and target not in documents:
                yield _complain(record, f"{name}: there is no {target}", severity="major")
    tables = (
        ("copy_of", [(c.document, c.original) for c in ledger.read_table(Copy)]),
        ("cluster", [(c.record,) for c in ledger.read_table(Cluster)]),
        ("identity", [(i.mention.document,) for i in ledger.read_table(Identity)]),
        ("resolution", [(r.forecast, *r.by) for r in ledger.read_table(Resolution)]),
    )
    for name, rows in tables:
        for target in {t for row in rows for t in row} - ids - documents:
            message = f"table {name}: there is no {target}; run the pass again"
            yield Finding(severity="major", record=target, message=message)


def _list_references(record: Record) -> Iterator[tuple[str, str]]:
    match record:
        case Figure():
            pairs = (("of", record.of), ("from", record.from_), ("to", record.to))
            yield from ((name, target) for name, target in pairs if target)
        case Check():
            yield from (("records", target) for target in record.records)
        case Problem() if record.document:
            yield "document", record.document


def _check_corrections(ledger: Ledger) -> Iterator[Finding]:
    """Corrections whose record is gone and cannot be found again by its words."""
    for name, cls in KINDS.items():
        corrections = [row for row in read_corrections(ledger.path) if row.kind == name]
        if not corrections:
            continue
        _, orphans = ledger.anchor(corrections, cast(list[Record], ledger.read_table(cls)))
        for row in orphans:
            message = (
                f"orphan: the correction of {row.field} by {row.who} finds its record no more ({row.quote!r})"
            )
            yield Finding(severity="minor", record=row.record, document=row.document, message=message)
