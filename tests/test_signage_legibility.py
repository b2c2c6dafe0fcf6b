"""Where signs can be read, in halls small enough to work it out by hand, and in the shipped station."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely import LineString, Point, box

from tests.stations import Sketch
from wayfinding.signage.faces import list_faces
from wayfinding.signage.legible.legibility import compile_signs
from wayfinding.signage.settings import Settings
from wayfinding.station import SHIPPED_STATION, load_station

FAR = Settings(catchment="half_disc", letter_factor=1000.0)
"""Letters of 60 mm are read from 60 m at every angle: only walls limit what is legible."""


def hall(*obstacles, spaces=(), **sign):
    """A hall of 20 m by 10 m with one sign in the middle of its west wall, looking east, letters of 40 mm."""
    sketch = Sketch()
    sketch.level(-1, box(-20, -20, 60, 40))
    sketch.space("hall", -1, box(0, 0, 20, 10))
    for number, shape in enumerate(spaces):
        sketch.space(f"space{number}", -1, shape[0], **shape[1])
    for number, item in enumerate(obstacles):
        shape, properties = item if isinstance(item, tuple) else (item, {})
        sketch.obstacle(f"wall{number}", -1, shape, **properties)
    sketch.sign("s", -1, 0, 5, **({"facing_deg": 90.0, "letter_height_m": 0.04, "mounting_height_m": 1.5} | sign))
    return sketch


def test_in_an_empty_hall_a_sign_is_legible_in_the_whole_circle_in_front_of_it():
    signs = compile_signs(hall().station())
    assert signs.area(0).area == pytest.approx(25 * math.pi, rel=1e-5)
    assert signs.reads(0, [(9.99, 5), (5, 9.99), (10.02, 5), (9, 9)]).tolist() == [True, True, False, False]


def test_a_column_takes_its_shadow_out_of_the_legible_area():
    signs = compile_signs(hall(box(9, 4, 11, 6), letter_height_m=0.06).station(), FAR)
    x = 0.01
    reach = 20 - x
    shadow = shapely.Polygon([(9, 4), (20, 5 - reach / (9 - x)), (20, 5 + reach / (9 - x)), (9, 6)])
    assert signs.area(0).symmetric_difference(box(x, 0, 20, 10).difference(shadow)).area < 1e-6
    assert signs.reads(0, [(8.9, 5), (11.1, 5), (19, 5), (11.1, 8)]).tolist() == [True, False, False, True]


def test_the_wall_behind_a_sign_and_the_floor_behind_the_wall_are_not_in_its_area():
    sketch = hall(spaces=[(box(-10, 0, 0, 10), {})])
    assert compile_signs(sketch.station(), FAR).area(0).bounds[0] == pytest.approx(0.01)


def test_a_dirty_sign_is_read_from_less_far_and_a_covered_one_from_nowhere():
    dirty = compile_signs(hall(state="dirty").station())
    assert dirty.area(0).area == pytest.approx(0.49 * 25 * math.pi, rel=1e-4)
    for state in ("covered", "dark", "missing"):
        covered = compile_signs(hall(state=state).station())
        assert covered.area(0).is_empty
        assert not covered.reads(0, covered.cells(-1)).any()
        assert not covered.seen(-1).any()


def test_a_hanging_sign_with_two_faces_is_read_from_both_sides():
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 40, 10))
    sketch.sign("s", -1, 20, 5, faces_deg=[90.0, 270.0], letter_height_m=0.04, mounting_height_m=1.5)
    signs = compile_signs(sketch.station())
    assert [face.number for face in signs.faces] == [0, 1]
    assert signs.matrix(-1, [(25, 5), (15, 5)]).tolist() == [[True, False], [False, True]]


def test_a_sign_round_a_column_is_read_from_all_four_sides():
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 20, 20))
    sketch.obstacle("column", -1, box(9.5, 9.5, 10.5, 10.5), type="column")
    sketch.sign("s", -1, 10, 9.5, type="pillar_sticker", facing_deg=180.0, wrapped=True, mounted_on="column",
                letter_height_m=0.02, mounting_height_m=1.5)  # fmt: skip
    signs = compile_signs(sketch.station())
    around = [(10, 12), (12, 10), (10, 8), (8, 10)]
    assert signs.matrix(-1, around).tolist() == [[i == j for j in range(4)] for i in range(4)]


@pytest.mark.parametrize(
    ("obstacle", "settings", "hidden"),
    [
        ({"opaque": False}, {}, False),
        ({"opaque": True}, {}, True),
        ({"opaque": True, "height_m": 1.4}, {}, False),
        ({"opaque": True, "height_m": 1.4}, {"eye": "wheelchair"}, True),
        ({"opaque": True, "height_m": 1.505}, {}, True),
    ],
)
def test_only_what_is_opaque_and_higher_than_eye_or_sign_hides_it(obstacle, settings, hidden):
    signs = compile_signs(hall((box(4, 4, 5, 6), {"type": "machine"} | obstacle)).station(), Settings(**settings))
    assert signs.reads(0, [(8, 5)]).tolist() == [not hidden]


def test_a_floor_sticker_is_hidden_by_every_opaque_thing_however_low():
    low = box(9, 4, 10, 6), {"type": "machine", "height_m": 0.3}
    sketch = hall(low)
    sketch.sign("floor", -1, 11, 5, type="floor_sticker", mounting_height_m=0.0, facing_deg=90.0, letter_height_m=0.2)
    signs = compile_signs(sketch.station())
    assert signs.matrix(-1, [(8, 5), (10.5, 5)]).tolist() == [[True, False], [False, True]]


def test_a_walled_shop_hides_a_sign_and_a_track_does_not_but_nobody_stands_on_it():
    for use, hidden in (("shop", True), ("track", False)):
        between = box(20, 0, 25, 10), {"use": use, "walkable": False}
        beyond = box(25, 0, 40, 10), {}
        signs = compile_signs(hall(spaces=[between, beyond], letter_height_m=0.06).station(), FAR)
        assert signs.reads(0, [(30, 5)]).tolist() == [not hidden]
        assert signs.area(0).intersection(box(20, 0, 25, 10)).area == 0.0
        assert (signs.area(0).area > 300) is not hidden


def test_floors_of_one_level_at_different_heights_share_signs_only_where_a_step_parts_them():
    for rise_m, legible in ((0.45, True), (6.0, False)):
        higher = box(20, 0, 40, 10), {"elevation_m": -6.0 + rise_m}
        signs = compile_signs(hall(spaces=[higher], letter_height_m=0.06).station(), FAR)
        assert signs.covered(-1, [0])[signs.cells(-1)[:, 0] > 21].any() == legible
        assert (signs.area(0).bounds[2] > 21) == legible


def test_from_a_high_floor_one_looks_across_a_low_one_and_not_the_other_way():
    spaces = [(box(20, 0, 30, 10), {"elevation_m": -12.0}), (box(30, 0, 40, 10), {})]
    sketch = hall(spaces=spaces, letter_height_m=0.06)
    sketch.sign("low", -1, 25, 5, facing_deg=90.0)
    signs = compile_signs(sketch.station(), FAR)
    assert signs.area(0).bounds[2] > 39
    assert signs.area(0).intersection(box(20, 0, 30, 10)).area == 0.0
    assert signs.area(1).bounds[2] == pytest.approx(30)


def test_cells_lie_on_the_walkable_floor_and_are_judged_like_points():
    signs = compile_signs(hall(box(8.1, 4.1, 9.9, 5.9), letter_height_m=0.06).station())
    cells = signs.cells(-1)
    assert len(cells) == 20 * 10 * 4 - 16
    assert shapely.contains_xy(signs.floor(-1), cells).all()
    assert 200 < signs.seen(-1).sum() < 700
    assert (signs.seen(-1)[:, 0] == signs.reads(0, cells)).all()
    assert (signs.covered(-1, [0]) == signs.seen(-1)[:, 0]).all()
    assert signs.seen(-1) is signs.seen(-1)


def test_cells_can_be_finer_and_the_share_of_the_floor_comes_nearer_to_the_area():
    signs = compile_signs(hall().station(), Settings(cell_m=0.1))
    assert signs.seen(-1).sum() * 0.01 == pytest.approx(signs.area(0).area, rel=2e-3)


def two_signs(**second):
    sketch = hall(box(9, 4, 11, 6))
    sketch.sign("t", -1, 20, 5, **({"facing_deg": 270.0, "letter_height_m": 0.04, "mounting_height_m": 1.5} | second))
    return sketch.station()


def test_a_moved_sign_is_computed_anew_and_the_others_are_kept():
    station = two_signs()
    before = compile_signs(station)
    before.seen(-1)
    moved = replace(station.signs["t"], point=Point(20, 7))
    after = before.replaced(replace(station, signs=station.signs | {"t": moved}))
    fresh = compile_signs(two_signs())
    assert after.views[0] is before.views[0]
    assert after.views[1] is not before.views[1]
    assert (before.seen(-1) == fresh.seen(-1)).all()
    anew = compile_signs(after.station)
    assert after.faces == anew.faces
    assert (after.seen(-1) == anew.seen(-1)).all()
    assert after.area(1).equals(anew.area(1))
    assert (after.seen(-1)[:, 1] != before.seen(-1)[:, 1]).any()


def test_a_sign_with_new_words_keeps_all_that_was_computed():
    station = two_signs()
    before = compile_signs(station)
    seen = before.seen(-1)
    reworded = replace(station.signs["t"], renewed=True)
    assert before.replaced(replace(station, signs=station.signs | {"t": reworded})).seen(-1) is seen


def test_signs_that_come_and_go_find_their_numbers():
    station = two_signs()
    before = compile_signs(station)
    without = before.replaced(replace(station, signs={"t": station.signs["t"]}))
    assert [face.sign for face in without.faces] == ["t"]
    assert without.seen(-1).shape[1] == 1
    assert (without.seen(-1)[:, 0] == before.seen(-1)[:, 1]).all()
    again = without.replaced(station)
    assert (again.seen(-1) == before.seen(-1)).all()


def test_a_wall_that_is_taken_away_is_noticed():
    station = two_signs()
    before = compile_signs(station)
    opened = before.replaced(replace(station, obstacles={}))
    assert opened.area(0).area > before.area(0).area + 1
    assert opened.area(0).equals(compile_signs(opened.station).area(0))


def test_a_level_without_signs_has_a_floor_and_no_columns():
    sketch = hall()
    sketch.level(-2)
    sketch.space("below", -2, box(0, 0, 4, 4))
    signs = compile_signs(sketch.station())
    assert signs.on_level(-2) == ()
    assert signs.floor(-2).area == pytest.approx(16)
    assert signs.seen(-2).shape == (64, 0)


@pytest.fixture(scope="module")
def shipped():
    return compile_signs(load_station(SHIPPED_STATION))


def test_in_the_shipped_station_every_sign_in_good_state_is_legible_somewhere(shipped):
    assert len(shipped.faces) == len(list_faces(shipped.station, shipped.settings))
    for k, face in enumerate(shipped.faces):
        assert (shipped.area(k).area > 1.0) == (face.reach_m > 0), face.sign


def test_in_the_shipped_station_areas_points_and_cells_agree_but_at_their_borders(shipped):
    for level in shipped.station.levels:
        cells, seen = shipped.cells(level), shipped.seen(level)
        some = np.flatnonzero(shipped.covered(level, shipped.on_level(level)))[::7]
        differ = np.argwhere(shipped.matrix(level, cells[some]) != seen[some])
        borders = [shipped.area(shipped.on_level(level)[column]).boundary for _, column in differ]
        assert all(
            border.distance(Point(cells[some[n]])) < 1e-6 for (n, _), border in zip(differ, borders, strict=True)
        )
        for column, k in list(enumerate(shipped.on_level(level)))[::5]:
            area = shipped.area(k)
            wrong = np.flatnonzero(shapely.contains_xy(area, cells) != seen[:, column])
            assert all(area.boundary.distance(Point(cells[n])) < 1.1e-3 for n in wrong), shipped.faces[k].sign


def test_in_the_shipped_station_a_sign_is_read_where_the_straight_line_to_it_is_free(shipped):
    rng, judged, hidden = random.Random(8), 0, 0
    walls = {}
    for k, view in list(enumerate(shipped.views))[::3]:
        if id(view.sheet) not in walls:
            walls[id(view.sheet)] = view.sheet.shape.buffer(-1e-3), view.sheet.shape.buffer(1e-3)
            shapely.prepare(walls[id(view.sheet)])
        narrow, wide = walls[id(view.sheet)]
        face, (x, y, reach_m) = shipped.faces[k], view.catchment.disc
        for _ in range(40):
            point = x + rng.uniform(-reach_m, reach_m), y + rng.uniform(-reach_m, reach_m)
            line = LineString([(face.x, face.y), point])
            clear = wide.covers(line)
            if view.catchment.holds(*point) and clear == narrow.covers(line):
                assert shipped.reads(k, [point])[0] == clear, (face.sign, point)
                judged, hidden = judged + 1, hidden + (not clear)
    assert judged > 1000
    assert hidden > 100
