"""The ledger: Parquet files named by one manifest. Shards are written, tables replaced, records read back.

A shard is a prefix of the document hash, so that adding files moves nothing. A shard write adds one file per
kind, `compact` merges them, and the same input gives the same bytes in whatever order the shards come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import msgspec

from detente.errors import LedgerError, UsageError
from detente.ledger.corrections import (
    Signed,
    anchor_corrections,
    append_correction,
    apply_corrections,
    make_correction,
    read_corrections,
)
from detente.ledger.files import read_rows
from detente.ledger.manifests import Manifest, has_manifest, lock_ledger, read_manifest, replace_manifest
from detente.ledger.schema import ALL_TABLES, from_table, sort_table
from detente.ledger.shards import add_batch, add_problems, merge_batches, put_table, remove_garbage
from detente.ledger.tables import Correction, SourceRow
from detente.records import KINDS, Document, Extracted, Problem, Record, Source

if TYPE_CHECKING:
    import duckdb

T = TypeVar("T", bound=msgspec.Struct)
R = TypeVar("R", bound=Record)
_NAMES: dict[type[msgspec.Struct], str] = {cls: name for name, cls in ALL_TABLES.items()}


def shard_of(document_id: str, *, digits: int = 2) -> str:
    """The shard of a document: the first digits of its hash.

    Example:
        >>> shard_of("dc-7f03a1b2c3d4e5f60718")
        '7f'
    """
    return document_id.removeprefix("dc-")[:digits]


def open_ledger(path: str | Path, *, create: bool = False) -> Ledger:
    """The ledger in a folder; with `create` an empty one where there is none yet.

    Raises:
        LedgerError: when there is none, it is damaged or of another version, or the folder holds other things.
    """
    folder = Path(path)
    if create and not has_manifest(folder):
        _create(folder)
    read_manifest(folder)
    return Ledger(folder)


def _create(folder: Path) -> None:
    try:
        if folder.exists() and any(_list_strangers(folder)):
            raise LedgerError(f"{folder}: holds other files; name an empty or new folder for the ledger")
        folder.mkdir(parents=True, exist_ok=True)
        with lock_ledger(folder):
            if not has_manifest(folder):
                replace_manifest(folder, Manifest())
    except OSError as error:
        raise LedgerError(f"{folder}: a ledger cannot be made here ({error.strerror})") from error


def _list_strangers(folder: Path) -> Iterator[Path]:
    """What a folder holds that no ledger in the making would."""
    return (
        p for p in folder.iterdir() if p.name not in ("lock", "corrections.jsonl") and p.suffix != ".part"
    )


class Ledger:
    """A folder with documents, their records and what was found out about them later; see `docs/ledger.md`."""

    def __init__(self, path: Path, *, pinned: Manifest | None = None) -> None:
        self.path = path
        self._pinned = pinned

    @property
    def manifest(self) -> Manifest:
        """What the ledger holds now, or held when it was pinned."""
        return self._pinned or read_manifest(self.path)

    def pin(self) -> Ledger:
        """The ledger as it is now, for several reads that must agree while others write."""
        return Ledger(self.path, pinned=self.manifest)

    def has_shard(self, shard: str, document_ids: Iterable[str], digest: str) -> bool:
        """Whether a shard holds all these documents, read by this digest of code, models and lexicon."""
        held = (b for b in self.manifest.batches if b.digest == digest and shard in b.shards)
        return set(document_ids) <= {document for batch in held for document in batch.documents}

    def list_unread(self, document_ids: Iterable[str], digest: str) -> list[str]:
        """Those of the documents that this digest has not read yet, in their order."""
        held = (batch for batch in self.manifest.batches if batch.digest == digest)
        known = {document for batch in held for document in batch.documents}
        return [document for document in document_ids if document not in known]

    def write_shard(
        self,
        shard: str,
        documents: Iterable[Document],
        *,
        records: Iterable[Extracted],
        problems: Iterable[Problem] = (),
        digest: str,
    ) -> None:
        """Add documents with all that was found in them, in one atomic step.

        A document that is there by the same digest only gains new sources; by another, its records are
        replaced. Problems of no document are kept once each, in a table of their own.

        Raises:
            RecordError: when a record belongs to none of these documents.
            LedgerError: when the folder cannot be written.
        """
        homeless = []
        contents: dict[str, list[Record]] = {"document": list(documents)}
        for record in (*records, *problems):
            if isinstance(record, Problem) and record.document is None:
                homeless.append(record)
            else:
                contents.setdefault(_NAMES[type(record)], []).append(record)
        with lock_ledger(self.path):
            manifest = read_manifest(self.path)
            manifest = add_batch(self.path, manifest, contents, shard=shard, digest=digest)
            replace_manifest(self.path, add_problems(self.path, manifest, homeless))

    def write_table(self, rows: Iterable[T], cls: type[T], *, digest: str) -> None:
        """Replace a table of later knowledge; `digest` names what it was made from.

        Raises:
            LedgerError: when the folder cannot be written.
        """
        with lock_ledger(self.path):
            manifest = read_manifest(self.path)
            manifest = put_table(self.path, manifest, _NAMES[cls], rows, digest=digest)
            replace_manifest(self.path, manifest)

    def has_table(self, cls: type[msgspec.Struct], digest: str) -> bool:
        """Whether a table of later knowledge was made from what `digest` names."""
        table = self.manifest.tables.get(_NAMES[cls])
        return table is not None and table.digest == digest

    def compact(self) -> None:
        """Merge small files, put imported events in order by dyad, and drop what no longer counts.

        Files of the state before live until the next time.
        """
        from detente.ledger.imports.compaction import sort_imports

        with lock_ledger(self.path):
            before = read_manifest(self.path)
            after = sort_imports(self.path, merge_batches(self.path, before))
            replace_manifest(self.path, after)
            remove_garbage(self.path, before, after)

    def read_table(self, cls: type[T]) -> list[T]:
        """All rows of a table, in the ledger's order and as they were written.

        Raises:
            LedgerError: when a file is missing or damaged.
        """
        if cls is Correction:  # the file of corrections is the truth, the table its export
            return cast(list[T], read_corrections(self.path))
        rows = read_rows(self.path, _NAMES[cls], manifest=self.manifest)
        return from_table(sort_table(rows), cls)

    def read_records(self, cls: type[R]) -> list[R]:
        """All records of a kind as people corrected them, by document and place; rejected ones are left out.

        Raises:
            LedgerError: when a file is missing or damaged.
        """
        records = self.read_table(cls)
        if cls is Document:
            records = cast(list[R], self._with_sources(cast(list[Document], records)))
        corrections = [row for row in read_corrections(self.path) if row.kind == _NAMES[cls]]
        found, _ = self.anchor(corrections, records)
        return list(apply_corrections(records, found))

    def anchor(
        self, corrections: Sequence[Correction], records: Sequence[Record]
    ) -> tuple[list[Correction], list[Correction]]:
        """Corrections of one kind by the ids that its records have now, and those that lost their record."""
        lost = {row.record for row in corrections} - {record.id for record in records}
        texts = {d.id: d.text for d in self.read_table(Document)} if lost else {}
        return anchor_corrections(corrections, records, texts)

    def _with_sources(self, documents: Iterable[Document]) -> list[Document]:
        sources: dict[str, list[Source]] = {}
        for row in self.read_table(SourceRow):
            fields = {name: getattr(row, name) for name in Source.__struct_fields__}
            sources.setdefault(row.document, []).append(Source(**fields))
        return [msgspec.structs.replace(d, sources=tuple(sources.get(d.id, ()))) for d in documents]

    def correct(self, record_id: str, field: str, value: str, *, signed: Signed) -> Correction:
        """Correct a field of a record (`*` and `rejected` for the whole) for every reader from now on.

        Raises:
            UsageError: when there is no such record or field, or the value does not fit; it says what would.
        """
        with lock_ledger(self.path):
            record = self._find(record_id)
            text = next((d.text for d in self.read_table(Document) if d.id == record.document), "")
            correction = make_correction(record, text, field=field, value=value, signed=signed)
            append_correction(self.path, correction)
            manifest = read_manifest(self.path)
            rows = read_corrections(self.path)
            replace_manifest(self.path, put_table(self.path, manifest, "correction", rows, digest=""))
        return correction

    def _find(self, record_id: str) -> Record:
        """The record with an id as it was read, rejected or not."""
        for cls in KINDS.values():
            for record in self.read_table(cls):
                if record.id == record_id:
                    return record
        raise UsageError(f"{self.path}: no record {record_id}; detente sql lists ids (select id from event)")

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection in memory with a view for every kind and table, corrections followed."""
        from detente.ledger.views import connect_views

        return connect_views(self)
