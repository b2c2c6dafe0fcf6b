"""Walks over one floor: exact lengths by hand, against a slow oracle, and against shapely."""

from itertools import combinations
from math import dist, hypot

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box
from shapely.affinity import rotate

from tests.stations import Sketch
from wayfinding.assumptions import CLEARANCE_SLACK
from wayfinding.errors import RequestError
from wayfinding.routing import compile_network, find_route
from wayfinding.routing.surface import Surface
from wayfinding.station.floor import Floor

ROOM = box(0, 0, 30, 20)
SLACK = CLEARANCE_SLACK.value


def floor(shape: Polygon) -> Floor:
    return Floor(-1.0, "unpaid", -6.0, shape, ())


def room(*obstacles: Polygon, shape: Polygon = ROOM) -> Sketch:
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("room", -1, shape)
    for number, obstacle in enumerate(obstacles):
        sketch.obstacle(f"o{number}", -1, obstacle)
    return sketch


def ask(sketch: Sketch, start: tuple[float, float], end: tuple[float, float], profile: str = "walk"):
    sketch.place("start", -1, *start)
    sketch.place("end", -1, *end)
    return find_route(compile_network(sketch.station()), "start", "end", profile)


def oracle_m(free: shapely.Geometry, start: Point, end: Point) -> float:
    """Every vertex and both points, joined where shapely says that the free floor covers the line; then Dijkstra."""
    vertices = {
        xy for part in shapely.get_parts(free) for ring in (part.exterior, *part.interiors) for xy in ring.coords
    }
    nodes = [*sorted(vertices), (start.x, start.y), (end.x, end.y)]
    roomy = free.buffer(1e-7, join_style="mitre")
    shapely.prepare(roomy)
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_weighted_edges_from(
        (a, b, dist(a, b)) for a, b in combinations(nodes, 2) if roomy.covers(LineString([a, b]))
    )
    try:
        return nx.dijkstra_path_length(graph, nodes[-2], nodes[-1])
    except nx.NetworkXNoPath:
        return float("inf")


def test_an_empty_room_is_crossed_in_a_straight_line():
    route = ask(room(), (2, 3), (25, 17))
    assert route.legs[0].points == ((2, 3), (25, 17))
    assert route.distance_m == pytest.approx(hypot(23, 14))
    assert route.duration_s == pytest.approx(hypot(23, 14) / 1.34)


def test_a_column_is_passed_at_the_mitred_corners_of_its_clearance():
    route = ask(room(box(14, 9, 16, 11)), (5, 10), (25, 10))
    side = 1 + 0.25 - SLACK
    assert route.distance_m == pytest.approx(2 * hypot(10 - side, side) + 2 * side)
    assert len(route.legs[0].points) == 4


def test_a_wider_traveller_walks_a_longer_way():
    slim, wide = (ask(room(box(14, 9, 16, 11)), (5, 10), (25, 10), profile) for profile in ("walk", "step_free"))
    assert wide.distance_m > slim.distance_m


@pytest.mark.parametrize(("gap_m", "profile", "through"), [
    (0.90, "step_free", True), (0.89, "step_free", False), (0.80, "luggage", True), (0.79, "luggage", False),
    (0.50, "walk", True), (0.49, "walk", False),
])  # fmt: skip
def test_a_door_is_passed_by_whoever_is_no_wider_than_it(gap_m, profile, through):
    walls = box(14, 0, 15, 10 - gap_m / 2), box(14, 10 + gap_m / 2, 15, 20)
    route = ask(room(*walls), (5, 10), (25, 10), profile)
    assert (route is not None) == through


def test_a_walk_touches_a_row_of_columns_without_being_stopped():
    columns = [box(4 + 5 * k, 4, 5 + 5 * k, 5) for k in range(5)]
    reach = 0.25 - SLACK
    route = ask(room(*columns), (1, 5 + reach), (29, 5 + reach))
    assert route.distance_m == pytest.approx(28)
    assert len(route.legs[0].points) == 2


def test_a_slit_between_two_blocks_is_neither_seen_nor_walked_through():
    walls = box(14, 0, 15, 9.9), box(14, 10.1, 15, 20)
    surface = Surface.of(floor(ROOM.difference(shapely.union_all(walls))), 0.25)
    assert not surface.visible((5, 10), (25, 10))
    assert ask(room(*walls), (5, 10), (25, 10)) is None


def test_a_ring_shaped_room_is_walked_round_the_shorter_side():
    route = ask(room(box(5, 5, 25, 15)), (15, 17), (12, 3))
    reach = 0.25 - SLACK
    corner = (5 - reach, 15 + reach), (5 - reach, 5 - reach)
    assert route.distance_m == pytest.approx(dist((15, 17), corner[0]) + dist(*corner) + dist(corner[1], (12, 3)))


def test_a_wall_across_the_room_leaves_no_way():
    assert ask(room(box(14, 0, 15, 20)), (5, 10), (25, 10)) is None


def test_the_same_point_twice_is_a_route_of_no_length():
    route = ask(room(), (5, 5), (5, 5))
    assert (route.distance_m, route.duration_s, len(route.legs)) == (0, 0, 1)


def test_a_point_near_a_wall_is_moved_off_it_and_the_route_says_so():
    route = ask(room(), (0.1, 10), (20, 10))
    assert route.legs[0].points[0] == pytest.approx((0.25 - SLACK, 10))
    assert [(note.code, round(note.distance_m, 3)) for note in route.notes] == [("origin_moved", 0.149)]


