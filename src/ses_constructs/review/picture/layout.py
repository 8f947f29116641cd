"""Where the boxes and arrows of a map go. igraph's Sugiyama layout says which row; the column is the flow's."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from .flow import Arrow, Flow
from .part import Part

if TYPE_CHECKING:
    from collections.abc import Iterable

    import igraph  # type: ignore[import-untyped]

BOX_WIDTH = 212
BOX_HEIGHT = 58
_COLUMN_GAP = 60
_ROW_GAP = 14
_MARGIN = 6
_THROUGH = 0.55
"""How much of a row an arrow takes that passes a column between boxes."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part and where it is drawn; ``x`` and ``y`` are its upper left corner, in pixels."""

    part: Part
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow and the curve it is drawn along, in the words of an SVG path."""

    arrow: Arrow
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map that is laid out.

    Args:
        boxes: Column by column, from the top: the order in which the Tab key visits them.
        lines: The arrows.
        width: In pixels.
        height: In pixels.
    """

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


def laid_out(flow: Flow) -> Drawing:
    """The map with places for everything in it."""
    used = sorted({flow.columns[part.key] for part in flow.parts})
    column = {part.key: used.index(flow.columns[part.key]) for part in flow.parts}
    rows, passing = _rows(flow, column)
    top = min([row for row in (*rows.values(), *(r for way in passing for r in way))], default=0.0)
    boxes = [Box(part, _x(column[part.key]), _y(rows[part.key] - top)) for part in flow.parts]
    lines = [
        Line(arrow, _curve(_points(arrow, column, rows, way, top)))
        for arrow, way in zip(flow.arrows, passing, strict=True)
    ]
    lowest = max([box.y for box in boxes], default=0.0)
    deepest = max([_y(row - top) for way in passing for row in way], default=0.0)
    return Drawing(
        boxes=tuple(sorted(boxes, key=lambda box: (box.x, box.y))),
        lines=tuple(lines),
        width=_x(len(used) - 1) + BOX_WIDTH + _MARGIN if used else 0,
        height=max(lowest, deepest) + BOX_HEIGHT + _MARGIN if used else 0,
    )


def _rows(flow: Flow, column: dict[str, int]) -> tuple[dict[str, float], list[list[float]]]:
    """The row of each part, and the rows at which each arrow passes the columns between its ends."""
    import igraph

    layers = [column[part.key] for part in flow.parts]
    number = {part.key: at for at, part in enumerate(flow.parts)}
    edges: list[tuple[int, int]] = []
    ways: list[list[int]] = []
    for arrow in flow.arrows:
        between = range(column[arrow.source] + 1, column[arrow.target])
        way = list(range(len(layers), len(layers) + len(between)))
        layers.extend(between)
        edges.extend(pairwise([number[arrow.source], *way, number[arrow.target]]))
        ways.append(way)
    graph = igraph.Graph(n=len(layers), edges=edges, directed=True)
    placed = [0.0] * len(layers)
    below = 0.0
    # One by one: igraph lets parts of a map that nothing joins run into each other.
    for members in sorted(graph.connected_components(mode="weak"), key=min):
        rows = _component(graph.induced_subgraph(members), [layers[at] for at in members])
        rows = _apart(rows, [layers[at] for at in members], sum(at < len(flow.parts) for at in members))
        lowest = min(rows)
        for at, row in zip(members, rows, strict=True):
            placed[at] = row - lowest + below
        below = max(placed[at] for at in members) + 1
    return {key: placed[at] for key, at in number.items()}, [[placed[at] for at in way] for way in ways]


def _component(graph: igraph.Graph, layers: list[int]) -> list[float]:
    first = min(layers)
    layout = graph.layout_sugiyama(layers=[layer - first for layer in layers], hgap=1, vgap=1, maxiter=200)
    return [float(point[0]) for point in layout]


def _apart(placed: list[float], layers: list[int], boxes: int) -> list[float]:
    """The same rows, no two in a column too close; the order in each column stays igraph's."""
    height = [1.0 if at < boxes else _THROUGH for at in range(len(placed))]
    found = list(placed)
    for layer in set(layers):
        members = sorted((at for at in range(len(placed)) if layers[at] == layer), key=lambda at: placed[at])
        for above, below in pairwise(members):
            found[below] = max(found[below], found[above] + (height[above] + height[below]) / 2)
        moved = sum(found[at] - placed[at] for at in members) / len(members)
        for at in members:
            found[at] -= moved
    return found


def _points(
    arrow: Arrow, column: dict[str, int], rows: dict[str, float], way: Iterable[float], top: float
) -> list[tuple[float, float]]:
    """Pairs of points, at the right and left edges of the columns that an arrow crosses."""
    start, end = column[arrow.source], column[arrow.target]
    half = BOX_HEIGHT / 2
    points = [(_x(start) + BOX_WIDTH, _y(rows[arrow.source] - top) + half)]
    for at, row in enumerate(way, start + 1):
        y = _y(row - top) + half
        points += [(_x(at), y), (_x(at) + BOX_WIDTH, y)]
    return [*points, (_x(end) - 5, _y(rows[arrow.target] - top) + half)]


def _curve(points: list[tuple[float, float]]) -> str:
    """A path that leaves and enters each gap between columns level."""
    x, y = points[0]
    path = [f"M{x:.1f} {y:.1f}"]
    for (left, above), (right, below) in pairwise(points):
        bend = (left + right) / 2
        path.append(f"C{bend:.1f} {above:.1f} {bend:.1f} {below:.1f} {right:.1f} {below:.1f}")
    return "".join(path)


def _x(column: int) -> float:
    return _MARGIN + column * (BOX_WIDTH + _COLUMN_GAP)


def _y(row: float) -> float:
    return _MARGIN + row * (BOX_HEIGHT + _ROW_GAP)
