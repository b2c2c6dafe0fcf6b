"""The cheapest way between two points, put together from looks around, tables of walks and a search over portals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.joins import Crossings, join
from wayfinding.routing.kept import keep
from wayfinding.routing.search import BOUND_SLACK, Question, cross, flood, may_leave
from wayfinding.routing.sight import Floats
from wayfinding.routing.surface import Standing
from wayfinding.routing.tables import Walk, as_walk

if TYPE_CHECKING:
    from wayfinding.routing.network import Graph


class Way(NamedTuple):
    """What it costs in s: the walk from the start, the links used, and the walk to the end if any link is used."""

    cost: float
    first: Walk
    links: tuple[int, ...] = ()
    last: Walk | None = None


def find_way(graph: Graph, start: Standing, end: Standing, zones: NDArray[np.bool_], below: float) -> Way | None:
    """The cheapest way over a graph that costs less than `below`, where links join only allowed pairs of zones.

    A walk that stays on one floor is preferred to a way that costs the same.
    """
    layer, speed_mps = graph.layer, graph.profile.speed_mps
    slowness = 1.0 / speed_mps
    best, way = below, None
    here, there = layer.halls[start.surface], layer.halls[end.surface]
    if here is there:
        walk = here.walk(start.x, start.y, end.x, end.y, below * speed_mps)
        if walk is not None:
            way = Way(walk.length_m * slowness, walk)
            best = way.cost * (1.0 - BOUND_SLACK)
        exits = graph.exits.get(start.surface)
        if exits is None:
            exits = graph.exits[start.surface] = _exits(graph, start.surface)
        if not may_leave(start.x, start.y, end.x, end.y, slowness, graph.bound, best, exits, zones):
            return way
    if graph.lasting:
        return _joined(graph, start, end, zones, best) or way
    return _searched(graph, start, end, zones, best) or way


def _joined(graph: Graph, start: Standing, end: Standing, zones: NDArray[np.bool_], below: float) -> Way | None:
    """The cheapest way over pathways below a cost, by what is known of ways between portals."""
    gates, halls, slowness = graph.layer.gates, graph.layer.halls, 1.0 / graph.profile.speed_mps
    crossings = keep(graph, zones.tobytes(), lambda: Crossings.among(len(gates.at)))
    crossings.learn(start.surface, gates, graph.rows, graph.durations, slowness, zones)
    cost, links, first_m, first, last_m, last = join(
        start.x, start.y, end.x, end.y, slowness, below, start.surface, end.surface,
        gates.starts, gates.members, crossings.cost, crossings.before, crossings.by,
        *halls[start.surface].flat, *halls[end.surface].flat,
    )  # fmt: skip
    if len(first) == 0:
        return None
    return Way(cost, as_walk(first_m, first), tuple(links.tolist()), as_walk(last_m, last).turned())


def _searched(graph: Graph, start: Standing, end: Standing, zones: NDArray[np.bool_], below: float) -> Way | None:
    """The same by a search from portal to portal."""
    layer, here, there = graph.layer, graph.layer.halls[start.surface], graph.layer.halls[end.surface]
    first, last = here.look(start.x, start.y), there.look(end.x, end.y)
    question = Question(
        start.surface, first.gate_m, end.surface, last.gate_m, np.array([end.x, end.y]),
        1.0 / graph.profile.speed_mps, graph.bound, zones,
    )  # fmt: skip
    cost, portals, by = cross(layer.gates, graph.rows, question, below)
    if len(portals) == 0:
        return None
    links = tuple(link for link in by.tolist() if link >= 0)
    begin, arrive = layer.local[portals[0]], layer.local[portals[-1]]
    return Way(cost, here.walk_to(first, begin), links, there.walk_to(last, arrive).turned())


class Seats(NamedTuple):
    """Points of one surface `at` (n, 2), and how far it is from each to the portals of the surface: gate_m (n, k)."""

    surface: int
    at: Floats
    gate_m: Floats


def price_ways(
    graph: Graph, one: Standing, seats: Seats, zones: NDArray[np.bool_], backward: bool
) -> tuple[Floats, Floats]:
    """Cost and duration in s of the cheapest ways from a point to each of the seats, or `backward` from them to it.

    Infinite where there is no way.
    """
    layer, speed_mps = graph.layer, graph.profile.speed_mps
    links, durations = graph.backward if backward else (graph.rows, graph.durations)
    start_m = layer.halls[one.surface].look(one.x, one.y).gate_m
    costs, lasts, _, _ = flood(one.surface, start_m, 1.0 / speed_mps, zones, *layer.gates, *links, durations)
    cost, duration = np.full(len(seats.at), np.inf), np.full(len(seats.at), np.inf)
    if seats.gate_m.shape[1]:
        members = layer.gates.members[layer.gates.starts[seats.surface] : layer.gates.starts[seats.surface + 1]]
        walks_s = seats.gate_m / speed_mps
        each, best = np.arange(len(seats.at)), np.argmin(costs[members] + walks_s, axis=1)
        cost = costs[members[best]] + walks_s[each, best]
        duration = lasts[members[best]] + walks_s[each, best]
    if seats.surface == one.surface:
        for k, (x, y) in enumerate(seats.at.tolist()):
            walk = layer.halls[one.surface].walk(one.x, one.y, x, y, cost[k] * speed_mps)
            if walk is not None:
                cost[k] = duration[k] = walk.length_m / speed_mps
    return cost, duration


def _exits(graph: Graph, surface: int) -> Floats:
    """The links that leave from a surface (n, 6): from where to where, the cost, the number of the pair of zones."""
    layer, rows = graph.layer, graph.rows
    nodes = np.array(layer.portals_of[surface], dtype=np.int64)
    uses = rows.starts[nodes + 1] - rows.starts[nodes]
    tails = np.repeat(nodes, uses)
    links = np.repeat(rows.starts[nodes] - np.cumsum(uses) + uses, uses) + np.arange(len(tails))
    return np.column_stack([layer.at[tails], layer.at[rows.heads[links]], rows.costs[links], rows.zones[links]])