def test_a_point_in_a_gap_too_narrow_is_not_moved_through_its_thin_walls():
    walls = box(9.7, 0, 9.8, 15), box(10.2, 0, 10.3, 15)
    assert ask(room(*walls), (10, 10), (20, 10)) is None


def test_a_point_on_the_map_far_off_the_floor_is_refused_with_the_distance():
    sketch = room()
    network = compile_network(sketch.station())
    lon, lat = sketch.frame.to_lonlat([[40, 10]])[0]
    with pytest.raises(RequestError, match="10 m off the walkable floor of level -1: at most 2 m"):
        find_route(network, f"-1@{lon:.9f},{lat:.9f}", f"-1@{lon:.9f},{lat:.9f}")


def test_a_point_on_the_map_just_off_the_floor_is_moved_onto_it():
    sketch = room()
    sketch.place("end", -1, 20, 10)
    lon, lat = sketch.frame.to_lonlat([[31, 10]])[0]
    route = find_route(compile_network(sketch.station()), f"-1@{lon:.9f},{lat:.9f}", "end")
    assert route.distance_m == pytest.approx(10 - 0.249, abs=2e-3)
    assert route.notes[0].distance_m == pytest.approx(1.249, abs=2e-3)


obstacles = st.lists(
    st.tuples(
        st.integers(2, 26), st.integers(2, 16), st.integers(1, 5), st.integers(1, 5), st.sampled_from([0, 0, 0, 30, 45])
    ),
    max_size=7,
)
points = st.tuples(st.floats(1, 29), st.floats(1, 19))


@settings(max_examples=60, deadline=None)
@given(obstacles, points, points, st.sampled_from([0.25, 0.45]))
def test_a_walk_is_as_long_as_the_slow_oracle_says(blocks, start, end, clearance_m):
    shapes = [rotate(box(x, y, x + w, y + h), turn) for x, y, w, h, turn in blocks]
    left = shapely.difference(ROOM, shapely.union_all(shapes), grid_size=0.001)
    pieces = [part for part in shapely.get_parts(left) if part.area > 1]
    surfaces = [Surface.of(floor(piece), clearance_m) for piece in pieces]
    home = next((item for item in surfaces if item.holds(Point(start)) and item.holds(Point(end))), None)
    assume(home is not None)
    expected = oracle_m(home.free, Point(start), Point(end))
    assert walk_m(home, start, end) == pytest.approx(expected, abs=1e-6)
    assert walk_m(home, end, start) == pytest.approx(expected, abs=1e-6)


def walk_m(surface: Surface, start: tuple[float, float], end: tuple[float, float]) -> float:
    """Dijkstra by networkx over what the kernels connect."""
    graph = nx.Graph()
    graph.add_nodes_from(["start", "end"])
    at = surface.corners.at
    graph.add_weighted_edges_from((int(i), int(j), dist(at[i], at[j])) for i, j in surface.pairs)
    for name, point in (("start", start), ("end", end)):
        graph.add_weighted_edges_from((name, int(k), dist(at[k], point)) for k in surface.connect(point))
    if surface.visible(start, end):
        graph.add_edge("start", "end", weight=dist(start, end))
    try:
        return nx.dijkstra_path_length(graph, "start", "end")
    except nx.NetworkXNoPath:
        return float("inf")


@settings(max_examples=40, deadline=None)
@given(obstacles, points, points)
def test_every_walk_stays_on_the_floor_and_out_of_every_obstacle(blocks, start, end):
    shapes = [rotate(box(x, y, x + w, y + h), turn) for x, y, w, h, turn in blocks]
    try:
        route = ask(room(*shapes), start, end)
    except RequestError:
        return
    if route is None:
        return
    for leg in route.legs:
        line = LineString(leg.points)
        assert ROOM.buffer(0.001).covers(line)
        assert all(shape.intersection(line).length < 0.001 for shape in shapes)


@settings(max_examples=40, deadline=None)
@given(obstacles, points, points)
def test_sight_is_mutual(blocks, start, end):
    left = ROOM.difference(shapely.union_all([box(x, y, x + w, y + h) for x, y, w, h, _ in blocks]))
    for piece in shapely.get_parts(left):
        surface = Surface.of(floor(piece), 0.25)
        assert surface.visible(start, end) == surface.visible(end, start)


def test_a_turned_station_has_the_same_lengths():
    turned = rotate(ROOM.difference(box(14, 9, 16, 11)), 25, origin=(0, 0))
    surface = Surface.of(floor(turned), 0.25)
    ends = [rotate(Point(xy), 25, origin=(0, 0)) for xy in ((5, 10), (25, 10))]
    side = 1 + 0.25 - SLACK
    length_m = walk_m(surface, *[(point.x, point.y) for point in ends])
    assert length_m == pytest.approx(2 * hypot(10 - side, side) + 2 * side)


def test_only_reflex_corners_bend_a_way():
    surface = Surface.of(floor(ROOM.difference(box(14, 9, 16, 11))), 0.25)
    reach = 0.25 - SLACK
    expected = [(x, y) for x in (14 - reach, 16 + reach) for y in (9 - reach, 11 + reach)]
    assert np.allclose(surface.corners.at, expected)
    assert len(surface.pairs) == 4


def test_a_pointed_obstacle_is_cut_no_nearer_than_the_clearance():
    needle = Polygon([(10, 10), (20, 9.5), (20, 10.5)])
    surface = Surface.of(floor(ROOM.difference(needle)), 0.25)
    assert needle.distance(surface.free) >= 0.25 - 2 * SLACK
