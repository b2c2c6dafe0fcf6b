"""The course of a run: hour by hour, with what holds in each part of the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from wayfinding.flow.choosing.tables import Period
from wayfinding.flow.moving.engine import go
from wayfinding.flow.moving.run import MINUTES
from wayfinding.flow.moving.wheel import BUCKET, DONE, LOST, TURNS
from wayfinding.flow.state import Run
from wayfinding.flow.supply.supply import Supply
from wayfinding.routing.sight import Indices

Progress = Callable[[float], None]
"""Told the share of the day that is done."""
HOUR_S = 3600.0
LAST_S = MINUTES * 60.0 - HOUR_S
"""A run ends here at the latest."""


def go_through(
    run: Run, supply: Supply, periods: Sequence[Period], until_s: float, progress: Progress | None = None
) -> Indices:
    """To the last hour in which somebody sets out, and then as long as somebody gets on.

    Answers how many stood before each use at the end of each hour of the day, (hours, uses).
    """
    people = len(run.people) - len(run.lifts)
    now = begin_s = run.clock[BUCKET] / run.clock[TURNS]
    standing, left = np.zeros((int(MINUTES * 60 // HOUR_S), len(run.uses)), np.int64), -1
    while run.clock[DONE] + run.clock[LOST] < people and now < LAST_S:
        still = people - int(run.clock[DONE] + run.clock[LOST])
        if now - HOUR_S >= max(until_s, run.since[-1]) and still == left:
            break
        left, hour = still, (now // HOUR_S + 1) * HOUR_S
        for until in (*(since for since in run.since.tolist() if now < since < hour), hour):
            run = _as_of(run, supply, periods, now)
            go(run, until)
            now = until
        standing[int(hour // HOUR_S) - 1] = run.uses["queue"]
        if progress is not None:
            progress(max(0.0, min(1.0, (now - begin_s) / (until_s - begin_s))))
    if progress is not None:
        progress(1.0)
    return standing


def _as_of(run: Run, supply: Supply, periods: Sequence[Period], now: float) -> Run:
    """The run with what holds from then on; who is on a pathway ends his ride as he began it."""
    state = periods[int(np.searchsorted(run.since, now, side="right")) - 1].supply or supply
    if run.ride is not state.rides_s:
        run.uses["headway"], run.uses["mixed"] = state.headways_s()
        run.uses["weight"] = state.wait_weight
        run = run._replace(ride=state.rides_s)
    return run
