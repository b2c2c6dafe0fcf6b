"""The faces of the signs: where each lies, which way it looks, from how far it can be read, and what it says."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from shapely import Polygon, orient_polygons

from wayfinding import assumptions as figures
from wayfinding.signage.settings import Settings
from wayfinding.station.model import Message, Sign, Station

SIDE_MIN_M = 0.2
"""A shorter edge of a column's outline is a chamfer, not a side that carries a face."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a sign, in local metres. (`nx`, `ny`) is the unit vector it looks along.

    A `flat` face lies on the floor; its vector is the walking direction in which it is read. `reach_m` is the frontal
    reading distance with the sign's state counted; 0 where nothing can be read.
    """

    sign: str
    number: int
    level: float
    x: float
    y: float
    nx: float
    ny: float
    flat: bool
    height_m: float
    width_m: float
    reach_m: float
    messages: tuple[Message, ...]

    @property
    def ahead(self) -> tuple[float, float]:
        """The direction in which its reader looks: into the face, or along the floor sticker."""
        return (self.nx, self.ny) if self.flat else (-self.nx, -self.ny)


def list_faces(station: Station, settings: Settings) -> tuple[Face, ...]:
    """Every face of every sign, signs in file order."""
    return tuple(face for sign in station.signs.values() for face in sign_faces(station, sign, settings))


def sign_faces(station: Station, sign: Sign, settings: Settings) -> Iterator[Face]:
    """The faces of one sign: one for each of its directions, or one on each side of the column that it wraps."""
    flat = sign.type == "floor_sticker"
    column = station.obstacles.get(sign.mounted_on or "") if sign.wrapped else None
    spots = _sides(column.outline) if column is not None else [
        (sign.point.x, sign.point.y, math.radians(station.frame.to_local_bearing(facing)))
        for facing in sign.faces_deg
    ]  # fmt: skip
    off_m = 0.0 if flat else figures.SIGN_OFF_WALL.value
    for number, (x, y, angle) in enumerate(spots):
        nx, ny = math.sin(angle), math.cos(angle)
        yield Face(
            sign.id, number, sign.level, x + off_m * nx, y + off_m * ny, nx, ny, flat, sign.mounting_height_m,
            sign.width_m or figures.SIGN_WIDTH.value, settings.reach_m(sign),
            tuple(message for message in sign.messages if message.face in (None, number)),
        )  # fmt: skip


def _sides(outline: Polygon) -> list[tuple[float, float, float]]:
    """The middle of each side of a column and the direction it looks, clockwise from local north."""
    ring = list(orient_polygons(outline).exterior.coords)
    sides = []
    for (x0, y0), (x1, y1) in pairwise(ring):
        if math.hypot(x1 - x0, y1 - y0) >= SIDE_MIN_M:
            sides.append(((x0 + x1) / 2, (y0 + y1) / 2, math.atan2(y1 - y0, x0 - x1)))
    return sorted(sides, key=lambda side: side[2] % math.tau)
