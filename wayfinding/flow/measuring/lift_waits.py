"""How long people wait for each lift, hour by hour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wayfinding.flow.simulate import Simulation
from wayfinding.flow.state import LIFT_WAIT_S, LIFT_WAITS
from wayfinding.station.model import Name


@dataclass(frozen=True, slots=True)
class LiftWait:
    """One lift in the hour that begins at `hour_s` (s after midnight): who got in then, at any stop, and their waits.

    `p95_s` is told to 5 s, the mean and the longest exactly. People who are still waiting count when they get in.
    """

    lift: str
    name: Name
    hour_s: float
    people: int
    mean_s: float
    p95_s: float
    longest_s: float


def list_lift_waits(simulation: Simulation) -> tuple[LiftWait, ...]:
    """Every lift and hour in which somebody got in, by lift and hour."""
    run, supply, station = simulation.run, simulation.supply, simulation.network.station
    id_of = {n: supply.uses[k][0] for k, n in enumerate(run.uses["lift"].tolist()) if n >= 0}
    rides = np.flatnonzero(run.uses["lift"] >= 0)
    hours, lifts = run.lift_longest_s.shape
    hourly = run.queued_s[:, rides].reshape(hours, 60, len(rides)).sum(axis=1, dtype=np.float64)
    waited_s = hourly @ (run.uses["lift"][rides][:, None] == np.arange(lifts))
    people = run.lift_waits.sum(axis=2)
    found = []
    for n, id in sorted(id_of.items(), key=lambda item: item[1]):
        for hour in np.flatnonzero(people[:, n]).tolist():
            count, longest_s = int(people[hour, n]), float(run.lift_longest_s[hour, n])
            found.append(LiftWait(
                id, station.pathways[id].name, 3600.0 * hour, count, float(waited_s[hour, n]) / count,
                min(longest_s, _percentile_s(run.lift_waits[hour, n], 0.95 * count)), longest_s,
            ))  # fmt: skip
    return tuple(found)


def _percentile_s(steps: np.ndarray[tuple[int], np.dtype[np.int32]], rank: float) -> float:
    """The wait that so many people did not exceed, spread evenly within its step; infinite beyond the last step."""
    upto = np.cumsum(steps)
    k = int(np.searchsorted(upto, rank))
    if k == LIFT_WAITS - 1:
        return np.inf
    return LIFT_WAIT_S * (k + (rank - float(upto[k] - steps[k])) / float(steps[k]))
