"""Every figure that the code rests on: value, unit, source, status. Nothing else may hold a bare figure.

Status: `standard` a rule that we could cite, `published` measured or printed by others, `recalled` a well-known
publication not re-read, `derived` computed from rows above, `assumed` nothing found: a setting, shown as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FigureStatus = Literal["standard", "published", "recalled", "derived", "assumed"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its unit, where it comes from, and how far it can be trusted."""

    value: float
    unit: str
    source: str
    status: FigureStatus


# Walking on the level
WALK_SPEED = Figure(1.34, "m/s", "Weidmann 1993, free flow, mean adult", "published")
WHEELCHAIR_SPEED = Figure(0.69, "m/s", "Boyce, Shields, Silcock 1999, Fire Technology 35(1), manual wheelchair", "recalled")
HALF_WIDTH_WALKER = Figure(0.25, "m", "half the shoulder breadth of a clothed adult, rounded up", "assumed")
HALF_WIDTH_LUGGAGE = Figure(0.40, "m", "a walker with a case beside, 0.80 m", "assumed")
HALF_WIDTH_WHEELCHAIR = Figure(0.45, "m", "GB 55019-2021 s. 2.2.3: 0.90 m pinch", "derived")

# Limits for step-free ways
STEP_FREE_MIN_WIDTH = Figure(0.90, "m", "GB 50763-2012 s. 3.5.1, wheelchair lane of a gate", "standard")
STEP_FREE_MAX_SLOPE = Figure(1 / 12, "ratio", "GB 55019-2021 s. 2.3.1", "standard")
STEP_FREE_MAX_RISE_PER_RUN = Figure(0.75, "m", "GB 55019-2021 s. 2.3", "recalled")
STEP_FREE_MAX_THRESHOLD = Figure(0.015, "m", "GB 50763-2012 s. 3.5.3", "standard")
LIFT_MIN_CAR_WIDTH = Figure(1.10, "m", "GB 50763-2012 s. 3.7", "standard")
LIFT_MIN_CAR_DEPTH = Figure(1.40, "m", "GB 50763-2012 s. 3.7", "standard")
LIFT_MIN_DOOR = Figure(0.80, "m", "GB 50763-2012 s. 3.7", "standard")
