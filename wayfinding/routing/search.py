"""The cheapest way, compiled over plain arrays: from corner to corner of one floor, and from floor to floor.

The heap is written out by hand and spliced into each kernel: as a function it would cost a multiple. Ties are broken by
the order of corners and of links, which does not depend on the order of features.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.sight import Floats, Indices, compiled, spliced

BOUND_SLACK = 1e-9
"""The straight-line bound is lowered by this share, so that rounding never makes it exceed the truth."""

WALKED = -1
SEEDED = -2

Rows = NDArray[np.uint32]


class Walks(NamedTuple):
    """Corners `at` (n, 2); walks from corner k are rows starts[k] to starts[k + 1] of `heads` and `lengths` (m)."""

    at: Floats
    starts: Rows
    heads: Rows
    lengths: Floats


class Links(NamedTuple):
    """Uses of pathways: rows by tail node, with cost (s; infinite where refused) and the pair of zones they join."""

    starts: Indices
    heads: Indices
    costs: Floats
    zones: Indices


class Portals(NamedTuple):
    """Portals `at` (k, 2), the first being node `first`; portal i walks apart[i, j] m to j on its surface.

    The portals of surface s are members[starts[s] : starts[s + 1]].
    """

    first: int
    at: Floats
    surface: Indices
    starts: Indices
    members: Indices
    apart: Floats


class Question(NamedTuple):
    """Walks in m from the start and to the end, portal by portal of their surfaces, and what is allowed.

    `slowness` is the cost of a walk in s/m, `bound` the least cost of getting one metre nearer by any means.
    `zones` says which pairs of zones a link may join.
    """

    start: int
    start_m: Floats
    end: int
    end_m: Floats
    goal: Floats
    slowness: float
    bound: float
    zones: NDArray[np.bool_]


@spliced
def _push(keys: Floats, names: Rows, size: int, key: float, name: np.uint32) -> int:
    k = size
    while k > 0 and keys[(k - 1) >> 1] > key:
        keys[k], names[k] = keys[(k - 1) >> 1], names[(k - 1) >> 1]
        k = (k - 1) >> 1
    keys[k], names[k] = key, name
    return size + 1


@spliced
def _sink(keys: Floats, names: Rows, size: int) -> int:
    """Drop the first of a heap of `size`."""
    last = size - 1
    key, name = keys[last], names[last]
    k = 0
    while 2 * k + 1 < last:
        child = 2 * k + 1
        if child + 1 < last and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[k], names[k] = keys[child], names[child]
        k = child
    keys[k], names[k] = key, name
    return last


@compiled
def spread(walks: Walks, seeds: Indices, seed_m: Floats, metres: Floats, before: Indices) -> None:
    """Fill in the walk in m from the seeds to every corner, and the corner before it (SEEDED where there is none)."""
    metres[:] = np.inf
    before[:] = SEEDED
    room = walks.heads.shape[0] + seeds.shape[0] + 1
    keys, names = np.empty(room), np.empty(room, np.uint32)
    size = 0
    for k in range(seeds.shape[0]):
        metres[seeds[k]] = seed_m[k]
        size = _push(keys, names, size, seed_m[k], np.uint32(seeds[k]))
    while size > 0:
        here, node = keys[0], names[0]
        size = _sink(keys, names, size)
        if here > metres[node]:
            continue
        for k in range(walks.starts[node], walks.starts[node + np.uint32(1)]):
            head = walks.heads[k]
            new = here + walks.lengths[k]
            if new < metres[head]:
                metres[head], before[head] = new, node
                size = _push(keys, names, size, new, head)


@compiled
def square(walks: Walks) -> tuple[Floats, NDArray[np.uint16]]:
    """The walk in m from each corner to each, and the corner before the last on it (its own where there is none)."""
    count = walks.at.shape[0]
    metres, before = np.empty((count, count)), np.empty((count, count), np.uint16)
    row, seed, nothing = np.empty(count, np.int64), np.zeros(1, np.int64), np.zeros(1)
    for k in range(count):
        seed[0] = k
        spread(walks, seed, nothing, metres[k], row)
        for i in range(count):
            before[k, i] = row[i] if row[i] >= 0 else i
    return metres, before


@compiled
def walk(  # noqa: PLR0917, a kernel takes its arrays one by one
    walks: Walks, seeds: Indices, seed_m: Floats, targets: Indices, target_m: Floats, goal: Floats, best: float
) -> tuple[float, Indices]:
    """The shortest walk below `best` in m and its corners, by A*: for floors with too many corners for a table."""
    count = walks.at.shape[0]
    metres, before = np.full(count, np.inf), np.full(count, SEEDED, np.int64)
    last_m, done = np.full(count, np.inf), np.zeros(count, np.bool_)
    for k in range(targets.shape[0]):
        last_m[targets[k]] = target_m[k]
    room = walks.heads.shape[0] + seeds.shape[0] + 1
    keys, names = np.empty(room), np.empty(room, np.uint32)
    size, last = 0, -1
    share = 1.0 - BOUND_SLACK
    gx, gy = goal[0], goal[1]
    for k in range(seeds.shape[0]):
        node = seeds[k]
        metres[node] = seed_m[k]
        bound = share * np.sqrt((walks.at[node, 0] - gx) ** 2 + (walks.at[node, 1] - gy) ** 2)
        size = _push(keys, names, size, seed_m[k] + bound, np.uint32(node))
    while size > 0 and keys[0] < best:
        tail = names[0]
        size = _sink(keys, names, size)
        if done[tail]:
            continue
        done[tail] = True
        here = metres[tail]
        if here + last_m[tail] < best:
            best, last = here + last_m[tail], int(tail)
        for k in range(walks.starts[tail], walks.starts[tail + np.uint32(1)]):
            head = walks.heads[k]
            new = here + walks.lengths[k]
            if new < metres[head]:
                metres[head], before[head] = new, tail
                bound = share * np.sqrt((walks.at[head, 0] - gx) ** 2 + (walks.at[head, 1] - gy) ** 2)
                size = _push(keys, names, size, new + bound, head)
    return best, _trace(before, last)


@compiled
def may_leave(  # noqa: PLR0913, PLR0917, a kernel takes its figures one by one
    sx: float, sy: float, ex: float, ey: float, slowness: float, bound: float, below: float, exits: Floats,
    zones: NDArray[np.bool_],
) -> bool:  # fmt: skip
    """Whether a way from s to e that uses one of the `exits` first may cost less than `below`.

    Exits are links, (n, 6): x and y of tail and head, cost in s, number of the pair of zones.
    """
    for k in range(exits.shape[0]):
        cost = np.sqrt((exits[k, 0] - sx) ** 2 + (exits[k, 1] - sy) ** 2) * slowness + exits[k, 4]
        if cost < below and zones[int(exits[k, 5])]:
            cost += np.sqrt((exits[k, 2] - ex) ** 2 + (exits[k, 3] - ey) ** 2) * bound
            if cost < below:
                return True
    return False


def cross(portals: Portals, links: Links, question: Question, best: float) -> tuple[float, Indices, Indices]:
    """The least cost below `best` of a way that uses a pathway: its portals, and the links (or WALKED) to them.

    By A* from portal to portal. Nothing is found where the arrays are empty.
    """
    return _cross(best, *portals, *links, *question)  # one by one: to take named tuples costs as much as the search


@compiled
def _cross(best: float, *flat: Any) -> tuple[float, Indices, Indices]:  # noqa: C901, PLR0915, one loop is fastest
    portals = Portals(flat[0], flat[1], flat[2], flat[3], flat[4], flat[5])
    links = Links(flat[6], flat[7], flat[8], flat[9])
    question = Question(flat[10], flat[11], flat[12], flat[13], flat[14], flat[15], flat[16], flat[17])
    count = portals.at.shape[0]
    cost, before = np.full(count, np.inf), np.full(count, SEEDED, np.int64)
    by, last_s = np.full(count, WALKED, np.int64), np.full(count, np.inf)
    room = 8 * count + 64
    keys, names = np.empty(room), np.empty(room, np.uint32)
    size, last = 0, -1
    at, apart, first, pace = portals.at, portals.apart, portals.first, question.bound
    starts, members, zones = portals.starts, portals.members, question.zones
    slowness, gx, gy = question.slowness, question.goal[0], question.goal[1]
    for i in range(question.end_m.shape[0]):
        last_s[members[starts[question.end] + i]] = question.end_m[i] * slowness
    for i in range(question.start_m.shape[0]):
        k = members[starts[question.start] + i]
        cost[k] = question.start_m[i] * slowness
        bound = pace * np.sqrt((at[k, 0] - gx) ** 2 + (at[k, 1] - gy) ** 2)
        node = first + k
        if cost[k] + bound < best and links.starts[node + 1] > links.starts[node]:
            size = _push(keys, names, size, cost[k] + bound, np.uint32(k))
    while size > 0 and keys[0] < best:
        if size + 2 * count + links.heads.shape[0] > keys.shape[0]:
            keys = np.concatenate((keys, np.empty(keys.shape[0] + links.heads.shape[0])))
            names = np.concatenate((names, np.empty(names.shape[0] + links.heads.shape[0], np.uint32)))
        key, tail = keys[0], np.int64(names[0])
        size = _sink(keys, names, size)
        here = cost[tail]
        bound = pace * np.sqrt((at[tail, 0] - gx) ** 2 + (at[tail, 1] - gy) ** 2)
        if key > here + bound:
            continue
        for k in range(links.starts[first + tail], links.starts[first + tail + 1]):
            head = links.heads[k] - first
            new = here + links.costs[k]
            if new < cost[head] and zones[links.zones[k]]:
                cost[head], before[head], by[head] = new, tail, k
                bound = pace * np.sqrt((at[head, 0] - gx) ** 2 + (at[head, 1] - gy) ** 2)
                size = _push(keys, names, size, new + bound, np.uint32(head))
        if by[tail] < 0:
            continue
        if here + last_s[tail] < best:
            best, last = here + last_s[tail], int(tail)
        home = portals.surface[tail]
        for i in range(starts[home], starts[home + 1]):
            head = members[i]
            new = here + apart[tail, head] * slowness
            if new < cost[head]:
                cost[head], before[head], by[head] = new, tail, WALKED
                bound = pace * np.sqrt((at[head, 0] - gx) ** 2 + (at[head, 1] - gy) ** 2)
                size = _push(keys, names, size, new + bound, np.uint32(head))
    nodes = _trace(before, last)
    return best, nodes, by[nodes]


@compiled
def flood(
    start: int, start_m: Floats, slowness: float, zones: NDArray[np.bool_], *flat: Any
) -> tuple[Floats, Floats, Indices, Indices]:
    """The cheapest ways from a point, `start_m` from the portals of a surface, to every portal.

    Their cost and duration in s, the portal before (or SEEDED) and the link from there (or WALKED). `flat` are the
    arrays of portals and links and the durations of the links, one by one.
    """
    portals = Portals(flat[0], flat[1], flat[2], flat[3], flat[4], flat[5])
    links, durations = Links(flat[6], flat[7], flat[8], flat[9]), flat[10]
    count, first = portals.at.shape[0], portals.first
    cost, duration = np.full(count, np.inf), np.full(count, np.inf)
    before, by = np.full(count, SEEDED, np.int64), np.full(count, WALKED, np.int64)
    room = links.heads.shape[0] + start_m.shape[0] + 1
    for surface in range(portals.starts.shape[0] - 1):
        room += (portals.starts[surface + 1] - portals.starts[surface]) ** 2
    keys, names, size = np.empty(room), np.empty(room, np.uint32), 0
    for i in range(start_m.shape[0]):
        k = portals.members[portals.starts[start] + i]
        cost[k] = duration[k] = start_m[i] * slowness
        size = _push(keys, names, size, cost[k], np.uint32(k))
    while size > 0 and keys[0] < np.inf:
        here, tail = keys[0], np.int64(names[0])
        size = _sink(keys, names, size)
        if here > cost[tail]:
            continue
        for k in range(links.starts[first + tail], links.starts[first + tail + 1]):
            head = links.heads[k] - first
            if here + links.costs[k] < cost[head] and zones[links.zones[k]]:
                cost[head], duration[head] = here + links.costs[k], duration[tail] + durations[k]
                before[head], by[head] = tail, k
                size = _push(keys, names, size, cost[head], np.uint32(head))
        if by[tail] < 0:
            continue
        home = portals.surface[tail]
        for i in range(portals.starts[home], portals.starts[home + 1]):
            head, walk_s = portals.members[i], portals.apart[tail, portals.members[i]] * slowness
            if here + walk_s < cost[head]:
                cost[head], duration[head] = here + walk_s, duration[tail] + walk_s
                before[head], by[head] = tail, WALKED
                size = _push(keys, names, size, cost[head], np.uint32(head))
    return cost, duration, before, by


@compiled
def _trace(before: Indices, last: int) -> Indices:
    count, node = 0, last
    while node >= 0:
        count += 1
        node = before[node]
    nodes, node = np.empty(count, np.int64), last
    for k in range(count - 1, -1, -1):
        nodes[k] = node
        node = before[node]
    return nodes
