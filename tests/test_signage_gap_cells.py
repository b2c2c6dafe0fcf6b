"""Which floor lacks a sign, and why, cell by cell: halls with one reason each, and the shipped station."""

import math

import numpy as np
import pytest
import shapely
from shapely import Point, box

from tests.stations import Sketch
from wayfinding.signage.legible.gap_cells import CODES, list_gap_cells
from wayfinding.signage.legible.legibility import compile_signs
from wayfinding.signage.legible.misses import Miss, explain_miss
from wayfinding.signage.targets import Naming, Target, get_target, list_targets
from wayfinding.station import SHIPPED_STATION, load_station
from wayfinding.station.model import Name

GOAL = Target("goal", Name("终点", "goal"), frozenset({"goal"}))
TO_GOAL = [{"destination": "goal", "arrow": "ahead", "zh": "终点", "en": "goal"}]


def gaps(*obstacles, cell_m=2.0, target=GOAL, **sign):
    """The gap cells of a hall of 40 m by 10 m; its sign to the goal looks east and is read from 20 m away."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 40, 10))
    sketch.place("goal", -1, 39, 9)
    for number, shape in enumerate(obstacles):
        sketch.obstacle(f"column-{number}", -1, shape)
    given = {"x": 0, "y": 5, "facing_deg": 90.0, "letter_height_m": 0.08, "mounting_height_m": 1.5} | sign
    sketch.sign("s", -1, given.pop("x"), given.pop("y"), **({"messages": TO_GOAL} | given))
    return list_gap_cells(compile_signs(sketch.station()), target, "walk", -1, cell_m)


def why(found):
    """The miss of each gap cell by the centre of the cell."""
    return {tuple(centre): found.miss(cell) for cell, centre in enumerate(found.at.tolist())}


def test_only_cells_outside_the_circle_in_front_of_the_sign_are_gaps_and_all_of_them():
    found = gaps()
    circle = Point(10.01, 5).buffer(10, quad_segs=256)
    centres = [(x, y) for x in range(1, 40, 2) for y in range(1, 10, 2)]
    assert found.floor == len(centres)
    assert set(why(found)) == {at for at in centres if not circle.covers(Point(at))}
    assert set(why(found).values()) == {Miss("too_far", "s")}


def test_behind_a_sign_one_sees_its_back_and_farther_off_it_is_too_far():
    found = why(gaps(x=30))
    assert found[29, 5] == found[11, 5] == Miss("behind", "s")
    assert found[9, 5] == Miss("too_far", "s")


def test_in_the_shadow_of_a_column_that_column_is_named():
    found = why(gaps(box(5, 4.6, 5.8, 5.4), box(25, 4.6, 25.8, 5.4)))
    assert found[7, 5] == found[17, 5] == Miss("hidden", "s", "column-0")
    assert found[21, 5] == Miss("too_far", "s")
    assert (3.0, 5.0) not in found


def test_a_covered_sign_is_the_reason_where_it_would_be_read_if_it_were_not():
    found = gaps(state="covered")
    assert why(found)[5, 5] == Miss("state", "s")
    assert why(found)[25, 5] == Miss("too_far", "s")
    assert len(found.at) == found.floor


def test_right_below_a_high_sign_one_is_too_near():
    assert why(gaps(mounting_height_m=2.6))[1, 5] == Miss("too_near", "s")


def test_where_no_sign_names_the_destination_all_floor_is_a_gap():
    found = gaps(messages=[{"destination": "elsewhere", "arrow": "ahead", "zh": "别处", "en": "elsewhere"}])
    assert set(why(found).values()) == {Miss("not_named")}
    assert found.share("not_named") == 1.0


def test_without_a_destination_only_floor_without_any_sign_is_a_gap():
    other = [{"destination": "elsewhere", "arrow": "ahead", "zh": "别处", "en": "elsewhere"}]
    assert why(gaps(messages=other, target=None)) == why(gaps())


def test_shares_and_shapes_of_the_reasons_make_up_the_floor_without_a_sign():
    found, floor = gaps(box(5, 4.6, 5.8, 5.4), cell_m=1.0), box(0, 0, 40, 10) - box(5, 4.6, 5.8, 5.4)
    shapes = [found.shape(cells, floor) for _, cells in found.by_reason()]
    assert sum(map(found.share, CODES)) == pytest.approx(len(found.at) / found.floor)
    assert shapely.union_all(shapes).area == pytest.approx(sum(shape.area for shape in shapes))
    assert all(floor.covers(shape.buffer(-1e-9)) for shape in shapes)
    parts = [cells for _, cells in found.by_miss()]
    assert sorted(np.concatenate(parts).tolist()) == list(range(len(found.at)))


def expected(legibility, faces, x, y):
    """What is said of one point at a time; a back too far off is `too_far`, as along ways."""
    miss = explain_miss(legibility, faces, x, y)
    own = [face for face in legibility.faces if face.sign == miss.sign]
    if miss.code == "behind" and all(math.hypot(face.x - x, face.y - y) > face.reach_m for face in own):
        return Miss("too_far", miss.sign)
    return miss


@pytest.fixture(scope="module")
def shipped():
    return compile_signs(load_station(SHIPPED_STATION))


@pytest.mark.parametrize("to", [None, "line:2", "exit:5", "category:toilet", "coach-station"])
def test_in_the_shipped_station_whole_levels_are_answered_as_points_are_one_by_one(shipped, to):
    naming, draw = Naming(shipped.station), np.random.default_rng(7)
    target = None if to is None else get_target(shipped.station, to)
    for level in shipped.station.levels:
        found = list_gap_cells(shipped, target, "walk", level)
        faces = [
            k for k in shipped.on_level(level)
            if target is None or any(naming.names(said, target) for said in shipped.faces[k].messages)
        ]  # fmt: skip
        for cell in draw.choice(len(found.at), min(len(found.at), 60), replace=False).tolist():
            x, y = map(float, found.at[cell])
            assert found.miss(cell) == expected(shipped, faces, x, y), (level, x, y)


def test_in_the_shipped_station_cells_agree_with_the_coverage_of_the_floor(shipped):
    target = list_targets(shipped.station)[0]
    naming = Naming(shipped.station)
    faces = [
        k for k, face in enumerate(shipped.faces) if any(naming.names(said, target) for said in face.messages)
    ]  # fmt: skip
    for level in shipped.station.levels:
        found = list_gap_cells(shipped, target, "walk", level, shipped.settings.cell_m)
        assert 1 - len(found.at) / found.floor == pytest.approx(shipped.share(level, faces), abs=1e-12)
