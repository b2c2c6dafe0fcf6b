"""Which ways people consider: for each group, destination and spot the best few next pathways, with what follows.

Costs are in s; uses go from `tails` to `heads` at `cost`, walks are `walk` (nodes, nodes) in m, infinite without a way.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.lean import lean
from wayfinding.flow.state import OPTION
from wayfinding.flow.state import Table as Options
from wayfinding.routing.sight import Floats, Indices, compiled, spliced

NOTHING = -1
STRAIGHT_ON = -2
"""A use below this stands for walking on to the destination: to node -2 - use."""
REACHED = -1
"""In place of the number of a row that is still to be filled."""


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
    """Where tables lead: table k is for rule[k] at the costs of part[k], and leads to node[of[k] : of[k + 1]]."""

    rule: Indices
    part: Indices
    node: Indices
    of: Indices


class Net(NamedTuple):
    """What is open to one rule, by period and floor as in `Ways`; `place` is that of each use in `out`.

    `near` (periods, nodes, n) are the walks in s from a node to the uses that leave its floor, `hop` (periods, uses, n)
    those to a use, by its place, from the ends of the uses that lead to its floor; both in their order on that floor.
    """

    out: Indices
    out_of: Indices
    into: Indices
    into_of: Indices
    place: Indices
    near: Floats
    hop: Floats


@compiled
def spread(ways: Ways) -> Net:
    """Room for what is open to a rule."""
    periods, uses, nodes = ways.open.shape[0], ways.tails.shape[0], ways.surface.shape[0]
    floors, widest = ways.out_of.shape[0], 1
    for floor in range(floors - 1):
        widest = max(widest, ways.out_of[floor + 1] - ways.out_of[floor], ways.into_of[floor + 1] - ways.into_of[floor])
    return Net(
        np.empty((periods, uses), np.int64), np.zeros((periods, floors), np.int64), np.empty((periods, uses), np.int64),
        np.zeros((periods, floors), np.int64), np.empty((periods, uses), np.int64), np.empty((periods, nodes, widest)),
        np.empty((periods, uses, widest)),
    )  # fmt: skip


@lean
def narrow(ways: Ways, rule: int, walk: Floats, speed: float, net: Net) -> None:
    """Put into the net what is open to a rule, and the walks between side by side."""
    floors = ways.out_of.shape[0] - 1
    for p in range(ways.open.shape[0]):
        open_ = ways.open[p, rule]
        out = into = 0
        for floor in range(floors):
            net.out_of[p, floor], net.into_of[p, floor] = out, into
            for n in range(ways.out_of[floor], ways.out_of[floor + 1]):
                if open_[ways.out[n]]:
                    net.out[p, out], net.place[p, ways.out[n]] = ways.out[n], out
                    out += 1
            for n in range(ways.into_of[floor], ways.into_of[floor + 1]):
                if open_[ways.into[n]]:
                    net.into[p, into] = ways.into[n]
                    into += 1
        net.out_of[p, floors], net.into_of[p, floors] = out, into
        _measure(ways, p, walk, speed, net)


@lean
def _measure(ways: Ways, p: int, walk: Floats, speed: float, net: Net) -> None:
    for floor in range(ways.out_of.shape[0] - 1):
        begin = net.into_of[p, floor]
        for n in range(net.out_of[p, floor], net.out_of[p, floor + 1]):
            for m in range(begin, net.into_of[p, floor + 1]):
                net.hop[p, n, m - begin] = walk[ways.heads[net.into[p, m]], ways.tails[net.out[p, n]]] / speed
    for node in range(ways.surface.shape[0]):
        floor = ways.surface[node]
        if floor >= 0:
            begin = net.out_of[p, floor]
            for n in range(begin, net.out_of[p, floor + 1]):
                net.near[p, node, n - begin] = walk[node, ways.tails[net.out[p, n]]] / speed


@lean
def rest(  # noqa: PLR0913, PLR0917, a kernel takes its arrays one by one
    ways: Ways, net: Net, p: int, cost: Floats, walk: Floats, speed: float, ends: Indices, total: Floats,
    waiting: Indices, queued: NDArray[np.bool_],
) -> None:  # fmt: skip
    """Fill in what it costs from before each use to the nearest of `ends`, the use included: backwards, to the end.

    `waiting` is room for a line of uses and one more, `queued` who stands in it: nobody before and after.
    """
    count = total.shape[0]
    total[:] = np.inf
    first = last = 0
    for end in ends:
        floor = ways.surface[end]
        if floor < 0:
            continue
        for m in range(net.into_of[p, floor], net.into_of[p, floor + 1]):
            k = net.into[p, m]
            total[k] = min(total[k], cost[k] + walk[ways.heads[k], end] / speed)
            if total[k] < np.inf and not queued[k]:
                waiting[last] = k
                queued[k] = True
                last += 1
    while first != last:
        k = waiting[first]
        first = 0 if first == count else first + 1
        queued[k] = False
        floor, best, hop = ways.surface[ways.tails[k]], total[k], net.hop[p, net.place[p, k]]
        begin = net.into_of[p, floor]
        for m in range(begin, net.into_of[p, floor + 1]):
            j = net.into[p, m]
            new = cost[j] + hop[m - begin] + best
            if new < total[j]:
                total[j] = new
                if not queued[j]:
                    waiting[last] = j
                    queued[j] = True
                    last = 0 if last == count else last + 1


@spliced
def choose(  # noqa: PLR0913, PLR0917
    ways: Ways, net: Net, p: int, walk: Floats, speed: float, ends: Indices, before: Floats, after: Floats, node: int,
    slack: float, options: Options, new: Floats,
) -> None:  # fmt: skip
    """Fill in one row: the cheapest uses whose way on is shorter than the way from here, within `slack` of the best.

    Every use chosen leaves less to go than there was, so that nobody walks in circles. `before` is what it costs from
    before each of net.out, `after` from behind it; `new` is room for as many.
    """
    floor, places = ways.surface[node], options.shape[0]
    for c in range(places):
        options[c].use, options[c].cost = NOTHING, np.inf
    straight, goal = np.inf, -1
    for end in ends:
        if walk[node, end] / speed < straight:
            straight, goal = walk[node, end] / speed, end
    best, near = straight, net.near[p, node]
    begin = net.out_of[p, floor]
    count = net.out_of[p, floor + 1] - begin
    for n in range(count):
        new[n] = near[n] + before[begin + n]
        best = min(best, new[n])
    if not best < np.inf:
        return
    found = 0
    limit = best + slack + 1e-9
    if straight <= limit:
        options[0].use, options[0].cost = STRAIGHT_ON - goal, straight
        found = 1
    for n in range(count):
        if new[n] > limit or after[begin + n] >= best or new[n] >= options[places - 1].cost:
            continue
        place = min(found, places - 1)
        while place > 0 and options[place - 1].cost > new[n]:
            options[place].use, options[place].cost = options[place - 1].use, options[place - 1].cost
            place -= 1
        options[place].use, options[place].cost = net.out[p, begin + n], new[n]
        found += 1


@lean
def fill(  # noqa: PLR0913, PLR0917
    ways: Ways, net: Net, before: Floats, after: Floats, walk: Floats, speed: float, ends: Indices,
    slack: float, line: Indices, last: int, row: NDArray[np.int32], options: Options, filled: int, new: Floats,
) -> int:  # fmt: skip
    """Fill in the rows of the `last` nodes in line, and of those that people come to from there; how many are filled.

    `row` (nodes,) is that of one table.
    """
    first = 0
    while first < last:
        node = line[first]
        first += 1
        row[node] = filled
        for p in range(ways.open.shape[0]):
            choose(ways, net, p, walk, speed, ends, before[p], after[p], node, slack, options[filled], new)
            for c in range(options.shape[1]):
                use = options[filled, c].use
                if use >= 0:
                    for then in (ways.tails[use], ways.heads[use]):
                        if row[then] == 0 and ways.surface[then] >= 0:
                            row[then] = REACHED
                            line[last] = then
                            last += 1
            filled += 1
    return filled


@compiled
def tabulate(  # noqa: PLR0913, PLR0917
    ways: Ways, ends: Ends, cost: Floats, walk: Floats, speed: Floats, slack: float, row: NDArray[np.int32],
    options: Options, filled: int,
) -> tuple[Options, int]:  # fmt: skip
    """Rows of the next uses to consider, for each node REACHED and all that somebody may come to from there.

    `row` (tables, nodes) numbers the row of the first period, those of the others follow it; 0 where there is none.
    `options` (rows, places) are filled from `filled` on: answers them, moved where there was too little room, and how
    many rows are filled now. `cost` (parts, periods, groups, uses) in s, `walk` (groups, nodes,
    nodes) in m, `speed` in m/s.
    """
    periods, nodes, count = ways.open.shape[0], row.shape[1], ways.tails.shape[0]
    total, before, after, new = np.empty(count), np.empty((periods, count)), np.empty((periods, count)), np.empty(count)
    waiting, queued, line = np.empty(count + 1, np.int64), np.zeros(count, np.bool_), np.empty(nodes, np.int64)
    net, at = spread(ways), -1
    for k in np.argsort(ends.rule, kind="mergesort"):
        last = 0
        for node in range(nodes):
            if row[k, node] == REACHED:
                line[last] = node
                last += 1
        if last == 0:
            continue
        rule, goals = ends.rule[k], ends.node[ends.of[k] : ends.of[k + 1]]
        group = ways.group[rule]
        mps = speed[group]
        if rule != at:
            at = rule
            narrow(ways, rule, walk[group], mps, net)
        for p in range(periods):
            price = cost[ends.part[k], p, group]
            rest(ways, net, p, price, walk[group], mps, goals, total, waiting, queued)
            for n in range(net.out_of[p, -1]):
                use = net.out[p, n]
                before[p, n], after[p, n] = total[use], total[use] - price[use]
        if filled + nodes * periods > options.shape[0]:
            more = np.empty((2 * options.shape[0] + nodes * periods, options.shape[1]), OPTION)
            more[:filled] = options[:filled]
            options = more
        filled = fill(
            ways, net, before, after, walk[group], mps, goals, slack, line, last, row[k], options, filled, new
        )
    return options, filled
