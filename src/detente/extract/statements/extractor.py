"""Statements: who said what, word for word or in substance, when and with which stance."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Callable, Iterator

from detente.extract.statements.indirect import find_indirect_speech, share_quoted, take_up_loose
from detente.extract.statements.quotes import Saying, find_direct_speech
from detente.extract.statements.stance import StanceReader
from detente.language.articles import Article
from detente.language.date_expressions import find_dates
from detente.lexicon.speech import load_speech
from detente.lexicon.stance import load_stance
from detente.records import Document, Mention, Span, Statement, StatementType, When, make_id

_DIRECT_SHARE = 0.8
"""From this share of its words between marks on, indirect speech is a direct quotation."""


def make_statement_extractor() -> Callable[[Article], Iterator[Statement]]:
    """An extractor of statements; direct speech needs no parse, indirect speech the tokens of each sentence."""
    speech = load_speech()
    stances = StanceReader(load_stance())

    def extract_statements(article: Article) -> Iterator[Statement]:
        direct, loose = find_direct_speech(article, speech)
        indirect = find_indirect_speech(article, direct, speech)
        seen: Counter[tuple[int, int]] = Counter()
        for saying in take_up_loose([*direct, *indirect], loose):
            place = saying.words[0]
            score = speech.scores.get(saying.cue.rule)
            yield _make_statement(article, saying, stances, score=score, ordinal=seen[place])
            seen[place] += 1

    return extract_statements


def _make_statement(
    article: Article, saying: Saying, stances: StanceReader, *, score: float | None, ordinal: int
) -> Statement:
    document = article.document
    type_ = _choose_type(article, saying)
    words = tuple(document.cite(*place) for place in saying.words)
    content = " … ".join(span.quote for span in words)
    speaker = _mention(document, saying.cue.speaker, "the text names nobody")
    verb = document.cite(*saying.cue.verb) if saying.cue.verb else None
    place = saying.words[0]
    return Statement(
        id=make_id("statement", document.id, *place, *([ordinal] if ordinal else [])),
        document=document.id,
        evidence=_cite_evidence(article, saying),
        rule=f"statements/{type_}@1",
        score=score,
        detail=_describe(type_, speaker, verb, saying),
        type=type_,
        words=words,
        speaker=speaker,
        verb=verb,
        via=_mention(document, saying.via, "") if saying.via else None,
        when=_find_when(document, saying),
        about=stances.find_topic(content),
        stance=stances.read_stance(content, saying.cue.class_),
    )


def _choose_type(article: Article, saying: Saying) -> StatementType:
    if saying.direct:
        return "direct"
    share = share_quoted(saying.words, article.quotations)
    return "direct" if share >= _DIRECT_SHARE else "mixed" if share else "indirect"


def _mention(document: Document, place: tuple[int, int] | None, otherwise: str) -> Mention:
    if place is None:
        return Mention(because=otherwise)
    span = document.cite(*place)
    return Mention(span=span, because="as the text names the speaker")


def _find_when(document: Document, saying: Saying) -> When:
    """The date phrase nearest to the cue, outside of the words said and of an apposition to the speaker."""
    cue = saying.cue
    if cue.verb is None:
        return When(because="no date stands by the cue")
    inside = [*saying.words]
    if cue.speaker and cue.speaker[1] < cue.verb[0]:
        inside.append((cue.speaker[1], cue.verb[0]))
    dates = [
        (d.start, d.end)
        for d in find_dates(document.text[slice(*cue.scope)], offset=cue.scope[0])
        if not any(start <= d.start < end for start, end in inside)
    ]
    if not dates:
        return When(because="no date stands by the cue")
    verb = cue.verb
    nearest = min(dates, key=lambda d: min(abs(d[0] - verb[1]), abs(verb[0] - d[1])))
    return When(span=document.cite(*nearest), because="the date phrase that stands by the cue")


def _cite_evidence(article: Article, saying: Saying) -> Span:
    """From the sentence of the first words or cue to that of the last."""
    places = [*saying.words, *(p for p in (saying.cue.verb, saying.cue.speaker) if p)]
    if saying.cue.rule == "carried":
        places = list(saying.words)
    starts = [s.start for s in article.sentences]
    first = max(0, bisect.bisect_right(starts, min(p[0] for p in places)) - 1)
    last = max(0, bisect.bisect_right(starts, max(p[1] for p in places) - 1) - 1)
    sentences = article.sentences
    start = min(sentences[first].start, min(p[0] for p in places))
    return article.document.cite(start, max(sentences[last].end, max(p[1] for p in places)))


def _describe(type_: StatementType, speaker: Mention, verb: Span | None, saying: Saying) -> str:
    who = f"'{speaker.span.quote}'" if speaker.span else "nobody named"
    if saying.cue.rule == "carried":
        return f"A quotation without a cue, by {who}, who spoke last."
    by = f"by '{verb.quote}'" if verb else "by its place"
    return f"{type_.capitalize()} speech of {who}, known {by} ({saying.cue.rule})."
