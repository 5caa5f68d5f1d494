"""Which event a sentence tells between two given parties, and how often that is right.

A row has `text` and the spans of the two parties; the events of the sentence are ranked by how well their actors and
recipients are these, and the first gives the type. Corpora with one YIELD for CONCEDE and RETREAT are scored so.
"""

from __future__ import annotations

import functools
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from detente.errors import InputError
from detente.evaluate.reliability import measure_error
from detente.extract.events.extractor import EventExtractor, make_event_extractor
from detente.extract.events.opinions import MUTUAL
from detente.language.articles import Article, Sentence
from detente.language.event_model import EventModel, load_event_model
from detente.language.names import make_name_finder
from detente.language.parsing import make_parser
from detente.language.tokens import tokenize
from detente.lexicon.events import load_event_lexicon
from detente.lexicon.plover import load_plover
from detente.read.sentences import make_articles
from detente.read.zones import mark_zones
from detente.records import Event, Mention, make_document

Range = tuple[int, int]
Party = Literal["source", "target"]
SentenceReader = Callable[[Sequence[Sentence]], list[Sentence]]
BATCH = 200
DOUBTFUL = 0.3
"""The score below which an event alone does not make a sentence tell one; chosen on parts of our corpus held out."""
VOTES: dict[Party | None, float] = {"source": 1.0, "target": -1.0, None: 0.0}
"""What the parties that were read are worth beside the model's log odds of the two directions."""
EPSILON = 1e-6
RULE_WEIGHT = 1.0
"""How much the lexicon's share of a type counts beside the probability that the model gives it: as much."""


class RelationRow(msgspec.Struct, frozen=True):
    """A sentence with the places of two parties (null: any) and, where known, the right answer."""

    text: str
    source_span: Range | None = None
    target_span: Range | None = None
    root: str | None = None
    penta: int | None = None


class Guess(msgspec.Struct, frozen=True):
    """The type of the event between two parties, how likely that event is, the share of each type in the evidence."""

    type: str | None
    mode: str | None
    score: float
    scores: dict[str, float]
    rule: str
    actor: Party | None = None
    """Which of the two parties acts on the other; null where nothing tells."""


class RelationScores(msgspec.Struct, frozen=True):
    """How often the guesses are right: of `rows`, of which `answered` have a type at all.

    `strict` counts SANCTION for COERCE as wrong, `accuracy` and `macro_f1` accept it where the corpus codes a
    sanction between states COERCE. `none_f1` is of "no event"; `actor` is how often
    the source is rightly taken for the one who acts, where the event is not mutual; `type_error` is the expected
    calibration error of the share that the best type has. `by_type` holds precision, recall and number.
    """

    rows: int
    answered: int
    accuracy: float | None
    strict: float | None
    macro_f1: float | None
    penta: float | None
    none_f1: float | None
    actor: float | None
    type_error: float | None
    by_type: dict[str, tuple[float, float, int]]
    confusions: list[tuple[str, str, int]]


def read_rows(path: Path) -> list[RelationRow]:
    """The rows of a JSON lines file.

    Raises:
        InputError: naming the line that is no such row.
    """
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            rows.append(msgspec.json.decode(line, type=RelationRow))
        except msgspec.DecodeError as error:
            raise InputError(
                f"{path}:{number}: {error}; each line needs text, source_span, target_span"
            ) from error
    return rows


def parse_texts(texts: Iterable[str], reader: SentenceReader | None = None) -> Iterator[Article]:
    """Each text as a parsed article with names; a dateline before it is not read as part of its sentence."""
    reader = reader or make_reader()
    documents = [make_document(text, sources=(), zones=mark_zones(text)) for text in texts]
    batch: list[Article] = []
    for article in make_articles(documents):
        batch.append(article)
        if len(batch) == BATCH:
            yield from _parse_batch(batch, reader)
            batch = []
    yield from _parse_batch(batch, reader)


def make_reader() -> SentenceReader:
    """Parser and name finder in one function."""
    parse, find_names = make_parser(), make_name_finder()
    return lambda sentences: find_names(parse(sentences))


def _parse_batch(articles: list[Article], reader: SentenceReader) -> Iterator[Article]:
    parsed = iter(reader([sentence for article in articles for sentence in article.sentences]))
    for article in articles:
        sentences = tuple(next(parsed) for _ in article.sentences)
        yield msgspec.structs.replace(article, sentences=sentences)


