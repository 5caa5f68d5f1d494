"""Pseudo-sentences from the CAMEO verb dictionary of petrarch2 (MIT): a verb pattern between two parties.

The dictionary stays outside the project; only what a model learns from it ships.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from training.events.examples import TYPES, Example, Trigger

ROOTS = {
    "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "CONCEDE",
    "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST",
    "15": "MOBILIZE", "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT",
    "02": "REQUEST",
}  # fmt: skip
"""CAMEO root to PLOVER; 01 (comment) is no event, 02 (appeal) is asked as REQUEST."""
RETREAT = ("084", "087", "0841", "0842", "0871", "0872", "0873", "0874", "083")
SKIPPED = ("---", "", "01")
PLACES = (
    "Kenya", "Peru", "Poland", "Japan", "Nepal", "Chile", "Iraq", "Turkey", "Ghana", "Laos", "Oman", "Sudan",
    "Cuba", "Serbia", "Georgia", "Canada", "Angola", "Yemen", "Mali", "Greece", "India", "Egypt", "Brazil",
)  # fmt: skip
ADJECTIVES = (
    "Kenyan",
    "Peruvian",
    "Polish",
    "Japanese",
    "Iraqi",
    "Turkish",
    "Sudanese",
    "Serbian",
    "Malian",
    "Cuban",
)
BODIES = (
    "government", "foreign minister", "rebels", "army", "police", "president", "opposition", "lawmakers", "troops",
    "union leaders", "court", "officials", "protesters", "prime minister", "parliament", "militia",
)  # fmt: skip


def read_synsets(lines: list[str]) -> dict[str, list[str]]:
    """The word lists of the dictionary, by name with its ampersand."""
    sets: dict[str, list[str]] = {}
    name = None
    for line in lines:
        plain = line.split("#")[0].strip()
        if plain.startswith("&"):
            name = plain
            sets[name] = []
        elif name and plain.startswith("+"):
            sets[name].append(plain[1:].strip("_ ").replace("_", " ").lower())
        elif plain.startswith(("---", "- ")):
            name = None
    return sets


def list_patterns(lines: list[str]) -> Iterator[tuple[list[str], str, str]]:
    """Forms of a verb, a pattern and its CAMEO code; a verb without pattern has an empty one."""
    verbs: list[list[str]] = []
    for line in lines:
        plain = line.split("#")[0].strip()
        code = re.search(r"\[([\d-]+):?[\d-]*\]", plain)
        if line.startswith("---"):
            verbs = []
        elif plain.startswith("- "):
            if code and verbs:
                for forms in verbs[:6]:
                    yield forms, plain[2 : plain.index("[")].strip(), code[1]
        elif re.match(r"\+?[A-Z_]{3,}\b", plain):
            forms = re.findall(r"[A-Z_]{3,}", re.sub(r"\[.*", "", plain))
            verbs.append([f.replace("_", " ").strip().lower() for f in forms])
            if code and code[1].isdigit():
                yield verbs[-1], "", code[1]


def find_type(code: str) -> int | None:
    """The PLOVER type of a CAMEO code; null for what is skipped, 0 for comments."""
    if not code.isdigit():
        return None
    if code.startswith(RETREAT):
        return TYPES.index("RETREAT")
    if code[:3] in ("173",) or code[:3] == "175":
        return TYPES.index("COERCE")
    root = ROOTS.get(code[:2])
    return TYPES.index(root) if root else (0 if code[:2] == "01" else None)


def make_party(chance: random.Random) -> list[str]:
    """A made-up party of one to four words."""
    roll = chance.random()
    if roll < 0.4:
        return [chance.choice(PLACES)]
    body = chance.choice(BODIES).split()
    if roll < 0.7:
        return [chance.choice(ADJECTIVES), *body]
    return ["the", chance.choice(ADJECTIVES), *body] if roll < 0.85 else ["the", *body]


def expand(pattern: str, sets: dict[str, list[str]], chance: random.Random) -> list[str]:
    """The words of one side of a pattern, with a member for each word list; brackets only group."""
    words: list[str] = []
    for part in re.sub(r"[(){}]", " ", pattern).split():
        part = part.strip("_")
        if part.startswith("&"):
            words += chance.choice(sets.get(part) or [part[1:].lower()]).split()
        elif part.startswith(("$", "+", "%", "^")):
            continue
        else:
            words += part.replace("_", " ").lower().split()
    return words


def past(forms: list[str]) -> str:
    """The past tense of a verb, by the dictionary where it lists irregular forms."""
    base, rest = forms[0], forms[1:]
    found = [f for f in rest if f.endswith("ed")] or [f for f in rest if not f.endswith(("s", "ing"))]
    if found:
        return found[0]
    head, *tail = base.split()
    if head.endswith("e"):
        head += "d"
    elif head.endswith("y") and head[-2] not in "aeiou":
        head = head[:-1] + "ied"
    else:
        head += "ed"
    return " ".join([head, *tail])


def make_pseudo_sentences(path: Path, *, seed: int) -> list[Example]:
    """One pseudo-sentence for each verb and pattern, with the trigger and the two parties."""
    lines = path.read_text(encoding="latin-1").splitlines()
    sets, chance, found = read_synsets(lines), random.Random(seed), []
    for forms, pattern, code in list_patterns(lines):
        kind = find_type(code)
        if kind is None:
            continue
        left, _, right = pattern.partition("*")
        before, after = expand(left, sets, chance), expand(right, sets, chance)
        actor, recipient = make_party(chance), make_party(chance)
        verb = past(forms).split()
        passive = chance.random() < 0.1 and not before and not after
        words = [*actor, *before]
        start = len(words)
        words += [*verb, *after]
        end = len(words)
        where = (len(words), len(words) + len(recipient))
        words += [*recipient, "."]
        if passive:
            words = [*recipient, "was", *verb, "by", *actor, "."]
            where, start = (0, len(recipient)), len(recipient) + 1
            end = start + len(verb)
            place = (end + 1, end + 1 + len(actor))
        else:
            place = (0, len(actor))
        pairs = ((place, where, kind), (where, place, 0))
        trigger = (Trigger((start, end), kind, 0, 0, (place,), (where,)),) if kind else ()
        found.append(Example(words, trigger, pairs, complete=False))
    chance.shuffle(found)
    return found
