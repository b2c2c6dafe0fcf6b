"""Which sign confirms a walk: true, legible where the walk begins, for this traveller, and none else."""

import pytest
from shapely import box

from tests.signage import EAST, WEST, corridor, halls, message, post
from tests.stations import Sketch
from wayfinding import compile_network, describe, find_route
from wayfinding.guidance.directions import Instruction
from wayfinding.guidance.speech import describe_for_ears
from wayfinding.routing.routes import Route


def way(sketch: Sketch, profile: str = "walk", via: tuple[str, ...] = ()) -> Route:
    found = find_route(compile_network(sketch.station()), "start", "goal", profile, via)
    assert found is not None
    return found


def told(sketch: Sketch, lang: str = "zh", profile: str = "walk") -> list[Instruction]:
    return describe(way(sketch, profile), lang)


def named(sketch: Sketch, profile: str = "walk") -> list[str]:
    return [item.sign for item in told(sketch, profile=profile) if item.sign is not None]


def corner() -> Sketch:
    """From `start` eastwards to the corner of the wall at (35, 10), then left and northwards to `goal`."""
    sketch = halls(box(0, 0, 45, 10), box(35, 10, 45, 60))
    sketch.place("start", -1, 1, 5)
    sketch.place("goal", -1, 40, 58)
    return sketch


def test_a_true_sign_that_is_read_at_the_start_is_named_in_both_languages():
    sketch = corridor()
    post(sketch, "true", 11, 6, WEST, message("goal", zh="终点", en="The goal"))
    walk = told(sketch)[1]
    assert (walk.sign, walk.text) == ("true", "前行100米，跟随“终点”标识，到goal。")
    assert told(sketch, "en")[1].text == "Walk 100 m, following the sign “The goal”, to goal."


def test_a_sign_without_english_is_quoted_in_chinese():
    sketch = corridor()
    post(sketch, "true", 11, 6, WEST, message("goal", zh="终点", en=""))
    assert "following the sign “终点”" in told(sketch, "en")[1].text


def test_a_sign_behind_a_column_is_not_named():
    sketch = corridor()
    post(sketch, "hidden", 11, 6, WEST, message("goal"))
    sketch.obstacle("column", -1, box(8, 5.2, 9, 6.2), type="column")
    assert named(sketch) == []


def test_a_sign_beyond_its_reading_distance_is_not_named():
    sketch = corridor()
    post(sketch, "far", 20, 5, WEST, message("goal"))
    assert named(sketch) == []


def test_a_sign_behind_the_walker_is_not_named():
    sketch = halls(box(0, 0, 100, 10))
    sketch.place("start", -1, 20, 5)
    sketch.place("goal", -1, 99, 5)
    post(sketch, "behind", 11, 5, EAST, message("goal", "back"))
    assert named(sketch) == []


@pytest.mark.parametrize("arrow", ["left", "right", "back", "up", "down", "none"])
def test_a_sign_whose_arrow_does_not_point_along_the_walk_is_not_named(arrow):
    sketch = corridor()
    post(sketch, "false", 11, 5, WEST, message("goal", arrow))
    assert named(sketch) == []


def test_a_line_that_stands_on_the_face_with_two_arrows_is_not_named():
    sketch = corridor()
    post(sketch, "split", 11, 5, WEST, message("goal"), message("category:information", "left", zh="goal"))
    assert named(sketch) == []


def test_a_sign_to_elsewhere_is_not_named():
    sketch = corridor()
    sketch.place("other", -1, 99, 9)
    post(sketch, "elsewhere", 11, 5, WEST, message("other"))
    assert named(sketch) == []


def test_a_sign_for_other_travellers_is_named_to_them_only():
    sketch = corridor()
    post(sketch, "heavy", 11, 5, WEST, message("goal", for_profiles=["luggage"]))
    assert named(sketch) == []
    assert named(sketch, "luggage") == ["heavy"]


def test_no_sign_is_named_to_who_sees_little_nor_for_ears():
    sketch = corridor()
    post(sketch, "true", 11, 5, WEST, message("goal"))
    assert not any(item.sign for item in describe(way(sketch, "low_vision")))
    assert not any(item.sign for item in describe_for_ears(way(sketch)))


@pytest.mark.parametrize("state", ["dark", "covered", "missing"])
def test_a_sign_out_of_order_is_not_named(state):
    sketch = corridor()
    post(sketch, "broken", 11, 5, WEST, message("goal"), state=state)
    assert named(sketch) == []


def test_the_nearest_of_several_signs_is_named():
    sketch = corridor()
    post(sketch, "second", 12, 7, WEST, message("goal"))
    post(sketch, "first", 8, 4, WEST, message("goal"))
    assert named(sketch) == ["first"]


def test_the_sign_at_a_turn_points_round_it():
    sketch = corner()
    post(sketch, "wall", 44.9, 5, WEST, message("goal", "left"))
    walks = told(sketch)[1:-1]
    assert [item.sign for item in walks] == [None, "wall"]
    assert walks[1].text.startswith("左转")


def test_a_sign_read_only_in_the_last_steps_before_a_turn_is_named():
    sketch = corner()
    post(sketch, "side", 34, 9, WEST, message("goal", "left"), letter_height_m=0.025)
    assert named(sketch) == ["side"]


def test_a_sign_is_named_once_on_a_way_with_stops():
    sketch = corridor()
    sketch.place("stop", -1, 5, 5)
    post(sketch, "true", 15, 5, WEST, message("goal"), message("stop"))
    signs = [item.sign for item in describe(way(sketch, via=("stop",)))]
    assert signs.count("true") == 1


@pytest.mark.parametrize(("arrow", "found"), [("down", ["sign"]), ("up", [])])
def test_down_is_true_before_a_stair_down(arrow, found):
    sketch = halls(box(0, 0, 40, 10))
    sketch.level(-2, box(0, 0, 200, 200))
    sketch.space("below", -2, box(0, 0, 80, 10))
    sketch.pathway("stair", "stairs", (-1, 20, 5), (-2, 35, 5), steps=36)
    sketch.place("start", -1, 2, 5)
    sketch.place("goal", -2, 75, 5)
    post(sketch, "sign", 12, 6, WEST, message("goal", arrow))
    assert named(sketch) == found


def test_who_sits_in_a_wheelchair_reads_from_there():
    sketch = corridor()
    post(sketch, "high", 11, 5, WEST, message("goal"))
    sketch.obstacle("counter", -1, box(8, 3, 9, 7), type="furniture", height_m=1.3)
    assert named(sketch) == ["high"]
    assert named(sketch, "step_free") == []
