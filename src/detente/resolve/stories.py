"""The days that a news story tells of, for what it tells in the past tense without a date of its own.

A report tells of one or few days, goes on from sentence to sentence, and turns to earlier times with a date of
those. So the past tense goes on from the last dated sentence: for the week after a day, within a longer time.
"""

from __future__ import annotations

import datetime as dt

from detente.language.articles import Sentence
from detente.language.trees import is_relation, iterate_ancestors, list_children
from detente.records import Granularity, Span, When
from detente.resolve.attachment import (
    Dated,
    DatedArticle,
    find_attached_date,
    is_history,
    is_topic,
    list_ends,
)
from detente.resolve.calendar import ONE_DAY
from detente.resolve.tenses import find_head, find_token, is_earlier, is_known, shares_time, tell_tense

OPENING = 3
"""Sentences in which a report says what is new."""
NEWS = 10
"""Sentences after which a report without dates is more often about the background than about the news."""
NEWS_DAYS = 14
"""How far before publication the days lie that a report is about."""
WEEK = 7
NEAR = {"day": 5, "week": 3, "range": 3, "month": 2, "quarter": 1, "year": 1}
"""For how many sentences a story goes on from a time, by how fine that is."""
_APART = frozenset({"after", "before", "since", "until", "when", "if", "unless", "because", "whenever"})
_WITHIN = ("acl", "nmod", "compound", "amod", "appos", "dep", "vocative")
_TALKING = frozenset({"i", "we", "you", "me", "us", "my", "our"})


class Story:
    """The dated sentences of an article, and what follows from them for those without a date."""

    def __init__(self, calendar: DatedArticle) -> None:
        self.calendar = calendar
        sentences = calendar.article.sentences
        self.body = [s.index for s in sentences if s.zone == "body"]
        self.opening, self.news = self.body[:OPENING], self.body[:NEWS]
        self._told = {i: _find_told(calendar, sentences[i]) for i in self.body if calendar.dated[i]}
        self._turned = {i for i in self.body if any(_is_own(sentences[i], d) for d in calendar.dated[i])}

    def find_days(self, place: Span) -> When | None:
        """The days that a story has come to at some words, if these are told as part of it."""
        index = self.calendar.sentence_at(place.start)
        sentence = self.calendar.article.sentences[index]
        published = self.calendar.published
        if sentence.zone != "body" or published.start is None or published.end is None:
            return None
        if not _is_told(sentence, place, opening=index in self.opening) or self._is_quoted(place):
            return None
        if index in self._turned and (index not in self.opening or self._is_old(index)):
            return None
        days = self._go_on(index, sentence.paragraph)
        if days is None or tell_tense(sentence, place) == "past":
            return days
        return days if days.end == published.end and days.granularity != "week" else None

    def _is_old(self, index: int) -> bool:
        return all(is_history(d, self.calendar) for d in self.calendar.dated[index])

    def _is_quoted(self, place: Span) -> bool:
        return any(q.start <= place.start < q.end for q in self.calendar.article.quotations)

    def _go_on(self, index: int, paragraph: int) -> When | None:
        """From the last dated sentence above: in its paragraph whatever its time, in later ones if it is news.

        Whom a report quotes it has asked about the news, however far down that stands.
        """
        sentences = self.calendar.article.sentences
        here = sentences[index]
        quoted = any(here.start < q.start < here.end for q in self.calendar.article.quotations)
        for i in reversed([i for i in self.body if i < index]):
            told, near = self._told.get(i), sentences[i].paragraph == paragraph
            if near and told is not None:
                return self._follow(told) if index - i <= NEAR.get(told.granularity, 0) else None
            if near and (i in self._turned or _is_background(sentences[i])):
                return None
            if not near and quoted:
                return self._tell_news()
            if i in self._turned and any(is_history(d, self.calendar) for d in self.calendar.dated[i]):
                return None
            if told is not None:
                return self._tell_news() if index in self.news and self._is_news(told) else None
        return self._tell_news() if index in self.news or quoted else None

    def _is_news(self, told: When) -> bool:
        published = self.calendar.published
        assert published.start is not None
        return told.end is not None and told.end >= published.start - NEWS_DAYS * ONE_DAY

    def _follow(self, told: When) -> When | None:
        """The week from a day, or the same longer time if that is over, but not after publication."""
        published = self.calendar.published
        assert told.start is not None and told.end is not None
        assert published.start is not None and published.end is not None
        if told.granularity == "day":
            end = max(told.end, min(told.end + WEEK * ONE_DAY, published.end))
        elif told.end < published.start:
            end = told.end
        else:
            return None
        return _from_context(told, told.start, end, f"goes on from a sentence of {told.because}")

    def _tell_news(self) -> When | None:
        """From the first day of which the opening tells, or a week before, to the publication."""
        published = self.calendar.published
        assert published.start is not None and published.end is not None
        told = [t for i in self.opening if (t := self._told.get(i)) and t.granularity == "day"]
        days = [t.start for t in told if t.start is not None and self._is_news(t)]
        opened = any(self.calendar.dated[i] for i in self.opening)
        if opened and not days:
            return None
        start = min(days, default=published.start - WEEK * ONE_DAY)
        from_day = (
            f"from {start}, of which the opening tells, to publication" if days else "so of the last week"
        )
        granularity: Granularity = "range" if days and start < published.end else "day" if days else "week"
        return When(
            start=start, end=published.end, granularity=granularity, basis="context",
            because=f"told as news, {from_day}",
        )  # fmt: skip


