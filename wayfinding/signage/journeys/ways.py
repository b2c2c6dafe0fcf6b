"""The ways that people take from every origin to every target, and the straight stretches of floor that they share."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from wayfinding.errors import RequestError
from wayfinding.routing.endpoints import resolve_destinations
from wayfinding.routing.network import Network
from wayfinding.routing.profiles import Profile, get_profile
from wayfinding.routing.routes import Route, Spot, find_route
from wayfinding.routing.sight import Floats, Indices
from wayfinding.signage.targets import Target
from wayfinding.signage.trips import Trips
from wayfinding.station.model import Place

STEP_M = 0.5
"""Ways are looked at in the middle of steps of at most this length."""

CATEGORY = "category:"
NO_LENGTH_M = 1e-9

Ends = tuple[float, Spot, Spot]


@dataclass(frozen=True, eq=False)
class Stretches:
    """Every different straight stretch of floor that some way takes, once, and samples of all of them in one row.

    Stretch s leads from `tail[s]` (x, y) on level `level[s]` along the unit vector `heading[s]` for `length_m[s]`. Its
    samples are starts[s] : starts[s + 1], each the middle of a step of `step_m`, `along_m` from its tail, at `at`
    (n, 2).
    """

    level: Floats
    tail: Floats
    heading: Floats
    length_m: Floats
    starts: Indices
    owner: Indices
    along_m: Floats
    step_m: Floats
    at: Floats

    @classmethod
    def of(cls, ends: Iterable[Ends]) -> Stretches:
        """The stretches between those ends, each of some length."""
        rows = np.array([(level, *tail, *head) for level, tail, head in ends], dtype=float).reshape(-1, 5)
        tail, step = rows[:, 1:3], rows[:, 3:5] - rows[:, 1:3]
        length_m = np.hypot(step[:, 0], step[:, 1])
        heading = step / length_m[:, None]
        parts = np.ceil(length_m / STEP_M - NO_LENGTH_M).astype(np.int64)
        starts = np.concatenate([[0], np.cumsum(parts)])
        owner = np.repeat(np.arange(len(rows)), parts)
        step_m = (length_m / parts)[owner]
        along_m = (np.arange(len(owner)) - starts[owner] + 0.5) * step_m
        at = tail[owner] + heading[owner] * along_m[:, None]
        return cls(rows[:, 0], tail, heading, length_m, starts, owner, along_m, step_m, at)

    def spots(self, numbers: Indices, along_m: Floats) -> Floats:
        """Where one is (n, 2) that far along those stretches."""
        return self.tail[numbers] + self.heading[numbers] * along_m[:, None]


class Pieces(NamedTuple):
    """The stretches of a way in order: leg of the route, number of the stretch, metres and seconds where it starts."""

    leg: Indices
    stretch: Indices
    start_m: Floats
    start_s: Floats


@dataclass(frozen=True, eq=False)
class Way:
    """The way from an origin to a target, `route` None where there is none, and how many `passengers` a day take it.

    `pieces` are its stretches of floor, numbers of the `stretches` that all ways of one list share. The arrays are its
    samples, one for every half metre of floor: position, level, direction of view, metres and seconds from the start of
    the way, and the number of the leg. Pathways have none: no sign was shown to be legible from stairs, an escalator, a
    lift or between gates, and nobody strays there. They count neither as guided nor as unguided; what lies behind them
    goes on in metres and seconds where they end.
    """

    origin: Place
    target: Target
    route: Route | None
    passengers: float
    stretches: Stretches = field(repr=False)
    pieces: Pieces = field(repr=False)

    @property
    def place(self) -> str | None:
        """The id of the place of the target that is reached."""
        return None if self.route is None or self.route.destination.place is None else self.route.destination.place.id

    @property
    def pace_spm(self) -> float:
        """Seconds that a metre of floor takes."""
        return 0.0 if self.route is None else 1.0 / self.route.profile.speed_mps

    @property
    def at(self) -> Floats:
        """Positions (n, 2) in local metres."""
        return self.stretches.at[self._samples]

    @property
    def heading(self) -> Floats:
        """Unit vectors (n, 2) along which the walker looks."""
        return self.stretches.heading[self.stretches.owner[self._samples]]

    @property
    def level(self) -> Floats:
        """Ordinals of the levels (n,)."""
        return self.stretches.level[self.stretches.owner[self._samples]]

    @property
    def along_m(self) -> Floats:
        """Metres from the start of the way (n,), pathways included."""
        return self.pieces.start_m[self._piece] + self.stretches.along_m[self._samples]

    @property
    def along_s(self) -> Floats:
        """Seconds from the start of the way (n,), pathways and their waits included."""
        return self.pieces.start_s[self._piece] + self.stretches.along_m[self._samples] * self.pace_spm

    @property
    def leg(self) -> Indices:
        """Numbers of the legs of the route (n,)."""
        return self.pieces.leg[self._piece]

    @cached_property
    def _samples(self) -> Indices:
        starts, numbers = self.stretches.starts, self.pieces.stretch
        return np.concatenate([np.empty(0, np.int64), *(np.arange(starts[s], starts[s + 1]) for s in numbers)])

    @cached_property
    def _piece(self) -> Indices:
        starts, numbers = self.stretches.starts, self.pieces.stretch
        return np.repeat(np.arange(len(numbers)), starts[numbers + 1] - starts[numbers])


def list_ways(
    network: Network, targets: Iterable[Target], origins: Iterable[Place], trips: Trips, profile: str | Profile = "walk"
) -> tuple[Way, ...]:
    """The cheapest way from each origin to each target, in that order; nobody goes to where he is.

    Of a target's places the one that costs least is gone to, of those that serve the profile; among equals the first by
    id. `trips` gives the passengers a day.
    """
    traveller = get_profile(profile)
    ends = [(target, _serving(network, target, traveller)) for target in targets]
    found = [
        (origin, target, _cheapest(network, origin, places, traveller))
        for origin in origins
        for target, places in ends
        if origin.id not in target.places
    ]
    known: dict[Ends, int] = {}
    pieces = [_cut(route, known) for _, _, route in found]
    stretches = Stretches.of(known)
    return tuple(
        Way(origin, target, route, trips.get((origin.id, target.id), 0.0), stretches, part)
        for (origin, target, route), part in zip(found, pieces, strict=True)
    )


def shared_stretches(ways: Sequence[Way]) -> Stretches:
    """The stretches of one list of ways. Raises RequestError for ways of several lists: their numbers do not agree."""
    found = {id(way.stretches): way.stretches for way in ways}
    if len(found) > 1:
        raise RequestError("the ways come from several lists: ask list_ways once for all of them")
    return next(iter(found.values()), Stretches.of(()))


def _serving(network: Network, target: Target, profile: Profile) -> list[str]:
    """The places of a target that serve a traveller, by id."""
    if not target.id.startswith(CATEGORY):
        return sorted(target.places)
    ends = resolve_destinations(network, f"nearest:{target.id.removeprefix(CATEGORY)}", profile)
    return sorted(target.places & {end.place.id for end in ends if end.place is not None})


def _cheapest(network: Network, origin: Place, places: Iterable[str], profile: Profile) -> Route | None:
    routes = [find_route(network, origin.id, place, profile) for place in places]
    return min((route for route in routes if route is not None), key=lambda route: route.cost, default=None)


def _cut(route: Route | None, known: dict[Ends, int]) -> Pieces:
    """The stretches of a route; those not met before are given the next numbers."""
    legs: list[int] = []
    numbers: list[int] = []
    starts_m: list[float] = []
    starts_s: list[float] = []
    start_m = start_s = 0.0
    for number, leg in enumerate(route.legs if route is not None else ()):
        if leg.mode == "walk" and leg.distance_m > NO_LENGTH_M:
            pace_spm, done_m = leg.duration_s / leg.distance_m, 0.0
            for tail, head in pairwise(leg.points):
                if tail == head:
                    continue
                legs.append(number)
                numbers.append(known.setdefault((leg.from_level, tail, head), len(known)))
                starts_m.append(start_m + done_m)
                starts_s.append(start_s + done_m * pace_spm)
                done_m += math.dist(tail, head)
        start_m, start_s = start_m + leg.distance_m, start_s + leg.duration_s
    return Pieces(np.array(legs, np.int64), np.array(numbers, np.int64), np.array(starts_m), np.array(starts_s))
