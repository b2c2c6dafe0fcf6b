"""How crowded one state of a station is in the mean over several days of crowd: floors, queues, times, platforms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wayfinding import assumptions as figures
from wayfinding.flow.measuring.service import QUARTER, Grades, grade
from wayfinding.flow.supply.cells import Cells
from wayfinding.flow.supply.supply import Use
from wayfinding.routing.sight import Floats
from wayfinding.station.model import Name

Densities = NDArray[np.float32]
"""People/m²."""


@dataclass(frozen=True, slots=True)
class MeanTimes:
    """Door-to-door times in s, each the mean over the seeds; nan where nobody arrived.

    `mean_s` = `moving_s` (walking and riding) + `queued_s` (before pathways and lifts) + `waited_s` (for trains).
    """

    people: float
    mean_s: float
    p50_s: float
    p95_s: float
    moving_s: float
    queued_s: float
    waited_s: float


@dataclass(frozen=True, eq=False)
class MeanQueue:
    """The queue of one direction of a pathway, in the mean over the seeds; there for every use, queued for or not.

    `waited_s` is the sum over all who queued, `longest` the most people in it at a time, `worst_wait_s` the longest
    wait of one person. By quarter hour of the clock,
    from the crowding's `begin_quarter` on: `quarter_passed` people who entered, `quarter_waited_s` the sum waited by
    those who came then, each (quarters,).
    """

    pathway: str
    entry: int
    exit: int
    mode: str
    name: Name
    from_level: float
    to_level: float
    passed: float
    waited_s: float
    longest: float
    worst_wait_s: float
    quarter_passed: NDArray[np.float32] = field(repr=False)
    quarter_waited_s: NDArray[np.float32] = field(repr=False)

    @property
    def mean_s(self) -> float:
        """The wait of one who passes, in s; 0 where nobody does."""
        return self.waited_s / self.passed if self.passed else 0.0

    @property
    def worst_quarter(self) -> int:
        """The number of the quarter hour (row) in which those came who waited longest in sum."""
        return int(self.quarter_waited_s.argmax()) if len(self.quarter_waited_s) else 0


@dataclass(frozen=True, slots=True)
class MeanClearance:
    """The trains of one platform: how many, how long until their passengers had left it, the longest of a day, in s.

    `late` trains were not clear of before the next one's passengers came. Means over the seeds, nan without trains.
    """

    platform: str
    trains: float
    mean_s: float
    longest_s: float
    late: float


@dataclass(frozen=True, eq=False)
class Crowding:
    """One state of the station in the mean over the seeds.

    `ppm2` (quarters, cells) is the mean density of each quarter hour of the clock, in people/m²: row 0 is quarter
    `begin_quarter` after midnight. `waiting` (cells,) marks those of platforms, judged as places to wait in. `queues`
    are keyed by (pathway, stop entered, stop left), `groups` by profile, `clearances` by platform.
    """

    cells: Cells
    begin_quarter: int
    ppm2: Densities = field(repr=False)
    waiting: NDArray[np.bool_] = field(repr=False)
    queues: Mapping[Use, MeanQueue] = field(repr=False)
    times: MeanTimes
    groups: Mapping[str, MeanTimes]
    clearances: Mapping[str, MeanClearance] = field(repr=False)

    @cached_property
    def worst_ppm2(self) -> Densities:
        """People/m² in the worst quarter hour of each cell."""
        worst: Densities = self.ppm2.max(axis=0)
        return worst

    @cached_property
    def worst_at_s(self) -> Floats:
        """When the worst quarter hour of each cell begins, in s after midnight."""
        moments: Floats = (self.begin_quarter + self.ppm2.argmax(axis=0)) * (60.0 * QUARTER)
        return moments

    @cached_property
    def worst_grades(self) -> Grades:
        """The level of service, 0 for A to 5 for F, of each cell in its worst quarter hour."""
        return self.grade_of(self.worst_ppm2)

    @cached_property
    def level_changes(self) -> dict[tuple[float, float], float]:
        """How many people go from one level to another by a pathway, by the ordinals of both."""
        found: dict[tuple[float, float], float] = {}
        for queue in self.queues.values():
            levels = queue.from_level, queue.to_level
            if levels[0] != levels[1]:
                found[levels] = found.get(levels, 0.0) + queue.passed
        return dict(sorted(found.items()))

    def grade_of(self, ppm2: Densities) -> Grades:
        """The level of service of densities (…, cells)."""
        walkway, queue = (
            {name: 1.0 / space.value for name, space in spaces.items()}
            for spaces in (figures.FRUIN_WALKWAY, figures.FRUIN_QUEUE)
        )
        density = ppm2.astype(np.float64)
        found = grade(density, walkway)
        found[..., self.waiting] = grade(density[..., self.waiting], queue)
        return found
