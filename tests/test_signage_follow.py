"""Walks by signs alone, in corridors whose ends can be seen by hand; and the same walks without one sign."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding.routing.network import compile_network
from wayfinding.signage.following.criticality import rank_signs
from wayfinding.signage.following.follow import Follower, follow_signs
from wayfinding.signage.journeys.along import Reading
from wayfinding.signage.journeys.ways import list_ways
from wayfinding.signage.legible.legibility import compile_signs
from wayfinding.signage.placing.demand import measure_demand
from wayfinding.signage.targets import get_target, list_targets
from wayfinding.signage.trips import default_trips, list_origins
from wayfinding.station import SHIPPED_STATION, load_station
from wayfinding.station.geojson import read_station
from wayfinding.station.scenario import apply, load_scenario, read_scenario

EAST, SOUTH, WEST, NORTH = 90.0, 180.0, 270.0, 0.0


def says(destination, arrow, **more):
    return {"destination": destination, "arrow": arrow, "zh": destination, "en": destination} | more


def walk(station, origin="exit-a", target="exit-b", profile="walk"):
    network = compile_network(station)
    places = [place for place in list_origins(network.station) if place.id == origin]
    found = follow_signs(
        network, compile_signs(network.station), [get_target(network.station, target)], places, profile
    )
    assert len(found) == 1
    return found[0]


def elbow(*signs):
    """A corridor of 60 m to the east that turns north for another 60 m; from exit-a to exit-b."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("along", -1, box(0, 0, 60, 8))
    sketch.space("up", -1, box(60, 0, 68, 60))
    sketch.place("exit-a", -1, 2, 4, type="exit", number="A")
    sketch.place("exit-b", -1, 64, 58, type="exit", number="B")
    for id, x, y, facing, *messages in signs:
        sketch.sign(id, -1, x, y, facing_deg=facing, letter_height_m=0.1, messages=messages)
    return sketch.station()


FIRST = ("first", 20.0, 7.99, SOUTH, says("exit:B", "right"))
CORNER = ("corner", 67.99, 4.0, WEST, says("exit:B", "left"))


def test_one_sign_leads_on_to_the_next_and_he_arrives():
    found = walk(elbow(FIRST, CORNER))
    assert (found.outcome, found.signs) == ("arrives", ("first", "corner"))
    spots = [(2.0, 4.0), (20.0, 5.48), (65.48, 4.0), (64.0, 58.0)]
    shortest = math.dist(spots[0], spots[1]) + math.dist(spots[1], spots[2]) + math.dist(spots[2], spots[3])
    assert shortest - 1.0 <= found.length_m <= shortest + 5.0
    assert found.best_m <= found.length_m
    assert found.points[0] == (-1.0, 2.0, 4.0)
    assert found.points[-1] == (-1.0, 64.0, 58.0)


def test_a_bend_without_a_choice_needs_no_sign():
    found = walk(elbow(FIRST))
    assert (found.outcome, found.signs) == ("arrives", ("first",))


def test_without_any_sign_he_is_lost_where_he_starts():
    found = walk(elbow())
    assert (found.outcome, found.signs, found.length_m) == ("lost", (), 0.0)


def test_signs_for_something_else_or_for_others_tell_him_nothing():
    other = ("other", *FIRST[1:4], says("exit:A", "right"))
    lift = ("lift", *FIRST[1:4], says("exit:B", "right", for_profiles=["step_free"]))
    assert walk(elbow(other)).signs == ()
    assert walk(elbow(lift)).signs == ()
    assert walk(elbow(lift), profile="step_free").signs == ("lift",)


def test_two_signs_that_point_at_each_other_make_him_loop():
    there = ("there", 20.0, 7.99, SOUTH, says("exit:B", "right"))
    back = ("back", 40.0, 7.99, SOUTH, says("exit:B", "left"))
    found = walk(elbow(there, back))
    assert (found.outcome, found.signs) == ("loops", ("there", "back"))


def test_an_arrow_into_a_blind_end_ends_dead():
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("along", -1, box(0, 0, 160, 4))
    sketch.space("niche", -1, box(108, 4, 112, 24))
    sketch.place("exit-a", -1, 145, 2, type="exit", number="A")
    sketch.place("exit-b", -1, 2, 2, type="exit", number="B")
    sketch.sign("blind", -1, 110, 0.01, facing_deg=NORTH, letter_height_m=0.1, messages=[says("exit:B", "back")])
    found = walk(sketch.station())
    assert (found.outcome, found.signs) == ("dead_end", ("blind",))
    assert found.points[-1] == pytest.approx((-1.0, 110.0, 23.7), abs=0.2)


