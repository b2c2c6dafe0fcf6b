"""What a walker sees on the way that is worth naming: things beside it, and the spaces that it leads into."""

from __future__ import annotations

import math
import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point

from wayfinding import assumptions as figures
from wayfinding.guidance.stretches import Stretch, angle_between, bearing
from wayfinding.routing.routes import Leg, Spot
from wayfinding.station.floor import Floor, floors
from wayfinding.station.model import Name, Space, Station

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
    silent: Collection[str]
    _floors: list[Floor] = field(default_factory=list)

    def at_turn(self, before: Spot, corner: Spot) -> Landmark | None:
        """The landmark at a corner: near it, and in sight from it and from some metres before it."""
        reach_m = figures.LANDMARK_AT_TURN.value
        back_m = min(math.dist(before, corner), figures.LANDMARK_SEEN_BEFORE.value)
        eye = _toward(corner, before, back_m)
        near = [
            (item.rank, math.dist(item.spot, corner), item)
            for item in self._near([corner], reach_m)
            if math.dist(item.spot, corner) <= reach_m
        ]
        for _, _, item in sorted(near, key=lambda entry: (entry[0], entry[1], entry[2].name.zh)):
            if self.sees(eye, item.spot) and self.sees(corner, item.spot):
                return item
        return None

    def ahead(self, stretch: Stretch) -> Landmark | None:
        """What one has before one's eyes when a stretch begins."""
        start, direction = stretch.points[0], stretch.start_deg
        found = [
            (item.rank, math.dist(start, item.spot), item)
            for item in self._near([start], figures.LANDMARK_AHEAD.value)
            if figures.LANDMARK_AT_TURN.value < math.dist(start, item.spot) <= figures.LANDMARK_AHEAD.value
            and abs(angle_between(direction, bearing(start, item.spot))) <= figures.LANDMARK_AHEAD_ANGLE.value
        ]
        for _, _, item in sorted(found, key=lambda entry: (entry[0], entry[1], entry[2].name.zh)):
            if self.sees(start, item.spot):
                return item
        return None

    def passed(self, stretch: Stretch, every_m: float) -> list[Passed]:
        """Landmarks to confirm a long stretch, about one in `every_m`, none near its ends; [] where it is short."""
        total_m = sum(math.dist(a, b) for a, b in pairwise(stretch.points))
        chosen: list[Passed] = []
        if total_m <= every_m:
            return chosen
        beside = self._beside(stretch, total_m)
        at_m = 0.0
        while beside and total_m - at_m > every_m:
            least_m = at_m + every_m * (0.75 if chosen else 0.25)
            beside = [item for item in beside if item.after_m > least_m]
            near = [item for item in beside if item.after_m <= at_m + every_m]
            options = sorted(near, key=lambda item: (item.landmark.rank, -item.after_m)) or beside[:1]
            seen = next((item for item in options if self._sees_beside(stretch, item)), None)
            if seen is None:
                beside = [item for item in beside if item not in options]
                continue
            chosen.append(seen)
            at_m = seen.after_m
            beside = [item for item in beside if item.landmark.name != seen.landmark.name]
        return chosen

    def entered(self, stretch: Stretch, before: Stretch | None, last: bool) -> tuple[Space | None, bool]:
        """The named area that a stretch leads into and stays in (else None), and whether one is there at once."""
        line = LineString(stretch.points)
        begin, end = self._area(line.interpolate(0.5)), self._area(line.interpolate(-0.5))
        came = begin if before is None else self._area(LineString(before.points).interpolate(-0.5))
        if came is None or end is None or came.name == end.name:
            return None, False
        stays = not last or line.intersection(end.outline).length >= figures.AREA_WORTH_SAYING.value
        return (end if stays else None), begin is end

    def sees(self, eye: Spot, spot: Spot) -> bool:
        """Whether nothing stands between; the last metre is left out, since things stand against walls."""
        distance_m = math.dist(eye, spot)
        short_m = figures.LANDMARK_DEPTH.value
        if distance_m <= short_m:
            return True
        floor = self._floor()
        return floor is not None and bool(floor.shape.covers(LineString([eye, _toward(spot, eye, short_m)])))

    def _beside(self, stretch: Stretch, total_m: float) -> list[Passed]:
        """Whatever stands beside a stretch, seen or not, in the order in which it is passed."""
        margin_m = figures.LANDMARK_AT_TURN.value
        found: list[Passed] = []
        for item in self._near(stretch.points, figures.LANDMARK_BESIDE.value):
            off_m, after_m, right = _beside_line(item.spot, stretch.points)
            if off_m <= figures.LANDMARK_BESIDE.value and margin_m < after_m < total_m - margin_m:
                found.append(Passed(item, after_m, right))
        return sorted(found, key=lambda item: (item.after_m, item.landmark.name.zh))

    def _sees_beside(self, stretch: Stretch, item: Passed) -> bool:
        foot = LineString(stretch.points).interpolate(item.after_m)
        return self.sees((foot.x, foot.y), item.landmark.spot)

    def _near(self, points: Sequence[Spot], reach_m: float) -> Iterator[Landmark]:
        """What may be named and lies within `reach_m` of the box around some points."""
        at = np.asarray(points)
        things, spots = list_landmarks(self.station, self.leg.from_level)
        inside = ((spots >= at.min(axis=0) - reach_m) & (spots <= at.max(axis=0) + reach_m)).all(axis=1)
        return (things[k] for k in np.flatnonzero(inside) if things[k].name.zh not in self.silent)

    def _floor(self) -> Floor | None:
        if not self._floors:
            start = Point(self.leg.points[0])
            same = [one for one in floors(self.station, self.leg.from_level) if one.zone == self.leg.from_zone]
            self._floors.extend(one for one in same if shapely.dwithin(one.shape, start, figures.LANDMARK_DEPTH.value))
            for one in self._floors:
                shapely.prepare(one.shape)
        return self._floors[0] if self._floors else None

    def _area(self, point: Point) -> Space | None:
        for space in self.station.spaces.values():
            if (
                space.level == self.leg.from_level
                and space.walkable
                and space.use in AREAS
                and space.outline.covers(point)
            ):
                return space
        return None


