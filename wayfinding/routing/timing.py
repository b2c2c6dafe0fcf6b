"""How long a pathway takes one traveller at quiet times: seconds, with the wait and its range shown apart.

Waits are for lifts and for staff. Queues at gates, checks and escalators come with crowds and are not in these times.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.routing.profiles import Profile, count_steps, is_shared_check, is_tactile, travelled_mode
from wayfinding.station.model import Mode, Pathway


@dataclass(frozen=True, slots=True)
class Passage:
    """One use of a pathway: `duration_s` includes `wait_s`; `cost_s` adds the discomfort to the duration.

    `wait_s` is the expected wait, `wait_range_s` the shortest and the longest.
    """

    duration_s: float
    wait_s: float
    distance_m: float
    steps_up: int
    steps_down: int
    cost_s: float
    wait_range_s: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Wait:
    expected_s: float = 0.0
    shortest_s: float = 0.0
    longest_s: float = 0.0


def time_passage(pathway: Pathway, profile: Profile, rise_m: float, changes_level: bool) -> Passage:
    """What one use costs, climbing `rise_m` (negative: down) between the two stops used."""
    lift, attended = _lift_wait(pathway, profile), _staff_wait(pathway, profile)
    wait_s = lift.expected_s + attended.expected_s
    steps = count_steps(pathway)
    up, down = (steps, 0) if rise_m >= 0 else (0, steps)
    dislike_s = up * profile.dislike_step_up_s + down * profile.dislike_step_down_s
    dislike_s += profile.dislike_level_change_s if changes_level else 0.0
    dislike_s += profile.dislike_lift_s if pathway.mode == "lift" else 0.0
    dislike_s += 0.0 if is_tactile(pathway) else profile.dislike_untactile_s
    duration_s = wait_s + _move_s(pathway, profile, rise_m)
    distance_m = 0.0 if pathway.mode == "lift" else pathway.length_m
    wait_range_s = lift.shortest_s + attended.shortest_s, lift.longest_s + attended.longest_s
    return Passage(duration_s, wait_s, distance_m, up, down, duration_s + dislike_s, wait_range_s)


def _move_s(pathway: Pathway, profile: Profile, rise_m: float) -> float:
    walking_s = pathway.length_m / profile.speed_mps
    mode = travelled_mode(pathway)
    if mode == "stairs":
        return horizontal_m(pathway) / (profile.stairs_up_mps if rise_m >= 0 else profile.stairs_down_mps)
    if mode in ("escalator", "moving_walkway"):
        belt_mps = pathway.speed_mps or figures.ESCALATOR_SPEED.value
        return (pathway.length_m + figures.ESCALATOR_FLATS.value) / (belt_mps + _own_mps(mode, profile, rise_m))
    if mode == "lift":
        speed_mps = pathway.speed_mps or figures.LIFT_SPEED.value
        return 2 * profile.boarding_s + _doors_s() + run_time_s(abs(rise_m), speed_mps)
    if mode == "ramp":
        return walking_s / ramp_factor(pathway.slope)
    if mode == "fare_gate":
        return walking_s + profile.gate_service_s
    if mode == "security_check" and not (profile.checked and is_shared_check(pathway)):
        return walking_s + figures.SECURITY_SERVICE.value
    return walking_s


def _own_mps(mode: Mode, profile: Profile, rise_m: float) -> float:
    """What one walks on a moving belt, relative to it; 0 for who stands."""
    if not profile.walks_escalators:
        return 0.0
    if mode == "moving_walkway":
        return profile.speed_mps
    return figures.ESCALATOR_WALK_UP.value if rise_m >= 0 else figures.ESCALATOR_WALK_DOWN.value


def _staff_wait(pathway: Pathway, profile: Profile) -> _Wait:
    if profile.holds_keys or not (pathway.staffed or pathway.properties.get("platform_lift")):
        return _Wait()
    return _Wait(figures.STAFFED_WAIT.value, 0.0, figures.STAFFED_WAIT_LONGEST.value)


def _lift_wait(pathway: Pathway, profile: Profile) -> _Wait:
    """Expected: half of an idle round trip over the whole shaft. Shortest: the car stands here and opens.

    Longest: it has just left, calls at every stop both ways, and people board and leave at each.
    """
    if pathway.mode != "lift":
        return _Wait()
    speed_mps = pathway.speed_mps or figures.LIFT_SPEED.value
    gaps = max(len(pathway.stops) - 1, 1)
    height_m = abs(pathway.rise_m)
    halt_s = _doors_s() + max(figures.LIFT_DOOR_OPEN.value, 2 * profile.boarding_s)
    longest_s = 2 * gaps * (run_time_s(height_m / gaps, speed_mps) + halt_s)
    return _Wait(run_time_s(height_m, speed_mps) + _doors_s(), figures.LIFT_DOOR_OPENING.value, longest_s)


def _doors_s() -> float:
    return figures.LIFT_DOOR_OPENING.value + figures.LIFT_DOOR_CLOSING.value


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
    """A lift's run over `height_m`: H / v + v / a; over a height too short to reach full speed 2 sqrt(H / a)."""
    acceleration = figures.LIFT_ACCELERATION.value
    if height_m < speed_mps**2 / acceleration:
        return 2.0 * math.sqrt(height_m / acceleration)
    return height_m / speed_mps + speed_mps / acceleration
