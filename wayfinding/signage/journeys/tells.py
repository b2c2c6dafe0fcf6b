"""Whether the arrow of a sign is true where people have to choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.routing.sight import Floats
from wayfinding.signage.arrows import CLIMBS, angle_deg, bearing
from wayfinding.signage.journeys.forks import Forks, Passes, bound_for, spots
from wayfinding.signage.journeys.ways import STEP_M, Way
from wayfinding.signage.judging.verdicts import Truth
from wayfinding.signage.legible.legibility import Legibility
from wayfinding.signage.targets import Naming
from wayfinding.station.model import Arrow, Message

Key = tuple[str, int, int, str]
"""Sign, face, message and profile, as in `Verdict.key`."""


class Said(NamedTuple):
    """An arrow, and what was judged of it; None where nothing was."""

    arrow: Arrow
    truth: Truth | None


class Tells:
    """Whether arrows to the targets of decisions are true where these are met."""

    def __init__(
        self, legibility: Legibility, ways: Sequence[Way], passes: Passes, forks: Forks, truths: Mapping[Key, Truth]
    ) -> None:  # fmt: skip
        self._faces, self._true_deg = legibility.faces, legibility.settings.true_deg
        self._signs, self._names = legibility.station.signs, Naming(legibility.station)
        self._ways = [ways[number] for number in passes.way.tolist()]
        self._passes, self._forks, self._truths = passes, forks, truths
        self._near = forks.track.end_m[passes.way] - passes.mid_m <= figures.FOLLOW_NEAR.value
        self._said: dict[tuple[int, str, str, str | None], tuple[Said, ...]] = {}

    def true(self, decision: int, face: int) -> bool:
        """Whether some arrow of the face towards the target is true at the decision."""
        said = [item for item in self._arrows(self._ways[decision], face) if item.truth != "false"]
        goes, climb = self._passes.goes[decision], int(self._passes.climb[decision])
        if any(item.arrow == "none" and self._near[decision] for item in said):
            return True
        if any(self._agrees(face, item.arrow, goes, climb) for item in said):
            return True
        goes, climb, passed = self._at_sign(decision, face)
        if passed and self._turned(decision):
            return False
        return any(item.truth == "true" if item.truth else self._agrees(face, item.arrow, goes, climb) for item in said)

    def _arrows(self, way: Way, face: int) -> tuple[Said, ...]:
        """The arrows of a face towards the target of a way, with the verdict on each."""
        profile = way.route.profile.name if way.route is not None else ""
        key = face, way.target.id, profile, way.place
        if key not in self._said:
            seen = self._faces[face]
            self._said[key] = tuple(
                Said(
                    item.arrow,
                    self._truths.get((seen.sign, seen.number, number, profile)) if self._means(item, way) else None,
                )
                for number, item in enumerate(self._signs[seen.sign].messages)
                if item.face in (None, seen.number) and self._names.names(item, way.target, profile)
            )
        return self._said[key]

    def _means(self, message: Message, way: Way) -> bool:
        return way.place in self._names.destinations[message.destination]

    def _agrees(self, face: int, arrow: Arrow, goes: Floats, climb: int) -> bool:
        points = bearing(self._faces[face], arrow)
        if points is None:
            return CLIMBS.get(arrow) == climb
        return angle_deg(points, (float(goes[0]), float(goes[1]))) <= self._true_deg

    def _at_sign(self, decision: int, face: int) -> tuple[Floats, int, bool]:
        """Where the way leads from where it comes nearest to a face, whether up or down, and if it was before."""
        passes, seen = self._passes, self._faces[face]
        number = int(passes.walk[decision])
        from_m, starts_m = float(passes.from_m[decision]), float(self._forks.track.from_m[number])
        until_m = float(passes.mid_m[decision]) + figures.ARROW_LOOK_AHEAD.value
        metres = np.arange(max(from_m - figures.SIGN_REPEAT.value, starts_m), until_m, STEP_M)
        walk = np.full(len(metres), number)
        at = spots(self._forks.stretches, self._forks.track, walk, metres)
        nearest = int(np.argmin(np.hypot(at[:, 0] - seen.x, at[:, 1] - seen.y)))
        goes, climb = bound_for(self._forks.stretches, self._forks.track, walk[:1], metres[nearest : nearest + 1])
        return goes[0], int(climb[0]), metres[nearest] < from_m

    def _turned(self, decision: int) -> bool:
        (a, b), (c, d) = self._passes.came[decision].tolist(), self._passes.goes[decision].tolist()
        return angle_deg((a, b), (c, d)) > self._true_deg
