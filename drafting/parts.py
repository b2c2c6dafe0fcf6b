"""Recurring parts: banks of stairs and escalators, lifts, walls with doors, columns, gate arrays."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import LineString, Point, Polygon, box
from shapely.affinity import rotate, translate
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from drafting.sheet import Sheet

ELEVATION_M = {0: 0.0, -1: -9.0, -2: -15.5, -3: -22.0, -4: -27.4}

RISER_M, TREAD_M, FLIGHT_STEPS, LANDING_M = 0.155, 0.31, 18, 1.5
ESCALATOR_ANGLE_DEG, ESCALATOR_FLATS_M, ESCALATOR_OUTER_M, ESCALATOR_STEP_M = 30.0, 2.6, 1.6, 1.0
ESCALATOR_SPEED_MPS = 0.65
VOID_M, BODY_M = 8.0, 6.0
END_CLEAR_M = 1.0
"""A pathway's end lies this far before its first step, on free floor."""


@dataclass(frozen=True)
class Unit:
    """One stair or escalator of a bank: mode, direction (stairs: both), clear width, and the suffix of its id."""

    suffix: str
    mode: str
    direction: str = "both"
    width_m: float = ESCALATOR_STEP_M
    reversible: bool = True
    extra: tuple[tuple[str, Any], ...] = ()

    @property
    def outer_m(self) -> float:
        return ESCALATOR_OUTER_M if self.mode == "escalator" else self.width_m + 0.2


def up(suffix: str = "up", **extra: Any) -> Unit:
    """An escalator running up (lines run from the lower end to the upper)."""
    return Unit(suffix, "escalator", "forward", extra=tuple(extra.items()))


def down(suffix: str = "down", **extra: Any) -> Unit:
    """An escalator running down."""
    return Unit(suffix, "escalator", "backward", extra=tuple(extra.items()))


def stair(width_m: float, suffix: str = "stairs", **extra: Any) -> Unit:
    """A stair for both directions."""
    return Unit(suffix, "stairs", width_m=width_m, extra=tuple(extra.items()))


def steps_for(rise_m: float) -> int:
    """Number of steps of a stair of this rise."""
    return math.ceil(rise_m / RISER_M)


def run_of(mode: str, rise_m: float) -> float:
    """Length in plan of a stair (landings after at most 18 steps) or escalator (30 degrees and its flat ends)."""
    if mode == "escalator":
        return rise_m / math.tan(math.radians(ESCALATOR_ANGLE_DEG)) + ESCALATOR_FLATS_M
    steps = steps_for(rise_m)
    return steps * TREAD_M + (math.ceil(steps / FLIGHT_STEPS) - 1) * LANDING_M


