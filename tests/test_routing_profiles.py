"""Who may use what, and how long it takes: every limit at its edge, every time by hand."""

import math
import random
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from tests.stations import Sketch
from wayfinding.assumptions import DISLIKE_LIFT_WALKER
from wayfinding.errors import NotFoundError, RequestError
from wayfinding.routing import PROFILES, Network, compile_network, find_route, get_profile
from wayfinding.routing.profiles import LUGGAGE, STEP_FREE, WALK, count_steps
from wayfinding.routing.timing import ramp_factor, time_passage
from wayfinding.station import SHIPPED_STATION, Pathway, load_station
from wayfinding.station.floor import keep_floors

LIFT = {"car_width_m": 1.4, "car_depth_m": 1.6, "door_width_m": 0.9, "threshold_m": 0.01}


def pathway(mode: str, run_m: float = 12.0, **properties):
    """One pathway of the mode from B2 up to B1, 6 m higher, `run_m` long in plan."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2)
    sketch.space("up", -1, box(0, 0, 50, 10))
    sketch.space("down", -2, box(0, 0, 50, 10))
    sketch.pathway("way", mode, (-2, 2, 5), (-1, 2 + run_m, 5), **properties)
    return sketch.station().pathways["way"]


@pytest.mark.parametrize(("mode", "properties", "walk", "step_free", "luggage"), [
    ("stairs", {"steps": 36}, "yes", "no", "no"),
    ("stairs", {"steps": 3, "width_m": 2.4}, "yes", "no", "yes"),
    ("stairs", {"steps": 4, "width_m": 2.4}, "yes", "no", "no"),
    ("escalator", {}, "yes", "no", "no"),
    ("escalator", {"status": "stopped"}, "yes", "no", "no"),
    ("moving_walkway", {}, "yes", "no", "no"),
    ("lift", LIFT, "yes", "yes", "yes"),
    ("lift", {}, "yes", "unknown", "yes"),
    ("lift", LIFT | {"door_width_m": 0.79}, "yes", "no", "yes"),
    ("lift", LIFT | {"platform_lift": True}, "no", "yes", "no"),
    ("ramp", {"slope": 0.0833, "width_m": 1.2, "rise_per_run_m": 0.75}, "yes", "yes", "yes"),
    ("ramp", {"slope": 0.1, "width_m": 1.2, "rise_per_run_m": 0.75}, "yes", "no", "no"),
    ("ramp", {"slope": 0.0833, "width_m": 0.89, "rise_per_run_m": 0.75}, "yes", "no", "no"),
    ("fare_gate", {"width_m": 0.9}, "yes", "yes", "yes"),
    ("fare_gate", {"width_m": 0.55}, "yes", "no", "no"),
    ("fare_gate", {}, "yes", "unknown", "unknown"),
    ("fare_gate", {"width_m": 0.9, "for_profiles": ["luggage"]}, "no", "no", "yes"),
    ("security_check", {"width_m": 0.9}, "yes", "yes", "yes"),
    ("passage", {"width_m": 0.9, "rise_m": 0.0}, "yes", "yes", "yes"),
])  # fmt: skip
def test_each_profile_judges_each_way_by_its_limits(mode, properties, walk, step_free, luggage):
    given = pathway(mode, **properties)
    assert {name: PROFILES[name].judge(given).answer for name in ("walk", "step_free", "luggage")} == {
        "walk": walk, "step_free": step_free, "luggage": luggage,
    }  # fmt: skip


def test_a_refusal_names_its_reason():
    assert LUGGAGE.judge(pathway("fare_gate", width_m=0.55)).reason == "width"
    assert LUGGAGE.judge(pathway("escalator")).reason == "escalator"
    assert LUGGAGE.judge(pathway("stairs", steps=20)).reason == "steps"
    assert WALK.judge(pathway("fare_gate", for_profiles=["luggage"])).reason == "for_others"


def test_what_is_not_known_is_refused_or_allowed_as_the_profile_says():
    lift = pathway("lift")
    assert not STEP_FREE.may_use(lift)
    assert replace(STEP_FREE, unknown="allow").may_use(lift)


@pytest.mark.parametrize("field", ["half_width_m", "speed_mps", "min_width_m", "max_slope", "dislike_step_up_s"])
@pytest.mark.parametrize("value", [-1.0, math.nan])
def test_a_figure_that_is_negative_or_no_number_is_refused(field, value):
    with pytest.raises(RequestError, match=field):
        replace(WALK, **{field: value})


def test_a_mode_that_does_not_exist_is_refused():
    with pytest.raises(RequestError, match="'rope'"):
        replace(WALK, modes=frozenset({"rope"}))


def test_an_unknown_profile_is_answered_with_those_that_exist():
    with pytest.raises(
        NotFoundError, match="walk, step_free, powered_wheelchair, luggage, pram, older, low_vision, staff"
    ) as caught:
        get_profile("stepfree")
    assert caught.value.suggestions == ("step_free",)


@pytest.mark.parametrize(("properties", "steps"), [
    ({"steps": 36}, 36), ({}, 40), ({"mode": "escalator", "status": "stopped"}, 30), ({"mode": "escalator"}, 0),
])  # fmt: skip
def test_steps_are_counted_or_estimated_from_the_rise(properties, steps):
    assert count_steps(pathway(**({"mode": "stairs"} | properties))) == steps


def timed(given, profile=WALK, rise_m=6.0):
    return time_passage(given, profile, rise_m, True)


def test_a_running_escalator_takes_its_incline_and_its_flat_ends_at_its_speed():
    use = timed(pathway("escalator", run_m=8.0, speed_mps=0.5))
    assert use.duration_s == pytest.approx((10.0 + 3.0) / 0.5)
    assert (use.steps_up, use.wait_s, use.distance_m) == (0, 0, 10.0)


def test_stairs_take_their_run_in_plan_at_the_speed_of_the_direction():
    stairs = pathway("stairs", steps=36)
    assert timed(stairs).duration_s == pytest.approx(12 / 0.610)
    assert timed(stairs, rise_m=-6.0).duration_s == pytest.approx(12 / 0.694)
    assert (timed(stairs).steps_up, timed(stairs, rise_m=-6.0).steps_down) == (36, 36)


def test_a_stopped_escalator_is_a_stair():
    stopped = timed(pathway("escalator", status="stopped"))
    assert stopped.duration_s == pytest.approx(12 / 0.610)
    assert stopped.steps_up == 30


def test_a_moving_walkway_that_stands_still_is_walked():
    use = timed(pathway("moving_walkway", run_m=13.4, rise_m=0.0, status="stopped"))
    assert use.duration_s == pytest.approx(10.0)


def test_a_lift_takes_half_a_round_trip_of_waiting_then_doors_and_run():
    use = timed(pathway("lift", run_m=0.0, speed_mps=1.0))
    run_s = 6 / 1.0 + 1.0 / 0.6
    assert use.wait_s == pytest.approx(run_s + 6.0)
    assert use.duration_s == pytest.approx(use.wait_s + 2 * 1.5 + 6.0 + run_s)
    assert use.distance_m == 0


def test_gates_and_checks_add_their_service_to_the_walk_through():
    assert timed(pathway("fare_gate", run_m=2.68, rise_m=0.0)).duration_s == pytest.approx(2.0 + 2.0)
    assert timed(pathway("fare_gate", run_m=2.68, rise_m=0.0), LUGGAGE).duration_s == pytest.approx(5.0 + 2.0)
    assert timed(pathway("security_check", run_m=2.68, rise_m=0.0)).duration_s == pytest.approx(17.5 + 2.0)


def test_whoever_must_be_let_through_waits_for_staff():
    assert timed(pathway("fare_gate", run_m=2.68, rise_m=0.0, staffed=True)).wait_s == 30.0


@pytest.mark.parametrize(
    ("slope", "factor"), [(None, 1.0), (0.05, 1.0), (0.06, 1.0), (0.08, 0.9425), (0.10, 0.885), (0.20, 0.75)]
)
def test_a_ramp_slows_only_above_six_per_cent(slope, factor):
    assert ramp_factor(slope) == pytest.approx(factor)


def test_walkers_leave_the_lifts_to_those_who_need_them():
    lift = pathway("lift", run_m=0.0)
    walker, wheelchair = timed(lift), timed(lift, STEP_FREE)
    assert walker.cost_s - walker.duration_s == pytest.approx(DISLIKE_LIFT_WALKER.value + 5.0)
    assert wheelchair.cost_s - wheelchair.duration_s == pytest.approx(5.0)


def test_discomfort_is_in_the_cost_and_never_in_the_duration():
    use = timed(pathway("stairs", steps=36))
    assert use.cost_s == pytest.approx(use.duration_s + 36 * 0.5 + 5.0)


@pytest.mark.parametrize(("mode", "properties", "verdicts"), [
    ("stairs", {"steps": 36, "width_m": 2.4}, "older low_vision staff"),
    ("stairs", {"steps": 36, "width_m": 0.8}, "older staff"),
    ("escalator", {"width_m": 1.0}, "older low_vision staff"),
    ("escalator", {"width_m": 1.0, "reversible": True}, "older staff"),
    ("escalator", {"width_m": 1.0, "reversible": True, "status": "stopped"}, "older low_vision staff"),
    ("lift", LIFT, "powered_wheelchair pram older low_vision staff"),
    ("lift", LIFT | {"car_depth_m": 1.3}, "pram older low_vision staff"),
    ("lift", LIFT | {"platform_lift": True}, "powered_wheelchair"),
    ("ramp", {"slope": 0.08, "width_m": 1.2, "rise_per_run_m": 0.7}, "powered_wheelchair pram older low_vision staff"),
    ("ramp", {"slope": 0.1, "width_m": 1.2, "rise_per_run_m": 0.75}, "low_vision staff"),
    ("fare_gate", {"width_m": 0.9}, "powered_wheelchair pram older low_vision staff"),
    ("fare_gate", {"width_m": 0.55}, "older staff"),
    ("fare_gate", {"width_m": 1.2, "for_profiles": ["pram"]}, "pram staff"),
])  # fmt: skip
def test_the_other_profiles_judge_by_their_own_limits(mode, properties, verdicts):
    others = ("powered_wheelchair", "pram", "older", "low_vision", "staff")
    allowed = {name for name in others if PROFILES[name].judge(pathway(mode, **properties)).answer == "yes"}
    assert allowed == set(verdicts.split())


def test_a_profile_adjusted_for_one_request_keeps_its_name_and_its_rights():
    gate = pathway("fare_gate", width_m=1.2, for_profiles=["pram"])
    slow = get_profile("pram", speed_mps=0.5)
    assert (slow.name, slow.speed_mps, PROFILES["pram"].speed_mps) == ("pram", 0.5, 1.05)
    assert slow.judge(gate).answer == "yes"


def test_changes_may_come_as_text():
    changed = WALK.adjusted(max_steps="0", checked="TRUE", unknown="refuse", modes="lift, passage", max_slope="inf")
    assert (changed.max_steps, changed.checked, changed.unknown, changed.max_slope) == (0, True, "refuse", math.inf)
    assert changed.modes == {"lift", "passage"}


@pytest.mark.parametrize(("changes", "message"), [
    ({"speed": 1}, "did you mean speed_mps"), ({"name": "me"}, "there are half_width_m"),
    ({"speed_mps": 0}, "above 0 and finite"), ({"speed_mps": math.inf}, "above 0 and finite"),
    ({"speed_mps": "fast"}, "'fast', but must be a number"), ({"speed_mps": True}, "must be a number"),
    ({"boarding_s": math.inf}, "not below 0 and finite"), ({"checked": 1}, "true or false"),
    ({"unknown": "ask"}, "refuse or allow"), ({"zone_rule": ["any"]}, "passenger or any"),
    ({"modes": 3}, "some of stairs"),
])  # fmt: skip
def test_a_change_that_makes_no_sense_is_one_clear_error(changes, message):
    with pytest.raises(RequestError, match=message):
        get_profile("walk", **changes)


def test_low_vision_prefers_tactile_paving_and_says_so_in_the_cost_only():
    plain, paved = (
        timed(pathway("lift", run_m=0.0, **more), PROFILES["low_vision"]) for more in ({}, {"tactile": True})
    )
    assert plain.cost_s - paved.cost_s == pytest.approx(10.0)
    assert plain.duration_s == paved.duration_s


STEPLESS = {"step_free", "powered_wheelchair", "pram"}


def broken_promise(name: str, used: Pathway) -> bool:
    """What a traveller is promised never to meet, said without the router's own words."""
    moving = used.mode in ("escalator", "moving_walkway") and used.status == "in_service"
    steps = used.mode == "stairs" or (used.mode == "escalator" and used.status == "stopped")
    slim = used.mode != "lift" and used.width_m is not None and used.width_m < 0.9
    steep = used.mode == "ramp" and used.slope is not None and abs(used.slope) > 1 / 12 + 1e-4
    small = used.mode == "lift" and (used.car_depth_m or 0) < 1.4
    return (
        (name in STEPLESS and (moving or steps or slim or steep))
        or (name in ("step_free", "powered_wheelchair") and small)
        or (name == "luggage" and (moving or slim or steep or (steps and (used.steps is None or used.steps > 3))))
        or (name == "low_vision" and ((moving and used.reversible) or slim))
        or (name == "older" and steep)
        or (bool(used.for_profiles) and name != "staff" and name not in used.for_profiles)
        or used.status == "out_of_service"
        or (used.status == "stopped" and used.mode != "escalator")
        or not used.open
    )