Kept = tuple[tuple[Landmark, ...], NDArray[np.float64]]

_KEPT: dict[int, dict[float, Kept]] = {}


def list_landmarks(station: Station, level: float) -> Kept:
    """Everything on a level that can be named where it is seen, and where it is (n, 2); kept as long as the station."""
    levels = _KEPT.get(id(station))
    if levels is None:
        levels = _KEPT.setdefault(id(station), {})
        weakref.finalize(station, _KEPT.pop, id(station), None)
    if level not in levels:
        things = tuple(_landmarks(station, level))
        levels[level] = things, np.array([item.spot for item in things], dtype=float).reshape(-1, 2)
    return levels[level]


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


def _beside_line(spot: Spot, points: Sequence[Spot]) -> tuple[float, float, bool]:
    """How far a spot is off a line, after how many metres it is passed, and whether it lies on the right."""
    best, walked_m = (math.inf, 0.0, False), 0.0
    for (ax, ay), (bx, by) in pairwise(points):
        length_m = math.hypot(bx - ax, by - ay)
        ux, uy = (bx - ax) / length_m, (by - ay) / length_m
        px, py = spot[0] - ax, spot[1] - ay
        along_m = min(max(px * ux + py * uy, 0.0), length_m)
        off_m = math.hypot(px - along_m * ux, py - along_m * uy)
        best = min(best, (off_m, walked_m + along_m, px * uy - py * ux > 0))
        walked_m += length_m
    return best


def _toward(start: Spot, end: Spot, by_m: float) -> Spot:
    share = by_m / max(math.dist(start, end), 1e-9)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
