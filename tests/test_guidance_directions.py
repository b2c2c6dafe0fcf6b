"""What a passenger is told: turns, ways by name, levels, steps; Chinese and English from one structure."""

import pytest
from shapely import LineString, box

from tests import golden
from tests.stations import Sketch
from tests.test_routing_routes import CAR, paid_hall, two_levels
from wayfinding import compile_network, describe, find_route
from wayfinding.errors import RequestError
from wayfinding.guidance.directions import round_m
from wayfinding.guidance.moves import turn_between


def told(sketch: Sketch, start: str, end: str, lang: str = "zh", profile: str = "walk") -> list[str]:
    route = find_route(compile_network(sketch.station()), start, end, profile)
    return [instruction.text for instruction in describe(route, lang)]


def escalator_up() -> Sketch:
    sketch = two_levels()
    sketch.pathway("e", "escalator", (-2, 21, 5), (-1, 31, 5), direction="forward", name_zh="V1-2", name_en="V1-2")
    sketch.place("shop", -1, 31, 9, name_zh="书店", name_en="Bookshop")
    return sketch


def test_a_way_up_an_escalator_is_told_in_chinese():
    assert told(escalator_up(), "down", "shop") == [
        "从down出发。",
        "前行20米，到自动扶梯V1-2。",
        "乘自动扶梯V1-2上到B1。",
        "左转，走4米，到书店。",
        "到达书店。",
    ]


def test_the_same_way_is_told_in_english():
    assert told(escalator_up(), "down", "shop", "en") == [
        "Start from down.",
        "Walk 20 m to escalator V1-2.",
        "Take escalator V1-2 up to B1.",
        "Turn left and walk 4 m to Bookshop.",
        "You have arrived at Bookshop.",
    ]


def test_a_name_that_holds_its_noun_is_not_doubled():
    sketch = two_levels()
    sketch.pathway("l", "lift", (-2, 21, 5), (-1, 21, 5), name_zh="西厅无障碍电梯", name_en="West hall lift", **CAR)
    assert "乘西厅无障碍电梯上到B1。" in told(sketch, "down", "up")
    assert "Take West hall lift up to B1." in told(sketch, "down", "up", "en")


def test_a_name_in_words_needs_no_noun_before_it():
    sketch = two_levels()
    sketch.pathway("l", "lift", (-2, 21, 5), (-1, 21, 5), name_zh="西厅直梯", name_en="Way to the platforms", **CAR)
    assert "乘西厅直梯上到B1。" in told(sketch, "down", "up")
    assert "Take Way to the platforms up to B1." in told(sketch, "down", "up", "en")


def test_stairs_tell_their_steps_and_the_way_down():
    sketch = two_levels()
    sketch.pathway("s", "stairs", (-2, 21, 5), (-1, 31, 5), steps=36)
    assert "走楼梯s下到B2（36级台阶）。" in told(sketch, "up", "down")
    assert "Take stairs s down to B2 (36 steps)." in told(sketch, "up", "down", "en")


def test_a_person_at_a_screen_is_told_which_way_to_turn_first():
    sketch = two_levels()
    sketch.place("kiosk", -1, 20, 5, type="kiosk", facing_deg=0.0)
    sketch.place("east", -1, 35, 5)
    assert told(sketch, "kiosk", "east") == ["从kiosk出发，面向屏幕，右转。", "前行15米，到east。", "到达east。"]
    assert told(sketch, "kiosk", "up")[0] == "从kiosk出发，面向屏幕，左转。"
    assert told(sketch, "kiosk", "up", "en")[0] == "Start from kiosk: facing the screen, turn left."


def test_a_person_off_a_train_starts_with_the_train_behind():
    sketch = two_levels()
    sketch.place("door", -1, 20, 5, type="platform_door", facing_deg=180.0)
    sketch.place("east", -1, 35, 5)
    assert told(sketch, "door", "east", "en")[0] == "Get off at door and turn right."


def test_a_platform_door_is_found_on_the_side_it_opens():
    sketch = two_levels()
    sketch.place("door", -1, 30, 5, type="platform_door", facing_deg=0.0)
    assert told(sketch, "up", "door")[-1] == "到达door，在您左侧。"
    assert told(sketch, "up", "door", "en")[-1] == "You have arrived at door, on your left."


