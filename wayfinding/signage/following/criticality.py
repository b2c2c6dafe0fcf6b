"""What is lost when one sign fails: the order in which to inspect them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wayfinding.signage.following.follow import Follower, Walk
from wayfinding.signage.journeys.along import Reading
from wayfinding.signage.journeys.ways import Way
from wayfinding.signage.placing.demand import guides, measure_demand
from wayfinding.signage.targets import Target
from wayfinding.signage.trips import Trips


@dataclass(frozen=True, slots=True)
class Criticality:
    """What a day costs without a sign, all others being as they are.

    `lost_arrivals`: passengers who arrive by the signs with it and do not without, less those for whom it is the other
    way round (a sign that misleads has a figure below 0). `lost_passenger_metres`: what people walk to a target that
    this sign alone names there, legible in walking direction.
    """

    sign: str
    lost_arrivals: float
    lost_passenger_metres: float


def rank_signs(
    follower: Follower, walks: Sequence[Walk], trips: Trips, reading: Reading, ways: Sequence[Way],
    targets: Sequence[Target],
) -> tuple[Criticality, ...]:  # fmt: skip
    """All signs, the gravest loss of arrivals first, then of covered metres, then by id.

    `walks` are those of `follower`, `reading` is what can be read along `ways`. Only walks that obey a sign are walked
    anew without it: whom it told nothing, its failure tells nothing.
    """
    arrivals = dict.fromkeys(follower.legibility.station.signs, 0.0)
    metres = dict(arrivals)
    for walk in walks:
        passengers = trips.get((walk.origin, walk.target), 0.0)
        for sign in dict.fromkeys(walk.signs) if passengers > 0 else ():
            without = follower.walk(walk.origin, walk.target, walk.best_m, sign)
            arrivals[sign] += passengers * ((walk.outcome == "arrives") - (without.outcome == "arrives"))
    demand = measure_demand(reading, ways, targets, follower.profile)
    element, sign_number = guides(demand, reading, follower.profile)
    sole = demand.signs[element] == 1
    signs = list(dict.fromkeys(face.sign for face in reading.legibility.faces))
    lost_m = np.bincount(sign_number[sole], demand.metres[element[sole]], minlength=len(signs))
    metres |= dict(zip(signs, lost_m.tolist(), strict=True))
    ranked = (Criticality(sign, arrivals[sign], metres[sign]) for sign in arrivals)
    return tuple(sorted(ranked, key=lambda item: (-item.lost_arrivals, -item.lost_passenger_metres, item.sign)))
