"""Which borders between fare zones a way may cross, from where its two ends lie."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from wayfinding.routing.profiles import ZoneRule
from wayfinding.station.model import Zone

ZONE_ORDER: tuple[Zone, ...] = ("unpaid", "paid", "rail", "staff")


def zone_pair(first: Zone, last: Zone) -> int:
    """The number under which the step from one zone to another is looked up."""
    return ZONE_ORDER.index(first) * len(ZONE_ORDER) + ZONE_ORDER.index(last)


@cache
def allowed_steps(rule: ZoneRule, start: Zone, end: Zone) -> NDArray[np.bool_]:
    """Which steps between zones are allowed on a way from one zone to another, by number.

    Between two ends outside it the paid area is not crossed; between two ends inside, it is not left; with one end
    inside, its border is passed once. Rail floor is crossed only if an end lies on it, staff floor never.
    The same array is given out each time: not to be written to.
    """
    steps = np.zeros(len(ZONE_ORDER) ** 2, dtype=np.bool_)
    if rule == "any":
        return ~steps
    entered = {start, end} | (set() if start == end == "paid" else {"unpaid"})
    for first in ZONE_ORDER:
        for last in ZONE_ORDER:
            returns = first != last and (first == "paid" != start or last == "paid" == start)
            steps[zone_pair(first, last)] = {first, last} <= entered - {"staff"} and not returns
    return steps
