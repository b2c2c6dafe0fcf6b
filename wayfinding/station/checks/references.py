"""Do names that features use of one another exist, and do places lie where somebody can stand?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wayfinding.assumptions import DRAWING_TOLERANCE
from wayfinding.station.destinations import list_destinations
from wayfinding.station.floor import floors
from wayfinding.station.model import OBSTACLE_TYPES, PLACE_TYPES, USES, Place, Record, Sign, Station
from wayfinding.station.problems import Problem


def reference_problems(station: Station) -> list[Problem]:
    """Names of unknown sources, platforms, carriers, pathways and destinations; unknown words; missing names."""
    found = [*place_problems(station, station.places.values()), *message_problems(station, station.signs.values())]
    for record in station.records():
        found += _source(station, record)
    for space in station.spaces.values():
        found += _word(space.id, "use", space.use, USES)
    for obstacle in station.obstacles.values():
        found += _word(obstacle.id, "type", obstacle.type, OBSTACLE_TYPES)
        found += _reference(obstacle.id, "serves", obstacle.raw["properties"], station.pathways)
    for sign in station.signs.values():
        found += _reference(sign.id, "mounted_on", sign.raw["properties"], {**station.obstacles, **station.spaces})
    return found


def place_problems(station: Station, places: Iterable[Place]) -> Iterator[Problem]:
    """Places off the floor, of unknown type, without a name, or platform doors of no platform."""
    for place in places:
        yield from _word(place.id, "type", place.type, PLACE_TYPES)
        here = floors(station, place.level)
        if not any(floor.shape.dwithin(place.point, DRAWING_TOLERANCE.value) for floor in here):
            text = f"it does not lie on walkable floor of level {place.level:g}"
            yield Problem("place-off-floor", place.id, text, "move it in front of what it names")
        if not place.name.zh or not place.name.en:
            text = "it lacks a name in Chinese or English"
            yield Problem("missing-name", place.id, text, "give name_zh and name_en", "warning")
        if place.type == "platform_door":
            yield from _door(station, place)


def message_problems(station: Station, signs: Iterable[Sign]) -> Iterator[Problem]:
    """Messages of `signs` that lead to nothing the station has, or stand on a face that the sign lacks."""
    known = list_destinations(station)
    for sign in signs:
        for message in sign.messages:
            if message.destination not in known:
                text = f"its message leads to {message.destination!r}, which the station does not have"
                hint = "use a place id, line:2, exit:5 or category:toilet"
                yield Problem("dangling-destination", sign.id, text, hint)
            if message.face is not None and message.face >= len(sign.faces_deg) and not sign.wrapped:
                text = f"a message stands on face {message.face}, but it has {len(sign.faces_deg)}"
                yield Problem("dangling-face", sign.id, text, "count faces from 0, as in faces_deg")


def _door(station: Station, door: Place) -> Iterator[Problem]:
    missing = [name for name in ("platform", "line", "towards") if not getattr(door, name)]
    if missing:
        text = f"this platform door lacks {', '.join(missing)}"
        yield Problem("missing-property", door.id, text, "see data/README.md")
    platform = station.places.get(door.platform or "")
    if door.platform and (platform is None or platform.type != "platform"):
        text = f"its platform {door.platform!r} is not a place of type platform"
        yield Problem("dangling-reference", door.id, text, "use the id of the platform's own place")


def _source(station: Station, record: Record) -> Iterator[Problem]:
    keys = record.raw["properties"].get("source_key") or []
    if record.source == "public" and not keys:
        text = "it names no source although its source is public"
        yield Problem("missing-source-key", record.id, text, "add source_key, a list of keys of the file's sources")
    for key in keys:
        if key not in station.header.get("sources", {}):
            text = f"its source {key!r} is not among the file's sources"
            yield Problem("dangling-reference", record.id, text, "add it to the file's sources")


def _word(id: str, name: str, word: str, known: Iterable[str]) -> Iterator[Problem]:
    if word not in known:
        yield Problem(f"unknown-{name}", id, f"its {name} is {word!r}", f"use one of {', '.join(known)}", "warning")


def _reference(id: str, name: str, properties: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[Problem]:
    target = properties.get(name)
    if target is not None and target not in known:
        text = f"its {name} {target!r} does not exist"
        yield Problem("dangling-reference", id, text, "use the id of a feature of this file")
