"""How crowded it was, cell by cell and minute by minute, in Fruin's levels of service A to F."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from wayfinding import assumptions as figures
from wayfinding.assumptions import Figure
from wayfinding.flow.moving.engine import SAMPLE_S
from wayfinding.flow.moving.wheel import BUCKET, TURNS
from wayfinding.flow.simulate import Simulation
from wayfinding.routing.sight import Floats

GRADES = "ABCDEF"
QUARTER = 15
"""Minutes."""
AT_ONCE = 60
"""So many minutes are judged at a time, to keep little in memory."""

Grades = NDArray[np.int8]
"""0 for A to 5 for F."""


@dataclass(frozen=True, eq=False)
class Service:
    """Levels of service of one run.

    From minute `begin` of the day on, `people` (minutes, cells) is the mean number there.
    `waiting` marks the cells of platforms, which are judged as places to wait in; all others as walkways.
    `stairs` names the stairs, of which `stair_flow` (minutes, stairs) is what entered in people a minute on each metre
    of width.
    """

    begin: int
    people: Floats
    area_m2: Floats
    level: Floats
    waiting: NDArray[np.bool_]
    stairs: tuple[str, ...]
    stair_flow: Floats

    @cached_property
    def grades(self) -> Grades:
        """Of each minute and cell."""
        found = np.empty(self.people.shape, np.int8)
        for first in range(0, len(found), AT_ONCE):
            minutes = slice(first, first + AT_ONCE)
            found[minutes] = self.grade_of(self.people[minutes] / self.area_m2)
        return found

    @cached_property
    def stair_grades(self) -> Grades:
        """Of each minute and stair."""
        return grade(self.stair_flow, figures.FRUIN_STAIRS)

    def person_minutes(self, ordinal: float | None = None) -> Floats:
        """How many person-minutes were spent at A, B, … F, on one level or everywhere."""
        mine = slice(None) if ordinal is None else self.level == ordinal
        spent: Floats = self._spent[mine].sum(axis=0)
        return spent

    @cached_property
    def _spent(self) -> Floats:
        """Person-minutes of each cell at A, B, … F: (cells, 6)."""
        found, cells = np.zeros((len(self.area_m2), len(GRADES))), np.arange(len(self.area_m2))
        for grades, people in zip(self.grades, self.people, strict=True):
            found[cells, grades] += people
        return found

    def minutes(self) -> NDArray[np.int64]:
        """How many minutes each cell was at A, B, … F: (cells, 6)."""
        return np.stack([(self.grades == k).sum(axis=0) for k in range(len(GRADES))], axis=1)

    @cached_property
    def quarters(self) -> Floats:
        """Mean people/m² in each quarter hour of the clock and cell; minutes outside the run count as empty."""
        before, count = self.begin % QUARTER, len(self.people)
        padded = np.pad(self.people, ((before, -(before + count) % QUARTER), (0, 0)))
        density: Floats = padded.reshape(-1, QUARTER, len(self.area_m2)).mean(axis=1) / self.area_m2
        return density

    @cached_property
    def worst_ppm2(self) -> Floats:
        """People/m² in the worst quarter hour of each cell."""
        worst: Floats = self.quarters.max(axis=0)
        return worst

    @property
    def worst_grades(self) -> Grades:
        """The level of service of each cell in its worst quarter hour."""
        return self.grade_of(self.worst_ppm2)

    @cached_property
    def worst_at_s(self) -> Floats:
        """When the worst quarter hour of each cell began, in s after midnight."""
        first = self.begin // QUARTER
        moments: Floats = (first + self.quarters.argmax(axis=0)) * (60.0 * QUARTER)
        return moments

    def grade_of(self, density: Floats) -> Grades:
        """The level of service of densities (…, cells) in people/m²."""
        found = grade(density, _densities(figures.FRUIN_WALKWAY))
        found[..., self.waiting] = grade(density[..., self.waiting], _densities(figures.FRUIN_QUEUE))
        return found


def judge_service(simulation: Simulation) -> Service:
    """The levels of service of every cell and minute of a run, and of its stairs."""
    run, cells = simulation.run, simulation.supply.cells
    begin = int(simulation.times[0] // 60)
    end = max(begin + 1, -(-int(run.clock[BUCKET]) // (int(run.clock[TURNS]) * 60)))
    people = run.crowd[begin:end].astype(np.float64) * (SAMPLE_S / 60.0)
    stairs, flow = _stairs(simulation, begin, end)
    return Service(begin, people, cells.area_m2, cells.level, mark_waiting(simulation), stairs, flow)


def grade(values: Floats, limits: Mapping[str, float] | Mapping[str, Figure]) -> Grades:
    """The level of service of each value: A up to the first limit, F beyond the last."""
    edges = [item.value if isinstance(item, Figure) else item for item in limits.values()]
    return np.searchsorted(np.array(edges), values, side="left").astype(np.int8)


def _densities(spaces: Mapping[str, Figure]) -> dict[str, float]:
    """Spaces for one person as people/m²."""
    return {name: 1.0 / item.value for name, item in spaces.items()}


def mark_waiting(simulation: Simulation) -> NDArray[np.bool_]:
    """Which cells (cells,) lie on a platform, where people wait."""
    cells = simulation.supply.cells
    spot = shapely.point_on_surface(cells.shape)
    waiting = np.zeros(len(spot), np.bool_)
    for space in simulation.network.station.spaces.values():
        if space.use == "platform":
            mine = cells.level == space.level
            waiting[mine] |= shapely.contains(space.outline, spot[mine])
    return waiting


def _stairs(simulation: Simulation, begin: int, end: int) -> tuple[tuple[str, ...], Floats]:
    supply = simulation.supply
    numbers = [k for k, server in enumerate(supply.servers) if server.mode == "stairs"]
    pathways = [simulation.network.station.pathways[supply.servers[k].pathway] for k in numbers]
    flow = np.zeros((end - begin, len(numbers)))
    for column, (k, pathway) in enumerate(zip(numbers, pathways, strict=True)):
        entered = simulation.run.entered[begin:end, supply.server_of == k].sum(axis=1)
        flow[:, column] = entered / (pathway.width_m or figures.CROWD_WIDTH.value)
    return tuple(pathway.id for pathway in pathways), flow
