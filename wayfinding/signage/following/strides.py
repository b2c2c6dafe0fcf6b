"""How far one gets by walking on in a direction: straight on, round small things, and round bends without a choice."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from wayfinding import assumptions as figures
from wayfinding.routing.layer import Layer
from wayfinding.routing.sight import Floats

End = Literal["dead_end", "lost"]
Vector = tuple[float, float]

OFF_WALL_M = 0.05
"""Who has come to a wall stands this far from it, so that he can walk along it."""

GLANCING = 0.5
"""Cosine of 60 degrees: a wall that is met at less than 30 degrees is followed without a thought."""

MOST_BENDS = 8


@dataclass(frozen=True, eq=False)
class Stride:
    """A walk straight on, sampled: `at` (n, 2), `heading` (n, 2) and `along_m` (n,); and how it ends without a sign.

    `lost`: at a choice, or where the arrow is trusted no longer; `dead_end`: at a wall with nothing beside it.
    """

    surface: int
    at: Floats
    heading: Floats
    along_m: Floats
    end: End


class Plain:
    """One surface of a layer with its small obstacles filled in, and the walks straight on over it."""

    def __init__(self, layer: Layer, surface: int) -> None:
        self.surface = surface
        self._free = layer.surfaces[surface].free

    @cached_property
    def edges(self) -> Floats:
        """The borders (m, 4) that stop whoever walks straight on."""
        rings = [ring for part in shapely.get_parts(self._free) for ring in _borders(part)]
        lines = [shapely.get_coordinates(ring) for ring in rings]
        blocks = [np.hstack([line[:-1], line[1:]]) for line in lines]
        return np.vstack([np.empty((0, 4)), *blocks])

    def free_m(self, at: Vector, way: Vector) -> tuple[float, Vector]:
        """How far one gets from a point along a unit vector, and the direction of the wall that ends it."""
        a, b = self.edges[:, :2], self.edges[:, 2:]
        ex, ey = (b - a).T
        cross = way[0] * ey - way[1] * ex
        ax, ay = a[:, 0] - at[0], a[:, 1] - at[1]
        with np.errstate(divide="ignore", invalid="ignore"):
            along, share = (ax * ey - ay * ex) / cross, (ax * way[1] - ay * way[0]) / cross
        hit = (np.abs(cross) > 1e-12) & (along > 1e-9) & (share >= 0.0) & (share <= 1.0)
        if not hit.any():
            return 0.0, way
        k = int(np.argmin(np.where(hit, along, np.inf)))
        length = math.hypot(ex[k], ey[k])
        return float(along[k]), (float(ex[k] / length), float(ey[k] / length))

    def walk(self, at: Vector, way: Vector) -> Stride:
        """The walk from a point of the surface along a unit vector."""
        corners, left_m = [at], figures.FOLLOW_KEPT.value
        end: End = "lost"
        for _ in range(MOST_BENDS):
            free_m, wall = self.free_m(corners[-1], way)
            step_m = min(max(free_m - OFF_WALL_M, 0.0), left_m)
            x, y = corners[-1]
            corners.append((x + step_m * way[0], y + step_m * way[1]))
            left_m -= step_m
            if left_m <= 0.0:
                break
            onward = self._bend(corners[-1], way, wall)
            if isinstance(onward, str):
                end = onward
                break
            way = onward
        return _sampled(self.surface, corners, end)

    def _bend(self, at: Vector, way: Vector, wall: Vector) -> Vector | End:
        """The direction in which a corridor goes on at a wall, where there is nothing to choose."""
        along = wall[0] * way[0] + wall[1] * way[1]
        sides = [(-wall[0], -wall[1]), wall] if along < 0 else [wall, (-wall[0], -wall[1])]
        open_to = [side for side in sides if self.free_m(at, side)[0] >= figures.FOLLOW_BEND.value]
        if abs(along) > GLANCING and sides[0] in open_to:
            return sides[0]
        if len(open_to) == 1:
            return open_to[0]
        return "lost" if open_to else "dead_end"


def _borders(part: Polygon) -> list[BaseGeometry]:
    big = [ring for ring in part.interiors if _size_m(ring.bounds) > figures.FOLLOW_ROUND.value]
    return [part.exterior, *big]


def _size_m(bounds: tuple[float, float, float, float]) -> float:
    return max(bounds[2] - bounds[0], bounds[3] - bounds[1])


def _sampled(surface: int, corners: list[Vector], end: End) -> Stride:
    """The points of a line every step, with its corners and its end."""
    line = np.array(corners)
    pieces = np.diff(line, axis=0)
    lengths = np.hypot(*pieces.T)
    before = np.concatenate([[0.0], np.cumsum(lengths)])
    at, heading, along = [], [], []
    for k, length in enumerate(lengths):
        if length > 0.0:
            spots = np.append(np.arange(0.0, length, figures.FOLLOW_STEP.value), length)
            at.append(line[k] + pieces[k] * (spots / length)[:, None])
            heading.append(np.broadcast_to(pieces[k] / length, (len(spots), 2)))
            along.append(before[k] + spots)
    if not at:
        nowhere = np.zeros((1, 2))
        return Stride(surface, line[:1], nowhere, np.zeros(1), end)
    return Stride(surface, np.vstack(at), np.vstack(heading), np.concatenate(along), end)
