"""Numbers whose neighbours make them something special: ranks, ages, casualties, multiples, "the only"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from detente.extract.figures.counted_nouns import find_counted_noun
from detente.extract.figures.numbers import Number
from detente.extract.figures.quantities import Amount, Context, add_cues

_NEXT_WORDS = re.compile(r"[ \u00a0-](\w+)(?:[ \u00a0-](\w+))?")


def read_ordinal(context: Context, number: Number) -> Iterator[Amount]:
    """A rank ("third-largest", "fifth round") or the count of a running period ("sixth year"); else nothing."""
    lists, words = context.wording.lists, context.units.words
    match = _NEXT_WORDS.match(context.text, number.end)
    if match is None or number.value < 2:
        return
    word, following = match[1].lower(), (match[2] or "").lower()
    end, period = match.end(1), word
    if word in lists["ranks.rows"] and following in words:
        end, period = match.end(2), following  # "second consecutive month"
    elif word not in lists["ranks.runs"] | lists["ranks.rows"] | lists["ranks.superlatives"]:
        return
    times = [unit.id for unit in words.get(period, ()) if unit.dimension == "time"]
    unit = "years" if word in {"anniversary", "birthday"} else times[0] if times else "rank"
    yield Amount(number.start, end, number.start, number, number.value, unit, "rank")


_RANK_BEFORE = re.compile(
    r"(?:(?P<name>[\w’'.-]+)[ \u00a0])?\b(?P<word>No\.|no\.|[Nn]umber|[Tt]op|ranked|ranks|ranking)[ \u00a0-](?:the )?$"
)
_RANKED = frozenset({"none", "things", "people"})


def mark_rank(context: Context, amount: Amount) -> Amount:
    """ "No. 1", "the top 10", "number one"; but "Resolution No. 2231", "the number 40"."""
    match = _RANK_BEFORE.search(context.text[max(0, amount.start - 40) : amount.start])
    if match is None or amount.value > 500 or amount.number.scale != 1 or amount.dimension not in _RANKED:
        return amount
    word, name = match["word"].lower(), match["name"] or ""
    rank = amount._replace(unit="rank", dimension="rank")
    if word == "top":
        return rank._replace(bound="max")
    named = name[:1].isupper() or name.lower() in context.wording.lists["names.designators"]
    if word in {"no.", "number"} and named and name not in {"The", "A"}:
        return amount
    if word == "number" and amount.form != "words":
        return amount
    return rank._replace(left=amount.start - len(match.string) + match.start("word"))


_AGED = re.compile(
    r"\b(?:aged?(?: of| between)?|ages|(?:he|she|who) (?:was|is|turned)(?: only| just)?)[ \u00a0]$",
    re.IGNORECASE,
)
_OLD = re.compile(r"[ \u00a0-]old\b|[ \u00a0]of age\b", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"[A-Z][\w’'-]+,[ \u00a0]$")


def mark_age(context: Context, amount: Amount) -> Amount:
    """ "92-year-old", "aged 25", "Novak, 66, said"."""
    text = context.text
    if amount.dimension == "time":
        old = _OLD.match(text, amount.end)
        return amount._replace(age=True, end=old.end()) if old else amount
    if amount.dimension != "none" or amount.form == "vague" or not 0 < amount.value < 120:
        return amount
    before = text[max(0, amount.left - 40) : amount.left]
    apart = (
        amount.form == "digits"
        and amount.value > 4
        and re.match(r",|[.;]?$|\)", text[amount.end : amount.end + 2])
    )
    if (apart and _NAME_BEFORE.search(before)) or _AGED.search(before):
        return amount._replace(unit="years", dimension="time", age=True)
    return amount


_ASIDE = re.compile(r"(?:, (?:including|among them|most of them|mostly)[^,.;]{1,60},| (?:more|others))(?= )")


def mark_casualties(context: Context, amount: Amount) -> Amount:
    """ "killed more than 13,200", "39 dead": a bare number beside a word of casualties counts people."""
    if amount.dimension != "none":
        return amount
    lists, text = context.wording.lists, context.text
    before = re.search(
        r"([\w-]+)[ \u00a0](?:another |a further )?$", text[max(0, amount.left - 30) : amount.left]
    )
    aside = _ASIDE.match(text, amount.end)
    end = aside.end() if aside else amount.end
    after = re.findall(r"[\w-]+", text[end : end + 40])[:3]
    beside = text[end : end + 1] in {" ", "\u00a0"} and any(
        " ".join(after[:length]).lower() in lists["people.after"] for length in (1, 2, 3)
    )
    if beside or (before and before[1].lower() in lists["people.before"]):
        return amount._replace(unit="people", dimension="people")
    return amount


def find_multiples(context: Context) -> Iterator[Amount]:
    """ "doubled", "twice", "fivefold": how many times, without a number."""
    for match in context.wording.multiple.finditer(context.text):
        value, _ = context.wording.multiples[match.group().lower()]
        number = Number(match.start(), match.end(), value, "words")
        amount = Amount(match.start(), match.end(), match.start(), number, value, "times", "things")
        yield add_cues(context, amount)


_ONLY = re.compile(
    r"\b[Tt]he (?P<only>only|sole)"
    r"(?: (?:remaining|surviving)\b| (?=[^;,]{3,70} (?:left|remaining|still|in (?:force|effect|existence))\b))"
)


def find_only(context: Context) -> Iterator[Amount]:
    """ "the only treaty still in force" claims that there is one."""
    for match in _ONLY.finditer(context.text):
        start, end, one = match.start(), match.end("only"), Decimal(1)
        noun = find_counted_noun(context.text, end, context.wording, context.tags, one=True)
        yield Amount(
            start, end, start, Number(start, end, one, "words"), one, "items", "things", noun=noun, cue="only"
        )
