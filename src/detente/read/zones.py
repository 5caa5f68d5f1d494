"""Which part of the page each stretch of a text is: title, dateline, byline, heading, caption, boilerplate or body.

Nothing is deleted: zones lie over the text. Each rule looks at a paragraph and its neighbours and names the zone
of those it knows; the first to name one keeps it, and what none knows is body. Patterns: `lexicon/boilerplate.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

import msgspec
from rapidfuzz import fuzz

from detente.language.date_expressions import find_dates
from detente.read.paragraphs import list_paragraphs
from detente.read.patterns import load_patterns
from detente.records import Zone, ZoneSpan

HEAD = 6  # datelines, bylines and the title stand among the first six paragraphs
LONGEST_FURNITURE = 400  # characters; longer lines are prose, and would take the patterns long
SAME_TITLE = 90.0  # per cent of likeness that makes a line the headline again
_QUOTES = "\"'“”‘’«»„"
_ENDS_SENTENCE = re.compile(r"[.!?][\"'”’)\]]*$")
_LIST_ITEM = re.compile(r"[-*•·▪●–—█#>|]|\d+[.)]|\(\(|[A-Z]:|Q\.|A\.")


class Line(msgspec.Struct, frozen=True):
    """A paragraph of the page; `gap` tells whether a blank line stands before it."""

    start: int
    end: int
    text: str
    gap: bool


class Page(msgspec.Struct, frozen=True):
    """The paragraphs of a text, what the file says about it, and the zones found so far."""

    lines: tuple[Line, ...]
    zones: list[Zone | None]
    title: str | None
    outlet: str | None

    def list_open(self) -> list[int]:
        """Indices of the paragraphs without a zone, in order."""
        return [i for i, zone in enumerate(self.zones) if zone is None]


def mark_zones(text: str, *, title: str | None = None, outlet: str | None = None) -> tuple[ZoneSpan, ...]:
    """The zones of a text in order: side by side, none twice in a row, over all that is not blank.

    `title` and `outlet` are what the file says about the text, where it does.

    Example:
        >>> [z.zone for z in mark_zones("Envoys meet\\n\\nBy Ada Roe\\n\\nThey met in Riga.\\n\\nShow More")]
        ['title', 'byline', 'body', 'boilerplate']
    """
    page = make_page(text, title=title, outlet=outlet)
    for rule in (
        _mark_boilerplate, _mark_captions, _mark_stamps, _mark_title, _mark_depictions, _mark_footer, _mark_headings,
    ):  # fmt: skip
        for index, zone in list(rule(page)):
            if page.zones[index] is None:
                page.zones[index] = zone
    return tuple(_merge_pieces(_cut_datelines(page)))


def make_page(text: str, *, title: str | None, outlet: str | None) -> Page:
    """The paragraphs of a text before any has a zone."""
    lines: list[Line] = []
    before = 0
    for paragraph in list_paragraphs(text):
        gap = text.count("\n", before, paragraph.start) > 1 or not lines
        lines.append(Line(paragraph.start, paragraph.end, text[paragraph.start : paragraph.end], gap))
        before = paragraph.end
    return Page(tuple(lines), [None] * len(lines), title, outlet)


Marks = Iterator[tuple[int, Zone]]


def _mark_boilerplate(page: Page) -> Marks:
    """Known furniture, lines without a letter or number, lists of links, and all that follows a comment form."""
    patterns = load_patterns()
    listing = ended = False
    for i, line in enumerate(page.lines):
        short = line.text if len(line.text) <= LONGEST_FURNITURE else ""
        ended = ended or (i > 0 and patterns.end.fullmatch(short) is not None)
        listing = patterns.list.fullmatch(short) is not None or (
            listing and not _ENDS_SENTENCE.search(line.text)
        )
        if ended or listing or patterns.line.fullmatch(short) or not any(map(str.isalnum, line.text)):
            yield i, "boilerplate"


def _mark_captions(page: Page) -> Marks:
    """Lines with a photo credit or the mark of a cut, and the line that a credit stands under."""
    patterns = load_patterns()
    spaced = sum(line.gap for line in page.lines) > len(page.lines) / 2
    for i, line in enumerate(page.lines):
        if len(line.text) > 600 or not patterns.caption.search(line.text):
            continue
        yield i, "caption"
        if spaced and i and not line.gap:
            yield i - 1, "caption"


def _mark_stamps(page: Page) -> Marks:
    """Datelines and bylines on lines of their own, at the head of the page; a masthead over the date goes with it."""
    open_ = page.list_open()[:HEAD]
    for i in open_:
        if is_dateline(page.lines[i].text):
            yield i, "dateline"
            if i > 0 and i - 1 == open_[0] and is_masthead(page.lines[i - 1].text):
                yield i - 1, "dateline"
        elif len(page.lines[i].text) <= 100 and load_patterns().byline.fullmatch(page.lines[i].text):
            yield i, "byline"


def is_dateline(line: str) -> bool:
    """Whether a line is a date, with at most a place or an outlet and a time beside it.

    Example:
        >>> is_dateline("ENA / 3 June 2017"), is_dateline("On 3 June 2017 talks resumed")
        (True, False)
    """
    if len(line) > 80 or _ENDS_SENTENCE.search(line):
        return False
    shape = line.title() if line.isupper() else line
    dates = [d for d in find_dates(shape) if d.day is not None and d.month is not None]
    if not dates:
        return False
    rest = shape[: dates[0].start] + " " + shape[dates[-1].end :]
    words = [w for w in re.findall(r"[\w.:]+", rest) if not load_patterns().stamp.fullmatch(w)]
    return len(words) <= 4 and all(w[0].isupper() for w in words) and not rest.startswith(("On ", "In "))


def is_masthead(line: str) -> bool:
    """Whether a line is the name of an outlet and no headline.

    Example:
        >>> is_masthead("BALTIC COURIER"), is_masthead("COURIER HELD IN RIGA")
        (True, False)
    """
    words = line.split()
    return 1 < len(words) <= 4 and load_patterns().outlet.search(words[-1].title()) is not None


def _mark_title(page: Page) -> Marks:
    """The headline (the file's title, or the first line where it looks like one) and its repetitions."""
    open_ = page.list_open()
    first = next(
        (i for i in open_[:HEAD] if page.title and is_same_title(page.lines[i].text, page.title)), None
    )
    if first is None and page.title is None and len(open_) > 1 and is_headline(page.lines[open_[0]].text):
        first = open_[0]
    title = page.title if first is None else page.lines[first].text
    if first is not None:
        yield first, "title"
    for i in open_:
        if i != first and title and is_same_title(page.lines[i].text, title):
            yield i, "title_repeat"


def is_headline(line: str) -> bool:
    """Whether the first line of a text reads as a headline: short, and it does not end as a statement does."""
    return (
        2 <= len(line.split()) <= 25
        and len(line) <= 160
        and (line[-1] == "?" or line.rstrip(_QUOTES)[-1:].isalnum())
        and not line.lstrip(_QUOTES)[:1].islower()
        and not _LIST_ITEM.match(line)
    )


def is_same_title(line: str, title: str) -> bool:
    """Whether a line says the headline again, give or take case, marks and a site's name at its end.

    Example:
        >>> is_same_title("Envoys return to Riga | Example Post", "Envoys Return to Riga")
        True
    """
    a, b = (" ".join(re.findall(r"\w+", t.casefold())) for t in (line[:400], title[:400]))
    if not a or not b or abs(len(a) - len(b)) > 40:
        return False
    prefix = min(len(a), len(b)) >= 15 and re.search(r" [|–—-] ", line + title)
    return fuzz.ratio(a, b) >= SAME_TITLE or bool(prefix and (a.startswith(b) or b.startswith(a)))


def _mark_depictions(page: Page) -> Marks:
    """Captions without a mark: one sentence in the present that shows a scene and dates it, amid other paragraphs."""
    open_ = page.list_open()
    for i in open_[1:] if len(open_) > 3 else ():
        text = page.lines[i].text
        if len(text.split()) <= 45 and load_patterns().depiction.fullmatch(text):
            yield i, "caption"


def _mark_footer(page: Page) -> Marks:
    """The outlet's name on a line of its own, and short lines after the last paragraph: a signature or a gallery."""
    open_ = page.list_open()
    last = max((i for i in open_ if not is_short_line(page.lines[i].text)), default=len(page.lines))
    tail = [i for i in open_ if i > last]
    for i in open_:
        text = page.lines[i].text
        if (page.outlet and text.casefold() == page.outlet.casefold()) or (
            tail == [i] and all(word[0].isupper() for word in text.split())
        ):
            yield i, "boilerplate"
        elif i in tail:
            yield i, "caption"


def _mark_headings(page: Page) -> Marks:
    """Short lines between paragraphs, at most two in a row: more are a list."""
    groups = groupby(page.list_open(), key=lambda i: is_short_line(page.lines[i].text))
    runs = [(short, list(indices)) for short, indices in groups]
    for (short, indices), (_, _after) in pairwise(runs):
        if short and len(indices) <= 2:
            yield from ((i, "heading") for i in indices)


def is_short_line(line: str) -> bool:
    """Whether a line could be a heading: a few words that do not end as a sentence or a list item does.

    Example:
        >>> is_short_line("'A Last Chance'"), is_short_line("They left."), is_short_line("- and more")
        (True, False, False)
    """
    bare = line.strip(_QUOTES).rstrip("…")
    question = bare.endswith("?") and sum(w[0].isupper() for w in bare.split()) > len(bare.split()) / 2
    ends = bare[-1:].isalnum() or bare[-1:] in ")%" or question
    return (
        len(line) <= 80
        and 1 <= len(line.split()) <= 12
        and ends
        and not (bare[:1].islower() or _LIST_ITEM.match(line))
    )


def _cut_datelines(page: Page) -> Iterator[ZoneSpan]:
    """The paragraphs as zones, datelines cut from the paragraphs that begin with one.

    A place alone ("RIGA - ") is taken for a dateline only in the first paragraphs of the body.
    """
    first = page.list_open()[:3]
    for i, (line, zone) in enumerate(zip(page.lines, page.zones, strict=True)):
        match = load_patterns().prefix.match(line.text) if zone is None else None
        if match is None or match.end() == len(line.text) or (match["bare"] is not None and i not in first):
            yield ZoneSpan(zone or "body", line.start, line.end)
            continue
        yield ZoneSpan("dateline", line.start, line.start + len(match.group().rstrip()))
        yield ZoneSpan("body", line.start + match.end(), line.end)


def _merge_pieces(pieces: Iterable[ZoneSpan]) -> Iterator[ZoneSpan]:
    """One zone a stretch: neighbours of the same kind joined."""
    for zone, group in groupby(pieces, key=lambda piece: piece.zone):
        stretch = list(group)
        yield ZoneSpan(zone, stretch[0].start, stretch[-1].end)
