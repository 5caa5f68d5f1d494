"""Paragraphs: lines, or blocks where the lines were wrapped."""

from detente.read.paragraphs import is_wrapped, list_paragraphs

WRAPPED = (
    "The envoys of Peru and Chile met for two hours on Monday, and both\n"
    "sides called the meeting useful. They will meet again after the\n"
    "harvest, when the price of copper is known and the ships that wait\n"
    "at Callao have been let go.\n\n"
) * 3


def test_lines() -> None:
    text = "Envoys meet\n\n \xa0They met.  \nThey left."
    assert [(p.index, text[p.start : p.end]) for p in list_paragraphs(text)] == [
        (0, "Envoys meet"),
        (2, "They met."),
        (3, "They left."),
    ]


def test_wrapped_blocks() -> None:
    assert [p.index for p in list_paragraphs(WRAPPED)] == [0, 5, 10]
    assert all("\n" in WRAPPED[p.start : p.end] for p in list_paragraphs(WRAPPED))


def test_lines_that_end_as_sentences_or_run_long_are_not_wrapped() -> None:
    assert not is_wrapped("They met in the capital of Peru, and they all left early.\n" * 12)
    assert not is_wrapped(("A long paragraph that goes on and on without a stop " * 4 + "\n") * 12)
    assert not is_wrapped("Lima 12\nQuito 14\nLa Paz 9\n" * 9)
