"""How much of a text may be shown: everything up to a paragraph, a sentence, or nothing but names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Literal, TypeAlias

Excerpt: TypeAlias = Literal["paragraph", "sentence", "none"]
Hide: TypeAlias = Callable[[str], str]
_RUN = 4
"""So many words in a row that a text has too are a quotation, marked or not."""
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)'.*?'(?!\w)|(?<!\w)‘.*?’(?!\w)", re.DOTALL)
_PLAIN_KEYS = frozenset(
    [
        "id",
        "record",
        "document",
        "of",
        "from",
        "to",
        "original",
        "cluster",
        "path",
        "url",
        "command",
        "version",
        "digest",
        "sha256",
        "text_sha256",
        "rule",
        "country",
        "name",
        "office",
        "org",
        "outlet",
        "authors",
        "kind",
        "start",
        "end",
        "between",
    ]
)
"""Fields whose values are addresses, dates or names: shown whatever the excerpt."""
_EMPTIED = frozenset({"quote", "title", "outcome_text", "resolution_rule"})
"""Fields that are the words of a text, or hardly more."""


def make_hider(texts: Iterable[str], excerpt: Excerpt) -> Hide:
    """A function that takes the words of some texts out of a sentence of ours; without effect unless `excerpt` is none.

    What stands in quotation marks goes, and every run of four words that one of the texts has as well.

    Example:
        >>> hide = make_hider(["They met in the old town hall."], "none")
        >>> hide("'met' (meet): all say that they met in the old town, on Monday")
        '… (meet): all say that …, on Monday'
    """
    if excerpt != "none":
        return lambda said: said
    runs: set[tuple[str, ...]] = set()
    for text in texts:
        words = [m.group().lower() for m in _WORD.finditer(text)]
        runs.update(tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))
    return lambda said: _hide_runs(_QUOTED.sub("…", said), runs)


def _hide_runs(said: str, runs: set[tuple[str, ...]]) -> str:
    """A sentence with an ellipsis for every stretch of words that is among the runs."""
    words = list(_WORD.finditer(said))
    lower = [m.group().lower() for m in words]
    hidden: set[int] = set()
    for i in range(len(words) - _RUN + 1):
        if tuple(lower[i : i + _RUN]) in runs:
            hidden.update(range(i, i + _RUN))
    parts, at = [], 0
    for i in sorted(hidden):
        if i - 1 not in hidden:
            parts.append(said[at : words[i].start()] + "…")
        at = words[i].end()
    return "".join(parts) + said[at:]


def hide_words(value: Any, hide: Hide) -> Any:
    """Plain values, as JSON has them, without the words of a text: quotes emptied, and all sentences of ours hidden."""
    if isinstance(value, dict):
        return {k: _hide_field(k, v, hide) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [hide_words(v, hide) for v in value]
    return hide(value) if isinstance(value, str) else value


def _hide_field(key: str, value: Any, hide: Hide) -> Any:
    if key in _EMPTIED and isinstance(value, str):
        return ""
    return value if key in _PLAIN_KEYS and not isinstance(value, dict | list) else hide_words(value, hide)
