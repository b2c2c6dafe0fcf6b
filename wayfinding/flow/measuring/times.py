"""How long people took door to door, and how that is spread: by group, trip, origin and destination."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayfinding.flow.choosing.choice import STRAIGHT_ON
from wayfinding.flow.people.demand import KINDS
from wayfinding.flow.simulate import Simulation
from wayfinding.routing.sight import Floats, Indices, compiled
from wayfinding.station.model import Name, Place

Codes = NDArray[np.int16]
Singles = NDArray[np.float32]
By = Literal["group", "from", "to", "trip", "origin", "destination"]
PERCENTILES = (5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95)
KIND_NAMES = {
    "metro": Name("地铁", "metro"), "rail": Name("火车", "railway"), "street": Name("街道", "street"),
    "road": Name("公交长途出租", "bus, coach and taxi"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Times:
    """Door-to-door times of those who arrived, in s, and the means of their parts, which add up to the mean.

    `moving_s` is spent walking and riding, crowded or not; `queued_s` before pathways and lifts; `waited_s` for trains;
    `percentiles_s` are those of PERCENTILES. All are nan where nobody arrived.
    """

    people: int
    mean_s: float
    p50_s: float
    p95_s: float
    moving_s: float
    queued_s: float
    waited_s: float
    percentiles_s: tuple[float, ...]

    def row(self) -> dict[str, float]:
        """The same as one row of a table, a column for each percentile."""
        columns = {f"p{share}_s": value for share, value in zip(PERCENTILES, self.percentiles_s, strict=True)}
        return {"people": self.people, "mean_s": self.mean_s, **columns, "moving_s": self.moving_s,
                "queued_s": self.queued_s, "waited_s": self.waited_s}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Split:
    """The times of some: those of one group, between kinds of places, or from or to one place (a platform is one)."""

    by: By
    key: str
    name: Name
    times: Times


class _Coded(NamedTuple):
    """A way to split people: the number of each one's part, -1 for none, and the keys and names of the parts."""

    by: By
    code: Codes
    parts: list[tuple[str, Name]]


def split_times(simulation: Simulation) -> tuple[Times, tuple[Split, ...]]:
    """The times of all, and by every `By`, where anybody set out (of destinations: arrived)."""
    took, queued, waited = simulation.door_to_door_s, simulation.outcome["queued"], simulation.outcome["waited"]
    everybody = _list_times(np.zeros(len(took), np.int16), 1, took, queued, waited)[0][1]
    found = [
        Split(item.by, key, name, times)
        for item in (*_by_kind(simulation), *_by_place(simulation))
        for (key, name), (asked, times) in zip(
            item.parts, _list_times(item.code, len(item.parts), took, queued, waited), strict=True)
        if asked
    ]  # fmt: skip
    return everybody, tuple(found)


def _by_kind(simulation: Simulation) -> tuple[_Coded, ...]:
    crowd, kinds = simulation.crowd, list(KIND_NAMES)
    kind = np.array([kinds.index(kind_of(place)) for place in crowd.places], dtype=np.int16)
    start, to = kind[crowd.origin], kind[np.array([aim[0] for aim in crowd.aims], dtype=np.int32)][crowd.end]
    groups = [(group.name, Name(group.name_zh, group.name_en)) for group in simulation.supply.groups]
    both = [(f"{a}-{b}", _trip_name(a, b)) for a in kinds for b in kinds]
    return (
        _Coded("group", crowd.group.astype(np.int16), groups),
        _Coded("from", start, list(KIND_NAMES.items())),
        _Coded("to", to, list(KIND_NAMES.items())),
        _Coded("trip", start * np.int16(len(kinds)) + to, both),
    )


def _by_place(simulation: Simulation) -> tuple[_Coded, ...]:
    """By the platform or other place where each set out, and by that where he arrived."""
    crowd, station = simulation.crowd, simulation.network.station
    ids = [place.platform or place.id if place.type == "platform_door" else place.id for place in crowd.places]
    parts = sorted(set(ids))
    number = np.array([parts.index(id) for id in ids], dtype=np.int16)
    names = [(id, station.places[id].name if id in station.places else Name(id, id)) for id in parts]
    at = np.concatenate([np.full(simulation.supply.portals, -1, np.int16), number, np.full(1, -1, np.int16)])
    end = at[np.where(np.isnan(simulation.outcome["arrived"]), -1, STRAIGHT_ON - simulation.outcome["use"])]
    return _Coded("origin", number[crowd.origin], names), _Coded("destination", end, names)


def kind_of(place: Place) -> str:
    """What kind of trip begins or ends at a place; a place that stands for none counts as the street."""
    return "metro" if place.type == "platform_door" else KINDS.get(place.type, "street")


def _trip_name(start: str, end: str) -> Name:
    a, b = KIND_NAMES[start], KIND_NAMES[end]
    return Name(f"{a.zh}至{b.zh}", f"{a.en} to {b.en}")


def _list_times(code: Codes, parts: int, took: Floats, queued: Singles, waited: Singles) -> list[tuple[int, Times]]:
    """How many of each part set out, and the times of those who arrived."""
    asked, edge, sums, sorted_s = share_out(code, parts, took, queued, waited)
    shares = np.array(PERCENTILES) / 100.0
    p50, p95 = PERCENTILES.index(50), PERCENTILES.index(95)
    found = []
    for k in range(parts):
        mine, count = sorted_s[edge[k] : edge[k + 1]], int(edge[k + 1] - edge[k])
        if count:
            mine.sort()
            at = shares * (count - 1)
            low = at.astype(np.int64)
            values = (mine[low] + (at - low) * (mine[np.minimum(low + 1, count - 1)] - mine[low])).tolist()
            mean_s, queued_s, waited_s = (sums[k] / count).tolist()
        else:
            values, mean_s, queued_s, waited_s = [math.nan] * len(PERCENTILES), math.nan, math.nan, math.nan
        found.append((int(asked[k]), Times(
            count, mean_s, values[p50], values[p95], mean_s - queued_s - waited_s, queued_s, waited_s, tuple(values),
        )))  # fmt: skip
    return found


@compiled
def share_out(
    code: Codes, parts: int, took: Floats, queued: Singles, waited: Singles
) -> tuple[Indices, Indices, Floats, Singles]:
    """People by part (-1 for none): how many set out, where each part begins, sums (parts, 3) of took, queued, waited.

    And `took` part after part, in single precision. Who did not arrive has nan there, and only counts as setting out.
    """
    asked, edge, sums = np.zeros(parts, np.int64), np.zeros(parts + 1, np.int64), np.zeros((parts, 3))
    for i in range(code.shape[0]):
        k = code[i]
        if k >= 0:
            asked[k] += 1
            if took[i] == took[i]:
                edge[k + 1] += 1
                sums[k, 0] += took[i]
                sums[k, 1] += queued[i]
                sums[k, 2] += waited[i]
    edge = np.cumsum(edge)
    filled, shared = edge[:-1].copy(), np.empty(edge[parts], np.float32)
    for i in range(code.shape[0]):
        if code[i] >= 0 and took[i] == took[i]:
            shared[filled[code[i]]] = took[i]
            filled[code[i]] += 1
    return asked, edge, sums, shared
