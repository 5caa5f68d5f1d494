from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.language.arborescences import is_tree
from detente.language.articles import Name, Sentence
from detente.language.parsing import MODELS, decode_names, load_model, make_parser, model_digest
from detente.language.trees import find_subject, is_passive

parse = make_parser()


def make_sentence(text: str, start: int = 0) -> Sentence:
    return Sentence(
        document="d", index=0, start=start, end=start + len(text), text=text, zone="body", paragraph=0
    )


def check_sentence(sentence: Sentence) -> None:
    """Offsets quote the text, heads form one tree, names lie on words."""
    for token in sentence.tokens:
        assert sentence.cite(token.start, token.end).quote == token.text
        assert token.upos and token.xpos and token.deprel and token.lemma
    if sentence.tokens:
        assert is_tree(np.array([t.head + 1 for t in sentence.tokens]))
        assert [t.deprel for t in sentence.tokens if t.head < 0] == ["root"]
    for name in sentence.names:
        assert sentence.start <= name.start < name.end <= sentence.end


def find_word(sentence: Sentence, text: str) -> int:
    return next(i for i, t in enumerate(sentence.tokens) if t.text == text)


def test_a_sentence_of_news() -> None:
    text = "Norway’s envoy, Kari Lund, was received by Kenyan officials in Nairobi, the ministry said."
    (sentence,) = parse([make_sentence(text, start=50)])
    check_sentence(sentence)
    tokens = sentence.tokens
    received, said = find_word(sentence, "received"), find_word(sentence, "said")
    assert tokens[said].head == -1
    assert tokens[received].head == said
    assert is_passive(tokens, received)
    assert tokens[find_subject(tokens, received) or 0].text == "envoy"
    assert tokens[find_subject(tokens, said) or 0].text == "ministry"
    agent = find_word(sentence, "officials")
    assert (tokens[agent].head, tokens[agent].deprel) == (received, "obl:agent")
    found = {(sentence.text[n.start - 50 : n.end - 50], n.type) for n in sentence.names}
    assert {("Norway", "LOC"), ("Kari Lund", "PER"), ("Nairobi", "LOC")} <= found


def test_names_that_are_there_stay_first() -> None:
    known = Name(0, 7, "LOC", "NO")
    (sentence,) = parse([Sentence(**{**as_fields(make_sentence("Norway met Kenya.")), "names": (known,)})])
    assert sentence.names[0] == known


def as_fields(sentence: Sentence) -> dict[str, object]:
    return {name: getattr(sentence, name) for name in sentence.__struct_fields__}


def test_a_sentence_reads_the_same_among_any_others() -> None:
    alone = parse([make_sentence("Chile and Peru signed a fisheries treaty.")])
    others = [make_sentence("The " + "very " * 60 + "long day ended."), *alone, make_sentence("No.")]
    assert parse([make_sentence(s.text) for s in others])[1] == alone[0]


def test_nothing_to_read() -> None:
    assert parse([]) == []
    assert parse([make_sentence(" ")])[0].tokens == ()


PLACES = ["Chile", "Peru", "Norway", "Kenya", "Japan", "Ghana", "Finland", "Nepal", "Cuba", "Ukraine"] * 2
ODD = [
    "\u202eשלום עולם",
    "👩‍👩‍👧‍👦🇳🇴 ok",
    "Встреча в Москве прошла хорошо.",
    "首脳会談は東京で行われた。",
    "a\x00b\x07c",
    "e\u0301" * 40,
    "\ud800 half a pair",
    "<script>alert(1)</script>",
    "．．．",
    "x" * 50_000,
    "漢" * 20_000,
    "no.space,here;" * 400,
    "word " * 700,
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts(text: str) -> None:
    first, second = parse([make_sentence(text)]), parse([make_sentence(text)])
    check_sentence(first[0])
    assert first == second


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=80), max_size=4), st.integers(0, 1000))
def test_any_text_gives_valid_offsets_and_the_same_result_twice(texts: list[str], start: int) -> None:
    sentences = [make_sentence(text, start) for text in texts]
    first = parse(sentences)
    for sentence in first:
        check_sentence(sentence)
    assert parse(sentences) == first


def test_every_window_of_a_long_sentence_is_read() -> None:
    clauses = [
        f"{place} signed a treaty on {thing}" for place in PLACES for thing in ("fish", "rail", "grain")
    ]
    (sentence,) = parse([make_sentence(" , while ".join(clauses) + " .")])
    check_sentence(sentence)
    assert len(sentence.tokens) > 250
    signed = [t for t in sentence.tokens if t.text == "signed"]
    assert [t.upos for t in signed] == ["VERB"] * len(clauses)
    read = [sentence.text[n.start : n.end] for n in sentence.names if n.type == "LOC"]
    assert len(read) >= 0.8 * len(clauses)
    assert read[-1] == PLACES[-1]


def test_names_are_well_formed_whatever_the_scores() -> None:
    labels = ("O", "B-PER", "I-PER", "B-OTH", "I-OTH")
    scores = np.log(np.array([[0.1, 0.2, 0.5, 0.1, 0.1], [0.1, 0.1, 0.6, 0.1, 0.1]], np.float32))
    assert decode_names(scores, labels) == [(0, 2, "PER")]
    other = np.log(np.array([[0.1, 0.1, 0.1, 0.6, 0.1]], np.float32))
    assert decode_names(other, labels) == []


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"syntax\.onnx"):
        load_model(tmp_path)


def test_the_digest_is_of_the_files() -> None:
    assert len(model_digest()) == 64
    assert (MODELS / "syntax.onnx").stat().st_size < 35_000_000
