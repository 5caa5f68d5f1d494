"""The clauses of a sentence as who, what and to whom: logical subjects and objects over a dependency tree.

"The treaty was signed by Oslo", "Oslo, which signed the treaty" and "Oslo agreed to sign the treaty" all have
Oslo as the logical subject of "sign" and the treaty as its object. Indices are into the tokens of the sentence.
"""

from __future__ import annotations

import functools

from detente.language.articles import Sentence, Token
from detente.lexicon.events import Words

RELATIVE = frozenset({"that", "which", "who", "whom", "whose"})
PERSONAL = frozenset(
    {"he", "she", "they", "we", "i", "him", "her", "them", "us", "me", "his", "their", "our", "its"}
)
SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "pledge", "offer"})
"""Verbs whose infinitive is done by their subject even where they have an object."""
LINKS = ("from", "on", "of", "to", "against", "that")
HYPHENS = frozenset("-–—‑/")
ABBREVIATED = frozenset({"u.s.", "us", "u.n.", "un", "eu", "e.u.", "uk", "u.k.", "nato", "uae"})


class Clauses:
    """One sentence's tree with its children listed once, for the many questions that extraction asks of it."""

    def __init__(self, sentence: Sentence, classes: dict[str, Words]) -> None:
        self.sentence = sentence
        self.tokens: tuple[Token, ...] = sentence.tokens
        self.lemmas = [(t.lemma or t.text).lower() for t in self.tokens]
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for i, token in enumerate(self.tokens):
            if 0 <= token.head < len(self.tokens) and token.head != i:
                self.children[token.head].append(i)
        self._party, self._carrier, self._nobody = classes["party"], classes["carrier"], classes["nobody"]
        self._affair = classes["affair"]
        self._named = {
            i
            for i, t in enumerate(self.tokens)
            for name in sentence.names
            if name.start <= t.start and t.end <= name.end and not (name.entity or "").startswith("apart:")
        }
        self.dates = classes["date"].single
        self._known = {
            i
            for i, t in enumerate(self.tokens)
            for name in sentence.names
            if name.entity and name.start <= t.start and t.end <= name.end
        }
        self._apart = {
            i
            for i, t in enumerate(self.tokens)
            for name in sentence.names
            if name.start <= t.start and t.end <= name.end and (name.entity or "").startswith("apart:")
        }
        self.prepositions = [self._find_preposition(i) for i in range(len(self.tokens))]

    # ------------------------------------------------------------------ the tree
    def dependents(self, head: int, *relations: str) -> list[int]:
        """Children of `head` in one of some relations; "nsubj" also finds "nsubj:pass"."""
        return [i for i in self.children[head] if self.stands(i, *relations)]

    def stands(self, i: int, *relations: str) -> bool:
        """Whether a token stands in one of some relations to its head."""
        deprel = self.tokens[i].deprel
        return deprel in relations or deprel.partition(":")[0] in relations

    def _find_preposition(self, i: int) -> str:
        """The preposition before a phrase, "" for none; one that a parser hung elsewhere is still before it."""
        cases = [c for c in self.children[i] if self.tokens[c].deprel == "case" and c < i]
        words = [
            self.tokens[k].text.lower()
            for c in cases
            if self.tokens[c].upos != "PART"
            for k in [c, *[f for f in self.children[c] if self.tokens[f].deprel == "fixed"]]
        ]
        if not words and self.stands(i, "obl", "nmod"):
            before = min([i, *self.children[i]]) - 1
            quantity = self.lemmas[before + 1] in ("least", "most", "less")
            if (
                before > 0
                and not quantity
                and self.tokens[before].upos == "ADP"
                and self.tokens[before].deprel == "case"
            ):
                words = [self.tokens[before].text.lower()]
        return " ".join(words)

    def list_subtree(self, head: int, skip: frozenset[str] = frozenset()) -> list[int]:
        """`head` and all below it in order, without branches whose relation is in `skip`."""
        found, todo = {head}, [head]
        while todo:
            for child in self.children[todo.pop()]:
                if child not in found and self.tokens[child].deprel not in skip:
                    found.add(child)
                    todo.append(child)
        return sorted(found)

    def list_conjuncts(self, i: int) -> list[int]:
        """A token and what is coordinated with it."""
        return [i, *(c for c in self.children[i] if self.tokens[c].deprel == "conj")]

    # ------------------------------------------------------------------ clauses
    def is_passive(self, verb: int) -> bool:
        """Whether a verb form is passive, a bare participle after or before its noun included."""
        token = self.tokens[verb]
        for c in self.children[verb]:
            if self.tokens[c].deprel in ("nsubj:pass", "aux:pass", "csubj:pass", "obl:agent"):
                return True
        if token.xpos != "VBN":
            return False
        if self.stands(verb, "acl", "amod"):
            return token.deprel != "acl:relcl" and not self.dependents(verb, "aux", "obj")
        if token.deprel == "conj":
            return not self.dependents(verb, "aux", "nsubj", "obj") and self.is_passive(token.head)
        return token.deprel in ("xcomp", "advcl", "ccomp") and not self.dependents(
            verb, "aux", "obj", "nsubj"
        )

    def _resolve_relative(self, i: int) -> int:
        """What a relative pronoun stands for."""
        if self.lemmas[i] not in RELATIVE and self.tokens[i].xpos not in ("WDT", "WP"):
            return i
        node, steps = self.tokens[i].head, 0
        while node >= 0 and steps < 6:
            head = self.tokens[node].head
            if self.tokens[node].deprel == "acl:relcl" and head >= 0:
                return self._find_nearer_antecedent(i, head)
            node, steps = head, steps + 1
        return i

    def _find_nearer_antecedent(self, pronoun: int, head: int) -> int:
        """ "A victory for Oslo, which has sought": where the head cannot act and the word before can, the latter."""
        before = pronoun - 1
        if before > 0 and self.tokens[before].text == ",":
            before -= 1
        while before > head and self.tokens[before].deprel in ("flat", "punct"):
            before = self.tokens[before].head
        return before if before > head and self.is_actor(before) and not self.is_actor(head) else head

    def surface_subjects(self, verb: int, depth: int = 0) -> list[int]:
        """The subjects of a clause, its own or those it shares with the clause above."""
        own = [i for i in self.dependents(verb, "nsubj", "csubj") if self.tokens[i].deprel != "nsubj:outer"]
        own = [i for i in own if i not in self._late_subjects(verb)]
        token = self.tokens[verb]
        if own:
            return [self._resolve_relative(i) for i in own]
        head = token.head
        if head < 0 or depth > 6:
            return []
        if token.deprel == "acl":
            if token.xpos == "VBN" or (token.xpos == "VBG" and self.is_party(head)):
                return [head]
            if token.xpos == "VBG":
                # "issued a statement calling for talks": who issued it calls
                return self._subjects_of_noun(head, depth) or [head]
            if self.is_actor(head) and self.stands(head, "obj", "nsubj:pass"):
                return [head]
            return self._subjects_of_noun(head, depth)
        if token.deprel == "xcomp":
            controllers = self.dependents(head, "iobj") or self.dependents(head, "obj")
            controllers = [k for k in map(self._resolve_relative, controllers) if self.is_party(k)]
            if controllers and self.lemmas[head] not in SUBJECT_CONTROL:
                return controllers[:1]
            if self.is_passive(head) or self.tokens[head].upos in ("VERB", "ADJ", "AUX", "NOUN"):
                return self.surface_subjects(head, depth + 1)
        if token.deprel in ("conj", "advcl"):
            if self.tokens[head].upos in ("VERB", "AUX", "ADJ"):
                return self.surface_subjects(head, depth + 1)
            if token.deprel == "conj" and self.tokens[head].deprel.startswith("acl"):
                return self.surface_subjects(head, depth + 1)
        return []

    def _subjects_of_noun(self, noun: int, depth: int) -> list[int]:
        """Who makes "an offer to lift": the possessor, or the subject of "made"."""
        owners = [i for i in self.children[noun] if self.tokens[i].deprel == "nmod:poss"]
        if owners:
            return owners
        named = [i for i in self.dependents(noun, "compound", "amod") if i in self._named or self._is_name(i)]
        if named:
            return named
        verb = self.tokens[noun].head
        if verb >= 0 and self.stands(noun, "obj", "obl", "nsubj:pass") and depth < 6:
            return self.subjects(verb, depth + 1)
        return []

    def subjects(self, verb: int, depth: int = 0) -> list[int]:
        """Heads of the logical subject, with what is coordinated: the agent of a passive."""
        if self.tokens[verb].upos == "NOUN":
            return self._subjects_of_noun(verb, depth)
        if self.is_passive(verb):
            found = [
                i
                for i in self.children[verb]
                if self.tokens[i].deprel == "obl:agent"
                or (self.tokens[i].deprel == "obl" and self.prepositions[i] == "by")
            ]
            if self.tokens[verb].deprel == "amod":
                found += self.dependents(verb, "compound", "obl")
                if (
                    not found
                    and verb > 1
                    and self.tokens[verb - 1].text in HYPHENS
                    and self.is_party(verb - 2)
                ):
                    found = [verb - 2]
        else:
            found = self.surface_subjects(verb, depth)
        return [c for i in found for c in self.list_conjuncts(i)]

    def objects(self, verb: int) -> list[int]:
        """Heads of the logical object, with what is coordinated: the subject of a passive."""
        token = self.tokens[verb]
        if self.is_passive(verb):
            found = [token.head] if token.deprel == "amod" else self.surface_subjects(verb)
            found = [*found, *self.dependents(verb, "obj")]
        else:
            own = [i for i in self.dependents(verb, "obj", "iobj") if not self.prepositions[i]]
            own += self._bare_obliques(verb) + self._late_subjects(verb)
            # "persuade Oslo to leave": Oslo, if it hangs on "leave", still stands before "to"
            own += [
                i for x in self.dependents(verb, "xcomp") for i in self.dependents(x, "obj") if verb < i < x
            ]
            # before its verb stands only a relative pronoun, or what a parser mistook for an object
            found = [self._resolve_relative(i) for i in own if i > verb or self._resolve_relative(i) != i]
            if not own and token.deprel == "acl:relcl" and self._lacks_object(verb):
                found = [token.head]
            if not own and token.deprel == "conj" and self.tokens[token.head].upos == "VERB":
                found = [i for i in self.dependents(token.head, "obj") if i > verb]
            if (
                not own
                and token.deprel == "xcomp"
                and token.xpos == "VBN"
                and not self.dependents(verb, "aux")
            ):
                found = self.surface_subjects(verb)
        return [c for i in found for c in self.list_conjuncts(i)]

    def _late_subjects(self, verb: int) -> list[int]:
        """What a parser took for a second subject, after the verb of a clause that has one before it: an object."""
        found = [i for i in self.children[verb] if self.tokens[i].deprel == "nsubj"]
        return [i for i in found if i > verb and found[0] < verb and not self.prepositions[i]]

    def _bare_obliques(self, verb: int) -> list[int]:
        """Oblique nouns without a preposition that are no dates: objects, as a parser may see them."""
        return [
            i
            for i in self.children[verb]
            if self.tokens[i].deprel == "obl"
            and i > verb
            and not self.prepositions[i]
            and self.tokens[i].upos in ("NOUN", "PROPN")
            and self.lemmas[i] not in self.dates
        ]

    def _lacks_object(self, verb: int) -> bool:
        """Whether a relative clause has its gap at the object: "the ban (that) Oslo lifted"."""
        subject = self.dependents(verb, "nsubj")
        return bool(subject) and self._resolve_relative(subject[0]) == subject[0]

    def obliques(self, head: int) -> list[tuple[str, int]]:
        """Prepositional dependents of a verb or noun with their preposition, coordinated ones included."""
        found = []
        for i in [*self.children[head], *self._following_obliques(head)]:
            if self.stands(i, "obl", "nmod", "obj") and self.prepositions[i]:
                for c in self.list_conjuncts(i):
                    found.append((self.prepositions[c] or self.prepositions[i], self._resolve_relative(c)))
        return found

    def _following_obliques(self, noun: int) -> list[int]:
        """What stands right after a noun with a preposition and hangs on its verb: "sanctions on Iran" is one
        phrase however a parser attaches it."""
        verb = self.tokens[noun].head
        if self.tokens[noun].upos != "NOUN" or verb < 0 or self.tokens[verb].upos != "VERB" or verb > noun:
            return []
        after = self.list_subtree(noun)[-1] + 1
        return [i for i in self.children[verb] if i > noun and self.list_subtree(i)[0] == after]

    def complements(self, head: int) -> list[int]:
        """Heads of clauses that complete a word: "to leave", "that it would leave", "leaving"."""
        found = self.dependents(head, "xcomp", "ccomp")
        if self.tokens[head].upos == "VERB":
            # "ordered the envoys to leave": a parser may hang "to leave" on the envoys
            for i in self.dependents(head, "obj"):
                found += [k for k in self.dependents(i, "acl") if self.is_infinitive(k)]
        if self.tokens[head].upos in ("NOUN", "ADJ", "VERB"):
            for i in self.children[head]:
                relation = self.tokens[i].deprel
                linked = self.is_infinitive(i) or self.has_marker(i, *LINKS)
                if (relation in ("acl", "advcl") and linked) or (
                    relation == "acl:relcl" and self.has_marker(i, "that")
                ):
                    found.append(i)
        return [c for i in found for c in self.list_conjuncts(i)]

    def is_infinitive(self, verb: int) -> bool:
        """Whether a verb is "to" and its stem."""
        return self.has_marker(verb, "to") and self.tokens[verb].xpos == "VB"

    def is_subjunctive(self, verb: int) -> bool:
        """Whether a clause has a bare stem for its verb: "that it leave"."""
        return (
            self.tokens[verb].xpos in ("VB", "VBP")
            and not self.dependents(verb, "aux")
            and not self.has_marker(verb, "to")
        )

    def has_marker(self, verb: int, *words: str) -> bool:
        """Whether a clause or phrase is introduced by one of some words."""
        return any(
            self.tokens[c].deprel in ("mark", "case") and self.tokens[c].text.lower() in words
            for c in self.children[verb]
        )

    # ------------------------------------------------------------------ parties
    def unwrap(self, i: int) -> list[int]:
        """A noun and what it carries: "a round of talks" is also talks."""
        found = [i]
        if self.lemmas[i] in self._carrier.single or self.tokens[i].upos in ("NUM", "DET"):
            for c in self.children[i]:
                if self.tokens[c].deprel == "nmod" and self.prepositions[c] == "of":
                    found += [k for n in self.list_conjuncts(c) for k in self.unwrap(n)]
        return found

    def is_party(self, i: int) -> bool:
        """Whether a phrase can act: a name, a person's pronoun, a noun for bodies or persons, or "Russian X"."""
        if self.is_actor(i):
            return True
        counted = self.tokens[i].upos in ("NUM", "SYM", "PUNCT")
        return not counted and any(self.owner(k) is not None for k in self.unwrap(i))

    def can_act(self, i: int) -> bool:
        """Whether a phrase can be the one who acts: a party, but not what is only somebody's deed or thing."""
        return self.is_actor(i) or (self.is_party(i) and not self.matches(i, self._affair))

    def is_actor(self, i: int) -> bool:
        """Whether a phrase can itself act, whoever owns it: not "Georgian territory"."""
        token, lemma = self.tokens[i], self.lemmas[i]
        if i in self._apart or lemma in self._nobody.single:
            return False
        if lemma in self.dates or token.upos in ("NUM", "SYM", "PUNCT"):
            return token.upos == "NUM" and lemma in ("two", "three", "both")
        if i in self._named or self._is_name(i):
            return True
        if token.upos == "PRON":
            return token.text.lower() in PERSONAL or (lemma == "it" and self.stands(i, "nsubj"))
        if lemma in self._party.single or self._matches_term(i, self._party):
            return True
        return any(k != i and self.is_actor(k) for k in self.unwrap(i))

    def is_known(self, i: int) -> bool:
        """Whether a possessor is a person's pronoun, stands in the genitive, or is a name that the lexicon has."""
        return i in self._known or self.tokens[i].deprel == "nmod:poss"

    def is_place(self, i: int) -> bool:
        """Whether a token is the name of a state or place, not of its government or people."""
        token = self.tokens[i]
        return token.upos == "PROPN" and any(
            name.type == "LOC" and name.start <= token.start < name.end for name in self.sentence.names
        )

    def is_named(self, i: int) -> bool:
        """Whether a token is in a name that lexicon or model saw."""
        return i in self._named

    def _is_name(self, i: int) -> bool:
        token = self.tokens[i]
        if token.upos == "PROPN":
            return token.text[:1].isupper() and not token.text.startswith(("COVID", "Covid"))
        return token.upos == "ADJ" and i > 0 and token.text[:1].isupper() and token.xpos in ("JJ", "NNP")

    def owner(self, i: int) -> int | None:
        """The name that makes a thing somebody's: "Georgian" in "Georgian territory"."""
        for c in self.children[i]:
            owning = self.tokens[c].deprel in ("nmod:poss", "compound", "amod")
            if owning and (c in self._named or self._is_name(c)) and self.lemmas[c] not in self.dates:
                return c
        return None

    def is_mutual(self, i: int, mutual: Words) -> bool:
        """Whether one phrase means several parties: "the two leaders", "both sides", "they"."""
        lemma = self.lemmas[i]
        if self.tokens[i].text.lower() in ("they", "both", "their", "two"):
            return True
        plural = self.tokens[i].xpos in ("NNS", "NNPS") or self.tokens[i].upos == "NUM"
        return plural and lemma in mutual.single

    # ------------------------------------------------------------------ words
    def matches(self, i: int, words: Words) -> bool:
        """Whether a token heads one of some words or terms, or is a party where any will do."""
        return (
            self.lemmas[i] in words.single
            or self.tokens[i].text.lower() in words.single
            or (bool(words.terms) and self._matches_term(i, words))
            or (words.party and self.is_actor(i))
        )

    def _matches_term(self, i: int, words: Words) -> bool:
        return any(self.find_term(i, term) is not None for term in words.terms)

    def find_term(self, i: int, term: tuple[str, ...]) -> list[int] | None:
        """The tokens of a compound that contains token `i` and reads `term`, or null."""
        for offset, word in enumerate(term):
            start = i - offset
            if start < 0 or start + len(term) > len(self.tokens) or not self._reads(i, word):
                continue
            if all(self._reads(start + k, w) for k, w in enumerate(term)):
                return list(range(start, start + len(term)))
        return None

    def _reads(self, i: int, word: str) -> bool:
        return self.lemmas[i] == word or self.tokens[i].text.lower() == word

    @functools.cached_property
    def is_question(self) -> bool:
        """Whether the sentence asks."""
        return self.sentence.text.rstrip().rstrip("\"'”’)").endswith("?")
