"""Who speaks for a state: the state itself, its organs, and people in its service that day."""

from __future__ import annotations

import functools
import re

from detente.lexicon.actors import Actors, load_actors
from detente.records import Mention

_PAST = re.compile(r"\b(former|formerly|ex|retired|late)\b")


def is_organ(mention: Mention) -> bool:
    """Whether somebody speaks for the state whose country the mention names.

    A professor at a state's university, a newspaper and a former minister have a country and do not.

    Example:
        >>> is_organ(Mention(country="RUS", org="Kremlin"))
        True
        >>> is_organ(Mention(country="RUS", name="Ivan Petrov", office="professor of history"))
        False
    """
    if mention.country is None:
        return False
    actors = load_actors()
    body = actors.senses.get(mention.org or "")
    if body is not None and body.kind == "organisation":
        return False
    service = _find_service(mention.office or "", actors)
    if service == "any":
        return body is not None and body.kind == "organ"
    if service is None:
        return not mention.name or body is not None
    return service == "state"


def _find_service(office: str, actors: Actors) -> str | None:
    """Whom the longest title in an office serves: the state, nobody public, or either; null without a title."""
    if not office:
        return None
    words = office.lower()
    if _PAST.search(words):
        return "private"
    found = _title_pattern().findall(words)
    return actors.titles[max(found, key=len)].service if found else "any"


@functools.cache
def _title_pattern() -> re.Pattern[str]:
    longest_first = sorted(load_actors().titles, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b")
