"""The station as a network: surfaces to walk on, and pathways as directed links that a profile prices or refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import permutations
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from wayfinding.routing.layer import Layer, Portal, SurfaceKey, build_layer
from wayfinding.routing.profiles import Profile, get_profile
from wayfinding.routing.search import BOUND_SLACK, Links
from wayfinding.routing.sight import Floats
from wayfinding.routing.surface import Surface
from wayfinding.routing.timing import Passage, time_passage
from wayfinding.routing.zones import zone_pair
from wayfinding.station.floor import Floor, floors
from wayfinding.station.model import Pathway, Station
from wayfinding.station.scenario import at_moment

if TYPE_CHECKING:
    import networkx as nx

    from wayfinding.routing.routes import Leg

BROKEN_RULE_S = 1e6
"""Added for each rule that a relaxed search breaks, so that it breaks as few as it can. Never part of a result."""

Rule = str
"""What a relaxed search may break: `limits` of the profile, `closures`, `directions`."""

GRAPHS_KEPT = 96
"""Priced graphs that a network holds before the oldest goes: every built-in profile under every rule, and some more."""

STRICT: frozenset[Rule] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """One use of a pathway, from its stop `start` to its stop `end`, and the rules of the traveller that it breaks."""

    pathway: Pathway
    start: int
    end: int
    tail: Portal
    head: Portal
    passage: Passage
    rise_m: float
    broken: tuple[Rule, ...]

    @property
    def levels(self) -> tuple[float, float]:
        """The ordinals of the levels left and entered."""
        return self.pathway.stops[self.start].level, self.pathway.stops[self.end].level


@dataclass(frozen=True, eq=False)
class Graph:
    """What one traveller searches: the layer of his width and the links in row order, priced for him.

    `rides` and `walked` keep the legs drawn so far, on pathways and between them; `exits` the links out of a surface.
    A graph that is not `lasting` is asked one question, for which nothing is prepared.
    """

    profile: Profile
    layer: Layer
    links: tuple[Link, ...]
    rows: Links
    bound: float
    lasting: bool = True
    rides: dict[tuple[str, int, int], Leg] = field(default_factory=dict, init=False, repr=False)
    walked: dict[tuple[int, int], list[Leg]] = field(default_factory=dict, init=False, repr=False)
    exits: dict[int, Floats] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def durations(self) -> Floats:
        """How long each link takes in s."""
        moved_m = [link.tail.standing.moved_m + link.head.standing.moved_m for link in self.links]
        return np.array([link.passage.duration_s for link in self.links]) + np.array(moved_m) / self.profile.speed_mps

    @cached_property
    def backward(self) -> tuple[Links, Floats]:
        """The links from head to tail, and their durations: to search from where one wants to go."""
        rows, tails = self.rows, np.array([link.tail.node for link in self.links], dtype=np.int64)
        order = np.argsort(rows.heads, kind="stable")
        starts = np.searchsorted(rows.heads[order], np.arange(len(rows.starts)))
        turned = Links(starts.astype(np.int64), tails[order], rows.costs[order], rows.zones[order])
        return turned, self.durations[order]


@dataclass(frozen=True, eq=False)
class Network:
    """A station at one moment, ready to be asked. `source` is the station before opening hours were applied.

    Surfaces are computed when a half width is first asked for; networks made with `reuse` share them.
    """

    station: Station
    source: Station
    at: datetime | None
    floors: tuple[Floor, ...]
    _surfaces: dict[SurfaceKey, Surface]
    _layers: dict[float, Layer]
    _graphs: dict[tuple[Profile, frozenset[Rule], float], Graph] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def __reduce__(self) -> tuple[object, ...]:
        """Sent to another process as what it was made from: there it is compiled again, from tables on disk."""
        return compile_network, (self.source, self.at)

    def layer(self, half_width_m: float) -> Layer:
        """The walk graph of one half width."""
        with self._lock:
            if half_width_m not in self._layers:
                pathways = self.station.pathways.values()
                self._layers[half_width_m] = build_layer(self.floors, pathways, half_width_m, self._surfaces)
            return self._layers[half_width_m]

    def graph(self, profile: Profile, relaxed: frozenset[Rule] = STRICT, half_width_m: float | None = None) -> Graph:
        """The priced graph of one profile; `relaxed` names the rules that may be broken at a price."""
        width_m = profile.half_width_m if half_width_m is None else half_width_m
        key = (profile, relaxed, width_m)
        known = self._graphs.get(key)
        if known is not None:
            return known
        layer = self.layer(width_m)
        with self._lock:
            if key not in self._graphs:
                while len(self._graphs) >= GRAPHS_KEPT:
                    del self._graphs[next(iter(self._graphs))]
                self._graphs[key] = _price(self, profile, layer, relaxed)
            return self._graphs[key]


def compile_network(station: Station, at: datetime | None = None, reuse: Network | None = None) -> Network:
    """The network of a station at a moment (station time; None is an ordinary midday, out of every season).

    With `reuse`, what has the same geometry there is taken from it: a changed status or direction costs nothing.
    """
    for level in station.levels:
        floors(station, level)  # kept by the source, so that every moment's station takes over what it does not change
    now = at_moment(station, at)
    parts = tuple(floor for level in sorted(now.levels) for floor in floors(now, level))
    same = reuse is not None and _same_floors(parts, reuse.floors) and _same_lines(now, reuse.station)
    surfaces = {} if reuse is None else reuse._surfaces  # noqa: SLF001
    layers = reuse._layers if reuse is not None and same else {}  # noqa: SLF001
    return Network(now, station, at, parts, surfaces, layers)


def _same_floors(ones: tuple[Floor, ...], others: tuple[Floor, ...]) -> bool:
    """Whether both are the same floors, in whatever order."""
    if len(ones) == len(others) and all(one is other for one, other in zip(ones, others, strict=True)):
        return True
    first, second = (
        {(floor.level, floor.zone, floor.elevation_m, floor.shape.wkb) for floor in floors} for floors in (ones, others)
    )
    return first == second


def _same_lines(one: Station, other: Station) -> bool:
    """Whether both have the same pathways in the same places; what is the same object is not looked into."""
    return one.pathways.keys() == other.pathways.keys() and all(
        way is known or (way.line == known.line and way.stops == known.stops)
        for way, known in ((way, other.pathways[id]) for id, way in one.pathways.items())
    )


def is_usable(pathway: Pathway) -> bool:
    """Whether it is open and in service; what can be walked while it stands still stays usable."""
    walkable = pathway.status == "stopped" and pathway.mode in ("escalator", "moving_walkway")
    return pathway.open and (pathway.status == "in_service" or walkable)


def _price(network: Network, profile: Profile, layer: Layer, relaxed: frozenset[Rule]) -> Graph:
    links = sorted(
        (link for pathway in network.station.pathways.values() for link in _uses(pathway, profile, layer)),
        key=lambda link: (link.tail.node, link.pathway.id, link.start, link.end),
    )
    kept = tuple(link for link in links if relaxed.issuperset(link.broken))
    tails = np.array([link.tail.node for link in kept], dtype=np.int64)
    heads = np.array([link.head.node for link in kept], dtype=np.int64)
    costs = np.array([_cost(link, profile) + BROKEN_RULE_S * len(link.broken) for link in kept], dtype=float)
    pairs = np.array([_zones(layer, link) for link in kept], dtype=np.int64)
    starts = np.searchsorted(tails, np.arange(len(layer.at) + 1)).astype(np.int64)
    plan_m = np.hypot(*(layer.at[tails] - layer.at[heads]).T)
    paces = costs[plan_m > 0] / plan_m[plan_m > 0]
    bound = min(1.0 / profile.speed_mps, float(paces.min(initial=np.inf))) * (1.0 - BOUND_SLACK)
    return Graph(profile, layer, kept, Links(starts, heads, costs, pairs), bound)


def _uses(pathway: Pathway, profile: Profile, layer: Layer) -> Iterator[Link]:
    """All uses of a pathway between two of its stops, both ways, with what forbids them."""
    barred = () if is_usable(pathway) else ("closures",)
    unfit = () if profile.may_use(pathway) else ("limits",)
    for start, end in permutations(range(len(pathway.stops)), 2):
        tail, head = layer.portals.get((pathway.id, start)), layer.portals.get((pathway.id, end))
        if tail is None or head is None:
            continue
        wrong = pathway.direction == ("backward" if start < end else "forward")
        rise_m = _rise(pathway, start, end, layer, (tail, head))
        levels = pathway.stops[start].level, pathway.stops[end].level
        passage = time_passage(pathway, profile, rise_m, levels[0] != levels[1] and rise_m != 0)
        broken = barred + unfit + (("directions",) if wrong else ())
        yield Link(pathway, start, end, tail, head, passage, rise_m, broken)


def _rise(pathway: Pathway, start: int, end: int, layer: Layer, portals: tuple[Portal, Portal]) -> float:
    """Climb between two stops: the pathway's own between its ends, else that of the floors at the stops."""
    if {start, end} == {0, len(pathway.stops) - 1}:
        return pathway.rise_m if start < end else -pathway.rise_m
    low, high = (layer.surfaces[portal.standing.surface].floor.elevation_m for portal in portals)
    return high - low


