"""The positive proposition behind a hedged claim, in plain words: what would have to happen for "yes"."""

from __future__ import annotations

from collections.abc import Sequence

from detente.extract.claims.clause_bounds import ASKING, NOMINAL, RELATIVES, Tokens
from detente.extract.claims.futures import Future
from detente.extract.claims.modals import NEGATIONS
from detente.language.articles import Token
from detente.language.trees import find_subject, list_subtree

_PLURAL = frozenset({"NNS", "NNPS"})
_MANY = frozenset({"they", "we", "you", "i", "these", "those", "both"})
_INSTEAD = {"impossible": "possible", "unthinkable": "possible", "inconceivable": "possible"}
_STAYS = frozenset({*_INSTEAD, "considering", "planning"})
_ASIDES = frozenset({"acl", "acl:relcl", "advcl", "appos", "parataxis"})
_POINTERS = frozenset({"there", "it", "that", "this"})


def state_outcome(tokens: Tokens, future: Future) -> str:
    """A claim without hedge and negation: "In no way could it lead to peace" gives "it leads to peace"."""
    frame = future.rows[0].frame
    words = None
    if frame == "noun":
        words = _state_noun(tokens, future)
    elif tokens[future.verb].upos == "NOUN" and frame == "verb":
        words = f"{_cut(tokens, range(future.claim[0] + future.negated, future.claim[1]))} comes"
    if words is None:
        words = _state_clause(tokens, future)
    text = " ".join(words.split()).strip(' ,;:"“”')
    return text or _cut(tokens, range(*future.claim))


def _state_clause(tokens: Tokens, future: Future) -> str:
    """The clause without hedges, negations and what leads in, its verb as it stands after its subject."""
    phrases = [place for place, row in zip(future.hedges, future.rows, strict=False) if row.frame == "phrase"]
    first = max([future.claim[0], *(end for _, end in phrases)])
    while first < future.verb and _leads_in(tokens, first):
        first += 1
    kept = [i for i in range(first, future.claim[1]) if not _is_dropped(tokens, i, future)]
    stays = any(tokens[i].text.lower() in _STAYS for start, end in future.hedges for i in range(start, end))
    before = [i for i in kept if i < future.verb]
    parts = [_name_relative(tokens, future)]
    if not parts[0] and not any(tokens[i].upos in NOMINAL for i in before):
        copula = tokens[future.verb].deprel == "cop"
        subject = find_subject(tokens, tokens[future.verb].head if copula else future.verb)
        before = (
            list_subtree(tokens, subject, skip=_ASIDES) if subject is not None and subject < first else before
        )
        parts = [_cut(tokens, before) + " " if before and before[0] < first else ""]
    for i in kept:
        token = tokens[i]
        if i == future.verb and token.upos in {"VERB", "AUX"} and not stays:
            parts.append(_inflect(token, tokens, before))
        else:
            parts.append(_INSTEAD.get(token.text.lower(), token.text))
        if i + 1 not in kept or tokens[i + 1].start > token.end:
            parts.append(" ")
    return "".join(parts)


def _leads_in(tokens: Tokens, index: int) -> bool:
    """Whether a word only leads in: "that", "how", and "far" in "how far"."""
    token, before = tokens[index], tokens[index - 1] if index else None
    if token.xpos in ASKING or (token.upos == "SCONJ" and token.text.lower() in {"that", "whether"}):
        return True
    return before is not None and before.xpos == "WRB" and token.upos in {"ADV", "ADJ"}


def _is_dropped(tokens: Tokens, index: int, future: Future) -> bool:
    """Whether a word is hedge, negation or an auxiliary that the hedge needed."""
    token = tokens[index]
    hedge = next(((start, end) for start, end in future.hedges if start <= index < end), None)
    if hedge:
        stays = {i for i in range(*hedge) if tokens[i].text.lower() in _STAYS}
        return index not in stays and not (index - 1 in stays and token.text.lower() == "to")
    if index >= future.verb + 2:
        return False
    if token.text.lower() in NEGATIONS and token.upos != "PRON":
        return True
    if token.text.lower() == "to" and index == future.verb - 1 and future.rows[0].frame == "verb":
        return True  # "expect sales to rise"
    kept = any(tokens[i].text.lower() in _STAYS for start, end in future.hedges for i in range(start, end))
    bare = future.rows[0].frame == "predicate" and not kept
    return (
        token.upos == "AUX"
        and index < future.verb
        and (token.lemma == "do" or (token.lemma == "be" and bare))
    )


def _name_relative(tokens: Tokens, future: Future) -> str:
    """What "which" stands for at the head of a claim: the words before its comma, or nothing."""
    first = future.claim[0]
    if tokens[first].text.lower() not in RELATIVES or first < 2:
        return ""
    begin = first - 1
    while begin > 0 and tokens[begin - 1].upos not in {"PUNCT", "VERB", "AUX", "ADP", "CCONJ", "SCONJ"}:
        begin -= 1
    return _cut(tokens, range(begin, first - 1)) + " "


def _state_noun(tokens: Tokens, future: Future) -> str | None:
    """What a chance or risk is one of: "a risk of war" gives "war comes", "a chance for X to Y" gives "X Ys"."""
    noun, last = future.hedges[-1][1], future.claim[1]
    link = next((i for i in range(noun, last) if tokens[i].text.lower() in {"to", "for", "of", "that"}), None)
    if link is None:
        return None
    rest = range(link + 1, last)
    if tokens[link].text.lower() == "that":
        return _cut(tokens, rest)
    verb = next((i for i in rest if tokens[i].xpos == "VB"), None)
    if verb is None:
        return f"{_cut(tokens, rest)} comes"
    subject = [i for i in rest if i < verb and tokens[i].text.lower() != "to"]
    if not subject and tokens[future.claim[0]].text.lower() not in _POINTERS:
        subject = [i for i in range(future.claim[0], noun) if tokens[i].upos in {"NOUN", "PROPN", "DET"}]
    who = _cut(tokens, subject) if subject else "somebody"
    return f"{who} {_inflect(tokens[verb], tokens, subject)} {_cut(tokens, range(verb + 1, last))}"


def _inflect(token: Token, tokens: Tokens, subject: Sequence[int]) -> str:
    """A verb in the present after its subject."""
    from lemminflect import getInflection  # reads its tables on import

    lemma = token.lemma or token.text.lower()
    many = _is_plural(tokens, subject)
    if lemma == "be":
        first_person = any(tokens[i].text == "I" for i in subject[-2:])
        return "am" if first_person else "are" if many else "is"
    found: tuple[str, ...] = getInflection(lemma, "VBP" if many else "VBZ")
    return found[0] if found else token.text


def _is_plural(tokens: Tokens, subject: Sequence[int]) -> bool:
    nominal = [i for i in subject if tokens[i].upos in {"NOUN", "PROPN", "PRON"}]
    if not nominal or any(tokens[i].deprel.startswith("csubj") for i in subject):
        return False
    head = next((i for i in reversed(nominal) if tokens[i].deprel.startswith("nsubj")), nominal[-1])
    joined = any(tokens[i].deprel == "conj" and tokens[i].head == head for i in subject)
    if tokens[head].text in {"States", "Nations"}:
        return False
    return tokens[head].xpos in _PLURAL or tokens[head].text.lower() in _MANY or joined


def _cut(tokens: Tokens, indices: Sequence[int]) -> str:
    """Some words in a row with the blanks that stand between them."""
    parts = []
    for i in indices:
        parts.append(tokens[i].text)
        if i + 1 < len(tokens) and tokens[i + 1].start > tokens[i].end:
            parts.append(" ")
    return "".join(parts).strip()
