"""The named places of a station under a crowd: people, density and level of service by quarter hour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from wayfinding.flow.measuring.measures import Measures
from wayfinding.flow.measuring.service import QUARTER, Grades
from wayfinding.flow.supply.cells import Cells
from wayfinding.routing.sight import Floats
from wayfinding.station.model import Space, Station

LEAST_SHARE = 0.02
"""A cell of which less lies in a place does not speak for that place."""


@dataclass(frozen=True, eq=False)
class Places:
    """By place (rows) and quarter hour: `people`, `ppm2` over the whole place, its densest cell's, the worst grade."""

    begin: int
    spaces: tuple[Space, ...]
    people: Floats
    ppm2: Floats
    densest_ppm2: Floats
    grades: Grades


def judge_places(measures: Measures) -> Places:
    """Every place that somebody passed. A cell that lies in several counts in each with its share of the area."""
    service, station = measures.service, measures.simulation.network.station
    spaces = [space for space in station.spaces.values() if space.walkable]
    shares = _shares(station, spaces, measures.simulation.supply.cells)
    density, grade = service.quarters, service.grade_of(service.quarters)
    kept, rows = [], []
    for space, (cells, share_m2) in zip(spaces, shares, strict=True):
        if not len(cells) or not density[:, cells].any():
            continue
        people = density[:, cells] @ share_m2
        most = share_m2 >= LEAST_SHARE * measures.simulation.supply.cells.area_m2[cells]
        speaking = cells[most] if most.any() else cells
        kept.append(space)
        rows.append((people, people / share_m2.sum(), density[:, speaking].max(axis=1), grade[:, speaking].max(axis=1)))
    columns = [np.array(column) for column in zip(*rows, strict=True)] or [np.zeros((0, len(density)))] * 4
    return Places(service.begin // QUARTER, tuple(kept), *columns)


def _shares(
    station: Station, spaces: list[Space], cells: Cells
) -> list[tuple[NDArray[np.int64], Floats]]:  # fmt: skip
    """Of each place: which cells lie in it, with how many m² each."""
    found: list[tuple[NDArray[np.int64], Floats]] = []
    trees = {}
    for level in station.levels:
        mine = np.flatnonzero(cells.level == level)
        trees[level] = (mine, shapely.STRtree(cells.shape[mine]))
    for space in spaces:
        mine, tree = trees[space.level]
        near = mine[tree.query(space.outline, predicate="intersects")]
        area_m2 = shapely.area(shapely.intersection(cells.shape[near], space.outline))
        found.append((near[area_m2 > 0], area_m2[area_m2 > 0]))
    return found
