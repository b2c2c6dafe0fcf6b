"""The ways from origins to targets: which, how sampled, what is shared."""

from itertools import pairwise

import numpy as np
import pytest
from shapely import box

from tests.signage import corridor, halls, ways_of
from wayfinding.errors import RequestError
from wayfinding.routing import compile_network, find_route
from wayfinding.signage.journeys.ways import STEP_M, list_ways, shared_stretches
from wayfinding.signage.targets import Target, list_targets
from wayfinding.signage.trips import default_trips, list_origins
from wayfinding.station import SHIPPED_STATION, load_station
from wayfinding.station.model import Name


@pytest.fixture(scope="module")
def hub():
    return load_station(SHIPPED_STATION)


@pytest.fixture(scope="module")
def hub_ways(hub):
    return list_ways(compile_network(hub), list_targets(hub), list_origins(hub), default_trips(hub))


def test_a_straight_way_is_sampled_in_the_middle_of_steps_of_half_a_metre():
    (way,) = ways_of(corridor().station(), ["start"], ["goal"])
    assert way.at[:, 0] == pytest.approx(np.arange(1.25, 99, 0.5), abs=2e-3)
    assert way.at[:, 1] == pytest.approx(np.full(196, 5.0), abs=2e-3)
    assert way.heading == pytest.approx(np.tile([1.0, 0.0], (196, 1)), abs=1e-4)
    assert {*zip(way.level.tolist(), way.leg.tolist(), strict=True)} == {(-1.0, 0)}
    assert way.along_m == pytest.approx(np.arange(0.25, 98, 0.5), abs=2e-3)
    assert way.along_s == pytest.approx(way.along_m / 1.34)


def test_metres_and_seconds_go_on_behind_a_pathway_and_the_pathway_has_no_samples():
    sketch = halls(box(0, 0, 40, 10))
    sketch.level(-2, elevation_m=-6)
    sketch.space("below", -2, box(50, 0, 100, 10))
    sketch.pathway("stairs", "stairs", (-1, 39, 5), (-2, 51, 5), steps=40, width_m=3, length_m=13.4, rise_m=-6)
    sketch.place("start", -1, 1, 5)
    sketch.place("goal", -2, 99, 5)
    (way,) = ways_of(sketch.station(), ["start"], ["goal"])
    stairs = way.route.legs[1]
    assert [leg.mode for leg in way.route.legs] == ["walk", "stairs", "walk"]
    assert way.level.tolist() == [-1.0] * 76 + [-2.0] * 96
    assert way.along_m[76] - way.along_m[75] == pytest.approx(0.5 + stairs.distance_m)
    assert way.along_s[76] - way.along_s[75] == pytest.approx(0.5 / 1.34 + stairs.duration_s)


def test_of_several_places_the_cheapest_is_gone_to():
    sketch = corridor()
    sketch.place("near", -1, 30, 5)
    sketch.place("far", -1, 60, 5)
    station = sketch.station()
    target = Target("either", Name("", ""), frozenset({"far", "near"}))
    (way,) = list_ways(compile_network(station), [target], [station.places["start"]], {("start", "either"): 7.0})
    assert (way.place, way.passengers) == ("near", 7.0)


def test_a_wheelchair_goes_to_the_toilet_that_serves_it():
    sketch = corridor()
    sketch.place("steps", -1, 30, 5, type="toilet", step_free="no")
    sketch.place("level", -1, 60, 5, type="toilet", step_free="yes")
    station = sketch.station()
    walker, chair = (ways_of(station, ["start"], ["category:toilet"], profile) for profile in ("walk", "step_free"))
    assert (walker[0].place, chair[0].place) == ("steps", "level")


def test_a_pair_without_a_way_is_kept_and_has_no_samples():
    sketch = halls(box(0, 0, 10, 10), box(20, 0, 30, 10))
    sketch.place("start", -1, 5, 5)
    sketch.place("goal", -1, 25, 5)
    (way,) = ways_of(sketch.station(), ["start"], ["goal"])
    assert (way.route, way.place) == (None, None)
    assert (way.at.shape, way.along_s.shape, way.leg.shape) == ((0, 2), (0,), (0,))


def test_nobody_goes_to_where_he_is():
    ways = ways_of(corridor().station(), ["start", "goal"], ["start", "goal"])
    assert [(way.origin.id, way.target.id) for way in ways] == [("start", "goal"), ("goal", "start")]


def test_ways_share_the_stretches_that_they_have_in_common():
    sketch = halls(box(0, 0, 20, 4), box(10, 4, 20, 40))
    sketch.place("start", -1, 1, 2)
    sketch.place("a", -1, 18, 30)
    sketch.place("b", -1, 18, 38)
    ways = ways_of(sketch.station(), ["start"], ["a", "b"])
    first, second = (way.pieces.stretch.tolist() for way in ways)
    assert (first[0], len(first)) == (second[0], 2)
    assert len(shared_stretches(ways).level) == len({*first, *second})


def test_ways_of_two_lists_cannot_be_measured_together():
    station = corridor().station()
    there, back = ways_of(station, ["start"], ["goal"]), ways_of(station, ["goal"], ["start"])
    with pytest.raises(RequestError, match="ask list_ways once"):
        shared_stretches([*there, *back])


def test_the_ways_of_the_hub_are_those_that_the_engine_finds(hub, hub_ways):
    network = compile_network(hub)
    assert len(hub_ways) == len(list_origins(hub)) * len(list_targets(hub)) - sum(
        origin.id in target.places for origin in list_origins(hub) for target in list_targets(hub)
    )
    for way in hub_ways[::97]:
        costs = [find_route(network, way.origin.id, place).cost for place in way.target.places]
        assert way.route.cost == pytest.approx(min(costs))


def test_the_samples_of_the_hub_lie_half_a_metre_apart_and_add_up_to_the_walks(hub_ways):
    for way in hub_ways[::53]:
        walked_m = sum(leg.distance_m for leg in way.route.legs if leg.mode == "walk")
        assert way.stretches.step_m[way._samples].sum() == pytest.approx(walked_m)
        apart_m = np.hypot(*np.diff(way.at, axis=0).T)
        assert apart_m[np.diff(way.leg) == 0].max(initial=0) <= STEP_M + 1e-9
        assert all(a < b for a, b in pairwise(way.along_m.tolist()))
        assert way.along_m[-1] <= way.route.distance_m
        assert way.along_s[-1] <= way.route.duration_s


def test_every_trip_of_the_day_is_on_some_way(hub, hub_ways):
    assert sum(way.passengers for way in hub_ways) == pytest.approx(sum(default_trips(hub).values()))
