"""A hall full of columns, observers that are hard to judge, and what they see by shadows cut out with shapely."""

from __future__ import annotations

import math
import random

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import GEOSException, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

WIDTH_M, DEPTH_M = 200.0, 190.0
EVERY_M, COLUMN_M, FIRST_M = 9.0, 1.0, 5.0
FAR_M = 1000.0
FLAT = 1e-13
SURE_M2 = 1e-7
SNAP_M = 1e-10
"""Where GEOS loses a shadow whose border runs along another's, the shadows are joined on this grid: twice as slow."""

Spot = tuple[float, float]


def hall(width_m: float = WIDTH_M, depth_m: float = DEPTH_M) -> tuple[Polygon, list[Polygon]]:
    """The floor of a level of 38,000 m² with square columns of 1 m every 9 m, and the columns."""
    half = COLUMN_M / 2
    columns = [
        box(x - half, y - half, x + half, y + half)
        for x in np.arange(FIRST_M, width_m - COLUMN_M, EVERY_M)
        for y in np.arange(FIRST_M, depth_m - COLUMN_M, EVERY_M)
    ]
    return box(0, 0, width_m, depth_m).difference(shapely.union_all(columns)), columns


def observers(
    floor: Polygon, columns: list[Polygon], counts: tuple[int, int, int, int] = (200, 60, 60, 60), seed: int = 1
) -> list[Spot]:
    """Points in line with faces of columns, 10 mm off a face, 1 µm off a face, and anywhere: so many of each."""
    rng = random.Random(seed)  # noqa: S311, a fixed draw
    inner = floor.buffer(-1e-9)
    shapely.prepare(inner)
    x0, y0, x1, y1 = floor.bounds
    found: list[Spot] = []

    def draw(count: int, make: object) -> None:
        goal = len(found) + count
        while len(found) < goal:
            spot = make()  # type: ignore[operator]
            if inner.contains(Point(spot)):
                found.append(spot)

    def in_line() -> Spot:
        left, low, right, high = rng.choice(columns).bounds
        if rng.random() < 0.5:
            return rng.choice((left, right)), y0 + 0.5 * rng.randrange(int(2 * (y1 - y0)))
        return x0 + 0.5 * rng.randrange(int(2 * (x1 - x0))), rng.choice((low, high))

    def off(gap_m: float) -> Spot:
        left, low, right, high = rng.choice(columns).bounds
        along = rng.choice((0.0, 0.25, 0.5, rng.random()))
        x, y = left + along * (right - left), low + along * (high - low)
        return rng.choice(((left - gap_m, y), (right + gap_m, y), (x, low - gap_m), (x, high + gap_m)))

    draw(counts[0], in_line)
    draw(counts[1], lambda: off(0.01))
    draw(counts[2], lambda: off(1e-6))
    draw(counts[3], lambda: (rng.uniform(x0, x1), rng.uniform(y0, y1)))
    return found


def off_shadows_m2(seen: BaseGeometry, floor: BaseGeometry, columns: list[Polygon], spot: Spot) -> float:
    """By how much what is seen from a point differs from what the shadows leave."""
    try:
        quick = seen.symmetric_difference(seen_by_shadows(floor, columns, spot)).area
    except GEOSException:
        quick = math.inf
    if quick <= SURE_M2:
        return quick
    return seen.symmetric_difference(seen_by_shadows(floor, columns, spot, SNAP_M)).area


def seen_by_shadows(
    floor: BaseGeometry, columns: list[Polygon], spot: Spot, snap_m: float | None = None
) -> BaseGeometry:
    """What is seen from a point of a convex hall with columns: the floor less the shadow of every face."""
    ends = np.array([np.asarray(shapely.orient_polygons(each).exterior.coords) for each in columns])
    a, b = ends[:, :-1].reshape(-1, 2) - spot, ends[:, 1:].reshape(-1, 2) - spot
    side = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    front = side < -FLAT * np.hypot(*a.T) * np.hypot(*b.T)
    x0, y0, x1, y1 = floor.bounds
    shadows = shapely.intersection(_shadows(a[front], b[front], spot), box(x0 - 1, y0 - 1, x1 + 1, y1 + 1))
    return floor.difference(shapely.union_all(shadows, grid_size=snap_m))


def _shadows(a: NDArray[np.float64], b: NDArray[np.float64], spot: Spot) -> NDArray[np.object_]:
    """The shadow of each face from a to b, seen from `spot`, out to where no hall reaches."""
    across = b - a
    normal = np.column_stack([across[:, 1], -across[:, 0]])
    normal *= np.where((normal * a).sum(axis=1) > 0, 1.0, -1.0)[:, None]
    narrow = (a * b).sum(axis=1) > 0
    middle = np.where(narrow[:, None], _unit(a) + _unit(b), normal)
    far_a, far_b, far = FAR_M * _unit(a), FAR_M * _unit(b), 2 * FAR_M * _unit(middle)
    rings = np.stack([a, far_a, far, far_b, b], axis=1) + np.asarray(spot)
    return shapely.polygons(rings)


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    unit: NDArray[np.float64] = vectors / np.hypot(*vectors.T)[:, None]
    return unit
