"""What an amount measures: the counted noun, the subject of a verb, the noun before "of", the words after."""

from __future__ import annotations

import re

from detente.extract.figures.changes import Claim
from detente.extract.figures.phrases import (
    Place,
    find_token,
    locate_phrase,
    read_phrase,
    read_words_after,
    read_words_before,
    read_words_before_of,
)
from detente.extract.figures.quantities import Context
from detente.language.articles import Sentence
from detente.language.trees import find_subject, iterate_ancestors, list_children

_LINK = re.compile(r" (?:in|of|to) (?:the |its |their |a )?")
_WORD = re.compile(r"[^\s,;:.!?()“”\"—–]+")


def find_measured(context: Context, claim: Claim, sentence: Sentence) -> Place | None:
    """Where the sentence says what the amount measures, relative to its start; None where it does not."""
    place = _find_place(context, claim, sentence)
    if place is None or not place[0] < claim.amount.left < place[1]:
        return place
    # "the number of stations from 180 to 5": a phrase may have swallowed the amount
    end = context.text.find(" from ", place[0], claim.amount.left)
    return (place[0], end) if end > 0 else None


def _find_place(context: Context, claim: Claim, sentence: Sentence) -> Place | None:
    amount = claim.amount
    noun = (amount.noun.start, amount.noun.end) if amount.noun else None
    if noun and amount.unit == "items":
        return noun
    if claim.mode in {"change-verb", "target"} and claim.cue:
        return _find_changing(context, claim, sentence, claim.cue[0]) or noun
    if claim.mode == "multiple" and claim.direction:
        return _find_changing(context, claim, sentence, amount.start)
    if noun:
        return noun
    if claim.mode == "change-noun" and claim.cue:
        return _find_around_noun(context, claim, claim.cue)
    if claim.type == "rank" or claim.mode in {"share", "age", "conversion", "comparison"}:
        return None
    if amount.dimension == "time":
        hyphenated = "-" in context.text[amount.start : amount.end]
        return read_words_after(context, amount.end) if hyphenated else None
    if context.text[: amount.left].endswith(" of "):
        return read_words_before_of(context, amount.left - len(" of "))
    return read_words_after(context, amount.end) or _find_level_subject(context, amount.left, sentence)


def _find_changing(context: Context, claim: Claim, sentence: Sentence, position: int) -> Place | None:
    """The object of the verb of change at `position` ("cut spending by 5%"), or else its subject."""
    tokens, verb = sentence.tokens, find_token(sentence, position)
    if verb is None:
        return read_words_before(context, position)
    for found in list_children(tokens, verb, "obj"):
        place = locate_phrase(sentence, found)
        # another number, or what stands after this one, does not change: "fell 11% or 100,300 units to 1.15m"
        if place and place[1] <= claim.amount.left and not re.search(r"\d", context.text[slice(*place)]):
            return place
    for node in (verb, *list(iterate_ancestors(tokens, verb))[:2]):
        subject = find_subject(tokens, node)
        if subject is not None and subject != verb:
            place = locate_phrase(sentence, subject)
            # "car and van sales fell": where a noun stands between, the tree has only half of the subject
            halved = place and any(
                tag.startswith("NN") and place[1] < at < position for at, tag in context.tags.items()
            )
            return read_words_before(context, position) if halved else place
    return read_words_before(context, position)


def _find_around_noun(context: Context, claim: Claim, cue: Place) -> Place | None:
    """ "a 7% share price increase", "a drop in exports of 4%", "a 4% fall in exports"."""
    after = claim.amount.end <= cue[0]
    between = context.text[claim.amount.end : cue[0]].strip(" -\u00a0") if after else ""
    if between:
        start = context.text.index(between, claim.amount.end)
        return start, start + len(between)
    link = _LINK.match(context.text, cue[1] if after else claim.amount.end)
    return read_phrase(context, link.end()) if link else None


def _find_level_subject(context: Context, left: int, sentence: Sentence) -> Place | None:
    """ "trade reached $41bn", "the deficit was $5m": the subject of the verb right before the amount."""
    words = list(_WORD.finditer(context.text, max(0, left - 30), left))[-2:]
    for i in range(len(words)):
        phrase = " ".join(match.group() for match in words[i:]).lower()
        if phrase not in context.wording.lists["levels.verbs"]:
            continue
        start = words[i].start()
        verb = find_token(sentence, start)
        if verb is None:
            return read_words_before(context, start)
        token = sentence.tokens[verb]
        subject = find_subject(
            sentence.tokens, token.head if token.deprel == "cop" and token.head >= 0 else verb
        )
        return None if subject is None else locate_phrase(sentence, subject)
    return None
