"""Shares of floor, of passenger-metres and of noticed signs; what one sees along a way and when one looks round."""

from dataclasses import replace
from math import pi

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from tests.signage import EAST, REACH_M, SOUTH, WEST, corridor, halls, message, post, read_along
from wayfinding.routing import compile_network
from wayfinding.signage.journeys.along import Reading, naming
from wayfinding.signage.journeys.breaks import list_breaks
from wayfinding.signage.journeys.continuity import list_gaps, list_threads
from wayfinding.signage.journeys.coverage import flow_share, list_coverage
from wayfinding.signage.journeys.decisions import list_decisions
from wayfinding.signage.journeys.ways import list_ways
from wayfinding.signage.legible.legibility import compile_signs
from wayfinding.signage.settings import Settings
from wayfinding.signage.targets import get_target, list_targets
from wayfinding.signage.trips import default_trips, list_origins
from wayfinding.station import SHIPPED_STATION, load_station

WAY_M = 98.0
PLAIN = Settings()


def covered(sketch, rules=PLAIN, profile="walk"):
    legibility, ways, targets = read_along(sketch.station(), ["start"], ["goal"], rules, profile=profile)
    (row,) = list_coverage(legibility, ways, targets, profile)
    return row


def test_one_sign_facing_the_walker_covers_as_much_of_the_way_as_its_letters_reach():
    sketch = corridor()
    post(sketch, "sign", 50, 5, WEST, message("goal"))
    row = covered(sketch)
    assert row.passenger_m == pytest.approx(100 * WAY_M, rel=1e-4)
    assert row.flow_share == pytest.approx(REACH_M / WAY_M, abs=0.5 / WAY_M)
    assert row.noticed_share == pytest.approx(0.38 * row.flow_share)


def test_the_share_of_floor_is_the_area_of_the_circle_over_that_of_the_hall():
    sketch = halls(box(0, 0, 100, 40))
    sketch.place("start", -1, 1, 20)
    sketch.place("goal", -1, 99, 20)
    post(sketch, "sign", 50, 20, WEST, message("goal"))
    assert covered(sketch).area_share == pytest.approx(pi * 7.5**2 / 4000, rel=0.02)


def test_a_sign_read_from_behind_covers_nothing():
    sketch = corridor()
    post(sketch, "sign", 50, 5, EAST, message("goal"))
    row = covered(sketch)
    assert row.flow_share == 0.0
    assert row.turned_share == pytest.approx(REACH_M / WAY_M, abs=0.5 / WAY_M)
    assert row.area_share > 0


def test_a_sign_at_the_side_is_read_only_while_it_lies_in_the_field_of_view():
    sketch = corridor()
    post(sketch, "sign", 50, 10, SOUTH, message("goal"))
    half_m, aside_m = (7.5**2 - 2.51**2) ** 0.5, 4.99 / 3**0.5
    assert covered(sketch).flow_share == pytest.approx((half_m - aside_m) / WAY_M, abs=0.5 / WAY_M)
    assert covered(sketch, Settings(fov_deg=360.0)).flow_share == pytest.approx(2 * half_m / WAY_M, abs=0.5 / WAY_M)


def test_two_signs_at_one_place_are_noticed_by_more_than_one_and_two_faces_of_one_sign_are_not():
    sketch = corridor()
    post(sketch, "first", 50, 5, WEST, message("goal"))
    post(sketch, "second", 50, 5.02, WEST, message("goal"))
    row = covered(sketch)
    assert row.noticed_share == pytest.approx(row.flow_share * (1 - 0.62**2), rel=0.02)
    one = corridor()
    post(one, "sign", 50, 5, WEST, message("goal"), faces_deg=[WEST, WEST + 5])
    row = covered(one)
    assert row.noticed_share == pytest.approx(row.flow_share * 0.38)


def test_a_sign_that_names_something_else_or_is_for_others_covers_nothing():
    sketch = corridor()
    post(sketch, "sign", 50, 5, WEST, message("start"), message("goal", for_profiles=["step_free"]))
    assert covered(sketch).flow_share == 0.0
    assert covered(sketch, profile="step_free").flow_share > 0.1


def test_shares_weigh_ways_by_their_passengers():
    sketch = corridor()
    sketch.place("middle", -1, 51, 5)
    post(sketch, "sign", 90, 5, WEST, message("goal"))
    station = sketch.station()
    goal = get_target(station, "goal")
    trips = {("start", "goal"): 10.0, ("middle", "goal"): 30.0}
    ways = list_ways(compile_network(station), [goal], [station.places[id] for id in ("start", "middle")], trips)
    (row,) = list_coverage(compile_signs(station), ways, [goal])
    assert row.passenger_m == pytest.approx(10 * 98 + 30 * 48, rel=1e-4)
    assert row.flow_share == pytest.approx(40 * REACH_M / row.passenger_m, abs=0.01)


