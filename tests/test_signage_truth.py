"""Arrows held against the route engine, in halls where the answer can be seen."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest
from shapely import box

from tests.small_hub import small_hub
from tests.stations import Sketch
from wayfinding.errors import NotFoundError
from wayfinding.routing.endpoints import at_place
from wayfinding.routing.network import Network, compile_network
from wayfinding.routing.profiles import PROFILES
from wayfinding.routing.routes import find_route
from wayfinding.signage.arrows import TURNS_DEG
from wayfinding.signage.faces import list_faces
from wayfinding.signage.judging.costs import Costs
from wayfinding.signage.judging.truth import REASONS, Verdict, felt_deg, get_judge, judge_signs
from wayfinding.signage.settings import Settings
from wayfinding.station import SHIPPED_STATION
from wayfinding.station.edits import carry_out
from wayfinding.station.geojson import load_station
from wayfinding.station.model import Station
from wayfinding.station.scenario_file import Edit

LIFT = {"door_width_m": 1.0, "car_width_m": 1.6, "car_depth_m": 1.8, "speed_mps": 1.0}


def say(destination: str, arrow: str, **more: Any) -> dict[str, Any]:
    return {"destination": destination, "arrow": arrow, "zh": "", "en": "", **more}


def plain() -> Sketch:
    """A hall of 80 m by 80 m."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 80, 80))
    return sketch


def judge(sketch: Sketch, profile: str = "walk", **settings: Any) -> dict[tuple[str, int], Verdict]:
    network = compile_network(sketch.station())
    found = judge_signs(network, profile, Settings(**settings))
    return {(verdict.sign, verdict.message): verdict for verdict in found}


def one(sketch: Sketch, profile: str = "walk", **settings: Any) -> Verdict:
    (verdict,) = judge(sketch, profile, **settings).values()
    return verdict


OFF = {0: "true", 40: "true", -45: "true", -50: "doubtful", 85: "doubtful", 90: "doubtful", -100: "false", 180: "false"}


