"""What it costs to get from any point to each of many destinations: one search back from each, then a look around."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from wayfinding.routing.endpoints import Endpoint
from wayfinding.routing.network import Graph, Network
from wayfinding.routing.profiles import Profile, as_checked
from wayfinding.routing.routes import CHECKED_ZONES, Route, solve
from wayfinding.routing.sight import Floats, Indices
from wayfinding.routing.surface import Standing
from wayfinding.routing.tables import Look
from wayfinding.routing.zones import allowed_steps, zone_pair
from wayfinding.signage.judging.backward import NOWHERE, go_back
from wayfinding.station.model import Zone


@dataclass(frozen=True, slots=True)
class Spot:
    """A point where someone stands: on which surface, in which zone, and what he can walk to first."""

    level: float
    standing: Standing
    zone: Zone
    look: Look
    graph: Graph

    @property
    def at(self) -> Endpoint:
        """The point as an end of a route."""
        return Endpoint(self.level, self.standing.x, self.standing.y)


@dataclass(frozen=True, eq=False)
class Costs:
    """The costs of one traveller on one network to `aims`: by name, the endpoints of which any one will do.

    They are those of `find_route`: its zones, one-way pathways, closures and security checks.
    """

    network: Network
    profile: Profile
    aims: Mapping[str, tuple[Endpoint, ...]]
    _spots: dict[tuple[float, float, float], Spot | None] = field(default_factory=dict, init=False, repr=False)
    _tables: dict[tuple[str, Zone], tuple[Floats, Indices]] = field(default_factory=dict, init=False, repr=False)
    _standing: dict[tuple[str, int], list[tuple[float, float, Endpoint]]] = field(
        default_factory=dict, init=False, repr=False
    )
    _links: dict[tuple[int, bytes], tuple[Indices, Indices, Floats]] = field(
        default_factory=dict, init=False, repr=False
    )

    def stand(self, level: float, x: float, y: float) -> Spot | None:
        """Who stands at a point; None where no free floor is near."""
        key = (level, x, y)
        if key not in self._spots:
            layer = self.network.graph(self.profile).layer
            standing = layer.stand(level, x, y)
            if standing is None:
                self._spots[key] = None
            else:
                zone = layer.surfaces[standing.surface].floor.zone
                look = layer.halls[standing.surface].look(standing.x, standing.y)
                self._spots[key] = Spot(level, standing, zone, look, self.graph(zone))
        return self._spots[key]

    def graph(self, zone: Zone) -> Graph:
        """What someone searches who sets out from a zone: behind a security check he has passed it."""
        return self.network.graph(as_checked(self.profile) if zone in CHECKED_ZONES else self.profile)

    def nearest(self, spot: Spot, aim: str) -> tuple[float, Endpoint | None]:
        """The cost in s of the cheapest way to an endpoint of an aim, and which that is; infinite and None: none."""
        to_go, ends = self.to_go(aim, spot.zone)
        nodes = self._members(spot.standing.surface)
        best_s, best = math.inf, None
        if len(nodes):
            total_s = spot.look.gate_m / self.profile.speed_mps + to_go[nodes]
            k = int(np.argmin(total_s))
            if math.isfinite(total_s[k]):
                best_s, best = float(total_s[k]), self.aims[aim][int(ends[nodes[k]])]
        here = spot.standing
        for x, y, end in self._on_surface(aim, here.surface):
            if math.hypot(x - here.x, y - here.y) / self.profile.speed_mps < best_s:
                route = self.way(spot, end, best_s)
                if route is not None:
                    best_s, best = route.cost, end
        return best_s, best

    def way(self, spot: Spot, end: Endpoint, below_s: float = math.inf) -> Route | None:
        """The cheapest way from a spot to one endpoint; None where it costs no less than `below_s`."""
        return solve(self.network, spot.graph, spot.at, end, below=below_s)

    def to_go(self, aim: str, zone: Zone) -> tuple[Floats, Indices]:
        """For one who set out from a zone: the cost in s from each portal to an aim, and to which endpoint.

        Portals are numbered as in the layer; who has none left is at infinite cost.
        """
        key = (aim, zone)
        if key not in self._tables:
            self._tables[key] = self._search(aim, zone)
        return self._tables[key]

    def _search(self, aim: str, zone: Zone) -> tuple[Floats, Indices]:
        graph = self.graph(zone)
        gates = graph.layer.gates
        cost_s, ends = np.full(len(gates.at), np.inf), np.full(len(gates.at), NOWHERE)
        zones: dict[Zone, list[tuple[int, Spot]]] = defaultdict(list)
        for number, end in enumerate(self.aims[aim]):
            spot = self.stand(end.level, end.x, end.y)
            if spot is not None:
                zones[spot.zone].append((number, spot))
        for there, spots in zones.items():
            allowed = allowed_steps(self.profile.zone_rule, zone, there)
            if not (allowed[zone_pair(zone, zone)] and allowed[zone_pair(there, there)]):
                continue
            seed_s, seeds = self._seeds(spots, len(cost_s))
            links = self._allowed(graph, allowed)
            new_s, new = go_back(gates.starts, gates.members, gates.surface, gates.apart, 1.0 / self.profile.speed_mps,
                                 *links, seed_s, seeds)  # fmt: skip
            better = new_s < cost_s
            cost_s, ends = np.where(better, new_s, cost_s), np.where(better, new, ends)
        return cost_s, ends

    def _seeds(self, spots: list[tuple[int, Spot]], count: int) -> tuple[Floats, Indices]:
        seed_s, seeds = np.full(count, np.inf), np.full(count, NOWHERE)
        for number, spot in spots:
            nodes = self._members(spot.standing.surface)
            new_s = spot.look.gate_m / self.profile.speed_mps
            better = new_s < seed_s[nodes]
            seed_s[nodes[better]], seeds[nodes[better]] = new_s[better], number
        return seed_s, seeds

    def _allowed(self, graph: Graph, allowed: np.typing.NDArray[np.bool_]) -> tuple[Indices, Indices, Floats]:
        """Tails, heads and costs of the links that join allowed pairs of zones, by head."""
        key = (id(graph), allowed.tobytes())
        if key not in self._links:
            first = graph.layer.gates.first
            kept = np.flatnonzero(allowed[graph.rows.zones]) if len(graph.links) else np.empty(0, np.int64)
            tails = np.array([graph.links[k].tail.node - first for k in kept.tolist()], dtype=np.int64)
            heads = graph.rows.heads[kept] - first
            order = np.argsort(heads, kind="stable")
            self._links[key] = tails[order], heads[order], graph.rows.costs[kept][order]
        return self._links[key]

    def _members(self, surface: int) -> Indices:
        gates = self.network.graph(self.profile).layer.gates
        return gates.members[gates.starts[surface] : gates.starts[surface + 1]]

    def _on_surface(self, aim: str, surface: int) -> list[tuple[float, float, Endpoint]]:
        """An aim's endpoints on one surface, each with the point where one stands there."""
        key = aim, surface
        if key not in self._standing:
            spots = ((self.stand(end.level, end.x, end.y), end) for end in self.aims[aim])
            self._standing[key] = [
                (spot.standing.x, spot.standing.y, end)
                for spot, end in spots
                if spot is not None and spot.standing.surface == surface
            ]
        return self._standing[key]
