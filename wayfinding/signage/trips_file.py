"""Trips as a table: what a simulation counted, or somebody else, in place of the assumed shares."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from wayfinding.errors import InputError, NotFoundError, RequestError
from wayfinding.routing.profiles import PROFILES
from wayfinding.signage.inventory.inventory import replace_file
from wayfinding.signage.targets import Target, get_target
from wayfinding.signage.trips import Trips
from wayfinding.station.model import Station

COLUMNS = ("from", "to", "profile", "passengers")
NEEDED = ("from", "to", "passengers")
EVERYBODY = "walk"
"""An audit for those on foot stands for all who pass, as the assumed trips do."""
FAULTS_SHOWN = 50


class Trip(NamedTuple):
    """So many passengers of a profile ("": of any) from a place to a target, both by id."""

    origin: str
    target: str
    profile: str
    passengers: float


def write_trips(path: str | Path, trips: Iterable[Trip]) -> None:
    """Write a table of trips, whole or not at all. Raises InputError where the file cannot be written."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows((*trip[:3], f"{trip.passengers:.10g}") for trip in trips)
    try:
        replace_file(Path(path), lambda part: part.write_text(text.getvalue(), encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from None


def load_trips(path: str | Path, station: Station, profile: str = EVERYBODY) -> Trips:
    """The trips of a CSV file for an audit of one profile: rows of that profile and rows that name none, added up.

    For those on foot all rows count. Raises RequestError that names every wrong row by its line; then nothing of the
    file is taken.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RequestError(f"{path}: {error}") from None
    header = [name.strip() for name in rows[0]] if rows else []
    wrong = set(header) - set(COLUMNS) or {name for name in header if header.count(name) > 1}
    if wrong or not set(NEEDED) <= set(header):
        raise RequestError(f"{path}: the first line must be {','.join(COLUMNS)}; profile may be left out")
    faults: list[str] = []
    told: list[Trip] = []
    find = cache(partial(_find, station))
    for line, cells in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        row = {name: text.strip() for name, text in zip_longest(header, cells, fillvalue="") if name}
        found = [
            *_faults(row, station, find),
            *(["it has more cells than the first line"] * (len(cells) > len(header))),
        ]
        faults += [f"line {line}: {text}" for text in found]
        target = find(row["to"])
        if not found and not isinstance(target, str):
            told.append(Trip(row["from"], target.id, row.get("profile", ""), float(row["passengers"])))
    trips = add_up(told, profile)
    if not faults and not any(trips.values()):
        faults.append(f"it counts no passenger for profile {profile}: an audit has nothing to weigh by")
    if faults:
        more = f"; and {len(faults) - FAULTS_SHOWN} more" if len(faults) > FAULTS_SHOWN else ""
        raise RequestError(f"{path}: {'; '.join(faults[:FAULTS_SHOWN])}{more}")
    return trips


def add_up(trips: Iterable[Trip], profile: str = EVERYBODY) -> Trips:
    """The trips that count in an audit of one profile: its own and those of anybody; on foot all of them."""
    found: dict[tuple[str, str], float] = {}
    for trip in trips:
        if profile == EVERYBODY or trip.profile in ("", profile):
            pair = trip.origin, trip.target
            found[pair] = found.get(pair, 0.0) + trip.passengers
    return MappingProxyType(found)


def _find(station: Station, text: str) -> Target | str:
    """The target of that name, or why there is none."""
    try:
        return get_target(station, text)
    except NotFoundError as error:
        return str(error)


def _faults(row: Mapping[str, str], station: Station, find: Callable[[str], Target | str]) -> Iterator[str]:
    """What is wrong with one row."""
    origin = station.places.get(row["from"])
    if origin is None or origin.type == "platform_door":
        hint = "" if origin is None else f" (a door: give its platform, {origin.platform})"
        yield f"from {row['from']!r} is no place to set out from{hint}"
    target = find(row["to"])
    if isinstance(target, str):
        yield f"to: {target}"
    elif row["from"] in target.places:
        yield f"it goes from {row['from']!r} to the same"
    if row.get("profile") and row["profile"] not in PROFILES:
        yield f"profile {row['profile']!r} is none of {', '.join(PROFILES)}"
    try:
        passengers = float(row["passengers"])
    except ValueError:
        passengers = math.nan
    if not 0 <= passengers < math.inf:
        yield f"passengers {row['passengers']!r} is no number from 0 on"
