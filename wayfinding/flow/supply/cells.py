"""The floors cut into square cells: how many share which floor decides how fast they walk there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from wayfinding.routing.sight import Floats, Indices, compiled
from wayfinding.station.floor import Floor

SMALLEST_M2 = 1.0
"""A sliver of floor at the edge of a cell counts as this much, so that one walker never fills it."""


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells of `size_m` on every floor: `level`, number of the floor (`surface`), `area_m2` and `shape`, each (n,).

    `grids` are there while walks are traced.
    """

    size_m: float
    level: Floats
    surface: Indices
    area_m2: Floats
    shape: NDArray[np.object_]
    grids: tuple[Grid, ...] = ()

    @classmethod
    def of(cls, floors: Sequence[Floor], size_m: float, shape: NDArray[np.object_], surface: Indices) -> Cells:
        """The cells of these shapes, each on the floor of that number."""
        level = np.array([floors[k].level for k in surface.tolist()], dtype=float)
        return cls(size_m, level, surface, np.maximum(shapely.area(shape), SMALLEST_M2), shape)


class Grid(NamedTuple):
    """One floor's cells by row and column, from its lower left corner; -1 where there is no floor."""

    x0: float
    y0: float
    numbers: Indices


def cut_floors(floors: Sequence[Floor], size_m: float) -> Cells:
    """The cells of floors in their order; each cell's area is what is walkable of it, obstacles cut out."""
    grids, kept, surfaces = [], [np.empty(0, object)], [np.empty(0, np.int64)]
    count = 0
    for number, floor in enumerate(floors):
        west, south, east, north = floor.shape.bounds
        columns, rows = math.ceil((east - west) / size_m) or 1, math.ceil((north - south) / size_m) or 1
        x, y = np.meshgrid(west + size_m * np.arange(columns), south + size_m * np.arange(rows))
        shapes = shapely.intersection(floor.shape, shapely.box(x, y, x + size_m, y + size_m))
        full = shapely.area(shapes) > 0
        numbers = np.full((rows, columns), -1, np.int64)
        numbers[full] = count + np.arange(int(full.sum()))
        count += int(full.sum())
        grids.append(Grid(west, south, numbers))
        kept.append(shapes[full])
        surfaces.append(np.full(int(full.sum()), number))
    cells = Cells.of(floors, size_m, np.concatenate(kept), np.concatenate(surfaces).astype(np.int64))
    return replace(cells, grids=tuple(grids))


def trace(cells: Cells, surface: int, line: Floats) -> tuple[Indices, Floats]:
    """The cells that a line over one floor passes, in order, and the metres in each; they add up to its length."""
    grid = cells.grids[surface]
    return _trace(line, grid.x0, grid.y0, cells.size_m, grid.numbers)


@compiled
def _trace(  # noqa: C901, one loop is fastest
    line: Floats, x0: float, y0: float, size: float, numbers: Indices
) -> tuple[Indices, Floats]:  # fmt: skip
    rows, columns = numbers.shape
    room = 16
    found, metres = np.empty(room, np.int64), np.empty(room)
    count, cell = 0, -1
    for k in range(line.shape[0] - 1):
        ax, ay, bx, by = line[k, 0], line[k, 1], line[k + 1, 0], line[k + 1, 1]
        length = np.sqrt((bx - ax) ** 2 + (by - ay) ** 2)
        if length == 0.0:
            continue
        done = 0.0
        while done < 1.0:
            step = 1.0
            for axis in range(2):
                a, d = (ax - x0, bx - ax) if axis == 0 else (ay - y0, by - ay)
                if d != 0.0:
                    place = (a + done * d) / size
                    border = np.floor(place + 1e-9) + 1 if d > 0 else np.ceil(place - 1e-9) - 1
                    step = min(step, (border * size - a) / d)
            step = max(step, done + 1e-12)
            middle = 0.5 * (done + min(step, 1.0))
            column = min(max(int(np.floor((ax + middle * (bx - ax) - x0) / size)), 0), columns - 1)
            row = min(max(int(np.floor((ay + middle * (by - ay) - y0) / size)), 0), rows - 1)
            here = numbers[row, column]
            if here < 0:
                here = cell
            part = (min(step, 1.0) - done) * length
            if here == cell and count > 0:
                metres[count - 1] += part
            else:
                if count == room:
                    found, metres = np.append(found, np.empty(room, np.int64)), np.append(metres, np.empty(room))
                    room *= 2
                found[count], metres[count], cell = here, part, here
                count += 1
            done = step
    for k in range(count - 1, -1, -1):
        if found[k] < 0:
            found[k] = found[k + 1] if k + 1 < count else 0
    return found[:count], metres[:count]
