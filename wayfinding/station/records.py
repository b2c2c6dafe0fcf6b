"""From a checked feature to its frozen record, with the defaults that data/README.md states."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from shapely import Geometry, LineString, MultiPolygon, Point, Polygon

from wayfinding.station.floor import Elevations
from wayfinding.station.frame import Frame
from wayfinding.station.model import Feature, Level, Message, Name, Obstacle, Pathway, Place, Record, Sign, Space, Stop
from wayfinding.station.schemas import (
    Common,
    LevelProperties,
    ObstacleProperties,
    PathwayProperties,
    PlaceProperties,
    SignProperties,
    SpaceProperties,
)

CLIMBS = ("stairs", "escalator", "ramp", "moving_walkway")
"""Modes that are walked or ridden along their slope."""
_ON_A_LEVEL = (SpaceProperties, ObstacleProperties, PlaceProperties, SignProperties)


@dataclass(frozen=True, slots=True)
class Draft:
    """One feature, its properties and shape checked, not yet tied to the others."""

    feature: Feature
    id: str
    properties: Common
    shape: Geometry

    @property
    def levels(self) -> tuple[float, ...]:
        """The ordinals that it lies on; none for a level itself."""
        p = self.properties
        if isinstance(p, PathwayProperties):
            return p.from_level, p.to_level, *(stop.level for stop in p.stops)
        return (p.level,) if isinstance(p, _ON_A_LEVEL) else ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a record needs to know of the rest of the station."""

    frame: Frame
    levels: Mapping[float, Level]
    elevations: Elevations


def build_level(draft: Draft) -> Level:
    """The record of a level."""
    p, shape = cast("LevelProperties", draft.properties), draft.shape
    outline = shape if isinstance(shape, MultiPolygon) else MultiPolygon([cast("Polygon", shape)])
    return Level(draft.id, p.ordinal, p.label, p.name, p.elevation_m, outline, p.source, draft.feature)


def build_space(draft: Draft, levels: Mapping[float, Level]) -> Space:
    """The record of a space; its level must be known."""
    p, outline = cast("SpaceProperties", draft.properties), cast("Polygon", draft.shape)
    elevation_m = levels[p.level].elevation_m if p.elevation_m is None else p.elevation_m
    return Space(
        draft.id, p.level, p.name, p.use, p.zone, p.walkable and p.open, elevation_m, outline, p.source, draft.feature
    )


def build_record(draft: Draft, context: Context) -> Record:
    """The record of any feature but a level."""
    p, shape = draft.properties, draft.shape
    if isinstance(p, SpaceProperties):
        return build_space(draft, context.levels)
    if isinstance(p, ObstacleProperties) and isinstance(shape, Polygon):
        return Obstacle(draft.id, p.level, p.type, shape, p.height_m, p.opaque, p.source, draft.feature)
    if isinstance(p, PlaceProperties) and isinstance(shape, Point):
        return _place(draft, p, shape)
    if isinstance(p, PathwayProperties) and isinstance(shape, LineString):
        return _pathway(draft, p, shape, context)
    if isinstance(p, SignProperties) and isinstance(shape, Point):
        return _sign(draft, p, shape)
    raise AssertionError(f"{draft.id}: properties and shape do not go together")


def _place(draft: Draft, p: PlaceProperties, point: Point) -> Place:
    return Place(
        id=draft.id, level=p.level, type=p.type, name=p.name, point=point, facing_deg=p.facing_deg, hours=p.opening,
        open=p.open, step_free=p.step_free, platform=p.platform, line=p.line, towards=p.towards, source=p.source,
        raw=draft.feature,
    )  # fmt: skip


def _sign(draft: Draft, p: SignProperties, point: Point) -> Sign:
    messages = tuple(
        Message(item.destination, item.arrow, Name(item.zh, item.en), tuple(item.for_profiles), item.face)
        for item in p.messages
    )
    return Sign(
        id=draft.id, level=p.level, type=p.type, point=point, facing_deg=p.facing_deg,
        mounting_height_m=p.mounting_height_m, letter_height_m=p.letter_height_m, state=p.state, renewed=p.renewed,
        date=p.date, messages=messages, source=p.source, raw=draft.feature,
        faces_deg=tuple(p.faces_deg) or (p.facing_deg,), wrapped=p.wrapped, width_m=p.width_m, mounted_on=p.mounted_on,
        inspected=p.inspected,
    )  # fmt: skip


def _pathway(draft: Draft, p: PathwayProperties, line: LineString, context: Context) -> Pathway:
    start, end = Point(line.coords[0]), Point(line.coords[-1])
    rise_m = p.rise_m
    if rise_m is None:
        first, last = context.elevations.at(p.from_level, start), context.elevations.at(p.to_level, end)
        rise_m = round(last - first, 3)
    length_m = p.length_m
    if length_m is None:
        length_m = round(math.hypot(line.length, rise_m) if p.mode in CLIMBS else line.length, 3)
    return Pathway(
        id=draft.id, mode=p.mode, direction=p.direction, from_level=p.from_level, to_level=p.to_level, name=p.name,
        line=line, stops=_stops(p, start, end, context.frame), length_m=length_m, rise_m=rise_m, width_m=p.width_m,
        steps=p.steps, slope=p.slope, speed_mps=p.speed_mps, lanes=p.lanes, door_width_m=p.door_width_m,
        car_width_m=p.car_width_m, car_depth_m=p.car_depth_m, rise_per_run_m=p.rise_per_run_m,
        threshold_m=p.threshold_m, reversible=p.reversible, staffed=p.staffed, for_profiles=tuple(p.for_profiles),
        status=p.status, open=p.open, hours=p.opening, source=p.source, raw=draft.feature,
    )  # fmt: skip


def _stops(p: PathwayProperties, start: Point, end: Point, frame: Frame) -> tuple[Stop, ...]:
    """The two ends, and between them the stops that the file lists (an end listed again is not doubled)."""
    first, last = Stop(p.from_level, start), Stop(p.to_level, end)
    if not p.stops:
        return first, last
    points = frame.to_local([stop.coordinates[:2] for stop in p.stops])
    listed = [Stop(stop.level, Point(xy)) for stop, xy in zip(p.stops, points, strict=True)]
    between = [stop for stop in listed if stop.level not in (p.from_level, p.to_level)]
    return first, *between, last
