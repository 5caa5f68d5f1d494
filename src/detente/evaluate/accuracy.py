"""Measure everything that there is gold for and write docs/accuracy.md; run by `make evaluate`.

Each table gives the measured value with its 90% bootstrap interval, the floor that was asked for, and whether the
value reaches it. Nothing here is rounded up.
"""

from __future__ import annotations

import inspect
import json
import os
import runpy
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from detente.check.corpora import make_corpus
from detente.check.passes import run_checks
from detente.evaluate.article import score_article
from detente.evaluate.article_events import judge_events
from detente.evaluate.figures import evaluate_figures
from detente.evaluate.gold import Gold, load_gold
from detente.evaluate.history_rows import measure_turning_points, measure_worlds
from detente.evaluate.matching import Counts, Score, add_counts
from detente.evaluate.names import evaluate_names
from detente.evaluate.offices import evaluate_offices
from detente.evaluate.outlook import measure_outlook
from detente.evaluate.parse import evaluate_parse
from detente.evaluate.quotes import score_attributions
from detente.evaluate.relation import (
    RelationRow,
    evaluate_relation,
    guess_relations,
    merge_yield,
    score_guesses,
)
from detente.evaluate.reliability import expect_error, measure_error, tabulate_scores
from detente.language.articles import Article
from detente.language.parsing import make_parser
from detente.pipeline import list_identities, make_reading
from detente.read.files import read_documents
from detente.read.zones import mark_zones
from detente.records import Document, Event, Statement, make_document

Row = tuple[str, str, str, str]
"""What was measured, the value, its interval or counts, the floor."""
_SEED = "corpus/seeds/002_c7cfc9a2230793ec.txt"
_HELD_BACK = ("held-back-pairs.txt", "held-back-pairs-2.txt")
_HEADER = "| measure | value | interval or counts | floor | reached |\n|---|---|---|---|---|\n"
_F1_MEASURES = {"sentences", "events trigger", "events loose", "events strict", "statements", "figures"}
_BLIND_MEASURES = _F1_MEASURES | {
    "modality of matched events",
    "date of matched events",
    "parties resolved to person and office",
    "direct quotations with speaker",
    "speakers resolved to person and office",
}
_INTRODUCTION = """# Accuracy, measured

Written by `make evaluate`; do not edit. Every value is what the shipped code, models and lexicon give on data that
nobody trained on. Intervals are 90%, by resampling sentences. A floor is what was asked for; where a value stays below
it, the text says so.

The gold article was used while developing, so its scores flatter: expect less on other texts.
"""


def find_shared() -> Path | None:
    """The folder of shared texts and gold, or null where it is absent (DETENTE_SHARED names another place)."""
    path = Path(os.environ.get("DETENTE_SHARED", "../shared"))
    return path if path.is_dir() else None


def measure_article(shared: Path) -> Iterator[Row]:
    """The annotated article of 2020, kind by kind."""
    document = next(d for d in read_documents([shared / _SEED]) if isinstance(d, Document))
    article = make_reading()(document)
    checks = run_checks(make_corpus([article.document], article.records, identities=list_identities(article)))
    report = score_article(load_gold(shared / "gold/2020"), article, checks)
    for score in report.scores:
        yield _row(score)


def _row(score: Score) -> Row:
    c = score.counts
    counts = f"{score.low:.2f} to {score.high:.2f}; {c.right} right, {c.wrong} wrong, {c.missed} missed"
    return score.name, f"{score.value:.3f}", counts, "" if score.target is None else f"{score.target:.2f}"


def read_annotated(shared: Path, folder: Path) -> Iterator[tuple[str, Gold, Article]]:
    """The annotated Wikinews articles of a folder as the shipped code reads them, with the part they belong to."""
    reading = make_reading()
    documents = read_documents([shared / "corpus/wikinews.jsonl"])
    by_line = {d.sources[0].path.rpartition(":")[2]: d for d in documents if isinstance(d, Document)}
    for annotated in sorted(folder.glob("wn*")):
        meta = json.loads((annotated / "meta.jsonl").read_text(encoding="utf-8"))
        line = str(int(annotated.name.removeprefix("wn")) + 1)
        yield meta["part"], load_gold(annotated), reading(by_line[line])


