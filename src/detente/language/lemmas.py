"""Dictionary forms of words, from lemminflect and a small table for what it does not cover."""

from __future__ import annotations

from functools import lru_cache

from lemminflect import getLemma

BE_HAVE_DO = {
    "am": "be", "are": "be", "is": "be", "was": "be", "were": "be", "been": "be", "being": "be", "'m": "be",
    "'re": "be", "'s": "be", "ai": "be", "has": "have", "had": "have", "having": "have", "'ve": "have",
    "does": "do", "did": "do", "done": "do", "doing": "do",
}  # fmt: skip
CLOSED = {
    "AUX": BE_HAVE_DO
    | {"'ll": "will", "wo": "will", "'d": "would", "ca": "can", "sha": "shall"}
    | {modal: modal for modal in ("would", "could", "should", "might")}
    | {"got": "get", "gets": "get", "getting": "get"},
    "VERB": BE_HAVE_DO | {"gon": "go", "wan": "want", "got": "get"},
    "PRON": {
        "me": "I", "i": "I", "us": "we", "'s": "we", "him": "he", "her": "she", "them": "they", "'em": "they",
        "these": "this", "those": "that", "others": "other", "ones": "one",
    },
    "DET": {"an": "a", "these": "this", "those": "that"},
    "PART": {"n't": "not", "nt": "not", "'": "'s", "na": "to", "ta": "to"},
    "NUM": {"k": "thousand", "m": "million", "mn": "million", "mln": "million", "b": "billion",
            "bn": "billion", "tn": "trillion", "trn": "trillion"},
    "ADV": {"n't": "not", "nt": "not", "more": "more", "most": "most", "less": "less", "least": "least",
            "later": "late", "earlier": "early", "best": "well", "better": "well", "worse": "badly"},
    "ADJ": {"more": "more", "most": "most", "less": "less", "least": "least", "best": "good", "better": "good",
            "worst": "bad", "worse": "bad"},
    "PUNCT": {"“": '"', "”": '"', "–": "-"},
}  # fmt: skip
OPEN = frozenset({"VERB", "NOUN", "ADJ", "ADV", "AUX"})
WHOLE_XPOS = frozenset({"JJ", "RB", "VB", "VBP", "NN", "MD"})
"""Tags of forms that are their own dictionary form."""


@lru_cache(maxsize=100_000)
def find_lemma(word: str, upos: str, xpos: str = "") -> str:
    """The dictionary form, in lower case but for proper nouns and "I".

    Example:
        >>> find_lemma("Sanctions", "NOUN", "NNS"), find_lemma("lay", "VERB", "VBD"), find_lemma("Russia", "PROPN")
        ('sanction', 'lie', 'Russia')
    """
    if upos in ("PROPN", "SYM") or xpos in ("NNP", "NNPS"):
        return word
    plain = word.lower().replace("’", "'").replace("‘", "'")
    if xpos == "PRP$":
        return plain
    if plain in CLOSED.get(upos, {}):
        return CLOSED[upos][plain]
    # only a prefix leaves a hyphen inside a word ("re-elected")
    prefix, stem = plain[: plain.rfind("-") + 1], plain[plain.rfind("-") + 1 :]
    if upos not in OPEN or xpos in WHOLE_XPOS or not stem.isalpha():
        return plain
    found = getLemma(stem, upos=upos, lemmatize_oov=True)
    return prefix + found[0] if found and found[0] else plain
