"""Who a sentence names as the source of an amount, and which of its dates stands with the amount."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.extract.figures.phrases import Place, find_token, locate_token_phrase, narrow_phrase
from detente.extract.figures.quantities import Amount, Context
from detente.language.articles import Sentence
from detente.language.date_expressions import DateExpression
from detente.language.trees import iterate_ancestors, list_children

_ACCORDING = re.compile(r"\baccording to (?P<who>(?:[^,;:.!?()“”\"]|(?<=[A-Z])\.(?=\w))+)", re.IGNORECASE)
_SAID_LAST = re.compile(
    r",[”\"’']? (?P<who>(?:the |a )?[\w’'-][\w .’'-]{1,50}?) (?P<verb>[a-z]+)(?: [^,;]{0,30})?\.?$"
)
_FAR = 120
_BEFORE_WEIGHS = 2
"""A date before the amount must be twice as near as one after it."""
_DETERMINED = re.compile(r"\b(?:the|a|an|this|that|its) $", re.IGNORECASE)
_BREAK = re.compile(r";|\. [A-Z]")


def find_source(context: Context, amount: Amount, sentence: Sentence) -> Place | None:
    """Whom the sentence names as the source of an amount: "according to X", "X said that …", "…, X said"."""
    if according := _ACCORDING.search(context.text):
        start = according.start("who")
        return narrow_phrase(sentence, (start, start + len(according["who"].rstrip())))
    if place := _find_speaker(context, amount, sentence):
        return place
    last = _SAID_LAST.search(context.text, amount.end)
    said = last is not None and last["verb"].lower() in context.wording.lists["sources.verbs"]
    return last.span("who") if last and said else None


def _find_speaker(context: Context, amount: Amount, sentence: Sentence) -> Place | None:
    """The subject of a verb of saying that governs what is said, or that hangs on it."""
    tokens, verbs = sentence.tokens, context.wording.lists["sources.verbs"]
    number = find_token(sentence, amount.start)
    if number is None:
        return None
    for node in iterate_ancestors(tokens, number):
        above = [node] if list_children(tokens, node, "ccomp", "parataxis") else []
        for verb in (*above, *list_children(tokens, node, "parataxis")):
            if tokens[verb].text.lower() not in verbs:
                continue
            for speaker in list_children(tokens, verb, "nsubj"):
                start, end = locate_token_phrase(sentence, speaker)
                if not start <= amount.start < end:
                    return start, end
    return None


def find_period(text: str, amount: Amount, dates: Sequence[DateExpression]) -> DateExpression | None:
    """The date expression that stands nearest to an amount in the same clause, if any."""
    best: tuple[int, DateExpression] | None = None
    for date in dates:
        if date.start < amount.end and amount.start < date.end:
            continue
        if date.unit == "year" and _DETERMINED.search(text[: date.start][-6:]):
            continue  # "the 1973 building"
        after = date.start >= amount.end
        between = text[amount.end : date.start] if after else text[date.end : amount.start]
        distance = len(between) * (1 if after else _BEFORE_WEIGHS)
        if distance <= _FAR and not _BREAK.search(between) and (best is None or distance < best[0]):
            best = (distance, date)
    return best[1] if best else None
