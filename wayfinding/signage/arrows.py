"""Which way an arrow points on the floor, as the reader of its face sees it."""

from __future__ import annotations

import math

from wayfinding.signage.faces import Face
from wayfinding.station.model import Arrow

TURNS_DEG: dict[Arrow, float] = {
    "ahead": 0.0,
    "ahead_left": 45.0,
    "left": 90.0,
    "ahead_right": -45.0,
    "right": -90.0,
    "back": 180.0,
}
"""Turns to the left of the direction in which the reader looks; `up`, `down` and `none` point nowhere on the floor."""

CLIMBS: dict[Arrow, int] = {"up": 1, "down": -1}


def bearing(face: Face, arrow: Arrow) -> tuple[float, float] | None:
    """The unit vector along which an arrow on a face sends its reader; None for one that points nowhere on the floor.

    Who reads a face looks into it, so his left is to the right of where the face looks; who reads a floor sticker
    looks along it.
    """
    turn_deg = TURNS_DEG.get(arrow)
    if turn_deg is None:
        return None
    x, y = face.ahead
    cosine, sine = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    return x * cosine - y * sine, x * sine + y * cosine


def angle_deg(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The angle between two directions, from 0 to 180 degrees."""
    return abs(math.degrees(math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])))
