"""What a pass finds, and how it becomes a record: ids, the documents it spans, one check a place for what holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from detente.records import (
    Check,
    CheckFamily,
    DocumentSpan,
    Extracted,
    Needs,
    Severity,
    Span,
    Verdict,
    make_id,
)

_WORST_FIRST: tuple[Verdict, ...] = ("fails", "conflict", "imprecise", "unverifiable", "holds")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A claim put to the test. The first span is its place; `records` are those that it rests on, in order."""

    family: CheckFamily
    records: tuple[str, ...]
    spans: tuple[DocumentSpan, ...]
    says: str
    arithmetic: str
    verdict: Verdict
    would_hold: str | None = None
    severity: Severity = "major"
    needs: Needs = "article"


def cite(record: Extracted, span: Span) -> DocumentSpan:
    """A span with the document of the record that it belongs to."""
    return DocumentSpan(document=record.document or "", span=span)


def list_checks(findings: Iterable[Finding]) -> list[Check]:
    """The findings as records, in the order of their places; several with one address become one check.

    Of those the worst verdict counts. What holds is information: once a place and family, never where the place is
    found wrong.
    """
    by_id: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=_order):
        by_id.setdefault(make_id("check", finding.family, *finding.records), []).append(finding)
    merged = {
        identity: _merge([f for f in found if f.verdict == found[0].verdict])
        for identity, found in by_id.items()
    }
    flagged = {span for f in merged.values() if f.verdict in {"fails", "conflict"} for span in f.spans}
    ticked: set[tuple[str, DocumentSpan]] = set()
    checks = []
    for identity, finding in sorted(merged.items(), key=lambda item: (_place(item[1]), _order(item[1]))):
        first = (finding.family, finding.spans[0])
        if finding.verdict == "holds" and (first in ticked or finding.spans[0] in flagged):
            continue
        ticked.add(first)
        checks.append(_make_check(identity, finding))
    return checks


def _merge(findings: list[Finding]) -> Finding:
    """The findings of the worst verdict on the same records as one, each of their sentences kept once."""
    worst = [f for f in findings if f.verdict == findings[0].verdict]
    first, *others = sorted(worst, key=_place)
    if not others:
        return first
    words = {
        field: "; ".join(dict.fromkeys(w for f in (first, *others) if (w := getattr(f, field))))
        for field in ("says", "arithmetic", "would_hold")
    }
    spans = tuple(dict.fromkeys(span for f in (first, *others) for span in f.spans))
    return msgspec.structs.replace(first, spans=spans, **words)


def _order(finding: Finding) -> tuple[int, str, tuple[str, ...], str]:
    return _WORST_FIRST.index(finding.verdict), finding.family, finding.records, finding.says


def _place(finding: Finding) -> tuple[str, int, int]:
    first = finding.spans[0]
    return first.document, first.span.start, first.span.end


def _make_check(identity: str, finding: Finding) -> Check:
    documents = sorted({s.document for s in finding.spans})
    return Check(
        id=identity,
        document=documents[0] if len(documents) == 1 else None,
        evidence=None,
        rule=f"check/{finding.family}@1",
        detail=f"{finding.says}: {finding.arithmetic}",
        records=finding.records,
        spans=finding.spans,
        family=finding.family,
        says=finding.says,
        arithmetic=finding.arithmetic,
        would_hold=finding.would_hold if finding.verdict != "holds" else None,
        verdict=finding.verdict,
        severity="info" if finding.verdict in {"holds", "unverifiable"} else finding.severity,
        needs=finding.needs,
    )


def iterate_flagged(checks: Iterable[Check]) -> Iterator[Check]:
    """The checks that say something is wrong or that two say different things."""
    return (c for c in checks if c.verdict in {"fails", "conflict"})
