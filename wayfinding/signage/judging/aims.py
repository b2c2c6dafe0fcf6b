"""Where the destinations of the messages lead: the endpoints of which any one will do, for one traveller."""

from __future__ import annotations

from collections.abc import Iterable

from wayfinding.errors import NotFoundError
from wayfinding.routing.endpoints import NEAREST, Endpoint, at_place, resolve_destinations
from wayfinding.routing.network import Network
from wayfinding.routing.profiles import Profile
from wayfinding.station.destinations import list_destinations
from wayfinding.station.model import Station

CATEGORY = "category:"


def list_aims(network: Network, profile: Profile) -> tuple[dict[str, tuple[Endpoint, ...]], frozenset[str]]:
    """Where each destination of a message leads this traveller, and the destinations of which all places are closed.

    A platform is reached at any of its doors. Of a category what serves him counts, as in `nearest:` of a route.
    """
    station = network.station
    known = list_destinations(station)
    named = {message.destination for sign in station.signs.values() for message in sign.messages}
    aims: dict[str, tuple[Endpoint, ...]] = {}
    closed: set[str] = set()
    for name in sorted(named):
        if name.startswith(CATEGORY):
            ends = _of_category(network, name.removeprefix(CATEGORY), profile)
        elif name in known:
            ends = _open(station, known[name])
        else:
            continue
        if ends or (name.startswith(CATEGORY) and ends is not None):
            aims[name] = ends
        elif ends is not None:
            closed.add(name)
    return aims, frozenset(closed)


def _of_category(network: Network, category: str, profile: Profile) -> tuple[Endpoint, ...] | None:
    try:
        return resolve_destinations(network, NEAREST + category, profile)
    except NotFoundError:
        return None


def _open(station: Station, ids: Iterable[str]) -> tuple[Endpoint, ...]:
    places = [station.places[id] for id in sorted(ids) if station.places[id].open]
    names = {place.id for place in places}
    doors = [place for place in station.places.values()
             if place.type == "platform_door" and place.platform in names and place.open]  # fmt: skip
    return tuple(at_place(place) for place in (*places, *doors))
