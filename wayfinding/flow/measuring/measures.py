"""What a planner reads from a run: times, queues, crowding, platforms, and that nobody was lost.

The run only records what happened; every figure here follows from its records.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.measuring.clearance import Boarding, Clearance, list_boardings, list_clearances
from wayfinding.flow.measuring.lift_waits import LiftWait, list_lift_waits
from wayfinding.flow.measuring.service import QUARTER, Service, judge_service
from wayfinding.flow.measuring.times import Split, Times, split_times
from wayfinding.flow.moving.phases import WAITING
from wayfinding.flow.moving.wheel import NEXT_PERSON
from wayfinding.flow.simulate import Simulation
from wayfinding.routing.sight import Floats
from wayfinding.station.model import Name


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue of one direction of a pathway, before its stop number `entry`, of those who leave it at `exit`.

    `waited_s` is the sum over all who queued, `mean_s` the mean over all who passed, `longest` the most people in it at
    a time, and `longest_at_s` the minute of the day when they were (s after midnight); `worst_at_s` begins the quarter
    hour in which those came who waited longest in sum, `worst_wait_s` is the longest wait of one person.
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
    worst_wait_s: float


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
    lifts: tuple[LiftWait, ...]

    @cached_property
    def service(self) -> Service:
        """How crowded it was."""
        return judge_service(self.simulation)


def measure(simulation: Simulation) -> Measures:
    """The measures of a run."""
    boardings = list_boardings(simulation)
    times, splits = split_times(simulation)
    totals = count_people(simulation, sum(item.left_behind for item in boardings))
    return Measures(
        simulation, totals, times, splits, list_queues(simulation), list_clearances(simulation), boardings,
        list_lift_waits(simulation),
    )  # fmt: skip


def count_people(simulation: Simulation, left_behind: int = 0) -> Totals:
    """The balance of a run."""
    phase = simulation.outcome["phase"]
    started = int(simulation.run.clock[NEXT_PERSON])
    return Totals(
        len(phase), started, simulation.arrived, simulation.without_way,
        started - simulation.arrived - simulation.without_way, int((phase == WAITING).sum()), left_behind,
    )  # fmt: skip


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
            float(run.worst_s[:, k].max()),
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda item: (-item.waited_s, item.pathway, item.from_level)))


def _worst_quarter_s(minutes: Floats | NDArray[np.float32]) -> float:
    return 60.0 * QUARTER * int(minutes.reshape(-1, QUARTER).sum(axis=1).argmax())
