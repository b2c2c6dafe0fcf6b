"""Which ways people consider: for each group, destination and spot the best few next pathways, with what follows.

Costs are in s; uses go from `tails` to `heads` at `cost`, walks are `walk` (nodes, nodes), infinite without a way.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.sight import Floats, Indices, compiled

NOTHING = -1
STRAIGHT_ON = -2
"""A use below this stands for walking on to the destination: to node -2 - use."""


class Ways(NamedTuple):
    """Uses by floor: those that leave floor s are out[out_of[s] : out_of[s + 1]], those that lead to it are `into`.

    `surface` is the floor of each node, -1 for none. `open` (periods, rules, uses) says who may use what: a rule is a
    group with the zones that it may cross; `group` (rules,) is that group.
    """

    tails: Indices
    heads: Indices
    surface: Indices
    out: Indices
    out_of: Indices
    into: Indices
    into_of: Indices
    open: NDArray[np.bool_]
    group: Indices


class Ends(NamedTuple):
    """Where tables lead: table k is for rule[k] and leads to node[of[k] : of[k + 1]]."""

    rule: Indices
    node: Indices
    of: Indices


@compiled
def rest(ways: Ways, open_: NDArray[np.bool_], cost: Floats, walk: Floats, ends: Indices, total: Floats) -> None:
    """Fill in what it costs from before each use to the nearest of `ends`, the use included: backwards, to the end."""
    tails, heads = ways.tails, ways.heads
    count = tails.shape[0]
    waiting = np.empty(count + 1, np.int64)
    queued = np.zeros(count, np.bool_)
    first = last = 0
    for k in range(count):
        total[k] = np.inf
        if open_[k]:
            for i in range(ends.shape[0]):
                total[k] = min(total[k], cost[k] + walk[heads[k], ends[i]])
            if total[k] < np.inf:
                waiting[last] = k
                queued[k] = True
                last += 1
    while first != last:
        k = waiting[first]
        first = 0 if first == count else first + 1
        queued[k] = False
        tail, best = tails[k], total[k]
        floor = ways.surface[tail]
        for n in range(ways.into_of[floor], ways.into_of[floor + 1]):
            j = ways.into[n]
            if not open_[j]:
                continue
            new = cost[j] + walk[heads[j], tail] + best
            if new < total[j]:
                total[j] = new
                if not queued[j]:
                    waiting[last] = j
                    queued[j] = True
                    last = 0 if last == count else last + 1


@compiled
def choose(  # noqa: C901, PLR0913, PLR0917, a kernel takes its arrays one by one
    ways: Ways, open_: NDArray[np.bool_], cost: Floats, walk: Floats, ends: Indices, total: Floats, node: int,
    slack: float, uses: NDArray[np.int32], price: NDArray[np.float32],
) -> None:  # fmt: skip
    """Fill in one row: the cheapest uses whose way on is shorter than the way from here, within `slack` of the best.

    Every use chosen leaves less to go than there was, so that nobody walks in circles.
    """
    floor, places = ways.surface[node], uses.shape[0]
    straight, goal = np.inf, -1
    for e in range(ends.shape[0]):
        if walk[node, ends[e]] < straight:
            straight, goal = walk[node, ends[e]], ends[e]
    best = straight
    for n in range(ways.out_of[floor], ways.out_of[floor + 1]):
        k = ways.out[n]
        best = min(best, walk[node, ways.tails[k]] + total[k])
    if not best < np.inf:
        return
    found = 0
    limit = best + slack + 1e-9
    if straight <= limit:
        uses[0], price[0] = STRAIGHT_ON - goal, straight
        found = 1
    for n in range(ways.out_of[floor], ways.out_of[floor + 1]):
        k = ways.out[n]
        new = walk[node, ways.tails[k]] + total[k]
        if not open_[k] or new > limit or total[k] - cost[k] >= best:
            continue
        place = min(found, places)
        while place > 0 and price[place - 1] > new:
            if place < places:
                uses[place], price[place] = uses[place - 1], price[place - 1]
            place -= 1
        if place < places:
            uses[place], price[place] = k, new
            found = min(found + 1, places)


@compiled
def tabulate(  # noqa: C901, PLR0917, one pass over all tables
    ways: Ways, ends: Ends, cost: Floats, walk: Floats, begun: NDArray[np.bool_], slack: float, places: int,
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:  # fmt: skip
    """Rows of the next uses to consider, for each node that somebody may come to who sets out at a `begun` one.

    Answers `row` (tables, nodes) of the first period, and by row the uses and what they cost; the rows of the other
    periods follow. Row 0 stands for no way.
    `cost` (groups, uses) and `walk` (groups, nodes, nodes) in s; `begun` is (tables, nodes).
    """
    periods, tables, nodes = ways.open.shape[0], begun.shape[0], begun.shape[1]
    count = ways.tails.shape[0]
    row = np.zeros((tables, nodes), np.int32)
    room, filled = 4096 + periods, periods
    uses, price = np.full((room, places), NOTHING, np.int32), np.full((room, places), np.inf, np.float32)
    total = np.empty((periods, count))
    line = np.empty(nodes, np.int64)
    for k in range(tables):
        rule = ends.rule[k]
        group = ways.group[rule]
        goals = ends.node[ends.of[k] : ends.of[k + 1]]
        for p in range(periods):
            rest(ways, ways.open[p, rule], cost[group], walk[group], goals, total[p])
        come = begun[k].copy()
        last = 0
        for node in range(nodes):
            if come[node]:
                line[last] = node
                last += 1
        first = 0
        while first < last:
            node = line[first]
            first += 1
            if ways.surface[node] < 0:
                continue
            row[k, node] = filled
            for p in range(periods):
                if filled == room:
                    more, dearer = (
                        np.full((2 * room, places), NOTHING, np.int32),
                        np.full((2 * room, places), np.inf, np.float32),
                    )
                    more[:room], dearer[:room] = uses, price
                    uses, price, room = more, dearer, 2 * room
                choose(ways, ways.open[p, rule], cost[group], walk[group], goals, total[p], node, slack,
                       uses[filled], price[filled])  # fmt: skip
                for c in range(places):
                    use = uses[filled, c]
                    if use >= 0:
                        for after in (ways.tails[use], ways.heads[use]):
                            if not come[after]:
                                come[after] = True
                                line[last] = after
                                last += 1
                filled += 1
    return row, uses[:filled], price[:filled]
