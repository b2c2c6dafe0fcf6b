"""How much of the floor, and of what people walk, has a legible sign for each target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from wayfinding.routing.profiles import Profile, get_profile
from wayfinding.routing.sight import Floats, Indices
from wayfinding.signage.journeys.along import Flags, Reading, naming
from wayfinding.signage.journeys.ways import Stretches, Way
from wayfinding.signage.legible.legibility import Legibility
from wayfinding.signage.targets import Target


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well signs to target `to` cover one level.

    `area_share`: floor from which some face that names it can be read, whichever way one looks, over all walkable
    floor; by cells of `settings.cell_m`. The others are shares of `passenger_m`, the metres of floor that a day's
    passengers to the target walk on the level; None where nobody does. `flow_share`: a face is legible in walking
    direction, within `settings.fov_deg` about the way. `turned_share`: so it is for one who would look all round.
    `noticed_share`: each of the n signs legible in walking direction is noticed by a share p (`settings.notice_rate`)
    of those who could, independently: 1 - (1 - p)^n.
    """

    to: str
    level: float
    area_share: float
    flow_share: float | None
    noticed_share: float | None
    turned_share: float | None
    passenger_m: float


def list_coverage(
    legibility: Legibility, ways: Sequence[Way], targets: Sequence[Target], profile: str | Profile = "walk",
    reading: Reading | None = None,
) -> tuple[Coverage, ...]:  # fmt: skip
    """The coverage of each target on each level of the station, targets in order, the uppermost level first.

    `reading` is what can be read along those ways, if it is known already.
    """
    reading = reading or Reading.of(legibility, ways)
    named = naming(legibility, targets, get_profile(profile).name)
    load = _load(ways, targets, len(reading.stretches.level))
    seen = _signs_seen(reading, named, reading.ahead)
    around = _signs_seen(reading, named, np.ones(len(reading.face), bool))
    unnoticed = 1.0 - legibility.settings.notice_rate
    measures = (
        (seen.sample, seen.signs > 0),
        (seen.sample, 1.0 - unnoticed**seen.signs),
        (around.sample, around.signs > 0),
    )
    metres = [load * _along(reading.stretches, *measure) for measure in measures]
    walked = load * reading.stretches.length_m[:, None]
    levels = sorted(legibility.station.levels, reverse=True)
    found = []
    for column, target in enumerate(targets):
        faces = np.flatnonzero(named[:, column]).tolist()
        for level in levels:
            here = reading.stretches.level == level
            all_m = float(walked[here, column].sum())
            flow, noticed, turned = (float(part[here, column].sum()) / all_m if all_m > 0 else None for part in metres)
            cells = legibility.covered(level, faces)
            area = float(cells.mean()) if len(cells) else 0.0
            found.append(Coverage(target.id, level, area, flow, noticed, turned, all_m))
    return tuple(found)


def flow_share(coverage: Sequence[Coverage], to: str | None = None) -> float | None:
    """The share of all passenger-metres to a target, or to all, that are covered; None where nobody walks."""
    rows = [row for row in coverage if to in (None, row.to)]
    all_m = sum(row.passenger_m for row in rows)
    return sum((row.flow_share or 0.0) * row.passenger_m for row in rows) / all_m if all_m > 0 else None


def _load(ways: Sequence[Way], targets: Sequence[Target], count: int) -> Floats:
    """Passengers a day on each stretch to each target: (stretches, targets)."""
    columns = {target.id: column for column, target in enumerate(targets)}
    load = np.zeros((count, len(targets)))
    for way in ways:
        if way.target.id in columns:
            load[way.pieces.stretch, columns[way.target.id]] += way.passengers
    return load


class Seen(NamedTuple):
    """At sample `sample[k]` of the stretches signs[k, t] signs that name target t are legible; at all others none."""

    sample: Indices
    signs: Indices


def _signs_seen(reading: Reading, named: Flags, chosen: Flags) -> Seen:
    """How many signs that name each target are legible along the stretches, by the chosen pairs of `reading`."""
    ids = {sign: number for number, sign in enumerate(dict.fromkeys(face.sign for face in reading.legibility.faces))}
    sign_of = np.array([ids[face.sign] for face in reading.legibility.faces], dtype=np.int64)
    sample, face = reading.sample[chosen], reading.face[chosen]
    if len(sample) == 0:
        return Seen(sample, np.empty((0, named.shape[1]), np.int64))
    order = np.lexsort((sign_of[face], sample))
    sample, face = sample[order], face[order]
    news = (np.diff(sample, prepend=-1) != 0) | (np.diff(sign_of[face], prepend=-1) != 0)
    by_sign = np.logical_or.reduceat(named[face], np.flatnonzero(news), axis=0)
    sample = sample[news]
    first = np.flatnonzero(np.diff(sample, prepend=-1))
    return Seen(sample[first], np.add.reduceat(by_sign.astype(np.int64), first, axis=0))


def _along(stretches: Stretches, sample: Indices, measure: Floats | Flags) -> Floats:
    """The metres of each stretch, weighted with a measure (k, targets) of some samples: (stretches, targets)."""
    metres = np.zeros((len(stretches.level), measure.shape[1]))
    if len(sample):
        owner = stretches.owner[sample]
        first = np.flatnonzero(np.diff(owner, prepend=-1))
        metres[owner[first]] = np.add.reduceat(measure * stretches.step_m[sample, None], first, axis=0)
    return metres