def pool_scores(articles: Iterable[tuple[str, Gold, Article]]) -> Iterator[Row]:
    """The scores of several articles, each part of them pooled."""
    pooled: dict[str, list[Counts]] = {}
    for part, gold, article in articles:
        for score in score_article(gold, article).scores:
            if score.name in _BLIND_MEASURES:
                pooled.setdefault(f"{part}: {score.name}", []).append(score.counts)
    for name, counts in sorted(pooled.items()):
        c = add_counts(counts)
        value = c.f1 if name.rpartition(": ")[2] in _F1_MEASURES else c.recall
        yield name, f"{value:.3f}", f"{c.right} right, {c.wrong} wrong, {c.missed} missed", ""


def measure_blind(shared: Path) -> Iterator[Row]:
    """Eight Wikinews articles annotated by somebody who had not seen the rules; the misses of four are never read."""
    yield from pool_scores(read_annotated(shared, Path("tests/gold/wikinews")))


def measure_second(shared: Path) -> Iterator[Row]:
    """Eight further articles, drawn and annotated later by somebody who had not seen the rules, and never tuned to."""
    yield from pool_scores(read_annotated(shared, Path("tests/gold/wikinews-second")))


def measure_scores(shared: Path) -> Iterator[Row]:
    """What `--min-score` costs and buys, and whether scores mean what they say, on the sixteen blind articles."""
    judged: list[tuple[float, bool]] = []
    wanted = 0
    folders = (Path("tests/gold/wikinews"), Path("tests/gold/wikinews-second"))
    for _, gold, article in chain.from_iterable(read_annotated(shared, folder) for folder in folders):
        found, number = judge_events(gold, [r for r in article.records if isinstance(r, Event)])
        judged += found
        wanted += number
    for least in (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9):
        kept = [right for score, right in judged if score >= least]
        counts = Counts(sum(kept), len(kept) - sum(kept), wanted - sum(kept))
        said = f"precision {counts.precision:.2f}, recall {counts.recall:.2f}; {len(kept)} events"
        yield f"--min-score {least}: F1 of trigger and type", f"{counts.f1:.3f}", said, ""
    for b in tabulate_scores(judged):
        yield f"score {b.low:.1f} to {b.high:.1f}: share right", f"{b.observed:.3f}", f"{b.n} events", ""
    error, by_chance = measure_error(judged), expect_error([score for score, _ in judged])
    said = f"at most 0.04; {len(judged)} events, on which perfect scores would show {by_chance:.3f}"
    yield "events: expected calibration error", f"{error:.3f}", said, ""


def measure_syntax(shared: Path) -> Iterator[Row]:
    """Trees and names of the shipped model on treebanks with gold tokens."""
    for name, uas, las in (("ewt_test", "0.92", "0.895"), ("gum_clean_test", "", "")):
        scores = evaluate_parse(shared / f"data/treebanks/{name}.conllu")
        speed = f"{scores.words:,} words, {scores.words_per_second:,.0f} a second"
        yield f"{name}: UAS", f"{scores.uas:.4f}", speed, uas
        yield f"{name}: LAS", f"{scores.las:.4f}", speed, las
        yield f"{name}: part of speech (universal)", f"{scores.upos:.4f}", "", ""
        yield f"{name}: lemma", f"{scores.lemma:.4f}", "", ""
    names = evaluate_names(shared / "data/names/uner_ewt_test.iob2")
    for kind, name_score in names.items():
        counts = (
            f"precision {name_score.precision:.3f}, recall {name_score.recall:.3f}, {name_score.gold} names"
        )
        yield f"uner_ewt_test: F1 {kind}", f"{name_score.f1:.4f}", counts, "0.74" if kind == "all" else ""


