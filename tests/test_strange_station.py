"""A station like no other: what the router promises holds for any file, not only for the shipped one."""

import math
from functools import cache
from itertools import permutations

import pytest
from shapely import Point, Polygon, box

from tests.oracle import Oracle
from tests.stations import Sketch
from wayfinding.routing import PROFILES, Endpoint, Network, compile_network, find_route, get_profile
from wayfinding.station import check

CAR = {"car_width_m": 1.4, "car_depth_m": 1.6, "door_width_m": 0.9}
HALL = Point(20, 20).buffer(20, quad_segs=12)
SNAIL = Polygon(
    [(0, 0), (40, 0), (40, 30), (5, 30), (5, 10), (30, 10), (30, 20), (15, 20), (15, 25), (35, 25), (35, 5), (0, 5)]
)


def strange_sketch() -> Sketch:
    """Street 0; round hall -0.5; snail-shaped passage -1; a hall -1.5; an island platform -2.5 with one stair."""
    sketch = Sketch()
    shapes = {0: box(0, 0, 40, 40), -0.5: HALL, -1: SNAIL, -1.5: box(0, 0, 40, 20), -2.5: box(0, 0, 60, 24)}
    for ordinal, shape in shapes.items():
        sketch.level(ordinal, shape, elevation_m=8.0 * ordinal)
        if ordinal > -2.5:
            sketch.space(f"floor{ordinal:g}", ordinal, shape, use="street" if ordinal == 0 else "hall")
    sketch.space("island", -2.5, box(0, 8, 60, 16), use="platform")
    for name, y in (("south", 0), ("north", 16)):
        sketch.space(f"track-{name}", -2.5, box(0, y, 60, y + 8), use="track", zone="staff", walkable=False)
    sketch.obstacle("round-column", -0.5, Point(20, 20).buffer(3, quad_segs=6), type="column")
    sketch.obstacle("turned-box", -0.5, Polygon([(28, 20), (32, 24), (28, 28), (24, 24)]))
    sketch.pathway("stair-a", "stairs", (-0.5, 8, 20), (0, 8, 28), width_m=2.0)
    sketch.pathway("stair-b", "stairs", (-0.5, 8, 20), (0, 8, 28), width_m=1.5, steps=24)
    sketch.pathway("winding", "stairs", (-1, 2, 2), (-0.5, 12, 12), width_m=2.0)
    sketch.pathway("up", "escalator", (-1.5, 20, 5), (-1, 28, 12), direction="forward", width_m=1.0, speed_mps=0.5)
    sketch.pathway("down", "escalator", (-1.5, 14, 8), (-1, 8, 24), direction="backward", width_m=1.0, speed_mps=0.5)
    sketch.pathway("only-stair", "stairs", (-2.5, 30, 12), (-1.5, 36, 12), width_m=2.0)
    middle = sketch.frame.to_lonlat([[33, 14]])[0].tolist()
    stops = [{"level": -0.5, "coordinates": middle}]
    sketch.pathway("skipping", "lift", (-1.5, 33, 14), (0, 33, 14), stops=stops, **CAR)
    spots = {"street": (0, 2, 2), "exit": (0, 38, 38), "hall": (-0.5, 20, 38), "hall-east": (-0.5, 38, 20),
             "snail-in": (-1, 1, 1), "snail-heart": (-1, 29, 19), "low": (-1.5, 2, 18), "train": (-2.5, 1, 15),
             "train-end": (-2.5, 59, 9)}  # fmt: skip
    for id, (level, x, y) in spots.items():
        sketch.place(
            id, level, x, y, type="exit" if id == "exit" else "information", **({"number": "1"} if id == "exit" else {})
        )
    return sketch


@cache
def network() -> Network:
    return compile_network(strange_sketch().station())


def spots() -> list[Endpoint]:
    return [Endpoint(place.level, place.point.x, place.point.y) for place in network().station.places.values()]


def test_the_strange_station_has_no_errors():
    assert [item for item in check(strange_sketch().station()).problems if item.severity == "error"] == []


@pytest.mark.parametrize("profile", list(PROFILES))
def test_every_pair_of_the_strange_station_is_routed_at_the_least_cost(profile):
    truth = Oracle(network(), get_profile(profile))
    for start, end in permutations(spots(), 2):
        found, cost = find_route(network(), start, end, profile), truth.cost(start, end)
        assert (found is None) == math.isinf(cost)
        assert found is None or found.cost == pytest.approx(cost, rel=1e-6)


def test_on_foot_everything_is_reached():
    assert all(find_route(network(), *pair) is not None for pair in permutations(spots(), 2))


def test_the_lift_passes_the_level_at_which_it_does_not_stop():
    found = find_route(network(), "exit", "low", "step_free")
    assert found.pathways == ("skipping",)
    assert find_route(network(), "exit", "snail-in", "step_free") is None


def test_of_two_pathways_between_the_same_ends_the_cheaper_is_taken():
    assert find_route(network(), "hall", "street").pathways == ("stair-b",)


def test_without_its_one_stair_the_island_is_cut_off():
    sketch = strange_sketch()
    next(item for item in sketch.features if item["id"] == "only-stair")["properties"]["open"] = False
    assert find_route(compile_network(sketch.station()), "train", "street") is None
    assert find_route(compile_network(sketch.station()), "train", "train-end") is not None
