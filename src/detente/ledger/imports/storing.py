"""Imported events into the ledger: one part more in the manifest, the batches that tell what it is made of."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from detente.ledger.files import quote_literal, quote_path
from detente.ledger.manifests import File, Manifest, hash_file
from detente.ledger.schema import from_table
from detente.ledger.shards import put_table
from detente.ledger.tables import ImportBatch

if TYPE_CHECKING:
    import duckdb

_NAME = "imported_event"


def connect_spilling(folder: Path, *, memory: str) -> duckdb.DuckDBPyConnection:
    """A connection that puts what does not fit into its memory ("2GB") into a folder."""
    import duckdb

    connection = duckdb.connect(":memory:")
    spill = quote_literal(str(folder / "spill"))
    connection.execute(f"SET memory_limit = {quote_literal(memory)}; SET temp_directory = {spill}")
    connection.execute("SET enable_progress_bar = false")
    return connection


def read_batches(folder: Path, manifest: Manifest) -> list[ImportBatch]:
    """The files that were imported."""
    from detente.ledger.files import read_rows

    return from_table(read_rows(folder, "import_batch", manifest=manifest), ImportBatch)


def add_part(
    folder: Path, manifest: Manifest, written: Path, *, rows: int, batches: Sequence[ImportBatch]
) -> Manifest:
    """The manifest with a file of events, which moves into the ledger, and with its batches."""
    imports = manifest.imports
    if rows:
        imports = (*imports, adopt_part(folder, written, rows=rows, label=batches[0].source))
    known = read_batches(folder, manifest)
    manifest = put_table(folder, manifest, "import_batch", [*known, *batches], digest="")
    return msgspec.structs.replace(manifest, imports=imports)


def adopt_part(folder: Path, written: Path, *, rows: int, label: str) -> File:
    """A written file moved to its place in the ledger, under a name of its content."""
    path = Path(_NAME) / f"{label}-{hash_file(written)}.parquet"
    (folder / _NAME).mkdir(exist_ok=True)
    written.replace(folder / path)
    return File(path.as_posix(), rows)


def remove_files(
    connection: duckdb.DuckDBPyConnection, folder: Path, manifest: Manifest, *, source: str, names: Collection[str]
) -> Manifest:  # fmt: skip
    """The manifest without the events and batches of the named files of a source; their parts are written anew."""
    said = ", ".join(map(quote_literal, sorted(names)))
    theirs = f"source = {quote_literal(source)} AND file IN ({said})"
    imports = []
    for part in manifest.imports:
        relation = f"read_parquet({quote_path(folder / part.path)})"
        ((gone,),) = connection.execute(f"SELECT count(*) FROM {relation} WHERE {theirs}").fetchall()
        if not gone:
            imports.append(part)
        elif gone < part.rows:
            written = folder / _NAME / f"{uuid.uuid4().hex}.part"
            connection.execute(
                f"COPY (SELECT * FROM {relation} WHERE NOT ({theirs})) TO {quote_path(written)} "
                "(FORMAT parquet, COMPRESSION zstd)"
            )
            imports.append(adopt_part(folder, written, rows=part.rows - gone, label=source))
    left = [b for b in read_batches(folder, manifest) if b.source != source or b.file not in names]
    manifest = put_table(folder, manifest, "import_batch", left, digest="")
    return msgspec.structs.replace(manifest, imports=tuple(imports))
