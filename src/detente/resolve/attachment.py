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

_WEEKDAY_NAMES: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_AHEAD_AUXILIARIES = {"will", "shall", "'ll", "’ll", "wo"}
_AHEAD_VERBS = {
    "expect",
    "plan",
    "schedule",
    "slate",
    "due",
    "set",
    "intend",
    "hope",
    "expire",
    "going",
    "aim",
}


_LONG_WORD = re.compile(r"\b[^\W\d_A-Z][^\W\d_]{4,}")
_STEM = 5
_ANCHOR_REACH = 60


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
        for sentence in article.sentences:
            if sentence.zone in {"boilerplate", "byline", "dateline", "title_repeat"}:
                self.dated.append([])
                continue
            found = []
            for said in find_dates(sentence.text, offset=sentence.start):
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


def looks_ahead(sentence: Sentence, said: DateExpression) -> bool:
    """Whether the verb that governs a date phrase looks ahead ("will expire in February", "slated for June")."""
    index = _token_at(sentence, said.start)
    if index is None:
        return False
    tokens = sentence.tokens
    for node in (index, *iterate_ancestors(tokens, index)):
        if tokens[node].upos not in {"VERB", "AUX", "ADJ", "NOUN"}:
            continue
        if any(tokens[c].lemma in _AHEAD_AUXILIARIES for c in list_children(tokens, node, "aux", "cop")):
            return True
        if tokens[node].lemma in _AHEAD_VERBS and tokens[node].upos in {"VERB", "ADJ"}:
            return tokens[node].xpos != "VBD" or tokens[node].lemma in {"slate", "schedule", "set"}
        if tokens[node].upos in {"VERB", "AUX"} and not is_relation(tokens[node].deprel, "xcomp", "conj"):
            return False
    return False


def _token_at(sentence: Sentence, offset: int) -> int | None:
    for i, token in enumerate(sentence.tokens):
        if token.start <= offset < token.end or token.start >= offset:
            return i
    return None


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
    trigger = _head_in(sentence, place)
    if trigger is None:
        return None
    scored = [(cost, d) for d in candidates if (cost := _attachment_cost(sentence, trigger, d)) is not None]
    # of two dates about as near in the tree the one nearer in the text: "in 2012 and, in 2014, by the annexation"
    return min(scored, key=lambda s: s[0] + abs(s[1].said.start - place.start) / 25, default=(0, None))[1]


def is_history(dated: Dated, calendar: DatedArticle) -> bool:
    """Whether a date lies more than a year before publication."""
    return (
        dated.when.end is not None
        and calendar.published.start is not None
        and dated.when.end < calendar.published.start - 366 * ONE_DAY
    )


def _head_in(sentence: Sentence, place: Span) -> int | None:
    """The token of a span whose governor lies outside it."""
    inside = [i for i, t in enumerate(sentence.tokens) if t.start >= place.start and t.end <= place.end]
    for i in inside:
        if sentence.tokens[i].head not in inside and sentence.tokens[i].upos not in {"PUNCT", "DET", "ADP"}:
            return i
    return inside[0] if inside else None


def _attachment_cost(sentence: Sentence, trigger: int, dated: Dated) -> int | None:
    """How far a date is from a trigger in the tree; null if a clause border keeps them apart.

    Going up from the date to its governor is free of clauses. Going up from the trigger may leave a
    complement or adverbial clause (it shares the time of the clause it hangs on), but neither a relative
    clause nor the inside of a noun phrase: "the firms under sanctions, which met on 3 May" dates no sanctions.
    """
    tokens = sentence.tokens
    date = _head_in(sentence, cite_tokens(sentence, _tokens_of(sentence, dated.said)))
    if date is None:
        return None
    path = {date: 0}
    # "the election of 2016" dates the election, not what is said about it
    cost = 50 if any(tokens[c].lemma == "of" for c in list_children(tokens, date, "case")) else 0
    for node in iterate_ancestors(tokens, date):
        child = next(n for n in reversed(list(path)) if tokens[n].head == node)
        cost += 1
        if is_relation(tokens[child].deprel, "ccomp", "advcl", "acl", "parataxis", "csubj"):
            cost += 50  # a date inside a subordinate clause does not date what governs the clause
        path[node] = cost
    up = 0
    node = trigger
    for _ in range(len(tokens)):
        if node in path:
            total = up + path[node]
            return total if total < 40 else None
        relation = tokens[node].deprel
        if is_relation(relation, "acl", "nmod", "compound", "amod", "appos") or _is_topic(tokens, node):
            return None
        up += 3 if is_relation(relation, "ccomp", "advcl", "parataxis", "xcomp", "csubj") else 1
        node = tokens[node].head
        if node < 0:
            return None
    return None


def _is_topic(tokens: Tokens, node: int) -> bool:
    """Whether a phrase names what was talked about: "asked about the calls on 3 May" dates no calls."""
    cases = {tokens[c].lemma for c in list_children(tokens, node, "case")}
    return is_relation(tokens[node].deprel, "obl") and bool(
        cases & {"about", "on", "over", "regarding", "concerning"}
    )


def is_definite(sentence: Sentence, place: Span) -> bool:
    """Whether a noun phrase points at something known: "the shipment", "that call", "Moscow's annexation"."""
    head = _head_in(sentence, place) if sentence.tokens else None
    if head is None:
        return False
    tokens = sentence.tokens
    return any(
        tokens[c].lemma in {"the", "this", "that", "these", "those"} or tokens[c].deprel == "nmod:poss"
        for c in list_children(tokens, head, "det", "nmod")
    )


def _tokens_of(sentence: Sentence, said: DateExpression) -> list[int]:
    inside = [i for i, t in enumerate(sentence.tokens) if t.start < said.end and t.end > said.start]
    return inside or [0]


def tell_tense(sentence: Sentence, place: Span) -> str | None:
    """Tense of the clause that words stand in: past, present, perfect, pluperfect or future; null if unclear.

    Only the clause itself counts: what hangs in a noun phrase or a relative clause has no tense of its own.
    """
    tokens = sentence.tokens
    head = _head_in(sentence, place) if tokens else None
    if head is None:
        return None
    node = head
    for _ in range(len(tokens)):
        if tokens[node].upos in {"VERB", "AUX"} or list_children(tokens, node, "cop"):
            tense = _tense_of_verb(sentence, node)
            if tense is not None:
                return tense
            if not is_relation(tokens[node].deprel, "xcomp", "conj", "advcl", "ccomp"):
                return None
        elif is_relation(tokens[node].deprel, "nmod", "acl", "compound", "amod", "appos"):
            return None
        node = tokens[node].head
        if node < 0:
            return None
    return None


def _tense_of_verb(sentence: Sentence, verb: int) -> str | None:
    tokens = sentence.tokens
    auxiliaries = [tokens[i] for i in list_children(tokens, verb, "aux", "cop")]
    words = {t.text.lower() for t in auxiliaries}
    if words & {"will", "shall", "'ll", "’ll", "would", "could", "may", "might", "should", "must", "can"}:
        return "future"
    if words & {"had"}:
        return "pluperfect"
    if words & {"has", "have", "'ve", "’ve"}:
        return "perfect"
    if words & {"was", "were", "did"}:
        return "past"
    if words & {"is", "are", "am", "'s", "’s", "'re", "’re", "do", "does", "'m", "’m"}:
        return "present"
    return {"VBD": "past", "VBZ": "present", "VBP": "present"}.get(tokens[verb].xpos)
