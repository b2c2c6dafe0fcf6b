"""Which cells of two states are the same piece of floor, so that one can be taken from the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from wayfinding.flow.comparing.comparison import Comparison
from wayfinding.flow.comparing.crowding import Densities
from wayfinding.flow.supply.cells import Cells
from wayfinding.routing.sight import Indices

WITHIN_M = 1
"""Decimals of a metre to which the edges of a cell agree."""


@dataclass(frozen=True, eq=False)
class Matched:
    """Cell `before[k]` of the one state is cell `after[k]` of the other.

    `gone` and `new` are those that somebody passed and that the other state lacks.
    """

    before: Indices
    after: Indices
    gone: Indices
    new: Indices

    def change_ppm2(self, comparison: Comparison) -> Densities:
        """After less before in people/m²: (quarters, matched cells)."""
        change: Densities = comparison.after.ppm2[:, self.after] - comparison.before.ppm2[:, self.before]
        return change


def match_cells(comparison: Comparison) -> Matched:
    """The cells with the same edges on the same level, of those that somebody passed in either state."""
    before, after = comparison.before, comparison.after
    if comparison.same_cells:
        every = np.flatnonzero((before.worst_ppm2 > 0) | (after.worst_ppm2 > 0))
        return Matched(every, every, every[:0], every[:0])
    known = {key: k for k, key in enumerate(_keys(before.cells))}
    one = np.array([known.get(key, -1) for key in _keys(after.cells)], dtype=np.int64)
    other = np.arange(len(one))
    used = after.worst_ppm2 > 0
    used[one >= 0] |= before.worst_ppm2[one[one >= 0]] > 0
    left = before.worst_ppm2 > 0
    left[one[one >= 0]] = False
    both = (one >= 0) & used
    return Matched(one[both], other[both], np.flatnonzero(left), other[(one < 0) & used])


def _keys(cells: Cells) -> list[tuple[float, ...]]:
    edges = np.column_stack([cells.level, np.round(shapely.bounds(cells.shape), WITHIN_M)])
    return [tuple(row) for row in edges.tolist()]
