"""Where one can stand: the connected pieces of walkable floor of a level, and how high a floor lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely import Point, Polygon, STRtree

from wayfinding.station.model import Level, Space, Station, Zone
from wayfinding.store import Arrays, code_of, recall

GRID_M = 0.001
"""Floors are computed on the grid on which the file is read, so that shared edges stay shared."""

KEPT_POSITIONS = 250
"""A floor drawn with fewer positions is computed as fast as it is read from disk."""

CODE = code_of(__name__)


@dataclass(frozen=True, slots=True)
class Floor:
    """One connected piece of walkable floor, obstacles cut out; local metres."""

    level: float
    zone: Zone
    elevation_m: float
    shape: Polygon
    space_ids: tuple[str, ...]


@dataclass(eq=False)
class Ground:
    """What is computed of one level when it is first asked for: its floors, for a half width its rooms, and more."""

    floors: tuple[Floor, ...] | None = None
    rooms: dict[float, Any] = field(default_factory=dict)


def ground(station: Station, level: float) -> Ground:
    """What is kept of a level; shared with every station that has the same floors there."""
    found: Ground = station.grounds.setdefault(level, Ground())
    return found


def floors(station: Station, level: float) -> tuple[Floor, ...]:
    """The floor of `level`: walkable spaces of one zone and elevation, minus obstacles, in connected pieces.

    In the order of the file, larger pieces first. Computed once a station; `apply` hands on untouched levels.
    """
    kept = ground(station, level)
    if kept.floors is None:
        kept.floors = _floors(station, float(level))
    return kept.floors


def _floors(station: Station, level: float) -> tuple[Floor, ...]:
    groups: dict[tuple[Zone, float], list[Space]] = defaultdict(list)
    for space in station.spaces.values():
        if space.level == level and space.walkable:
            groups[space.zone, space.elevation_m].append(space)
    blocked = [item.outline for item in station.obstacles.values() if item.level == level]
    found: list[Floor] = []
    for (zone, elevation_m), spaces in groups.items():
        outlines = [space.outline for space in spaces]
        for shape in _pieces(outlines, blocked):
            shapely.prepare(shape)
            ids = tuple(space.id for space in spaces if _overlaps(shape, space.outline))
            found.append(Floor(level, zone, elevation_m, shape, ids))
    return tuple(found)


def _pieces(outlines: list[Polygon], blocked: list[Polygon]) -> list[Polygon]:
    """The connected pieces of the outlines less what is blocked, larger ones first; kept on disk between runs."""
    near = STRtree(blocked).query(shapely.box(*shapely.total_bounds(outlines)))
    cut = [blocked[k] for k in sorted(near.tolist())]
    content = [np.array([len(outlines)]), *shapely.to_wkb([*outlines, *cut]).tolist()]
    kept = int(shapely.get_num_coordinates([*outlines, *cut]).sum()) >= KEPT_POSITIONS
    return _kept_parts("floors", content, lambda: _cut(outlines, cut), kept)


def shrink(shape: Polygon, half_width_m: float) -> list[Polygon]:
    """The pieces of a floor in which the middle of somebody of that half width can be; kept on disk between runs."""
    kept = bool(shapely.get_num_coordinates(shape) >= KEPT_POSITIONS)
    return _kept_parts(
        "rooms", [np.array([half_width_m]), shape.wkb],
        lambda: list(shapely.get_parts(shape.buffer(-half_width_m, quad_segs=2))), kept,
    )  # fmt: skip


def _kept_parts(kind: str, content: Sequence[Any], compute: Callable[[], list[Polygon]], kept: bool) -> list[Polygon]:
    """The polygons that `compute` gives, empty ones left out."""

    def text() -> Arrays:
        parts = [part for part in compute() if not part.is_empty]
        return (np.frombuffer(shapely.geometrycollections(parts).wkb, np.uint8),)

    (found,) = recall(kind, [CODE, *content], text, kept)
    return list(shapely.get_parts(shapely.from_wkb(found.tobytes())))


def _cut(outlines: list[Polygon], blocked: list[Polygon]) -> list[Polygon]:
    whole = shapely.union_all(outlines, grid_size=GRID_M)
    shapely.prepare(whole)
    cut = [shape for shape in blocked if whole.intersects(shape)]
    if cut:
        whole = shapely.difference(whole, shapely.union_all(cut, grid_size=GRID_M), grid_size=GRID_M)
    pieces = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon" and part.area > GRID_M]
    return sorted(pieces, key=lambda piece: -piece.area)


def _overlaps(piece: Polygon, outline: Polygon) -> bool:
    return piece.intersects(outline) and not piece.touches(outline)


def keep_floors(old: Station, new: Station, changed: Collection[float] = ()) -> Station:
    """`new`, sharing with `old` what is or will be computed of the floors of all levels but `changed`."""
    new.grounds.update({level: ground(old, level) for level in old.levels if level not in changed})
    return new


class Elevations:
    """How high the floor lies at a point, from the spaces of each level."""

    def __init__(self, levels: Mapping[float, Level], spaces: Mapping[str, Space]) -> None:
        self._levels = levels
        self._spaces: dict[float, list[Space]] = defaultdict(list)
        for space in spaces.values():
            self._spaces[space.level].append(space)
        self._trees: dict[float, STRtree] = {}

    def at(self, level: float, point: Point) -> float:
        """Metres above the ground: the space's own elevation, or the level's where no space lies.

        On an edge between two spaces the walkable one counts, then the first of the file.
        """
        spaces = self._spaces.get(level, [])
        if level not in self._trees:
            self._trees[level] = STRtree([space.outline for space in spaces])
        hits = self._trees[level].query(point, predicate="dwithin", distance=2 * GRID_M).tolist()
        found = [spaces[hit] for hit in sorted(hits)]
        best = next((space for space in found if space.walkable), found[0] if found else None)
        return self._levels[level].elevation_m if best is None else best.elevation_m


def elevation_at(station: Station, level: float, point: Point) -> float:
    """Metres above the ground of the floor of `level` at `point` (local metres)."""
    here = {id: space for id, space in station.spaces.items() if space.level == level}
    return Elevations(station.levels, here).at(level, point)
