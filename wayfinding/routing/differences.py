"""What changes for one traveller between two states of a station: ways lost, won, slower, faster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.routing.endpoints import Endpoint, at_place
from wayfinding.routing.kept import keep
from wayfinding.routing.matrix import Answers, Matrix
from wayfinding.routing.network import Graph, Network
from wayfinding.routing.profiles import Profile, as_checked, get_profile
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
    if _alike(before, after, traveller, [*starts, *ends]):
        return ()
    old, new = (_answers(network, traveller, starts, ends) for network in (before, after))
    found = []
    for row, start in enumerate(starts):
        for column, end in enumerate(ends):
            times = [float(item.duration_s[row, column]) for item in (old, new)]
            if start is not end and _differ(*times):
                first, last = (time if np.isfinite(time) else None for time in times)
                found.append(WayChange(start.id, end.id, first, last))
    return tuple(sorted(found, key=_gravest_first))


def same_graphs(before: Network, after: Network, profile: Profile) -> bool:
    """Whether this traveller finds the same links at the same price in both, checked for security already or not."""
    return all(
        _same_graph(before.graph(kind), after.graph(kind)) for kind in dict.fromkeys((profile, as_checked(profile)))
    )


def _same_graph(one: Graph, other: Graph) -> bool:
    return (
        one.layer is other.layer
        and len(one.links) == len(other.links)
        and all(
            (a.pathway is b.pathway and (a.start, a.end) == (b.start, b.end) and cost == now)
            for a, b, cost, now in zip(one.links, other.links, one.rows.costs, other.rows.costs, strict=True)
        )
    )


def _alike(before: Network, after: Network, profile: Profile, places: Sequence[Place]) -> bool:
    """Whether no answer can differ: the same links between the same points."""
    moved = any(at_place(place) != at_place(after.station.places[place.id]) for place in places)
    return not moved and same_graphs(before, after, profile)


def _stays(place: Place, after: Network) -> bool:
    other = after.station.places.get(place.id)
    return other is not None and other.open


def _answers(network: Network, profile: Profile, starts: list[Place], ends: list[Place]) -> Answers:
    """Durations between the places as they lie in this state."""
    here = network.station.places
    origins, destinations = ([at_place(here[place.id]) for place in places] for places in (starts, ends))
    matrix = _matrix(network.graph(profile), origins, destinations)
    return matrix.solve(partial(price_from, network, profile), range(len(starts)))


def _matrix(graph: Graph, origins: Sequence[Endpoint], destinations: Sequence[Endpoint]) -> Matrix:
    """The walks between these points and the ends of these links, which states of one geometry share."""
    nodes = frozenset(node for link in graph.links for node in (link.tail.node, link.head.node))
    spots = tuple((end.level, end.x, end.y) for end in (*origins, *destinations))
    return keep(graph.layer, ("ways between", nodes, spots, len(origins)),
                lambda: Matrix.of(graph, origins, [[end] for end in destinations]))  # fmt: skip


def _differ(before_s: float, after_s: float) -> bool:
    if np.isfinite(before_s) != np.isfinite(after_s):
        return True
    return bool(np.isfinite(before_s)) and abs(after_s - before_s) >= figures.OUTAGE_MIN_DELAY.value


def _gravest_first(item: WayChange) -> tuple[int, float, str, str]:
    if item.before_s is None or item.after_s is None:
        return (0 if item.lost else 2, 0.0, item.origin, item.destination)
    return 1, item.before_s - item.after_s, item.origin, item.destination
