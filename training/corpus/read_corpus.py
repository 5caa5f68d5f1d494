"""Read the corpus: English sentences with inline marks, as plain records with character offsets.

A mark is `[words|label; label]`; marks nest. README.md beside this file is the manual of the format.
Nothing outside the standard library is needed. Offsets are code points, end exclusive, and
`text[start:end] == quote` always holds.

Example:
    >>> row = parse_text("[Oslo|o] [praised|SUPPORT o>l] [Lima|l].")
    >>> row["text"], row["events"][0]["type"], row["events"][0]["recipients"][0]["quote"]
    ('Oslo praised Lima.', 'SUPPORT', 'Lima')
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = dict[str, Any]

HERE = Path(__file__).resolve().parent

# PLOVER 2.0 types with the modes that the project keeps; both lists are closed.
MODE_WORDS = {
    "AGREE": "",
    "CONSULT": "visit phone third-party multilateral",
    "SUPPORT": "",
    "CONCEDE": "",
    "COOPERATE": "",
    "AID": "",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "discontinue expel withdraw convict",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict arrest deport withhold cyber censor curfew misinformation martial-law",
    "ASSAULT": "abduct torture sexual destroy beat crowd-control targeted aerial drone heavy-weapons"
    " suicide-attack firearms explosives primitive unconventional",
}
MODES = {kind: frozenset(words.split()) for kind, words in MODE_WORDS.items()}
# Events without a PLOVER type: the state of relations, and who holds an office.
UNTYPED = {"STATE": "relation_state", "LEADER": "leadership"}
FORWARD = frozenset({"AGREE", "THREATEN", "CONCEDE"})  # types that may say what is going to happen
MODALITIES = frozenset({"actual", "planned", "hypothetical", "denied"})
STATEMENTS = {"DIRECT": "direct", "INDIRECT": "indirect", "MIXED": "mixed"}
CAUSE_FLAGS = frozenset({"hedged", "denied", "purpose"})
NAME_KINDS = frozenset({"PER", "ORG", "LOC"})

NAME = re.compile(r"([a-z][a-z0-9]*)(?:=([a-z][a-z0-9]*))?(?::([A-Z]+))?")
DATE = re.compile(r"(?!/)(?:(?:^|/)\d{4}(?:-\d\d(?:-\d\d)?)?){1,2}")
HEAD = re.compile(r"([A-Z]+)(?:\.([a-z-]+))?(?:\(([A-Z]+)\))?")


class CorpusError(ValueError):
    """A line that breaks the format: says where, what, and what would be right."""


@dataclass
class Marks:
    """What one text holds: named spans, and the labels that wait until all names are known."""

    text: str = ""
    spans: dict[str, Row] = field(default_factory=dict)
    names: list[Row] = field(default_factory=list)
    labels: list[tuple[Row, str]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def find(self, name: str) -> Row:
        """The span of that name; naming it counts as use."""
        if name not in self.spans:
            raise CorpusError(f"no span is named {name!r}: mark its words as [words|{name}]")
        self.used.add(name)
        return self.spans[name]

    def find_all(self, names: str) -> list[Row]:
        """The spans of names joined by plus signs, in that order; none for an empty string."""
        return [self.find(name) for name in names.split("+")] if names else []


def strip_marks(line: str) -> Marks:
    """The text without marks, and every label with the span it stands on.

    Raises:
        CorpusError: brackets that do not balance, an empty mark, a mark without a label.
    """
    marks, out, opened, i = Marks(), [], [], 0
    while i < len(line):
        char = line[i]
        if char == "\\" and line[i + 1 : i + 2] in {"[", "]", "|", "\\"}:
            out.append(line[i + 1])
            i += 2
        elif char == "[":
            opened.append(len(out))
            i += 1
        elif char == "|":
            end = line.find("]", i)
            if not opened or end < 0:
                raise CorpusError(f"column {i + 1}: a bar outside a mark, or a mark that is not closed")
            start = opened.pop()
            quote = "".join(out[start:])
            if not quote or quote != quote.strip():
                raise CorpusError(f"column {i + 1}: a mark is empty or has blanks at its edges: {quote!r}")
            span = {"start": start, "end": len(out), "quote": quote}
            marks.labels += [(span, label.strip()) for label in line[i + 1 : end].split(";")]
            i = end + 1
        elif char == "]":
            raise CorpusError(f"column {i + 1}: a mark without a label, or a bracket too many")
        else:
            out.append(char)
            i += 1
    if opened:
        raise CorpusError(f"{len(opened)} mark(s) are not closed")
    marks.text = "".join(out)
    return marks


def take_names(marks: Marks) -> None:
    """Move name labels (`a`, `a:ORG`, `b=a`) into the table of spans; the others stay in `labels`."""
    rest, same = [], []
    for span, label in marks.labels:
        match = NAME.fullmatch(label)
        if not match or label in MODALITIES:
            rest.append((span, label))
            continue
        name, antecedent, kind = match.groups()
        if name in marks.spans:
            raise CorpusError(f"two spans are named {name!r}")
        if kind and kind not in NAME_KINDS:
            raise CorpusError(f"unknown kind of name {kind!r}: {sorted(NAME_KINDS)}")
        if kind:
            marks.names.append({**span, "kind": kind})
            marks.used.add(name)
        marks.spans[name] = dict(span)
        if antecedent:
            same.append((name, antecedent))
    for name, antecedent in same:
        marks.spans[name]["same_as"] = dict(marks.find(antecedent))
    marks.labels = rest


def read_event(marks: Marks, trigger: Row, words: list[str]) -> Row:
    """An event from `TYPE.mode(BASE) actors>recipients modality @who on:date`; all but the type may be absent."""
    head = HEAD.fullmatch(words[0])
    if not head or (head[1] not in MODES and head[1] not in UNTYPED):
        raise CorpusError(f"unknown label {words[0]!r}: a type is one of {', '.join([*MODES, *UNTYPED])}")
    kind, mode, base = head.groups()
    if mode and mode not in MODES.get(kind, ()):
        raise CorpusError(f"{kind} has no mode {mode!r}: {sorted(MODES.get(kind, ()))}")
    if base and (base not in MODES or kind not in FORWARD or base == kind):
        raise CorpusError(f"{words[0]}: only {sorted(FORWARD)} carry a base type, another of the 16 types")
    event: Row = {
        "type": None if kind in UNTYPED else kind,
        "base_type": UNTYPED.get(kind) or base or kind,
        "mode": mode,
        "modality": "planned" if base else "actual",
        "trigger": trigger,
        "actors": [],
        "recipients": [],
        "attributed_to": None,
        "date": None,
    }
    seen = set()
    for word in words[1:]:
        if word in MODALITIES:
            slot, event["modality"] = "modality", word
        elif word.startswith("@"):
            slot, event["attributed_to"] = "attribution", marks.find(word[1:])
        elif word.startswith("on:"):
            slot, event["date"] = "date", read_date(word[3:])
        else:
            slot, (left, _, right) = "parties", word.partition(">")
            if set(left.split("+")) & set(right.split("+")):
                raise CorpusError(f"{word!r}: the same span is actor and recipient, or both sides are empty")
            event["actors"], event["recipients"] = marks.find_all(left), marks.find_all(right)
        if slot in seen:
            raise CorpusError(f"{slot} said twice in {' '.join(words)!r}")
        seen.add(slot)
    return event


def read_date(text: str) -> str:
    """A day, month or year, or the first and last of several with a slash between, as it is written."""
    if not DATE.fullmatch(text):
        raise CorpusError(f"{text!r} is no date: 2020-04-13, 2020-04, 2020, or two of them joined by a slash")
    return text


def read_statement(marks: Marks, content: Row, words: list[str]) -> Row:
    """A statement from `DIRECT speaker>cue +piece`; the span marked is the last piece of its words."""
    statement: Row = {"type": STATEMENTS[words[0]], "words": [content], "speaker": None, "verb": None}
    for word in words[1:]:
        if word.startswith("+"):
            statement["words"].insert(-1, marks.find(word[1:]))
        elif ">" in word:
            speaker, _, cue = word.partition(">")
            statement["speaker"] = marks.find(speaker) if speaker else None
            statement["verb"] = marks.find(cue) if cue else None
        else:
            raise CorpusError(f"{word!r} is no part of a statement: speaker>cue or +piece")
    return statement


def read_cause(marks: Marks, connective: Row, words: list[str]) -> Row:
    """A cause from `CAUSE cause>effect sign flags @claimant`, on the words that connect the two."""
    cause: Row = {"connective": connective, "sign": None, "claimant": None}
    cause |= dict.fromkeys(sorted(CAUSE_FLAGS), False)
    for word in words[1:]:
        if word in {"+", "-"}:
            cause["sign"] = word
        elif word in CAUSE_FLAGS:
            cause[word] = True
        elif word.startswith("@"):
            cause["claimant"] = marks.find(word[1:])
        elif ">" in word:
            left, _, right = word.partition(">")
            cause["cause"], cause["effect"] = marks.find(left), marks.find(right)
        else:
            raise CorpusError(f"{word!r} is no part of a cause: cause>effect, + or -, a flag, or @claimant")
    if "cause" not in cause or cause["sign"] is None:
        raise CorpusError("a cause needs cause>effect and a sign, + or -")
    return cause


def read_forecast(marks: Marks, claim: Row, words: list[str]) -> Row:
    """A forecast from `FORECAST @forecaster hedge:h1+h2 if:condition`, on the words of the claim."""
    forecast: Row = {"claim": claim, "forecaster": None, "hedges": [], "condition": None}
    for word in words[1:]:
        if word.startswith("@"):
            forecast["forecaster"] = marks.find(word[1:])
        elif word.startswith("hedge:"):
            forecast["hedges"] = marks.find_all(word[6:])
        elif word.startswith("if:"):
            forecast["condition"] = marks.find(word[3:])
        else:
            raise CorpusError(f"{word!r} is no part of a forecast: @forecaster, hedge:h, if:c")
    return forecast


def parse_text(marked: str) -> Row:
    """One text with its events, statements, causes, forecasts and names, in the order of the text."""
    marks = strip_marks(marked)
    take_names(marks)
    row: Row = {"text": marks.text, "events": [], "statements": [], "causes": [], "forecasts": []}
    for span, label in sorted(marks.labels, key=lambda pair: (pair[0]["start"], pair[0]["end"])):
        words = label.split()
        if not words:
            raise CorpusError(f"an empty label on {span['quote']!r}")
        if words[0] in STATEMENTS:
            row["statements"].append(read_statement(marks, span, words))
        elif words[0] == "CAUSE":
            row["causes"].append(read_cause(marks, span, words))
        elif words[0] == "FORECAST":
            row["forecasts"].append(read_forecast(marks, span, words))
        else:
            row["events"].append(read_event(marks, span, words))
    if unused := set(marks.spans) - marks.used:
        raise CorpusError(f"named and never used: {sorted(unused)}")
    row["names"] = sorted(marks.names, key=lambda name: (name["start"], name["end"]))
    return row


def split_texts(path: Path) -> Iterator[tuple[int, str]]:
    """Line number and marked text: every line of a file of sentences, every block of one of documents."""
    lines = path.read_text(encoding="utf-8").split("\n")
    if not path.name.startswith("documents"):
        yield from ((n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#"))
        return
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line and not line.startswith("#"):
            block.append(line)
        elif block and not line:
            yield number - len(block), "\n".join(block)
            block = []


def read_row(path: Path, number: int, marked: str) -> Row:
    """One text of a file, with `id` (stem:line), `file` and `line`.

    Raises:
        CorpusError: the text breaks the format; the message begins with file and line.
    """
    try:
        row = parse_text(marked)
        if row["text"] != row["text"].strip() or "  " in row["text"]:
            raise CorpusError("blanks at the edges, or two blanks in a row")
    except CorpusError as error:
        raise CorpusError(f"{path}:{number}: {error}") from None
    return {"id": f"{path.stem}:{number}", "file": path.name, "line": number, **row}


def read_file(path: Path) -> Iterator[Row]:
    """The rows of one file; stops with a CorpusError at the first text that breaks the format."""
    for number, marked in split_texts(path):
        yield read_row(path, number, marked)


def read_corpus(
    folder: Path = HERE, *, parts: Iterable[str] = ("sentences-*.txt", "documents-*.txt")
) -> list[Row]:
    """All rows that may be trained on; the held-back pairs are read only by naming their file."""
    return [row for part in parts for path in sorted(folder.glob(part)) for row in read_file(path)]


def main(names: list[str]) -> int:
    """Print every text of the files that breaks the format; 1 if there is one."""
    good = bad = 0
    for path in map(Path, names):
        for number, marked in split_texts(path):
            try:
                read_row(path, number, marked)
                good += 1
            except CorpusError as error:
                print(error)
                bad += 1
    print(f"{good} texts read, {bad} refused")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
