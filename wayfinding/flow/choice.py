"""Which ways people consider: for each group, destination and spot the best few next pathways, with what follows.

Costs are in s; uses go from `tails` to `heads` at `cost`, walks are `walk` (nodes, nodes), infinite without a way.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.sight import Floats, Indices, compiled

NOTHING = -1
STRAIGHT_ON = -2
"""A use below this stands for walking on to the destination: to node -2 - use."""


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
                total[k] = min(total[k], new)


@compiled
def choose(  # noqa: C901, PLR0913, PLR0917, a kernel takes its arrays one by one
    tails: Indices, heads: Indices, cost: Floats, walk: Floats, ends: Indices, nodes: Indices, slack: float,
    uses: NDArray[np.int32], price: NDArray[np.float32],
) -> None:  # fmt: skip
    """Fill in one table for `nodes`: the cheapest uses whose way on is shorter than the way from here, within `slack`.

    Every use chosen leaves less to go than there was, so that nobody walks in circles; `slack` is in s.
    """
    total = rest(tails, heads, cost, walk, ends)
    places = uses.shape[1]
    for i in range(nodes.shape[0]):
        node = nodes[i]
        straight, goal = np.inf, -1
        for e in range(ends.shape[0]):
            if walk[node, ends[e]] < straight:
                straight, goal = walk[node, ends[e]], ends[e]
        best = straight
        for k in range(tails.shape[0]):
            best = min(best, walk[node, tails[k]] + total[k])
        if not best < np.inf:
            continue
        found = 0
        limit = best + slack + 1e-9
        if straight <= limit:
            uses[node, 0], price[node, 0] = STRAIGHT_ON - goal, straight
            found = 1
        for k in range(tails.shape[0]):
            new = walk[node, tails[k]] + total[k]
            if new > limit or total[k] - cost[k] >= best:
                continue
            place = min(found, places)
            while place > 0 and price[node, place - 1] > new:
                if place < places:
                    uses[node, place], price[node, place] = uses[node, place - 1], price[node, place - 1]
                place -= 1
            if place < places:
                uses[node, place], price[node, place] = k, new
                found = min(found + 1, places)
