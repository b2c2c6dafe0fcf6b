"""Do the pathways join floors that exist, the way their mode can, and within the accessibility limits?"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from shapely import Point

from wayfinding.assumptions import (
    DRAWING_TOLERANCE,
    PASSAGE_MIN_WIDTH,
    RAMP_MIN_WIDTH,
    RISE_TOLERANCE,
    SLOPE_ROUNDING,
    STAIR_MIN_WIDTH,
    STEP_FREE_MIN_WIDTH,
    Figure,
)
from wayfinding.station.access import limits
from wayfinding.station.floor import Elevations, Floor, floors
from wayfinding.station.model import Pathway, Station, Stop
from wayfinding.station.problems import Problem

_ARRAYS = ("fare_gate", "security_check")
_ONE_WAY = ("escalator", "moving_walkway")
_CLIMBING = ("stairs", "escalator", "lift", "ramp")
_ON_ONE_LEVEL = ("fare_gate", "security_check", "moving_walkway")
_WIDTHS: dict[str, Figure] = {"ramp": RAMP_MIN_WIDTH, "stairs": STAIR_MIN_WIDTH, "passage": PASSAGE_MIN_WIDTH}
_ONLY_FOR = {
    "steps": ("stairs", "escalator"),
    "lanes": ("fare_gate", "security_check", "passage"),
    "reversible": _ONE_WAY,
    "car_width_m": ("lift",),
    "car_depth_m": ("lift",),
    "slope": ("ramp", "passage", "moving_walkway"),
    "rise_per_run_m": ("ramp", "passage"),
}


def pathway_problems(station: Station, pathways: Iterable[Pathway]) -> list[Problem]:
    """What is wrong with each of `pathways`."""
    elevations = Elevations(station.levels, station.spaces)
    found: list[Problem] = []
    for pathway in pathways:
        found += _ends(station, pathway)
        found += _direction(pathway)
        found += _mode(pathway)
        found += _rise(pathway, elevations)
        found += _zones(station, pathway)
        found += _limits(pathway)
    return found


def gate_problems(station: Station) -> list[Problem]:
    """Arrays of gates or checkpoints between two floors of which no lane is wide enough for a wheelchair."""
    arrays: dict[Hashable, list[Pathway]] = {}
    for pathway in station.pathways.values():
        if pathway.mode in _ARRAYS:
            sides = frozenset(id(_floor_at(station, stop)) for stop in pathway.stops)
            arrays.setdefault((pathway.mode, sides), []).append(pathway)
    clause = STEP_FREE_MIN_WIDTH
    return [
        Problem("gate-without-wide-lane", lanes[0].id, f"no lane between these two floors is known to be "
                f"{clause.value:g} m wide ({clause.source})", "give one lane that width", "warning")
        for lanes in arrays.values()
        if all(gate.width_m is None or gate.width_m < clause.value for gate in lanes)
    ]  # fmt: skip


def _floor_at(station: Station, stop: Stop) -> Floor | None:
    near = (floor for floor in floors(station, stop.level) if _on(floor, stop.point))
    return next(near, None)


def _on(floor: Floor, point: Point) -> bool:
    return bool(floor.shape.dwithin(point, DRAWING_TOLERANCE.value))


def _ends(station: Station, pathway: Pathway) -> Iterator[Problem]:
    for stop in pathway.stops:
        if _floor_at(station, stop) is not None:
            continue
        inside = [
            item.id
            for item in station.obstacles.values()
            if item.level == stop.level and item.outline.contains(stop.point)
        ]
        others = [
            level
            for level in station.levels
            if level != stop.level and any(_on(floor, stop.point) for floor in floors(station, level))
        ]
        text = f"its end on level {stop.level:g} does not lie on walkable floor"
        if inside:
            text = f"its end on level {stop.level:g} lies inside {inside[0]!r}"
            yield Problem("pathway-end-in-obstacle", pathway.id, text, "end it in front of the obstacle")
        elif others:
            known = ", ".join(f"{level:g}" for level in others)
            yield Problem("pathway-end-on-wrong-level", pathway.id, text, f"there is floor at that point on {known}")
        else:
            yield Problem("pathway-end-off-floor", pathway.id, text, "move that end onto a walkable space")


def _direction(pathway: Pathway) -> Iterator[Problem]:
    mode, direction = pathway.mode, pathway.direction
    if mode in _ONE_WAY and direction == "both" and pathway.status == "in_service":
        text = f"a moving {mode.replace('_', ' ')} cannot be used both ways"
        yield Problem("direction-against-mode", pathway.id, text, 'use "forward" or "backward"')
    if mode == "lift" and direction != "both":
        yield Problem("direction-against-mode", pathway.id, f"a lift does not only run {direction}", 'use "both"')
    if pathway.status == "stopped" and mode not in _ONE_WAY:
        text = f"{mode} cannot be stopped and still be used"
        yield Problem("status-against-mode", pathway.id, text, 'use "out_of_service" or "open": false')


def _mode(pathway: Pathway) -> Iterator[Problem]:
    mode, same = pathway.mode, pathway.from_level == pathway.to_level
    if mode in _ON_ONE_LEVEL and not same:
        text = f"a {mode.replace('_', ' ')} does not change the level"
        yield Problem("level-against-mode", pathway.id, text, "use one level, or another mode")
    if mode in _CLIMBING and abs(pathway.rise_m) < DRAWING_TOLERANCE.value:
        text = f"{mode} between floors of one elevation"
        yield Problem("level-against-mode", pathway.id, text, "use a passage, or correct the levels or elevations")
    if mode != "lift" and pathway.line.length < DRAWING_TOLERANCE.value:
        yield Problem("line-without-length", pathway.id, "its two ends are one point", "draw it from end to end")
    for name, modes in _ONLY_FOR.items():
        if getattr(pathway, name) and mode not in modes:
            text = f"{name!r} says nothing of {mode.replace('_', ' ')}"
            yield Problem("property-against-mode", pathway.id, text, f"only {', '.join(modes)} have it", "warning")


def _rise(pathway: Pathway, elevations: Elevations) -> Iterator[Problem]:
    first, last = pathway.stops[0], pathway.stops[-1]
    real = elevations.at(last.level, last.point) - elevations.at(first.level, first.point)
    if abs(real - pathway.rise_m) > RISE_TOLERANCE.value:
        text = f"rise_m is {pathway.rise_m:g}, its floors differ by {real:.2f} m"
        yield Problem("rise-against-floors", pathway.id, text, "leave rise_m out, or correct the elevations")
    run = pathway.line.length
    mean = abs(pathway.rise_m) / run if run else 0.0
    if pathway.mode == "ramp" and pathway.slope is not None and mean > pathway.slope + 10 * SLOPE_ROUNDING.value:
        text = f"slope is {pathway.slope:g}, but {abs(pathway.rise_m):.2f} m over {run:.2f} m is {mean:.3f}"
        yield Problem("slope-against-line", pathway.id, text, "draw the ramp longer, or correct its slope")


def _zones(station: Station, pathway: Pathway) -> Iterator[Problem]:
    zones = {floor.zone for floor in (_floor_at(station, stop) for stop in pathway.stops) if floor is not None}
    if len(zones) > 1 and "paid" in zones and pathway.mode != "fare_gate" and not pathway.staffed:
        text = f"it leads past the fare gates, from {' to '.join(sorted(zones))} floor"
        yield Problem("past-the-gates", pathway.id, text, "use a fare_gate there, or correct the zones")
    if len(zones) == 1 and pathway.mode == "fare_gate":
        text = f"both its ends lie on {min(zones)} floor"
        yield Problem("gate-without-border", pathway.id, text, "a fare gate joins floors of two fare zones")


def _limits(pathway: Pathway) -> Iterator[Problem]:
    """Figures outside the accessibility limits; gates and checkpoints are judged array by array."""
    if pathway.mode in ("lift", "ramp", "passage"):
        for limit in limits(pathway):
            if limit.broken:
                hint = "a wheelchair cannot use it: mend it, or sign another way"
                yield Problem("outside-access-limits", pathway.id, str(limit), hint, "warning")
    least = _WIDTHS.get(pathway.mode)
    if least and pathway.width_m is not None and pathway.width_m < least.value and not _broken_width(pathway):
        text = f"width_m {pathway.width_m:g} is below {least.value:g} m ({least.source})"
        yield Problem("outside-access-limits", pathway.id, text, "widen it, or check the figure", "warning")


def _broken_width(pathway: Pathway) -> bool:
    return pathway.mode != "stairs" and any(limit.broken and limit.name == "width_m" for limit in limits(pathway))
