"""Quotations: curly, straight and single marks, several paragraphs, forgotten marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.language.quotations import find_quotations


def quote(*paragraphs: str) -> list[str]:
    """What is quoted in paragraphs, a "+" before what takes up the quotation of the paragraph before."""
    text, places = "", []
    for paragraph in paragraphs:
        places.append((len(text), len(text) + len(paragraph)))
        text += paragraph + "\n"
    return ["+" * q.continues + text[q.start : q.end] for q in find_quotations(text, places)]


@pytest.mark.parametrize(
    ("paragraph", "quoted"),
    [
        ('"We stay," she said. "Both of us."', ["We stay,", "Both of us."]),
        ("“We stay,” she said, “both of us.”", ["We stay,", "both of us."]),
        ("He called it a “reset” and not a „thaw“.", ["reset", "thaw"]),
        ("The note («Stay away») was read.", ["Stay away"]),
        ("''We stay,'' she said.", ["We stay,"]),
        ("Apparently “no,“ she said.", ["no,"]),
        ('They spoke of "grain"—and of "copper".', ["grain", "copper"]),
        ('"When they say "no" they mean it," she said.', ['When they say "no" they mean it,']),
        ("“He said ‘stay’ to us,” she said.", ["He said ‘stay’ to us,"]),
        ("'We will stay,' she said, 'both of us.'", ["We will stay,", "both of us."]),
        ("It was a ‘reset’ for Lima’s envoys.", ["reset"]),
        ("'A Last Chance'", ["A Last Chance"]),
        ('They said it was 5" wide.', []),
        ("The envoys' talks and the ministers' dinner, in the '90s, didn't help.", []),
        ("Rock 'n' roll 'til dawn, the players' choice.", []),
        ('"" was all', []),
    ],
)
def test_marks_in_one_paragraph(paragraph: str, quoted: list[str]) -> None:
    assert quote(paragraph) == quoted


def test_quotation_over_three_paragraphs() -> None:
    assert quote('"We stay," she said. "It is late.', '"It rains.', '"We go at dawn."', "They went.") == [
        "We stay,",
        "It is late.",
        "+It rains.",
        "+We go at dawn.",
    ]


def test_forgotten_mark_ends_with_its_paragraph() -> None:
    assert quote("She said, “We stay.", "They left. Nobody spoke.", "“It rains,” he said.") == [
        "We stay.",
        "It rains,",
    ]


def test_forgotten_mark_ends_where_the_next_quotation_begins() -> None:
    assert quote("“We stay, she said. “We go,” he said.") == ["We stay, she said.", "We go,"]


def test_only_the_first_of_a_paragraph_takes_up_what_was_open() -> None:
    assert quote("“We stay.", "“It rains,” she said. “We go.”") == ["We stay.", "+It rains,", "We go."]
    assert quote("“We stay.", "Then she said “go.”") == ["We stay.", "go."]


def test_closing_mark_alone_quotes_nothing() -> None:
    assert quote('and so we stay," she said.') == []


@given(st.lists(st.text(alphabet=st.sampled_from("ab s.,\"'“”‘’„«»` "), max_size=40), max_size=5))
def test_quotations_of_any_text_lie_in_order_inside_their_paragraphs(paragraphs: list[str]) -> None:
    text, places = "", []
    for paragraph in paragraphs:
        places.append((len(text), len(text) + len(paragraph)))
        text += paragraph + "\n"
    found, at = find_quotations(text, places), 0
    for quotation in found:
        assert at <= quotation.start < quotation.end
        assert any(start <= quotation.start and quotation.end <= end for start, end in places)
        assert text[quotation.start : quotation.end] == text[quotation.start : quotation.end].strip()
        at = quotation.end
