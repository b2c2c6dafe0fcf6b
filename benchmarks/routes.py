"""Routes over the shipped station against networkx A* and Dijkstra on the same exact graph, in one process.

Prints a table of CPU times and ratios; compare ratios, not times. The peers get their end points ready-made as nodes:
networkx cannot take a point in a hall.
"""

from __future__ import annotations

import math
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx

from wayfinding import PROFILES, compile_network, find_route, load_station, to_networkx
from wayfinding.routing import Network, Profile

STATION = Path(__file__).parents[1] / "data" / "station_graph.geojson"
PAIRS = 60
SEED = 1


def main() -> None:
    """Measure and print."""
    started = time.process_time()
    network = compile_network(load_station(STATION))
    profile = PROFILES["walk"]
    network.graph(profile)
    print(f"load and compile: {time.process_time() - started:.2f} CPU s")
    pairs = _pairs(network)
    find_route(network, *pairs[0])
    own = _times(lambda start, end: find_route(network, start, end), pairs)
    view = _with_places(network, profile)
    peers = {
        "networkx A*": _times(lambda start, end: _astar(view, start, end, profile), pairs),
        "networkx Dijkstra": _times(lambda start, end: nx.dijkstra_path(view, start, end, weight="cost"), pairs),
    }
    print(f"{'method':<20}{'p50 ms':>9}{'mean ms':>9}{'ratio p50':>11}{'ratio mean':>12}")
    for name, times in {"wayfinding": own, **peers}.items():
        middle, mean = statistics.median(times), statistics.mean(times)
        ratios = middle / statistics.median(own), mean / statistics.mean(own)
        print(f"{name:<20}{middle * 1e3:>9.2f}{mean * 1e3:>9.2f}{ratios[0]:>11.1f}{ratios[1]:>12.1f}")


def _pairs(network: Network) -> list[tuple[str, str]]:
    """Random pairs of a place outside the paid area and a platform door that are joined."""
    shuffler = random.Random(SEED)  # noqa: S311, a fixed draw of pairs
    places = [place for place in network.station.places.values() if place.open]
    doors = [place.id for place in places if place.type == "platform_door"]
    starts = [place.id for place in places if place.type in ("exit", "kiosk", "street", "taxi")]
    drawn = [(shuffler.choice(starts), shuffler.choice(doors)) for _ in range(PAIRS)]
    return [pair for pair in drawn if find_route(network, *pair) is not None]


def _with_places(network: Network, profile: Profile) -> nx.MultiDiGraph[Any]:
    """The networkx view with every place joined to what it sees."""
    view: nx.MultiDiGraph[Any] = to_networkx(network, profile)
    layer = network.layer(profile.half_width_m)
    for place in network.station.places.values():
        standing = layer.stand(place.level, place.point.x, place.point.y)
        if standing is None:
            continue
        view.add_node(place.id, x=standing.x, y=standing.y)
        for node, length_m in zip(*layer.reach(standing), strict=True):
            view.add_edge(place.id, int(node), cost=length_m / profile.speed_mps)
            view.add_edge(int(node), place.id, cost=length_m / profile.speed_mps)
    return view


def _astar(view: nx.MultiDiGraph[Any], start: str, end: str, profile: Profile) -> list[object]:
    at = view.nodes
    slowness = 1.0 / profile.speed_mps

    def bound(node: object, goal: object) -> float:
        return math.dist((at[node]["x"], at[node]["y"]), (at[goal]["x"], at[goal]["y"])) * slowness

    return nx.astar_path(view, start, end, heuristic=bound, weight="cost")


def _times(ask: Callable[[str, str], object], pairs: list[tuple[str, str]]) -> list[float]:
    times = []
    for pair in pairs:
        started = time.process_time()
        ask(*pair)
        times.append(time.process_time() - started)
    return times


if __name__ == "__main__":
    main()