WAYS = st.fixed_dictionaries(
    {"mode": st.sampled_from(["stairs", "escalator", "lift", "ramp", "passage"])},
    optional={
        "width_m": st.sampled_from([0.6, 0.9, 1.5]), "steps": st.sampled_from([2, 36]), "reversible": st.booleans(),
        "slope": st.sampled_from([0.08, 0.12]), "rise_per_run_m": st.just(0.7), "car_width_m": st.just(1.4),
        "door_width_m": st.just(0.9), "threshold_m": st.just(0.01), "car_depth_m": st.sampled_from([1.2, 1.6]),
        "open": st.booleans(), "status": st.sampled_from(["in_service", "stopped", "out_of_service"]),
        "for_profiles": st.sampled_from([["pram", "step_free"], ["luggage"]]),
    },
)  # fmt: skip


def tower(ways: list[dict]) -> Sketch:
    """B1 above B2, joined by these ways only."""
    sketch = Sketch()
    for level in (-1, -2):
        sketch.level(level)
        sketch.space(f"floor{level}", level, box(0, 0, 60, 40))
    sketch.place("up", -1, 5, 5)
    sketch.place("down", -2, 5, 5)
    for number, way in enumerate(ways):
        y = 4 * number + 3
        facts = {key: value for key, value in way.items() if key != "mode"}
        sketch.pathway(f"way-{number}", way["mode"], (-2, 15, y), (-1, 27, y), **facts)
    return sketch


