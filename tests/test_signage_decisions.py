"""Decision points: where there is a choice, and whether signs settle it."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from tests.signage import EAST, NORTH, SOUTH, WEST, corridor, halls, message, post, read_along
from wayfinding.routing import compile_network
from wayfinding.signage.journeys.along import Reading
from wayfinding.signage.journeys.breaks import list_breaks
from wayfinding.signage.journeys.continuity import list_gaps
from wayfinding.signage.journeys.decisions import confirmed_share, list_decisions
from wayfinding.signage.journeys.ways import list_ways
from wayfinding.signage.judging.verdicts import Verdict
from wayfinding.signage.legible.legibility import compile_signs
from wayfinding.signage.settings import Settings
from wayfinding.signage.targets import list_targets
from wayfinding.signage.trips import default_trips, list_origins
from wayfinding.station import SHIPPED_STATION, load_station, read_station, write_station


def junction():
    """A T: from `start` 50 m east, then 60 m left (north) to `left` or right (south) to `right`."""
    sketch = halls(box(0, 70, 50, 80), box(50, 10, 60, 140))
    sketch.place("start", -1, 1, 75)
    sketch.place("left", -1, 55, 139)
    sketch.place("right", -1, 55, 11)
    return sketch


def at_the_end(sketch, left="left", right="right", **more):
    """The board on the wall that one walks up to: both targets, each with its arrow."""
    post(sketch, "board", 60, 75, WEST, message("left", left), message("right", right), **more)


def in_both_arms(sketch):
    post(sketch, "north-arm", 55, 110, SOUTH, message("left"))
    post(sketch, "south-arm", 55, 40, NORTH, message("right"))


def decide(sketch, origins=("start",), targets=("left", "right"), rules=None, **more):
    legibility, ways, _ = read_along(sketch.station(), list(origins), list(targets), rules or Settings(), **more)
    return {(item.to, item.reason): item for item in list_decisions(legibility, ways)}


def test_a_junction_with_a_board_and_a_sign_in_each_arm_is_confirmed():
    sketch = junction()
    at_the_end(sketch)
    in_both_arms(sketch)
    found = decide(sketch)
    assert set(found) == {("left", ""), ("right", "")}
    for item in found.values():
        assert (item.confirmed, item.sign, item.passengers, item.ways) == (True, "board", 100.0, 1)
        assert (item.x, item.y) == (pytest.approx(50, abs=1), pytest.approx(75, abs=6))
    assert confirmed_share(list(found.values())) == 1.0


def test_without_a_board_there_is_no_sign():
    sketch = junction()
    in_both_arms(sketch)
    assert {(key, item.sign) for key, item in decide(sketch).items()} == {
        (("left", "no_sign"), None), (("right", "no_sign"), None)
    }  # fmt: skip


def test_without_a_sign_in_an_arm_the_turn_into_it_is_not_confirmed():
    sketch = junction()
    at_the_end(sketch)
    post(sketch, "north-arm", 55, 110, SOUTH, message("left"))
    found = decide(sketch)
    assert set(found) == {("left", ""), ("right", "no_confirmation")}
    assert confirmed_share(list(found.values())) == pytest.approx(0.5)
    assert confirmed_share(list(found.values()), "right") == 0.0


def test_a_sign_too_far_down_the_arm_confirms_nothing():
    sketch = junction()
    at_the_end(sketch)
    post(sketch, "north-arm", 55, 138, SOUTH, message("left"))
    post(sketch, "south-arm", 55, 40, NORTH, message("right"))
    assert set(decide(sketch)) == {("left", "no_confirmation"), ("right", "")}


def test_where_the_target_is_in_sight_after_the_turn_nothing_need_confirm_it():
    sketch = halls(box(0, 70, 50, 80), box(50, 55, 60, 95))
    for id, x, y in (("start", 1, 75), ("left", 55, 94), ("right", 55, 56)):
        sketch.place(id, -1, x, y)
    at_the_end(sketch)
    assert set(decide(sketch)) == {("left", ""), ("right", "")}


def test_a_board_with_its_arrows_crossed_is_untrue():
    sketch = junction()
    at_the_end(sketch, left="right", right="left")
    in_both_arms(sketch)
    found = decide(sketch)
    assert set(found) == {("left", "arrow_untrue"), ("right", "arrow_untrue")}
    assert found["left", "arrow_untrue"].sign == "board"


def test_a_board_without_arrows_does_not_tell_the_way():
    sketch = junction()
    at_the_end(sketch, left="none", right="none")
    in_both_arms(sketch)
    assert set(decide(sketch)) == {("left", "arrow_untrue"), ("right", "arrow_untrue")}


def test_a_board_passed_faster_than_it_is_read_is_too_short():
    sketch = junction()
    at_the_end(sketch)
    in_both_arms(sketch)
    slow, fast = (decide(sketch, rules=Settings(reading_s=seconds)) for seconds in (2.0, 30.0))
    assert ("left", "") in slow
    assert set(fast) == {("left", "too_short"), ("right", "too_short")}


def test_the_back_of_a_board_tells_nothing():
    sketch = junction()
    post(sketch, "board", 48, 75, EAST, message("left", "right"), message("right", "left"))
    in_both_arms(sketch)
    assert set(decide(sketch)) == {("left", "no_sign"), ("right", "no_sign")}


def test_a_board_for_others_tells_a_walker_nothing():
    sketch = junction()
    post(sketch, "board", 60, 75, WEST, message("left", "left", for_profiles=["step_free"]), message("right", "right"))
    in_both_arms(sketch)
    assert set(decide(sketch)) == {("left", "no_sign"), ("right", "")}
    assert set(decide(sketch, profile="step_free")) == {("left", ""), ("right", "")}


def test_where_all_go_the_same_way_there_is_nothing_to_decide():
    sketch = corridor()
    sketch.place("further", -1, 99, 6)
    assert decide(sketch, targets=("goal", "further")) == {}
    assert decide(junction(), targets=("left",)) == {}


def test_with_the_target_straight_ahead_and_near_nobody_has_to_choose():
    sketch = corridor()
    sketch.place("aside", -1, 80, 9)
    found = decide(sketch, targets=("goal", "aside"))
    assert found == {}


def test_who_starts_at_a_choice_looks_all_round():
    sketch = corridor()
    sketch.place("middle", -1, 50, 5)
    post(sketch, "behind", 47, 5, EAST, message("goal", "back"), message("start", "ahead"))
    post(sketch, "east", 80, 5, WEST, message("goal"))
    post(sketch, "west", 20, 5, EAST, message("start"))
    found = decide(sketch, origins=("middle",), targets=("goal", "start"))
    assert set(found) == {("goal", ""), ("start", "")}
    assert {item.sign for item in found.values()} == {"behind"}


def stairs_down_beside_the_way(**board):
    """From `start` east: down the stairs at 40 m to `below`, or past them to `goal`."""
    sketch = corridor()
    sketch.level(-2, elevation_m=-6)
    sketch.space("lower", -2, box(60, 0, 100, 10))
    sketch.pathway("stairs", "stairs", (-1, 45, 5), (-2, 61, 5), steps=40, width_m=3, length_m=17, rise_m=-6)
    sketch.place("below", -2, 99, 5)
    post(sketch, "board", 44, 6, WEST, message("below", board.get("below", "down")), message("goal"))
    post(sketch, "lower-sign", 80, 5, WEST, message("below"), level=-2)
    post(sketch, "upper-sign", 70, 5, WEST, message("goal"))
    return decide(sketch, targets=("below", "goal"))


def test_stairs_ahead_are_a_choice_and_down_is_true_of_stairs_that_lead_down():
    assert set(stairs_down_beside_the_way()) == {("below", ""), ("goal", "")}
    assert set(stairs_down_beside_the_way(below="up")) == {("below", "arrow_untrue"), ("goal", "")}


def test_who_leaves_a_pathway_has_seen_what_lies_ahead_of_it():
    sketch = halls(box(0, 45, 30, 55))
    sketch.level(-2, elevation_m=-6)
    sketch.space("lower", -2, box(50, 0, 60, 100))
    sketch.pathway("stairs", "stairs", (-1, 29, 50), (-2, 51, 50), steps=40, width_m=3, length_m=23, rise_m=-6)
    for id, level, x, y in (("start", -1, 1, 50), ("left", -2, 55, 99), ("right", -2, 55, 1)):
        sketch.place(id, level, x, y)
    post(sketch, "ahead", 60, 50, WEST, message("left", "left"), message("right", "right"), level=-2)
    for id, y, facing_deg, to in (("north", 80, SOUTH, "left"), ("south", 20, NORTH, "right")):
        post(sketch, id, 55, y, facing_deg, message(to), level=-2)
    found = decide(sketch)
    assert {key for key, item in found.items() if item.level == -2} == {("left", ""), ("right", "")}
    assert {item.sign for item in found.values()} == {"ahead"}


def test_asked_for_one_target_the_choices_are_those_of_all():
    sketch = junction()
    at_the_end(sketch)
    legibility, ways, _ = read_along(sketch.station(), ["start"], ["left", "right"])
    everything = list_decisions(legibility, ways)
    assert list_decisions(legibility, ways, to="left") == tuple(item for item in everything if item.to == "left")
    assert len(list_decisions(legibility, ways, to="left")) == 1


def test_a_verdict_makes_an_arrow_true_at_its_sign_where_the_way_as_drawn_differs():
    sketch = junction()
    at_the_end(sketch, left="ahead")
    in_both_arms(sketch)
    legibility, ways, _ = read_along(sketch.station(), ["start"], ["left", "right"])
    verdict = Verdict("board", 0, 0, "left", "walk", "true", None, None, "agrees", -1.0, 57.5, 75.0)
    for verdicts, reason in (((), "arrow_untrue"), ((verdict,), ""),
                             ((replace(verdict, verdict="doubtful"),), "arrow_untrue"),
                             ((replace(verdict, profile="step_free"),), "arrow_untrue")):  # fmt: skip
        (left,) = list_decisions(legibility, ways, None, verdicts, "left")
        assert left.reason == reason


def test_an_arrow_that_has_been_obeyed_before_means_straight_on():
    sketch = junction()
    post(sketch, "gate", 25, 75, WEST, message("left", "ahead"), message("right", "ahead"))
    in_both_arms(sketch)
    found = decide(sketch)
    assert set(found) == {("left", "arrow_untrue"), ("right", "arrow_untrue")}
    straight = halls(box(0, 70, 120, 80), box(50, 10, 60, 70))
    for id, x, y in (("start", 1, 75), ("left", 119, 75), ("right", 55, 11)):
        straight.place(id, -1, x, y)
    post(straight, "gate", 25, 75, WEST, message("left", "ahead"), message("right", "ahead"))
    post(straight, "onward", 85, 75, WEST, message("left"))
    post(straight, "south-arm", 55, 40, NORTH, message("right"))
    assert set(decide(straight)) == {("left", ""), ("right", "arrow_untrue")}


def test_what_is_judged_false_confirms_nothing():
    sketch = junction()
    at_the_end(sketch)
    in_both_arms(sketch)
    legibility, ways, _ = read_along(sketch.station(), ["start"], ["left", "right"])
    verdict = Verdict("board", 0, 1, "right", "walk", "false", 10.0, 2.0, "detour", -1.0, 57.5, 75.0)
    found = {item.to: item.reason for item in list_decisions(legibility, ways, verdicts=[verdict])}
    assert found == {"left": "", "right": "arrow_untrue"}


def test_unconfirmed_decisions_that_most_passengers_meet_come_first():
    sketch = junction()
    at_the_end(sketch)
    post(sketch, "north-arm", 55, 110, SOUTH, message("left"))
    station = sketch.station()
    legibility, ways, _ = read_along(station, ["start"], ["left", "right"])
    reading = Reading.of(legibility, ways)
    first, second = list_decisions(legibility, ways, reading)
    assert (first.reason, second.reason) == ("no_confirmation", "")


SPOTS = st.tuples(st.integers(5, 95), st.integers(71, 79), st.sampled_from([0, 90, 180, 270]))


@settings(max_examples=12, deadline=None)
@given(st.lists(SPOTS, min_size=1, max_size=4, unique=True), st.sampled_from(["ahead", "left", "right", "back"]))
def test_one_more_sign_never_unsettles_a_decision(spots, arrow):
    sketch = halls(box(0, 70, 100, 80), box(50, 10, 60, 70), box(50, 80, 60, 140))
    for id, x, y in (("start", 1, 75), ("left", 55, 139), ("right", 55, 11), ("onward", 99, 75)):
        sketch.place(id, -1, x, y)
    in_both_arms(sketch)
    for number, (x, y, facing_deg) in enumerate(spots):
        post(sketch, f"sign-{number}", x, y, facing_deg, *(message(to, arrow) for to in ("left", "right", "onward")))
    more, ways, _ = read_along(sketch.station(), ["start"], ["left", "right", "onward"])
    signs = dict(more.station.signs)
    signs.popitem()
    fewer = more.replaced(replace(more.station, signs=signs))
    shares = [confirmed_share(list_decisions(item, ways)) for item in (fewer, more)]
    assert shares[0] <= shares[1]


def test_the_order_of_features_changes_nothing():
    sketch = junction()
    at_the_end(sketch)
    in_both_arms(sketch)
    sketch.place("other", -1, 1, 72)
    document = sketch.document
    results = []
    for features in (document["features"], document["features"][::-1]):
        station = read_station(document | {"features": features})
        legibility, ways, _ = read_along(station, ["start", "other"], ["left", "right"])
        results.append(list_decisions(legibility, ways))
    assert results[0] == results[1]


@pytest.fixture(scope="module")
def hub():
    station = load_station(SHIPPED_STATION)
    ways = list_ways(compile_network(station), list_targets(station), list_origins(station), default_trips(station))
    return compile_signs(station), ways


def test_decisions_of_the_hub_lie_on_its_floor_and_each_way_meets_some(hub):
    legibility, ways = hub
    decisions = list_decisions(legibility, ways)
    for item in decisions[::50]:
        assert legibility.floor(item.level).buffer(0.01).contains_properly(box(item.x, item.y, item.x, item.y).centroid)
    assert {item.to for item in decisions} == {way.target.id for way in ways}
    assert 0 < confirmed_share(decisions) < 1
    assert {item.reason for item in decisions} == {"", "no_sign", "too_short", "arrow_untrue", "no_confirmation"}
    assert all(item.confirmed == (item.reason == "") for item in decisions)


def test_shuffling_the_features_of_the_hub_changes_no_decision_and_no_break(hub):
    document = write_station(hub[0].station)
    random.Random(7).shuffle(document["features"])
    station = read_station(document)
    ways = list_ways(compile_network(station), list_targets(station), list_origins(station), default_trips(station))
    results = []
    for legibility, some in (hub, (compile_signs(station), ways)):
        names = {way.target.id: min(way.target.places) for way in some}
        results.append((
            sorted((names[item.to], item.point, item.reason, item.sign or "", round(item.passengers, 6), item.ways)
                   for item in list_decisions(legibility, some)),
            sorted((names[item.to], item.level, round(item.x, 6), round(item.y, 6), str(item.miss))
                   for item in list_breaks(list_gaps(legibility, some))),
        ))  # fmt: skip
    assert results[0] == results[1]


def test_covering_every_sign_of_the_hub_leaves_no_decision_confirmed(hub):
    legibility, ways = hub
    covered = {id: replace(sign, state="covered") for id, sign in legibility.station.signs.items()}
    bare = legibility.replaced(replace(legibility.station, signs=covered))
    assert {item.reason for item in list_decisions(bare, ways)} == {"no_sign"}
