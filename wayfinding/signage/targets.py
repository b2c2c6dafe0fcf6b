"""What people look for signs to: exits, lines by direction, rail, buses … and which messages name them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from wayfinding.errors import NotFoundError
from wayfinding.station.destinations import departs, list_destinations
from wayfinding.station.model import Message, Name, Place, Station

SINGLE = ("exit", "coach_station", "bus_area")
"""Types of which every open place is a target of its own."""

NEAREST = ("rail_entrance", "taxi", "toilet", "accessible_toilet", "nursing_room", "service_centre", "ticket_machine")
"""Types of which any one place will do."""

CATEGORY = "category:"

NEAREST_NAMES = {
    "rail_entrance": Name("铁路进站", "Railway entrance"),
    "taxi": Name("出租车", "Taxis"),
    "toilet": Name("卫生间", "Toilets"),
    "accessible_toilet": Name("无障碍卫生间", "Accessible toilets"),
    "nursing_room": Name("母婴室", "Nursing rooms"),
    "service_centre": Name("客服中心", "Service centre"),
    "ticket_machine": Name("售票机", "Ticket machines"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """Something that people ask the signs for. Whoever reaches any one of `places` (ids) has arrived."""

    id: str
    name: Name
    places: frozenset[str]


def list_targets(station: Station) -> tuple[Target, ...]:
    """The targets of an audit.

    Each open exit, bus area and coach station; each direction of a line; the nearest rail entrance, taxi rank, toilet
    and the like; and every other place that some sign names.
    """
    found = {target.id: target for target in (*_lines(station), *_places(station), *_kinds(station))}
    covered = frozenset().union(*(target.places for target in found.values()))
    named = {message.destination for sign in station.signs.values() for message in sign.messages}
    for id in sorted(named & set(station.places) - covered):
        found[id] = _of_place(station.places[id])
    return tuple(found.values())


def get_target(station: Station, text: str) -> Target:
    """The target that an id names: one of `list_targets`, a place (platforms: their direction), or a destination.

    Raises NotFoundError with what there is.
    """
    text = text.strip()
    known = {target.id: target for target in list_targets(station)}
    if text in known:
        return known[text]
    if text in station.places:
        alike = (item for item in known.values() if text in item.places and not item.id.startswith(CATEGORY))
        return next(alike, _of_place(station.places[text]))
    places = list_destinations(station).get(text)
    if places is None:
        raise NotFoundError(
            f"no sign target {text!r}: give a place id, line:2, exit:5 or category:toilet", tuple(known)
        )
    same = (item for item in known.values() if item.places == places)
    return next(same, Target(text, _name_of(text), places))


def _name_of(text: str) -> Name:
    """What a destination of a message is called: a line by its number, anything else as it is written."""
    kind, _, number = text.partition(":")
    return Name(f"{number}号线", f"Line {number}") if kind == "line" else Name(text, text)


class Naming:
    """Which messages of a station name which targets."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.destinations = list_destinations(station)

    def names(self, message: Message, target: Target, profile: str = "walk") -> bool:
        """Whether a message speaks of a target to such a traveller: it means all of its places, or only some."""
        if message.for_profiles and profile not in message.for_profiles:
            return False
        meant = self.destinations.get(message.destination, frozenset())
        return bool(meant) and (target.places <= meant or meant <= target.places)


def _lines(station: Station) -> Iterator[Target]:
    directions: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in station.places.values():
        if place.type == "platform" and place.line and place.open and departs(station, place):
            directions[place.line, place.towards or ""].append(place)
    for (line, towards), platforms in sorted(directions.items()):
        english = platforms[0].properties.get("towards_en") or towards
        name = Name(f"{line}号线 往{towards}", f"Line {line} to {english}")
        ids = frozenset(place.id for place in platforms)
        yield Target(min(ids), name, ids)


def _places(station: Station) -> Iterator[Target]:
    for type in SINGLE:
        for place in station.places.values():
            if place.type == type and place.open:
                yield _of_place(place)


def _kinds(station: Station) -> Iterator[Target]:
    for type in NEAREST:
        places = frozenset(place.id for place in station.places.values() if place.type == type and place.open)
        if places:
            yield Target(f"{CATEGORY}{type}", NEAREST_NAMES[type], places)


def _of_place(place: Place) -> Target:
    return Target(place.id, place.name, frozenset({place.id}))
