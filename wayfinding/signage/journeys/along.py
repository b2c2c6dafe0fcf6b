"""Which faces can be read along the ways: exactly from where to where, and looking which way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.sight import Floats, Indices
from wayfinding.signage.journeys.ways import Stretches, Way, shared_stretches
from wayfinding.signage.legible.legibility import Legibility
from wayfinding.signage.targets import Naming, Target

HALVINGS = 12
"""An end of a run is found by halving a step so often: to 0.12 mm."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Runs:
    """On stretch `stretch[r]` face `face[r]` can be read from `start_m[r]` to `end_m[r]`, in walking direction.

    In the order of stretches, then starts, then faces. What is legible for less than a step between samples may be
    missed.
    """

    stretch: Indices
    face: Indices
    start_m: Floats
    end_m: Floats


@dataclass(frozen=True, eq=False)
class Reading:
    """What can be read along the stretches of some ways, by faces as numbered in `legibility`.

    Pair p says that face `face[p]` is legible at sample `sample[p]` of the stretches; `ahead[p]` that it lies in the
    field of view of who walks there (`settings.fov_deg` about his way): only that counts as read in walking direction.
    Pairs are sorted by face, then sample.
    """

    legibility: Legibility
    stretches: Stretches
    sample: Indices
    face: Indices
    ahead: Flags
    runs: Runs = field(repr=False)

    @classmethod
    def of(cls, legibility: Legibility, ways: Sequence[Way]) -> Reading:
        """What can be read along these ways; they come from one call of `list_ways`."""
        stretches = shared_stretches(ways)
        level = stretches.level[stretches.owner]
        found: list[tuple[Indices, Indices]] = [(np.empty(0, np.int64), np.empty(0, np.int64))]
        for ordinal in np.unique(stretches.level).tolist():
            rows, faces = np.flatnonzero(level == ordinal), np.array(legibility.on_level(ordinal), dtype=np.int64)
            if len(faces):
                column, row = np.nonzero(legibility.matrix(ordinal, stretches.at[rows]).T)
                found.append((faces[column], rows[row]))
        face, sample = (np.concatenate(part) for part in zip(*found, strict=True))
        order = np.lexsort((sample, face))
        face, sample = face[order], sample[order]
        view = _View(legibility, stretches)
        ahead = view.ahead(face, stretches.owner[sample], stretches.at[sample])
        return cls(legibility, stretches, sample, face, ahead, view.runs(face[ahead], sample[ahead]))

    def on_stretch(self, stretch: int) -> slice:
        """The rows of `runs` that lie on a stretch."""
        first, end = np.searchsorted(self.runs.stretch, [stretch, stretch + 1]).tolist()
        return slice(first, end)

    def legible(self, stretch: int, along_m: float) -> list[int]:
        """The faces that are legible so far along a stretch in walking direction, ascending."""
        rows = self.on_stretch(stretch)
        start_m, end_m, face = self.runs.start_m[rows], self.runs.end_m[rows], self.runs.face[rows]
        return sorted(set(face[(start_m <= along_m) & (along_m <= end_m)].tolist()))


def naming(legibility: Legibility, targets: Sequence[Target], profile: str) -> Flags:
    """Which faces name which targets for travellers of a profile: (faces, targets)."""
    names = Naming(legibility.station)
    said: dict[tuple[str, tuple[str, ...]], Flags] = {}
    table = np.zeros((len(legibility.faces), len(targets)), bool)
    for k, face in enumerate(legibility.faces):
        for message in face.messages:
            key = message.destination, message.for_profiles
            if key not in said:
                said[key] = np.array([names.names(message, target, profile) for target in targets], bool)
            table[k] |= said[key]
    return table


def merge(reading: Reading, named: Flags) -> dict[int, list[tuple[float, float]]]:
    """By stretch, from where to where at least one of the faces marked in `named` (faces,) can be read, in m."""
    runs = reading.runs
    rows = np.flatnonzero(named[runs.face])
    joined: dict[int, list[tuple[float, float]]] = {}
    for stretch, start_m, end_m in zip(
        runs.stretch[rows].tolist(), runs.start_m[rows].tolist(), runs.end_m[rows].tolist(), strict=True
    ):
        spans = joined.setdefault(stretch, [])
        if spans and start_m <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], end_m)
        else:
            spans.append((start_m, end_m))
    return joined


class _View:
    """Faces as seen by walkers on the stretches."""

    def __init__(self, legibility: Legibility, stretches: Stretches) -> None:
        self.legibility = legibility
        self.stretches = stretches
        self.spots = np.array([(face.x, face.y) for face in legibility.faces], dtype=float).reshape(-1, 2)
        self.least = math.cos(math.radians(legibility.settings.fov_deg / 2))

    def ahead(self, face: Indices, stretch: Indices, at: Floats) -> Flags:
        """Whether faces s lie in the field of view of who walks at p along u: (s - p) . u >= cos(fov / 2) |s - p|."""
        to = self.spots[face] - at
        along: Floats = np.sum(to * self.stretches.heading[stretch], axis=1)
        return np.asarray(along >= self.least * np.hypot(to[:, 0], to[:, 1]))

    def runs(self, face: Indices, sample: Indices) -> Runs:
        """The runs of consecutive samples on one stretch (pairs sorted by face, then sample), with their exact ends."""
        owner, along_m = self.stretches.owner, self.stretches.along_m
        stretch = owner[sample]
        breaks = (np.diff(face) != 0) | (np.diff(sample) != 1) | (np.diff(stretch) != 0)
        opens = np.concatenate([[True], breaks]) if len(face) else np.empty(0, bool)
        closes = np.concatenate([breaks, [True]]) if len(face) else np.empty(0, bool)
        first, last, whose = sample[opens], sample[closes], face[opens]
        stretch = owner[first]
        before = np.where(first == self.stretches.starts[stretch], 0.0, along_m[first - 1])
        after = np.where(
            last + 1 == self.stretches.starts[stretch + 1], self.stretches.length_m[stretch],
            along_m[np.minimum(last + 1, len(owner) - 1)],
        )  # fmt: skip
        start_m = self._refine(whose, stretch, along_m[first], before)
        end_m = self._refine(whose, stretch, along_m[last], after)
        order = np.lexsort((whose, start_m, stretch))
        return Runs(stretch[order], whose[order], start_m[order], end_m[order])

    def _refine(self, face: Indices, stretch: Indices, hit_m: Floats, miss_m: Floats) -> Floats:
        """How far from `hit_m`, where it is legible, towards `miss_m` it stays so."""
        hit_m, miss_m = hit_m.copy(), miss_m.copy()
        probe = miss_m.copy()
        for _ in range(HALVINGS):
            read = self._read(face, stretch, probe)
            hit_m, miss_m = np.where(read, probe, hit_m), np.where(read, miss_m, probe)
            probe = (hit_m + miss_m) / 2
        return hit_m

    def _read(self, face: Indices, stretch: Indices, along_m: Floats) -> Flags:
        at = self.stretches.spots(stretch, along_m)
        read = self.ahead(face, stretch, at)
        borders = np.flatnonzero(np.diff(face, prepend=-1, append=-1))
        for start, end in zip(borders[:-1].tolist(), borders[1:].tolist(), strict=True):
            read[start:end] &= self.legibility.reads(int(face[start]), at[start:end])
        return read
