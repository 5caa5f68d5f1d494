"""`detente lexicon ...`: check the lexicon of offices against itself and other lists, and bring it up to date."""

from __future__ import annotations

import datetime as dt
import sys
import urllib.parse
import urllib.request
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente import __version__
from detente.errors import InputError, UsageError

app = typer.Typer(help="Look after the lexicon of offices, people and countries.", no_args_is_help=True)
_PATIENCE = 120  # seconds; the service itself gives up after 60


class RowFormat(StrEnum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"


Format = Annotated[RowFormat, typer.Option("--format", help="How the rows are written.")]


@app.command("check")
def check_lexicon(
    data: Annotated[
        Path | None, typer.Option("--data", help="A folder with leaders_reign.csv and office_queries.json.")
    ] = None,
    format: Format = RowFormat.table,
) -> None:
    """Look for contradictions in the lexicon of offices: overlaps, unknown people, disagreement with other lists.

    Findings are rows on standard output, each a question to a person; how much is known and agreed is told after them.

    Example: detente lexicon check --data ../shared/data/offices
    """
    from detente.lexicon.office_checks import check_lexicon as find_faults
    from detente.lexicon.office_coverage import measure_coverage
    from detente.show.tables import write_rows

    findings = find_faults(data)
    rows = [(f.check, f.where, f.says) for f in findings]
    sys.stdout.write(write_rows(("check", "where", "says"), rows, format=format.value))
    typer.echo(f"{len(findings)} findings", err=True)
    for measure in measure_coverage(data):
        typer.echo(str(measure), err=True)


@app.command("update")
def update_lexicon(
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="Ask for terms that began on this day or later.")
    ] = "2000-01-01",
    answers: Annotated[
        list[Path] | None,
        typer.Option(
            "--from", metavar="FILE", help="Read a saved answer (JSON) instead of asking; repeatable."
        ),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Write what is new into your own folder of the lexicon.")
    ] = False,
    format: Format = RowFormat.table,
) -> None:
    """Ask Wikidata who holds the offices now, and print what the lexicon would add, end, or tell differently.

    With --apply new terms and ends go to $DETENTE_LEXICON, else to your data folder (detente/lexicon); every command
    reads them from then on. The installed package stays as it is. Rows marked "differ" are never applied.

    Examples:

        detente lexicon update

        detente lexicon update --from answer.json --apply
    """
    from detente.lexicon.office_updates import Term, compare_terms, make_rows, read_terms
    from detente.lexicon.overlays import write_overlay
    from detente.show.tables import write_rows

    today = dt.date.today()
    texts = [_read_answer(path) for path in answers] if answers else fetch_answers(_check_day(since))
    terms: list[Term] = [term for text in texts for term in read_terms(text)]
    changes = compare_terms(terms, today)
    columns = ("kind", "office", "person", "start", "end", "says")
    rows = [[getattr(change, name) for name in columns] for change in changes]
    sys.stdout.write(write_rows(columns, rows, format=format.value))
    typer.echo(f"{len(terms)} terms read, {len(changes)} changes", err=True)
    if apply:
        for path in write_overlay(make_rows(changes, terms, today)):
            typer.echo(f"written: {path}", err=True)


def fetch_answers(since: dt.date) -> list[bytes]:
    """What the query service of Wikidata answers, a text in JSON for each query.

    Raises:
        InputError: when the service cannot be reached or refuses.
    """
    from detente.lexicon.office_updates import load_asking

    asking = load_asking()
    return [
        _fetch(asking.service, query.replace("{since}", since.isoformat()))
        for query in asking.queries.values()
    ]


def _fetch(service: str, query: str) -> bytes:
    request = urllib.request.Request(
        f"{service}?{urllib.parse.urlencode({'query': query, 'format': 'json'})}",
        headers={
            "Accept": "application/sparql-results+json",
            "User-Agent": f"detente/{__version__} (lexicon update)",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as response:
            answer: bytes = response.read()
    except OSError as error:
        advice = "try again where there is network, or give a saved answer: --from FILE"
        raise InputError(f"{service}: cannot be reached ({error}); {advice}") from error
    return answer


def _read_answer(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error


def _check_day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is no date; write it as 2020-04-26") from None
