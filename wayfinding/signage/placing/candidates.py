"""Where a further sign could go: on the sides of columns, along walls, and on the floor where people walk."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from wayfinding import assumptions as figures
from wayfinding.routing.sight import Floats, Indices
from wayfinding.signage.faces import SIDE_MIN_M, Face
from wayfinding.signage.journeys.ways import Stretches
from wayfinding.signage.settings import Settings
from wayfinding.station.floor import floors
from wayfinding.station.frame import Frame
from wayfinding.station.model import Obstacle, SignType, Station

Vector = tuple[float, float]
Spot = tuple[float, float, float, float]

OCTANTS = 8
SAME_WAY = 0.5
"""Cosine of 60 degrees: signs turned less than this from each other look the same way."""

FREE_M = 1.5
"""So much floor lies free in front of an upright sign, for who reads it to stand."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What signs of one type have in common when they are put up."""

    type: SignType
    mounting_height_m: float
    letter_height_m: float
    width_m: float
    height_m: float


KINDS: dict[str, Kind] = {
    "column": Kind("pillar_sticker", 1.7, figures.PLACE_LETTERS_UPRIGHT.value, 0.6, 0.9),
    "wall": Kind("wall_sticker", 1.9, figures.PLACE_LETTERS_UPRIGHT.value, 1.2, 0.6),
    "shaft": Kind("wall_sticker", 1.9, figures.PLACE_LETTERS_UPRIGHT.value, 1.2, 0.6),
    "floor": Kind("floor_sticker", 0.0, figures.PLACE_LETTERS_FLOOR.value, 0.8, 0.8),
}
"""By type of what carries them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place for one sign, in local metres: (`nx`, `ny`) is the way it looks, or the way one walks over it.

    `facing_deg` is the same as a true bearing. All are rounded as in a file: what is promised of a place holds for the
    sign that is put there. `mounted_on` is the id of the column or wall that carries it, None on the floor.
    """

    kind: Kind
    level: float
    x: float
    y: float
    facing_deg: float
    nx: float
    ny: float
    mounted_on: str | None

    @classmethod
    def of(cls, frame: Frame, kind: Kind, level: float, at: Vector, way: Vector, mounted_on: str | None) -> Candidate:
        """The place at a point that looks along a vector of any length."""
        facing_deg = round(frame.to_true_bearing(math.degrees(math.atan2(way[0], way[1]))), 1) % 360
        angle = math.radians(frame.to_local_bearing(facing_deg))
        spot = (round(at[0], 3), round(at[1], 3))
        return cls(kind, level, *spot, facing_deg, math.sin(angle), math.cos(angle), mounted_on)

    @property
    def flat(self) -> bool:
        """Whether it lies on the floor."""
        return self.kind.type == "floor_sticker"

    def face(self, settings: Settings, sign: str = "") -> Face:
        """Its face as an audit under those settings would find it, in good state, with nothing written on it."""
        off_m = 0.0 if self.flat else figures.SIGN_OFF_WALL.value
        return Face(
            sign, 0, self.level, self.x + off_m * self.nx, self.y + off_m * self.ny, self.nx, self.ny, self.flat,
            self.kind.mounting_height_m, self.kind.width_m, settings.letter_factor * self.kind.letter_height_m, (),
        )  # fmt: skip


def list_candidates(station: Station, stretches: Stretches, walked: Indices) -> tuple[Candidate, ...]:
    """Every place where a sign can be added, level by level from below: columns and walls first, then floors.

    One on each side of each column that is wide enough; along walls and shafts every `PLACE_EVERY` or less; floor
    stickers every `PLACE_EVERY` along the stretches numbered `walked`, in walking direction, one for each octant in a
    square of that side. Upright ones keep clear of doorways and look over free floor; all keep clear of the signs that
    hang and of each other, so that any of them can be put up together.
    """
    found: list[Candidate] = []
    for level in sorted(station.levels):
        upright = _sorted(_on_obstacles(station, level))
        flat = _sorted(_on_floor(station.frame, level, stretches, walked))
        found += [*_hangable(station, level, upright), *_layable(station, level, flat)]
    return tuple(found)


def _sorted(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda item: (item.kind.type, item.x, item.y, item.nx, item.ny))


def _on_obstacles(station: Station, level: float) -> Iterator[Candidate]:
    for item in station.obstacles.values():
        kind = KINDS.get(item.type) if item.level == level else None
        if kind is not None:
            yield from _along(station.frame, item, kind)


def _along(frame: Frame, item: Obstacle, kind: Kind) -> Iterator[Candidate]:
    """Places on every side of an obstacle, 10 mm off it."""
    shape = shapely.orient_polygons(item.outline)
    column = kind.type == "pillar_sticker"
    for ring in (shape.exterior, *shape.interiors):
        for (x0, y0), (x1, y1) in pairwise(ring.coords):
            length = math.hypot(x1 - x0, y1 - y0)
            if length < max(kind.width_m, SIDE_MIN_M) - 1e-6:
                continue
            count = 1 if column else max(1, math.ceil(length / figures.PLACE_EVERY.value))
            nx, ny = (y1 - y0) / length, (x0 - x1) / length
            for k in range(count):
                share = (k + 0.5) / count
                x, y = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
                off_m = figures.SIGN_OFF_WALL.value
                yield Candidate.of(frame, kind, item.level, (x + off_m * nx, y + off_m * ny), (nx, ny), item.id)


