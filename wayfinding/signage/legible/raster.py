"""Cells of a level's floor, and the kernels that ask from which cells and points a face can be read."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from wayfinding.routing.sight import Floats, Indices, compiled, spliced
from wayfinding.signage.legible.wedges import Flags, Links, reaches

NEAR_M = 5.0
"""Side of the squares by which faces near a point are found."""


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells of a floor, in rows. `frame` holds the corner x, y of the first one and the side, in m.

    `numbers` (rows, columns) counts those whose centre lies on the floor, the others are -1.
    """

    frame: Floats
    numbers: Links
    centres: Floats

    @classmethod
    def of(cls, shape: BaseGeometry, cell_m: float) -> Grid:
        """The cells of side `cell_m` whose centre lies on a polygonal shape; corners at whole multiples of the side."""
        if shape.is_empty:
            return cls(np.array([0.0, 0.0, cell_m]), np.full((1, 1), -1, np.int32), np.empty((0, 2)))
        low = np.floor(np.array(shape.bounds[:2]) / cell_m)
        high = np.ceil(np.array(shape.bounds[2:]) / cell_m)
        columns, rows = (int(count) for count in high - low)
        x0, y0 = (float(value) for value in low * cell_m)
        frame = np.array([x0, y0, cell_m])
        inside = _inside(shape, frame, (rows, columns))
        at = np.argwhere(inside)
        numbers = np.full((rows, columns), -1, np.int32)
        numbers[inside] = np.arange(len(at))
        centres = np.column_stack([x0 + (at[:, 1] + 0.5) * cell_m, y0 + (at[:, 0] + 0.5) * cell_m])
        return cls(frame, numbers, centres)

    def within(self, shape: BaseGeometry) -> Grid:
        """The same cells with the same numbers, but for those whose centre does not lie on `shape`."""
        inside = _inside(shape, self.frame, self.numbers.shape)
        return replace(self, numbers=np.where(inside, self.numbers, np.int32(-1)))


def _inside(shape: BaseGeometry, frame: Floats, size: tuple[int, ...]) -> Flags:
    """Which cells (rows, columns) have their centre on a shape."""
    odd = np.zeros((size[0], size[1] + 1), np.bool_)
    cross(*rings(shape), frame, 0, 0, odd)
    inside: Flags = np.logical_xor.accumulate(odd, axis=1)[:, :-1]
    return inside


