"""What the people of a day draw from: a demand, a station's places and its trains as plain arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

import numpy as np

from wayfinding.errors import RequestError
from wayfinding.flow.people.demand import DAY, QUARTER_S, QUARTERS, Demand, Kind, Trips
from wayfinding.flow.people.drawing import Lots, Shares, guided
from wayfinding.flow.people.spots import Spots, other_ends
from wayfinding.flow.people.timetable import bulk_s, calls_at, coming_s, leaving_s
from wayfinding.routing.sight import Floats, Indices
from wayfinding.station.model import Place

KIND_ORDER: tuple[Kind, ...] = get_args(Kind)

Kinds = Mapping[Kind, Spots]
Numbered = Mapping[str, int]


def prepare_lots(demand: Demand, mixed_seed: np.uint64, origins: Kinds, ends: Kinds, place: Numbered, aim: Numbered
                 ) -> Lots:  # fmt: skip
    """The lots of a demand between these spots; `place` and `aim` number what people start from and go to, by place.

    Raises RequestError for trips between kinds of which the station has none open, or at no hour of the trains.
    """
    flat = [[number[item.id] for item in spot] for side, number in ((origins, place), (ends, aim))
            for kind in KIND_ORDER for spot in side[kind]]  # fmt: skip
    counts = np.array([len(side[kind]) for side in (origins, ends) for kind in KIND_ORDER], dtype=np.int64)
    blocks = np.stack([np.cumsum(counts) - counts, counts], axis=1).reshape(2, len(KIND_ORDER), 2)
    start = blocks[0, [KIND_ORDER.index(item.start) for item in demand.trips]]
    to = blocks[1, [KIND_ORDER.index(item.end) for item in demand.trips]]
    passed = np.cumsum([[0.0, *demand.quarters(name)] for name in demand.hours], axis=1)
    passed /= passed[:, -1:]
    profile = np.array([list(demand.hours).index(item.hours) for item in demand.trips])
    edge_s = np.arange(QUARTERS + 1.0) * QUARTER_S
    chosen, windows_s, windows = [], [], []
    for item, hours in zip(demand.trips, profile.tolist(), strict=True):
        ending, window_s = _pair(demand, item, origins[item.start], ends[item.end])
        window = np.interp(window_s, edge_s, passed[hours])
        never = (window[:, :, 0] >= window[:, :, 1]).any(axis=1)
        if never.any():
            a, b = divmod(int(never.argmax()), len(ends[item.end]))
            raise RequestError(f"demand {demand.name}: nobody can go from {_id(origins[item.start][a])} to "
                               f"{_id(ends[item.end][ending[a * len(ends[item.end]) + b]])}: the hours {item.hours!r} "
                               f"are 0 whenever the trains of both run")  # fmt: skip
        chosen.append(ending)
        windows_s.append(window_s)
        windows.append(window)
    pair = np.cumsum([len(ending) for ending in chosen])
    return Lots(
        mixed_seed, _add_up([item.share for item in demand.trips]), _add_up(list(demand.groups.values())), profile,
        edge_s, guided(passed), start, to, pair - [len(ending) for ending in chosen],
        np.concatenate([ending + first for ending, first in zip(chosen, to[:, 0], strict=True)]),
        np.concatenate(windows_s), np.concatenate(windows), np.concatenate([[0], np.cumsum([len(s) for s in flat])]),
        np.array([number for spot in flat for number in spot], dtype=np.int64),
        np.array([item.start == "rail" for item in demand.trips]), 60.0 * demand.rail.every_min,
        60.0 * demand.rail.over_min,
    )  # fmt: skip


def _id(spot: Sequence[Place]) -> str:
    return (spot[0].platform if spot[0].type == "platform_door" else None) or spot[0].id


def _add_up(shares: Sequence[float]) -> Shares:
    """Shares added up, step by step, to 1: one row."""
    total = np.cumsum([shares], axis=1)
    return guided(total / total[:, -1:])


def _pair(demand: Demand, item: Trips, origins: Spots, ends: Spots) -> tuple[Indices, Floats]:
    """Each spot to start from with each to end at: which end it is, and when each group can set out: (rows, groups, 2).

    Where somebody would change to the line that he came with, it is another end.
    """
    if item.share == 0:
        return np.empty(0, np.int64), np.empty((0, len(demand.groups), 2))
    if not (origins and ends):
        missing = item.end if origins else item.start
        raise RequestError(f"demand {demand.name}: trips from {item.start} to {item.end}, but the station has no "
                           f"{missing} that is open; give that trip a share of 0")  # fmt: skip
    ending = other_ends(origins, ends)
    day = np.broadcast_to(np.array(DAY), (len(demand.groups), 2))
    coming = np.stack([coming_s(demand, spot[0]) if item.end == "metro" else day for spot in ends])
    between_s = coming[ending]
    if item.start == "metro":
        between_s = np.stack([leaving_s(calls_at(demand, spot[0]), mine)
                              for spot, mine in zip(origins, between_s, strict=True)])  # fmt: skip
    elif item.start == "rail":
        between_s = bulk_s(demand, between_s)
    return ending.ravel(), between_s.reshape(-1, len(demand.groups), 2)
