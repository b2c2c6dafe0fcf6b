"""Who can help where there is no way, and who is needed on one: posts, the shuttle cart, help points, staff."""

from dataclasses import replace
from datetime import datetime

import pytest
from shapely import box

from tests.stations import Sketch
from tests.test_routing_routes import CAR, two_levels
from wayfinding import apply, compile_network, find_route, load_scenario, load_station
from wayfinding.guidance.answer import route_answer
from wayfinding.guidance.assistance import (
    find_help_point,
    find_relay,
    find_saving_shuttle,
    find_shuttle,
    list_attended,
)
from wayfinding.routing.endpoints import resolve
from wayfinding.routing.profiles import get_profile
from wayfinding.station import SHIPPED_STATION

MIDNIGHT = datetime.fromisoformat("2024-05-01T23:30")


@pytest.fixture(scope="module")
def shipped():
    return compile_network(load_station(SHIPPED_STATION))


def stairs_only(**post) -> Sketch:
    """A stair of 36 steps between the two floors; a post on the lower one beside it."""
    sketch = two_levels()
    sketch.pathway("stair", "stairs", (-2, 10, 5), (-1, 22, 5), steps=36)
    sketch.place("post", -2, 5, 5, type="service_post", name_zh="彩虹岗", name_en="Rainbow post", **post)
    return sketch


def relay(sketch: Sketch, start: str, end: str, at: datetime | None = None):
    network = compile_network(sketch.station(), at)
    assert find_route(network, start, end, "step_free") is None
    return find_relay(network, start, end, "step_free")


def test_who_reaches_a_post_alone_waits_there_and_is_escorted_over_the_stair():
    found = relay(stairs_only(), "down", "up")
    assert not found.fetched
    own, escorted = found.legs
    assert (own.kind, own.post, own.route.distance_m) == ("own", None, pytest.approx(4))
    assert (escorted.kind, escorted.post.id, escorted.obstacles) == ("escorted", "post", ("stair",))
    assert escorted.route.steps_up == 36
    assert found.duration_s == own.route.duration_s + escorted.route.duration_s


def test_who_reaches_no_post_is_fetched_where_he_is():
    found = relay(stairs_only(), "up", "down")
    assert found.fetched
    (escorted,) = found.legs
    assert (escorted.post.id, escorted.route.origin.place.id) == ("post", "up")
    assert escorted.route.destination.place.id == "down"


def test_a_second_post_on_the_way_takes_over():
    sketch = stairs_only()
    sketch.place("second", -1, 15, 5, type="service_post")
    found = relay(sketch, "down", "up")
    assert [(leg.kind, leg.route.destination.place.id) for leg in found.legs] == [
        ("own", "post"), ("escorted", "second"), ("escorted", "up"),
    ]  # fmt: skip
    assert [post.id for post in found.posts] == ["post", "second"]


def test_a_post_far_off_the_way_takes_no_part():
    sketch = stairs_only()
    sketch.space("annex", -1, box(40, 0, 400, 10))
    sketch.place("far", -1, 390, 5, type="service_post")
    assert [post.id for post in relay(sketch, "down", "up").posts] == ["post"]


def test_a_post_that_is_closed_now_helps_nobody():
    sketch = stairs_only(hours="08:00-20:00")
    assert relay(sketch, "down", "up") is not None
    assert relay(sketch, "down", "up", MIDNIGHT) is None


def test_nobody_is_escorted_over_an_escalator_that_he_may_not_use():
    sketch = two_levels()
    sketch.pathway("escalator", "escalator", (-2, 10, 5), (-1, 20, 5))
    sketch.place("post", -2, 5, 5, type="service_post")
    assert relay(sketch, "down", "up") is None


def test_staff_opens_a_gate_that_is_kept_for_others():
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 20, 10))
    sketch.space("inner", -1, box(20, 0, 40, 10), zone="paid")
    sketch.place("a", -1, 1, 5)
    sketch.place("b", -1, 39, 5)
    sketch.place("post", -1, 5, 5, type="service_post")
    sketch.pathway("gate", "fare_gate", (-1, 19, 5), (-1, 21, 5), width_m=0.95, staffed=True, for_profiles=["luggage"])
    assert relay(sketch, "a", "b").legs[-1].obstacles == ("gate",)


def test_the_answer_without_a_way_says_whom_to_book_in_both_languages():
    network = compile_network(stairs_only(phone="022-1234", hours="06:00-22:00").station())
    zh, en = (route_answer(network, "down", "up", "step_free", lang)["help"][0] for lang in ("zh", "en"))
    assert zh["text"] == "可预约爱心接力（暖心预约）：请到彩虹岗等候工作人员（电话022-1234）。"
    assert en["text"] == (
        "Help can be booked (relay of care): go to Rainbow post and wait for its staff (telephone 022-1234)."
    )
    assert [leg["text"] for leg in zh["legs"]] == [
        "自行前往彩虹岗。",
        "彩虹岗工作人员陪同前往up，协助通过：stair。",
    ]
    assert en["legs"][1]["text"] == "Staff of Rainbow post go with you: up; they help at stair."
    assert (en["kind"], en["fetched"]) == ("relay", False)
    assert en["posts"] == [
        {
            "id": "post",
            "name": "Rainbow post",
            "level": -2,
            "phone": "022-1234",
            "hours": "06:00-22:00",
            "service": None,
        }
    ]
    assert [(leg["from"], leg["to"], leg["post"]) for leg in en["legs"]] == [
        ("down", "post", None), ("post", "up", "post"),
    ]  # fmt: skip


