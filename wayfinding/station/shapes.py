"""From GeoJSON geometries in degrees to shapes in local metres, every fault named."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from wayfinding.station.frame import Frame
from wayfinding.station.problems import Problem

ALLOWED: Mapping[str, tuple[str, ...]] = {
    "level": ("Polygon", "MultiPolygon"),
    "space": ("Polygon",),
    "obstacle": ("Polygon",),
    "place": ("Point",),
    "pathway": ("LineString",),
    "sign": ("Point",),
}
_EXAMPLE = {"Point": "[lon, lat]", "LineString": "[[lon, lat], …]", "Polygon": "[[[lon, lat], …]]"}

Position = tuple[float, float]


@dataclass(slots=True)
class Outline:
    """A geometry whose structure is sound: its type, its polygons' ring counts, and its rings of degrees."""

    type: str
    rings: list[list[Position]]
    polygons: list[int] = field(default_factory=list)


class PositionError(ValueError):
    """Coordinates that cannot be used, and why."""

    def __init__(self, rule: str, text: str, suggestion: str) -> None:
        super().__init__(text)
        self._rule, self._text, self._suggestion = rule, text, suggestion

    def problem(self, feature_id: str) -> Problem:
        """The same as a finding about a feature."""
        return Problem(self._rule, feature_id, self._text, self._suggestion)


def read_outline(kind: str, feature_id: str, geometry: Any) -> tuple[Outline | None, list[Problem]]:
    """The structure of one geometry in degrees, or None with what is wrong with it."""
    try:
        return _outline(kind, geometry), []
    except PositionError as fault:
        return None, [fault.problem(feature_id)]


def read_position(value: Any) -> Position:
    """One [lon, lat] in range, longitude first; PositionError says what is wrong with it."""
    if type(value) is list and len(value) == 2 and type(value[0]) is float is type(value[1]):
        lon, lat = value
        if -180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0:
            return lon, lat
    if not isinstance(value, list) or not 2 <= len(value) <= 3 or not all(map(_is_number, value)):
        raise PositionError("wrong-coordinates", f"{str(value)[:60]} is not a position", "write [lon, lat] in degrees")
    lon, lat = float(value[0]), float(value[1])
    if abs(lon) <= 90 < abs(lat) <= 180:
        raise PositionError("coordinates-swapped", f"latitude {lat} is out of range", "write the longitude first")
    if abs(lon) > 180 or abs(lat) > 90:
        raise PositionError("coordinates-out-of-range", f"[{lon}, {lat}] is not on Earth", "write degrees of WGS84")
    return lon, lat


def build_shapes(outlines: Sequence[Outline], frame: Frame) -> list[Geometry]:
    """The shapes in local metres, in one conversion and one construction of each type for all of them."""
    if not outlines:
        return []
    rings = [ring for outline in outlines for ring in outline.rings]
    local = np.split(
        frame.to_local(np.array(list(chain.from_iterable(rings)))), np.cumsum([len(ring) for ring in rings])[:-1]
    )
    first = np.concatenate([[0], np.cumsum([len(outline.rings) for outline in outlines])])
    kinds = np.array([outline.type for outline in outlines])
    found = np.empty(len(outlines), dtype=object)
    for kind, build in _BUILD.items():
        wanted = np.flatnonzero(kinds == kind).tolist()
        if wanted:
            counts = [outlines[k].polygons for k in wanted]
            found[wanted] = build([ring for k in wanted for ring in local[first[k] : first[k + 1]]], counts)
    return list(found)


def shape_problems(ids: Sequence[str], shapes: Sequence[Geometry]) -> list[Problem]:
    """The polygons among `shapes` that cross themselves or enclose nothing."""
    array = np.array(shapes, dtype=object)
    polygon = shapely.get_dimensions(array) == 2
    bad = np.flatnonzero(polygon & (~shapely.is_valid(array) | (shapely.area(array) <= 0)))
    return [
        Problem("invalid-polygon", ids[i], f"the outline is not valid: {shapely.is_valid_reason(array[i])}",
                "draw rings that neither cross nor touch themselves and enclose an area")
        for i in bad.tolist()
    ]  # fmt: skip


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) if isinstance(value, float) else abs(value) < 1e9


def _outline(kind: str, geometry: Any) -> Outline:
    allowed = ALLOWED[kind]
    wanted = f"a {kind} is a {' or '.join(allowed)}"
    if not isinstance(geometry, Mapping):
        raise PositionError("missing-geometry", "it has no geometry", wanted)
    found, coordinates = geometry.get("type"), geometry.get("coordinates")
    if found not in allowed:
        raise PositionError("wrong-geometry", f"its geometry is {str(found)[:40]!r}", wanted)
    if found == "Point":
        return Outline(found, [[read_position(coordinates)]])
    if found == "LineString":
        return Outline(found, [_positions(coordinates, found, 2)])
    polygons = [coordinates] if found == "Polygon" else _list(coordinates, found)
    rings = [[_ring(ring) for ring in _list(polygon, "Polygon")] for polygon in polygons]
    return Outline(found, list(chain.from_iterable(rings)), [len(group) for group in rings])


def _list(value: Any, type: str) -> list[Any]:
    if not isinstance(value, list) or not value:
        form = _EXAMPLE.get(type, "[[[[lon, lat], …]]]")
        raise PositionError("wrong-coordinates", f"the coordinates are {str(value)[:40]}", f"a {type} has {form}")
    return value


def _positions(value: Any, type: str, least: int) -> list[Position]:
    positions = [read_position(item) for item in _list(value, type)]
    if len(positions) < least:
        raise PositionError("too-few-positions", f"it has {len(positions)} positions", f"give at least {least}")
    return positions


def _ring(value: Any) -> list[Position]:
    ring = _positions(value, "Polygon", 4)
    if ring[0] != ring[-1]:
        hint = "repeat its first position at its end"
        raise PositionError("ring-not-closed", "a ring does not end where it begins", hint)
    return ring


Rings = Sequence[NDArray[np.float64]]
Counts = Sequence[Sequence[int]]


def _points(rings: Rings, _: Counts) -> NDArray[Any]:
    return np.asarray(shapely.points(np.concatenate(rings)))


def _lines(rings: Rings, _: Counts) -> NDArray[Any]:
    return np.asarray(shapely.linestrings(np.concatenate(rings), indices=_numbered(map(len, rings))))


def _polygons(rings: Rings, counts: Counts) -> NDArray[Any]:
    """Polygons of as many rings as `counts` says of each, outline by outline."""
    closed: Any = shapely.linearrings(np.concatenate(rings), indices=_numbered(map(len, rings)))
    return np.asarray(shapely.polygons(closed, indices=_numbered(chain.from_iterable(counts))))


def _multipolygons(rings: Rings, counts: Counts) -> NDArray[Any]:
    return np.asarray(shapely.multipolygons(_polygons(rings, counts), indices=_numbered(map(len, counts))))


def _numbered(sizes: Iterable[int]) -> NDArray[np.int64]:
    """0 as often as the first size says, then 1, and so on."""
    counts = list(sizes)
    return np.repeat(np.arange(len(counts)), counts)


_BUILD: Mapping[str, Callable[[Rings, Counts], NDArray[Any]]] = {
    "Point": _points, "LineString": _lines, "Polygon": _polygons, "MultiPolygon": _multipolygons,
}  # fmt: skip