@pytest.mark.parametrize("kind", ["wall_sticker", "floor_sticker"])
@pytest.mark.parametrize("facing_deg", [0.0, 90.0, 200.0])
def test_an_arrow_is_as_far_off_as_the_way_lies_beside_it(kind: str, facing_deg: float) -> None:
    """A sign in the middle of a wide hall, its reader, and destinations 150 m from him on all sides."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 400, 400))
    angle, away = math.radians(facing_deg), 0.0 if kind == "floor_sticker" else 2.51
    x, y = 200 + away * math.sin(angle), 200 + away * math.cos(angle)
    looks_deg = facing_deg if kind == "floor_sticker" else facing_deg + 180
    cases = [
        (arrow, off_deg, round(looks_deg - left_deg + off_deg) % 360)
        for arrow, left_deg in TURNS_DEG.items()
        for off_deg in OFF
    ]
    for bearing_deg in {bearing_deg for _, _, bearing_deg in cases}:
        towards = math.radians(bearing_deg)
        sketch.place(f"at-{bearing_deg}", -1, x + 150 * math.sin(towards), y + 150 * math.cos(towards))
    messages = [say(f"at-{bearing_deg}", arrow) for arrow, _, bearing_deg in cases]
    sketch.sign("s", -1, 200, 200, type=kind, facing_deg=facing_deg, messages=messages)
    for (arrow, off_deg, _), verdict in zip(
        cases, judge(sketch, true_deg=45.01, doubtful_deg=90.01).values(), strict=True
    ):
        assert verdict.verdict == OFF[off_deg], (arrow, off_deg, verdict)
        assert verdict.angle_deg == pytest.approx(abs(off_deg), abs=0.01)


def test_the_left_of_who_faces_the_sign_counts_and_not_the_left_of_the_sign() -> None:
    sketch = plain()
    sketch.place("west", -1, 5, 20)
    sketch.sign("s", -1, 40, 22, facing_deg=180.0, messages=[say("west", "left"), say("west", "right")])
    assert [verdict.verdict for verdict in judge(sketch).values()] == ["true", "false"]


def test_a_right_angle_is_doubtful_and_not_false() -> None:
    sketch = plain()
    sketch.place("goal", -1, 79, 5)
    sketch.sign("s", -1, 5, 5, type="floor_sticker", facing_deg=0.0, messages=[say("goal", "ahead")])
    assert one(sketch, worst_detour=2.0).angle_deg == 90.0
    assert one(sketch, worst_detour=2.0).verdict == "doubtful"


def test_the_limits_are_those_of_the_settings() -> None:
    sketch = plain()
    sketch.place("goal", -1, 60, 60)
    sketch.sign("s", -1, 30, 20, type="floor_sticker", facing_deg=0.0, messages=[say("goal", "ahead")])
    assert one(sketch).angle_deg == pytest.approx(36.9, abs=0.1)
    assert one(sketch).verdict == "true"
    assert one(sketch, true_deg=30.0).verdict == "doubtful"
    assert one(sketch, true_deg=20.0, doubtful_deg=30.0).verdict == "false"


def test_a_step_round_a_column_does_not_count() -> None:
    sketch = plain()
    sketch.obstacle("column", -1, box(39, 23, 41, 25), type="column")
    sketch.place("goal", -1, 40, 60)
    sketch.sign("s", -1, 40, 22.99, type="pillar_sticker", facing_deg=180.0, messages=[say("goal", "ahead")])
    found = one(sketch)
    assert (found.verdict, found.reason) == ("true", "agrees")
    assert found.angle_deg is not None
    assert found.angle_deg < 10


def test_a_turn_soon_behind_the_sign_counts_and_one_far_behind_it_does_not() -> None:
    sketch = plain()
    sketch.obstacle("east", -1, box(44, 0, 80, 30))
    sketch.obstacle("west", -1, box(0, 0, 36, 30))
    sketch.place("goal", -1, 75, 34)
    sketch.sign("near", -1, 40, 27, type="floor_sticker", facing_deg=0.0, messages=[say("goal", "right")])
    sketch.sign("far", -1, 40, 3, type="floor_sticker", facing_deg=0.0, messages=[say("goal", "right")])
    found = judge(sketch)
    assert found["near", 0].verdict == "true"
    assert found["far", 0].verdict == "doubtful"


def test_what_hangs_beside_a_sign_is_beside_it_and_not_ahead() -> None:
    """From 2.5 m in front, a door 1.5 m left of the sign lies ahead; at the sign it lies to the left."""
    sketch = plain()
    sketch.level(0)
    sketch.space("street", 0, box(0, 0, 80, 80), use="street")
    sketch.obstacle("wall", -1, box(30, 40, 50, 41))
    sketch.pathway("lift", "lift", (-1, 38.5, 39.5), (0, 38.5, 39.5), **LIFT)
    sketch.place("out", 0, 10, 10)
    sketch.sign("s", -1, 40, 39.99, facing_deg=180.0, messages=[say("out", "left"), say("out", "right")])
    found = judge(sketch, "step_free")
    assert (found["s", 0].verdict, found["s", 1].verdict) == ("true", "false")


def test_an_arrow_along_another_way_that_is_as_good_is_true() -> None:
    """The block may be passed on either side; round the west it is 1 m less."""
    sketch = plain()
    sketch.obstacle("block", -1, box(20, 30, 61, 60))
    sketch.place("goal", -1, 40, 70)
    sketch.sign("s", -1, 40, 29.99, facing_deg=180.0,
                messages=[say("goal", "left"), say("goal", "right"), say("goal", "back")])  # fmt: skip
    found = judge(sketch)
    assert [(found["s", k].verdict, found["s", k].reason) for k in range(3)] == [
        ("true", "agrees"), ("true", "as_good"), ("false", "elsewhere"),
    ]  # fmt: skip


@pytest.mark.parametrize(("y", "verdict"), [(30, "true"), (36, "doubtful"), (42, "false"), (78, "false")])
def test_an_arrow_along_a_longer_way_is_doubtful_up_to_the_worst_detour(y: float, verdict: str) -> None:
    """Up leads the escalator in front, and the stairs behind; where one is going decides which is better, how much."""
    sketch = two_floors()
    sketch.place("above", 0, 40, y)
    sketch.sign("s", -1, 40, 36, type="floor_sticker", facing_deg=0.0, messages=[say("above", "back")])
    found, station = one(sketch), sketch.station()
    best, by_stairs = (
        find_route(compile_network(carry_out(station, closed).station), "-1@" + spot_of(station), "above")
        for closed in ([], [Edit("close", "escalator")])
    )
    assert best is not None
    assert by_stairs is not None
    assert (found.verdict, found.angle_deg) == (verdict, 180.0)
    assert found.detour == pytest.approx(by_stairs.cost / best.cost, rel=1e-4)


def spot_of(station: Station) -> str:
    lon, lat = station.signs["s"].raw["geometry"]["coordinates"]
    return f"{lon!r},{lat!r}"


def test_an_arrow_into_a_pocket_is_false_though_the_way_goes_nearly_there() -> None:
    """The way leads back 2 m, round the wall's foot and then north: 10 degrees off, but straight on is a dead end."""
    sketch = plain()
    sketch.obstacle("wall", -1, box(40, 12, 41, 40))
    sketch.obstacle("end", -1, box(41, 39, 60, 40))
    sketch.obstacle("side", -1, box(60, 0, 61, 40))
    sketch.place("goal", -1, 40, 48)
    sketch.sign("s", -1, 42, 14, type="floor_sticker", facing_deg=0.0, messages=[say("goal", "ahead")])
    found = one(sketch)
    assert found.angle_deg is not None
    assert found.detour is not None
    assert found.angle_deg <= 45
    assert (found.verdict, found.reason) == ("false", "detour")
    assert found.detour == pytest.approx((15 + 15 + 38) / 38, abs=0.1)


