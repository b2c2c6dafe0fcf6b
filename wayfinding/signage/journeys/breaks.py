"""Gaps of different ways that lie on the same floor, taken together: where guidance to a target breaks off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from wayfinding.routing.sight import Floats, Indices
from wayfinding.signage.journeys.continuity import Gap, Part
from wayfinding.signage.journeys.ways import Stretches, shared_stretches
from wayfinding.signage.legible.misses import Miss, MissCode

CELL_M = 5.0
"""Two gaps share floor where both pass through the same square of this side: within one look. Two grids are laid, one
moved by half a side, so that no edge parts what lies near."""

LONELY = 1e-6
"""Passengers that a way without any stands for where reasons are weighed."""


@dataclass(frozen=True, eq=False, slots=True)
class Break:
    """Floor on which no sign for target `to` is legible to those who walk there, and what it costs.

    `passengers` a day meet it on `ways` different ways and walk `passenger_m` on it; the longest do so for `longest_m`
    and `longest_s`. `level` is that of most of it, (`x`, `y`) where most of them pass there, and `miss` the reason that
    most of their metres there have. `gaps` are the gaps that it is made of, those first that take most
    passenger-metres.
    """

    to: str
    level: float
    x: float
    y: float
    passengers: float
    passenger_m: float
    ways: int
    longest_m: float
    longest_s: float
    miss: Miss
    gaps: tuple[Gap, ...] = field(repr=False)


def list_breaks(gaps: Sequence[Gap]) -> tuple[Break, ...]:
    """The gaps (of one list of ways) taken together by target and shared floor; those first that most people meet."""
    stretches = shared_stretches([gap.way for gap in gaps])
    targets: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        targets[gap.way.target.id].append(gap)
    found = [item for to in sorted(targets) for item in _breaks(to, targets[to], stretches)]
    return tuple(sorted(found, key=lambda item: (-item.passengers, -item.passenger_m, -item.longest_m, item.to,
                                                 item.level, item.x, item.y)))  # fmt: skip


def _breaks(to: str, gaps: Sequence[Gap], stretches: Stretches) -> Iterable[Break]:
    parts: dict[Part, int] = {}
    rows = [[parts.setdefault(part, len(parts)) for part in gap.parts] for gap in gaps]
    counts = [len(row) for row in rows]
    gap_of, part_of = np.repeat(np.arange(len(gaps)), counts), np.concatenate(rows)
    weight = np.bincount(part_of, np.repeat([gap.way.passengers for gap in gaps], counts), len(parts))
    sample, owner = _samples(list(parts), stretches)
    cell, cells = _cells(stretches.at[sample], stretches.level[stretches.owner[sample]], 0.0)
    beside, besides = _cells(stretches.at[sample], stretches.level[stretches.owner[sample]], CELL_M / 2)
    first_part, first_cell = len(gaps), len(gaps) + len(parts)
    tails = np.concatenate([gap_of, first_part + owner, first_part + owner])
    heads = np.concatenate([first_part + part_of, first_cell + cell, first_cell + cells + beside])
    size = first_cell + cells + besides
    links = coo_array((np.ones(len(tails), bool), (tails, heads)), shape=(size, size))
    _, group = connected_components(links, directed=False)
    load = np.asarray(np.bincount(cell, weight[owner], cells), dtype=np.float64)
    for number in np.unique(group[:first_part]).tolist():
        members = [gaps[k] for k in np.flatnonzero(group[:first_part] == number).tolist()]
        mine = np.flatnonzero(group[first_part + owner] == number)
        yield _break(to, members, stretches, sample[mine], load[cell[mine]])


def _break(to: str, gaps: Sequence[Gap], stretches: Stretches, sample: Indices, load: Floats) -> Break:
    ways = {id(gap.way): gap.way for gap in gaps}
    levels: dict[float, float] = defaultdict(float)
    for gap in gaps:
        levels[gap.level] += (gap.way.passengers + LONELY) * gap.length_m
    level = max(sorted(levels), key=levels.__getitem__)
    x, y = _busiest(stretches, sample, load, level)
    codes: dict[MissCode, float] = defaultdict(float)
    misses: dict[Miss, float] = defaultdict(float)
    for gap in gaps:
        if gap.level == level:
            metres = (gap.way.passengers + LONELY) * gap.length_m
            codes[gap.miss.code] += metres
            misses[gap.miss] += metres
    miss = min(misses, key=lambda item: (-codes[item.code], item.code, -misses[item], str(item)))
    longest = max(gaps, key=lambda gap: gap.length_m)
    return Break(
        to, level, x, y, sum(way.passengers for way in ways.values()),
        sum(gap.way.passengers * gap.length_m for gap in gaps), len(ways), longest.length_m, longest.duration_s, miss,
        tuple(gaps),
    )  # fmt: skip


def _samples(parts: Sequence[Part], stretches: Stretches) -> tuple[Indices, Indices]:
    """The samples on the parts, and the number of the part of each; a part between two samples has the nearer one."""
    stretch = np.array([part.stretch for part in parts], dtype=np.int64)
    start_m, end_m = (np.array([part[k] for part in parts]) for k in (1, 2))
    first, count = stretches.starts[stretch], np.diff(stretches.starts)[stretch]
    step_m = stretches.step_m[first]
    low = np.clip(np.ceil(start_m / step_m - 0.5).astype(np.int64), 0, count - 1)
    high = np.clip(np.floor(end_m / step_m - 0.5).astype(np.int64), low, count - 1)
    lengths = high - low + 1
    owner = np.repeat(np.arange(len(parts)), lengths)
    return np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths) + (first + low)[owner], owner


def _cells(at: Floats, level: Floats, shift_m: float) -> tuple[Indices, int]:
    """The number of the square in which each point lies, and how many squares there are, in a grid moved aside."""
    spots = np.floor((at + shift_m) / CELL_M).astype(np.int64)
    spots -= spots.min(axis=0)
    width, height = (spots.max(axis=0) + 1).tolist()
    storeys = np.unique(level, return_inverse=True)[1]
    keys, cell = np.unique((storeys * width + spots[:, 0]) * height + spots[:, 1], return_inverse=True)
    return cell, len(keys)


def _busiest(stretches: Stretches, sample: Indices, load: Floats, level: float) -> tuple[float, float]:
    """The sample on a level where most pass; among equals that nearest to the middle of them."""
    here = stretches.level[stretches.owner[sample]] == level
    busy = here & (load >= load[here].max() * (1.0 - 1e-9))
    at = stretches.at[sample[busy]]
    off_m = np.round(np.hypot(*(at - at.mean(axis=0)).T), 6)
    x, y = at[np.lexsort((at[:, 1], at[:, 0], off_m))[0]].tolist()
    return x, y
