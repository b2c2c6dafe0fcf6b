"""Where people walk on without a legible sign for what they look for: how far, how long, why, and how many meet it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.routing.routes import Spot
from wayfinding.signage.journeys.along import Reading, merge, naming
from wayfinding.signage.journeys.ways import Stretches, Way
from wayfinding.signage.legible.legibility import Legibility
from wayfinding.signage.legible.misses import Miss, MissCode, explain_miss
from wayfinding.signage.targets import Target

TOUCHING_M = 0.001
"""A shorter stretch between two legible ones is a rounding of their ends."""

LOOKED_AT = (0.5, 0.25, 0.75)
"""Where along a gap its reason is asked for, as far as that is on the level of its middle. A sign that could serve
there goes before those out of reach or turned away; then the commonest answer counts, among equals the middle's."""

APART_M = 10.0
"""Reasons asked for nearer to each other than this are taken from one point."""

ELSEWHERE: tuple[MissCode, ...] = ("too_far", "behind", "against_walking")
"""Reasons of signs that are not meant for who is here."""

Spans = tuple[tuple[float, float], ...]


class Part(NamedTuple):
    """The part of a gap that lies on one stretch, from where to where in m."""

    stretch: int
    start_m: float
    end_m: float


@dataclass(frozen=True, eq=False, slots=True)
class Gap:
    """A part of a way along which no sign for its target is legible in walking direction.

    It reaches from `start_m` to `end_m` along the way. `length_m` and `duration_s` are of the floor in it alone: on
    pathways nobody strays, so one in the middle of a gap is not counted, and does not end it either. (`x`, `y`) on
    `level` is the middle of that floor. `miss` says why nothing is legible there: as `explain_miss` does, but the back
    of a sign too far off to be read is `too_far`, and where the signs to the target are out of reach or turned away and
    another is legible ahead, that one does not name it (`not_named`).
    It ends at the latest where the target lies straight ahead and as near as `assumptions.FOLLOW_NEAR`: found by sight.
    """

    way: Way
    start_m: float
    end_m: float
    length_m: float
    duration_s: float
    level: float
    x: float
    y: float
    miss: Miss
    parts: tuple[Part, ...] = field(repr=False)

    @property
    def lines(self) -> tuple[tuple[float, Spot, Spot], ...]:
        """Its straights: the level of each and its two ends in local metres."""
        stretches = self.way.stretches
        return tuple(
            (
                float(stretches.level[part.stretch]),
                _spot(stretches, part, part.start_m),
                _spot(stretches, part, part.end_m),
            )
            for part in self.parts
        )


@dataclass(frozen=True, eq=False, slots=True)
class Thread:
    """How well signs guide along one way: its floor in m, the share of it outside all gaps, and the worst gap."""

    way: Way
    floor_m: float
    covered_share: float
    longest_m: float
    longest_s: float


def list_gaps(legibility: Legibility, ways: Sequence[Way], reading: Reading | None = None) -> tuple[Gap, ...]:
    """The gaps of all ways that count: as long as `assumptions.GAP_IGNORED` at least.

    Those first that take most passenger-metres, then the longest. `reading` is what can be read along those ways, if it
    is known already.
    """
    reading = reading or Reading.of(legibility, ways)
    dark = _Dark(reading, ways)
    why = _Reasons(dark)
    worth = figures.GAP_IGNORED.value
    gaps = [_gap(way, parts, why) for way in ways for parts in dark.chains(way) if _length(parts) >= worth]
    return tuple(sorted(gaps, key=_rank))


def list_threads(legibility: Legibility, ways: Sequence[Way], reading: Reading | None = None) -> tuple[Thread, ...]:
    """What signs do along each way that exists, in the order of the ways; every gap counts, the shortest too."""
    reading = reading or Reading.of(legibility, ways)
    dark = _Dark(reading, ways)
    threads = []
    for way in ways:
        if way.route is not None:
            floor_m = float(way.stretches.length_m[way.pieces.stretch].sum())
            lengths = [_length(parts) for parts in dark.chains(way)]
            longest_m, covered_m = max(lengths, default=0.0), max(floor_m - sum(lengths), 0.0)
            share = covered_m / floor_m if covered_m > TOUCHING_M else 0.0
            threads.append(Thread(way, floor_m, share, longest_m, longest_m * way.pace_spm))
    return tuple(threads)


class _Dark:
    """The parts of stretches on which nothing that names a target is legible in walking direction."""

    def __init__(self, reading: Reading, ways: Sequence[Way]) -> None:
        self.reading = reading
        self.stretches = reading.stretches
        self._length_m = self.stretches.length_m.tolist()
        self.faces: dict[tuple[str, str], list[int]] = {}
        self._spans: dict[tuple[str, str], dict[int, Spans]] = {}
        for name in sorted({way.route.profile.name for way in ways if way.route is not None}):
            targets = list({way.target.id: way.target for way in ways}.values())
            self._add(name, targets)

    def _add(self, profile: str, targets: Sequence[Target]) -> None:
        named = naming(self.reading.legibility, targets, profile)
        for column, target in enumerate(targets):
            lit = merge(self.reading, named[:, column])
            self.faces[profile, target.id] = np.flatnonzero(named[:, column]).tolist()
            self._spans[profile, target.id] = {
                stretch: tuple(_between(spans, self._length_m[stretch])) for stretch, spans in lit.items()
            }

    def chains(self, way: Way) -> Iterator[tuple[Part, ...]]:
        """The gaps of a way, stretch by stretch; a pathway between two of them does not part them."""
        if way.route is None:
            return
        spans_of = self._spans[way.route.profile.name, way.target.id]
        chain: list[Part] = []
        numbers = way.pieces.stretch.tolist()
        for place, stretch in enumerate(numbers, 1):
            length_m = self._length_m[stretch]
            seen_from_m = length_m - (figures.FOLLOW_NEAR.value if place == len(numbers) else 0.0)
            for start_m, end_m in spans_of.get(stretch, ((0.0, length_m),)):
                if chain and start_m > 0:
                    yield tuple(chain)
                    chain = []
                if min(end_m, seen_from_m) - start_m > TOUCHING_M:
                    chain.append(Part(stretch, start_m, min(end_m, seen_from_m)))
            if chain and (chain[-1].stretch != stretch or chain[-1].end_m < length_m):
                yield tuple(chain)
                chain = []
        if chain:
            yield tuple(chain)


