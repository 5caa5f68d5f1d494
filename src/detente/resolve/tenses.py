"""What the tree says of the words at a place: their head, their tense, whether they look ahead or point back."""

from __future__ import annotations

from detente.language.articles import Sentence
from detente.language.date_expressions import DateExpression
from detente.language.trees import is_relation, iterate_ancestors, list_children
from detente.records import Span

_AHEAD_AUXILIARIES = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_AHEAD_VERBS = frozenset(
    ["expect", "plan", "schedule", "slate", "due", "set", "intend", "hope", "expire", "going", "aim"]
)
_GOING = frozenset(
    ["travel", "visit", "fly", "arrive", "head", "leave", "depart", "go", "come", "meet", "host", "hold"]
)
_AT = frozenset({"at", "in", "during"})
_EARLIER = frozenset(
    {
        "previously", "earlier", "formerly", "originally", "initially", "historically", "once", "already", "ever",
        "always", "often", "usually", "long", "before", "traditionally",
    }
)  # fmt: skip
_COMING = frozenset(["ahead", "planned", "scheduled", "upcoming", "forthcoming", "coming"])


def find_head(sentence: Sentence, place: Span) -> int | None:
    """The token of a span whose governor lies outside it."""
    inside = [i for i, t in enumerate(sentence.tokens) if t.start >= place.start and t.end <= place.end]
    for i in inside:
        if sentence.tokens[i].head not in inside and sentence.tokens[i].upos not in {"PUNCT", "DET", "ADP"}:
            return i
    return inside[0] if inside else None


def is_definite(sentence: Sentence, place: Span) -> bool:
    """Whether a noun phrase points at something known: "the shipment", "that call", "Moscow's annexation"."""
    head = find_head(sentence, place) if sentence.tokens else None
    return head is not None and is_known(sentence, head)


def is_known(sentence: Sentence, noun: int) -> bool:
    """Whether a noun has a definite article, a demonstrative or a possessor."""
    tokens = sentence.tokens
    return any(
        tokens[c].lemma in {"the", "this", "that", "these", "those"} or tokens[c].deprel == "nmod:poss"
        for c in list_children(tokens, noun, "det", "nmod")
    )


def shares_time(sentence: Sentence, verb: int) -> bool:
    """Whether a clause on a noun has the time of the clause that this stands in.

    "Sent a letter asking for talks", "met in Oslo, where they signed a pact"; not "the envoy, who had met ...".
    """
    tokens = sentence.tokens
    relation, noun = tokens[verb].deprel, tokens[verb].head
    if relation == "acl" and noun >= 0:
        marks = {tokens[c].lemma for c in list_children(tokens, verb, "mark")}
        beside = tokens[verb].xpos == "VBG" and is_relation(tokens[noun].deprel, "obj", "nsubj", "obl")
        return beside and not marks & {"of", "for"}  # "convicted the officer of bombing"
    if relation not in {"acl:relcl", "advcl:relcl"} or tense_of_verb(sentence, verb) != "past":
        return False
    places = (c for c in list_children(tokens, verb, "advmod", "obl"))
    return any(
        tokens[c].text.lower() == "where"
        or (
            tokens[c].text.lower() == "which"
            and {tokens[k].lemma for k in list_children(tokens, c, "case")} & _AT
        )
        for c in places
    )


def is_plural(sentence: Sentence, place: Span) -> bool:
    """Whether words name several things: "the talks", "those calls"."""
    head = find_head(sentence, place) if sentence.tokens else None
    return head is not None and sentence.tokens[head].xpos in {"NNS", "NNPS"}


def tell_tense(sentence: Sentence, place: Span) -> str | None:
    """Tense of the clause that words stand in: past, present, perfect, pluperfect or future; null if unclear.

    Only the clause itself counts: what hangs in a noun phrase or a relative clause has no tense of its own.
    """
    tokens = sentence.tokens
    head = find_head(sentence, place) if tokens else None
    if head is None:
        return None
    node = head
    for _ in range(len(tokens)):
        if tokens[node].upos in {"VERB", "AUX"} or list_children(tokens, node, "cop"):
            tense = tense_of_verb(sentence, node)
            if tense is not None:
                return tense
            within = is_relation(tokens[node].deprel, "xcomp", "conj", "advcl", "ccomp")
            if not within and not shares_time(sentence, node):
                return None
        elif is_relation(tokens[node].deprel, "nmod", "acl", "compound", "amod", "appos"):
            return None
        node = tokens[node].head
        if node < 0:
            return None
    return None