def guess_relation(events: Sequence[Event], source: Range | None, target: Range | None) -> Guess:
    """The type of the event that fits two parties best; null when the sentence tells none."""
    typed = [event for event in events if event.type is not None]
    if source is None and target is None:
        remarks = list_remarks()
        typed = [event for event in typed if event.rule not in remarks] or typed
    if not typed:
        return Guess(None, None, 0.0, {}, "")
    points = [(_fit(event, source, target), -n, event) for n, event in enumerate(typed)]
    best = max(points, key=lambda p: (p[0], p[1]))[2]
    total = sum(p[0] + 0.1 for p in points)
    scores: dict[str, float] = {}
    for fit, _, event in points:
        scores[event.type or ""] = scores.get(event.type or "", 0.0) + (fit + 0.1) / total
    shares = {k: round(v, 3) for k, v in scores.items()}
    return Guess(
        best.type, best.mode, float(best.score or 0.0), shares, best.rule, find_actor(typed, source, target)
    )


def find_actor(events: Sequence[Event], source: Range | None, target: Range | None) -> Party | None:
    """Which of two parties is the actor in most events that have both."""
    votes = 0
    for event in events:
        votes += _overlaps(event.actors, source) and _overlaps(event.recipients, target)
        votes -= _overlaps(event.actors, target) and _overlaps(event.recipients, source)
    return ("source" if votes > 0 else "target") if votes else None


@functools.cache
def list_remarks() -> frozenset[str]:
    """The rules whose events older corpora take for comments or appeals, hence for no event."""
    frames = [frame.name for frame in load_event_lexicon().frames if frame.statement]
    return frozenset(f"events/{name}@1" for name in [*frames, "model-request"])


def weigh_model(guess: Guess, row: RelationRow, model: EventModel) -> Guess:
    """The guess with what the model thinks of the two parties weighed in.

    Where no parties are given the question is that of older corpora, whether anything happens at all: comments and
    appeals (CAMEO 01 and 02) are no event there, nor is what is most likely misread.
    """
    if row.source_span is None or row.target_span is None:
        remark = guess.rule in list_remarks() or guess.score < DOUBTFUL
        return Guess(None, None, 0.0, {}, "") if remark else guess
    cuts = tokenize(row.text)
    source, target = (find_words(cuts, span) for span in (row.source_span, row.target_span))
    if source is None or target is None:
        return guess
    reading = model.read_words([row.text[a:b] for a, b in cuts])
    chances, reverse = model.read_pairs(reading, [(source, target), (target, source)])
    scores = {
        kind: float(chances[i]) + RULE_WEIGHT * guess.scores.get(kind, 0.0)
        for i, kind in enumerate(model.types)
        if kind.isupper()
    }
    total = sum(scores.values())
    best = max(scores, key=lambda kind: scores[kind])
    shares = {kind: round(score / total, 3) for kind, score in scores.items()}
    mode, rule = (guess.mode, guess.rule) if best == guess.type else (None, "events/model@1")
    forward = math.log((1 - chances[0] + EPSILON) / (1 - reverse[0] + EPSILON)) + VOTES[guess.actor]
    return Guess(best, mode, guess.score, shares, rule, "source" if forward >= 0 else "target")


def find_words(cuts: Sequence[Range], place: Range) -> Range | None:
    """The words, end exclusive, that a character range touches."""
    inside = [i for i, (start, end) in enumerate(cuts) if start < place[1] and place[0] < end]
    return (inside[0], inside[-1] + 1) if inside else None


def _fit(event: Event, source: Range | None, target: Range | None) -> float:
    """How well an event's parties are the given two: in their roles, exchanged, or by where its trigger stands."""
    points = float(event.score or 0.0)
    points += 2 * _overlaps(event.actors, source) + 2 * _overlaps(event.recipients, target)
    # all parties of a two-sided event are actors
    points += (1 if event.recipients else 2) * _overlaps(event.actors, target)
    points += _overlaps(event.recipients, source)
    if source is not None and target is not None:
        places = (*source, *target)
        points += 0.5 * (min(places) <= event.trigger.start < max(places))
    return points


def _overlaps(mentions: Sequence[Mention], place: Range | None) -> bool:
    return place is not None and any(
        m.span is not None and m.span.start < place[1] and place[0] < m.span.end for m in mentions
    )