class _Reasons:
    """Why nothing is legible, asked once for each target at the middle of each `APART_M` of a stretch."""

    def __init__(self, dark: _Dark) -> None:
        self._dark = dark
        self._known: dict[tuple[str, str, int, float], Miss] = {}

    def __call__(self, way: Way, parts: Sequence[Part]) -> Miss:
        length_m = _length(parts)
        spots = [_at(parts, share * length_m) for share in LOOKED_AT]
        levels = way.stretches.level[[part.stretch for part, _ in spots]].tolist()
        asked = [self._ask(way, *spot) for spot, level in zip(spots, levels, strict=True) if level == levels[0]]
        counts = Counter(miss.code for miss in asked)
        return max(asked, key=lambda miss: (miss.sign is not None and miss.code not in ELSEWHERE, counts[miss.code]))

    def _ask(self, way: Way, part: Part, along_m: float) -> Miss:
        profile = way.route.profile.name if way.route is not None else ""
        near_m = (math.floor(along_m / APART_M) + 0.5) * APART_M
        if not part.start_m < near_m < part.end_m:
            near_m = (part.start_m + part.end_m) / 2
        key = profile, way.target.id, part.stretch, near_m
        if key not in self._known:
            self._known[key] = self._explain(self._dark.faces[profile, way.target.id], part, near_m)
        return self._known[key]

    def _explain(self, named: Sequence[int], part: Part, along_m: float) -> Miss:
        stretches, legibility = self._dark.stretches, self._dark.reading.legibility
        level = stretches.level[part.stretch]
        faces = [k for k in named if legibility.faces[k].level == level]
        (x, y), (ux, uy) = _spot(stretches, part, along_m), map(float, stretches.heading[part.stretch])
        miss = explain_miss(legibility, faces, x, y, (ux, uy))
        if miss.code == "behind" and not _within_reach(legibility, miss.sign, x, y):
            miss = Miss("too_far", miss.sign)
        others = self._dark.reading.legible(part.stretch, along_m) if miss.code in ELSEWHERE else []
        seen = [legibility.faces[k] for k in others]
        near = min(seen, key=lambda face: (math.hypot(face.x - x, face.y - y), face.sign), default=None)
        return miss if near is None else Miss("not_named", near.sign)


def _within_reach(legibility: Legibility, sign: str | None, x: float, y: float) -> bool:
    """Whether a point is as near to a sign as its letters reach, if one stood before it."""
    found = [face for face in legibility.faces if face.sign == sign]
    return any(math.hypot(face.x - x, face.y - y) <= face.reach_m for face in found)


def _gap(way: Way, parts: tuple[Part, ...], why: _Reasons) -> Gap:
    first, last = parts[0], parts[-1]
    numbers, starts_m = way.pieces.stretch.tolist(), way.pieces.start_m.tolist()
    start_m = starts_m[numbers.index(first.stretch)] + first.start_m
    end_m = starts_m[numbers.index(last.stretch)] + last.end_m
    length_m = _length(parts)
    middle, along_m = _at(parts, length_m / 2)
    x, y = _spot(way.stretches, middle, along_m)
    level = float(way.stretches.level[middle.stretch])
    return Gap(way, start_m, end_m, length_m, length_m * way.pace_spm, level, x, y, why(way, parts), parts)


def _between(spans: Sequence[tuple[float, float]], length_m: float) -> Iterator[tuple[float, float]]:
    """What sorted spans leave of 0 to `length_m`; what starts or ends with it does so to the last digit."""
    done_m = 0.0
    for start_m, end_m in spans:
        if start_m - done_m > TOUCHING_M:
            yield done_m, start_m
        done_m = max(done_m, end_m)
    if length_m - done_m > TOUCHING_M:
        yield done_m, length_m


def _length(parts: Sequence[Part]) -> float:
    return sum(part.end_m - part.start_m for part in parts)


def _at(parts: Sequence[Part], metres: float) -> tuple[Part, float]:
    """The part that lies so far along the parts, and how far along its stretch that is."""
    for part in parts:
        if metres <= part.end_m - part.start_m:
            return part, part.start_m + metres
        metres -= part.end_m - part.start_m
    return parts[-1], parts[-1].end_m


def _spot(stretches: Stretches, part: Part, along_m: float) -> Spot:
    (x, y), (ux, uy) = stretches.tail[part.stretch].tolist(), stretches.heading[part.stretch].tolist()
    return x + along_m * ux, y + along_m * uy


def _rank(gap: Gap) -> tuple[float, float, str, str, float]:
    way = gap.way
    return -way.passengers * gap.length_m, -gap.length_m, way.origin.id, way.target.id, gap.start_m
