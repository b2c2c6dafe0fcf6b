"""Step-free verdicts: yes, no and unknown, each with its reason."""

from typing import Any

import pytest

from tests.good_station import good_sketch
from wayfinding.station import step_free
from wayfinding.station.access import Access

LIFT = {"car_width_m": 1.4, "car_depth_m": 1.6, "door_width_m": 0.9}
RAMP = {"slope": 0.083, "width_m": 1.5, "rise_per_run_m": 0.75}


def verdict(mode: str, **properties: Any) -> Access:
    sketch = good_sketch()
    sketch.pathway("asked", mode, (-1, 31, 5), (-1, 50, 5), **properties)
    return step_free(sketch.station().pathways["asked"])


@pytest.mark.parametrize("mode", ["stairs", "escalator", "moving_walkway"])
def test_a_wheelchair_uses_no_stairs_escalators_or_moving_walkways(mode: str) -> None:
    assert verdict(mode, width_m=5.0).verdict == "no"


@pytest.mark.parametrize(
    ("mode", "figures", "expected"),
    [
        ("lift", LIFT, "yes"),
        ("lift", LIFT | {"car_width_m": 1.1, "car_depth_m": 1.4, "door_width_m": 0.8}, "yes"),
        ("lift", LIFT | {"door_width_m": 0.79}, "no"),
        ("lift", LIFT | {"car_depth_m": 1.39}, "no"),
        ("lift", {"car_width_m": 1.4}, "unknown"),
        ("lift", {"car_width_m": 1.0}, "no"),
        ("lift", {"car_width_m": 0.9, "car_depth_m": 1.2, "door_width_m": 0.9, "platform_lift": True}, "yes"),
        ("ramp", RAMP, "yes"),
        ("ramp", RAMP | {"slope": 0.0833}, "yes"),
        ("ramp", RAMP | {"slope": 0.1}, "no"),
        ("ramp", RAMP | {"rise_per_run_m": 0.8}, "no"),
        ("ramp", RAMP | {"width_m": 0.85}, "no"),
        ("ramp", {"slope": 0.05, "width_m": 1.5}, "unknown"),
        ("fare_gate", {"width_m": 0.9}, "yes"),
        ("fare_gate", {"width_m": 0.55}, "no"),
        ("fare_gate", {}, "unknown"),
        ("security_check", {"width_m": 1.0}, "yes"),
        ("passage", {"width_m": 1.2}, "yes"),
        ("passage", {"width_m": 1.2, "threshold_m": 0.015}, "yes"),
        ("passage", {"width_m": 1.2, "threshold_m": 0.02}, "no"),
        ("passage", {"width_m": 1.2, "rise_m": 0.4}, "unknown"),
        ("passage", RAMP | {"rise_m": 0.4}, "yes"),
    ],
)
def test_the_limits_decide_and_what_is_not_known_stays_unknown(
    mode: str, figures: dict[str, Any], expected: str
) -> None:
    found = verdict(mode, **figures)
    assert found.verdict == expected
    assert (found.reasons == ()) == (expected == "yes")


def test_a_reason_names_the_figure_its_limit_and_the_clause() -> None:
    (reason,) = verdict("fare_gate", width_m=0.55).reasons
    assert reason == "width_m 0.55 is below 0.9 m (GB 50763-2012 s. 3.5.1, wheelchair lane of a gate)"
