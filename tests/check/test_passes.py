"""What holds for all checks: order does not matter, ids and spans are right, ticks are one a place."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from detente.check.corpora import Corpus, load_corpus, make_corpus
from detente.check.findings import Finding, iterate_flagged, list_checks
from detente.check.passes import run_checks
from detente.evaluate.article_claims import score_checks
from detente.evaluate.gold import load_gold
from detente.ledger.store import open_ledger
from detente.ledger.tables import Copy, Identity
from detente.records import Check, DocumentSpan, Span, make_id

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def corpus(read_corpus: Callable[..., Corpus]) -> Corpus:
    return read_corpus([EXAMPLES / "us-russia"])


def _records(corpus: Corpus) -> list[object]:
    return [*corpus.events, *corpus.statements, *corpus.figures, *corpus.forecasts, *corpus.causes]


def test_order_does_not_matter(corpus: Corpus) -> None:
    once = run_checks(corpus)
    for seed in range(3):
        shuffle = random.Random(seed).shuffle
        parts = [list(corpus.documents), _records(corpus), list(corpus.copies), list(corpus.identities)]
        for part in parts:
            shuffle(part)
        documents, records, copies, identities = parts
        assert run_checks(make_corpus(documents, records, copies=copies, identities=identities)) == once  # type: ignore[arg-type]


def test_addresses_and_spans(corpus: Corpus) -> None:
    checks = run_checks(corpus)
    texts = {d.id: d.text for d in corpus.documents}
    known = {r.id for r in _records(corpus)} | set(texts)  # type: ignore[attr-defined]
    assert checks
    assert all(count == 1 for count in Counter(c.id for c in checks).values())
    for check in checks:
        assert check.id == make_id("check", check.family, *check.records)
        assert set(check.records) <= known
        assert check.evidence is None
        for place in check.spans:
            assert texts[place.document][place.span.start : place.span.end] == place.span.quote


def test_what_holds_is_kept_once_a_place(corpus: Corpus) -> None:
    ticks = [c for c in run_checks(corpus) if c.verdict == "holds"]
    assert ticks
    assert all(c.severity == "info" and c.would_hold is None for c in ticks)
    assert all(n == 1 for n in Counter((c.family, c.spans[0]) for c in ticks).values())


def _find(verdict: str, start: int, *, says: str, records: tuple[str, ...] = ("fg-1",)) -> Finding:
    span = DocumentSpan(document="dc-1", span=Span(start, start + 2, "12"))
    return Finding(
        family="sum",
        records=records,
        spans=(span,),
        says=says,
        arithmetic="1 + 1",
        verdict=verdict,  # type: ignore[arg-type]
    )


def test_findings_on_the_same_records_become_one() -> None:
    (check,) = list_checks(
        [_find("fails", 9, says="b"), _find("fails", 3, says="a"), _find("holds", 3, says="c")]
    )
    assert (check.verdict, check.says, check.arithmetic) == ("fails", "a; b", "1 + 1")
    assert [s.span.start for s in check.spans] == [3, 9]


def test_no_tick_where_something_is_wrong() -> None:
    checks = list_checks([_find("fails", 3, says="a"), _find("holds", 3, says="b", records=("fg-2",))])
    assert [c.verdict for c in checks] == ["fails"]


def test_a_ledger_keeps_checks_and_gives_the_same_ones(corpus: Corpus, tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "ledger", create=True)
    ledger.write_shard("", corpus.documents, records=_records(corpus), digest="d")  # type: ignore[arg-type]
    ledger.write_table(corpus.copies, Copy, digest="d")
    ledger.write_table(corpus.identities, Identity, digest="d")
    checks = run_checks(load_corpus(ledger))
    assert checks == run_checks(corpus)
    ledger.write_table(checks, Check, digest="d")
    assert {c.id for c in ledger.read_table(Check)} == {c.id for c in checks}


def test_without_identities_the_records_still_name_people(corpus: Corpus) -> None:
    bare = make_corpus(corpus.documents, _records(corpus))  # type: ignore[arg-type]
    assert any(c.family == "office" and c.verdict == "holds" for c in run_checks(bare))


def test_seed_articles(read_corpus: Callable[..., Corpus], shared: Path) -> None:
    """Both mistakes that the article and the offices can show are found; nothing else of that article is flagged."""
    seeds = read_corpus([shared / "corpus" / "seeds"])
    checks = run_checks(seeds)
    flagged = list(iterate_flagged(checks))
    assert Counter(c.family for c in flagged) == {"calendar": 1, "age": 1, "rank": 1, "scale": 1}
    gold = load_gold(shared / "gold" / "2020")
    (document,) = (d for d in seeds.documents if any("002_" in s.path for s in d.sources))
    misses: dict[str, list[str]] = {}
    mine = [c for c in checks if all(s.document == document.id for s in c.spans)]
    score_checks(gold, mine, misses)
    missed = " ".join(misses.get("mistake not found", []))
    assert "k01" not in missed and "k02" not in missed


def test_checks_are_plain_json(corpus: Corpus) -> None:
    for check in run_checks(corpus):
        assert msgspec.json.decode(msgspec.json.encode(check), type=Check) == check
