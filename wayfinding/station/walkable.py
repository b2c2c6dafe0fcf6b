"""Which floor leads to which: pieces wide enough to walk on, joined by the pathways that are open."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from itertools import accumulate, permutations

from shapely import Point, Polygon

from wayfinding.assumptions import DRAWING_TOLERANCE, END_REACH
from wayfinding.station.floor import Floor, floors, ground, shrink
from wayfinding.station.model import Pathway, Station, Stop

Weigh = Callable[[Pathway], float | None]
"""What a pathway weighs for somebody; None where that person cannot use it."""


@dataclass(frozen=True, slots=True)
class Room:
    """A connected piece of floor in which somebody of a given half width gets everywhere."""

    floor: Floor
    shape: Polygon


@dataclass(frozen=True, slots=True)
class Link:
    """One use of a pathway, from room to room (indices)."""

    start: int
    end: int
    pathway: Pathway
    weight: float


@dataclass(frozen=True)
class Rooms:
    """The rooms of one level, and in which of them points lie that were asked for."""

    rooms: tuple[Room, ...]
    known: dict[tuple[float, float], int | None] = field(default_factory=dict)

    def find(self, point: Point) -> int | None:
        """The number of the nearest room of the floor that `point` lies on; None off the floor, or where too narrow."""
        spot = point.x, point.y
        if spot not in self.known:
            near = [
                (room.shape.distance(point), index)
                for index, room in enumerate(self.rooms)
                if room.floor.shape.dwithin(point, DRAWING_TOLERANCE.value)
            ]
            distance, index = min(near, default=(math.inf, -1))
            self.known[spot] = index if distance <= END_REACH.value else None
        return self.known[spot]


@dataclass(frozen=True)
class Reach:
    """Rooms and the links between them; the rooms of a level are numbered from `first`."""

    rooms: tuple[Room, ...]
    links: tuple[Link, ...]
    first: Mapping[float, int]
    on_level: Mapping[float, Rooms]

    def room_at(self, level: float, point: Point) -> int | None:
        """The room that somebody at `point` stands in; None off the floor, or where it is too narrow."""
        return _room_at(self.first, self.on_level, level, point)

    def group(self, room: int) -> frozenset[int]:
        """The rooms that one gets to from there and back."""
        return frozenset(self.distances([room])) & frozenset(self.distances([room], backward=True))

    def distances(self, sources: Iterable[int], backward: bool = False) -> dict[int, float]:
        """The smallest sum of weights from any of `sources` (or, backward, to any) to each room that has a way."""
        found: dict[int, float] = {}
        queue = [(0.0, room) for room in sources]
        steps = self._steps[backward]
        while queue:
            distance, room = heappop(queue)
            if room not in found:
                found[room] = distance
                for other, weight in steps.get(room, ()):
                    if other not in found:
                        heappush(queue, (distance + weight, other))
        return found

    def way(self, sources: Sequence[int], target: int, backward: bool = False) -> list[Pathway]:
        """The pathways on the lightest way from `sources` to `target` (or, backward, from it); [] without one."""
        distance = self.distances(sources, backward)
        found: list[Pathway] = []
        while target in distance and target not in sources:
            steps = [link for link in self._into(target, backward) if _tail(link, backward) in distance]
            step = min(steps, key=lambda link: distance[_tail(link, backward)] + link.weight)
            found.append(step.pathway)
            target = _tail(step, backward)
        return found

    def _into(self, room: int, backward: bool) -> list[Link]:
        return [link for link in self.links if (link.start if backward else link.end) == room]

    @cached_property
    def _steps(self) -> tuple[dict[int, list[tuple[int, float]]], dict[int, list[tuple[int, float]]]]:
        """From each room the rooms beyond its links, and those before the links that lead to it."""
        forward: dict[int, list[tuple[int, float]]] = defaultdict(list)
        backward: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for link in self.links:
            forward[link.start].append((link.end, link.weight))
            backward[link.end].append((link.start, link.weight))
        return forward, backward


def build_reach(station: Station, half_width_m: float, weigh: Weigh) -> Reach:
    """Rooms for that half width on every level, joined by the pathways that `weigh` lets somebody use."""
    on_level = {level: _rooms(station, level, half_width_m) for level in station.levels}
    counts = [len(here.rooms) for here in on_level.values()]
    first = dict(zip(on_level, accumulate(counts, initial=0), strict=False))
    rooms = tuple(room for here in on_level.values() for room in here.rooms)
    links = tuple(
        link for pathway in station.pathways.values() for link in _links(first, on_level, pathway, weigh(pathway))
    )
    return Reach(rooms, links, first, on_level)


def rooms_of(station: Station, level: float, half_width_m: float) -> tuple[Room, ...]:
    """The floors of `level` shrunk by `half_width_m`, in connected pieces."""
    return _rooms(station, level, half_width_m).rooms


def _rooms(station: Station, level: float, half_width_m: float) -> Rooms:
    kept: dict[float, Rooms] = ground(station, level).rooms
    if half_width_m not in kept:
        kept[half_width_m] = Rooms(tuple(
            Room(floor, part)
            for floor in floors(station, level)
            for part in shrink(floor.shape, half_width_m)
        ))  # fmt: skip
    return kept[half_width_m]


def _room_at(first: Mapping[float, int], on_level: Mapping[float, Rooms], level: float, point: Point) -> int | None:
    room = on_level[level].find(point)
    return None if room is None else first[level] + room


def moves(pathway: Pathway) -> Iterator[tuple[Stop, Stop]]:
    """The ways in which the direction of a pathway lets it be used, stop to stop."""
    if pathway.mode == "lift":
        yield from permutations(pathway.stops, 2)
        return
    first, last = pathway.stops[0], pathway.stops[-1]
    if pathway.direction != "backward":
        yield first, last
    if pathway.direction != "forward":
        yield last, first


def _links(
    first: Mapping[float, int], on_level: Mapping[float, Rooms], pathway: Pathway, weight: float | None
) -> Iterator[Link]:
    if weight is None:
        return
    at = {id(stop): _room_at(first, on_level, stop.level, stop.point) for stop in pathway.stops}
    for start, end in moves(pathway):
        here, there = at[id(start)], at[id(end)]
        if here is not None and there is not None and here != there:
            yield Link(here, there, pathway, weight)


def _tail(link: Link, backward: bool) -> int:
    return link.end if backward else link.start
