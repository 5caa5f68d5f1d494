"""Indirect speech in a parsed sentence: reporting verbs, nouns and adjectives with their source and content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from detente.extract.statements.cues import Place
from detente.extract.statements.source_phrases import find_phrases, list_commented
from detente.extract.statements.sources import (
    fill_clause,
    find_source,
    has_case,
    is_named,
    list_content,
    place_runs,
    place_source,
)
from detente.language.articles import Sentence, Token
from detente.language.trees import (
    find_subject,
    is_passive,
    is_relation,
    list_children,
    list_subtree,
)
from detente.lexicon.speech import Frame, SpeechClass, SpeechLexicon

Tokens = Sequence[Token]
_NOUN_LINKS: dict[str, Frame] = {"that": "clause", "to": "infinitive", "for": "for", "of": "of"}
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor"})


class Attribution(msgspec.Struct, frozen=True):
    """One reporting word with what it reports; indices point into the tokens of its sentence."""

    cue: int
    """The reporting word."""
    content: tuple[int, ...]
    """The words reported."""
    head: int
    """The word that governs the content."""
    source: int | None
    frame: Frame
    class_: SpeechClass
    rule: str
    after: int | None = None
    """The index after the cue, where it has several words."""

    def place_words(self, tokens: Tokens) -> list[Place]:
        """The stretches of the text that are reported."""
        return place_runs(tokens, self.content)

    def place_speaker(self, tokens: Tokens) -> Place | None:
        """The phrase for who says it."""
        return None if self.source is None else place_source(tokens, self.source)

    def place_scope(self, tokens: Tokens) -> Place:
        """From the first to the last word that hangs on the cue and is not reported: where its date stands."""
        content = set(self.content)
        beside = [
            i for i in list_children(tokens, self.cue, "obl", "nmod", "advmod", "nsubj") if i not in content
        ]
        words = [self.cue, *(w for i in beside for w in list_subtree(tokens, i) if w not in content)]
        return tokens[min(words)].start, tokens[max(words)].end

    def place_cue(self, tokens: Tokens) -> Place:
        """The reporting word, from a negation before it where there is one."""
        first = min(
            [self.cue, *(i for i in list_children(tokens, self.cue, "advmod") if is_negation(tokens[i]))]
        )
        return tokens[first].start, tokens[self.cue if self.after is None else self.after - 1].end


def find_attributions(sentence: Sentence, lexicon: SpeechLexicon) -> list[Attribution]:
    """What a sentence attributes to somebody, in order of the reporting words; empty without a parse."""
    tokens = sentence.tokens
    found: list[Attribution] = []
    for i, token in enumerate(tokens):
        lemma = token.lemma.lower()
        if lemma in lexicon.verbs and token.upos == "VERB":
            found.extend(_read_verb(tokens, i, lexicon))
        elif lemma in lexicon.nouns and token.upos == "NOUN":
            found.extend(_read_noun(tokens, i, lexicon))
        elif token.text.lower() in lexicon.adjectives and token.upos in {"ADJ", "VERB"}:
            found.extend(_read_adjective(tokens, i, lexicon))
    found.extend(_read_phrases(tokens, lexicon))
    return sorted(found, key=lambda a: a.cue)


def is_negation(token: Token) -> bool:
    """Whether a word is a negation: "not", "never"."""
    return token.lemma.lower() in NEGATIONS or token.text.lower() in NEGATIONS


def _read_verb(tokens: Tokens, verb: int, lexicon: SpeechLexicon) -> Iterator[Attribution]:
    """The first frame of a verb that fits its dependents."""
    frames = lexicon.verbs[tokens[verb].lemma.lower()]
    source = find_source(tokens, verb)
    if (
        source is not None
        and tokens[source].deprel == "obj"
        and tokens[source].lemma.lower() in lexicon.documents
    ):
        author = find_subject(tokens, tokens[source].head)  # "she wrote a letter saying …"
        source = author if author is not None else source
    for frame, class_ in frames.items():
        content, head = _match_frame(tokens, verb, frame, lexicon)
        if not content or (frame != "clause" and is_relation(tokens[verb].deprel, "acl")):
            continue
        if is_named(tokens, source):
            rule = f"verb-{frame}"
        elif frame == "clause" and is_passive(tokens, verb) and tokens[verb].deprel != "acl":
            rule, source = "verb-passive", None
        else:
            return
        yield Attribution(verb, tuple(content), head, source, frame, class_, rule)
        return


def _match_frame(tokens: Tokens, verb: int, frame: Frame, lexicon: SpeechLexicon) -> tuple[list[int], int]:
    """The content of a verb in one frame, and its head; empty where the frame does not fit."""
    if frame == "clause":
        return _match_clause(tokens, verb, lexicon)
    objects = [
        i for i in list_children(tokens, verb, "obj", "iobj") if tokens[i].upos != "PRON" or frame != "object"
    ]
    if frame == "infinitive":
        for child in list_children(tokens, verb, "xcomp"):
            if child > verb and list_children(tokens, child, "mark"):
                return _from_object(tokens, objects, child), child
    elif frame == "object" and objects and objects[0] > verb and not has_case(tokens, verb, "to"):
        return list_subtree(tokens, objects[0]), objects[0]
    elif frame == "as" and is_passive(tokens, verb):
        for child in list_children(tokens, verb, "obl", "advcl"):
            if has_case(tokens, child, "as"):
                return _without_case(tokens, child), child
    elif frame == "as" and objects:
        for child in list_children(tokens, verb, "xcomp", "obl", "advcl"):
            named = is_relation(tokens[child].deprel, "xcomp") and tokens[child].upos in {
                "NOUN",
                "PROPN",
                "ADJ",
            }
            if child > objects[0] and (named or has_case(tokens, child, "as")):
                return _from_object(tokens, objects, child), child
    elif frame in {"for", "of", "on", "about", "against"}:
        for child in list_children(tokens, verb, "obl", "advcl"):
            direct = objects and frame in {"for", "on", "about"}  # "called a doctor on Sunday"
            if child > verb and has_case(tokens, child, frame) and not direct:
                return _match_preposition(tokens, verb, child, objects, frame), child
    return [], verb


def _match_preposition(
    tokens: Tokens, verb: int, child: int, objects: Sequence[int], frame: Frame
) -> list[int]:
    """The content after a verb with its preposition: "of a famine", "on Ankara to withdraw", "Ankara of spying"."""
    begin = list_subtree(tokens, child)[0]
    named = frame == "of" and tokens[verb + 1].upos in {"PROPN", "NOUN", "DET", "ADJ"} and begin > verb + 1
    if objects or named:
        return _from_object(tokens, objects or [verb + 1], child)
    words = _without_case(tokens, child)
    aims = [
        i for i in list_children(tokens, verb, "xcomp", "advcl") if i > child and has_case(tokens, i, "to")
    ]
    return list(range(words[0], list_subtree(tokens, aims[0])[-1] + 1)) if aims else words


def _from_object(tokens: Tokens, objects: Sequence[int], child: int) -> list[int]:
    """All from the object of a verb to the end of its complement: "Ankara to withdraw its ships"."""
    inside = list_subtree(tokens, child)
    begin = min([inside[0], *(list_subtree(tokens, o)[0] for o in objects)])
    return list(range(begin, inside[-1] + 1))


def _match_clause(tokens: Tokens, verb: int, lexicon: SpeechLexicon) -> tuple[list[int], int]:
    """The clause that a verb reports: its complement, or the clause that it comments on ("…, X said")."""
    clauses = list_children(tokens, verb, "ccomp")
    if clauses:
        before, after = [c for c in clauses if c < verb][:1], [c for c in clauses if c > verb][:1]
        words = sorted(
            {w for child in before + after for w in fill_clause(tokens, verb, child, lexicon.verbs)}
        )
        return words, clauses[0]
    token = tokens[verb]
    that = tokens[verb + 1] if verb + 1 < len(tokens) else token
    if that.text.lower() == "that" and that.deprel == "mark" and that.head > verb + 1:
        return fill_clause(
            tokens, verb, that.head, lexicon.verbs
        ), that.head  # whatever the parse hangs the clause on
    commented = is_relation(token.deprel, "parataxis")
    as_clause = is_relation(token.deprel, "advcl") and has_case(tokens, verb, "as")
    own = list_children(tokens, verb, "nsubj")
    if (
        (commented or as_clause)
        and own
        and token.head >= 0
        and not list_children(tokens, verb, "obj", "xcomp")
    ):
        return list_content(tokens, token.head, without=[verb]), token.head
    return [], verb


def _without_case(tokens: Tokens, head: int) -> list[int]:
    """A prepositional phrase without its preposition, but "for the two to meet" whole."""
    words = list_subtree(tokens, head)
    if tokens[head].upos == "VERB":
        return words
    cases = set(list_children(tokens, head, "case"))
    return [w for w in words if w not in cases]


def _read_noun(tokens: Tokens, noun: int, lexicon: SpeechLexicon) -> Iterator[Attribution]:
    """A noun with the content that follows it at once: "allegations that …", "their calls for …"."""
    frames = lexicon.nouns[tokens[noun].lemma.lower()]
    link = noun + 1
    if link >= len(tokens):
        return
    frame = _NOUN_LINKS.get(tokens[link].text.lower())
    head = tokens[link].head
    if frame not in frames or head <= link or not is_relation(tokens[link].deprel, "mark", "case"):
        return
    if frame == "infinitive" and tokens[head].upos not in {"VERB", "AUX"}:
        return  # "a plea to voters"
    words = list(range(link + (frame in {"clause", "of"}), list_subtree(tokens, head)[-1] + 1))
    if frame == "for" and tokens[head].upos != "VERB":
        following = words[-1] + 1  # "calls for the king to resign": the parse may hang "to resign" higher
        if (
            following < len(tokens) - 1
            and tokens[following].text == "to"
            and tokens[following].head > following
        ):
            words = list(range(link, list_subtree(tokens, tokens[following].head)[-1] + 1))
        else:
            words = words[1:]
    source = _source_of_noun(tokens, noun)
    if source is None and frame != "clause" and tokens[noun].xpos != "NNS":
        return
    yield Attribution(noun, tuple(words), head, source, frame, frames[frame], f"noun-{frame}")


def _source_of_noun(tokens: Tokens, noun: int) -> int | None:
    """Whose claim it is: "his calls", "a warning by the bank", "the bank repeated its warning"."""
    for child in list_children(tokens, noun, "nmod:poss"):
        return child
    for child in list_children(tokens, noun, "nmod", "obl"):
        if has_case(tokens, child, "by", "from"):
            return child
    return None


def _read_adjective(tokens: Tokens, adjective: int, lexicon: SpeechLexicon) -> Iterator[Attribution]:
    """A state of mind with its content: "X is convinced that …", "X made clear that …"."""
    frames = lexicon.adjectives[tokens[adjective].text.lower()]
    if "clause" not in frames:
        return
    governor = tokens[adjective].head
    made = (
        is_relation(tokens[adjective].deprel, "xcomp") and governor >= 0 and tokens[governor].lemma == "make"
    )
    heads = [adjective, governor] if made else [adjective]
    for head in heads:
        for child in list_children(tokens, head, "ccomp", "advcl"):
            if child < adjective or (tokens[child].deprel == "advcl" and not has_case(tokens, child, "that")):
                continue
            source = find_source(tokens, governor) if made else find_subject(tokens, adjective)
            if is_named(tokens, source):
                cue = governor if made else adjective
                yield Attribution(
                    cue,
                    tuple(list_content(tokens, child)),
                    child,
                    source,
                    "clause",
                    frames["clause"],
                    "adjective",
                )
                return


def _read_phrases(tokens: Tokens, lexicon: SpeechLexicon) -> Iterator[Attribution]:
    for begin, after, source in find_phrases(tokens, lexicon):
        words, head = list_commented(tokens, begin, source)
        rule = "phrase-opinion" if after == begin + 1 else "phrase-source"
        yield Attribution(begin, tuple(words), head, source, "clause", "assertion", rule, after)
