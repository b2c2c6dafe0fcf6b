"""Why there is no way: each reason on a station made for it."""

from datetime import datetime

import pytest
from shapely import box

from tests.stations import Sketch
from tests.test_routing_routes import CAR, paid_hall, two_levels
from wayfinding.routing import compile_network, explain_no_route, find_route


def why(sketch: Sketch, start: str, end: str, profile: str = "walk", at: datetime | None = None):
    network = compile_network(sketch.station(), at)
    assert find_route(network, start, end, profile) is None
    return explain_no_route(network, start, end, profile)


def test_a_closed_place_is_named():
    sketch = two_levels()
    sketch.place("shut", -1, 5, 5, open=False, name_zh="11号出口", name_en="Exit 11")
    reason = why(sketch, "up", "shut")
    assert (reason.code, reason.blocking) == ("place_closed", ("shut",))
    assert reason.text_zh == "11号出口已关闭。"
    assert reason.text_en == "Exit 11 is closed."


def test_a_place_closed_by_its_hours_is_said_to_be_closed_at_this_time():
    sketch = two_levels()
    sketch.place("desk", -1, 5, 5, hours="08:00-20:00")
    reason = why(sketch, "up", "desk", at=datetime.fromisoformat("2024-05-01T23:00"))
    assert reason.text_zh == "desk现在不开放。"


def test_a_station_with_stairs_only_has_no_step_free_way_and_names_the_stair():
    sketch = two_levels()
    sketch.pathway("stair", "stairs", (-2, 10, 5), (-1, 22, 5))
    sketch.pathway("second", "stairs", (-2, 20, 5), (-1, 32, 5))
    reason = why(sketch, "down", "up", "step_free")
    assert (reason.code, reason.blocking) == ("no_step_free_way", ("stair",))
    assert reason.least_bad.pathways == reason.least_bad.obstacles == ("stair",)
    assert reason.least_bad.cost < 1000


def test_a_lift_out_of_service_is_to_blame_for_the_missing_step_free_way():
    sketch = two_levels()
    sketch.pathway("stair", "stairs", (-2, 10, 5), (-1, 22, 5))
    sketch.pathway("lift", "lift", (-2, 20, 5), (-1, 20, 5), status="out_of_service", **CAR)
    reason = why(sketch, "down", "up", "step_free")
    assert (reason.code, reason.blocking) == ("no_step_free_way", ("lift",))
    assert "lift（停用）" in reason.text_zh
    assert "lift (out of service)" in reason.text_en
    assert reason.least_bad.pathways == ("stair",)


def test_the_least_bad_way_has_the_fewest_obstacles_not_the_least_time():
    sketch = two_levels()
    sketch.level(-3)
    sketch.space("floor-3", -3, box(0, 0, 40, 10))
    sketch.place("bottom", -3, 1, 5)
    sketch.pathway("s1", "stairs", (-2, 2, 5), (-1, 8, 5))
    sketch.pathway("s2", "stairs", (-3, 2, 5), (-2, 8, 5))
    sketch.pathway("lift", "lift", (-3, 39, 5), (-2, 39, 5), **CAR)
    reason = why(sketch, "bottom", "up", "step_free")
    assert reason.least_bad.pathways == ("lift", "s1")
    assert reason.blocking == ("s1",)


def test_a_way_that_is_only_too_narrow_is_shown_as_the_least_bad():
    sketch = two_levels()
    sketch.obstacle("left", -1, box(14, 0, 15, 4.7))
    sketch.obstacle("right", -1, box(14, 5.3, 15, 10))
    sketch.place("beyond", -1, 30, 5)
    reason = why(sketch, "up", "beyond", "step_free")
    assert (reason.code, reason.blocking) == ("no_step_free_way", ())
    assert reason.least_bad is not None


def test_a_way_closed_by_its_hours_is_closed_now():
    sketch = two_levels()
    sketch.pathway("stair", "stairs", (-2, 10, 5), (-1, 22, 5), hours="06:00-22:00")
    reason = why(sketch, "down", "up", at=datetime.fromisoformat("2024-05-01T23:00"))
    assert (reason.code, reason.blocking) == ("closed_now", ("stair",))
    assert reason.least_bad.obstacles == ("stair",)


def test_floor_that_is_closed_for_the_time_being_is_named():
    sketch = two_levels()
    sketch.space("east", -1, box(40, 0, 60, 10), open=False)
    sketch.space("far_east", -1, box(60, 0, 80, 10))
    sketch.place("beyond", -1, 70, 5)
    reason = why(sketch, "up", "beyond")
    assert (reason.code, reason.blocking) == ("closed_now", ("east",))


def test_an_escalator_against_us_is_one_way():
    sketch = two_levels()
    sketch.pathway("up_only", "escalator", (-2, 10, 5), (-1, 20, 5), direction="forward")
    reason = why(sketch, "up", "down")
    assert (reason.code, reason.blocking) == ("one_way", ("up_only",))
    assert reason.least_bad is None


def test_a_way_that_only_crosses_the_paid_area_is_a_matter_of_zones():
    reason = why(paid_hall(), "w", "e")
    assert (reason.code, set(reason.blocking)) == ("zone", {"gate_w", "gate_e"})


def test_what_nothing_joins_is_unreachable():
    reason = why(two_levels(), "up", "down")
    assert (reason.code, reason.blocking, reason.least_bad) == ("unreachable", (), None)


def test_a_category_without_a_place_for_this_traveller_says_so():
    sketch = two_levels()
    sketch.place("wc", -1, 5, 5, type="toilet", step_free="no")
    assert why(sketch, "up", "nearest:toilet", "step_free").code == "unreachable"


@pytest.mark.parametrize("profile", ["step_free", "luggage"])
def test_every_reason_is_a_sentence_in_both_languages(profile):
    sketch = two_levels()
    sketch.pathway("stair", "stairs", (-2, 10, 5), (-1, 22, 5), steps=36, width_m=2.4)
    reason = why(sketch, "down", "up", profile)
    assert reason.text_zh.endswith("stair（不能通行）。")
    assert reason.text_en.endswith("stair (not passable for you).")


def test_a_walker_kept_out_by_a_gate_for_others_is_told_which():
    sketch = paid_hall()
    for feature in sketch.features:
        if feature["id"] == "gate_w":
            feature["properties"]["for_profiles"] = ["luggage"]
    sketch.obstacle("wall", -1, box(19, 0, 21, 10))
    reason = why(sketch, "w", "p")
    assert (reason.code, reason.blocking) == ("unreachable", ("gate_w",))


def test_a_category_that_only_stairs_lead_to_still_has_a_least_bad_way():
    sketch = two_levels()
    sketch.pathway("stair", "stairs", (-2, 10, 5), (-1, 22, 5), steps=36)
    sketch.place("near", -1, 20, 5, type="kiosk")
    sketch.place("far", -1, 1, 9, type="kiosk")
    reason = why(sketch, "down", "nearest:kiosk", "step_free")
    assert (reason.code, reason.blocking) == ("no_step_free_way", ("stair",))
    assert reason.least_bad.destination.place.id == "near"