def rings(shape: BaseGeometry) -> tuple[Floats, Indices]:
    """All rings of a polygonal shape one after another (n, 2), and where each starts (the last entry: the end)."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    each = [np.asarray(ring.coords)[:-1, :2] for part in parts for ring in (part.exterior, *part.interiors)]
    ends = np.cumsum([0, *(len(ring) for ring in each)])
    return np.vstack([*each, np.empty((0, 2))]), ends.astype(np.int64)


@compiled
def cross(ring: Floats, starts: Indices, frame: Floats, row0: int, column0: int, odd: Flags) -> None:
    """Turn `odd` over, in each row of centres, at the first cell to the right of each edge that crosses the row."""
    x0, y0, cell = frame
    rows, last = odd.shape[0], odd.shape[1] - 1
    for k in range(starts.shape[0] - 1):
        for i in range(starts[k], starts[k + 1]):
            j = i + 1 if i + 1 < starts[k + 1] else starts[k]
            ax, ay, bx, by = ring[i, 0], ring[i, 1], ring[j, 0], ring[j, 1]
            if ay == by:
                continue
            if ay > by:
                ax, ay, bx, by = bx, by, ax, ay
            first = max(int(np.ceil((ay - y0) / cell - 0.5)), row0)
            end = min(int(np.ceil((by - y0) / cell - 0.5)), row0 + rows)
            slope = (bx - ax) / (by - ay)
            for row in range(first, end):
                x = ax + (y0 + (row + 0.5) * cell - ay) * slope
                column = int(np.ceil((x - x0) / cell - 0.5)) - column0
                if column < last:
                    spot = max(column, 0)
                    odd[row - row0, spot] = not odd[row - row0, spot]


@spliced
def legible(row: Floats, x: float, y: float) -> bool:
    """Whether a catchment (`Catchment.row`) holds a point."""
    dx, dy = x - row[0], y - row[1]
    u, v = dx * row[2] + dy * row[3], dy * row[2] - dx * row[3]
    away = u * u + v * v
    if u < 0.0 or away < row[10] or away > row[11]:
        return False
    if row[7] > 0.0:
        p, q = u / row[8] - 1.0, v / row[9]
        return bool(p * p + q * q <= 1.0)
    return bool(away <= row[8] * row[8])


@compiled
def paint(ring: Floats, starts: Indices, row: Floats, frame: Floats, numbers: Links) -> Links:
    """The cells of a grid whose centre lies in a catchment and within rings."""
    x0, y0, cell = frame
    first_column, end_column = _between(row[4] - row[6] - x0, row[4] + row[6] - x0, cell, numbers.shape[1])
    first_row, end_row = _between(row[5] - row[6] - y0, row[5] + row[6] - y0, cell, numbers.shape[0])
    if first_row >= end_row or first_column >= end_column:
        return np.empty(0, np.int32)
    odd = np.zeros((end_row - first_row, end_column - first_column + 1), np.bool_)
    cross(ring, starts, frame, first_row, first_column, odd)
    found, count = np.empty(odd.size, np.int32), 0
    for i in range(first_row, end_row):
        inside = False
        y = y0 + (i + 0.5) * cell
        for j in range(first_column, end_column):
            inside ^= odd[i - first_row, j - first_column]
            if inside and numbers[i, j] >= 0 and legible(row, x0 + (j + 0.5) * cell, y):
                found[count] = numbers[i, j]
                count += 1
    return found[:count].copy()


@compiled
def _between(low: float, high: float, cell: float, count: int) -> tuple[int, int]:
    """The first of some cells in a row whose centre lies between two distances, and the one after the last."""
    return max(int(np.ceil(low / cell - 0.5)), 0), min(int(np.floor(high / cell - 0.5)) + 1, count)


@compiled
def read(which: Indices, rows: Floats, wedges: Floats, starts: Indices, points: Floats, out: Flags) -> None:
    """Write into `out` (all faces, n) from which points (n, 2) some faces are legible and in sight.

    `which` (m,) are the numbers of these faces, `rows` (m, 12) their catchments, none of them empty, and they see
    wedges[starts[k] : starts[k + 1]]. The faces near a point are found by the square of `NEAR_M` in which it lies.
    """
    x0, y0 = np.min(rows[:, 4] - rows[:, 6]), np.min(rows[:, 5] - rows[:, 6])
    columns = int((np.max(rows[:, 4] + rows[:, 6]) - x0) / NEAR_M) + 1
    lines = int((np.max(rows[:, 5] + rows[:, 6]) - y0) / NEAR_M) + 1
    ends, items = np.zeros(columns * lines + 1, np.int64), np.empty(0, np.int64)
    _throw(rows, x0, y0, lines, ends, items)
    ends[1:] = np.cumsum(ends[:-1])
    ends[0] = 0
    items = np.empty(ends[-1], np.int64)
    _throw(rows, x0, y0, lines, ends, items)
    for n in range(points.shape[0]):
        x, y = points[n, 0], points[n, 1]
        i, j = int(np.floor((x - x0) / NEAR_M)), int(np.floor((y - y0) / NEAR_M))
        if i < 0 or j < 0 or i >= columns or j >= lines:
            continue
        square = i * lines + j
        for m in range(ends[square - 1] if square > 0 else 0, ends[square]):
            k = items[m]
            if legible(rows[k], x, y):
                out[which[k], n] = reaches(wedges[starts[k] : starts[k + 1]], rows[k, 0], rows[k, 1], x, y)


@compiled
def _throw(rows: Floats, x0: float, y0: float, lines: int, ends: Indices, items: Indices) -> None:
    """Count in `ends` the discs that touch each square, or list them in `items` where there is room, from `ends` on."""
    for k in range(rows.shape[0]):
        left, right = rows[k, 4] - rows[k, 6] - x0, rows[k, 4] + rows[k, 6] - x0
        low, high = rows[k, 5] - rows[k, 6] - y0, rows[k, 5] + rows[k, 6] - y0
        for i in range(int(left / NEAR_M), int(right / NEAR_M) + 1):
            for j in range(int(low / NEAR_M), int(high / NEAR_M) + 1):
                if items.shape[0] > 0:
                    items[ends[i * lines + j]] = k
                ends[i * lines + j] += 1
