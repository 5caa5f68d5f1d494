"""Direct speech: which quotations are somebody's words, who said them and by which verb. Needs no parse.

A paragraph is read as an alternation of quotations and gaps, the reporter's own words between them. A gap
may hold a cue for the quotation before it (`," X said`) or after it (`X said: "`). A quotation that makes a
sentence without a cue is `loose`: it goes on from whoever spoke last. What is left are scare quotes, titles
and words quoted inside indirect speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from detente.extract.statements.cues import Cue, CueReader, Place
from detente.language.articles import EXTRACTED_ZONES, Article, Quotation, Sentence
from detente.lexicon.speech import SpeechLexicon

MARKS = "\"“”„«»‘’'`"
_OPENING = re.compile(
    r"[\W_]*(?:(?:and|but|yet|so|still|also|then|again|well|now|or)\b[\W_]*)?", re.IGNORECASE
)
_CLAUSE_WORDS = 4


class Saying(msgspec.Struct):
    """Words with their cue, before they become a record; a quotation may gain pieces."""

    words: list[Place]
    cue: Cue
    paragraph: int
    via: Place | None = None
    direct: bool = True

    @property
    def end(self) -> int:
        """Where the words or the cue end, whichever is later."""
        return max(self.words[-1][1], self.cue.scope[1])


class Loose(msgspec.Struct, frozen=True):
    """A quotation that makes a sentence but has no cue of its own."""

    place: Place
    paragraph: int
    continues: bool
    opens_paragraph: bool


class Gap(msgspec.Struct, frozen=True):
    """The reporter's words between two quotations of a paragraph.

    `head` belongs to the sentence of the quotation before, `tail` to that of the one after; where no
    sentence begins between them both are the whole gap.
    """

    head: Place
    tail: Place

    @property
    def joins(self) -> bool:
        """Whether the quotations on both sides stand in one sentence."""
        return self.head == self.tail


def find_direct_speech(article: Article, lexicon: SpeechLexicon) -> tuple[list[Saying], list[Loose]]:
    """The attributed quotations of an article in order, and the loose ones."""
    reader = _ParagraphReader(article.document.text, lexicon)
    for number, (sentences, quotations) in enumerate(list_paragraphs(article)):
        reader.read(number, sentences, quotations)
    return reader.sayings, reader.loose


def list_paragraphs(article: Article) -> Iterator[tuple[list[Sentence], list[Quotation]]]:
    """The sentences of each paragraph that records are taken from, with the quotations inside it."""
    kept = (s for s in article.sentences if s.zone in EXTRACTED_ZONES)
    quotations, at = article.quotations, 0
    for _, group in groupby(kept, key=lambda s: s.paragraph):
        sentences = list(group)
        while at < len(quotations) and quotations[at].start < sentences[0].start:
            at += 1
        first = at
        while at < len(quotations) and quotations[at].start <= sentences[-1].end:
            at += 1
        yield sentences, list(quotations[first:at])


class _ParagraphReader:
    """Reads paragraphs in order and gathers what they hold."""

    def __init__(self, text: str, lexicon: SpeechLexicon) -> None:
        self.sayings: list[Saying] = []
        self.loose: list[Loose] = []
        self._text = text
        self._cues = CueReader(text, lexicon)
        self._lead: Cue | None = None  # "X went on:" at the end of the paragraph before

    def read(self, paragraph: int, sentences: Sequence[Sentence], quotations: Sequence[Quotation]) -> None:
        """Adds the direct speech of one paragraph, given its number, to `sayings` and `loose`."""
        gaps = self._list_gaps(sentences, quotations)
        waiting: list[Place] = []  # pieces of this sentence that still lack a cue
        joined: Saying | None = None  # whose cue stands in the gap just passed
        for i, quotation in enumerate(quotations):
            place = self._trim(quotation)
            before, after = gaps[i], gaps[i + 1]
            fresh = i == 0 or not before.joins
            opens = fresh and _OPENING.fullmatch(self._cut(before.tail)) is not None
            if fresh:
                waiting, joined = [], None
            if joined and self._goes_on(before):
                joined.words.append(place)
                continue
            cue = self._read_before(before, after, first=i == 0)
            cue = cue or self._cues.read_signature((after.head[0], after.tail[1]))
            if cue:
                joined = Saying([place], cue, paragraph)
                self.sayings.append(joined)
            elif (opens or waiting or self._is_clause(place, before)) and (
                cue := self._cues.read_after(after.head)
            ):
                joined = Saying([*waiting, place], cue, paragraph)
                self.sayings.append(joined)
                waiting = []
            elif opens or waiting:
                waiting.append(place)
                alone = not self._cut(after.head).strip(" .,;\n") and sentences[0].zone == "body"
                if opens and alone:
                    self.loose.append(Loose(place, paragraph, quotation.continues, opens_paragraph=i == 0))
        self._lead = self._read_lead(sentences[-1])

    def _cut(self, place: Place) -> str:
        return self._text[place[0] : place[1]]

    def _trim(self, quotation: Quotation) -> Place:
        """The quotation without the comma that belongs to the reporter's sentence."""
        words = self._text[quotation.start : quotation.end]
        return quotation.start, max(quotation.start + 1, quotation.start + len(words.rstrip().rstrip(",")))

    def _goes_on(self, before: Gap) -> bool:
        """Whether the words after a cue lead on to more of the quotation, not to a title or a scare quote."""
        return re.search(r"(?:[,:—–-]|\b(?:and|that|but))\s*$", self._cut(before.tail)) is not None

    def _is_clause(self, place: Place, before: Gap) -> bool:
        """Whether a quotation inside a sentence is a clause of its own: after a comma and of some length."""
        lead = self._cut(before.tail).rstrip()
        return lead.endswith((",", ":", "—", "–")) and self._cut(place).count(" ") >= _CLAUSE_WORDS

    def _read_before(self, before: Gap, after: Gap, *, first: bool) -> Cue | None:
        """The cue ahead of a quotation that ends its sentence, or that a colon leads up to."""
        lead = self._cut(before.tail)
        if first and self._lead and not lead.strip():
            return self._lead
        if re.search(r"[^\W_]", self._cut(after.head)) and not lead.rstrip().endswith(":"):
            return None
        return self._cues.read_before(before.tail)

    def _read_lead(self, last: Sentence) -> Cue | None:
        return self._cues.read_before((last.start, last.end)) if last.text.rstrip().endswith(":") else None

    def _list_gaps(self, sentences: Sequence[Sentence], quotations: Sequence[Quotation]) -> list[Gap]:
        """The gaps around the quotations of a paragraph: one before each and one after the last."""
        ends = [x for q in quotations for x in (q.start, q.end)]
        bounds = [sentences[0].start, *ends, sentences[-1].end]
        gaps = []
        for i in range(0, len(bounds), 2):
            begin, end = self._trim_marks(bounds[i], bounds[i + 1], first=i == 0)
            starts = [s.start for s in sentences[1:] if begin <= s.start <= end]
            gaps.append(Gap((begin, min(starts, default=end)), (max(starts, default=begin), end)))
        return gaps

    def _trim_marks(self, begin: int, end: int, *, first: bool) -> Place:
        """A gap without the quotation marks at its edges."""
        text = self._text
        for _ in range(2):
            if not first and begin < end and text[begin] in MARKS:
                begin += 1
        while end > begin and text[end - 1].isspace():
            end -= 1
        for _ in range(2):
            if end > begin and text[end - 1] in MARKS:
                end -= 1
        return begin, end
