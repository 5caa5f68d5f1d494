"""One thin command per verb: arguments in, a library call, an answer out. Progress and errors go to stderr."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from detente import __version__
from detente.commands.history import measure, turns
from detente.commands.imports import import_events
from detente.commands.lexicon import app as lexicon_app
from detente.commands.outlook import evaluate_outlook, outlook
from detente.errors import DetenteError, UsageError
from detente.evaluate.commands import app as evaluate_app

if TYPE_CHECKING:
    from detente.ledger.store import Ledger

app = typer.Typer(
    name="detente",
    help="Read the news about two countries and answer, with receipts: are they thawing or freezing?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.add_typer(evaluate_app, name="evaluate")
app.add_typer(lexicon_app, name="lexicon")
app.command("import")(import_events)
app.command()(measure)
app.command()(turns)
app.command()(outlook)
evaluate_app.command("outlook")(evaluate_outlook)


class BriefFormat(StrEnum):
    """How a brief is written."""

    html = "html"
    json = "json"
    md = "md"
    csv = "csv"


class TableFormat(StrEnum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"


class ExcerptChoice(StrEnum):
    """How much of a text a brief may quote."""

    paragraph = "paragraph"
    sentence = "sentence"
    none = "none"


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...", help="Files (txt, html, jsonl, pdf), folders, or - for standard input."
    ),
]
Between = Annotated[
    tuple[str, str], typer.Option("--between", metavar="A B", help="The two countries: ISO codes or names.")
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Judge as on this day (default: the latest publication read)."
    ),
]
LedgerOption = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="DIR", help="Keep the records here; a rerun reads only what is new."),
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where to write (- for standard output).")
]
MinScore = Annotated[
    float,
    typer.Option(
        "--min-score", min=0, max=1,
        help="Leave out events that are less likely right than this; docs/accuracy.md has a table to choose by.",
    ),
]  # fmt: skip
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def show_options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    """Read the news about two countries and answer, with receipts: are they thawing or freezing?"""


@app.command()
def brief(
    paths: Paths,
    between: Between,
    as_of: AsOf = None,
    out: Out = None,
    ledger: LedgerOption = None,
    format: Annotated[
        BriefFormat | None, typer.Option("--format", help="Default: by the ending of --out, else html.")
    ] = None,
    excerpt: Annotated[
        ExcerptChoice, typer.Option(help="How much of each text to quote.")
    ] = ExcerptChoice.paragraph,
    window: Annotated[int, typer.Option(help="Length of the window in days.", min=7, max=731)] = 60,
    min_score: MinScore = 0.0,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="LEDGER|DATE",
            help="Write only what is new or different against an earlier brief.",
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Read texts about two countries and write the answer with its evidence.

    Examples:

        detente brief news/ --between USA RUS --out brief.html

        detente brief news.jsonl --between India Pakistan --as-of 2019-03-05 --format json | jq .answer
    """
    from detente import pipeline
    from detente.show.terminal import print_answer, track_progress

    chosen, day = format or _guess_format(out), _parse_day(as_of)
    with pipeline.open_or_make_ledger(ledger) as opened:
        with track_progress(quiet=quiet) as progress:
            pipeline.fill_ledger(opened, paths, progress=progress, min_score=min_score)
        made = pipeline.make_brief(opened, between=between, as_of=day, window=window, command=_command_line())
        if since is not None:
            made = pipeline.find_news(opened, made, since)
        text = pipeline.render_brief(made, format=chosen.value, excerpt=excerpt.value)
        if not quiet:
            _print_problems(opened)
    target = out or (Path("brief.html") if chosen is BriefFormat.html else Path("-"))
    _write(target, text)
    if not quiet:
        print_answer(made, target if str(target) != "-" else None)


def _guess_format(out: Path | None) -> BriefFormat:
    ending = out.suffix.lstrip(".").lower() if out else ""
    return BriefFormat(ending) if ending in {f.value for f in BriefFormat} else BriefFormat.html


