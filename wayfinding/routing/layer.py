"""The walk graph of one half width: reflex corners of every floor, pathway ends, straight walks between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely import Point

from wayfinding.routing.band import stand_off
from wayfinding.routing.search import Portals
from wayfinding.routing.sight import Floats, Indices
from wayfinding.routing.surface import Standing, Surface, stand
from wayfinding.routing.tables import Hall
from wayfinding.routing.triangles import locate
from wayfinding.station.floor import Floor
from wayfinding.station.model import Pathway

TOUCHING_M = 0.01
HINT_M = 0.5
"""How far beyond the end of its line a pathway's end is taken to lead, to choose between floors that touch there."""

TABLE_MAX_CORNERS = 3000
TABLES_MAX_BYTES = 224 * 2**20
"""Floors with more corners, or those that would take the tables of one width beyond this, are searched by A* instead
of looked up when a question starts and ends on the same one. The smallest floors get their tables first."""

KEPT_POSITIONS = 1000
"""What floors with fewer positions together need is computed as fast as it is read from disk."""

SurfaceKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Portal:
    """Where a pathway meets a floor: one of its stops, stood on the free floor."""

    node: int
    standing: Standing


@dataclass(frozen=True, eq=False)
class Layer:
    """Nodes `at` (n, 2) with their `surface` (n,); `starts`, `heads` and `lengths` are the walks between them.

    The corners of surface s begin at node `first[s]`; after all corners come the portals. Portals missing from
    `portals` could not be stood on the floor.
    """

    clearance_m: float
    surfaces: tuple[Surface, ...]
    at: Floats
    surface: Indices
    first: Indices
    portals: Mapping[tuple[str, int], Portal]
    portals_of: tuple[tuple[int, ...], ...]
    halls: tuple[Hall, ...]
    gates: Portals
    local: tuple[int, ...]
    homes: tuple[int, ...]
    first_of: tuple[int, ...]
    alone: Mapping[float, tuple[tuple[int, Surface, tuple[float, ...]], ...]]

    @property
    def starts(self) -> Indices:
        """Walks from node k are rows starts[k] to starts[k + 1] of `heads` and `lengths`."""
        return self._walks[0]

    @property
    def heads(self) -> Indices:
        """The node that each walk leads to; ascending for each tail."""
        return self._walks[1]

    @property
    def lengths(self) -> Floats:
        """The length of each walk in m."""
        return self._walks[2]

    @cached_property
    def _walks(self) -> tuple[Indices, Indices, Floats]:
        return _walks(self.halls, self.first, self.at)

    def on_level(self, level: float) -> list[tuple[int, Surface]]:
        """The numbered surfaces of one level."""
        return [(k, surface) for k, surface in enumerate(self.surfaces) if surface.floor.level == level]

    def stand(self, level: float, x: float, y: float) -> Standing | None:
        """Where someone at that point stands, or None where no free floor is near enough."""
        x, y = float(x), float(y)
        for k, surface, (west, south, east, north) in self.alone.get(level, ()):
            if west <= x <= east and south <= y <= north and locate(surface.mesh, x, y, 0.0) >= 0:
                return Standing(k, x, y, 0.0)
        return stand_off(self, level, x, y) or stand(self.on_level(level), Point(x, y))

    def reach(self, standing: Standing) -> tuple[Indices, Floats]:
        """The nodes that a shortest walk from there may go to first, and how far each is in m."""
        surface, p = self.surfaces[standing.surface], np.array([standing.x, standing.y])
        corners = surface.connect(p.tolist()) + self.first[standing.surface]
        seen = [
            node for node in self.portals_of[standing.surface] if surface.visible(p.tolist(), self.at[node].tolist())
        ]
        nodes = np.concatenate([corners, np.array(seen, dtype=np.int64)])
        return nodes, np.hypot(*(self.at[nodes] - p).T)


def floor_key(floor: Floor) -> tuple[float, str, float, tuple[float, ...]]:
    """An order of floors that does not depend on the order of features."""
    middle = floor.shape.centroid
    return floor.level, floor.zone, floor.elevation_m, (*floor.shape.bounds, middle.x, middle.y)


def build_layer(
    floors: Iterable[Floor], pathways: Iterable[Pathway], clearance_m: float, known: dict[SurfaceKey, Surface]
) -> Layer:
    """The walk graph for a half width in m; surfaces already in `known` are taken from there, new ones added."""
    ordered = sorted(floors, key=floor_key)
    kept = int(shapely.get_num_coordinates([floor.shape for floor in ordered]).sum()) >= KEPT_POSITIONS
    surfaces = tuple(_surface(floor, clearance_m, kept, known) for floor in ordered)
    sizes = [len(surface.corners.at) for surface in surfaces]
    first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    portals = _portals(surfaces, pathways, int(first[-1]))
    portals_of: list[list[int]] = [[] for _ in surfaces]
    for portal in portals.values():
        portals_of[portal.standing.surface].append(portal.node)
    spots = [[portal.standing.x, portal.standing.y] for portal in portals.values()]
    at = np.vstack([np.empty((0, 2)), *(surface.corners.at for surface in surfaces), np.array(spots).reshape(-1, 2)])
    homes = [portal.standing.surface for portal in portals.values()]
    surface = np.concatenate([np.repeat(np.arange(len(surfaces)), sizes), homes]).astype(np.int64)
    tabled = _choose(sizes)
    halls = tuple(
        Hall.of(part, nodes, at[np.array(nodes, dtype=np.int64)], k in tabled)
        for k, (part, nodes) in enumerate(zip(surfaces, portals_of, strict=True))
    )
    return Layer(
        clearance_m, surfaces, at, surface, first, portals, tuple(map(tuple, portals_of)), halls,
        _gates(halls, int(first[-1]), at, homes), _local(halls, int(first[-1]), len(homes)), tuple(homes),
        tuple(first.tolist()), _alone(surfaces),
    )  # fmt: skip


