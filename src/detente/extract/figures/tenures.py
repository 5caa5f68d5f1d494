"""How long somebody has been in office: marks the durations that measure a term, and says whose it is.

"during Novak's 3 1/2 years in office" measures Novak's term; "his first two years in office" only a part of one.
"""

from __future__ import annotations

import re

import msgspec

from detente.language.articles import Name, Sentence
from detente.records import Figure, Span, When

RULE = "figures/tenure@1"
_TERM = re.compile(
    r"(?:[ \u00a0](?:already |now )?(?:in|at the head of the) (?:office|power|the job|government)\b"
    r"|[ \u00a0](?:as (?:the )?(?:\w+ )?(?:president|prime minister|premier|chancellor|foreign minister)\b)"
    r"|[ \u00a0](?:presidency|premiership|chancellorship|tenure|rule|reign)\b)"
)
_OWNER = re.compile(r"(?P<pronoun>\b[Hh]is|\b[Hh]er)[ \u00a0]$|['’]s?[ \u00a0]$")
_VERB = re.compile(
    r",?[ \u00a0](?:has|had|have)?[ \u00a0]?(?:now |already )?(?:been|spent|served|completed|ruled|is in)"
    r"(?: (?:in office|in power))?(?: for)?[ \u00a0](?:about |around |nearly |almost |more than |over |less than )?$"
)


def mark_tenure(sentence: Sentence, figure: Figure) -> Figure:
    """The figure, with whose term it measures where the words around it say so.

    Its `measures` is then the owner ("Novak", "his"), its rule says what it is, and it has no period of its own:
    the term runs up to the day that the text speaks of.
    """
    start, end = figure.number.start - sentence.start, figure.number.end - sentence.start
    term = _TERM.match(sentence.text, end)
    owner = find_owner(sentence, start) if figure.type == "duration" and term else None
    if term is None or owner is None:
        return figure
    return msgspec.structs.replace(
        figure,
        rule=RULE,
        measures=owner,
        period=When(because="a term, up to the day that the text speaks of"),
        detail=f"{figure.quantity} {figure.unit}: how long {owner.quote} was {term.group().strip()}",
    )


def find_owner(sentence: Sentence, start: int) -> Span | None:
    """Whose term a duration at `start` is: a possessive right before it, or the subject of "has spent"."""
    before = sentence.text[:start]
    if owner := _OWNER.search(before):
        if owner["pronoun"]:
            return sentence.cite(sentence.start + owner.start(), sentence.start + owner.end("pronoun"))
        return _cite_name(sentence, owner.start())
    verb = _VERB.search(before)
    return _cite_name(sentence, verb.start()) if verb else None


def _cite_name(sentence: Sentence, end: int) -> Span | None:
    """The name that ends at an offset of the sentence, if it is somebody's."""
    found = next((n for n in sentence.names if _is_person(n) and n.end - sentence.start == end), None)
    return sentence.cite(found.start, found.end) if found else None


def _is_person(name: Name) -> bool:
    return name.type == "PER" or (name.entity or "").startswith("person:")
