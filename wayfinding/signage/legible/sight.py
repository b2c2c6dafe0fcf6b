"""What is seen from a point of a floor: the visible region, exact, and whether one point sees another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from wayfinding.errors import StationError
from wayfinding.routing.sight import Corners, Floats, Indices
from wayfinding.routing.triangles import Mesh, cut
from wayfinding.signage.legible.wedges import Flags, Links, all_round, around, reaches, spread

__all__ = ["Flags", "Sheet", "as_shape"]

NO_CORNERS = Corners(np.empty((0, 2)), np.empty((0, 2)), np.empty((0, 2)))


@dataclass(frozen=True, eq=False)
class Sheet:
    """A floor that light passes over, cut into triangles.

    `shape` is the floor. Each triangle has three edges, numbered 3k, 3k + 1, 3k + 2 counter-clockwise. For each edge:
    its two `ends` (n, 4), right end first as seen from inside; the vertex of the triangle beyond it that the view
    through it meets next, `apex` (n, 2); and the edges of that triangle to the right and to the left of the vertex,
    `onward` (n, 2), -1 at a wall.
    """

    shape: BaseGeometry
    mesh: Mesh
    ends: Floats
    apex: Floats
    onward: Links

    @classmethod
    def of(cls, shape: BaseGeometry) -> Sheet:
        """The sheet of a polygonal shape in local metres, which may be empty. StationError where it cannot be cut."""
        mesh = cut(shape, NO_CORNERS)
        if len(mesh.at) == 0 and not shape.is_empty:
            raise StationError("a floor cannot be cut into triangles: outlines touch where neither has a corner")
        spots = mesh.at.reshape(-1, 3, 2)
        ends = np.concatenate([spots, np.roll(spots, -1, axis=1)], axis=2).reshape(-1, 4)
        twin = _twins(mesh.beyond)
        after, last = 3 * (twin // 3) + (twin + 1) % 3, 3 * (twin // 3) + (twin + 2) % 3
        onward = np.where(twin[:, None] < 0, -1, np.column_stack([after, last])).astype(np.int32)
        return cls(shape, mesh, ends, ends[last][:, :2].copy(), onward)

    def isovist(self, x: float, y: float) -> BaseGeometry:
        """All that is seen from a point, as a valid polygon; empty for a point off the floor.

        Where floors meet in a single point, the view from that point is a MultiPolygon.
        """
        return as_shape(*self.rings(x, y))

    def rings(self, x: float, y: float) -> tuple[Floats, Indices]:
        """The corners (n, 2) of `isovist`, ring after ring, and where each ring starts (the last entry: the end)."""
        return all_round(self.mesh, self.ends, self.apex, self.onward, x, y)

    def look(self, look: Floats) -> Floats:
        """What is seen from a point, as wedges; see `spread`."""
        return spread(self.mesh, self.ends, self.apex, self.onward, look)

    def sees(self, p: tuple[float, float], q: tuple[float, float]) -> bool:
        """Whether the straight line between two points of the floor stays on it; touching a wall is free."""
        away = math.dist(p, q)
        if away == 0.0:
            return len(around(self.mesh, *p)) > 0
        fx, fy = (q[0] - p[0]) / away, (q[1] - p[1]) / away
        return bool(reaches(self.look(np.array([*p, fx, fy, *p, away])), *p, *q))


def _twins(beyond: Indices) -> Indices:
    """For each edge, the same edge as the triangle beyond it numbers it; -1 at a wall."""
    twins = np.full(beyond.shape, -1, np.int64)
    for e in range(3):
        other = beyond[:, e]
        for f in range(3):
            back = (other >= 0) & (beyond[other, f] == np.arange(len(beyond)))
            twins[back, e] = 3 * other[back] + f
    return twins.reshape(-1)


def as_shape(ring: Floats, starts: Indices) -> BaseGeometry:
    """The polygon of one or more rings laid end to end; empty where nothing is seen."""
    parts = [Polygon(ring[a:b]) for a, b in pairwise(starts) if b - a > 2]
    if not parts:
        return Polygon()
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)
