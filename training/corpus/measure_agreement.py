"""How far two annotators agree who did not know of each other: `python -m training.corpus.measure_agreement`.

Ten of the articles were annotated twice. Events are matched where their triggers overlap; each share says in how
many of the events matched so far the two agree.
"""

import json
from collections import Counter
from typing import Any

from training.corpus.read_corpus import HERE, Row
from training.corpus.standoff import KEPT

AGAIN = HERE / "wikinews-again.jsonl"


def overlap(first: list[int], second: list[int]) -> bool:
    """Whether two character ranges share a place."""
    return first[0] < second[1] and second[0] < first[1]


def match_events(first: list[Row], second: list[Row]) -> list[tuple[Row, Row]]:
    """Pairs of events with overlapping triggers, those of one type first; each event at most once."""
    pairs, used = [], set[int]()
    for event in first:
        near = [i for i, e in enumerate(second) if i not in used and overlap(event["trigger"], e["trigger"])]
        if near:
            best = max(near, key=lambda i: second[i]["type"] == event["type"])
            used.add(best)
            pairs.append((event, second[best]))
    return pairs


def list_chain(row: Row, span: list[int]) -> list[list[int]]:
    """A span and, where it stands for another, that one."""
    return [span, *([*place[2:]] for place in row["same_as"] if place[:2] == span)]


def have_same_parties(rows: tuple[Row, Row], events: tuple[Row, Row], role: str) -> bool:
    """Whether each party of one has a place in common with one of the other, both ways."""
    ours, theirs = (
        [list_chain(row, span) for span in event[role]] for row, event in zip(rows, events, strict=True)
    )

    def covered(left: list[Any], right: list[Any]) -> bool:
        return all(any(overlap(a, b) for c in right for a in chain for b in c) for chain in left)

    return covered(ours, theirs) and covered(theirs, ours)


def main() -> None:
    """Print the agreement."""
    first, second = (
        {row["id"]: row for row in map(json.loads, path.read_text("utf-8").splitlines())}
        for path in (KEPT, AGAIN)
    )
    counts: Counter[str] = Counter()
    for name, other in second.items():
        row = first[name]
        counts["events"] += len(row["events"]) + len(other["events"])
        for pair in match_events(row["events"], other["events"]):
            counts["triggers"] += 1
            if pair[0]["type"] != pair[1]["type"]:
                continue
            counts["type"] += 1
            for field in ("mode", "modality", "date"):
                counts[field] += pair[0][field] == pair[1][field]
            actors, recipients = (have_same_parties((row, other), pair, r) for r in ("actors", "recipients"))
            counts["actors"] += actors
            counts["recipients"] += recipients
            counts["all parties"] += actors and recipients
    total, typed = counts["events"], counts["type"]
    print(f"{len(second)} articles, {total} events of both annotators, {counts['triggers']} matched")
    print(
        f"F1 of triggers {2 * counts['triggers'] / total:.2f}, with the type {2 * typed / total:.2f}", end=""
    )
    print(f", with type and all parties {2 * counts['all parties'] / total:.2f}")
    print(f"type where triggers match {typed / counts['triggers']:.2f}")
    for field in ("mode", "modality", "date", "actors", "recipients", "all parties"):
        print(f"{field} where trigger and type match {counts[field] / typed:.2f}")


if __name__ == "__main__":
    main()
