"""When, where, how often and how unusual: what the tree hangs on a trigger besides its parties."""

from __future__ import annotations

import re

from detente.extract.events.acts import Act
from detente.extract.events.clauses import Clauses
from detente.lexicon.events import Words
from detente.records import Comparison, Gauge, Span

_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS = {word: n for n, word in enumerate(_COUNTED, 1)} | {"twice": 2, "thrice": 3, "dozen": 12, "both": 2}
UP = frozenset(
    {"unprecedented", "first", "best", "most", "highest", "largest", "warmest", "closest", "record", "warm"}
)
DOWN = frozenset({"lowest", "worst", "coldest", "weakest", "lower", "bad", "low", "nadir", "weak", "cold"})
YEAR = re.compile(r"(?:19|20)\d\d(?:s|-\d\d)?")
SINCE = re.compile(
    r"\b(?:since|in (?:\w+ ){0,3}(?:years|decades|months)|in history|ever|on record|of the cold war)\b", re.I
)


def find_date(clauses: Clauses, head: int, times: Words) -> Span | None:
    """The date phrase that hangs on a word: "on Friday", "last month", "in 2014"; null if there is none."""
    for c in clauses.children[head]:
        token = clauses.tokens[c]
        relation = token.deprel.partition(":")[0]
        dated = (
            clauses.lemmas[c] in times.single
            or clauses.lemmas[c] in clauses.dates
            or YEAR.fullmatch(token.text)
        )
        if relation == "advmod" and clauses.lemmas[c] in times.single:
            return _cite(clauses, c)
        if (
            relation in ("obl", "nmod")
            and dated
            and clauses.prepositions[c] not in ("for", "about", "with", "to", "of")
        ):
            return _cite(clauses, c)
    return None


def _cite(clauses: Clauses, head: int) -> Span:
    keep = clauses.list_subtree(head, frozenset({"acl", "acl:relcl", "advcl", "conj", "cc", "ccomp"}))
    keep = [i for i in keep if clauses.tokens[i].upos != "PUNCT" or i > keep[0]]
    while len(keep) > 1 and clauses.tokens[keep[-1]].upos == "PUNCT":
        keep.pop()
    return clauses.sentence.cite(clauses.tokens[keep[0]].start, clauses.tokens[keep[-1]].end)


def find_place(clauses: Clauses, head: int) -> str | None:
    """The name after "in" or "at" that hangs on a word, if it is one of a place."""
    for preposition, i in clauses.obliques(head):
        if preposition not in ("in", "at", "outside", "near") or clauses.lemmas[i] in clauses.dates:
            continue
        start = clauses.tokens[i].start
        for name in clauses.sentence.names:
            if name.start <= start < name.end and (
                name.type == "LOC" or (name.entity or "").startswith("capital:")
            ):
                offset = clauses.sentence.start
                return clauses.sentence.text[name.start - offset : name.end - offset]
    return None


def find_count(clauses: Clauses, act: Act) -> int:
    """How many such acts a phrase counts: "five calls", "spoke at least three times"; 1 where it does not."""
    node: Act | None = act
    while node is not None:
        for c in clauses.children[node.anchor]:
            relation = clauses.tokens[c].deprel
            if node.part == "NOUN" and relation == "nummod":
                return _parse_count(clauses.lemmas[c])
            if node.part == "VERB" and relation in ("obl:unmarked", "obl") and clauses.lemmas[c] == "time":
                for n in clauses.dependents(c, "nummod"):
                    return _parse_count(clauses.lemmas[n])
            if node.part == "VERB" and relation == "advmod" and clauses.lemmas[c] in ("twice", "thrice"):
                return NUMBERS[clauses.lemmas[c]]
        node = node.inner if node.inner and node.inner.type == node.type else None
    return 1


def _parse_count(word: str) -> int:
    if word.isdigit() and len(word) < 5:
        return max(1, int(word))
    return NUMBERS.get(word, 1)


def find_comparison(clauses: Clauses, act: Act, gauge: Gauge, talks: Words) -> Comparison | None:
    """What the sentence says of the act against the past: "unprecedented", "first since", "lowest in decades"."""
    near = {act.anchor, clauses.tokens[act.anchor].head, *act.words}
    if gauge == "contact":
        near |= {i for i in range(len(clauses.tokens)) if clauses.matches(i, talks)}
    for i, token in enumerate(clauses.tokens):
        word = token.text.lower()
        if word not in UP | DOWN or not (
            i in near or token.head in near or clauses.tokens[token.head].head in near
        ):
            continue
        tail = clauses.sentence.text[token.end - clauses.sentence.start :]
        since = SINCE.search(tail)
        if word != "unprecedented" and (since is None or since.start() > 60):
            continue
        end = token.end + since.end() if since and since.start() <= 60 else token.end
        end = next((t.end for t in clauses.tokens if t.start < end <= t.end), end)
        worse = word in DOWN or act.frame.value == "down" or act.standing == "worse"
        return Comparison(gauge, "down" if worse else "up", clauses.sentence.cite(token.start, end))
    return None
