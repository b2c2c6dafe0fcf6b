"""How long each train's passengers take to leave its platform, and whom full trains leave behind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.moving.phases import WAITING
from wayfinding.flow.people.crowd import Column
from wayfinding.flow.simulate import Simulation
from wayfinding.routing.sight import Floats, Indices, compiled

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
    crowd, trains = simulation.crowd, int(simulation.crowd.arrived_by.max(initial=-1)) + 1
    if not trains:
        return ()
    every = _by_train(crowd.arrived_by, crowd.origin, crowd.start, simulation.outcome["first"], trains)
    used = np.flatnonzero(every[0])
    out, left, one, begin, last = (column[used] for column in every)
    platform = [crowd.places[k].platform or crowd.places[k].id for k in one.tolist()]
    order = sorted(range(len(used)), key=lambda k: (platform[k], begin[k]))
    return tuple(
        Clearance(
            platform[k], float(begin[k]), int(out[k]), int(out[k] - left[k]),
            float(last[k] - begin[k]) if left[k] else None,
            float(begin[after] - begin[k]) if after is not None and platform[after] == platform[k] else None,
        )
        for k, after in zip(order, [*order[1:], None], strict=True)
    )  # fmt: skip


@compiled
def _by_train(
    train: Column, origin: Column, start: Floats, first: Floats, trains: int
) -> tuple[Indices, Indices, Indices, Floats, Floats]:
    """Of each train: who stepped out, who entered a pathway, the place of one of them, the first out, the last in."""
    out, left, one = np.zeros(trains, np.int64), np.zeros(trains, np.int64), np.zeros(trains, np.int64)
    begin, last = np.full(trains, np.inf), np.full(trains, -np.inf)
    for i in range(train.shape[0]):
        k = train[i]
        if k >= 0:
            out[k] += 1
            one[k] = origin[i]
            begin[k] = min(begin[k], start[i])
            if first[i] == first[i]:
                left[k] += 1
                last[k] = max(last[k], first[i])
    return out, left, one, begin, last


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
    people, count = simulation.outcome, len(crowd.platforms)
    wanted = np.bincount(crowd.platform + 1, minlength=count + 1)[1:]
    still = np.bincount(crowd.platform[people["phase"] == WAITING], minlength=count).tolist()
    edge, every, waits = _by_platform(crowd.platform, people["arrived"], people["waited"], count)
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


@compiled
def _by_platform(
    platform: Column, arrived: Floats, waited: NDArray[np.float32], count: int
) -> tuple[Indices, Floats, Floats]:
    """Who left by train, platform after platform: where each platform begins, when they left, how long they waited."""
    edge = np.zeros(count + 2, np.int64)
    for i in range(platform.shape[0]):
        if platform[i] >= 0 and arrived[i] == arrived[i]:
            edge[platform[i] + 2] += 1
    edge = np.cumsum(edge)
    left, waits = np.empty(edge[count + 1]), np.empty(edge[count + 1])
    for i in range(platform.shape[0]):
        if platform[i] >= 0 and arrived[i] == arrived[i]:
            left[edge[platform[i] + 1]], waits[edge[platform[i] + 1]] = arrived[i], waited[i]
            edge[platform[i] + 1] += 1
    return edge, left, waits


def _left_behind(leaves: Floats, boarded: Floats, waited: Floats) -> int:
    """How many of those who boarded then, having waited so long, had let a train go."""
    long = waited > np.diff(leaves).min(initial=np.inf) - 2 * SAME_S
    boarded, came = boarded[long], boarded[long] - waited[long]
    return int((np.searchsorted(leaves, boarded - SAME_S) > np.searchsorted(leaves, came + SAME_S)).sum())
