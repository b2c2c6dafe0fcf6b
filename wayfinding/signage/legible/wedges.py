"""Triangular expansion over a mesh, compiled: what a point sees, as wedges, as rings, and whether it sees a point.

The view through an edge of a triangle is a cone between two rays; it is narrowed from edge to edge until it ends at a
wall (Bungiu and others 2014, "Efficient computation of visibility polygons"). Every cone that ends is a wedge.
The arrays `ends`, `apex` and `onward` are those of `sight.Sheet`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.sight import Floats, Indices, compiled, spliced
from wayfinding.routing.triangles import Mesh

Links = NDArray[np.int32]
Flags = NDArray[np.bool_]

ON_EDGE_M = 1e-11
"""Nearer to an edge of a triangle than this, a point lies on it: above rounding, far below any drawing."""

THIN = 1e-13
"""Radians: thinner wedges are rounding, and would spoil the ring."""

GAP = 1e-7
"""Radians: between wedges farther apart than this the observer stands against something."""

ON_WALL_M = 1e-9
"""A point this far behind a wall stands at it."""

STARTS = 64
"""As many edges can be looked through to begin with: more than meet around any vertex of a drawing."""

ROOM = 1024
"""Wedges for which there is room at first; whoever sees more is looked up again with twice as much."""


@compiled
def around(mesh: Mesh, x: float, y: float) -> Indices:
    """The triangles that hold a point, borders included; none for a point off the floor."""
    found, count = np.empty(STARTS, np.int64), 0
    column, row = int(np.floor((x - mesh.x0) / mesh.size)), int(np.floor((y - mesh.y0) / mesh.size))
    if column < 0 or row < 0 or column >= mesh.columns or row >= mesh.rows:
        return found[:0]
    cell = column * mesh.rows + row
    for i in range(mesh.starts[cell], mesh.starts[cell + 1]):
        k = mesh.items[i]
        inside = count < STARTS
        for e in range(3):
            f = (e + 1) % 3
            ax, ay = mesh.at[k, 2 * e], mesh.at[k, 2 * e + 1]
            dx, dy = mesh.at[k, 2 * f] - ax, mesh.at[k, 2 * f + 1] - ay
            inside = inside and dx * (y - ay) - dy * (x - ax) >= -ON_EDGE_M * (abs(dx) + abs(dy))
        if inside:
            found[count] = k
            count += 1
    return found[:count]


@spliced
def through(ends: Floats, edge: int, look: Floats, cone: Floats) -> bool:
    """Whether a point within a triangle looks out through an edge of it, and between which rays: into `cone`."""
    px, py, nx, ny = look[0], look[1], look[2], look[3]
    rx, ry, lx, ly = ends[edge, 0] - px, ends[edge, 1] - py, ends[edge, 2] - px, ends[edge, 3] - py
    if rx * ly - ry * lx <= ON_EDGE_M * (abs(lx - rx) + abs(ly - ry)):
        return False
    if nx != 0.0 or ny != 0.0:
        right, left = rx * nx + ry * ny, lx * nx + ly * ny
        if right <= 0.0 and left <= 0.0:
            return False
        if right < 0.0:
            rx, ry = ny, -nx
        if left < 0.0:
            lx, ly = -ny, nx
    cone[0], cone[1], cone[2], cone[3] = rx, ry, lx, ly
    return True


@compiled
def begin(ends: Floats, firsts: Indices, look: Floats, edges: Links, cones: Floats) -> int:
    """The edges through which a point looks out of the triangles around it, and its cones, clockwise; how many."""
    keys = np.empty(3 * STARTS)
    count = 0
    for i in range(3 * firsts.shape[0]):
        edge = 3 * firsts[i // 3] + i % 3
        cone = cones[count]
        if not through(ends, edge, look, cone):
            continue
        if look[2] != 0.0 or look[3] != 0.0:
            x, y = cone[0] + cone[2], cone[1] + cone[3]
            key = np.arctan2(x * look[2] + y * look[3], x * look[3] - y * look[2])
        else:
            key = np.arctan2(cone[1], cone[0])
        rx, ry, lx, ly = cone
        j = count
        while j > 0 and keys[j - 1] < key:
            keys[j], edges[j] = keys[j - 1], edges[j - 1]
            cones[j] = cones[j - 1]
            j -= 1
        keys[j], edges[j] = key, edge
        cones[j, 0], cones[j, 1], cones[j, 2], cones[j, 3] = rx, ry, lx, ly
        count += 1
    return count


@compiled
def spread(mesh: Mesh, ends: Floats, apex: Floats, onward: Links, look: Floats) -> Floats:
    """What a point sees, as wedges (k, 8) in counter-clockwise order; none for a point off the floor.

    `look` is the point (x, y); a vector (fx, fy), and only the half plane that it points to is looked at, from its
    right border on, unless it is 0; and a disc (x, y, radius) that holds the point: what it holds is seen exactly,
    and a view that has left it is not followed up but ends at the edge that lies wholly beyond it. A wedge is its
    right ray, its left ray (both from the point), and the two ends of the edge at which it ends, right end first.
    """
    room, firsts = ROOM, around(mesh, look[0], look[1])
    while True:
        edges, cones, found = np.empty(room // 2, np.int32), np.empty((room // 2, 4)), np.empty((room, 8))
        top = begin(ends, firsts, look, edges, cones)
        count = _spread(ends, apex, onward, look, edges, cones, top, found)
        if count >= 0:
            return found[:count]
        room *= 2


@compiled
def _spread(  # noqa: C901, PLR0917, one loop that calls nothing is what makes it fast
    ends: Floats, apex: Floats, onward: Links, look: Floats, edges: Links, cones: Floats, top: int, found: Floats
) -> int:
    """Write the wedges of the `top` cones that stand ready, the last one first; how many, or -1: no room for all."""
    px, py, cx, cy, reach2 = look[0], look[1], look[4], look[5], look[6] * look[6]
    count, room, depth = 0, found.shape[0], edges.shape[0]
    while top > 0:
        top -= 1
        edge = np.uintp(edges[top])
        rx, ry, lx, ly = cones[top, 0], cones[top, 1], cones[top, 2], cones[top, 3]
        while True:
            beyond = onward[edge, 0]
            if beyond >= 0 and reach2 < np.inf:
                ax, ay = ends[edge, 0], ends[edge, 1]
                dx, dy = ends[edge, 2] - ax, ends[edge, 3] - ay
                along = min(max(((cx - ax) * dx + (cy - ay) * dy) / (dx * dx + dy * dy), 0.0), 1.0)
                ox, oy = ax + along * dx - cx, ay + along * dy - cy
                if ox * ox + oy * oy > reach2:
                    beyond = np.int32(-1)
            if beyond < 0:
                break
            wx, wy = apex[edge, 0] - px, apex[edge, 1] - py
            if rx * wy - ry * wx <= 0.0:
                edge = np.uintp(onward[edge, 1])
                continue
            if lx * wy - ly * wx < 0.0:
                if top == depth:
                    return -1
                edges[top] = onward[edge, 1]
                cones[top, 0], cones[top, 1], cones[top, 2], cones[top, 3] = wx, wy, lx, ly
                top += 1
                lx, ly = wx, wy
            edge = np.uintp(beyond)
        wide = rx * ly - ry * lx
        if wide * wide > THIN * THIN * (rx * rx + ry * ry) * (lx * lx + ly * ly):
            if count == room:
                return -1
            found[count, 0], found[count, 1], found[count, 2], found[count, 3] = rx, ry, lx, ly
            found[count, 4], found[count, 5] = ends[edge, 0], ends[edge, 1]
            found[count, 6], found[count, 7] = ends[edge, 2], ends[edge, 3]
            count += 1
    return count


@spliced
def parted(wedges: Floats, i: int, j: int) -> bool:
    """Whether something lies between the left ray of wedge i and the right ray of wedge j."""
    lx, ly, rx, ry = wedges[i, 2], wedges[i, 3], wedges[j, 0], wedges[j, 1]
    if lx == rx and ly == ry:
        return False
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
    used, rings, first = 0, 0, -1
    for i in range(count):
        if first < 0 and parted(wedges, i - 1 if i > 0 else count - 1, i):
            first = i
    whole = first < 0
    first = max(first, 0)
    last_x, last_y = np.nan, np.nan
    for k in range(count):
        i = first + k if first + k < count else first + k - count
        if not whole and (k == 0 or parted(wedges, i - 1 if i > 0 else count - 1, i)):
            starts[rings] = used
            rings += 1
            ring[used, 0], ring[used, 1] = px, py
            used += 1
        for end in range(2):
            x, y = ending(wedges, i, end, px, py)
            if x != last_x or y != last_y:
                ring[used, 0], ring[used, 1] = x, y
                last_x, last_y = x, y
                used += 1
    if whole and used > 1 and ring[used - 1, 0] == ring[0, 0] and ring[used - 1, 1] == ring[0, 1]:
        used -= 1
    rings = max(rings, 1)
    starts[rings] = used
    return ring[:used], starts[: rings + 1]


@compiled
def all_round(mesh: Mesh, ends: Floats, apex: Floats, onward: Links, x: float, y: float) -> tuple[Floats, Indices]:
    """The rings of all that a point sees; see `outline`."""
    return outline(spread(mesh, ends, apex, onward, np.array([x, y, 0.0, 0.0, x, y, np.inf])), x, y)


@spliced
def before(wedges: Floats, i: int, qx: float, qy: float) -> bool:
    """Whether a point within the rays of a wedge lies on the near side of the edge that ends it."""
    ax, ay = wedges[i, 4], wedges[i, 5]
    ex, ey = wedges[i, 6] - ax, wedges[i, 7] - ay
    return bool(ex * (qy - ay) - ey * (qx - ax) >= -ON_WALL_M * (abs(ex) + abs(ey)))


@compiled
def reaches(wedges: Floats, px: float, py: float, qx: float, qy: float) -> bool:
    """Whether wedges of one half plane, seen from p, hold q; on the ray between two wedges either one will do."""
    dx, dy = qx - px, qy - py
    low, high = 0, wedges.shape[0]
    while low < high:
        middle = (low + high) // 2
        if wedges[middle, 0] * dy - wedges[middle, 1] * dx >= 0.0:
            low = middle + 1
        else:
            high = middle
    i = low - 1
    if i >= 0 and dx * wedges[i, 3] - dy * wedges[i, 2] >= 0.0 and before(wedges, i, qx, qy):
        return True
    for ray in range(2):
        j = i - 1 if ray == 0 else i + 1
        k = max(i, j)
        if j >= 0 and k < wedges.shape[0]:
            rx, ry = wedges[k, 0], wedges[k, 1]
            if abs(rx * dy - ry * dx) <= ON_WALL_M * (abs(rx) + abs(ry)) and before(wedges, j, qx, qy):
                return True
    return False
