"""The seam for official series: here figures will meet what statistical offices published for their period.

A series needs unit, place and period of each figure and a table of observations; until the ledger has one there is
nothing to compare with, and nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.check.corpora import Corpus
from detente.check.findings import Finding


def check_series(corpus: Corpus) -> Iterator[Finding]:
    """No finding yet: the ledger has no official series."""
    return iter(())
