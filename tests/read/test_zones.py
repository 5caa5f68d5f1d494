"""Zones: each kind in pages of our own, and what holds for any text."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from detente.read.zones import is_dateline, is_headline, is_short_line, mark_zones

BODY = "The envoys of Peru and Chile met for two hours, and both sides called the meeting useful."
MORE = "They will meet again after the harvest, when the price of copper is known."


def show(text: str, **known: str) -> list[tuple[str, str]]:
    return [(zone.zone, text[zone.start : zone.end]) for zone in mark_zones(text, **known)]


def test_whole_page() -> None:
    text = "\n\n".join(
        [
            "Can copper bring Lima and Santiago together?",
            "By Ada Roe, Andes Radio",
            "Tuesday, May 7, 2019",
            "Can Copper Bring Lima and Santiago Together",
            BODY,
            "A Narrow Door",
            MORE,
            "The smelter at Ilo in 2018. (Photo by Ada Roe/Andes Pictures)",
            BODY,
            "Leave a Reply",
            "I think that both are right.",
        ]
    )
    assert [zone for zone, _ in show(text)] == [
        "title", "byline", "dateline", "title_repeat", "body", "heading", "body", "caption", "body", "boilerplate",
    ]  # fmt: skip


def test_quoted_heading_and_heading_in_sentence_case() -> None:
    text = "\n".join(
        [BODY, "'A Last Chance'", MORE, "What happens next", BODY, "“The Hills Are Calling…”", MORE]
    )
    assert [quote for zone, quote in show(text) if zone == "heading"] == [
        "'A Last Chance'",
        "What happens next",
        "“The Hills Are Calling…”",
    ]


def test_short_sentence_and_list_are_no_headings() -> None:
    listed = ["Lima 12", "Quito 14", "La Paz 9"]
    text = "\n\n".join([BODY, "They left.", MORE, *listed, BODY, '"We are done."', MORE])
    assert {zone for zone, _ in show(text)} == {"body"}


def test_credit_makes_the_line_above_a_caption_only_where_blank_lines_part_paragraphs() -> None:
    credit = "(Photo by Ada Roe/Andes Pictures)"
    spaced = show(f"{BODY}\n\nCopper plates at Ilo await … [+] their ship.\n{credit}\n\n{MORE}\n\n{BODY}")
    assert [zone for zone, _ in spaced] == ["body", "caption", "body"]
    dense = show(f"{BODY}\n{MORE}\n{credit}\n{BODY}")
    assert [quote for zone, quote in dense if zone == "caption"] == [credit]


def test_caption_without_a_mark() -> None:
    caption = "A ship carrying copper plates docks at the port of Callao on May 3."
    assert ("caption", caption) in show("\n".join([BODY, MORE, caption, MORE, BODY]))


def test_dateline_is_only_the_prefix() -> None:
    text = f"LIMA, May 7 (ENA) - {BODY}"
    assert show(text) == [("dateline", "LIMA, May 7 (ENA) -"), ("body", BODY)]


def test_place_alone_is_a_dateline_only_at_the_head() -> None:
    text = "\n".join([BODY, MORE, BODY, MORE, f"LIMA - {BODY}"])
    assert {zone for zone, _ in show(text)} == {"body"}


def test_title_from_metadata_is_found_and_its_copies_with_it() -> None:
    text = f"Envoys meet in Lima | Andes Radio\n\n{BODY}\n\nEnvoys Meet in Lima\n\n{MORE}"
    assert [zone for zone, _ in show(text, title="Envoys meet in Lima")] == [
        "title",
        "body",
        "title_repeat",
        "body",
    ]


def test_title_that_the_text_does_not_begin_with_leaves_the_text_alone() -> None:
    assert show(f"{BODY}\n{MORE}", title="Envoys meet in Lima") == [("body", f"{BODY}\n{MORE}")]


def test_footer_with_the_outlet_is_boilerplate() -> None:
    assert show(f"{BODY}\n{MORE}\nAndes Radio")[-1] == ("boilerplate", "Andes Radio")
    assert show(f"{BODY}\nANDES RADIO ONLINE\n{MORE}", outlet="Andes Radio Online")[1][0] == "boilerplate"


def test_list_of_links_ends_where_prose_goes_on() -> None:
    text = f"{BODY}\n\nRelated articles\n\nCopper price at a new high\n\nShips wait at Callao\n\n{MORE}"
    assert [zone for zone, _ in show(text)] == ["body", "boilerplate", "body"]


def test_hard_wrapped_text_has_paragraphs_not_headings() -> None:
    wrapped = (
        "The envoys of Peru and Chile met for two hours on Monday, and both\n"
        "sides called the meeting useful. They will meet again after the\n"
        "harvest, when the price of copper is known and the ships that wait\n"
        "at Callao have been let go.\n\n"
    )
    assert show(wrapped * 3) == [("body", (wrapped * 3).strip())]


def test_page_without_prose_has_no_body() -> None:
    assert [zone for zone, _ in show("Monday, March 15, 2021\xa0\n\n\n")] == ["dateline"]
    assert show(" \n\xa0\n") == []


def test_dateline_lines() -> None:
    assert is_dateline("LIMA, MAY 7, 2019")
    assert is_dateline("Published: 7 May 2019, 10:32 GMT")
    assert not is_dateline("Peru signed on 7 May 2019 and Chile later")
    assert not is_dateline("7 May 2019 was the day they met.")


def test_headlines_and_short_lines() -> None:
    assert is_headline("Peru and Chile meet")
    assert not is_headline("Peru and Chile met.")
    assert not is_headline("- Peru")
    assert is_short_line("What Comes Next?")
    assert not is_short_line("Can you tell us about yourself?")
    assert not is_short_line("Others included:")


@given(
    st.text(alphabet=st.sampled_from("aA .,?!\"'“”\n\n\r\t\xa0-—(1"), max_size=300) | st.text(max_size=200)
)
def test_zones_of_any_text_lie_in_order_and_cover_all_but_blanks(text: str) -> None:
    zones = mark_zones(text)
    covered = 0
    for zone in zones:
        assert covered <= zone.start < zone.end <= len(text)
        assert not text[covered : zone.start].strip()
        assert not text[zone.start].isspace() and not text[zone.end - 1].isspace()
        covered = zone.end
    assert not text[covered:].strip()
    assert zones == mark_zones(text)


def test_agrees_with_the_annotated_article(shared: Path) -> None:
    text = (shared / "corpus/seeds/002_c7cfc9a2230793ec.txt").read_text("utf-8")
    gold, found = ["body"] * len(text), [""] * len(text)
    for line in (shared / "gold/2020/zones.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        gold[row["start"] : row["end"]] = [row["zone"]] * (row["end"] - row["start"])
    for zone in mark_zones(text):
        found[zone.start : zone.end] = [zone.zone] * (zone.end - zone.start)
    pairs = [(a, b) for a, b, char in zip(gold, found, text, strict=True) if not char.isspace()]
    assert sum(a == b for a, b in pairs) / len(pairs) >= 0.98


def test_seed_with_repeated_headlines_and_captions_inside(shared: Path) -> None:
    text = next((shared / "corpus/seeds").glob("001_*")).read_text("utf-8")
    zones = mark_zones(text)
    found = [zone.zone for zone in zones if zone.zone != "body"]
    assert found == [
        "title",
        *["title_repeat", "caption"],
        "heading",
        *["title_repeat", "caption"] * 2,
        "boilerplate",
    ]
    assert text[zones[-1].start :].startswith("Show More")
    captions = [text[zone.start : zone.end] for zone in zones if zone.zone == "caption"]
    assert all("[+]" in caption for caption in captions)
    assert [caption.endswith(")") for caption in captions] == [True, True, False]
