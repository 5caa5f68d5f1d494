"""`detente evaluate ...`: measure Détente, or your own annotations, against a gold standard."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

app = typer.Typer(
    help="Measure Détente, or your own annotations, against a gold standard.", no_args_is_help=True
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Predictions = Annotated[
    Path | None, typer.Option("--predictions", metavar="OUT", help="Write what was predicted here.")
]


@app.command()
def article(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD_DIR", help="Folder with events.jsonl, statements.jsonl ...")
    ],
    path: Annotated[str, typer.Argument(metavar="PATH", help="The annotated text.")],
    as_json: Json = False,
    misses: Annotated[
        bool, typer.Option("--misses/--no-misses", help="List what was missed, by class.")
    ] = True,
) -> None:
    """Precision, recall and F1 per kind with counts and bootstrap intervals, and the misses by class.

    Example: detente evaluate article ../shared/gold/2020 ../shared/corpus/seeds/002_c7cfc9a2230793ec.txt
    """
    from detente.check.corpora import make_corpus
    from detente.check.passes import run_checks
    from detente.errors import InputError
    from detente.evaluate.article import score_article
    from detente.evaluate.gold import load_gold
    from detente.pipeline import list_identities, make_reading
    from detente.read.files import read_documents
    from detente.records import Document

    annotations = load_gold(gold)
    document = next((d for d in read_documents([path]) if isinstance(d, Document)), None)
    if document is None:
        raise InputError(f"{path}: cannot be read as a text")
    article = make_reading()(document)
    identities = list(list_identities(article))
    corpus = make_corpus([article.document], article.records, identities=identities)
    report = score_article(annotations, article, run_checks(corpus))
    if as_json:
        _print_json(report)
        return
    sys.stdout.write(write_scores(report.scores))
    if misses:
        for name, examples in sorted(report.misses.items()):
            print_lines([f"\n{name}: {len(examples)}", *(f"    {e}" for e in examples)])


def write_scores(scores: list[Any]) -> str:
    """Scores as an aligned table with their counts, 90% interval and target."""
    from detente.show.tables import write_rows

    columns = ("measure", "value", "90% interval", "right", "wrong", "missed", "target")
    rows = [
        (s.name, f"{s.value:.3f}", f"{s.low:.2f} to {s.high:.2f}", s.counts.right, s.counts.wrong, s.counts.missed,
         "" if s.target is None else f"{s.target:.2f}")
        for s in scores
    ]  # fmt: skip
    return write_rows(columns, rows, format="table")


def print_lines(lines: list[str]) -> None:
    """Lines on standard output."""
    sys.stdout.write("\n".join(lines) + "\n")


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=1) + "\n")


@app.command()
def parse(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="CoNLL-U with gold tokens.")],
    predictions: Predictions = None,
) -> None:
    """Attachment, tag and lemma scores of the shipped model on a CoNLL-U file; writes our columns to --predictions."""
    from detente.evaluate.parse import evaluate_parse

    _print_json(evaluate_parse(path, predictions=predictions))


@app.command()
def names(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="IOB2: number, word and label a line.")],
    predictions: Predictions = None,
) -> None:
    """Exact span F1 of person, organisation and place names of the shipped model."""
    from detente.evaluate.names import evaluate_names

    _print_json(evaluate_names(path, predictions=predictions))


@app.command()
def relation(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="JSON lines with text, source_span, target_span.")
    ],
    predictions: Predictions = None,
) -> None:
    """PLOVER type of what the source does to the target; writes type and scores to --predictions."""
    from detente.evaluate.relation import evaluate_relation

    _print_json(evaluate_relation(path, predictions))


@app.command()
def figures(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A JSON list of text and quantities.")],
) -> None:
    """Value, unit and change of quantities in news sentences."""
    from detente.evaluate.figures import evaluate_figures
    from detente.language.parsing import make_parser

    _print_json(evaluate_figures(path, parse=make_parser()))


@app.command()
def offices(path: Annotated[Path, typer.Argument(metavar="FILE", help="office_queries.json.")]) -> None:
    """Who held an office on a day: right of answered, and share answered."""
    from detente.evaluate.offices import evaluate_offices

    _print_json(evaluate_offices(path))


@app.command()
def quotes(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines with source, cue and content.")],
) -> None:
    """Attribution of quotations: overlap F1 of source, cue and content."""
    from detente.evaluate.accuracy import evaluate_quotes

    sys.stdout.write(write_scores(evaluate_quotes(path)))


@app.command("turning-points")
def turning_points(
    series: Annotated[
        Path, typer.Option("--series", metavar="FILE", help="Parquet or CSV with columns date, dyad, net.")
    ],
    truth: Annotated[
        Path, typer.Option("--truth", metavar="FILE", help="CSV with columns dyad, date, sign (1 or -1).")
    ],
    format: Annotated[str, typer.Option("--format", help="text, json or csv.")] = "text",
    misses: Annotated[
        bool, typer.Option("--misses/--no-misses", help="List false alarms and misses, too.")
    ] = False,
) -> None:
    """Recall of dated turns against false alarms, offline and online; thresholds leave out the scored dyad.

    Example: detente evaluate turning-points --series gdelt.parquet --truth turns.csv --format json
    """
    from detente.evaluate.turning_points import evaluate_turning_points, write_report
    from detente.evaluate.weekly_series import read_dated_turns, read_weekly_series

    report = evaluate_turning_points(read_weekly_series(series), read_dated_turns(truth))
    sys.stdout.write(write_report(report, format=format, misses=misses))