def test_a_few_metres_more_are_no_detour() -> None:
    sketch = plain()
    sketch.place("goal", -1, 46, 28)
    sketch.sign("s", -1, 40, 20, type="floor_sticker", facing_deg=0.0, messages=[say("goal", "ahead")])
    found = one(sketch, worst_detour=1.0)
    assert found.verdict == "true"
    assert found.detour is not None
    assert found.detour > 1.0


def test_who_is_there_needs_no_arrow() -> None:
    sketch = plain()
    sketch.place("goal", -1, 42, 20)
    sketch.sign("s", -1, 40, 20, type="floor_sticker", facing_deg=0.0, messages=[say("goal", "left")])
    assert (one(sketch).verdict, one(sketch).reason) == ("true", "arrived")


def two_floors(**escalator: Any) -> Sketch:
    """Up: an escalator ahead of the sign, and stairs 50 m behind it."""
    sketch = plain()
    sketch.level(0)
    sketch.space("street", 0, box(0, 0, 80, 80), use="street")
    sketch.pathway("escalator", "escalator", (-1, 40, 60), (0, 40, 72), width_m=1.0, speed_mps=0.65, reversible=True,
                   **{"direction": "forward", **escalator})  # fmt: skip
    sketch.pathway("stairs", "stairs", (-1, 40, 10), (0, 40, 1), width_m=3.0, steps=40)
    sketch.place("out", 0, 40, 78)
    sketch.place("hall-end", -1, 40, 75)
    return sketch


def test_up_is_true_where_the_way_goes_up_ahead() -> None:
    sketch = two_floors()
    said = [say("out", "up"), say("out", "down"), say("hall-end", "up"), say("out", "ahead")]
    sketch.sign("s", -1, 40, 50, type="floor_sticker", facing_deg=0.0, messages=said)
    found = judge(sketch)
    assert [found["s", k].verdict for k in range(4)] == ["true", "false", "false", "true"]
    assert [found["s", k].reason for k in range(3)] == ["agrees", "other_way", "no_climb"]
    assert found["s", 0].detour == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("y", "facing_deg", "verdict", "reason"),
    [(56, 180.0, "true", "agrees"), (50, 180.0, "false", "detour"), (40, 180.0, "false", "climb_behind"),
     (40, 60.0, "doubtful", "climb_aside"), (40, 0.0, "true", "agrees"), (36, 0.0, "true", "agrees")],
)  # fmt: skip
def test_up_wants_an_entrance_ahead_or_close_by(y: float, facing_deg: float, verdict: str, reason: str) -> None:
    sketch = two_floors()
    sketch.sign("s", -1, 40, y, type="floor_sticker", facing_deg=facing_deg, messages=[say("out", "up")])
    assert (one(sketch).verdict, one(sketch).reason) == (verdict, reason)


