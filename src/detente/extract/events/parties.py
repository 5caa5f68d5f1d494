"""Who in a sentence can act: names, persons and bodies, and whose a thing is."""

from __future__ import annotations

from detente.extract.events.dependencies import Dependencies
from detente.language.articles import Sentence
from detente.lexicon.events import Words

PERSONAL = frozenset(
    {"he", "she", "they", "we", "i", "him", "her", "them", "us", "me", "his", "their", "our", "its"}
)
HYPHENS = frozenset("-–—‑/")
ABBREVIATED = frozenset({"u.s.", "us", "u.n.", "un", "eu", "e.u.", "uk", "u.k.", "nato", "uae"})


class Parties(Dependencies):
    """A sentence's tree with its names and the classes of words that tell who can act."""

    def __init__(self, sentence: Sentence, classes: dict[str, Words]) -> None:
        super().__init__(sentence)
        self._party, self._carrier, self._nobody = classes["party"], classes["carrier"], classes["nobody"]
        self._affair, self.dates = classes["affair"], classes["date"].single
        self._named: set[int] = set()
        self._known: set[int] = set()
        self._apart: set[int] = set()
        self._entities: dict[int, str] = {}
        for name in sentence.names:
            inside = {i for i, t in enumerate(self.tokens) if name.start <= t.start and t.end <= name.end}
            apart = (name.entity or "").startswith("apart:")
            (self._apart if apart else self._named).update(inside)
            if name.entity:
                self._known |= inside
                self._entities |= dict.fromkeys(inside, name.entity.rpartition(":")[2])

    def list_conjuncts(self, i: int) -> list[int]:
        """A token and what is coordinated with it, names that a parser took for appositions included."""
        found = [i]
        for c in self.children[i]:
            if self.tokens[c].deprel == "conj" or self.is_listed(i, c):
                found += [k for k in self.list_conjuncts(c) if k not in found] if c > i else []
        return found

    def is_listed(self, i: int, c: int) -> bool:
        """Whether a phrase below a name is another member of its list: "Greece" in "Cyprus, Greece and Israel"."""
        if c < i or self.tokens[c].deprel == "conj" or i not in self._known:
            return False
        own, other = self._entities.get(i), self._find_entity(c)
        if other is None or own == other:
            return False
        if self.tokens[c].deprel == "appos":
            return any(k > c and self._opens_last(k) for k in (*self.children[i], *self.children[c]))
        return self._opens_last(c)

    def _opens_last(self, i: int) -> bool:
        """Whether a phrase is coordinated, or stands after "and" as the last of a list does."""
        if self.tokens[i].deprel == "conj":
            return True
        return bool(self.dependents(i, "cc")) or (i > 0 and self.tokens[i - 1].deprel == "cc")

    def _find_entity(self, i: int) -> str | None:
        """The entity of a name, or of the one that a title opens ("Minister" above "Ida Roux")."""
        flat = (self._entities.get(k) for k in self.dependents(i, "flat"))
        return self._entities.get(i) or next((e for e in flat if e), None)

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
        if lemma in ("former", "latter") and self.stands(i, "nsubj", "obj", "iobj", "obl"):
            return True
        if token.upos != "VERB" and (lemma in self._party.single or self._matches_term(i, self._party)):
            return True
        return any(k != i and self.is_actor(k) for k in self.unwrap(i))

    def is_known(self, i: int) -> bool:
        """Whether a possessor is a person's pronoun, stands in the genitive, or is a name that the lexicon has."""
        return i in self._known or self.tokens[i].deprel == "nmod:poss"

    def is_person(self, i: int) -> bool:
        """Whether a token is in the name of a person that the lexicon has: a leader or minister."""
        start = self.tokens[i].start
        return any(
            n.start <= start < n.end and (n.entity or "").startswith("person:") for n in self.sentence.names
        )

    def is_place(self, i: int) -> bool:
        """Whether a token is the name of a state or place, not of its government or people."""
        token = self.tokens[i]
        return token.upos == "PROPN" and any(
            name.type == "LOC" and name.start <= token.start < name.end for name in self.sentence.names
        )

    def is_known_place(self, i: int) -> bool:
        """Whether a token is in a name that the lexicon has for a state or its capital."""
        start = self.tokens[i].start
        return any(
            n.start <= start < n.end and (n.entity or "").startswith(("country:", "capital:"))
            for n in self.sentence.names
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

    def matches(self, i: int, words: Words) -> bool:
        """Whether a token heads one of some words or terms, or is a party where any will do."""
        return (
            self.lemmas[i] in words.single
            or self.tokens[i].text.lower() in words.single
            or (bool(words.terms) and self._matches_term(i, words))
            or (words.party and self.is_actor(i))
        )
