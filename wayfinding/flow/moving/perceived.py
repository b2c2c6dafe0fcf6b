"""Which pathway a person takes next: the cheapest as he sees it, with the queues of the moment and his own taste."""

from __future__ import annotations

import numpy as np

from wayfinding.flow.choosing.choice import NOTHING
from wayfinding.flow.moving.wheel import PERIOD
from wayfinding.flow.state import Run
from wayfinding.routing.sight import spliced

LIFT_ROUND_S = 60.0
"""What people reckon with for each car-load that waits before them at a lift."""
CHANCES = 4096
"""So many Gumbel numbers are kept, in place of taking two logarithms at each look."""


@spliced
def delay(run: Run, group: int, node: int, use: int, t: float) -> float:
    """How long one would queue for a use on reaching it from a node, as far as can be seen now."""
    way = run.uses[use]
    delay = 0.0
    if way.lift >= 0:
        lift = run.lifts[way.lift]
        delay = lift.wanted / lift.room * LIFT_ROUND_S
    else:
        free = run.servers[way.server].free
        if free > t:
            walk = run.walks[run.walk_of[node, way.tail], group]
            delay = max(0.0, free - t - walk.metres * walk.spm)
    return delay


@spliced
def chance(run: Run, key: np.uint64, use: int) -> float:
    """A Gumbel number for a person and a use, negated; the same in every scenario and at every look."""
    x = key * np.uint64(0x9E3779B97F4A7C15) + run.rules.seed * np.uint64(0xD1B54A32D192ED03) + np.uint64(use + 3)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    chance: float = run.chances[(x ^ (x >> np.uint64(31))) % np.uint64(CHANCES)]
    return chance


@spliced
def choose(run: Run, i: int, row: int, node: int, t: float) -> tuple[int, float]:
    """The next use for one person at a node, and what it costs him in s."""
    me, rules = run.people[i], run.rules
    row += run.clock[PERIOD]
    chosen: int = run.options[row, 0].use
    least = float(run.options[row, 0].cost)
    if chosen != NOTHING and run.options[row, 1].use != NOTHING:
        least = np.inf
        for k in range(run.options.shape[1]):
            use = run.options[row, k].use
            if use == NOTHING:
                break
            cost = float(run.options[row, k].cost)
            if use >= 0:
                cost += rules.wait_weight * run.uses[use].weight * delay(run, me.group, node, use, t)
            if rules.spread_s > 0:
                cost += rules.spread_s * chance(run, me.key, use)
            if cost < least:
                chosen, least = use, cost
    return chosen, least


@spliced
def price(run: Run, i: int, row: int, use: int) -> float:
    """What a use costs the person, queues apart, from a node by his table and taste; infinite where it is no option."""
    options = run.options[row + run.clock[PERIOD]]
    cost = np.inf
    for k in range(options.shape[0]):
        if options[k].use == use:
            cost = float(options[k].cost) + run.rules.spread_s * chance(run, run.people[i].key, use)
    return cost
