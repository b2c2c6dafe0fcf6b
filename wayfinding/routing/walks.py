"""The shortest walk between two points of one floor, as the line that it is drawn along."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.sight import Corners, Floats, Indices, Sight, compiled, connect, sees
from wayfinding.routing.triangles import Aims, Gates, Mesh, locate, view

SLACK = 1e-9
SLACK_M = 1e-5
"""A look around leaves out what makes a way longer than the best known by this share and length: never the best."""

ON_FLOOR_M = 1e-6
STRAIGHT_M = 1e-6


@compiled
def walk_near(sx: float, sy: float, ex: float, ey: float, below_m: float, *flat: Any) -> tuple[float, Floats]:
    """The shortest walk from s to e below a length in m, and its points (n, 2); none where it would be longer.

    The arrays of mesh, corners, sight and table come one by one: to take named tuples costs a third of the answer.
    """
    mesh = Mesh(flat[0], flat[1], flat[2], flat[3], flat[4], flat[5], flat[6], flat[7], flat[8], flat[9])
    corners = Corners(flat[10], flat[11], flat[12])
    sight = Sight(flat[13], flat[14], flat[15], flat[16], flat[17], flat[18], flat[19], flat[20])
    metres, before = flat[21], flat[22]
    p, q = np.array([sx, sy]), np.array([ex, ey])
    straight_m = np.sqrt((sx - ex) ** 2 + (sy - ey) ** 2)
    if straight_m >= below_m:
        return below_m, np.empty((0, 2))
    if sees(sight, p, q):
        return straight_m, draw(p, corners.at, np.empty(0, np.int64), q)
    start, end = locate(mesh, sx, sy, ON_FLOOR_M), locate(mesh, ex, ey, ON_FLOOR_M)
    reach_m = _reach(mesh, corners, metres, p, start, q, end, below_m)
    ends, end_m = _towards(mesh, sight, corners, q, end, p, reach_m)
    reach_m = _nearer(mesh, corners, metres, p, start, ends, end_m, reach_m)
    found, found_m = _towards(mesh, sight, corners, p, start, q, reach_m)
    best_m, first, last = below_m, -1, -1
    for i in range(found.shape[0]):
        c = found[i]
        for j in range(ends.shape[0]):
            new_m = found_m[i] + metres[c, ends[j]] + end_m[j]
            if new_m < best_m:
                best_m, first, last = new_m, c, ends[j]
    if first < 0:
        return below_m, np.empty((0, 2))
    return best_m, draw(p, corners.at, _bends(before, first, last), q)


@compiled
def _reach(  # noqa: PLR0917, a kernel takes its arrays one by one
    mesh: Mesh, corners: Corners, metres: Floats, p: Floats, start: int, q: Floats, end: int, below_m: float
) -> float:
    """A length that the shortest walk does not exceed: by way of the corners of the triangles that hold its ends."""
    best_m = below_m
    if start >= 0 and end >= 0:
        for e in range(3):
            c = mesh.corner[start, e]
            for f in range(3):
                d = mesh.corner[end, f]
                if c >= 0 and d >= 0:
                    best_m = min(best_m, _apart(corners.at, c, p) + metres[c, d] + _apart(corners.at, d, q))
    return best_m


@compiled
def _nearer(  # noqa: PLR0917, a kernel takes its arrays one by one
    mesh: Mesh, corners: Corners, metres: Floats, p: Floats, start: int, ends: Indices, end_m: Floats, below_m: float
) -> float:
    """The same once it is known what the end sees."""
    best_m = below_m
    if start >= 0:
        for e in range(3):
            c = mesh.corner[start, e]
            if c >= 0:
                for j in range(ends.shape[0]):
                    best_m = min(best_m, _apart(corners.at, c, p) + metres[c, ends[j]] + end_m[j])
    return best_m


@compiled
def _apart(at: Floats, c: int, p: Floats) -> float:
    return float(np.sqrt((at[c, 0] - p[0]) ** 2 + (at[c, 1] - p[1]) ** 2))


@compiled
def _towards(  # noqa: PLR0917, a kernel takes its arrays one by one
    mesh: Mesh, sight: Sight, corners: Corners, p: Floats, first: int, q: Floats, below_m: float
) -> tuple[Indices, Floats]:
    """The corners at which a walk from p to q of less than a length may bend first, and how far they are."""
    if first >= 0:
        aims = Aims(q.reshape(1, 2), np.array([below_m * (1.0 + SLACK) + SLACK_M]))
        found, lengths, _, cut = view(
            mesh, Gates(np.empty((0, 2)), mesh.starts, mesh.items), sight, corners, aims, p, first
        )
        if cut:
            return found, lengths
    found = connect(sight, corners, p)
    lengths = np.empty(found.shape[0])
    for k in range(found.shape[0]):
        lengths[k] = _apart(corners.at, found[k], p)
    return found, lengths


@compiled
def _bends(before: NDArray[np.uint16], first: int, last: int) -> Indices:
    """The corners from one to another."""
    count, c = 1, last
    while c != first:
        c, count = int(before[first, c]), count + 1
    bends, c = np.empty(count, np.int64), last
    for k in range(count - 1, -1, -1):
        bends[k] = c
        c = int(before[first, c])
    return bends


@compiled
def draw(p: Floats, at: Floats, bends: Indices, q: Floats) -> Floats:
    """The points (n, 2) from p by way of some corners to q."""
    count = bends.shape[0]
    line = np.empty((count + 2, 2))
    for k in range(2):
        line[0, k], line[count + 1, k] = p[k], q[k]
        for i in range(count):
            line[i + 1, k] = at[bends[i], k]
    return straighten(line)


@compiled
def straighten(line: Floats) -> Floats:
    """The same line without points that lie on the straight between their neighbours."""
    kept = 1
    for k in range(1, line.shape[0] - 1):
        ax, ay, bx, by = line[kept - 1, 0], line[kept - 1, 1], line[k, 0], line[k, 1]
        cx, cy = line[k + 1, 0], line[k + 1, 1]
        reach_m = np.sqrt((cx - ax) ** 2 + (cy - ay) ** 2)
        if abs((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) > STRAIGHT_M * max(reach_m, STRAIGHT_M):
            line[kept, 0], line[kept, 1] = bx, by
            kept += 1
    end = line.shape[0] - 1
    line[kept, 0], line[kept, 1] = line[end, 0], line[end, 1]  # as one row it would compile for two seconds
    return line[: kept + 1]
