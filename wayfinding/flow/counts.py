"""Counts in place of assumed trips: how many went from where to where in each quarter of an hour, as a table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import get_args

import numpy as np

from wayfinding.errors import RequestError
from wayfinding.flow.crowd import (
    DOOR,
    END,
    END_DOOR,
    GROUP,
    ORIGIN,
    QUARTER,
    Crowd,
    Drawn,
    Spots,
    chance,
    gather,
    list_aims,
    places_by_kind,
)
from wayfinding.flow.demand import Count, Demand, Kind
from wayfinding.routing.sight import Indices
from wayfinding.station.destinations import departs
from wayfinding.station.model import Place, Station

COLUMNS = ("quarter", "from", "to", "group", "passengers")
NEEDED = ("quarter", "from", "to", "passengers")
QUARTER_S = 900.0
MOST_PASSENGERS = 10_000_000
FAULTS_SHOWN = 50
_QUARTER = re.compile(r"([01]\d|2[0-3]):(00|15|30|45)")
_NUMBER = re.compile(r"\d{1,8}")


def load_counts(path: str | Path, station: Station, demand: Demand) -> Demand:
    """The demand with the counts of a CSV file in place of its trips and hours; trains and groups stay as they are.

    Raises RequestError that names every wrong row by its line; then nothing of the file is taken.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RequestError(f"{path}: {error}") from None
    header = [name.strip() for name in rows[0]] if rows else []
    wrong = set(header) - set(COLUMNS) or {name for name in header if header.count(name) > 1}
    if wrong or not set(NEEDED) <= set(header):
        raise RequestError(f"{path}: the first line must be {','.join(COLUMNS)}; group may be left out")
    starts, ends = _known(station)
    faults: list[str] = []
    counts: list[Count] = []
    for line, cells in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        row = {name: text.strip() for name, text in zip_longest(header, cells, fillvalue="") if name}
        found = [
            *_faults(row, starts, ends, demand),
            *(["it has more cells than the first line"] * (len(cells) > len(header))),
        ]
        faults += [f"line {line}: {text}" for text in found]
        if not found:
            hour, minute = row["quarter"].split(":")
            counts.append(Count(
                quarter_s=int(hour) * 3600.0 + int(minute) * 60.0, start=row["from"], end=row["to"],
                group=row.get("group") or None, passengers=int(row["passengers"]),
            ))  # fmt: skip
    total = sum(count.passengers for count in counts)
    if not faults and not 0 < total <= MOST_PASSENGERS:
        faults.append(f"{total} passengers altogether: count at least 1, at most {MOST_PASSENGERS}")
    if faults:
        more = f"; and {len(faults) - FAULTS_SHOWN} more" if len(faults) > FAULTS_SHOWN else ""
        raise RequestError(f"{path}: {'; '.join(faults[:FAULTS_SHOWN])}{more}")
    return demand.model_copy(update={"counts": tuple(counts), "name": Path(path).stem})


def _faults(row: Mapping[str, str], starts: set[str], ends: set[str], demand: Demand) -> Iterator[str]:
    """What is wrong with one row."""
    if not _QUARTER.fullmatch(row["quarter"]):
        yield f"quarter {row['quarter']!r} is no quarter of an hour such as 07:15"
    for name, known in (("from", starts), ("to", ends)):
        if row[name] not in known:
            told = "from where nobody sets out" if name == "from" else "to where nobody can go"
            yield f"{name} {row[name]!r} is nothing {told}: give a place, a platform, or {', '.join(get_args(Kind))}"
    if row["from"] == row["to"] and row["from"] not in get_args(Kind):
        yield f"it goes from {row['from']!r} to the same"
    if row.get("group") and row["group"] not in demand.groups:
        yield f"group {row['group']!r} is none of {', '.join(demand.groups)}"
    if not _NUMBER.fullmatch(row["passengers"]):
        yield f"passengers {row['passengers']!r} is no whole number from 0 on"


