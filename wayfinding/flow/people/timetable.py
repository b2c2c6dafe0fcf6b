"""When trains call at a platform, and when people set out who take one: between its first train and its last."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from wayfinding import assumptions as figures
from wayfinding.errors import RequestError
from wayfinding.flow.people.demand import DAY, Demand, Line, clock_s
from wayfinding.routing.profiles import get_profile
from wayfinding.routing.sight import Floats
from wayfinding.station.model import Place

HOUR_S = 3600.0


def train_times(line: Line) -> Floats:
    """When its trains call, in s after midnight."""
    return _list_times(line.first, line.last, tuple(line.minutes))


@lru_cache(maxsize=64)
def _list_times(first: str, last: str, minutes: tuple[tuple[float, float], ...]) -> Floats:
    now, end_s = clock_s(first), clock_s(last)
    times = []
    while now <= end_s:
        times.append(now)
        now += 60.0 * next((each for hour, each in reversed(minutes) if now >= hour * HOUR_S), minutes[0][1])
    found = np.array(times)
    found.flags.writeable = False
    return found


def find_line(demand: Demand, door: Place) -> Line | None:
    """The timetable of a platform, by one of its doors: its own, else that of its direction, else that of its line.

    A door of which no direction is known takes any of its line.
    """
    mine = [item for item in demand.trains.lines if item.line == door.line
            and (item.towards in (None, door.towards) or door.towards is None)]  # fmt: skip
    return max(mine, key=lambda item: _fit(item, door), default=None)


def _fit(item: Line, door: Place) -> tuple[bool, bool, bool]:
    return bool(item.platforms and door.platform in item.platforms), not item.platforms, item.towards == door.towards


def calls_at(demand: Demand, door: Place) -> Floats:
    """When trains call at the platform of a door within the day, and have left it again before that ends.

    Raises RequestError where none does.
    """
    line = find_line(demand, door)
    times = np.empty(0) if line is None else train_times(line)
    times = times[(times >= DAY[0]) & (times + demand.trains.dwell_s <= DAY[1])]
    if not len(times):
        towards = f" towards {door.towards}" if door.towards else ""
        raise RequestError(f"demand {demand.name}: no train calls at {door.platform} between 05:30 and 24:00: "
                           f"give trains.lines the line {door.line}{towards}")  # fmt: skip
    return times


def coming_s(demand: Demand, door: Place) -> Floats:
    """(groups, 2) from when until when people set out for the trains at a platform's door; slow groups set out earlier.

    Raises RequestError where no train calls.
    """
    times = calls_at(demand, door)
    pace = np.array([figures.WALK_SPEED.value / get_profile(name).speed_mps for name in demand.groups])
    early_s = figures.TRAIN_MARGIN.value * pace
    between_s: Floats = np.clip(np.stack([times[0] - early_s, times[-1] - early_s], axis=1), *DAY)
    return between_s


def leaving_s(times: Floats, between: Floats) -> Floats:
    """(…, 2) the same for who first comes by one of the trains at these times, and goes on `between` (…, 2).

    The first train carries those of as long as passes until the second. Empty where none of them calls then.
    """
    before = np.concatenate([[times[0] - (times[1] - times[0] if len(times) > 1 else HOUR_S)], times])
    first = np.searchsorted(times, between[..., 0])
    after = np.searchsorted(times, between[..., 1], side="right")
    return np.stack([before[first], before[np.maximum(after, first)]], axis=-1)


def bulk_s(demand: Demand, between: Floats) -> Floats:
    """(…, 2) the same for who first comes by the railway, in bulk."""
    every_s, over_s = 60.0 * demand.rail.every_min, 60.0 * demand.rail.over_min
    low = np.ceil(between[..., 0] / every_s) * every_s
    return np.stack([low, np.maximum(low, between[..., 1] - over_s)], axis=-1)
