"""What a traveller does one thing after another: the language-free side of the directions."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from wayfinding import assumptions as figures
from wayfinding.guidance.landmarks import Landmark, Passed, Scene
from wayfinding.guidance.stretches import Stretch, angle_between, bearing, list_stretches
from wayfinding.routing.routes import Leg, Route, Spot
from wayfinding.station.model import Space

Turn = Literal["ahead", "slight_left", "slight_right", "left", "right", "sharp_left", "sharp_right", "back"]
Side = Literal["left", "right", "ahead", "behind"]


@dataclass(frozen=True, slots=True)
class Start:
    """Leaving: the first turn, from how one stands: before a screen or stepping off a train (None: not known).

    `facing` is what one has ahead when the first walk begins, where no stance says how one stands.
    """

    leg: int
    stance: Literal["screen", "train"] | None = None
    turn: Turn | None = None
    facing: Landmark | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """One stretch in one direction; `turn` at its beginning (None where nothing is known); `last` of its leg.

    `corner` stands where it begins, `ahead` where it leads, `passed` beside it; `area` is the space that it leads into.
    `inside` says that one is in it from the first step on.
    `side` is where the next thing is, when a last short step to it was left out.
    `points` is its line; one comes to its beginning walking at bearing `came_deg` (None: not known), straight for the
    last `straight_m` on the same leg.
    """

    leg: int
    turn: Turn | None
    distance_m: float
    last: bool
    corner: Landmark | None = None
    ahead: Landmark | None = None
    passed: tuple[Passed, ...] = ()
    area: Space | None = None
    inside: bool = False
    side: Side | None = None
    points: tuple[Spot, ...] = ()
    came_deg: float | None = None
    straight_m: float = 0.0


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


def list_moves(route: Route, every_m: float = figures.CONFIRM_EVERY.value) -> list[Move]:
    """Start, stretches, pathways, arrival. A short walk between two pathways is left out, a pathway never.

    `every_m` is about how often a long stretch is confirmed by something that it passes.
    """
    stance, heading = _stance(route)
    silent = _spoken_names(route)
    moves: list[Move] = []
    for number, leg in enumerate(route.legs):
        if leg.mode != "walk":
            moves.append(Ride(number))
            heading = _heading_after(leg)
        elif _worth_saying(route, number):
            scene = Scene(route.station, leg, silent)
            stretches = list_stretches(leg)
            for before, stretch in pairwise([None, *stretches]):
                if stretch is not None:
                    moves.append(_walk(number, scene, (before, stretch), heading, every_m))
                    heading = stretch.end_deg
        elif leg.distance_m:
            heading = list_stretches(leg)[-1].end_deg
    return [*_begin(moves, stance), Arrive(len(route.legs) - 1, _side(route, heading))]


def turn_between(before_deg: float, after_deg: float) -> Turn:
    """The turn from one bearing to another, in the bins of `wayfinding.assumptions`."""
    angle = angle_between(before_deg, after_deg)
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


def _walk(
    number: int, scene: Scene, pair: tuple[Stretch | None, Stretch], heading: float | None, every_m: float
) -> Walk:
    """The move of one stretch, with the stretch before it on the same leg; of its leg's number."""
    before, stretch = pair
    last = stretch.points[-1] == scene.leg.points[-1]
    turn = None if heading is None else turn_between(heading, stretch.start_deg)
    corner = None if before is None else scene.at_turn(before.points[-2], stretch.points[0])
    lost = turn is None or (turn != "ahead" and corner is None and not last)
    ahead = scene.ahead(stretch) if lost and not _leads_in_sight(scene, stretch, last) else None
    area, inside = scene.entered(stretch, before, last)
    return Walk(
        leg=number,
        turn=turn,
        distance_m=stretch.length_m,
        last=last,
        corner=corner,
        ahead=ahead,
        passed=tuple(scene.passed(stretch, every_m)),
        area=area,
        inside=inside,
        side=_hand(stretch.aside_deg),
        points=stretch.points,
        came_deg=heading,
        straight_m=0.0 if before is None else math.dist(*before.points[-2:]),
    )


def _hand(angle_deg: float) -> Side | None:
    """The side that an angle points to, where it is more than a slight turn."""
    if abs(angle_deg) <= figures.TURN_SLIGHT.value:
        return None
    return "right" if angle_deg > 0 else "left"


def _leads_in_sight(scene: Scene, stretch: Stretch, last: bool) -> bool:
    """Whether one sees from its beginning what a stretch leads to."""
    near = math.dist(stretch.points[0], stretch.points[-1]) <= figures.LANDMARK_AHEAD.value
    return last and near and scene.sees(stretch.points[0], stretch.points[-1])


def _begin(moves: list[Move], stance: Literal["screen", "train"] | None) -> list[Move]:
    """The moves with a start before them, which takes over what is known of the first turn."""
    first = moves[0] if moves else None
    if not isinstance(first, Walk):
        return [Start(0), *moves]
    if stance is not None and first.turn is not None:
        return [Start(0, stance, first.turn), replace(first, turn=None, ahead=None, came_deg=None), *moves[1:]]
    return [Start(0, facing=first.ahead), replace(first, ahead=None), *moves[1:]]


def _spoken_names(route: Route) -> frozenset[str]:
    """Chinese names that the directions say anyway: the ends and the pathways used."""
    ends = {end.place.name.zh for end in (route.origin, route.destination) if end.place is not None}
    return frozenset(ends | {route.station.pathways[key].name.zh for key in route.pathways})


def _stance(route: Route) -> tuple[Literal["screen", "train"] | None, float | None]:
    """How one stands at the start, and the local bearing one faces: the screen read, or the platform stepped onto."""
    place = route.origin.place
    if place is None or place.facing_deg is None:
        return None, None
    facing = route.station.frame.to_local_bearing(place.facing_deg)
    if place.type == "kiosk":
        return "screen", facing
    return ("train", (facing + 180.0) % 360.0) if place.type == "platform_door" else (None, None)


def _heading_after(leg: Leg) -> float | None:
    """The bearing in which one leaves a pathway; a lift's doors are not known."""
    moved = [(a, b) for a, b in pairwise(leg.points) if math.dist(a, b) > figures.CLEARANCE_SLACK.value]
    return None if leg.mode == "lift" or not moved else bearing(*moved[-1])


def _worth_saying(route: Route, number: int) -> bool:
    """A walk is said unless it is short and a pathway comes before and after it."""
    between = 0 < number < len(route.legs) - 1
    return not between or route.legs[number].distance_m >= figures.WALK_WORTH_SAYING.value


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
    angle = angle_between(heading, wanted)
    if abs(angle) <= figures.TURN_SLIGHT.value:
        return "ahead"
    if abs(angle) >= figures.TURN_BACK.value:
        return "behind"
    return "right" if angle > 0 else "left"