def test_an_unknown_telephone_is_not_told():
    network = compile_network(stairs_only(phone="unknown").station())
    offer = route_answer(network, "down", "up", "step_free", "en")["help"][0]
    assert "telephone" not in offer["text"]
    assert offer["posts"][0]["phone"] is None


def test_the_nearest_help_point_that_can_be_reached_alone_is_told():
    sketch = stairs_only()
    sketch.place("above", -1, 2, 5, type="help_point")
    sketch.place("near", -2, 3, 5, type="help_point")
    sketch.place("far", -2, 30, 5, type="help_point")
    network = compile_network(sketch.station())
    assert find_help_point(network, "down", "step_free").destination.place.id == "near"
    assert route_answer(network, "down", "up", "step_free", "en")["help"][-1]["text"] == (
        "Staff can be called from near, 2 m from here."
    )


def shuttle_line(**stops) -> Sketch:
    """A hall 400 m long with a stop of the cart near each end."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 400, 10))
    sketch.place("west", -1, 1, 5)
    sketch.place("east", -1, 399, 5)
    sketch.place("west_stop", -1, 11, 5, type="shuttle_stop", **stops)
    sketch.place("east_stop", -1, 389, 5, type="shuttle_stop", **stops)
    return sketch


def test_a_cart_that_runs_saves_the_walk_between_its_stops():
    network = compile_network(shuttle_line().station())
    shuttle = find_shuttle(network, resolve(network, "west"), resolve(network, "east"), get_profile("walk"))
    assert shuttle.walk_m == pytest.approx(20)
    assert (shuttle.ride.origin.place.id, shuttle.ride.destination.place.id) == ("west_stop", "east_stop")
    (note,) = route_answer(network, "west", "east", lang="en")["assistance"]
    assert note["text"] == "The shuttle cart is running: board at west_stop, leave at east_stop; 20 m are left to walk."


def test_a_cart_out_of_season_or_for_a_short_walk_is_not_offered():
    network = compile_network(shuttle_line(season=["06-05/06-10"]).station())
    assert route_answer(network, "west", "east")["assistance"] == []
    in_season = compile_network(network.source, datetime.fromisoformat("2024-06-07T12:00"), reuse=network)
    assert len(route_answer(in_season, "west", "east")["assistance"]) == 1
    assert find_saving_shuttle(in_season, find_route(in_season, "west", "west_stop")) is None


def test_no_cart_runs_down_a_stair_or_in_a_lift():
    sketch = two_levels()
    sketch.pathway("stair", "stairs", (-2, 10, 5), (-1, 22, 5), steps=36)
    sketch.pathway("lift", "lift", (-2, 20, 5), (-1, 20, 5), **CAR)
    sketch.place("low", -2, 2, 5, type="shuttle_stop")
    sketch.place("high", -1, 2, 5, type="shuttle_stop")
    network = compile_network(sketch.station())
    assert find_shuttle(network, resolve(network, "down"), resolve(network, "up"), get_profile("walk")) is None


def test_a_leg_that_staff_opens_names_the_post_to_ask(shipped):
    route = find_route(shipped, "sunken-plaza", "rail-entrance-b1", "luggage")
    (item,) = list_attended(shipped, route)
    assert (item.pathway.id, item.post.id, route.legs[item.leg].pathway) == (
        "side-gate-5",
        "post-rainbow",
        "side-gate-5",
    )
    (note,) = route_answer(shipped, "sunken-plaza", "rail-entrance-b1", "luggage")["assistance"]
    assert note["text"] == "5号安检点边门由工作人员开启，可联系彩虹岗。"
    assert (note["leg"], note["kind"]) == (item.leg, "staff")


def test_staff_itself_needs_nobody_to_open(shipped):
    route = find_route(shipped, "sunken-plaza", "rail-entrance-b1", "staff")
    assert list_attended(shipped, route) == []


def test_with_every_lift_out_the_posts_still_bring_a_wheelchair_from_exit_5_to_line_3(shipped):
    station = shipped.source
    broken = {
        key: replace(item, status="out_of_service") if item.mode == "lift" else item
        for key, item in station.pathways.items()
    }
    network = compile_network(replace(station, pathways=broken), reuse=shipped)
    assert find_route(network, "exit-5", "platform-3-south", "step_free") is None
    found = find_relay(network, "exit-5", "platform-3-south", "step_free")
    assert [post.id for post in found.posts] == ["post-rainbow"]
    assert found.legs[0].kind == "own"
    stairs = [key for key in found.legs[1].obstacles if station.pathways[key].mode == "stairs"]
    assert stairs
    assert not any(station.pathways[key].mode == "escalator" for key in found.legs[1].route.pathways)


def test_the_carts_of_the_exam_week_run_in_the_hall_of_the_shipped_station(shipped):
    network = compile_network(apply(shipped.source, load_scenario("exam-week")), reuse=shipped)
    hall, west = (resolve(network, f"shuttle-b1-{name}") for name in ("hall", "west"))
    assert find_shuttle(network, hall, west, get_profile("older")).walk_m == pytest.approx(0)
    assert find_shuttle(shipped, hall, west, get_profile("older")) is None
