"""Can everybody get to every platform and exit and away again, also in a wheelchair?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from wayfinding.assumptions import (
    DRAWING_TOLERANCE,
    HALF_WIDTH_WALKER,
    HALF_WIDTH_WHEELCHAIR,
    SMALL_FLOOR,
    STEP_FREE_MIN_WIDTH,
)
from wayfinding.station.access import step_free
from wayfinding.station.floor import floors
from wayfinding.station.model import Pathway, Station
from wayfinding.station.problems import Problem
from wayfinding.station.walkable import Reach, build_reach

_USABLE = 0.001
_UNKNOWN = 1.0
_BARRED = 1000.0
_PUBLIC = ("unpaid", "paid")
_NEAR = DRAWING_TOLERANCE.value


def reach_problems(station: Station) -> list[Problem]:
    """One-way traps, floor cut off, and platforms and exits that cannot be reached or left."""
    reach = build_reach(station, HALF_WIDTH_WALKER.value, _weigh_walk)
    rooms = _rooms_of_destinations(station, reach)
    outside = _outside(station, rooms, reach)
    there, back = set(reach.distances(outside)), set(reach.distances(outside, backward=True))
    found = [*_narrow_ends(station, reach), *_traps(reach, there, back)]
    for group, at in rooms.items():
        kind = "exit" if _is_exit(station, group) else "platform"
        for distance, word in ((there, "reached"), (back, "left")):
            if at and distance.isdisjoint(at):
                text = f"this {kind} cannot be {word} by any open way"
                hint = "add, open or turn a pathway that leads to it or away from it"
                found.append(Problem(f"{kind}-cannot-be-{word}", group, text, hint))
    return found


def step_free_problems(station: Station) -> list[Problem]:
    """Platforms without a step-free way in or out, and what is missing on the best way there is."""
    reach = build_reach(station, HALF_WIDTH_WHEELCHAIR.value, _weigh_step_free)
    rooms = _rooms_of_destinations(station, reach)
    outside = _outside(station, rooms, reach)
    found: list[Problem] = []
    for group, at in rooms.items():
        if _is_exit(station, group):
            continue
        for backward, word in ((False, "to"), (True, "from")):
            missing = _missing(reach, outside, at, backward)
            if missing:
                text = f"no step-free way {word} this platform: {missing}"
                hint = "add a lift or ramp there, or find out the figures that are not known"
                found.append(Problem("platform-not-step-free", group, text, hint, "warning"))
    return found


def cut_off_platforms(station: Station) -> set[str]:
    """The ids of the platforms that nobody at all can leave, whatever their profile."""
    reach = build_reach(station, HALF_WIDTH_WALKER.value, lambda pathway: _USABLE if _usable(pathway) else None)
    rooms = _rooms_of_destinations(station, reach)
    back = set(reach.distances(_entrances(station, rooms, reach), backward=True))
    return {id for id, at in rooms.items() if not _is_exit(station, id) and back.isdisjoint(at)}


def _weigh_walk(pathway: Pathway) -> float | None:
    special = pathway.for_profiles and "walk" not in pathway.for_profiles
    if special or pathway.properties.get("platform_lift") is True:
        return None
    return _USABLE if _usable(pathway) else None


def _weigh_step_free(pathway: Pathway) -> float | None:
    if not _usable(pathway) or (pathway.for_profiles and "step_free" not in pathway.for_profiles):
        return None
    return {"yes": _USABLE, "unknown": _UNKNOWN, "no": _BARRED}[step_free(pathway).verdict]


def _usable(pathway: Pathway) -> bool:
    return pathway.status != "out_of_service" and pathway.open


def _rooms_of_destinations(station: Station, reach: Reach) -> dict[str, list[int]]:
    """Rooms of each open exit, and of each platform: those of its own place and of its doors together."""
    found: dict[str, set[int]] = {}
    for place in station.places.values():
        if place.type in ("platform", "platform_door") or (place.type == "exit" and place.open):
            key = place.platform or place.id if place.type == "platform_door" else place.id
            room = reach.room_at(place.level, place.point)
            found.setdefault(key, set()).update(() if room is None else (room,))
    return {key: sorted(rooms) for key, rooms in found.items()}


def _is_exit(station: Station, id: str) -> bool:
    return id in station.places and station.places[id].type == "exit"


def _entrances(station: Station, rooms: Mapping[str, list[int]], reach: Reach) -> list[int]:
    """The rooms of open exits, one entry an exit; where none is drawn at all, the largest room."""
    if any(place.type == "exit" for place in station.places.values()):
        return [room for id, at in rooms.items() if _is_exit(station, id) for room in at]
    largest = max(range(len(reach.rooms)), key=lambda room: reach.rooms[room].shape.area, default=None)
    return [] if largest is None else [largest]


def _outside(station: Station, rooms: Mapping[str, list[int]], reach: Reach) -> list[int]:
    """The rooms from which the station is entered: those of the group of rooms that has most open exits."""
    entrances = _entrances(station, rooms, reach)
    groups = {room: reach.group(room) for room in dict.fromkeys(entrances)}
    exits = Counter(groups[room] for room in entrances)
    best = max(exits, key=lambda group: exits[group], default=None)
    return sorted({room for room in entrances if groups[room] == best})


def _narrow_ends(station: Station, reach: Reach) -> Iterator[Problem]:
    for pathway in station.pathways.values():
        for stop in pathway.stops:
            on_floor = any(floor.shape.dwithin(stop.point, _NEAR) for floor in floors(station, stop.level))
            if on_floor and reach.room_at(stop.level, stop.point) is None:
                text = f"the floor at its end on level {stop.level:g} is too narrow to stand on"
                yield Problem("pathway-end-too-narrow", pathway.id, text, "leave more room between the obstacles")


def _traps(reach: Reach, there: set[int], back: set[int]) -> Iterator[Problem]:
    for number, room in enumerate(reach.rooms):
        floor = room.floor
        if floor.zone not in _PUBLIC or room.shape.area < SMALL_FLOOR.value or number in back:
            continue
        name = f"{room.shape.area:,.0f} m² of floor on level {floor.level:g}"
        if number in there:
            text = f"{name} can be entered and never left"
            yield Problem("one-way-trap", floor.space_ids[0], text, "add a way out, or turn one of the ways in")
        else:
            text = f"{name} are joined to nothing"
            hint = "add a pathway, or make the space not walkable"
            yield Problem("cut-off-floor", floor.space_ids[0], text, hint, "warning")


def _missing(reach: Reach, gates: list[int], at: list[int], backward: bool) -> str:
    """What a wheelchair lacks between outside and the best of the rooms `at`; empty where nothing is missing."""
    distance = reach.distances(gates, backward)
    at = [room for room in at if room in distance]
    if not at:
        return f"no floor {STEP_FREE_MIN_WIDTH.value:g} m wide leads there"
    best = min(at, key=lambda room: distance[room])
    lacking = [p for p in reach.way(gates, best, backward) if step_free(p).verdict != "yes"]
    return "; ".join(f"{p.id}: {', '.join(step_free(p).reasons)}" for p in lacking)
