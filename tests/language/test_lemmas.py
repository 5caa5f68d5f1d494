import pytest

from detente.language.lemmas import find_lemma


@pytest.mark.parametrize(
    ("word", "upos", "xpos", "lemma"),
    [
        ("said", "VERB", "VBD", "say"),
        ("left", "VERB", "VBD", "leave"),
        ("left", "ADJ", "JJ", "left"),
        ("Expels", "VERB", "VBZ", "expel"),
        ("re-elected", "VERB", "VBN", "re-elect"),
        ("SANCTIONS", "NOUN", "NNS", "sanction"),
        ("meeting", "NOUN", "NN", "meeting"),
        ("meeting", "VERB", "VBG", "meet"),
        ("Russia", "PROPN", "NNP", "Russia"),
        ("United", "ADJ", "NNP", "United"),
        ("Russian", "ADJ", "JJ", "russian"),
        ("n’t", "PART", "RB", "not"),
        ("’s", "PART", "POS", "'s"),
        ("’s", "AUX", "VBZ", "be"),
        ("had", "VERB", "VBD", "have"),
        ("would", "AUX", "MD", "would"),
        ("wo", "AUX", "MD", "will"),
        ("her", "PRON", "PRP", "she"),
        ("her", "PRON", "PRP$", "her"),
        ("bn", "NUM", "CD", "billion"),
        ("🙂", "SYM", "NFP", "🙂"),
    ],
)
def test_lemmas(word: str, upos: str, xpos: str, lemma: str) -> None:
    assert find_lemma(word, upos, xpos) == lemma
