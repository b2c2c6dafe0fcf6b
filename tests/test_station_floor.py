"""Floors: unions of spaces, obstacles cut out, never across zones or steps."""

import pytest
from shapely import Point, box

from tests.good_station import good_station
from tests.stations import Sketch
from wayfinding.station import elevation_at, floors
from wayfinding.station.frame import Frame


def hall() -> Sketch:
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("west", -1, box(0, 0, 10, 10))
    sketch.space("east", -1, box(10, 0, 20, 10))
    return sketch


def test_spaces_that_share_an_edge_are_one_floor() -> None:
    (floor,) = floors(hall().station(), -1)
    assert floor.shape.equals(box(0, 0, 20, 10))
    assert floor.space_ids == ("west", "east")


def test_an_obstacle_is_cut_out_and_may_part_a_floor() -> None:
    sketch = hall()
    sketch.obstacle("wall", -1, box(12, -1, 12.2, 11))
    west, east = floors(sketch.station(), -1)
    assert (west.shape.area, east.shape.area) == pytest.approx((120, 78))
    assert east.space_ids == ("east",)


def test_obstacles_of_other_levels_do_not_matter() -> None:
    sketch = hall()
    sketch.level(-2)
    sketch.obstacle("wall", -2, box(12, -1, 12.2, 11))
    assert floors(sketch.station(), -1)[0].shape.area == pytest.approx(200)


def test_floors_of_other_zone_or_elevation_stay_apart() -> None:
    sketch = hall()
    sketch.space("paid", -1, box(20, 0, 30, 10), zone="paid")
    sketch.space("stage", -1, box(30, 0, 40, 10), zone="paid", elevation_m=-5.0)
    assert [(floor.zone, floor.elevation_m) for floor in floors(sketch.station(), -1)] == [
        ("unpaid", -6.0), ("paid", -6.0), ("paid", -5.0),
    ]  # fmt: skip


def test_what_is_not_walkable_is_no_floor() -> None:
    sketch = hall()
    sketch.space("track", -1, box(20, 0, 30, 10), walkable=False)
    sketch.space("closed", -1, box(30, 0, 40, 10), open=False)
    assert len(floors(sketch.station(), -1)) == 1
    assert floors(sketch.station(), -7) == ()


def test_the_elevation_at_a_point_is_that_of_its_space_else_of_its_level() -> None:
    sketch = hall()
    sketch.space("stage", -1, box(20, 0, 30, 10), elevation_m=-5.0)
    station = sketch.station()
    assert elevation_at(station, -1, Point(25, 5)) == -5.0
    assert elevation_at(station, -1, Point(5, 5)) == -6.0
    assert elevation_at(station, -1, Point(90, 90)) == -6.0


def test_a_floor_is_computed_once() -> None:
    station = good_station()
    assert floors(station, -1) is floors(station, -1)


def test_the_area_on_the_ellipsoid_agrees_with_the_plane_to_a_millionth() -> None:
    for bearing in (0.0, 17.0, 271.0):
        assert Frame(117.2052, 39.1374, bearing).geodesic_area_m2(box(-250, -60, 250, 60)) == pytest.approx(
            60000, rel=1e-6
        )