def _from_context(like: When, start: dt.date, end: dt.date, because: str) -> When:
    granularity = "range" if like.granularity == "day" and end > start else like.granularity
    return When(start=start, end=end, granularity=granularity, basis="context", because=because)


def _find_told(calendar: DatedArticle, sentence: Sentence) -> When | None:
    """The days that date the main clause of a sentence; null if its dates belong to other clauses or lie ahead."""
    ends = list_ends(calendar, sentence.index)
    for verb in _list_telling(sentence):
        token = sentence.tokens[verb]
        place = sentence.cite(token.start, token.end)
        if tell_tense(sentence, place) in {"future", "present"}:
            continue
        found: Dated | None = find_attached_date(calendar, place, avoid=ends)
        if found is None or found.when.start is None or found.said.relation != "at":
            continue
        if calendar.published.end is None or found.when.start <= calendar.published.end:
            return found.when
    return None


def _is_own(sentence: Sentence, dated: Dated) -> bool:
    """Whether a date is one of what a sentence tells, not of what a relative clause or a noun phrase brings in."""
    tokens = sentence.tokens
    date = find_token(sentence, dated.said.start)
    if date is None:
        return True
    return not any(
        is_relation(tokens[n].deprel, "acl", "nmod", "compound", "amod", "appos")
        for n in iterate_ancestors(tokens, date)
    )


def _list_telling(sentence: Sentence) -> list[int]:
    """The main verb of a sentence, then what it reports and what is told beside it, from the top down."""
    tokens = sentence.tokens
    telling = [i for i, t in enumerate(tokens) if t.head < 0]
    for node in telling:  # grows while it is walked
        telling += list_children(tokens, node, "ccomp", "parataxis")
    return telling


def _is_background(sentence: Sentence) -> bool:
    """Whether a sentence turns to what was before."""
    root = next((i for i, t in enumerate(sentence.tokens) if t.head < 0), None)
    if root is None:
        return False
    token = sentence.tokens[root]
    tense = tell_tense(sentence, sentence.cite(token.start, token.end))
    return tense == "pluperfect" or is_earlier(sentence, root)


def _is_told(sentence: Sentence, place: Span, *, opening: bool) -> bool:
    """Whether words tell on: in the past tense of the main clause.

    What stands in a relative clause, inside a noun phrase, or after "since" and the like may be of any time. So may
    what is reported or named as known ("the call"), unless it stands in the opening.
    """
    tokens = sentence.tokens
    head = find_head(sentence, place) if tokens else None
    if head is None or tell_tense(sentence, place) not in {"past", "present", "perfect"}:
        return False
    node = head
    for _ in range(len(tokens)):
        relation, verbal = tokens[node].deprel, tokens[node].upos in {"VERB", "AUX", "ADJ"}
        if not verbal and (is_relation(relation, *_WITHIN) or (not opening and is_known(sentence, node))):
            return False
        if (is_relation(relation, "acl", "amod") and not shares_time(sentence, node)) or is_topic(
            tokens, node
        ):
            return False
        marks = {tokens[c].lemma.lower() for c in list_children(tokens, node, "mark", "advmod")}
        if is_relation(relation, "advcl") and marks & _APART:
            return False
        if verbal and (is_earlier(sentence, node) or _is_conversation(sentence, node)):
            return False
        node = next(iterate_ancestors(tokens, node), -1)
        if node < 0:
            return True
    return False


def _is_conversation(sentence: Sentence, verb: int) -> bool:
    """Whether somebody tells of himself, as in an interview."""
    return any(
        sentence.tokens[c].text.lower() in _TALKING for c in list_children(sentence.tokens, verb, "nsubj")
    )
