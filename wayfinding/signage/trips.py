"""Who goes from where to where in a day: assumed shares, unless counts or the simulated crowd take their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from wayfinding import assumptions as figures
from wayfinding.signage.targets import NEAREST, Target, get_target, list_targets
from wayfinding.station.model import Place, Station

Trips = Mapping[tuple[str, str], float]
"""Passengers a day by id of the origin's place and id of the target."""

ASSUMED = "assumed shares"
"""Where the passengers come from unless trips are given."""
SIMULATED = "the simulated crowd"

ORIGIN_KINDS = {
    "exit": "street",
    "platform": "metro",
    "rail_exit": "rail",
    "bus_area": "road",
    "coach_station": "road",
    "taxi": "road",
    "kiosk": "kiosk",
}
TARGET_KINDS = ORIGIN_KINDS | {"rail_entrance": "rail", "rail_exit": "none", "kiosk": "none"}
ANY, SERVICE = "any", "service"


def list_origins(station: Station, trips: Trips = MappingProxyType({})) -> tuple[Place, ...]:
    """Where people start to look for signs: open exits, platforms, rail exits, bus areas, coach, taxis; and kiosks.

    And where any of the `trips` starts.
    """
    begun = {start for start, _ in trips}
    return tuple(
        place for place in station.places.values()
        if (place.type in ORIGIN_KINDS and place.open) or place.id in begun
    )  # fmt: skip


def list_aims(station: Station, trips: Trips) -> tuple[Target, ...]:
    """The targets of an audit, and whatever else any of the `trips` leads to."""
    known = list_targets(station)
    more = sorted({end for _, end in trips} - {target.id for target in known})
    return (*known, *(get_target(station, id) for id in more))


def default_trips(station: Station) -> Trips:
    """The trips of a day by the shares in `assumptions.TRIP_SHARES`, spread evenly over the places of each kind.

    Nobody starts at a kiosk: ways from there are audited, and count no passengers of their own.
    """
    origins, targets = list_origins(station), list_targets(station)
    kinds = {place.id: ORIGIN_KINDS[place.type] for place in origins}
    aims = {target.id: _kind(station, target) for target in targets}
    day = figures.DAILY_PASSENGERS.value
    trips: dict[tuple[str, str], float] = {}
    for (start, end), share in figures.TRIP_SHARES.items():
        starts = [id for id, kind in kinds.items() if kind == start or (start == ANY and kind != "kiosk")]
        ends = [target for target in targets if aims[target.id] == end]
        pairs = [(id, target.id) for id in starts for target in ends if not _useless(station, id, target)]
        for pair in pairs:
            trips[pair] = trips.get(pair, 0.0) + day * share.value / len(pairs)
    return MappingProxyType(trips)


def trips_to(trips: Trips, target: Target, known: Iterable[Target]) -> Trips:
    """The trips with those to `target` added: to a line go all who go to one of its directions."""
    parts = [item.id for item in known if item.places <= target.places and item.id != target.id]
    added: dict[tuple[str, str], float] = {}
    for (start, end), passengers in trips.items():
        if end in parts:
            added[start, target.id] = added.get((start, target.id), 0.0) + passengers
    return MappingProxyType({**trips, **added})


def _kind(station: Station, target: Target) -> str:
    type = station.places[min(target.places)].type
    return TARGET_KINDS.get(type, SERVICE if type in NEAREST else "none")


def _useless(station: Station, origin: str, target: Target) -> bool:
    """Nobody travels to where he is, or changes to the line that he came with."""
    line = station.places[origin].line
    return origin in target.places or (line is not None and station.places[min(target.places)].line == line)
