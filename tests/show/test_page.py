"""The page of a brief: valid, whole in itself, safe against what a text holds, and as silent as it was told to be."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Literal

import msgspec
import pytest

from detente.show.briefs import Brief
from detente.show.page import render_page

VOID = {"meta", "br", "link", "img", "hr", "input"}
EXCERPTS: tuple[Literal["paragraph", "sentence", "none"], ...] = ("paragraph", "sentence", "none")


class Page(HTMLParser):
    """What a browser would see: tags in order, ids, links, text; `faults` are tags that do not close."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.faults: list[str] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()
        self.faults += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.append((name, value or ""))
            if name == "id":
                self.ids.append(value or "")
            if name in {"href", "src", "xlink:href"}:
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.text.append(data)

    @property
    def words(self) -> list[str]:
        """All words that it shows or says in an attribute."""
        said = [v for n, v in self.attributes if n in {"aria-label", "title", "alt", "data-label"}]
        return re.findall(r"\w+", " ".join([*self.text, *said]).lower())


@pytest.fixture(scope="module", params=EXCERPTS)
def page(request: pytest.FixtureRequest, brief: Brief) -> Page:
    return Page(render_page(brief, excerpt=request.param))


def test_every_tag_closes_and_every_id_is_one(page: Page) -> None:
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids))


def test_every_link_leads_to_a_place_on_the_page(page: Page) -> None:
    inner = [link[1:] for link in page.links if link.startswith("#")]
    assert len(inner) > 20
    assert set(inner) <= set(page.ids)


def test_every_record_has_its_place(page: Page, brief: Brief) -> None:
    assert set(brief.by_id) <= set(page.ids)


def test_nothing_is_fetched_and_nothing_runs(page: Page) -> None:
    assert page.tags.isdisjoint({"script", "img", "iframe", "object", "embed", "link", "form", "base"})
    assert all(link.startswith("#") for link in page.links)  # the only address in the texts is javascript:
    assert not any(name.startswith("on") for name, _ in page.attributes)
    assert not any("url(" in value or "javascript:" in value for _, value in page.attributes)


def test_the_page_forbids_what_it_does_not_need(brief: Brief) -> None:
    text = render_page(brief)
    assert "default-src 'none'" in text
    assert "url(" not in text.split("</style>")[0]
    assert "@import" not in text


def test_hostile_text_is_shown_as_text(brief: Brief) -> None:
    text = render_page(brief)
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "&lt;b&gt;Bergen &amp; Co&lt;/b&gt;" in text
    assert "<img src=x" not in text
    titles = re.findall(r"<title>(.*?)</title>", text)
    assert any("alert(4)" in title for title in titles)  # in the timeline, escaped there too
    assert not any("<" in title for title in titles)


def test_web_addresses_become_links(brief: Brief) -> None:
    document = next(iter(brief.documents.values()))
    source = msgspec.structs.replace(document.sources[0], url='https://example.org/a"b')
    linked = msgspec.structs.replace(document, sources=(source,))
    changed = msgspec.structs.replace(brief, documents={**brief.documents, document.id: linked})
    page = Page(render_page(changed))
    assert 'https://example.org/a"b' in page.links


def list_runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_without_excerpts_no_five_words_of_a_text_are_shown(brief: Brief) -> None:
    shown = list_runs(Page(render_page(brief, excerpt="none")).words, 5)
    for document in brief.documents.values():
        text = re.findall(r"\w+", document.text.lower())
        assert shown.isdisjoint(list_runs(text, 5))


def test_a_sentence_is_shown_without_its_neighbours(brief: Brief) -> None:
    neighbour = "Nothing else of note was agreed that morning"
    assert neighbour in render_page(brief, excerpt="paragraph")
    text = render_page(brief, excerpt="sentence")
    assert neighbour not in text
    assert "behind closed doors" in text


def test_a_told_event_is_one_line_with_all_its_mentions(brief: Brief) -> None:
    text = render_page(brief)
    assert "told 2 times in 2 articles" in text
    assert text.count("Also told:") == 1


def test_checks_forecasts_causes_and_agenda_are_there(brief: Brief) -> None:
    text = render_page(brief)
    for said in ("came true", "80–95%", "Decided by", "What would hold: four", "opposite signs", "not reported",
                 "Due 9 May 2020", "Without this one event it would be stalemate", "4 + 7 = 11"):  # fmt: skip
        assert said in text, said


def test_the_page_stays_small(brief: Brief) -> None:
    assert len(render_page(brief).encode()) < 100_000


def test_an_empty_brief_says_why_its_parts_are_empty(brief: Brief) -> None:
    bare = msgspec.structs.replace(
        brief,
        statements=(),
        figures=(),
        forecasts=(),
        causes=(),
        checks=(),
        due=(),
        missed=(),
        sensitivity=None,
    )
    page = Page(render_page(bare))
    text = " ".join(page.text)
    assert page.faults == []
    for said in ("No figure was found", "No official of either country", "says what is to come", "drives what",
                 "could be put to a test", "No text names a day"):  # fmt: skip
        assert said in text, said
