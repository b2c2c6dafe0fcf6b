"""A network made ready before anyone asks: tables read or computed, ways priced, every kernel compiled or loaded."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import shapely

from wayfinding.guidance.answer import route_answer
from wayfinding.routing.endpoints import Endpoint, at_place
from wayfinding.routing.network import Graph, Network
from wayfinding.routing.profiles import PROFILES, Profile, get_profile
from wayfinding.routing.tables import Hall
from wayfinding.station.checks.reach import cut_off_platforms

Pair = tuple[Endpoint, Endpoint]


@dataclass(frozen=True, slots=True)
class Warmed:
    """A traveller for whom a network is ready, the `number`th of `count`, and what that took in s."""

    profile: Profile
    number: int
    count: int
    took_s: float


def warm(
    network: Network,
    profiles: Iterable[str | Profile] = tuple(PROFILES),
    progress: Callable[[Warmed], None] = lambda _: None,
) -> None:
    """Ask for answers of every kind, for each traveller, so that the first passenger waits for no table and no kernel.

    `progress` hears of each traveller who is done with. What is computed is kept on disk for the next start.
    """
    cut_off_platforms(network.source)  # the first edit will look at the same rooms
    travellers = [get_profile(profile) for profile in profiles]
    for number, traveller in enumerate(travellers, 1):
        started = time.perf_counter()
        graph = network.graph(traveller)
        for start, end in (*_on_floors(graph), *_between_places(network)):
            route_answer(network, start, end, traveller, alternatives=1)
        progress(Warmed(traveller, number, len(travellers), time.perf_counter() - started))


def _on_floors(graph: Graph) -> Iterator[Pair]:
    """Across the largest floor with tables and the largest without, from its middle and from its wall."""
    halls = sorted(graph.layer.halls, key=lambda hall: -len(hall.surface.corners.at))
    for tabled in (True, False):
        hall = next((hall for hall in halls if hall.tabled is tabled and not hall.surface.free.is_empty), None)
        if hall is not None:
            spots = _spots(hall)
            yield spots[0], spots[1]
            yield spots[2], spots[1]


def _spots(hall: Hall) -> list[Endpoint]:
    """The westernmost and the easternmost triangle of a free floor, each by its middle, and a point at the wall."""
    surface = hall.surface
    triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(surface.free))
    middles = sorted((triangle.centroid for triangle in triangles), key=lambda spot: (spot.x, spot.y))
    wall = surface.floor.shape.exterior
    spots = [middles[0], middles[-1], wall.interpolate(wall.project(middles[0]))]
    return [Endpoint(surface.floor.level, spot.x, spot.y) for spot in spots]


def _between_places(network: Network) -> Iterator[Pair]:
    """Between a place of one type and one of each other type, both ways."""
    kinds = {place.type: at_place(place) for place in reversed(list(network.station.places.values()))}
    ends = list(kinds.values())
    for other in ends[1:]:
        yield ends[0], other
        yield other, ends[0]
