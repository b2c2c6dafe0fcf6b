"""What a walker sees on the way that is worth naming: things beside it, and the spaces that it leads into."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon

from wayfinding import assumptions as figures
from wayfinding.guidance.scenery import Areas, Things, area_at, areas_at, confirm, in_sight, pick
from wayfinding.guidance.stretches import Stretch
from wayfinding.routing.kept import keep
from wayfinding.routing.routes import Leg, Spot
from wayfinding.routing.sight import Sight
from wayfinding.routing.surface import look_out
from wayfinding.station.floor import floors, ground
from wayfinding.station.model import Name, Space, Station, Zone

PLACE_RANK: Mapping[str, int] = {
    "service_post": 0, "service_centre": 0, "help_point": 0, "lost_property": 0, "luggage_storage": 0, "shop": 0,
    "rail_entrance": 1, "rail_exit": 1, "ticket_machine": 1, "toilet": 1, "accessible_toilet": 2, "nursing_room": 2,
    "security_point": 1, "shuttle_stop": 2, "coach_station": 1, "taxi": 1, "exit": 1, "information": 3, "kiosk": 3,
    "aed": 4,
}  # fmt: skip
"""Kinds of place that can be seen, the most striking first; a platform or a street is too large to be one spot."""

MODE_RANK: Mapping[str, int] = {"escalator": 2, "lift": 2, "stairs": 2, "ramp": 3, "fare_gate": 3}
AREAS = frozenset({"hall", "concourse", "passage", "sunken_plaza", "plaza", "rail_hall", "lobby", "shop_aisle",
                   "car_park", "platform", "bus_area", "coach_station", "taxi"})  # fmt: skip
"""Kinds of space whose names people use."""

OPEN_AIR = frozenset({"plaza", "sunken_plaza", "platform", "bus_area", "taxi"})
"""Areas that one steps onto rather than into."""

AREA_STEP_M = 0.5
"""So far from its ends it is asked which areas a stretch joins."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """Something seen at a spot; lower ranks strike the eye sooner."""

    name: Name
    spot: Spot
    rank: int


@dataclass(frozen=True, slots=True)
class Passed:
    """A landmark beside a stretch: after how many metres, and whether it stands on the right."""

    landmark: Landmark
    after_m: float
    right: bool


@dataclass(frozen=True)
class Scene:
    """One walk and what may be named on it; `silent` holds the names that the directions say anyway."""

    station: Station
    leg: Leg
    silent: frozenset[str]

    def at_turn(self, before: Spot, corner: Spot) -> Landmark | None:
        """The landmark at a corner: near it, and in sight from it and from some metres before it."""
        eye = _toward(corner, before, min(math.dist(before, corner), figures.LANDMARK_SEEN_BEFORE.value))
        return self._pick(corner, eye, (-1.0, figures.LANDMARK_AT_TURN.value), (0.0, 180.0))

    def ahead(self, stretch: Stretch) -> Landmark | None:
        """What one has before one's eyes when a stretch begins."""
        start = stretch.points[0]
        between_m = figures.LANDMARK_AT_TURN.value, figures.LANDMARK_AHEAD.value
        return self._pick(start, start, between_m, (stretch.start_deg, figures.LANDMARK_AHEAD_ANGLE.value))

    def passed(self, stretch: Stretch, every_m: float) -> list[Passed]:
        """Landmarks to confirm a long stretch, about one in `every_m`, none near its ends; [] where it is short."""
        if sum(map(math.dist, stretch.points, stretch.points[1:])) <= every_m:
            return []
        landmarks, things = list_landmarks(self.station, self.leg.from_level)
        reach_m, margin_m = figures.LANDMARK_BESIDE.value, figures.LANDMARK_AT_TURN.value
        depth_m, line = figures.LANDMARK_DEPTH.value, np.array(stretch.points)
        found = confirm(line, every_m, reach_m, margin_m, depth_m, self._silenced, *things, *self._view)
        told = zip(*(each.tolist() for each in found), strict=True)
        return [Passed(landmarks[k], after_m, right) for k, after_m, right in told]

    def entered(self, stretch: Stretch, before: Stretch | None, last: bool) -> tuple[Space | None, bool]:
        """The named area that a stretch leads into and stays in (else None), and whether one is there at once."""
        begin, end = self._ends(stretch)
        came = begin if before is None else self._ends(before)[1]
        if came is None or end is None or came.name == end.name:
            return None, False
        worth_m = figures.AREA_WORTH_SAYING.value
        stays = not last or LineString(stretch.points).intersection(end.outline).length >= worth_m
        return (end if stays else None), begin is end

    def sees(self, eye: Spot, spot: Spot) -> bool:
        """Whether nothing stands between; the last metre is left out, since things stand against walls."""
        return bool(in_sight(*eye, *spot, figures.LANDMARK_DEPTH.value, *self._view))

    def _pick(
        self, spot: Spot, eye: Spot, between_m: tuple[float, float], course_deg: tuple[float, float]
    ) -> Landmark | None:
        """The most striking landmark within distances and an angle to either side of a course, in sight from both."""
        landmarks, things = list_landmarks(self.station, self.leg.from_level)
        depth_m = figures.LANDMARK_DEPTH.value
        k = pick(*spot, *eye, *between_m, *course_deg, depth_m, self._silenced, *things, *self._view)
        return None if k < 0 else landmarks[k]

    @cached_property
    def _silenced(self) -> NDArray[np.bool_]:
        """Which landmarks of the level are not to be named."""
        level = self.leg.from_level
        numbers, (landmarks, _) = _numbers(self.station, level), list_landmarks(self.station, level)
        silenced = np.zeros(len(landmarks), np.bool_)
        for name in numbers.keys() & self.silent:
            silenced[numbers[name]] = True
        return silenced

    @cached_property
    def _view(self) -> Sight:
        """What blocks the view from the floor that the walk is on."""
        level, zone, start = self.leg.from_level, self.leg.from_zone, self.leg.points[0]
        owner = ground(self.station, level)
        shapes, areas = keep(owner, ("floors", zone), lambda: _list_floors(self.station, level, zone))
        number = area_at(*start, *areas)
        if number < 0:
            number = int(np.argmin(shapely.distance(shapes, Point(start))))
        return keep(owner, ("view", zone, number), lambda: look_out(shapes[number]))

    def _ends(self, stretch: Stretch) -> tuple[Space | None, Space | None]:
        """The areas near the start and near the end of a stretch."""
        level = self.leg.from_level
        spaces, areas = keep(self.station, ("areas", level), lambda: _list_areas(self.station, level))
        begin, end = areas_at(np.array(stretch.points), AREA_STEP_M, *areas)
        return None if begin < 0 else spaces[begin], None if end < 0 else spaces[end]


