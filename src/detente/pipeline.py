"""How it flows: the stages in order, nothing else. Read this second.

    files ─read▶ Document ─▶ Sentence ─extract▶ Record ─resolve▶ Record ─▶ ledger ─▶ measure ─▶ show

Above the ledger everything is a plain object; below it everything is a row. Only this module knows both.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import hashlib
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from detente import __version__
from detente.check.corpora import load_corpus as load_checked
from detente.check.passes import run_checks
from detente.errors import UsageError
from detente.executors import map_in_order
from detente.explain.sensitivity import measure_sensitivity
from detente.extract.claims.causes import make_cause_extractor
from detente.extract.claims.forecasts import make_forecast_extractor
from detente.extract.events.extractor import MIN_SCORE, make_event_extractor
from detente.extract.figures.completions import make_figure_completer
from detente.extract.figures.extractor import make_figure_extractor
from detente.extract.statements.extractor import make_statement_extractor
from detente.language.articles import EXTRACTED_ZONES, Article, Sentence, Stage
from detente.language.identify import is_readable
from detente.language.names import make_name_finder
from detente.language.parsing import make_parser
from detente.ledger.clusters import cluster_events
from detente.ledger.store import Ledger, open_ledger
from detente.ledger.tables import Cluster, Copy, Identity
from detente.lexicon.actors import load_actors
from detente.lexicon.country_names import find_country
from detente.lexicon.overlays import KEYS, find_overlay
from detente.measure.corpora import hide_later, load_corpus
from detente.measure.due import list_due
from detente.measure.relations import measure_relation
from detente.predict.resolutions import resolve_forecasts
from detente.read.duplicates import find_copies
from detente.read.files import list_inputs, read_documents
from detente.read.sentences import make_articles
from detente.records import (
    AnyRecord,
    Cause,
    Check,
    Document,
    DocumentSpan,
    Event,
    Extracted,
    Figure,
    Forecast,
    Problem,
    Source,
    Statement,
    make_problem,
)
from detente.resolve.actors import make_actor_resolver
from detente.resolve.affected import make_affected_resolver
from detente.resolve.dates import make_date_resolver
from detente.resolve.identities import list_people
from detente.show.briefs import Brief, Input, Reproduce, select_records
from detente.show.changes import add_changes
from detente.show.excerpts import Excerpt
from detente.show.exports import write_csv, write_json
from detente.show.markdown import write_markdown
from detente.show.page import render_page

Extractor = Callable[[Article], Iterator[Extracted]]
SentenceStage = Callable[[list[Sentence]], list[Sentence]]
Advance = Callable[[str, int, int], None]
EXTRACTORS: dict[str, Callable[..., Extractor]] = {
    "events": make_event_extractor,
    "statements": make_statement_extractor,
    "figures": make_figure_extractor,
    "forecasts": make_forecast_extractor,
    "causes": make_cause_extractor,
}
RESOLVERS: dict[str, Callable[[], Stage]] = {
    "dates": make_date_resolver,
    "actors": make_actor_resolver,
    "affected": make_affected_resolver,
    "figures": make_figure_completer,
}
READING_PARTS = ("records.py", "pipeline.py", "read", "language", "extract", "resolve", "lexicon")
"""What a reading depends on: a change in one of these makes a document be read again."""
EXTRACTED_KINDS: tuple[type[AnyRecord], ...] = (Event, Statement, Figure, Forecast, Cause, Problem)
_BATCH_DOCUMENTS = 64
_BATCH_SECONDS = 20.0


# --- the upper tower: one article at a time -------------------------------------------------------


def make_reading(min_score: float = MIN_SCORE) -> Callable[[Document], Article]:
    """From a document to an article with all its records. Models and lexicon are loaded once, here.

    Events with a score below `min_score` are left out.

    A step that fails leaves the article as it was, with a Problem: a bad document never ends the run.
    """
    parse, find_names = make_parser(), make_name_finder()
    makers = EXTRACTORS | {"events": functools.partial(EXTRACTORS["events"], min_score=min_score)}
    extractors = {name: make() for name, make in makers.items()}
    resolvers = {name: make() for name, make in RESOLVERS.items()}

    def read(document: Document) -> Article:
        article = _guard(
            Article(document=document), "read", lambda a: next(iter(make_articles([a.document])))
        )
        if not is_readable(document):
            return article
        article = _guard(article, "parse", lambda a: _parse(a, parse, find_names))
        for name, extract in extractors.items():
            article = _guard(article, name, functools.partial(_add_records, extract))
        for name, resolve in resolvers.items():
            article = _guard(article, name, functools.partial(_run_stage, resolve))
        return article

    return read


def _parse(article: Article, parse: SentenceStage, find_names: SentenceStage) -> Article:
    """Tokens and names on the sentences that records are taken from; the others stay bare."""
    worth = [s for s in article.sentences if s.zone in EXTRACTED_ZONES]
    parsed = {s.index: s for s in find_names(parse(worth))}
    sentences = tuple(parsed.get(s.index, s) for s in article.sentences)
    return msgspec.structs.replace(article, sentences=sentences)


def _add_records(extract: Extractor, article: Article) -> Article:
    return msgspec.structs.replace(article, records=(*article.records, *extract(article)))


def _run_stage(stage: Stage, article: Article) -> Article:
    return next(iter(stage([article])))


def _guard(article: Article, stage: str, step: Callable[[Article], Article]) -> Article:
    """The article after a step, or as it was with a Problem; the one place that turns exceptions into Problems."""
    try:
        return step(article)
    except Exception as error:
        path = article.document.sources[0].path if article.document.sources else article.document.id
        message = f"{type(error).__name__}: {error}; the text was read without {stage}"
        problem = make_problem(path=path, stage=stage, message=message, document=article.document.id)
        return msgspec.structs.replace(article, problems=(*article.problems, problem))


@functools.cache
def digest_reading() -> str:
    """The digest of code, models and lexicon, the user's own rows too, that a reading depends on: 16 hex digits."""
    hashed = hashlib.sha256()
    root, own = resources.files("detente"), find_overlay()
    parts: list[tuple[Traversable, str]] = [(root / part, part) for part in READING_PARTS]
    parts += [(own / name, f"own/{name}") for name in KEYS if (own / name).is_file()]
    for node, part in parts:
        for name, data in _list_files(node, part):
            hashed.update(f"{name}\0{len(data)}\0".encode())
            hashed.update(data)
    return hashed.hexdigest()[:16]


