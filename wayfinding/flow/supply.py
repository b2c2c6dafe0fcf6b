"""What the crowd walks on: the routes' own network as plain arrays, with capacities, for several kinds of traveller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.capacity import Server, list_servers
from wayfinding.flow.cells import Cells
from wayfinding.flow.ground import Ground, lay_ground
from wayfinding.flow.perception import perceived_s
from wayfinding.routing.kept import keep
from wayfinding.routing.layer import Layer
from wayfinding.routing.network import Link, Network
from wayfinding.routing.profiles import Profile
from wayfinding.routing.sight import Floats, Indices
from wayfinding.routing.zones import zone_pair
from wayfinding.station.model import Place

Use = tuple[str, int, int]
"""One way to use a pathway: its id, the stop where it is entered, the stop where it is left."""

ANY_STATE = frozenset({"closures", "directions"})


@dataclass(frozen=True, eq=False)
class Supply:
    """One station for a crowd. Nodes are pathway ends first, then the endpoints of trips (`places`).

    `ground` holds what geometry alone decides. Uses go from node `tails` to node `heads`. `ride_s` and `cost_s`
    (groups, uses) say how long a use takes a member of a group at quiet times without waiting for a lift, and what it
    costs in his eyes (`perceived_s`); infinite where the group may not use it.
    """

    network: Network
    groups: tuple[Profile, ...]
    places: tuple[Place, ...]
    ground: Ground
    uses: tuple[Use, ...]
    tails: Indices
    heads: Indices
    zones: Indices
    ride_s: Floats
    cost_s: Floats
    servers: tuple[Server, ...]
    server_of: Indices

    @property
    def cells(self) -> Cells:
        """What the floors are cut into."""
        return self.ground.cells

    @property
    def surface(self) -> Indices:
        """The number of the floor of each node, -1 for none."""
        return self.ground.surface

    @property
    def walk_m(self) -> Floats:
        """(groups, nodes, nodes)."""
        return self.ground.walk_m

    @property
    def portals(self) -> int:
        """How many nodes are pathway ends."""
        return len(self.surface) - len(self.places)

    def usable(self, network: Network) -> NDArray[np.bool_]:
        """Which uses (groups, uses) are open to each group in a network of the same geometry."""
        number = {use: k for k, use in enumerate(self.uses)}
        mask = np.zeros(self.ride_s.shape, np.bool_)
        for g, profile in enumerate(self.groups):
            for link in network.graph(profile).links:
                mask[g, number[link.pathway.id, link.start, link.end]] = True
        return mask


def build_supply(network: Network, groups: Sequence[Profile], places: Sequence[Place], cell_m: float) -> Supply:
    """The arrays of one network for these groups, the slimmest first, and these endpoints of trips; kept with it."""
    spots = tuple((place.id, place.level, place.point.x, place.point.y) for place in places)
    make = partial(_build, network, groups, places, cell_m)
    return keep(network, ("supply", tuple(groups), spots, cell_m), make)


def _build(network: Network, groups: Sequence[Profile], places: Sequence[Place], cell_m: float) -> Supply:
    layers = [network.layer(profile.half_width_m) for profile in groups]
    base = layers[0]
    keys = sorted(base.portals)
    uses, graphs = _list_uses(network, groups, set(keys))
    number = {key: k for k, key in enumerate(keys)}
    links = [{(link.pathway.id, link.start, link.end): link for link in graph} for graph in graphs]
    ride_s = np.array([[_ride_s(mine.get(use)) for use in uses] for mine in links]).reshape(len(groups), -1)
    cost_s = np.array(
        [
            [perceived_s(mine[use], group) if use in mine else np.inf for use in uses]
            for mine, group in zip(links, groups, strict=True)
        ]
    )
    known = {use: link for mine in links for use, link in mine.items()}
    zones = np.array([_zones(base, known[use]) for use in uses], dtype=np.int64)
    servers, server_of = list_servers(network.station, uses)
    return Supply(
        network, tuple(groups), tuple(places), lay_ground(layers, keys, places, cell_m), tuple(uses),
        np.array([number[id, start] for id, start, _ in uses], dtype=np.int64),
        np.array([number[id, end] for id, _, end in uses], dtype=np.int64),
        zones, ride_s, cost_s.reshape(len(groups), -1), servers, server_of,
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


def _zones(layer: Layer, link: Link) -> int:
    tail, head = (layer.surfaces[portal.standing.surface].floor.zone for portal in (link.tail, link.head))
    return zone_pair(tail, head)
