"""The next stretch: which way a route sets out, where it changes level, and where obeying an arrow ends."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from shapely import Point

from wayfinding import assumptions as figures
from wayfinding.routing.endpoints import Endpoint
from wayfinding.routing.profiles import travelled_mode
from wayfinding.routing.routes import Leg, Route
from wayfinding.signage.arrows import angle_deg
from wayfinding.signage.judging.costs import Costs, Spot

LEAST_M = 1.0
"""An entrance nearer than this gives no direction: that of the way through it counts."""

STEP_M = 1.0
NOWHERE_M = 0.05


@dataclass(frozen=True, slots=True)
class Climb:
    """The next change of level on a way: 1 up or -1 down, by what means, its entrance, how far one walks to it."""

    climb: int
    mode: str
    level: float
    x: float
    y: float
    walked_m: float


def is_climb(leg: Leg) -> bool:
    """Whether a leg leads to another level."""
    return leg.from_level != leg.to_level and leg.rise_m != 0


def next_climb(route: Route) -> Climb | None:
    """The first change of level of a route; None where it has none."""
    walked_m = 0.0
    for leg in route.legs:
        if leg.pathway is not None and is_climb(leg):
            mode = travelled_mode(route.station.pathways[leg.pathway])
            return Climb(1 if leg.rise_m > 0 else -1, mode, leg.from_level, *leg.points[0], walked_m)
        walked_m += leg.distance_m
    return None


def walk_in_view(route: Route) -> float:
    """How far one walks before the next change of level, or to the end."""
    climb = next_climb(route)
    return route.distance_m if climb is None else climb.walked_m


def way_ahead(route: Route) -> tuple[float, float]:
    """The direction in which a way sets out: from its start to where it is after ARROW_LOOK_AHEAD.

    The straight line to that point, so that a step round a column does not count. It is the end of the first gate or
    other level pathway at least ARROW_ARRIVED off, or the entrance of a way to another level, if that comes first
    (unless one stands before it: then the direction of that way), or the destination.
    """
    x0, y0 = route.legs[0].points[0]
    x, y = x0, y0
    left_m = figures.ARROW_LOOK_AHEAD.value
    for leg in route.legs:
        if is_climb(leg) and math.hypot(x - x0, y - y0) >= LEAST_M:
            break
        for a, b in pairwise(leg.points):
            length_m = math.dist(a, b)
            share = 1.0 if length_m <= left_m else left_m / length_m
            x, y = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
            left_m -= length_m
            if left_m <= 0:
                return x - x0, y - y0
        if leg.pathway is not None and math.hypot(x - x0, y - y0) >= figures.ARROW_ARRIVED.value:
            break
    return x - x0, y - y0


def follow_arrow(costs: Costs, spot: Spot, arrow: tuple[float, float], ahead_m: float) -> tuple[float, Spot]:
    """How far one walks who goes where an arrow points, and where he stands then.

    Straight on for `ahead_m`, or as far as the floor goes; round a column or the end of a wall in the way, but by
    no longer walk than one that leaves the arrow by ARROW_TRUE.
    """
    surface = spot.graph.layer.surfaces[spot.standing.surface]
    here = spot.standing.x, spot.standing.y
    while ahead_m > NOWHERE_M:
        there = here[0] + ahead_m * arrow[0], here[1] + ahead_m * arrow[1]
        if surface.visible(here, there):
            found = costs.stand(spot.level, *there)
            if found is not None:
                return ahead_m, found
        elif (past := _past_column(costs, spot, there, ahead_m)) is not None:
            return past
        ahead_m -= STEP_M
    return 0.0, spot


def _past_column(costs: Costs, spot: Spot, there: tuple[float, float], ahead_m: float) -> tuple[float, Spot] | None:
    """The walk to a point out of sight; None where it is off the floor or farther than a true arrow may lead."""
    if not spot.graph.layer.surfaces[spot.standing.surface].holds(Point(there)):
        return None
    found = costs.stand(spot.level, *there)
    if found is None or found.standing.surface != spot.standing.surface:
        return None
    longest_m = ahead_m / math.cos(math.radians(figures.ARROW_TRUE.value))
    way = costs.way(spot, found.at, longest_m / costs.profile.speed_mps)
    return None if way is None or len(way.legs) > 1 else (way.distance_m, found)


def follow_on(costs: Costs, spot: Spot, arrow: tuple[float, float], aim: str) -> float:
    """What it costs in s to go on where an arrow points, to a pathway that lies there, and to an aim from there.

    That is the cheapest of the pathways within ARROW_TRUE of the arrow to which one sets out within ARROW_TRUE of it;
    infinite where there is none or they lead nowhere.
    """
    best_s = math.inf
    for way_s, x, y in sorted(_pathways_ahead(costs, spot, arrow, aim)):
        way = costs.way(spot, Endpoint(spot.level, x, y))
        if way is not None and angle_deg(arrow, way_ahead(way)) <= figures.ARROW_TRUE.value:
            best_s = way_s
            break
    return best_s


def _pathways_ahead(
    costs: Costs, spot: Spot, arrow: tuple[float, float], aim: str
) -> Iterator[tuple[float, float, float]]:
    """By way of each pathway in the cone of an arrow: the cost to an aim, and its entrance."""
    graph, layer = spot.graph, spot.graph.layer
    to_go, _ = costs.to_go(aim, spot.zone)
    for node, walk_m in zip(layer.portals_of[spot.standing.surface], spot.look.gate_m.tolist(), strict=True):
        x, y = layer.at[node].tolist()
        if angle_deg(arrow, (x - spot.standing.x, y - spot.standing.y)) > figures.ARROW_TRUE.value:
            continue
        for k in range(int(graph.rows.starts[node]), int(graph.rows.starts[node + 1])):
            rest_s = float(to_go[graph.links[k].head.node - layer.gates.first])
            way_s = walk_m / graph.profile.speed_mps + float(graph.rows.costs[k]) + rest_s
            if math.isfinite(way_s):
                yield way_s, x, y


def follow_climb(costs: Costs, spot: Spot, ahead: tuple[float, float], climb: int, aim: str) -> float:
    """What it costs in s to take the way up (1) or down (-1) that a sign means, and to go on to an aim from there.

    Meant is the one that this traveller enters and passes at the least cost, among those ahead or close by where there
    are any; infinite where there is none or it leads nowhere.
    """
    graph, layer = spot.graph, spot.graph.layer
    first = layer.gates.first
    best: tuple[bool, float] = (True, math.inf)
    cost_s = math.inf
    to_go, _ = costs.to_go(aim, spot.zone)
    for node, walk_m in zip(layer.portals_of[spot.standing.surface], spot.look.gate_m.tolist(), strict=True):
        for k in range(int(graph.rows.starts[node]), int(graph.rows.starts[node + 1])):
            link = graph.links[k]
            if link.levels[0] == link.levels[1] or link.rise_m * climb <= 0:
                continue
            x, y = layer.at[node].tolist()
            angle = angle_deg(ahead, (x - spot.standing.x, y - spot.standing.y))
            behind = walk_m > figures.ARROW_BESIDE.value and angle > figures.ARROW_DOUBTFUL.value
            climb_s = walk_m / graph.profile.speed_mps + float(graph.rows.costs[k])
            if (behind, climb_s) < best:
                best, cost_s = (behind, climb_s), climb_s + float(to_go[link.head.node - first])
    return cost_s


def is_beside(spot: Spot, climb: Climb, mode: str) -> bool:
    """Whether a way of that mode, open to this traveller in the same direction, starts at the same place as a climb."""
    for link in spot.graph.links:
        if travelled_mode(link.pathway) == mode and link.levels[0] == climb.level and link.rise_m * climb.climb > 0:
            x, y = link.tail.standing.x, link.tail.standing.y
            if math.hypot(x - climb.x, y - climb.y) <= figures.ARROW_BESIDE.value:
                return True
    return False
