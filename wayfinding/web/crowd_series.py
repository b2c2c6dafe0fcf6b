"""Quarter hours of a run: how long each queue was, who passed and how long they had waited."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.measuring.measures import Measures
from wayfinding.flow.measuring.service import QUARTER
from wayfinding.routing.sight import Floats


@dataclass(frozen=True, eq=False)
class Series:
    """By queue (rows, in the order of the measures' queues): from quarter hour `begin` after midnight on.

    `longest` is the most people in it at a time, `passed` how many entered, `waited_s` the sum of the waits;
    `minutes` (queues, minutes) is the most people in it and `minutes_waited_s` the sum of the waits, from the first
    minute of the run on. Waits count in the minute of joining the line, those for lifts when the car is entered.
    """

    begin: int
    longest: NDArray[np.int64]
    passed: NDArray[np.int64]
    waited_s: Floats
    minutes: NDArray[np.int64]
    minutes_waited_s: Floats

    @property
    def count(self) -> int:
        """How many quarter hours there are."""
        return int(self.longest.shape[1])

    def starts_s(self) -> Floats:
        """When each quarter hour begins, in s after midnight."""
        moments: Floats = np.arange(self.begin, self.begin + self.count, dtype=float) * (60.0 * QUARTER)
        return moments

    def mean_s(self) -> Floats:
        """The mean wait in each quarter hour; nan where nobody entered."""
        with np.errstate(invalid="ignore", divide="ignore"):
            mean: Floats = np.where(self.passed > 0, self.waited_s / self.passed, np.nan)
        return mean


def list_series(measures: Measures) -> Series:
    """The quarter hours of all queues, the same ones as those of the levels of service."""
    run, supply, service = measures.simulation.run, measures.simulation.supply, measures.service
    number = {use: k for k, use in enumerate(supply.uses)}
    mine = np.array([number[queue.pathway, queue.entry, queue.exit] for queue in measures.queues], dtype=np.int64)
    begin = service.begin // QUARTER
    minutes = slice(begin * QUARTER, (begin + len(service.quarters)) * QUARTER)

    def rows(table: NDArray[np.int32] | NDArray[np.float32]) -> NDArray[np.float64]:
        return table[minutes, :][:, mine].T.reshape(len(mine), len(service.quarters), QUARTER).astype(np.float64)

    own = slice(service.begin, service.begin + len(service.people))
    return Series(
        begin, rows(run.longest).max(axis=2, initial=0).astype(np.int64),
        rows(run.entered).sum(axis=2).astype(np.int64), rows(run.queued_s).sum(axis=2),
        run.longest[own, mine].T.astype(np.int64), run.queued_s[own, mine].T.astype(np.float64),
    )  # fmt: skip
