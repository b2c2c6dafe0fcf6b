"""What a planner reads from a run: times, queues, crowding, platforms, and that nobody was lost.

The run only records what happened; every figure here follows from its records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.clearance import Boarding, Clearance, list_boardings, list_clearances
from wayfinding.flow.demand import KINDS
from wayfinding.flow.engine import WAITING
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
    """The queue of one direction of a pathway, before its stop number `entry`.

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
    everybody = np.ones(len(simulation.crowd.start), np.bool_)
    return Measures(
        simulation, count_people(simulation, sum(item.left_behind for item in boardings)),
        take_times(simulation, everybody), tuple(split_times(simulation)), list_queues(simulation),
        list_clearances(simulation), boardings,
    )  # fmt: skip


def count_people(simulation: Simulation, left_behind: int = 0) -> Totals:
    """The balance of a run."""
    people = simulation.run.people[: len(simulation.crowd.start)]
    started = int(simulation.run.clock[NEXT_PERSON])
    return Totals(
        len(people), started, simulation.arrived, simulation.without_way,
        started - simulation.arrived - simulation.without_way, int((people["phase"] == WAITING).sum()), left_behind,
    )  # fmt: skip


def take_times(simulation: Simulation, mine: NDArray[np.bool_]) -> Times:
    """The times of some people (a mask over the crowd)."""
    people = simulation.run.people[: len(mine)]
    chosen = mine & ~np.isnan(people["arrived"])
    count = int(chosen.sum())
    if not count:
        return Times(0, *[float("nan")] * 6)
    took = simulation.door_to_door_s[chosen]
    queued, waited = (float(people[name][chosen].mean(dtype=np.float64)) for name in ("queued", "waited"))
    mean = float(took.mean())
    p50, p95 = np.percentile(took, [50, 95]).tolist()
    return Times(count, mean, p50, p95, mean - queued - waited, queued, waited)


def split_times(simulation: Simulation) -> Iterator[Split]:
    """The times by group, by kind of origin, by kind of destination and by both, where anybody set out."""
    crowd = simulation.crowd
    kinds = list(KIND_NAMES)
    kind = np.array([kinds.index(kind_of(place)) for place in crowd.places], dtype=np.int64)
    to = np.array([kind[aim[0]] for aim in crowd.aims], dtype=np.int64)[crowd.end]
    start = kind[crowd.origin]
    for number, group in enumerate(simulation.supply.groups):
        yield from _split(simulation, "group", group.name, Name(group.name_zh, group.name_en), crowd.group == number)
    for by, ends in (("from", start), ("to", to)):
        for number, key in enumerate(kinds):
            yield from _split(simulation, by, key, KIND_NAMES[key], ends == number)  # type: ignore[arg-type]
    for pair in np.unique(start * len(kinds) + to).tolist():
        a, b = (KIND_NAMES[kinds[k]] for k in divmod(pair, len(kinds)))
        key = "-".join(kinds[k] for k in divmod(pair, len(kinds)))
        mine = start * len(kinds) + to == pair
        yield from _split(simulation, "trip", key, Name(f"{a.zh}至{b.zh}", f"{a.en} to {b.en}"), mine)


def _split(simulation: Simulation, by: By, key: str, name: Name, mine: NDArray[np.bool_]) -> Iterator[Split]:
    if mine.any():
        yield Split(by, key, name, take_times(simulation, mine))


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
            pathway.stops[end].level, start, int(passed[k]), float(total[k]), float(total[k] / max(1, passed[k])),
            int(run.longest[at, k]), 60.0 * at, _worst_quarter_s(run.queued_s[:, k]),
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda item: (-item.waited_s, item.pathway, item.from_level)))


def _worst_quarter_s(minutes: Floats | NDArray[np.float32]) -> float:
    return 60.0 * QUARTER * int(minutes.reshape(-1, QUARTER).sum(axis=1).argmax())
