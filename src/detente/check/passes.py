"""The checks in order: every family a pass over the corpus that reads records and lexicon, never a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from detente.check.ages import check_ages
from detente.check.calendars import check_calendar
from detente.check.changes import check_changes
from detente.check.contradictions import check_contradictions
from detente.check.copies import check_copies
from detente.check.corpora import Corpus
from detente.check.findings import Finding, list_checks
from detente.check.offices import check_offices
from detente.check.ranks import check_ranks
from detente.check.rates import check_rates
from detente.check.ratios import check_ratios
from detente.check.scales import check_scales
from detente.check.series import check_series
from detente.check.sums import check_sums
from detente.records import Check

CHECKS: dict[str, Callable[[Corpus], Iterator[Finding]]] = {
    "sum": check_sums,
    "change": check_changes,
    "ratio": check_ratios,
    "rate": check_rates,
    "scale": check_scales,
    "calendar": check_calendar,
    "age": check_ages,
    "office": check_offices,
    "rank": check_ranks,
    "contradiction": check_contradictions,
    "series": check_series,
    "copy": check_copies,
}


def run_checks(corpus: Corpus) -> list[Check]:
    """Every check that finds something to say about a corpus, by document and place.

    The order in which records are given does not matter, and the same corpus gives the same checks.

    Example:
        >>> run_checks(Corpus(documents=()))
        []
    """
    return list_checks(finding for check in CHECKS.values() for finding in check(corpus))
