"""An audit as files: CSV and GeoJSON of signs, legible areas, coverage, gaps, decisions, verdicts, walks, findings.

A record becomes one row and one feature. Its members keep their names: a name is two columns (`_zh`, `_en`), a place,
target or sign stands by its id, a record inside a record by its members. Shapes go to GeoJSON in degrees; in CSV stands
a point of each, `lon` and `lat`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
import orjson
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from wayfinding.routing.routes import Route
from wayfinding.signage.audit import Audit
from wayfinding.signage.journeys.continuity import Gap
from wayfinding.signage.journeys.ways import Way
from wayfinding.signage.legible.gap_cells import GapCells, list_gap_cells
from wayfinding.signage.scope import concerns, list_findings, list_legible, list_verdicts
from wayfinding.signage.targets import Target
from wayfinding.signage.words import GAP_REASONS
from wayfinding.station.model import Name, Place, Sign, Station

DEGREE_DECIMALS = 7
AREA_TOLERANCE_M = 0.01
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would run as a formula in a spreadsheet: a quote is put before it."""

Entry = tuple[dict[str, Any], BaseGeometry | None]
"""Flat values, and a shape in local metres."""


@dataclass(frozen=True)
class Table:
    """One kind of records: what it is called, and how its entries are listed. `placed`: they have shapes."""

    name: str
    title: Name
    entries: Callable[[Audit, Target | None], Iterable[Entry]]
    placed: bool = True

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files."""
        return (f"{self.name}.csv", f"{self.name}.geojson") if self.placed else (f"{self.name}.csv",)


@dataclass(frozen=True)
class File:
    """A file that an audit can be written to."""

    name: str
    media_type: str
    table: Table

    def write(self, audit: Audit, target: Target | None) -> bytes:
        """Its content about one destination, or about all."""
        entries = list(self.table.entries(audit, target))
        station = audit.legibility.station
        return as_geojson(station, entries) if self.name.endswith(".geojson") else as_csv(station, entries)


def as_csv(station: Station, entries: Iterable[Entry]) -> bytes:
    """One row an entry, UTF-8 with the mark by which spreadsheets know it."""
    rows = [values | _spot(station, shape) for values, shape in entries]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(columns)
    table.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_geojson(station: Station, entries: Iterable[Entry]) -> bytes:
    """One feature an entry, in degrees."""

    def turn(local: Any) -> Any:
        return np.round(station.frame.to_lonlat(local), DEGREE_DECIMALS)

    rows = list(entries)
    shapes = shapely.transform(np.array([shape for _, shape in rows], dtype=object), turn)
    features = [
        {"type": "Feature", "geometry": None if shape is None else mapping(shape), "properties": values}
        for (values, _), shape in zip(rows, shapes, strict=True)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features}, option=orjson.OPT_SERIALIZE_NUMPY)


def flat(record: Any, skip: Iterable[str] = ()) -> dict[str, Any]:
    """The members of a record as plain values; shapes, arrays, and what its own `repr` leaves out, are left out."""
    values: dict[str, Any] = {}
    for item in fields(record):
        if item.repr and item.name not in skip:
            values |= _flat(item.name, getattr(record, item.name))
    return values


def _flat(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, Name):
        return {f"{name}_zh": value.zh, f"{name}_en": value.en}
    if isinstance(value, Place | Target | Sign):
        return {name: value.id}
    if isinstance(value, Way):
        return {"origin": value.origin.id, "target": value.target.id, "passengers": value.passengers}
    if isinstance(value, BaseGeometry | np.ndarray | Route) or name == "points":
        return {}
    if is_dataclass(value):
        return {f"{name}_{key}": inner for key, inner in flat(value).items()}
    if isinstance(value, Mapping):
        return {key: inner for part, each in value.items() for key, inner in _flat(f"{name}_{part}", each).items()}
    if isinstance(value, tuple | list | frozenset):
        return {name: " ".join(str(getattr(each, "id", each)) for each in value)}
    return {name: value.item() if isinstance(value, np.generic) else value}


def _spot(station: Station, shape: BaseGeometry | None) -> dict[str, float]:
    if shape is None or shape.is_empty:
        return {}
    point = shape.representative_point()
    lon, lat = np.round(station.frame.to_lonlat([[point.x, point.y]])[0], DEGREE_DECIMALS)
    return {"lon": float(lon), "lat": float(lat)}


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DEGREE_DECIMALS)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def _signs(audit: Audit, target: Target | None) -> Iterator[Entry]:  # noqa: ARG001 -- an inventory has no destination
    for sign in audit.legibility.station.signs.values():
        messages = "; ".join(f"{item.destination} {item.arrow} {item.text.zh} {item.text.en}" for item in sign.messages)
        yield flat(sign, ("messages", "point")) | {"messages": messages}, sign.point


def _areas(audit: Audit, target: Target | None) -> Iterator[Entry]:
    for number in list_legible(audit, target):
        face, area = audit.legibility.faces[number], audit.legibility.area(number)
        values = flat(face, ("messages", "x", "y")) | {"area_m2": round(area.area, 2)}
        yield values, area.simplify(AREA_TOLERANCE_M)


def _gap_cells(audit: Audit, target: Target | None) -> Iterator[Entry]:
    """The cells of a level from which no sign can be read, merged where sign, reason and obstacle are the same."""
    for gaps in _gaps_of(audit, target):
        walkable = audit.legibility.floor(gaps.level)
        for miss, cells in gaps.by_miss():
            values = {"to": None if target is None else target.id, "level": gaps.level}
            values |= flat(miss) | _flat("reason", GAP_REASONS[miss.code]) | _extent(gaps, len(cells))
            yield values, gaps.shape(cells, walkable).simplify(AREA_TOLERANCE_M)


def _gap_shares(audit: Audit, target: Target | None) -> Iterator[Entry]:
    """How much of each level's floor lacks a sign to each destination, and why."""
    for to in audit.targets if target is None else (target,):
        for gaps in _gaps_of(audit, to):
            for code, cells in gaps.by_reason():
                values = {"to": to.id, "level": gaps.level, "code": code}
                yield values | _flat("reason", GAP_REASONS[code]) | _extent(gaps, int(cells.sum())), None


