"""Whoever is alone in the shipped station takes as long as the route engine says, whatever he rolls or carries."""

from pathlib import Path

import numpy as np
import pytest

from tests.test_flow_engine import CHEAPEST, crowd_of
from wayfinding import compile_network, find_route, load_station
from wayfinding.flow.simulate import walk_crowd
from wayfinding.routing.profiles import get_profile

SHIPPED = Path(__file__).parents[1] / "data" / "station_graph.geojson"
NAMES = ("walk", "luggage", "older", "pram", "step_free")
ENDS = ("exit", "platform_door", "rail_entrance", "taxi")
APART_S = 900.0


def test_alone_on_the_same_way_a_walk_through_the_station_takes_what_its_route_takes():
    """120 trips, a quarter of an hour apart; lifts apart, whose waits are the mean in a route and real in a crowd."""
    network = compile_network(load_station(SHIPPED))
    ends = sorted(p.id for p in network.station.places.values() if p.type in ENDS and p.open)
    rng = np.random.default_rng(5)
    trips = [tuple(map(str, rng.choice(ends, 2, replace=False))) for _ in range(120)]
    group = rng.integers(len(NAMES), size=120)
    crowd = crowd_of(network.station, trips, APART_S * np.arange(120), group)
    result = walk_crowd(
        network, tuple(get_profile(name) for name in NAMES), crowd, settings=CHEAPEST, times=(0.0, 43_200.0)
    )
    compared = 0
    for k, ((start, end), took) in enumerate(zip(trips, result.door_to_door_s, strict=True)):
        route = find_route(network, start, end, NAMES[group[k]])
        minutes = slice(15 * k, 15 * (k + 1))
        used = {result.supply.uses[use][0] for use in np.flatnonzero(result.run.entered[minutes].sum(axis=0))}
        if used == {leg.pathway for leg in route.legs if leg.pathway} and "lift" not in {
            leg.mode for leg in route.legs
        }:
            assert took == pytest.approx(route.duration_s, abs=0.05), (start, end)
            compared += 1
    assert compared >= 40
