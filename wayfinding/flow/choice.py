"""Which ways people consider: for each group, destination and spot the best few next pathways, with what follows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.sight import Floats, Indices, compiled

STRAIGHT_ON = -2
"""Stands for walking to the destination without any further pathway."""
NOTHING = -1


class Table(NamedTuple):
    """For each table (group, zone left from, destination) and node up to k next uses, and the cost of each in s.

    The cost counts the walk to the use, the use and the best way on from there. `next` (tables, nodes, k) is NOTHING
    where there is no further choice; the first entry is the cheapest.
    """

    next: NDArray[np.int32]
    cost: NDArray[np.float32]


class Ways(NamedTuple):
    """What a search for ways needs of one group: uses from `tails` to `heads` at `cost`, walks `walk` (nodes, nodes).

    All costs in s, infinite where there is no way.
    """

    tails: Indices
    heads: Indices
    cost: Floats
    walk: Floats


@compiled
def rest(tails: Indices, heads: Indices, cost: Floats, walk: Floats, ends: Indices) -> Floats:
    """What it costs from before each use to the nearest of `ends`, the use included: label setting, backwards."""
    count = tails.shape[0]
    total, done = np.full(count, np.inf), np.zeros(count, np.bool_)
    for k in range(count):
        for i in range(ends.shape[0]):
            total[k] = min(total[k], cost[k] + walk[heads[k], ends[i]])
    while True:
        best, chosen = np.inf, -1
        for k in range(count):
            if not done[k] and total[k] < best:
                best, chosen = total[k], k
        if chosen < 0:
            return total
        done[chosen] = True
        tail = tails[chosen]
        for k in range(count):
            if not done[k]:
                new = cost[k] + walk[heads[k], tail] + best
                if new < total[k]:
                    total[k] = new


@compiled
def choose(
    tails: Indices, heads: Indices, cost: Floats, walk: Floats, ends: Indices, nodes: Indices, slack: float,
    next: NDArray[np.int32], price: NDArray[np.float32],
) -> None:  # fmt: skip
    """Fill in one table for `nodes`: the cheapest uses whose way on is shorter than the way from here, within `slack`.

    Every use chosen leaves less to go than there was, so that nobody walks in circles; `slack` is a share of the best.
    """
    total = rest(tails, heads, cost, walk, ends)
    places = next.shape[1]
    for i in range(nodes.shape[0]):
        node = nodes[i]
        straight = np.inf
        for e in range(ends.shape[0]):
            straight = min(straight, walk[node, ends[e]])
        best = straight
        for k in range(tails.shape[0]):
            best = min(best, walk[node, tails[k]] + total[k])
        if not best < np.inf:
            continue
        found = 0
        if straight <= best * (1.0 + slack) + 1e-9:
            next[node, 0], price[node, 0] = -2, straight
            found = 1
        for k in range(tails.shape[0]):
            new = walk[node, tails[k]] + total[k]
            if new > best * (1.0 + slack) + 1e-9 or total[k] - cost[k] >= best:
                continue
            place = min(found, places)
            while place > 0 and price[node, place - 1] > new:
                if place < places:
                    next[node, place], price[node, place] = next[node, place - 1], price[node, place - 1]
                place -= 1
            if place < places:
                next[node, place], price[node, place] = k, new
                found = min(found + 1, places)
