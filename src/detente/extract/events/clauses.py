"""The clauses of a sentence as who, what and to whom: logical subjects and objects over a dependency tree.

"The treaty was signed by Oslo", "Oslo, which signed the treaty" and "Oslo agreed to sign the treaty" all have
Oslo as the logical subject of "sign" and the treaty as its object.
"""

from __future__ import annotations

from detente.extract.events.parties import HYPHENS, Parties

RELATIVE = frozenset({"that", "which", "who", "whom", "whose"})
SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "pledge", "offer"})
"""Verbs whose infinitive is done by their subject even where they have an object."""
MISPLACED = frozenset({"on", "against", "by", "to", "at", "with", "over", "for"})
"""What follows the name of a state and belongs to the verb: "imposed by Oslo on Riga"."""
PUT_UNDER = frozenset(
    {"be", "remain", "stay", "live", "come", "place", "put", "keep", "labour", "labor", "suffer", "fall"}
)
LINKS = ("from", "on", "of", "to", "against", "that")


class Clauses(Parties):
    """A sentence's tree with the logical subjects, objects and complements of its verbs and nouns."""

    def is_passive(self, verb: int) -> bool:
        """Whether a verb form is passive, a bare participle after or before its noun included."""
        token = self.tokens[verb]
        marks = {self.tokens[c].deprel for c in self.children[verb]}
        if "aux:pass" in marks or (token.xpos == "VBN" and marks & {"nsubj:pass", "csubj:pass", "obl:agent"}):
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
        own = [i for i in own if i not in (*self._late_subjects(verb), *self._early_objects(verb))]
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
        if token.deprel == "advcl" and self.has_marker(verb, "of", "from", "into"):
            # "accused Oslo of spying", "stopped Oslo from leaving": Oslo's deed
            objects = [k for k in self.dependents(head, "obj") if self.is_party(k)]
            if objects:
                return objects[:1]
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
            ] or [i for i in self._misplaced_obliques(verb) if self.prepositions[i] == "by"]
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
            own += self._bare_obliques(verb) + self._late_subjects(verb) + self._early_objects(verb)
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

    def _early_objects(self, verb: int) -> list[int]:
        """The relative pronoun that a parser took for a subject beside the real one: "Oslo, which Riga accuses"."""
        found = [i for i in self.children[verb] if self.tokens[i].deprel.startswith("nsubj") and i < verb]
        if len(found) < 2 or self.lemmas[found[0]] not in RELATIVE:
            return []
        return found[:1]

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
        near = [*self.children[head], *self._following_obliques(head), *self._misplaced_obliques(head)]
        for i in near:
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

    def _misplaced_obliques(self, head: int) -> list[int]:
        """What a parser hung on the name of a state and belongs to the word above: "imposed by Oslo on Riga"."""
        states = [i for i in self.children[head] if self.prepositions[i] and self.is_known_place(i)]
        return [
            k
            for i in states
            for k in self.dependents(i, "nmod")
            if k > i and self.prepositions[k] in MISPLACED and self.prepositions[k] != self.prepositions[i]
        ]

    def list_bearers(self, noun: int) -> list[int]:
        """Who is under something: Oslo in "Oslo is under sanctions", "put Oslo under", "Oslo is subject to"."""
        head = self.tokens[noun].head
        if self.prepositions[noun] == "to" and head >= 0 and self.lemmas[head] == "subject":
            found = (
                [self.tokens[head].head] if self.stands(head, "amod", "acl") else self.surface_subjects(head)
            )
        elif self.prepositions[noun] != "under":
            return []
        elif self.dependents(noun, "nsubj", "cop"):
            found = self.surface_subjects(noun)
        elif self.stands(noun, "nmod", "acl") and head >= 0:
            found = [head]
        elif self.stands(noun, "obl", "xcomp") and head >= 0 and self.lemmas[head] in PUT_UNDER:
            found = self.objects(head) or self.surface_subjects(head)
        else:
            found = []
        return [i for i in found if i >= 0 and self.is_party(i)]

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
