"""Triggers of events: which words in a sentence mean which act, alone or composed.

Candidates come from the frames of the lexicon; a frame that takes an act as its complement ("agreed to lift
sanctions") is read together with it, and the inner act is used up, so that one deed is one event. To put a trained
classifier here, give `Reader` other candidates or types; arguments and modality do not depend on how they came about.
"""

from __future__ import annotations

from typing import cast

from detente.extract.events.acts import Act, merge_contacts
from detente.extract.events.arguments import Match, find_roles, list_owners
from detente.extract.events.clauses import Clauses
from detente.extract.events.compositions import THROUGH, THROUGH_NOUN, compose
from detente.extract.events.conditions import Situation, satisfies
from detente.lexicon.events import EventLexicon, Frame, PartOfSpeech, Words
from detente.lexicon.plover import Plover


class Reader:
    """Reads the acts of one sentence; every token is read at most once alone and once within another act."""

    def __init__(self, clauses: Clauses, lexicon: EventLexicon, plover: Plover) -> None:
        self.clauses, self.lexicon, self.plover = clauses, lexicon, plover
        self._memo: dict[tuple[int, bool], Act | None] = {}

    def read_all(self) -> list[Act]:
        """The acts of the sentence that are not part of another one, in order."""
        acts = [act for i in range(len(self.clauses.tokens)) if (act := self.read(i))]
        used = {i for act in acts for i in act.used}
        return merge_contacts([act for act in acts if act.anchor not in used], self.clauses)

    def read(self, i: int, within: bool = False) -> Act | None:
        """The act that a token heads, if any; `within` where it stands as complement of another word."""
        key = (i, within)
        if key not in self._memo:
            self._memo[key] = None
            self._memo[key] = self._read(i, within)
        return self._memo[key]

    def _read(self, i: int, within: bool) -> Act | None:
        part = self._find_part(i)
        if part is None:
            return None
        for lemma in self._list_forms(i):
            for frame, term in self.lexicon.index.get((part, lemma), ()):
                match = self._match(i, frame, term, part)
                if match is not None:
                    act = self._make_act(match, within)
                    if act is not None:
                        return act
        return None

    def _list_forms(self, i: int) -> list[str]:
        """The lemma and the word itself, and the stem of "protested" where a wrong tag kept it from its lemma."""
        lemma, text = self.clauses.lemmas[i], self.clauses.tokens[i].text.lower()
        forms = [lemma, text]
        if lemma == text and text.endswith("ed") and self.clauses.tokens[i].upos == "VERB":
            forms += [text[:-2], text[:-1]]
        if lemma == text and text.endswith("ing") and self.clauses.tokens[i].upos == "VERB":
            forms += [text[:-3], text[:-3] + "e"]
        return list(dict.fromkeys(forms))

    def _find_part(self, i: int) -> PartOfSpeech | None:
        upos = self.clauses.tokens[i].upos
        if upos in ("VERB", "ADJ"):
            return cast(PartOfSpeech, upos)
        # a headline writes nouns like names; in a text "Pillow Talk" is a name
        headline = self.clauses.sentence.zone in ("title", "heading")
        return "NOUN" if upos == "NOUN" or (upos == "PROPN" and headline) else None

    # ------------------------------------------------------------------ finding
    def _match(self, i: int, frame: Frame, term: tuple[str, ...], part: PartOfSpeech) -> Match | None:
        clauses = self.clauses
        if part == "NOUN":
            words = clauses.find_term(i, term) if len(term) > 1 else [i]
            if words is None:
                return None
            # "relations are at their low": the subject of the noun is what it is said of
            owners = [*list_owners(clauses, i), *(clauses.dependents(i, "nsubj") if frame.theme else ())]
            match = Match(frame, i, part, tuple(words), tuple(self._noun_objects(i)), tuple(owners))
        else:
            found = self._find_particles(i, term[1:])
            if found is None:
                return None
            words, objects = found
            match = Match(frame, i, part, (i, *words), tuple(objects), tuple(clauses.subjects(i)))
        return match if self._fits(match) else None

    def _noun_objects(self, i: int) -> list[int]:
        clauses = self.clauses
        of = [k for p, k in clauses.obliques(i) if p in ("of", "from", "for", "to", "on", "in", "at")]
        return of + clauses.dependents(i, "compound", "nmod:poss", "amod")

    def _find_particles(self, verb: int, words: tuple[str, ...]) -> tuple[list[int], list[int]] | None:
        """The tokens of the words that belong to a verb, and its objects: what a last preposition introduces."""
        clauses, found, introduced_last = self.clauses, list[int](), list[int]()
        near = self._list_near(verb) if words else []
        for n, word in enumerate(words):
            places = [
                k
                for k in near
                if k > verb
                and (clauses.tokens[k].text.lower() == word or clauses.lemmas[k] == word)
                and clauses.lemmas[clauses.tokens[k].head] not in clauses.dates
            ]
            if not places:
                return None
            found.append(places[0])
            introduced = clauses.tokens[places[0]].head
            if (
                n == len(words) - 1
                and introduced != verb
                and clauses.tokens[places[0]].deprel in ("case", "mark")
            ):
                introduced_last = clauses.list_conjuncts(introduced)
        return found, [*introduced_last, *clauses.objects(verb)]

    def _list_near(self, verb: int) -> list[int]:
        """What stands below a verb where a particle or preposition of its term may be."""
        clauses = self.clauses
        near = [k for c in clauses.children[verb] for k in (c, *clauses.children[c])]
        deeper = [
            k
            for c in clauses.dependents(verb, "obj")
            for n in clauses.children[c]
            for k in clauses.children[n]
        ]
        return near + [k for k in deeper if clauses.tokens[k].deprel == "case"]

    # ------------------------------------------------------------------ conditions
    def _fits(self, match: Match) -> bool:
        clauses, frame, i = self.clauses, match.frame, match.anchor
        if frame.relation and clauses.tokens[i].deprel != frame.relation:
            return False
        if clauses.tokens[i].deprel == "amod" and match.part == "VERB" and not frame.relation:
            return False
        heads = [k for o in match.objects for k in clauses.unwrap(o)]
        if frame.object and not self._any(heads, frame.object, frame.excluded_objects):
            return False
        if frame.excluded and self._is_excluded(match, heads):
            return False
        if frame.subject and match.part == "VERB" and not self._has_subject(match):
            return False
        agentive = match.part == "NOUN" and frame.subject and not frame.subject.party
        if agentive and not self._any([*match.subjects, *heads, *self._find_agents(i)], frame.subject):
            return False
        if match.part == "VERB" and not self._has_actor(match):
            return False
        if frame.excluded_subjects and self._any(match.subjects, frame.excluded_subjects):
            return False
        if frame.theme and not self._any([*heads, *match.subjects], frame.theme):
            return False
        if frame.modifiers:
            modifiers = clauses.dependents(i, "amod", "compound")
            if not self._any(modifiers, frame.modifiers):
                return False
        return not frame.obliques or any(
            frame.obliques.get(p) and clauses.matches(k, frame.obliques[p]) for p, k in clauses.obliques(i)
        )

    def _has_subject(self, match: Match) -> bool:
        """Whether a verb's subject is one that its frame asks for; any party may also be somebody's thing."""
        words = match.frame.subject
        return self._any(match.subjects, words) or (
            words.party and any(map(self.clauses.can_act, match.subjects))
        )

    def _has_actor(self, match: Match) -> bool:
        """Whether a verb's subject could act, where it has one: an earthquake that kills is no event of ours."""
        frame, clauses = match.frame, self.clauses
        if frame.operator or frame.subject or frame.theme or not match.subjects:
            return True
        armed = self.lexicon.classes["armed"]
        return any(clauses.can_act(k) or clauses.matches(k, armed) for k in match.subjects)

    def _find_agents(self, noun: int) -> list[int]:
        """Who does what a noun names, by the verb that it completes: who "staged a strike"."""
        verb = self.clauses.tokens[noun].head
        if verb < 0 or self.clauses.tokens[verb].upos != "VERB":
            return []
        return self.clauses.subjects(verb)

    def _any(self, heads: list[int] | tuple[int, ...], words: Words, excluded: Words | None = None) -> bool:
        return any(
            self.clauses.matches(k, words) and not (excluded and self.clauses.matches(k, excluded))
            for k in heads
        )

    def _is_excluded(self, match: Match, heads: list[int]) -> bool:
        clauses = self.clauses
        near = [*heads, *clauses.dependents(match.anchor, "amod", "compound")]
        if match.part == "NOUN":
            near += [k for _, k in clauses.obliques(match.anchor)]
        else:
            near += clauses.complements(match.anchor)
        return self._any(near, match.frame.excluded)

    # ------------------------------------------------------------------ reading
    def _make_act(self, match: Match, within: bool) -> Act | None:
        frame = match.frame
        inner = self._read_complement(match) if frame.operator else None
        situation = Situation(self.clauses, match, within, inner, self.lexicon.classes)
        if frame.needs and not satisfies(situation, frame.needs):
            return None
        if frame.lacks and satisfies(situation, frame.lacks):
            return None
        base = Act(
            frame,
            match.anchor,
            match.part,
            frame.type,
            frame.mode,
            frame.type,
            standing=frame.standing,
            roles=find_roles(self.clauses, match),
            words=self._list_words(match),
            used=self._list_fillers(match),
            score=frame.score,
            steps=(f"{self._quote(match)} ({frame.name}): {describe(frame)}",),
        )
        return compose(base, inner, match, self.clauses, self.plover) if frame.operator else base

    def _read_complement(self, match: Match) -> Act | None:
        clauses, i = self.clauses, match.anchor
        if match.part == "NOUN":
            # the links of a noun that carry what it is about: "a call for talks", "the lifting of sanctions"
            through = THROUGH_NOUN.get(match.frame.operator or "", ("of",))
            heads = [k for p, k in clauses.obliques(i) if p in through] + clauses.dependents(i, "compound")
        else:
            heads = list(match.objects)
            through = THROUGH.get(match.frame.operator or "", ())
            heads += [k for p, k in clauses.obliques(i) if p in through]
            heads = heads or list(match.subjects)
        clausal = [] if match.frame.links == "object" else clauses.complements(i)
        topics = self.lexicon.classes["topic"] if match.frame.operator in ("do", "stop") else Words()
        for head in [*clausal, *heads]:
            for k in [] if clauses.matches(head, topics) else clauses.unwrap(head):
                act = self.read(k, within=True) if k != i else None
                if act is not None and i not in act.used:
                    return act
        return None

    def _list_words(self, match: Match) -> tuple[int, ...]:
        """The tokens of the trigger: the words of the frame, auxiliaries, and the objects that it asks for."""
        clauses = self.clauses
        words = list(match.words)
        if match.part == "VERB":
            words += [
                k for k in clauses.dependents(match.anchor, "aux", "compound:prt") if k < match.anchor + 3
            ]
            words += [
                k
                for k in clauses.dependents(match.anchor, "advmod")
                if clauses.lemmas[k] in ("not", "n't", "never")
            ]
        for k in self._list_fillers(match):
            words += clauses.list_subtree(
                k, frozenset({"acl", "acl:relcl", "appos", "conj", "cc", "advcl", "punct"})
            )
        return tuple(sorted(set(words)))

    def _list_fillers(self, match: Match) -> frozenset[int]:
        frame, clauses = match.frame, self.clauses
        heads = [k for o in match.objects for k in clauses.unwrap(o)]
        words = frame.object or frame.theme
        found = {k for k in heads if words and clauses.matches(k, words)}
        return frozenset(found | {k for k in match.words if k != match.anchor})

    def _quote(self, match: Match) -> str:
        return "'" + " ".join(self.clauses.tokens[k].text for k in sorted(match.words)) + "'"


def describe(frame: Frame) -> str:
    """A frame's meaning in a word: "SANCTION/expel", or what it does to another act."""
    if frame.type is None:
        return frame.operator or f"relations or office ({frame.name})"
    return frame.type + (f"/{frame.mode}" if frame.mode else "")
