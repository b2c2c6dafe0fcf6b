"""Cells of a level's floor, and the kernels that ask from which cells and points a face can be read."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from wayfinding.routing.sight import Floats, Indices, compiled
from wayfinding.signage.sight import Flags, Links, reaches


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


@compiled
def paint(ring: Floats, starts: Indices, row: Floats, frame: Floats, numbers: Links) -> Links:
    """The cells of a grid whose centre lies in a catchment (`Catchment.row`) and within rings."""
    sx, sy, fx, fy, cx, cy, reach, oval, a, b, near2, far2 = row
    x0, y0, cell = frame
    rows, columns = numbers.shape
    first_row = max(int(np.ceil((cy - reach - y0) / cell - 0.5)), 0)
    end_row = min(int(np.floor((cy + reach - y0) / cell - 0.5)) + 1, rows)
    first_column = max(int(np.ceil((cx - reach - x0) / cell - 0.5)), 0)
    end_column = min(int(np.floor((cx + reach - x0) / cell - 0.5)) + 1, columns)
    if first_row >= end_row or first_column >= end_column:
        return np.empty(0, np.int32)
    odd = np.zeros((end_row - first_row, end_column - first_column + 1), np.bool_)
    cross(ring, starts, frame, first_row, first_column, odd)
    found, count = np.empty(odd.size, np.int32), 0
    for i in range(first_row, end_row):
        inside = False
        dy = y0 + (i + 0.5) * cell - sy
        for j in range(first_column, end_column):
            inside ^= odd[i - first_row, j - first_column]
            if not inside or numbers[i, j] < 0:
                continue
            dx = x0 + (j + 0.5) * cell - sx
            u, v = dx * fx + dy * fy, dy * fx - dx * fy
            away = u * u + v * v
            if away < near2 or away > far2:
                continue
            if oval > 0.0:
                p, q = u / a - 1.0, v / b
                if p * p + q * q > 1.0:
                    continue
            elif u < 0.0 or away > a * a:
                continue
            found[count] = numbers[i, j]
            count += 1
    return found[:count].copy()


@compiled
def read(wedges: Floats, row: Floats, points: Floats, out: Flags) -> None:
    """Write into `out` from which points (n, 2) a face is legible and in sight, `wedges` being what it sees."""
    sx, sy, fx, fy, _, _, _, oval, a, b, near2, far2 = row
    for k in range(points.shape[0]):
        out[k] = False
        dx, dy = points[k, 0] - sx, points[k, 1] - sy
        u, v = dx * fx + dy * fy, dy * fx - dx * fy
        away = u * u + v * v
        if u < 0.0 or away < near2 or away > far2:
            continue
        if oval > 0.0:
            p, q = u / a - 1.0, v / b
            if p * p + q * q > 1.0:
                continue
        elif away > a * a:
            continue
        out[k] = reaches(wedges, sx, sy, points[k, 0], points[k, 1])
