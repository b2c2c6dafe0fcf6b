"""What changes for one traveller between two states of a station: ways lost, won, slower, faster."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.routing.endpoints import at_place
from wayfinding.routing.matrix import Answers, Matrix
from wayfinding.routing.network import Network
from wayfinding.routing.profiles import Profile, get_profile
from wayfinding.routing.resilience import DESTINATIONS, ORIGINS, price_from
from wayfinding.station.model import Place


@dataclass(frozen=True, slots=True)
class WayChange:
    """A question whose answer is another one. Durations in s; None where there is no way."""

    origin: str
    destination: str
    before_s: float | None
    after_s: float | None

    @property
    def lost(self) -> bool:
        """Whether there was a way and is none any more."""
        return self.before_s is not None and self.after_s is None


def list_way_changes(before: Network, after: Network, profile: str | Profile = "step_free") -> tuple[WayChange, ...]:
    """Every question from ORIGINS to DESTINATIONS whose answer changes by a second or more, is lost, or is won.

    Ways lost come first, then by how much slower.

    Only places open in both states are asked for: who goes to a closed exit is another question.
    """
    traveller = get_profile(profile)
    places = sorted((place for place in before.station.places.values() if place.open and _stays(place, after)),
                    key=lambda place: place.id)  # fmt: skip
    starts = [place for place in places if place.type in ORIGINS]
    ends = [place for place in places if place.type in DESTINATIONS]
    old, new = (_answers(network, traveller, starts, ends) for network in (before, after))
    found = []
    for row, start in enumerate(starts):
        for column, end in enumerate(ends):
            times = [float(item.duration_s[row, column]) for item in (old, new)]
            if start is not end and _differ(*times):
                first, last = (time if np.isfinite(time) else None for time in times)
                found.append(WayChange(start.id, end.id, first, last))
    return tuple(sorted(found, key=_gravest_first))


def _stays(place: Place, after: Network) -> bool:
    other = after.station.places.get(place.id)
    return other is not None and other.open


def _answers(network: Network, profile: Profile, starts: list[Place], ends: list[Place]) -> Answers:
    """Durations between the places as they lie in this state."""
    here = network.station.places
    origins = [at_place(here[place.id]) for place in starts]
    matrix = Matrix.of(network.graph(profile), origins, [[at_place(here[place.id])] for place in ends])
    return matrix.solve(partial(price_from, network, profile), range(len(starts)))


def _differ(before_s: float, after_s: float) -> bool:
    if np.isfinite(before_s) != np.isfinite(after_s):
        return True
    return bool(np.isfinite(before_s)) and abs(after_s - before_s) >= figures.OUTAGE_MIN_DELAY.value


def _gravest_first(item: WayChange) -> tuple[int, float, str, str]:
    if item.before_s is None or item.after_s is None:
        return (0 if item.lost else 2, 0.0, item.origin, item.destination)
    return 1, item.before_s - item.after_s, item.origin, item.destination