def measure_relations(shared: Path) -> Iterator[Row]:
    """PLOVER types on two public sets that nobody here trains on."""
    scores = evaluate_relation(shared / "data/relation/plv_train.jsonl")
    rows = f"{scores.rows} rows, {scores.answered} answered"
    yield (
        "plv_train: accuracy (SANCTION accepted for COERCE where imposed)",
        _number(scores.accuracy),
        rows,
        "0.78",
    )
    yield "plv_train: accuracy, strict", _number(scores.strict), rows, ""
    yield "plv_train: macro-F1", _number(scores.macro_f1), rows, "0.75"
    yield "plv_train: penta class", _number(scores.penta), rows, "0.87"
    yield "plv_train: who is actor", _number(scores.actor), rows, ""
    yield "plv_train: expected calibration error of the best type", _number(scores.type_error), rows, ""
    other = evaluate_relation(shared / "data/relation/cameo_class.jsonl")
    yield "cameo_class: F1 of no event", _number(other.none_f1), f"{other.rows} rows", "0.60"
    held_back = [list(read_pairs(Path("training/corpus") / name)) for name in _HELD_BACK]
    for name, pairs, floor in (
        *zip(_HELD_BACK, held_back, ("", ""), strict=True),
        ("both files", list(chain(*held_back)), "0.95"),
    ):
        own = score_guesses(pairs, guess_relations(pairs))
        yield f"{name}: who is actor", _number(own.actor), f"{own.rows} pairs, half inverted", floor
        yield f"{name}: type", _number(own.strict), f"{own.rows} pairs", ""


def read_pairs(path: Path) -> Iterator[RelationRow]:
    """The pairs held back from training, as rows whose source is the actor."""
    tools = runpy.run_path(str(path.parent / "read_corpus.py"))
    for row in tools["read_file"](path):
        event = row["events"][0]
        source, target = ((s["start"], s["end"]) for s in (event["actors"][0], event["recipients"][0]))
        yield RelationRow(row["text"], source, target, merge_yield(event["type"]))


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def measure_figures(shared: Path) -> Iterator[Row]:
    """Quantities in news sentences (NewsQuant)."""
    for score in evaluate_figures(shared / "data/figures/newsquant_dev.json", parse=make_parser()).scores:
        yield _row(score)


def measure_quotations(shared: Path) -> Iterator[Row]:
    """Attributions in political news (PolNeAR, development part), by overlap."""
    for score in evaluate_quotes(shared / "data/quotes/dev.jsonl"):
        yield _row(score)


def evaluate_quotes(path: Path) -> list[Score]:
    """Overlap F1 of source, cue and content of the attributions in a file."""
    reading = make_reading()

    def read(text: str) -> Article:
        return reading(make_document(text, sources=(), zones=mark_zones(text), language="en"))

    def list_statements(article: Article) -> list[Statement]:
        return [r for r in article.records if isinstance(r, Statement)]

    return score_attributions(path, read, list_statements)


def measure_offices(shared: Path) -> Iterator[Row]:
    """Who held an office on a day."""
    scores = evaluate_offices(shared / "data/offices/office_queries.json")
    listed = ("offices that the brief lists", scores.listed, ("0.98", "0.95"))
    for name, score, floors in (listed, ("all offices held", scores.known, ("", ""))):
        asked = f"{score.asked} questions"
        yield f"{name}: right of answered", f"{score.right_of_answered:.4f}", asked, floors[0]
        yield f"{name}: answered", f"{score.share_answered:.4f}", asked, floors[1]


SECTIONS = (
    ("One annotated article (2020)", measure_article),
    ("Eight articles annotated blind (Wikinews)", measure_blind),
    ("Eight further articles, scored at the end (Wikinews)", measure_second),
    ("What the score of an event means", measure_scores),
    ("Syntax and names", measure_syntax),
    ("PLOVER type between two parties", measure_relations),
    ("Figures", measure_figures),
    ("Quotations", measure_quotations),
    ("Offices", measure_offices),
    ("Outlook", measure_outlook),
    ("Turning points", measure_turning_points),
    ("Histories of worlds of our own", measure_worlds),
)


def write_accuracy(shared: Path) -> str:
    """The whole document as Markdown."""
    parts = [_INTRODUCTION]
    for title, measure in SECTIONS:
        sys.stderr.write(f"measuring: {title}\n")
        parts.append(f"\n## {title}\n{inspect.getdoc(measure)}\n\n{_HEADER}")
        for name, value, counts, floor in measure(shared):
            reached = "" if not floor else ("yes" if float(value) >= float(floor) else "**no**")
            parts.append(f"| {name} | {value} | {counts} | {floor} | {reached} |\n")
    return "".join(parts)


def main() -> int:
    """Write docs/accuracy.md, or say why not."""
    shared = find_shared()
    if shared is None:
        sys.stderr.write("no shared data (set DETENTE_SHARED): nothing measured\n")
        return 0
    Path("docs").mkdir(exist_ok=True)
    Path("docs/accuracy.md").write_text(write_accuracy(shared), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
