"""Indirect speech of an article: attributions weighed against each other, and loose quotations taken up.

Of attributions inside one another one stands: the outer where both are the same person's ("she said she
doubted"), the inner with the outer as `via` where somebody passes on what another says or wants.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from detente.extract.statements.cues import Cue, Place
from detente.extract.statements.quotes import Loose, Saying, list_paragraphs
from detente.extract.statements.sources import find_source, is_named, place_source
from detente.extract.statements.speech import Attribution, find_attributions
from detente.language.articles import Article, Quotation, Sentence
from detente.language.trees import list_children
from detente.lexicon.speech import SpeechClass, SpeechLexicon

Kept: TypeAlias = tuple[Attribution, Attribution | None]
"""An attribution that stands, and the one by which its source is passed on."""
TELLING: frozenset[SpeechClass] = frozenset(
    {"assertion", "factive", "belief", "judgement", "forecast", "criticism", "praise"}
)
CONTRASTS = frozenset({"while", "although", "though", "whereas"})


def find_indirect_speech(article: Article, direct: Sequence[Saying], lexicon: SpeechLexicon) -> list[Saying]:
    """The indirect speech of the parsed sentences, without cues inside quotations and those of direct speech."""
    taken = {s.cue.verb[0]: s for s in direct if s.cue.verb}
    quoted = _Quoted(article.quotations)
    found: list[Saying] = []
    for number, (sentences, _) in enumerate(list_paragraphs(article)):
        for sentence in sentences:
            tokens = sentence.tokens
            attributions = [
                a for a in find_attributions(sentence, lexicon) if not quoted.covers(tokens[a.cue].start)
            ]
            _name_participles(sentence, taken)
            attributions = _part_contrasts(sentence, attributions)
            found.extend(_merge(sentence, number, _choose(sentence, attributions, taken, lexicon)))
    return found


class _Quoted:
    """Says whether a place stands inside quotation marks; asked in order of the text."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self._quotations = quotations
        self._at = 0

    def covers(self, place: int) -> bool:
        while self._at and self._quotations[self._at - 1].end > place:
            self._at -= 1
        while self._at < len(self._quotations) and self._quotations[self._at].end <= place:
            self._at += 1
        return self._at < len(self._quotations) and self._quotations[self._at].start <= place


def _name_participles(sentence: Sentence, taken: dict[int, Saying]) -> None:
    """Gives direct speech after a participle ("…, adding:") the speaker that the parse knows for it."""
    tokens = sentence.tokens
    for i, token in enumerate(tokens):
        saying = taken.get(token.start) if token.xpos == "VBG" else None
        source = find_source(tokens, i) if saying else None
        if saying and source is not None and is_named(tokens, source):
            saying.cue = msgspec.structs.replace(saying.cue, speaker=place_source(tokens, source))


