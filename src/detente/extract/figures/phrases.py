"""Noun phrases around a place of a sentence: by the tree where it is parsed, else by word lists and punctuation."""

from __future__ import annotations

import re
from typing import TypeAlias

from detente.extract.figures.quantities import Context
from detente.language.articles import Sentence
from detente.language.trees import cite_phrase, iterate_ancestors

Place: TypeAlias = tuple[int, int]
"""Start and end relative to the start of the sentence."""

_STOP = re.compile(r"[;:!?()—–“”\"]|,(?!\d)|(?<!\b[A-Z])\.(?=\s|$)")
_CLAUSE = re.compile(
    r"[,;:.!?()—–“”\"]\s|[“\"(]|\s(?:and|but|while|whereas|which|that|who|when|because|although|as|if|said)\s"
)
_WORD = re.compile(r"[^\s,;:.!?()“”\"—–]+")
_NEXT_WORD = re.compile(r"[ \u00a0]([^\W\d_][\w’'-]*)")
_CLOSED = re.compile(
    r"[ \u00a0](?:on|in|of|for|to|by|from|with|is|was|and|or|at|after|over|that|which)\b|[.,;:!?)]|$"
)
_LEADING = frozenset({"in", "on", "at", "by", "after", "before"})
_JOINING = frozenset({"and", "but", "while", "that", "as", "whereas"})
_LONGEST = 10


def find_token(sentence: Sentence, position: int) -> int | None:
    """The index of the token at a place of the sentence; None where it is not parsed."""
    wanted = sentence.start + position
    return next((i for i, token in enumerate(sentence.tokens) if token.start <= wanted < token.end), None)


def locate_token_phrase(sentence: Sentence, head: int) -> Place:
    """Where the phrase around a token stands."""
    span = cite_phrase(sentence, head)
    return span.start - sentence.start, span.end - sentence.start


def locate_phrase(sentence: Sentence, head: int) -> Place | None:
    """Where the phrase around a token stands; None for a pronoun, which names nothing."""
    return None if sentence.tokens[head].upos == "PRON" else locate_token_phrase(sentence, head)


def narrow_phrase(sentence: Sentence, place: Place | None) -> Place | None:
    """A guessed phrase, cut to the noun phrase that starts with its first word where the tree knows it."""
    first = find_token(sentence, place[0]) if place else None
    if place is None or first is None:
        return place
    head = first
    for node in iterate_ancestors(sentence.tokens, first):
        if node < first or sentence.tokens[node].upos not in {"NOUN", "PROPN"}:
            break
        head = node
    known = locate_phrase(sentence, head)
    return (place[0], min(known[1], place[1])) if known and known[0] <= place[0] < known[1] else place


def read_phrase(context: Context, start: int) -> Place | None:
    """The words from `start` to the end of their phrase, as far as punctuation and small words tell."""
    text, ends = context.text, context.wording.lists["phrases.ends"]
    if (opening := _WORD.match(text, start)) and opening.group().lower() in ends:
        return None
    stop = _STOP.search(text, start)
    end = stop.start() if stop else len(text)
    for word in _WORD.finditer(text, start, end):
        if word.group().lower() in ends:
            end = word.start()
            break
    end = start + len(text[start:end].rstrip())
    return (start, end) if end > start else None


def read_words_before(context: Context, position: int) -> Place | None:
    """The words from the start of a clause to the verb at `position`, without its auxiliaries."""
    lists, text = context.wording.lists, context.text
    start = max((match.end() for match in _CLAUSE.finditer(text, 0, position)), default=0)
    words = list(_WORD.finditer(text, start, position))
    opening = words[0].group().lower() if words else ""
    if opening in _JOINING:
        words.pop(0)
    while words and (
        words[-1].group().lower() in lists["phrases.auxiliaries"] or words[-1].group().endswith("ly")
    ):
        words.pop()
    if not 0 < len(words) <= _LONGEST or opening in _LEADING:
        return None
    if words[-1].group().lower() in lists["phrases.pronouns"]:
        return None
    return words[0].start(), words[-1].end()


def read_words_after(context: Context, position: int) -> Place | None:
    """The noun after an amount used as an adjective: "a 35% border tax", "a six-year agreement"."""
    text, tags = context.text, context.tags
    start, end, last = None, position, ""
    while match := _NEXT_WORD.match(text, end):
        tag = tags.get(match.start(1), "NN" if not tags else "")
        guessed = not tags and match[1].endswith(("ed", "ly", "ing"))
        if match[1].lower() in context.wording.lists["counted.stop"] or guessed or last == "NNS":
            break
        if not tag.startswith("NN") and tag not in {"JJ", "VBG"}:
            break
        start, end, last = match.start(1) if start is None else start, match.end(1), tag
    if start is None or not last.startswith("NN") or not _CLOSED.match(text, end):
        return None
    return start, end


def read_words_before_of(context: Context, end: int) -> Place | None:
    """The noun that ends before "of": "trade deficit" in "a trade deficit of"."""
    lists, start = context.wording.lists, None
    words = list(_WORD.finditer(context.text, max(0, end - 50), end))[-4:]
    for i, match in reversed(list(enumerate(words))):
        if match.group().lower() in lists["counted.stop"] | lists["levels.empty"]:
            break
        start = match.start()
        if i and context.text[words[i - 1].end() : start].strip():
            break
    return None if start is None else (start, end)
