"""Who stands where among whom: "Norway is the largest buyer of salmon", "Chile is not a top 10 source of copper".

Finds the places that a sentence gives to a country: the rank, of what, and whether it is denied. A denied "top 10" is
a rank of which 10 is the least (`bound` min); a plain one has 10 for its most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from detente.language.articles import Name, Sentence
from detente.records import Figure, make_id

RULE = "figures/standing@1"
DENIED_RULE = "figures/standing-denied@1"
_ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_FIRST = r"largest|biggest|main|leading|top|number one|chief|foremost"
_STANDING = re.compile(
    r"['’]?s?,?[ \u00a0](?:is|was|are|were|remains|remained|became|has become|ranks as|ranked as|has been)"
    r"(?:[ \u00a0](?P<not>not|no longer|never)(?: even| among)?)?"
    r"(?:[ \u00a0](?:by far|now|still|also|currently|only|just|once again|again|already))?"
    r"[ \u00a0](?:(?:a|the|among the|in the)[ \u00a0](?P<topped>top[ \u00a0-](?P<top>\d+|three|five|ten))"
    r"|(?:the|its|their|[A-Z][\w.]*['’]s)[ \u00a0](?:world['’]s )?"
    rf"(?P<rank>(?P<nth>{'|'.join(_ORDINALS)})[ \u00a0-](?:largest|biggest)|No\. ?(?P<no>\d+)|{_FIRST}))"
    r"[ \u00a0](?P<what>[^,;:.()“”\"—–]*)"
)
_WHAT_ENDS = re.compile(
    r"[ \u00a0](?:after|behind|ahead|according|and|but|while|with|since|last|this|as|,|in (?:19|20)\d\d)\b.*"
)
_WORDS = {"three": 3, "five": 5, "ten": 10}
_HANGS = re.compile(
    r"\b(?:of|with|to|from|in|for|by|between|against|into|on|at|than|and|or)[ \u00a0](?:the[ \u00a0])?$",
    re.IGNORECASE,
)
"""Before a name that is not the subject itself: "the king of Norway is", "trade with China is"."""


class Standing(NamedTuple):
    """A place given to a country: what is printed for the rank, the rank, of what; offsets of the sentence."""

    country: str
    start: int
    end: int
    rank: int
    top: bool
    denied: bool
    what: tuple[int, int]


def find_standings(sentence: Sentence) -> Iterator[Standing]:
    """The places that a sentence gives to countries by a verb of being."""
    for name in sentence.names:
        country = _read_country(name)
        match = _STANDING.match(sentence.text, name.end - sentence.start) if country else None
        if match is None or country is None or _HANGS.search(sentence.text[: name.start - sentence.start]):
            continue
        what = match.span("what")
        ends = _WHAT_ENDS.search(match["what"])
        stop = what[0] + ends.start() if ends else what[1]
        number = match["top"] or match["no"]
        rank = _WORDS.get(number) or int(number) if number else _ORDINALS.get(match["nth"] or "", 1)
        if stop > what[0]:
            start, end = match.span("topped" if match["topped"] else "rank")
            yield Standing(country, start, end, rank, bool(match["top"]), bool(match["not"]), (what[0], stop))


def _read_country(name: Name) -> str | None:
    kind, _, code = (name.entity or "").partition(":")
    return code if kind == "country" else None


def place_figures(sentence: Sentence, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of a sentence, ranks with the country that holds them; a rank without a number becomes one."""
    placed = list(figures)
    for standing in find_standings(sentence):
        start, end = sentence.start + standing.start, sentence.start + standing.end
        held = next((i for i, f in enumerate(placed) if start <= f.number.start < end), None)
        if held is None:
            placed.append(_make_rank(sentence, standing))
        elif placed[held].type == "rank":
            placed[held] = _add_standing(sentence, placed[held], standing)
    return sorted(placed, key=lambda f: f.number.start)


def _make_rank(sentence: Sentence, standing: Standing) -> Figure:
    number = sentence.cite(sentence.start + standing.start, sentence.start + standing.end)
    plain = Figure(
        id=make_id("figure", sentence.document, number.start, number.end),
        document=sentence.document,
        evidence=sentence.span,
        rule=RULE,
        number=number,
        quantity=str(standing.rank),
        unit="rank",
        type="rank",
    )
    return _add_standing(sentence, plain, standing)


def _add_standing(sentence: Sentence, figure: Figure, standing: Standing) -> Figure:
    measures = sentence.cite(*(sentence.start + at for at in standing.what))
    bound = ("min" if standing.denied else "max") if standing.top else None
    denied = "not " if standing.denied else ""
    return msgspec.structs.replace(
        figure,
        rule=DENIED_RULE if standing.denied else RULE,
        place=standing.country,
        measures=measures,
        bound=bound,
        detail=f"{standing.country} is {denied}{figure.number.quote} {measures.quote}",
    )
