"""Ways over several floors: directions, zones, hours, lifts, errors; answers by hand and by properties."""

import math
import random
from datetime import datetime
from itertools import permutations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from tests.stations import Sketch
from wayfinding.errors import NotFoundError, RequestError
from wayfinding.routing import PROFILES, Endpoint, compile_network, find_alternatives, find_route, to_networkx
from wayfinding.station.geojson import read_station

CAR = {"car_width_m": 1.4, "car_depth_m": 1.6, "door_width_m": 0.9}


def two_levels(**spaces) -> Sketch:
    """B1 above B2, each 40 m by 10 m; place "up" at the west end of B1, "down" at the west end of B2."""
    sketch = Sketch()
    for level in (-1, -2):
        sketch.level(level)
        sketch.space(f"floor{level}", level, box(0, 0, 40, 10), **spaces)
    sketch.place("up", -1, 1, 5)
    sketch.place("down", -2, 1, 5)
    return sketch


def route(sketch: Sketch, start: str, end: str, profile: str = "walk", at: datetime | None = None):
    return find_route(compile_network(sketch.station(), at), start, end, profile)


def used(found) -> tuple[str, ...] | None:
    return None if found is None else found.pathways


def test_a_way_over_a_stair_adds_up_leg_by_leg():
    sketch = two_levels()
    sketch.pathway("stair", "stairs", (-2, 10, 5), (-1, 22, 5), steps=36)
    found = route(sketch, "down", "up")
    assert [leg.mode for leg in found.legs] == ["walk", "stairs", "walk"]
    assert found.distance_m == pytest.approx(9 + math.hypot(12, 6) + 21, abs=2e-3)
    assert found.duration_s == pytest.approx(30 / 1.34 + 12 / 0.610)
    assert found.cost == pytest.approx(found.duration_s + 36 * 0.5 + 5)
    assert (found.steps_up, found.steps_down, found.level_changes) == (36, 0, 1)
    assert route(sketch, "up", "down").steps_down == 36


def test_an_escalator_is_ridden_only_in_its_direction():
    sketch = two_levels()
    sketch.pathway("up_only", "escalator", (-2, 10, 5), (-1, 20, 5), direction="forward")
    assert used(route(sketch, "down", "up")) == ("up_only",)
    assert route(sketch, "up", "down") is None


def test_a_closed_stair_and_a_lift_out_of_service_are_never_used():
    sketch = two_levels()
    sketch.pathway("near", "stairs", (-2, 5, 5), (-1, 15, 5), open=False)
    sketch.pathway("broken", "lift", (-2, 3, 5), (-1, 3, 5), status="out_of_service", **CAR)
    sketch.pathway("far", "stairs", (-2, 25, 5), (-1, 35, 5))
    assert used(route(sketch, "down", "up")) == ("far",)


@pytest.mark.parametrize(("mode", "usable"), [("escalator", True), ("lift", False)])
def test_a_stopped_escalator_is_walked_and_a_stopped_lift_is_not_used(mode, usable):
    sketch = two_levels()
    sketch.pathway("still", mode, (-2, 20, 5), (-1, 20 if mode == "lift" else 30, 5), status="stopped")
    assert (route(sketch, "down", "up") is not None) == usable


def test_step_free_takes_the_lift_however_near_the_stair():
    sketch = two_levels()
    sketch.pathway("stair", "stairs", (-2, 2, 5), (-1, 12, 5))
    sketch.pathway("lift", "lift", (-2, 38, 5), (-1, 38, 5), **CAR)
    assert used(route(sketch, "down", "up", "step_free")) == ("lift",)
    assert used(route(sketch, "down", "up", "walk")) == ("stair",)


