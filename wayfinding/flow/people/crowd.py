"""A day of people drawn from a demand: each with a start, an end, a group and random numbers of his own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.people.demand import DAY, Demand
from wayfinding.flow.people.drawing import Calls, Keys, chances, draw, let_out, order_of
from wayfinding.flow.people.lots import prepare_lots
from wayfinding.flow.people.spots import Aims, list_aims, places_by_kind
from wayfinding.flow.people.timetable import calls_at, find_line, train_times
from wayfinding.routing.sight import Floats
from wayfinding.station.destinations import departs
from wayfinding.station.model import Place, Station

Column = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, eq=False)
class Crowd:
    """People in the order in which they set out.

    `origin` numbers `places`, `end` numbers `aims`: places (by number) of which any one will do. `platform` is
    the number of the platform from which one leaves by train, or -1; `arrived_by` that of the train one came with.
    """

    places: tuple[Place, ...]
    aims: tuple[tuple[int, ...], ...]
    platforms: tuple[str, ...]
    start: Floats
    origin: Column
    end: Column
    group: Column
    platform: Column
    key: Keys
    arrived_by: Column


def chance(seed: int, key: Keys, purpose: int) -> Floats:
    """Numbers in [0, 1) keyed by seed, person and purpose: whoever asks again gets the same."""
    return chances(_mixed(seed), key, purpose)


def _mixed(seed: int) -> np.uint64:
    return np.uint64(seed % 2**63 * 0xD1B54A32D192ED03 % 2**64)


def draw_crowd(station: Station, demand: Demand, seed: int, passengers: int | None = None) -> Crowd:
    """A day of people: each one's trip, time, doors and group from random numbers of his own.

    All set out within `DAY`. Who takes a train comes in time for the last of its line, and not long before the first;
    who comes by train comes while one calls. Whose time does not fit takes another one of the same profile.

    Raises RequestError for trips to or from what this station does not have, and for those that no train serves.
    """
    key = np.arange(demand.passengers if passengers is None else passengers, dtype=np.uint64)
    origins, ends = places_by_kind(station)
    places = sorted({place.id: place for group in (*origins.values(), *ends.values()) for item in group
                     for place in item}.values(), key=lambda place: place.id)  # fmt: skip
    aims, aim_of = list_aims(places)
    number = {place.id: k for k, place in enumerate(places)}
    lots = prepare_lots(demand, _mixed(seed), origins, ends, number, aim_of)
    return gather(demand, seed, (tuple(places), aims), Drawn(key, *draw(lots, key)))


class Drawn(NamedTuple):
    """People in the order of their keys: when, from which place, to which aim, of which group."""

    key: Keys
    start: Floats
    origin: Column
    end: Column
    group: Column


def gather(demand: Demand, seed: int, ends: tuple[tuple[Place, ...], Aims], drawn: Drawn) -> Crowd:
    """Those people as a crowd, between these places and aims: who comes by train leaves it door by door."""
    places, aims = ends
    key, start, origin, end, group = drawn
    platforms = tuple(sorted({place.platform for place in places if place.type == "platform_door" and place.platform}))
    of_platform = np.array([platforms.index(p.platform) if p.platform in platforms else -1 for p in places], np.int32)
    calls = _list_calls(demand, places, of_platform, np.bincount(origin, minlength=len(places)) > 0)
    arrived_by = let_out(calls, _mixed(seed), key, start, origin)
    order = order_of(start)
    leaves_from = np.array([of_platform[aim[0]] for aim in aims], dtype=np.int32)
    return Crowd(
        places, aims, platforms, start[order], origin[order], end[order], group[order], leaves_from[end[order]],
        key[order], arrived_by[order],
    )  # fmt: skip


def _list_calls(demand: Demand, places: Sequence[Place], of_platform: Column, used: NDArray[np.bool_]) -> Calls:
    """The trains that call at each place, numbered platform by platform.

    Raises RequestError where somebody uses a platform at which none does.
    """
    platform = np.full(len(places), -1, np.int64)
    times: list[Floats] = []
    for k in range(int(of_platform.max(initial=-1)) + 1):
        mine = np.flatnonzero(of_platform == k)
        if used[mine].any() or find_line(demand, places[mine[0]]):
            platform[mine] = len(times)
            times.append(calls_at(demand, places[mine[0]]))
    first = np.cumsum([0, *map(len, times)])
    minutes = 60.0 * np.arange(int(DAY[1] // 60) + 1)
    following = [start + np.minimum(np.searchsorted(mine, minutes), len(mine) - 1)
                 for start, mine in zip(first[:-1], times, strict=True)]  # fmt: skip
    return Calls(
        platform, first, np.concatenate([np.empty(0), *times]),
        np.array(following, dtype=np.int32).reshape(len(times), len(minutes)), demand.trains.door_pps,
    )  # fmt: skip


def list_departures(station: Station, demand: Demand, crowd: Crowd) -> list[tuple[float, int, int]]:
    """Every train that people can take: when it leaves, the number of its platform, its free places.

    Those are the places that are free when it comes, and those of the people of this crowd who leave it here.
    """
    out = np.bincount(crowd.arrived_by[crowd.arrived_by >= 0])
    found: list[tuple[float, int, int]] = []
    told = 0
    doors = {place.platform: place for place in reversed(crowd.places) if place.type == "platform_door"}
    for k, id in enumerate(crowd.platforms):
        line = find_line(demand, doors[id])
        if line is None:
            continue
        times, calls = train_times(line), calls_at(demand, doors[id])
        left = np.zeros(len(times), np.int64)
        mine = out[told : told + len(calls)]
        begin = int(np.searchsorted(times, calls[0]))
        left[begin : begin + len(mine)] = mine
        told += len(calls)
        if departs(station, station.places[id]):
            free = np.minimum(line.places, round(line.places * line.free) + left)
            found += [(time + demand.trains.dwell_s, k, seats)
                      for time, seats in zip(times.tolist(), free.tolist(), strict=True)]  # fmt: skip
    return sorted(found)
