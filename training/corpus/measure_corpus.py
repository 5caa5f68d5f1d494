"""Print what the corpus holds: counts by type, the quotas of the data card, and how varied the text is.

python training/corpus/measure_corpus.py [FILE ...]
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from read_corpus import MODES, Row, read_corpus, read_file

WORDS = re.compile(r"\w+")
EASING = re.compile(
    r"\b(lift|suspend|terminat|dismantl|delist|eas|relax|scrap|drop|remov|waiv|roll(?:ed|s|ing)? back|end|repeal"
    r"|loosen|unfr|thaw|reopen|unblock"
    r"|readmit|reinstat|releas|abolish|phas|cancel|halv|cut|revok|rescind|relief|paus|freez|froz)\w*",
    re.IGNORECASE,
)
EASED = re.compile(
    r"\b(sanction|ban|bans|tariff|embargo|curb|restriction|blockade|dut(?:y|ies)|quota|curfew|levy|levies|blacklist"
    r"|visa|freeze|boycott|penalt|moratorium|closure|export control|emergency|airspace|border)\w*",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\b(no|not|never|neither|nor|none|nobody|nothing|without|den(?:y|ies|ied|ial)|refus\w+|reject\w+|cannot"
    r"|rul\w+ out|hardly|far from|stopped short|failed to)\b|n['’]t\b",
    re.IGNORECASE,
)


def is_inverted(event: Row) -> bool:
    """Whether the recipient is named before the actor, or one of them stands on the unexpected side."""
    actors, recipients, trigger = event["actors"], event["recipients"], event["trigger"]
    if not recipients:
        return False
    if not actors:
        return bool(recipients[0]["start"] < trigger["start"])
    return bool(recipients[0]["start"] < actors[0]["start"])


def is_easing(row: Row) -> bool:
    """Whether something that restricts is made smaller: a yielding event, and the words for both."""
    yields = {"RETREAT", "CONCEDE", "AGREE", "REQUEST", "REJECT"}
    return bool(
        yields & {event["type"] for event in row["events"]}
        and EASED.search(row["text"])
        and EASING.search(row["text"])
    )


def count_quotas(rows: list[Row]) -> dict[str, float]:
    """Share of the sentences that have each of the things which break coders."""
    tests = {
        "no event": lambda row: not row["events"],
        "recipient before actor": lambda row: any(map(is_inverted, row["events"])),
        "easing of a sanction, ban, tariff": is_easing,
        "negation in an event sentence": lambda row: row["events"] and NEGATION.search(row["text"]),
        "an event denied": lambda row: any(e["modality"] == "denied" for e in row["events"]),
        "planned or hypothetical": lambda row: any(
            e["modality"] in {"planned", "hypothetical"} for e in row["events"]
        ),
        "two or more events": lambda row: len(row["events"]) > 1,
        "a statement": lambda row: row["statements"],
        "a cause": lambda row: row["causes"],
        "a forecast": lambda row: row["forecasts"],
        "no full stop (headline)": lambda row: row["text"][-1] not in ".?!\"'”’",
    }
    return {name: sum(map(bool, map(test, rows))) / len(rows) for name, test in tests.items()}


def list_trigrams(text: str) -> set[tuple[str, ...]]:
    """The runs of three words of a text, lower case."""
    words = WORDS.findall(text.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def find_nearest(
    texts: list[set[tuple[str, ...]]], others: list[set[tuple[str, ...]]]
) -> list[tuple[float, int]]:
    """For each text the highest Jaccard share over word trigrams, and with which other; itself excluded."""
    index: dict[tuple[str, ...], list[int]] = {}
    for number, grams in enumerate(others):
        for gram in grams:
            index.setdefault(gram, []).append(number)
    nearest = []
    for number, grams in enumerate(texts):
        shared = Counter(chain.from_iterable(index.get(gram, ()) for gram in grams))
        if texts is others:
            shared.pop(number, None)
        scores = ((n / (len(grams) + len(others[other]) - n), other) for other, n in shared.items())
        nearest.append(max(scores, default=(0.0, -1)))
    return nearest


def measure_diversity(rows: list[Row]) -> dict[str, float]:
    """Share of distinct trigrams, and how near the nearest neighbour of a sentence is."""
    grams = [list_trigrams(row["text"]) for row in rows]
    nearest = [score for score, _ in find_nearest(grams, grams)]
    lengths = sorted(len(row["text"].split()) for row in rows)
    openings = Counter(tuple(row["text"].split()[:2]) for row in rows)
    triggers = {e["trigger"]["quote"].lower() for row in rows for e in row["events"]}
    events = sum(len(row["events"]) for row in rows)
    return {
        "distinct trigrams": len(set().union(*grams)) / max(1, sum(map(len, grams))),
        "nearest neighbour, max": max(nearest),
        "nearest neighbour, mean": sum(nearest) / len(nearest),
        "distinct triggers per event": len(triggers) / max(1, events),
        "most frequent first two words": openings.most_common(1)[0][1] / len(rows),
        "words, shortest": lengths[0],
        "words, median": lengths[len(lengths) // 2],
        "words, longest": lengths[-1],
    }


def print_counts(rows: list[Row]) -> None:
    """The counts by type, then modes, then modalities."""
    events = [event for row in rows for event in row["events"]]
    print(
        f"{len(rows)} texts, {len(events)} events, {sum(len(r['statements']) for r in rows)} statements,",
        end=" ",
    )
    print(f"{sum(len(r['causes']) for r in rows)} causes, {sum(len(r['forecasts']) for r in rows)} forecasts")
    types = Counter(event["type"] or event["base_type"] for event in events)
    holding = Counter(kind for row in rows for kind in {e["type"] or e["base_type"] for e in row["events"]})
    for kind in [*MODES, "relation_state", "leadership"]:
        modes = Counter(event["mode"] for event in events if event["type"] == kind and event["mode"])
        detail = " ".join(f"{mode} {count}" for mode, count in modes.most_common())
        print(f"  {kind:15}{types[kind]:5}{holding[kind] / len(rows):7.1%} of texts  {detail}")
    print("  modality:", dict(Counter(event["modality"] for event in events)))


def main(paths: Iterable[str]) -> None:
    """Print the figures of the files named, or of the whole corpus that may be trained on."""
    rows = [row for path in paths for row in read_file(Path(path))] or read_corpus()
    print_counts(rows)
    for name, share in count_quotas(rows).items():
        print(f"  {name:36}{share:7.1%}")
    for name, value in measure_diversity(rows).items():
        print(f"  {name:36}{value:7.3g}")


if __name__ == "__main__":
    main(sys.argv[1:])
