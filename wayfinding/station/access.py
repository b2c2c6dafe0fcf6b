"""Whether a wheelchair gets through a pathway: yes, no or unknown, always with the reasons."""

from __future__ import annotations

from dataclasses import dataclass

from wayfinding.assumptions import (
    LIFT_MIN_CAR_DEPTH,
    LIFT_MIN_CAR_WIDTH,
    LIFT_MIN_DOOR,
    PLATFORM_LIFT_MIN_DEPTH,
    PLATFORM_LIFT_MIN_WIDTH,
    SLOPE_ROUNDING,
    STEP_FREE_MAX_RISE_PER_RUN,
    STEP_FREE_MAX_SLOPE,
    STEP_FREE_MAX_THRESHOLD,
    STEP_FREE_MIN_WIDTH,
    Figure,
)
from wayfinding.station.model import Pathway, Tristate


@dataclass(frozen=True, slots=True)
class Access:
    """A verdict and why; for a `no` only what rules the pathway out, for an `unknown` what is not known."""

    verdict: Tristate
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """One figure of a pathway against its limit: `least` or at most."""

    name: str
    value: float | None
    figure: Figure
    least: bool = True
    rounding: float = 0.0

    @property
    def broken(self) -> bool:
        if self.value is None:
            return False
        return self.value < self.figure.value if self.least else self.value > self.figure.value + self.rounding

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.name} is not known"
        word = "below" if self.least else "above"
        return f"{self.name} {self.value:g} is {word} {self.figure.value:.4g} {self.figure.unit} ({self.figure.source})"


def step_free(pathway: Pathway) -> Access:
    """Whether `pathway` can be used in a wheelchair, by its own figures (not whether it is open now).

    Stairs, escalators and moving walkways cannot. A figure that is not known gives `unknown`, unless another one
    already rules it out. A sill counts where one is stated.
    """
    if pathway.mode in ("stairs", "escalator", "moving_walkway"):
        return Access("no", (f"a wheelchair cannot use {pathway.mode.replace('_', ' ')}",))
    found = limits(pathway)
    broken = tuple(str(limit) for limit in found if limit.broken)
    if broken:
        return Access("no", broken)
    missing = tuple(str(limit) for limit in found if limit.value is None)
    return Access("unknown", missing) if missing else Access("yes", ())


def limits(pathway: Pathway) -> list[Limit]:
    """The figures of `pathway` that decide whether it is step-free, with their limits."""
    found = _LIMITS_OF[pathway.mode](pathway) if pathway.mode in _LIMITS_OF else [_width(pathway)]
    if pathway.threshold_m is not None:
        found.append(Limit("threshold_m", pathway.threshold_m, STEP_FREE_MAX_THRESHOLD, least=False))
    return found


def _width(pathway: Pathway) -> Limit:
    return Limit("width_m", pathway.width_m, STEP_FREE_MIN_WIDTH)


def _lift(pathway: Pathway) -> list[Limit]:
    attended = pathway.properties.get("platform_lift") is True
    width, depth = LIFT_MIN_CAR_WIDTH, LIFT_MIN_CAR_DEPTH
    if attended:
        width, depth = PLATFORM_LIFT_MIN_WIDTH, PLATFORM_LIFT_MIN_DEPTH
    return [
        Limit("car_width_m", pathway.car_width_m, width),
        Limit("car_depth_m", pathway.car_depth_m, depth),
        Limit("door_width_m", pathway.door_width_m, LIFT_MIN_DOOR),
    ]


def _ramp(pathway: Pathway) -> list[Limit]:
    return [
        Limit("slope", pathway.slope, STEP_FREE_MAX_SLOPE, least=False, rounding=SLOPE_ROUNDING.value),
        _width(pathway),
        Limit("rise_per_run_m", pathway.rise_per_run_m, STEP_FREE_MAX_RISE_PER_RUN, least=False),
    ]


def _passage(pathway: Pathway) -> list[Limit]:
    """A passage that climbs more than a sill is judged like a ramp."""
    return _ramp(pathway) if abs(pathway.rise_m) > STEP_FREE_MAX_THRESHOLD.value else [_width(pathway)]


_LIMITS_OF = {"lift": _lift, "ramp": _ramp, "passage": _passage}
