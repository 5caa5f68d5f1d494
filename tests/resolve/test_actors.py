"""The stage that resolves the mentions of records, and the dyads it sets."""

import datetime as dt

import msgspec

from detente.records import Event, Mention, Span, Statement, When, make_id
from detente.resolve.actors import drop_selves, list_dyads, make_actor_resolver

from .articles import make_article


def cite(text: str, quote: str) -> Mention:
    start = text.index(quote)
    return Mention(span=Span(start, start + len(quote), quote))


def make_event(text: str, trigger: str, *, year: int | None = None, **parties: tuple[Mention, ...]) -> Event:
    span = cite(text, trigger).span
    assert span is not None
    when = When(start=dt.date(year, 6, 1), end=dt.date(year, 6, 1), granularity="day") if year else When()
    return Event(
        id=make_id("event", span.start), document="d", evidence=span, rule="test", type="CONSULT",
        trigger=span, when=when, **parties,  # type: ignore[arg-type]
    )  # fmt: skip


def resolve(text: str, *records: Event | Statement) -> list[Event | Statement]:
    article = make_article(text, day=dt.date(2020, 4, 26), records=records)
    return list(next(iter(make_actor_resolver()([article]))).records)  # type: ignore[arg-type]


def test_the_date_of_the_event_decides_the_office() -> None:
    text = "The Russian president visited Ankara."
    visitor = (cite(text, "The Russian president"),)
    host = (cite(text, "Ankara"),)
    now, then = resolve(
        text,
        make_event(text, "visited", actors=visitor, recipients=host),
        make_event(text, "visited", year=2010, actors=visitor, recipients=host),
    )
    assert isinstance(now, Event) and now.actors[0].name == "Vladimir Putin"
    assert isinstance(then, Event) and then.actors[0].name == "Dmitry Medvedev"
    assert now.dyads == then.dyads == (("RUS", "TUR"),)


def test_one_mention_may_become_several() -> None:
    text = "Seoul and Tokyo held talks.\nBoth countries were content."
    (event,) = resolve(text, make_event(text, "talks", actors=(cite(text, "Both countries"),)))
    assert isinstance(event, Event)
    assert {m.country for m in event.actors} == {"KOR", "JPN"}
    assert event.dyads == (("JPN", "KOR"),)
    assert len({m.span for m in event.actors}) == 1


def test_who_cannot_be_resolved_stays_with_a_reason() -> None:
    text = "The neighbours of the widow sang."
    (event,) = resolve(text, make_event(text, "sang", actors=(cite(text, "The neighbours of the widow"),)))
    assert isinstance(event, Event)
    (mention,) = event.actors
    assert mention.country is None and mention.because and event.dyads == ()


def test_the_same_actor_twice_is_one() -> None:
    text = "Moscow and the Kremlin and Russia spoke."
    parties = tuple(cite(text, q) for q in ("Moscow", "Russia"))
    (event,) = resolve(text, make_event(text, "spoke", actors=parties))
    assert isinstance(event, Event) and len(event.actors) == 1


def test_a_speaker_gets_the_office_of_the_day() -> None:
    text = 'Heiko Maas met reporters. "We will wait," he said.'
    words = cite(text, "We will wait,").span
    start = text.index(" he ") + 1
    assert words is not None
    speaker = Mention(span=Span(start, start + 2, "he"))
    statement = Statement(
        id="st", document="d", evidence=words, rule="test", type="direct", words=(words,), speaker=speaker
    )
    (found,) = resolve(text, statement)
    assert isinstance(found, Statement)
    assert (found.speaker.country, found.speaker.name) == ("DEU", "Heiko Maas")
    assert found.speaker.office == "Minister of Foreign Affairs"


def test_dyads_run_from_actors_to_recipients() -> None:
    usa, rus, chn, west = (Mention(country=c) for c in ("USA", "RUS", "CHN", "XWE"))
    assert list_dyads([usa], [rus, chn]) == (("CHN", "USA"), ("RUS", "USA"))
    assert list_dyads([usa, rus, chn], []) == (("CHN", "RUS"), ("CHN", "USA"), ("RUS", "USA"))
    assert list_dyads([usa, rus], [Mention()]) == (("RUS", "USA"),)
    assert list_dyads([west], [rus]) == (("RUS", "XWE"),)
    assert list_dyads([usa], [usa]) == ()


def test_who_speaks_together_is_no_dyad() -> None:
    text = "Oslo and Riga condemned the launch."
    both = (cite(text, "Oslo"), cite(text, "Riga"))
    event = msgspec.structs.replace(
        make_event(text, "condemned", actors=both), evidence=Span(0, len(text), text)
    )
    accusing, meeting = resolve(text, msgspec.structs.replace(event, type="ACCUSE"), event)
    assert isinstance(accusing, Event) and accusing.dyads == ()
    assert isinstance(meeting, Event) and meeting.dyads == (("LVA", "NOR"),)
    text = "Oslo and Riga condemned each other."
    both = (cite(text, "Oslo"), cite(text, "Riga"))
    event = msgspec.structs.replace(
        make_event(text, "condemned", actors=both), type="ACCUSE", evidence=Span(0, len(text), text)
    )
    (mutual,) = resolve(text, event)
    assert isinstance(mutual, Event) and mutual.dyads == (("LVA", "NOR"),)


def test_who_acts_together_on_somebody_of_no_state_is_no_dyad() -> None:
    text = "Oslo and Riga attacked the militants near Minsk."
    both = (cite(text, "Oslo"), cite(text, "Riga"))
    event = msgspec.structs.replace(make_event(text, "attacked", actors=both), type="ASSAULT")
    alone = msgspec.structs.replace(event, recipients=(cite(text, "the militants"),))
    clash, attack = resolve(text, event, alone)
    assert isinstance(clash, Event) and clash.dyads == (("LVA", "NOR"),)
    assert isinstance(attack, Event) and attack.dyads == ()


def test_nobody_receives_what_they_do() -> None:
    roux, state = Mention(country="FRA", name="Ida Roux"), Mention(country="FRA")
    assert drop_selves([roux], [roux, state]) == (state,)
    assert drop_selves([state], [state, roux]) == (state, roux)