def test_a_gate_between_two_short_walks_is_never_merged_away():
    sketch = paid_hall()
    sketch.place("near", -1, 8, 5)
    sketch.place("inside", -1, 12, 5)
    assert "通过闸机gate_w进入付费区。" in told(sketch, "near", "inside")
    assert "Go through fare gate gate_w, out of the paid area." in told(sketch, "inside", "near", "en")


def test_a_few_metres_between_two_pathways_need_no_sentence():
    sketch = paid_hall()
    sketch.obstacle("barrier", -1, box(5, 0, 5.2, 10), type="barrier")
    sketch.pathway("check", "security_check", (-1, 4, 5), (-1, 6, 5), width_m=1.0)
    assert told(sketch, "w", "p")[:4] == [
        "从w出发。", "前行3米，到安检点check。", "在安检点check接受安检。", "通过闸机gate_w进入付费区。",
    ]  # fmt: skip


def test_a_passage_without_a_rise_says_neither_up_nor_down():
    sketch = Sketch()
    for level in (0, 1):
        sketch.level(level, elevation_m=0.0)
        sketch.space(f"s{level}", level, box(20 * level, 0, 20 * level + 20, 10))
    sketch.place("here", 0, 1, 5)
    sketch.place("there", 1, 39, 5)
    sketch.pathway("door", "passage", (0, 19, 5), (1, 21, 5))
    assert "经过通道door。" in told(sketch, "here", "there")


def test_a_ramp_within_one_level_says_up_or_down():
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("low", -1, box(0, 0, 10, 10), elevation_m=-7.0)
    sketch.space("high", -1, box(22, 0, 32, 10))
    sketch.place("here", -1, 1, 5)
    sketch.place("there", -1, 30, 5)
    sketch.pathway("r", "ramp", (-1, 9, 5), (-1, 23, 5), slope=0.0833)
    assert "沿坡道r上行。" in told(sketch, "here", "there")
    assert "Take ramp r down." in told(sketch, "there", "here", "en")


def test_a_step_round_a_column_is_no_turn():
    sketch = two_levels()
    sketch.obstacle("column", -1, box(15, 4.6, 15.8, 5.4), type="column")
    sketch.place("east", -1, 35, 5)
    assert told(sketch, "up", "east")[1] == "前行35米，到east。"


def test_a_corner_is_two_sentences():
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("bend", -1, LineString([(2, 2), (30, 2), (30, 30)]).buffer(2, cap_style="square", join_style="mitre"))
    sketch.place("a", -1, 2, 3)
    sketch.place("b", -1, 29, 28)
    texts = told(sketch, "a", "b")
    assert texts[1:3] == ["前行25米。", "左转，走25米，到b。"]


@pytest.mark.parametrize(("before", "after", "turn"), [
    (0, 0, "ahead"), (350, 5, "ahead"), (0, 30, "slight_right"), (0, 330, "slight_left"), (0, 90, "right"),
    (90, 0, "left"), (0, 140, "sharp_right"), (0, 220, "sharp_left"), (0, 180, "back"), (200, 15, "back"),
])  # fmt: skip
def test_turns_fall_into_their_bins(before, after, turn):
    assert turn_between(before, after) == turn


@pytest.mark.parametrize(("distance_m", "metres"), [(0.2, 1), (3.4, 3), (19.4, 19), (21, 20), (23, 25), (118, 120)])
def test_metres_are_said_as_people_say_them(distance_m, metres):
    assert round_m(distance_m) == metres


def test_every_sentence_belongs_to_a_leg_and_its_level():
    sketch = escalator_up()
    route = find_route(compile_network(sketch.station()), "down", "shop")
    assert [(item.leg, item.level, item.sign) for item in describe(route)] == [
        (0, -2, None), (0, -2, None), (1, -2, None), (2, -1, None), (2, -1, None),
    ]  # fmt: skip


def test_whoever_is_there_already_is_told_so():
    assert told(two_levels(), "up", "up") == ["从up出发。", "到达up。"]


def test_another_language_is_refused_with_those_that_exist():
    route = find_route(compile_network(escalator_up().station()), "down", "shop")
    with pytest.raises(RequestError, match="zh, en"):
        describe(route, "fr")


def hall(length_m: float = 100.0) -> Sketch:
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, length_m, 20))
    sketch.place("west", -1, 1, 10)
    sketch.place("east", -1, length_m - 1, 10, type="street")
    return sketch


