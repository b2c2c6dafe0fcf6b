"""Which floor leads to which: pieces wide enough to walk on, joined by the pathways that are open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from shapely import Point, Polygon

from wayfinding.assumptions import DRAWING_TOLERANCE, END_REACH
from wayfinding.station.floor import Floor, floors
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
class Reach:
    """Rooms and the links between them."""

    rooms: tuple[Room, ...]
    links: tuple[Link, ...]

    def room_at(self, level: float, point: Point) -> int | None:
        """The room that somebody at `point` stands in; None off the floor, or where it is too narrow."""
        return find_room(self.rooms, level, point)

    def components(self) -> NDArray[np.int32]:
        """For each room the number of its group; within a group everybody gets from each to each and back."""
        return np.asarray(connected_components(self._matrix(), connection="strong")[1])

    def distances(self, sources: Sequence[int], backward: bool = False) -> NDArray[np.float64]:
        """(rooms,) the smallest sum of weights from any of `sources` (or, backward, to any); inf where no way is."""
        if not sources or not self.rooms:
            return np.full(len(self.rooms), np.inf)
        matrix = self._matrix()
        found = dijkstra(matrix.T if backward else matrix, indices=list(sources), min_only=True)
        return np.asarray(found)

    def way(self, sources: Sequence[int], target: int, backward: bool = False) -> list[Pathway]:
        """The pathways on the lightest way from `sources` to `target` (or, backward, from it); [] without one."""
        distance = self.distances(sources, backward)
        found: list[Pathway] = []
        while np.isfinite(distance[target]) and target not in sources:
            step = min(self._into(target, backward), key=lambda link: distance[_tail(link, backward)] + link.weight)
            found.append(step.pathway)
            target = _tail(step, backward)
        return found

    def _into(self, room: int, backward: bool) -> list[Link]:
        return [link for link in self.links if (link.start if backward else link.end) == room]

    def _matrix(self) -> csr_array:
        size = len(self.rooms)
        lightest: dict[tuple[int, int], float] = {}
        for link in self.links:
            key = link.start, link.end
            lightest[key] = min(link.weight, lightest.get(key, np.inf))
        starts, ends = np.array(list(lightest), dtype=int).reshape(-1, 2).T
        return csr_array((np.array(list(lightest.values())), (starts, ends)), shape=(size, size))


def build_reach(station: Station, half_width_m: float, weigh: Weigh) -> Reach:
    """Rooms for that half width on every level, joined by the pathways that `weigh` lets somebody use."""
    rooms = tuple(room for level in station.levels for room in rooms_of(station, level, half_width_m))
    links = tuple(link for pathway in station.pathways.values() for link in _links(rooms, pathway, weigh(pathway)))
    return Reach(rooms, links)


def rooms_of(station: Station, level: float, half_width_m: float) -> tuple[Room, ...]:
    """The floors of `level` shrunk by `half_width_m`, in connected pieces."""
    cache: dict[tuple[float, float], tuple[Room, ...]] = station.room_cache
    key = level, half_width_m
    if key not in cache:
        cache[key] = tuple(
            Room(floor, part)
            for floor in floors(station, level)
            for part in shapely.get_parts(floor.shape.buffer(-half_width_m, quad_segs=2))
            if not part.is_empty
        )
    return cache[key]


def find_room(rooms: Sequence[Room], level: float, point: Point) -> int | None:
    """The index of the nearest room of the floor that `point` lies on."""
    near = [
        (room.shape.distance(point), index)
        for index, room in enumerate(rooms)
        if room.floor.level == level and room.floor.shape.dwithin(point, DRAWING_TOLERANCE.value)
    ]
    distance, index = min(near, default=(np.inf, -1))
    return index if distance <= END_REACH.value else None


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


def _links(rooms: Sequence[Room], pathway: Pathway, weight: float | None) -> Iterator[Link]:
    if weight is None:
        return
    at: Mapping[int, int | None] = {id(stop): find_room(rooms, stop.level, stop.point) for stop in pathway.stops}
    for start, end in moves(pathway):
        first, last = at[id(start)], at[id(end)]
        if first is not None and last is not None and first != last:
            yield Link(first, last, pathway, weight)


def _tail(link: Link, backward: bool) -> int:
    return link.end if backward else link.start
