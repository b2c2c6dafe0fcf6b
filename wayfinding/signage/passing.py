"""How many passengers a day pass each face with something to learn from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from wayfinding.routing.sight import Floats
from wayfinding.signage.following.follow import Walk
from wayfinding.signage.journeys.along import Reading
from wayfinding.signage.journeys.ways import Way
from wayfinding.signage.targets import Naming, Target
from wayfinding.signage.trips import Trips


@dataclass(frozen=True, eq=False)
class Passing:
    """`passengers` (targets, faces): who walks to a target in a day and can read the face in walking direction.

    `obeying` by sign and target: who goes where the signs alone lead and obeys that sign; people whom signs mislead
    come to places that the ways of those who know theirs never touch.
    """

    targets: tuple[Target, ...]
    passengers: Floats
    obeying: Mapping[tuple[str, str], float]
    _naming: Naming
    _number: dict[tuple[str, int], int]

    @classmethod
    def of(
        cls, reading: Reading, ways: Sequence[Way], targets: Sequence[Target], walks: Sequence[Walk], trips: Trips
    ) -> Passing:  # fmt: skip
        """The counts for ways of one list, what can be read along them, and walks by the signs alone."""
        faces = reading.legibility.faces
        number = {target.id: k for k, target in enumerate(targets)}
        routed = [way for way in ways if way.route is not None and way.passengers > 0 and way.target.id in number]
        stretches = len(reading.stretches.level)
        rows = np.repeat(np.arange(len(routed)), [len(way.pieces.stretch) for way in routed])
        walked = np.concatenate([np.empty(0, np.int64), *(way.pieces.stretch for way in routed)])
        passes = csr_array((np.ones(len(rows)), (rows, walked)), shape=(len(routed), stretches))
        owner, ahead = reading.stretches.owner[reading.sample], reading.ahead
        shows = csr_array(
            (np.ones(int(ahead.sum())), (owner[ahead], reading.face[ahead])), shape=(stretches, len(faces))
        )
        reads = (passes @ shows).astype(bool).astype(float)
        aims = np.array([number[way.target.id] for way in routed], dtype=np.int64)
        loads = np.array([way.passengers for way in routed])
        weights = csr_array((loads, (aims, np.arange(len(routed)))), shape=(len(targets), len(routed)))
        counts = (weights @ reads).toarray()
        known = {(face.sign, face.number): k for k, face in enumerate(faces)}
        obeying: dict[tuple[str, str], float] = defaultdict(float)
        for walk in walks:
            for sign in dict.fromkeys(walk.signs):
                obeying[sign, walk.target] += trips.get((walk.origin, walk.target), 0.0)
        return cls(tuple(targets), counts, obeying, Naming(reading.legibility.station), known)

    def of_message(self, sign: str, face: int, number: int, profile: str) -> float:
        """Who on the way to what it names reads that message of a face, or obeys its sign: the more of both."""
        message = self._naming.station.signs[sign].messages[number]
        named = [self._naming.names(message, target, profile) for target in self.targets]
        reads = float(self.passengers[np.array(named, dtype=bool), self._number[sign, face]].sum())
        led = (
            self.obeying.get((sign, target.id), 0.0) for target, said in zip(self.targets, named, strict=True) if said
        )
        return max(reads, sum(led))

    def of_face(self, sign: str, face: int) -> float:
        """Who passes a face in view of it."""
        return float(self.passengers[:, self._number[sign, face]].sum())

    def of_sign(self, sign: str) -> float:
        """Who passes the best seen of its faces in view of it."""
        return max((self.of_face(*key) for key in self._number if key[0] == sign), default=0.0)
