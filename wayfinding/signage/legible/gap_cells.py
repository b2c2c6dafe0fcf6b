"""Why no sign can be read, cell by cell of a floor: what `explain_miss` answers, asked of whole levels at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from wayfinding import assumptions as figures
from wayfinding.routing.sight import Floats, Indices
from wayfinding.signage.legible.ground import polygons
from wayfinding.signage.legible.legibility import Legibility, View, read_views
from wayfinding.signage.legible.misses import GRAZED_M, Miss, MissCode
from wayfinding.signage.legible.raster import Grid
from wayfinding.signage.legible.wedges import Flags
from wayfinding.signage.targets import Naming, Target

CODES: tuple[MissCode, ...] = ("too_far", "behind", "hidden", "state", "too_near", "not_named")
"""The reasons that occur; who stands somewhere may turn round, so `against_walking` does not."""
TOO_FAR, BEHIND, HIDDEN, STATE, TOO_NEAR, NOT_NAMED = range(len(CODES))
NOBODY = -1


@dataclass(frozen=True, eq=False)
class GapCells:
    """The cells of a level's walkable floor from whose centre no sign to a target can be read, whichever way one looks.

    `at` (n, 2) are the centres in local metres, `cell_m` the side. For each cell: `code`, an index of `CODES`; `face`,
    the number of the face that comes nearest to being legible, -1 where none names the target; `obstacle`, the id of
    what hides it or None. `floor` counts the cells of all the level's walkable floor.
    """

    level: float
    cell_m: float
    floor: int
    at: Floats = field(repr=False)
    code: Indices = field(repr=False)
    face: Indices = field(repr=False)
    sign: tuple[str | None, ...] = field(repr=False)
    obstacle: tuple[str | None, ...] = field(repr=False)

    def miss(self, cell: int) -> Miss:
        """Why no sign can be read from a cell."""
        return Miss(CODES[self.code[cell]], self.sign[cell], self.obstacle[cell])

    def share(self, code: MissCode) -> float:
        """The share of the level's walkable floor that lacks a sign for a reason; 0 where there is no floor."""
        return float(np.count_nonzero(self.code == CODES.index(code))) / self.floor if self.floor else 0.0

    def shape(self, cells: Indices | Flags, walkable: BaseGeometry) -> BaseGeometry:
        """Some of the cells as one polygonal shape, as far as they lie on the walkable floor."""
        low = self.at[cells] - self.cell_m / 2
        x, y = low[:, 0], low[:, 1]
        merged = shapely.coverage_union_all(shapely.box(x, y, x + self.cell_m, y + self.cell_m))
        return polygons(merged.intersection(walkable))

    def by_reason(self) -> Iterator[tuple[MissCode, Flags]]:
        """Each reason that occurs and which cells it is the reason of."""
        for number, code in enumerate(CODES):
            cells = self.code == number
            if cells.any():
                yield code, cells

    def by_miss(self) -> Iterator[tuple[Miss, Indices]]:
        """Each different miss, with its cells: those with the same reason, sign and obstacle."""
        cells: dict[Miss, list[int]] = {}
        for cell in range(len(self.at)):
            cells.setdefault(self.miss(cell), []).append(cell)
        for miss, found in cells.items():
            yield miss, np.array(found)


def list_gap_cells(
    legibility: Legibility, target: Target | None, profile: str, level: float, cell_m: float = figures.GAP_CELL.value
) -> GapCells:
    """The gap cells of a level for one target (None: those from which no sign at all can be read), and their reasons.

    A cell is one whose centre lies on the walkable floor. The reasons are those that `explain_miss` gives for the
    faces of the level that speak of the target to such a traveller, whatever state they are in; but the back of a sign
    too far away to be read from its front is `too_far`, as it is along ways.
    """
    naming = Naming(legibility.station)
    faces = [
        k for k in legibility.on_level(level)
        if target is None or any(naming.names(said, target, profile) for said in legibility.faces[k].messages)
    ]  # fmt: skip
    grid = Grid.of(legibility.floor(level), cell_m)
    at = grid.centres[~_covered(legibility, faces, level, grid)]
    best = _nearest(legibility, faces, at)
    code = np.where(_far_behind(legibility, best, at), TOO_FAR, best.reason)
    sign = tuple(legibility.faces[k].sign if k != NOBODY else None for k in best.face.tolist())
    return GapCells(
        level, cell_m, len(grid.centres), at, code, best.face, sign, _hiders(legibility, best, at)
    )  # fmt: skip


def _covered(legibility: Legibility, faces: Iterable[int], level: float, grid: Grid) -> Flags:
    storeys = {id(storey): grid.within(storey.walkable) for storey in legibility.ground(level).storeys}
    covered = np.zeros(len(grid.centres), bool)
    for k in faces:
        view = legibility.views[k]
        covered[view.cells_of(storeys[id(view.storey)])] = True
    return covered


