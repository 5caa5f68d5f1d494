"""Who does the work: this process for a few texts, a pool of processes for many. The steps do not know."""

from __future__ import annotations

import itertools
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")
_INLINE = 24
"""Up to so many texts a pool costs more than it gives: each process loads the model anew."""
_AHEAD = 4

_work: Callable[[Any], Any] | None = None


def map_in_order(
    make_worker: Callable[[], Callable[[A], B]], items: Iterable[A], *, jobs: int = 0
) -> Iterator[B]:
    """What a worker makes of each item, in the order of the items, whoever finishes first.

    Args:
        make_worker: makes the function once in each process; importable, as processes start afresh.
        items: taken a few ahead of what is asked for, so that a stream stays a stream.
        jobs: how many processes; 0 for as many as there are cores, 1 for none but this one.
    """
    stream = iter(items)
    first = list(itertools.islice(stream, _INLINE + 1))
    jobs = jobs or os.cpu_count() or 1
    if jobs == 1 or len(first) <= _INLINE:
        work: Callable[[A], B] | None = None
        for item in itertools.chain(first, stream):
            work = work or make_worker()
            yield work(item)
        return
    with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(make_worker,)) as pool:
        running: deque[Future[B]] = deque()
        try:
            for item in itertools.chain(first, stream):
                running.append(pool.submit(_run_worker, item))
                if len(running) > jobs * _AHEAD:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _start_worker(make_worker: Callable[[], Callable[[A], B]]) -> None:
    """One process of the pool: Ctrl-C is for the parent, which keeps what is done."""
    global _work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _work = make_worker()


def _run_worker(item: Any) -> Any:
    assert _work is not None
    return _work(item)
