"""The door of the station file: read it with every problem at once, write it without loss."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from wayfinding.errors import StationError
from wayfinding.station import guard
from wayfinding.station.features import read_features
from wayfinding.station.floor import Elevations
from wayfinding.station.frame import Frame
from wayfinding.station.model import Obstacle, Pathway, Place, Record, Sign, Station
from wayfinding.station.problems import Problem, station_error
from wayfinding.station.records import Context, Draft, build_level, build_record, build_space
from wayfinding.station.schemas import LevelProperties, SpaceProperties
from wayfinding.station.shapes import PositionError, read_position
from wayfinding.station.shift import shift_problems

FORMAT = "wayfinding-station/1"
_WGS84 = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326")
R = TypeVar("R", bound=Record)


def load_station(path: str | Path) -> Station:
    """The station in a GeoJSON file; StationError with all structural problems, also where there is no such file."""
    try:
        size = Path(path).stat().st_size
        if size > guard.MAX_BYTES:
            raise guard.too_large(size)
        document = guard.parse_json(Path(path).read_bytes())
    except (OSError, ValueError) as error:
        if isinstance(error, guard.GuardError):
            raise station_error([error.problem]) from None
        reason = getattr(error, "strerror", None) or str(error)
        raise StationError(f"the station file {path!s} cannot be opened: {reason}") from None
    return read_station(document)


def read_station(document: Mapping[str, Any]) -> Station:
    """The station in a parsed FeatureCollection; StationError with all structural problems.

    The document is copied: changing it afterwards changes nothing here.
    """
    header, features = _collection(document)
    stated, problems = _stated_frame(header)
    drafts, frame, found = read_features(features, stated)
    problems += found
    problems += [] if found else level_problems(drafts, known=())
    problems += shift_problems(drafts, stated is not None, frame)
    if problems:
        raise station_error(problems)
    return _station(header, frame, drafts)


def write_station(station: Station) -> dict[str, Any]:
    """The station as a FeatureCollection: its header and the features as they were read, foreign members kept."""
    rank = {id: place for place, id in enumerate(station.order)}
    features = sorted((record.raw for record in station.records()), key=lambda raw: rank.get(raw["id"], len(rank)))
    header = guard.plain(station.header)
    return {**header, "features": [guard.plain(feature) for feature in features]}


def save_station(station: Station, path: str | Path) -> None:
    """Write the station as UTF-8 GeoJSON, one feature a line, the same bytes for the same station."""
    document = write_station(station)
    features = document.pop("features")
    head = [f"{_json(key)}: {_json(value)}" for key, value in document.items()]
    body = ",\n".join(_json(feature) for feature in features)
    Path(path).write_text("{\n" + ",\n".join(head) + ',\n"features": [\n' + body + "\n]\n}\n", encoding="utf-8")


def level_problems(drafts: Sequence[Draft], known: Sequence[float]) -> list[Problem]:
    """Ordinals that are used but not drawn, or drawn twice; `known` are levels drawn elsewhere."""
    drawn = set(known)
    problems = []
    for draft in drafts:
        if isinstance(draft.properties, LevelProperties):
            ordinal = draft.properties.ordinal
            if ordinal in drawn:
                text = f"level {ordinal:g} is drawn twice"
                problems.append(Problem("duplicate-level", draft.id, text, "draw each level as one feature"))
            drawn.add(ordinal)
    if not drawn:
        problems.append(Problem("no-level", None, "no level is drawn", "add a feature of kind level"))
    for draft in drafts:
        for ordinal in sorted(set(draft.levels) - drawn):
            known_text = ", ".join(f"{level:g}" for level in sorted(drawn, reverse=True))
            text = f"it lies on level {ordinal:g}, which is not drawn"
            problems.append(Problem("unknown-level", draft.id, text, f"use one of {known_text}, or draw that level"))
    return problems


def _collection(document: Any) -> tuple[dict[str, Any], Sequence[Any]]:
    """The header, copied, and the features; StationError where it is not a collection of this format."""
    if not isinstance(document, Mapping):
        raise station_error([Problem("not-geojson", None, "it is not a JSON object", "give a FeatureCollection")])
    found, version, features = document.get("type"), document.get("format"), document.get("features")
    problems = []
    if found != "FeatureCollection":
        problems.append(Problem("not-geojson", None, f"its type is {str(found)[:40]!r}", 'use "FeatureCollection"'))
    if version != FORMAT:
        problems.append(Problem("wrong-version", None, f"its format is {str(version)[:40]!r}", f"use {FORMAT!r}"))
    if not isinstance(features, list | tuple):
        problems.append(Problem("not-geojson", None, "it has no list of features", 'add "features": […]'))
    header: dict[str, Any] = {}
    try:
        header = guard.plain({key: value for key, value in document.items() if key != "features"})
    except guard.GuardError as error:
        problems.append(error.problem)
    if problems:
        raise station_error(problems)
    return header, features or []


def _stated_frame(header: Mapping[str, Any]) -> tuple[Frame | None, list[Problem]]:
    """The frame that the header states, if any, and what is wrong with the header's own members."""
    problems = []
    crs = header.get("crs")
    if crs is not None and not any(name in json.dumps(crs) for name in _WGS84):
        problems.append(Problem("wrong-crs", None, f"its crs is {str(crs)[:60]}", "reproject the file to WGS84"))
    problems += [
        Problem("wrong-value", None, f"{member!r} is not an object", "see data/README.md")
        for member in ("stated", "sources")
        if not isinstance(header.get(member, {}), Mapping)
    ]
    stated = header.get("frame")
    if stated is None:
        return None, problems
    try:
        lon, lat = read_position([stated["lon"], stated["lat"]])
        bearing, _ = read_position([stated.get("bearing_deg", 0.0) / 2, 0.0])
    except (PositionError, TypeError, KeyError, AttributeError):
        text = f"the frame is {str(stated)[:60]}"
        hint = 'write {"lon": degrees, "lat": degrees, "bearing_deg": 0 to 360}'
        return None, [*problems, Problem("wrong-frame", None, text, hint)]
    return Frame(lon, lat, bearing * 2), problems


def _station(header: Mapping[str, Any], frame: Frame, drafts: Sequence[Draft]) -> Station:
    levels = {level.ordinal: level for level in map(build_level, _of(drafts, LevelProperties))}
    spaces = {draft.id: build_space(draft, levels) for draft in _of(drafts, SpaceProperties)}
    context = Context(frame, levels, Elevations(levels, spaces))
    others = [
        build_record(draft, context)
        for draft in drafts
        if not isinstance(draft.properties, LevelProperties | SpaceProperties)
    ]
    return Station(
        header, frame, levels, spaces, keyed(others, Obstacle), keyed(others, Place), keyed(others, Pathway),
        keyed(others, Sign), order=tuple(draft.id for draft in drafts),
    )  # fmt: skip


def keyed(records: Sequence[Record], type: type[R]) -> dict[str, R]:
    """The records of one type by id."""
    return {record.id: record for record in records if isinstance(record, type)}


def _of(drafts: Sequence[Draft], schema: type) -> list[Draft]:
    return [draft for draft in drafts if isinstance(draft.properties, schema)]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
