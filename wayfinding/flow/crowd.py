"""A day of people drawn from a demand: each with a start, an end, a group and random numbers of his own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.errors import RequestError
from wayfinding.flow.demand import ENTERS_ONLY, KINDS, LEAVES_ONLY, Demand, Kind, Line
from wayfinding.routing.sight import Floats, Indices
from wayfinding.station.destinations import departs
from wayfinding.station.model import Place, Station

HOUR_S = 3600.0


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
    origin: Indices
    end: Indices
    group: Indices
    platform: Indices
    key: NDArray[np.uint64]
    arrived_by: Indices


def chance(seed: int, key: NDArray[np.uint64], purpose: int) -> Floats:
    """Numbers in [0, 1) keyed by seed, person and purpose: whoever asks again gets the same."""
    with np.errstate(over="ignore"):
        x = key * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed % 2**63) * np.uint64(0xD1B54A32D192ED03)
        x = x + np.uint64(purpose) * np.uint64(0xA24BAED4963EE407)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        x = x ^ (x >> np.uint64(31))
    return (x >> np.uint64(11)).astype(np.float64) / 2.0**53


def train_times(line: Line) -> Floats:
    """When its trains leave, in s after midnight."""
    now, last = _seconds(line.first), _seconds(line.last)
    times = []
    while now <= last:
        times.append(now)
        now += 60.0 * next((m for hour, m in reversed(line.minutes) if now >= hour * HOUR_S), line.minutes[0][1])
    return np.array(times)


def _seconds(text: str) -> float:
    hours, _, minutes = text.partition(":")
    return int(hours) * HOUR_S + int(minutes) * 60.0


TRIP, QUARTER, ORIGIN, END, GROUP, DOOR, END_DOOR, WITHIN, PULSE = range(9)
"""The purposes of random numbers."""


def draw_crowd(station: Station, demand: Demand, seed: int, passengers: int | None = None) -> Crowd:
    """A day of people: each one's trip, time, doors and group from random numbers of his own.

    Raises RequestError for trips to or from what this station does not have.
    """
    total = demand.passengers if passengers is None else passengers
    key = np.arange(total, dtype=np.uint64)
    origins, ends = places_by_kind(station)
    places = sorted({place.id: place for group in (*origins.values(), *ends.values()) for item in group
                     for place in item}.values(), key=lambda place: place.id)  # fmt: skip
    number = {place.id: k for k, place in enumerate(places)}
    aims, aim_of = list_aims(places)
    shares = np.cumsum([item.share for item in demand.trips])
    trip = np.searchsorted(shares / shares[-1], chance(seed, key, TRIP), side="right")
    start, origin, end = np.zeros(total), np.zeros(total, np.int64), np.zeros(total, np.int64)
    for k, item in enumerate(demand.trips):
        mine = np.flatnonzero(trip == k)
        if item.share > 0 and not (origins[item.start] and ends[item.end]):
            missing = item.end if origins[item.start] else item.start
            raise RequestError(f"demand {demand.name}: trips from {item.start} to {item.end}, but the station has no "
                               f"{missing} that is open; give that trip a share of 0")  # fmt: skip
        start[mine] = _time(demand.hours[item.hours], chance(seed, key[mine], QUARTER))
        a = _pick(len(origins[item.start]), chance(seed, key[mine], ORIGIN))
        b = _pick(len(ends[item.end]), chance(seed, key[mine], END))
        if item.start == item.end == "metro":
            b = _other_line(origins["metro"], ends["metro"], a, b)
        origin[mine] = _spots(origins[item.start], a, chance(seed, key[mine], DOOR), number)
        end[mine] = _spots(ends[item.end], b, chance(seed, key[mine], END_DOOR), aim_of)
        if item.start == "rail":
            every, over = demand.rail.every_min * 60.0, demand.rail.over_min * 60.0
            start[mine] = np.floor(start[mine] / every) * every + over * chance(seed, key[mine], WITHIN)
    groups = np.cumsum(list(demand.groups.values()))
    group = np.searchsorted(groups / groups[-1], chance(seed, key, GROUP), side="right")
    return gather(station, demand, seed, (tuple(places), aims), Drawn(key, start, origin, end, group))


class Drawn(NamedTuple):
    """People in the order of their keys: when, from which place, to which aim, of which group."""

    key: NDArray[np.uint64]
    start: Floats
    origin: Indices
    end: Indices
    group: Indices


Aims = tuple[tuple[int, ...], ...]


def gather(station: Station, demand: Demand, seed: int, ends: tuple[tuple[Place, ...], Aims], drawn: Drawn) -> Crowd:
    """Those people as a crowd, between these places and aims: who comes by train leaves it door by door."""
    places, aims = ends
    key, start, origin, end, group = drawn
    pulse = np.full(len(key), -1, np.int64)
    platforms = tuple(sorted({place.platform for place in places if place.type == "platform_door" and place.platform}))
    of_platform = np.array([platforms.index(p.platform) if p.platform in platforms else -1 for p in places])
    _by_train(station, demand, start, origin, pulse, of_platform, platforms, chance(seed, key, WITHIN))
    order = np.lexsort((key, start))
    leaves_from = np.array([of_platform[aim[0]] for aim in aims], dtype=np.int64)
    return Crowd(
        places, aims, platforms, start[order], origin[order], end[order], group[order], leaves_from[end[order]],
        key[order], pulse[order],
    )  # fmt: skip


Spots = list[list[Place]]
"""For each thing to start from or go to, the places that serve it: one place, or the doors of a platform."""


def places_by_kind(station: Station) -> tuple[dict[Kind, Spots], dict[Kind, Spots]]:
    """Where trips of each kind start, and where they end; in the order of ids."""
    origins: dict[Kind, Spots] = {"metro": [], "rail": [], "street": [], "road": []}
    ends: dict[Kind, Spots] = {"metro": [], "rail": [], "street": [], "road": []}
    doors: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(station.places.values(), key=lambda item: item.id):
        if place.type == "platform_door" and place.platform and place.open:
            doors[place.platform].append(place)
        elif place.type in KINDS and place.open:
            if place.type not in LEAVES_ONLY:
                origins[KINDS[place.type]].append([place])
            if place.type not in ENTERS_ONLY:
                ends[KINDS[place.type]].append([place])
    for platform in sorted(doors):
        origins["metro"].append(doors[platform])
        if departs(station, station.places[platform]):
            ends["metro"].append(doors[platform])
    return origins, ends


ANY_WILL_DO = ("rail_entrance", "taxi")
"""Types of which people take the one that costs them least."""


def list_aims(places: Sequence[Place]) -> tuple[Aims, dict[str, int]]:
    """What people go to, as numbers of places, and the number of the aim of each place."""
    groups: dict[str, list[int]] = defaultdict(list)
    for k, place in enumerate(places):
        groups[place.type if place.type in ANY_WILL_DO else place.id].append(k)
    aims = tuple(tuple(members) for members in groups.values())
    return aims, {places[k].id: number for number, members in enumerate(aims) for k in members}


def _pick(count: int, shares: Floats) -> Indices:
    return (shares * count).astype(np.int64)


def _other_line(origins: Spots, ends: Spots, start: Indices, end: Indices) -> Indices:
    """The ends, changed where somebody would change to the line that he came with."""
    lines = [group[0].line for group in ends]
    changed = end.copy()
    for k, group in enumerate(origins):
        allowed = np.array([n for n, line in enumerate(lines) if line != group[0].line], dtype=np.int64)
        mine = start == k
        if len(allowed):
            changed[mine] = allowed[end[mine] % len(allowed)]
    return changed


def _spots(groups: Spots, chosen: Indices, shares: Floats, number: Mapping[str, int]) -> Indices:
    """The place of each person among the places that serve what was chosen."""
    counts = np.array([len(group) for group in groups], dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(counts)])[:-1]
    flat = np.array([number[place.id] for group in groups for place in group], dtype=np.int64)
    found: Indices = flat[first[chosen] + (shares * counts[chosen]).astype(np.int64)]
    return found


def _time(weights: Sequence[float], shares: Floats) -> Floats:
    """Times of day with these weights by the hour, even within each."""
    edges = np.concatenate([[0.0], np.cumsum(weights)])
    times: Floats = np.interp(shares, edges / edges[-1], np.arange(25) * HOUR_S)
    return times


def _by_train(  # noqa: PLR0917
    station: Station, demand: Demand, start: Floats, origin: Indices, train: Indices, platform: Indices,
    platforms: Sequence[str], within: Floats,
) -> None:  # fmt: skip
    """Bind who starts at a platform to the next train that calls there, leaving it one by one by his door."""
    lines = {item.line: train_times(item) for item in demand.trains.lines}
    came = platform[origin]
    first = 0
    for k, id in enumerate(platforms):
        mine = np.flatnonzero(came == k)
        times = lines.get(station.places[id].line or "", np.empty(0))
        if not len(times) or not len(mine):
            continue
        which = np.minimum(np.searchsorted(times, start[mine]), len(times) - 1)
        order = np.lexsort((within[mine], origin[mine], which))
        at = which[order] * (origin.max() + 1) + origin[mine][order]
        begins = np.concatenate([[0], np.flatnonzero(np.diff(at)) + 1])
        rank = np.arange(len(at)) - np.repeat(begins, np.diff(np.concatenate([begins, [len(at)]])))
        start[mine[order]] = times[which[order]] + (rank + 1) / demand.trains.door_pps
        train[mine] = first + which
        first += len(times)


def list_departures(station: Station, demand: Demand, crowd: Crowd) -> list[tuple[float, int, int]]:
    """Every train that people can take: when it leaves, the number of its platform, its free places."""
    lines = {item.line: item for item in demand.trains.lines}
    found: list[tuple[float, int, int]] = []
    for k, id in enumerate(crowd.platforms):
        line = lines.get(station.places[id].line or "")
        if line is not None and departs(station, station.places[id]):
            free = round(line.places * line.free)
            found += [(time + demand.trains.dwell_s, k, free) for time in train_times(line).tolist()]
    return sorted(found)
