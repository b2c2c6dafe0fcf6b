"""Whole ways that people have settled on: found by tables and taste, walked without a second thought, judged after."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.choosing.choice import NOTHING, STRAIGHT_ON
from wayfinding.flow.choosing.tables import Period, Tables
from wayfinding.flow.lean import lean
from wayfinding.flow.moving.perceived import chance
from wayfinding.flow.people.crowd import Crowd
from wayfinding.flow.state import OPTION, Run
from wayfinding.flow.state import Table as Options
from wayfinding.flow.supply.supply import Supply
from wayfinding.routing.sight import Floats, Indices, spliced

Ways = NDArray[np.int32]
"""(people, legs): uses one after the other, then what is walked to at the end (STRAIGHT_ON - node), then NOTHING."""


def find_ways(run: Run, tables: Tables, origin: Indices, who: Indices, anew: NDArray[np.bool_], ways: Ways) -> Ways:
    """The ways with those of the people `anew` who go now by these tables and their own taste; the run holds them.

    The tables are those of the people `who`. Who has no way there goes without one.
    """
    while True:
        found = ways.copy()
        longest = _find(run, tables.row, tables.options, tables.table, origin, who, anew, found)
        if longest <= found.shape[1]:
            return found
        ways = np.pad(ways, ((0, 0), (0, longest - ways.shape[1])), constant_values=NOTHING)


def fix_ways(supply: Supply, crowd: Crowd, periods: Sequence[Period], tables: Tables, ways: Ways) -> Tables:
    """Tables by which each person keeps to his way; where it is shut, and off it, he goes by the given tables."""
    number = _number(tables.table, ways)
    one_of = np.unique(number, return_index=True)[1]
    row = tables.row[tables.table[one_of]]
    setting_out = np.flatnonzero(ways[:, 0] != NOTHING)
    which, leg = np.nonzero(ways[one_of, 1:] != NOTHING)
    later = one_of[which]
    who = np.concatenate([setting_out, later])
    node = np.concatenate([supply.portals + crowd.origin[setting_out], supply.heads[ways[later, leg]]])
    use = np.concatenate([ways[setting_out, 0], ways[later, leg + 1]]).astype(np.int64)
    plain = row[number[who], node].astype(np.int64)
    least = int(use.min(initial=0))
    codes = plain * (int(use.max(initial=0)) - least + 1) + use - least
    _, first, block = np.unique(codes, return_index=True, return_inverse=True)
    row[number[who], node] = len(tables.options) + len(periods) * block
    added = _pin(periods, tables, use[first], plain[first], crowd.group[who[first]])
    return Tables(row, np.concatenate([tables.options, added]), number)


def _number(table: Indices, ways: Ways) -> Indices:
    """Numbers from 0 on, the same for people of the same table and way."""
    number, least = table, int(ways.min(initial=0))
    wide = int(ways.max(initial=0)) - least + 1
    for leg in range(ways.shape[1]):
        number = np.unique(number * wide + ways[:, leg] - least, return_inverse=True)[1].astype(np.int64)
    return number


def _pin(periods: Sequence[Period], tables: Tables, use: Indices, plain: Indices, group: Indices) -> Options:
    """Rows, period by period, that leave no choice but a use; where it is shut the plain ones."""
    added = np.empty((len(use), len(periods), tables.options.shape[1]), OPTION)
    for p, period in enumerate(periods):
        shut = (use >= 0) & ~period.open[group, np.maximum(use, 0)]
        added["use"][:, p], added["cost"][:, p] = NOTHING, np.inf
        added["use"][:, p, 0], added["cost"][:, p, 0] = use, 0.0
        added[shut, p] = tables.options[plain[shut] + p]
    return added.reshape(-1, tables.options.shape[1])


def judge_ways(  # noqa: PLR0917
    supply: Supply, run: Run, tables: Tables, origin: Indices, who: Indices, part: Indices, cost_s: Floats, ways: Ways
) -> tuple[float, float]:
    """What the people `who` lose in s by their ways against the best that each could do, and the least costs in sum.

    `tables` are theirs at the costs `cost_s` (parts, groups, uses), with rows wherever the ways lead.
    """
    speed = np.array([group.speed_mps for group in supply.groups])
    row, options, table = tables.row, tables.options, tables.table
    return _judge(run, ways, row, options, table, origin, who, part, cost_s, supply.walk_m, speed)


@spliced
def _taste(run: Run, key: np.uint64, use: int) -> float:
    taste: float = run.rules.spread_s * chance(run, key, use)
    return taste


@spliced
def _pick(run: Run, options: Options, row: int, key: np.uint64) -> tuple[int, float]:
    """What a person chooses from a row by costs and taste, and what it costs him with the taste."""
    chosen, least = NOTHING, np.inf
    for k in range(options.shape[1]):
        use = options[row, k].use
        if use == NOTHING:
            break
        cost = options[row, k].cost + _taste(run, key, use)
        if cost < least:
            chosen, least = use, cost
    return chosen, least


@spliced
def _price(options: Options, row: int, use: int) -> float:
    """What a use costs by a row; infinite where it is none of its options."""
    price = np.inf
    for k in range(options.shape[1]):
        if options[row, k].use == use:
            price = float(options[row, k].cost)
    return price


@lean
def _find(  # noqa: PLR0917, kernels take their arrays one by one
    run: Run, row: NDArray[np.int32], options: Options, table: Indices, origin: Indices, who: Indices,
    anew: NDArray[np.bool_], ways: Ways,
) -> int:  # fmt: skip
    """Fill in the ways as far as there is room; answers how long the longest is."""
    longest = 0
    for k in range(who.shape[0]):
        i = who[k]
        if not anew[i]:
            continue
        node, leg, use = origin[i], 0, 0
        ways[i] = NOTHING
        while use >= 0:
            use, _ = _pick(run, options, row[table[k], node], run.people[i].key)
            if use == NOTHING:
                break
            if leg < ways.shape[1]:
                ways[i, leg] = use
            leg += 1
            if use >= 0:
                node = run.uses[use].head
        longest = max(longest, leg)
    return longest


@lean
def _judge(  # noqa: PLR0913, PLR0917
    run: Run, ways: Ways, row: NDArray[np.int32], options: Options, table: Indices, origin: Indices, who: Indices,
    part: Indices, cost: Floats, walk: Floats, speed: Floats,
) -> tuple[float, float]:  # fmt: skip
    lost = least = 0.0
    for k in range(who.shape[0]):
        me, node = run.people[who[k]], origin[who[k]]
        for leg in range(ways.shape[1]):
            use = ways[who[k], leg]
            if use == NOTHING:
                break
            there = row[table[k], node]
            if leg == 0:
                least += options[there, 0].cost
            mine = _price(options, there, use)
            if use >= 0:
                tail, head = run.uses[use].tail, run.uses[use].head
                if not mine < np.inf:
                    mine = walk[me.group, node, tail] / speed[me.group] + cost[part[who[k]], me.group, use]
                    mine += options[row[table[k], head], 0].cost
                node = head
            elif not mine < np.inf:
                mine = walk[me.group, node, STRAIGHT_ON - use] / speed[me.group]
            lost += max(0.0, mine + _taste(run, me.key, use) - _pick(run, options, there, me.key)[1])
    return lost, least