def test_up_is_false_where_the_escalator_runs_down() -> None:
    sketch = two_floors(direction="backward")
    sketch.sign("s", -1, 40, 56, type="floor_sticker", facing_deg=0.0, messages=[say("out", "up"), say("out", "ahead")])
    found = judge(sketch)
    assert (found["s", 0].verdict, found["s", 0].reason) == ("false", "climb_behind")
    assert (found["s", 1].verdict, found["s", 1].reason) == ("false", "elsewhere")


def test_a_message_that_names_an_escalator_is_doubtful_where_only_stairs_lead_there() -> None:
    named = say("out", "up") | {"en": "Escalator to the street", "zh": "自动扶梯"}
    for escalator, verdict in (
        ({}, "true"),
        ({"status": "stopped"}, "doubtful"),
        ({"direction": "backward"}, "doubtful"),
    ):
        sketch = two_floors(**escalator)
        sketch.pathway("beside", "stairs", (-1, 42, 60), (0, 42, 72), width_m=3.0, steps=40)
        sketch.sign("s", -1, 40, 52, type="floor_sticker", facing_deg=0.0, messages=[named])
        assert one(sketch).verdict == verdict
    assert one(sketch).reason == "other_means"


def test_a_sign_that_leads_a_wheelchair_to_stairs_is_found() -> None:
    sketch = two_floors()
    sketch.pathway("lift", "lift", (-1, 5, 20), (0, 5, 20), **LIFT)
    sketch.sign("s", -1, 40, 40, type="floor_sticker", facing_deg=0.0, messages=[say("out", "ahead")])
    assert one(sketch).verdict == "true"
    for profile in ("step_free", "luggage"):
        assert (one(sketch, profile).verdict, one(sketch, profile).reason) == ("false", "not_for_this_traveller")


def test_where_a_traveller_has_no_way_at_all_every_arrow_is_false_and_the_detour_infinite() -> None:
    sketch = two_floors()
    sketch.sign(
        "s", -1, 40, 40, type="floor_sticker", facing_deg=0.0, messages=[say("out", "ahead"), say("out", "none")]
    )
    found = judge(sketch, "step_free")
    assert (found["s", 0].verdict, found["s", 0].reason) == ("false", "not_for_this_traveller")
    assert found["s", 0].detour == math.inf
    assert (found["s", 1].verdict, found["s", 1].reason) == ("false", "no_way")


def test_a_lift_sign_is_judged_for_those_it_speaks_to() -> None:
    sketch = two_floors()
    sketch.pathway("lift", "lift", (-1, 5, 40), (0, 5, 40), **LIFT)
    sketch.sign("s", -1, 40, 40, type="floor_sticker", facing_deg=0.0,
                messages=[say("out", "left", for_profiles=["step_free", "pram"])])  # fmt: skip
    assert (one(sketch).verdict, one(sketch).reason) == ("unjudged", "for_others")
    assert one(sketch, "step_free").verdict == "true"


def test_names_without_an_arrow_are_not_judged() -> None:
    sketch = plain()
    sketch.place("goal", -1, 60, 60)
    sketch.sign("s", -1, 40, 40, messages=[say("goal", "none")])
    assert (one(sketch).verdict, one(sketch).reason) == ("unjudged", "names_only")


@pytest.mark.parametrize(
    ("destination", "reason"),
    [("exit:7", "closed"), ("nowhere", "unknown_destination"), ("category:aed", "unknown_destination")],
)
def test_what_is_closed_or_does_not_exist_is_false(destination: str, reason: str) -> None:
    sketch = plain()
    sketch.place("exit-7", -1, 60, 60, type="exit", number="7", open=False)
    sketch.sign("s", -1, 40, 40, messages=[say(destination, "ahead")])
    assert (one(sketch).verdict, one(sketch).reason) == ("false", reason)


def test_the_nearest_of_a_category_that_serves_the_traveller_counts() -> None:
    sketch = plain()
    sketch.place("wc-east", -1, 75, 40, type="toilet", step_free="no")
    sketch.place("wc-west", -1, 2, 40, type="toilet", step_free="yes")
    sketch.sign("s", -1, 42, 40, type="floor_sticker", facing_deg=0.0, messages=[say("category:toilet", "right")])
    assert one(sketch).verdict == "true"
    assert (one(sketch, "step_free").verdict, one(sketch, "step_free").reason) == ("false", "not_for_this_traveller")


