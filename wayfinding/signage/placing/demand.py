"""What people walk without a sign to where they are going, and what each place for a sign could do about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from wayfinding.routing.profiles import Profile, get_profile
from wayfinding.routing.sight import Floats, Indices, compiled
from wayfinding.signage.journeys.along import Reading, naming
from wayfinding.signage.journeys.ways import Stretches, Way
from wayfinding.signage.legible.sight import Flags
from wayfinding.signage.placing.covering import Sets
from wayfinding.signage.placing.readers import Rows
from wayfinding.signage.targets import Target

GRAIN_M = 2.0**-20
"""Passenger-metres are kept in these steps: sums are then exact, and no choice hangs on the order of summing."""


@dataclass(frozen=True, eq=False)
class Demand:
    """Passenger-metres a day: element e is target `target[e]` at sample `sample[e]`, worth `metres[e]`.

    The elements of sample s are starts[s] : starts[s + 1]; samples that nobody passes have none. `signs[e]` counts the
    signs that guide there already: legible in walking direction, and naming the target.
    """

    stretches: Stretches
    targets: tuple[Target, ...]
    sample: Indices
    target: Indices
    metres: Floats
    passengers: Floats
    starts: Indices
    signs: Indices

    @property
    def total(self) -> float:
        """All passenger-metres."""
        return float(self.metres.sum())

    @property
    def covered(self) -> float:
        """Those with a sign."""
        return float(self.metres[self.signs > 0].sum())

    @property
    def missing(self) -> Floats:
        """What each element lacks: its passenger-metres, 0 where there is a sign."""
        return np.where(self.signs > 0, 0.0, self.metres)


def measure_demand(
    reading: Reading, ways: Sequence[Way], targets: Iterable[Target], profile: str | Profile = "walk"
) -> Demand:  # fmt: skip
    """The demand of some ways to some targets, by id, and what the signs of `reading`, read along them, do for it."""
    aims = tuple(sorted(targets, key=lambda target: target.id))
    columns = {target.id: column for column, target in enumerate(aims)}
    stretches = reading.stretches
    load = np.zeros((len(stretches.level), len(aims)))
    for way in ways:
        if way.passengers > 0 and way.target.id in columns:
            load[way.pieces.stretch, columns[way.target.id]] += way.passengers
    rows, target = np.nonzero(load)
    sizes = np.bincount(rows, minlength=len(load))[stretches.owner]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    first = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(load)))])
    sample = np.repeat(np.arange(len(stretches.owner)), sizes)
    element = first[stretches.owner[sample]] + np.arange(len(sample)) - starts[sample]
    passengers = load[rows, target][element]
    signs = _count(reading, naming(reading.legibility, aims, get_profile(profile).name), starts, target[element])
    metres = np.round(passengers * stretches.step_m[sample] / GRAIN_M) * GRAIN_M
    return Demand(stretches, aims, sample, target[element], metres, passengers, starts, signs)


def _count(reading: Reading, named: Flags, starts: Indices, target: Indices) -> Indices:
    """How many signs guide at each element."""
    element, _ = _pairs(reading, named, starts, target)
    return np.bincount(element, minlength=len(target))


def guides(demand: Demand, reading: Reading, profile: str | Profile = "walk") -> tuple[Indices, Indices]:
    """Elements and the signs that guide there, each pair once; signs are numbered in the order of their faces."""
    named = naming(reading.legibility, demand.targets, get_profile(profile).name)
    return _pairs(reading, named, demand.starts, demand.target)


def _pairs(reading: Reading, named: Flags, starts: Indices, target: Indices) -> tuple[Indices, Indices]:
    ids = {sign: number for number, sign in enumerate(dict.fromkeys(face.sign for face in reading.legibility.faces))}
    sign_of = np.array([ids[face.sign] for face in reading.legibility.faces], dtype=np.int64)
    sample, face = reading.sample[reading.ahead], reading.face[reading.ahead]
    sizes = starts[sample + 1] - starts[sample]
    pair = np.repeat(np.arange(len(sample)), sizes)
    element = starts[sample[pair]] + np.arange(len(pair)) - (np.cumsum(sizes) - sizes)[pair]
    kept = named[face[pair], target[element]]
    both = np.unique(np.column_stack([element[kept], sign_of[face[pair[kept]]]]), axis=0)
    return both[:, 0], both[:, 1]


def sets_of(demand: Demand, rows: Rows, most: int) -> tuple[Sets, Flags]:
    """What each place would cover that lacks a sign, with at most `most` messages; and which targets those are.

    Row k of `rows` holds the samples at which place k would be read. Its messages are the targets to which it would
    guide most passenger-metres; targets (places, targets) are marked.
    """
    starts, items, said = _expand(rows.starts, rows.items, demand.starts, demand.target, demand.missing,
                                  len(demand.targets), most)  # fmt: skip
    return Sets(starts, items, demand.missing), said


@compiled
def _expand(  # noqa: PLR0917, a kernel takes its arrays one by one
    starts: Indices, samples: Indices, first: Indices, target: Indices, missing: Floats, targets: int, most: int
) -> tuple[Indices, Indices, Flags]:  # fmt: skip
    ends, items, used = np.zeros(starts.shape[0], np.int64), np.empty(1024, np.int64), 0
    said = np.zeros((starts.shape[0] - 1, targets), np.bool_)
    for k in range(starts.shape[0] - 1):
        gains = np.zeros(targets)
        for i in range(starts[k], starts[k + 1]):
            for e in range(first[samples[i]], first[samples[i] + 1]):
                gains[target[e]] += missing[e]
        for _ in range(most):
            best = int(np.argmax(gains))
            if gains[best] <= 0.0:
                break
            said[k, best] = True
            gains[best] = 0.0
        for i in range(starts[k], starts[k + 1]):
            for e in range(first[samples[i]], first[samples[i] + 1]):
                if missing[e] > 0.0 and said[k, target[e]]:
                    if used == items.shape[0]:
                        items = np.concatenate((items, np.empty_like(items)))
                    items[used] = e
                    used += 1
        ends[k + 1] = used
    return ends, items[:used].copy(), said
