"""Copies: found whatever the order, tied to the earliest, and never among what merely tells the same story."""

import datetime as dt
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.read.duplicates import Copy, find_copies, merge_identical, sign_document
from detente.records import Document, Source, When, ZoneSpan, make_document

WORDS = (
    "copper",
    "envoy",
    "river",
    "summit",
    "harvest",
    "treaty",
    "border",
    "ship",
    "price",
    "letter",
    "winter",
)


def make_text(seed: int, sentences: int = 30) -> str:
    rng = random.Random(seed)
    return " ".join(" ".join(rng.choices(WORDS, k=9)).capitalize() + "." for _ in range(sentences))


def make(text: str, day: int | None = None, path: str = "a.txt") -> Document:
    published = (
        When(start=dt.date(2019, 5, day), end=dt.date(2019, 5, day), because="test") if day else When()
    )
    return make_document(text, sources=(Source(path=path),), published=published)


def test_cut_and_added_to_copy_is_found() -> None:
    text = make_text(1)
    original, cut, longer = (
        make(text, 2),
        make(text[: int(len(text) * 0.6)], 3),
        make(f"{text} {make_text(2, 8)}", 4),
    )
    found = {copy.document: copy for copy in find_copies([longer, cut, original])}
    assert set(found) == {cut.id, longer.id}
    assert {copy.original for copy in found.values()} == {original.id}
    assert found[cut.id].containment > 0.95


def test_other_text_of_the_same_words_is_no_copy() -> None:
    assert not list(find_copies([make(make_text(seed)) for seed in range(12)]))


def test_half_of_other_words_is_no_copy() -> None:
    text = make_text(1)
    assert not list(find_copies([make(text), make(text[: len(text) // 3] + make_text(5, 20))]))


def test_short_text_is_a_copy_only_word_for_word() -> None:
    short = make_text(3, 4)
    assert len(short.split()) < 50
    same = make(short.replace(".", " !").upper())
    found = list(
        find_copies([make(short, 2), same, make(short.replace("Copper", "Tin").replace("copper", "tin"))])
    )
    assert [(copy.document, copy.containment) for copy in found] == [(same.id, 1.0)]


def test_identical_text_is_one_document_and_no_copy() -> None:
    text = make_text(1)
    twice = [make(text, None, "b.txt"), make(text, 3, "a.txt")]
    assert not list(find_copies(twice))
    (merged,) = merge_identical(twice)
    assert [source.path for source in merged.sources] == ["a.txt", "b.txt"]
    assert merged.published.start == dt.date(2019, 5, 3)


def test_furniture_makes_no_copies() -> None:
    foot = "\n" + make_text(9)
    texts = [make_text(seed) for seed in (1, 2)]
    documents = [
        make_document(
            text + foot,
            sources=(),
            zones=(ZoneSpan("body", 0, len(text)), ZoneSpan("boilerplate", len(text) + 1, len(text + foot))),
        )
        for text in texts
    ]
    assert not list(find_copies(documents))


def test_signature_is_128_numbers_and_stable() -> None:
    signature = sign_document(make(make_text(1)))
    assert len(signature) == 512
    assert signature == sign_document(make(make_text(1)))
    assert signature[:8].hex() == "a9fc5300f4e97700"
    assert sign_document(make("...")) == b""


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_order_of_input_changes_nothing(data: st.DataObject) -> None:
    texts = [make_text(seed, 20) for seed in range(3)]
    texts += [data.draw(st.sampled_from(texts[:3]))[data.draw(st.integers(0, 300)) :] for _ in range(4)]
    documents = [make(text, data.draw(st.none() | st.integers(1, 5))) for text in texts]
    shuffled = data.draw(st.permutations(documents))

    def key(copy: Copy) -> tuple[str, str, float]:
        return copy.document, copy.original, copy.containment

    unique = {document.id: document for document in documents}
    expected = sorted(map(key, find_copies(unique.values())))
    assert sorted(map(key, find_copies([d for d in shuffled if unique[d.id] is d]))) == expected
    copied = {document for document, _, _ in expected}
    assert not copied & {original for _, original, _ in expected}
