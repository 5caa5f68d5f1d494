"""Days, people, acts and numbers in the words that a brief uses for them."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable

from detente.lexicon.actors import load_actors
from detente.records import Event, Figure, Mention, Track, When

_LONGEST = 150
_VERBS = {
    "AGREE": "agrees or promises", "CONSULT": "talk", "CONSULT/visit": "visit", "CONSULT/phone": "talk by phone",
    "CONSULT/third-party": "mediates", "CONSULT/multilateral": "meet among several", "SUPPORT": "supports or signs",
    "CONCEDE": "eases or gives way", "COOPERATE": "cooperates", "AID": "gives aid", "RETREAT": "steps back",
    "RETREAT/withdraw": "withdraws forces", "RETREAT/release": "releases people", "RETREAT/disarm": "disarms",
    "RETREAT/ceasefire": "holds fire", "RETREAT/access": "gives access", "RETREAT/resign": "resigns",
    "REQUEST": "demands", "REQUEST/assist": "asks for help", "REQUEST/meet": "asks for talks",
    "ACCUSE": "criticises", "ACCUSE/investigate": "investigates", "ACCUSE/allege": "accuses", "REJECT": "refuses",
    "REJECT/meet": "refuses or calls off talks", "THREATEN": "threatens", "THREATEN/restrict": "threatens restrictions",
    "THREATEN/expel": "threatens to expel", "THREATEN/relations": "threatens to cut ties",
    "THREATEN/violence": "threatens force", "PROTEST": "protests", "SANCTION": "sanctions or cuts ties",
    "SANCTION/discontinue": "imposes sanctions or cuts off", "SANCTION/expel": "expels people",
    "SANCTION/withdraw": "pulls out", "SANCTION/convict": "convicts", "MOBILIZE": "readies forces",
    "COERCE": "coerces", "COERCE/seize": "seizes", "COERCE/restrict": "bans or restricts", "COERCE/arrest": "arrests",
    "COERCE/deport": "deports", "COERCE/withhold": "withholds", "COERCE/cyber": "attacks by computer",
    "COERCE/misinformation": "spreads falsehoods", "ASSAULT": "uses force", "ASSAULT/aerial": "strikes from the air",
}  # fmt: skip
"""What PLOVER's types and modes mean, for people who do not know them."""
_FILLERS = frozenset({
    "a", "an", "the", "to", "of", "in", "on", "at", "by", "for", "from", "with", "and", "or", "not", "no", "so",
    "has", "have", "had", "is", "are", "was", "were", "be", "been", "being", "will", "would", "shall", "should",
    "can", "could", "may", "might", "must", "do", "does", "did", "it", "its", "they", "their", "he", "his",
    "she", "her",
})  # fmt: skip
"""Words that alone do not tell what was done."""
_SCALES = (("trillion", 10**12), ("billion", 10**9), ("million", 10**6))
_BLANK_UNITS = {"items", "number", "people"}


# --- days -----------------------------------------------------------------------------------------


def describe_day(day: dt.date) -> str:
    """A day: "17 Apr 2020"."""
    return f"{day.day} {day:%b %Y}"


def describe_days(start: dt.date | None, end: dt.date | None) -> str:
    """An interval of days as short as it can be said: "2014", "Apr 2020", "Sep–Dec 2019", "10–17 Jul 2018".

    Example:
        >>> describe_days(dt.date(2020, 3, 30), dt.date(2020, 4, 26))
        '30 Mar – 26 Apr 2020'
    """
    if start is None or end is None:
        return "undated"
    if start == end:
        return describe_day(start)
    whole = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if whole and (start.month, end.month) == (1, 12):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if whole and (start.year, start.month) == (end.year, end.month):
        return f"{start:%b %Y}"
    if whole:
        return f"{start:%b}–{end:%b %Y}" if start.year == end.year else f"{start:%b %Y} – {end:%b %Y}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{describe_day(end)}"
    first = f"{start.day} {start:%b}" if start.year == end.year else describe_day(start)
    return f"{first} – {describe_day(end)}"


def describe_when(when: When) -> str:
    """The days of a record: as `describe_days`, but "month to 26 Apr 2020" where the text only implies that stretch."""
    if when.start and when.end and when.basis == "context" and when.granularity in {"week", "month"}:
        days = (when.end - when.start).days
        whole = when.start.day == 1 and (when.end + dt.timedelta(days=1)).day == 1
        if 5 <= days <= 32 and not whole:
            return f"{when.granularity} to {describe_day(when.end)}"
    return describe_days(when.start, when.end)


# --- who ------------------------------------------------------------------------------------------


def name_country(code: str) -> str:
    """A country as a brief calls it; the code itself where the lexicon has none.

    Example:
        >>> name_country("USA")
        'United States'
    """
    country = load_actors().countries.get(code)
    return country.name if country else code


def name_surname(name: str) -> str:
    """What a person is called for short: the surname that the lexicon knows, else the last word of the name.

    Example:
        >>> name_surname("Xi Jinping"), name_surname("Ilse Marrander")
        ('Xi', 'Marrander')
    """
    person = load_actors().people.get(name)
    return person.surname if person and person.surname else name.rsplit(" ", 1)[-1]


def name_mention(mention: Mention, *, quoted: bool = True) -> str:
    """Somebody with office or body; without a name the words of the text, or a country where these are not `quoted`."""
    words = mention.span.quote if mention.span and quoted else ""
    name = mention.name or words
    known = mention.office or mention.org
    if mention.office and mention.org and mention.office[0].islower():
        known = f"{mention.office}, {mention.org}"  # a title of no state says little without the body
    if not name:
        return known or (name_country(mention.country) if mention.country else "somebody")
    return f"{name}, {known}" if known and known.lower() not in name.lower() and mention.name else name


