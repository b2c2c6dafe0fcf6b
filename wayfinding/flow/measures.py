"""What a planner reads from a run: times, queues, crowding, platforms, and that nobody was lost.

The run only records what happened; every figure here follows from its records.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.clearance import Boarding, Clearance, list_boardings, list_clearances
from wayfinding.flow.demand import KINDS
from wayfinding.flow.phases import WAITING
from wayfinding.flow.service import QUARTER, Service, judge_service
from wayfinding.flow.simulate import Simulation
from wayfinding.flow.wheel import NEXT_PERSON
from wayfinding.routing.sight import Floats
from wayfinding.station.model import Name, Place

By = Literal["group", "from", "to", "trip"]
KIND_NAMES = {
    "metro": Name("地铁", "metro"), "rail": Name("火车", "railway"), "street": Name("街道", "street"),
    "road": Name("公交长途出租", "bus, coach and taxi"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Times:
    """Door-to-door times of those who arrived, in s, and the means of their parts, which add up to the mean.

    `moving_s` is spent walking and riding, crowded or not; `queued_s` before pathways and lifts; `waited_s` for trains.
    All are nan where nobody arrived.
    """

    people: int
    mean_s: float
    p50_s: float
    p95_s: float
    moving_s: float
    queued_s: float
    waited_s: float


@dataclass(frozen=True, slots=True)
class Split:
    """The times of some: those of one group, from one kind of place, to one, or from one to another."""

    by: By
    key: str
    name: Name
    times: Times


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue of one direction of a pathway, before its stop number `entry`, of those who leave it at `exit`.

    `waited_s` is the sum over all who queued, `mean_s` the mean over all who passed, `longest` the most people in it at
    a time, and `longest_at_s` the minute of the day when they were (s after midnight); `worst_at_s` begins the quarter
    hour in which those came who waited longest in sum.
    """

    pathway: str
    mode: str
    name: Name
    from_level: float
    to_level: float
    entry: int
    exit: int
    passed: int
    waited_s: float
    mean_s: float
    longest: int
    longest_at_s: float
    worst_at_s: float


@dataclass(frozen=True, slots=True)
class Totals:
    """Where everybody is when the run ends: started = arrived + without_way + still_there.

    Of those still there, `waiting` wait for a train; `left_behind` are all who ever had to let a full train go.
    """

    asked: int
    started: int
    arrived: int
    without_way: int
    still_there: int
    waiting: int
    left_behind: int


@dataclass(frozen=True, eq=False)
class Measures:
    """All measures of one run."""

    simulation: Simulation
    totals: Totals
    times: Times
    splits: tuple[Split, ...]
    queues: tuple[Queue, ...]
    clearances: tuple[Clearance, ...]
    boardings: tuple[Boarding, ...]

    @cached_property
    def service(self) -> Service:
        """How crowded it was."""
        return judge_service(self.simulation)


def measure(simulation: Simulation) -> Measures:
    """The measures of a run."""
    boardings = list_boardings(simulation)
    times, splits = split_times(simulation)
    totals = count_people(simulation, sum(item.left_behind for item in boardings))
    return Measures(simulation, totals, times, splits, list_queues(simulation), list_clearances(simulation), boardings)


def count_people(simulation: Simulation, left_behind: int = 0) -> Totals:
    """The balance of a run."""
    people = simulation.run.people[: len(simulation.crowd.start)]
    started = int(simulation.run.clock[NEXT_PERSON])
    return Totals(
        len(people), started, simulation.arrived, simulation.without_way,
        started - simulation.arrived - simulation.without_way, int((people["phase"] == WAITING).sum()), left_behind,
    )  # fmt: skip


def split_times(simulation: Simulation) -> tuple[Times, tuple[Split, ...]]:
    """The times of all, and by group, by kind of origin, by kind of destination and by both, where anybody set out."""
    crowd, people = simulation.crowd, simulation.run.people[: len(simulation.crowd.start)]
    kinds = list(KIND_NAMES)
    kind = np.array([kinds.index(kind_of(place)) for place in crowd.places], dtype=np.int8)
    start, to = kind[crowd.origin], np.array([kind[aim[0]] for aim in crowd.aims], dtype=np.int8)[crowd.end]
    both = [(a, b) for a in kinds for b in kinds]
    splits: list[tuple[By, NDArray[np.int8], list[tuple[str, Name]]]] = [
        ("group", crowd.group.astype(np.int8),
         [(group.name, Name(group.name_zh, group.name_en)) for group in simulation.supply.groups]),
        ("from", start, list(KIND_NAMES.items())),
        ("to", to, list(KIND_NAMES.items())),
        ("trip", start * np.int8(len(kinds)) + to, [(f"{a}-{b}", _trip_name(a, b)) for a, b in both]),
    ]  # fmt: skip
    took = simulation.door_to_door_s
    order = np.argsort(took)[: len(took) - int(np.isnan(took).sum())]
    sorted_s = took[order]
    queued, waited = people["queued"][order].astype(np.float64), people["waited"][order].astype(np.float64)
    found = []
    for by, codes, keys in splits:
        mine = codes[order]
        setting_out = np.bincount(codes, minlength=len(keys))
        for number, (key, name) in enumerate(keys):
            if setting_out[number]:
                chosen = mine == number
                found.append(Split(by, key, name, _times(sorted_s[chosen], queued[chosen], waited[chosen])))
    return _times(sorted_s, queued, waited), tuple(found)


def _times(took: Floats, queued: Floats, waited: Floats) -> Times:
    """The times of people in the order of how long they took."""
    count = len(took)
    if not count:
        return Times(0, *[float("nan")] * 6)
    mean_s, queued_s, waited_s = float(took.mean()), float(queued.mean()), float(waited.mean())
    p50_s, p95_s = (float(np.interp(share * (count - 1), [k, k + 1], took[[k, min(k + 1, count - 1)]]))
                    for share, k in ((0.5, (count - 1) // 2), (0.95, int(0.95 * (count - 1)))))  # fmt: skip
    return Times(count, mean_s, p50_s, p95_s, mean_s - queued_s - waited_s, queued_s, waited_s)


def _trip_name(start: str, end: str) -> Name:
    a, b = KIND_NAMES[start], KIND_NAMES[end]
    return Name(f"{a.zh}至{b.zh}", f"{a.en} to {b.en}")


def kind_of(place: Place) -> str:
    """What kind of trip begins or ends at a place; a place that stands for none counts as the street."""
    return "metro" if place.type == "platform_door" else KINDS.get(place.type, "street")


def list_queues(simulation: Simulation) -> tuple[Queue, ...]:
    """Every direction of a pathway in which somebody queued, the most waited for first."""
    run, supply, station = simulation.run, simulation.supply, simulation.network.station
    total, passed = run.queued_s.sum(axis=0, dtype=np.float64), run.entered.sum(axis=0)
    found = []
    for k in np.flatnonzero(total > 0).tolist():
        id, start, end = supply.uses[k]
        pathway = station.pathways[id]
        at = int(run.longest[:, k].argmax())
        found.append(Queue(
            id, supply.servers[supply.server_of[k]].mode, pathway.name, pathway.stops[start].level,
            pathway.stops[end].level, start, end, int(passed[k]), float(total[k]), float(total[k] / max(1, passed[k])),
            int(run.longest[at, k]), 60.0 * at, _worst_quarter_s(run.queued_s[:, k]),
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda item: (-item.waited_s, item.pathway, item.from_level)))


def _worst_quarter_s(minutes: Floats | NDArray[np.float32]) -> float:
    return 60.0 * QUARTER * int(minutes.reshape(-1, QUARTER).sum(axis=1).argmax())
