"""Whether the arrows are true: each message of each face against the route engine of the network as it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from wayfinding import assumptions as figures
from wayfinding.routing.network import Network
from wayfinding.routing.profiles import PROFILES, Profile, get_profile
from wayfinding.routing.routes import Route
from wayfinding.signage.arrows import CLIMBS, angle_deg, bearing
from wayfinding.signage.faces import Face, list_faces
from wayfinding.signage.judging.aims import list_aims
from wayfinding.signage.judging.costs import Costs, Spot
from wayfinding.signage.judging.reading import closest_spot, reading_spot
from wayfinding.signage.judging.stretch import (
    follow_arrow,
    follow_climb,
    follow_on,
    is_beside,
    next_climb,
    walk_in_view,
    way_ahead,
)
from wayfinding.signage.judging.verdicts import GRADES, REASONS, Reason, Truth, Verdict, Weight
from wayfinding.signage.settings import Settings
from wayfinding.station.model import Message

__all__ = ["REASONS", "SLACK_DEG", "Judge", "Verdict", "felt_deg", "get_judge", "judge_signs"]

JUDGES_KEPT = 8
"""Enough for a station before and after a change and three travellers."""

SLACK_DEG = 1e-6
"""What rounding may add to a right angle."""

MEANS = {
    "扶梯": "escalator",
    "escalator": "escalator",
    "电梯": "lift",
    "lift": "lift",
    "楼梯": "stairs",
    "坡道": "ramp",
}
"""Words of a message that name a means of changing level."""


def judge_signs(
    network: Network, profile: str | Profile = "walk", settings: Settings | None = None,
    signs: Iterable[str] | None = None,
) -> tuple[Verdict, ...]:  # fmt: skip
    """A verdict on every message of every face (or of the `signs` named), signs in file order.

    The reader stands where `reading.reading_spot` says, and on to where `closest_spot` does: an arrow is obeyed
    somewhere between the two, so the better verdict of both counts. It is held against the way of the engine over the
    next ARROW_LOOK_AHEAD (`stretch.way_ahead`): true up to `true_deg`, doubtful up to `doubtful_deg`, false beyond.
    Where two ways are as good as each other, only one is the engine's: who obeys the arrow for that stretch and loses
    no more than by walking off at some angle counts as walking off at that angle (`felt_deg`); and an arrow that leads
    by another way is true where that is hardly longer, doubtful up to `worst_detour`. False, too, is what
    makes the way longer than `worst_detour`, and by more than ARROW_DETOUR_ALLOWANCE. `up` and `down` are true where
    the way changes level next in that direction, at an entrance ahead or close by, and false where it goes the other
    way or stays. Signs are judged whatever their state: a covered sign is right or wrong all the same.
    """
    judge = get_judge(network, get_profile(profile), settings or Settings())
    return tuple(judge.judge(None if signs is None else frozenset(signs)))


@lru_cache(maxsize=JUDGES_KEPT)
def get_judge(network: Network, profile: Profile, settings: Settings) -> Judge:
    """The judge of a network for one traveller: the last few are kept with all that they have judged."""
    walker = None if profile.name == "walk" else get_judge(network, PROFILES["walk"], settings)
    return Judge(network, profile, settings, walker)


@dataclass(frozen=True, eq=False)
class Judge:
    """The judge of one network for one traveller; `walker` judges for who walks, where that is somebody else."""

    network: Network
    profile: Profile
    settings: Settings
    walker: Judge | None
    costs: Costs = field(init=False, repr=False)
    _closed: set[str] = field(default_factory=set, init=False, repr=False)
    _spots: dict[tuple[str, int], Spot | None] = field(default_factory=dict, init=False, repr=False)
    _close: dict[tuple[str, int], Spot | None] = field(default_factory=dict, init=False, repr=False)
    _ends: dict[tuple[int, tuple[float, float], float], tuple[float, Spot]] = field(
        default_factory=dict, init=False, repr=False
    )
    _known: dict[tuple[str, int, int], Verdict] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        aims, closed = list_aims(self.network, self.profile)
        object.__setattr__(self, "costs", Costs(self.network, self.profile, aims))
        self._closed.update(closed)

    def judge(self, signs: frozenset[str] | None = None) -> Iterator[Verdict]:
        """The verdicts on all faces, or those of some signs."""
        for face in list_faces(self.network.station, self.settings):
            if signs is None or face.sign in signs:
                yield from self.judge_face(face)

    def judge_face(self, face: Face) -> Iterator[Verdict]:
        """The verdicts on the messages of one face."""
        said = self.network.station.signs[face.sign].messages
        for number, message in enumerate(said):
            if message.face in (None, face.number):
                yield self._verdict(face, number, message)

    def stand(self, face: Face) -> Spot | None:
        """Where the face is read."""
        key = face.sign, face.number
        if key not in self._spots:
            self._spots[key] = reading_spot(self.costs, face)
        return self._spots[key]

    def _stand_close(self, face: Face) -> Spot | None:
        key = face.sign, face.number
        if key not in self._close:
            self._close[key] = closest_spot(self.costs, face)
        return self._close[key]

    def _verdict(self, face: Face, number: int, message: Message) -> Verdict:
        key = face.sign, face.number, number
        if key not in self._known:
            spot = self.stand(face)
            truth, reason, angle, detour = found = self._weigh(face, spot, message)
            if angle is not None and truth in GRADES[1:] and message.arrow not in CLIMBS and not face.flat:
                at_sign = self._weigh(face, self._stand_close(face), message)
                truth, reason, angle, detour = min((found, at_sign), key=_grade_of)
            if truth in GRADES[1:] and self._right_for_walkers(face, number):
                reason = "not_for_this_traveller"
            x, y = (face.x, face.y) if spot is None else (spot.standing.x, spot.standing.y)
            self._known[key] = Verdict(face.sign, face.number, number, message.destination, self.profile.name, truth,
                                       angle, detour, reason, face.level, x, y)  # fmt: skip
        return self._known[key]

    def _right_for_walkers(self, face: Face, number: int) -> bool:
        if self.walker is None:
            return False
        found = (verdict for verdict in self.walker.judge_face(face) if verdict.message == number)
        return next(found).verdict == "true"

    def _weigh(self, face: Face, spot: Spot | None, message: Message) -> Weight:
        aim = message.destination
        if message.for_profiles and self.profile.name not in message.for_profiles:
            return "unjudged", "for_others", None, None
        if aim not in self.costs.aims:
            return "false", "closed" if aim in self._closed else "unknown_destination", None, None
        if spot is None:
            return "unjudged", "unreadable", None, None
        best_s, end = self.costs.nearest(spot, aim)
        route = None if end is None else self.costs.way(spot, end)
        if route is None:
            return "false", "no_way", None, math.inf
        if message.arrow == "none":
            return "unjudged", "names_only", None, None
        if route.distance_m <= figures.ARROW_ARRIVED.value and next_climb(route) is None:
            return "true", "arrived", None, None
        if message.arrow in CLIMBS:
            weight = self._weigh_climb(face, spot, CLIMBS[message.arrow], aim, best_s, route)
        else:
            weight = self._weigh_turn(face, spot, message, best_s, route)
        return self._with_means(weight, spot, message, route)

    def _weigh_turn(self, face: Face, spot: Spot, message: Message, best_s: float, route: Route) -> Weight:
        arrow = bearing(face, message.arrow)
        if arrow is None:
            raise AssertionError(f"{message.arrow} points nowhere")
        angle = angle_deg(arrow, way_ahead(route))
        ahead_m = min(figures.ARROW_LOOK_AHEAD.value, walk_in_view(route) / 2)  # nobody walks past what he sees
        walked_m, there = self._follow(spot, arrow, ahead_m)
        rest_s = best_s if there is spot else self.costs.nearest(there, message.destination)[0]
        cost_s = walked_m / self.profile.speed_mps + rest_s
        lost_m = (cost_s - best_s) * self.profile.speed_mps
        truth, reason = self._grade(min(angle, felt_deg(walked_m, lost_m)))
        if truth == "false":
            truth, cost_s = self._weigh_other_way(spot, arrow, message.destination, best_s, cost_s)
        if truth != self._grade(angle)[0]:
            reason = "as_good" if truth == "true" else "another_way"
        return self._with_detour(truth, reason, angle, best_s, cost_s)

    def _weigh_other_way(
        self, spot: Spot, arrow: tuple[float, float], aim: str, best_s: float, cost_s: float
    ) -> tuple[Truth, float]:
        """An arrow away from the best way may lead by another: what that costs says how wrong it is."""
        other_s = follow_on(self.costs, spot, arrow, aim)
        if not math.isfinite(other_s):
            return "false", cost_s
        if (other_s - best_s) * self.profile.speed_mps <= figures.ARROW_DETOUR_ALLOWANCE.value:
            return "true", other_s
        return ("doubtful" if other_s <= self.settings.worst_detour * best_s else "false"), other_s

    def _follow(self, spot: Spot, arrow: tuple[float, float], ahead_m: float) -> tuple[float, Spot]:
        key = id(spot), arrow, ahead_m
        if key not in self._ends:
            self._ends[key] = follow_arrow(self.costs, spot, arrow, ahead_m)
        return self._ends[key]

    def _grade(self, angle: float) -> tuple[Truth, Reason]:
        if angle <= self.settings.true_deg + SLACK_DEG:
            return "true", "agrees"
        return ("doubtful", "aside") if angle <= self.settings.doubtful_deg + SLACK_DEG else ("false", "elsewhere")

    def _weigh_climb(self, face: Face, spot: Spot, climb: int, aim: str, best_s: float, route: Route) -> Weight:
        cost_s = follow_climb(self.costs, spot, face.ahead, climb, aim)
        found = next_climb(route)
        if found is None or found.climb != climb:
            return "false", "no_climb" if found is None else "other_way", None, cost_s / best_s
        angle = angle_deg(face.ahead, (found.x - spot.standing.x, found.y - spot.standing.y))
        truth, reason = self._grade_climb(angle, found.walked_m)
        return self._with_detour(truth, reason, angle, best_s, cost_s)

    def _grade_climb(self, angle: float, walked_m: float) -> tuple[Truth, Reason]:
        """`up` and `down` say nothing of left and right: the entrance has to be close by, or ahead."""
        near, far = walked_m <= figures.ARROW_LOOK_AHEAD.value, walked_m > figures.ARROW_CLIMB_FAR.value
        if walked_m <= figures.ARROW_BESIDE.value or (near and angle <= self.settings.doubtful_deg):
            return "true", "agrees"
        if angle > self.settings.doubtful_deg:
            return "doubtful" if near else "false", "climb_behind"
        if angle > self.settings.true_deg:
            return "doubtful", "climb_aside"
        return ("doubtful", "climb_far") if far else ("true", "agrees")

    def _with_means(self, weight: Weight, spot: Spot, message: Message, route: Route) -> Weight:
        """A message that names a means is doubtful where the way climbs by another and the named one is not beside."""
        means, climb = named_means(message), next_climb(route)
        if weight[0] != "true" or means is None or climb is None or climb.mode == means:
            return weight
        return weight if is_beside(spot, climb, means) else ("doubtful", "other_means", *weight[2:])

    def _with_detour(self, truth: Truth, reason: Reason, angle: float, best_s: float, cost_s: float) -> Weight:
        detour = cost_s / best_s
        allowed_s = figures.ARROW_DETOUR_ALLOWANCE.value / self.profile.speed_mps
        if truth != "false" and detour > self.settings.worst_detour and cost_s - best_s > allowed_s:
            truth, reason = "false", "detour"
        return truth, reason, angle, detour


def named_means(message: Message) -> str | None:
    """The mode of pathway that a message speaks of in its text, None where it speaks of none."""
    text = f"{message.text.zh} {message.text.en.lower()}"
    return next((mode for word, mode in MEANS.items() if word in text), None)


def _grade_of(weight: Weight) -> int:
    return GRADES.index(weight[0]) if weight[0] in GRADES else len(GRADES)


def felt_deg(walked_m: float, lost_m: float) -> float:
    """The angle at which one walks past the best way who loses so much on a stretch: none is lost at 0, all at 90.

    Where two ways are as good as each other, only one of them is the engine's: an arrow along the other is true, too.
    A stretch too short to tell says nothing: 180.
    """
    if walked_m < figures.ARROW_BESIDE.value:
        return 180.0
    return math.degrees(math.acos(min(max(1.0 - lost_m / walked_m, -1.0), 1.0)))
