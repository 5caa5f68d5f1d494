"""A signed graph as plain SVG: causes on the left, effects on the right, + solid and - dashed, never by chance."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from html import escape
from typing import TypeAlias

import msgspec

_WIDTH, _HEIGHT = 130, 38
_GAP_X, _GAP_Y = 66, 20
_MARGIN = 10
_LETTERS = 19
_SWEEPS = 6
_APART = 14
Point: TypeAlias = tuple[float, float]
Stop: TypeAlias = tuple[int, str]
"""Where a curve passes: a column, and a node or a bend of an edge in it."""


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
    layers = _layer(nodes, edges)
    routes = [_route(e, i, layers) for i, e in enumerate(edges)]
    columns = _arrange(routes, max(layers.values()) + 1)
    places = _place(columns)
    width = 2 * _MARGIN + len(columns) * _WIDTH + (len(columns) - 1) * _GAP_X
    height = 2 * _MARGIN + max(y for _, y in places.values()) + _HEIGHT
    parts = [
        f'<svg class="chart graph" viewBox="0 0 {width} {height:.0f}" style="max-width:{width}px" role="img" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title>'
    ]
    for edge, route in zip(edges, routes, strict=True):
        fans_out = sum(e.source == edge.source for e in edges) >= sum(e.target == edge.target for e in edges)
        parts.append(_draw_edge(edge, _trace(edge, route, places, edges), fans_out=fans_out))
    parts += [_draw_node(labels.get(n, n), places[layers[n], n]) for n in nodes]
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


# --- where everything stands ----------------------------------------------------------------------


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


def _route(edge: Edge, number: int, layers: Mapping[str, int]) -> list[Stop]:
    """The stops of an edge from left to right: its nodes, and a bend in each column between them."""
    left, right = sorted((edge.source, edge.target), key=lambda n: layers[n])
    bends = [(column, f"bend {number:03}") for column in range(layers[left] + 1, layers[right])]
    return [(layers[left], left), *bends, (layers[right], right)]


def _arrange(routes: Sequence[Sequence[Stop]], count: int) -> list[list[Stop]]:
    """The stops of each column from top to bottom, near those they are joined with."""
    joined: dict[Stop, set[Stop]] = {}
    for route in routes:
        for one, other in itertools.pairwise(route):
            joined.setdefault(one, set()).add(other)
            joined.setdefault(other, set()).add(one)
    columns = [sorted(stop for stop in joined if stop[0] == i) for i in range(count)]
    onward = [(i, i - 1) for i in range(1, count)]
    for column, beside in (onward + [(b, a) for a, b in reversed(onward)]) * _SWEEPS:
        rank = {stop: i for i, stop in enumerate(columns[beside])}
        columns[column] = sorted(columns[column], key=lambda stop: _find_middle(stop, joined[stop], rank))
    return columns


def _find_middle(stop: Stop, joined: set[Stop], rank: Mapping[Stop, int]) -> tuple[float, Stop]:
    """Where a stop belongs: at the mean place of those beside it that it is joined with."""
    near = [rank[other] for other in joined if other in rank]
    return (sum(near) / len(near) if near else len(rank) / 2), stop


def _place(columns: Sequence[Sequence[Stop]]) -> dict[Stop, Point]:
    """The left upper corner of each stop, the columns centred; a bend takes little room."""
    heights = [[12 if name.startswith("bend ") else _HEIGHT for _, name in column] for column in columns]
    tallest = max(sum(h) + _GAP_Y * len(h) for h in heights)
    places: dict[Stop, Point] = {}
    for i, (column, high) in enumerate(zip(columns, heights, strict=True)):
        y = _MARGIN + (tallest - sum(high) - _GAP_Y * len(high)) / 2 + _GAP_Y / 2
        for stop, height in zip(column, high, strict=True):
            places[stop] = (_MARGIN + i * (_WIDTH + _GAP_X), y)
            y += height + _GAP_Y
    return places


def _trace(
    edge: Edge, route: Sequence[Stop], places: Mapping[Stop, Point], edges: Sequence[Edge]
) -> list[Point]:
    """The points that an edge runs through, from its source to its target."""
    alike = [e for e in edges if {e.source, e.target} == {edge.source, edge.target}]
    shift = (alike.index(edge) - (len(alike) - 1) / 2) * _APART
    points: list[Point] = []
    for stop in route:
        x, y = places[stop]
        middle = y + (6 if stop[1].startswith("bend ") else _HEIGHT / 2) + shift
        points += [(x, middle), (x + _WIDTH, middle)]
    points = points[1:-1]
    return points if route[0][1] == edge.source else points[::-1]


# --- the drawing ----------------------------------------------------------------------------------


def _draw_edge(edge: Edge, points: Sequence[Point], *, fans_out: bool) -> str:
    """Curves with an arrow at the end; the sign stands on the first or the last, where the edges lie apart."""
    path = f"M{points[0][0]:.1f},{points[0][1]:.1f}"
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        half = (x1 + x2) / 2
        path += f" C{half:.1f},{y1:.1f} {half:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
    (x1, y1), (x2, y2) = points[:2] if fans_out else points[-2:]
    step = 0.62 if fans_out else 0.38
    mx, my = _follow(x1, (x1 + x2) / 2, (x1 + x2) / 2, x2, step), _follow(y1, y1, y2, y2, step)
    tip = -7 if points[-1][0] > points[-2][0] else 7
    kind = ("plus" if edge.sign == "+" else "minus") + (" denied" if edge.denied else "")
    mark = ("+" if edge.sign == "+" else "−") + (f"×{edge.count}" if edge.count > 1 else "")
    wide = 12 + 8 * len(mark)
    slash = f'<line class="slash" x1="{mx - 9:.1f}" y1="{my + 9:.1f}" x2="{mx + 9:.1f}" y2="{my - 9:.1f}"/>'
    body = (
        f"<title>{escape(edge.label)}</title>"
        f'<path class="edge {kind}" d="{path}"/>'
        f'<path class="tip {kind}" d="M{points[-1][0]:.1f},{points[-1][1]:.1f} l{tip},-4 v8 z"/>'
        f'<rect class="sign-box" x="{mx - wide / 2:.1f}" y="{my - 9:.1f}" width="{wide}" height="18" rx="9"/>'
        f'<text class="sign {kind}" x="{mx:.1f}" y="{my + 5:.1f}" text-anchor="middle">{mark}</text>'
        f"{slash if edge.denied else ''}"
    )
    return f'<a href="#{escape(edge.link)}">{body}</a>' if edge.link else f"<g>{body}</g>"


def _follow(a: float, b: float, c: float, d: float, step: float) -> float:
    """One coordinate of a cubic curve, so far along it."""
    rest = 1 - step
    return rest**3 * a + 3 * rest**2 * step * b + 3 * rest * step**2 * c + step**3 * d


def _draw_node(label: str, place: Point) -> str:
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
