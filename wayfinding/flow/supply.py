"""What the crowd walks on: the routes' own network as plain arrays, with capacities, for several kinds of traveller."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.capacity import Server, list_servers
from wayfinding.flow.cells import Cells, cut_floors, trace
from wayfinding.routing.layer import Layer
from wayfinding.routing.network import Link, Network
from wayfinding.routing.profiles import Profile
from wayfinding.routing.sight import Floats, Indices
from wayfinding.routing.tables import Look, Walk
from wayfinding.routing.zones import zone_pair
from wayfinding.station.model import Place

Use = tuple[str, int, int]
"""One way to use a pathway: its id, the stop where it is entered, the stop where it is left."""

ANY_STATE = frozenset({"closures", "directions"})


@dataclass(frozen=True, eq=False)
class Segments:
    """Walks as cells and metres: walk k passes cells[starts[k] : starts[k + 1]]; `row` (nodes, nodes) numbers walks."""

    row: NDArray[np.int32]
    starts: Indices
    cells: NDArray[np.int32]
    metres: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Supply:
    """One station for a crowd. Nodes are pathway ends first, then the endpoints of trips (`places`).

    `walk_m` (groups, nodes, nodes) is the exact shortest walk of each group on one floor, infinite elsewhere.
    `ride_s` and `cost_s` (groups, uses) say how long a use takes a member of a group at quiet times without waiting
    for a lift, and what it costs in comfort and time; infinite where the group may not use it.
    """

    network: Network
    groups: tuple[Profile, ...]
    places: tuple[Place, ...]
    cells: Cells
    uses: tuple[Use, ...]
    tails: Indices
    heads: Indices
    zones: Indices
    surface: Indices
    walk_m: Floats
    ride_s: Floats
    cost_s: Floats
    servers: tuple[Server, ...]
    server_of: Indices
    looks: tuple[Look | None, ...]

    @property
    def portals(self) -> int:
        """How many nodes are pathway ends."""
        return len(self.surface) - len(self.places)

    @cached_property
    def node_of(self) -> Mapping[str, int]:
        """The node of each place."""
        return {place.id: self.portals + k for k, place in enumerate(self.places)}

    def usable(self, network: Network) -> NDArray[np.bool_]:
        """Which uses (groups, uses) are open to each group in a network of the same geometry."""
        number = {use: k for k, use in enumerate(self.uses)}
        mask = np.zeros(self.ride_s.shape, np.bool_)
        for g, profile in enumerate(self.groups):
            for link in network.graph(profile).links:
                mask[g, number[link.pathway.id, link.start, link.end]] = True
        return mask

    def walks(self, pairs: Iterable[tuple[int, int]]) -> Segments:
        """The cells on the walk of the slimmest group between each pair of nodes of one floor."""
        row = np.full((len(self.surface), len(self.surface)), -1, np.int32)
        found, metres, starts = [], [], [0]
        for k, (a, b) in enumerate(sorted(set(pairs))):
            row[a, b] = k
            cells, lengths = trace(self.cells, int(self.surface[a]), self._line(a, b))
            found.append(cells)
            metres.append(lengths)
            starts.append(starts[-1] + len(cells))
        empty = [np.empty(0)]
        return Segments(
            row,
            np.array(starts, dtype=np.int64),
            np.concatenate(found or empty).astype(np.int32),
            np.concatenate(metres or empty).astype(np.float32),
        )

    def _line(self, a: int, b: int) -> Floats:
        """The straight pieces of the slimmest group's walk."""
        layer = self.network.layer(self.groups[0].half_width_m)
        hall, p = layer.halls[self.surface[a]], self.portals
        if a < p and b < p:
            walk = hall.walk_between(layer.local[a], layer.local[b])
        elif b < p:
            walk = hall.walk_to(self._look(a), layer.local[b])
        elif a < p:
            walk = hall.walk_to(self._look(b), layer.local[a]).turned()
        else:
            start, end = self._look(a), self._look(b)
            found = hall.walk(start.x, start.y, end.x, end.y, np.inf)
            walk = found or Walk(0.0, ((start.x, start.y), (end.x, end.y)))
        return np.array(walk.points, dtype=float).reshape(-1, 2)

    def _look(self, node: int) -> Look:
        look = self.looks[node - self.portals]
        if look is None:
            raise AssertionError(f"{self.places[node - self.portals].id} stands on no floor")
        return look


