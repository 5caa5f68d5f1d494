"""Numbers as they stand in English text: digits, number words, fractions, vague plurals and ordinals.

`find_numbers` only reads; whether a number is a figure, a year or part of a name is decided later.
Digits of any script are read, with the separators of any country ("100,300", "1 000 000", "1,00,000", "3,5").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Context, Decimal
from typing import Literal, NamedTuple, TypeAlias

Form: TypeAlias = Literal["digits", "words", "fraction", "vague", "ordinal"]

_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "zero": 0,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SMALL = {**_UNITS, **_TEENS, **_TENS}
_BIG = {
    "dozen": 12, "thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9,
    "trillion": 10**12, "quadrillion": 10**15,
}  # fmt: skip
_SCALES = {"hundred": 100, **_BIG}
_SHORT = {
    "mn": 10**6, "mln": 10**6, "mil": 10**6, "cr": 10**7, "Cr": 10**7, "bn": 10**9, "Bn": 10**9, "BN": 10**9,
    "bln": 10**9, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
_LETTERS = {"k": 10**3, "K": 10**3, "m": 10**6, "M": 10**6, "b": 10**9, "B": 10**9, "t": 10**12, "T": 10**12}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    "fortieth": 40, "fiftieth": 50, "hundredth": 100,
}  # fmt: skip
_PARTS = {"half": 2, "third": 3, "quarter": 4} | {word: n for word, n in _ORDINALS.items() if n > 3}
_SIGNS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip
_VAGUE = {"tens": 10} | {f"{word}s": value for word, value in _SCALES.items()}
_DENOMINATORS = frozenset({2, 3, 4, 5, 8, 10, 16, 32})

_ONE = Decimal(1)
_EXACT = Context(prec=60)
_PLACES = Decimal("1e-12")
_MAX_DIGITS = 40
_MAX_UNGROUPED = 15
"""More digits without a separator are an account or telephone number."""


class Number(NamedTuple):
    """A number at `text[start:end]`; `value` includes the scale word, `scale` is what it multiplied."""

    start: int
    end: int
    value: Decimal
    form: Form
    scale: Decimal = _ONE


def find_numbers(text: str) -> list[Number]:
    """The numbers of a text in order, none overlapping, the longest reading at each place.

    Example:
        >>> [(n.form, str(n.value)) for n in find_numbers("Two-thirds of 1.15m, or twenty-five dozen")]
        [('fraction', '0.666666666667'), ('digits', '1150000'), ('words', '300')]
    """
    if not _ANY.search(text):
        return []
    found = [n for pattern, read in _FINDERS for match in pattern.finditer(text) for n in read(match)]
    chosen: list[Number] = []
    for number in sorted(found, key=lambda n: (n.start - n.end, n.start)):
        if all(number.end <= other.start or number.start >= other.end for other in chosen):
            chosen.append(number)
    return sorted(chosen)


def format_decimal(value: Decimal) -> str:
    """A decimal as a plain string without exponent or trailing zeros.

    Example:
        >>> format_decimal(Decimal("1.50E+6")), format_decimal(Decimal("-0.0"))
        ('1500000', '0')
    """
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", "", "-"} else text


def divide(above: int | Decimal, below: int | Decimal) -> Decimal:
    """A quotient to twelve places, without trailing zeros."""
    return Decimal(format_decimal((Decimal(above) / below).quantize(_PLACES)))


# --- digits ---------------------------------------------------------------------------------------

_B = "[ \u00a0\u202f\u2009]"  # the blanks that may stand inside an amount
_SCALE = (
    rf"(?:(?:(?:{_B}|-)?(?P<scale>(?i:{'|'.join(_SCALES)})|{'|'.join(_SHORT)})|(?P<letter>{'|'.join(_LETTERS)}))"
    r"(?![\w²³]|/\w|-\d))?"
)
_DIGITS = rf"""
    (?P<number> (?: \d{{1,2}}(?:,\d\d)+,\d{{3}}
                  | \d{{1,3}}(?P<group>[,٬'’]|{_B})\d{{3}}(?:(?P=group)\d{{3}})*
                  ) (?!\d) (?:[.٫]\d+)?
              | \d{{1,3}}(?:\.\d{{3}}){{2,}} (?:,\d\d?)? (?!\d)
              | \d+,\d\d?(?![\d,]) | \d+(?:[.٫]\d+)? | (?<![\w.,:])\.\d+ )
    (?: (?:{_B}|-)?(?P<sign>[{"".join(_SIGNS)}])
      | (?:{_B}|-)(?P<above>\d)[/⁄](?P<below>\d\d?)(?![\d/])
      | {_B}?[×x]{_B}?10\^?(?P<power>[-−]?\d\d?)(?!\d) )?
    {_SCALE}"""
_FRACTION = (
    rf"(?:(?<![\d/.,])(?P<above>\d\d?)[/⁄](?P<below>\d\d?)(?![\d/])|(?P<sign>[{''.join(_SIGNS)}])){_SCALE}"
)


def _read_digits(match: re.Match[str]) -> Iterator[Number]:
    digits = sum(c.isdigit() for c in match["number"])
    if digits > _MAX_DIGITS or (digits > _MAX_UNGROUPED and match["group"] is None):
        return
    value, end, scale = _read_decimal(match["number"], match["group"]), match.end(), _read_scale(match)
    if match["sign"] or match["above"]:
        part = _read_part_of_one(match)
        if part is None:  # "5 9/11" is no mixed fraction
            end, scale, part = match.end("number"), _ONE, Decimal(0)
        value += part
    elif match["power"]:
        value = value.scaleb(int(match["power"].replace("−", "-")))
    yield Number(match.start(), end, _multiply(value, scale), "digits", scale)


def _read_fraction(match: re.Match[str]) -> Iterator[Number]:
    part, scale = _read_part_of_one(match), _read_scale(match)
    if part is not None:
        yield Number(match.start(), match.end(), _multiply(part, scale), "fraction", scale)


def _read_part_of_one(match: re.Match[str]) -> Decimal | None:
    """A proper fraction as news prints it; 9/11 and 24/7 are none."""
    if match["sign"]:
        return divide(*_SIGNS[match["sign"]])
    above, below = int(match["above"]), int(match["below"])
    return divide(above, below) if above < below and below in _DENOMINATORS else None


def _read_decimal(printed: str, group: str | None) -> Decimal:
    plain = printed.replace("٫", ".")
    if plain.count(".") > 1:  # "1.000.000,50"
        return Decimal(plain.replace(".", "").replace(",", "."))
    if group:
        return Decimal(plain.replace(group, ""))
    whole = plain.split(",")
    # "1,00,000" is one lakh, "3,5" is three and a half
    return Decimal("".join(whole) if len(whole) > 2 else ".".join(whole))


def _read_scale(match: re.Match[str]) -> Decimal:
    if match["letter"]:
        return Decimal(_LETTERS[match["letter"]])
    word = match["scale"]
    return _ONE if word is None else Decimal(_SHORT.get(word) or _SCALES[word.lower()])


def _multiply(value: Decimal, scale: Decimal) -> Decimal:
    return Decimal(format_decimal(_EXACT.multiply(value, scale)))


# --- words ----------------------------------------------------------------------------------------


def _any_of(words: dict[str, int]) -> str:
    return rf"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_J = f"(?:{_B}|-)"
_BELOW_100 = rf"(?:{_any_of(_TENS)}(?:{_J}{_any_of(_UNITS)})?|{_any_of(_TEENS)}|{_any_of(_UNITS)})"
_GROUP = rf"(?:(?:an?|{_BELOW_100}){_J}hundred(?:{_J}(?:and{_B})?{_BELOW_100})?|{_BELOW_100})"
_AND_HALF = rf"(?:{_B}and{_B}a{_B}(?:half|quarter))"
_HALF_A = rf"(?:half(?:{_B}an?)?|(?:a{_B})?quarter(?:{_B}of)?(?:{_B}an?)?|an?)"
_WORDS = (
    rf"(?i:\b(?:(?:{_HALF_A}|{_GROUP}{_AND_HALF}?){_J}{_any_of(_BIG)}"
    rf"(?:{_J}(?:and{_B})?{_GROUP}{_J}{_any_of(_BIG)})*(?:{_J}(?:and{_B})?{_GROUP})?|{_GROUP}{_AND_HALF}?)\b)"
)
_ORDINAL = (
    rf"\b(?:(?P<digits>\d{{1,4}})(?:st|nd|rd|th)|"
    rf"(?i:(?:(?P<tens>{_any_of(_TENS)})-)?(?P<word>{_any_of(_ORDINALS)})))\b"
)
_SOME = rf"\b(?i:(?:several|a{_B}few|many){_B}(?P<scale>{_any_of(_SCALES)}))\b"
_MANY = rf"\b(?i:(?P<times>{_any_of(_VAGUE)})(?:{_B}of{_B}(?P<of>{_any_of(_VAGUE)}))?)\b"
_PART = rf"\b(?i:(?:(?P<n>an?|{_any_of(_UNITS)}){_J})?(?P<part>{_any_of(_PARTS)})(?P<s>s)?)\b"


def _read_words(match: re.Match[str]) -> Iterator[Number]:
    total, group, scale = Decimal(0), Decimal(0), _ONE
    for word in re.findall(r"[a-z]+", match.group().lower()):
        if word in _SMALL:
            group += _SMALL[word]
        elif word in {"half", "quarter"}:
            group += Decimal("0.5") if word == "half" else Decimal("0.25")
        elif word == "hundred":
            group = (group or _ONE) * 100
        elif word in _BIG:
            scale = Decimal(_BIG[word])
            total, group = total + (group or _ONE) * scale, Decimal(0)
    yield Number(match.start(), match.end(), Decimal(format_decimal(total + group)), "words", scale)


def _read_ordinal(match: re.Match[str]) -> Iterator[Number]:
    value = int(match["digits"]) if match["digits"] else _ORDINALS[match["word"].lower()]
    if match["tens"]:
        if value > 9:
            return
        value += _TENS[match["tens"].lower()]
    yield Number(match.start(), match.end(), Decimal(value), "ordinal")


def _read_some(match: re.Match[str]) -> Iterator[Number]:
    yield Number(match.start(), match.end(), Decimal(_SCALES[match["scale"].lower()]), "vague")


def _read_many(match: re.Match[str]) -> Iterator[Number]:
    """ "dozens", "tens of thousands": at least one of the kind."""
    times, of = match["times"].lower(), match["of"]
    if of is None and times == "tens":
        return
    value = _VAGUE[times] * (_VAGUE[of.lower()] if of else 1)
    yield Number(match.start(), match.end(), Decimal(value), "vague")


# "a third of", "by a third", "two-thirds"; but "a third person", "the first half", "a quarter"
_PART_FOLLOWS = re.compile(rf"-|{_B}(?:of|more|less|fewer|higher|lower|larger|smaller|as)\b")
_BY_PART = re.compile(rf"\b(?:by|to|than|over|under|about|nearly|almost|around){_B}$")
_HALF_FOLLOWS = re.compile(rf"{_B}(?:of|the|an?|their|its|his|her|our|all|those|these|that|as|full|empty)\b")
_HALF_BEFORE = re.compile(
    rf"(?:^|[(,;:“\"—–]{_B}?|\b(?:about|around|nearly|almost|some|over|under|than|roughly|up to|only|just|by|to|of|and|"
    rf"in|for|is|are|was|were|has|have|had|least|while|as){_B})$",
    re.IGNORECASE,
)


def _read_part(match: re.Match[str]) -> Iterator[Number]:
    n, part = (match["n"] or "").lower(), match["part"].lower()
    count = _UNITS.get(n, 1)
    if count < _PARTS[part] and (count > 1) == bool(match["s"]) and _is_part(match, n, part, count):
        yield Number(match.start(), match.end(), divide(count, _PARTS[part]), "fraction")


def _is_part(match: re.Match[str], n: str, part: str, count: int) -> bool:
    before, after = match.string[max(0, match.start() - 12) : match.start()], match.string[match.end() :][:10]
    if part == "half":
        cut = before.endswith("in ") and not after[:1].isalnum() and not after.startswith((" ", "-"))
        return cut or bool(_HALF_FOLLOWS.match(after) and _HALF_BEFORE.search(before))
    if after.startswith("-"):
        return False
    if count > 1:
        return True
    if part == "quarter":
        return bool(n) and after.startswith(" of")
    return bool(n) and ("-" in match.group() or bool(_PART_FOLLOWS.match(after) or _BY_PART.search(before)))


_ANY = re.compile(
    rf"\d|[{''.join(_SIGNS)}]|\b(?i:{_any_of({**_SMALL, **_SCALES, **_VAGUE, **_PARTS, **_ORDINALS})})"
)
_FINDERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Iterator[Number]]], ...] = (
    (re.compile(_DIGITS, re.VERBOSE), _read_digits),
    (re.compile(_FRACTION), _read_fraction),
    (re.compile(_ORDINAL), _read_ordinal),
    (re.compile(_SOME), _read_some),
    (re.compile(_MANY), _read_many),
    (re.compile(_PART), _read_part),
    (re.compile(_WORDS), _read_words),
)