def test_a_landmark_at_a_corner_is_named_where_it_is_seen():
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("bend", -1, LineString([(2, 2), (30, 2), (30, 30)]).buffer(2, cap_style="square", join_style="mitre"))
    sketch.place("a", -1, 2, 3)
    sketch.place("b", -1, 29, 28)
    sketch.place("post", -1, 31, 1, type="service_post", name_zh="彩虹岗", name_en="Rainbow post")
    assert told(sketch, "a", "b")[2] == "在彩虹岗处左转，走25米，到b。"
    assert told(sketch, "a", "b", "en")[2] == "At the Rainbow post, turn left and walk 25 m to b."


def test_a_landmark_behind_a_wall_is_not_named():
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("bend", -1, LineString([(2, 2), (30, 2), (30, 30)]).buffer(2, cap_style="square", join_style="mitre"))
    sketch.space("room", -1, box(32.5, 0, 40, 10))
    sketch.place("a", -1, 2, 3)
    sketch.place("b", -1, 29, 28)
    sketch.place("post", -1, 35, 2, type="service_post")
    assert not [text for text in told(sketch, "a", "b") if "post" in text]


def test_a_long_walk_is_confirmed_by_what_one_passes():
    sketch = hall()
    sketch.place("help", -1, 40, 15, type="help_point", name_zh="求助点", name_en="Help point")
    assert told(sketch, "west", "east")[1] == "前行100米，经过左侧的求助点，到east。"
    assert told(sketch, "west", "east", "en")[1] == "Walk 100 m, past the Help point on your left, to east."


def test_several_confirmations_are_told_in_order_with_their_metres():
    sketch = hall(200)
    for x, y in ((40, 15), (80, 15), (85, 12), (120, 5)):
        sketch.place(f"post {x}", -1, x, y, type="service_post")
    assert told(sketch, "west", "east", "en")[1] == (
        "Walk 200 m to east. On the way: after 40 m post 40 on your left; after 80 m post 80 on your left; "
        "after 120 m post 120 on your right."
    )


def test_a_short_walk_needs_no_confirmation():
    sketch = hall(40)
    sketch.place("help", -1, 20, 15, type="help_point")
    assert told(sketch, "west", "east")[1] == "前行40米，到east。"


def test_what_stands_behind_a_column_is_not_passed():
    sketch = hall()
    sketch.place("help", -1, 40, 19, type="help_point")
    sketch.obstacle("wall", -1, box(20, 12, 60, 13))
    assert told(sketch, "west", "east")[1] == "前行100米，到east。"


def test_a_named_space_is_told_when_one_enters_it():
    sketch = hall(40)
    sketch.space("wing", -1, box(40, 0, 80, 20), name_zh="西翼大厅", name_en="West wing")
    sketch.place("far", -1, 79, 10)
    assert told(sketch, "west", "far")[1] == "前行80米，进入西翼大厅，到far。"
    assert told(sketch, "west", "far", "en")[1] == "Walk 80 m, into the West wing, to far."


def test_a_jog_after_an_escalator_becomes_one_turn_round():
    sketch = two_levels()
    sketch.pathway("e", "escalator", (-2, 21, 5), (-1, 31, 5), direction="forward")
    sketch.obstacle("balustrade", -1, box(15, 6, 33.2, 7), type="guardrail")
    sketch.place("back", -1, 12, 8.5)
    texts = told(sketch, "down", "back", "en")
    assert texts[3:] == ["Turn round and walk 20 m; back is on your right.", "You have arrived at back."]


def test_nobody_at_a_start_without_a_facing_is_told_a_side():
    assert told(hall(), "west", "east", "en")[0] == "Start from west."


@pytest.mark.parametrize("lang", golden.LANGUAGES)
def test_ten_ways_read_as_they_were_corrected(lang):
    assert golden.tell(lang) == golden.path(lang).read_text(encoding="utf-8"), "python -m tests.golden, then read aloud"


def test_out_of_a_lift_one_is_told_what_to_walk_towards():
    sketch = two_levels()
    sketch.pathway("l", "lift", (-2, 5, 5), (-1, 5, 5), **CAR)
    sketch.space("wing", -1, box(36, 10, 44, 40))
    sketch.place("far", -1, 40, 38, type="street")
    sketch.place("help", -1, 39, 4, type="help_point", name_zh="求助点", name_en="Help point")
    assert "朝求助点方向前行" in "".join(told(sketch, "down", "far", profile="step_free"))
