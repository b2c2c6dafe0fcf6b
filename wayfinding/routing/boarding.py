"""Where to board: the car and door that save the most walking where the train is left, and the door reached first."""

from __future__ import annotations

from dataclasses import dataclass

from wayfinding.errors import RequestError
from wayfinding.routing.endpoints import Endpoint, resolve
from wayfinding.routing.network import Network
from wayfinding.routing.profiles import Profile
from wayfinding.routing.routes import Route, find_route
from wayfinding.station.model import Place, Station

PLATFORM = "platform"
DOOR = "platform_door"


@dataclass(frozen=True, slots=True)
class Door:
    """One door of a train at its platform: car and door counted from the front, and the way that starts or ends there.

    `cost` and `duration_s` are the route's, in s.
    """

    car: int
    door: int
    place: str
    cost: float
    duration_s: float


@dataclass(frozen=True, slots=True)
class Hint:
    """The best door for a journey. `saves_s` is what it saves against the mean door, or against the one asked from.

    `saves_up_to_s` is what it saves against the worst door of the platform.
    """

    door: Door
    saves_s: float
    saves_up_to_s: float


def best_doors(
    network: Network, platform: str | Place, destination: str | Endpoint, profile: str | Profile = "walk"
) -> list[Door]:
    """Every door of a platform by the cost of the way from it to `destination`, cheapest first: where to sit.

    Exact: one whole question for each door; doors from which there is no way are left out. `platform` is a place of
    type platform or one of its doors. RequestError where it has no doors.
    """
    doors = _doors(network.station, platform)
    return _rank([(door, find_route(network, door.id, destination, profile)) for door in doors])


def first_doors(
    network: Network, origin: str | Endpoint, platform: str | Place, profile: str | Profile = "walk"
) -> list[Door]:
    """Every door of a platform by the cost of the way from `origin` to it, cheapest first: where one arrives."""
    doors = _doors(network.station, platform)
    return _rank([(door, find_route(network, origin, door.id, profile)) for door in doors])


def find_board_hint(
    network: Network, origin: str | Endpoint, destination: str | Endpoint, profile: str | Profile = "walk"
) -> Hint | None:
    """Which door to leave the train by, where the origin is a platform or a door of one; else None."""
    place = _platform_of(network, origin)
    if place is None:
        return None
    return _hint(best_doors(network, place, destination, profile), place)


def find_first_door(
    network: Network, origin: str | Endpoint, destination: str | Endpoint, profile: str | Profile = "walk"
) -> Hint | None:
    """Which door is reached first, where the destination is a platform; None elsewhere, and for a door asked for."""
    place = _platform_of(network, destination)
    if place is None or place.type == DOOR:
        return None
    return _hint(first_doors(network, origin, place, profile), place)


def _platform_of(network: Network, end: str | Endpoint) -> Place | None:
    """The platform or platform door that an end of a question is, if it has doors."""
    if isinstance(end, str) and end.strip() not in network.station.places:
        return None
    place = resolve(network, end).place
    if place is None or place.type not in (PLATFORM, DOOR):
        return None
    return place if _listed(network.station, place) else None


def _doors(station: Station, platform: str | Place) -> list[Place]:
    place = station.places.get(platform) if isinstance(platform, str) else platform
    doors = [] if place is None else _listed(station, place)
    if not doors:
        name = platform if isinstance(platform, str) else platform.id
        known = sorted({item.platform for item in station.places.values() if item.type == DOOR and item.platform})
        raise RequestError(f"{name!r} is no platform with doors: there are {', '.join(known) or 'none'}")
    return doors


def _listed(station: Station, place: Place) -> list[Place]:
    """The doors of the trains that a platform (or the platform of a door) serves, whose car and door are known."""
    platform = place.id if place.type == PLATFORM else place.platform
    return [
        item
        for item in station.places.values()
        if item.type == DOOR
        and item.platform == platform
        and (place.type == PLATFORM or item.properties.get("track") == place.properties.get("track"))
        and {"car", "door"} <= item.properties.keys()
    ]


def _rank(ways: list[tuple[Place, Route | None]]) -> list[Door]:
    found = [
        Door(place.properties["car"], place.properties["door"], place.id, route.cost, route.duration_s)
        for place, route in ways
        if route is not None
    ]
    return sorted(found, key=lambda door: (round(door.cost, 6), door.car, door.door, door.place))


def _hint(doors: list[Door], asked: Place) -> Hint | None:
    if not doors:
        return None
    seconds = [door.duration_s for door in doors]
    here = next((door.duration_s for door in doors if door.place == asked.id), sum(seconds) / len(seconds))
    best = doors[0]
    return Hint(best, max(here - best.duration_s, 0.0), max(max(seconds) - best.duration_s, 0.0))
