"""Annotations of articles that others wrote: kept as offsets, without a word of the text.

    python -m training.corpus.standoff prepare wn063 wn140 --shared ../shared --to FOLDER
    python -m training.corpus.standoff take FOLDER/wn063.txt ... --shared ../shared

`prepare` writes a file for each article, one paragraph a line, in which to set the marks of README.md; `take` checks
that nothing but marks was added and puts the events into `wikinews.jsonl`. The texts are Wikinews articles (CC BY 2.5,
their `url` names each) and are read from the shared folder whenever they are needed.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.corpus.read_corpus import HERE, CorpusError, Row, parse_text

KEPT = HERE / "wikinews.jsonl"
SPECIAL = re.compile(r"([\[\]|\\])")
FIELDS = ("type", "base_type", "mode", "modality", "date")


def read_articles(shared: Path) -> dict[str, Row]:
    """The articles by id, with url, title, published and text."""
    lines = (shared / "corpus/wikinews.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def list_words(text: str) -> list[tuple[str, int, int]]:
    """The words between blanks with their offsets: what must be the same in the marked copy."""
    return [(found[0], found.start(), found.end()) for found in re.finditer(r"[^\s\u200b-\u200d]+", text)]


def write_template(article: Row, folder: Path) -> Path:
    """A file to set marks in: the title and date as remarks, then one paragraph a line."""
    lines = [f"# {article['id']} {article['published'][:10]} {article['title']}"]
    for line in article["text"].split("\n"):
        words = [SPECIAL.sub(r"\\\1", word) for word, _, _ in list_words(line)]
        lines += [" ".join(words)] if words else []
    path = folder / f"{article['id']}.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def take_marks(marked: str, article: Row) -> Row:
    """The events of a marked copy, with offsets into the article's own text.

    Raises:
        CorpusError: a mark breaks the format, or the copy differs from the article in more than marks.
    """
    row = parse_text("\n".join(line for line in marked.split("\n") if line and not line.startswith("#")))
    ours, theirs = list_words(row["text"]), list_words(article["text"])
    for (a, start, _), (b, _, _) in zip(ours, theirs, strict=False):
        if a != b:
            raise CorpusError(
                f"the text differs at {row['text'][max(0, start - 30) : start + 30]!r}: {b!r} is right"
            )
    if len(ours) != len(theirs):
        raise CorpusError(f"{len(ours)} words where the article has {len(theirs)}")
    places: dict[int, int] = {}
    for (_, start, _), (_, origin, end) in zip(ours, theirs, strict=True):
        places |= {start + i: origin + i for i in range(end - origin)}

    def move(span: Row | None) -> list[int] | None:
        return [places[span["start"]], places[span["end"] - 1] + 1] if span else None

    events = []
    for event in row["events"]:
        moved: Row = {name: event[name] for name in FIELDS} | {"trigger": move(event["trigger"])}
        moved |= {role: [move(span) for span in event[role]] for role in ("actors", "recipients")}
        events.append(moved | {"attributed_to": move(event["attributed_to"])})
    links = [
        s
        for e in row["events"]
        for s in (*e["actors"], *e["recipients"], e["attributed_to"])
        if s and "same_as" in s
    ]
    same = sorted({(*move(s), *move(s["same_as"])) for s in links})  # type: ignore[misc]
    digest = hashlib.sha256(article["text"].encode()).hexdigest()
    return {"id": article["id"], "url": article["url"], "sha256": digest, "same_as": same, "events": events}


def read_standoff(path: Path, shared: Path) -> Iterator[Row]:
    """Rows as `read_corpus` gives them, events alone, with the text from the shared folder.

    Raises:
        CorpusError: the article is not the one that was annotated.
    """
    articles = read_articles(shared)
    for line in path.read_text(encoding="utf-8").splitlines():
        row: Row = json.loads(line)
        text = articles[row["id"]]["text"]
        if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            raise CorpusError(f"{row['id']}: the text in the shared folder is not the one that was annotated")
        same = {(a, b): (c, d) for a, b, c, d in row["same_as"]}
        events = [fill_event(event, text, same) for event in row["events"]]
        yield {
            "id": row["id"],
            "file": path.name,
            "text": text,
            "events": events,
            "published": articles[row["id"]]["published"][:10],
        }


def fill_event(event: Row, text: str, same: dict[tuple[int, int], tuple[int, int]]) -> Row:
    """An event with its quotes, and `same_as` on spans that stand for others."""

    def quote(span: Any) -> Any:
        if span is None:
            return None
        start, end = span
        whole = {"start": start, "end": end, "quote": text[start:end]}
        return whole | ({"same_as": quote(same[start, end])} if (start, end) in same else {})

    parties = {role: [quote(span) for span in event[role]] for role in ("actors", "recipients")}
    return event | parties | {name: quote(event[name]) for name in ("trigger", "attributed_to")}


def main() -> int:
    """Prepare copies, or take them in; 1 if one is refused."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verb", choices=("prepare", "take"))
    parser.add_argument("names", nargs="+", help="ids to prepare, or files to take")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--to", type=Path, help="the folder of the copies, or the file that takes them in")
    options = parser.parse_args()
    articles = read_articles(options.shared)
    if options.verb == "prepare":
        for name in options.names:
            print(write_template(articles[name], options.to))
        return 0
    target, refused = options.to or KEPT, 0
    kept = (
        {row["id"]: row for row in map(json.loads, target.read_text("utf-8").splitlines())}
        if target.is_file()
        else {}
    )
    for path in map(Path, options.names):
        try:
            row = take_marks(path.read_text(encoding="utf-8"), articles[path.stem])
        except CorpusError as error:
            print(f"{path}: {error}")
            refused += 1
            continue
        kept[row["id"]] = row
        print(f"{path}: {len(row['events'])} events")
    target.write_text("".join(json.dumps(kept[name]) + "\n" for name in sorted(kept)), encoding="utf-8")
    return int(refused > 0)


if __name__ == "__main__":
    sys.exit(main())
