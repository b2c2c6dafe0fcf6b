"""Other ways: each best in a kind, with its price; none beaten; the same whatever the order of the file."""

import random
from itertools import permutations, product

import networkx as nx
import pytest
from hypothesis import given, settings
from shapely import box

from tests.stations import Sketch
from tests.test_routing_routes import CAR, blocks, random_station, two_levels, ways
from wayfinding import PROFILES, compile_network, find_alternatives, find_route, load_station, to_networkx
from wayfinding import assumptions as figures
from wayfinding.routing.alternatives import list_alternatives, overlap, walked_m
from wayfinding.routing.profiles import count_steps
from wayfinding.station import SHIPPED_STATION
from wayfinding.station.geojson import read_station


@pytest.fixture(scope="module")
def shipped():
    return compile_network(load_station(SHIPPED_STATION))


def stair_and_escalator() -> Sketch:
    """A stair of many steps near the way, an escalator farther off, both up 6 m."""
    sketch = two_levels()
    sketch.pathway("stair", "stairs", (-2, 2, 5), (-1, 6, 5), steps=80)
    sketch.pathway("escalator", "escalator", (-2, 10, 5), (-1, 20, 5), direction="forward")
    return sketch


def test_the_fastest_way_is_offered_where_comfort_chose_another_and_its_price_is_nothing():
    network = compile_network(stair_and_escalator().station())
    assert find_route(network, "down", "up").pathways == ("escalator",)
    (other,) = list_alternatives(network, "down", "up")
    assert (other.route.pathways, other.kinds) == (("stair",), ("fastest", "least_walking"))
    assert other.kind == "fastest"
    assert other.price_s == 0.0
    assert other.route.duration_s == pytest.approx((1 + 5) / 1.34 + 4 / 0.610)


def test_the_price_is_the_time_lost_against_the_fastest_way():
    sketch = two_levels()
    sketch.pathway("stair", "stairs", (-2, 2, 5), (-1, 6, 5), steps=10)
    sketch.pathway("escalator", "escalator", (-2, 10, 5), (-1, 20, 5), direction="forward")
    network = compile_network(sketch.station())
    best = find_route(network, "down", "up")
    (other,) = list_alternatives(network, "down", "up")
    assert (best.pathways, other.route.pathways, other.kinds) == (("stair",), ("escalator",), ("fewest_steps",))
    assert other.price_s == pytest.approx(other.route.duration_s - best.duration_s)
    assert other.overlap == pytest.approx(overlap(other.route, best))


def test_few_changes_of_level_are_a_kind_of_their_own():
    sketch = two_levels()
    sketch.level(-3)
    sketch.space("floor-3", -3, box(0, 0, 40, 10))
    sketch.place("bottom", -3, 1, 5)
    sketch.pathway("low", "escalator", (-3, 10, 5), (-2, 20, 5))
    sketch.pathway("high", "escalator", (-2, 20, 5), (-1, 10, 5))
    sketch.pathway("lift", "lift", (-3, 12, 9), (-1, 12, 9), **CAR)
    (other,) = list_alternatives(compile_network(sketch.station()), "bottom", "up")
    assert other.route.pathways == ("lift",)
    assert "fewest_level_changes" in other.kinds


def test_a_way_of_the_same_walk_and_pathway_overlaps_wholly_and_one_apart_not_at_all():
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 40, 40))
    for name, x, y in (("a", 1, 1), ("b", 39, 1), ("c", 1, 39), ("d", 39, 39)):
        sketch.place(name, -1, x, y)
    network = compile_network(sketch.station())
    south, north = find_route(network, "a", "b"), find_route(network, "c", "d")
    assert overlap(south, south) == pytest.approx(1.0)
    assert overlap(south, north) == 0.0
    diagonal = find_route(network, "a", "d")
    assert overlap(diagonal, south) == pytest.approx(2**0.5 / (38 * 2**0.5), abs=0.01)


def test_the_routes_alone_are_what_find_alternatives_returns(shipped):
    listed = list_alternatives(shipped, "exit-5", "platform-3-south", count=4)
    assert [item.route for item in listed] == find_alternatives(shipped, "exit-5", "platform-3-south", count=4)
    assert [item.route.cost for item in listed] == sorted(item.route.cost for item in listed)


