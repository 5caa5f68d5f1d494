"""Which language a text is in, by its script and the small words that fill it; and whether we can read it."""

from __future__ import annotations

import functools
import heapq
import re
import tomllib
from collections import Counter, defaultdict
from importlib.resources import files

import msgspec

from detente.records import Document

READABLE = frozenset({"en"})
SAMPLE = 5_000  # characters: more tell nothing new
MIN_WORDS = 8  # fewer tell too little, unless the script tells all
MIN_SHARE = 0.12  # of the words of a text are small words of its language; in news it is 0.3 to 0.5
LEAD = 1.25  # times as many as of the next language
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


class Languages(msgspec.Struct, frozen=True):
    """What `lexicon/languages.toml` knows: letters of scripts, languages by small word, own letters by language."""

    scripts: dict[str, re.Pattern[str]]
    words: dict[str, list[str]]
    letters: dict[str, frozenset[str]]


@functools.cache
def load_languages() -> Languages:
    """The languages of the lexicon."""
    rows = tomllib.loads(files("detente.lexicon").joinpath("languages.toml").read_text("utf-8"))
    words: dict[str, list[str]] = defaultdict(list)
    for row in rows["language"]:
        for word in set(row["words"].split()):
            words[word].append(row["code"])
    return Languages(
        scripts={code: re.compile(f"[{''.join(ranges)}]") for code, ranges in rows["scripts"].items()},
        words=dict(words),
        letters={row["code"]: frozenset(row["letters"]) for row in rows["language"] if "letters" in row},
    )


def identify_language(text: str) -> str | None:
    """The ISO 639-1 code of the language of a text; null where it is too short or too unlike all that we know.

    Example:
        >>> identify_language("Der Minister sagte, dass die Gespräche am Freitag mit einer Pause begonnen haben.")
        'de'
        >>> identify_language("Minsk 2020") is None
        True
    """
    sample = text[:SAMPLE].casefold().replace("’", "'")
    languages = load_languages()
    script = None if sample.isascii() else _identify_script(sample, languages)
    words = _WORD.findall(sample)
    if script is not None or len(words) < MIN_WORDS:
        return script
    scores = _score_words(words, languages)
    best, following = heapq.nlargest(2, scores, key=scores.__getitem__)
    # close languages that are all foreign need not be told apart to know that we cannot read them
    clear = scores[best] >= LEAD * scores[following] or not {best, following} & READABLE
    return best if clear and scores[best] >= MIN_SHARE else None


def _identify_script(sample: str, languages: Languages) -> str | None:
    """The language to which the script of most letters belongs; kana tell Japanese even among many characters."""
    letters = sum(map(str.isalpha, sample))
    for code, pattern in languages.scripts.items():
        if len(pattern.findall(sample)) > letters * (0.1 if code == "ja" else 0.5):
            return code
    return None


def _score_words(words: list[str], languages: Languages) -> dict[str, float]:
    """By language, the share of its small words, raised where letters of its own stand in the text."""
    scores: dict[str, float] = {}
    for word, count in Counter(words).items():
        for code in languages.words.get(word, ()):
            scores[code] = scores.get(code, 0.0) + count / len(words)
    text = set("".join(words))
    for code, own in languages.letters.items():
        scores[code] = scores.get(code, 0.0) * (0.5 + len(own & text) / len(own))
    return scores


def is_readable(document: Document) -> bool:
    """Whether records can be taken from a document: its language is one we read, or too little text to tell."""
    return document.language is None or document.language in READABLE