def _choose(sizes: list[int]) -> set[int]:
    """The numbers of the surfaces that get a table from corner to corner."""
    chosen: set[int] = set()
    used = 0
    for k in sorted(range(len(sizes)), key=lambda number: (sizes[number], number)):
        used += 10 * sizes[k] ** 2
        if sizes[k] <= TABLE_MAX_CORNERS and used <= TABLES_MAX_BYTES:
            chosen.add(k)
    return chosen


def _gates(halls: tuple[Hall, ...], first: int, at: Floats, homes: list[int]) -> Portals:
    count = len(at) - first
    apart = np.full((count, count), np.inf)
    for hall in halls:
        own = np.array(hall.nodes, dtype=np.int64) - first
        apart[np.ix_(own, own)] = hall.apart
    starts = np.concatenate([[0], np.cumsum([len(hall.nodes) for hall in halls])]).astype(np.int64)
    members = np.array([node - first for hall in halls for node in hall.nodes], dtype=np.int64)
    return Portals(first, np.ascontiguousarray(at[first:]), np.array(homes, dtype=np.int64), starts, members, apart)


def _local(halls: tuple[Hall, ...], first: int, count: int) -> tuple[int, ...]:
    """The number of each portal in its hall."""
    numbers = {node - first: k for hall in halls for k, node in enumerate(hall.nodes)}
    return tuple(numbers[portal] for portal in range(count))


def _alone(surfaces: tuple[Surface, ...]) -> dict[float, tuple[tuple[int, Surface, tuple[float, ...]], ...]]:
    """By level, the surfaces whose free floor comes near no other floor: who is on one is on no other."""
    found: dict[float, list[tuple[int, Surface, tuple[float, ...]]]] = defaultdict(list)
    for k, surface in enumerate(surfaces):
        level = surface.floor.level
        others = [item.floor.shape for item in surfaces if item is not surface and item.floor.level == level]
        if not surface.free.is_empty and all(surface.free.distance(shape) > TOUCHING_M for shape in others):
            found[level].append((k, surface, surface.free.bounds))
    return {level: tuple(sorted(parts, key=lambda part: -part[1].free.area)) for level, parts in found.items()}


def _surface(floor: Floor, clearance_m: float, kept: bool, known: dict[SurfaceKey, Surface]) -> Surface:
    key = (*floor_key(floor), floor.shape.wkb, clearance_m)
    if key not in known:
        known[key] = Surface.of(floor, clearance_m, kept)
    return known[key]


def _portals(surfaces: tuple[Surface, ...], pathways: Iterable[Pathway], first: int) -> dict[tuple[str, int], Portal]:
    levels: dict[float, list[tuple[int, Surface]]] = defaultdict(list)
    for k, surface in enumerate(surfaces):
        levels[surface.floor.level].append((k, surface))
    portals: dict[tuple[str, int], Portal] = {}
    for pathway in sorted(pathways, key=lambda item: item.id):
        for number, stop in enumerate(pathway.stops):
            standing = stand(levels[stop.level], stop.point, _hint(pathway, number))
            if standing is not None:
                portals[pathway.id, number] = Portal(first + len(portals), standing)
    return portals


def _hint(pathway: Pathway, number: int) -> Point | None:
    """A point beyond the line's end, the way one leaves the pathway there; a lift says nothing of it."""
    if pathway.mode == "lift" or pathway.line.length == 0:
        return None
    points = list(pathway.line.coords)
    (x0, y0), (x1, y1) = (points[1], points[0]) if number == 0 else (points[-2], points[-1])
    length_m = float(np.hypot(x1 - x0, y1 - y0))
    return Point(x1 + (x1 - x0) / length_m * HINT_M, y1 + (y1 - y0) / length_m * HINT_M)


def _walks(halls: tuple[Hall, ...], first: Indices, at: Floats) -> tuple[Indices, Indices, Floats]:
    """Walks both ways as rows: by tail node, then by head node."""
    pairs = [np.empty((0, 2), np.int64)]
    for k, hall in enumerate(halls):
        pairs.append(hall.surface.pairs + first[k])
        nodes = np.array(hall.nodes, dtype=np.int64)
        for node, (corners, near) in zip(hall.nodes, hall.views, strict=True):
            pairs.append(np.column_stack([np.sort(corners) + first[k], np.full(len(corners), node)]))
            later = nodes[near][nodes[near] > node]
            pairs.append(np.column_stack([np.full(len(later), node), later]))
    one_way = np.vstack(pairs)
    both = np.vstack([one_way, one_way[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    starts = np.searchsorted(both[:, 0], np.arange(len(at) + 1)).astype(np.int64)
    lengths = np.hypot(*(at[both[:, 0]] - at[both[:, 1]]).T)
    return starts, np.ascontiguousarray(both[:, 1]), lengths