@app.command()
def extract(
    paths: Paths,
    ledger: LedgerOption = None,
    format: Annotated[
        TableFormat, typer.Option("--format", help="jsonl: one record a line.")
    ] = TableFormat.jsonl,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Print each document's text as well.")
    ] = False,
    min_score: MinScore = 0.0,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Print what the texts say: each document, followed by its events, statements, figures and problems.

    Example:

        detente extract article.txt | jq 'select(.kind=="event") | .type'
    """
    from detente import pipeline
    from detente.records import Document
    from detente.show.tables import make_record_writer
    from detente.show.terminal import track_progress

    read = 0
    with _open_output(out) as stream, pipeline.open_or_make_ledger(ledger) as opened:
        write = make_record_writer(stream, format=format.value, with_text=with_text)
        with track_progress(quiet=quiet) as progress:
            for record in pipeline.extract_records(opened, paths, progress=progress, min_score=min_score):
                write.add(record)
                read += isinstance(record, Document)
        write.close()
        if not quiet:
            _print_problems(opened)
    if not read:
        raise typer.Exit(1)


def _print_problems(ledger: Ledger) -> None:
    """What could not be read, on stderr: the first five, and how many more."""
    from detente.records import Problem

    problems = ledger.read_records(Problem)
    for problem in problems[:5]:
        typer.echo(f"problem: {problem.message}", err=True)
    if len(problems) > 5:
        typer.echo(f"problem: {len(problems) - 5} more, as records of kind problem", err=True)


@app.command()
def check(
    paths: Paths,
    ledger: LedgerOption = None,
    format: Annotated[
        TableFormat, typer.Option("--format", help="jsonl: one check a line.")
    ] = TableFormat.table,
    everything: Annotated[bool, typer.Option("--all", help="Also what holds.")] = False,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Put figures, dates and offices to the test: sums, shares, rates, scales, calendar, ages, offices, copies.

    Examples:

        detente check article.txt

        detente check news/ --all --format jsonl | jq 'select(.verdict=="fails") | .arithmetic'
    """
    from detente import pipeline
    from detente.show.tables import make_record_writer, write_rows
    from detente.show.terminal import track_progress

    with pipeline.open_or_make_ledger(ledger) as opened:
        with track_progress(quiet=quiet) as progress:
            read = pipeline.fill_ledger(opened, paths, progress=progress)
        found = [c for c in pipeline.check_ledger(opened) if everything or c.verdict != "holds"]
    with _open_output(out) as stream:
        if format is TableFormat.jsonl:
            write = make_record_writer(stream, format="jsonl")
            for item in found:
                write.add(item)
        else:
            columns = ("verdict", "severity", "family", "says", "arithmetic", "would_hold", "id")
            stream.write(
                write_rows(columns, [[getattr(c, n) for n in columns] for c in found], format=format.value)
            )
    if not read:
        raise typer.Exit(1)


@app.command()
def verify(
    ledger: Annotated[Path, typer.Argument(metavar="LEDGER", help="A folder written by --ledger.")],
    format: Annotated[TableFormat, typer.Option("--format")] = TableFormat.table,
) -> None:
    """Check every span of a ledger against its document and every id against its content.

    Exit code 1 if anything is wrong. Example: detente verify ledger/
    """
    from detente.ledger.verify import verify_ledger
    from detente.show.tables import write_rows

    findings = list(verify_ledger(ledger))
    rows = [(f.severity, f.record or "", f.document or "", f.message) for f in findings]
    sys.stdout.write(write_rows(("severity", "record", "document", "message"), rows, format=format.value))
    if any(f.severity != "info" for f in findings):
        raise typer.Exit(1)


@app.command()
def sql(
    ledger: Annotated[Path, typer.Argument(metavar="LEDGER", help="A folder written by --ledger.")],
    query: Annotated[
        str, typer.Argument(metavar="SELECT", help="One SELECT; - reads it from standard input.")
    ],
    format: Annotated[TableFormat, typer.Option("--format")] = TableFormat.table,
) -> None:
    """Ask a ledger in SQL: event, statement, figure, document, source, cluster, copy_of, correction ...

    Example: detente sql ledger/ "select type, count(*) from event group by all order by 2 desc"
    """
    from detente.ledger.queries import query_ledger, write_rows

    text = sys.stdin.read() if query == "-" else query
    write_rows(query_ledger(ledger, text), sys.stdout, format=format.value)


