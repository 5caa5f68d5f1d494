"""The patterns of page furniture, compiled from `lexicon/boilerplate.toml`."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files

import msgspec

_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"


class Patterns(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of `lexicon/boilerplate.toml`, one pattern a group."""

    line: re.Pattern[str]
    end: re.Pattern[str]
    list: re.Pattern[str]
    caption: re.Pattern[str]
    byline: re.Pattern[str]
    stamp: re.Pattern[str]
    outlet: re.Pattern[str]
    post: re.Pattern[str]
    prefix: re.Pattern[str]
    depiction: re.Pattern[str]


@functools.cache
def load_patterns() -> Patterns:
    """The patterns of page furniture, from the lexicon."""
    rows = tomllib.loads(files("detente.lexicon").joinpath("boilerplate.toml").read_text("utf-8"))
    groups = {
        group: "|".join(f"(?:{row['pattern']})" for row in rows[group])
        for group in ("line", "end", "list", "caption", "byline", "stamp")
    }
    words = {kind: rf"\b(?:{'|'.join(listed.split())})\b" for kind, listed in rows["bylines"].items()}
    return Patterns(
        prefix=_compile_prefix(rows["agencies"]),
        depiction=_compile_depiction(**rows["depicts"]),
        **{name: re.compile(pattern, re.IGNORECASE) for name, pattern in (groups | words).items()},
    )


def _compile_prefix(agencies: list[str]) -> re.Pattern[str]:
    """A dateline at the start of a paragraph: "RIGA, March 3 (ENA) - ", "GORI, Georgia -- ", "Riga (AFP) ".

    Group `bare` stands for a place alone. A place in small letters needs a date or an agency that we know.
    """
    region, dash, anybody = (
        r"(?:, [A-Z][A-Za-z. ]{1,20}?)?",
        r"(?:—|–|--|-)\s+",
        r" ?\([A-Z][\w/.’ -]{1,24}\)",
    )
    agency = rf" ?\((?:{'|'.join(map(re.escape, agencies))})\)"
    capitals, place = r"[A-Z][A-Z.’' -]{2,30}", r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,2}"
    return re.compile(
        rf"{capitals}(?:(?P<bare>)|{region}(?:,? {_DAY})?(?:{anybody})?) ?{dash}"
        rf"|{place}{region},? {_DAY}(?:{anybody})? ?{dash}"
        rf"|{place}{region}{agency}\s*(?:{dash})?"
        rf"|(?:{_DAY})?{agency}\s*{dash}|{_DAY}{anybody} ?{dash}"
    )


def _compile_depiction(pictured: list[str], scheduled: list[str]) -> re.Pattern[str]:
    """A caption's sentence: "A lorry waits at the crossing on April 1.", "The two envoys shake hands on 3 June."."""
    inner = r"(?:[^.;:“\"]|(?<=\b[A-Z])\.|(?<=\b[A-Z][a-z])\.|(?<=\b[A-Z][a-z]{2})\.)*"
    some, named = r"(?:An?|\d+|[A-Z][a-z]+s)", r"[A-Z]"
    return re.compile(
        rf"(?:{some} {inner}\b(?:{'|'.join(scheduled)})|{named}{inner} (?:{'|'.join(pictured)})) {inner}"
        rf"\b(?:in|on)(?: [A-Z]\w+day,?)? {_DAY}\."
    )
