"""Counts in place of assumed trips: how many went from where to where in each quarter of an hour, as a table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import get_args

import numpy as np

from wayfinding.errors import RequestError
from wayfinding.flow.people.crowd import Crowd, Drawn, chance, gather
from wayfinding.flow.people.demand import DAY, QUARTER_S, Count, Demand, Kind, clock_s
from wayfinding.flow.people.drawing import DOOR, END, END_DOOR, GROUP, ORIGIN, QUARTER
from wayfinding.flow.people.spots import Spots, list_aims, other_ends, places_by_kind
from wayfinding.flow.people.timetable import calls_at, leaving_s
from wayfinding.routing.sight import Floats, Indices
from wayfinding.station.destinations import departs
from wayfinding.station.model import Place, Station

COLUMNS = ("quarter", "from", "to", "group", "passengers")
NEEDED = ("quarter", "from", "to", "passengers")
MOST_PASSENGERS = 10_000_000
FAULTS_SHOWN = 50
"""So many faults are told in full, of all others the lines."""
_QUARTER = re.compile(r"([01]?\d|2[0-3]):(00|15|30|45)")
_NUMBER = re.compile(r"\d{1,8}")


def load_counts(path: str | Path, station: Station, demand: Demand) -> Demand:
    """The demand with the counts of a CSV file in place of its trips and hours; trains and groups stay as they are.

    Raises RequestError that names every wrong row by its line; then nothing of the file is taken.
    """
    header, *rows = _read(Path(path))
    reader = _Reader(_Sides(station, demand), demand)
    faults: list[tuple[int, str]] = []
    counts: list[Count] = []
    for line, cells in rows:
        row = {name: text.strip() for name, text in zip_longest(header[1], cells, fillvalue="") if name}
        found = [
            *reader.faults(line, row),
            *(["it has more cells than the first line"] * (len(cells) > len(header[1]))),
        ]
        faults += [(line, text) for text in found]
        if not found:
            counts.append(Count(
                quarter_s=clock_s(row["quarter"]), start=row["from"], end=row["to"], group=row.get("group") or None,
                passengers=int(row["passengers"]),
            ))  # fmt: skip
    if faults:
        raise RequestError(f"{path}: {'; '.join(_tell(faults))}")
    total = sum(count.passengers for count in counts)
    if not 0 < total <= MOST_PASSENGERS:
        raise RequestError(f"{path}: {total} passengers altogether: count at least 1, at most {MOST_PASSENGERS}")
    return demand.model_copy(update={"counts": tuple(counts), "name": Path(path).stem})


def _read(path: Path) -> list[tuple[int, list[str]]]:
    """The rows with their lines, the names of the columns first; empty rows left out."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            rows = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except UnicodeDecodeError:
        raise RequestError(f"{path}: no text in UTF-8: save it as CSV in UTF-8, with commas") from None
    except (OSError, csv.Error) as error:
        raise RequestError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    rows = [row for row in rows if any(row[1])] or [(1, [])]
    header = rows[0][1]
    if set(header) - set(COLUMNS) or len(set(header)) < len(header) or not set(NEEDED) <= set(header):
        raise RequestError(f"{path}: the first line must be {','.join(COLUMNS)}, with commas; group may be left out")
    return rows


def _tell(faults: Sequence[tuple[int, str]]) -> Iterator[str]:
    """The first faults in full, then the lines of all others."""
    yield from (f"line {line}: {text}" for line, text in faults[:FAULTS_SHOWN])
    lines = sorted({line for line, _ in faults[FAULTS_SHOWN:]})
    if lines:
        breaks = [0, *(k for k in range(1, len(lines)) if lines[k] > lines[k - 1] + 1), len(lines)]
        runs = [(lines[a], lines[b - 1]) for a, b in pairwise(breaks)]
        told = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs)
        yield f"and {len(faults) - FAULTS_SHOWN} more in lines {told}"


