"""A signed graph as plain SVG: causes on the left, effects on the right, + solid and - dashed, never by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import msgspec

_WIDTH, _HEIGHT = 152, 40
_GAP_X, _GAP_Y = 92, 22
_MARGIN = 10
_LETTERS = 21
_SWEEPS = 4
_STEPS = (0.5, 0.36, 0.64)
"""How far along a curve its sign stands, in turn, so that signs of neighbours stay apart."""


class Edge(msgspec.Struct, frozen=True, kw_only=True):
    """One claim or several alike: `source` drives `target`; the heaviest are drawn, a click leads to `link`."""

    source: str
    target: str
    sign: str
    count: int = 1
    weight: float = 1.0
    denied: bool = False
    link: str = ""
    label: str = ""


def draw_graph(labels: Mapping[str, str], edges: Sequence[Edge], *, title: str, most: int = 14) -> str:
    """An SVG of at most `most` nodes with the edges between them; empty without any edge.

    `labels` name the nodes. Nodes of the heaviest edges are kept. The same edges in any order give the same drawing.
    """
    edges = _choose(sorted(set(edges), key=_order), most)
    if not edges:
        return ""
    nodes = sorted({n for e in edges for n in (e.source, e.target)})
    columns = _arrange(_layer(nodes, edges), edges)
    places = _place(columns)
    width = 2 * _MARGIN + len(columns) * _WIDTH + (len(columns) - 1) * _GAP_X
    height = 2 * _MARGIN + max(len(c) for c in columns) * (_HEIGHT + _GAP_Y)
    parts = [
        f'<svg class="chart graph" viewBox="0 0 {width} {height}" style="max-width:{width}px" role="img" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title>'
    ]
    parts += [_draw_edge(e, places, _bend(e, edges), _STEPS[i % len(_STEPS)]) for i, e in enumerate(edges)]
    parts += [_draw_node(labels.get(n, n), places[n]) for n in nodes]
    return "".join([*parts, "</svg>"])


def _order(edge: Edge) -> tuple[object, ...]:
    return -edge.weight, edge.source, edge.target, edge.sign, edge.denied, edge.link


def _choose(edges: Sequence[Edge], most: int) -> list[Edge]:
    """The edges among the nodes that come first, in order, until there are enough nodes."""
    nodes: set[str] = set()
    kept = []
    for edge in edges:
        ends = {edge.source, edge.target}
        if len(ends) == 2 and len(nodes | ends) <= most:
            nodes |= ends
            kept.append(edge)
    return kept


def _layer(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The column of each node: one more than the furthest of its causes; edges that close a circle do not count."""
    forward: dict[str, list[str]] = {n: [] for n in nodes}
    for edge in edges:
        if not _reaches(forward, edge.target, edge.source):
            forward[edge.source].append(edge.target)
    columns = dict.fromkeys(nodes, 0)
    for _ in nodes:
        for source, targets in forward.items():
            for target in targets:
                columns[target] = max(columns[target], columns[source] + 1)
    return columns


def _reaches(forward: Mapping[str, Sequence[str]], start: str, goal: str) -> bool:
    todo, seen = [start], {start}
    while todo:
        node = todo.pop()
        if node == goal:
            return True
        fresh = [n for n in forward[node] if n not in seen]
        seen.update(fresh)
        todo += fresh
    return False


def _arrange(columns: Mapping[str, int], edges: Sequence[Edge]) -> list[list[str]]:
    """The nodes of each column from top to bottom, near those they are joined with."""
    order = [sorted(n for n in columns if columns[n] == i) for i in range(max(columns.values()) + 1)]
    joined: dict[str, list[str]] = {n: [] for n in columns}
    for edge in edges:
        joined[edge.source].append(edge.target)
        joined[edge.target].append(edge.source)
    for _ in range(_SWEEPS):
        rank = {n: (i + 0.5) / len(column) for column in order for i, n in enumerate(column)}

        def middle(node: str, rank: Mapping[str, float] = rank) -> tuple[float, str]:
            near = [rank[other] for other in joined[node]]
            return sum(near) / len(near), node

        order = [sorted(column, key=middle) for column in order]
    return order


