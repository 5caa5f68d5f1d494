"""Who speaks inside quotation marks: the subject of the verb of speech beside them."""

from __future__ import annotations

from collections.abc import Sequence

from detente.extract.events.clauses import Clauses
from detente.language.articles import Article, Quotation
from detente.lexicon.events import Words

NEAR = 6
"""So many words from a verb of speech its speaker is looked for where the tree does not tell."""


class Speakers:
    """For each place inside a quotation, the sentence and head of the phrase that names its speaker."""

    def __init__(self, article: Article, parsed: Sequence[Clauses], speech: Words) -> None:
        self._quotations = article.quotations
        self._speech = speech
        self._named = [(clauses, self._find_outside(clauses)) for clauses in parsed]

    def find(self, position: int) -> tuple[Clauses, int] | None:
        """The speaker of what stands at an offset: named in its sentence, else in its paragraph, before or
        after; of a quotation that goes on, in the paragraph before. Null outside quotations."""
        quotation = find_quotation(self._quotations, position)
        if quotation is None:
            return None
        here = next(
            (n for n, (c, _) in enumerate(self._named) if c.sentence.start <= position < c.sentence.end), None
        )
        if here is None:
            return None
        paragraph = self._named[here][0].sentence.paragraph
        same = [n for n, (c, _) in enumerate(self._named) if c.sentence.paragraph == paragraph]
        for n in [here, *(n for n in reversed(same) if n < here), *(n for n in same if n > here)]:
            clauses, head = self._named[n]
            if head is not None:
                return clauses, head
        before = self._quotations.index(quotation) - 1
        return self.find(self._quotations[before].start) if quotation.continues and before >= 0 else None

    def are_quoted_together(self, one: int, other: int) -> bool:
        """Whether two offsets lie in the same quotation: its speaker is not among its words."""
        quotation = find_quotation(self._quotations, one)
        return quotation is not None and quotation.start <= other < quotation.end

    def _find_outside(self, clauses: Clauses) -> int | None:
        for verb, token in enumerate(clauses.tokens):
            if (
                token.upos == "VERB"
                and clauses.matches(verb, self._speech)
                and self._is_outside(clauses, verb)
            ):
                near = [i for i in range(len(clauses.tokens)) if abs(i - verb) < NEAR and clauses.is_actor(i)]
                near.sort(key=lambda i: abs(i - verb))
                for subject in [*clauses.surface_subjects(verb), *near]:
                    if self._is_outside(clauses, subject):
                        return subject
        return None

    def _is_outside(self, clauses: Clauses, i: int) -> bool:
        return find_quotation(self._quotations, clauses.tokens[i].start) is None


def find_quotation(quotations: Sequence[Quotation], position: int) -> Quotation | None:
    """The quotation that an offset lies in, longer than a word or two in scare quotes; null outside."""
    for quotation in quotations:
        if quotation.start <= position < quotation.end and quotation.end - quotation.start > 25:
            return quotation
    return None
