"""Kernels that draw a day of people, one pass over them each; what is drawn is said in `crowd`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.lean import lean
from wayfinding.flow.people.demand import DAY
from wayfinding.routing.sight import Floats, Indices, compiled, spliced

TRIP, QUARTER, ORIGIN, END, GROUP, DOOR, END_DOOR, WITHIN, AGAIN = range(9)
"""The purposes of random numbers."""

GUIDE = 1024
FEW = 32
"""So many are put in order one by one, more by their digits."""
DIGIT = 11
"""Bits of a digit: its 2048 counters stay close to the processor."""

LATEST_S = float(np.nextafter(DAY[1], 0))

Numbers = NDArray[np.int32]
Keys = NDArray[np.uint64]


class Shares(NamedTuple):
    """Rows of shares, added up step by step to 1; `guide` says from where on the first beyond k / GUIDE is found."""

    upto: Floats
    guide: Numbers


def guided(upto: Floats) -> Shares:
    """Those rows with their guide."""
    steps = np.arange(GUIDE) / GUIDE
    return Shares(upto, np.stack([np.searchsorted(row, steps, side="right") for row in upto]).astype(np.int32))


class Lots(NamedTuple):
    """What people draw from. Shares add up step by step to 1; times in s after midnight.

    Trip k follows profile[k], of which shares `passed` (profiles, edges) have set out by the moments `edge_s`. It
    starts at one of the spots start[k] = (first, count) and ends at one of to[k]; pair[k] + a * count + b is the row of
    both in `end`, the spot that is meant, and in `window_s` and `window` (rows, groups, 2): when people of each group
    can set out, also as shares that have passed. Spot s is the places door[doors[s] : doors[s + 1]]. Trips of rail[k]
    begin in bulk.
    """

    seed: np.uint64
    trip: Shares
    group: Shares
    profile: Indices
    edge_s: Floats
    passed: Shares
    start: Indices
    to: Indices
    pair: Indices
    end: Indices
    window_s: Floats
    window: Floats
    doors: Indices
    door: Indices
    rail: NDArray[np.bool_]
    every_s: float
    over_s: float


@spliced
def chance_of(seed: np.uint64, key: np.uint64, purpose: int) -> float:
    """A number in [0, 1) keyed by seed (already mixed), person and purpose."""
    x = key * np.uint64(0x9E3779B97F4A7C15) + seed + np.uint64(purpose) * np.uint64(0xA24BAED4963EE407)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    x = x ^ (x >> np.uint64(31))
    return np.int64(x >> np.uint64(11)) / 9007199254740992.0


@compiled
def chances(seed: np.uint64, keys: Keys, purpose: int) -> Floats:
    """One number for each person."""
    found = np.empty(keys.shape[0])
    for i in range(keys.shape[0]):
        found[i] = chance_of(seed, keys[i], purpose)
    return found


@spliced
def _which(shares: Shares, row: int, share: float) -> int:
    """The first of the shares in a row, added up, that lies beyond a number."""
    k: int = shares.guide[row, int(share * GUIDE)]
    while shares.upto[row, k] <= share:
        k += 1
    return k


@spliced
def _moment(passed: Shares, row: int, edge_s: Floats, share: float) -> float:
    """When that share of a profile has set out."""
    k = _which(passed, row, share) - 1
    low = passed.upto[row, k]
    moment: float = (edge_s[k + 1] - edge_s[k]) / (passed.upto[row, k + 1] - low) * (share - low) + edge_s[k]
    return moment


@spliced
def _time(lots: Lots, key: np.uint64, k: int, row: int, g: int) -> float:
    """When a person sets out on trip k, between the two spots of that row: at a time of the profile that fits."""
    profile = lots.profile[k]
    t = _moment(lots.passed, profile, lots.edge_s, chance_of(lots.seed, key, QUARTER))
    if not lots.window_s[row, g, 0] < t <= lots.window_s[row, g, 1]:
        low, high = lots.window[row, g, 0], lots.window[row, g, 1]
        t = _moment(lots.passed, profile, lots.edge_s, low + (high - low) * chance_of(lots.seed, key, AGAIN))
    if lots.rail[k]:
        t = np.floor(t / lots.every_s) * lots.every_s + lots.over_s * chance_of(lots.seed, key, WITHIN)
    return t


@spliced
def _door(lots: Lots, spot: int, chance: float) -> int:
    first = lots.doors[spot]
    door: int = lots.door[first + int(chance * (lots.doors[spot + 1] - first))]
    return door


@lean
def _draw(lots: Lots, keys: Keys, start: Floats, origin: Numbers, end: Numbers, group: Numbers) -> None:
    for i in range(keys.shape[0]):
        key = keys[i]
        k = _which(lots.trip, 0, chance_of(lots.seed, key, TRIP))
        g = _which(lots.group, 0, chance_of(lots.seed, key, GROUP))
        a = int(chance_of(lots.seed, key, ORIGIN) * lots.start[k, 1])
        row = lots.pair[k] + a * lots.to[k, 1] + int(chance_of(lots.seed, key, END) * lots.to[k, 1])
        start[i], group[i] = min(_time(lots, key, k, row, g), LATEST_S), g
        origin[i] = _door(lots, lots.start[k, 0] + a, chance_of(lots.seed, key, DOOR))
        end[i] = _door(lots, lots.end[row], chance_of(lots.seed, key, END_DOOR))


def draw(lots: Lots, keys: Keys) -> tuple[Floats, Numbers, Numbers, Numbers]:
    """When each sets out, from which place, to which aim, in which group."""
    count = len(keys)
    start, columns = np.empty(count), np.empty((3, count), np.int32)
    _draw(lots, keys, start, *columns)
    return start, *columns


class Calls(NamedTuple):
    """Trains: at platform[p] = k of place p call those at times_s[first[k] : first[k + 1]]; k is -1 where none do.

    Of them next[k, m] is the first from minute m of the day on, or the last.
    """

    platform: Indices
    first: Indices
    times_s: Floats
    next: Numbers
    door_pps: float


@lean
def _bind(  # noqa: PLR0913, PLR0917, a kernel takes its arrays one by one
    calls: Calls, seed: np.uint64, keys: Keys, start: Floats, origin: Numbers, door: Indices, most: int,
    train: Numbers, line: Numbers, within: Floats, edge: Indices,
) -> None:  # fmt: skip
    """Fill in the train of each, and who leaves it by each door: queue q is line[edge[q] : edge[q + 1]]."""
    for i in range(keys.shape[0]):
        k = calls.platform[origin[i]]
        train[i] = -1
        if k >= 0:
            mine, last = calls.next[k, int(start[i] // 60)], calls.first[k + 1] - 1
            while mine < last and calls.times_s[mine] < start[i]:
                mine += 1
            train[i] = mine
            edge[mine * most + door[origin[i]] + 2] += 1
    for queue in range(1, edge.shape[0]):
        edge[queue] += edge[queue - 1]
    for i in range(keys.shape[0]):
        if train[i] >= 0:
            queue = train[i] * most + door[origin[i]] + 1
            line[edge[queue]], within[edge[queue]] = i, chance_of(seed, keys[i], WITHIN)
            edge[queue] += 1


@lean
def _step_out(calls: Calls, most: int, line: Numbers, within: Floats, edge: Indices, start: Floats) -> None:
    """One by one out of each door, the smallest number first; long queues are in order already."""
    for queue in range(edge.shape[0] - 2):
        first, after = edge[queue], edge[queue + 1]
        if after - first <= FEW:
            for k in range(first + 1, after):
                i, number, place = line[k], within[k], k
                while place > first and within[place - 1] > number:
                    line[place], within[place] = line[place - 1], within[place - 1]
                    place -= 1
                line[place], within[place] = i, number
        for k in range(first, after):
            start[line[k]] = min(calls.times_s[queue // most] + (k - first + 1) / calls.door_pps, LATEST_S)


@compiled
def let_out(calls: Calls, seed: np.uint64, keys: Keys, start: Floats, origin: Numbers) -> Numbers:
    """Bind who starts at a platform to the next train there, which he leaves when those at his door before him have.

    Changes `start`; answers the number of each one's train, -1 for none.
    """
    count, trains = keys.shape[0], calls.times_s.shape[0]
    train, line = np.empty(count, np.int32), np.empty(count, np.int32)
    within = np.empty(count)
    door, doors = np.zeros(calls.platform.shape[0], np.int64), np.zeros(calls.first.shape[0], np.int64)
    for place in range(door.shape[0]):
        if calls.platform[place] >= 0:
            door[place] = doors[calls.platform[place]]
            doors[calls.platform[place]] += 1
    most = max(1, doors.max())
    edge = np.zeros(trains * most + 2, np.int64)
    _bind(calls, seed, keys, start, origin, door, most, train, line, within, edge)
    for queue in range(edge.shape[0] - 2):
        first, after = edge[queue], edge[queue + 1]
        if after - first > FEW:
            line[first:after] = line[first:after][order_of(within[first:after])]
    _step_out(calls, most, line, within, edge, start)
    return train


@compiled
def order_of(values: Floats) -> Numbers:
    """The order of numbers from 0 on, the smallest first, equal ones as they stand, nan at the end."""
    count = values.shape[0]
    order = np.empty(count, np.int32)
    bits = values.view(np.uint64)
    if count <= FEW:
        for i in range(count):
            k = i
            while k > 0 and bits[order[k - 1]] > bits[i]:
                order[k] = order[k - 1]
                k -= 1
            order[k] = i
        return order
    for i in range(count):
        order[i] = i
    bits = bits.copy()
    other, moved = np.empty(count, np.int32), np.empty(count, np.uint64)
    mask = np.uint64((1 << DIGIT) - 1)
    for shift in range(0, 64, DIGIT):
        places = np.zeros((1 << DIGIT) + 1, np.int64)
        for i in range(count):
            places[((bits[i] >> np.uint64(shift)) & mask) + np.uint64(1)] += 1
        if places.max() == count:
            continue
        places = np.cumsum(places)
        for i in range(count):
            digit = (bits[i] >> np.uint64(shift)) & mask
            moved[places[digit]], other[places[digit]] = bits[i], order[i]
            places[digit] += 1
        bits, moved = moved, bits
        order, other = other, order
    return order
