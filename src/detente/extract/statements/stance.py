"""Stance: what a statement wants or expects of the relations between two countries, read from word cues."""

from __future__ import annotations

from detente.lexicon.speech import SpeechClass
from detente.lexicon.stance import CueKind, StanceLexicon
from detente.records import Stance, StanceValue

Found = dict[CueKind, str]


class StanceReader:
    """Reads topic and stance of some words; `toward` stays open until the countries are known."""

    def __init__(self, lexicon: StanceLexicon) -> None:
        self._lexicon = lexicon

    def find_topic(self, words: str) -> str | None:
        """What some words are about: the particular before the general; null if no topic shows."""
        return next((row.label for row, pattern in self._lexicon.topics if pattern.search(words)), None)

    def read_stance(self, words: str, class_: SpeechClass | None = None) -> Stance:
        """The stance of some words said, given how the reporter's verb takes them (denial, doubt, refusal …)."""
        found: Found = {}
        for kind, pattern in self._lexicon.cues.items():
            match = pattern.search(words)
            if match:
                found[kind] = match.group()
        if not any(row.relation and pattern.search(words) for row, pattern in self._lexicon.topics):
            return Stance(value="none", because="nothing here is about relations between countries")
        value, because = _decide(found, words.lower(), class_)
        return Stance(value=value, because=because)


def _decide(found: Found, words: str, class_: SpeechClass | None) -> tuple[StanceValue, str]:
    """The value and its reason; the first row that fits."""
    good = found.get("good")
    if good and (found.get("disbelief") or class_ == "doubt"):
        return "sceptical", f"'{found.get('disbelief', 'doubts')}' of '{good}'"
    if good and (found.get("refusal") or class_ in {"refusal", "denial"}):
        return "against", f"'{found.get('refusal', 'rejects')}' of '{good}'"
    if good and "lost" in found and "without" in words:
        return "for", f"'{found['lost']}' without '{good}'"
    if good and "wish" in found and "bad" not in found:
        return "for", f"'{found['wish']}' of '{good}'"
    if "bad" in found or class_ in {"criticism", "accusation"}:
        return "against", f"'{found.get('bad', 'criticises')}' is said of the other side"
    if "disbelief" in found:
        return "sceptical", f"'{found['disbelief']}'"
    if good and class_ in {"praise", "demand", "promise", "wish"}:
        return "for", f"wants or praises '{good}'"
    return "neutral", "about relations, without a side"
