"""Whose way leads over other levels in one state of a station than in another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wayfinding.flow.choosing.choice import NOTHING
from wayfinding.flow.simulate import Simulation
from wayfinding.routing.network import Network
from wayfinding.routing.sight import Indices

LONGEST = 64
"""So many pathways are followed; every pathway considered leads nearer, so no way takes as many."""


@dataclass(frozen=True, slots=True)
class Detour:
    """People of one day from one place to another whose cheapest way takes other levels in b than in a.

    `before` and `after` are the ordinals of all levels on that way, downwards. It is the way at quiet times, as things
    are open when they set out; some of them take another where there are queues.
    """

    origin: str
    destination: str
    people: int
    before: tuple[float, ...]
    after: tuple[float, ...]


def list_levels(*networks: Network) -> tuple[float, ...]:
    """The ordinals of all their levels, downwards."""
    return tuple(sorted({level for network in networks for level in network.station.levels}, reverse=True))


def list_detours(
    names: Sequence[str], stream: Indices, passed: tuple[Indices, Indices], levels: Sequence[float]
) -> tuple[Detour, ...]:
    """The detours of people of these streams (`from * len(names) + to`), most people first."""
    before, after = passed
    other = np.flatnonzero((before != after) & (before > 0) & (after > 0))
    sets = 1 << len(levels)
    codes, people = np.unique((stream[other] * sets + before[other]) * sets + after[other], return_counts=True)
    found = []
    for code, count in zip(codes.tolist(), people.tolist(), strict=True):
        start, end = divmod(code // sets**2, len(names))
        found.append(Detour(names[start], names[end], count, _levels(code // sets % sets, levels),
                            _levels(code % sets, levels)))  # fmt: skip
    return tuple(sorted(found, key=lambda item: (-item.people, item.origin, item.destination, item.before)))


def levels_passed(simulation: Simulation, levels: Sequence[float]) -> Indices:
    """For each person the levels on his cheapest way: bit k for the k-th of `levels`; 0 where he has no way."""
    supply, tables, run = simulation.supply, simulation.tables, simulation.run
    surfaces = supply.network.layer(supply.groups[0].half_width_m).surfaces
    bits = np.array([1 << levels.index(surface.floor.level) for surface in surfaces], dtype=np.int64)
    bit = np.append(bits, 0)[supply.surface]
    origin = supply.portals + simulation.crowd.origin
    period = np.maximum(np.searchsorted(run.since, simulation.crowd.start, side="right") - 1, 0)
    spots = (period * len(tables.row) + tables.table) * len(supply.surface) + origin
    known, mine = np.unique(spots, return_inverse=True)
    passed, node = bit[known % len(supply.surface)], known % len(supply.surface)
    period, table = np.divmod(known // len(supply.surface), len(tables.row))
    going = np.arange(len(known))
    for _ in range(LONGEST):
        use = tables.options["use"][tables.row[table[going], node[going]] + period[going], 0]
        passed[going[use == NOTHING]] = 0
        going, use = going[use >= 0], use[use >= 0]
        node[going] = supply.heads[use]
        passed[going] |= bit[node[going]]
    found: Indices = passed[mine]
    return found


def _levels(bits: int, levels: Sequence[float]) -> tuple[float, ...]:
    return tuple(level for k, level in enumerate(levels) if bits >> k & 1)
