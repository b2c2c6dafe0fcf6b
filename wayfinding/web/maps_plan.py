"""The ground of every staff map: floors, obstacles, ways and the names that one finds one's bearings by, in metres."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import shapely
from markupsafe import Markup
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from wayfinding.station.model import Place, Space, Station
from wayfinding.web.maps import Bounds, bilingual

OPEN_AIR = frozenset({"plaza", "sunken_plaza", "street", "bus_area", "taxi", "exit_head"})
OWN_LOOK = {
    "track": "track", "green": "green", "car_park": "car", "shop": "shop", "shop_aisle": "shop", "platform": "platform",
}  # fmt: skip
ORDER = ("room", "track", "green", "car", "shop", "air", "unpaid", "paid", "platform")
NAMED = ("rail_entrance", "coach_station", "bus_area", "taxi")
"""Types of places whose names stand on the plan; exits show their number, platforms their line."""
DECIMALS = 2
_NAME = Markup('<span class="name {kind}">{text}</span>')


def feature(shape: BaseGeometry, look: str, **properties: Any) -> dict[str, Any]:
    """A GeoJson feature in metres, to the centimetre; `look` is its class in static/staff/map.css."""
    geometry = mapping(shapely.transform(shape, lambda points: np.round(points, DECIMALS)))
    return {"type": "Feature", "geometry": geometry, "properties": {"style": {"className": look}, **properties}}


def level_bounds(station: Station, ordinal: float) -> Bounds:
    """What of a level a map shows at first: its spaces, or its outline where it has none."""
    shapes = [space.outline for space in station.spaces.values() if space.level == ordinal and space.walkable]
    left, low, right, high = shapely.total_bounds(shapes or [station.levels[ordinal].outline]).tolist()
    return left, low, right, high


def plan_features(station: Station, ordinal: float) -> list[dict[str, Any]]:
    """The floor as few features: one for each look."""
    looks: dict[str, list[BaseGeometry]] = {}
    for space in station.spaces.values():
        if space.level == ordinal:
            looks.setdefault(_look(space), []).append(space.outline)
    found = [feature(station.levels[ordinal].outline, "plan outline")]
    found += [_merged(looks[look], f"plan {look}") for look in ORDER if look in looks]
    obstacles = [item for item in station.obstacles.values() if item.level == ordinal]
    for look, holes in (("void", True), ("solid", False)):
        shapes = [item.outline for item in obstacles if (item.type == "void") is holes]
        found += [_merged(shapes, f"plan {look}")] if shapes else []
    return found + list(_ways(station, ordinal))


def name_features(station: Station, ordinal: float) -> list[dict[str, Any]]:
    """Points with the markup to show there as `label`: numbers of exits, lines of platforms, names of a few others."""
    places = [place for place in station.places.values() if place.level == ordinal]
    found = [feature(place.point, "plan nothing", label=label) for place in places if (label := _label(place))]
    return found + list(_ways_out(station, ordinal))


def _ways_out(station: Station, ordinal: float) -> Iterator[dict[str, Any]]:
    """The numbers of exits on another level, where their stairs and escalators begin on this one."""
    spots: dict[str, list[shapely.Point]] = {}
    for pathway in station.pathways.values():
        way_out = station.places.get(str(pathway.properties.get("bank")))
        if way_out is None or way_out.type != "exit" or way_out.level == ordinal or pathway.mode == "lift":
            continue
        spots.setdefault(way_out.id, []).extend(stop.point for stop in pathway.stops if stop.level == ordinal)
    for id, points in spots.items():
        if points:
            yield feature(shapely.MultiPoint(points).centroid, "plan nothing", label=_label(station.places[id]))


def _look(space: Space) -> str:
    if space.use in ("track", "green"):
        return OWN_LOOK[space.use]
    if not space.walkable or space.zone == "staff":
        return "room"
    if space.use in OPEN_AIR:
        return "air"
    return OWN_LOOK.get(space.use) or ("paid" if space.zone == "paid" else "unpaid")


def _merged(shapes: Iterable[BaseGeometry], look: str) -> dict[str, Any]:
    parts = [part for shape in shapes for part in shapely.get_parts(shape)]
    return feature(shapely.MultiPolygon(parts), look)


def _ways(station: Station, ordinal: float) -> Iterator[dict[str, Any]]:
    lines: dict[str, list[shapely.LineString]] = {}
    for pathway in station.pathways.values():
        if pathway.line.length > 0 and ordinal in {stop.level for stop in pathway.stops}:
            closed = "" if pathway.open and pathway.status != "out_of_service" else " shut"
            lines.setdefault(f"plan way {pathway.mode}{closed}", []).append(pathway.line)
    for look in sorted(lines):
        yield feature(shapely.MultiLineString(lines[look]), look)


def _label(place: Place) -> Markup | None:
    given: Mapping[str, Any] = place.properties
    if place.type == "exit":
        number = str(given.get("number") or place.name.zh)
        return _NAME.format(kind="exit", text=bilingual(number, number if number.isascii() else place.name.en))
    if place.type == "platform" and place.line:
        return _NAME.format(kind="platform", text=bilingual(f"{place.line}号线", f"Line {place.line}"))
    return _NAME.format(kind="area", text=bilingual(place.name.zh, place.name.en)) if place.type in NAMED else None