def test_a_lift_with_several_stops_joins_every_pair_of_them():
    sketch = Sketch()
    for level in (-1, -2, -3):
        sketch.level(level)
        sketch.space(f"floor{level}", level, box(0, 0, 40, 10))
        sketch.place(f"p{-level}", level, 1, 5)
    middle = sketch.frame.to_lonlat([[20, 5]])[0].tolist()
    sketch.pathway("lift", "lift", (-3, 20, 5), (-1, 20, 5), stops=[{"level": -2, "coordinates": middle}], **CAR)
    network = compile_network(sketch.station())
    for start, end in permutations(("p1", "p2", "p3"), 2):
        found = find_route(network, start, end, "step_free")
        assert used(found) == ("lift",)
        height_m = 6 * abs(int(start[1]) - int(end[1]))
        waited = 12 + 1 / 0.6 + 6
        assert found.legs[1].duration_s == pytest.approx(waited + 2 * 6.5 + 6 + height_m + 1 / 0.6)


def test_a_passage_between_levels_of_one_height_changes_no_level():
    sketch = Sketch()
    sketch.level(0, elevation_m=0.0)
    sketch.level(1, elevation_m=0.0)
    sketch.space("a", 0, box(0, 0, 10, 10))
    sketch.space("b", 1, box(10, 0, 20, 10))
    sketch.place("here", 0, 1, 5)
    sketch.place("there", 1, 19, 5)
    sketch.pathway("door", "passage", (0, 9, 5), (1, 11, 5))
    assert route(sketch, "here", "there").level_changes == 0


