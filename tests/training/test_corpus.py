"""The corpus holds what its data card promises, and its reader refuses what the format does not allow."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

CORPUS = Path(__file__).resolve().parents[2] / "training" / "corpus"


def load_tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, CORPUS / f"{name}.py")
    assert spec and spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reader = load_tool("read_corpus")
measure = load_tool("measure_corpus")
leaks = load_tool("check_leaks")
PARTS = sorted(CORPUS.glob("*.txt"))
PAIRS = sorted(CORPUS.glob("held-back-pairs*.txt"))


def list_spans(value: object) -> list[dict]:
    if isinstance(value, dict):
        own = [value] if "quote" in value else []
        return own + [span for part in value.values() for span in list_spans(part)]
    return [span for part in value for span in list_spans(part)] if isinstance(value, list) else []


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.stem)
def test_every_line_parses_and_offsets_quote(path: Path) -> None:
    rows = list(reader.read_file(path))
    assert rows
    for row in rows:
        for span in list_spans(row):
            assert row["text"][span["start"] : span["end"]] == span["quote"], row["id"]
        assert not set("[]|\\") & set(row["text"]), row["id"]


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.stem)
def test_closed_lists_hold(path: Path) -> None:
    for row in reader.read_file(path):
        for event in row["events"]:
            assert event["type"] in {None, *reader.MODES}
            assert event["mode"] is None or event["mode"] in reader.MODES[event["type"]]
            assert event["modality"] in reader.MODALITIES
            if event["type"] is None:
                assert event["base_type"] in reader.UNTYPED.values()


def test_a_line_is_read_as_the_manual_says() -> None:
    row = reader.parse_text(
        "[[Peru|p] will [send|AGREE(AID) p>h @m] rice to [Haiti|h]|INDIRECT m>s], [its minister|m] [said|s]."
    )
    assert row["text"] == "Peru will send rice to Haiti, its minister said."
    event = row["events"][0]
    assert (event["type"], event["base_type"], event["modality"]) == ("AGREE", "AID", "planned")
    assert event["actors"][0]["quote"] == "Peru"
    assert event["attributed_to"]["quote"] == "its minister"
    assert row["statements"][0]["words"][0]["quote"] == "Peru will send rice to Haiti"


@pytest.mark.parametrize("date", ["2020-04-13", "2020-04", "2020", "2020-04-13/2020-05"])
def test_an_event_may_have_a_date(date: str) -> None:
    assert reader.parse_text(f"[Oslo|o] [slept|RETREAT o on:{date}].")["events"][0]["date"] == date
    assert reader.parse_text("[Oslo|o] [slept|RETREAT o].")["events"][0]["date"] is None


def test_pieces_causes_forecasts_and_pronouns() -> None:
    row = reader.parse_text(
        '"[We won|p]," [he|h=m] [said|s], "[and left|DIRECT h>s +p]," [the mayor|m:PER] too.'
    )
    assert [piece["quote"] for piece in row["statements"][0]["words"]] == ["We won", "and left"]
    assert row["statements"][0]["speaker"]["same_as"]["quote"] == "the mayor"
    assert row["names"][0]["kind"] == "PER"
    row = reader.parse_text(
        "[Rain|x] [cut|CAUSE x>y - hedged] [sales|y]; [sun [may|h] come|FORECAST hedge:h]."
    )
    assert (row["causes"][0]["sign"], row["causes"][0]["hedged"]) == ("-", True)
    assert row["forecasts"][0]["hedges"][0]["quote"] == "may"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("[Oslo|o [praised|SUPPORT o>]", "unknown|bar|closed|named|part"),
        ("[Oslo|o] [praised|SUPPORT o>", "not closed"),
        ("Oslo] praised", "bracket too many"),
        ("[Oslo] praised", "without a label"),
        ("[Oslo|o] [praised|PRAISE o>]", "a type is one of"),
        ("[Oslo|o] [praised|SUPPORT.visit o>]", "no mode"),
        ("[Oslo|o] [praised|SUPPORT(AID) o>]", "base type"),
        ("[Oslo|o] [praised|SUPPORT x>o]", "no span is named 'x'"),
        ("[Oslo|o] [praised|SUPPORT o>o]", "actor and recipient"),
        ("[Oslo|o] [praised|SUPPORT o> actual denied]", "said twice"),
        ("[Oslo|o] [praised|SUPPORT o> on:2020-4]", "is no date"),
        ("[Oslo|o] [praised|SUPPORT o> on:2020/]", "is no date"),
        ("[Oslo|o] praised", "never used"),
        ("[Oslo|o] [Oslo|o] [praised|SUPPORT o>]", "two spans"),
        ("[ Oslo|o] [praised|SUPPORT o>]", "blanks"),
        ("[Oslo|o] [so|CAUSE o>o]", "sign"),
    ],
)
def test_a_broken_line_is_refused(line: str, says: str) -> None:
    with pytest.raises(reader.CorpusError, match=says):
        reader.parse_text(line)


def test_an_error_says_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "sentences-99.txt"
    path.write_text("# remark\nAll is well.\n[Oslo] is far.\n", encoding="utf-8")
    with pytest.raises(reader.CorpusError, match=r"sentences-99\.txt:3: "):
        list(reader.read_file(path))


def test_documents_are_blocks_of_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "documents-99.txt"
    path.write_text(
        "# remark\n[Oslo|o] slept.\nThen [it|i=o] [left|SANCTION.withdraw i].\n\nRain.\n", encoding="utf-8"
    )
    rows = list(reader.read_file(path))
    assert [row["line"] for row in rows] == [2, 5]
    assert rows[0]["text"] == "Oslo slept.\nThen it left."


def test_quotas_of_the_data_card_hold(capsys: pytest.CaptureFixture[str]) -> None:
    rows = reader.read_corpus()
    with capsys.disabled():
        measure.main([])
    shares = measure.count_quotas(rows)
    assert len(rows) >= 600
    assert shares["no event"] >= 0.15
    assert shares["recipient before actor"] >= 0.15
    assert shares["planned or hypothetical"] >= 0.10
    assert shares["negation in an event sentence"] >= 0.08
    for kind in reader.MODES:
        holding = sum(any(event["type"] == kind for event in row["events"]) for row in rows)
        assert holding / len(rows) >= 0.03, kind


def test_the_corpus_is_no_template_farm() -> None:
    # the share of distinct trigrams falls with the size of any text, so it is asked of each part
    for path in sorted(CORPUS.glob("sentences-*.txt")):
        assert measure.measure_diversity(list(reader.read_file(path)))["distinct trigrams"] >= 0.93, path.name
    figures = measure.measure_diversity(reader.read_corpus())
    assert figures["nearest neighbour, mean"] <= 0.05
    assert figures["nearest neighbour, max"] <= 0.5


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_pairs_are_half_inverted_and_apart_from_the_corpus(path: Path) -> None:
    pairs = list(reader.read_file(path))
    inverted = 0
    for row in pairs:
        (event,) = row["events"]
        assert len(event["actors"]) == len(event["recipients"]) == 1, row["id"]
        inverted += measure.is_inverted(event)
    assert (len(pairs), inverted) == (150, 75)
    rows = reader.read_corpus()
    assert not {row["file"] for row in rows} & {path.name}
    grams = [measure.list_trigrams(row["text"]) for row in pairs]
    others = [measure.list_trigrams(row["text"]) for row in rows]
    assert max(score for score, _ in measure.find_nearest(grams, others)) < 0.4


def test_nothing_of_the_measuring_data_is_in_it(shared: Path) -> None:
    found, highest = leaks.find_leaks(shared)
    assert not found
    assert highest < leaks.NEAR
