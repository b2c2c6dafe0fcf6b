"""The cheapest way between two points, put together from looks around, tables of walks and a search over portals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.search import BOUND_SLACK, Question, cross
from wayfinding.routing.surface import Standing
from wayfinding.routing.tables import Look

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
            corner = layer.first_of[start.surface]
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
    layer, local = graph.layer, graph.layer.local
    first, node = layer.gates.first, layer.first_of
    surface = standings[0].surface
    previous = portals[0]
    corner = node[surface]
    steps = [(corner + bend, WALKED) for bend in layer.halls[surface].bends(looks[0], local[previous])]
    for portal, link in zip(portals, by, strict=True):
        if link >= 0:
            surface = layer.homes[portal]
        elif portal != previous:
            corner = node[surface]
            bends = layer.halls[surface].between(local[previous], local[portal])
            steps += [(corner + bend, WALKED) for bend in bends]
        steps.append((first + portal, link))
        previous = portal
    corner = node[surface]
    bends = layer.halls[surface].bends(looks[1], local[previous])
    return steps + [(corner + bend, WALKED) for bend in reversed(bends)]
