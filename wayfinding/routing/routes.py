"""The way from here to there: legs with their lines, times and steps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from wayfinding.routing.endpoints import Endpoint, refuse_off_floor, resolve, resolve_destinations
from wayfinding.routing.network import BROKEN_RULE_S, Graph, Link, Network
from wayfinding.routing.notes import Note, list_notes
from wayfinding.routing.overlay import Way, find_way
from wayfinding.routing.profiles import Profile, as_checked, get_profile, is_shared_check
from wayfinding.routing.surface import Standing
from wayfinding.routing.tables import Walk
from wayfinding.routing.walks import straighten
from wayfinding.routing.zones import allowed_steps, zone_pair
from wayfinding.station.model import Mode, Station, Zone

Spot = tuple[float, float]

CHECKED_ZONES = ("rail", "paid")
"""Floors that one reaches only through a check."""

STRAIGHT_M = 1e-6


@dataclass(frozen=True, slots=True)
class Leg:
    """One part of a route: a walk over one floor, or one pathway. `points` are local metres.

    `duration_s` includes `wait_s`, the expected wait; `wait_range_s` is the shortest and the longest. Levels are
    ordinals.
    """

    mode: Mode | Literal["walk"]
    pathway: str | None
    from_level: float
    to_level: float
    distance_m: float
    duration_s: float
    wait_s: float
    points: tuple[Spot, ...]
    rise_m: float = 0.0
    steps_up: int = 0
    steps_down: int = 0
    from_zone: Zone = "unpaid"
    to_zone: Zone = "unpaid"
    wait_range_s: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Route:
    """A way for one profile. `cost` was minimised: `duration_s` plus discomfort. Distances in m, times in s.

    `obstacles` is empty except in a least-bad route: the ids of the pathways that the traveller cannot use.
    `parts` are the ways from stop to stop where stops on the way were asked for; empty for a plain way.
    """

    station: Station = field(repr=False, compare=False)
    profile: Profile
    origin: Endpoint
    destination: Endpoint
    duration_s: float
    distance_m: float
    cost: float
    legs: tuple[Leg, ...]
    notes: tuple[Note, ...] = ()
    obstacles: tuple[str, ...] = ()
    parts: tuple[Route, ...] = field(default=(), repr=False)

    @property
    def via(self) -> tuple[Endpoint, ...]:
        """The stops on the way, in order."""
        return tuple(part.destination for part in self.parts[:-1])

    @property
    def stretches(self) -> tuple[tuple[int, Route], ...]:
        """The way from each stop to the next, each with the number of legs before it."""
        parts = self.parts or (self,)
        return tuple((sum(len(part.legs) for part in parts[:k]), part) for k, part in enumerate(parts))

    @property
    def duration_range_s(self) -> tuple[float, float]:
        """The duration with the shortest and with the longest waits."""
        shortest, longest = (sum(leg.wait_range_s[end] - leg.wait_s for leg in self.legs) for end in (0, 1))
        return self.duration_s + shortest, self.duration_s + longest

    @property
    def steps_up(self) -> int:
        """Steps climbed."""
        return sum(leg.steps_up for leg in self.legs)

    @property
    def steps_down(self) -> int:
        """Steps descended."""
        return sum(leg.steps_down for leg in self.legs)

    @property
    def level_changes(self) -> int:
        """How often another level is reached with a climb or descent."""
        return sum(leg.from_level != leg.to_level and leg.rise_m != 0 for leg in self.legs)

    @property
    def pathways(self) -> tuple[str, ...]:
        """The pathways used, in order."""
        return tuple(leg.pathway for leg in self.legs if leg.pathway is not None)

    def lonlat(self, leg: Leg) -> list[list[float]]:
        """The line of a leg in degrees, longitude first."""
        degrees: list[list[float]] = self.station.frame.to_lonlat(leg.points).tolist()
        return degrees


def find_route(
    network: Network, origin: str | Endpoint, destination: str | Endpoint, profile: str | Profile = "walk",
    via: Sequence[str | Endpoint] = (),
) -> Route | None:  # fmt: skip
    """The cheapest way for a profile, or None where there is none (`explain_no_route` says why).

    Origin, destination and the stops `via`, visited in that order: a place id, LEVEL@LON,LAT, an Endpoint; all but the
    origin also nearest:CATEGORY, which takes the place of that type that costs the least on the whole way. A closed
    place is not reached. Each stretch between two stops keeps the rules of the fare zones for itself.
    Who sets out from the railway's floor or the paid area, or has passed a shared security check before a stop below
    ground, passes further shared checks without one. Within one stretch, two checks in a row both count.
    Raises RequestError (NotFoundError) for a question that cannot be answered as it was put.
    """
    traveller = get_profile(profile)
    start = resolve(network, origin)
    stages = [resolve_destinations(network, stop, traveller) for stop in (*via, destination)]
    if start.place is not None and not start.place.open:
        return None
    ways = _nearest(network, traveller, start, stages[0], only_best=not via)
    for number, ends in enumerate(stages[1:], 2):
        ways = _go_on(network, traveller, ways, ends, only_best=number == len(stages))
    if not ways:
        for point in (start, *(end for ends in stages for end in ends)):
            refuse_off_floor(network, point)
    return min(ways, key=lambda way: way.cost, default=None)


def find_gap(
    network: Network, origin: str | Endpoint, destination: str | Endpoint, profile: str | Profile = "walk",
    via: Sequence[str | Endpoint] = (),
) -> tuple[str | Endpoint, str | Endpoint]:  # fmt: skip
    """Where `find_route` answers None: the ends of the first stretch without a way, for `explain_no_route`."""
    start = origin
    for number, stop in enumerate(via):
        way = find_route(network, origin, stop, profile, via[:number])
        if way is None:
            return start, stop
        start = way.destination
    return start, destination


def _nearest(
    network: Network, traveller: Profile, start: Endpoint, ends: Sequence[Endpoint], only_best: bool
) -> list[Route]:
    """The way to each open end that can be reached; with `only_best` just the cheapest of all."""
    graph = network.graph(traveller)
    standing = graph.layer.stand(start.level, start.x, start.y)
    if standing is None:
        return []
    if not traveller.checked and graph.layer.surfaces[standing.surface].floor.zone in CHECKED_ZONES:
        graph = network.graph(as_checked(traveller))
    found: list[Route] = []
    for end in ends:
        if end.place is None or end.place.open:
            below = found[0].cost if only_best and found else math.inf
            way = solve(network, graph, start, end, below=below, start=standing)
            if way is not None:
                found = [way] if only_best else [*found, way]
    return found


def _go_on(
    network: Network, traveller: Profile, ways: list[Route], ends: Sequence[Endpoint], only_best: bool
) -> list[Route]:
    """The cheapest continuation of those ways to each end; with `only_best` the cheapest of all."""
    best: dict[tuple[float, float, float], Route] = {}
    for way in ways:
        now = as_checked(traveller) if is_checked(way) else traveller
        for part in _nearest(network, now, way.destination, ends, only_best):
            longer = join(way, part)
            spot = (part.destination.level, part.destination.x, part.destination.y)
            if spot not in best or longer.cost < best[spot].cost:
                best[spot] = longer
    return list(best.values())


def is_checked(route: Route) -> bool:
    """Whether its traveller needs no further check at the end: has been checked, and the end is not outside."""
    outside = route.destination.level == 0 and route.legs[-1].to_zone == "unpaid"
    passed = any(is_shared_check(route.station.pathways[key]) for key in route.pathways)
    return not outside and (route.profile.checked or passed or route.legs[0].from_zone in CHECKED_ZONES)


def join(first: Route, second: Route) -> Route:
    """One way after the other, which starts where the first ends; that stop becomes one of `via`."""
    moved = [replace(note, code="stop_moved") for note in first.notes if note.code == "destination_moved"]
    before = [note for note in first.notes if note.code in ("origin_moved", "stop_moved")]
    after = [note for note in second.notes if note.code != "origin_moved"]
    return replace(
        second,
        profile=first.profile,
        origin=first.origin,
        duration_s=first.duration_s + second.duration_s,
        distance_m=first.distance_m + second.distance_m,
        cost=first.cost + second.cost,
        legs=first.legs + second.legs,
        notes=(*before, *moved, *after),
        obstacles=first.obstacles + second.obstacles,
        parts=(*(first.parts or (first,)), *(second.parts or (second,))),
    )


def solve(
    network: Network, graph: Graph, origin: Endpoint, destination: Endpoint, below: float = math.inf,
    any_zone: bool = False, *, start: Standing | None = None,
) -> Route | None:  # fmt: skip
    """The cheapest way over one graph between two endpoints that costs less than `below`, in s.

    `start` is where one stands at the origin, if that is known.
    """
    layer = graph.layer
    start = start or layer.stand(origin.level, origin.x, origin.y)
    end = layer.stand(destination.level, destination.x, destination.y)
    if start is None or end is None:
        return None
    here, there = layer.surfaces[start.surface].floor.zone, layer.surfaces[end.surface].floor.zone
    zones = allowed_steps("any" if any_zone else graph.profile.zone_rule, here, there)
    if not (zones[zone_pair(here, here)] and zones[zone_pair(there, there)]):
        return None
    way = find_way(graph, start, end, zones, below)
    return None if way is None else _build(network, graph, (origin, destination), (start, end), way)


def _build(
    network: Network, graph: Graph, ends: tuple[Endpoint, Endpoint], standings: tuple[Standing, Standing], way: Way
) -> Route:
    used = [graph.links[number] for number in way.links]
    legs = _walk(graph, standings[0].surface, way.first, last=not used)
    for before, link in zip((None, *used), used, strict=False):
        if before is not None:
            legs += _walk_between(graph, before, link)
        legs.append(_ride(graph, link))
    if way.last is not None:
        legs += _walk(graph, standings[1].surface, way.last)
    broken = [link for link in used if link.broken]
    duration_s = sum([leg.duration_s for leg in legs])
    return Route(
        network.station,
        graph.profile,
        ends[0],
        ends[1],
        duration_s,
        sum([leg.distance_m for leg in legs]),
        way.cost - BROKEN_RULE_S * sum([len(link.broken) for link in broken]),
        tuple(legs),
        list_notes(network, ends[1], standings, duration_s),
        tuple([link.pathway.id for link in broken]),
    )


def _walk(graph: Graph, surface: int, walk: Walk, last: bool = False) -> list[Leg]:
    """The leg of that walk; none where it has no length, unless it is all there is."""
    length_m, points = walk
    if length_m < STRAIGHT_M and not last:
        return []
    floor = graph.layer.surfaces[surface].floor
    level, zone, walk_s = floor.level, floor.zone, length_m / graph.profile.speed_mps
    return [Leg("walk", None, level, level, length_m, walk_s, 0.0, points, 0.0, 0, 0, zone, zone)]


def _walk_between(graph: Graph, before: Link, after: Link) -> list[Leg]:
    """The walk leg from one pathway to the next: always the same, so it is kept with the graph."""
    start, end = before.head.node, after.tail.node
    kept = graph.walked.get((start, end))
    if kept is None:
        layer, surface = graph.layer, before.head.standing.surface
        first, local = layer.gates.first, layer.local
        walk = layer.halls[surface].walk_between(local[start - first], local[end - first])
        kept = graph.walked[start, end] = _walk(graph, surface, walk)
    return kept


def _ride(graph: Graph, link: Link) -> Leg:
    """The leg on a pathway: always the same, so it is kept with the graph."""
    key = (link.pathway.id, link.start, link.end)
    kept = graph.rides.get(key)
    if kept is None:
        kept = graph.rides[key] = _draw_ride(graph, link)
    return kept


def _draw_ride(graph: Graph, link: Link) -> Leg:
    pathway, use = link.pathway, link.passage
    line = list(pathway.line.coords) if link.pathway.mode != "lift" else []
    points = [
        (link.tail.standing.x, link.tail.standing.y),
        *(line if link.start < link.end else reversed(line)),
        (link.head.standing.x, link.head.standing.y),
    ]
    line = [point for point, before in zip(points, (None, *points), strict=False) if point != before]
    off_m = link.tail.standing.moved_m + link.head.standing.moved_m
    first, last = link.levels
    return Leg(
        mode=pathway.mode,
        pathway=pathway.id,
        from_level=first,
        to_level=last,
        distance_m=use.distance_m + off_m,
        duration_s=use.duration_s + off_m / graph.profile.speed_mps,
        wait_s=use.wait_s,
        points=tuple(map(tuple, straighten(np.array(line if len(line) > 1 else points)).tolist())),
        rise_m=link.rise_m,
        steps_up=use.steps_up,
        steps_down=use.steps_down,
        from_zone=graph.layer.surfaces[link.tail.standing.surface].floor.zone,
        to_zone=graph.layer.surfaces[link.head.standing.surface].floor.zone,
        wait_range_s=use.wait_range_s,
    )
