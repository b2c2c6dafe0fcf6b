"""Signs that are too much or in need of care: crowded faces, faces that compete, worn signs, overdue inspections."""

from __future__ import annotations

import math
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import Literal

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.signage.faces import Face
from wayfinding.signage.legible.legibility import Legibility
from wayfinding.station.model import Message, SignState, Station

CareKind = Literal["state", "inspection"]

GRAVEST_FIRST: tuple[SignState, ...] = ("missing", "covered", "dark", "dirty", "temporary")
"""What is wrong with a sign; the first three leave nothing to read."""


@dataclass(frozen=True, slots=True)
class Crowded:
    """A face with more different messages than people read: `messages` lines."""

    sign: str
    face: int
    messages: int
    level: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Competing:
    """Two faces of different signs that a reader of the first sees side by side, `angle_deg` and `apart_m` apart.

    He stands at (`x`, `y`), half its reading distance in front of the first.
    """

    sign: str
    face: int
    other: str
    other_face: int
    angle_deg: float
    apart_m: float
    level: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Care:
    """A sign that needs somebody: its state is not good, or the last look at it is too long ago.

    `overdue_days` is None where no look is on record or its date cannot be read, and for a state.
    """

    kind: CareKind
    sign: str
    state: SignState
    inspected: str | None
    overdue_days: int | None
    level: float
    x: float
    y: float


def list_crowded(legibility: Legibility) -> tuple[Crowded, ...]:
    """The faces with more lines than MESSAGES_READ, the fullest first; what says the same twice counts once."""
    found = [
        Crowded(face.sign, face.number, count, face.level, face.x, face.y)
        for face in legibility.faces
        if (count := len({_line(message) for message in face.messages})) > figures.MESSAGES_READ.value
    ]
    return tuple(sorted(found, key=lambda item: (-item.messages, item.sign, item.face)))


def _line(message: Message) -> tuple[str, str, str]:
    return message.text.zh, message.text.en, message.arrow


def list_competing(legibility: Legibility) -> tuple[Competing, ...]:
    """The pairs of faces within COMPETING_DISTANCE that one reader has within COMPETING_ANGLE, the nearest first.

    Each pair once, as seen by the reader of the face for whom the angle is smaller.
    """
    levels: dict[float, list[int]] = defaultdict(list)
    for k, face in enumerate(legibility.faces):
        if face.reach_m > 0:
            levels[face.level].append(k)
    best: dict[tuple[int, int], Competing] = {}
    for numbers in levels.values():
        for one, other in permutations(numbers, 2):
            seen = _seen_beside(legibility, one, other)
            key = min(one, other), max(one, other)
            if seen is not None and (key not in best or seen.angle_deg < best[key].angle_deg):
                best[key] = seen
    return tuple(sorted(best.values(), key=lambda item: (item.apart_m, item.sign, item.face, item.other)))


def _seen_beside(legibility: Legibility, one: int, other: int) -> Competing | None:
    face, rival = legibility.faces[one], legibility.faces[other]
    apart_m = math.hypot(face.x - rival.x, face.y - rival.y)
    if face.sign == rival.sign or apart_m > figures.COMPETING_DISTANCE.value:
        return None
    x, y = _reader(face, legibility.settings.eye_m)
    angle = abs(math.degrees(math.remainder(_bearing(x, y, face) - _bearing(x, y, rival), math.tau)))
    if angle > figures.COMPETING_ANGLE.value:
        return None
    here = np.array([[x, y]])
    if not (legibility.reads(one, here)[0] and legibility.reads(other, here)[0]):
        return None
    return Competing(face.sign, face.number, rival.sign, rival.number, angle, apart_m, face.level, x, y)


def _reader(face: Face, eye_m: float) -> tuple[float, float]:
    """Half the reading distance in front of the face; a floor sticker is read from behind it, at a slant."""
    if not face.flat:
        return face.x + face.reach_m / 2 * face.nx, face.y + face.reach_m / 2 * face.ny
    back_m = math.sqrt(max(eye_m * (face.reach_m - eye_m), 0.0)) / 2
    return face.x - back_m * face.nx, face.y - back_m * face.ny


def _bearing(x: float, y: float, face: Face) -> float:
    return math.atan2(face.y - y, face.x - x)


def list_care(station: Station, today: date) -> tuple[Care, ...]:
    """The signs whose state is not good, the gravest first, then those not looked at for INSPECTION_EVERY, by delay.

    Never looked at, or a date that cannot be read, is the longest delay of all.
    """
    bad = [Care("state", sign.id, sign.state, sign.inspected, None, sign.level, sign.point.x, sign.point.y)
           for sign in station.signs.values() if sign.state != "good"]  # fmt: skip
    late: list[Care] = []
    for sign in station.signs.values():
        seen = _date(sign.inspected)
        days = None if seen is None else (today - add_months(seen, round(figures.INSPECTION_EVERY.value))).days
        if days is None or days > 0:
            late.append(Care("inspection", sign.id, sign.state, sign.inspected, days, sign.level, sign.point.x,
                             sign.point.y))  # fmt: skip
    bad.sort(key=lambda item: (GRAVEST_FIRST.index(item.state), item.sign))
    late.sort(key=lambda item: (item.overdue_days is not None, -(item.overdue_days or 0), item.sign))
    return (*bad, *late)


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _date(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return None
