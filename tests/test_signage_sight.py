"""What is seen from a point: by hand on tiny floors, and against shadows cut out with shapely on a hall of columns."""

import random
from itertools import pairwise, permutations

import pytest
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon, affinity, box

from benchmarks._shadows import SNAP_M, hall, observers, off_shadows_m2, seen_by_shadows
from wayfinding.signage.legible.ground import polygons
from wayfinding.signage.legible.sight import Sheet

AREA_M2 = 1e-6
ROOM = box(0, 0, 20, 10)


@pytest.fixture(scope="module")
def forest():
    floor, columns = hall()
    return Sheet.of(floor), floor, columns


def test_an_empty_room_is_seen_whole_from_everywhere():
    sheet = Sheet.of(ROOM)
    for x, y in ((7, 3), (1e-6, 5), (0, 5), (20, 10), (13.3, 0)):
        assert sheet.isovist(x, y).symmetric_difference(ROOM).area < AREA_M2


def test_a_column_throws_the_shadow_that_one_draws_by_hand():
    shadow = Polygon([(9, 4), (20, 5 - 19 / 8), (20, 5 + 19 / 8), (9, 6)])
    seen = Sheet.of(ROOM.difference(box(9, 4, 11, 6))).isovist(1, 5)
    assert seen.area == pytest.approx(162.875, abs=AREA_M2)
    assert seen.symmetric_difference(ROOM.difference(shadow)).area < AREA_M2


def test_the_corner_of_a_column_hides_the_quarter_behind_it():
    seen = Sheet.of(ROOM.difference(box(9, 4, 11, 6))).isovist(9, 4)
    assert seen.is_valid
    assert seen.symmetric_difference(ROOM.difference(box(9, 4, 20, 10))).area < AREA_M2


def test_from_the_point_where_two_columns_touch_one_sees_to_both_sides():
    sheet = Sheet.of(ROOM.difference(shapely.union_all([box(8, 3, 10, 5), box(10, 5, 12, 7)])))
    seen = sheet.isovist(10, 5)
    assert isinstance(seen, MultiPolygon)
    assert seen.is_valid
    assert seen.symmetric_difference(MultiPolygon([box(0, 5, 10, 10), box(10, 0, 20, 5)])).area < AREA_M2


def test_nothing_is_seen_from_a_point_off_the_floor():
    sheet = Sheet.of(ROOM.difference(box(9, 4, 11, 6)))
    assert sheet.isovist(10, 5).is_empty
    assert sheet.isovist(-1, 5).is_empty
    assert Sheet.of(Polygon()).isovist(0, 0).is_empty


def test_halls_that_do_not_meet_do_not_see_each_other():
    sheet = Sheet.of(MultiPolygon([box(0, 0, 4, 4), box(5, 0, 9, 4)]))
    assert sheet.isovist(1, 1).equals(box(0, 0, 4, 4))
    assert not sheet.sees((1, 1), (6, 1))


def test_a_line_may_touch_a_column_and_may_not_cross_it():
    sheet = Sheet.of(ROOM.difference(box(9, 4, 11, 6)))
    assert sheet.sees((1, 4), (19, 4))
    assert sheet.sees((7, 2), (11, 6)) is False
    assert sheet.sees((7, 2), (9, 4))
    assert sheet.sees((9, 4), (9, 6))
    assert not sheet.sees((1, 5), (19, 5))
    assert sheet.sees((1, 5), (1, 5))


def cluttered(rng):
    """A room with boxes that overlap, touch in corners and along edges, or stand askew; on the grid of 1 mm."""
    boxes = []
    for _ in range(rng.randrange(3, 30)):
        x, y = (rng.choice((rng.randrange(20), rng.uniform(0, 20))) for _ in range(2))
        askew = rng.choice((0, 0, 45, rng.uniform(0, 90)))
        boxes.append(affinity.rotate(box(x, y, x + rng.choice((1, 2, 3)), y + rng.choice((0.5, 1, 2))), askew))
    room = box(0, 0, 20, 20)
    return polygons(shapely.difference(room, shapely.union_all(boxes, grid_size=1e-3), grid_size=1e-3))


def test_from_walls_and_corners_of_any_clutter_a_valid_region_is_seen():
    rng = random.Random(3)
    for _ in range(30):
        floor = cluttered(rng)
        sheet, corners = Sheet.of(floor), shapely.get_coordinates(floor).tolist()
        middles = [((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in pairwise(corners)]
        for spot in (*rng.sample(corners, 8), *rng.sample(middles, 8)):
            seen = sheet.isovist(*spot)
            assert seen.is_valid, spot
            assert seen.difference(floor).area < AREA_M2, spot


def test_two_points_see_each_other_where_the_line_between_them_stays_on_the_floor():
    rng = random.Random(4)
    judged = 0
    for _ in range(30):
        floor = cluttered(rng)
        sheet, wide = Sheet.of(floor), floor.buffer(1e-7)
        shapely.prepare(wide)
        points = [(rng.uniform(0, 20), rng.uniform(0, 20)) for _ in range(8)]
        for one, other in permutations([point for point in points if floor.contains(Point(point))], 2):
            assert sheet.sees(one, other) == sheet.sees(other, one) == wide.covers(LineString([one, other]))
            judged += 1
    assert judged > 800


def test_hard_observers_in_a_hall_of_columns_see_what_the_shadows_leave(forest):
    sheet, floor, columns = forest
    for spot in observers(floor, columns, (50, 20, 20, 20)):
        seen = sheet.isovist(*spot)
        assert seen.is_valid, spot
        assert off_shadows_m2(seen, floor, columns, spot) < AREA_M2, spot


def test_no_pair_of_points_farther_than_a_millimetre_from_a_shadow_is_judged_wrongly(forest):
    sheet, floor, columns = forest
    rng = random.Random(5)
    judged = 0
    for spot in observers(floor, columns, (6, 3, 3, 3), seed=2):
        seen = seen_by_shadows(floor, columns, spot, SNAP_M)
        shapely.prepare(seen)
        points = [Point(rng.uniform(0, 200), rng.uniform(0, 190)) for _ in range(300)]
        clear = [p for p in points if floor.contains(p) and seen.boundary.distance(p) > 1e-3]
        judged += len(clear)
        assert [sheet.sees(spot, (p.x, p.y)) for p in clear] == [seen.contains(p) for p in clear], spot
    assert judged > 4000