def paid_hall() -> Sketch:
    """Unpaid west and east halls with the paid hall between them, a gate on each side, and a long way round."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("west", -1, box(0, 0, 10, 10))
    sketch.space("paid", -1, box(10, 0, 30, 10), zone="paid")
    sketch.space("east", -1, box(30, 0, 40, 10))
    sketch.pathway("gate_w", "fare_gate", (-1, 9, 5), (-1, 11, 5), width_m=0.9)
    sketch.pathway("gate_e", "fare_gate", (-1, 31, 5), (-1, 29, 5), width_m=0.9)
    sketch.place("w", -1, 1, 5)
    sketch.place("e", -1, 39, 5)
    sketch.place("p", -1, 12, 2)
    sketch.place("q", -1, 28, 2)
    return sketch


def test_the_paid_area_is_no_short_cut_between_two_unpaid_points():
    sketch = paid_hall()
    assert route(sketch, "w", "e") is None
    sketch.space("round", -1, box(0, 10, 40, 14))
    found = route(sketch, "w", "e")
    assert found.pathways == ()
    assert found.distance_m > 38


def test_the_paid_area_is_entered_and_left_by_a_gate_once():
    sketch = paid_hall()
    assert used(route(sketch, "w", "p")) == ("gate_w",)
    assert used(route(sketch, "q", "e")) == ("gate_e",)


def test_a_change_of_trains_never_leaves_the_paid_area():
    sketch = paid_hall()
    assert route(sketch, "p", "q").pathways == ()
    sketch.obstacle("wall", -1, box(19, 0, 21, 10))
    sketch.space("round", -1, box(0, 10, 40, 14))
    assert route(sketch, "p", "q") is None
    assert used(route(sketch, "w", "q")) == ("gate_e",)


def test_floors_of_different_zones_do_not_join_where_they_touch():
    sketch = paid_hall()
    sketch.features = [feature for feature in sketch.features if not feature["id"].startswith("gate")]
    assert route(sketch, "w", "p") is None


@pytest.mark.parametrize(("zone", "through", "into"), [("rail", False, True), ("staff", False, False)])
def test_rail_floor_is_walked_only_to_or_from_it_and_staff_floor_never(zone, through, into):
    sketch = Sketch()
    sketch.level(-1)
    for number, kind in enumerate(("unpaid", zone, "unpaid")):
        sketch.space(f"s{number}", -1, box(10 * number, 0, 10 * number + 10, 10), zone=kind)
        sketch.place(f"p{number}", -1, 10 * number + 5, 5)
    sketch.pathway("a", "passage", (-1, 9, 5), (-1, 11, 5))
    sketch.pathway("b", "passage", (-1, 19, 5), (-1, 21, 5))
    assert (route(sketch, "p0", "p2") is not None) == through
    assert (route(sketch, "p0", "p1") is not None) == into
    assert (route(sketch, "p1", "p2") is not None) == into


def test_opening_hours_decide_by_the_moment_asked_for():
    sketch = two_levels()
    sketch.pathway("day", "stairs", (-2, 5, 5), (-1, 15, 5), hours="06:00-22:00")
    sketch.pathway("always", "stairs", (-2, 25, 5), (-1, 35, 5))
    assert used(route(sketch, "down", "up", at=datetime.fromisoformat("2024-05-01T12:00"))) == ("day",)
    assert used(route(sketch, "down", "up", at=datetime.fromisoformat("2024-05-01T23:00"))) == ("always",)
    assert used(route(sketch, "down", "up")) == ("day",)


def test_a_side_gate_is_only_for_those_it_is_meant_for():
    sketch = paid_hall()
    sketch.pathway("side", "fare_gate", (-1, 9, 1), (-1, 11, 1), width_m=1.2, staffed=True, for_profiles=["luggage"])
    for feature in sketch.features:
        if feature["id"] == "gate_w":
            feature["properties"]["width_m"] = 0.55
    assert used(route(sketch, "w", "p", "luggage")) == ("side",)
    assert used(route(sketch, "w", "p", "walk")) == ("gate_w",)
    assert route(sketch, "w", "p", "step_free") is None


def test_nearest_takes_the_one_that_this_profile_reaches_soonest():
    sketch = two_levels()
    sketch.place("wc_near", -1, 5, 5, type="toilet", step_free="no")
    sketch.place("wc_far", -1, 35, 5, type="toilet", step_free="yes")
    sketch.place("wc_closed", -1, 2, 5, type="toilet", step_free="yes", open=False)
    assert route(sketch, "up", "nearest:toilet").destination.place.id == "wc_near"
    assert route(sketch, "up", "nearest:toilet", "step_free").destination.place.id == "wc_far"
    assert route(sketch, "wc_near", "wc_near", "step_free") is not None


@pytest.mark.parametrize(("start", "end", "message"), [
    ("upp", "down", "no place 'upp': did you mean up"),
    ("nothing-like-it-at-all", "down", "LEVEL@LON,LAT"),
    ("", "down", "give a place id"),
    ("up", "nearest:toiletts", "no category 'toiletts': there are information"),
    ("nearest:information", "up", "can only be a destination"),
    ("-7@117.2052,39.1374", "up", "there is no level -7; the levels are -2, -1"),
    ("-1@nan,39.1374", "up", "write LEVEL@LON,LAT"),
    ("-1@117.2052", "up", "write LEVEL@LON,LAT"),
    ("-1@39.1374,117.2052", "up", "longitude comes first"),
    ("-1@inf,39.1", "up", "write LEVEL@LON,LAT"),
])  # fmt: skip
def test_a_question_that_makes_no_sense_is_answered_with_what_would(start, end, message):
    with pytest.raises(RequestError, match=message) as caught:
        route(two_levels(), start, end)
    assert "\n" not in str(caught.value)


def test_an_unknown_place_suggests_near_ones():
    with pytest.raises(NotFoundError) as caught:
        route(two_levels(), "dwn", "up")
    assert "down" in caught.value.suggestions


def test_a_closed_place_is_neither_start_nor_end():
    sketch = two_levels()
    sketch.place("shut", -1, 5, 5, open=False)
    assert route(sketch, "up", "shut") is None
    assert route(sketch, "shut", "up") is None


def test_an_endpoint_may_be_given_in_local_metres():
    network = compile_network(two_levels().station())
    assert find_route(network, Endpoint(-1, 1, 5), Endpoint(-1, 4, 9)).distance_m == pytest.approx(5)


@pytest.mark.parametrize("point", [Endpoint(-9, 1, 5), Endpoint(-1, math.nan, 5), Endpoint(-1, math.inf, 5)])
def test_an_endpoint_that_is_nowhere_is_refused(point):
    with pytest.raises(RequestError):
        find_route(compile_network(two_levels().station()), point, "up")


def test_a_status_edit_reuses_every_surface():
    sketch = two_levels()
    stair = sketch.pathway("stair", "stairs", (-2, 10, 5), (-1, 22, 5))
    first = compile_network(sketch.station())
    assert find_route(first, "up", "down") is not None
    stair["properties"]["direction"] = "forward"
    second = compile_network(sketch.station(), reuse=first)
    assert find_route(second, "up", "down") is None
    assert second.layer(0.25) is first.layer(0.25)


def test_a_new_obstacle_recomputes_only_its_own_level():
    sketch = two_levels()
    first = compile_network(sketch.station())
    first.layer(0.25)
    sketch.obstacle("box", -1, box(20, 4, 22, 6))
    second = compile_network(sketch.station(), reuse=first)
    above, below = (
        {id(s) for s in net.layer(0.25).surfaces if s.floor.level == level}
        for net, level in ((first, -2), (second, -2))
    )
    assert above == below
    assert second.layer(0.25) is not first.layer(0.25)


def test_the_networkx_view_has_the_same_costs():
    sketch = two_levels()
    sketch.obstacle("box", -1, box(14, 2, 16, 9))
    sketch.pathway("stair", "stairs", (-2, 10, 5), (-1, 22, 5), direction="forward")
    graph = to_networkx(compile_network(sketch.station()))
    nodes = {(data["level"], round(data["x"]), round(data["y"])): node for node, data in graph.nodes(data=True)}
    assert nx.has_path(graph, nodes[-2, 10, 5], nodes[-1, 22, 5])
    assert not nx.has_path(graph, nodes[-1, 22, 5], nodes[-2, 10, 5])
    assert {data["mode"] for *_, data in graph.edges(data=True)} == {"walk", "stairs"}


# Properties over small random stations

ways = st.lists(
    st.tuples(
        st.sampled_from(["stairs", "escalator", "lift", "ramp"]), st.integers(2, 38), st.integers(1, 9),
        st.sampled_from(["forward", "backward", "both"]), st.sampled_from([(-2, -1), (-3, -2), (-3, -1)]),
    ),
    min_size=1, max_size=6,
)  # fmt: skip
blocks = st.lists(st.tuples(st.integers(3, 35), st.integers(1, 7), st.integers(1, 4), st.integers(1, 3)), max_size=4)

FITTINGS = {"lift": CAR, "ramp": {"width_m": 1.2, "slope": 0.05, "rise_per_run_m": 0.7}}


def random_station(given_ways, given_blocks) -> Sketch:
    sketch = Sketch()
    for level in (-1, -2, -3):
        sketch.level(level)
        sketch.space(f"floor{level}", level, box(0, 0, 40, 10))
        sketch.place(f"p{-level}", level, 1, 5)
    for number, (x, y, w, h) in enumerate(given_blocks):
        sketch.obstacle(f"block{number}", -1 - number % 3, box(x, y, x + w, y + h))
    for number, (mode, x, y, direction, (low, high)) in enumerate(given_ways):
        run = 0 if mode == "lift" else min(6, 39 - x)
        ends = (low, x, y), (high, x + run, y)
        sketch.pathway(f"way{number}", mode, *ends, direction=direction, **FITTINGS.get(mode, {}))
    return sketch


def costs(sketch: Sketch, profile: str) -> dict[tuple[str, str], float]:
    network = compile_network(sketch.station())
    pairs = permutations(("p1", "p2", "p3"), 2)
    found = {pair: find_route(network, *pair, profile) for pair in pairs}
    return {pair: math.inf if item is None else item.cost for pair, item in found.items()}


@settings(max_examples=40, deadline=None)
@given(ways, blocks, st.integers(0, 5))
def test_closing_a_pathway_never_lowers_the_cost(given_ways, given_blocks, closed):
    before = costs(random_station(given_ways, given_blocks), "walk")
    sketch = random_station(given_ways, given_blocks)
    for feature in sketch.features:
        if feature["id"] == f"way{closed % len(given_ways)}":
            feature["properties"]["open"] = False
    after = costs(sketch, "walk")
    assert all(after[pair] >= before[pair] - 1e-9 for pair in before)


@settings(max_examples=40, deadline=None)
@given(ways, blocks, st.sets(st.integers(0, 5)))
def test_step_free_never_uses_a_step_whatever_is_closed(given_ways, given_blocks, closed):
    sketch = random_station(given_ways, given_blocks)
    for feature in sketch.features:
        if feature["id"] in {f"way{number}" for number in closed}:
            feature["properties"]["open"] = False
    network = compile_network(sketch.station())
    for pair in permutations(("p1", "p2", "p3"), 2):
        found = find_route(network, *pair, "step_free")
        if found is not None:
            assert {leg.mode for leg in found.legs} <= {"walk", "lift", "ramp"}
            assert found.steps_up == found.steps_down == 0


@settings(max_examples=30, deadline=None)
@given(ways, blocks, st.randoms(use_true_random=False))
def test_the_order_of_features_changes_nothing(given_ways, given_blocks, shuffler: random.Random):
    document = random_station(given_ways, given_blocks).document
    shuffled = document | {"features": shuffler.sample(document["features"], len(document["features"]))}
    first, second = (compile_network(read_station(item)) for item in (document, shuffled))
    for pair in permutations(("p1", "p2", "p3"), 2):
        one, two = find_route(first, *pair), find_route(second, *pair)
        assert (one is None) == (two is None)
        assert one is None or (one.legs, one.cost) == (two.legs, two.cost)


@settings(max_examples=30, deadline=None)
@given(ways, blocks)
def test_the_cost_is_what_dijkstra_finds_on_the_networkx_view(given_ways, given_blocks):
    sketch = random_station(given_ways, given_blocks)
    network = compile_network(sketch.station())
    graph = to_networkx(network)
    layer = network.layer(PROFILES["walk"].half_width_m)
    for start, end in permutations(("p1", "p2", "p3"), 2):
        found, view = find_route(network, start, end), graph.copy()
        for name, outward in ((start, True), (end, False)):
            place = network.station.places[name]
            standing = layer.stand(place.level, place.point.x, place.point.y)
            for node, length_m in zip(*layer.reach(standing), strict=True):
                view.add_edge(*((name, int(node)) if outward else (int(node), name)), cost=length_m / 1.34)
        reached = nx.has_path(view, start, end) if start in view and end in view else False
        assert reached == (found is not None)
        if found is not None:
            assert found.cost == pytest.approx(nx.dijkstra_path_length(view, start, end, weight="cost"), abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(blocks)
def test_a_way_over_two_way_lifts_costs_the_same_both_ways(given_blocks):
    sketch = random_station([("lift", 20, 5, "both", (-2, -1)), ("lift", 30, 5, "both", (-3, -2))], given_blocks)
    found = costs(sketch, "step_free")
    for start, end in found:
        assert found[start, end] == pytest.approx(found[end, start])


def test_alternatives_differ_in_kind_and_are_better_in_something():
    sketch = two_levels()
    sketch.pathway("escalator", "escalator", (-2, 10, 5), (-1, 20, 5))
    sketch.pathway("twin", "escalator", (-2, 10, 7), (-1, 20, 7))
    sketch.pathway("lift", "lift", (-2, 20, 5), (-1, 20, 5), **CAR)
    sketch.pathway("detour", "escalator", (-2, 28, 5), (-1, 38, 5))
    for feature in sketch.features:
        if feature["id"] in ("escalator", "twin"):
            feature["properties"]["bank"] = "V1"
    network = compile_network(sketch.station())
    best = find_route(network, "down", "up")
    assert best.pathways == ("escalator",)
    assert [item.pathways for item in find_alternatives(network, "down", "up", count=3)] == [("lift",)]
    assert find_alternatives(network, "down", "up", count=0) == []
    with pytest.raises(RequestError, match="not be below 0"):
        find_alternatives(network, "down", "up", count=-1)
