"""A station as one who plans signs sees it: what is asked for, where signs can go, and what each would cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.routing.network import Network
from wayfinding.routing.profiles import Profile, get_profile
from wayfinding.routing.sight import Indices
from wayfinding.signage.journeys.along import Reading
from wayfinding.signage.journeys.ways import Way, list_ways
from wayfinding.signage.legible.legibility import Legibility, compile_signs
from wayfinding.signage.legible.sight import Flags
from wayfinding.signage.placing.candidates import Candidate, list_candidates
from wayfinding.signage.placing.covering import Sets
from wayfinding.signage.placing.demand import Demand, measure_demand, sets_of
from wayfinding.signage.placing.readers import Rows, list_readers
from wayfinding.signage.settings import Settings
from wayfinding.signage.targets import Target
from wayfinding.signage.trips import Trips, default_trips, list_origins


@dataclass(frozen=True, eq=False)
class Site:
    """Everything that the choice of signs rests on: demand, places, and what each place would cover."""

    network: Network
    profile: Profile
    legibility: Legibility
    ways: tuple[Way, ...]
    reading: Reading
    demand: Demand
    places: tuple[Candidate, ...]
    rows: Rows
    sets: Sets
    said: Flags

    @classmethod
    def of(
        cls, network: Network, targets: Sequence[Target], profile: str | Profile, settings: Settings,
        trips: Trips | None = None, *, legibility: Legibility | None = None, ways: Sequence[Way] | None = None,
    ) -> Site:  # fmt: skip
        """The site of one traveller and some targets; `legibility` and `ways` to those targets if known already."""
        station = network.station
        trips = default_trips(station) if trips is None else trips
        known = tuple(ways) if ways is not None else list_ways(
            network, targets, list_origins(station, trips), trips, profile
        )  # fmt: skip
        readable = legibility or compile_signs(station, settings)
        reading = Reading.of(readable, known)
        demand = measure_demand(reading, known, targets, profile)
        return cls.laid_out(network, get_profile(profile), readable, known, reading, demand)

    @classmethod
    def laid_out(
        cls, network: Network, profile: Profile, legibility: Legibility, ways: tuple[Way, ...], reading: Reading,
        demand: Demand,
    ) -> Site:  # fmt: skip
        """The places for signs about a demand, and what each would cover."""
        stretches = demand.stretches
        walked = np.unique(demand.sample)
        level, heading = (part[stretches.owner[walked]] for part in (stretches.level, stretches.heading))
        places = list_candidates(legibility.station, stretches, np.unique(stretches.owner[walked]))
        faces = [place.face(legibility.settings) for place in places]
        rows = list_readers(legibility, faces, level, stretches.at[walked], heading)
        rows = Rows(rows.starts, walked[rows.items])
        sets, said = sets_of(demand, rows, int(figures.MESSAGES_READ.value))
        return cls(network, profile, legibility, ways, reading, demand, places, rows, sets, said)

    def passengers(self, elements: Indices) -> float:
        """How many passengers a day pass at least one of some elements on their way."""
        met = set(zip(self.demand.stretches.owner[self.demand.sample[elements]].tolist(),
                      self.demand.target[elements].tolist(), strict=True))  # fmt: skip
        columns = {target.id: column for column, target in enumerate(self.demand.targets)}
        return sum(
            way.passengers for way in self.ways
            if way.target.id in columns
            and any((stretch, columns[way.target.id]) in met for stretch in way.pieces.stretch.tolist())
        )  # fmt: skip