@given(st.lists(WAYS, min_size=1, max_size=8), st.sampled_from(sorted(PROFILES)))
@settings(max_examples=150)
def test_whatever_is_built_and_closed_nobody_is_led_where_he_may_not_go(ways, name):
    station = tower(ways).station()
    route = find_route(compile_network(station), "down", "up", name)
    fit = [way for way in station.pathways.values() if not broken_promise(name, way)]
    if route is not None:
        assert not any(broken_promise(name, station.pathways[key]) for key in route.pathways)
    elif PROFILES[name].unknown == "allow":
        assert not fit


@given(st.lists(WAYS, min_size=2, max_size=6), st.sampled_from(sorted(PROFILES)), st.integers(0, 5))
@settings(max_examples=60)
def test_closing_one_more_way_never_makes_another_cheaper(ways, name, number):
    before = find_route(compile_network(tower(ways).station()), "down", "up", name)
    closed = [way | ({"open": False} if k == number else {}) for k, way in enumerate(ways)]
    after = find_route(compile_network(tower(closed).station()), "down", "up", name)
    assert after is None or (before is not None and after.cost >= before.cost - 1e-9)


@cache
def shipped() -> Network:
    return compile_network(load_station(SHIPPED_STATION))


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3, 0.5])
@pytest.mark.parametrize("name", sorted(PROFILES))
def test_random_closures_of_the_shipped_station_break_no_promise_and_save_no_time(name, share):
    rng, whole = random.Random(f"{name} {share}"), shipped()
    source = whole.source
    shut = {key for key in source.pathways if rng.random() < share}
    ways = {key: replace(way, open=way.open and key not in shut) for key, way in source.pathways.items()}
    closed = compile_network(keep_floors(source, replace(source, pathways=ways)), reuse=whole)
    places = sorted(place.id for place in source.places.values() if place.open)
    for _ in range(20):
        start, end = rng.sample(places, 2)
        before, after = find_route(whole, start, end, name), find_route(closed, start, end, name)
        if after is not None:
            assert not any(broken_promise(name, closed.station.pathways[key]) for key in after.pathways)
            assert before is not None
            assert after.cost >= before.cost - 1e-6