class _Sides:
    """What may stand under `from` and `to` in a table: the spots that a name means, and when it can be used.

    Counted is counted: a place may be named be it open or closed; kinds mean what is open.
    """

    def __init__(self, station: Station, demand: Demand) -> None:
        self._station, self._demand = station, demand
        self._origins, self._ends = places_by_kind(station)
        self.doors: dict[str, Spots] = {}
        for place in sorted(station.places.values(), key=lambda item: item.id):
            if place.type == "platform_door" and place.platform:
                self.doors.setdefault(place.platform, [[]])[0].append(place)
        self.begins = cache(self._begins)
        self.ends = cache(self._ending)

    def _begins(self, name: str) -> tuple[Spots, Floats] | None:
        """The spots where people counted under `from` start, and (spots, 2) from when until when; None: unknown."""
        spots = self._spots(name, self._origins)
        if spots is None:
            return None
        day = np.array(DAY)
        return spots, np.array([leaving_s(calls_at(self._demand, spot[0]), day) if _is_door(spot[0]) else day
                                for spot in spots])  # fmt: skip

    def _ending(self, name: str) -> tuple[Spots, Floats] | None:
        """The same for `to`: until the last train leaves."""
        spots = self._spots(name, self._ends)
        if spots is None or (name in self.doors and not departs(self._station, self._station.places[name])):
            return None
        dwell_s = self._demand.trains.dwell_s
        return spots, np.array([(DAY[0], calls_at(self._demand, spot[0])[-1] + dwell_s) if _is_door(spot[0]) else DAY
                                for spot in spots])  # fmt: skip

    def _spots(self, name: str, kinds: Mapping[Kind, Spots]) -> Spots | None:
        if name in get_args(Kind):
            return kinds[name] or None  # type: ignore[index]
        if name in self.doors:
            return self.doors[name]
        place = self._station.places.get(name)
        return None if place is None or place.type == "platform" else [[place]]


def _is_door(place: Place) -> bool:
    return place.type == "platform_door"


class _Reader:
    """Finds what is wrong with the rows of one table."""

    def __init__(self, sides: _Sides, demand: Demand) -> None:
        self._sides, self._groups = sides, demand.groups
        self._seen: dict[tuple[str, ...], int] = {}

    def faults(self, line: int, row: Mapping[str, str]) -> Iterator[str]:
        """The faults of one row."""
        quarter_s = clock_s(row["quarter"]) if _QUARTER.fullmatch(row["quarter"]) else None
        if quarter_s is None:
            yield f"quarter {row['quarter']!r} is no quarter of an hour such as 07:15"
        elif quarter_s < DAY[0]:
            yield f"quarter {row['quarter']} is before 05:30, when the day begins"
        for name, side in (("from", self._sides.begins), ("to", self._sides.ends)):
            known = side(row[name])
            if known is None:
                yield f"{name} {row[name]!r} is no kind and no id of a place or of a platform that people {_USE[name]}"
            elif quarter_s is not None and not _served(known[1], quarter_s).any():
                yield f"{name} {row[name]}: no train {_TRAIN[name]} there from {row['quarter']} on for a quarter hour"
        if row["from"] == row["to"] and row["from"] not in get_args(Kind):
            yield f"from {row['from']!r} to the same"
        if row.get("group") and row["group"] not in self._groups:
            yield f"group {row['group']!r} is none of {', '.join(self._groups)}"
        if not _NUMBER.fullmatch(row["passengers"]):
            yield f"passengers {row['passengers']!r} is no whole number from 0 on"
        first = self._seen.setdefault((row["quarter"], row["from"], row["to"], row.get("group", "")), line)
        if first != line:
            yield f"it counts the same as line {first}"


_USE = {"from": "come from", "to": "go to"}
_TRAIN = {"from": "calls", "to": "leaves"}


