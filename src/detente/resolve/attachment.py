"""Which date phrase belongs to which words: the dated expressions of an article and how trees tie them to records."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Iterable

import msgspec

from detente.language.articles import Article, Sentence
from detente.language.date_expressions import DateExpression, find_dates
from detente.language.trees import Tokens, cite_tokens, is_relation, iterate_ancestors, list_children
from detente.records import Span, Weekday, When
from detente.resolve.calendar import ONE_DAY, Days, locate_days
from detente.resolve.tenses import find_head, looks_ahead, shares_time, tense_of_verb

_WEEKDAY_NAMES: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UP_TO = re.compile(r"\b(?:to|until|till|through)[ \xa0](?:at least[ \xa0])?(?:the[ \xa0])?$", re.IGNORECASE)
_AT = frozenset({"in", "at", "during", "into"})
_LONG_WORD = re.compile(r"\b[^\W\d_A-Z][^\W\d_]{4,}")
_STEM = 5
_BLAMING = frozenset(
    [
        "accuse", "admit", "arrest", "blame", "charge", "condemn", "confess", "convict", "criticise", "criticize",
        "fine", "imprison", "indict", "jail", "pardon", "plead", "praise", "punish", "sentence", "thank", "try",
    ]
)  # fmt: skip
"""Verbs that judge what was done before: what they take with "of", "for", "with" or "in" is older than they are."""
_ANCHOR_REACH = 60
_NAMED_REACH = 3


class Dated(msgspec.Struct, frozen=True):
    """A date expression with the days it means, or null days where they cannot be told.

    `counted_from` are the days of what follows "five days after".
    """

    said: DateExpression
    when: When
    counted_from: When | None = None


class DatedArticle:
    """The dated expressions of one article, by sentence, and the days it was published."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.published = article.document.published
        self._starts = [s.start for s in article.sentences]
        self.dated: list[list[Dated]] = []
        previous: Days | None = None
        named: dict[int, tuple[int, int]] = {}
        for sentence in article.sentences:
            if sentence.zone in {"boilerplate", "byline", "dateline", "title_repeat"}:
                self.dated.append([])
                continue
            found = []
            for plain in find_dates(sentence.text, offset=sentence.start):
                said = _add_year(plain, named, sentence)
                base = self._find_told(sentence, said.end) if said.anchor == "event" else previous
                when = self.locate(said, sentence, previous=base)
                found.append(Dated(said, when, self._describe_base(said, base)))
                if (
                    when.start is not None
                    and when.end is not None
                    and when.granularity in {"day", "week", "month"}
                ):
                    previous = Days(when.start, when.end, when.granularity, when.basis)
            self.dated.append(found)

    def _describe_base(self, said: DateExpression, base: Days | None) -> When | None:
        if said.anchor != "event" or base is None:
            return None
        because = "the day that the sentence counts from"
        return When(
            start=base.start, end=base.end, granularity=base.granularity, basis="context", because=because
        )

    def _find_told(self, sentence: Sentence, after: int) -> Days | None:
        """The day of what follows "five days after": that of the last sentence that told of it, by shared words."""
        told = stems_of(sentence.text[after - sentence.start :][:_ANCHOR_REACH])
        head = told[:1]  # "the arrival of ...": what came to pass counts more than whose it was
        best: tuple[int, Days] | None = None
        for other, dates in zip(self.article.sentences, self.dated, strict=False):
            days = [d.when for d in dates if d.when.granularity == "day" and d.when.start and d.when.end]
            words = stems_of(other.text)
            shared = sum(w in words for w in [*told, *head])
            if days and shared and (best is None or shared >= best[0]):
                when = days[-1]
                assert when.start is not None and when.end is not None
                best = shared, Days(when.start, when.end, "day", when.basis)
        return best[1] if best else None

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that holds an offset."""
        return max(0, bisect.bisect_right(self._starts, offset) - 1)

    def locate(
        self,
        said: DateExpression,
        sentence: Sentence,
        *,
        previous: Days | None,
        spoken: When | None = None,
        ahead: bool = False,
    ) -> When:
        """The days of an expression in its sentence, said on the day of publication or on `spoken`."""
        span = sentence.cite(said.start, said.end)
        weekday = _WEEKDAY_NAMES[said.weekday] if said.weekday is not None else None
        said_on = spoken if spoken is not None and spoken.start is not None else self.published
        ahead = ahead or looks_ahead(sentence, said)
        if said_on.start is None or said_on.end is None:
            if said.year is None:
                return When(
                    span=span,
                    weekday=weekday,
                    because=f"'{span.quote}' needs a day of publication, which is unknown",
                )
            days = locate_days(said, today=dt.date(said.year, 12, 31), previous=previous, ahead=ahead)
            return _make_when(days, span, weekday, f"'{span.quote}'")
        first = locate_days(said, today=said_on.start, previous=previous, ahead=ahead)
        last = (
            locate_days(said, today=said_on.end, previous=previous, ahead=ahead)
            if said_on.end != said_on.start
            else first
        )
        days = _join(first, last)
        reason = f"'{span.quote}'"
        if said.year is None and days is not None:
            reason += f", said on {describe_when(said_on)}"
        return _make_when(days, span, weekday, reason)


def _add_year(said: DateExpression, named: dict[int, tuple[int, int]], sentence: Sentence) -> DateExpression:
    """The date with the year that its month was named with shortly before: "in November 2017 ... on 21 November".

    `named` keeps for each month the year and the sentence where it stood last.
    """
    if said.month is None or said.unit == "season":
        return said
    if said.year is not None:
        named[said.month] = said.year, sentence.index
        return said
    year, index = named.get(said.month, (None, 0))
    near = sentence.index - index <= _NAMED_REACH
    return msgspec.structs.replace(said, year=year) if near and said.shift is None else said


def stems_of(text: str) -> list[str]:
    """The longer words of a text, names left out, cut to five letters, so that "arrived" meets "arrival"."""
    return [word[:_STEM] for word in _LONG_WORD.findall(text)]


def describe_when(when: When) -> str:
    """The interval as a person writes it: one day, or "first to last"."""
    return str(when.start) if when.start == when.end else f"{when.start} to {when.end}"


def _join(first: Days | None, last: Days | None) -> Days | None:
    if first is None or last is None:
        return first or last
    if first == last:
        return first
    return Days(min(first.start, last.start), max(first.end, last.end), "range", first.basis)


def _make_when(days: Days | None, span: Span, weekday: Weekday | None, because: str) -> When:
    if days is None:
        return When(span=span, weekday=weekday, because=f"{because} fits no day")
    return When(
        start=days.start, end=days.end, granularity=days.granularity, basis=days.basis,
        span=span, weekday=weekday, because=because,
    )  # fmt: skip


def find_attached_date(calendar: DatedArticle, place: Span, *, avoid: Iterable[Span]) -> Dated | None:
    """The date phrase that the tree ties to the words at `place`: in its own clause, or in the one it hangs on."""
    index = calendar.sentence_at(place.start)
    sentence = calendar.article.sentences[index]
    avoid = tuple(avoid)
    candidates = [
        d
        for d in calendar.dated[index]
        if d.when.start is not None and not any(a.start <= d.said.start < a.end for a in avoid)
    ]
    if not candidates:
        return None
    if not sentence.tokens:
        return candidates[0] if len(candidates) == 1 and not is_history(candidates[0], calendar) else None
    trigger = find_head(sentence, place)
    if trigger is None:
        return None
    scored = [
        (cost, d) for d in candidates if (cost := _attachment_cost(sentence, trigger, d, place)) is not None
    ]
    # of two dates about as near in the tree the one nearer in the text: "in 2012 and, in 2014, by the annexation"
    return min(scored, key=lambda s: s[0] + abs(s[1].said.start - place.start) / 25, default=(0, None))[1]


def list_ends(calendar: DatedArticle, index: int) -> list[Span]:
    """The dates of a sentence that tell how long something lasts: "extended its ban through December"."""
    sentence = calendar.article.sentences[index]
    return [
        sentence.cite(d.said.start, d.said.end)
        for d in calendar.dated[index]
        if _UP_TO.search(sentence.text[: d.said.start - sentence.start])
    ]


def is_history(dated: Dated, calendar: DatedArticle) -> bool:
    """Whether a date lies more than a year before publication."""
    return (
        dated.when.end is not None
        and calendar.published.start is not None
        and dated.when.end < calendar.published.start - 366 * ONE_DAY
    )


def _attachment_cost(sentence: Sentence, trigger: int, dated: Dated, place: Span) -> int | None:
    """How far a date is from a trigger in the tree; null if a clause border keeps them apart.

    Going up from the date to its governor is free of clauses. Going up from the trigger may leave a
    complement or adverbial clause (it shares the time of the clause it hangs on), but neither a relative
    clause nor the inside of a noun phrase: "the firms under sanctions, which met on 3 May" dates no sanctions.
    """
    tokens = sentence.tokens
    date = find_head(sentence, cite_tokens(sentence, tokens_of(sentence, dated.said)))
    if date is None:
        return None
    path, within = {date: 0}, place.start <= dated.said.start < place.end
    # "the election of 2016" dates the election, not what is said about it
    cost = 50 if any(tokens[c].lemma == "of" for c in list_children(tokens, date, "case")) else 0
    for node in iterate_ancestors(tokens, date):
        child = next(n for n in reversed(list(path)) if tokens[n].head == node)
        cost += 1
        if _is_apart(tokens, child, trigger) or (_names(tokens, child, trigger, dated.said) and not within):
            cost += 50
        path[node] = cost
    up = 0
    node = trigger
    for _ in range(len(tokens)):
        if node in path:
            total = up + path[node]
            return total if total < 40 else None
        relation = tokens[node].deprel
        if shares_time(sentence, node):
            up, node = up + 3, tokens[node].head
            continue
        if is_relation(relation, "acl", "nmod", "compound", "amod", "appos") or is_topic(tokens, node):
            return None
        if relation == "ccomp" and tense_of_verb(sentence, node) in {"past", "pluperfect", "perfect"}:
            return None  # "said on Monday that two men were killed": Monday is when it was said
        up += 3 if is_relation(relation, "ccomp", "advcl", "parataxis", "xcomp", "csubj") else 1
        node = tokens[node].head
        if node < 0:
            return None
    return None


def _is_apart(tokens: Tokens, node: int, trigger: int) -> bool:
    """Whether a date below a node stays there: in a subordinate clause, or a coordinated one with its own subject."""
    if _closes_charge(tokens, node, trigger):
        return False
    if is_relation(tokens[node].deprel, "ccomp", "advcl", "acl", "parataxis", "csubj"):
        return True
    if tokens[trigger].deprel == "conj" and trigger > node and not list_children(tokens, trigger, "nsubj"):
        return False  # "relations were poor, but they spoke on Friday and agreed to ..." goes on from Friday
    return tokens[node].deprel == "conj" and bool(list_children(tokens, node, "nsubj", "aux", "cop"))


def _closes_charge(tokens: Tokens, node: int, trigger: int) -> bool:
    """Whether a date in a bare clause after "convicted of" is that of the verdict: "of plotting to steal, in 2008"."""
    charges = [c for c in list_children(tokens, trigger, "obl", "advcl") if _starts_with(tokens, c, {"of"})]
    bare = tokens[node].xpos in {"VB", "VBG"} and not list_children(tokens, node, "nsubj")
    return tokens[trigger].lemma in _BLAMING and bool(charges) and bare and node > trigger


def _starts_with(tokens: Tokens, node: int, words: set[str]) -> bool:
    return any(tokens[c].lemma.lower() in words for c in list_children(tokens, node, "case", "mark"))


def _names(tokens: Tokens, node: int, trigger: int, said: DateExpression) -> bool:
    """Whether a date only tells which thing is meant: "the 2020 election", "Friday's vote" date nothing else."""
    noun = tokens[node].head
    if noun == trigger or noun < node or tokens[noun].upos not in {"NOUN", "PROPN"}:
        return False
    if not said.start <= tokens[node].start < said.end:
        return False
    bare = said.unit == "year" and not list_children(tokens, node, "case")
    if any(tokens[c].lemma == "a" for c in list_children(tokens, noun, "det")):
        return False  # "in a 1994 agreement" tells when
    if tokens[noun].head == trigger and {tokens[c].lemma for c in list_children(tokens, noun, "case")} & _AT:
        return False  # "met at the 2019 summit"
    return is_relation(tokens[node].deprel, "nmod:poss") or (
        bare and is_relation(tokens[node].deprel, "nummod", "compound", "amod", "nmod")
    )


def is_topic(tokens: Tokens, node: int) -> bool:
    """Whether a phrase names what was talked about or judged: "asked about the calls on 3 May" dates no calls."""
    if is_relation(tokens[node].deprel, "advcl"):
        return tokens[tokens[node].head].lemma in _BLAMING and _starts_with(tokens, node, {"for", "of"})
    if not is_relation(tokens[node].deprel, "obl"):
        return False
    blamed = tokens[tokens[node].head].lemma in _BLAMING and _starts_with(
        tokens, node, {"of", "for", "with", "in"}
    )
    return blamed or _starts_with(tokens, node, {"about", "on", "over", "regarding", "concerning"})


def tokens_of(sentence: Sentence, said: DateExpression) -> list[int]:
    """The tokens of a date phrase; the first of the sentence if it has none."""
    inside = [i for i, t in enumerate(sentence.tokens) if t.start < said.end and t.end > said.start]
    return inside or [0]


def find_at(calendar: DatedArticle, span: Span) -> Dated | None:
    """The dated expression that an extractor pointed at, or the one that overlaps it most."""
    overlapping = [
        d
        for d in calendar.dated[calendar.sentence_at(span.start)]
        if d.said.start < span.end and span.start < d.said.end
    ]
    return max(
        overlapping, key=lambda d: min(d.said.end, span.end) - max(d.said.start, span.start), default=None
    )


def is_inside(inner: Span, outer: Span) -> bool:
    """Whether one span lies in another."""
    return outer.start <= inner.start and inner.end <= outer.end