def test_a_platform_is_reached_at_any_of_its_doors() -> None:
    sketch = plain()
    line = {"line": "3", "towards": "小淀"}
    sketch.place("platform", -1, 70, 10, type="platform", **line)
    sketch.place("door", -1, 40, 10, type="platform_door", platform="platform", **line)
    sketch.sign("s", -1, 40, 30, type="floor_sticker", facing_deg=180.0, messages=[say("line:3", "ahead")])
    found = one(sketch)
    assert (found.verdict, found.angle_deg) == ("true", pytest.approx(0.0, abs=0.1))


def test_each_face_is_judged_by_itself_and_says_only_its_own() -> None:
    sketch = plain()
    sketch.place("east", -1, 75, 40)
    sketch.sign("s", -1, 40, 40, facing_deg=0.0, faces_deg=[0.0, 180.0],
                messages=[say("east", "left"), say("east", "right", face=1)])  # fmt: skip
    found = judge_signs(compile_network(sketch.station()))
    assert [(verdict.face, verdict.message, verdict.verdict) for verdict in found] == [
        (0, 0, "true"), (1, 0, "false"), (1, 1, "true"),
    ]  # fmt: skip


def test_the_reader_does_not_stand_behind_a_wall() -> None:
    sketch = plain()
    sketch.obstacle("wall", -1, box(0, 38.5, 80, 39))
    sketch.place("goal", -1, 5, 39.7)
    sketch.sign("s", -1, 40, 40.2, facing_deg=180.0, messages=[say("goal", "left")])
    found = one(sketch)
    assert found.verdict == "true"
    assert found.y > 39


def test_a_face_before_which_nobody_can_stand_is_not_judged() -> None:
    sketch = plain()
    sketch.obstacle("niche", -1, box(35, 30, 45, 39.9))
    sketch.place("goal", -1, 5, 5)
    sketch.sign("s", -1, 40, 39.95, facing_deg=180.0, messages=[say("goal", "ahead")])
    assert (one(sketch).verdict, one(sketch).reason) == ("unjudged", "unreadable")


def test_a_wide_traveller_reads_where_he_has_room() -> None:
    sketch = plain()
    sketch.obstacle("bench", -1, box(38, 37.2, 42, 37.8), type="furniture", opaque=False)
    sketch.place("goal", -1, 75, 38)
    sketch.sign("s", -1, 40, 40, facing_deg=180.0, messages=[say("goal", "right")])
    for profile in ("walk", "luggage", "step_free"):
        assert one(sketch, profile).verdict == "true"


def test_a_gate_is_passed_by_who_may_and_zones_are_respected() -> None:
    """The shop beyond the paid area is not reached through it: the way leads round."""
    sketch = plain()
    sketch.space("shop", -1, box(80, 0, 100, 80))
    sketch.features[1]["geometry"] = Sketch().space("x", -1, box(0, 0, 40, 80))["geometry"]
    sketch.space("paid", -1, box(40, 0, 80, 60), zone="paid")
    sketch.space("round", -1, box(40, 60, 80, 80))
    sketch.pathway("in", "fare_gate", (-1, 39, 20), (-1, 41, 20), width_m=0.9, lanes=2)
    sketch.pathway("out", "fare_gate", (-1, 79, 20), (-1, 81, 20), width_m=0.9, lanes=2)
    sketch.place("kiosk", -1, 95, 20)
    sketch.place("train", -1, 60, 20)
    sketch.sign("s", -1, 30, 20, type="floor_sticker", facing_deg=90.0,
                messages=[say("kiosk", "ahead"), say("kiosk", "left"), say("train", "ahead")])  # fmt: skip
    found = judge(sketch)
    assert [found["s", k].verdict for k in range(3)] == ["doubtful", "true", "true"]


def test_only_the_signs_asked_for_are_judged() -> None:
    sketch = plain()
    sketch.place("goal", -1, 60, 60)
    for id in ("a", "b", "c"):
        sketch.sign(id, -1, 40, 40, messages=[say("goal", "none")])
    assert [verdict.sign for verdict in judge_signs(compile_network(sketch.station()), signs=["c", "a"])] == ["a", "c"]


