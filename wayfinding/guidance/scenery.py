"""What can be seen and named on a level, as arrays, and the compiled questions that directions ask of it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.sight import Floats, Indices, Sight, compiled, sees

Flags = NDArray[np.bool_]


class Things(NamedTuple):
    """Where things are (n, 2), how striking (the lowest first), and the place of each in the order of names."""

    at: Floats
    rank: Indices
    order: Indices


class Areas(NamedTuple):
    """Outlines: `bounds` (k, 4); the edges (m, 4) of area a are rows starts[a] to starts[a + 1]."""

    bounds: Floats
    edges: Floats
    starts: Indices


@compiled
def in_sight(ex: float, ey: float, x: float, y: float, depth_m: float, *flat: Any) -> bool:
    """Whether nothing stands between an eye and a spot; the last `depth_m` is left out. `flat` is a Sight."""
    sight = Sight(flat[0], flat[1], flat[2], flat[3], flat[4], flat[5], flat[6], flat[7])
    away_m = np.hypot(x - ex, y - ey)
    if away_m <= depth_m:
        return True
    share = depth_m / away_m
    return sees(sight, np.array([ex, ey]), np.array([x + (ex - x) * share, y + (ey - y) * share]))


@compiled
def pick(  # noqa: PLR0913, PLR0917, a kernel takes its figures one by one
    x: float, y: float, ex: float, ey: float, least_m: float, most_m: float, course_deg: float, angle_deg: float,
    depth_m: float, silent: Flags, *flat: Any,
) -> int:  # fmt: skip
    """The most striking thing about a spot that is in sight from there and from an eye, then the nearest; -1: none.

    It lies more than `least_m` and at most `most_m` away, within an angle to either side of a course. `flat` are
    Things and a Sight.
    """
    at, rank, order = flat[0], flat[1], flat[2]
    found, away_m, count = np.empty(at.shape[0], np.int64), np.empty(at.shape[0]), 0
    for k in range(at.shape[0]):
        metres = np.hypot(at[k, 0] - x, at[k, 1] - y)
        if silent[k] or metres <= least_m or metres > most_m:
            continue
        towards_deg = np.degrees(np.arctan2(at[k, 0] - x, at[k, 1] - y)) % 360.0
        if abs((towards_deg - course_deg + 180.0) % 360.0 - 180.0) <= angle_deg:
            found[count], away_m[k] = k, metres
            count += 1
    sight = flat[3], flat[4], flat[5], flat[6], flat[7], flat[8], flat[9], flat[10]
    while count > 0:
        best = 0
        for i in range(1, count):
            k, b = found[i], found[best]
            if (rank[k], away_m[k], order[k]) < (rank[b], away_m[b], order[b]):
                best = i
        k = found[best]
        if in_sight(ex, ey, at[k, 0], at[k, 1], depth_m, *sight) and in_sight(
            x, y, at[k, 0], at[k, 1], depth_m, *sight
        ):
            return int(k)
        count -= 1
        for i in range(best, count):
            found[i] = found[i + 1]
    return -1


@compiled
def confirm(
    line: Floats, every_m: float, reach_m: float, margin_m: float, depth_m: float, silent: Flags, *flat: Any
) -> tuple[Indices, Floats, Flags]:
    """Things beside a line to confirm it with, about one in `every_m`; after how many metres each, and if on the right.

    They are at most `reach_m` off the line, in sight from it, and not within `margin_m` of its ends; of two with one
    name the first. `flat` are Things and a Sight.
    """
    at, rank, order = flat[0], flat[1], flat[2]
    sight = flat[3], flat[4], flat[5], flat[6], flat[7], flat[8], flat[9], flat[10]
    found, after_m, right, total_m = _beside(line, reach_m, margin_m, silent, at, order)
    waiting, chosen, count, at_m = np.ones(found.shape[0], np.bool_), np.empty(found.shape[0], np.int64), 0, 0.0
    while total_m - at_m > every_m:
        best = _next(waiting, after_m, rank[found], at_m + every_m * (0.75 if count else 0.25), at_m + every_m)
        if best < 0:
            break
        waiting[best] = False
        x, y = _along(line, after_m[best])
        if in_sight(x, y, at[found[best], 0], at[found[best], 1], depth_m, *sight):
            chosen[count], at_m = best, after_m[best]
            count += 1
            for i in range(found.shape[0]):
                waiting[i] = waiting[i] and order[found[i]] != order[found[best]]
    kept = chosen[:count]
    return found[kept], after_m[kept], right[kept]


@compiled
def _next(waiting: Flags, after_m: Floats, rank: Indices, least_m: float, most_m: float) -> int:
    """The most striking between two distances, of several the farthest; else the first beyond; -1 where none waits."""
    best, beyond = -1, -1
    for i in range(waiting.shape[0]):
        if not waiting[i] or after_m[i] <= least_m:
            continue
        if after_m[i] > most_m:
            beyond = i if beyond < 0 else beyond
        elif best < 0 or (rank[i], -after_m[i]) < (rank[best], -after_m[best]):
            best = i
    return best if best >= 0 else beyond


@compiled
def _along(line: Floats, by_m: float) -> tuple[float, float]:
    """The spot after some metres of a line; its end where it is shorter."""
    for i in range(line.shape[0] - 1):
        dx, dy = line[i + 1, 0] - line[i, 0], line[i + 1, 1] - line[i, 1]
        length_m = np.hypot(dx, dy)
        if by_m <= length_m:
            share = by_m / max(length_m, 1e-9)
            return line[i, 0] + dx * share, line[i, 1] + dy * share
        by_m -= length_m
    return line[-1, 0], line[-1, 1]


@compiled
def _beside(
    line: Floats, reach_m: float, margin_m: float, silent: Flags, at: Floats, order: Indices
) -> tuple[Indices, Floats, Flags, float]:
    """What lies beside a line, in the order in which it is passed, seen or not; at the end the length of the line."""
    total_m = 0.0
    for i in range(line.shape[0] - 1):
        total_m += np.hypot(line[i + 1, 0] - line[i, 0], line[i + 1, 1] - line[i, 1])
    found, after_m, right, count = np.empty(len(at), np.int64), np.empty(len(at)), np.empty(len(at), np.bool_), 0
    for k in range(len(at)):
        off_m, passed_m, hand = _beside_line(line, at[k, 0], at[k, 1])
        if silent[k] or off_m > reach_m or passed_m <= margin_m or passed_m >= total_m - margin_m:
            continue
        i = count
        while i > 0 and (passed_m, order[k]) < (after_m[i - 1], order[found[i - 1]]):
            found[i], after_m[i], right[i] = found[i - 1], after_m[i - 1], right[i - 1]
            i -= 1
        found[i], after_m[i], right[i] = k, passed_m, hand
        count += 1
    return found[:count], after_m[:count], right[:count], total_m


@compiled
def _beside_line(line: Floats, x: float, y: float) -> tuple[float, float, bool]:
    """How far a spot is off a line, after how many metres it is passed, and whether it lies on the right."""
    best, walked_m = (np.inf, 0.0, False), 0.0
    for i in range(line.shape[0] - 1):
        ax, ay = line[i, 0], line[i, 1]
        length_m = np.hypot(line[i + 1, 0] - ax, line[i + 1, 1] - ay)
        ux, uy = (line[i + 1, 0] - ax) / length_m, (line[i + 1, 1] - ay) / length_m
        px, py = x - ax, y - ay
        along_m = min(max(px * ux + py * uy, 0.0), length_m)
        off_m = np.hypot(px - along_m * ux, py - along_m * uy)
        if off_m < best[0]:
            best = off_m, walked_m + along_m, px * uy - py * ux > 0
        walked_m += length_m
    return best


@compiled
def areas_at(line: Floats, step_m: float, *flat: Any) -> tuple[int, int]:
    """The first of some Areas that covers the line a step after its start, and a step before its end; -1 for none."""
    begin, end = _along(line, step_m), _along(line[::-1], step_m)
    return area_at(begin[0], begin[1], flat[0], flat[1], flat[2]), area_at(end[0], end[1], flat[0], flat[1], flat[2])


@compiled
def area_at(x: float, y: float, *flat: Any) -> int:
    """The first of some Areas that covers a point, its outline included; -1 where none does."""
    bounds, edges, starts = flat[0], flat[1], flat[2]
    for a in range(bounds.shape[0]):
        if x < bounds[a, 0] or y < bounds[a, 1] or x > bounds[a, 2] or y > bounds[a, 3]:
            continue
        inside, touched = False, False
        for e in range(starts[a], starts[a + 1]):
            ax, ay, bx, by = edges[e, 0], edges[e, 1], edges[e, 2], edges[e, 3]
            side = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
            within = min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by)
            touched = touched or (side == 0.0 and within)
            if (ay > y) != (by > y) and (side > 0.0) == (by > ay):
                inside = not inside
        if inside or touched:
            return a
    return -1
