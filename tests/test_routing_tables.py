"""Looking around and looking up: the answers of asking every corner, whatever is tabled, kept on disk or reused."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box
from shapely.affinity import rotate

from tests.stations import Sketch
from wayfinding.routing import Endpoint, compile_network, find_route, get_profile, layer
from wayfinding.routing.band import stand_off
from wayfinding.routing.overlay import find_way
from wayfinding.routing.search import spread
from wayfinding.routing.sight import connect, sees
from wayfinding.routing.surface import Surface, stand
from wayfinding.routing.tables import Hall
from wayfinding.routing.zones import allowed_steps
from wayfinding.station import SHIPPED_STATION, load_station
from wayfinding.station.floor import Floor
from wayfinding.station.geojson import read_station
from wayfinding.station.scenario import apply, load_scenario

CAR = {"car_width_m": 1.4, "car_depth_m": 1.6, "door_width_m": 0.9}

obstacles = st.lists(
    st.tuples(
        st.integers(1, 26), st.integers(1, 16), st.integers(1, 5), st.integers(1, 5), st.sampled_from([0, 0, 30, 45])
    ),
    max_size=8,
)
spots = st.lists(
    st.tuples(st.sampled_from([1.0, 5.0, 9.75]) | st.floats(1, 29), st.sampled_from([2.0, 7.5]) | st.floats(1, 19)),
    min_size=2, max_size=6,
)  # fmt: skip


@pytest.fixture(scope="module")
def shipped():
    return compile_network(load_station(SHIPPED_STATION))


def draw_points(network, count: int, seed: int = 1) -> list[Endpoint]:
    """Points on free floors, drawn by area."""
    shuffler = random.Random(seed)
    parts = [part for part in network.layer(0.45).surfaces if part.free.area > 1]
    found: list[Endpoint] = []
    while len(found) < count:
        part = shuffler.choices(parts, [part.free.area for part in parts])[0]
        west, south, east, north = part.free.bounds
        x, y = shuffler.uniform(west, east), shuffler.uniform(south, north)
        if part.free.contains(shapely.Point(x, y)):
            found.append(Endpoint(part.floor.level, x, y))
    return found


@settings(max_examples=60, deadline=None)
@given(obstacles, spots)
def test_a_look_around_finds_what_asking_every_corner_finds(blocks, points):
    shapes = [rotate(box(x, y, x + w, y + h), turn) for x, y, w, h, turn in blocks]
    left = shapely.difference(box(0, 0, 30, 20), shapely.union_all(shapes), grid_size=0.001)
    for piece in shapely.get_parts(left):
        surface = Surface.of(Floor(-1.0, "unpaid", -6.0, piece, ()), 0.25)
        free = [xy for xy in points if surface.holds(shapely.Point(xy))]
        free += [tuple(corner) for corner in surface.corners.at[:3].tolist()]
        at = np.array(free, dtype=float).reshape(-1, 2)
        hall = Hall.of(surface, range(len(at)), at, tabled=True)
        for spot in at:
            look = hall.look(*spot.tolist())
            assert sorted(look.found.tolist()) == connect(surface.sight, surface.corners, spot).tolist()
            seen = [k for k in range(len(at)) if sees(surface.sight, spot, at[k])]
            assert sorted(look.near.tolist()) == seen


@settings(max_examples=40, deadline=None)
@given(obstacles, spots)
def test_a_walk_looked_up_is_as_long_as_one_searched(blocks, points):
    left = shapely.difference(
        box(0, 0, 30, 20), shapely.union_all([box(x, y, x + w, y + h) for x, y, w, h, _ in blocks])
    )
    for piece in shapely.get_parts(left):
        surface = Surface.of(Floor(-1.0, "unpaid", -6.0, piece, ()), 0.25)
        at = np.array([xy for xy in points if surface.holds(shapely.Point(xy))], dtype=float).reshape(-1, 2)
        tabled, searched = (Hall.of(surface, range(len(at)), at, tabled=choice) for choice in (True, False))
        for i, start in enumerate(at.tolist()):
            for j, end in enumerate(at.tolist()):
                found, slowly = (hall.walk(*start, *end, np.inf) for hall in (tabled, searched))
                length_m = np.inf if found is None else found.length_m
                assert (slowly is None) == (found is None)
                assert tabled.apart[i, j] == pytest.approx(length_m, rel=1e-12)
                if found is not None:
                    assert slowly.length_m == pytest.approx(length_m, rel=1e-12)
                    assert (found.points[0], found.points[-1]) == (tuple(start), tuple(end))
                    assert sum(map(math.dist, found.points, found.points[1:])) == pytest.approx(length_m)


def test_the_tables_of_the_shipped_station_are_what_a_search_from_each_corner_gives(shipped):
    surface = max(shipped.layer(0.25).surfaces, key=lambda part: len(part.corners.at))
    metres, before = surface.square
    count = len(metres)
    row, last = np.empty(count), np.empty(count, np.int64)
    for corner in range(0, count, 97):
        spread(surface.walks, np.array([corner]), np.zeros(1), row, last)
        assert np.array_equal(row, metres[corner])
        assert np.array_equal(np.where(last < 0, np.arange(count), last), before[corner])


@pytest.mark.parametrize("profile", ["walk", "step_free", "luggage"])
def test_ways_cost_the_same_whether_walks_are_looked_up_or_searched(shipped, monkeypatch, profile):
    monkeypatch.setattr(layer, "TABLE_MAX_CORNERS", 0)
    searched = compile_network(shipped.source)
    points = draw_points(shipped, 80)
    assert not any(hall.tabled for hall in searched.layer(0.25).halls if len(hall.surface.corners.at))
    for start, end in zip(points[::2], points[1::2], strict=True):
        here, there = (find_route(network, start, end, profile) for network in (shipped, searched))
        assert (here is None) == (there is None)
        assert here is None or here.cost == pytest.approx(there.cost, rel=1e-9)


@pytest.mark.parametrize("profile", ["walk", "step_free"])
def test_ways_joined_from_what_is_kept_cost_what_a_search_finds(shipped, profile):
    graph = shipped.graph(get_profile(profile, zone_rule="any"))
    once = replace(graph, lasting=False)
    points = draw_points(shipped, 200, seed=4)
    compared = 0
    for start, end in zip(points[::2], points[1::2], strict=True):
        ends = (graph.layer.stand(point.level, point.x, point.y) for point in (start, end))
        here, there = ends
        zones = allowed_steps("any", "unpaid", "unpaid")
        joined, searched = (find_way(one, here, there, zones, math.inf) for one in (graph, once))
        assert (joined is None) == (searched is None)
        if joined is not None:
            compared += len(joined.links) > 0
            assert joined.cost == pytest.approx(searched.cost, rel=1e-12)
            assert joined.first.length_m == pytest.approx(
                sum(map(math.dist, joined.first.points, joined.first.points[1:]))
            )
    assert compared > 50


@pytest.mark.parametrize("half_width_m", [0.25, 0.45])
def test_the_quick_way_off_a_wall_leads_where_the_slow_one_does(shipped, half_width_m):
    ground, shuffler, quick = shipped.layer(half_width_m), random.Random(5), 0
    for part in ground.surfaces:
        band = part.floor.shape.difference(part.free)
        for spot in shapely.get_parts(shapely.line_merge(band.boundary))[:40]:
            near = spot.interpolate(shuffler.random(), normalized=True).buffer(shuffler.uniform(0, 0.3)).exterior
            point = near.interpolate(shuffler.random(), normalized=True) if not near.is_empty else spot.centroid
            found = stand_off(ground, part.floor.level, point.x, point.y)
            if found is not None:
                quick += 1
                slow = stand(ground.on_level(part.floor.level), point)
                assert (found.surface, found.x, found.y) == pytest.approx((slow.surface, slow.x, slow.y), abs=1e-6)
                assert found.moved_m == pytest.approx(slow.moved_m, abs=1e-6)
    assert quick > 100


def test_at_a_border_between_floors_the_quick_way_off_a_wall_gives_no_answer():
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("west", -1, box(0, 0, 20, 20))
    sketch.space("east", -1, box(20, 0, 40, 20), zone="paid")
    ground = compile_network(sketch.station()).layer(0.25)
    assert stand_off(ground, -1.0, 20.0, 10.0) is None
    assert stand_off(ground, -1.0, 10.0, 0.001) is None
    assert stand_off(ground, -1.0, 10.0, 0.1).y == pytest.approx(0.25, abs=0.002)


def test_large_floors_and_those_beyond_the_memory_limit_get_no_table(monkeypatch):
    monkeypatch.setattr(layer, "TABLES_MAX_BYTES", 10 * (50**2 + 2 * 100**2))
    assert layer._choose([100, 50, 100, 100]) == {0, 1, 2}
    assert layer._choose([layer.TABLE_MAX_CORNERS + 1]) == set()


def test_shuffled_features_give_the_same_ways(shipped):
    document = {"features": [record.raw for record in shipped.source.records()]}
    random.Random(3).shuffle(document["features"])
    other = compile_network(read_station({**shipped.source.header, **document}))
    points = draw_points(shipped, 40, seed=2)
    for start, end in zip(points[::2], points[1::2], strict=True):
        here, there = (find_route(network, start, end) for network in (shipped, other))
        assert (here.cost, here.legs) == (there.cost, there.legs)


def test_of_two_lifts_that_cost_the_same_the_same_one_is_always_taken():
    def station(order: int):
        sketch = Sketch()
        for level in (-1, -2):
            sketch.level(level)
            sketch.space(f"floor{level}", level, box(0, 0, 40, 20))
            sketch.place(f"p{-level}", level, 20, 10)
        for name, x in (("west", 10), ("east", 30))[::order]:
            sketch.pathway(name, "lift", (-2, x, 10), (-1, x, 10), **CAR)
        return compile_network(sketch.station())

    first, second = (find_route(station(order), "p1", "p2", "step_free") for order in (1, -1))
    assert first.legs == second.legs


def test_a_changed_status_touches_no_geometry(shipped):
    network = compile_network(shipped.source)
    network.layer(0.25)
    other = compile_network(apply(shipped.source, load_scenario("lift-out")), reuse=network)
    assert other.layer(0.25) is network.layer(0.25)


def test_a_changed_floor_leaves_the_tables_of_the_others():
    sketch = Sketch()
    for level in (-1, -2):
        sketch.level(level)
        sketch.space(f"floor{level}", level, box(0, 0, 40, 20))
    first = compile_network(sketch.station())
    known = first.layer(0.25).surfaces
    sketch.obstacle("column", -1, box(10, 10, 11, 11))
    second = compile_network(sketch.station(), reuse=first).layer(0.25).surfaces
    assert [part in known for part in second] == [True, False]