def test_an_unknown_traveller_is_an_error() -> None:
    with pytest.raises(NotFoundError):
        judge_signs(compile_network(plain().station()), "giraffe")


def test_the_felt_angle_is_that_of_what_a_stretch_loses() -> None:
    assert felt_deg(15.0, 0.0) == 0.0
    assert felt_deg(15.0, 7.5) == pytest.approx(60.0)
    assert felt_deg(15.0, 15.0) == pytest.approx(90.0)
    assert felt_deg(15.0, 45.0) == 180.0
    assert felt_deg(2.0, 0.0) == 180.0


@pytest.fixture(scope="module")
def hub() -> Network:
    return compile_network(small_hub().station())


@pytest.mark.parametrize("profile", PROFILES)
def test_costs_from_anywhere_are_those_of_the_route_engine(hub: Network, profile: str) -> None:
    chance = random.Random(7)
    places = [place for place in hub.station.places.values() if place.open]
    costs = Costs(
        hub,
        PROFILES[profile],
        {place.id: (at_place(place),) for place in places} | {"any": tuple(map(at_place, places[2:6]))},
    )
    known = 0
    for _ in range(40):
        floor = chance.choice(hub.floors)
        west, south, east, north = floor.shape.bounds
        spot = costs.stand(floor.level, chance.uniform(west, east), chance.uniform(south, north))
        if spot is None or spot.standing.moved_m:
            continue
        routes = {place.id: find_route(hub, spot.at, at_place(place), profile) for place in places}
        for id, route in routes.items():
            cost_s, end = costs.nearest(spot, id)
            assert cost_s == pytest.approx(math.inf if route is None else route.cost, rel=1e-9)
            assert (end is None) == (route is None)
            known += route is not None
        some = [route.cost for place in places[2:6] if (route := routes[place.id]) is not None]
        assert costs.nearest(spot, "any")[0] == pytest.approx(min(some, default=math.inf), rel=1e-9)
    assert known > 40


@pytest.fixture(scope="module")
def shipped() -> Network:
    return compile_network(load_station(SHIPPED_STATION))


def test_every_message_of_the_shipped_signs_gets_a_verdict(shipped: Network) -> None:
    messages = sum(len(face.messages) for face in list_faces(shipped.station, Settings()))
    for profile in ("walk", "step_free", "luggage"):
        found = judge_signs(shipped, profile)
        assert len(found) == messages == 803
        assert len({verdict.key for verdict in found}) == messages
        assert {verdict.reason for verdict in found} <= set(REASONS)


def test_the_shipped_arrows_are_mostly_true_for_who_walks(shipped: Network) -> None:
    judged = [verdict for verdict in judge_signs(shipped) if verdict.verdict != "unjudged"]
    assert sum(verdict.verdict == "true" for verdict in judged) / len(judged) > 0.9


@pytest.mark.parametrize(
    ("fault", "signs"),
    [
        ("still shows the way to security check 5", ["sign-047", "sign-048", "sign-054", "sign-055"]),
        ("still reckons with near-end escalators", ["sign-136", "sign-137", "sign-158", "sign-159"]),
    ],
)
def test_the_faults_that_were_drawn_on_purpose_are_found(shipped: Network, fault: str, signs: list[str]) -> None:
    drawn = [sign.id for sign in shipped.station.signs.values() if fault in sign.properties.get("note", "")]
    assert drawn == signs
    assert {verdict.verdict for verdict in judge_signs(shipped, signs=signs)} <= {"doubtful", "false"}


def test_a_sign_right_for_walkers_and_wrong_for_a_wheelchair_says_so(shipped: Network) -> None:
    walk, wheels = ({item.key[:3]: item for item in judge_signs(shipped, name)} for name in ("walk", "step_free"))
    wrong = [item for item in wheels.values() if item.reason == "not_for_this_traveller"]
    assert len(wrong) > 50
    assert all(walk[item.key[:3]].verdict == "true" and item.verdict in ("doubtful", "false") for item in wrong)


def test_judges_are_kept_and_judge_the_same_again(shipped: Network) -> None:
    first = judge_signs(shipped)
    assert judge_signs(shipped) == first
    get_judge.cache_clear()
    assert judge_signs(shipped) == first
