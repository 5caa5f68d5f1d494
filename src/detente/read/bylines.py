"""Who wrote a text and for whom, from its bylines, dateline and footer, where the file does not say."""

from __future__ import annotations

import re

from detente.language.date_expressions import find_dates
from detente.read.patterns import load_patterns
from detente.records import Zone, ZoneSpan

_NAME = re.compile(
    r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|al|bin|da|de|del|den|der|di|du|el|la|le|van|von|ter|ibn))*"
    r" [A-Z][\w’'-]+"
)
_BRACKETS = re.compile(r"\(([A-Z][^()\d]{1,40})\)")
_BESIDE = re.compile(r"\s*[/|·•]\s*")


def find_authors(text: str, zones: tuple[ZoneSpan, ...]) -> tuple[str, ...]:
    """The names in the byline of a text, in order.

    Example:
        >>> text = "By Ada Roe and John F. Doe, Example Radio"
        >>> find_authors(text, (ZoneSpan("byline", 0, len(text)),))
        ('Ada Roe', 'John F. Doe')
    """
    names, _ = _split_byline(text, zones)
    return names


def find_outlet(text: str, zones: tuple[ZoneSpan, ...]) -> str | None:
    """The outlet that a text names: beside the date ("ENA / 3 June 2017"), in its footer, or after the author.

    Initials beside the date are spelled out where the footer does.
    """
    beside = _find_beside_date(text, zones)
    if beside is None:
        return _split_byline(text, zones)[1]
    for line in _list_lines(text, zones, "boilerplate"):
        if len(beside) > 1 and "".join(word[0] for word in line.split() if word[0].isupper()) == beside:
            return line
    return beside


def _list_lines(text: str, zones: tuple[ZoneSpan, ...], kind: Zone) -> list[str]:
    """The lines of all zones of a kind, in order."""
    lines = (line for zone in zones if zone.zone == kind for line in text[zone.start : zone.end].split("\n"))
    return [line.strip() for line in lines if line.strip()]


def _find_beside_date(text: str, zones: tuple[ZoneSpan, ...]) -> str | None:
    """What stands beside the date: between strokes, in brackets ("RIGA, 3 June (ENA) -"), or as an outlet is named."""
    patterns = load_patterns()
    for dateline in _list_lines(text, zones, "dateline"):
        for part in _BESIDE.split(dateline)[:4] if _BESIDE.search(dateline) else ():
            if part and not find_dates(part) and not patterns.stamp.fullmatch(part):
                return part
        if match := _BRACKETS.search(dateline):
            return match[1]
        for part in re.split(r",\s+", dateline):
            if patterns.outlet.search(part.title()) and not find_dates(part):
                return part.title() if part.isupper() and " " in part else part
    return None


def _split_byline(text: str, zones: tuple[ZoneSpan, ...]) -> tuple[tuple[str, ...], str | None]:
    """Names and the outlet after them, from the first byline that names somebody."""
    patterns = load_patterns()
    for line in _list_lines(text, zones, "byline"):
        match = patterns.byline.fullmatch(line)
        names: list[str] = []
        for part in re.split(r",\s+(?:and\s+)?", match[1] if match else ""):
            if patterns.outlet.search(part):
                return tuple(names), part.strip()
            if not patterns.post.search(part):
                names += [name for name in re.split(r"\s+(?:and|&)\s+", part) if _NAME.fullmatch(name)]
        if names:
            return tuple(names), None
    return (), None