def name_parties(event: Event) -> str:
    """Who did it and to whom: countries, then people or bodies where they are known.

    "Russia → United States: Lavrov, State Department"; a dash joins those who act together.
    """
    actors, recipients = _list_places(event.actors), _list_places(event.recipients)
    others = [p for p in recipients if p not in actors]
    places = " – ".join(actors) or "somebody"
    if others or (recipients and len(actors) < 2):
        places += f" → {', '.join(others or recipients)}"
    people = [p for p in _list_people((*event.actors, *event.recipients)) if p not in places]
    return f"{places}: {', '.join(people)}" if people else places


def name_actors(event: Event) -> str:
    """Who did it in a few words: people or bodies where known, else countries."""
    return ", ".join(_list_people(event.actors)[:3] or _list_places(event.actors)[:3]) or "somebody"


def _list_places(mentions: Iterable[Mention]) -> list[str]:
    mentions = list(mentions)
    named = [name_country(m.country) for m in mentions if m.country]
    return list(dict.fromkeys(named or [m.org or m.name for m in mentions if m.org or m.name]))


def _list_people(mentions: Iterable[Mention]) -> list[str]:
    found = (name_surname(m.name) if m.name and m.country else m.name or m.org for m in mentions)
    return list(dict.fromkeys(name for name in found if name))


# --- what -----------------------------------------------------------------------------------------


def name_type(event: Event) -> str:
    """The PLOVER code of an event: "CONSULT/phone"; "relations" for a level or change of relations."""
    return f"{event.type or 'relations'}{f'/{event.mode}' if event.mode else ''}"


def describe_type(event: Event) -> str:
    """What an event is, in plain words: "talk by phone"; "relations" for a level or change of relations."""
    return describe_code(event.type, event.mode)


def describe_code(kind: str | None, mode: str | None) -> str:
    """What a PLOVER type and mode mean, in plain words.

    Example:
        >>> describe_code("RETREAT", "release")
        'releases people'
    """
    return _VERBS.get(f"{kind}/{mode}") or _VERBS.get(kind or "", "relations")


def describe_act(event: Event, *, quoted: bool = True, longest: int = _LONGEST) -> str:
    """What was done: the words of the text where they may be quoted and say something, else plain words."""
    words = event.trigger.quote.split()
    while words and words[-1].lower() in _FILLERS:
        words.pop()
    telling = [w for w in words if w.lower() not in _FILLERS and not w.endswith("ly")]
    said = shorten(" ".join(words), longest) if quoted and len(telling) > 1 else describe_type(event)
    return f"{said}, {event.count} times" if event.count > 1 else said


def name_track(track: Track) -> str:
    """A track as a heading: "Arms control"."""
    return track.replace("_", " ").capitalize()


def shorten(text: str, longest: int = _LONGEST) -> str:
    """A text on one line, cut at a blank with an ellipsis where it is too long."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"


def end_sentence(text: str) -> str:
    """A clause as a sentence: a capital first, a full stop last."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}" if text else ""


# --- how much -------------------------------------------------------------------------------------


def format_quantity(figure: Figure) -> str:
    """A figure's value with its unit: "USD 838 million", "11%", "5 to 7 weeks", "USD 55 per barrel", "rank 2".

    Example:
        >>> from detente.records import Span
        >>> format_quantity(Figure(id="fg-1", document="dc-1", evidence=None, rule="", number=Span(0, 1, "1"),
        ...     quantity="838000000", unit="USD", type="level"))
        'USD 838 million'
    """
    number = _scale(figure.quantity)
    if figure.high is not None:
        number = f"{number} to {_scale(figure.high)}"
    unit, _, per = figure.unit.partition("_per_")
    if unit == "percent":
        return f"{number}%"
    measured = figure.measures.quote.lower() if figure.measures else ""
    if figure.unit in _BLANK_UNITS or figure.unit in measured:
        return number
    if figure.unit == "rank":
        return f"rank {number}"
    if len(unit) == 3 and unit.isupper():
        return f"{unit} {number}{f' per {per}' if per else ''}"
    return f"{number} {figure.unit.replace('_', ' ')}"


def _scale(quantity: str) -> str:
    value = float(quantity)
    for word, scale in _SCALES:
        if abs(value) >= scale:
            return f"{value / scale:.6g} {word}"
    return f"{int(value):,}" if value == int(value) else f"{value:.6g}"


def format_number(value: float) -> str:
    """A number of a gauge with one decimal where it has one, and a true minus sign.

    Example:
        >>> format_number(6.0), format_number(-2.75)
        ('6', '−2.8')
    """
    return f"{value:.1f}".removesuffix(".0").replace("-", "−")


def format_amount(value: float, *, signed: bool = False) -> str:
    """A number of any size in as many digits as tell something, with a true minus sign.

    Example:
        >>> format_amount(-4216.4), format_amount(0.7512), format_amount(12.34, signed=True)
        ('−4,216', '0.75', '+12.3')
    """
    if value != value:
        return "not known"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    said = f"{value:{'+' if signed else ''},.{digits}f}"
    said = said.rstrip("0").rstrip(".") if "." in said else said
    return {"+0": "0", "-0": "0"}.get(said, said).replace("-", "−")
