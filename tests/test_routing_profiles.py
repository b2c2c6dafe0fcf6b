"""Who may use what, and how long it takes: every limit at its edge, every time by hand."""

import math
from dataclasses import replace

import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding.assumptions import DISLIKE_LIFT_WALKER
from wayfinding.errors import NotFoundError, RequestError
from wayfinding.routing import PROFILES, get_profile
from wayfinding.routing.profiles import LUGGAGE, STEP_FREE, WALK, count_steps
from wayfinding.routing.timing import ramp_factor, time_passage

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