def _known(station: Station) -> tuple[set[str], set[str]]:
    """What may stand under `from`, and what under `to`."""
    origins, ends = places_by_kind(station)
    doors = {place.platform for place in station.places.values() if place.type == "platform_door" and place.platform}
    places = {id for id, place in station.places.items() if place.type != "platform"}
    onward = {id for id in doors if departs(station, station.places[id])}
    return (
        {kind for kind, spots in origins.items() if spots} | places | doors,
        {kind for kind, spots in ends.items() if spots} | places | onward,
    )


def draw_counted(station: Station, demand: Demand, seed: int) -> Crowd:
    """The people counted, each at a time of his own within the quarter; `demand` is one of `load_counts`.

    Counted is counted: who was counted at a place is there, be it open or closed; kinds mean what is open.
    Raises RequestError for places that this station does not have.
    """
    starts, ends = _known(station)
    lost = sorted({c.start for c in demand.counts} - starts | {c.end for c in demand.counts} - ends)
    if lost:
        raise RequestError(f"{demand.name} counts people at {', '.join(lost[:5])}, which this station does not have")
    size = np.array([count.passengers for count in demand.counts], dtype=np.int64)
    row = np.repeat(np.arange(len(size)), size)
    key = np.arange(len(row), dtype=np.uint64)
    origin_spots, end_spots = places_by_kind(station)
    leave = {name: _spots(station, name, origin_spots) for name in {c.start for c in demand.counts}}
    reach = {name: _spots(station, name, end_spots) for name in {c.end for c in demand.counts}}
    every = [*leave.values(), *reach.values()]
    places = sorted({place.id: place for spots in every for spot in spots for place in spot}.values(),
                    key=lambda place: place.id)  # fmt: skip
    number = {place.id: k for k, place in enumerate(places)}
    aims, aim_of = list_aims(places)
    alone = {place.id: len(aims) + k for k, place in enumerate(places)}
    aims = (*aims, *((k,) for k in range(len(places))))
    origin, end = np.zeros(len(row), np.int64), np.zeros(len(row), np.int64)
    which, door = chance(seed, key, ORIGIN), chance(seed, key, DOOR)
    which_end, door_end = chance(seed, key, END), chance(seed, key, END_DOOR)
    edge = np.concatenate([[0], np.cumsum(size)])
    for k, count in enumerate(demand.counts):
        mine = slice(edge[k], edge[k + 1])
        origin[mine] = _pick(leave[count.start], which[mine], door[mine], number)
        numbers = aim_of if count.end in get_args(Kind) else alone
        end[mine] = _pick(reach[count.end], which_end[mine], door_end[mine], numbers)
    start = np.array([count.quarter_s for count in demand.counts])[row] + QUARTER_S * chance(seed, key, QUARTER)
    shares = np.cumsum(list(demand.groups.values()))
    names = list(demand.groups)
    group = np.searchsorted(shares / shares[-1], chance(seed, key, GROUP), side="right")
    told = np.array([-1 if count.group is None else names.index(count.group) for count in demand.counts])[row]
    return gather(station, demand, seed, (tuple(places), aims),
                  Drawn(key, start, origin, end, np.where(told < 0, group, told)))  # fmt: skip


def _spots(station: Station, name: str, kinds: Mapping[Kind, Spots]) -> Spots:
    """The places that a name of a table stands for: a kind's, a platform's doors, or one place."""
    if name in kinds:
        return kinds[name]  # type: ignore[index]
    place = station.places[name]
    if place.type == "platform":
        return [sorted(_doors(station, name), key=lambda door: door.id)]
    return [[place]]


def _doors(station: Station, platform: str) -> list[Place]:
    return [place for place in station.places.values() if place.type == "platform_door" and place.platform == platform]


def _pick(spots: Spots, which: np.ndarray, door: np.ndarray, number: Mapping[str, int]) -> Indices:
    """One of the spots for each person, and of its places one; all of each are as likely."""
    sizes = np.array([len(spot) for spot in spots], dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    flat = np.array([number[place.id] for spot in spots for place in spot], dtype=np.int64)
    spot = (which * len(spots)).astype(np.int64)
    found: Indices = flat[first[spot] + (door * sizes[spot]).astype(np.int64)]
    return found
