"""What holds for every station and whatever is closed: strictness, monotony, symmetry, and that nothing is nothing."""

import math
import random
from copy import deepcopy
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from tests.stations import Sketch
from wayfinding.routing import PROFILES, compile_network, find_route, get_profile
from wayfinding.station import Scenario, apply
from wayfinding.station.geojson import read_station
from wayfinding.station.model import Name

LEVELS = (-1, -2, -3)
PLACES = tuple(permutations(("p1", "p2", "p3"), 2))
FITTINGS = {
    "lift": {"car_width_m": 1.4, "car_depth_m": 1.6, "door_width_m": 0.9},
    "narrow_lift": {"car_width_m": 0.9, "car_depth_m": 1.0, "door_width_m": 0.7},
    "unknown_lift": {},
    "ramp": {"width_m": 1.2, "slope": 0.05, "rise_per_run_m": 0.7},
    "steep_ramp": {"width_m": 1.2, "slope": 0.2, "rise_per_run_m": 0.7},
    "narrow_ramp": {"width_m": 0.6, "slope": 0.05, "rise_per_run_m": 0.7},
    "stairs": {"width_m": 2.0},
    "escalator": {"direction": "forward", "width_m": 1.0, "speed_mps": 0.65},
}
ENDS = st.sampled_from([(-2, -1), (-3, -2), (-3, -1)])
WAYS = st.lists(
    st.tuples(st.sampled_from(sorted(FITTINGS)), st.integers(2, 33), st.integers(1, 9), ENDS), min_size=1, max_size=8
)
BLOCKS = st.lists(st.tuples(st.integers(3, 35), st.integers(1, 7), st.integers(1, 4), st.integers(1, 3)), max_size=5)
CLOSED = st.sets(st.integers(0, 7))
SOMEBODY = st.sampled_from(sorted(PROFILES))


def sketched(ways, blocks, closed=()) -> Sketch:
    """Three floors of 40 m by 10 m with a place at the west end of each; `closed` are numbers of ways."""
    sketch = Sketch()
    for level in LEVELS:
        sketch.level(level)
        sketch.space(f"floor{level}", level, box(0, 0, 40, 10))
        sketch.place(f"p{-level}", level, 1, 5)
    for number, (x, y, w, h) in enumerate(blocks):
        sketch.obstacle(f"block{number}", -1 - number % 3, box(x, y, x + w, y + h))
    for number, (kind, x, y, (low, high)) in enumerate(ways):
        mode = kind.rpartition("_")[2]
        ends = (low, x, y), (high, x + (0 if mode == "lift" else 6), y)
        sketch.pathway(f"way{number}", mode, *ends, **FITTINGS[kind], open=number not in closed)
    return sketch


def answers(document, profile):
    network = compile_network(read_station(document))
    return {pair: find_route(network, *pair, profile) for pair in PLACES}


def costs(document, profile) -> dict[tuple[str, str], float]:
    return {pair: math.inf if way is None else way.cost for pair, way in answers(document, profile).items()}


@settings(max_examples=40)
@given(WAYS, BLOCKS, CLOSED, st.sampled_from(["step_free", "powered_wheelchair"]))
def test_a_wheelchair_meets_no_step_slope_or_narrows_whatever_is_closed(ways, blocks, closed, profile):
    for way in answers(sketched(ways, blocks, closed).document, profile).values():
        for key in () if way is None else way.pathways:
            number = int(key.removeprefix("way"))
            assert ways[number][0] in ("lift", "ramp")
            assert number not in closed


@settings(max_examples=40)
@given(WAYS, BLOCKS, CLOSED, SOMEBODY)
def test_nobody_uses_what_is_refused_or_closed(ways, blocks, closed, profile):
    for way in answers(sketched(ways, blocks, closed).document, profile).values():
        for key in () if way is None else way.pathways:
            pathway = way.station.pathways[key]
            assert pathway.open
            assert way.profile.may_use(pathway)


@settings(max_examples=40)
@given(WAYS, BLOCKS, CLOSED, CLOSED, SOMEBODY)
def test_closing_more_never_lowers_the_cost(ways, blocks, some, more, profile):
    before, after = (costs(sketched(ways, blocks, closed).document, profile) for closed in (some, some | more))
    assert all(after[pair] >= before[pair] * (1 - 1e-9) for pair in PLACES)


@settings(max_examples=30)
@given(WAYS, BLOCKS, SOMEBODY, st.integers(0, 7))
def test_a_lift_out_of_service_is_as_good_as_none(ways, blocks, profile, chosen):
    kind, *_ = ways[chosen % len(ways)]
    broken, gone = deepcopy(sketched(ways, blocks).document), deepcopy(sketched(ways, blocks).document)
    key = f"way{chosen % len(ways)}"
    next(item for item in broken["features"] if item["id"] == key)["properties"]["status"] = "out_of_service"
    gone["features"] = [item for item in gone["features"] if item["id"] != key]
    assert costs(broken, profile) == pytest.approx(costs(gone, profile)), kind


@settings(max_examples=30)
@given(WAYS, BLOCKS, SOMEBODY)
def test_adding_nothing_changes_nothing(ways, blocks, profile):
    sketch = sketched(ways, blocks)
    before = answers(sketch.document, profile)
    station = sketch.station()
    again = compile_network(apply(station, Scenario("nothing", Name("无", "nothing"))), reuse=compile_network(station))
    sketch.add("space", "void", box(50, 50, 60, 60), level=-1, use="void", zone="unpaid", walkable=False)
    sketch.obstacle("far-away", -1, box(70, 70, 71, 71))
    after = answers(sketch.document, profile)
    for pair, way in before.items():
        others = find_route(again, *pair, profile), after[pair]
        for other in others:
            assert (way is None) == (other is None)
            assert way is None or (way.cost, way.legs) == (other.cost, other.legs)


@settings(max_examples=30)
@given(WAYS, BLOCKS, SOMEBODY)
def test_what_is_two_way_costs_the_same_both_ways(ways, blocks, profile):
    two_way = [way for way in ways if way[0].endswith("lift") or way[0].endswith("ramp")]
    person = replace(get_profile(profile), dislike_step_up_s=0, dislike_step_down_s=0)
    found = costs(sketched(two_way, blocks).document, person)
    for start, end in PLACES:
        assert found[start, end] == pytest.approx(found[end, start])


@settings(max_examples=30)
@given(WAYS, BLOCKS, CLOSED, SOMEBODY, st.randoms(use_true_random=False))
def test_shuffled_features_give_the_very_same_legs(ways, blocks, closed, profile, shuffler: random.Random):
    document = sketched(ways, blocks, closed).document
    shuffled = document | {"features": shuffler.sample(document["features"], len(document["features"]))}
    first, second = answers(document, profile), answers(shuffled, profile)
    for pair in PLACES:
        assert (first[pair] is None) == (second[pair] is None)
        assert first[pair] is None or (first[pair].cost, first[pair].legs) == (second[pair].cost, second[pair].legs)
