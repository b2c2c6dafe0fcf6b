"""How long each train's passengers take to leave its platform, and whom full trains leave behind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wayfinding.flow.simulate import Simulation

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
    first = simulation.run.people["first"][came]
    trains, mine = np.unique(crowd.arrived_by[came], return_inverse=True)
    begin, last = np.full(len(trains), np.inf), np.full(len(trains), -np.inf)
    np.minimum.at(begin, mine, crowd.start[came])
    entered = ~np.isnan(first)
    np.maximum.at(last, mine[entered], first[entered])
    people, left = np.bincount(mine, minlength=len(trains)), np.bincount(mine[entered], minlength=len(trains))
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
    people = run.people[: len(crowd.start)]
    found = []
    for number, id in enumerate(crowd.platforms):
        mine = np.flatnonzero(crowd.platform == number)
        if not len(mine):
            continue
        arrived, waited = people["arrived"][mine], people["waited"][mine].astype(np.float64)
        gone = ~np.isnan(arrived)
        arrived, waited = arrived[gone], waited[gone]
        leaves = run.trains["leaves"][run.trains["platform"] == number]
        let_go = np.searchsorted(leaves, arrived - SAME_S) - np.searchsorted(leaves, arrived - waited + SAME_S)
        found.append(Boarding(
            id, len(arrived), float(waited.mean()) if len(arrived) else 0.0, float(waited.max(initial=0.0)),
            int((let_go > 0).sum()), _still_waiting(simulation, number),
        ))  # fmt: skip
    return tuple(found)


def _still_waiting(simulation: Simulation, platform: int) -> int:
    """Who stands in the line of a platform when the run ends."""
    count, i = 0, int(simulation.run.platforms["first"][platform])
    while i >= 0:
        count, i = count + 1, int(simulation.run.people["link"][i])
    return count
