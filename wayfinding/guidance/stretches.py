"""A walk as people tell it: a few straight stretches. The line that is drawn and measured stays exact."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from wayfinding import assumptions as figures
from wayfinding.routing.routes import Leg, Spot


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a walk without a turn worth saying; `points` may bend a little. `length_m` is its share of the leg.

    `aside_deg` is the angle of a last short step to where the walk leads (right positive), 0 where it ends ahead.
    """

    points: tuple[Spot, ...]
    length_m: float
    aside_deg: float = 0.0

    @property
    def start_deg(self) -> float:
        """The bearing in which it begins."""
        return bearing(self.points[0], self.points[1])

    @property
    def end_deg(self) -> float:
        """The bearing in which it ends."""
        return bearing(self.points[-2], self.points[-1])


def bearing(start: Spot, end: Spot) -> float:
    """Bearing from local +y, clockwise, in degrees."""
    return math.degrees(math.atan2(end[0] - start[0], end[1] - start[1])) % 360.0


def angle_between(before_deg: float, after_deg: float) -> float:
    """The turn from one bearing to another: -180 up to 180, right positive."""
    return (after_deg - before_deg + 180.0) % 360.0 - 180.0


def list_stretches(leg: Leg) -> list[Stretch]:
    """The stretches of a walk, in order; their lengths sum to the leg's. Steps round columns and jogs are no turns."""
    if leg.distance_m == 0:
        return []
    line = _simplified(list(leg.points))
    aside_deg = _join_jogs(line)
    scale = leg.distance_m / max(sum(math.dist(a, b) for a, b in pairwise(line)), 1e-9)
    groups: list[list[Spot]] = [line[:2]]
    for point in line[2:]:
        before = bearing(groups[-1][-2], groups[-1][-1])
        if abs(angle_between(before, bearing(groups[-1][-1], point))) <= figures.BEND_IGNORED.value:
            groups[-1].append(point)
        else:
            groups.append([groups[-1][-1], point])
    stretches = [Stretch(tuple(group), scale * sum(math.dist(a, b) for a, b in pairwise(group))) for group in groups]
    stretches[-1] = Stretch(stretches[-1].points, stretches[-1].length_m, aside_deg)
    return stretches


def _simplified(line: list[Spot]) -> list[Spot]:
    """The line without bends that lie off the straight between others by no more than is told (Douglas and Peucker)."""
    if len(line) <= 2:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy
    farthest, most_m = 0, figures.DETOUR_IGNORED.value
    for k in range(1, len(line) - 1):
        px, py = line[k][0] - ax, line[k][1] - ay
        share = min(max((px * dx + py * dy) / square, 0.0), 1.0) if square else 0.0
        off_m = math.hypot(px - share * dx, py - share * dy)
        if off_m > most_m:
            farthest, most_m = k, off_m
    if not farthest:
        return [line[0], line[-1]]
    return _simplified(line[: farthest + 1])[:-1] + _simplified(line[farthest:])


def _join_jogs(line: list[Spot]) -> float:
    """Take out the segments too short to be told, the shortest first; the angle of a last one that went to a side."""
    aside_deg = 0.0
    while len(line) > 2:
        lengths = [math.dist(a, b) for a, b in pairwise(line)]
        k = min(range(len(lengths)), key=lengths.__getitem__)
        if lengths[k] >= figures.JOG_IGNORED.value:
            break
        if k == 0:
            del line[1]
        elif k == len(lengths) - 1:
            aside_deg = angle_between(bearing(line[-3], line[-2]), bearing(line[-2], line[-1]))
            del line[-2]
        else:
            (ax, ay), (bx, by) = line[k : k + 2]
            line[k : k + 2] = [((ax + bx) / 2, (ay + by) / 2)]
    return aside_deg
