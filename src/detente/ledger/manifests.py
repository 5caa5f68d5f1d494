"""The one file that says what a ledger holds: whoever has read it sees a whole state, before or after a write.

Files that no manifest names do not exist for a reader, so a writer that dies leaves the old state. A manifest is
replaced by `os.replace`, under a lock that only writers take; readers never wait.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from detente.errors import LedgerError
from detente.ledger.schema import VERSION, schema_digest

_NAME = "manifest.json"
_LOCK = "lock"


class File(msgspec.Struct, frozen=True, order=True):
    """A Parquet file under the ledger's folder; its name ends in the hash of its bytes."""

    path: str
    rows: int


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Documents of one or more shards, read by one digest, with a file for each kind of record found.

    `dead` are documents that were read again since: rows of theirs that the files still hold do not count.
    """

    shards: tuple[str, ...]
    digest: str
    documents: tuple[str, ...]
    dead: tuple[str, ...] = ()
    files: dict[str, File] = {}


class Table(msgspec.Struct, frozen=True):
    """A table of later knowledge, written whole, with the digest of what it was made from."""

    file: File
    digest: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """All live files of a ledger; `sources` are apart from the batches because a text may turn up again.

    `imports` are the parts of `imported_event`, in the order in which they came.
    """

    version: int = VERSION
    schema: str = msgspec.field(default_factory=schema_digest)
    batches: tuple[Batch, ...] = ()
    sources: tuple[File, ...] = ()
    imports: tuple[File, ...] = ()
    tables: dict[str, Table] = {}

    def list_files(self) -> Iterator[File]:
        """Every live file."""
        for batch in self.batches:
            yield from batch.files.values()
        yield from self.sources
        yield from self.imports
        yield from (table.file for table in self.tables.values())


class _Head(msgspec.Struct):
    version: int
    schema: str


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a ledger.

    Raises:
        LedgerError: when there is none, or it is damaged or of another version.
    """
    path = folder / _NAME
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise LedgerError(f"{folder}: no ledger here; write one with detente extract --ledger") from error
    except OSError as error:
        raise LedgerError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        head = msgspec.json.decode(data, type=_Head)
        if (head.version, head.schema) != (VERSION, schema_digest()):
            raise LedgerError(
                f"{folder}: a ledger of version {head.version} (shape {head.schema}), this program writes version "
                f"{VERSION} (shape {schema_digest()}); read the texts again into a new folder, "
                "corrections.jsonl may be copied there first"
            )
        return msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise LedgerError(f"{path}: damaged ({error}); read the texts again into a new folder") from error


def has_manifest(folder: Path) -> bool:
    """Whether a folder is a ledger."""
    return (folder / _NAME).is_file()


def replace_manifest(folder: Path, manifest: Manifest) -> None:
    """Make a manifest the current one, atomically and durably."""
    live = (batch for batch in manifest.batches if batch.documents)
    batches = tuple(sorted(live, key=lambda b: (b.shards, b.digest, b.documents)))
    tables = dict(sorted(manifest.tables.items()))
    tidy = msgspec.structs.replace(
        manifest, batches=batches, sources=tuple(sorted(set(manifest.sources))), tables=tables
    )
    write_durably(folder / _NAME, msgspec.json.format(msgspec.json.encode(tidy), indent=1))


def write_durably(path: Path, data: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, never a part."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # other systems cannot open a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def lock_ledger(folder: Path) -> Iterator[None]:
    """Hold the ledger for one writer; another waits. The lock goes with the process, however it ends."""
    with (folder / _LOCK).open("ab") as file:
        try:
            import fcntl
        except ImportError:  # not a POSIX system: one writer at a time is then up to the caller
            yield
            return
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def hash_bytes(data: bytes) -> str:
    """Twenty hexadecimal digits that name a file by its content."""
    return hashlib.sha256(data).hexdigest()[:20]


def hash_file(path: Path) -> str:
    """The same for a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:20]