def _place(columns: Sequence[Sequence[str]]) -> dict[str, tuple[float, float]]:
    """The left upper corner of each node, the columns centred."""
    tallest = max(len(c) for c in columns)
    places: dict[str, tuple[float, float]] = {}
    for i, column in enumerate(columns):
        top = _MARGIN + (tallest - len(column)) * (_HEIGHT + _GAP_Y) / 2
        for j, node in enumerate(column):
            places[node] = (_MARGIN + i * (_WIDTH + _GAP_X), top + j * (_HEIGHT + _GAP_Y) + _GAP_Y / 2)
    return places


def _bend(edge: Edge, edges: Sequence[Edge]) -> float:
    """How far to shift an edge so that several between the same two nodes stay apart."""
    alike = [e for e in edges if {e.source, e.target} == {edge.source, edge.target}]
    return (alike.index(edge) - (len(alike) - 1) / 2) * 16


def _draw_edge(edge: Edge, places: Mapping[str, tuple[float, float]], shift: float, step: float) -> str:
    """A curve with an arrow and its sign on it; against the stream it runs from left side to right side."""
    (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
    ahead = x2 > x1
    x1, x2 = (x1 + _WIDTH, x2) if ahead else (x1, x2 + _WIDTH)
    if not ahead and x2 > x1:  # the same column: out and in on the right
        x1, x2 = x1 + _WIDTH, x2
    y1, y2 = y1 + _HEIGHT / 2 + shift, y2 + _HEIGHT / 2 + shift
    reach = max(36.0, abs(x2 - x1) / 2) * (1 if ahead or x1 == x2 else -1)
    c1, c2 = x1 + reach, x2 - reach if x1 != x2 else x2 + reach
    mx, my = _find_point((x1, c1, c2, x2), step), _find_point((y1, y1, y2, y2), step)
    tip = -7 if c2 < x2 else 7
    kind = ("plus" if edge.sign == "+" else "minus") + (" denied" if edge.denied else "")
    mark = {"+": "+", "-": "−"}[edge.sign] + (f"×{edge.count}" if edge.count > 1 else "")
    wide = 12 + 8 * len(mark)
    slash = f'<line class="slash" x1="{mx - 9:.1f}" y1="{my + 9:.1f}" x2="{mx + 9:.1f}" y2="{my - 9:.1f}"/>'
    body = (
        f"<title>{escape(edge.label)}</title>"
        f'<path class="edge {kind}" d="M{x1:.1f},{y1:.1f} C{c1:.1f},{y1:.1f} {c2:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"/>'
        f'<path class="tip {kind}" d="M{x2:.1f},{y2:.1f} l{tip},-4 v8 z"/>'
        f'<rect class="sign-box" x="{mx - wide / 2:.1f}" y="{my - 9:.1f}" width="{wide}" height="18" rx="9"/>'
        f'<text class="sign {kind}" x="{mx:.1f}" y="{my + 5:.1f}" text-anchor="middle">{mark}</text>'
        f"{slash if edge.denied else ''}"
    )
    return f'<a href="#{escape(edge.link)}">{body}</a>' if edge.link else f"<g>{body}</g>"


def _find_point(values: tuple[float, float, float, float], step: float) -> float:
    """One coordinate of a cubic curve, so far along it."""
    a, b, c, d = values
    rest = 1 - step
    return rest**3 * a + 3 * rest**2 * step * b + 3 * rest * step**2 * c + step**3 * d


def _draw_node(label: str, place: tuple[float, float]) -> str:
    x, y = place
    rows = _wrap(label)
    first = y + _HEIGHT / 2 + 4 - (len(rows) - 1) * 7
    texts = "".join(
        f'<text x="{x + _WIDTH / 2:.1f}" y="{first + 14 * i:.1f}" text-anchor="middle">{escape(row)}</text>'
        for i, row in enumerate(rows)
    )
    box = f'<rect class="node" x="{x:.1f}" y="{y:.1f}" width="{_WIDTH}" height="{_HEIGHT}" rx="7"/>'
    return f"<g><title>{escape(label)}</title>{box}{texts}</g>"


def _wrap(label: str) -> list[str]:
    """A label in at most two rows, cut with an ellipsis."""
    rows = [""]
    for word in label.split():
        if len(rows[-1]) + len(word) + 1 <= _LETTERS or not rows[-1]:
            rows[-1] = f"{rows[-1]} {word}".strip()
        else:
            rows.append(word)
    if len(rows) > 2:
        rows = [rows[0], f"{rows[1][: _LETTERS - 2]} …"]
    return [row if len(row) <= _LETTERS else f"{row[: _LETTERS - 1]}…" for row in rows]
