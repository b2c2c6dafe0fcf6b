"""What is seen from a point of a floor: the visible region, exact, by triangular expansion over a mesh.

The view through an edge of a triangle is a cone between two rays; it is narrowed from edge to edge until it ends at a
wall (Bungiu and others 2014, "Efficient computation of visibility polygons"). Every cone that ends is a wedge.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from wayfinding.errors import StationError
from wayfinding.routing.sight import Corners, Floats, Indices, compiled, spliced
from wayfinding.routing.triangles import Mesh, cut, locate

Links = NDArray[np.int32]
Flags = NDArray[np.bool_]

ON_EDGE_M = 1e-11
"""Nearer to an edge of a triangle than this, a point lies on it: above rounding, far below any drawing."""

THIN = 1e-13
"""Radians: thinner wedges are rounding, and would spoil the ring."""

GAP = 1e-7
"""Radians: between wedges farther apart than this the observer stands against something."""

STARTS = 64

NO_CORNERS = Corners(np.empty((0, 2)), np.empty((0, 2)), np.empty((0, 2)))


@dataclass(frozen=True, eq=False)
class Sheet:
    """A floor that light passes over, cut into triangles.

    `shape` is the floor; `links` (m, 3) says for each edge of each triangle which edge lies against it: three times
    the number of its triangle plus its own, or -1 at a wall.
    """

    shape: BaseGeometry
    mesh: Mesh
    links: Links

    @classmethod
    def of(cls, shape: BaseGeometry) -> Sheet:
        """The sheet of a polygonal shape in local metres, which may be empty. StationError where it cannot be cut."""
        mesh = cut(shape, NO_CORNERS)
        if len(mesh.at) == 0 and not shape.is_empty:
            raise StationError("a floor cannot be cut into triangles: outlines touch where neither has a corner")
        return cls(shape, mesh, _links(mesh.beyond))

    def triangle(self, x: float, y: float) -> int:
        """The triangle in which a point lies, -1 for none."""
        return locate(self.mesh, x, y, ON_EDGE_M)

    def isovist(self, x: float, y: float) -> BaseGeometry:
        """All that is seen from a point, as a valid polygon; empty for a point off the floor.

        Where floors meet in a single point, the view from that point is a MultiPolygon.
        """
        first = self.triangle(x, y)
        if first < 0:
            return Polygon()
        wedges = spread(self.mesh.at, self.links, first, np.array([x, y, 0.0, 0.0, x, y, np.inf]))
        return as_shape(*outline(wedges, x, y))


def _links(beyond: Indices) -> Links:
    links = np.full(beyond.shape, -1, np.int32)
    for e in range(3):
        other = beyond[:, e]
        for f in range(3):
            back = (other >= 0) & (beyond[other, f] == np.arange(len(beyond)))
            links[back, e] = 3 * other[back] + f
    return links


def as_shape(ring: Floats, starts: Indices) -> BaseGeometry:
    """The polygon of one or more rings laid end to end; empty where nothing is seen."""
    parts = [Polygon(ring[a:b]) for a, b in pairwise(starts) if b - a > 2]
    if not parts:
        return Polygon()
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


@compiled
def begin(at: Floats, links: Links, first: int, px: float, py: float, edges: Indices) -> int:
    """The edges (3 * triangle + edge) through which a point looks, from the triangles around it; how many."""
    faces = np.empty(STARTS, np.int64)
    faces[0] = first
    faces_n, done, count = 1, 0, 0
    while done < faces_n:
        k = faces[done]
        done += 1
        for e in range(3):
            f = (e + 1) % 3
            ax, ay = at[k, 2 * e], at[k, 2 * e + 1]
            bx, by = at[k, 2 * f], at[k, 2 * f + 1]
            side = (ax - px) * (by - py) - (ay - py) * (bx - px)
            if side > ON_EDGE_M * (abs(bx - ax) + abs(by - ay)):
                edges[count] = 3 * k + e
                count += 1
                continue
            link = links[k, e]
            if link < 0:
                continue
            fresh = faces_n < STARTS
            for i in range(faces_n):
                fresh = fresh and faces[i] != link // 3
            if fresh:
                faces[faces_n] = link // 3
                faces_n += 1
    return count


@compiled
def spread(at: Floats, links: Links, first: int, look: Floats) -> Floats:  # noqa: C901, PLR0912, PLR0915, one loop that calls next to nothing is what makes it fast
    """What a point in triangle `first` sees, as wedges (k, 8) in counter-clockwise order.

    `look` is the point (x, y); a vector (fx, fy), and only the half plane that it points to is looked at, from its
    right border on, unless it is 0; and a disc (x, y, radius) that holds the point: what it holds is seen exactly,
    and a view that has left it is not followed up but ends at the edge that lies wholly beyond it. A wedge is its
    right ray, its left ray (both from the point), and the two ends of the edge at which it ends, right end first.
    """
    px, py, nx, ny, cx, cy, reach = look[0], look[1], look[2], look[3], look[4], look[5], look[6]
    half = nx != 0.0 or ny != 0.0
    edges, keys = np.empty(3 * STARTS, np.int64), np.empty(3 * STARTS)
    begun = begin(at, links, first, px, py, edges)
    size = 128
    stack, cones = np.empty(size, np.int64), np.empty((size, 4))
    found, room, count, top = np.empty((128, 8)), 128, 0, 0
    for i in range(begun):
        k, e = edges[i] // 3, edges[i] % 3
        f = (e + 1) % 3
        rx, ry = at[k, 2 * e] - px, at[k, 2 * e + 1] - py
        lx, ly = at[k, 2 * f] - px, at[k, 2 * f + 1] - py
        if half:
            right, left = rx * nx + ry * ny, lx * nx + ly * ny
            if right <= 0.0 and left <= 0.0:
                continue
            if right < 0.0:
                rx, ry = ny, -nx
            if left < 0.0:
                lx, ly = -ny, nx
            keys[top] = -np.arctan2((rx + lx) * nx + (ry + ly) * ny, (rx + lx) * ny - (ry + ly) * nx)
        else:
            keys[top] = -np.arctan2(ry, rx)
        j = top
        key = keys[top]
        while j > 0 and keys[j - 1] > key:
            keys[j], stack[j] = keys[j - 1], stack[j - 1]
            for c in range(4):
                cones[j, c] = cones[j - 1, c]
            j -= 1
        keys[j], stack[j] = key, edges[i]
        cones[j, 0], cones[j, 1], cones[j, 2], cones[j, 3] = rx, ry, lx, ly
        top += 1
    reach2 = reach * reach
    while top > 0:
        top -= 1
        code = stack[top]
        rx, ry, lx, ly = cones[top, 0], cones[top, 1], cones[top, 2], cones[top, 3]
        while True:
            k, e = code // 3, code % 3
            f = e + 1 if e < 2 else 0
            ax, ay, bx, by = at[k, 2 * e], at[k, 2 * e + 1], at[k, 2 * f], at[k, 2 * f + 1]
            link = links[k, e]
            if link >= 0 and reach2 < np.inf:
                dx, dy = bx - ax, by - ay
                along = min(max(((cx - ax) * dx + (cy - ay) * dy) / (dx * dx + dy * dy), 0.0), 1.0)
                ox, oy = ax + along * dx - cx, ay + along * dy - cy
                if ox * ox + oy * oy > reach2:
                    link = -1
            if link < 0:
                wide = rx * ly - ry * lx
                if wide > THIN * np.sqrt((rx * rx + ry * ry) * (lx * lx + ly * ly)):
                    if count == room:
                        room *= 2
                        found = np.concatenate((found, np.empty_like(found)))
                    found[count, 0], found[count, 1], found[count, 2], found[count, 3] = rx, ry, lx, ly
                    found[count, 4], found[count, 5], found[count, 6], found[count, 7] = ax, ay, bx, by
                    count += 1
                break
            k, e = link // 3, link % 3
            f = e + 1 if e < 2 else 0
            o = f + 1 if f < 2 else 0
            wx, wy = at[k, 2 * o] - px, at[k, 2 * o + 1] - py
            to_right = rx * wy - ry * wx <= 0.0
            to_left = lx * wy - ly * wx >= 0.0
            if to_right:
                code = 3 * k + o
                continue
            code = 3 * k + f
            if to_left:
                continue
            if top == size:
                size *= 2
                stack = np.concatenate((stack, np.empty_like(stack)))
                cones = np.concatenate((cones, np.empty_like(cones)))
            stack[top] = 3 * k + o
            cones[top, 0], cones[top, 1], cones[top, 2], cones[top, 3] = wx, wy, lx, ly
            top += 1
            lx, ly = wx, wy
    return found[:count]


@spliced
def parted(wedges: Floats, i: int, j: int) -> bool:
    """Whether something lies between the left ray of wedge i and the right ray of wedge j."""
    lx, ly, rx, ry = wedges[i, 2], wedges[i, 3], wedges[j, 0], wedges[j, 1]
    turn, straight = lx * ry - ly * rx, lx * rx + ly * ry
    return bool(straight <= 0.0 or abs(turn) > GAP * straight)


@spliced
def ending(wedges: Floats, i: int, end: int, px: float, py: float) -> tuple[float, float]:
    """Where the right (0) or left (1) ray of a wedge ends; a ray drawn to a vertex ends in exactly that vertex."""
    dx, dy = wedges[i, 2 * end], wedges[i, 2 * end + 1]
    ax, ay, bx, by = wedges[i, 4], wedges[i, 5], wedges[i, 6], wedges[i, 7]
    if dx == ax - px and dy == ay - py:
        return ax, ay
    if dx == bx - px and dy == by - py:
        return bx, by
    along = (dx * (py - ay) - dy * (px - ax)) / (dx * (by - ay) - dy * (bx - ax))
    along = min(max(along, 0.0), 1.0)
    return ax + along * (bx - ax), ay + along * (by - ay)


@compiled
def outline(wedges: Floats, px: float, py: float) -> tuple[Floats, Indices]:
    """The rings of the visible region, one after another (n, 2), and where each starts (the last entry: the end).

    Where the point stands against something, a ring begins in it; otherwise there is one ring around it.
    """
    count = wedges.shape[0]
    ring, starts = np.empty((3 * count + 3, 2)), np.zeros(count + 2, np.int64)
    used, rings = 0, 0
    whole = True
    for i in range(count):
        whole = whole and not parted(wedges, i, i + 1 if i + 1 < count else 0)
    for i in range(count):
        if not whole and (i == 0 or parted(wedges, i - 1, i)):
            starts[rings] = used
            rings += 1
            ring[used, 0], ring[used, 1] = px, py
            used += 1
        for end in range(2):
            x, y = ending(wedges, i, end, px, py)
            if used == 0 or x != ring[used - 1, 0] or y != ring[used - 1, 1]:
                ring[used, 0], ring[used, 1] = x, y
                used += 1
    if whole and used > 1 and ring[used - 1, 0] == ring[0, 0] and ring[used - 1, 1] == ring[0, 1]:
        used -= 1
    rings = max(rings, 1)
    starts[rings] = used
    return ring[:used], starts[: rings + 1]
