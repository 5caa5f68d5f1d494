"""Cues beside a quotation, read from the surface: who speaks and by which verb, without a parse."""

from __future__ import annotations

import functools
import re
from typing import TypeAlias

import msgspec

from detente.lexicon.speech import SpeechClass, SpeechLexicon

Place: TypeAlias = tuple[int, int]
"""Start and end in the document."""


class Cue(msgspec.Struct, frozen=True):
    """Who said it and by which verb; `scope` holds the reporter's words around it, where a date may stand."""

    speaker: Place | None
    verb: Place | None
    scope: Place
    rule: str
    class_: SpeechClass | None = None


_LIGHT = (
    r"(?:have|has|had|also|later|then|now|once|again|recently|earlier|still|just|would|will|could|did|does|is|was|"
    r"are|first|only|even|[a-z]+ly|to|never|both|went|on|goes|who)"
)
_TRAILING = re.compile(rf"(?:(?:^|[\s,]+){_LIGHT})+[\s,]*$")
_LEADING = re.compile(
    r"^[\s,;:—–-]*(?:(?:and|but|yet|so|still|however|meanwhile|later|then|also|or|as|that|nor|instead|moreover|"
    r"nevertheless|afterwards?|separately|earlier|though|while|because|of course)\b[\s,]*)*",
    re.IGNORECASE,
)
_ADJUNCT = re.compile(
    r"^(?:in|on|at|during|after|before|as|when|while|from|by|with|for|to|following|speaking|asked|commenting|"
    r"responding|referring|despite|since|under|over|through|upon|according)\b",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"[,;:(—–]|\s[-(]|\s(?:who|which|that|whose|where|in|on|at|during|after|before|as|when|while|to|by|from|with|via|"
    r"into|through|over|under|upon|about|speaking|yesterday|today|tonight|last|this|earlier|later|adding|referring|"
    r"citing|noting|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|and(?!\s(?:[A-Z]|the\b|his\b|her\b|a\b))|but|if|"
    r"because|it|they|he|she|there)\b"
)
_RELATIVE = re.compile(r",?\s(?:who|which|that|whose|identified|speaking|quoted|asked)\b")
_NO_SOURCE = re.compile(
    r"^(?:and|or|but|to|of|not|be|been|being|also|as|that|which|there|then|than|what|how|this|it's|nobody)?$",
    re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(
    r"(?:^|\s)(?:the|an?|its|his|her|their|our|this|that|these|any|no|of|in|to|\S+['’]s)\s$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LONGEST_ADDRESSEE = 4
_FUNCTION_WORD = re.compile(
    r"(?:he|she|they|it|we|i|you|him|her|them|himself|herself|to|as|of|for|the|a|an|is|was|were|are|be|been|had|has|"
    r"have|would|will|his|their|its|by|with|from|whether|if|how|what|and|or)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?]['’\"”)\s]*$")


class CueReader:
    """Reads the cue that stands right after or right before a quotation."""

    def __init__(self, text: str, lexicon: SpeechLexicon) -> None:
        self._text = text
        self._lexicon = lexicon

    def read_after(self, place: Place, *, tail_words: int = 8) -> Cue | None:
        """The cue in the words that follow a quotation up to the end of their sentence: `," X said`.

        A few words may stand between (`"no way" on that road, X said`), up to `tail_words`.
        """
        start, end = place
        words = self._text[start:end]
        opening = re.match(r"[\s,—–―-]*", words)
        at = opening.end() if opening else 0
        inverted = self._read_inverted(words, at)
        if inverted:
            speaker, verb = inverted
        else:
            found = self._read_subject_verb(words, at)
            if not found:
                return None
            speaker, verb = found
            between = words[at : speaker[0]]
            if len(between.split()) > tail_words or ("," not in between and between.strip()):
                return None
        return Cue(
            _shift(speaker, start), _shift(verb, start), place, "after", self._class_of(words[slice(*verb)])
        )

    def read_signature(self, place: Place) -> Cue | None:
        """A name after a dash that signs a quotation: `" — Ana Costa`."""
        signed = re.fullmatch(
            r"\s*[—–―-]+\s*([A-Z][^,.;:()]{2,60})\W*(?:,.*)?", self._text[place[0] : place[1]]
        )
        return Cue(_shift(signed.span(1), place[0]), None, place, "signed") if signed else None

    def read_before(self, place: Place) -> Cue | None:
        """The cue in the words before a quotation, from the start of their sentence: `X said: "`."""
        start, end = place
        words = self._text[start:end]
        label = re.fullmatch(r"[\s\W]*([A-Z][^,:;]{1,60}?)\s*:\s*", words)
        for verb, _ in reversed(self._list_verbs(words)):
            if not _leads_up(words[verb[1] :]):
                continue
            speaker = self._read_subject(words, verb)
            if speaker:
                return Cue(
                    _shift(speaker, start),
                    _shift(verb, start),
                    place,
                    "before",
                    self._class_of(words[slice(*verb)]),
                )
        if label and len(label[1].split()) <= 6:
            return Cue(_shift(label.span(1), start), None, place, "colon")
        return None

    def _class_of(self, form: str) -> SpeechClass:
        return self._lexicon.verbs[self._lexicon.quote_forms[form]]["quote"]

    def _list_verbs(self, words: str) -> list[tuple[Place, str]]:
        """Forms of reporting verbs in some words, without those that are nouns here ("the report")."""
        found = []
        for match in _WORD.finditer(words):
            form = match.group()
            lemma = self._lexicon.quote_forms.get(form)
            if lemma and not (
                form not in self._lexicon.past_forms and _NOUN_BEFORE.search(words[: match.start()])
            ):
                found.append((match.span(), lemma))
        return found

    def _read_inverted(self, words: str, at: int) -> tuple[Place, Place] | None:
        """Verb, then source, at the head of the words: "said Ana Costa, a professor"."""
        match = re.compile(rf"(?:(?:{_LIGHT})\s+)?({_WORD.pattern})\s+(?=\S)").match(words, at)
        if not match or match[1] not in self._lexicon.quote_forms:
            return None
        begin = match.end()
        stop = _STOP.search(words, begin)
        end = stop.start() if stop else len(_SENTENCE_END.sub("", words))
        source = words[begin:end].rstrip(" .")
        if not source or _NO_SOURCE.match(source.split()[0]) or not _looks_like_source(source):
            return None
        return (begin, begin + len(source)), match.span(1)

    def _read_subject_verb(self, words: str, at: int) -> tuple[Place, Place] | None:
        for verb, _ in self._list_verbs(words):
            speaker = self._read_subject(words, verb, at=at)
            if speaker:
                return speaker, verb
        return None

    def _read_subject(self, words: str, verb: Place, *, at: int = 0) -> Place | None:
        """The source before a verb, without apposition, relative clause or what leads up to it."""
        before = words[at : verb[0]]
        before = _TRAILING.sub("", before) if _TRAILING.search(before) else before
        closed = bool(re.search(r",\s*$", before)) or bool(re.search(r",\s*$", words[at : verb[0]]))
        parts = _split_commas(before.rstrip(" ,") if closed else before)
        if closed and len(parts) > 1:
            parts = [p for p in parts[:-1] if not _ADJUNCT.match(before[p[0] : p[1]])] or parts[:1]
            chosen = parts[0]
        else:
            chosen = parts[-1]
        begin, end = chosen
        piece = before[begin:end]
        lead = _LEADING.match(piece)
        begin += lead.end() if lead else 0
        piece = before[begin:end]
        relative = _RELATIVE.search(piece)
        if relative:
            piece = piece[: relative.start()]
        piece = piece.split(" (")[0]
        piece = piece.rstrip(" ,-—–")
        if not _looks_like_source(piece):
            return None
        return at + begin, at + begin + len(piece)


def _leads_up(rest: str) -> bool:
    """Whether the words between a verb and a quotation lead up to it: nothing, "that", a colon, "the BBC"."""
    if re.search(r"(?:^\s*|[,:—–]\s*|\bthat\s*)$", rest):
        return True
    parts = rest.split()
    return len(parts) <= _LONGEST_ADDRESSEE and not any(
        _FUNCTION_WORD.fullmatch(p) for p in (parts[-1], *parts[1:])
    )


@functools.lru_cache(maxsize=4096)
def _looks_like_source(words: str) -> bool:
    """Whether some words can be a speaker: a short phrase, not a clause or a conjunction."""
    parts = words.split()
    if not parts or len(parts) > 14 or _NO_SOURCE.match(words) or _ADJUNCT.match(words):
        return False
    return bool(re.match(r"[\w\"“‘']", words)) and not re.search(r"[:;()]", words)


def _split_commas(words: str) -> list[Place]:
    """The parts between commas, leaving "Jr.", "Inc." with the name before."""
    parts, begin = [], 0
    for match in re.finditer(r",(?!\s(?:Jr|Sr|Inc|M\.?D|Ph)\b)", words):
        parts.append((begin, match.start()))
        begin = match.end()
    parts.append((begin, len(words)))
    return parts


def _shift(place: Place, by: int) -> Place:
    return place[0] + by, place[1] + by
