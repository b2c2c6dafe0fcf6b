"""Where each face of each sign can be read: as areas, at points, and by cells of the floor. Exact, not by a grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import is_

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from wayfinding.routing.sight import Floats
from wayfinding.signage.faces import Face, list_faces
from wayfinding.signage.legible.catchment import Catchment
from wayfinding.signage.legible.ground import Ground, Storey, ground, polygons
from wayfinding.signage.legible.raster import Grid, paint, read
from wayfinding.signage.legible.sight import Sheet, as_shape
from wayfinding.signage.legible.wedges import Flags, Links, outline
from wayfinding.signage.settings import Settings
from wayfinding.station.model import Station

NOTHING = np.empty((0, 8))


@dataclass(frozen=True, eq=False)
class View:
    """What one face commands: its catchment, and what it sees of the sheet within reach. Computed when asked for."""

    catchment: Catchment
    storey: Storey
    sheet: Sheet

    @cached_property
    def wedges(self) -> Floats:
        """What the face sees on its side and within reach, counter-clockwise; see `wedges.spread`."""
        return NOTHING if self.catchment.empty else self.sheet.look(self.catchment.row)

    @cached_property
    def cells(self) -> Links:
        """Numbers of the storey's cells whose centre is a place from which the face is legible, ascending."""
        return self.cells_of(self.storey.grid)

    def cells_of(self, grid: Grid) -> Links:
        """The same for the cells of another grid of the storey."""
        if len(self.wedges) == 0:
            return np.empty(0, np.int32)
        at = self.catchment
        ring, starts = outline(self.wedges, at.x, at.y)
        return paint(ring, starts, at.row, grid.frame, grid.numbers)

    @cached_property
    def area(self) -> Polygon | MultiPolygon:
        """Catchment, visible region and walkable floor, cut with each other."""
        at = self.catchment
        if len(self.wedges) == 0:
            return Polygon()
        seen = as_shape(*outline(self.wedges, at.x, at.y)).intersection(at.shape)
        near = shapely.clip_by_rect(self.storey.walkable, *seen.bounds) if not seen.is_empty else Polygon()
        return polygons(seen.intersection(near))  # type: ignore[return-value]


