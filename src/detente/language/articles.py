"""What flows through the upper tower: an article, its sentences, their tokens and names.

Every stage is a generator function that takes and gives articles, one at a time, and is pure: same in, same out.
All offsets are code points into `Document.text`, so that a span found on a token quotes the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

import msgspec

from detente.errors import RecordError
from detente.records import Document, Extracted, Problem, Span, Zone

NameType: TypeAlias = Literal["PER", "ORG", "LOC"]


class Token(msgspec.Struct, frozen=True):
    """A word as Universal Dependencies cuts it ("do" + "n't", "Russia" + "'s"), with its place in the tree.

    `head` is the index of the governing token in the sentence, -1 for the root. `deprel` keeps UD
    subtypes ("nsubj:pass", "obl:agent", "nmod:poss"). `lemma` is lower case but for proper nouns.
    """

    text: str
    start: int
    end: int
    lemma: str = ""
    upos: str = "X"
    xpos: str = ""
    head: int = -1
    deprel: str = "dep"


class Name(msgspec.Struct, frozen=True):
    """A name seen in a sentence: by the lexicon (`entity` set: its row) or by the model (`entity` null)."""

    start: int
    end: int
    type: NameType
    entity: str | None = None


class Quotation(msgspec.Struct, frozen=True):
    """The inside of a pair of quotation marks, or what of it stands in one paragraph.

    `continues` is true where the paragraph before left its quotation open and this one takes it up
    again, so that both are one quotation.
    """

    start: int
    end: int
    continues: bool = False


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence, heading or other unit of one zone; `tokens` and `names` are filled by the parse."""

    document: str
    index: int
    start: int
    end: int
    text: str
    zone: Zone
    paragraph: int
    tokens: tuple[Token, ...] = ()
    names: tuple[Name, ...] = ()

    def cite(self, start: int, end: int) -> Span:
        """The span between two document offsets that lie inside this sentence.

        Raises:
            RecordError: if they do not.
        """
        if not self.start <= start <= end <= self.end:
            raise RecordError(f"{self.document}: {start}-{end} is outside sentence {self.start}-{self.end}")
        return Span(start, end, self.text[start - self.start : end - self.start])

    @property
    def span(self) -> Span:
        """The whole sentence as a span."""
        return Span(self.start, self.end, self.text)


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """A document on its way through the stages, with what was found in it so far."""

    document: Document
    sentences: tuple[Sentence, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    records: tuple[Extracted, ...] = ()
    problems: tuple[Problem, ...] = ()


Stage: TypeAlias = Callable[[Iterable[Article]], Iterable[Article]]
EXTRACTED_ZONES: frozenset[Zone] = frozenset({"title", "heading", "caption", "body"})
"""Zones that records are taken from: never boilerplate, datelines, bylines or a repeated headline."""
