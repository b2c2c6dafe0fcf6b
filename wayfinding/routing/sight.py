"""Who sees whom across a floor: compiled kernels over plain arrays.

A floor is its blocking edges, thrown into the cells of a square grid, and its reflex corners. Only corners can bend a
shortest path, and only where the path is tangent to both edges of the corner.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numba import njit
from numba.core.dispatcher import Dispatcher
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Function = TypeVar("Function", bound=Callable[..., object])

TANGENT_SLACK_M = 1e-9
CELL_SLACK_M = 1e-6


def compiled(function: Function) -> Function:
    """The function compiled by numba; its machine code is kept between runs where there is somewhere to keep it.

    A division by zero gives an infinity or nan: code that checks for it takes longer to compile and to run.
    """
    try:
        kernel: Any = njit(cache=True, error_model="numpy")(function)
        kernel._cache._cache_file._source_stamp = stamp(function.__module__)  # noqa: SLF001, numba's own sees one file
    except RuntimeError:
        kernel = njit(error_model="numpy")(function)
    return cast("Function", kernel)


@cache
def stamp(module: str) -> str:
    """What the kernels of a module are made of: its source and constants, and the same of all whose kernels it calls.

    Machine code that was kept under another stamp is not used.
    """
    spec, names = sys.modules[module].__spec__, vars(sys.modules[module])
    digest = sha256(str(getattr(spec and spec.loader, "get_source", lambda _: None)(module)).encode())
    digest.update(repr(sorted((k, v) for k, v in names.items() if isinstance(v, int | float))).encode())
    parts = (value for value in names.values() if isinstance(value, Dispatcher) or _is_record(value))
    for other in sorted({part.__module__ for part in parts} - {module}):
        digest.update(stamp(other).encode())
    return digest.hexdigest()


def _is_record(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, tuple)


def spliced(function: Function) -> Function:
    """The function copied into each compiled function that calls it."""
    return cast("Function", njit(inline="always")(function))


class Sight(NamedTuple):
    """What blocks the view on one floor: `edges` (m, 4) and, cell by cell, which edges pass through it."""

    edges: Floats
    x0: float
    y0: float
    size: float
    columns: int
    rows: int
    starts: Indices
    items: Indices


def throw(first: Indices, last: Indices, rows: int) -> tuple[Indices, Indices]:
    """Things thrown into cells of a grid: the cells from `first` to `last` (n, 2 each; column, row), and whose each is.

    Cells are numbered column by column.
    """
    spans = last - first + 1
    counts = spans[:, 0] * spans[:, 1]
    things = np.repeat(np.arange(len(first)), counts)
    turn = np.arange(len(things)) - np.repeat(np.cumsum(counts) - counts, counts)
    column, row = first[things, 0] + turn // spans[things, 1], first[things, 1] + turn % spans[things, 1]
    return column * rows + row, things


def by_cell(cells: Indices, things: Indices, count: int) -> tuple[Indices, Indices]:
    """The things sorted by cell: those in cell k are items[starts[k] : starts[k + 1]]; `count` cells in all."""
    starts = np.concatenate([[0], np.cumsum(np.bincount(cells, minlength=count))]).astype(np.int64)
    return starts, things[np.argsort(cells, kind="stable")]


class Corners(NamedTuple):
    """Reflex corners (n, 2) with the ends of their two edges, (n, 2) each."""

    at: Floats
    before: Floats
    after: Floats


@compiled
def _cell(value: float, origin: float, size: float, count: int) -> int:
    index = int(np.floor((value - origin) / size))
    return min(max(index, 0), count - 1)


@compiled
def _crosses(edge: Floats, px: float, py: float, qx: float, qy: float) -> bool:
    dx, dy = qx - px, qy - py
    first = dx * (edge[1] - py) - dy * (edge[0] - px)
    second = dx * (edge[3] - py) - dy * (edge[2] - px)
    if (first > 0.0) == (second > 0.0):
        return False
    ex, ey = edge[2] - edge[0], edge[3] - edge[1]
    near = ex * (py - edge[1]) - ey * (px - edge[0])
    far = ex * (qy - edge[1]) - ey * (qx - edge[0])
    return bool((near > 0.0) != (far > 0.0))


@compiled
def sees(sight: Sight, p: Floats, q: Floats) -> bool:
    """Whether the straight line from p to q crosses no blocking edge; the same answer from q to p."""
    if p[0] > q[0] or (p[0] == q[0] and p[1] > q[1]):
        p, q = q, p
    px, py, qx, qy = p[0], p[1], q[0], q[1]
    dx, dy = qx - px, qy - py
    for column in range(
        _cell(px, sight.x0, sight.size, sight.columns), _cell(qx, sight.x0, sight.size, sight.columns) + 1
    ):
        low, high = py, qy
        if dx > 0.0:
            left = min(max((sight.x0 + column * sight.size - px) / dx, 0.0), 1.0)
            right = min(max((sight.x0 + (column + 1) * sight.size - px) / dx, 0.0), 1.0)
            low, high = py + dy * left, py + dy * right
        if low > high:
            low, high = high, low
        first = _cell(low - CELL_SLACK_M, sight.y0, sight.size, sight.rows)
        last = _cell(high + CELL_SLACK_M, sight.y0, sight.size, sight.rows)
        for row in range(first, last + 1):
            cell = column * sight.rows + row
            for k in range(sight.starts[cell], sight.starts[cell + 1]):
                if _crosses(sight.edges[sight.items[k]], px, py, qx, qy):
                    return False
    return True


@spliced
def tangent(p: Floats, k: int, at: Floats, before: Floats, after: Floats) -> bool:
    """Whether a line from p may bend at corner k: both its edges lie on one side of the line."""
    dx, dy = at[k, 0] - p[0], at[k, 1] - p[1]
    slack = TANGENT_SLACK_M * np.sqrt(dx * dx + dy * dy)
    first = dx * (before[k, 1] - at[k, 1]) - dy * (before[k, 0] - at[k, 0])
    second = dx * (after[k, 1] - at[k, 1]) - dy * (after[k, 0] - at[k, 0])
    return bool((first >= -slack and second >= -slack) or (first <= slack and second <= slack))


@compiled
def connect(sight: Sight, corners: Corners, p: Floats) -> Indices:
    """The corners at which a shortest path from p may first bend, in ascending order."""
    found = np.empty(corners.at.shape[0], np.int64)
    count = 0
    for k in range(corners.at.shape[0]):
        if tangent(p, k, corners.at, corners.before, corners.after) and sees(sight, p, corners.at[k]):
            found[count] = k
            count += 1
    return found[:count].copy()


@compiled
def connect_corners(sight: Sight, corners: Corners) -> Indices:
    """All pairs (k, 2), lower number first, of corners that see each other and are tangent at both ends."""
    count = corners.at.shape[0]
    pairs = np.empty((16 * count + 16, 2), np.int64)
    used = 0
    for i in range(count):
        for j in range(i + 1, count):
            p, q = corners.at[i], corners.at[j]
            if not tangent(p, j, corners.at, corners.before, corners.after):
                continue
            if not tangent(q, i, corners.at, corners.before, corners.after):
                continue
            if not sees(sight, p, q):
                continue
            if used == pairs.shape[0]:
                longer = np.empty((2 * used, 2), np.int64)
                for k in range(used):  # by hand: a slice takes numba two seconds to compile
                    longer[k, 0], longer[k, 1] = pairs[k, 0], pairs[k, 1]
                pairs = longer
            pairs[used, 0], pairs[used, 1] = i, j
            used += 1
    return pairs[:used].copy()
