"""Dates from the clauses around an event: a clause of time beside it, or the report that it is part of."""

from __future__ import annotations

from itertools import pairwise

from detente.language.trees import Tokens, cite_tokens, is_relation, iterate_ancestors, list_children
from detente.records import Span, When
from detente.resolve.attachment import DatedArticle, find_attached_date, tokens_of
from detente.resolve.calendar import ONE_DAY
from detente.resolve.tenses import find_head, is_earlier, tense_of_verb

_CLAUSE_DAYS = {
    "when": (0, 0),
    "as": (0, 0),
    "while": (0, 0),
    "once": (0, 0),
    "after": (0, 7),
    "before": (-7, 0),
}
"""How far from the day in a clause of time what it belongs to lies, by the conjunction: first and last day."""


def find_clause_date(calendar: DatedArticle, place: Span) -> When | None:
    """The days that a clause of time sets for the one it belongs to: "when he landed on Monday", "hours after ..."."""
    index = calendar.sentence_at(place.start)
    sentence = calendar.article.sentences[index]
    tokens = sentence.tokens
    trigger = find_head(sentence, place) if tokens else None
    if trigger is None:
        return None
    for dated in calendar.dated[index]:
        head = find_head(sentence, cite_tokens(sentence, tokens_of(sentence, dated.said)))
        if head is None or dated.when.granularity != "day" or dated.when.start is None:
            continue
        verb = next((n for n in iterate_ancestors(tokens, head) if tokens[n].upos == "VERB"), None)
        if (
            verb is None
            or not is_relation(tokens[verb].deprel, "advcl")
            or not _reaches(tokens, trigger, verb)
        ):
            continue
        marks = {tokens[c].lemma.lower() for c in list_children(tokens, verb, "mark", "advmod")}
        if bounds := next((_CLAUSE_DAYS[m] for m in marks if m in _CLAUSE_DAYS), None):
            first, last = (dated.when.start + days * ONE_DAY for days in bounds)
            if "before" in marks and _counts_hours(tokens, verb):
                first = dated.when.start - ONE_DAY
            last = max(first, min(last, calendar.published.end or last))
            return When(
                start=first, end=last, granularity="day" if first == last else "week", basis="context",
                because=f"the clause of time beside it is of {dated.when.because}",
            )  # fmt: skip
    return None


def _reaches(tokens: Tokens, trigger: int, clause: int) -> bool:
    """Whether words stand in the clause that a clause of time belongs to."""
    governor, node = tokens[clause].head, trigger
    for above in (trigger, *iterate_ancestors(tokens, trigger)):
        if above == governor:
            return True
        node = above
        if is_relation(tokens[node].deprel, "acl", "ccomp", "advcl", "nmod", "appos", "parataxis"):
            return False
    return False


def _counts_hours(tokens: Tokens, verb: int) -> bool:
    return any(
        tokens[c].lemma in {"hour", "minute", "moment", "shortly", "just"}
        for c in list_children(tokens, verb)
    )


def find_report_date(calendar: DatedArticle, place: Span) -> When | None:
    """The week up to the day of a report, for what is reported as past: "said on Monday that two men were killed"."""
    sentence = calendar.article.sentences[calendar.sentence_at(place.start)]
    tokens = sentence.tokens
    trigger = find_head(sentence, place) if tokens else None
    chain = [] if trigger is None else [trigger, *iterate_ancestors(tokens, trigger)]
    for node, governor in pairwise(chain):
        relation = tokens[node].deprel
        if relation == "ccomp":
            if tense_of_verb(sentence, node) not in {"past", "pluperfect", "perfect"} or is_earlier(
                sentence, node
            ):
                return None
            verb = sentence.cite(tokens[governor].start, tokens[governor].end)
            told = find_attached_date(calendar, verb, avoid=())
            if told is None or told.when.start is None or told.when.granularity != "day":
                return None
            return When(
                start=told.when.start - 7 * ONE_DAY, end=told.when.end, granularity="week", basis="context",
                because=f"reported as past: {told.when.because}",
            )  # fmt: skip
        if is_relation(relation, "acl", "nmod", "compound", "amod", "appos", "advcl"):
            return None
    return None


def find_reporting(calendar: DatedArticle, place: Span) -> Span | None:
    """The verb that reports what is told at some words: "said" in "said it would impose sanctions"."""
    sentence = calendar.article.sentences[calendar.sentence_at(place.start)]
    tokens = sentence.tokens
    trigger = find_head(sentence, place) if tokens else None
    chain = [] if trigger is None else [trigger, *iterate_ancestors(tokens, trigger)]
    governor = next((above for node, above in pairwise(chain) if tokens[node].deprel == "ccomp"), None)
    return None if governor is None else sentence.cite(tokens[governor].start, tokens[governor].end)
