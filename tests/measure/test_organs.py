import pytest

from detente.measure.organs import is_organ
from detente.records import Mention


@pytest.mark.parametrize(
    ("mention", "speaks"),
    [
        (Mention(country="RUS"), True),
        (Mention(country="USA", org="State Department"), True),
        (
            Mention(
                country="USA", name="A. Smith", office="President of the United States", org="White House"
            ),
            True,
        ),
        (Mention(country="RUS", name="I. Petrov", office="Kremlin spokesman", org="Kremlin"), True),
        (
            Mention(country="RUS", name="I. Petrov", office="Ambassador to Norway", org="Embassy in Oslo"),
            True,
        ),
        (Mention(country="RUS", name="I. Petrov", office="head", org="Kremlin"), True),
        (Mention(country="RUS", name="I. Petrov", office="head", org="Carnegie Moscow Center"), False),
        (Mention(country="RUS", name="I. Petrov", office="director of risk", org="Unheard Of Ltd"), False),
        (Mention(country="RUS", name="I. Petrov", office="professor of history"), False),
        (Mention(country="USA", name="A. Smith", office="former Secretary of State"), False),
        (Mention(country="RUS", org="Kommersant"), False),
        (Mention(country="RUS", name="I. Petrov"), False),
        (Mention(name="I. Petrov", office="minister"), False),
    ],
)
def test_only_a_state_and_who_serves_it_speak_for_it(mention: Mention, speaks: bool) -> None:
    assert is_organ(mention) is speaks