def _served(hours_s: Floats, quarter_s: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """At which spots people can be in that quarter hour."""
    return (hours_s[:, 0] < quarter_s + QUARTER_S) & (hours_s[:, 1] > quarter_s)


def draw_counted(station: Station, demand: Demand, seed: int) -> Crowd:
    """The people counted, each at a time of his own within the quarter; `demand` is one of `load_counts`.

    Who comes by a train comes while trains call. Raises RequestError for places that this station does not have.
    """
    sides = _Sides(station, demand)
    lost = sorted({c.start for c in demand.counts if sides.begins(c.start) is None}
                  | {c.end for c in demand.counts if sides.ends(c.end) is None})  # fmt: skip
    if lost:
        raise RequestError(f"{demand.name} counts people at {', '.join(lost[:5])}, which this station does not have")
    size = np.array([count.passengers for count in demand.counts], dtype=np.int64)
    row = np.repeat(np.arange(len(size)), size)
    key = np.arange(len(row), dtype=np.uint64)
    named = [*(sides.begins(c.start) for c in demand.counts), *(sides.ends(c.end) for c in demand.counts)]
    places = sorted({place.id: place for side in named if side for spot in side[0] for place in spot}.values(),
                    key=lambda place: place.id)  # fmt: skip
    number = {place.id: k for k, place in enumerate(places)}
    aims, aim_of = list_aims(places)
    alone = {place.id: len(aims) + k for k, place in enumerate(places)}
    shares = {purpose: chance(seed, key, purpose) for purpose in (ORIGIN, END, DOOR, END_DOOR, QUARTER)}
    start, origin, end = np.empty(len(row)), np.empty(len(row), np.int32), np.empty(len(row), np.int32)
    edge = np.concatenate([[0], np.cumsum(size)])
    for k, count in enumerate(demand.counts):
        mine = slice(edge[k], edge[k + 1])
        numbers = (number, aim_of if count.end in get_args(Kind) else alone)
        start[mine], origin[mine], end[mine] = _draw_row(
            sides, count, numbers, {purpose: share[mine] for purpose, share in shares.items()})  # fmt: skip
    group_shares = np.cumsum(list(demand.groups.values()))
    names = list(demand.groups)
    group = np.searchsorted(group_shares / group_shares[-1], chance(seed, key, GROUP), side="right")
    told = np.array([-1 if count.group is None else names.index(count.group) for count in demand.counts])[row]
    aims = (*aims, *((k,) for k in range(len(places))))
    return gather(demand, seed, (tuple(places), aims),
                  Drawn(key, start, origin, end, np.where(told < 0, group, told).astype(np.int32)))  # fmt: skip


def _draw_row(
    sides: _Sides, count: Count, numbers: tuple[Mapping[str, int], Mapping[str, int]], shares: Mapping[int, Floats]
) -> tuple[Floats, Indices, Indices]:
    """When the people of one row set out, from which place, and to which aim; all that will do are as likely."""
    begins, ends = sides.begins(count.start), sides.ends(count.end)
    from_spots, from_s = begins or ([], np.empty((0, 2)))
    to_spots, to_s = ends or ([], np.empty((0, 2)))
    a, b = (np.flatnonzero(_served(hours_s, count.quarter_s)) for hours_s in (from_s, to_s))
    if not (len(a) and len(b)):
        raise RequestError(f"people counted from {count.start} to {count.end}: no train is there at that hour")
    chosen = a[(shares[ORIGIN] * len(a)).astype(np.int64)]
    goal = (shares[END] * len(b)).astype(np.int64)
    if count.end == "metro":
        goal = other_ends(from_spots, [to_spots[k] for k in b.tolist()])[chosen, goal]
    low_s = np.maximum(from_s[chosen, 0], count.quarter_s)
    high_s = np.minimum(from_s[chosen, 1], count.quarter_s + QUARTER_S)
    return (
        low_s + (high_s - low_s) * shares[QUARTER], _door(from_spots, chosen, shares[DOOR], numbers[0]),
        _door(to_spots, b[goal], shares[END_DOOR], numbers[1]),
    )  # fmt: skip


def _door(spots: Spots, chosen: Indices, share: Floats, number: Mapping[str, int]) -> Indices:
    """One of the places of each person's spot."""
    sizes = np.array([len(spot) for spot in spots], dtype=np.int64)
    flat = np.array([number[place.id] for spot in spots for place in spot], dtype=np.int64)
    found: Indices = flat[(np.cumsum(sizes) - sizes)[chosen] + (share * sizes[chosen]).astype(np.int64)]
    return found