@app.command()
def correct(
    ledger: Annotated[Path, typer.Argument(metavar="LEDGER", help="A folder written by --ledger.")],
    record: Annotated[str, typer.Argument(metavar="ID", help="The id of a record, as a brief prints it.")],
    field: Annotated[
        str | None, typer.Argument(metavar="FIELD", help="Such as type, when, actors.0.country.")
    ] = None,
    value: Annotated[
        str | None, typer.Argument(metavar="VALUE", help="The right value; null empties it.")
    ] = None,
    why: Annotated[str, typer.Option("--why", help="The reason, for whoever reads it later.")] = "",
    who: Annotated[str | None, typer.Option("--who", help="Default: your user name.")] = None,
    reject: Annotated[bool, typer.Option("--reject", help="The record is wrong as a whole.")] = False,
) -> None:
    """Correct a record for every view and brief from now on; the text's own reading is kept beside it.

    Examples:

        detente correct ledger/ ev-1f3a modality planned --why "only announced"

        detente correct ledger/ ev-1f3a --reject --why "about a football match"
    """
    import getpass

    from detente.ledger.corrections import Signed
    from detente.ledger.store import open_ledger

    if not why:
        raise UsageError("say why: --why 'the reason'")
    if reject == (field is not None) or (field is not None and value is None):
        raise UsageError("give FIELD and VALUE, or --reject alone")
    signed = Signed(who or getpass.getuser(), dt.datetime.now(dt.UTC).replace(microsecond=0), why)
    done = open_ledger(ledger).correct(record, field or "*", value or "rejected", signed=signed)
    typer.echo(f"{done.record}: {done.field} {done.old} -> {done.new} ({done.who}: {done.why})")


@app.command()
def compact(
    ledger: Annotated[Path, typer.Argument(metavar="LEDGER", help="A folder written by --ledger.")],
) -> None:
    """Merge the many small files of a ledger into few large ones.

    Example: detente compact ledger/
    """
    from detente.ledger.store import open_ledger

    opened = open_ledger(ledger)
    before = sum(1 for _ in opened.manifest.list_files())
    opened.compact()
    typer.echo(f"{ledger}: {before} files before, {sum(1 for _ in opened.manifest.list_files())} after")


@app.command()
def demo(out: Out = None, quiet: Quiet = False) -> None:
    """Run the brief on the example corpus: dispatches of ours about the United States and Russia.

    Example: detente demo --out demo.html
    """
    target = out or Path("demo.html")
    brief([str(_find_examples() / "us-russia")], between=("USA", "RUS"), out=target, quiet=quiet)


def _find_examples() -> Path:
    """The example corpora: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    for folder in (package / "examples", package.parent.parent / "examples"):
        if folder.is_dir():
            return folder
    raise UsageError("the example corpora are not installed; reinstall detente")


def _parse_day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is no date; write it as 2020-04-26") from None
    if day > dt.date.today():
        raise UsageError(f"--as-of {day} lies in the future; nobody knows yet what happened by then")
    return day


def _command_line() -> str:
    import shlex

    return shlex.join(["detente", *sys.argv[1:]])


def _write(target: Path, text: str) -> None:
    with _open_output(target) as stream:
        stream.write(text)


@contextlib.contextmanager
def _open_output(target: Path | None) -> Iterator[TextIO]:
    """Standard output for - or nothing, else the file, its folder made if need be."""
    if target is None or str(target) == "-":
        yield sys.stdout
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8") as stream:
            yield stream
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror})") from error


_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def _limit_threads() -> None:
    """One thread for linear algebra unless the user says otherwise: our matrices are small, and idle threads spin."""
    for name in _THREADS:
        os.environ.setdefault(name, "1")


def main() -> None:
    """Run the command line; every error on purpose becomes one line on stderr and an exit code."""
    _limit_threads()  # before numpy is loaded: it reads them once
    try:
        app()
    except DetenteError as error:
        typer.echo(f"detente: {error}", err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except BrokenPipeError:
        sys.exit(0)
    except KeyboardInterrupt:
        typer.echo(
            "detente: stopped; what was read so far is kept in the ledger, run the same command to go on",
            err=True,
        )
        sys.exit(130)


if __name__ == "__main__":
    main()
