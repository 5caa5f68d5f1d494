"""`detente import ...`: bulk event files into a ledger."""

from __future__ import annotations

import datetime as dt
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import UsageError

if TYPE_CHECKING:
    from detente.ledger.imports.formats import Format, Gates
    from detente.ledger.tables import ImportBatch
    from detente.records import Problem


class ImportFormat(StrEnum):
    """What a bulk file is."""

    gdelt = "gdelt"
    icews = "icews"
    polecat = "polecat"
    acled = "acled"
    phoenix = "phoenix"
    csv = "csv"


class ReportFormat(StrEnum):
    """How the report is written."""

    text = "text"
    json = "json"
    csv = "csv"


class Release(StrEnum):
    """Which of GDELT's series --list names."""

    one = "1"
    two = "2"
    mentions = "mentions"


Format_ = Annotated[
    ImportFormat, typer.Argument(metavar="FORMAT", help="gdelt, icews, polecat, acled, phoenix or csv.")
]
Files = Annotated[list[Path] | None, typer.Argument(metavar="FILE...", help="As downloaded: .zip, .gz too.")]
LedgerFolder = Annotated[
    Path | None, typer.Option("--ledger", metavar="DIR", help="Where to keep the events.")
]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", metavar="TOML", help="csv: which column is what.")
]
Least = Annotated[int, typer.Option(min=0, help="gdelt: drop rows with fewer (default: none dropped).")]
Confidence = Annotated[
    int, typer.Option(min=0, max=100, help="gdelt, with --mentions: drop what is less certain everywhere.")
]
Mentions = Annotated[
    list[Path] | None,
    typer.Option(
        "--mentions", metavar="FILE", help="gdelt: 2.0 mentions, for --min-confidence and --min-sources."
    ),
]
RootOnly = Annotated[bool, typer.Option("--root-only", help="gdelt: only events from the lead of a story.")]
DyadsOnly = Annotated[bool, typer.Option("--dyads-only", help="Only events between two different countries.")]
Replace = Annotated[
    bool, typer.Option("--replace", help="Imported files of the same name give way to these.")
]
Range = Annotated[
    str | None, typer.Option("--list", metavar="RANGE", help="gdelt: only print which files to download.")
]
Series = Annotated[Release, typer.Option("--release", help="For --list: GDELT 1.0, 2.0 or its mentions.")]
Report = Annotated[ReportFormat, typer.Option("--format", help="Of the report.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No report, only problems.")]


def import_events(
    source: Format_,
    files: Files = None,
    ledger: LedgerFolder = None,
    mapping: MappingFile = None,
    min_mentions: Least = 0,
    min_sources: Least = 0,
    min_articles: Least = 0,
    min_confidence: Confidence = 0,
    mentions: Mentions = None,
    root_only: RootOnly = False,
    dyads_only: DyadsOnly = False,
    replace: Replace = False,
    list_range: Range = None,
    release: Series = Release.one,
    format: Report = ReportFormat.text,
    quiet: Quiet = False,
) -> None:
    """Read bulk event files into a ledger: each event once, every dropped row counted with its reason.

    Exit code 1 if a file could not be read. Nothing is ever downloaded.

    Examples:

        detente import gdelt 2019*.export.CSV.zip --ledger history/ --dyads-only

        detente import csv mine.csv --mapping mine.toml --ledger history/

        detente import gdelt --list 2018..2024
    """
    if list_range is not None:
        _print_downloads(source, list_range, release)
        return
    if not files or ledger is None:
        raise UsageError("name the files and --ledger DIR (or --list RANGE for gdelt)")
    from detente.ledger.imports.formats import Gates

    gates = Gates(
        min_mentions=min_mentions, min_sources=min_sources, min_articles=min_articles,
        min_confidence=min_confidence, root_only=root_only, dyads_only=dyads_only, mentions=tuple(mentions or ()),
    )  # fmt: skip
    _require_gates(source, gates)
    batches, problems = _import(
        files, ledger, format=_make_format(source, mapping), gates=gates, replace=replace
    )
    for problem in problems:
        typer.echo(f"{'note' if problem.severity == 'info' else 'problem'}: {problem.message}", err=True)
    if not quiet:
        sys.stdout.write(_REPORTS[format](batches, source.value))
    if any(problem.severity != "info" for problem in problems):
        raise typer.Exit(1)


