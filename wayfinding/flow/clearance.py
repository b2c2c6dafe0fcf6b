"""How long each train's passengers take to leave its platform, and whom full trains leave behind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wayfinding.flow.phases import WAITING
from wayfinding.flow.simulate import Simulation
from wayfinding.routing.sight import Floats

SAME_S = 0.01
"""Waits are kept in single precision: a train within this of the one boarded is that one."""


@dataclass(frozen=True, slots=True)
class Clearance:
    """One train: when its first passenger stepped out, how many did, and how long until the last had left the platform.

    Who left it is in a pathway. `on_foot` counts those who never entered one, because they changed trains on the same
    platform or found no way; they are no part of `clear_s`, which is None where there is nobody else. `next_s` is the
    time until the next train's first passenger, None after the last train.
    """

    platform: str
    at_s: float
    people: int
    on_foot: int
    clear_s: float | None
    next_s: float | None

    @property
    def in_time(self) -> bool:
        """Whether the platform was clear before the next train's passengers came."""
        return self.clear_s is None or self.next_s is None or self.clear_s <= self.next_s


def list_clearances(simulation: Simulation) -> tuple[Clearance, ...]:
    """Every train that somebody came with, by platform and time."""
    crowd = simulation.crowd
    came = np.flatnonzero(crowd.arrived_by >= 0)
    if not len(came):
        return ()
    first, start, train = simulation.run.people["first"].copy()[came], crowd.start[came], crowd.arrived_by[came]
    everybody = np.bincount(train)
    trains = np.flatnonzero(everybody)
    mine = (np.cumsum(everybody > 0) - 1)[train]
    begin, last = np.empty(len(trains)), np.full(len(trains), -np.inf)
    begin[mine[::-1]] = start[
        ::-1
    ]  # the last that is written is the earliest: people stand in the order of setting out
    entered = ~np.isnan(first)
    np.maximum.at(last, mine[entered], first[entered])
    people, left = everybody[trains], np.bincount(mine[entered], minlength=len(trains))
    one = np.zeros(len(trains), np.int64)
    one[mine] = crowd.origin[came]
    platform = [crowd.places[k].platform or crowd.places[k].id for k in one.tolist()]
    order = sorted(range(len(trains)), key=lambda k: (platform[k], begin[k]))
    return tuple(
        Clearance(
            platform[k], float(begin[k]), int(people[k]), int(people[k] - left[k]),
            float(last[k] - begin[k]) if left[k] else None,
            float(begin[after] - begin[k]) if after is not None and platform[after] == platform[k] else None,
        )
        for k, after in zip(order, [*order[1:], None], strict=True)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Boarding:
    """One platform: who left it by train, how long they had waited, and who had to let trains go that were full."""

    platform: str
    boarded: int
    mean_wait_s: float
    longest_wait_s: float
    left_behind: int
    still_waiting: int


def list_boardings(simulation: Simulation) -> tuple[Boarding, ...]:
    """Every platform that people left by train, or wanted to."""
    run, crowd = simulation.run, simulation.crowd
    people, count = run.people[: len(crowd.start)], len(crowd.platforms)
    wanted = np.bincount(crowd.platform + 1, minlength=count + 1)[1:]
    still = np.bincount(crowd.platform[people["phase"] == WAITING], minlength=count).tolist()
    gone = np.flatnonzero((crowd.platform >= 0) & ~np.isnan(people["arrived"]))
    gone = gone[np.argsort(crowd.platform[gone].astype(np.int16), kind="stable")]
    edge = np.searchsorted(crowd.platform[gone], np.arange(count + 1))
    every, waits = people["arrived"][gone], people["waited"][gone].astype(np.float64)
    found = []
    for number in np.flatnonzero(wanted).tolist():
        mine = slice(edge[number], edge[number + 1])
        arrived, waited = every[mine], waits[mine]
        leaves = run.trains["leaves"][run.trains["platform"] == number]
        found.append(Boarding(
            crowd.platforms[number], len(arrived), float(waited.mean()) if len(arrived) else 0.0,
            float(waited.max(initial=0.0)), _left_behind(leaves, arrived, waited), still[number],
        ))  # fmt: skip
    return tuple(found)


def _left_behind(leaves: Floats, boarded: Floats, waited: Floats) -> int:
    """How many of those who boarded then, having waited so long, had let a train go."""
    long = waited > np.diff(leaves).min(initial=np.inf) - 2 * SAME_S
    boarded, came = boarded[long], boarded[long] - waited[long]
    return int((np.searchsorted(leaves, boarded - SAME_S) > np.searchsorted(leaves, came + SAME_S)).sum())
