"""What the crowd walks on: the routes' own network as plain arrays, with capacities, for several kinds of traveller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from wayfinding import assumptions as figures
from wayfinding.flow.supply.capacity import Server, list_servers
from wayfinding.flow.supply.cells import Cells
from wayfinding.flow.supply.ground import Ground, lay_ground
from wayfinding.flow.supply.perception import perceived_s, time_weight
from wayfinding.routing.kept import keep
from wayfinding.routing.layer import Layer
from wayfinding.routing.network import Link, Network
from wayfinding.routing.profiles import Profile, travelled_mode
from wayfinding.routing.sight import Floats, Indices
from wayfinding.routing.zones import zone_pair
from wayfinding.station.model import Place

Use = tuple[str, int, int]
"""One way to use a pathway: its id, the stop where it is entered, the stop where it is left."""

SHARED = ("stairs", "ramp", "passage")
"""What both directions share."""
ANY_STATE = frozenset({"closures", "directions"})


@dataclass(frozen=True, eq=False)
class Supply:
    """One station for a crowd. Nodes are pathway ends first, then the endpoints of trips (`places`).

    `ground` holds what geometry alone decides. Uses go from node `tails` to node `heads`. `ride_s` and `cost_s`
    (groups, uses) say how long a use takes a member of a group at quiet times without waiting for a lift, and what it
    costs in his eyes (`perceived_s`); infinite where the group may not use it. `quiet_s` is what of that cost is the
    wait for an idle lift, `wait_weight` (uses,) what a second in a queue adds to it.
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
    quiet_s: Floats
    wait_weight: Floats
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

    @cached_property
    def rides_s(self) -> Floats:
        """`ride_s` of who stands on escalators and of who walks on them besides, (2, groups, uses)."""
        belt_mps, own_mps = np.ones(len(self.uses)), np.zeros(len(self.uses))
        for k, (id, start, end) in enumerate(self.uses):
            pathway = self.network.station.pathways[id]
            if travelled_mode(pathway) == "escalator":
                up = (pathway.rise_m >= 0) == (start < end)
                belt_mps[k] = pathway.speed_mps or figures.ESCALATOR_SPEED.value
                own_mps[k] = (figures.ESCALATOR_WALK_UP if up else figures.ESCALATOR_WALK_DOWN).value
        stands = np.array([not group.walks_escalators for group in self.groups])[:, None]
        return np.stack([self.ride_s, self.ride_s * belt_mps / (belt_mps + stands * own_mps)])

    def headways_s(self) -> tuple[Floats, Floats]:
        """By use: from one person to the next while all on the pathway go his way, and while both ways are gone.

        The second is 0 where it makes no difference.
        """
        servers = [self.servers[k] for k in self.server_of.tolist()]
        one = [item.backward_s if a > b else item.forward_s for item, (_, a, b) in zip(servers, self.uses, strict=True)]
        return np.array(one), np.array([item.mixed_s if item.mode in SHARED else 0.0 for item in servers])

    def usable(self, network: Network) -> NDArray[np.bool_]:
        """Which uses (groups, uses) are open to each group in a network of the same geometry."""
        number = {use: k for k, use in enumerate(self.uses)}
        mask = np.zeros(self.ride_s.shape, np.bool_)
        for g, profile in enumerate(self.groups):
            for link in network.graph(profile).links:
                mask[g, number[link.pathway.id, link.start, link.end]] = True
        return mask


def build_supply(
    network: Network, groups: Sequence[Profile], places: Sequence[Place], cell_m: float,
    others: Sequence[Network] = (),
) -> Supply:  # fmt: skip
    """The arrays of one network for these groups, the slimmest first, and these endpoints of trips; kept with it.

    With every use that `others` allow, other states of the same geometry.
    """
    spots = tuple((place.id, place.level, place.point.x, place.point.y) for place in places)
    others = tuple(dict.fromkeys(other for other in others if other is not network))
    make = partial(_build, (network, *others), groups, places, cell_m)
    return keep(network, ("supply", tuple(groups), spots, cell_m, others), make)


def restate(supply: Supply, network: Network) -> Supply:
    """The same supply with the rides, costs and capacities of another state of its station, of the same geometry.

    It is the supply itself where those are the same.
    """
    if network is supply.network:
        return supply
    ride_s, cost_s, quiet_s, weight = _price(network, supply.groups, supply.uses)
    servers, _ = list_servers(network.station, supply.uses)
    if servers == supply.servers and np.array_equal(ride_s, supply.ride_s) and np.array_equal(cost_s, supply.cost_s):
        return supply
    return replace(supply, network=network, ride_s=ride_s, cost_s=cost_s, quiet_s=quiet_s, wait_weight=weight,
                   servers=servers)  # fmt: skip


def _build(networks: Sequence[Network], groups: Sequence[Profile], places: Sequence[Place], cell_m: float) -> Supply:
    network = networks[0]
    layers = [network.layer(profile.half_width_m) for profile in groups]
    base = layers[0]
    keys = sorted(base.portals)
    zones = _list_uses(networks, groups, set(keys))
    uses = tuple(sorted(zones))
    number = {key: k for k, key in enumerate(keys)}
    servers, server_of = list_servers(network.station, uses)
    return Supply(
        network, tuple(groups), tuple(places), lay_ground(layers, keys, places, cell_m), uses,
        np.array([number[id, start] for id, start, _ in uses], dtype=np.int64),
        np.array([number[id, end] for id, _, end in uses], dtype=np.int64),
        np.array([zones[use] for use in uses], dtype=np.int64), *_price(network, groups, uses), servers, server_of,
    )  # fmt: skip


def _list_links(network: Network, profile: Profile) -> dict[Use, Link]:
    """Every use of a pathway that the group's limits allow, whatever is closed and whichever way it runs."""
    return {(link.pathway.id, link.start, link.end): link for link in network.graph(profile, ANY_STATE).links}


def _price(network: Network, groups: Sequence[Profile], uses: Sequence[Use]) -> tuple[Floats, Floats, Floats, Floats]:
    """What each use takes a member of each group, what it costs him, and what of that is the wait for an idle lift.

    Rides and costs are infinite where his limits refuse it. And what a second of waiting before each use weighs.
    """
    ride_s, cost_s = np.full((2, len(groups), len(uses)), np.inf)
    quiet_s, weight = np.zeros((len(groups), len(uses))), np.ones(len(uses))
    for g, group in enumerate(groups):
        links = _list_links(network, group)
        for k, use in enumerate(uses):
            if use in links:
                passage, weight[k] = links[use].passage, time_weight(links[use])
                quiet_s[g, k] = passage.wait_s if links[use].pathway.mode == "lift" else 0.0
                ride_s[g, k], cost_s[g, k] = passage.duration_s - quiet_s[g, k], perceived_s(links[use], group)
    return ride_s, cost_s, quiet_s, weight


def _list_uses(networks: Sequence[Network], groups: Sequence[Profile], keys: set[tuple[str, int]]) -> dict[Use, int]:
    """Every use that any group's limits allow in any of the networks, with the pair of zones that it joins."""
    base = networks[0].layer(groups[0].half_width_m)
    return {
        use: _zones(base, link)
        for network in networks
        for group in groups
        for use, link in _list_links(network, group).items()
        if {use[:2], (use[0], use[2])} <= keys
    }


def _zones(layer: Layer, link: Link) -> int:
    tail, head = (layer.surfaces[portal.standing.surface].floor.zone for portal in (link.tail, link.head))
    return zone_pair(tail, head)
