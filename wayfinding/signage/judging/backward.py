"""The search that fills the tables of `costs`: from a destination back over all pathway ends, compiled."""

from __future__ import annotations

import numpy as np

from wayfinding.routing.sight import Floats, Indices, compiled

NOWHERE = -1


@compiled
def go_back(  # noqa: PLR0913, PLR0917, a kernel takes its arrays one by one
    starts: Indices, members: Indices, surface: Indices, apart: Floats, slowness: float, tails: Indices,
    heads: Indices, costs: Floats, seed_s: Floats, ends: Indices,
) -> tuple[Floats, Indices]:  # fmt: skip
    """What it costs in s to get from each portal to the nearest end, and which end that is (NOWHERE where none).

    Portal i walks apart[i, j] m to portal j of its surface, whose portals are members[starts[s] : starts[s + 1]]; link
    k leads from portal tails[k] to heads[k], sorted by head. From portal i it is seed_s[i] straight to end ends[i].
    """
    count = seed_s.shape[0]
    cost, end, done = seed_s.copy(), ends.copy(), np.zeros(count, np.bool_)
    first = np.searchsorted(heads, np.arange(count + 1))
    while True:
        here, node = np.inf, -1
        for i in range(count):
            if not done[i] and cost[i] < here:
                here, node = cost[i], i
        if node < 0:
            break
        done[node] = True
        home = surface[node]
        for k in range(starts[home], starts[home + 1]):
            other = members[k]
            new = here + apart[other, node] * slowness
            if new < cost[other]:
                cost[other], end[other] = new, end[node]
        for k in range(first[node], first[node + 1]):
            new = here + costs[k]
            if new < cost[tails[k]]:
                cost[tails[k]], end[tails[k]] = new, end[node]
    return cost, end
