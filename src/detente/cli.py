"""One thin command per verb: arguments in, a library call, an answer out. Progress and errors go to stderr."""

from __future__ import annotations

import datetime as dt
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from detente import __version__
from detente.errors import DetenteError, UsageError

app = typer.Typer(
    name="detente",
    help="Read the news about two countries and answer, with receipts: are they thawing or freezing?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
evaluate_app = typer.Typer(
    help="Measure Détente, or your own annotations, against a gold standard.", no_args_is_help=True
)
lexicon_app = typer.Typer(
    help="Look after the lexicon of offices, people and countries.", no_args_is_help=True
)
app.add_typer(evaluate_app, name="evaluate")
app.add_typer(lexicon_app, name="lexicon")


class BriefFormat(str, Enum):
    """How a brief is written."""

    html = "html"
    json = "json"
    md = "md"
    csv = "csv"


class TableFormat(str, Enum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"


class ExcerptChoice(str, Enum):
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
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")]


@app.callback()
def show_version(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)
    ] = False,
) -> None:
    """Options of the program itself."""
    if version:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


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
    quiet: Quiet = False,
) -> None:
    """Read texts about two countries and write the answer with its evidence.

    Examples:

        detente brief news/ --between USA RUS --out brief.html

        detente brief news.jsonl --between India Pakistan --as-of 2019-03-05 --format json | jq .answer
    """
    from detente import pipeline
    from detente.show.terminal import print_answer, track_progress

    chosen = format or _guess_format(out)
    with pipeline.open_or_make_ledger(ledger) as opened:
        with track_progress(quiet=quiet) as progress:
            pipeline.fill_ledger(opened, paths, progress=progress)
        made = pipeline.make_brief(
            opened, between=between, as_of=_parse_day(as_of), window=window, command=_command_line()
        )
        text = pipeline.render_brief(opened, made, format=chosen.value, excerpt=excerpt.value)
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
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Print what the texts say: each document, followed by its events, statements, figures and problems.

    Example:

        detente extract article.txt | jq 'select(.kind=="event") | .type'
    """
    from detente import pipeline
    from detente.show.tables import write_records
    from detente.show.terminal import track_progress

    records = []
    with pipeline.open_or_make_ledger(ledger) as opened, track_progress(quiet=quiet) as progress:
        for record in pipeline.extract_records(paths, ledger=opened if ledger else None, progress=progress):
            records.append(record)
    _write(out or Path("-"), write_records(records, format=format.value, with_text=with_text))
    if not any(r.kind == "document" for r in records):  # type: ignore[attr-defined]
        raise typer.Exit(1)


def _parse_day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is no date; write it as 2020-04-26") from None


def _command_line() -> str:
    import shlex

    return shlex.join(["detente", *sys.argv[1:]])


def _write(target: Path, text: str) -> None:
    if str(target) == "-":
        sys.stdout.write(text)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def main() -> NoReturn:
    """Run the command line; every error on purpose becomes one line on stderr and an exit code."""
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


_ = Any