def _list_areas(station: Station, level: float) -> tuple[tuple[Space, ...], Areas]:
    """The spaces of a level that people know by name, and their outlines."""
    named = [one for one in station.spaces.values() if one.level == level and one.walkable and one.use in AREAS]
    return tuple(named), _outlined([space.outline for space in named])


def _list_floors(station: Station, level: float, zone: Zone) -> tuple[tuple[Polygon, ...], Areas]:
    """The floors of one zone of a level, and their outlines."""
    shapes = [one.shape for one in floors(station, level) if one.zone == zone]
    return tuple(shapes), _outlined(shapes)


def _outlined(shapes: Sequence[Polygon]) -> Areas:
    edges = [np.empty((0, 4))]
    for shape in shapes:
        rings = [np.asarray(ring.coords) for ring in (shape.exterior, *shape.interiors)]
        edges.append(np.vstack([np.hstack([ring[:-1], ring[1:]]) for ring in rings]))
    bounds = np.array([shape.bounds for shape in shapes], dtype=float).reshape(-1, 4)
    return Areas(bounds, np.vstack(edges), np.cumsum([len(rows) for rows in edges]))


def list_landmarks(station: Station, level: float) -> tuple[tuple[Landmark, ...], Things]:
    """Everything on a level that can be named where it is seen, and the same as arrays."""
    return keep(station, ("landmarks", level), lambda: _list_landmarks(station, level))


def _list_landmarks(station: Station, level: float) -> tuple[tuple[Landmark, ...], Things]:
    found = tuple(_landmarks(station, level))
    order = {name: number for number, name in enumerate(sorted({item.name.zh for item in found}))}
    spots = np.array([item.spot for item in found], dtype=float).reshape(-1, 2)
    ranks = np.array([item.rank for item in found], dtype=np.int64)
    return found, Things(spots, ranks, np.array([order[item.name.zh] for item in found], dtype=np.int64))


def _numbers(station: Station, level: float) -> dict[str, list[int]]:
    """By Chinese name, which landmarks of a level have it."""

    def number() -> dict[str, list[int]]:
        numbers: dict[str, list[int]] = defaultdict(list)
        for k, item in enumerate(list_landmarks(station, level)[0]):
            numbers[item.name.zh].append(k)
        return numbers

    return keep(station, ("numbers", level), number)


def _landmarks(station: Station, level: float) -> Iterator[Landmark]:
    areas = {space.name.zh for space in station.spaces.values()}
    for place in station.places.values():
        if place.level == level and place.type in PLACE_RANK and place.open and place.name.zh not in areas:
            yield Landmark(place.name, (place.point.x, place.point.y), PLACE_RANK[place.type])
    for pathway in station.pathways.values():
        climbs = pathway.from_level != pathway.to_level
        if pathway.mode in MODE_RANK and (climbs or pathway.mode == "fare_gate"):
            for stop in pathway.stops:
                if stop.level == level:
                    yield Landmark(pathway.name, (stop.point.x, stop.point.y), MODE_RANK[pathway.mode])


def _toward(start: Spot, end: Spot, by_m: float) -> Spot:
    share = by_m / max(math.dist(start, end), 1e-9)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
