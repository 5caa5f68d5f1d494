"""Bulk files into a ledger: unpacked one by one, united in portions, each portion published in one step."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias

import msgspec

from detente.errors import DetenteError, InputError, LedgerError, UsageError
from detente.ledger.imports import acled, gdelt, icews, phoenix, polecat
from detente.ledger.imports.accounts import make_batches
from detente.ledger.imports.drafts import Draft, Target, write_draft
from detente.ledger.imports.formats import Format, Gates
from detente.ledger.imports.mentions import load_mentions
from detente.ledger.imports.merging import unite_rows, write_events
from detente.ledger.imports.rows import make_rows
from detente.ledger.imports.storing import add_part, connect_spilling, read_batches, remove_files
from detente.ledger.imports.unpacking import Part, hash_file, open_parts
from detente.ledger.manifests import lock_ledger, read_manifest, replace_manifest
from detente.ledger.shards import add_problems
from detente.ledger.tables import ImportBatch
from detente.records import Problem, make_problem

if TYPE_CHECKING:
    import duckdb

    from detente.ledger.store import Ledger

Outcome: TypeAlias = ImportBatch | Problem
FORMATS = {
    module.__name__.rpartition(".")[2]: module.make_format
    for module in (gdelt, icews, polecat, acled, phoenix)
}
"""Every format that needs no mapping file, by its name."""
_PREFIX, _MARK = ".import-", "in-use"
_PORTION = 3 << 30
"""Bytes of drafts that are united at once: some fifty million rows of GDELT."""


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """How files are imported: their format, the gates, the day until which dates can be right, what to replace."""

    format: Format
    today: dt.date
    gates: Gates = Gates()
    replace: bool = False
    memory: str = "2GB"


def import_files(ledger: Ledger, paths: Sequence[Path], job: Import) -> Iterator[Outcome]:
    """What became of each file: a batch of what was kept and dropped, or the problem that kept it out.

    A file that the ledger has already (by its bytes) adds nothing; nothing is counted twice. Each portion is
    published before its batches are given, so that whoever stops keeps what was told.

    Raises:
        UsageError: when gates are asked for that the format cannot know.
        LedgerError: when the ledger cannot be written, or memory or disk are too small.
    """
    import duckdb

    if job.gates.mentions and job.format.source != "gdelt":
        raise UsageError("--mentions belongs to GDELT")
    with _make_folder(ledger.path) as folder, connect_spilling(folder, memory=job.memory) as connection:
        load_mentions(connection, job.gates.mentions, folder)
        try:
            yield from _Run(connection, ledger, folder, job).import_all(paths)
        except duckdb.Error as error:
            message = f"{ledger.path}: the import stopped ({error}); what was not reported is not in it"
            raise LedgerError(message) from error


@contextlib.contextmanager
def _make_folder(root: Path) -> Iterator[Path]:
    """A temporary folder inside the ledger, locked while in use; what killed imports left behind is removed."""
    with contextlib.ExitStack() as stack:
        with lock_ledger(root):
            for left in root.glob(f"{_PREFIX}*"):
                _remove_abandoned(left)
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=_PREFIX, dir=root)))
            mark = stack.enter_context((folder / _MARK).open("ab"))
            _lock(mark)
        yield folder


def _remove_abandoned(folder: Path) -> None:
    """Remove the folder of an import that is no more: a lock goes with its process, however it ends."""
    with contextlib.suppress(OSError), (folder / _MARK).open("ab") as mark:
        if _lock(mark):
            shutil.rmtree(folder, ignore_errors=True)


def _lock(mark: IO[bytes]) -> bool:
    """Whether an open file is now ours alone; never where the system has no such locks.

    Raises:
        OSError: when another process holds it.
    """
    try:
        import fcntl
    except ImportError:
        return False
    fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return True


class _Run:
    """One import: the drafts that wait to be united, and what was seen."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, ledger: Ledger, folder: Path, job: Import
    ) -> None:
        self._connection = connection
        self._ledger = ledger
        self._folder = folder
        self._job = job
        self._number = 0
        self._waiting: list[Draft] = []
        self._seen: set[str] = set()
        self._known = {
            batch.sha256: batch.file
            for batch in read_batches(ledger.path, ledger.manifest)
            if batch.source == job.format.source
        }

    def import_all(self, paths: Sequence[Path]) -> Iterator[Outcome]:
        for path in paths:
            yield from self._import_file(path)
            if sum(draft.path.stat().st_size for draft in self._waiting) > _PORTION:
                yield from self._publish()
        yield from self._publish()

    def _import_file(self, path: Path) -> Iterator[Problem]:
        """Draft the parts of a file; what goes wrong is a problem, and what was read before it counts."""
        try:
            digest = hash_file(path)
            if digest in self._seen or (digest in self._known and not self._job.replace):
                message = (
                    f"{path}: already imported as {self._known[digest]}; nothing added "
                    "(--replace reads it anew, with other gates or another mapping)"
                )
                yield make_problem(path=str(path), stage="import", message=message, severity="info")
                return
            for part in open_parts(path, self._folder):
                self._draft(part, digest)
            self._known[digest] = path.name
            self._seen.add(digest)
        except DetenteError as error:
            yield self._complain(path, str(error))

    def _draft(self, part: Part, digest: str) -> None:
        import duckdb

        self._number += 1
        try:
            path = self._folder / f"draft-{self._number}.parquet"
            target = Target(path=path, number=self._number, sha256=digest)
            draft = write_draft(
                self._connection, part, target, format=self._job.format, gates=self._job.gates
            )
        except duckdb.Error as error:
            raise InputError(f"{part.name}: cannot be read as {self._job.format.source} ({error})") from error
        finally:
            if part.temporary:
                part.path.unlink(missing_ok=True)
        self._waiting.append(draft)

    def _complain(self, path: Path, message: str) -> Problem:
        """The problem of a file, kept in the ledger too."""
        problem = make_problem(path=str(path), stage="import", message=_name_file(path, message))
        with lock_ledger(self._ledger.path):
            manifest = read_manifest(self._ledger.path)
            replace_manifest(self._ledger.path, add_problems(self._ledger.path, manifest, [problem]))
        return problem

    def _publish(self) -> Iterator[Outcome]:
        """Unite the waiting drafts, write them, and tell of each."""
        drafts, self._waiting = self._waiting, []
        if not drafts:
            return
        job, root = self._job, self._ledger.path
        make_rows(self._connection, drafts, format=job.format, gates=job.gates, today=job.today)
        with lock_ledger(root):
            manifest = read_manifest(root)
            if job.replace:
                names = {draft.name for draft in drafts}
                manifest = remove_files(
                    self._connection, root, manifest, source=job.format.source, names=names
                )
            held = [root / file.path for file in manifest.imports]
            unite_rows(self._connection, source=job.format.source, held=held)
            written = self._folder / "events.parquet"
            rows = write_events(self._connection, drafts, written, format=job.format)
            batches = make_batches(self._connection, drafts, written, format=job.format)
            problems = [_make_stranger(batch) for batch in batches if not _is_plausible(batch)]
            batches = [batch for batch in batches if _is_plausible(batch)]
            manifest = add_part(root, manifest, written, rows=rows, batches=batches)
            replace_manifest(root, add_problems(root, manifest, problems))
        for draft in drafts:
            draft.path.unlink()
        yield from problems
        yield from batches


def _name_file(path: Path, message: str) -> str:
    return message if message.startswith((str(path), path.name)) else f"{path}: {message}"


def _is_plausible(batch: ImportBatch) -> bool:
    """Whether a file is of its format: some row had the right columns."""
    misfits = sum(dropped.rows for dropped in batch.dropped if " columns in place of " in dropped.reason)
    return misfits < max(batch.read, 1)


def _make_stranger(batch: ImportBatch) -> Problem:
    message = f"{batch.file}: no line of it has the columns of {batch.source}; is it another format?"
    return make_problem(path=batch.file, stage="import", message=message)
