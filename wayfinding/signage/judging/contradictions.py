"""Which signs a change of the station turns from true to wrong, and where two signs contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import is_

import shapely
from shapely import LineString, MultiPolygon, Point, Polygon, STRtree

from wayfinding import assumptions as figures
from wayfinding.routing.differences import same_graphs
from wayfinding.routing.network import Network
from wayfinding.routing.profiles import Profile, get_profile
from wayfinding.signage.arrows import CLIMBS, angle_deg, bearing
from wayfinding.signage.faces import Face
from wayfinding.signage.judging.aims import list_aims
from wayfinding.signage.judging.stretch import is_climb
from wayfinding.signage.judging.truth import SLACK_DEG, Judge, get_judge, judge_signs
from wayfinding.signage.judging.verdicts import Verdict
from wayfinding.signage.legible.ground import polygons
from wayfinding.signage.legible.legibility import Legibility
from wayfinding.signage.settings import Settings
from wayfinding.signage.targets import Naming, Target, list_targets
from wayfinding.station.model import Message, Station

TRAVELLERS = ("walk", "step_free", "luggage")


@dataclass(frozen=True, slots=True)
class Turned:
    """A message that was true for a traveller before a change and is not after it."""

    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Said:
    """A message that takes part in a conflict: its sign, the number of its face and its own, and its face."""

    sign: str
    face: int
    message: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Floor of `level` on which two messages about the same target can both be read and lead apart by `angle_deg`.

    Between up and down it is 180.
    """

    target: str
    level: float
    area: Polygon | MultiPolygon
    first: Said
    second: Said
    angle_deg: float


def list_turned(
    before: Network, after: Network, profiles: Sequence[str | Profile] = TRAVELLERS, settings: Settings | None = None
) -> tuple[Turned, ...]:
    """The messages that are true before a change and doubtful or false after it, by traveller, then in file order.

    Both networks are judged in full, so none is missed and none invented; only a traveller who finds both alike is
    passed over. A message counts as the same where its sign, face, number, destination, arrow and travellers are.
    """
    rules = settings or Settings()
    found: list[Turned] = []
    for profile in map(get_profile, profiles):
        if _alike(before, after, profile):
            continue
        known = {verdict.key: verdict for verdict in judge_signs(before, profile, rules)}
        for now in judge_signs(after, profile, rules):
            then = known.get(now.key)
            if then is not None and then.verdict == "true" and now.verdict in ("doubtful", "false") \
                    and _message(before.station, then) == _message(after.station, now):  # fmt: skip
                found.append(Turned(then, now))
    return tuple(found)


def _alike(before: Network, after: Network, profile: Profile) -> bool:
    """Whether all that a verdict for this traveller rests on is the same: floors, links, destinations and signs."""
    one, other = before.station, after.station
    if not all(_same(first, second) for first, second in ((one.signs, other.signs), (one.obstacles, other.obstacles))):
        return False
    return same_graphs(before, after, profile) and list_aims(before, profile) == list_aims(after, profile)


def _same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return len(one) == len(other) and all(map(is_, one.values(), other.values()))


def _message(station: Station, verdict: Verdict) -> tuple[object, ...]:
    message = station.signs[verdict.sign].messages[verdict.message]
    return message.destination, message.arrow, message.for_profiles


def list_conflicts(network: Network, legibility: Legibility, profile: str | Profile = "walk") -> tuple[Conflict, ...]:
    """Where two legible signs send a traveller to the same target different ways, the largest areas first.

    Their arrows lead apart by more than `doubtful_deg`, or one up and one down, on at least CONFLICT_AREA of floor. No
    conflict is what the order of the way explains: where one message is true and the way from it passes in front of
    the other, the two are steps of one way.
    """
    judge = get_judge(network, get_profile(profile), legibility.settings)
    speakers = _speakers(network.station, legibility, judge.profile)
    shared = _Shared(legibility)
    explained = _Order(judge, legibility)
    found = [
        conflict
        for target, said in speakers
        for conflict in _between(target, said, legibility, shared, explained)
    ]  # fmt: skip
    return tuple(sorted(found, key=_rank))


def _rank(conflict: Conflict) -> tuple[object, ...]:
    first, second = conflict.first, conflict.second
    return (-round(conflict.area.area, 6), conflict.target, first.sign, first.face, first.message, second.sign,
            second.face, second.message)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Speaker:
    """A message and the places that it means: two that mean different entrances do not contradict each other."""

    face: int
    number: int
    message: Message
    means: frozenset[str]


