"""What a comparison keeps of one run, small enough to be sent between processes, and the mean of several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.comparing.crowding import Crowding, MeanClearance, MeanQueue, MeanTimes
from wayfinding.flow.measuring.clearance import list_clearances
from wayfinding.flow.measuring.service import QUARTER, mark_waiting
from wayfinding.flow.measuring.times import share_out
from wayfinding.flow.moving.engine import SAMPLE_S
from wayfinding.flow.moving.run import MINUTES
from wayfinding.flow.simulate import Simulation
from wayfinding.flow.supply.cells import Cells
from wayfinding.flow.supply.supply import Use
from wayfinding.routing.sight import Floats
from wayfinding.station.model import Name

QUARTERS = MINUTES // QUARTER
MEAN, P50, P95 = 1, 2, 3
"""Columns of `times`."""


class Frame(NamedTuple):
    """What is the same in every run of one state: its cells, which of them are waited in, its uses, its groups."""

    cells: Cells
    waiting: NDArray[np.bool_]
    uses: tuple[tuple[Use, str, Name, float, float], ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Figures:
    """One run. `people` (quarters, cells) is the mean number there, `passed` and `waited_s` are (quarters, uses).

    `longest` (uses,) is the most in a queue at a time, `worst_wait_s` (uses,) the longest wait of one person. `times`
    (1 + groups, 7) has a row for everybody and one for each group, with the columns of `MeanTimes`; `clearances` by
    platform are those of `MeanClearance`. nan where nobody was.
    """

    people: NDArray[np.float32]
    passed: NDArray[np.float32]
    waited_s: NDArray[np.float32]
    longest: Floats
    worst_wait_s: Floats
    times: Floats
    clearances: Mapping[str, Floats]


def frame_of(simulation: Simulation) -> Frame:
    """The frame of a run's state."""
    supply, pathways = simulation.supply, simulation.network.station.pathways
    uses = []
    for k, (id, start, end) in enumerate(supply.uses):
        pathway = pathways[id]
        levels = pathway.stops[start].level, pathway.stops[end].level
        uses.append(((id, start, end), str(supply.servers[supply.server_of[k]].mode), pathway.name, *levels))
    return Frame(supply.cells, mark_waiting(simulation), tuple(uses), tuple(group.name for group in supply.groups))


def figures_of(simulation: Simulation) -> Figures:
    """The figures of a run."""
    run = simulation.run
    people = _by_quarter(run.crowd) * np.float32(SAMPLE_S / 60.0 / QUARTER)
    return Figures(people, _by_quarter(run.entered), _by_quarter(run.queued_s),
                   run.longest.max(axis=0).astype(np.float64), run.worst_s.max(axis=0).astype(np.float64),
                   _times(simulation), _clearances(simulation))  # fmt: skip


def _by_quarter(minutes: NDArray[np.int32] | NDArray[np.float32]) -> NDArray[np.float32]:
    """The sums of a record (minutes, …) over the quarter hours of the clock."""
    sums: NDArray[np.float32] = minutes.reshape(QUARTERS, QUARTER, -1).sum(axis=1, dtype=minutes.dtype).astype("f4")
    return sums


def _times(simulation: Simulation) -> Floats:
    done, groups = simulation.outcome, len(simulation.supply.groups)
    code = simulation.crowd.group.astype(np.int16)
    _, edge, sums, took = share_out(code, groups, simulation.door_to_door_s, done["queued"], done["waited"])
    rows = [_row(took, sums.sum(axis=0))]
    rows += [_row(took[edge[k] : edge[k + 1]], sums[k]) for k in range(groups)]
    return np.array(rows)


def _row(took: NDArray[np.float32], sums: Floats) -> list[float]:
    """`sums` are those of all times, of all time in queues and of all waits for trains."""
    if not len(took):
        return [0.0, *[np.nan] * 6]
    mean_s, queued_s, waited_s = (sums / len(took)).tolist()
    p50_s, p95_s = np.quantile(took, [0.5, 0.95]).tolist()
    return [len(took), mean_s, p50_s, p95_s, mean_s - queued_s - waited_s, queued_s, waited_s]


def _clearances(simulation: Simulation) -> dict[str, Floats]:
    found: dict[str, list[tuple[float, bool]]] = {}
    for item in list_clearances(simulation):
        took = np.nan if item.clear_s is None else item.clear_s
        found.setdefault(item.platform, []).append((took, not item.in_time))
    rows = {}
    for platform, trains in found.items():
        took, late = np.array(trains, dtype=float).T
        some = took[np.isfinite(took)]
        mean_s, longest_s = (float(some.mean()), float(some.max())) if len(some) else (np.nan, np.nan)
        rows[platform] = np.array([len(trains), mean_s, longest_s, late.sum()])
    return rows


@dataclass
class Tally:
    """Adds up the figures of one state's runs, one after the other, so that only their sum is held."""

    count: int = 0
    people: Floats = field(default_factory=lambda: np.zeros(()))
    passed: Floats = field(default_factory=lambda: np.zeros(()))
    waited_s: Floats = field(default_factory=lambda: np.zeros(()))
    longest: Floats = field(default_factory=lambda: np.zeros(()))
    worst_wait_s: Floats = field(default_factory=lambda: np.zeros(()))
    times: list[Floats] = field(default_factory=list)
    clearances: dict[str, list[Floats]] = field(default_factory=dict)

    def add(self, run: Figures) -> None:
        """Take one run in."""
        self.count += 1
        self.people, self.passed = self.people + run.people, self.passed + run.passed
        self.waited_s, self.longest = self.waited_s + run.waited_s, self.longest + run.longest
        self.worst_wait_s = self.worst_wait_s + run.worst_wait_s
        self.times.append(run.times)
        for platform, row in run.clearances.items():
            self.clearances.setdefault(platform, []).append(row)

    @property
    def quarters(self) -> tuple[int, int]:
        """The first quarter hour in which anybody was there, and the one after the last."""
        some = np.flatnonzero(self.people.any(axis=1) | self.passed.any(axis=1))
        return (int(some[0]), int(some[-1]) + 1) if len(some) else (0, 1)

    def crowding(self, frame: Frame, quarters: tuple[int, int]) -> Crowding:
        """The means over the runs, between two quarter hours."""
        mine = slice(*quarters)
        ppm2 = self.people[mine] / self.count / frame.cells.area_m2
        passed, waited_s = self.passed / self.count, self.waited_s / self.count
        queues = {
            use: MeanQueue(*use, mode, name, low, high, float(passed[:, k].sum()), float(waited_s[:, k].sum()),
                           float(self.longest[k] / self.count), float(self.worst_wait_s[k] / self.count),
                           passed[mine, k].astype(np.float32), waited_s[mine, k].astype(np.float32))
            for k, (use, mode, name, low, high) in enumerate(frame.uses)
        }  # fmt: skip
        everybody, *groups = (MeanTimes(*row) for row in mean_there(np.stack(self.times)).tolist())
        return Crowding(
            frame.cells, quarters[0], ppm2.astype(np.float32), frame.waiting, queues, everybody,
            dict(zip(frame.groups, groups, strict=True)),
            {platform: MeanClearance(platform, *mean_there(np.stack(rows)).tolist())
             for platform, rows in sorted(self.clearances.items())},
        )  # fmt: skip


def mean_there(values: Floats) -> Floats:
    """The mean along the first axis of what is there; nan where nothing is."""
    there = np.isfinite(values)
    count = there.sum(axis=0)
    mean: Floats = np.divide(np.where(there, values, 0.0).sum(axis=0), count, np.full(count.shape, np.nan),
                             where=count > 0)  # fmt: skip
    return mean