def _part_contrasts(sentence: Sentence, attributions: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, each without what another says after ", while": "X said …, although Y denied …"."""
    tokens, parted = sentence.tokens, list(attributions)
    for inner in attributions:
        marks = [i for i in list_children(tokens, inner.cue, "mark") if tokens[i].text.lower() in CONTRASTS]
        for n, outer in enumerate(parted):
            if (
                outer is not inner
                and inner.cue in outer.content
                and marks
                and tokens[marks[0] - 1].text == ","
            ):
                kept = tuple(w for w in outer.content if w < marks[0])
                parted[n] = msgspec.structs.replace(outer, content=kept)
    return parted


def _choose(
    sentence: Sentence, attributions: Sequence[Attribution], taken: dict[int, Saying], lexicon: SpeechLexicon
) -> list[Kept]:
    tokens = sentence.tokens
    kept: list[Kept] = []
    for attribution in attributions:
        if tokens[attribution.cue].start in taken:
            continue
        if attribution.rule == "phrase-source" and _pass_on_direct(sentence, attribution, taken):
            continue
        outer = [a for a in attributions if a is not attribution and attribution.cue in a.content]
        passed_on = [a for a in outer if _passes_on(sentence, a, attribution, lexicon)]
        if passed_on:
            kept.append((attribution, passed_on[0]))
        elif not outer:
            kept.append((attribution, None))
    dropped = {id(via) for _, via in kept if via}
    return [(a, via) for a, via in kept if id(a) not in dropped]


def _pass_on_direct(sentence: Sentence, attribution: Attribution, taken: dict[int, Saying]) -> bool:
    """Whether "according to X" comments on direct speech, which then gets X as its `via`."""
    for index in (*attribution.content, attribution.head):
        saying = taken.get(sentence.tokens[index].start)
        if saying:
            saying.via = attribution.place_speaker(sentence.tokens)
            return True
    return False


def _passes_on(sentence: Sentence, outer: Attribution, inner: Attribution, lexicon: SpeechLexicon) -> bool:
    """Whether the outer source only passes on what the inner one says: "X reported that Y wants …"."""
    tokens = sentence.tokens
    if (
        inner.cue != outer.head
        or inner.source is None
        or outer.source is None
        or inner.source == outer.source
    ):
        return False
    passing = outer.rule == "phrase-source" or tokens[outer.cue].lemma in lexicon.via
    # what a survey or a decision shows is no speech to pass on
    return passing and inner.class_ != "factive" and tokens[inner.source].upos != "PRON"


def _merge(sentence: Sentence, paragraph: int, kept: Sequence[Kept]) -> list[Saying]:
    """One saying for each source in the sentence: "X said that …, adding that …"."""
    tokens = sentence.tokens
    by_source: dict[int, Saying] = {}
    found: list[Saying] = []
    for attribution, via in kept:
        words = attribution.place_words(tokens)
        if not words:
            continue
        earlier = by_source.get(attribution.source) if attribution.source is not None else None
        if earlier and (
            tokens[attribution.cue].xpos == "VBG" or _is_told(earlier.cue.class_, attribution.class_)
        ):
            earlier.words = sorted({*earlier.words, *words})
            continue
        cue = Cue(
            attribution.place_speaker(tokens),
            attribution.place_cue(tokens),
            attribution.place_scope(tokens),
            attribution.rule,
            attribution.class_,
        )
        saying = Saying(words, cue, paragraph, via.place_speaker(tokens) if via else None, direct=False)
        found.append(saying)
        if attribution.source is not None:
            by_source[attribution.source] = saying
    return found


def _is_told(*classes: SpeechClass | None) -> bool:
    """Whether all cues only tell: a denial and an offer are two statements, "described" and "said" are one."""
    return all(class_ in TELLING for class_ in classes)


def take_up_loose(sayings: Sequence[Saying], loose: Sequence[Loose]) -> list[Saying]:
    """All sayings in order, with each loose quotation given to whoever spoke last.

    In the same paragraph it is one more piece of a direct quotation; after indirect speech, or at the head
    of the next paragraph, it is a saying of its own by the same speaker.
    """
    ordered = sorted(sayings, key=lambda s: s.words[0])
    found: list[Saying] = []
    pending = sorted(loose, key=lambda quotation: quotation.place)
    for saying in [*ordered, None]:
        while pending and (saying is None or pending[0].place < saying.words[0]):
            _take_up(found, pending.pop(0))
        if saying is not None:
            found.append(saying)
    return found


def _take_up(found: list[Saying], loose: Loose) -> None:
    last = max(found, key=lambda s: s.end, default=None)
    if last is None or last.paragraph < loose.paragraph - 1:
        return
    if last.paragraph < loose.paragraph and not loose.opens_paragraph:
        return
    if last.direct and (last.paragraph == loose.paragraph or loose.continues):
        last.words.append(loose.place)
        last.paragraph = loose.paragraph
    elif last.cue.speaker:
        cue = msgspec.structs.replace(last.cue, verb=None, scope=loose.place, rule="carried")
        found.append(Saying([loose.place], cue, loose.paragraph))


def share_quoted(words: Sequence[Place], quotations: Sequence[Quotation]) -> float:
    """Which share of some words stands between quotation marks."""
    total = sum(end - start for start, end in words)
    inside = sum(max(0, min(end, q.end) - max(start, q.start)) for start, end in words for q in quotations)
    return inside / total if total else 0.0