def _on_floor(frame: Frame, level: float, stretches: Stretches, walked: Indices) -> Iterator[Candidate]:
    """Places along the stretches, a step to the right, where people keep who meet others.

    Of several in one square with one octant of direction the first by coordinates.
    """
    every, aside_m = figures.PLACE_EVERY.value, figures.PLACE_CLEAR.value / 2
    chosen: dict[tuple[int, ...], tuple[float, ...]] = {}
    for number in walked[stretches.level[walked] == level].tolist():
        (ux, uy), length = stretches.heading[number].tolist(), float(stretches.length_m[number])
        octant = round(math.atan2(uy, ux) / (math.tau / OCTANTS)) % OCTANTS
        count = max(1, math.ceil(length / every))
        for along in (np.arange(count) + 0.5) * (length / count):
            x, y = (stretches.tail[number] + along * stretches.heading[number] + aside_m * np.array([uy, -ux])).tolist()
            key = (math.floor(x / every), math.floor(y / every), octant)
            spot = (round(x, 3), round(y, 3), round(ux, 6), round(uy, 6))
            chosen[key] = min(chosen.get(key, spot), spot)
    for x, y, ux, uy in chosen.values():
        yield Candidate.of(frame, KINDS["floor"], level, (x, y), (ux, uy), None)


def _hangable(station: Station, level: float, candidates: list[Candidate]) -> list[Candidate]:
    """Those that hang in free air before free floor, clear of doorways (walls) and of other signs."""
    if not candidates:
        return []
    at, normals = _points(candidates)
    floor = shapely.union_all([part.shape for part in floors(station, level)])
    lines = shapely.linestrings(np.stack([at + 0.05 * normals, at + FREE_M * normals], axis=1))
    shapely.prepare(floor)
    kept = np.asarray(shapely.covers(floor, lines))
    tree = STRtree([item.outline for item in station.obstacles.values() if item.level == level])
    inside, _ = tree.query(shapely.points(at), predicate="intersects")
    kept[inside] = False
    walls = np.array([item.kind.type == "wall_sticker" for item in candidates])
    near_door = shapely.dwithin(_doorways(station, level), shapely.points(at), figures.PLACE_DOORWAY.value)
    kept &= ~(walls & near_door)
    return _spaced(
        [item for item, keep in zip(candidates, kept, strict=True) if keep], _taken(station, level, flat=False)
    )


def _layable(station: Station, level: float, candidates: list[Candidate]) -> list[Candidate]:
    """Those that lie on floor as wide as they are, clear of other stickers."""
    if not candidates:
        return []
    at, _ = _points(candidates)
    floor = shapely.union_all([part.shape for part in floors(station, level)])
    half_m = KINDS["floor"].width_m / 2
    inner = floor.buffer(-half_m, join_style="mitre")
    shapely.prepare(inner)
    kept = np.asarray(shapely.covers(inner, shapely.points(at)))
    return _spaced(
        [item for item, keep in zip(candidates, kept, strict=True) if keep], _taken(station, level, flat=True)
    )


def _spaced(candidates: Iterable[Candidate], taken: dict[tuple[int, int], list[Spot]]) -> list[Candidate]:
    """Those clear of what is taken and of those before them: any of them may be chosen together."""
    found = []
    for item in candidates:
        if not _crowded(item, taken):
            found.append(item)
            taken[_square(item.x, item.y)].append((item.x, item.y, item.nx, item.ny))
    return found


def _points(candidates: list[Candidate]) -> tuple[Floats, Floats]:
    rows = np.array([(item.x, item.y, item.nx, item.ny) for item in candidates])
    return rows[:, :2], rows[:, 2:]


def _doorways(station: Station, level: float) -> BaseGeometry:
    lines = [item.line for item in station.pathways.values() if item.from_level == item.to_level == level]
    return shapely.union_all([line for line in lines if line.length > 0])


def _taken(station: Station, level: float, flat: bool) -> dict[tuple[int, int], list[Spot]]:
    """Where signs of a level are and look, by squares of the clearance."""
    squares: dict[tuple[int, int], list[Spot]] = defaultdict(list)
    for sign in station.signs.values():
        if sign.level == level and (sign.type == "floor_sticker") == flat:
            for facing in sign.faces_deg:
                angle = math.radians(station.frame.to_local_bearing(facing))
                spot = sign.point.x, sign.point.y, math.sin(angle), math.cos(angle)
                squares[_square(spot[0], spot[1])].append(spot)
    return squares


def _square(x: float, y: float) -> tuple[int, int]:
    return math.floor(x / figures.PLACE_CLEAR.value), math.floor(y / figures.PLACE_CLEAR.value)


def _crowded(item: Candidate, taken: dict[tuple[int, int], list[Spot]]) -> bool:
    """Whether a sign is there already, on the floor, or looking about the same way."""
    column, row = _square(item.x, item.y)
    return any(
        math.hypot(x - item.x, y - item.y) < figures.PLACE_CLEAR.value
        and (item.flat or nx * item.nx + ny * item.ny > SAME_WAY)
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
        for x, y, nx, ny in taken.get((column + i, row + j), ())
    )
