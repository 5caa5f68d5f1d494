"""Dictionary forms of words, from lemminflect and a small table for what it does not cover."""

from __future__ import annotations

from functools import lru_cache

from lemminflect import getLemma

CLOSED = {
    "AUX": {
        "am": "be", "are": "be", "is": "be", "was": "be", "were": "be", "been": "be", "being": "be", "'m": "be",
        "'re": "be", "'s": "be", "ai": "be", "has": "have", "had": "have", "having": "have", "'ve": "have",
        "does": "do", "did": "do", "done": "do", "doing": "do", "'ll": "will", "wo": "will", "'d": "would",
        "ca": "can", "sha": "shall", "got": "get", "gets": "get", "getting": "get",
    },
    "PRON": {
        "me": "I", "i": "I", "my": "my", "us": "we", "'s": "we", "him": "he", "them": "they", "'em": "they",
        "these": "this", "those": "that", "whom": "who", "others": "other", "ones": "one", "an": "a",
        "myself": "myself", "ourselves": "ourselves", "themselves": "themselves",
    },
    "DET": {"an": "a", "these": "this", "those": "that"},
    "PART": {"n't": "not", "nt": "not", "'s": "'s"},
    "ADV": {"n't": "not", "nt": "not", "best": "well", "better": "well", "worse": "badly"},
    "ADJ": {"best": "good", "better": "good", "worst": "bad", "worse": "bad"},
}  # fmt: skip
OPEN = frozenset({"VERB", "NOUN", "ADJ", "ADV", "AUX"})
WHOLE_XPOS = frozenset({"JJ", "RB", "VB", "VBP", "NN"})
"""Tags of forms that are their own dictionary form."""


@lru_cache(maxsize=100_000)
def find_lemma(word: str, upos: str, xpos: str = "") -> str:
    """The dictionary form, in lower case but for proper nouns and "I".

    Example:
        >>> find_lemma("Sanctions", "NOUN", "NNS"), find_lemma("lay", "VERB", "VBD"), find_lemma("Russia", "PROPN")
        ('sanction', 'lie', 'Russia')
    """
    if upos == "PROPN":
        return word
    plain = word.lower().replace("’", "'").replace("‘", "'")
    if plain in CLOSED.get(upos, {}):
        return CLOSED[upos][plain]
    if upos not in OPEN or xpos in WHOLE_XPOS or not plain.isalpha():
        return plain
    found = getLemma(plain, upos=upos, lemmatize_oov=True)
    return found[0] if found else plain
