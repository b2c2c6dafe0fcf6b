"""The floor of a level as signs need it: where readers stand, what light passes over, and the cells to report on."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property

import shapely
from shapely import MultiPolygon, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from wayfinding import assumptions as figures
from wayfinding.signage.legible.raster import Grid
from wayfinding.signage.legible.sight import Sheet
from wayfinding.station.floor import GRID_M, floors
from wayfinding.station.model import Obstacle, Space, Station

WALLED_USES = frozenset({"shop", "staff", "plant", "coach_station"})
"""Uses of spaces that stand behind walls unless one may walk on them; light passes over all others."""

SHEETS, GROUNDS = 32, 12
"""How many meshes and levels are kept for stations yet to come."""


@dataclass(frozen=True, eq=False)
class Storey:
    """Floors of one level at about the same height. `walkable` is where readers stand, by cells in `grid`."""

    low_m: float
    high_m: float
    walkable: BaseGeometry
    grid: Grid


@dataclass(frozen=True, eq=False)
class Ground:
    """A level's floor. `sheet` gives what light passes over at some height; `storeys` are low to high."""

    spaces: tuple[Space, ...]
    obstacles: tuple[Obstacle, ...]
    walkable: BaseGeometry
    grid: Grid
    storeys: tuple[Storey, ...]
    sheets: dict[tuple[int, int], Sheet] = field(default_factory=dict, repr=False)
    _walls: dict[tuple[int, int], tuple[list[Obstacle | Space], STRtree]] = field(default_factory=dict, repr=False)

    def storey_at(self, x: float, y: float) -> int:
        """The number of the storey on which a point lies, or that is nearest to it."""
        if len(self.storeys) < 2:
            return 0
        point = Point(x, y)
        return min(range(len(self.storeys)), key=lambda k: self.storeys[k].walkable.distance(point))

    def sheet(self, storey: int, height_m: float) -> Sheet:
        """What light passes over on a storey, for lines that nowhere run lower than `height_m` above its floor.

        That is the walkable floor and every space that is not walled off, unless it lies a storey higher; less the
        opaque obstacles, but for those that are no higher than `height_m`. An obstacle whose height lies between that
        of the eye and that of the sign therefore counts as hiding it, wherever it stands: the careful side.
        """
        key = (storey, self._class(height_m))
        if key not in self.sheets:
            self.sheets[key] = _sheet(self.light(storey, height_m))
        return self.sheets[key]

    def light(self, storey: int, height_m: float) -> BaseGeometry:
        """The shape of `sheet`."""
        top_m = self._top_m(storey)
        open_to = [space.outline for space in self.spaces if _see_through(space, top_m)]
        whole = shapely.union_all(open_to, grid_size=GRID_M)
        blocked = shapely.union_all([item.outline for item in self.blockers(height_m)], grid_size=GRID_M)
        return polygons(shapely.difference(whole, blocked, grid_size=GRID_M))

    def walls(self, storey: int, height_m: float) -> tuple[list[Obstacle | Space], STRtree]:
        """What light on `sheet` does not pass, obstacles and spaces, with a tree of their outlines."""
        key = (storey, self._class(height_m))
        if key not in self._walls:
            top_m = self._top_m(storey)
            spaces = [space for space in self.spaces if not _see_through(space, top_m)]
            items: list[Obstacle | Space] = [*self.blockers(height_m), *spaces]
            self._walls[key] = items, STRtree([item.outline for item in items])
        return self._walls[key]

    def blockers(self, height_m: float) -> list[Obstacle]:
        """The obstacles that light at `height_m` does not pass."""
        return [item for item in self.obstacles if item.opaque and (item.height_m is None or item.height_m > height_m)]

    def _top_m(self, storey: int) -> float:
        return self.storeys[storey].high_m + figures.SIGHT_STOREY.value

    def _class(self, height_m: float) -> int:
        """Heights between which no obstacle ends see the same."""
        return sum(height <= height_m for height in self._heights)

    @cached_property
    def _heights(self) -> tuple[float, ...]:
        return tuple(sorted({item.height_m for item in self.obstacles if item.opaque and item.height_m is not None}))


def _see_through(space: Space, top_m: float) -> bool:
    return space.elevation_m <= top_m and (space.walkable or space.use not in WALLED_USES)


def polygons(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape, without the lines and points that an overlay may leave."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    return MultiPolygon([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])


_kept_sheets: OrderedDict[bytes, Sheet] = OrderedDict()
_kept_grounds: OrderedDict[tuple[object, ...], Ground] = OrderedDict()


def _sheet(shape: BaseGeometry) -> Sheet:
    key = shapely.to_wkb(shape)
    sheet = _kept_sheets.pop(key, None) or Sheet.of(shape)
    _kept_sheets[key] = sheet
    if len(_kept_sheets) > SHEETS:
        _kept_sheets.popitem(last=False)
    return sheet


def ground(station: Station, level: float, cell_m: float) -> Ground:
    """The ground of a level, with cells of side `cell_m`; the same one for the same spaces and obstacles."""
    spaces = tuple(space for space in station.spaces.values() if space.level == level)
    obstacles = tuple(item for item in station.obstacles.values() if item.level == level)
    key = (level, cell_m, *map(id, spaces), *map(id, obstacles))
    found = _kept_grounds.pop(key, None) or _ground(station, level, cell_m, spaces, obstacles)
    _kept_grounds[key] = found
    if len(_kept_grounds) > GROUNDS:
        _kept_grounds.popitem(last=False)
    return found


def _ground(
    station: Station, level: float, cell_m: float, spaces: tuple[Space, ...], obstacles: tuple[Obstacle, ...]
) -> Ground:
    parts = sorted(floors(station, level), key=lambda floor: floor.elevation_m)
    bands: list[list[int]] = []
    for number, floor in enumerate(parts):
        if not bands or floor.elevation_m - parts[number - 1].elevation_m > figures.SIGHT_STOREY.value:
            bands.append([])
        bands[-1].append(number)
    walkable = shapely.union_all([floor.shape for floor in parts], grid_size=GRID_M) if parts else Polygon()
    grid = Grid.of(walkable, cell_m)
    storeys = []
    for band in bands:
        shape = walkable if len(bands) == 1 else shapely.union_all([parts[k].shape for k in band], grid_size=GRID_M)
        own = grid if len(bands) == 1 else grid.within(shape)
        storeys.append(Storey(parts[band[0]].elevation_m, parts[band[-1]].elevation_m, shape, own))
    for shape in (walkable, *(storey.walkable for storey in storeys)):
        shapely.prepare(shape)
    return Ground(spaces, obstacles, walkable, grid, tuple(storeys))