class _Nearest(NamedTuple):
    """For each point the face that comes nearest to being legible, or -1; what speaks against it; how near it comes.

    `rank`: 0 nothing, though it is not legible; 1 only something in between; 2 a reason in sight; 3 one out of sight.
    """

    face: Indices
    reason: Indices
    rank: Indices
    short_m: Floats
    away_m: Floats


def _nearest(legibility: Legibility, faces: Iterable[int], at: Floats) -> _Nearest:
    count = len(at)
    best = _Nearest(np.full(count, NOBODY), np.full(count, NOT_NAMED), np.full(count, 9), np.full(count, np.inf),
                    np.full(count, np.inf))  # fmt: skip
    for k in faces:
        clean = legibility.clean[k]
        cx, cy, reach_m = clean.disc
        short_m = np.maximum(np.hypot(at[:, 0] - cx, at[:, 1] - cy) - reach_m, 0.0)
        away_m = np.hypot(at[:, 0] - clean.x, at[:, 1] - clean.y)
        reason = _reasons(legibility, k, at, away_m)
        rank = 2 * (reason != HIDDEN) + ~_in_sight(legibility.views[k], clean.x, clean.y, at)
        nearer = (short_m < best.short_m) | ((short_m == best.short_m) & (away_m < best.away_m))
        better = (rank < best.rank) | ((rank == best.rank) & nearer)
        for kept, found in zip(best, (np.full(count, k), reason, rank, short_m, away_m), strict=True):
            np.copyto(kept, found, where=better)
    return best


def _reasons(legibility: Legibility, k: int, at: Floats, away_m: Floats) -> Indices:
    """What speaks against face k at each point but for what hides it; `HIDDEN` where nothing does."""
    clean, worn = legibility.clean[k], legibility.views[k].catchment
    behind = (at[:, 0] - clean.x) * clean.fx + (at[:, 1] - clean.y) * clean.fy < 0
    return np.select(
        [behind, ~clean.holds_all(at) & (away_m < clean.near_m), ~clean.holds_all(at), ~worn.holds_all(at)],
        [BEHIND, TOO_NEAR, TOO_FAR, STATE],
        HIDDEN,
    )


def _in_sight(view: View, x: float, y: float, at: Floats) -> Flags:
    """Whether the straight line from (x, y) to each point is free, however far and on whichever side."""
    far_m = 1.0 + float(np.hypot(at[:, 0] - x, at[:, 1] - y).max(initial=0.0))
    ahead = replace(view.catchment, oval=False, a=far_m, b=far_m, near_m=0.0, far_m=math.inf)
    back = replace(ahead, fx=-ahead.fx, fy=-ahead.fy)
    ahead_or_back = read_views([View(side, view.storey, view.sheet) for side in (ahead, back)], at)
    return np.asarray(ahead_or_back.any(axis=0))


def _far_behind(legibility: Legibility, best: _Nearest, at: Floats) -> Flags:
    """Where the back of a sign is nearest though none of its faces could be read from so far away."""
    behind = best.reason == BEHIND
    far = np.zeros(len(at), bool)
    for k in np.unique(best.face[behind]).tolist():
        cells = np.flatnonzero(behind & (best.face == k))
        reach = [face for face in legibility.faces if face.sign == legibility.faces[k].sign]
        away = [np.hypot(at[cells, 0] - face.x, at[cells, 1] - face.y) > face.reach_m for face in reach]
        far[cells] = np.all(away, axis=0)
    return far


def _hiders(legibility: Legibility, best: _Nearest, at: Floats) -> tuple[str | None, ...]:
    """For each point the first obstacle or walled space that the line to a hidden face enters, seen from the point."""
    found: list[str | None] = [None] * len(at)
    hidden = best.rank == 1
    for k in np.unique(best.face[hidden]).tolist():
        cells = np.flatnonzero(hidden & (best.face == k))
        face, clean = legibility.faces[k], legibility.clean[k]
        ground, height_m = legibility.ground(face.level), min(legibility.settings.eye_m, face.height_m)
        items, tree = ground.walls(ground.storey_at(clean.x, clean.y), height_m)
        ends = np.stack([at[cells], np.broadcast_to((clean.x, clean.y), (len(cells), 2))], axis=1)
        lines, readers = np.asarray(shapely.linestrings(ends)), np.asarray(shapely.points(at[cells]))
        line, item = tree.query(lines, predicate="intersects")
        inside = np.asarray(shapely.intersection(lines[line], tree.geometries[item]))
        entered = shapely.length(inside) > GRAZED_M
        line, item, inside = line[entered], item[entered], inside[entered]
        order = np.lexsort((shapely.distance(readers[line], inside), line))
        _, first = np.unique(line[order], return_index=True)
        for number in order[first].tolist():
            found[cells[line[number]]] = items[item[number]].id
    return tuple(found)
