"""Whom a point sees first: the free floor cut into triangles, and the view spread from triangle to triangle."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from wayfinding.routing.sight import (
    CELL_SLACK_M,
    Corners,
    Floats,
    Indices,
    Sight,
    by_cell,
    compiled,
    sees,
    spliced,
    tangent,
    throw,
)

CELL_M = 2.0
MAX_CELLS_A_SIDE = 512
NEAR_M = 1e-6
"""A point this near to an edge of a triangle is looked out from on both sides of it."""

Flags = NDArray[np.bool_]

GRAZE_M = 4e-5
"""How near to the border of the view the exact line of sight is asked: above what the sight tolerance can move."""

STARTS = 64


class Mesh(NamedTuple):
    """Triangles (m, 6), counter-clockwise, by cell of a square grid; beyond edge e lies `beyond` (m, 3), or -1.

    `corner` (m, 3) numbers the reflex corner at each vertex, or is -1. Empty where the floor could not be cut.
    """

    at: Floats
    beyond: Indices
    corner: Indices
    x0: float
    y0: float
    size: float
    columns: int
    rows: int
    starts: Indices
    items: Indices


class Gates(NamedTuple):
    """Further points to be seen, `at` (k, 2): those in triangle t are items[starts[t] : starts[t + 1]]."""

    at: Floats
    starts: Indices
    items: Indices


class Aims(NamedTuple):
    """Where a look around is to help to go: to goals[k] on a way of less than below_m[k]; without goals, anywhere."""

    goals: Floats
    below_m: Floats


def cut(free: BaseGeometry, corners: Corners) -> Mesh:
    """The triangles of a free floor; none where they would not fit together without gaps."""
    parts = [part for part in shapely.get_parts(free) if part.geom_type == "Polygon" and not part.is_empty]
    pieces = [piece for part in parts for piece in shapely.get_parts(shapely.constrained_delaunay_triangles(part))]
    if not pieces:
        return _gridded(np.empty((0, 6)), np.empty((0, 3), np.int64), np.empty((0, 3), np.int64))
    at = shapely.get_coordinates([shapely.orient_polygons(piece) for piece in pieces]).reshape(-1, 4, 2)[:, :3]
    points = np.vstack([at.reshape(-1, 2), corners.at])
    _, number = np.unique(points[:, 0] + 1j * points[:, 1], return_inverse=True)
    vertex, at_corner = number[: 3 * len(at)].reshape(-1, 3), number[3 * len(at) :]
    known = np.full(int(number.max()) + 1, -1, np.int64)
    known[at_corner[::-1]] = np.arange(len(at_corner))[::-1]
    beyond = _beyond(vertex)
    edges = sum(len(ring.coords) - 1 for part in parts for ring in (part.exterior, *part.interiors))
    if int((beyond < 0).sum()) != edges:
        return _gridded(np.empty((0, 6)), np.empty((0, 3), np.int64), np.empty((0, 3), np.int64))
    return _gridded(np.ascontiguousarray(at.reshape(-1, 6)), beyond, known[vertex])


def _beyond(vertex: Indices) -> Indices:
    """Which triangle shares each edge with which."""
    ends = np.stack([vertex, np.roll(vertex, -1, axis=1)], axis=2).reshape(-1, 2)
    keys = np.sort(ends, axis=1)
    order = np.lexsort((keys[:, 1], keys[:, 0]))
    same = np.flatnonzero((keys[order[1:]] == keys[order[:-1]]).all(axis=1))
    beyond = np.full(len(ends), -1, np.int64)
    beyond[order[same]], beyond[order[same + 1]] = order[same + 1] // 3, order[same] // 3
    return beyond.reshape(-1, 3)


def _gridded(at: Floats, beyond: Indices, corner: Indices) -> Mesh:
    if len(at) == 0:
        return Mesh(at, beyond, corner, 0.0, 0.0, CELL_M, 1, 1, np.zeros(2, np.int64), np.zeros(0, np.int64))
    xs, ys = at[:, 0::2], at[:, 1::2]
    x0, y0 = float(xs.min()), float(ys.min())
    size = max(CELL_M, float(max(np.ptp(xs), np.ptp(ys))) / MAX_CELLS_A_SIDE)
    columns, rows = int(np.ptp(xs) / size) + 1, int(np.ptp(ys) / size) + 1
    low = np.stack([xs.min(axis=1) - CELL_SLACK_M - x0, ys.min(axis=1) - CELL_SLACK_M - y0], axis=1)
    high = np.stack([xs.max(axis=1) + CELL_SLACK_M - x0, ys.max(axis=1) + CELL_SLACK_M - y0], axis=1)
    limit = np.array([columns - 1, rows - 1])
    first = np.clip((low / size).astype(np.int64), 0, limit)
    last = np.clip((high / size).astype(np.int64), 0, limit)
    starts, items = by_cell(*throw(first, last, rows), columns * rows)
    return Mesh(at, beyond, corner, x0, y0, size, columns, rows, starts, items)


@compiled
def locate(mesh: Mesh, x: float, y: float, slack_m: float) -> int:
    """A triangle that holds the point, or comes within `slack_m` of it; -1 where there is none."""
    if mesh.at.shape[0] == 0:
        return -1
    column, row = int(np.floor((x - mesh.x0) / mesh.size)), int(np.floor((y - mesh.y0) / mesh.size))
    if column < 0 or row < 0 or column >= mesh.columns or row >= mesh.rows:
        return -1
    cell = column * mesh.rows + row
    for i in range(mesh.starts[cell], mesh.starts[cell + 1]):
        k = mesh.items[i]
        inside = True
        for e in range(3):
            f = (e + 1) % 3
            ax, ay = mesh.at[k, 2 * e], mesh.at[k, 2 * e + 1]
            dx, dy = mesh.at[k, 2 * f] - ax, mesh.at[k, 2 * f + 1] - ay
            if dx * (y - ay) - dy * (x - ax) < -slack_m * (abs(dx) + abs(dy)):
                inside = False
                break
        if inside:
            return int(k)
    return -1


@compiled
def around(mesh: Mesh, first: int, x: float, y: float, starts: Indices) -> int:
    """All triangles that come very near the point, from one of them; -1 where they are too many."""
    starts[0] = first
    count, done = 1, 0
    while done < count:
        k = starts[done]
        done += 1
        for e in range(3):
            other = mesh.beyond[k, e]
            f = (e + 1) % 3
            ax, ay = mesh.at[k, 2 * e], mesh.at[k, 2 * e + 1]
            dx, dy = mesh.at[k, 2 * f] - ax, mesh.at[k, 2 * f + 1] - ay
            along = min(max(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0.0), 1.0)
            if other < 0 or np.hypot(ax + along * dx - x, ay + along * dy - y) > NEAR_M:
                continue
            fresh = True
            for i in range(count):
                fresh = fresh and starts[i] != other
            if fresh and count == STARTS:
                return -1
            if fresh:
                starts[count] = other
                count += 1
    return count


@compiled
def _far(x: float, y: float, px: float, py: float, goals: Floats, below_m: Floats) -> bool:
    """Whether every way over a spot is too long for every goal."""
    for k in range(goals.shape[0]):
        gx, gy = goals[k, 0], goals[k, 1]
        way_m = np.sqrt((x - px) ** 2 + (y - py) ** 2) + np.sqrt((x - gx) ** 2 + (y - gy) ** 2)
        if way_m < below_m[k]:
            return False
    return True


@compiled
def _far_beyond(  # noqa: PLR0917, a kernel takes its figures one by one
    ax: float, ay: float, bx: float, by: float, px: float, py: float, goals: Floats, below_m: Floats
) -> bool:
    """Whether every way through an edge from a, itself too far, to b is too long for every goal.

    The shortest goes through an end, or where the straight line or its mirror image meets the edge.
    """
    if not _far(bx, by, px, py, goals, below_m):
        return False
    ex, ey = bx - ax, by - ay
    square, start = ex * ex + ey * ey, (px - ax) * ex + (py - ay) * ey
    here = abs((px - ax) * ey - (py - ay) * ex)
    for k in range(goals.shape[0]):
        gx, gy = goals[k, 0], goals[k, 1]
        both = here + abs((gx - ax) * ey - (gy - ay) * ex)
        along = (gx - px) * ex + (gy - py) * ey
        meets = start * both + along * here
        outside = both > 0.0 and (meets < 0.0 or meets > both * square)
        if not outside and along * along + both * both < below_m[k] ** 2 * square:
            return False
    return True


@spliced
def _within(wx: float, wy: float, rx: float, ry: float, lx: float, ly: float) -> int:
    """Whether a spot is seen between two rays: 1 if so, -1 if not, 0 where it is at the border."""
    right, left = rx * wy - ry * wx, lx * wy - ly * wx
    graze = GRAZE_M * (abs(wx) + abs(wy))
    return 1 if right > graze and left < -graze else (0 if right >= -graze and left <= graze else -1)


@compiled
def _set_out(  # noqa: PLR0913, PLR0917, a kernel takes its arrays one by one
    mesh: Mesh, gates: Gates, corners: Corners, p: Floats, begun: Indices, seen: Flags, found: Indices, lengths: Floats,
    met: Flags, near: Indices, faces: Indices, rays: Floats,
) -> tuple[int, int, int]:  # fmt: skip
    """Look about in the triangles that hold the point: how many corners and gates it finds and cones it looks into."""
    count, nears, top = 0, 0, 0
    for k in begun:
        for i in range(gates.starts[k], gates.starts[k + 1] if gates.at.shape[0] > 0 else 0):
            if not met[gates.items[i]]:
                met[gates.items[i]] = True
                near[nears] = gates.items[i]
                nears += 1
        for e in range(3):
            c, f = mesh.corner[k, e], (e + 1) % 3
            rx, ry = mesh.at[k, 2 * e] - p[0], mesh.at[k, 2 * e + 1] - p[1]
            lx, ly = mesh.at[k, 2 * f] - p[0], mesh.at[k, 2 * f + 1] - p[1]
            if c >= 0 and not seen[c]:
                seen[c] = True
                if tangent(p, c, corners.at, corners.before, corners.after):
                    found[count], lengths[count] = c, np.sqrt(rx * rx + ry * ry)
                    count += 1
            if mesh.beyond[k, e] >= 0 and rx * ly - ry * lx > NEAR_M * (abs(lx - rx) + abs(ly - ry)):
                faces[top, 0], faces[top, 1] = mesh.beyond[k, e], k
                rays[top, 0], rays[top, 1], rays[top, 2], rays[top, 3] = rx, ry, lx, ly
                top += 1
    return count, nears, top


@compiled
def _meet(  # noqa: PLR0917, a kernel takes its arrays one by one
    gates: Gates, sight: Sight, p: Floats, k: int, ray: Floats, met: Flags, near: Indices, nears: int
) -> int:
    """Note the gates of a triangle that are seen through a cone; how many there are now."""
    for i in range(gates.starts[k], gates.starts[k + 1]):
        g = gates.items[i]
        if not met[g]:
            wx, wy = gates.at[g, 0] - p[0], gates.at[g, 1] - p[1]
            inside = _within(wx, wy, ray[0], ray[1], ray[2], ray[3])
            if inside > 0 or (inside == 0 and sees(sight, p, gates.at[g])):
                met[g] = True
                near[nears] = g
                nears += 1
    return nears


@compiled
def view(  # noqa: PLR0915, PLR0917, one loop that calls next to nothing is what makes it fast
    mesh: Mesh, gates: Gates, sight: Sight, corners: Corners, aims: Aims, p: Floats, first: int
) -> tuple[Indices, Floats, Indices, bool]:
    """What a point in triangle `first` sees: the corners at which a way may bend first, how far they are, the gates.

    False at the end where the point is too odd for this method. The view through an edge is a cone between two rays,
    narrowed from edge to edge (triangular expansion, Bungiu and others 2014). What lies at the very border of a cone
    is asked of the exact line of sight. Edges that only lead too far for the aims are not looked through.
    """
    at, beyond, corner, first_gate = mesh.at, mesh.beyond, mesh.corner, gates.starts
    spots, before, after = corners.at, corners.before, corners.after
    goals, below_m, px, py = aims.goals, aims.below_m, p[0], p[1]
    aimed, gated = goals.shape[0] > 0, gates.at.shape[0] > 0
    found, lengths, seen = np.empty(len(spots), np.int64), np.empty(len(spots)), np.zeros(len(spots), np.bool_)
    near, met = np.empty(gates.at.shape[0], np.int64), np.zeros(gates.at.shape[0], np.bool_)
    begun, faces, rays = np.empty(STARTS, np.int64), np.empty((256, 2), np.int64), np.empty((256, 4))
    begins = around(mesh, first, px, py, begun)
    if begins < 0:
        return found[:0], lengths[:0], near[:0], False
    begun = begun[:begins]
    count, nears, top = _set_out(mesh, gates, corners, p, begun, seen, found, lengths, met, near, faces, rays)
    while top > 0:
        top -= 1
        k, came = faces[top, 0], faces[top, 1]
        rx, ry, lx, ly = rays[top, 0], rays[top, 1], rays[top, 2], rays[top, 3]
        if gated and first_gate[k] < first_gate[k + 1]:
            nears = _meet(gates, sight, p, k, rays[top], met, near, nears)
        e = 0
        while beyond[k, e] != came:
            e += 1
        f, o = (e + 1) % 3, (e + 2) % 3
        x, y, c = at[k, 2 * o], at[k, 2 * o + 1], corner[k, o]
        wx, wy = x - px, y - py
        right, left = rx * wy - ry * wx, lx * wy - ly * wx
        far = aimed and _far(x, y, px, py, goals, below_m)
        inside = -1 if c < 0 or far or seen[c] else _within(wx, wy, rx, ry, lx, ly)
        if inside >= 0:
            bends = tangent(p, c, spots, before, after)
            if not bends or inside > 0 or sees(sight, p, spots[c]):
                seen[c] = True
                found[count], lengths[count] = c, np.sqrt(wx * wx + wy * wy)
                count += bends
        if top + 2 > len(faces):
            faces, rays = np.concatenate((faces, faces)), np.concatenate((rays, rays))
        if right > 0.0 and beyond[k, f] >= 0 and not (
            far and _far_beyond(x, y, at[k, 2 * f], at[k, 2 * f + 1], px, py, goals, below_m)
        ):  # fmt: skip
            faces[top, 0], faces[top, 1], rays[top, 0], rays[top, 1] = beyond[k, f], k, rx, ry
            rays[top, 2], rays[top, 3] = (wx, wy) if left < 0.0 else (lx, ly)
            top += 1
        if left < 0.0 and beyond[k, o] >= 0 and not (
            far and _far_beyond(x, y, at[k, 2 * e], at[k, 2 * e + 1], px, py, goals, below_m)
        ):  # fmt: skip
            faces[top, 0], faces[top, 1], rays[top, 2], rays[top, 3] = beyond[k, o], k, lx, ly
            rays[top, 0], rays[top, 1] = (wx, wy) if right > 0.0 else (rx, ry)
            top += 1
    return found[:count], lengths[:count], near[:nears], True