def build_supply(network: Network, groups: Sequence[Profile], places: Sequence[Place], cell_m: float) -> Supply:
    """The arrays of one network for these groups, the slimmest first, and these endpoints of trips."""
    layers = [network.layer(profile.half_width_m) for profile in groups]
    keys = sorted({key for layer in layers for key in layer.portals})
    if any(set(layer.portals) != set(keys) for layer in layers):
        keys = sorted(set.intersection(*(set(layer.portals) for layer in layers)))
    uses, graphs = _list_uses(network, groups, set(keys))
    number = {key: k for k, key in enumerate(keys)}
    base = layers[0]
    order = np.array([base.portals[key].node - base.gates.first for key in keys], dtype=np.int64)
    if not np.array_equal(order, np.arange(len(base.portals))):
        raise AssertionError("pathway ends are not in the order of their keys")
    standings = [base.stand(place.level, place.point.x, place.point.y) for place in places]
    surface = np.concatenate([
        np.array(base.homes, dtype=np.int64)[order],
        np.array([-1 if standing is None else standing.surface for standing in standings], dtype=np.int64),
    ])  # fmt: skip
    looks = tuple(None if s is None else base.halls[s.surface].look(s.x, s.y) for s in standings)
    walk_m = np.stack([_walk_m(layer, keys, places) for layer in layers])
    links = [{(link.pathway.id, link.start, link.end): link for link in graph} for graph in graphs]
    ride_s = np.array([[_ride_s(mine.get(use)) for use in uses] for mine in links]).reshape(len(groups), -1)
    cost_s = np.array([[_cost_s(mine.get(use), p) for use in uses] for mine, p in zip(links, groups, strict=True)])
    known = {use: link for mine in links for use, link in mine.items()}
    zones = np.array([_zones(base, known[use]) for use in uses], dtype=np.int64)
    servers, server_of = list_servers(network.station, uses)
    return Supply(
        network, tuple(groups), tuple(places), cut_floors([part.floor for part in base.surfaces], cell_m), tuple(uses),
        np.array([number[id, start] for id, start, _ in uses], dtype=np.int64),
        np.array([number[id, end] for id, _, end in uses], dtype=np.int64),
        zones, surface, walk_m, ride_s, cost_s.reshape(len(groups), -1), servers, server_of, looks,
    )  # fmt: skip


def _list_uses(
    network: Network, groups: Sequence[Profile], keys: set[tuple[str, int]]
) -> tuple[list[Use], list[list[Link]]]:
    """Every use of a pathway that any group's limits allow, whatever its state; and each group's own."""
    graphs = [
        [link for link in network.graph(profile, ANY_STATE).links
         if {(link.pathway.id, link.start), (link.pathway.id, link.end)} <= keys]
        for profile in groups
    ]  # fmt: skip
    return sorted({(link.pathway.id, link.start, link.end) for graph in graphs for link in graph}), graphs


def _ride_s(link: Link | None) -> float:
    if link is None:
        return np.inf
    wait_s = link.passage.wait_s if link.pathway.mode == "lift" else 0.0
    return link.passage.duration_s - wait_s


def _cost_s(link: Link | None, profile: Profile) -> float:
    if link is None:
        return np.inf
    moved_m = link.tail.standing.moved_m + link.head.standing.moved_m
    return link.passage.cost_s + moved_m / profile.speed_mps


def _zones(layer: Layer, link: Link) -> int:
    tail, head = (layer.surfaces[portal.standing.surface].floor.zone for portal in (link.tail, link.head))
    return zone_pair(tail, head)


def _walk_m(layer: Layer, keys: Sequence[tuple[str, int]], places: Sequence[Place]) -> Floats:
    """The walks of one group between all nodes."""
    nodes = np.array([layer.portals[key].node - layer.gates.first for key in keys], dtype=np.int64)
    count, size = len(nodes), len(nodes) + len(places)
    metres = np.full((size, size), np.inf)
    metres[:count, :count] = layer.gates.apart[np.ix_(nodes, nodes)]
    looks: dict[int, list[tuple[int, Look]]] = {}
    for k, place in enumerate(places, count):
        standing = layer.stand(place.level, place.point.x, place.point.y)
        if standing is None:
            continue
        hall = layer.halls[standing.surface]
        look = hall.look(standing.x, standing.y)
        mine = np.searchsorted(nodes, np.array(hall.nodes, dtype=np.int64) - layer.gates.first)
        metres[k, mine] = metres[mine, k] = look.gate_m
        for other, seen in looks.setdefault(standing.surface, []):
            walk = hall.walk(look.x, look.y, seen.x, seen.y, np.inf)
            metres[k, other] = metres[other, k] = np.inf if walk is None else walk.length_m
        looks[standing.surface].append((k, look))
    np.fill_diagonal(metres, 0.0)
    return metres
