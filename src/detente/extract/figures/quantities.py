"""Quantities: a number with its currency, unit or counted noun, and with what bounds or blurs it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from detente.extract.figures.counted_nouns import Noun, find_counted_noun
from detente.extract.figures.numbers import Form, Number
from detente.lexicon.units import Bound, Cue, Unit, Units, Wording, load_units, load_wording

Kind: TypeAlias = Literal["currency", "share", "time", "people", "things", "measure", "rank", "none"]


class Amount(NamedTuple):
    """An amount at `text[start:end]`, unit included; `left` is where its cue ("at least") starts.

    `reach` is where the noun that it counts ends, where it has its own and does not share one.
    `unit` is an id of `units.toml`, or "items" for a counted noun, "rank", "share", "number" for a bare number.
    `age` says that it is somebody's, `paired` that a bare number is one end of "from 240 to 273".
    """

    start: int
    end: int
    left: int
    number: Number
    value: Decimal
    unit: str
    dimension: Kind
    high: Decimal | None = None
    noun: Noun | None = None
    reach: int = 0
    approximate: bool = False
    bound: Bound | None = None
    cue: str = ""
    age: bool = False
    paired: bool = False

    @property
    def form(self) -> Form:
        """How the number is written."""
        return self.number.form

    @property
    def right(self) -> int:
        """Where the amount ends, its counted noun included."""
        return max(self.end, self.reach)


class Context(NamedTuple):
    """What reading one sentence needs: its text, its tags by offset, the lexicon."""

    text: str
    tags: Mapping[int, str]
    units: Units
    wording: Wording


def make_context(text: str, tags: Mapping[int, str]) -> Context:
    """The context of a sentence with the shipped lexicon; `tags` may be empty."""
    return Context(text, tags, load_units(), load_wording())


def read_quantity(context: Context, number: Number) -> Amount:
    """A number with the unit, rate and cues printed beside it; "items" with a counted noun, "number" without.

    Example:
        >>> from detente.extract.figures.numbers import find_numbers
        >>> context = make_context("at least US$640m", {})
        >>> amount = read_quantity(context, find_numbers(context.text)[0])
        >>> amount.unit, str(amount.value), amount.bound
        ('USD', '640000000', 'min')
    """
    text = context.text
    start, currency = _find_currency(context, number.start)
    number = _undo_million(context, number, currency)
    sign = _SIGN.search(text[max(0, start - 7) : start])
    start, value = (start - len(sign[1]), number.value) if sign else (start, number.value)
    value = -value if sign and sign[1] != "+" else value
    unit, end = _find_unit(context, number)
    noun = None
    if currency is not None:
        end = _end_of_money(
            text, number, end if unit and unit.dimension == "currency" else number.end, currency
        )
        unit = currency
    elif unit is None or unit.dimension in {"people", "things"}:
        noun = find_counted_noun(text, _skip_of(text, number), context.wording, context.tags, one=value == 1)
        unit = unit or _unit_of_noun(context, noun, value)
    name, dimension = _name_unit(unit, noun, number)
    if name == "share":
        noun = None
    amount = Amount(
        start, end, start, number, value, name, dimension, noun=noun, reach=noun.end if noun else 0
    )
    return add_cues(context, _add_rate(context, amount))


def _name_unit(unit: Unit | None, noun: Noun | None, number: Number) -> tuple[str, Kind]:
    if unit is not None:
        return unit.id, unit.dimension
    if number.form == "fraction":
        return "share", "share"
    return ("items", "things") if noun else ("number", "none")


_SIGN = re.compile(r"(?:^|[\s(])([-−+]|minus[ -])$", re.IGNORECASE)
_AMERICAN = re.compile(r"[ \u00a0](?:US|U\.S\.)(?!\w)(?= per| a |[,.;)]|$)")


def _find_currency(context: Context, start: int) -> tuple[int, Unit | None]:
    match = context.units.before.search(context.text[max(0, start - 8) : start])
    if match is None:
        return start, None
    printed = re.sub(r"\s", "", match[1])
    return start - (len(match.string) - match.start()), context.units.prefixes[printed]


def _end_of_money(text: str, number: Number, end: int, currency: Unit) -> int:
    """Where "$75 U.S." ends."""
    again = _AMERICAN.match(text, end) if currency.id == "USD" else None
    return again.end() if again else end


_METRE_CUES = re.compile(
    r"(?i:\b(?:tall|high|wide|long|deep|away|met(?:re|er)s?|height|depth|length|width|waves?|sprint|race|hurdles|swim|dive"
    r"|jump|altitude|elevation|sea level|distance|freestyle|butterfly|relay|stage)\b)|\bkm\b"
)
_SMALL_METRES = 20


def _undo_million(context: Context, number: Number, currency: Unit | None) -> Number:
    """ "1.15m vehicles" are millions, "a 3m wave" is three metres: money and plural nouns decide, then words around."""
    text = context.text
    if currency or text[number.end - 1] not in "mt" or not text[number.end - 2 : number.end - 1].isnumeric():
        return number
    noun = find_counted_noun(text, number.end, context.wording, {})
    if noun and not _METRE_CUES.search(text[number.end : noun.end]):
        return number
    near = text[max(0, number.start - 60) : number.end + 40]
    whole = "." not in text[number.start : number.end]
    if (
        text[number.end - 1] == "t"
        or _METRE_CUES.search(near)
        or (whole and number.value / number.scale < _SMALL_METRES)
    ):
        return number._replace(end=number.end - 1, value=number.value / number.scale, scale=Decimal(1))
    return number


_METRES = re.compile(
    r"[ \u00a0]m(?= ?[(×]| (?:tall|high|wide|long|deep|above|below|away|from|hurdles|dash|sprint|race|relay)\b)"
)
_UNIT_WORD = re.compile(r"(?:[ \u00a0]|[-‑])(?P<word>[^\W_][\w.²³]*)")
_OF_A = re.compile(r"[ \u00a0](?:of )?an?(?=[ \u00a0])")


def _find_unit(context: Context, number: Number) -> tuple[Unit | None, int]:
    """The unit printed right after a number, and where it ends."""
    text, units, position = context.text, context.units, number.end
    if number.form == "fraction" and (link := _OF_A.match(text, position)):
        position = link.end()  # "half an hour"
    elif text[position : position + 1] == "+":
        position += 1  # "30+ years"
    if match := units.after.match(text, position):
        printed = match["symbol"] or match["glued"]
        return (units.symbols if match["symbol"] else units.glued)[printed], match.end()
    if metres := _METRES.match(text, position):
        return units.glued["m"], metres.end()
    words: list[tuple[str, int]] = []
    while len(words) < 4 and (match := _UNIT_WORD.match(text, position)):
        word = match["word"].rstrip(".")
        words.append((word.lower(), match.start("word") + len(word)))
        position = match.end()
    for length in range(len(words), 0, -1):
        for unit in units.words.get(" ".join(word for word, _ in words[:length]), ()):
            counts = number.form == "fraction" and unit.dimension == "people"
            if abs(number.value) >= unit.min and not counts:
                return unit, words[length - 1][1]
    return None, number.end


_SOME_OF = re.compile(r" of (?:the|its|his|her|their|our|my|[A-Z]\w+['’]s) ")


def _skip_of(text: str, number: Number) -> int:
    """Where the blank before the counted noun stands, also in "thousands of people", "two of the ships"."""
    if number.form == "vague":
        return number.end + 3 if text.startswith(" of ", number.end) else number.end
    if text[number.end : number.end + 2] == "+ ":
        return number.end + 1
    some = _SOME_OF.match(text, number.end)
    return some.end() - 1 if some and number.value > 1 else number.end


def _unit_of_noun(context: Context, noun: Noun | None, value: Decimal) -> Unit | None:
    """The unit that the head of a counted noun is, with up to two words before it."""
    words = context.text[noun.start : noun.end].lower().split() if noun else []
    for length in (3, 2, 1):
        for unit in context.units.words.get(" ".join(words[-length:]), ()):
            if abs(value) >= unit.min and unit.dimension != "share":
                return unit
    return None


_RATED = frozenset({"barrels", "vehicles", "times", "cents", "pence"})


def _add_rate(context: Context, amount: Amount) -> Amount:
    """ "$60 a barrel" is in USD_per_barrel; "five people a day after" is not a rate."""
    if amount.dimension not in {"currency", "measure"} and amount.unit not in _RATED:
        return amount
    match = context.units.rate.match(context.text, amount.end)
    if match is None or re.match(r" (?:after|before|earlier|later|ago|when)\b", context.text[match.end() :]):
        return amount
    return amount._replace(unit=f"{amount.unit}_per_{context.units.per[match[1].lower()]}", end=match.end())


_WORDS_BACK = re.compile(r"[^\s(“\"‘\[]+")
_BLANK_OR_SIGN = frozenset(" \u00a0-~≈<>≥≤")
_MOST_CUES = 3


def add_cues(context: Context, amount: Amount) -> Amount:
    """The amount with what bounds or blurs it, before ("at least another") and after ("or more")."""
    left, found = amount.left, dict[Cue, str]()
    for _ in range(_MOST_CUES):
        step = _find_cue(context, left, amount)
        if step is None:
            break
        left, kind, phrase = step
        found.setdefault(kind, phrase)
    if after := _find_cue_after(context, amount):
        found.setdefault(*after)
    if not found:
        return amount
    bound: Bound | None = "min" if "min" in found else "max" if "max" in found else None
    cue = next((found[kind] for kind in ("min", "max", "about") if kind in found), "")
    return amount._replace(left=left, bound=bound, approximate="about" in found, cue=cue)


def _find_cue(context: Context, left: int, amount: Amount) -> tuple[int, Cue, str] | None:
    """The longest cue that ends at `left`: where it starts, what it says, its words."""
    text = context.text
    if left and text[left - 1] not in _BLANK_OR_SIGN:
        return None
    back = list(_WORDS_BACK.finditer(text, max(0, left - 32), left))[-4:]
    for i, first in enumerate(back):
        phrase = " ".join(match.group() for match in back[i:]).lower()
        kind = context.wording.cues.get(phrase)
        if kind is None:
            continue
        if (
            phrase == "over"
            and amount.dimension == "time"
            and not (i and back[i - 1].group().lower() in _LASTING)
        ):
            return None  # "over five weeks" is a period, "for over five weeks" a bound
        return first.start(), kind, phrase
    return None


_LASTING = frozenset(
    ["for", "of", "is", "was", "takes", "took", "lasted", "lasting", "spent", "trapped", "held"]
)


def _find_cue_after(context: Context, amount: Amount) -> tuple[Cue, str] | None:
    if context.text[amount.number.end : amount.number.end + 1] == "+":
        return "min", "+"
    rest = context.text[amount.right : amount.right + 12].lower()
    for phrase, kind in context.wording.cues_after.items():
        printed = f" {phrase}" if phrase[0].isalpha() else phrase
        if rest.startswith(printed) and not rest[len(printed) :][:1].isalnum():
            return kind, phrase
    return None