def tense_of_verb(sentence: Sentence, verb: int) -> str | None:
    """Tense of one verb form with its auxiliaries, as in `tell_tense`; null for a bare participle or infinitive."""
    tokens = sentence.tokens
    auxiliaries = [tokens[i] for i in list_children(tokens, verb, "aux", "cop")]
    words = {t.text.lower() for t in auxiliaries}
    if is_to_come(sentence, verb):
        return "future"
    if words & {"will", "shall", "'ll", "’ll", "would", "could", "may", "might", "should", "must", "can"}:
        return "future"
    if words & {"had"}:
        return "pluperfect"
    if words & {"has", "have", "'ve", "’ve"}:
        return "perfect"
    if words & {"was", "were", "did"}:
        return "past"
    if words & {"is", "are", "am", "'s", "’s", "'re", "’re", "do", "does", "'m", "’m"}:
        return "present"
    return {"VBD": "past", "VBZ": "present", "VBP": "present"}.get(tokens[verb].xpos)


def is_earlier(sentence: Sentence, verb: int) -> bool:
    """Whether an adverb puts a verb before the time that is told of: "had previously said", "once ruled"."""
    return any(sentence.tokens[c].lemma in _EARLIER for c in list_children(sentence.tokens, verb, "advmod"))


def is_told_past(sentence: Sentence, place: Span) -> bool:
    """Whether words are told in the past tense and nothing above them puts them before the time that is told of."""
    head = find_head(sentence, place) if tell_tense(sentence, place) == "past" else None
    return head is not None and not any(
        is_earlier(sentence, n) for n in (head, *iterate_ancestors(sentence.tokens, head))
    )


def is_to_come(sentence: Sentence, verb: int) -> bool:
    """Whether a verb is told as arranged: "is to meet", "are to be sworn in"."""
    tokens = sentence.tokens
    return any(
        tokens[c].text.lower() == "to" and c > 0 and tokens[c - 1].text.lower() in {"is", "are"}
        for c in list_children(tokens, verb, "mark")
    )


def _is_ahead(sentence: Sentence, noun: int) -> bool:
    """Whether a noun is called coming: "ahead of the summit", "the planned talks"."""
    children = list_children(sentence.tokens, noun, "case", "amod")
    return any(sentence.tokens[c].text.lower() in _COMING for c in children)


def _moves_soon(sentence: Sentence, verb: int) -> bool:
    """Whether the present of a verb of going and meeting has a date ahead: "flies to Oslo on Friday"."""
    return sentence.tokens[verb].lemma in _GOING and tense_of_verb(sentence, verb) == "present"


def looks_ahead(sentence: Sentence, said: DateExpression) -> bool:
    """Whether the verb that governs a date phrase looks ahead ("will expire in February", "slated for June")."""
    index = find_token(sentence, said.start)
    if index is None:
        return False
    tokens = sentence.tokens
    for node in (index, *iterate_ancestors(tokens, index)):
        if tokens[node].upos not in {"VERB", "AUX", "ADJ", "NOUN"}:
            continue
        if tokens[node].upos == "NOUN" and _is_ahead(sentence, node):
            return True
        if any(tokens[c].lemma in _AHEAD_AUXILIARIES for c in list_children(tokens, node, "aux", "cop")):
            return True
        if is_to_come(sentence, node) or _moves_soon(sentence, node):
            return True
        if tokens[node].lemma in _AHEAD_VERBS and tokens[node].upos in {"VERB", "ADJ"}:
            return tokens[node].xpos != "VBD" or tokens[node].lemma in {"slate", "schedule", "set"}
        if tokens[node].upos in {"VERB", "AUX"} and not is_relation(tokens[node].deprel, "xcomp", "conj"):
            return False
    return False


def find_token(sentence: Sentence, offset: int) -> int | None:
    """The token at an offset, or the next one; null at the end of the sentence."""
    for i, token in enumerate(sentence.tokens):
        if token.start <= offset < token.end or token.start >= offset:
            return i
    return None
