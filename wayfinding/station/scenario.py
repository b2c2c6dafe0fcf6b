"""The same station in another state: scenarios applied, and what holds at a given moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations

from wayfinding.station.checks.pathways import pathway_problems
from wayfinding.station.checks.reach import cut_off_platforms
from wayfinding.station.checks.references import message_problems, place_problems
from wayfinding.station.checks.signs import sign_problems
from wayfinding.station.checks.tiling import border_problems, tiling_problems
from wayfinding.station.edits import Outcome, carry_out
from wayfinding.station.floor import keep_floors
from wayfinding.station.hours import Hours
from wayfinding.station.model import Station
from wayfinding.station.moment import by_hours, reopened, station_time, turning_points
from wayfinding.station.problems import Problem, scenario_error
from wayfinding.station.scenario_file import (
    TODAY,
    Edit,
    Scenario,
    list_scenarios,
    load_scenario,
    read_scenario,
)

__all__ = [
    "TODAY",
    "Edit",
    "Scenario",
    "apply",
    "at_moment",
    "list_scenarios",
    "load_scenario",
    "read_scenario",
]

_ALWAYS = Hours()
_TERMINALS = ("exit", "platform", "platform_door")


def apply(station: Station, scenario: Scenario) -> Station:
    """A new station with the edits of `scenario`; the old one stays as it is.

    Edits without a time window hold at once, the others wait in `pending` for `at_moment`. ScenarioError carries
    every fault: unknown ids, edits that do not fit their feature or one another, what breaks the station's own
    rules, and whatever leaves a platform without any way out at some minute.
    """
    if scenario.name == TODAY and not scenario.edits:
        return station
    always = [edit for edit in scenario.edits if edit.when is None]
    timed = [edit for edit in scenario.edits if edit.when is not None]
    outcome = carry_out(station, always)
    problems = [*_conflicts([*station.pending, *scenario.edits]), *outcome.problems]
    for edit in timed:
        problems += carry_out(outcome.station, [edit]).problems
    pending, names = (*station.pending, *timed), (*station.scenarios, scenario.name)
    new = keep_floors(outcome.station, replace(outcome.station, pending=pending, scenarios=names))
    if not problems:
        problems = [*_broken(station, outcome), *_broken_in_time(station, new, outcome)]
    if problems:
        raise scenario_error(scenario.name, list(dict.fromkeys(problems)))
    return new


def at_moment(station: Station, moment: datetime | None) -> Station:
    """The station as it is at `moment`: timed edits carried out, hours turned into `open` flags.

    None means an ordinary midday, out of every season; a moment with an offset is turned to the file's `timezone`.
    Untouched records are the same objects.
    """
    moment = station_time(station, moment)
    changed = carry_out(station, active_edits(station, moment)).station
    return by_hours(keep_floors(changed, replace(changed, pending=())), moment)


def _conflicts(edits: Sequence[Edit]) -> Iterator[Problem]:
    """Pairs of edits that say something of the same property of one feature at the same time."""
    groups: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        groups[edit.id].append(edit)
    for id, group in groups.items():
        for one, other in combinations(group, 2):
            same = "remove" in (one.op, other.op) or _properties(one) & _properties(other)
            if same and (one.when or _ALWAYS).overlaps(other.when or _ALWAYS):
                text = f"{one.op} and {other.op} say something of it at the same time"
                yield Problem("edits-overlap", id, text, "keep one of the two, or part their time windows")


def _properties(edit: Edit) -> set[str]:
    """What an edit changes of its feature."""
    if edit.op == "set":
        return set(edit.properties or ())
    if edit.op == "move":
        return {"coordinates"} | ({"level"} if edit.level is not None else set())
    return {{"reverse": "direction", "close": "open", "open": "open"}.get(edit.op, edit.op)}


def _broken(before: Station, outcome: Outcome) -> list[Problem]:
    """Errors of the station's own rules that are there after the edits and were not before."""
    if not outcome.touched:
        return []
    known = {(found.rule, found.feature_id) for found in _rules(before, outcome)}
    return [found for found in _rules(outcome.station, outcome) if (found.rule, found.feature_id) not in known]


def _rules(station: Station, outcome: Outcome) -> list[Problem]:
    drawn, touched = outcome.drawn & set(station.levels), outcome.touched
    as_drawn = reopened(station)
    ways = [p for p in station.pathways.values() if p.id in touched or drawn & {stop.level for stop in p.stops}]
    places = [
        place
        for place in station.places.values()
        if place.id in touched or place.platform in touched or place.level in drawn
    ]
    signs = [sign for sign in station.signs.values() if sign.id in touched or sign.level in drawn]
    told = [*station.signs.values()] if outcome.places else signs
    found = [
        *tiling_problems(as_drawn, drawn), *border_problems(as_drawn, drawn), *pathway_problems(as_drawn, ways),
        *place_problems(as_drawn, places), *sign_problems(as_drawn, signs),
        *(message_problems(station, told) if told else ()),
    ]  # fmt: skip
    return [problem for problem in found if problem.severity == "error"]


def _broken_in_time(before: Station, after: Station, outcome: Outcome) -> list[Problem]:
    """What timed edits break while they hold, and platforms that lose their last way out at any minute."""
    found: list[Problem] = []
    cut_off: dict[str, Problem] = {}
    seen: set[Hashable] = set()
    hours = _hours(after)
    for moment in turning_points(hours):
        state = tuple(item.open_at(moment) for item in hours)
        if state in seen:
            continue
        edits = active_edits(after, moment)
        active = frozenset(map(id, edits))
        timed = carry_out(after, edits)
        if active not in seen:
            found += _broken(after, timed)
        seen |= {state, active}
        ways = _ways(outcome.touched | timed.touched, before, after, timed.station)
        lost = cut_off_platforms(by_hours(timed.station, moment)) if ways else set()
        if lost:
            lost -= cut_off_platforms(at_moment(before, moment))
        for platform in sorted(lost):
            cut_off.setdefault(platform, _cut_off(platform, ways, moment))
    return [*found, *cut_off.values()]


def _cut_off(platform: str, ways: Sequence[str], moment: datetime | None) -> Problem:
    time = f"at {moment:%H:%M}" if moment else "at midday"
    text = f"nobody can leave this platform {time}, after the edits of {', '.join(ways[:5])}"
    return Problem("platform-cut-off", platform, text, "leave one way out of it open")


def active_edits(station: Station, moment: datetime | None) -> tuple[Edit, ...]:
    """The timed edits of the station that hold at `moment`."""
    return tuple(edit for edit in station.pending if edit.when is None or edit.when.open_at(moment))


def _ways(touched: set[str], *stations: Station) -> list[str]:
    """The touched features that a way out can hang on."""
    return sorted(id for id in touched if any(_bears(station, id) for station in stations))


def _bears(station: Station, id: str) -> bool:
    place = station.places.get(id)
    terminal = place is not None and place.type in _TERMINALS
    return terminal or id in station.pathways or id in station.spaces or id in station.obstacles


def _hours(station: Station) -> list[Hours]:
    """The distinct hours on which ways out depend."""
    given = [edit.when for edit in station.pending] + [pathway.hours for pathway in station.pathways.values()]
    given += [place.hours for place in station.places.values() if place.type in _TERMINALS]
    return list(dict.fromkeys(hours for hours in given if hours is not None))
