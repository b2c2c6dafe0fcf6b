"""The table of signs read back: rows to signs, every wrong row reported by its line, and all or nothing changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from wayfinding import assumptions as figures
from wayfinding.errors import ScheduleError
from wayfinding.signage.inventory.cells import CellError, CellKind, DateOrder, find_order, read_cell, unguarded
from wayfinding.signage.inventory.inventory import (
    ID,
    MESSAGE_COLUMNS,
    NUMBER,
    SIGN_COLUMNS,
    Column,
    message_cells,
    sign_cells,
)
from wayfinding.signage.inventory.table import Row, Table, read_table
from wayfinding.station.destinations import Destinations, list_destinations
from wayfinding.station.edits import with_records
from wayfinding.station.features import read_features
from wayfinding.station.floor import Elevations
from wayfinding.station.geojson import level_problems
from wayfinding.station.model import Record, Sign, Station
from wayfinding.station.problems import Problem
from wayfinding.station.records import Context, Draft, build_record

DISPLAYED_DEG = 0.5e-7
"""Spreadsheets save what they show, and they show seven decimals of a longitude: 1 cm. Less is no move."""


_MESSAGE = re.compile(r"messages\.(\d+)\.")


@dataclass(frozen=True, slots=True)
class Import:
    """The station with the signs of a table, and which of them are new, changed and gone."""

    station: Station
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass
class _Reading:
    """A table being read against a station, and what is wrong with it so far."""

    station: Station
    table: Table
    order: DateOrder | None
    destinations: Destinations
    faults: list[tuple[int, Problem]] = field(default_factory=list)

    def wrong(self, row: Row, id: str | None, text: str, suggestion: str) -> None:
        self.faults.append((row.line, Problem("wrong-row", id, f"{row.where}: {text}", suggestion)))


@dataclass(frozen=True, slots=True)
class _Draft:
    """The feature of a sign as its rows describe it, its first row, and the rows of its messages."""

    raw: dict[str, Any]
    first: Row
    rows: list[Row]

    def row_of(self, problem: Problem) -> Row:
        """The row that a fault of the feature comes from."""
        named = _MESSAGE.search(problem.text)
        return self.rows[int(named[1])] if named else self.first


def import_inventory(station: Station, path: str | Path, remove_missing: bool = False) -> Import:
    """`read_inventory` of a file. Raises ScheduleError, also where the file cannot be opened."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise ScheduleError(f"the table of signs {path!s} cannot be opened: {error.strerror or error}") from None
    return read_inventory(station, content, remove_missing)


def read_inventory(station: Station, content: bytes, remove_missing: bool = False) -> Import:
    """The station with its signs as the table has them; everything else, and what the table does not hold, is kept.

    The table may have gone through a spreadsheet: other order of rows and columns, semicolons or tabs, decimal commas,
    dates rewritten, another encoding, its own line ends. A sign with an unknown id is new; a missing row takes its
    message away. A cell that says what it said keeps its value to the last digit, an optional column that is missing
    keeps all. A sign of which no row is left is an error unless `remove_missing`.
    Raises ScheduleError with every wrong line.
    """
    table = read_table(content)
    dated = [column.name for column in SIGN_COLUMNS if column.kind == "date"]
    order = find_order(unguarded(row.cells[name]) for row in table.rows for name in dated if name in row.cells)
    reading = _Reading(station, table, order, list_destinations(station), list(table.faults))
    groups = _by_sign(reading)
    drafts = {id: _draft(reading, id, rows) for id, rows in groups.items()}
    _refuse_missing(reading, groups, remove_missing)
    signs = {id: sign for id, draft in drafts.items() if (sign := _sign(reading, id, draft)) is not None}
    if reading.faults:
        ordered = sorted(enumerate(reading.faults), key=lambda item: (item[1][0], item[0]))
        raise schedule_error([problem for _, (_, problem) in ordered])
    return _replaced(station, signs)


def schedule_error(faults: Sequence[Problem]) -> ScheduleError:
    """The error that carries all faults, in the order of lines."""
    rest = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return ScheduleError(f"the table of signs cannot be used: {faults[0]}{rest}", faults)


