"""The terminal: progress on stderr while it works, then the answer in ten lines."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from detente.show.briefs import Brief
from detente.show.lines import Lines
from detente.show.long_lines import summarise_history
from detente.show.overview import explain_answer, link_event, say_changes, say_gauge_value, view_gauges
from detente.show.sections import list_movers
from detente.show.wording import describe_day

Advance = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are."""
_WIDTH = 80
_NAME = 11


@contextmanager
def track_progress(*, quiet: bool = False) -> Iterator[Advance]:
    """A progress bar on stderr; nothing is drawn when `quiet` or when stderr is no terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[now]}"),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=quiet or not console.is_terminal
    ) as progress:
        task = progress.add_task("Reading", total=None, now="")

        def advance(now: str, done: int, total: int) -> None:
            progress.update(
                task, completed=done, total=total or None, now=textwrap.shorten(now, 40, placeholder="…")
            )

        yield advance


def summarise_answer(brief: Brief, target: Path | None) -> list[str]:
    """The answer in at most ten lines of plain text, none wider than 80 columns but for a long path.

    Two more where the ledger holds history of the two.
    """
    answer, lines = brief.answer, Lines(brief, "none")
    found = [f"{brief.names[0]} and {brief.names[1]}, {describe_day(answer.as_of)}: {answer.answer.upper()}"]
    why = textwrap.wrap(" ".join(explain_answer(brief)), _WIDTH - 4, max_lines=2, placeholder=" …")
    found += [f"  {line}" for line in why]
    for gauge in view_gauges(lines):
        value = say_gauge_value(gauge)
        found.append(_fit(gauge.name, f"{gauge.state:10} {value or gauge.because}"))
    moved = [link.text for a in list_movers(brief) if (link := link_event(lines, a.record))]
    if moved:
        found.append(_fit("moved by", moved[0]))
    stands, outlook = summarise_history(brief)
    found += [_fit(name, said) for name, said in (("history", stands), ("outlook", outlook)) if said]
    if brief.changed is not None:
        found.append(_fit("changed", " ".join(say_changes(brief))))
    else:
        found.append(_fit("checked", _count_claims(brief)))
    c = answer.coverage
    besides = f"{_count(c.copies, 'copy', 'copies')}, {_count(len(brief.problems), 'problem')}"
    read = f"{_count(c.documents, 'document')} ({besides})"
    found.append(
        _fit("read", f"{read}; {_count(c.events_in_window, 'distinct event')} in {answer.days} days")
    )
    if target is not None:
        found.append(f"  {'written to':{_NAME}}{target}")
    return [line for line in found if line.strip()]


def _fit(name: str, text: str) -> str:
    """A name and a text on one line that fits the terminal."""
    room = _WIDTH - 2 - _NAME
    said = text if len(text) <= room else f"{text[: room - 1].rsplit(maxsplit=1)[0]} …"
    return f"  {name:{_NAME}}{said}"


def _count_claims(brief: Brief) -> str:
    """How the checks and the forecasts came out."""
    wrong = sum(c.verdict in {"fails", "conflict"} for c in brief.checks)
    decided = sum(brief.status_of(f.id) in {"true", "false"} for f in brief.forecasts)
    checks = f"{_count(len(brief.checks), 'check')}, {wrong} wrong or in conflict"
    return f"{checks}; {_count(len(brief.forecasts), 'forecast')}, {decided} decided"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def print_answer(brief: Brief, target: Path | None) -> None:
    """Print the summary: on stdout when the brief went to a file, else on stderr, so that pipes stay clean."""
    console = Console(stderr=target is None, highlight=False, soft_wrap=True)
    for i, line in enumerate(summarise_answer(brief, target)):
        console.print(line, style="bold" if i == 0 else None, markup=False)
