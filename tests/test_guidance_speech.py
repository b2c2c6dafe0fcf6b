"""Directions for ears: orientation, then each move, reassured every ten metres and announced six metres before."""

import pytest
from shapely import LineString, box

from tests.stations import Sketch
from tests.test_routing_routes import two_levels
from wayfinding import compile_network, find_route
from wayfinding.errors import RequestError
from wayfinding.guidance.speech import describe_for_ears


def heard(sketch: Sketch, start: str, end: str, lang: str = "en") -> list[str]:
    route = find_route(compile_network(sketch.station()), start, end)
    return [instruction.text for instruction in describe_for_ears(route, lang)]


def corner() -> Sketch:
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("bend", -1, LineString([(2, 2), (30, 2), (30, 30)]).buffer(2, cap_style="square", join_style="mitre"))
    sketch.place("a", -1, 2, 3)
    sketch.place("b", -1, 29, 28)
    return sketch


def test_orientation_comes_first_then_moves_reassurance_and_announcements():
    assert heard(corner(), "a", "b") == [
        "You are at a; the level is B1.",
        "The way to b is about 50 metres, level changes: 0.",
        "Move forward 25 metres.",
        "Keep moving forward, 16 metres to go.",
        "In 6 metres: turn left.",
        "Turn left and move forward 25 metres.",
        "Keep moving forward, 14 metres to go.",
        "In 6 metres: b.",
        "You have arrived at b.",
    ]


def test_the_same_is_heard_in_chinese():
    texts = heard(corner(), "a", "b", "zh")
    assert texts[0] == "您在a，B1。"
    assert "前方6米：向左转。" in texts
    assert texts[-1] == "已到达b。"


def test_nobody_is_told_to_walk():
    sketch = two_levels()
    sketch.pathway("s", "stairs", (-2, 21, 5), (-1, 31, 5), steps=36)
    texts = heard(sketch, "up", "down")
    assert not [text for text in texts if "walk" in text.casefold()]
    assert "Take stairs s down to B2 (36 steps)." in texts


def test_someone_at_a_screen_hears_how_to_stand_before_anything_else_is_asked():
    sketch = two_levels()
    sketch.place("kiosk", -1, 20, 5, type="kiosk", facing_deg=0.0)
    sketch.place("east", -1, 35, 5)
    texts = heard(sketch, "kiosk", "east")
    assert texts[1] == "Stand facing the screen."
    assert texts[3] == "Turn right."


def test_what_stands_beside_the_way_reassures_in_place_of_metres():
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 40, 20))
    sketch.place("west", -1, 1, 10)
    sketch.place("east", -1, 39, 10)
    sketch.place("help", -1, 20, 15, type="help_point", name_en="Help point")
    assert "The Help point on your left; keep moving forward." in heard(sketch, "west", "east")


def test_no_stretch_stays_silent_for_much_more_than_ten_metres():
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 100, 20))
    sketch.place("west", -1, 1, 10)
    sketch.place("east", -1, 99, 10)
    told = [text for text in heard(sketch, "west", "east") if text.startswith("Keep moving forward")]
    assert len(told) == 8


def test_another_language_is_refused_with_those_that_exist():
    route = find_route(compile_network(corner().station()), "a", "b")
    with pytest.raises(RequestError, match="zh, en"):
        describe_for_ears(route, "fr")
