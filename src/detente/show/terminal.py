"""The terminal: progress on stderr while it works, then the answer in ten lines."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from detente.show.briefs import Brief

Advance = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are."""


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
    """The answer in at most ten lines of plain text."""
    answer = brief.answer
    lines = [f"{brief.names[0]} and {brief.names[1]}, as of {answer.as_of}: {answer.answer.upper()}"]
    lines += [f"  {textwrap.shorten(sentence, 150, placeholder=' …')}" for sentence in answer.why[:3]]
    for name in ("contact", "tone", "substance"):
        gauge = getattr(answer.gauges, name)
        number = "" if gauge.value is None else f" {gauge.value:.1f}"
        interval = f" ({gauge.interval[0]:.1f} to {gauge.interval[1]:.1f})" if gauge.interval else ""
        lines.append(f"  {name:9} {gauge.state}{number}{interval}")
    c = answer.coverage
    read = f"{c.documents} documents, {c.copies} copies, {len(brief.problems)} problems"
    lines.append(f"  {read}, {c.events_in_window} distinct events in {answer.days} days")
    if target is not None:
        lines.append(f"  written to {target}")
    return lines


def print_answer(brief: Brief, target: Path | None) -> None:
    """Print the summary: on stdout when the brief went to a file, else on stderr, so that pipes stay clean."""
    console = Console(stderr=target is None, highlight=False, soft_wrap=True)
    for i, line in enumerate(summarise_answer(brief, target)):
        console.print(line, style="bold" if i == 0 else None, markup=False)
