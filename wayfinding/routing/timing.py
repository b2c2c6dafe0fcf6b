"""How long a pathway takes one traveller at quiet times: seconds, with the wait shown apart."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.routing.profiles import Profile, count_steps, travelled_mode
from wayfinding.station.model import Pathway


@dataclass(frozen=True, slots=True)
class Passage:
    """One use of a pathway: `duration_s` includes `wait_s`; `cost_s` adds the discomfort to the duration."""

    duration_s: float
    wait_s: float
    distance_m: float
    steps_up: int
    steps_down: int
    cost_s: float


def time_passage(pathway: Pathway, profile: Profile, rise_m: float, changes_level: bool) -> Passage:
    """What one use costs, climbing `rise_m` (negative: down) between the two stops used."""
    wait_s, moving_s = _wait_and_move(pathway, profile, rise_m)
    steps = count_steps(pathway)
    up, down = (steps, 0) if rise_m >= 0 else (0, steps)
    dislike_s = up * profile.dislike_step_up_s + down * profile.dislike_step_down_s
    dislike_s += profile.dislike_level_change_s if changes_level else 0.0
    dislike_s += profile.dislike_lift_s if pathway.mode == "lift" else 0.0
    duration_s = wait_s + moving_s
    distance_m = 0.0 if pathway.mode == "lift" else pathway.length_m
    return Passage(duration_s, wait_s, distance_m, up, down, duration_s + dislike_s)


def _wait_and_move(pathway: Pathway, profile: Profile, rise_m: float) -> tuple[float, float]:
    walking_s = pathway.length_m / profile.speed_mps
    attended_s = figures.STAFFED_WAIT.value if pathway.staffed or pathway.properties.get("platform_lift") else 0.0
    mode = travelled_mode(pathway)
    if mode == "stairs":
        speed_mps = profile.stairs_up_mps if rise_m >= 0 else profile.stairs_down_mps
        return attended_s, horizontal_m(pathway) / speed_mps
    if mode in ("escalator", "moving_walkway"):
        speed_mps = pathway.speed_mps or figures.ESCALATOR_SPEED.value
        return attended_s, (pathway.length_m + figures.ESCALATOR_FLATS.value) / speed_mps
    if mode == "lift":
        wait_s, ride_s = _lift(pathway, profile, abs(rise_m))
        return wait_s + attended_s, ride_s
    if mode == "ramp":
        return attended_s, walking_s / ramp_factor(pathway.slope)
    if mode == "fare_gate":
        return attended_s, walking_s + profile.gate_service_s
    if mode == "security_check":
        return attended_s, walking_s + figures.SECURITY_SERVICE.value
    return attended_s, walking_s


def horizontal_m(pathway: Pathway) -> float:
    """The run of a stair in plan; its line where drawn, else what its length and rise leave."""
    if pathway.line.length > 0:
        return float(pathway.line.length)
    return math.sqrt(max(pathway.length_m**2 - pathway.rise_m**2, 0.0))


def ramp_factor(slope: float | None) -> float:
    """Speed on a ramp over speed on the level: 1 up to 6 %, then falling between the measured grades."""
    grades = [figures.RAMP_FREE_SLOPE.value, figures.RAMP_STEEP_SLOPE.value, figures.RAMP_STEEPEST_SLOPE.value]
    factors = [1.0, figures.RAMP_STEEP_FACTOR.value, figures.RAMP_STEEPEST_FACTOR.value]
    return float(np.interp(abs(slope or 0.0), grades, factors))


def run_time_s(height_m: float, speed_mps: float) -> float:
    """A lift's run over `height_m`: H / v + v / a."""
    return height_m / speed_mps + speed_mps / figures.LIFT_ACCELERATION.value


def _lift(pathway: Pathway, profile: Profile, height_m: float) -> tuple[float, float]:
    """Wait: half of an idle round trip over the whole shaft, doors included. Ride: board, close, run, open, leave."""
    speed_mps = pathway.speed_mps or figures.LIFT_SPEED.value
    doors_s = figures.LIFT_DOOR_OPENING.value + figures.LIFT_DOOR_CLOSING.value
    wait_s = run_time_s(abs(pathway.rise_m), speed_mps) + doors_s
    return wait_s, 2 * profile.boarding_s + doors_s + run_time_s(height_m, speed_mps)
