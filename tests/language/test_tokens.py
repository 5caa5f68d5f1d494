from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evaluate.parse import read_conllu
from detente.language.tokens import tokenize

CASES = [
    ("They didn't meet; he can't, won't and isn't sorry.",
     "They did n't meet ; he ca n't , wo n't and is n't sorry ."),
    ("Moscow’s envoy hasn’t left, they’re told.", "Moscow ’s envoy has n’t left , they ’re told ."),
    ("the allies' troops cannot stay", "the allies ' troops can not stay"),
    ("A U.S.-Russian deal, the U.S. says.", "A U.S. - Russian deal , the U.S. says ."),
    ("The U.S.'s ambassador to the U.S.S.R.", "The U.S. 's ambassador to the U.S.S.R."),
    ("an anti-Russian, pro-EU and US-led move in mid-March", "an anti-Russian , pro-EU and US - led move in mid-March"),
    ("a €1.5bn plan, 35% off, £20m and US$838m", "a € 1.5 bn plan , 35 % off , £ 20 m and US$ 838 m"),
    ("RUB50bn (176,319 cars)", "RUB 50 bn ( 176,319 cars )"),
    ("In the 1990s, on the 5th, at 9:30am on 11/9.", "In the 1990s , on the 5th , at 9:30 am on 11/9 ."),
    ("from 2010-2015 and 2010–2015", "from 2010 - 2015 and 2010 – 2015"),
    ("See https://example.org/a?b=1, or ask press@mid.example.ru.",
     "See https://example.org/a?b=1 , or ask press@mid.example.ru ."),
    ("Wait... what?! Yes—no -- maybe…", "Wait ... what ?! Yes — no -- maybe …"),
    ("Mr. Smith, Dr. No and Gen. Lee of Acme Inc. met at 5 p.m. in St. Paul, etc.",
     "Mr. Smith , Dr. No and Gen. Lee of Acme Inc. met at 5 p.m. in St. Paul , etc ."),
    ("He said no.", "He said no ."),
    ("Resolution No. 5 of J. R. Smith", "Resolution No. 5 of J. R. Smith"),
    ("\"Yes,\" she said. “No”, 'he' said", "\" Yes , \" she said . “ No ” , ' he ' said"),
    ("30 million\u00a0euros", "30 million euros"),
    ("an S-400 and a 9M729 at O'Hare with AT&T", "an S - 400 and a 9M729 at O'Hare with AT&T"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), CASES)
def test_words_are_cut_as_the_treebanks_cut_them(text: str, words: str) -> None:
    assert [text[a:b] for a, b in tokenize(text)] == words.split(" ")


@given(st.text())
def test_any_text_gives_words_in_order_that_leave_out_only_the_invisible(text: str) -> None:
    cuts = tokenize(text)
    assert all(a < b for a, b in cuts)
    assert all(first[1] <= second[0] for first, second in pairwise(cuts))
    covered = {i for a, b in cuts for i in range(a, b)}
    assert not any(c.isalnum() for i, c in enumerate(text) if i not in covered)
    assert not any(text[a:b].isspace() for a, b in cuts)


@pytest.mark.parametrize("piece", ["a", "a.", "a@", "(", "1.", "'s", "non-", "http://a", "…", "é́", "漢", "-"])
def test_long_strings_without_a_space_take_no_longer_than_their_length(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    cuts = tokenize(text)
    assert cuts[0][0] == 0
    assert cuts[-1][1] == len(text)


def test_nothing_has_no_words() -> None:
    assert tokenize("") == tokenize(" \u200b\u00a0\n") == []


@pytest.mark.parametrize(("name", "floor"), [("ewt_dev", 0.98), ("gum_clean_dev", 0.995)])
def test_words_agree_with_the_treebanks(shared: Path, name: str, floor: float) -> None:
    right = found = gold = 0
    for sentence in read_conllu(shared / f"data/treebanks/{name}.conllu"):
        text = next(c for c in sentence.comments if c.startswith("# text = "))[len("# text = ") :]
        place, spans = 0, set()
        for row in sentence.rows:
            place = text.index(row[1], place)
            spans.add((place, place + len(row[1])))
            place += len(row[1])
        ours = set(tokenize(text))
        right, found, gold = right + len(ours & spans), found + len(ours), gold + len(spans)
    score = 2 * right / (found + gold)
    print(f"{name}: word F1 {score:.4f}")
    assert score >= floor