def _gaps_of(audit: Audit, target: Target | None) -> Iterator[GapCells]:
    for level in sorted(audit.legibility.station.levels, reverse=True):
        yield list_gap_cells(audit.legibility, target, audit.profile, level)


def _extent(gaps: GapCells, cells: int) -> dict[str, Any]:
    return {"cell_m": gaps.cell_m, "cells": cells, "area_m2": cells * gaps.cell_m**2, "share": cells / gaps.floor}


def _entries(audit: Audit, records: Iterable[Any]) -> Iterator[Entry]:
    for record in records:
        shape = _shape(audit, record)
        yield flat(record, ("x", "y") if isinstance(shape, shapely.Point) else ()), shape


def _about(member: str, to: Callable[[Any], str | None]) -> Callable[[Audit, Target | None], Iterator[Entry]]:
    """The entries of one member of the audit: those of its records that are `to` the target asked for."""

    def entries(audit: Audit, target: Target | None) -> Iterator[Entry]:
        return _entries(audit, (record for record in getattr(audit, member) if concerns(target, to(record))))

    return entries


def _findings(audit: Audit, target: Target | None) -> Iterator[Entry]:
    return _entries(audit, list_findings(audit, target))


def _verdicts(audit: Audit, target: Target | None) -> Iterator[Entry]:
    return _entries(audit, list_verdicts(audit, target, others=True))


def _clutter(member: str) -> Callable[[Audit, Target | None], Iterator[Entry]]:
    """The entries of one kind of clutter, which no destination owns."""
    return lambda audit, _: _entries(audit, getattr(audit.clutter, member))


def _inspection(audit: Audit, target: Target | None) -> Iterator[Entry]:  # noqa: ARG001 -- as for the inventory
    return _entries(audit, audit.criticality)


def _shape(audit: Audit, record: Any) -> BaseGeometry | None:
    """Where a record lies: its area, its points, its spot, or its sign."""
    if isinstance(getattr(record, "area", None), BaseGeometry):
        return record.area  # type: ignore[no-any-return]
    if isinstance(record, Gap):
        return shapely.MultiLineString([(tail, head) for _, tail, head in record.lines])
    points = getattr(record, "points", ())
    if len(points):
        spots = [point[-2:] for point in points]
        return shapely.LineString(spots) if len(spots) > 1 else shapely.Point(spots[0])
    if hasattr(record, "x"):
        return shapely.Point(record.x, record.y)
    sign = audit.legibility.station.signs.get(getattr(record, "sign", ""))
    return None if sign is None else sign.point


TABLES = (
    Table("findings", Name("问题清单", "findings, ranked"), _findings),
    Table("coverage", Name("各目的地各层覆盖率", "coverage by destination and level"),
          _about("coverage", lambda item: item.to), placed=False),
    Table("gaps", Name("无可读标识的路段", "stretches without a legible sign"),
          _about("gaps", lambda item: item.way.target.id)),
    Table("breaks", Name("合并后的盲区", "where guidance breaks off: gaps that share floor"),
          _about("breaks", lambda item: item.to)),
    Table("decisions", Name("岔口确认情况", "decision points, confirmed or not"),
          _about("decisions", lambda item: item.to)),
    Table("verdicts", Name("每条信息的箭头判断", "every arrow judged"), _verdicts),
    Table("conflicts", Name("标识互相矛盾处", "where signs contradict"), _about("conflicts", lambda item: item.target)),
    Table("walks", Name("只按标识走的结果", "following the signs alone"), _about("walks", lambda item: item.target)),
    Table("crowded", Name("信息过多的版面", "faces with too many messages"), _clutter("crowded")),
    Table("competing", Name("互相争抢的版面", "faces that compete"), _clutter("competing")),
    Table("care", Name("需要维护的标识", "signs that need care"), _clutter("care")),
    Table("inspection", Name("巡检顺序", "order of inspection"), _inspection),
    Table("signs", Name("标识台账", "the signs as they stand"), _signs),
    Table("gap-cells", Name("读不到标识的地面及原因", "floor without a legible sign, and why"), _gap_cells),
    Table("gap-shares", Name("各目的地各层盲区占比", "such floor by destination, level and reason"), _gap_shares,
          placed=False),
    Table("legible-areas", Name("各版面可读区域", "where each face can be read"), _areas),
)  # fmt: skip
MEDIA_TYPES = {"csv": "text/csv", "geojson": "application/geo+json"}
FILES = tuple(File(name, MEDIA_TYPES[name.rpartition(".")[2]], table) for table in TABLES for name in table.files)
