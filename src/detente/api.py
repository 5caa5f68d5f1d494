"""The Python API: five functions that do what the commands do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from detente.ledger.store import Ledger
from detente.ledger.store import open_ledger as _open_ledger
from detente.records import AnyRecord, Check, Document, Problem


def read_documents(paths: Iterable[str | Path]) -> Iterator[Document | Problem]:
    """Documents of files and folders with zones, date, outlet and language; a Problem for each that is none."""
    from detente.read import files

    return files.read_documents(paths)


def extract_records(paths: Iterable[str | Path], *, ledger: Ledger | None = None) -> Iterator[AnyRecord]:
    """Each document of some files, followed by its events, statements, figures and problems.

    With a `ledger` they are kept there and only what is new is read.
    """
    from detente import pipeline

    with pipeline.open_or_make_ledger(ledger.path if ledger else None) as opened:
        yield from pipeline.extract_records(opened, paths)


def check_records(paths: Iterable[str | Path], *, ledger: Ledger | None = None) -> list[Check]:
    """What holds and what does not in some files: sums, rates, calendar, ages, offices, copies."""
    from detente import pipeline

    with pipeline.open_or_make_ledger(ledger.path if ledger else None) as opened:
        pipeline.fill_ledger(opened, paths)
        return pipeline.check_ledger(opened)


def open_ledger(path: str | Path, *, create: bool = False) -> Ledger:
    """The ledger in a folder; with `create` an empty one where there is none.

    Raises:
        LedgerError: when there is none, or it is damaged or of another version.
    """
    return _open_ledger(path, create=create)


def write_brief(
    paths: Iterable[str | Path],
    *,
    between: tuple[str, str],
    as_of: dt.date | None = None,
    ledger: Ledger | None = None,
    format: str = "html",
) -> str:
    """The brief of two countries from some files, as html, json, md or csv.

    Raises:
        UsageError: when a country is unknown, both are one, or no text is about them.
    """
    from detente import pipeline

    with pipeline.open_or_make_ledger(ledger.path if ledger else None) as opened:
        pipeline.fill_ledger(opened, paths)
        return pipeline.render_brief(pipeline.make_brief(opened, between, as_of=as_of), format=format)
