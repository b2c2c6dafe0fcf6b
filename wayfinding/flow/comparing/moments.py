"""What a plan changes besides times: signs and step-free ways, moment by moment; and which plans are refused for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wayfinding.errors import PlanError
from wayfinding.flow.measuring.outputs import clock
from wayfinding.flow.supply.day import BELTS, State
from wayfinding.routing.differences import WayChange, list_way_changes
from wayfinding.routing.network import Network
from wayfinding.routing.profiles import PROFILES, STEPLESS, Profile
from wayfinding.signage.judging.contradictions import Turned, list_turned
from wayfinding.station.checks.reach import reach_problems
from wayfinding.station.edits import carry_out
from wayfinding.station.model import Station
from wayfinding.station.scenario_file import Edit

DAY_S = 24 * 3600.0
NAMED = 3
"""So many ways or platforms stand in a refusal."""
CUT_OFF = {"platform-cannot-be-left": "leave", "platform-cannot-be-reached": "reach"}


@dataclass(frozen=True, slots=True)
class Moment:
    """What changes from a to b from `since_s` (s after midnight) until the next moment."""

    since_s: float
    signs_turned: tuple[Turned, ...]
    step_free: tuple[WayChange, ...]


@dataclass(frozen=True, eq=False)
class Stretch:
    """Both states of the station from `since_s` (s after midnight) on."""

    since_s: float
    a: Network
    b: Network


def list_stretches(a: Sequence[State], b: Sequence[State]) -> tuple[Stretch, ...]:
    """Two days side by side, to midnight: a stretch begins where either changes."""
    moments = sorted({state.since_s for state in (*a, *b) if state.since_s < DAY_S})
    return tuple(Stretch(moment, _at(a, moment), _at(b, moment)) for moment in moments)


def _at(states: Sequence[State], moment_s: float) -> Network:
    return next((state.network for state in reversed(states) if state.since_s <= moment_s), states[0].network)


def list_moments(stretches: Sequence[Stretch]) -> tuple[Moment, ...]:
    """What changes in each stretch; stretches that follow each other and change the same are one moment."""
    known: dict[tuple[int, int], tuple[tuple[Turned, ...], tuple[WayChange, ...]]] = {}
    moments: list[Moment] = []
    for item in stretches:
        key = id(item.a), id(item.b)
        if key not in known:
            known[key] = list_turned(item.a, item.b), list_way_changes(item.a, item.b)
        moment = Moment(item.since_s, *known[key])
        if not moments or (moments[-1].signs_turned, moments[-1].step_free) != known[key]:
            moments.append(moment)
    return tuple(moments)


def refuse_plan(stretches: Sequence[Stretch], groups: Sequence[Profile], name: str) -> None:
    """PlanError that names the platforms that b cuts off and the step-free ways that it takes away, where a has them.

    It looks at every stretch of the day, and at the minutes in which belts stand still to be turned; at ways for the
    profile step_free and for all of the `groups` that use no step. Each platform or way is named with the first time at
    which it is gone, where there is more than one stretch.
    """
    faults: dict[str, dict[str, float]] = {}
    seen: set[tuple[int, int]] = set()
    for item in stretches:
        if (id(item.a), id(item.b)) in seen:
            continue
        seen.add((id(item.a), id(item.b)))
        for said, what in _faults(item, groups):
            faults.setdefault(said, {}).setdefault(what, item.since_s)
    for last, item in pairwise(stretches):
        for said, what in _faults_of_turning(last, item):
            faults.setdefault(said, {}).setdefault(what, item.since_s)
    if faults:
        timed = len(stretches) > 1
        raise PlanError(f"{name} is refused: " + "; ".join(_said(*fault, timed) for fault in faults.items()))


def _faults(item: Stretch, groups: Sequence[Profile]) -> Iterator[tuple[str, str]]:
    """What is said of each fault, and the platform or way of which it is said."""
    yield from _platforms_cut_off(item.a.station, item.b.station)
    gone: set[tuple[str, str]] = set()
    for profile in dict.fromkeys((PROFILES["step_free"], *groups)):
        if not profile.modes <= STEPLESS:
            continue
        for change in list_way_changes(item.a, item.b, profile):
            if change.lost and (change.origin, change.destination) not in gone:
                gone.add((change.origin, change.destination))
                who = "" if profile.name == "step_free" else f" {profile.name_en}"
                yield f"it takes the only step-free way{who}", f"{change.origin} → {change.destination}"


def _faults_of_turning(last: Stretch, item: Stretch) -> Iterator[tuple[str, str]]:
    """The same while that stands still which runs one way in the last stretch and the other way in this."""
    if not _turned(last.b.station, item.b.station):
        return
    a, b = (_standing_still(*both) for both in ((last.a.station, item.a.station), (last.b.station, item.b.station)))
    known = set(_platforms_cut_off(item.a.station, item.b.station))
    for said, platform in _platforms_cut_off(a, b):
        if (said, platform) not in known:
            yield f"while it turns escalators, {said}", platform


def _standing_still(before: Station, after: Station) -> Station:
    return carry_out(after, [Edit("close", id) for id in _turned(before, after)]).station


def _turned(before: Station, after: Station) -> list[str]:
    """The belts that run the other way."""
    return [
        id
        for id, way in after.pathways.items()
        if way.mode in BELTS and {way.direction, before.pathways[id].direction} == {"forward", "backward"}
    ]


def _platforms_cut_off(a: Station, b: Station) -> Iterator[tuple[str, str]]:
    for rule, word in CUT_OFF.items():
        for platform in sorted(_cut_off(b, rule) - _cut_off(a, rule)):
            yield f"nobody can {word} platform", platform


def _cut_off(station: Station, rule: str) -> set[str]:
    return {str(problem.feature_id) for problem in reach_problems(station) if problem.rule == rule}


def _said(said: str, since_s: dict[str, float], timed: bool) -> str:
    named = [f"{what} from {clock(moment_s)}" if timed else what for what, moment_s in since_s.items()]
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    return f"{said} {', '.join(named[:NAMED])}{more}"