def _by_sign(reading: _Reading) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in reading.table.rows:
        id = unguarded(row.cells[ID]).strip()
        if id:
            groups.setdefault(id, []).append(row)
        else:
            reading.wrong(row, None, "it has no sign", "give the id of the sign that it belongs to")
    return groups


def _draft(reading: _Reading, id: str, rows: list[Row]) -> _Draft:
    """The feature that the rows of one sign describe; a cell that cannot be read leaves what was."""
    old = reading.station.signs.get(id)
    if old is None:
        other = next((item for item in reading.station.records() if item.raw["id"] == id), None)
        if other is not None:
            kind = other.raw["properties"]["kind"]
            reading.wrong(rows[0], id, f"{id!r} is a {kind} of the station", "give the sign an id of its own")
    values = _sign_values(reading, id, rows, old)
    messages = _messages(reading, id, rows, old)
    raw: dict[str, Any] = {"type": "Feature", "id": id, "geometry": None, "properties": {"kind": "sign"}}
    if old is not None:
        raw = {**old.raw}
    raw["geometry"] = _moved(raw["geometry"], values)
    raw["properties"] = {**_merged(raw["properties"], values), "messages": [message for _, message in messages]}
    return _Draft(raw, rows[0], [row for row, _ in messages])


def _merged(was: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The members with some changed; None takes one away."""
    gone = {key for key, value in changes.items() if value is None}
    return {key: value for key, value in {**was, **changes}.items() if key not in gone}


def _moved(geometry: Mapping[str, Any] | None, values: dict[str, Any]) -> Mapping[str, Any] | None:
    """The point of a sign, with the longitude and latitude taken out of `values`."""
    spot: list[Any] = [None, None] if geometry is None else list(geometry["coordinates"])
    for axis, name in enumerate(("lon", "lat")):
        if name in values:
            spot[axis] = values.pop(name)
    if geometry is not None and spot == list(geometry["coordinates"]):
        return geometry
    return {"type": "Point", "coordinates": spot}


def _sign_values(reading: _Reading, id: str, rows: list[Row], old: Sign | None) -> dict[str, Any]:
    """The properties in which the rows differ from the station; None takes one away."""
    known = {} if old is None else sign_cells(old)
    first = rows[0]
    for row in rows[1:]:
        for column in SIGN_COLUMNS:
            name = column.name
            if name in row.cells and not _same(reading, row.cells[name], first.cells[name], column.kind):
                text = f"{name} is {row.cells[name]!r}, but {first.cells[name]!r} in {first.where} of the same sign"
                reading.wrong(row, id, text, "write the same in all rows of a sign")
    return _changes(reading, id, first, SIGN_COLUMNS, known)


def _messages(reading: _Reading, id: str, rows: list[Row], old: Sign | None) -> list[tuple[Row, dict[str, Any]]]:
    """The messages in the order of their numbers, each with its row; none where the only row has an empty one."""
    if len(rows) == 1 and not any(rows[0].cells.get(column.name) for column in (Column(NUMBER), *MESSAGE_COLUMNS)):
        return []
    was: list[Mapping[str, Any]] = [] if old is None else old.raw["properties"]["messages"]
    found: dict[int, dict[str, Any]] = {}
    places: dict[int, Row] = {}
    for row in rows:
        number = _number(reading, id, row)
        if number is None:
            continue
        if number in places:
            text = f"message {number} of {id} stands in {places[number].where} already"
            reading.wrong(row, id, text, "number the messages of a sign 1, 2, 3 …")
            continue
        places[number] = row
        base = was[number - 1] if number <= len(was) else None
        known = {} if base is None else message_cells(number - 1, base)
        changes = _changes(reading, id, row, MESSAGE_COLUMNS, known)
        found[number] = _merged(base or {}, changes)
        _check_destination(reading, id, row, changes.get("destination"))
    return [(places[number], found[number]) for number in sorted(found)]


def _number(reading: _Reading, id: str, row: Row) -> int | None:
    try:
        number = read_cell(row.cells[NUMBER], "whole", comma=reading.table.comma)
    except CellError as error:
        reading.wrong(row, id, f"message: {error}", "number the messages of a sign 1, 2, 3 …")
        return None
    if number is None or number < 1:
        reading.wrong(row, id, "the message has no number", "number the messages of a sign 1, 2, 3 …")
        return None
    return int(number)


def _check_destination(reading: _Reading, id: str, row: Row, destination: Any) -> None:
    if destination is not None and destination not in reading.destinations:
        near = get_close_matches(str(destination), reading.destinations, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "give a place id, line:2, exit:5 or category:toilet"
        reading.wrong(row, id, f"destination {destination!r} is not known", hint)


def _changes(
    reading: _Reading, id: str, row: Row, columns: Sequence[Column], known: Mapping[str, str]
) -> dict[str, Any]:
    """What the cells of a row say that `known` cells do not."""
    changes: dict[str, Any] = {}
    for column in columns:
        cell = row.cells.get(column.name)
        if cell is None or (known and _same(reading, cell, known[column.name], column.kind)):
            continue
        try:
            value = read_cell(cell, column.kind, reading.order, reading.table.comma)
        except CellError as error:
            reading.wrong(row, id, f"{column.name}: {error}", "see data/README.md for what it may be")
            continue
        if known or value is not None:
            changes[column.name] = value
    return changes


def _same(reading: _Reading, one: str, other: str, kind: CellKind) -> bool:
    """Whether two cells say the same, however a spreadsheet has rewritten one of them."""
    if one == other or _lines(one) == _lines(other):
        return True
    try:
        first, second = (read_cell(cell, kind, reading.order, reading.table.comma) for cell in (one, other))
    except CellError:
        return False
    if kind == "degrees" and None not in (first, second):
        return bool(abs(first - second) <= DISPLAYED_DEG)
    return bool(first == second)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_missing(reading: _Reading, groups: Mapping[str, object], remove_missing: bool) -> None:
    if remove_missing:
        return
    for id in reading.station.signs:
        if id not in groups:
            short = id.lstrip("0")
            dropped = short != id and short in groups
            lost = f"; {short!r} looks as if a spreadsheet had dropped its zeros" if dropped else ""
            hint = "put its rows back, or say that missing signs are to be removed"
            reading.faults.append((0, Problem("missing-sign", id, f"no row is left of the sign{lost}", hint)))


def _sign(reading: _Reading, id: str, draft: _Draft) -> Sign | None:
    """The sign of a draft, checked as a file is: the same object where nothing changed, None where it is at fault."""
    station, old = reading.station, reading.station.signs.get(id)
    if old is not None and draft.raw == old.raw:
        return old
    features, _, problems = read_features([draft.raw], station.frame)
    problems += [] if problems else level_problems(features, known=tuple(station.levels))
    problems += [] if problems else list(_far(station, features[0]))
    problems += _hanging(station, old, draft.raw)
    for problem in problems:
        reading.wrong(draft.row_of(problem), id, problem.text, problem.suggestion)
    if problems:
        return None
    record = build_record(features[0], Context(station.frame, station.levels, Elevations(station.levels, {})))
    return record if isinstance(record, Sign) else None


def _far(station: Station, draft: Draft) -> Iterator[Problem]:
    """A slip in a longitude or latitude puts a sign into another town."""
    far_m = station.levels[draft.levels[0]].outline.distance(draft.shape)
    if far_m > figures.STATION_REACH.value:
        text = f"it lies {far_m / 1000:,.0f} km off the station"
        yield Problem("far-off", draft.id, text, "check lon and lat")


def _hanging(station: Station, old: Sign | None, raw: Mapping[str, Any]) -> Iterator[Problem]:
    carrier = raw["properties"].get("mounted_on")
    if carrier is not None and carrier not in station.obstacles and (old is None or old.mounted_on != carrier):
        text = f"mounted_on {carrier!r} is not known"
        yield Problem("unknown-id", raw["id"], text, "name a column or wall, or nothing")


def _replaced(station: Station, signs: Mapping[str, Sign]) -> Import:
    records: dict[str, Record] = {record.id: record for record in station.records()}
    removed = tuple(id for id in station.signs if id not in signs)
    for id in removed:
        del records[id]
    records.update(signs)
    return Import(
        with_records(station, records, set()),
        tuple(id for id in signs if id not in station.signs),
        tuple(id for id, sign in signs.items() if id in station.signs and sign is not station.signs[id]),
        removed,
    )
