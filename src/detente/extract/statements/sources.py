"""Source and content of a reporting word in a parsed sentence: whose words, and which words they are."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from detente.extract.statements.cues import Place
from detente.language.articles import Token
from detente.language.trees import (
    find_subject,
    is_passive,
    is_relation,
    iterate_ancestors,
    list_children,
    list_subtree,
)

Tokens = Sequence[Token]
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
EMPTY_SUBJECTS = frozenset({"it", "there", "one", "this", "what", "that", "you", "i"})
_ASIDES = frozenset(
    {"acl", "acl:relcl", "advcl", "parataxis", "ccomp", "csubj", "discourse", "orphan", "fixed"}
    | {"nsubj", "nsubj:pass", "nsubj:outer", "cop", "aux"}
)
_EDGES = frozenset({"punct", "case", "cc", "mark", "advmod"})


def find_source(tokens: Tokens, verb: int) -> int | None:
    """The word for who says it: the subject of a verb, or its agent in the passive; null if nobody is named.

    A relative pronoun gives way to its antecedent ("the man who said").
    """
    if is_passive(tokens, verb):
        return next((i for i in list_children(tokens, verb, "obl") if has_case(tokens, i, "by")), None)
    subject = find_subject(tokens, verb)
    if subject is None or tokens[subject].lemma.lower() not in RELATIVES:
        return subject
    node = tokens[subject].head
    while node >= 0 and not is_relation(tokens[node].deprel, "acl"):
        if not is_relation(tokens[node].deprel, "conj", "xcomp", "advcl", "ccomp"):
            return subject
        node = tokens[node].head
    return tokens[node].head if node >= 0 and tokens[node].head >= 0 else subject


def is_named(tokens: Tokens, source: int | None) -> bool:
    """Whether a source is somebody other than the reader, the writer or an empty "it"."""
    if source is None:
        return False
    token = tokens[source]
    if token.lemma.lower() == "it" or token.text.lower() == "it":
        return not list_children(tokens, token.head, "expl") and token.deprel != "expl"
    return token.text.lower() not in EMPTY_SUBJECTS and token.lemma.lower() not in EMPTY_SUBJECTS


def place_source(tokens: Tokens, head: int) -> Place:
    """The phrase of a source as one would quote it: with title, articles and "of …", without apposition."""
    inside = set(list_subtree(tokens, head, skip=_ASIDES))
    for child in list_children(tokens, head, "appos"):
        words = list_subtree(tokens, child)
        if tokens[words[0] - 1].text == "," or tokens[words[0]].text == ",":
            inside.difference_update(words)
    first = last = head
    while first - 1 in inside and tokens[first - 1].text not in {",", ";", ":", "—", "–", "(", '"', "“"}:
        first -= 1
    while last + 1 in inside and not _breaks(tokens, last + 1, inside):
        last += 1
    while first < head and is_relation(tokens[first].deprel, *_EDGES, "cc"):
        if tokens[first].deprel in {"advmod"} and tokens[first].head != head:
            break
        first += 1
    while last + 1 < len(tokens) and _goes_on_as_name(tokens[last + 1]):
        last += 1  # "Secretary of State | Ana Costa", where the parse sees two subjects
    while last > head and (
        tokens[last].deprel in {"punct", "cc", "case"} and tokens[last].text not in {".", ")"}
    ):
        last -= 1
    return tokens[first].start, tokens[last].end


def _goes_on_as_name(token: Token) -> bool:
    return token.upos == "PROPN" and is_relation(token.deprel, "nsubj", "appos", "flat", "compound")


def _breaks(tokens: Tokens, index: int, inside: set[int]) -> bool:
    """Whether a phrase ends before a word: at a comma that does not go on a list."""
    text = tokens[index].text
    if text in {"(", ":", ";", "—", "–", '"', "“", "”"}:
        return True
    if text != ",":
        return False
    following = tokens[index + 1] if index + 1 in inside else None
    return following is None or not is_relation(following.deprel, "conj", "cc", "det", "amod", "compound")


def list_content(tokens: Tokens, head: int, *, without: Iterable[int] = ()) -> list[int]:
    """The words of a complement in order: all that `head` governs, but for the cue and for "that"."""
    left_out: set[int] = set()
    for cue in without:
        left_out.update(list_subtree(tokens, cue))
    return [i for i in list_subtree(tokens, head) if i not in left_out]


def fill_clause(tokens: Tokens, verb: int, head: int, reporting: Container[str]) -> list[int]:
    """The words of a reported clause without gaps, so that a slip of the parse inside it does no harm.

    After the verb it begins behind "that", else behind what belongs to the verb ("told the BBC"), and runs on to
    the next clause that hangs on the verb or above it ("…, and added"). Before the verb ("…, X said") it ends where
    the verb's own words begin. `reporting` are the lemmas of verbs that report: a clause with one starts anew.
    """
    inside = list_subtree(tokens, head)
    children = [i for i in list_children(tokens, verb) if i != head and tokens[i].deprel != "ccomp"]
    own = {w for child in children for w in list_subtree(tokens, child)}
    if head < verb:
        last = min([verb, *(i for i in own if i > head)])
        first = 0 if tokens[verb].head < 0 else inside[0]
        return list(range(first, last)) + [i for i in inside if i > verb and i not in own]
    that = [
        i for i in list_children(tokens, head, "mark") if verb < i < head and tokens[i].text.lower() == "that"
    ]
    begin = that[0] + 1 if that else next(i for i in range(verb + 1, head + 1) if i not in own)
    above = {verb, *iterate_ancestors(tokens, verb)}
    later = [i for i in range(head + 1, len(tokens)) if tokens[i].head in above and i not in inside]
    breaks = [list_subtree(tokens, i)[0] for i in later if _starts_anew(tokens, i, reporting)]
    end = min((i for i in breaks if i > head), default=len(tokens))
    before = [i for i in inside if i < verb and i not in own] if opens_sentence(tokens, inside[0]) else []
    return before + list(range(begin, end))


def _starts_anew(tokens: Tokens, index: int, reporting: Container[str]) -> bool:
    """Whether a clause beside a reporting verb is no longer what it reports.

    One that "and" or "but" joins still is when it has a subject of its own and reports nothing: "said that A, but B".
    """
    token = tokens[index]
    if not is_relation(token.deprel, "conj"):
        return is_relation(token.deprel, "parataxis", "advcl")
    reports = token.lemma.lower() in reporting and token.upos == "VERB"
    return reports or not list_children(tokens, index, "nsubj", "expl")


def opens_sentence(tokens: Tokens, index: int) -> bool:
    """Whether nothing but punctuation and "but" or "and" stands before a word."""
    return all(t.upos in {"PUNCT", "CCONJ", "ADV"} for t in tokens[:index])


def place_runs(tokens: Tokens, words: Sequence[int]) -> list[Place]:
    """The unbroken stretches of some words, each without punctuation or "that" at its edges.

    A stretch with no noun, verb or pronoun ("However") is left out.
    """
    runs: list[list[int]] = []
    for word in words:
        if runs and word == runs[-1][-1] + 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    places = []
    for run in runs:
        while (
            run
            and (tokens[run[0]].upos == "PUNCT" or _is_link(tokens, run[0]))
            and tokens[run[0]].text not in "([$"
        ):
            run.pop(0)
        while run and tokens[run[-1]].upos == "PUNCT" and not _closes(tokens, run):
            run.pop()
        if any(tokens[i].upos in {"NOUN", "PROPN", "VERB", "PRON", "ADJ", "AUX", "NUM"} for i in run):
            places.append((tokens[run[0]].start, tokens[run[-1]].end))
    return places


def _closes(tokens: Tokens, run: Sequence[int]) -> bool:
    """Whether the last mark belongs to the words: a question mark, or one that closes what is opened inside."""
    last = tokens[run[-1]].text
    opened = {")": "(", "]": "[", "”": "“", "’": "‘", '"': '"'}.get(last)
    return last in {"?", "%"} or any(tokens[i].text == opened for i in run[:-1])


def _is_link(tokens: Tokens, index: int) -> bool:
    token = tokens[index]
    return (token.lemma.lower() == "that" and token.deprel == "mark") or token.deprel == "cc"


def has_case(tokens: Tokens, index: int, *words: str) -> bool:
    """Whether a word stands after one of these prepositions."""
    return any(tokens[i].text.lower() in words for i in list_children(tokens, index, "case", "mark"))