def bank(
    sheet: Sheet, id: str, zh: str, en: str, levels: tuple[float, float], head: tuple[float, float], heading: float, units: Sequence[Unit],
    rise_m: float | None = None, draw: tuple[bool, bool] = (True, True), at_foot: bool = False, **properties: Any,
) -> float:  # fmt: skip
    """Units side by side from `levels[0]` (lower) to `levels[1]`; returns the overall width.

    `head` is the middle of the common upper end (with `at_foot`: of the common lower end), `heading` the local direction
    of descent (0 = +y, clockwise). The first unit lies on the right of a person going down. `draw` says whether the underside (lower) and the opening (upper) are
    drawn: beyond the lower level's outline there is no floor to open.
    """
    rise = rise_m if rise_m is not None else ELEVATION_M[levels[1]] - ELEVATION_M[levels[0]]
    width = sum(unit.outer_m for unit in units)
    offset = width / 2

    def turned(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, -heading, origin=(0, 0)), *head)

    for unit in units:
        x0, x1, offset = offset - unit.outer_m, offset, offset - unit.outer_m
        middle, run = (x0 + x1) / 2, run_of(unit.mode, rise)
        own, top = f"{id}-{unit.suffix}", -run if at_foot else 0.0
        line = turned(LineString([(middle, top + run + END_CLEAR_M), (middle, top - END_CLEAR_M)]))
        facts: dict[str, Any] = {"direction": unit.direction, "rise_m": round(rise, 3), "width_m": unit.width_m, "bank": id}
        if unit.mode == "escalator":
            facts |= {"speed_mps": ESCALATOR_SPEED_MPS, "reversible": unit.reversible}
        else:
            facts |= {"steps": steps_for(rise)}
        what_zh, what_en = ("自动扶梯", "escalator") if unit.mode == "escalator" else ("楼梯", "stairs")
        points = [(round(x, 3), round(y, 3)) for x, y in line.coords]
        sheet.pathway(own, unit.mode, levels, points, f"{zh}{what_zh}", f"{en} {what_en}", **(facts | properties | dict(unit.extra)))
        if draw[0]:
            body = turned(box(x0, top + max(0.0, run - BODY_M), x1, top + run))
            sheet.obstacle(f"{own}-body", levels[0], body, "stair_body", serves=own)
        if draw[1]:
            void = turned(box(x0, top, x1, top + min(VOID_M, run)))
            sheet.obstacle(f"{own}-void", levels[1], void, "void", serves=own)
    return width


RAMP_SLOPE = 0.0833


def doorstep(
    sheet: Sheet, id: str, zh: str, en: str, level: float, sill: tuple[float, float], low_side: float, rise_m: float, width_m: float, ramp: bool,
    **properties: Any,
) -> None:  # fmt: skip
    """A short ramp or a few steps from a doorway down to a lower floor of the same level.

    `sill` is the middle of the doorway, `low_side` the local direction in which the floor is lower. The slope or the
    steps lie wholly on the lower floor.
    """
    run = rise_m / RAMP_SLOPE if ramp else steps_for(rise_m) * TREAD_M

    def turned(shape: BaseGeometry) -> BaseGeometry:
        return translate(rotate(shape, -low_side, origin=(0, 0)), *sill)

    facts: dict[str, Any] = {"slope": RAMP_SLOPE, "rise_per_run_m": rise_m} if ramp else {"steps": steps_for(rise_m)}
    points = [(round(x, 3), round(y, 3)) for x, y in turned(LineString([(0, run + END_CLEAR_M), (0, -END_CLEAR_M)])).coords]
    what_zh, what_en, mode = ("坡道", "ramp", "ramp") if ramp else ("台阶", "steps", "stairs")
    own = f"{id}-{what_en}"
    sheet.pathway(own, mode, (level, level), points, f"{zh}{what_zh}", f"{en} {what_en}", rise_m=rise_m, width_m=width_m, **(facts | properties))
    body = turned(box(-width_m / 2 - 0.1, 0.0, width_m / 2 + 0.1, run))
    sheet.obstacle(f"{own}-body", level, body, "stair_body", serves=own, opaque=False, height_m=rise_m)


LIFT = {
    "speed_mps": 1.0, "car_width_m": 1.4, "car_depth_m": 1.6, "door_width_m": 0.9, "lanes": None,
    "controls": ["low_buttons", "braille", "voice", "mirror", "handrail"],
}  # fmt: skip


