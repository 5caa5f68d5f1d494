"""Causes side by side: rival causes of the same effect together, by who names them, with opposite signs marked."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from detente.lexicon.variables import load_variables
from detente.measure.organs import is_organ
from detente.records import Cause, Span
from detente.show.briefs import Brief
from detente.show.claims import list_caveats, name_claimant
from detente.show.graphs import Edge, draw_graph
from detente.show.wording import name_surname, shorten

Column: TypeAlias = Literal["first", "second", "others"]
_WITHHELD = "(words withheld)"
_ARTICLE = re.compile(r"^(?:the|a|an|its|his|her|their|this|that|these|those)\s+", re.IGNORECASE)
_SEEN = 12


class Node(NamedTuple):
    """What a cause or an effect is about: a variable, or else words; `key` tells which are the same."""

    key: str
    label: str

    @property
    def known(self) -> bool:
        """Whether it is a variable of the lexicon."""
        return self.key.startswith("variable:")


class Cell(msgspec.Struct, frozen=True):
    """One claim in the table: who makes it, with which sign, how it is weakened, and its record."""

    record: str
    sign: str
    who: str
    caveats: tuple[str, ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A cause of an effect with the claims of each side; `opposite` where they differ in sign."""

    cause: str
    cells: dict[Column, tuple[Cell, ...]]
    opposite: bool


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """An effect with all causes named for it; they are rivals when there are several."""

    effect: str
    rows: tuple[Row, ...]

    @property
    def rival(self) -> bool:
        """Whether more than one cause is named."""
        return len(self.rows) > 1


class Comparison(msgspec.Struct, frozen=True):
    """The effects to be seen at once, and the others."""

    seen: tuple[Effect, ...]
    rest: tuple[Effect, ...]


def compare_causes(brief: Brief, *, quoted: bool = True) -> Comparison:
    """Every effect with its causes: those with rivals first, then those about variables; few are seen at once."""
    found: dict[Node, dict[Node, list[Cause]]] = {}
    names: dict[str, Node] = {}
    for cause in brief.causes:
        source, effect = (names.setdefault(n.key, n) for n in find_nodes(cause, quoted=quoted))
        found.setdefault(effect, {}).setdefault(source, []).append(cause)
    ranked = sorted(found, key=lambda node: (-len(found[node]), not node.known, node.key))
    effects = [
        Effect(
            effect=effect.label,
            rows=tuple(
                _make_row(brief, node, found[effect][node], quoted=quoted)
                for node in sorted(found[effect], key=lambda n: (not n.known, n.key))
            ),
        )
        for effect in ranked
    ]
    weighty = [e for e, node in zip(effects, ranked, strict=True) if e.rival or node.known][:_SEEN]
    return Comparison(tuple(weighty), tuple(e for e in effects if e not in weighty))


def _make_row(brief: Brief, node: Node, claims: list[Cause], *, quoted: bool) -> Row:
    cells: dict[Column, list[Cell]] = {"first": [], "second": [], "others": []}
    for cause in claims:
        who = (
            name_surname(cause.claimant.name) if cause.claimant.name else name_claimant(cause, quoted=quoted)
        )
        cell = Cell(cause.id, find_sign(cause), who, tuple(list_caveats(cause)))
        cells[_find_column(brief, cause)].append(cell)
    signs = {find_sign(c) for c in claims if not c.denied}
    found = {column: tuple(held) for column, held in cells.items()}
    return Row(cause=node.label, cells=found, opposite=len(signs) > 1)


def _find_column(brief: Brief, cause: Cause) -> Column:
    """The side whose state or official claims it; whoever else does belongs to neither."""
    if cause.claimant.country not in brief.answer.between or not is_organ(cause.claimant):
        return "others"
    return "first" if cause.claimant.country == brief.sides[0] else "second"


def find_sign(cause: Cause) -> str:
    """The sign between the variables: that of the claim, turned where the cause is worded as a fall of its variable."""
    if cause.cause_variable and load_variables().find_direction(cause.cause.quote) == "-":
        return "-" if cause.sign == "+" else "+"
    return cause.sign


def find_nodes(cause: Cause, *, quoted: bool = True) -> tuple[Node, Node]:
    """Cause and effect as nodes: by their variables, but by their words where both are about the same one."""
    same = cause.cause_variable == cause.effect_variable
    return (
        _make_node(cause.cause, None if same else cause.cause_variable, quoted=quoted),
        _make_node(cause.effect, None if same else cause.effect_variable, quoted=quoted),
    )


def _make_node(span: Span, variable: str | None, *, quoted: bool) -> Node:
    """A variable by its name; words without their article, shown only where they may be."""
    if variable:
        return Node(f"variable:{variable}", variable.replace("_", " "))
    words = _ARTICLE.sub("", " ".join(span.quote.split()).strip(" ,.;:"))
    return Node(f"words:{words.casefold()}", shorten(words, 60) if quoted else _WITHHELD)


def draw_causes(brief: Brief, *, quoted: bool = True) -> str:
    """The signed graph of the causes as SVG, variables before words; words only where they may be quoted."""
    claims: dict[tuple[Node, Node, str, bool], list[Cause]] = {}
    for cause in brief.causes:
        source, target = find_nodes(cause, quoted=quoted)
        if source.key != target.key and (quoted or (source.known and target.known)):
            claims.setdefault((source, target, find_sign(cause), cause.denied), []).append(cause)
    labels = {node.key: node.label for key in claims for node in key[:2]}
    edges = []
    for (source, target, sign, denied), causes in claims.items():
        drives = f"{source.label} {'raises' if sign == '+' else 'lowers'} {target.label}"
        claimants = ", ".join(dict.fromkeys(name_claimant(c, quoted=quoted) for c in causes))
        edges.append(
            Edge(
                source=source.key, target=target.key, sign=sign, denied=denied, count=len(causes),
                weight=10 * (source.known + target.known) + len(causes), link=causes[0].id,
                label=f"{drives}{' (denied)' if denied else ''}: {claimants}",
            )
        )  # fmt: skip
    return draw_graph(
        labels, edges, title="What is said to drive what, as a signed graph; the table says the same"
    )
