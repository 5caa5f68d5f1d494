"""A brief as Markdown, with the same parts as the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.show.briefs import Brief
from detente.show.causes import Cell, compare_causes
from detente.show.excerpts import Excerpt
from detente.show.lines import Line, Lines
from detente.show.long_lines import list_long_markdown
from detente.show.overview import (
    AgendaEntry,
    Link,
    explain_answer,
    list_coverage,
    list_doubts,
    list_due,
    list_missed,
    say_changes,
    say_gauge_value,
    view_firmness,
    view_gauges,
    view_tracks,
)
from detente.show.sections import (
    Group,
    group_checks,
    group_events,
    group_figures,
    group_forecasts,
    group_statements,
    summarise_forecasts,
    weigh_sides,
)
from detente.show.wording import describe_day, describe_days, end_sentence

_SPECIAL = "\\`*_[]<>|#~$&"


def write_markdown(brief: Brief, *, excerpt: Excerpt = "paragraph") -> str:
    """The brief as Markdown; whatever in a text would be read as markup is made harmless."""
    lines = Lines(brief, excerpt)
    return "\n".join(_iterate(lines)).rstrip("\n") + "\n"


def _iterate(lines: Lines) -> Iterator[str]:
    brief = lines.brief
    answer = brief.answer
    first, second = map(escape, brief.names)
    yield from (f"# {first} and {second}, as of {describe_day(answer.as_of)}: **{answer.answer}**", "")
    yield f"Window: {describe_days(*brief.window)}. {escape(' '.join(explain_answer(brief)))}"
    if brief.changed:
        yield from ("", f"**Since {escape(brief.changed.since)}:** {escape(' '.join(say_changes(brief)))}")
    yield from ("", "| gauge | state | value | why |", "|---|---|---|---|")
    for gauge in view_gauges(lines):
        yield f"| {gauge.name} | {gauge.state} | {say_gauge_value(gauge)} | {escape(gauge.because)} |"
    yield from list_long_markdown(brief, escape)
    yield from _write_tracks(lines)
    yield from _write_agenda("What is due next", list_due(lines))
    yield from _write_agenda("Was due and did not come", list_missed(lines))
    for side in weigh_sides(lines):
        yield from _write_group(f"{side.title} a thaw", [side])
    yield from _write_firmness(lines)
    yield from _write_group("Checks", group_checks(lines))
    yield from _write_group(f"Forecasts {summarise_forecasts(brief)}".rstrip(), [group_forecasts(lines)])
    yield from _write_causes(lines)
    yield from _write_group("Statements", group_statements(lines))
    yield from _write_group("Figures", [group_figures(lines)])
    yield from _write_group("All events", group_events(lines))
    yield from ("", "## Coverage and doubts", "")
    yield from (f"- {item.label}: {item.number}" for item in list_coverage(brief))
    yield from (f"- {escape(doubt)}" for doubt in list_doubts(brief))
    code = brief.reproduce.command.replace("`", "'")
    yield from ("", f"To reproduce: `{code}` (Détente {brief.reproduce.version}, {brief.reproduce.digest})")


def _write_tracks(lines: Lines) -> Iterator[str]:
    tracks = view_tracks(lines)
    if tracks:
        yield from (
            "",
            "## Tracks",
            "",
            "| track | in the window | stands | moved last | due next |",
            "|---|---|---|---|---|",
        )
    for track in tracks:
        moved = _write_link(track.moved) if track.moved else "–"
        due = "; ".join(map(_write_link, track.due)) or "–"
        yield f"| {track.name} | {track.state} | {_write_link(track.stands)} | {moved} | {due} |"


def _write_agenda(title: str, entries: Iterable[AgendaEntry]) -> Iterator[str]:
    rows = []
    for e in entries:
        outcome = f"{e.outcome}; " if e.outcome else ""
        rows.append(f"- {e.day} ({escape(e.track)}): {_write_link(e.link)}; {outcome}{escape(e.says)}")
    if rows:
        yield from ("", f"## {title}", "", *rows)


def _write_link(link: Link) -> str:
    return f"{escape(link.text)} `{link.record}`" if link.record else escape(link.text)


def _write_firmness(lines: Lines) -> Iterator[str]:
    firmness = view_firmness(lines)
    if firmness is None:
        return
    yield from ("", "## How firm the answer is", "")
    yield from (f"- {escape(sentence)}" for sentence in firmness.sentences)
    yield from (f"- without {kind} {escape(name)}: {word}" for kind, name, word in firmness.rows)
    yield f"- {escape(firmness.flip)} {'; '.join(map(_write_link, firmness.flip_links))}".rstrip()


def _write_causes(lines: Lines) -> Iterator[str]:
    brief = lines.brief
    if not brief.causes:
        return
    compared = compare_causes(brief, quoted=lines.quoted)
    first, second = map(escape, brief.names)
    yield from ("", "## What is said to drive what", "")
    yield from (f"| effect | cause | {first} | {second} | others |", "|---|---|---|---|---|")
    for effect in (*compared.seen, *compared.rest):
        for row in effect.rows:
            mark = " (opposite signs)" if row.opposite else ""
            cells = " | ".join(_write_cells(row.cells[c]) for c in ("first", "second", "others"))
            yield f"| {escape(effect.effect)} | {escape(row.cause)}{mark} | {cells} |"


def _write_cells(cells: Iterable[Cell]) -> str:
    parts = []
    for cell in cells:
        caveats = f" ({', '.join(cell.caveats)})" if cell.caveats else ""
        parts.append(f"{'+' if cell.sign == '+' else '−'} {escape(cell.who)}{caveats} `{cell.record}`")
    return "; ".join(parts)


def _write_group(title: str, groups: Iterable[Group]) -> Iterator[str]:
    groups = list(groups)
    yield from ("", f"## {escape(title)}", "")
    for group in groups:
        if len(groups) > 1 and group.title:
            yield from (f"### {escape(group.title)}", "")
        items = [_write_item(line) for line in (*group.lines, *group.rest)]
        yield from items or [escape(group.empty)]
        if len(groups) > 1:
            yield ""
    if not groups:
        yield "Nothing was found."


def _write_item(line: Line) -> str:
    passage = next((r.passage for r in line.receipts if r.passage), None)
    where = (
        f"{passage.outlet}, {passage.published}, characters {passage.start}–{passage.end}" if passage else ""
    )
    day = f"{line.day}: " if line.day else ""
    who = f"**{escape(line.who)}** " if line.who else ""
    labels = [line.chance, *(t.text for t in line.tags)]
    tags = f" [{', '.join(filter(None, labels))}]" if any(labels) else ""
    note = f" {end_sentence(escape(line.note))}" if line.note else ""
    place = f"{escape(where)}; " if where else ""
    return f"- {day}{who}{escape(line.text + tags)}.{note} ({place}`{line.id}`)"


def escape(text: str) -> str:
    """Text with what Markdown or HTML would read as markup made harmless, on one line."""
    text = " ".join(text.split())
    return "".join(f"\\{mark}" if mark in _SPECIAL else mark for mark in text)