def lift(
    sheet: Sheet, id: str, zh: str, en: str, levels: Sequence[float], middle: tuple[float, float], door: float,
    rise_m: float | None = None, shaft_on: Sequence[float] | None = None, **properties: Any,
) -> None:  # fmt: skip
    """A lift: a shaft of 2.4 m about `middle` on each level and a landing point before its door.

    `levels` are the stops, lowest first; `door` is the local direction that the door faces; `shaft_on` names the levels
    where the shaft is drawn, if not those of the stops.
    """
    angle = math.radians(door)
    x, y = round(middle[0] + 2.1 * math.sin(angle), 3), round(middle[1] + 2.1 * math.cos(angle), 3)
    rise = rise_m if rise_m is not None else ELEVATION_M[levels[-1]] - ELEVATION_M[levels[0]]
    facts = LIFT | {"rise_m": round(rise, 3)} | properties
    if len(levels) > 2:
        lonlat = sheet.lonlat(x, y)
        facts["stops"] = [{"level": level, "coordinates": lonlat} for level in levels[1:-1]]
    sheet.pathway(id, "lift", (levels[0], levels[-1]), [(x, y), (x, y)], f"{zh}无障碍电梯", f"{en} accessible lift", **facts)
    for level in shaft_on if shaft_on is not None else levels:
        shaft = box(middle[0] - 1.2, middle[1] - 1.2, middle[0] + 1.2, middle[1] + 1.2)
        sheet.obstacle(f"{id}-shaft{-level:g}", level, shaft, "shaft", serves=id)


def strip(points: Sequence[tuple[float, float]], thickness_m: float) -> Polygon:
    """A wall or fence of this thickness along a line, square at its ends and corners."""
    shape = LineString(points).buffer(thickness_m / 2, cap_style="square", join_style="mitre")
    assert isinstance(shape, Polygon)
    return shape


def wall(
    sheet: Sheet, id: str, level: float, start: tuple[float, float], end: tuple[float, float], doors: Sequence[tuple[float, float]] = (),
    type: str = "wall", thickness_m: float = 0.3, **properties: Any,
) -> None:  # fmt: skip
    """A straight wall with openings; `doors` are (from, to) in metres along it. One obstacle for each piece."""
    length = math.dist(start, end)
    at = [0.0, *[edge for door in sorted(doors) for edge in door], length]
    for number in range(0, len(at), 2):
        a, b = at[number], at[number + 1]
        if b - a > thickness_m:
            piece = [_along(start, end, length, a + thickness_m / 2), _along(start, end, length, b - thickness_m / 2)]
            own = f"{id}-{number // 2 + 1}" if doors else id
            sheet.obstacle(own, level, strip(piece, thickness_m), type, **properties)


def _along(start: tuple[float, float], end: tuple[float, float], length: float, at: float) -> tuple[float, float]:
    share = at / length
    return round(start[0] + (end[0] - start[0]) * share, 3), round(start[1] + (end[1] - start[1]) * share, 3)


def columns(
    sheet: Sheet, id: str, level: float, xs: Iterable[float], ys: Iterable[float], size_m: float, floor: BaseGeometry, keep_clear: BaseGeometry
) -> None:
    """Square columns on a grid, where they stand wholly on `floor` and clear of everything in `keep_clear`."""
    number = 0
    rows = list(ys)
    for x in xs:
        for y in rows:
            shape = box(x - size_m / 2, y - size_m / 2, x + size_m / 2, y + size_m / 2)
            if floor.contains(shape) and not keep_clear.intersects(shape):
                number += 1
                sheet.obstacle(f"{id}-{number}", level, shape, "column")


def keep_clear_of(sheet: Sheet, level: float, margin_m: float) -> BaseGeometry:
    """What columns must not touch on a level: obstacles, places and pathway ends drawn so far, with a margin."""
    shapes: list[BaseGeometry] = []
    for kind, shape, properties in sheet.drawn():
        if kind == "obstacle" and properties["level"] == level:
            shapes.append(shape.buffer(margin_m, join_style="mitre"))
        elif kind == "place" and properties["level"] == level:
            shapes.append(shape.buffer(margin_m))
        elif kind == "pathway":
            if properties["mode"] in ("stairs", "escalator") and level in (properties["from_level"], properties["to_level"]):
                shapes.append(shape.buffer(properties["width_m"] / 2 + 0.5))
            ends = {0: properties["from_level"], -1: properties["to_level"]}
            shapes += [Point(shape.coords[at]).buffer(margin_m + 1.5) for at, on in ends.items() if on == level]
    return unary_union(shapes)