def _list_files(node: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if node.is_file():
        yield name, node.read_bytes()
        return
    for child in sorted(node.iterdir(), key=lambda c: c.name):
        if child.name != "__pycache__":
            yield from _list_files(child, f"{name}/{child.name}")


# --- the waist: into the ledger -------------------------------------------------------------------


@contextlib.contextmanager
def open_or_make_ledger(path: Path | None) -> Iterator[Ledger]:
    """The ledger in a folder, made where there is none; without a folder one that lives as long as the block."""
    if path is not None:
        yield open_ledger(path, create=True)
        return
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        yield open_ledger(folder, create=True)


def fill_ledger(
    ledger: Ledger,
    paths: Iterable[str | Path],
    *,
    progress: Advance | None = None,
    jobs: int = 0,
    min_score: float = MIN_SCORE,
) -> list[str]:
    """Read files into a ledger and return the ids of their documents, in order; what is known is not read again.

    Written in batches: whoever stops a long run loses less than a minute of it, and starting again goes on.
    `jobs` processes read when there are many texts (0: as many as there are cores). Another `min_score` than that
    of the ledger's texts has them read again.
    """
    digest, inputs = digest_reading(), list_inputs(paths)
    digest += "" if min_score == MIN_SCORE else f"-{min_score}"
    make = functools.partial(make_reading, min_score)
    total = 0 if any(str(p).endswith((".jsonl", ".json")) for p in inputs) else len(inputs)
    known = {d for held in ledger.manifest.batches if held.digest == digest for d in held.documents}
    batch, seen, began = _Batch(known), dict[str, None](), time.monotonic()

    def list_unread() -> Iterator[Document]:
        for item in read_documents(inputs):
            if isinstance(item, Problem):
                batch.problems.append(item)
                continue
            if item.id in known or item.id in seen:
                batch.add_again(item)
            else:
                yield item
            seen[item.id] = None

    try:
        for done, article in enumerate(map_in_order(make, list_unread(), jobs=jobs), 1):
            batch.add(article)
            if progress is not None:
                document = article.document
                progress(document.title or document.sources[0].path, done, total)
            if len(batch.documents) >= _BATCH_DOCUMENTS or time.monotonic() - began > _BATCH_SECONDS:
                batch.write(ledger, digest)
                began = time.monotonic()
    finally:  # Ctrl-C keeps what was read
        batch.write(ledger, digest)
    return list(seen)


class _Batch:
    """Documents and what was found in them, on their way into the ledger; `known` are those that it holds."""

    def __init__(self, known: set[str]) -> None:
        self.known = known
        self.documents: dict[str, Document] = {}
        self.sources: dict[str, list[Source]] = {}
        self.records: list[Extracted] = []
        self.problems: list[Problem] = []
        self.identities: list[Identity] = []
        self.read_anew: set[str] = set()

    def add(self, article: Article) -> None:
        """Take a document that was read with all its records."""
        self.documents[article.document.id] = article.document
        self.records += article.records
        self.problems += article.problems
        self.identities += list_identities(article)
        self.read_anew.add(article.document.id)

    def add_again(self, document: Document) -> None:
        """Take the sources of a text that turned up once more, perhaps while it is still being read."""
        self.sources.setdefault(document.id, []).extend(document.sources)
        if document.id in self.known:
            self.documents.setdefault(document.id, document)

    def write(self, ledger: Ledger, digest: str) -> None:
        """Write what was taken and begin anew; an empty batch writes nothing."""
        documents = []
        for document in self.documents.values():
            sources = (*document.sources, *self.sources.pop(document.id, ()))
            documents.append(msgspec.structs.replace(document, sources=tuple(dict.fromkeys(sources))))
        if documents or self.problems:
            records, problems = self.records, self.problems
            ledger.write_shard("", documents, records=records, problems=problems, digest=digest)
            kept = [i for i in ledger.read_table(Identity) if i.mention.document not in self.read_anew]
            ledger.write_table([*kept, *self.identities], Identity, digest=digest)
        self.known.update(self.documents)
        self.documents, self.records, self.problems = {}, [], []
        self.identities, self.read_anew = [], set()


def list_identities(article: Article) -> Iterator[Identity]:
    """The rows of the identity table for one article: who stands at which place, titles included."""
    for mention in list_people(article):
        if mention.span is not None:
            place = DocumentSpan(document=article.document.id, span=mention.span)
            yield Identity(mention=place, actor=mention.name, because=mention.because)


def extract_records(
    ledger: Ledger,
    paths: Iterable[str | Path],
    *,
    progress: Advance | None = None,
    min_score: float = MIN_SCORE,
) -> Iterator[AnyRecord]:
    """Each document of some files, followed by its records and problems; then the problems of no document."""
    wanted = fill_ledger(ledger, paths, progress=progress, min_score=min_score)
    ledger = ledger.pin()
    documents = {d.id: d for d in ledger.read_records(Document)}
    by_document: dict[str | None, list[AnyRecord]] = {}
    for kind in EXTRACTED_KINDS:
        for record in ledger.read_records(kind):
            by_document.setdefault(record.document, []).append(record)
    for identity in wanted:
        yield documents[identity]
        yield from by_document.get(identity, ())
    yield from by_document.get(None, ())


# --- the lower tower: from the ledger to the brief ------------------------------------------------


def link_documents(ledger: Ledger) -> None:
    """Write what only the corpus as a whole shows: which documents are copies, which events are one."""
    documents = ledger.read_records(Document)
    digest = hashlib.sha256("".join(sorted(d.id for d in documents)).encode()).hexdigest()[:16]
    if not ledger.has_table(Copy, digest):
        copies = [
            Copy(document=c.document, original=c.original, containment=c.containment)
            for c in find_copies(documents)
        ]
        ledger.write_table(copies, Copy, digest=digest)
    clusters = cluster_events(ledger.read_records(Event))
    ledger.write_table(clusters, Cluster, digest=digest)


def check_ledger(ledger: Ledger) -> list[Check]:
    """Every check over all that a ledger holds, also written to its table."""
    link_documents(ledger)
    checks = run_checks(load_checked(ledger))
    digest = hashlib.sha256("".join(c.id for c in checks).encode()).hexdigest()[:16]
    if not ledger.has_table(Check, digest):
        ledger.write_table(checks, Check, digest=digest)
    return checks


def make_brief(
    ledger: Ledger,
    between: tuple[str, str],
    *,
    as_of: dt.date | None = None,
    window: int = 60,
    command: str = "",
) -> Brief:
    """The brief of two countries from all that a ledger holds, with their long history where it was imported.

    Raises:
        UsageError: when a country is unknown, both are one, or no text is about them.
    """
    return add_history(ledger, _brief_texts(ledger, between, as_of=as_of, window=window, command=command))


def add_history(ledger: Ledger, brief: Brief) -> Brief:
    """The brief with history and outlook as of its day; as it was where no event of the two was imported."""
    if not ledger.manifest.imports:
        return brief
    from detente.measure.histories import make_history
    from detente.predict.outlook import make_outlook

    between, day = brief.answer.between, brief.answer.as_of
    history = make_history(ledger, between, as_of=day)
    if not history.sources:
        return brief
    return msgspec.structs.replace(brief, history=history, outlook=make_outlook(ledger, between, day))


def _brief_texts(
    ledger: Ledger, between: tuple[str, str], *, as_of: dt.date | None, window: int, command: str = ""
) -> Brief:
    """The brief of what texts tell."""
    first, second = (find_country(c) for c in between)
    dyad = (min(first, second), max(first, second))
    if first == second:
        raise UsageError(f"--between needs two countries; {first} is given twice")
    link_documents(ledger)
    corpus = load_corpus(ledger)
    problems = tuple(ledger.read_records(Problem))
    if not corpus.documents:
        reasons = "; ".join(p.message for p in problems[:3]) or "no file was given"
        raise UsageError(f"nothing could be read: {reasons}")
    if as_of is not None and not hide_later(corpus, as_of).documents:
        raise UsageError(
            f"--as-of {as_of}: none of the {len(corpus.documents)} documents was published by then"
        )
    answer = measure_relation(corpus, between=dyad, as_of=as_of, days=window)
    corpus = hide_later(corpus, answer.as_of)
    copies = {c.document: c.original for c in corpus.copies}
    documents = {d.id: d for d in corpus.documents}
    originals = {i: d for i, d in documents.items() if i not in copies}
    figures, forecasts = ledger.read_records(Figure), ledger.read_records(Forecast)
    due, missed = list_due(corpus, dyad, as_of=answer.as_of, forecasts=forecasts)
    resolutions = tuple(resolve_forecasts(corpus, forecasts, as_of=answer.as_of))
    also = {i for d in (*due, *(m.due for m in missed)) for i in d.records}
    also |= {i for m in missed for i in m.by} | {i for r in resolutions for i in r.by}
    others: list[Extracted] = [*figures, *forecasts, *ledger.read_records(Cause)]
    records = select_records([*corpus.events, *corpus.statements, *others], originals, answer, also=also)
    if not any(isinstance(r, Event) for r in records):
        raise UsageError(f"no event between {first} and {second} was found in {len(documents)} documents")
    shown = {r.document for r in records}
    shown |= {document for document, original in copies.items() if original in shown}
    checks = tuple(c for c in check_ledger(ledger) if {s.document for s in c.spans} <= shown)
    countries = load_actors().countries
    inputs = tuple(Input(s.path, d.text_sha256) for d in documents.values() for s in d.sources)
    return Brief(
        answer=answer,
        names=(countries[first].name, countries[second].name),
        documents=documents,
        events=tuple(r for r in records if isinstance(r, Event)),
        statements=tuple(r for r in records if isinstance(r, Statement)),
        figures=tuple(r for r in records if isinstance(r, Figure)),
        forecasts=tuple(r for r in records if isinstance(r, Forecast)),
        causes=tuple(r for r in records if isinstance(r, Cause)),
        checks=checks,
        resolutions=resolutions,
        due=due,
        missed=missed,
        sensitivity=measure_sensitivity(corpus, between=dyad, as_of=answer.as_of, days=window),
        problems=problems,
        copies=copies,
        clusters={c.record: c.cluster for c in corpus.clusters},
        reproduce=Reproduce(version=__version__, digest=digest_reading(), command=command, inputs=inputs),
    )


def find_news(ledger: Ledger, brief: Brief, since: str) -> Brief:
    """The brief cut down to what is new or different since an earlier one: as of a day, or from another ledger.

    Raises:
        UsageError: when `since` is no day before the as-of date and no ledger, or nothing was known then.
    """
    answer, source, day = brief.answer, ledger, None
    try:
        day = dt.date.fromisoformat(since)
    except ValueError:
        source = open_ledger(since)
    if day is not None and day >= answer.as_of:
        raise UsageError(f"--since {day}: give a day before {answer.as_of}, the day of this brief")
    try:
        earlier = _brief_texts(source, answer.between, as_of=day, window=answer.days)
    except UsageError as error:
        raise UsageError(f"--since {since}: {error}") from error
    return add_changes(brief, earlier, since=since)


def render_brief(brief: Brief, *, format: str, excerpt: Excerpt = "paragraph") -> str:
    """A brief as text in one of the formats html, json, md, csv."""
    match format:
        case "json":
            return write_json(brief, excerpt=excerpt)
        case "md":
            return write_markdown(brief, excerpt=excerpt)
        case "csv":
            return write_csv(brief, excerpt=excerpt)
        case "html":
            return render_page(brief, excerpt=excerpt)
    raise UsageError(f"no format '{format}'; there are html, json, md and csv")
