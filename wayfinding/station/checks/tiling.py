"""Do the spaces cover their level exactly once, and does everything that is drawn lie on a level?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from wayfinding.assumptions import DRAWING_TOLERANCE, GATE_CABINET, OPEN_BORDER, SLIVER_AREA
from wayfinding.station.floor import GRID_M, Floor, floors
from wayfinding.station.model import Level, Obstacle, Pathway, Space, Station
from wayfinding.station.problems import Problem
from wayfinding.station.walkable import moves

_THIN = 2 * DRAWING_TOLERANCE.value
_DEFAULT_LANE_M = 1.0


def tiling_problems(station: Station, levels: Iterable[float]) -> list[Problem]:
    """Overlaps, gaps, and what lies off its level, on each of `levels`."""
    found: list[Problem] = []
    for ordinal in levels:
        level = station.levels[ordinal]
        spaces = [space for space in station.spaces.values() if space.level == ordinal]
        obstacles = [item for item in station.obstacles.values() if item.level == ordinal]
        found += _overlapping(spaces)
        found += _uncovered(station, level, spaces)
        found += _off_level(level, [*spaces, *obstacles])
    return found


def border_problems(station: Station, levels: Iterable[float]) -> list[Problem]:
    """Paid and other floor of one elevation that touch with neither a barrier nor a gate between them."""
    gates = [p for p in station.pathways.values() if p.mode == "fare_gate" or p.staffed]
    found: list[Problem] = []
    for level in levels:
        here = floors(station, level)
        lines = [gate for gate in gates if level in (gate.from_level, gate.to_level)]
        for paid in (floor for floor in here if floor.zone == "paid"):
            for other in (floor for floor in here if floor.zone != "paid" and floor.elevation_m == paid.elevation_m):
                found += _open_border(station, paid, other, lines)
    return found


def substantial(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    """The polygons of `shape` that are more than slips of the pen."""
    for part in shapely.get_parts(shape):
        if part.area > SLIVER_AREA.value and 2 * part.area / part.length > _THIN:
            yield part


def where(station: Station, shape: BaseGeometry) -> str:
    """A point of `shape` as "lon, lat", for people who open the file elsewhere."""
    lon, lat = station.frame.to_lonlat(shapely.get_coordinates(shape.representative_point()))[0]
    return f"{lon:.6f}, {lat:.6f}"


def _overlapping(spaces: Sequence[Space]) -> Iterator[Problem]:
    outlines = [space.outline for space in spaces]
    if not outlines:
        return
    first, second = STRtree(outlines).query(outlines, predicate="intersects")
    for a, b in sorted(zip(first.tolist(), second.tolist(), strict=True)):
        if a >= b:
            continue
        parts = list(substantial(outlines[a].intersection(outlines[b])))
        if parts:
            area = sum(part.area for part in parts)
            text = f"it covers {area:,.2f} m² of {spaces[a].id!r} again"
            yield Problem("overlapping-spaces", spaces[b].id, text, "cut one of the two out of the other")


def _uncovered(station: Station, level: Level, spaces: Sequence[Space]) -> Iterator[Problem]:
    covered = shapely.union_all([space.outline for space in spaces], grid_size=GRID_M)
    for gap in substantial(level.outline.difference(covered)):
        text = f"{gap.area:,.2f} m² of level {level.ordinal:g} near {where(station, gap)} belong to no space"
        yield Problem("uncovered-floor", level.id, text, "draw a space there, or take it out of the level's outline")


def _off_level(level: Level, records: Sequence[Space | Obstacle]) -> Iterator[Problem]:
    if not records:
        return
    outline = level.outline.buffer(DRAWING_TOLERANCE.value, join_style="mitre")
    shapely.prepare(outline)
    for record in records:
        if outline.covers(record.outline):
            continue
        beyond = sum(part.area for part in substantial(record.outline.difference(outline)))
        if beyond:
            kind = "space" if isinstance(record, Space) else "obstacle"
            text = f"{beyond:,.2f} m² of it lie outside the outline of level {level.ordinal:g}"
            yield Problem(f"{kind}-off-level", record.id, text, "move it, or widen the outline of the level")


def _open_border(station: Station, paid: Floor, other: Floor, gates: Sequence[Pathway]) -> Iterator[Problem]:
    if not paid.shape.dwithin(other.shape, DRAWING_TOLERANCE.value):
        return
    strip = paid.shape.buffer(2 * DRAWING_TOLERANCE.value, join_style="mitre").intersection(other.shape.boundary)
    for border in shapely.get_parts(shapely.line_merge(strip)):
        crossing = [gate for gate in gates if gate.line.dwithin(border, DRAWING_TOLERANCE.value) and any(moves(gate))]
        gated = sum((gate.lanes or 1) * ((gate.width_m or _DEFAULT_LANE_M) + GATE_CABINET.value) for gate in crossing)
        if border.length > max(OPEN_BORDER.value, gated):
            spaces = f"{paid.space_ids[0]!r} and {other.space_ids[0]!r}"
            text = f"{spaces} touch over {border.length:,.2f} m near {where(station, border)} without gate or barrier"
            yield Problem("open-fare-border", paid.space_ids[0], text, "draw a barrier, wall or gate between them")
