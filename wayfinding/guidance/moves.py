"""What a traveller does one thing after another: the language-free side of the directions."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from shapely import LineString

from wayfinding import assumptions as figures
from wayfinding.routing.routes import Leg, Route, Spot

Turn = Literal["ahead", "slight_left", "slight_right", "left", "right", "sharp_left", "sharp_right", "back"]
Side = Literal["left", "right", "ahead", "behind"]


@dataclass(frozen=True, slots=True)
class Start:
    """Leaving: the first turn, from how one stands: before a screen or stepping off a train (None: not known)."""

    leg: int
    stance: Literal["screen", "train"] | None = None
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """One stretch in one direction; `turn` at its beginning (None where nothing is known); `last` of its leg."""

    leg: int
    turn: Turn | None
    distance_m: float
    last: bool


@dataclass(frozen=True, slots=True)
class Ride:
    """One pathway."""

    leg: int


@dataclass(frozen=True, slots=True)
class Arrive:
    """The end, and on which side the destination lies (None where nothing says)."""

    leg: int
    side: Side | None


Move = Start | Walk | Ride | Arrive


def list_moves(route: Route) -> list[Move]:
    """Start, stretches, pathways, arrival. A short walk between two pathways is left out, a pathway never."""
    stance, heading = _stance(route)
    moves: list[Move] = []
    for number, leg in enumerate(route.legs):
        if leg.mode != "walk":
            moves.append(Ride(number))
            heading = _heading_after(leg)
            continue
        stretches = _stretches(leg)
        for k, (direction, distance_m) in enumerate(stretches):
            turn = None if heading is None else turn_between(heading, direction)
            moves.append(Walk(number, turn, distance_m, last=k == len(stretches) - 1))
            heading = direction
    first, start = (moves[0] if moves else None), Start(0)
    if stance is not None and isinstance(first, Walk) and first.turn is not None:
        start = Start(0, stance, first.turn)
        moves[0] = replace(first, turn=None)
    spoken = [move for move in moves if isinstance(move, Ride) or _worth_saying(route, move)]
    return [start, *spoken, Arrive(len(route.legs) - 1, _side(route, heading))]


def turn_between(before_deg: float, after_deg: float) -> Turn:
    """The turn from one bearing to another, in the bins of `wayfinding.assumptions`."""
    angle = (after_deg - before_deg + 180.0) % 360.0 - 180.0
    size = abs(angle)
    if size <= figures.TURN_STRAIGHT.value:
        return "ahead"
    if size > figures.TURN_BACK.value:
        return "back"
    if size <= figures.TURN_SLIGHT.value:
        return "slight_right" if angle > 0 else "slight_left"
    if size <= figures.TURN_FULL.value:
        return "right" if angle > 0 else "left"
    return "sharp_right" if angle > 0 else "sharp_left"


def bearing(start: Spot, end: Spot) -> float:
    """Bearing from local +y, clockwise, in degrees."""
    return math.degrees(math.atan2(end[0] - start[0], end[1] - start[1])) % 360.0


def _stance(route: Route) -> tuple[Literal["screen", "train"] | None, float | None]:
    """How one stands at the start, and the local bearing one faces: the screen read, or the platform stepped onto."""
    place = route.origin.place
    if place is None or place.facing_deg is None:
        return None, None
    facing = route.station.frame.to_local_bearing(place.facing_deg)
    if place.type == "kiosk":
        return "screen", facing
    return ("train", (facing + 180.0) % 360.0) if place.type == "platform_door" else (None, None)


def _stretches(leg: Leg) -> list[tuple[float, float]]:
    """Bearings and lengths of a walk, steps round columns ignored; the lengths sum to the leg's."""
    if leg.distance_m == 0:
        return []
    line = list(LineString(leg.points).simplify(figures.DETOUR_IGNORED.value).coords)
    scale = leg.distance_m / max(LineString(line).length, 1e-9)
    stretches: list[tuple[float, float]] = []
    for start, end in pairwise(line):
        direction, length_m = bearing((start[0], start[1]), (end[0], end[1])), math.dist(start, end) * scale
        if stretches and turn_between(stretches[-1][0], direction) == "ahead":
            length_m += stretches.pop()[1]
        stretches.append((direction, length_m))
    return stretches


def _heading_after(leg: Leg) -> float | None:
    """The bearing in which one leaves a pathway; a lift's doors are not known."""
    moved = [(a, b) for a, b in pairwise(leg.points) if math.dist(a, b) > figures.CLEARANCE_SLACK.value]
    return None if leg.mode == "lift" or not moved else bearing(*moved[-1])


def _worth_saying(route: Route, move: Move) -> bool:
    """A walk is said unless it is short and a pathway comes before and after it."""
    if not isinstance(move, Walk):
        return True
    between = 0 < move.leg < len(route.legs) - 1
    return not between or route.legs[move.leg].distance_m >= figures.WALK_WORTH_SAYING.value


def _side(route: Route, heading: float | None) -> Side | None:
    """Where the destination is at the end: by where its point lies off the line, else by what it makes one face."""
    end = route.destination
    if heading is None or not route.legs:
        return None
    last = route.legs[-1].points[-1]
    if math.dist(last, (end.x, end.y)) > figures.CLEARANCE_SLACK.value:
        wanted = bearing(last, (end.x, end.y))
    elif end.place is not None and end.place.facing_deg is not None:
        wanted = route.station.frame.to_local_bearing(end.place.facing_deg)
    else:
        return None
    angle = (wanted - heading + 180.0) % 360.0 - 180.0
    if abs(angle) <= figures.TURN_SLIGHT.value:
        return "ahead"
    if abs(angle) >= figures.TURN_BACK.value:
        return "behind"
    return "right" if angle > 0 else "left"