def _speakers(station: Station, legibility: Legibility, profile: Profile) -> Iterator[tuple[Target, list[_Speaker]]]:
    """By target, the messages with an arrow that name it to this traveller on faces that can be read."""
    naming = Naming(station)
    all_said = [
        _Speaker(k, number, message, naming.destinations.get(message.destination, frozenset()))
        for k, face in enumerate(legibility.faces)
        if face.reach_m > 0
        for number, message in enumerate(station.signs[face.sign].messages)
        if message.arrow != "none" and message.face in (None, face.number)
    ]
    for target in list_targets(station):
        yield target, [item for item in all_said if naming.names(item.message, target, profile.name)]


def _between(
    target: Target, said: list[_Speaker], legibility: Legibility, shared: _Shared, order: _Order
) -> Iterator[Conflict]:
    limit = legibility.settings.doubtful_deg
    for one, other in combinations(said, 2):
        first, second = legibility.faces[one.face], legibility.faces[other.face]
        if one.face == other.face or first.level != second.level or not one.means & other.means:
            continue
        angle = _apart(first, one.message, second, other.message)
        if angle is None or angle <= limit + SLACK_DEG:
            continue
        area = shared.area(one.face, other.face)
        if area is None or order.explains(one, other) or order.explains(other, one):
            continue
        yield Conflict(target.id, first.level, area, Said(first.sign, first.number, one.number),
                       Said(second.sign, second.number, other.number), angle)  # fmt: skip


def _apart(first: Face, one: Message, second: Face, other: Message) -> float | None:
    """The angle between two arrows on the plan; None where only one of them is up or down."""
    ways = bearing(first, one.arrow), bearing(second, other.arrow)
    if ways[0] is not None and ways[1] is not None:
        return angle_deg(ways[0], ways[1])
    if ways == (None, None):
        return 180.0 if CLIMBS[one.arrow] != CLIMBS[other.arrow] else 0.0
    return None


class _Shared:
    """The floor on which two faces can both be read, computed once a pair."""

    def __init__(self, legibility: Legibility) -> None:
        self.legibility = legibility
        self._known: dict[tuple[int, int], Polygon | MultiPolygon | None] = {}
        self._near: dict[int, set[int]] = defaultdict(set)
        levels: dict[float, list[int]] = defaultdict(list)
        for k, face in enumerate(legibility.faces):
            levels[face.level].append(k)
        for numbers in levels.values():
            areas = [legibility.area(k) for k in numbers]
            for one, other in STRtree(areas).query(areas, predicate="intersects").T.tolist():
                self._near[numbers[one]].add(numbers[other])

    def area(self, one: int, other: int) -> Polygon | MultiPolygon | None:
        """None where it is no area to speak of."""
        if other not in self._near[one]:
            return None
        key = min(one, other), max(one, other)
        if key not in self._known:
            both = polygons(shapely.intersection(self.legibility.area(one), self.legibility.area(other)))
            self._known[key] = both if both.area >= figures.CONFLICT_AREA.value else None  # type: ignore[assignment]
        return self._known[key]


class _Order:
    """Whether the way from one sign leads past another."""

    def __init__(self, judge: Judge, legibility: Legibility) -> None:
        self.judge, self.legibility = judge, legibility
        self._lines: dict[tuple[int, str], LineString | None] = {}

    def explains(self, one: _Speaker, other: _Speaker) -> bool:
        """Whether the first message is true and the way from there passes in front of the second sign."""
        face, next_face = self.legibility.faces[one.face], self.legibility.faces[other.face]
        verdicts = {verdict.message: verdict for verdict in self.judge.judge_face(face)}
        if verdicts[one.number].verdict != "true":
            return False
        line, spot = self._line(one, face), self.judge.stand(next_face)
        if line is None or spot is None:
            return False
        return bool(line.dwithin(Point(spot.standing.x, spot.standing.y), figures.SIGN_PASSED.value))

    def _line(self, one: _Speaker, face: Face) -> LineString | None:
        """The way from where a message is read, up to the next change of level."""
        key = one.face, one.message.destination
        if key not in self._lines:
            spot = self.judge.stand(face)
            end = None if spot is None else self.judge.costs.nearest(spot, one.message.destination)[1]
            way = None if spot is None or end is None else self.judge.costs.way(spot, end)
            points: list[tuple[float, float]] = []
            for leg in () if way is None else way.legs:
                if is_climb(leg):
                    break
                points += leg.points
            self._lines[key] = LineString(points) if len(points) > 1 else None
        return self._lines[key]
