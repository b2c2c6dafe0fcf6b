"""The answer as the command line prints it and the server sends it."""

import json
from datetime import datetime
from itertools import pairwise

import pytest
from shapely import Point

from tests.test_routing_boarding import train
from tests.test_routing_routes import CAR, two_levels
from wayfinding import compile_network
from wayfinding.errors import RequestError
from wayfinding.guidance.answer import route_answer

ROUTE = {"profile", "duration_s", "duration_range_s", "distance_m", "cost", "steps_up", "steps_down",
         "level_changes", "legs", "instructions", "notes", "assistance"}  # fmt: skip
LEG = {"mode", "pathway", "from_level", "to_level", "distance_m", "duration_s", "wait_s", "wait_range_s",
       "coordinates"}  # fmt: skip


@pytest.fixture
def sketch():
    sketch = two_levels()
    sketch.pathway("escalator", "escalator", (-2, 10, 5), (-1, 20, 5), direction="forward")
    sketch.pathway("lift", "lift", (-2, 20, 5), (-1, 20, 5), **CAR)
    return sketch


def test_a_found_route_has_every_member_of_the_contract(sketch):
    answer = route_answer(compile_network(sketch.station()), "down", "up", "walk", "en", 2, None)
    assert answer["found"] is True
    assert set(answer) == ROUTE | {"found", "alternatives"}
    assert all(set(leg) == LEG for leg in answer["legs"])
    assert all(set(item) == {"text", "leg", "level", "sign"} for item in answer["instructions"])
    assert [set(other) for other in answer["alternatives"]] == [
        ROUTE | {"kind", "kinds", "kind_text", "price_s", "overlap"}
    ]
    assert [leg["pathway"] for leg in answer["legs"]] == [None, "escalator", None]
    assert json.loads(json.dumps(answer)) == answer


def test_lines_are_in_degrees_longitude_first_and_join_end_to_end(sketch):
    legs = route_answer(compile_network(sketch.station()), "down", "up")["legs"]
    start = sketch.frame.to_lonlat([[1, 5]])[0].tolist()
    assert legs[0]["coordinates"][0] == pytest.approx(start, abs=1e-9)
    for leg, after in pairwise(legs):
        assert Point(leg["coordinates"][-1]).distance(Point(after["coordinates"][0])) < 1e-8


def test_without_a_route_there_is_a_reason_and_the_least_bad_way(sketch):
    for feature in sketch.features:
        if feature["id"] == "lift":
            feature["properties"]["status"] = "out_of_service"
    answer = route_answer(compile_network(sketch.station()), "down", "up", "step_free", "en")
    assert answer["found"] is False
    assert answer["reason"] == {
        "code": "no_step_free_way", "blocking": ["lift"],
        "text": "There is no step-free way now: lift (out of service).",
    }  # fmt: skip
    assert answer["least_bad"]["obstacles"] == ["escalator"]
    assert set(answer["least_bad"]) == ROUTE | {"obstacles"}
    assert answer["help"] == []
    assert json.loads(json.dumps(answer)) == answer


def test_a_moment_asked_for_is_the_moment_answered(sketch):
    for feature in sketch.features:
        if feature["id"] in ("escalator", "lift"):
            feature["properties"]["hours"] = "06:00-22:00"
    network = compile_network(sketch.station())
    late = datetime.fromisoformat("2024-05-01T23:00")
    assert route_answer(network, "down", "up")["found"]
    assert route_answer(network, "down", "up", at=late)["reason"]["code"] == "closed_now"


def test_a_moved_end_is_noted_in_the_language_asked_for(sketch):
    sketch.place("corner", -1, 0.1, 5)
    network = compile_network(sketch.station())
    assert route_answer(network, "corner", "up")["notes"][0]["text"] == "起点已移到0.1米外最近的可站立处。"
    assert "start was moved 0.1 m" in route_answer(network, "corner", "up", lang="en")["notes"][0]["text"]


@pytest.mark.parametrize(("changed", "message"), [
    ({"lang": "de"}, "zh, en"), ({"profile": "roller"}, "walk, step_free, powered"), ({"alternatives": -1}, "below 0"),
])  # fmt: skip
def test_a_wrong_setting_is_refused_with_what_would_be_right(sketch, changed, message):
    with pytest.raises(RequestError, match=message):
        route_answer(compile_network(sketch.station()), "down", "up", **changed)


def test_an_answer_from_a_platform_says_which_door_to_leave_by_and_one_to_it_which_is_reached_first():
    network = compile_network(train().station())
    answer = route_answer(network, "platform", "out", lang="en")
    assert answer["board_hint"]["place"] == "door2"
    assert (answer["board_hint"]["car"], answer["board_hint"]["door"]) == (3, 1)
    assert answer["board_hint"]["saves_s"] == pytest.approx(24 / 1.34, abs=1e-3)
    assert answer["board_hint"]["text"] == "Ride near door 1 of car 3: it saves about 18 s."
    back = route_answer(network, "out", "platform")
    assert back["first_door"]["place"] == "door2"
    assert back["first_door"]["text"] == "最先到达3号车厢1号门。"
    assert "board_hint" not in back
    assert "first_door" not in answer


def test_an_alternative_says_what_it_is_best_at_and_its_price(sketch):
    answer = route_answer(compile_network(sketch.station()), "down", "up", alternatives=1)
    (other,) = answer["alternatives"]
    fastest_s = min(answer["duration_s"], other["duration_s"])
    assert other["price_s"] == pytest.approx(other["duration_s"] - fastest_s, abs=2e-3)
    assert other["kind"] == other["kinds"][0]
    assert 0 <= other["overlap"] <= 1
