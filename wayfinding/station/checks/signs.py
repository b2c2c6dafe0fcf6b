"""Do the signs hang where their kind can hang, and look at somebody who can read them?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import shapely
from shapely import Point, STRtree
from shapely.geometry.base import BaseGeometry

from wayfinding.assumptions import DRAWING_TOLERANCE, SIGN_REACH, SIGN_READER_DISTANCE
from wayfinding.station.floor import floors
from wayfinding.station.model import Obstacle, Sign, Station
from wayfinding.station.problems import Problem

_NEAR = DRAWING_TOLERANCE.value
_TURNED = math.cos(math.radians(60.0))
"""A face turned farther than 60 degrees from its carrier's normal hangs on edge."""


def sign_problems(station: Station, signs: Iterable[Sign]) -> list[Problem]:
    """Signs off the floor, in mid-air, inside walls, or facing what carries them."""
    surroundings: dict[float, _Surroundings] = {}
    found: list[Problem] = []
    for sign in signs:
        if sign.level not in surroundings:
            surroundings[sign.level] = _Surroundings(station, sign.level)
        found += _one(sign, surroundings[sign.level], station.frame.to_local_bearing(sign.facing_deg))
    return found


class _Surroundings:
    """What a sign on one level can hang on, and the floor that people read it from."""

    def __init__(self, station: Station, level: float) -> None:
        self.obstacles = [item for item in station.obstacles.values() if item.level == level]
        self._tree = STRtree([item.outline for item in self.obstacles])
        self.floor: BaseGeometry = shapely.union_all([floor.shape for floor in floors(station, level)])
        shapely.prepare(self.floor)

    def near(self, point: Point) -> list[Obstacle]:
        """The obstacles within reach of a sign's back."""
        hits = self._tree.query(point, predicate="dwithin", distance=SIGN_REACH.value)
        return [self.obstacles[hit] for hit in sorted(hits.tolist())]


def _one(sign: Sign, around: _Surroundings, bearing_deg: float) -> Iterator[Problem]:
    if sign.type == "floor_sticker":
        if not around.floor.dwithin(sign.point, _NEAR):
            yield Problem("sign-off-floor", sign.id, "a floor sticker off the floor", "move it onto walkable floor")
        return
    near = around.near(sign.point)
    inside = next((item for item in near if _depth(item.outline, sign.point) > _NEAR), None)
    if inside is not None:
        text = f"it hangs inside {inside.id!r}"
        yield Problem("sign-inside-wall", sign.id, text, f"move it onto the face of {inside.id!r}")
        return
    carriers = [item.outline for item in near if _carries(sign, item)]
    free_edge = sign.type != "pillar_sticker" and around.floor.boundary.dwithin(sign.point, SIGN_REACH.value)
    free_standing = sign.type == "bus_guide_map" and around.floor.dwithin(sign.point, _NEAR)
    if not carriers and not free_edge and not free_standing:
        carrier = "column" if sign.type == "pillar_sticker" else "wall"
        text = f"no {carrier} within {SIGN_REACH.value:g} m of it"
        yield Problem("sign-in-mid-air", sign.id, text, f"move it onto the face of a {carrier}")
        return
    angle = math.radians(bearing_deg)
    reader = Point(
        sign.point.x + SIGN_READER_DISTANCE.value * math.sin(angle),
        sign.point.y + SIGN_READER_DISTANCE.value * math.cos(angle),
    )
    gained = min((shape.distance(reader) - shape.distance(sign.point) for shape in carriers), default=math.inf)
    if gained < _TURNED * SIGN_READER_DISTANCE.value and not any(_looks_away(s, sign, reader) for s in carriers):
        text = f"facing {sign.facing_deg:g}°, it looks at what carries it"
        yield Problem("sign-faces-its-carrier", sign.id, text, "turn it to look away from the wall or column")
    elif not around.floor.dwithin(reader, _NEAR):
        text = f"nobody can stand {SIGN_READER_DISTANCE.value:g} m in front of it"
        yield Problem("sign-faces-no-floor", sign.id, text, "turn it towards walkable floor")


def _carries(sign: Sign, item: Obstacle) -> bool:
    if sign.type == "pillar_sticker":
        return item.type == "column"
    return sign.type == "bus_guide_map" or item.opaque or item.type == "wall"


def _depth(outline: BaseGeometry, point: Point) -> float:
    """How deep a point lies inside an outline; 0 outside."""
    return outline.boundary.distance(point) if outline.contains(point) else 0.0


def _looks_away(outline: BaseGeometry, sign: Sign, reader: Point) -> bool:
    return outline.distance(reader) - outline.distance(sign.point) >= _TURNED * SIGN_READER_DISTANCE.value