def _cost(link: Link, profile: Profile) -> float:
    return link.passage.cost_s + (link.tail.standing.moved_m + link.head.standing.moved_m) / profile.speed_mps


def _zones(layer: Layer, link: Link) -> int:
    tail, head = (layer.surfaces[portal.standing.surface].floor.zone for portal in (link.tail, link.head))
    return zone_pair(tail, head)


def to_networkx(network: Network, profile: str | Profile = "walk") -> nx.MultiDiGraph[int]:
    """The network of one traveller as a networkx graph: corners and pathway ends as nodes, walks and links as edges.

    Nodes carry `level`, `zone`, `x`, `y` (local metres); edges `mode`, `pathway` (None for a walk), `length_m`,
    `duration_s`, `cost`. Refused, closed and wrong-way links are absent.
    Which zones may be crossed depends on the question asked, so the view leaves that out.
    """
    import networkx as nx  # noqa: PLC0415, only this view waits for it

    traveller = get_profile(profile)
    graph = network.graph(traveller)
    layer = graph.layer
    result: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    for node, (x, y) in enumerate(layer.at.tolist()):
        floor = layer.surfaces[int(layer.surface[node])].floor
        result.add_node(node, level=floor.level, zone=floor.zone, x=x, y=y)
    tails = np.repeat(np.arange(len(layer.at)), np.diff(layer.starts))
    for tail, head, length_m in zip(tails.tolist(), layer.heads.tolist(), layer.lengths.tolist(), strict=True):
        walk_s = length_m / traveller.speed_mps
        result.add_edge(tail, head, mode="walk", pathway=None, length_m=length_m, duration_s=walk_s, cost=walk_s)
    for link, cost in zip(graph.links, graph.rows.costs.tolist(), strict=True):
        use = link.passage
        result.add_edge(link.tail.node, link.head.node, mode=link.pathway.mode, pathway=link.pathway.id,
                        length_m=use.distance_m, duration_s=use.duration_s, cost=cost)  # fmt: skip
    return result
