"""Who could read a face that does not hang yet: at which samples of the ways it is legible in walking direction."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from wayfinding.routing.sight import Floats, Indices, compiled
from wayfinding.signage.catchment import Catchment
from wayfinding.signage.faces import Face
from wayfinding.signage.legibility import Legibility, View
from wayfinding.signage.raster import read
from wayfinding.signage.sight import Flags

CELL_M = 4.0


class Rows(NamedTuple):
    """Row k holds the numbers items[starts[k] : starts[k + 1]], ascending."""

    starts: Indices
    items: Indices


class Walkers(NamedTuple):
    """Samples sorted by cell of a grid, row by row: position, walking direction, and number in the caller's order.

    Cell (row, column) holds starts[row * columns + column] onwards, up to the start of the next.
    """

    at: Floats
    heading: Floats
    number: Indices
    starts: Indices
    x0: float
    y0: float
    columns: int
    rows: int


def list_readers(legibility: Legibility, faces: Sequence[Face], level: Floats, at: Floats, heading: Floats) -> Rows:
    """For each face, which samples (level (n,), `at` and `heading` (n, 2)) it is legible at in walking direction.

    The same as `Legibility.reads` and the field of view of `settings.fov_deg`.
    """
    least = math.cos(math.radians(legibility.settings.fov_deg / 2))
    crowds = {ordinal: _sorted(np.flatnonzero(level == ordinal), at, heading) for ordinal in np.unique(level).tolist()}
    room = np.empty(len(at), np.int64), np.zeros(len(at), bool)
    found: list[Indices] = [np.empty(0, np.int64)]
    for face in faces:
        row = np.empty(0, np.int64)
        crowd = crowds.get(face.level)
        place = Catchment.of(face, legibility.settings)
        if crowd is not None and not place.empty:
            cells = _cells(crowd, *place.disc)
            if cells is not None:
                around = legibility.ground(face.level)
                storey = around.storey_at(face.x, face.y)
                sheet = around.sheet(storey, min(legibility.settings.eye_m, face.height_m))
                view = View(place, around.storeys[storey], sheet)
                count = _readers(view.wedges, place.row, crowd.at, crowd.heading, crowd.number, crowd.starts,
                                 crowd.columns, cells, least, *room)  # fmt: skip
                row = np.sort(room[0][:count])
        found.append(row)
    starts = np.cumsum([len(row) for row in found], dtype=np.int64)
    return Rows(starts, np.concatenate(found))


def _cells(crowd: Walkers, x: float, y: float, reach_m: float) -> tuple[int, int, int, int] | None:
    """The first and last column and row of cells that a disc may touch; None where nobody walks near it."""
    left, right = (
        max(int((x - reach_m - crowd.x0) // CELL_M), 0),
        min(int((x + reach_m - crowd.x0) // CELL_M) + 1, crowd.columns),
    )
    low, high = (
        max(int((y - reach_m - crowd.y0) // CELL_M), 0),
        min(int((y + reach_m - crowd.y0) // CELL_M) + 1, crowd.rows),
    )
    return (left, right, low, high) if left < right and low < high else None


def _sorted(numbers: Indices, at: Floats, heading: Floats) -> Walkers:
    spots = at[numbers]
    if len(numbers) == 0:
        return Walkers(spots, heading[numbers], numbers, np.zeros(2, np.int64), 0.0, 0.0, 1, 1)
    x0, y0 = spots.min(axis=0).tolist()
    cells = ((spots - (x0, y0)) / CELL_M).astype(np.int64)
    columns, rows = (cells.max(axis=0) + 1).tolist()
    key = cells[:, 1] * columns + cells[:, 0]
    order = np.argsort(key, kind="stable")
    starts = np.searchsorted(key[order], np.arange(columns * rows + 1))
    numbers = numbers[order]
    return Walkers(np.ascontiguousarray(at[numbers]), np.ascontiguousarray(heading[numbers]), numbers, starts, x0, y0,
                   columns, rows)  # fmt: skip


@compiled
def _readers(  # noqa: PLR0913, PLR0917, a kernel takes its arrays one by one
    wedges: Floats, row: Floats, at: Floats, heading: Floats, number: Indices, starts: Indices, columns: int,
    cells: tuple[int, int, int, int], least: float, found: Indices, out: Flags,
) -> int:  # fmt: skip
    """Write into `found` the numbers of those who can read what sees `wedges`, and how many they are."""
    used = 0
    if wedges.shape[0] == 0:
        return used
    x, y = row[0], row[1]
    for line in range(cells[2], cells[3]):
        a, b = starts[line * columns + cells[0]], starts[line * columns + cells[1]]
        if a == b:
            continue
        read(wedges, row, at[a:b], out[a:b])
        for i in range(a, b):
            dx, dy = x - at[i, 0], y - at[i, 1]
            if out[i] and dx * heading[i, 0] + dy * heading[i, 1] >= least * np.sqrt(dx * dx + dy * dy):
                found[used] = number[i]
                used += 1
    return used
