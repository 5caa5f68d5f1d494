"""Many parts of imported events into few, ordered so that the events of one dyad stand together."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec

from detente.ledger.files import quote_path
from detente.ledger.imports.storing import adopt_part, connect_spilling
from detente.ledger.manifests import Manifest

_MEMORY = "2GB"
_LABEL = "all"


def sort_imports(folder: Path, manifest: Manifest) -> Manifest:
    """The manifest with all imported events in one part, by source, dyad and day; the same where there is none.

    A dyad's series then reads a few pages of the part, however many events it holds.
    """
    labels = [Path(file.path).name.partition("-")[0] for file in manifest.imports]
    if labels in ([], [_LABEL]):
        return manifest
    files = ", ".join(quote_path(folder / file.path) for file in manifest.imports)
    with tempfile.TemporaryDirectory(prefix=".import-", dir=folder) as temporary:
        written = Path(temporary) / "events.parquet"
        with connect_spilling(Path(temporary), memory=_MEMORY) as connection:
            connection.execute(
                f"COPY (SELECT * FROM read_parquet([{files}]) ORDER BY source, least(actor, recipient), "
                f"greatest(actor, recipient), date, id) TO {quote_path(written)} (FORMAT parquet, COMPRESSION zstd)"
            )
        rows = sum(file.rows for file in manifest.imports)
        part = adopt_part(folder, written, rows=rows, label=_LABEL)
    return msgspec.structs.replace(manifest, imports=(part,))
