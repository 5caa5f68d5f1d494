"""Names in sentences: what is found, what is not, and how the model's names join in."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.language.articles import Name, Sentence
from detente.language.names import make_name_finder

FINDER = make_name_finder()


def find(*texts: str, names: tuple[Name, ...] = ()) -> list[list[tuple[str, str | None]]]:
    sentences = [
        Sentence(document="d", index=i, start=0, end=len(t), text=t, zone="body", paragraph=i, names=names)
        for i, t in enumerate(texts)
    ]
    return [[(s.text[n.start : n.end], n.entity) for n in s.names] for s in FINDER(sentences)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("US troops told us to leave.", [("US", "country:USA")]),
        ("It cost US$5m or US 5 dollars.", [("US", "country:USA")]),
        ("The Sino-Indian border", [("Sino", "prefix:CHN"), ("Indian", "demonym:IND")]),
        ("A turkey and fine china", []),
        ("Michael Jordan flew to Jordan.", [("Jordan", "country:JOR")]),
        ("Chad Smith never saw Chad.", [("Chad", "country:TCD")]),
        ("Northern Israel and the Jordan border", [("Israel", "country:ISR"), ("Jordan", "country:JOR")]),
        ("The Vietnam War and Vietnam", [("Vietnam War", "apart:Vietnam War"), ("Vietnam", "country:VNM")]),
        ("Moscow’s State Duma", [("Moscow", "capital:RUS"), ("State Duma", "organ:RUS:State Duma")]),
        ("The People’s Republic of China", [("People’s Republic of China", "country:CHN")]),
        ("TALKS IN RUSSIA TELL US LITTLE", [("RUSSIA", "country:RUS")]),
        ("The UNHCR left", [("UNHCR", "organ:XUN:UNHCR")]),
        ("Papua New Guinea voted", [("Papua New Guinea", "country:PNG")]),
        ("Malians met in Mali", [("Malians", "people:MLI"), ("Mali", "country:MLI")]),
        ("Nicolas Sarkozy spoke; Sarkozy left", [
            ("Nicolas Sarkozy", "person:Nicolas Sarkozy"), ("Sarkozy", "person:Nicolas Sarkozy"),
        ]),
        ("Anna Merkel runs a bakery", []),
    ],
)  # fmt: skip
def test_lexicon_names(text: str, names: list[tuple[str, str]]) -> None:
    assert find(text) == [names]


def test_georgia_is_read_by_the_articles_cues() -> None:
    assert find("Georgia voted.", "Atlanta and Savannah counted, as did Alabama.")[0] == [
        ("Georgia", "place:USA")
    ]
    assert find("Georgia voted.", "Tbilisi counted, Russia watched.")[0] == [("Georgia", "country:GEO")]


def test_a_shared_surname_follows_the_full_name() -> None:
    found = find("George W. Bush spoke.", "Bush left.")
    assert found[1] == [("Bush", "person:George W. Bush")]
    assert find("A Bush left.") == [[]]


def list_people(*texts: str) -> set[str]:
    return {e for names in find(*texts) for _, e in names if e and e.startswith("person:")}


def test_a_bare_surname_from_a_little_covered_state_needs_the_state() -> None:
    assert list_people("Odinga met Merkel.") == {"person:Angela Merkel"}
    assert list_people("Kenya will vote.", "Odinga met Merkel.") == {
        "person:Raila Odinga",
        "person:Angela Merkel",
    }


def test_a_given_name_is_no_bare_surname_of_a_little_covered_state() -> None:
    assert list_people("Micronesia thanked Christian charities.") == set()


def test_the_model_fills_what_the_lexicon_does_not_know() -> None:
    text = "Ana Ruiz of Acme met Paris Belmont in Peru."
    model = (
        Name(0, 8, "PER"), Name(12, 16, "ORG"), Name(21, 34, "PER"), Name(38, 42, "LOC"),
    )  # fmt: skip
    assert find(text, names=model) == [
        [("Ana Ruiz", None), ("Acme", None), ("Paris Belmont", None), ("Peru", "country:PER")]
    ]


PIECES = [
    "U.S.",
    "US",
    "Iran",
    ",",
    "the",
    "of",
    "Putin",
    "’s",
    "Sino-",
    "\n",
    "İ",
    "ﬁ",
    "China's",
    "中国",
    "NATO",
]


@given(st.lists(st.sampled_from(PIECES)))
def test_names_never_overlap_and_lie_inside(pieces: list[str]) -> None:
    text = " ".join(pieces)
    sentence = Sentence(
        document="d", index=0, start=7, end=7 + len(text), text=text, zone="body", paragraph=0
    )
    names = FINDER([sentence])[0].names
    assert all(7 <= n.start < n.end <= 7 + len(text) for n in names)
    assert all(a.end <= b.start for a, b in pairwise(names))


def read_after(person: str, text: str) -> list[tuple[str, str | None]]:
    """The names of a text after a sentence in which the model saw a person."""
    name = Name(0, len(person), "PER", None)
    spoke = Sentence(
        document="d", index=0, start=0, end=len(person) + 7, text=f"{person} spoke.", zone="body", paragraph=0,
        names=(name,),
    )  # fmt: skip
    after = Sentence(document="d", index=1, start=0, end=len(text), text=text, zone="body", paragraph=1)
    return [(text[n.start : n.end], n.entity) for n in FINDER([spoke, after])[1].names]


def test_a_surname_of_somebody_else_is_no_listed_person() -> None:
    assert read_after("Wanda Merkel", "Merkel left.") == []
    assert read_after("Wanda Keller", "Merkel left.") == [("Merkel", "person:Angela Merkel")]


def test_a_place_that_is_the_surname_of_somebody_named_is_no_place() -> None:
    assert read_after("Sudesh Amman", "Amman left.") == []
    assert read_after("Sudesh Amman", "Amman left Jordan.")[0] == ("Amman", "capital:JOR")
    assert read_after("Sudesh Amman", "They met in Amman.") == [("Amman", "capital:JOR")]
