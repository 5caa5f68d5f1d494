"""A brief followed from its page to the files: every id is a record, every number leads to characters in a text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente import pipeline
from detente.ledger.store import open_ledger
from detente.records import Document
from detente.show.briefs import Brief

TEXTS = {
    "harbour.txt": """Envoys meet in Malmo

MALMO, April 14, 2020 (Fjord Press) - Ine Eriksen Soreide, the Norwegian foreign minister, met Swedish envoys on Monday.

"We want better relations with Sweden," Soreide said after the meeting.

Sweden expelled three Norwegian envoys on Sunday. Bilateral trade fell by 12 percent to $4.4 billion in 2019.
""",
    "ferries.txt": """Ministers talk about ferries

OSLO, April 20, 2020 (Harbour Post) - Stefan Lofven spoke by telephone with Erna Solberg of Norway on Friday.

Norway expects that the two countries will sign a ferry agreement by the end of June.

The dispute over herring could hurt trade between Norway and Sweden, analysts said.
""",
    "quotas.txt": """Norway and Sweden at odds

OSLO, April 24, 2020 (Fjord Gazette) - Norway accused Sweden of breaking the fishing rules on Thursday.

Norway imposed sanctions on Sweden on Wednesday. Sweden lost 40 jobs.
""",
}  # fmt: skip
ID = re.compile(r"\b(?:dc|ev|st|fg|fc|cs|ck|pb)-[0-9a-f]{20}\b")


class Walk:
    """A brief with its page, its JSON and the files that it was made from."""

    def __init__(self, folder: Path) -> None:
        for name, text in TEXTS.items():
            (folder / name).write_text(text, encoding="utf-8")
        ledger = open_ledger(folder / "ledger", create=True)
        pipeline.fill_ledger(ledger, [folder / name for name in TEXTS], jobs=1)
        self.brief: Brief = pipeline.make_brief(ledger, ("NOR", "SWE"))
        self.page = pipeline.render_brief(self.brief, format="html")
        self.json: dict[str, Any] = json.loads(pipeline.render_brief(self.brief, format="json"))
        self.records = {r["id"]: r for r in self.json["records"]}
        self.documents = {d.id: d for d in ledger.read_records(Document)}

    def read_file(self, document: str) -> str:
        """The text of the file that a document was read from."""
        return Path(self.documents[document].sources[0].path).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    return Walk(tmp_path_factory.mktemp("walk"))


def list_spans(value: Any, document: str | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every span in plain values with the document that it quotes."""
    if isinstance(value, dict):
        document = value.get("document") or document
        if value.keys() >= {"start", "end", "quote"}:
            yield document or "", value
        for inner in value.values():
            yield from list_spans(inner, document)
    elif isinstance(value, list):
        for inner in value:
            yield from list_spans(inner, document)


def test_the_brief_is_worth_the_walk(walk: Walk) -> None:
    kinds = {r["kind"] for r in walk.records.values()}
    assert {"document", "event", "statement", "figure"} <= kinds
    assert walk.json["answer"] != "not enough evidence"


def test_every_id_on_the_page_is_a_record_with_a_place_there(walk: Walk) -> None:
    shown = set(ID.findall(walk.page))
    assert shown >= {e.id for e in walk.brief.events}
    assert shown <= walk.records.keys()
    for identity in shown:
        assert walk.page.count(f' id="{identity}"') == 1, identity


def test_every_span_quotes_the_file_it_came_from(walk: Walk) -> None:
    count = 0
    for record in walk.records.values():
        for document, span in list_spans(record, record["document"]):
            assert walk.read_file(document)[span["start"] : span["end"]] == span["quote"]
            count += 1
    assert count > 30


def test_every_offset_on_the_page_is_the_sentence_that_is_shown(walk: Walk) -> None:
    pattern = re.compile(
        r'<blockquote>(.*?)</blockquote>\s*<p class="provenance">[^<]*; characters (\d+)–(\d+) of <a href="#(dc-\w+)">',
        re.DOTALL,
    )
    found = pattern.findall(walk.page)
    assert len(found) > 10
    for quoted, start, end, document in found:
        marked = re.findall(r'<(?:span class="sentence"|mark)>(.*?)</(?:span|mark)>', quoted, re.DOTALL)
        sentence = walk.read_file(document)[int(start) : int(end)]
        assert html.unescape("".join(marked)) == sentence


def test_a_number_of_a_gauge_leads_to_the_sentence_that_moved_it(walk: Walk) -> None:
    for name in ("contact", "tone", "substance"):
        gauge = walk.json["gauges"][name]
        for identity in gauge["events"]:
            assert f'href="#{identity}"' in walk.page
            event = walk.records[identity]
            trigger = event["trigger"]
            assert walk.read_file(event["document"])[trigger["start"] : trigger["end"]] == trigger["quote"]
    assert walk.json["gauges"]["contact"]["value"] > 0


def test_a_figure_on_the_page_leads_to_its_digits(walk: Walk) -> None:
    lines = re.findall(
        r"<b>(USD 4\.4 billion)</b>.*?<div class=\"receipt\" id=\"(fg-\w+)\">", walk.page, re.DOTALL
    )
    assert lines
    figure = walk.records[lines[0][1]]
    number = figure["number"]
    assert walk.read_file(figure["document"])[number["start"] : number["end"]] == "$4.4 billion"


def test_what_is_for_and_against_is_a_record(walk: Walk) -> None:
    sides = [*walk.json["for"], *walk.json["against"]]
    assert sides
    assert all(walk.records[i]["kind"] in {"event", "statement"} for i in sides)


def test_the_same_texts_give_the_same_page(walk: Walk, tmp_path: Path) -> None:
    first = [Path(d.sources[0].path) for d in walk.documents.values()]
    ledger = open_ledger(tmp_path / "ledger", create=True)
    pipeline.fill_ledger(ledger, reversed(first), jobs=1)
    again = pipeline.render_brief(pipeline.make_brief(ledger, ("NOR", "SWE")), format="html")
    assert again == walk.page