def test_where_nobody_walks_there_is_no_share_of_walking():
    legibility, ways, targets = read_along(corridor().station(), ["start"], ["goal"], passengers=0.0)
    (row,) = list_coverage(legibility, ways, targets)
    assert (row.flow_share, row.noticed_share, row.turned_share, row.passenger_m) == (None, None, None, 0.0)
    assert flow_share([row]) is None


SPOTS = st.tuples(st.integers(5, 95), st.integers(1, 9), st.sampled_from([0, 90, 180, 270]))


@settings(max_examples=15, deadline=None)
@given(st.lists(SPOTS, min_size=1, max_size=5, unique=True))
def test_adding_a_sign_never_lowers_a_share_and_removing_one_never_raises_it(spots):
    sketch = corridor()
    for number, (x, y, facing_deg) in enumerate(spots):
        post(sketch, f"sign-{number}", x, y, facing_deg, message("goal"))
    all_of_them, ways, targets = read_along(sketch.station(), ["start"], ["goal"])
    signs = dict(all_of_them.station.signs)
    signs.popitem()
    fewer = all_of_them.replaced(replace(all_of_them.station, signs=signs))
    (more,), (less,) = (list_coverage(item, ways, targets) for item in (all_of_them, fewer))
    assert more.area_share >= less.area_share
    assert more.flow_share >= less.flow_share
    assert more.noticed_share >= less.noticed_share
    assert more.turned_share >= more.flow_share >= more.noticed_share


@pytest.fixture(scope="module")
def hub():
    station = load_station(SHIPPED_STATION)
    targets = list_targets(station)
    ways = list_ways(compile_network(station), targets, list_origins(station), default_trips(station))
    return compile_signs(station), ways, targets


def test_cells_of_the_hub_agree_with_the_area_of_the_polygons(hub):
    legibility, ways, targets = hub
    rows = {(row.to, row.level): row for row in list_coverage(legibility, ways, targets)}
    named = naming(legibility, targets, "walk")
    for to in ("platform-2-west", "exit-7", "coach-station", "category:toilet"):
        column = [target.id for target in targets].index(to)
        for level in (-1.0, -2.0):
            faces = [k for k in legibility.on_level(level) if named[k, column]]
            readable = shapely.union_all([legibility.area(k) for k in faces])
            share = readable.area / legibility.floor(level).area
            assert rows[to, level].area_share == pytest.approx(share, abs=0.002)


def test_shares_of_the_hub_are_those_of_every_sample_asked_one_by_one(hub):
    legibility, ways, targets = hub
    rows = list_coverage(legibility, ways, targets)
    column = [target.id for target in targets].index("exit-7")
    named = naming(legibility, targets, "walk")[:, column]
    met = walked = 0.0
    for way in ways:
        if way.target.id == "exit-7" and way.passengers > 0:
            for at, heading, level in zip(way.at[::7], way.heading[::7], way.level[::7], strict=True):
                walked += way.passengers
                met += way.passengers * any(
                    named[k] and legibility.reads(k, at[None])[0] and _ahead(legibility.faces[k], at, heading)
                    for k in legibility.on_level(level)
                )
    assert flow_share(rows, "exit-7") == pytest.approx(met / walked, abs=0.01)


def test_what_is_known_of_the_reading_may_be_handed_on(hub):
    legibility, ways, targets = hub
    reading = Reading.of(legibility, ways)
    assert list_coverage(legibility, ways, targets[:3], reading=reading) == list_coverage(legibility, ways, targets[:3])


def _ahead(face, at, heading):
    to = np.array([face.x, face.y]) - at
    return to @ heading >= 0.5 * np.hypot(*to)


def test_a_station_without_signs_or_without_ways_is_measured_too():
    sketch = halls(box(0, 0, 40, 10), box(60, 0, 100, 10))
    for id, x in (("start", 1), ("goal", 39), ("cut-off", 70)):
        sketch.place(id, -1, x, 5)
    bare = sketch.station()
    legibility, ways, targets = read_along(bare, ["start"], ["goal", "cut-off"])
    near, far = list_coverage(legibility, ways, targets)
    assert (near.area_share, near.flow_share, near.noticed_share) == (0.0, 0.0, 0.0)
    assert (far.area_share, far.flow_share, far.passenger_m) == (0.0, None, 0.0)
    (gap,) = list_gaps(legibility, ways)
    assert (gap.way.target.id, gap.miss.code, len(list_breaks([gap]))) == ("goal", "not_named", 1)
    assert len(list_threads(legibility, ways)) == 1
    assert list_decisions(legibility, ways) == ()
    nobody = list_coverage(legibility, (), targets)
    assert [(row.flow_share, row.passenger_m) for row in nobody] == [(None, 0.0), (None, 0.0)]
    assert (list_gaps(legibility, ()), list_breaks(()), list_decisions(legibility, ())) == ((), (), ())
    unreachable = ways[1:]
    assert (list_gaps(legibility, unreachable), list_decisions(legibility, unreachable)) == ((), ())
