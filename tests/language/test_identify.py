"""Languages: every one of the lexicon is told from the others, and only English is read."""

import tomllib
from importlib.resources import files

import pytest

from detente.language.identify import identify_language, is_readable
from detente.records import make_document

ROWS = tomllib.loads(files("detente.lexicon").joinpath("languages.toml").read_text("utf-8"))["language"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_example_of_each_language(row: dict[str, str]) -> None:
    assert identify_language(row["example"]) == row["code"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("日本の大使は会談が春に続くと述べた。", "ja"),
        ("外交部发言人表示，两国将继续对话。", "zh"),
        ("Ο πρέσβης είπε ότι οι συνομιλίες θα συνεχιστούν.", "el"),
        ("대사는 회담이 계속될 것이라고 말했다.", "ko"),
        ("השגריר אמר כי השיחות יימשכו", "he"),
        ("ელჩმა თქვა, რომ მოლაპარაკება გაგრძელდება", "ka"),
    ],
)
def test_script_of_its_own(text: str, code: str) -> None:
    assert identify_language(text) == code


@pytest.mark.parametrize(
    "text", ["", "Minsk", "12.5 %", "Lima Quito La Paz Santiago Bogotá Caracas Montevideo Asunción"]
)
def test_too_little_to_tell(text: str) -> None:
    assert identify_language(text) is None


def test_quotation_in_another_language_does_not_change_the_language() -> None:
    text = "The envoy said that the talks would go on and that nobody had asked him. «Посол сказал нет.»"
    assert identify_language(text) == "en"


def test_only_english_or_unknown_is_readable() -> None:
    assert [is_readable(make_document("x", sources=(), language=code)) for code in ("en", None, "ru")] == [
        True,
        True,
        False,
    ]
