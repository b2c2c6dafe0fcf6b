"""What a screen needs to draw one level: a small GeoJSON in degrees, made once per station."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from wayfinding.station.model import Pathway, Place, Station

DEGREE_DECIMALS = 7
"""1 cm: finer than a screen can show."""


@dataclass(frozen=True)
class Drawing:
    """The encoded answer and the tag that changes with it."""

    body: bytes
    etag: str


def draw_level(station: Station, ordinal: float) -> Drawing:
    """Level, spaces, obstacles, pathways and places of one level as a FeatureCollection."""
    level = station.levels[ordinal]
    document = {
        "type": "FeatureCollection",
        "level": {"ordinal": ordinal, "label": level.label, "name_zh": level.name.zh, "name_en": level.name.en},
        "schematic": bool(station.header.get("schematic", True)),
        "features": list(_features(station, ordinal)),
    }
    body = orjson.dumps(document)
    return Drawing(body, hashlib.sha256(body).hexdigest()[:32])


def _features(station: Station, ordinal: float) -> Iterator[dict[str, Any]]:
    level = station.levels[ordinal]
    yield _feature(station, level.id, level.outline, kind="level")
    for space in station.spaces.values():
        if space.level == ordinal:
            yield _feature(station, space.id, space.outline, kind="space", use=space.use, zone=space.zone,
                           walkable=space.walkable, name_zh=space.name.zh, name_en=space.name.en)  # fmt: skip
    for obstacle in station.obstacles.values():
        if obstacle.level == ordinal:
            yield _feature(station, obstacle.id, obstacle.outline, kind="obstacle", type=obstacle.type)
    for pathway in station.pathways.values():
        if ordinal in {stop.level for stop in pathway.stops}:
            yield _pathway(station, pathway, ordinal)
    for place in station.places.values():
        if place.level == ordinal:
            yield _feature(station, place.id, place.point, kind="place", **describe_place(place))


def _pathway(station: Station, pathway: Pathway, ordinal: float) -> dict[str, Any]:
    here = [stop.point for stop in pathway.stops if stop.level == ordinal]
    properties = {
        "kind": "pathway", "mode": pathway.mode, "direction": pathway.direction,
        "from_level": pathway.from_level, "to_level": pathway.to_level,
        "ends_here": [lonlat(station, point) for point in here],
        "open": pathway.open and pathway.status != "out_of_service",
        "name_zh": pathway.name.zh, "name_en": pathway.name.en, "exit": _exit_number(station, pathway),
    }  # fmt: skip
    return _feature(station, pathway.id, pathway.line, **properties)


def _exit_number(station: Station, pathway: Pathway) -> str | None:
    """The number of the exit that the pathway climbs to: its bank is named after that place."""
    place = station.places.get(str(pathway.properties.get("bank")))
    return str(place.properties.get("number")) if place is not None and place.type == "exit" else None


def describe_place(place: Place) -> dict[str, Any]:
    """The members of a place that screens and API answers share."""
    given = place.properties
    chosen = ("number", "towards_en", "leads_to_zh", "leads_to_en", "service_zh", "service_en", "car", "door")
    return {
        "type": place.type, "name_zh": place.name.zh, "name_en": place.name.en, "level": place.level,
        "facing_deg": place.facing_deg, "open": place.open, "step_free": place.step_free,
        "platform": place.platform, "line": place.line, "towards": place.towards,
    } | {key: given[key] for key in chosen if key in given}  # fmt: skip


def lonlat(station: Station, point: shapely.Point) -> list[float]:
    """[lon, lat] of a point of the local plane."""
    lon, lat = station.frame.to_lonlat([[point.x, point.y]])[0]
    return [round(float(lon), DEGREE_DECIMALS), round(float(lat), DEGREE_DECIMALS)]


def _feature(station: Station, id: str, shape: BaseGeometry, **properties: Any) -> dict[str, Any]:
    def turn(local: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.round(station.frame.to_lonlat(local), DEGREE_DECIMALS)

    geometry = mapping(shapely.transform(shape, turn))
    return {"type": "Feature", "id": id, "geometry": geometry, "properties": properties}
