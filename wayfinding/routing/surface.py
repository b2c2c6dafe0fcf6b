"""Where a traveller of some width can stand and walk on one floor, and whom he sees from there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

from wayfinding import assumptions as figures
from wayfinding.routing.search import Walks, square
from wayfinding.routing.sight import (
    CELL_SLACK_M,
    Corners,
    Floats,
    Indices,
    Sight,
    by_cell,
    connect,
    connect_corners,
    sees,
    throw,
)
from wayfinding.routing.triangles import Mesh, cut
from wayfinding.station.floor import Floor
from wayfinding.store import Arrays, code_of, recall

MITRE_LIMIT = 2.0
"""Corners of obstacles stay pointed down to 60 degrees; sharper ones are cut, never nearer than the clearance."""

CODE = code_of("wayfinding.routing.search", "wayfinding.routing.sight", "wayfinding.routing.triangles", __name__)
"""Goes into the name of everything kept of surfaces."""

CELL_M = 3.0
MAX_CELLS_A_SIDE = 512
SHARPEST = 0.02


@dataclass(frozen=True, eq=False)
class Surface:
    """The free floor of one traveller: `free` is the floor less the clearance, with its reflex corners.

    `mesh` cuts it into triangles to look around in. With `kept`, what takes long is kept on disk between runs.
    """

    floor: Floor
    clearance_m: float
    free: BaseGeometry
    sight: Sight
    corners: Corners
    mesh: Mesh
    kept: bool = False

    @classmethod
    def of(cls, floor: Floor, clearance_m: float, kept: bool = False) -> Surface:
        """The surface of a floor for a half width in m; it may be empty."""
        figure_m = [clearance_m, figures.CLEARANCE_SLACK.value, figures.SIGHT_TOLERANCE.value]
        shape = shapely.normalize(floor.shape)
        arrays = recall("ground", (CODE, shape.wkb, np.array(figure_m)), lambda: _lay(shape, clearance_m), kept)
        free = shapely.from_wkb(arrays[0].tobytes())
        shapely.prepare(free)
        edges, cells, starts, items, *ends, at, beyond, corner, mesh_cells, mesh_starts, mesh_items = arrays[1:]
        sight = Sight(edges, *_grid(cells), starts, items)
        mesh = Mesh(at, beyond, corner, *_grid(mesh_cells), mesh_starts, mesh_items)
        return cls(floor, clearance_m, free, sight, Corners(*ends), mesh, kept)

    @cached_property
    def pairs(self) -> Indices:
        """The pairs of corners (k, 2) in sight of each other at which a shortest path may bend."""
        content = (CODE, self.free.wkb)
        (pairs,) = recall("pairs", content, lambda: (connect_corners(self.sight, self.corners),), self.kept)
        return pairs

    @cached_property
    def walks(self) -> Walks:
        """The pairs as rows by corner, both ways."""
        at = self.corners.at
        both = np.vstack([self.pairs, self.pairs[:, ::-1]])
        both = both[np.lexsort((both[:, 1], both[:, 0]))]
        starts = np.searchsorted(both[:, 0], np.arange(len(at) + 1)).astype(np.uint32)
        lengths = np.hypot(*(at[both[:, 0]] - at[both[:, 1]]).T)
        return Walks(at, starts, np.ascontiguousarray(both[:, 1].astype(np.uint32)), lengths)

    @cached_property
    def square(self) -> tuple[Floats, NDArray[np.uint16]]:
        """The walk in m from each corner to each, and the corner before the last on it: 10 bytes for each pair."""
        metres, before = recall("square", (CODE, self.free.wkb), lambda: square(self.walks), self.kept)
        return metres, before

    def visible(self, p: Sequence[float], q: Sequence[float]) -> bool:
        """Whether one may walk straight from p to q, both on the free floor; touching a wall's clearance is free."""
        return sees(self.sight, np.asarray(p, dtype=float), np.asarray(q, dtype=float))

    def connect(self, p: Sequence[float]) -> Indices:
        """The corners that a shortest path from p may bend at first."""
        return connect(self.sight, self.corners, np.asarray(p, dtype=float))

    def owns(self, point: Point) -> bool:
        """Whether the point lies on the floor itself, its edge included."""
        return bool(shapely.dwithin(self.floor.shape, point, figures.CLEARANCE_SLACK.value))

    def holds(self, point: Point) -> bool:
        """Whether the point lies on the free floor, its edge included."""
        return bool(self.free.covers(point))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where someone stands: which surface, where on its free floor, and how far that is from the point asked for."""

    surface: int
    x: float
    y: float
    moved_m: float


def stand(surfaces: Iterable[tuple[int, Surface]], point: Point, hint: Point | None = None) -> Standing | None:
    """The nearest free spot within the snapping distance, or None where there is none.

    From a point on a floor only what is joined to it by that floor within this distance counts: nobody is moved
    through a wall. `hint` decides between floors that touch at the point: the one nearer to it.
    """
    numbered = list(surfaces)
    owners = [(number, surface) for number, surface in numbered if surface.owns(point)]
    if len(owners) == 1 and owners[0][1].holds(point):
        return Standing(owners[0][0], point.x, point.y, 0.0)
    options = [
        (0.0 if hint is None else round(spot.distance(hint), 2), point.distance(spot), number, spot)
        for number, surface in owners or numbered
        if (spot := _spot(surface, point)) is not None
    ]
    if not options:
        return None
    _, moved_m, number, spot = min(options, key=lambda option: option[:3])
    if moved_m < figures.SIGHT_TOLERANCE.value / 2:
        return Standing(number, point.x, point.y, 0.0)
    return Standing(number, spot.x, spot.y, moved_m)


def _spot(surface: Surface, point: Point) -> Point | None:
    """The nearest point of the free floor whose edge of the floor lies within the snapping distance."""
    reach_m = figures.SNAP_DISTANCE.value + MITRE_LIMIT * surface.clearance_m
    slack_m = figures.CLEARANCE_SLACK.value
    around = point.buffer(reach_m)
    if not surface.free.intersects(around):
        return None
    near = surface.free.intersection(around)
    if surface.owns(point):
        pieces = shapely.get_parts(surface.floor.shape.intersection(around))
        own = shapely.union_all([piece for piece in pieces if piece.distance(point) <= slack_m])
        near = near.intersection(own)
    if near.is_empty:
        return None
    line = shapely.shortest_line(near, point)
    return Point(line.coords[0])


def _lay(shape: BaseGeometry, clearance_m: float) -> Arrays:
    """The free floor as WKB, what blocks the view on it, its corners, its triangles; grids as `_grid` reads them."""
    shrink_m = clearance_m - figures.CLEARANCE_SLACK.value
    free = shape.buffer(-shrink_m, join_style="mitre", mitre_limit=MITRE_LIMIT)
    rings = [np.asarray(ring.coords)[:-1] for part in shapely.get_parts(free) for ring in _rings(part)]
    sight, corners = _look_grid(_edges(rings)), _corners(rings)
    mesh = cut(free, corners)
    grids = [np.array([each.x0, each.y0, each.size, each.columns, each.rows]) for each in (sight, mesh)]
    return (np.frombuffer(free.wkb, np.uint8), sight.edges, grids[0], sight.starts, sight.items, *corners,
            mesh.at, mesh.beyond, mesh.corner, grids[1], mesh.starts, mesh.items)  # fmt: skip


def look_out(shape: BaseGeometry) -> Sight:
    """What blocks the view on a floor, its edge included."""
    return _look_grid(
        _edges([np.asarray(ring.coords)[:-1] for part in shapely.get_parts(shape) for ring in _rings(part)])
    )


def _grid(stated: Floats) -> tuple[float, float, float, int, int]:
    """The corner of a grid, the size of its cells, and how many columns and rows there are."""
    x0, y0, size, columns, rows = stated.tolist()
    return x0, y0, size, int(columns), int(rows)


def _rings(part: Polygon) -> list[BaseGeometry]:
    turned = shapely.geometry.polygon.orient(part)
    return [turned.exterior, *turned.interiors]


def _edges(rings: list[Floats]) -> Floats:
    """The edges (m, 4) of rings with the free floor on their left, set back by the sight tolerance."""
    blocks = [np.empty((0, 4))]
    for ring in rings:
        along = np.roll(ring, -1, axis=0) - ring
        along /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-12)[:, None]
        outward = np.column_stack([along[:, 1], -along[:, 0]])
        before = np.roll(outward, 1, axis=0)
        opening = np.maximum(1.0 + np.sum(outward * before, axis=1), SHARPEST)
        back = ring + figures.SIGHT_TOLERANCE.value * (outward + before) / opening[:, None]
        blocks.append(np.hstack([back, np.roll(back, -1, axis=0)]))
    return np.ascontiguousarray(np.vstack(blocks))


def _corners(rings: list[Floats]) -> Corners:
    """The reflex corners of those rings, sorted by x then y, so that the order of features changes nothing."""
    parts = [np.empty((0, 6))]
    for ring in rings:
        before, after = np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0)
        came, goes = ring - before, after - ring
        turn = came[:, 0] * goes[:, 1] - came[:, 1] * goes[:, 0]
        parts.append(np.hstack([ring, before, after])[turn < 0.0])
    rows = np.vstack(parts)
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    return Corners(*(np.ascontiguousarray(rows[:, k : k + 2]) for k in (0, 2, 4)))


def _look_grid(edges: Floats) -> Sight:
    if len(edges) == 0:
        return Sight(edges, 0.0, 0.0, CELL_M, 1, 1, np.zeros(2, np.int64), np.zeros(0, np.int64))
    low, high = edges.reshape(-1, 2).min(axis=0), edges.reshape(-1, 2).max(axis=0)
    size = max(CELL_M, float((high - low).max()) / MAX_CELLS_A_SIDE)
    columns, rows = (max(1, math.ceil(extent / size)) for extent in (high - low).tolist())
    limit = np.array([columns - 1, rows - 1])
    ends = edges.reshape(-1, 2, 2)
    first = np.clip(np.floor((ends.min(axis=1) - CELL_SLACK_M - low) / size), 0, limit).astype(np.int64)
    last = np.clip(np.floor((ends.max(axis=1) + CELL_SLACK_M - low) / size), 0, limit).astype(np.int64)
    cells, things = throw(first, last, rows)
    touching = _touch(edges[things], low + (np.column_stack(np.divmod(cells, rows)) + 0.5) * size, size)
    starts, items = by_cell(cells[touching], things[touching], columns * rows)
    return Sight(edges, float(low[0]), float(low[1]), size, columns, rows, starts, items)


def _touch(edges: Floats, middles: Floats, size: float) -> NDArray[np.bool_]:
    """Whether each edge passes through the cell around its middle, the cell's border widened by the slack."""
    along, away = edges[:, 2:] - edges[:, :2], middles - edges[:, :2]
    side = along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0]
    touching: NDArray[np.bool_] = np.abs(side) <= (0.5 * size + CELL_SLACK_M) * np.abs(along).sum(axis=1)
    return touching
