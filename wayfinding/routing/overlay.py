"""The cheapest way between two points, put together from looks around, tables of walks and a search over portals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.search import BOUND_SLACK, Question, cross
from wayfinding.routing.surface import Standing
from wayfinding.routing.tables import Hall, Look

if TYPE_CHECKING:
    from wayfinding.routing.network import Graph

WALKED = -1


class Way(NamedTuple):
    """What it costs in s, and the nodes on it, each with the number of the link that leads to it (or WALKED)."""

    cost: float
    steps: list[tuple[int, int]]


def find_way(graph: Graph, start: Standing, end: Standing, zones: NDArray[np.bool_], below: float) -> Way | None:
    """The cheapest way over a graph that costs less than `below`, where links join only allowed pairs of zones.

    A walk that stays on one floor is preferred to a way that costs the same.
    """
    layer = graph.layer
    slowness = 1.0 / graph.profile.speed_mps
    here, there = layer.halls[start.surface], layer.halls[end.surface]
    first, last = here.look(start.x, start.y), there.look(end.x, end.y)
    best, way = below, None
    if start.surface == end.surface:
        length_m, bends = here.walk(first, last, below * graph.profile.speed_mps)
        if length_m * slowness < below:
            corner = int(layer.first[start.surface])
            way = Way(length_m * slowness, [(corner + bend, WALKED) for bend in bends])
            best = way.cost * (1.0 - BOUND_SLACK)
    question = Question(
        start.surface, first.gate_m, end.surface, last.gate_m, np.array([end.x, end.y]), slowness, graph.bound, zones
    )
    cost, portals, by = cross(layer.gates, graph.rows, question, best)
    if len(portals) == 0:
        return way
    return Way(cost, _unfold(graph, (start, end), (first, last), portals.tolist(), by.tolist()))


def _unfold(
    graph: Graph, standings: tuple[Standing, Standing], looks: tuple[Look, Look], portals: list[int], by: list[int]
) -> list[tuple[int, int]]:
    """All nodes on the way through those portals."""
    layer = graph.layer
    local = layer.local
    surface = standings[0].surface
    opening = _walk_nodes(layer.halls[surface], int(layer.first[surface]), int(looks[0].gate_via[local[portals[0]]]),
                          local[portals[0]])  # fmt: skip
    steps = [(node, WALKED) for node in opening]
    previous = -1
    for portal, link in zip(portals, by, strict=True):
        surface = int(layer.gates.surface[portal])
        if previous >= 0 and link < 0:
            corner = int(layer.first[surface])
            bends = layer.halls[surface].between(local[previous], local[portal])
            steps += [(corner + bend, WALKED) for bend in bends]
        steps.append((layer.gates.first + portal, link))
        previous = portal
    surface = standings[1].surface
    final = _walk_nodes(layer.halls[surface], int(layer.first[surface]), int(looks[1].gate_via[local[previous]]),
                        local[previous])  # fmt: skip
    return steps + [(node, WALKED) for node in reversed(final)]


def _walk_nodes(hall: Hall, first: int, corner: int, portal: int) -> list[int]:
    return [first + bend for bend in hall.onward(corner, portal)]
