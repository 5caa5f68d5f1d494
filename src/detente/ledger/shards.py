"""How a ledger grows: a batch of documents with its records is added, batches are merged, garbage goes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec
import pyarrow as pa

from detente.errors import RecordError
from detente.ledger.files import read_batch, read_file, read_rows, write_file
from detente.ledger.manifests import Batch, File, Manifest, Table
from detente.ledger.schema import KIND_TABLES, from_table, sort_table, to_table
from detente.ledger.tables import TABLES, SourceRow
from detente.records import Document, Problem, Record

Contents: TypeAlias = Mapping[str, Sequence[Record]]
_DOCUMENTS_PER_FILE = 5000


def add_batch(folder: Path, manifest: Manifest, contents: Contents, *, shard: str, digest: str) -> Manifest:
    """The manifest with the documents of `contents` and all their records, by table name.

    A document that is already there by the same digest only gains new sources; what another digest read in
    it is replaced.

    Raises:
        RecordError: when a record belongs to none of these documents.
    """
    documents = [d for d in contents.get("document", ()) if isinstance(d, Document)]
    _require_home(contents, {d.id for d in documents})
    known = {d for batch in manifest.batches if batch.digest == digest for d in batch.documents}
    fresh = {d.id for d in documents} - known
    files = {}
    for name in KIND_TABLES:
        rows: Iterable[Record] = (r for r in contents.get(name, ()) if r.document in fresh)
        if name == "document":
            rows = (msgspec.structs.replace(d, sources=()) for d in documents if d.id in fresh)
        table = to_table(rows, KIND_TABLES[name])
        if table.num_rows:
            files[name] = write_file(folder, name, shard, table)
    batch = Batch(shards=(shard,), digest=digest, documents=tuple(sorted(fresh)), files=files)
    return msgspec.structs.replace(
        manifest,
        batches=(*(_bury(b, fresh) for b in manifest.batches), batch),
        sources=(*manifest.sources, *_add_sources(folder, manifest, documents, shard=shard)),
    )


def _require_home(contents: Contents, documents: set[str]) -> None:
    for record in itertools.chain.from_iterable(contents.values()):
        if record.document not in documents:
            raise RecordError(
                f"{record.id}: its document {record.document} is not among those written with it"
            )


def _bury(batch: Batch, reread: set[str]) -> Batch:
    """The batch without the documents that were read again."""
    gone = [d for d in batch.documents if d in reread]
    if not gone:
        return batch
    live = tuple(d for d in batch.documents if d not in reread)
    return msgspec.structs.replace(batch, documents=live, dead=tuple(sorted({*batch.dead, *gone})))


def _add_sources(
    folder: Path, manifest: Manifest, documents: Iterable[Document], *, shard: str
) -> Iterator[File]:
    """A file with those sources of the documents that no file has yet."""
    given = [
        SourceRow(document=d.id, **{f: getattr(source, f) for f in source.__struct_fields__})
        for d in documents
        for source in d.sources
    ]
    seen: set[tuple[str, str, str | None]] = set()
    if {row.document for row in given} & {d for batch in manifest.batches for d in batch.documents}:
        seen = {_place(row) for row in from_table(read_rows(folder, "source", manifest=manifest), SourceRow)}
    new = list({_place(row): row for row in reversed(given) if _place(row) not in seen}.values())
    if new:
        yield write_file(folder, "source", shard, to_table(new, SourceRow))


def _place(row: SourceRow) -> tuple[str, str, str | None]:
    """What makes two sources the same: fetching a file again is not a second source."""
    return row.document, row.path, row.url


def put_table(
    folder: Path, manifest: Manifest, name: str, rows: Iterable[msgspec.Struct], *, digest: str
) -> Manifest:
    """The manifest with a table of later knowledge replaced; `digest` names what it was made from."""
    file = write_file(folder, name, "all", to_table(rows, TABLES[name]))
    return msgspec.structs.replace(manifest, tables={**manifest.tables, name: Table(file, digest)})


def add_problems(folder: Path, manifest: Manifest, problems: Sequence[Problem]) -> Manifest:
    """The manifest with problems of no document (a file that could not be read), once each."""
    if not problems:
        return manifest
    known = manifest.tables.get("problem")
    rows = from_table(read_file(folder, "problem", known.file), Problem) if known else []
    merged = {problem.id: problem for problem in (*rows, *problems)}
    return put_table(folder, manifest, "problem", merged.values(), digest="")


def merge_batches(folder: Path, manifest: Manifest) -> Manifest:
    """The manifest with few large files instead of many small ones, and without rows that no longer count."""
    batches: list[Batch] = []
    for _, group in itertools.groupby(
        sorted(manifest.batches, key=lambda b: (b.digest, b.shards)), key=lambda b: b.digest
    ):
        batches += [_merge(folder, portion) for portion in _portion(list(group))]
    sources = manifest.sources
    if len(sources) > 1:
        rows = sort_table(read_rows(folder, "source", manifest=manifest))
        sources = (write_file(folder, "source", "all", rows),)
    return msgspec.structs.replace(manifest, batches=tuple(batches), sources=sources)


def _portion(batches: list[Batch]) -> Iterator[list[Batch]]:
    """Batches in groups that are large enough for a file; the batches of one shard stay together."""
    group: list[Batch] = []
    for _, shard in itertools.groupby(batches, key=lambda b: b.shards[0]):
        group += shard
        if sum(len(b.documents) for b in group) >= _DOCUMENTS_PER_FILE:
            yield group
            group = []
    if group:
        yield group


def _merge(folder: Path, batches: list[Batch]) -> Batch:
    if len(batches) == 1 and not batches[0].dead:
        return batches[0]
    shards = tuple(sorted({shard for batch in batches for shard in batch.shards}))
    label = shards[0] if len(shards) == 1 else f"{shards[0]}-{shards[-1]}"
    files = {}
    for name in KIND_TABLES.keys() - {"source"}:
        rows = pa.concat_tables([read_batch(folder, batch, name) for batch in batches])
        if rows.num_rows:
            files[name] = write_file(folder, name, label, sort_table(rows))
    documents = tuple(sorted(d for batch in batches for d in batch.documents))
    return Batch(
        shards=shards, digest=batches[0].digest, documents=documents, files=dict(sorted(files.items()))
    )


def remove_garbage(folder: Path, *manifests: Manifest) -> None:
    """Delete what none of the manifests names: superseded files and the parts of writers that died."""
    live = {folder / file.path for manifest in manifests for file in manifest.list_files()}
    for path in [*folder.glob("*/*"), *folder.glob("*.part")]:
        if path not in live and path.suffix in (".parquet", ".part"):
            path.unlink(missing_ok=True)