def merge_yield(type_: str | None) -> str | None:
    """CONCEDE and RETREAT as the older corpora have them: YIELD."""
    return "YIELD" if type_ in ("CONCEDE", "RETREAT") else type_


def evaluate_relation(
    path: Path, predictions: Path | None = None, *, extractor: EventExtractor | None = None
) -> RelationScores:
    """Scores on a file of rows; the guesses go to `predictions` as JSON lines when it is given."""
    rows = read_rows(path)
    # a row that has only one of the two parties asks nothing
    rows = [row for row in rows if (row.source_span is None) == (row.target_span is None)]
    guesses = guess_relations(rows, extractor=extractor)
    if predictions is not None:
        lines = [
            json.dumps(describe_guess(row, guess), ensure_ascii=False)
            for row, guess in zip(rows, guesses, strict=True)
        ]
        predictions.write_text("\n".join(lines) + "\n", "utf-8")
    return score_guesses(rows, guesses)


def guess_relations(rows: Sequence[RelationRow], *, extractor: EventExtractor | None = None) -> list[Guess]:
    """What the lexicon and the model together make of each row."""
    extractor, model = extractor or make_event_extractor(), load_event_model()
    articles = parse_texts(row.text for row in rows)
    return [
        weigh_model(guess_relation(list(extractor(article)), row.source_span, row.target_span), row, model)
        for row, article in zip(rows, articles, strict=True)
    ]


def describe_guess(row: RelationRow, guess: Guess) -> dict[str, Any]:
    """One line of the predictions: the row and what was guessed."""
    return {
        "text": row.text,
        "source_span": row.source_span,
        "target_span": row.target_span,
        "type": guess.type,
        "mode": guess.mode,
        "scores": guess.scores,
        "actor": guess.actor,
        "rule": guess.rule,
    }


def score_guesses(rows: Sequence[RelationRow], guesses: Sequence[Guess]) -> RelationScores:
    """Accuracy, macro-F1 and penta accuracy over the rows that carry the answer."""
    plover = load_plover()
    typed = [(row, guess) for row, guess in zip(rows, guesses, strict=True) if row.root is not None]
    pairs = [(row.root or "", merge_yield(guess.type) or "none") for row, guess in typed]
    lenient = [(r, r if (r, g) == ("COERCE", "SANCTION") else g) for r, g in pairs]
    known = [(row, guess) for row, guess in zip(rows, guesses, strict=True) if row.penta is not None]
    pentas = [(row.penta, plover.penta(merge_yield(guess.type))) for row, guess in known]
    empty = any(right == 0 for right, _ in pentas)
    by_type = {type_: measure_class(lenient, type_) for type_ in sorted({right for right, _ in lenient})}
    return RelationScores(
        rows=len(rows),
        answered=sum(guess.type is not None for guess in guesses),
        accuracy=_share(lenient),
        strict=_share(pairs),
        macro_f1=sum(map(_f1, by_type.values())) / len(by_type) if by_type else None,
        penta=_share(pentas),
        none_f1=_f1(measure_class(pentas, 0)) if empty else None,
        actor=_share(
            [("source", guess.actor) for row, guess in typed if row.root not in MUTUAL and guess.actor]
        ),
        type_error=_measure_type_error(lenient, [guess for _, guess in typed]),
        by_type=by_type,
        confusions=[(*pair, n) for pair, n in Counter(p for p in lenient if p[0] != p[1]).most_common(30)],
    )


def _measure_type_error(pairs: Sequence[tuple[str, str]], guesses: Sequence[Guess]) -> float | None:
    sure = [(max(g.scores.values()), a == b) for (a, b), g in zip(pairs, guesses, strict=True) if g.scores]
    return measure_error(sure) if sure else None


def _share(pairs: Sequence[tuple[object, object]]) -> float | None:
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else None


def measure_class(pairs: Sequence[tuple[object, object]], wanted: object) -> tuple[float, float, int]:
    """Precision and recall of one class among (right, guessed) pairs, and how often it is right."""
    hits = sum(a == b == wanted for a, b in pairs)
    guessed, real = sum(b == wanted for _, b in pairs), sum(a == wanted for a, _ in pairs)
    return (hits / guessed if guessed else 0.0, hits / real if real else 0.0, real)


def _f1(measures: tuple[float, float, int]) -> float:
    precision, recall, _ = measures
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