def _print_downloads(source: ImportFormat, said: str, release: Release) -> None:
    from detente.ledger.imports.listing import list_downloads

    if source is not ImportFormat.gdelt:
        raise UsageError("--list knows the names of GDELT's files only")
    for address in list_downloads(said, today=dt.date.today(), version=release.value):
        typer.echo(address)


def _require_gates(source: ImportFormat, gates: Gates) -> None:
    asked = gates.min_mentions or gates.min_sources or gates.min_articles or gates.root_only or gates.mentions
    if (asked or gates.min_confidence) and source is not ImportFormat.gdelt:
        raise UsageError(
            f"--min-…, --root-only and --mentions are for GDELT; {source.value} has no such columns"
        )
    if gates.min_confidence and not gates.mentions:
        raise UsageError("--min-confidence needs GDELT's mentions files: --mentions FILE")


def _make_format(source: ImportFormat, mapping: Path | None) -> Format:
    from detente.ledger.imports import mapped
    from detente.ledger.imports.importer import FORMATS

    if (source is ImportFormat.csv) != (mapping is not None):
        raise UsageError(
            "csv needs --mapping FILE.toml, the other formats take none; docs/import.md has an example"
        )
    return mapped.make_format(mapped.load_mapping(mapping)) if mapping else FORMATS[source.value]()


def _import(
    files: list[Path], ledger: Path, *, format: Format, gates: Gates, replace: bool
) -> tuple[list[ImportBatch], list[Problem]]:
    from detente.ledger.imports.importer import Import, import_files
    from detente.ledger.store import open_ledger
    from detente.records import Problem

    job = Import(format=format, today=dt.date.today(), gates=gates, replace=replace)
    outcomes = list(import_files(open_ledger(ledger, create=True), files, job))
    problems = [outcome for outcome in outcomes if isinstance(outcome, Problem)]
    return [outcome for outcome in outcomes if not isinstance(outcome, Problem)], problems


def _write_text(batches: list[ImportBatch], source: str) -> str:
    """A paragraph for each file, then what the source cannot tell and how it is cited."""
    from detente.lexicon.bulk import load_bulk_source

    lines: list[str] = []
    for b in batches:
        days = f", {b.first} to {b.last}" if b.first else ""
        lines.append(
            f"{b.file}: {b.read} rows read, {b.kept} events kept{days}, {b.merged} rows of the same events"
        )
        lines += [f"    dropped {d.rows}: {d.reason} (first in line {d.line})" for d in b.dropped]
        lines += [f"    {note}" for note in b.notes]
    if batches:
        lines.append(f"What {source} cannot fill:")
        lines += [f"    {what}" for what in load_bulk_source(source).cannot_fill]
        lines += [f"Cite: {citation}" for citation in sorted({b.citation for b in batches if b.citation})]
    return "".join(f"{line}\n" for line in lines)


def _write_json(batches: list[ImportBatch], source: str) -> str:
    import msgspec

    from detente.lexicon.bulk import load_bulk_source

    plain = {"files": msgspec.to_builtins(batches), "cannot_fill": load_bulk_source(source).cannot_fill}
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _write_csv(batches: list[ImportBatch], source: str) -> str:
    """A row for each fate of a file's rows."""
    from detente.show.tables import write_rows

    rows = [
        (b.source, b.file, fate, number, line)
        for b in batches
        for fate, number, line in (
            ("read", b.read, ""), ("kept", b.kept, ""), ("merged", b.merged, ""),
            *((f"dropped: {d.reason}", d.rows, d.line) for d in b.dropped),
        )
    ]  # fmt: skip
    return write_rows(("source", "file", "fate", "rows", "first_line"), rows, format="csv")


_REPORTS = {ReportFormat.text: _write_text, ReportFormat.json: _write_json, ReportFormat.csv: _write_csv}
