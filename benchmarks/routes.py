"""Any point to any point, legs and geometry included, against networkx A* on the same exact graph.

networkx gets its end points ready-made as nodes, joined to all they see: it cannot take a point in a hall. Its view
knows neither fare zones nor who has been through a security check, so neither side asks for them here. `--quick` only
shows that it runs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import networkx as nx

from benchmarks._measure import free_points, is_quick, race, show_race
from benchmarks.hub import hub_station
from wayfinding import PROFILES, compile_network, find_route, load_station, to_networkx
from wayfinding.routing import Endpoint, Network, Profile
from wayfinding.station import SHIPPED_STATION, Station

PERSON = replace(PROFILES["walk"], zone_rule="any", checked=True)
Pair = tuple[Endpoint, Endpoint]


def main() -> None:
    """Measure and print."""
    if is_quick():
        compare("a small hub", hub_station(levels=2, scale=0.05), 5)
        return
    compare("the shipped station", load_station(SHIPPED_STATION), 300)
    compare("the synthetic hub", hub_station(), 300)


def compare(name: str, station: Station, count: int) -> None:
    """One table: our router and networkx A* on `count` pairs of random points of all levels."""
    network = compile_network(station)
    points = free_points(network, PERSON.half_width_m, 2 * count)
    pairs = list(zip(points[:count], points[count:], strict=True))
    joined = [pair for pair in pairs if find_route(network, *pair, PERSON) is not None]
    view = with_points(network, PERSON, joined)
    astar = astar_on(view, network, PERSON)
    times = race({"wayfinding": lambda pair: find_route(network, *pair, PERSON), "networkx A*": astar}, joined)
    show_race(f"Any point to any point: {name}, {len(joined)} pairs", times)
    alone = race({"wayfinding": lambda pair: find_route(network, *pair, PERSON)}, joined, rounds=9)
    show_race("The same alone, best of nine in a row", alone)
    print(f"\nlargest difference in cost: {worst(network, view, astar, joined):.1e} of it")


def with_points(network: Network, profile: Profile, pairs: list[Pair]) -> nx.DiGraph[Any]:
    """The exact graph with the end points as nodes, of several edges between two nodes the cheapest."""
    view: nx.DiGraph[Any] = nx.DiGraph()
    several = to_networkx(network, profile)
    view.add_nodes_from((node, {"x": data["x"], "y": data["y"]}) for node, data in several.nodes(data=True))
    for tail, head, data in several.edges(data=True):
        if data["cost"] < view.get_edge_data(tail, head, {"cost": math.inf})["cost"]:
            view.add_edge(tail, head, cost=data["cost"])
    layer = network.layer(profile.half_width_m)
    for start, end in pairs:
        standings = [layer.stand(point.level, point.x, point.y) for point in (start, end)]
        for point, standing in zip((start, end), standings, strict=True):
            view.add_node(point, x=standing.x, y=standing.y)
            for node, length_m in zip(*layer.reach(standing), strict=True):
                for edge in ((point, int(node)), (int(node), point)):
                    view.add_edge(*edge, cost=length_m / profile.speed_mps)
        here, there = standings
        p, q = (here.x, here.y), (there.x, there.y)
        if here.surface == there.surface and layer.surfaces[here.surface].visible(p, q):
            view.add_edge(start, end, cost=math.dist(p, q) / profile.speed_mps)
    return view


def astar_on(view: nx.DiGraph[Any], network: Network, profile: Profile) -> Callable[[Pair], list[Any]]:
    """A* of networkx with the same straight-line bound as ours."""
    at, bound = {node: (data["x"], data["y"]) for node, data in view.nodes(data=True)}, network.graph(profile).bound

    def ask(pair: Pair) -> list[Any]:
        return nx.astar_path(
            view, *pair, heuristic=lambda node, goal: math.dist(at[node], at[goal]) * bound, weight="cost"
        )

    return ask


def worst(network: Network, view: nx.DiGraph[Any], astar: Callable[[Pair], list[Any]], pairs: list[Pair]) -> float:
    """The largest relative difference between the two costs."""
    found = []
    for pair in pairs:
        truth = nx.path_weight(view, astar(pair), "cost")
        way = find_route(network, *pair, PERSON)
        found.append(math.inf if way is None else abs(way.cost - truth) / truth)
    return max(found, default=0.0)


if __name__ == "__main__":
    main()