def test_at_a_crossing_without_a_sign_he_is_lost():
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("along", -1, box(0, 0, 60, 8))
    sketch.space("across", -1, box(60, -90, 68, 90))
    sketch.place("exit-a", -1, 2, 4, type="exit", number="A")
    sketch.place("exit-b", -1, 64, 88, type="exit", number="B")
    sketch.sign("first", -1, 20, 7.99, facing_deg=SOUTH, letter_height_m=0.1, messages=[says("exit:B", "right")])
    assert walk(sketch.station()).outcome == "lost"


def test_columns_in_the_way_are_walked_round():
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 90, 20))
    sketch.obstacle("column", -1, box(40, 9.5, 41, 10.5), type="column")
    sketch.place("exit-a", -1, 2, 10, type="exit", number="A")
    sketch.place("exit-b", -1, 88, 10, type="exit", number="B")
    sketch.sign("go", -1, 20, 10, type="floor_sticker", facing_deg=EAST, letter_height_m=0.12,
                messages=[says("exit:B", "ahead")])  # fmt: skip
    found = walk(sketch.station())
    assert (found.outcome, found.signs) == ("arrives", ("go",))


def storeys(direction="forward", arrow="down"):
    """A hall above a platform, with an escalator down that a sign points to."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2)
    sketch.space("hall", -1, box(0, 0, 60, 20))
    sketch.space("platform", -2, box(0, 0, 60, 20))
    sketch.pathway("escalator", "escalator", (-1, 40, 10), (-2, 52, 10), direction=direction, speed_mps=0.5,
                   width_m=1.0)  # fmt: skip
    sketch.pathway("stairs", "stairs", (-1, 5, 18), (-2, 5, 2), width_m=2.0, steps=40)
    sketch.place("exit-a", -1, 2, 10, type="exit", number="A")
    sketch.place("exit-b", -2, 30, 10, type="exit", number="B")
    sketch.sign("go", -1, 25, 19.99, facing_deg=SOUTH, letter_height_m=0.1, messages=[says("exit:B", arrow)])
    return sketch.station()


def test_an_arrow_down_means_the_nearest_way_down_that_runs_that_way():
    found = walk(storeys())
    assert (found.outcome, found.signs) == ("arrives", ("go",))
    levels = [level for level, _, _ in found.points]
    assert levels == sorted(levels, reverse=True)
    assert (-1.0, 40.0, 10.0) in found.points


def test_an_escalator_against_him_is_never_taken():
    found = walk(storeys(direction="backward"))
    assert (-1.0, 40.0, 10.0) not in found.points
    assert (-2.0, 5.0, 2.0) in found.points


def test_a_wheelchair_takes_neither_stairs_nor_escalators():
    network = compile_network(storeys())
    legibility = compile_signs(network.station)
    target = get_target(network.station, "exit-b")
    assert follow_signs(network, legibility, [target], list_origins(network.station), "step_free") == ()
    follower = Follower(network, legibility, [target], list_origins(network.station), "step_free")
    assert {level for level, _, _ in follower.walk("exit-a", "exit-b", 0.0).points} == {-1.0}


def test_a_sign_that_fails_is_as_if_it_were_gone(crossing):
    network, legibility, targets, origins, _ = crossing
    follower = Follower(network, legibility, targets, origins)
    for sign in legibility.station.signs:
        document = [item for item in crossing[4] if item["id"] != sign]
        without = compile_network(read_station(Sketch().document | {"features": document}))
        anew = Follower(without, compile_signs(without.station), targets, origins)
        for origin in origins:
            for target in targets:
                if origin.id not in target.places:
                    one = follower.walk(origin.id, target.id, 1.0, sign)
                    assert one == anew.walk(origin.id, target.id, 1.0), (sign, origin.id, target.id)


@pytest.fixture
def crossing():
    """Four exits around a crossing, and signs of which some lead on, some turn back and some are never read."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("we", -1, box(0, 40, 100, 50))
    sketch.space("n", -1, box(45, 50, 55, 100))
    sketch.space("s", -1, box(45, 0, 55, 40))
    for name, x, y in (("w", 2, 45), ("e", 98, 45), ("n", 50, 98), ("s", 50, 2)):
        sketch.place(f"exit-{name}", -1, x, y, type="exit", number=name.upper())
    rows = (
        ("a", 20, 49.99, SOUTH, says("exit:E", "right"), says("exit:N", "right"), says("exit:S", "right")),
        ("b", 44, 49.99, SOUTH, says("exit:N", "right"), says("exit:E", "right")),
        ("c", 60, 40.01, NORTH, says("exit:W", "right"), says("exit:N", "left")),
        ("d", 80, 40.01, NORTH, says("exit:W", "right"), says("exit:S", "right")),
        ("e", 54.99, 20, WEST, says("exit:N", "left"), says("exit:E", "left"), says("exit:W", "right")),
        ("f", 45.01, 80, EAST, says("exit:S", "right"), says("exit:E", "right")),
        ("g", 49, 60, EAST, says("exit:S", "right")),
    )
    for id, x, y, facing, *messages in rows:
        sketch.sign(id, -1, x, y, facing_deg=facing, letter_height_m=0.1, messages=messages)
    network = compile_network(sketch.station())
    return (
        network, compile_signs(network.station), list_targets(network.station), list_origins(network.station),
        sketch.features,
    )  # fmt: skip


