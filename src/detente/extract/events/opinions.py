"""What the trained model thinks of the events of a sentence, beside what the lexicon reads.

The lexicon's acts keep their meaning unless the model is sure of another; the model fills in parties that the tree
does not show, adds the triggers that no frame knows, and scores them all. The weights of the score are fitted on texts
that the model was not trained on, two parts of our corpus and some articles (`training/events/calibrate.py`).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from detente.extract.events.acts import Act
from detente.extract.events.arguments import Roles
from detente.extract.events.clauses import Clauses
from detente.extract.events.participants import choose_roles, cut_phrase, find_outer
from detente.language.event_model import EventModel, Features, Range, Reading, Scores, TriggerScores
from detente.lexicon.events import Frame, PartOfSpeech
from detente.lexicon.plover import Plover
from detente.records import EventType

DOUBTED, SURE = 0.05, 0.6
"""Below and above these the model overrules the lexicon."""
UNSEEN = 0.65
"""The score that an act needs which only the model sees: repeated nouns and background would flood an article."""
MUTUAL = frozenset({"CONSULT", "COOPERATE"})
COMMENTS = frozenset({"ACCUSE", "SUPPORT", "REQUEST", "REJECT"})
ASIDE = frozenset({"about", "after", "against", "amid", "before", "despite", "from", "of", "over", "since"})
"""What a deed is told of with, beside which the subject of the sentence does something else."""
PLURAL = frozenset({"NNS", "NNPS"})
CLEAR = 0.5
"""From this probability a word is taken for part of a trigger or party that the lexicon does not see."""


class Opinions:
    """The model's view of one sentence that has been parsed."""

    def __init__(self, clauses: Clauses, model: EventModel, plover: Plover) -> None:
        self.clauses, self.model, self.plover = clauses, model, plover

    @cached_property
    def reading(self) -> Reading:
        """The sentence as the model reads it, once something is asked of it."""
        return self.model.read_words([token.text for token in self.clauses.tokens])

    def measure(self, act: Act) -> Features:
        """The features of an act with a type."""
        events = self.reading.triggers[list(act.words or (act.anchor,))]
        column = self.model.types.index(act.type or "none")
        kind = float(events[:, column].max())
        pair = kind
        if act.roles.actors and (others := act.roles.recipients or act.roles.actors[1:]):
            scores = self.score_pair(act.roles.actors[0], others[0])
            pair = float(scores[column])
        frame = 0.0 if act.frame.name.startswith("model-") else act.frame.score
        return Features(frame, float(1 - events[:, 0].min()), kind, pair)

    def score_pair(self, source: int, target: int) -> Scores:
        """Probability of each type between two parties given by their heads."""
        spans = (cut_phrase(self.clauses, source), cut_phrase(self.clauses, target))
        scores: Scores = self.model.read_pairs(self.reading, [spans])[0]
        return scores

    def review(self, acts: list[Act]) -> list[Act]:
        """The acts of the sentence: those of the lexicon that the model does not take for something else, with the
        parties that it sees, and those that only the model sees."""
        if not acts and not any(map(self.clauses.can_act, range(len(self.clauses.tokens)))):
            return acts  # where nobody can act nothing happens that we could keep
        retyped = [self.retype(act) for act in acts]
        comments = frozenset(act.anchor for act in retyped if act.type in COMMENTS)
        return self.add_unseen([self.score(self.complete(act, comments)) for act in retyped])

    def score(self, act: Act) -> Act:
        """The act with the probability that it is an event of its type; one without a type keeps its frame's."""
        if act.type is None:
            return act
        return replace(act, score=self.model.weigh(self.measure(act)))

    def retype(self, act: Act) -> Act:
        """The act with the type that the model is sure of where it finds the lexicon's next to impossible."""
        if act.type is None or act.inner is not None or act.frame.operator:
            return act
        words = list(act.words or (act.anchor,))
        best = self.reading.triggers[words].max(0)
        column = int(best[1:].argmax()) + 1
        ours = self.model.types.index(act.type)
        kind = self.model.types[column]
        if best[column] < SURE or best[ours] > DOUBTED or not kind.isupper():
            return act
        type_: EventType = kind  # type: ignore[assignment]
        step = f"the model takes it for {kind} ({best[column]:.2f})"
        return replace(act, type=type_, base_type=type_, mode=None, standing="none", steps=(*act.steps, step))

    def complete(self, act: Act, comments: frozenset[int] = frozenset()) -> Act:
        """The act with an actor or recipients that only the model sees, where it has none; `comments` are the
        triggers that say what somebody thinks of it."""
        words, (actors, recipients) = act.words or (act.anchor,), act.roles
        mutual = act.type in MUTUAL
        # "the ministers met" has all its parties, "in a meeting with Oslo" has not
        several = len(actors) > 1 or any(self.clauses.tokens[i].xpos in PLURAL for i in actors)
        others = recipients or (several if mutual else act.frame.mutual)
        if act.type is None or (actors and others):
            return act
        scores = self.model.read_triggers(self.reading, [(min(words), max(words) + 1)]).roles[0]
        seen = choose_roles(self.clauses, words, scores, mutual=mutual)
        known = [*actors, *recipients]
        if mutual or not actors:
            apart = [] if mutual else self.list_bystanders(act, comments)
            actors = (*actors, *(i for i in self.list_further(seen.actors, known) if i not in apart))
        recipients = recipients or tuple(self.list_further(seen.recipients, [*known, *actors]))
        if (actors, recipients) == tuple(act.roles):
            return act
        return replace(act, roles=Roles(actors, recipients), steps=(*act.steps, "parties by the model"))

    def list_bystanders(self, act: Act, comments: frozenset[int]) -> list[int]:
        """Who welcomes, condemns or tells of a deed that a noun names, and so does not do it: "hailed the release"."""
        tokens, node = self.clauses.tokens, act.anchor
        if act.part != "NOUN":
            return []
        aside = False
        while node >= 0 and tokens[node].upos != "VERB":
            aside |= self.clauses.prepositions[node] in ASIDE
            node = tokens[node].head
        return self.clauses.subjects(node) if node >= 0 and (aside or node in comments) else []

    def list_further(self, seen: tuple[int, ...], known: list[int]) -> list[int]:
        """The parties that are neither known nor part of a known one's phrase, as Ohio in "a judge from Ohio"."""
        return [i for i in seen if i not in known and find_outer(self.clauses, i, known) is None]

    def add_unseen(self, acts: list[Act]) -> list[Act]:
        """The acts with those that only the model sees, in the order of the text."""
        used = {i for act in acts for i in (act.anchor, *act.words, *act.used)}
        runs = [run for run in self.list_runs() if not used & set(range(*run))]
        if not runs:
            return acts
        scores = self.model.read_triggers(self.reading, runs)
        found = [
            self.make_act(run, TriggerScores(*(part[k] for part in scores))) for k, run in enumerate(runs)
        ]
        sure = [act for act in map(self.score, filter(None, found)) if act.score >= UNSEEN]
        return sorted([*acts, *sure], key=lambda act: act.anchor)

    def list_runs(self) -> list[Range]:
        """Runs of words that the model takes for the trigger of one event."""
        events = self.reading.triggers
        best = [int(row[1:].argmax()) + 1 if row[0] < CLEAR else 0 for row in events]
        runs: list[Range] = []
        for i, kind in enumerate(best):
            if kind and runs and runs[-1][1] == i and best[i - 1] == kind:
                runs[-1] = (runs[-1][0], i + 1)
            elif kind:
                runs.append((i, i + 1))
        return runs

    def make_act(self, run: Range, scores: TriggerScores) -> Act | None:
        """The act that a run of words names, its parties by the model; null for one without a type of its own."""
        words = tuple(range(*run))
        column = int(self.reading.triggers[list(words), 1:].mean(0).argmax()) + 1
        kind = self.model.types[column]
        if not kind.isupper():
            return None
        anchor = next((i for i in words if self.clauses.tokens[i].head not in words), words[0])
        if self.clauses.tokens[anchor].upos not in ("VERB", "NOUN", "ADJ"):
            return None
        part: PartOfSpeech = self.clauses.tokens[anchor].upos  # type: ignore[assignment]
        type_: EventType = kind  # type: ignore[assignment]
        allowed = self.plover.types[type_].modes
        mode = self.model.modes[int(scores.modes.argmax())]
        modality = self.model.modalities[int(scores.modalities.argmax())]
        act = Act(
            make_frame(type_),
            anchor,
            part,
            type_,
            mode if mode in allowed else None,
            type_,
            planned=modality == "planned",
            hypothetical=modality == "hypothetical",
            roles=choose_roles(self.clauses, words, scores.roles, mutual=type_ in MUTUAL),
            words=words,
            used=frozenset(words) - {anchor},
        )
        quote = " ".join(self.clauses.tokens[i].text for i in words)
        return replace(act, steps=(f"'{quote}' (by the model): {kind}",))


def make_frame(type_: EventType) -> Frame:
    """The frame of an act that only the model sees: it asks for nothing and changes no arrangement."""
    return Frame(name=f"model-{type_.lower()}", type=type_, mutual=type_ in MUTUAL, score=0.5)
