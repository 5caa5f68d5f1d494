"""Picks what a pronoun, a bare title or "the two sides" points back to, by salience among earlier mentions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import msgspec

from detente.lexicon.references import load_words
from detente.resolve.discourses import Place, View
from detente.resolve.referents import Gender, Occurrence, Referent

Fits: TypeAlias = Callable[[Referent, Occurrence], bool]
_GENDERS: dict[str, Gender] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
_THINGS = frozenset({"it", "its", "itself"})
_BLOCS = frozenset({"XEU", "XNA", "XUN", "XWE"})
_OBJECTS = frozenset({"him", "her", "it", "them"})
_OBJECT_RELATIONS = frozenset({"obj", "iobj", "obl", "nmod"})
_SPEAKER = frozenset({"i", "me", "my", "mine", "myself"})
_SPEAKERS = frozenset({"we", "us", "our", "ours", "ourselves"})
PRONOUN_REACH, TITLE_REACH, PAIR_REACH = 5, 40, 4
"""How many sentences back a pronoun, a title and a pair look."""


def refer_pronoun(word: str, place: Place, view: View) -> list[Referent]:
    """Whom a personal or possessive pronoun means; empty when nothing fits."""
    if word in _SPEAKER or word in _SPEAKERS:
        return _refer_to_speaker(word, place, view)
    if word in _GENDERS:
        return _refer_to_person(word, place, view)
    if word == "whose":
        return _explain(next(view.iterate_back(place, 0), None), '"whose"')
    if word in _THINGS:
        owner = _find_parallel_owner(word, place, view)
        if owner:
            return owner
        acting = _find_clause_subject(word, place, view)

        def fits(referent: Referent, _: Occurrence) -> bool:
            return referent.kind in {"country", "body"} and not any(_may_be_same(referent, r) for r in acting)

        return _explain(pick(view, place, fits, reach=PRONOUN_REACH), f'"{word}"')
    if word in {"they", "them", "their", "theirs", "themselves"}:
        return _refer_to_several(word, place, view)
    return []


def _find_parallel_owner(word: str, place: Place, view: View) -> list[Referent]:
    """The owner of the first of two coordinated things: Oslo in "Oslo's seizure of the ship and its threats"."""
    sentence = next(s for s in view.article.sentences if s.index == place.sentence)
    if word != "its" or not sentence.text[: place.start - sentence.start].rstrip().endswith(" and"):
        return []
    owners = [
        seen
        for seen in view.iterate_back(place, 0)
        if seen.modifier and [r.kind for r in seen.referents] in (["country"], ["body"])
        if sentence.text[: seen.end - sentence.start].endswith("s")
    ]
    return _explain(owners[-1], '"its", like the possessive before "and",') if owners else []


def pick(view: View, place: Place, fits: Fits, *, reach: int) -> Occurrence | None:
    """The most salient earlier occurrence with just one referent that fits, cut down to it."""
    best: tuple[float, Occurrence] | None = None
    for rank, seen in enumerate(view.iterate_back(place, reach)):
        if seen.quoted and not place.quoted:
            continue
        fitting = tuple(r for r in seen.referents if fits(r, seen))
        if len(fitting) != 1:
            continue
        score = _weigh(seen, place, rank)
        if best is None or score > best[0]:
            best = (score, msgspec.structs.replace(seen, referents=fitting))
    return best[1] if best else None


def _weigh(seen: Occurrence, place: Place, rank: int) -> float:
    distance = place.sentence - seen.sentence
    score = -1.0 * distance - 0.02 * rank
    score += 0.9 if seen.subject else 0.0
    score -= 0.6 if seen.modifier else 0.0
    return score


def _refer_to_person(word: str, place: Place, view: View) -> list[Referent]:
    gender = _GENDERS[word]
    speaker = view.find_speaker(place.start) if place.quoted else None

    acting = _find_clause_subject(word, place, view)

    def fits(referent: Referent, seen: Occurrence) -> bool:
        own = referent.gender or gender
        person = referent.kind == "person" and not referent.plural
        other = not any(_may_be_same(referent, r) for r in acting)
        return person and own == gender and other and not (speaker and speaker.name == referent.name)

    found = pick(view, place, fits, reach=PRONOUN_REACH) or _look_ahead(view, place, fits)
    return _explain(found, f'"{word}"')


def _find_clause_subject(word: str, place: Place, view: View) -> tuple[Referent, ...]:
    """Whom an object pronoun cannot mean, the subject of its own clause: "Merkel said Putin called him"."""
    if word not in _OBJECTS:
        return ()
    sentence = next((s for s in view.article.sentences if s.index == place.sentence), None)
    token = next((t for t in sentence.tokens if t.start == place.start), None) if sentence else None
    if (token is None and word in {"her", "it"}) or (
        token and token.deprel.partition(":")[0] not in _OBJECT_RELATIONS
    ):
        return ()
    return next((seen.referents for seen in view.iterate_back(place, 0) if seen.subject), ())


def _may_be_same(one: Referent, other: Referent) -> bool:
    """Whether two referents may be one: the same, or a name and a title of the same state."""
    unnamed = not one.name or not other.name
    return one.identity == other.identity or (
        unnamed and one.kind == other.kind and one.country is not None and one.country == other.country
    )


def _look_ahead(view: View, place: Place, fits: Fits) -> Occurrence | None:
    """The first that follows in the sentence: "In her speech the minister …"."""
    return next(
        (
            seen
            for seen in view.occurrences
            if seen.sentence == place.sentence and seen.start > place.start
            if len(seen.referents) == 1 and fits(seen.referents[0], seen)
        ),
        None,
    )


def _refer_to_speaker(word: str, place: Place, view: View) -> list[Referent]:
    speaker = view.find_speaker(place.start)
    if speaker is None:
        return []
    if word in _SPEAKER:
        return [_because(speaker, f'"{word}" is the speaker of the quotation')]
    if speaker.country is None:
        return []
    name = view.actors.name_country(speaker.country)
    because = f'"{word}" in a quotation of {speaker.name or speaker.org or name}: {name}'
    return [Referent(kind="country", country=speaker.country, because=because)]


def _refer_to_several(word: str, place: Place, view: View) -> list[Referent]:
    ahead = _look_ahead_for_two(place, view)
    if ahead:
        return [_because(r, f'"{word}" points ahead: {r.because}') for r in ahead]
    acting = _find_clause_subject(word, place, view)
    best: tuple[float, Occurrence] | None = None
    for rank, seen in enumerate(view.iterate_back(place, PRONOUN_REACH)):
        if (seen.quoted and not place.quoted) or not (seen.plural or seen.referents[0].kind == "body"):
            continue
        if any(_may_be_same(r, a) for r in seen.referents for a in acting):
            continue
        score = _weigh(seen, place, rank) + (0.5 if seen.plural else 0.0)
        if best is None or score > best[0]:
            best = (score, seen)
    return _explain(best[1] if best else None, f'"{word}"')


def _look_ahead_for_two(place: Place, view: View) -> list[Referent]:
    """The two who follow a pronoun that nobody precedes: "In their talks Ana Ruiz and Jon Berg …"."""
    seen = [o for o in view.occurrences if o.sentence == place.sentence and o.quoted == place.quoted]
    if any(o.start < place.start for o in seen):
        return []
    ahead = [r for o in seen if o.start > place.start and len(o.referents) == 1 for r in o.referents]
    people = [r for r in ahead if r.kind == "person" and r.name]
    if len({r.name for r in people[:2]}) == 2:
        return people[:2]
    return next((list(o.referents) for o in seen if o.subject and len(o.referents) == 2), [])


def refer_pair(noun: str, place: Place, view: View, *, people: bool) -> list[Referent]:
    """The two that "the two leaders" or "both countries" means: the last pair named, else the most present two."""
    pair = _find_pair(place, view, people)
    if pair:
        return [_because(r, f'"{noun}": the pair named last') for r in pair]
    codes = [c for c in view.weigh_countries(place) if c not in {"XWE", "XUN"}][:2]
    if len(codes) < 2:
        return []
    because = f'"{noun}": the two states that the article speaks of most here'
    return [Referent(kind="country", country=code, because=because) for code in sorted(codes)]


def _find_pair(place: Place, view: View, people: bool) -> list[Referent]:
    """The nearest two of different states that stand together in one sentence, or one phrase."""

    def fits(referent: Referent) -> bool:
        return bool(referent.country) and (referent.kind == "person" if people else referent.kind != "group")

    sentence, gathered = -1, list[Referent]()
    for seen in view.iterate_back(place, PAIR_REACH):
        own = [r for r in seen.referents if fits(r)]
        if len({r.country for r in own}) == 2:
            return own
        if seen.sentence != sentence:
            sentence, gathered = seen.sentence, []
        if seen.modifier and people:
            continue
        gathered += [r for r in own if r.country not in {g.country for g in gathered}]
        if people and len(gathered) == 2:
            return gathered[::-1]
    return []


def refer_named_pair(noun: str, place: Place, view: View) -> list[Referent]:
    """The two states that "the neighbours" or "the countries" takes up, only where two were named together."""
    pair = _find_pair(place, view, people=False)
    return [_because(r, f'"{noun}": the pair named last') for r in pair]


def refer_titles(title: str, place: Place, view: View) -> list[Referent]:
    """Whom "the ministers" means: those so titled in the last sentence that has two, else the last two people."""
    titled: dict[str, Referent] = {}
    for seen in view.iterate_back(place, PAIR_REACH):
        for r in seen.referents:
            if r.kind == "person" and not r.plural and r.country and has_title(r, title, place, view):
                titled.setdefault(r.name or r.country, r)
    found = list(titled.values())[::-1]
    if len({r.country for r in found}) < 2:
        found = _find_pair(place, view, people=True)
    return [_because(r, f'"the {title}s": those named before, {r.because}') for r in found]


def refer_title(title: str, place: Place, view: View) -> list[Referent]:
    """Whom a bare title means: the last person so titled, else the holder in the states most present here."""

    def fits(referent: Referent, _: Occurrence) -> bool:
        return referent.kind == "person" and has_title(referent, title, place, view)

    found = pick(view, place, fits, reach=TITLE_REACH)
    if found:
        return [_titled(r, title) for r in _explain(found, f'"the {title}"')]
    later = [p for p in view.people.values() if has_title(p, title, place, view)]
    if later:
        because = f'"the {title}": the one so titled in the article, {later[0].name}'
        return [_titled(_because(later[0], because), title)]
    for country in view.weigh_countries(place):
        holder = view.officials.find_holder(country, title, place.on)
        if holder:
            return [holder]
    return []


def has_title(person: Referent, title: str, place: Place, view: View) -> bool:
    """Whether a person bears a title, as the text says or by the lexicon of offices on the day."""
    office = (person.office or "").lower()
    second = any(w in office and w not in title for w in ("vice", "deputy", "assistant"))
    if person.title == title or (f" {title} " in f" {office} " and not second):
        return True
    return bool(person.name) and view.officials.matches_title(person.name, title, place.on)


def refer_body(noun: str, kind: str, place: Place, view: View) -> list[Referent]:
    """What "the ministry", "the administration" or "the report" means: the last body of the sort."""

    def fits(referent: Referent, seen: Occurrence) -> bool:
        org = (referent.org or "").lower()
        return referent.kind == "body" and (noun in org or seen.noun == noun)

    found = pick(view, place, fits, reach=TITLE_REACH)
    if found is None and kind in {"ministry", "agency"}:
        master = refer_master(place, view)
        return [_because(master, f'"{noun}": the body named last, {master.org}')] if master else []
    return _explain(found, f'"{noun}"')


def refer_shared_organ(organ: Referent, place: Place, view: View) -> Referent:
    """The Senate of the state that a text is about, where it has not named the state whose Senate is best known."""
    before = [seen for seen in view.occurrences if seen.end <= place.start]
    codes = [r.country for seen in before for r in seen.referents if r.country]
    if not codes or organ.country in codes:
        return organ
    weights = view.weigh_countries(place)
    code = max(dict.fromkeys(codes), key=lambda c: weights[c])
    name = view.actors.name_country(code)
    because = f"{organ.org} of {name}, the state that the text speaks of"
    return msgspec.structs.replace(organ, country=code, because=because)


def refer_master(place: Place, view: View) -> Referent | None:
    """The body that "a spokesman" speaks for: the last one, or that of the last official."""

    def fits(referent: Referent, _: Occurrence) -> bool:
        return referent.kind == "body" or (referent.kind == "person" and _find_body(referent) is not None)

    def _find_body(person: Referent) -> str | None:
        held = view.officials.find_office(person.name, place.on, (person.office or "", person.title))
        return (held.office.org if held else None) or (person.org if person.service == "state" else None)

    found = pick(view, place, fits, reach=PAIR_REACH)
    master = found.referents[0] if found else None
    if master is None or master.kind == "body":
        return master
    return Referent(kind="body", country=master.country, org=_find_body(master), because=master.because)


def refer_paper(noun: str, place: Place, view: View) -> list[Referent]:
    """Whose "the report" is: of the body that stands in the last sentence that spoke of a report."""
    texts = {s.index: s.text.lower() for s in view.article.sentences}
    sentence, found = -1, list[Occurrence]()
    for seen in view.iterate_back(place, TITLE_REACH):
        if found and seen.sentence != sentence:
            break
        body = len(seen.referents) == 1 and seen.referents[0].kind == "body"
        if body and noun in texts[seen.sentence] and not seen.quoted:
            sentence = seen.sentence
            found.append(seen)
    owners = [seen for seen in found if seen.subject] or found
    return [
        _because(r, f'"the {noun}" of {r.org}, named with it before')
        for seen in owners[:1]
        for r in seen.referents
    ]


def refer_country(noun: str, place: Place, view: View) -> list[Referent]:
    """The state that "the country" means: the one named last, as a noun, an adjective or by its seat."""
    for seen in view.iterate_back(place, PRONOUN_REACH):
        codes = [r for r in seen.referents if r.country and r.kind in {"country", "body"}]
        codes = [r for r in codes if r.country not in _BLOCS]
        if len(codes) == 1 and (place.quoted or not seen.quoted):
            name = view.actors.name_country(codes[0].country or "")
            because = f'"the {noun}": {name} was named last'
            return [Referent(kind="country", country=codes[0].country, because=because)]
    return []


def refer_group(noun: str, number: int, place: Place, view: View) -> list[Referent]:
    """The group that "the three diplomats" takes up: the last plural one of that number."""
    stately = load_words().states | load_words().sides | {"trio"}
    for seen in view.iterate_back(place, TITLE_REACH):
        kinds = {r.kind for r in seen.referents}
        if len(seen.referents) > 2 and kinds != ({"country"} if noun in stately else {"person"}):
            continue  # "the three diplomats" are not the three states named in a row
        if seen.number == number or (seen.noun == noun and seen.plural):
            return [_because(r, f'"the {noun}": taken up from "{seen.noun}"') for r in seen.referents]
    return []


def refer_ordered(word: str, place: Place, view: View) -> list[Referent]:
    """The last ("the latter") or first ("the former") of the two that were named last: two people, or two states.

    What a sentence names before the word counts if that is two; one alone is who does something to "the latter".
    """
    here, before = _list_named(place, view, here=True), _list_named(place, view, here=False)
    for named in (here, before, [*here, *before]):
        for kinds in ({"person"}, {"country", "body"}, {"person", "country", "body", "group"}):
            pair = [r for r in named if r.kind in kinds][:2]
            if len(pair) == 2:
                chosen = pair[0] if word == "latter" else pair[1]
                return [_because(chosen, f'"the {word}" of the two named last')]
    return []


def _list_named(place: Place, view: View, *, here: bool) -> list[Referent]:
    """Who is named before a place in its sentence, or in the two before it; the nearest first, each once."""
    named: dict[tuple[str, ...], Referent] = {}
    for seen in view.iterate_back(place, 2):
        if (seen.sentence == place.sentence) == here and not (here and seen.noun in {"former", "latter"}):
            for referent in reversed(seen.referents):
                named.setdefault(referent.identity, referent)
    return list(named.values())


def _explain(found: Occurrence | None, what: str) -> list[Referent]:
    referents = found.referents if found else ()
    return [_because(r, f"{what} points back: {r.because.split(' points back: ')[-1]}") for r in referents]


def _titled(referent: Referent, title: str) -> Referent:
    return msgspec.structs.replace(referent, title=referent.title or title)


def _because(referent: Referent, reason: str) -> Referent:
    return msgspec.structs.replace(referent, because=reason)


def list_countries(referents: Iterable[Referent]) -> list[str]:
    """The states of referents, each once, in order."""
    return list(dict.fromkeys(r.country for r in referents if r.country))
