"""What an amount claims: a level, change, share, count, rank or duration, and which way a change goes."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

from detente.extract.figures.phrases import Place
from detente.extract.figures.quantities import Amount, Context
from detente.lexicon.units import Direction
from detente.records import FigureType

Mode: TypeAlias = Literal[
    "amount", "age", "rank", "multiple", "signed", "change-verb", "change-noun", "comparison", "target", "share",
    "conversion",
]  # fmt: skip


class Claim(NamedTuple):
    """What an amount claims; `of`, `origin` and `target` are indices of other amounts in the sentence.

    `cue` is where the word of change stands, `of_text` where the base of a percentage stands.
    """

    amount: Amount
    type: FigureType
    mode: Mode = "amount"
    direction: Direction | None = None
    cue: Place | None = None
    of: int | None = None
    of_text: Place | None = None
    origin: int | None = None
    target: int | None = None


_WORD = re.compile(r"[\w’'%-]+")
_CLAUSE_END = re.compile(r"[.;:!?—]|, (?:but|and|while|whereas|which|who)\b| (?:while|whereas|but|that) ")
_BACK = 90
"""How far before an amount its word of change may stand, in characters."""


def read_claims(context: Context, amounts: list[Amount]) -> list[Claim]:
    """One claim per amount, not yet linked to its neighbours.

    Example:
        >>> from detente.extract.figures.amounts import read_amounts
        >>> from detente.extract.figures.quantities import make_context
        >>> context = make_context("Output fell 11% to 1.15m vehicles", {})
        >>> [(c.type, c.direction) for c in read_claims(context, read_amounts(context))]
        [('change', 'down'), ('level', 'down')]
    """
    claims: list[Claim] = []
    for amount in amounts:
        claims.append(_read_claim(context, amount, claims[-1] if claims else None))
    return claims


def _read_claim(context: Context, amount: Amount, previous: Claim | None) -> Claim:
    word = context.text[amount.start : amount.end].lower()
    if word in context.wording.multiples:
        direction = context.wording.multiples[word][1]
        return Claim(amount, "ratio" if direction else _plain_type(context, amount), "multiple", direction)
    if amount.dimension == "rank":
        return Claim(amount, "rank", "rank")
    if amount.age:
        return Claim(amount, "level", "age")
    if amount.dimension == "share" and word[0] in "-−+":
        return Claim(amount, "change", "signed", "up" if amount.value > 0 else "down")
    if amount.dimension != "time":
        if previous and (claim := _read_alternative(context, amount, previous)):
            return claim
        for read in (_read_verb, _read_noun, _read_comparative, _read_target):
            if claim := read(context, amount):
                return claim
    return Claim(amount, _plain_type(context, amount))


_MANY = 1000
"""A scale word from here on ("two million people") makes a level of what would be a count."""
_TIMES_WHAT = re.compile(
    r" (?:(?:more|higher|larger|greater|less|the|its|that|faster|bigger|what)\b|as (?!an?\b|the\b|[A-Z]))"
)


def _plain_type(context: Context, amount: Amount) -> FigureType:
    if amount.dimension == "time":
        return "duration"
    if amount.dimension == "share":
        return "ratio"
    if amount.unit == "times":
        whole = amount.value == amount.value.to_integral_value()
        return "count" if whole and not _TIMES_WHAT.match(context.text, amount.end) else "ratio"
    return "count" if amount.dimension in {"people", "things"} and amount.number.scale < _MANY else "level"


def _is_rate(amount: Amount) -> bool:
    return amount.dimension == "share" or amount.unit == "points"


def _list_words_back(text: str, end: int) -> list[re.Match[str]]:
    """The words of the clause before a place, the nearest first."""
    start = max(
        (m.end() for m in _CLAUSE_END.finditer(text, max(0, end - _BACK), end)), default=max(0, end - _BACK)
    )
    return list(_WORD.finditer(text, start, end))[::-1]


def _read_verb(context: Context, amount: Amount) -> Claim | None:
    """ "fell 11%", "rose by about $5", "up nearly 57%", "cut its forecast by 5%"."""
    words = _list_words_back(context.text, amount.left)
    by = bool(words) and words[0].group() == "by"
    if not words or words[0].group() == "to" or not context.text[amount.left - 1].isspace():
        return None
    strangers = 7 if by else 0
    for i, match in enumerate(words):
        word = match.group().lower()
        direction = context.wording.verbs.get(word) or (context.wording.nouns.get(word) if by else None)
        if direction:
            before = words[i + 1].group().lower() if i + 1 < len(words) else ""
            moves = by or _says_change(context, amount, word, before)
            return Claim(amount, "change", "change-verb", direction, match.span()) if moves else None
        if word not in context.wording.lists["phrases.bridges"] and not word.endswith("ly"):
            strangers -= 1
        if strangers < 0:
            return None
    return None


def _says_change(context: Context, amount: Amount, word: str, before: str) -> bool:
    """Whether a word of change with a bare amount is one: not "made up 40%", "lost 12 seats", "up 300 people"."""
    if word in {"up", "down"}:
        phrasal = before in context.wording.lists["change.phrasal"]
        return not phrasal and amount.dimension not in {"people", "none"}
    return _is_rate(amount) or word not in context.wording.lists["change.transitive"]


_OR = re.compile(r",? (?:or|and) (?:by )?|,? ?\(")


def _read_alternative(context: Context, amount: Amount, previous: Claim) -> Claim | None:
    """ "fell 11% or 100,300 units", "rose 5 points (0.3%)": the same change told twice."""
    if previous.type != "change" or previous.amount.unit == amount.unit:
        return None
    told_again = _OR.fullmatch(context.text, previous.amount.right, amount.left)
    return previous._replace(amount=amount) if told_again else None


_NOUN_OF = re.compile(r"\b([a-z]+) of (?:between )?$")
_NEXT_WORD = re.compile(r"[ \u00a0-]([a-z][a-z-]*)")
_COUNTED_CHANGES = frozenset({"points", "barrels_per_day", "vehicles"})
_WORDS_TO_NOUN = 4


def _read_noun(context: Context, amount: Amount) -> Claim | None:
    """ "a drop of 4%", "a 4% drop", "a 60 basis point improvement"."""
    if amount.dimension not in {"share", "currency", "measure"} and amount.unit not in _COUNTED_CHANGES:
        return None
    text, nouns = context.text, context.wording.nouns
    settled = frozenset[str]() if _is_rate(amount) else context.wording.lists["change.settled"]
    before = _NOUN_OF.search(text[max(0, amount.left - 30) : amount.left])
    if before and before[1] in nouns.keys() - (
        settled if amount.dimension in {"currency", "measure"} else set()
    ):
        start = amount.left - len(before.string) + before.start(1)
        return Claim(amount, "change", "change-noun", nouns[before[1]], (start, start + len(before[1])))
    position = amount.end
    for _ in range(_WORDS_TO_NOUN):
        match = _NEXT_WORD.match(text, position)
        if match is None or match[1] in context.wording.lists["counted.stop"]:
            return None
        if match[1] in nouns.keys() - settled:
            return Claim(amount, "change", "change-noun", nouns[match[1]], match.span(1))
        position = match.end()
    return None


_COMPARATIVE = re.compile(r" ([a-z]+)(?: (than)\b)?")
_LEVEL_AFTER = re.compile(r" (?:the|last|a) ")


def _read_comparative(context: Context, amount: Amount) -> Claim | None:
    """ "4% above the 2016 result", "34% higher", "three points less than"."""
    match = _COMPARATIVE.match(context.text, amount.end)
    direction = context.wording.comparatives.get(match[1]) if match else None
    if match is None or direction is None:
        return None
    if not match[2] and (not _is_rate(amount) or amount.form == "fraction"):
        return None
    if match[1] in {"over", "under"} and not _LEVEL_AFTER.match(context.text, match.end()):
        return None  # "5% over three years"
    kind: FigureType = "ratio" if amount.unit == "times" else "change"
    return Claim(amount, kind, "comparison", direction, match.span(1))


TO_LEVEL = (
    r" to (?:(?:end|close|finish|stand) at |reach |hit )?(?:(?:a|an|the|just|only|its|their) )?"
    r"(?:[a-z]+ (?:low|high|record) of )?"
)
"""What leads from a word of change, or from a change, to the level that is reached."""
_TO = re.compile(rf"{TO_LEVEL}$")
_NO_WAY = frozenset({"to", "is", "was", "said"})
_WORDS_TO_VERB = 9


def _read_target(context: Context, amount: Amount) -> Claim | None:
    """ "fell 11% to 1.15m", "raised rates to 5%": the level that a change leads to."""
    start = max(0, amount.left - _BACK)
    to = _TO.search(context.text[start : amount.left])
    if to is None:
        return None
    for match in _list_words_back(context.text, start + to.start())[:_WORDS_TO_VERB]:
        word = match.group().lower()
        if word in _NO_WAY:
            return None
        if direction := context.wording.verbs.get(word):
            kind: FigureType = "ratio" if amount.dimension == "share" else "level"
            return Claim(amount, kind, "target", direction, match.span())
    return None