def test_criticality_is_what_brute_force_finds(crossing):
    network, legibility, targets, origins, features = crossing
    trips = {(a.id, b.id): 10.0 + 7 * i + j for i, a in enumerate(origins) for j, b in enumerate(targets)}
    ways = list_ways(network, targets, origins, trips)

    def total(network, legibility):
        walks = follow_signs(network, legibility, targets, origins)
        arrive = sum(trips[item.origin, item.target] for item in walks if item.outcome == "arrives")
        return arrive, measure_demand(Reading.of(legibility, ways), ways, targets).covered

    follower = Follower(network, legibility, targets, origins)
    walks = follow_signs(network, legibility, targets, origins)
    ranked = rank_signs(follower, walks, trips, Reading.of(legibility, ways), ways, targets)
    assert sorted(item.sign for item in ranked) == sorted(legibility.station.signs)
    before = total(network, legibility)
    for item in ranked:
        document = Sketch().document | {"features": [each for each in features if each["id"] != item.sign]}
        without = compile_network(read_station(document))
        after = total(without, compile_signs(without.station))
        assert item.lost_arrivals == pytest.approx(before[0] - after[0])
        assert item.lost_passenger_metres == pytest.approx(before[1] - after[1])
    assert any(item.lost_arrivals > 0 for item in ranked)
    assert any(item.lost_passenger_metres > 0 for item in ranked)
    keys = [(-item.lost_arrivals, -item.lost_passenger_metres, item.sign) for item in ranked]
    assert keys == sorted(keys)


def test_the_order_of_features_changes_no_walk(crossing):
    network, legibility, targets, origins, features = crossing
    walks = {(item.origin, item.target): item for item in follow_signs(network, legibility, targets, origins)}
    turned = compile_network(read_station(Sketch().document | {"features": features[::-1]}))
    again = follow_signs(
        turned, compile_signs(turned.station), list_targets(turned.station), list_origins(turned.station)
    )
    assert {(item.origin, item.target): item for item in again} == walks
    assert {"arrives", "lost"} <= {item.outcome for item in walks.values()}


def arrivals(station, trips):
    """Passengers a day who arrive by the signs alone, and the walks."""
    network = compile_network(station)
    found = follow_signs(network, compile_signs(station), list_targets(station), list_origins(station))
    met = sum(trips.get((item.origin, item.target), 0.0) for item in found)
    return sum(trips.get((item.origin, item.target), 0.0) for item in found if item.outcome == "arrives") / met, found


def test_on_the_shipped_station_more_arrive_by_the_signs_than_before_them():
    station = load_station(SHIPPED_STATION)
    trips = default_trips(station)
    today, walks = arrivals(station, trips)
    before, _ = arrivals(apply(station, load_scenario("before-signs")), trips)
    assert 0.0 < before < today < 1.0
    for item in walks:
        drawn_m = sum(math.dist(a[1:], b[1:]) for a, b in pairwise(item.points))
        assert drawn_m <= 1.05 * item.length_m + 1.0
        assert set(item.signs) <= set(station.signs)


def test_on_the_shipped_station_the_gravest_failures_cost_what_they_are_said_to_cost():
    station = load_station(SHIPPED_STATION)
    network, legibility, trips = compile_network(station), compile_signs(station), default_trips(station)
    targets, origins = list_targets(station), list_origins(station)
    ways = list_ways(network, targets, origins, trips)
    reading = Reading.of(legibility, ways)
    follower = Follower(network, legibility, targets, origins)
    walks = follow_signs(network, legibility, targets, origins)
    ranked = rank_signs(follower, walks, trips, reading, ways, targets)
    total = measure_demand(reading, ways, targets).covered
    arrive = sum(trips.get((item.origin, item.target), 0.0) for item in walks if item.outcome == "arrives")
    for item in (ranked[0], ranked[-1]):
        gone = {"name": "gone", "edits": [{"op": "remove", "id": item.sign}]}
        without = apply(station, read_scenario(gone))
        after = follow_signs(compile_network(without), legibility.replaced(without), targets, origins)
        left = sum(trips.get((each.origin, each.target), 0.0) for each in after if each.outcome == "arrives")
        covered = measure_demand(Reading.of(legibility.replaced(without), ways), ways, targets).covered
        assert item.lost_arrivals == pytest.approx(arrive - left)
        assert item.lost_passenger_metres == pytest.approx(total - covered)
