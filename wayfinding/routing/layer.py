"""The walk graph of one half width: reflex corners of every floor, pathway ends, straight walks between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from shapely import Point

from wayfinding.routing.sight import Floats, Indices, connect_points
from wayfinding.routing.surface import Standing, Surface, stand
from wayfinding.station.floor import Floor
from wayfinding.station.model import Pathway

HINT_M = 0.5
"""How far beyond the end of its line a pathway's end is taken to lead, to choose between floors that touch there."""

SurfaceKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Portal:
    """Where a pathway meets a floor: one of its stops, stood on the free floor."""

    node: int
    standing: Standing


@dataclass(frozen=True, eq=False)
class Layer:
    """Nodes `at` (n, 2) with their `surface` (n,), and walks as rows of `heads` and `lengths` between `starts`.

    The corners of surface s begin at node `first[s]`; after all corners come the portals. Portals missing from
    `portals` could not be stood on the floor.
    """

    clearance_m: float
    surfaces: tuple[Surface, ...]
    at: Floats
    surface: Indices
    first: Indices
    starts: Indices
    heads: Indices
    lengths: Floats
    portals: Mapping[tuple[str, int], Portal]
    portals_of: tuple[tuple[int, ...], ...]

    def on_level(self, level: float) -> list[tuple[int, Surface]]:
        """The numbered surfaces of one level."""
        return [(k, surface) for k, surface in enumerate(self.surfaces) if surface.floor.level == level]

    def stand(self, level: float, x: float, y: float) -> Standing | None:
        """Where someone at that point stands, or None where no free floor is near enough."""
        return stand(self.on_level(level), Point(x, y))

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
    surfaces = tuple(_surface(floor, clearance_m, known) for floor in sorted(floors, key=floor_key))
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
    starts, heads, lengths = _walks(surfaces, first, portals_of, at)
    return Layer(
        clearance_m, surfaces, at, surface, first, starts, heads, lengths, portals, tuple(map(tuple, portals_of))
    )


def _surface(floor: Floor, clearance_m: float, known: dict[SurfaceKey, Surface]) -> Surface:
    key = (*floor_key(floor), floor.shape.wkb, clearance_m)
    if key not in known:
        known[key] = Surface.of(floor, clearance_m)
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


def _walks(
    surfaces: tuple[Surface, ...], first: Indices, portals_of: list[list[int]], at: Floats
) -> tuple[Indices, Indices, Floats]:
    """Walks both ways as rows: by tail node, then by head node."""
    pairs = [np.empty((0, 2), np.int64)]
    for k, surface in enumerate(surfaces):
        pairs.append(surface.pairs + first[k])
        nodes = np.array(portals_of[k], dtype=np.int64)
        pairs.append(nodes[connect_points(surface.sight, at[nodes])])
        for node in portals_of[k]:
            corners = surface.connect(at[node].tolist()) + first[k]
            pairs.append(np.column_stack([corners, np.full(len(corners), node)]))
    one_way = np.vstack(pairs)
    both = np.vstack([one_way, one_way[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    starts = np.searchsorted(both[:, 0], np.arange(len(at) + 1)).astype(np.int64)
    lengths = np.hypot(*(at[both[:, 0]] - at[both[:, 1]]).T)
    return starts, np.ascontiguousarray(both[:, 1]), lengths
