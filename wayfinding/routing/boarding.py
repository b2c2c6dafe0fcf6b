"""Where to board: the car and door that save the most walking where the train is left, and the door reached first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from wayfinding.errors import RequestError
from wayfinding.routing.endpoints import Endpoint, resolve, resolve_destinations
from wayfinding.routing.kept import keep
from wayfinding.routing.layer import Layer
from wayfinding.routing.network import Network
from wayfinding.routing.overlay import Seats, price_ways
from wayfinding.routing.profiles import Profile, as_checked, get_profile
from wayfinding.routing.routes import CHECKED_ZONES
from wayfinding.routing.zones import allowed_steps, zone_pair
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

    Exact: one search back from the destination prices them all; doors from which there is no way are left out.
    `platform` is a place of type platform or one of its doors. RequestError where it has no doors.
    """
    traveller = get_profile(profile)
    doors = [door for door in _doors(network.station, platform) if door.open]
    ends = [end for end in resolve_destinations(network, destination, traveller) if end.place is None or end.place.open]
    ways = [_price(network, traveller, end, doors, backward=True) for end in ends]
    return _rank(doors, [min(prices) for prices in zip(*ways, strict=True)])


def first_doors(
    network: Network, origin: str | Endpoint, platform: str | Place, profile: str | Profile = "walk"
) -> list[Door]:
    """Every door of a platform by the cost of the way from `origin` to it, cheapest first: where one arrives."""
    start = resolve(network, origin)
    doors = [door for door in _doors(network.station, platform) if door.open]
    if start.place is not None and not start.place.open:
        return []
    return _rank(doors, _price(network, get_profile(profile), start, doors, backward=False))


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


def _doors(station: Station, platform: str | Place) -> tuple[Place, ...]:
    place = station.places.get(platform) if isinstance(platform, str) else platform
    doors = () if place is None else _listed(station, place)
    if not doors:
        name = platform if isinstance(platform, str) else platform.id
        known = sorted({item.platform for item in station.places.values() if item.type == DOOR and item.platform})
        raise RequestError(f"{name!r} is no platform with doors: there are {', '.join(known) or 'none'}")
    return doors


def _listed(station: Station, place: Place) -> tuple[Place, ...]:
    """The doors of the trains that a platform (or the platform of a door) serves, whose car and door are known."""
    platform = place.id if place.type == PLATFORM else place.platform
    track = place.properties.get("track")
    doors = keep(station, ("doors", platform), lambda: tuple(_doors_of(station, platform)))
    if place.type == PLATFORM:
        return doors
    return tuple(item for item in doors if item.properties.get("track") == track)


def _doors_of(station: Station, platform: str | None) -> Iterator[Place]:
    for item in station.places.values():
        if item.type == DOOR and item.platform == platform and {"car", "door"} <= item.properties.keys():
            yield item


def _price(
    network: Network, traveller: Profile, one: Endpoint, doors: list[Place], backward: bool
) -> list[tuple[float, float]]:
    """Cost and duration in s from a point to each door, or `backward` from each door to it; infinite without a way."""
    prices = [(math.inf, math.inf)] * len(doors)
    layer = network.graph(traveller).layer
    spot = layer.stand(one.level, one.x, one.y)
    if spot is None:
        return prices
    zone = layer.surfaces[spot.surface].floor.zone
    spots = tuple((door.level, door.point.x, door.point.y) for door in doors)
    for numbers, seats in keep(layer, spots, lambda: _seated(layer, spots)):
        there = layer.surfaces[seats.surface].floor.zone
        start, end = (there, zone) if backward else (zone, there)
        graph = network.graph(as_checked(traveller) if start in CHECKED_ZONES else traveller)
        zones = allowed_steps(traveller.zone_rule, start, end)
        if zones[zone_pair(start, start)] and zones[zone_pair(end, end)]:
            found = (each.tolist() for each in price_ways(graph, spot, seats, zones, backward))
            for k, price in zip(numbers, zip(*found, strict=True), strict=True):
                prices[k] = price
    return prices


def _seated(layer: Layer, spots: Sequence[tuple[float, float, float]]) -> list[tuple[list[int], Seats]]:
    """Where one stands at some spots, surface by surface, with the numbers of those that stand there."""
    stood = {k: standing for k, spot in enumerate(spots) if (standing := layer.stand(*spot)) is not None}
    groups = []
    for surface in dict.fromkeys(standing.surface for standing in stood.values()):
        numbers = [k for k, standing in stood.items() if standing.surface == surface]
        at = np.array([(stood[k].x, stood[k].y) for k in numbers])
        gate_m = np.array([layer.halls[surface].look(x, y).gate_m for x, y in at.tolist()])
        groups.append((numbers, Seats(surface, at, gate_m)))
    return groups


def _rank(doors: list[Place], prices: list[tuple[float, float]]) -> list[Door]:
    found: list[tuple[tuple[float, int, int, str], float, float]] = []
    for place, (cost, duration_s) in zip(doors, prices, strict=False):
        if cost < math.inf:
            told = place.properties
            found.append(((round(cost, 6), told["car"], told["door"], place.id), cost, duration_s))
    return [Door(car, door, place, cost, duration_s) for (_, car, door, place), cost, duration_s in sorted(found)]


def _hint(doors: list[Door], asked: Place) -> Hint | None:
    if not doors:
        return None
    seconds = [door.duration_s for door in doors]
    here = next((door.duration_s for door in doors if door.place == asked.id), sum(seconds) / len(seconds))
    best = doors[0]
    return Hint(best, max(here - best.duration_s, 0.0), max(max(seconds) - best.duration_s, 0.0))