QUESTIONS = [("exit-5", "platform-3-south", "walk"), ("kiosk-b1-1", "platform-3-north", "walk"),
             ("platform-2-west", "exit-7", "walk"), ("exit-5", "platform-3-south", "luggage"),
             ("exit-5", "platform-3-south", "step_free")]  # fmt: skip


@pytest.mark.parametrize(("start", "end", "profile"), QUESTIONS)
def test_no_way_in_the_shipped_station_is_beaten_and_each_kind_is_given_once(shipped, start, end, profile):
    best = find_route(shipped, start, end, profile)
    others = list_alternatives(shipped, start, end, profile, 5)
    kinds = [kind for item in others for kind in item.kinds if kind != "different"]
    assert len(kinds) == len(set(kinds))
    rows = [
        (way.duration_s, way.distance_m, walked_m(way), way.steps_up, way.steps_down, way.level_changes)
        for way in (best, *(item.route for item in others))
    ]
    for this, other in permutations(range(len(rows)), 2):
        assert this == 0 or not all(a <= b for a, b in zip(rows[other], rows[this], strict=True))
    for item in others:
        assert item.price_s >= 0
        assert 0 <= item.overlap <= 1
        assert item.route.profile == best.profile
        assert all(best.profile.may_use(shipped.station.pathways[key]) for key in item.route.pathways)


def test_the_way_with_the_least_walking_walks_less_than_every_other(shipped):
    others = list_alternatives(shipped, "exit-5", "platform-3-south", count=5)
    least = next(item for item in others if "least_walking" in item.kinds)
    best = find_route(shipped, "exit-5", "platform-3-south")
    assert walked_m(least.route) == min(walked_m(way) for way in (best, *(item.route for item in others)))
    assert walked_m(least.route) < walked_m(best) - 10


def test_the_order_of_the_file_changes_no_alternative():
    document = stair_and_escalator().document
    first = list_alternatives(compile_network(read_station(document)), "down", "up")
    random.Random(5).shuffle(document["features"])
    again = list_alternatives(compile_network(read_station(document)), "down", "up")
    assert [(item.route.pathways, item.kinds, item.price_s) for item in again] == [
        (item.route.pathways, item.kinds, item.price_s) for item in first
    ]


HEAVY = 1e5


def counted(network, edge, kind: str) -> float:
    """What an edge of the networkx view adds to that which is to be least."""
    if edge["pathway"] is None:
        return 0
    pathway = network.station.pathways[edge["pathway"]]
    if kind == "fewest_steps":
        return count_steps(pathway)
    return pathway.from_level != pathway.to_level


@settings(max_examples=40, deadline=None)
@given(ways, blocks)
def test_fewest_steps_and_fewest_level_changes_are_what_dijkstra_finds_for_them(given_ways, given_blocks):
    network = compile_network(random_station(given_ways, given_blocks).station())
    layer = network.layer(PROFILES["walk"].half_width_m)
    for (start, end), kind in product(permutations(("p1", "p2", "p3"), 2), ("fewest_steps", "fewest_level_changes")):
        best = find_route(network, start, end)
        if best is None:
            continue
        view = to_networkx(network)
        for _, _, edge in view.edges(data=True):
            edge["heavy"] = edge["cost"] + HEAVY * counted(network, edge, kind)
        for name, outward in ((start, True), (end, False)):
            place = network.station.places[name]
            for node, length_m in zip(
                *layer.reach(layer.stand(place.level, place.point.x, place.point.y)), strict=True
            ):
                view.add_edge(*((name, int(node)) if outward else (int(node), name)), heavy=length_m / 1.34)
        fewest, cost = divmod(nx.dijkstra_path_length(view, start, end, weight="heavy"), HEAVY)
        listed = [best, *find_alternatives(network, start, end, count=20)]
        found = min(way.steps_up + way.steps_down if kind == "fewest_steps" else way.level_changes for way in listed)
        limit = best.cost * figures.ALTERNATIVE_MAX_RATIO.value + figures.ALTERNATIVE_SLACK.value
        assert found == fewest or (cost > limit and found > fewest)
