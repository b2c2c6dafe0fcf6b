"""One day of crowd in two states of a station: the same people twice, and what changes for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.comparing.conditions import Conditions
from wayfinding.flow.comparing.detours import Detour, levels_passed, list_detours, list_levels
from wayfinding.flow.comparing.tally import Figures, Frame, figures_of, frame_of
from wayfinding.flow.people.crowd import Crowd
from wayfinding.flow.people.demand import KINDS
from wayfinding.flow.simulate import draw_people, walk_crowd
from wayfinding.flow.supply.day import State, list_states
from wayfinding.routing.network import Network
from wayfinding.routing.profiles import get_profile
from wayfinding.routing.sight import Floats, Indices
from wayfinding.station.model import Place


@dataclass(frozen=True, eq=False)
class Changes:
    """What changes for the people of one day. Sums are by group and by stream, numbered `from * len(names) + to`.

    `change_s` adds up the changes in s of those who arrive in both states, `people` counts them; `lost` and `won` (by
    stream) count those who arrive in a only, in b only. `unserved` do not arrive, in a and in b.
    """

    names: tuple[str, ...]
    group_change_s: Floats
    group_people: Indices
    change_s: Floats
    people: Indices
    lost: Indices
    won: Indices
    unserved: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Pair:
    """One seed in both states; `frames` and `detours` where they are wanted."""

    changes: Changes
    figures: tuple[Figures, Figures]
    frames: tuple[Frame, Frame] | None
    detours: tuple[Detour, ...] = ()


Value = TypeVar("Value", np.float64, np.int64)


class Pairing:
    """Runs both states under the same conditions, seed by seed; what seeds share is made once.

    It is fastest for networks of which one was compiled with `reuse` of the other.
    """

    def __init__(self, a: Network, b: Network, under: Conditions) -> None:
        self.under = under
        self.states = list_states(a, under.day), list_states(b, under.day)
        self.groups = tuple(get_profile(name) for name in under.demand.groups)
        self.levels = list_levels(a, b)
        self.same_ends = list_ends(self.states[0]) == list_ends(self.states[1])

    def run(self, seed: int, framed: bool = True) -> Pair:
        """Both days of one seed; with what is the same for every seed where that is wanted."""
        under = self.under
        crowds: list[Crowd] = []
        took: list[Floats] = []
        figures: list[Figures] = []
        frames: list[Frame] = []
        passed: list[Indices] = []
        for states in self.states:
            if not crowds or not self.same_ends:
                crowd, trains = draw_people(states, under.demand, seed, under.passengers, under.times)
            done = walk_crowd(states, self.groups, crowd, trains, seed=seed, times=under.times, settings=under.settings)
            crowds.append(done.crowd)
            took.append(done.door_to_door_s)
            figures.append(figures_of(done))
            if framed:
                frames.append(frame_of(done))
                passed.append(levels_passed(done, self.levels))
            del done  # or it would lie in memory beside the next
        changes = find_changes((crowds[0], crowds[1]), (took[0], took[1]), len(self.groups))
        if not framed:
            return Pair(changes, (figures[0], figures[1]), None)
        detours = list_detours(*_streams(crowds[0]), (passed[0], _of_people(crowds, passed[1], 0)), self.levels)
        return Pair(changes, (figures[0], figures[1]), (frames[0], frames[1]), detours)


def list_ends(states: Sequence[State]) -> list[tuple[float, list[Place]]]:
    """Where trips begin and end, from when on: whoever draws people for the same ends draws the same people."""
    found: list[tuple[float, list[Place]]] = []
    for state in states:
        places = state.network.station.places.values()
        ends = [place for place in places if place.open and place.type in (*KINDS, "platform_door", "platform")]
        if not found or found[-1][1] != ends:
            found.append((state.since_s, ends))
    return found


def find_changes(crowds: tuple[Crowd, Crowd], took: tuple[Floats, Floats], groups: int) -> Changes:
    """The changes from how long each took in a to how long he took in b; who is in one crowd only counts nowhere."""
    before = took[0]
    crowd, after = crowds[0], _of_people(crowds, took[1], np.nan)
    names, stream = _streams(crowd)
    change_s, there = after - before, np.isfinite(before)
    both, count = np.isfinite(change_s), len(names) ** 2
    only = there & ~both, np.isfinite(after) & ~there
    lost, won = (np.bincount(stream[mine], minlength=count) for mine in only)
    of, mine, changed = crowd.group[both], stream[both], change_s[both]
    return Changes(
        names, np.bincount(of, changed, groups).astype(np.float64), np.bincount(of, minlength=groups),
        np.bincount(mine, changed, count).astype(np.float64), np.bincount(mine, minlength=count), lost, won,
        (int(len(before) - there.sum()), int(np.isnan(took[1]).sum())),
    )  # fmt: skip


def _of_people(crowds: Sequence[Crowd], values: NDArray[Value], nobody: float) -> NDArray[Value]:
    """What the second crowd's values are for the people of the first; `nobody` for who is not in it."""
    keys, others = (crowd.key for crowd in crowds)
    if np.array_equal(keys, others):
        return values
    by_key = np.full(int(max(keys.max(initial=0), others.max(initial=0))) + 1, nobody, values.dtype)
    by_key[others] = values
    return by_key[keys]


def _streams(crowd: Crowd) -> tuple[tuple[str, ...], Indices]:
    """The names of where streams begin and end, a platform's for its doors, and the number of each one's stream."""
    ids = [place.platform or place.id for place in crowd.places]
    names = tuple(sorted(set(ids)))
    number = {name: k for k, name in enumerate(names)}
    at = np.array([number[id] for id in ids], dtype=np.int64)
    end = np.array([at[aim[0]] for aim in crowd.aims], dtype=np.int64)
    return names, at[crowd.origin] * len(names) + end[crowd.end]