@dataclass(frozen=True, eq=False)
class Legibility:
    """The faces of a station's signs and where each can be read, under one set of rules.

    Faces are numbered in the order of `faces`. Nothing is computed before it is asked for, and everything once;
    `replaced` hands on what other signs or states leave as it is. Areas and points are judged by the catchment's own
    formula and by the exact visible region; the only answers that rest on `settings.cell_m` are those by cells.
    """

    station: Station
    settings: Settings
    faces: tuple[Face, ...]
    views: tuple[View, ...] = field(repr=False)
    _grounds: dict[float, Ground] = field(repr=False)
    _seen: dict[float, tuple[list[View], Flags]] = field(default_factory=dict, repr=False)

    @cached_property
    def _levels(self) -> dict[float, tuple[int, ...]]:
        levels: dict[float, list[int]] = {}
        for k, face in enumerate(self.faces):
            levels.setdefault(face.level, []).append(k)
        return {level: tuple(numbers) for level, numbers in levels.items()}

    @cached_property
    def clean(self) -> tuple[Catchment, ...]:
        """The catchment that each face would have in good state."""
        good = {id: self.settings.reach_m(replace(sign, state="good")) for id, sign in self.station.signs.items()}
        return tuple(Catchment.of(replace(face, reach_m=good[face.sign]), self.settings) for face in self.faces)

    def on_level(self, level: float) -> tuple[int, ...]:
        """The numbers of the faces on a level, ascending."""
        return self._levels.get(level, ())

    def ground(self, level: float) -> Ground:
        """The floor of a level as light and readers find it."""
        if level not in self._grounds:
            self._grounds[level] = ground(self.station, level, self.settings.cell_m)
        return self._grounds[level]

    def floor(self, level: float) -> BaseGeometry:
        """The walkable floor of a level."""
        return self.ground(level).walkable

    def area(self, k: int) -> Polygon | MultiPolygon:
        """Where face k can be read: arcs are chords within 1 mm that keep the area, all other edges are exact."""
        return self.views[k].area

    def reads(self, k: int, points: Floats) -> Flags:
        """At which points (n, 2) of its level face k can be read; points off the floor are judged as if on it."""
        found: Flags = read_views([self.views[k]], points)[0]
        return found

    def matrix(self, level: float, points: Floats) -> Flags:
        """Which faces of a level can be read at points (n, 2): (n, faces), columns in the order of `on_level`."""
        return read_views([self.views[k] for k in self.on_level(level)], points).T

    def cells(self, level: float) -> Floats:
        """The centres (n, 2) of the cells of `settings.cell_m` that lie on the walkable floor of a level."""
        return self.ground(level).grid.centres

    def seen(self, level: float) -> Flags:
        """Which faces of a level can be read from which of its cells: (n, faces), columns as in `on_level`. Kept."""
        views = [self.views[k] for k in self.on_level(level)]
        kept = self._seen.get(level)
        if kept is None or kept[0] != views:
            columns = np.zeros((len(views), len(self.cells(level))), bool)
            for column, view in zip(columns, views, strict=True):
                column[view.cells] = True
            kept = self._seen[level] = views, columns.T
        return kept[1]

    def covered(self, level: float, faces: Iterable[int]) -> Flags:
        """From which cells of a level at least one of some faces (numbers; other levels are left out) can be read."""
        cells = np.zeros(len(self.cells(level)), bool)
        for k in faces:
            if self.faces[k].level == level:
                cells[self.views[k].cells] = True
        return cells

    def share(self, level: float, faces: Iterable[int]) -> float:
        """The share of a level's cells from which at least one of some faces can be read; 0 where there is no floor."""
        here = [k for k in faces if self.faces[k].level == level]
        cells = len(self.cells(level))
        return int(np.count_nonzero(self.covered(level, here))) / cells if here and cells else 0.0

    def replaced(self, station: Station) -> Legibility:
        """The same for a station with other signs or states: only what a changed sign commands is computed anew.

        Where spaces or obstacles differ too, all is computed anew.
        """
        if not (_same(self.station.spaces, station.spaces) and _same(self.station.obstacles, station.obstacles)):
            return compile_signs(station, self.settings)
        changed = {id: sign for id, sign in station.signs.items() if self.station.signs.get(id) is not sign}
        fresh = _by_sign(list_faces(replace(station, signs=changed), self.settings))
        kept = _by_sign(self.faces)
        faces = tuple(face for id in station.signs for face in (fresh if id in changed else kept).get(id, ()))
        known = {_optics(face): view for face, view in zip(self.faces, self.views, strict=True)}
        views = tuple(
            known.get(_optics(face)) or view_of(face, self.ground(face.level), self.settings) for face in faces
        )
        return Legibility(station, self.settings, faces, views, dict(self._grounds), dict(self._seen))


def compile_signs(station: Station, settings: Settings = Settings()) -> Legibility:  # noqa: B008, settings are frozen
    """Where the signs of a station can be read under these settings."""
    faces = list_faces(station, settings)
    grounds = {level: ground(station, level, settings.cell_m) for level in {face.level for face in faces}}
    views = tuple(view_of(face, grounds[face.level], settings) for face in faces)
    return Legibility(station, settings, faces, views, grounds)


def view_of(face: Face, around: Ground, settings: Settings) -> View:
    """What one face commands on the ground of its level."""
    storey = around.storey_at(face.x, face.y)
    sheet = around.sheet(storey, min(settings.eye_m, face.height_m))
    return View(Catchment.of(face, settings), around.storeys[storey], sheet)


def read_views(views: Sequence[View], points: Floats) -> Flags:
    """Which faces can be read at points (n, 2): (faces, n)."""
    at = np.ascontiguousarray(points, dtype=np.float64).reshape(-1, 2)
    out = np.zeros((len(views), len(at)), bool)
    some = [number for number, view in enumerate(views) if len(view.wedges)]
    if some:
        rows = np.array([views[number].catchment.row for number in some])
        wedges = [views[number].wedges for number in some]
        read(np.array(some), rows, np.concatenate(wedges), np.cumsum([0, *map(len, wedges)]), at, out)
    return out


def _same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two mappings hold the same objects."""
    return one is other or (len(one) == len(other) and all(map(is_, one.values(), other.values())))


def _by_sign(faces: Sequence[Face]) -> dict[str, list[Face]]:
    groups: dict[str, list[Face]] = {}
    for face in faces:
        groups.setdefault(face.sign, []).append(face)
    return groups


def _optics(face: Face) -> tuple[object, ...]:
    """All of a face that matters to where it can be read."""
    return face.level, face.x, face.y, face.nx, face.ny, face.flat, face.height_m, face.reach_m
