"""Small functions that spoil one thing in a station document."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tests.stations import FRAME

Document = dict[str, Any]
Spoil = Callable[[Document], Any]


def feature(document: Document, id: str) -> Document:
    return next(item for item in document["features"] if item["id"] == id)


def put(id: str, /, **properties: Any) -> Spoil:
    return lambda document: feature(document, id)["properties"].update(properties)


def drop(id: str, name: str) -> Spoil:
    return lambda document: feature(document, id)["properties"].pop(name)


def member(id: str, /, **members: Any) -> Spoil:
    return lambda document: feature(document, id).update(members)


def header(**members: Any) -> Spoil:
    return lambda document: document.update(members)


def stated(**members: Any) -> Spoil:
    return lambda document: document["stated"].update(members)


def at(id: str, /, *points: tuple[float, float]) -> Spoil:
    """Redraws a feature in local metres: a point, a line, or one ring as given."""

    def spoil(document: Document) -> None:
        geometry = feature(document, id)["geometry"]
        lonlat = FRAME.to_lonlat(points).tolist()
        geometry["coordinates"] = {"Point": lonlat[0], "LineString": lonlat, "Polygon": [lonlat]}[geometry["type"]]

    return spoil


def raw(id: str, /, coordinates: Any) -> Spoil:
    return lambda document: feature(document, id)["geometry"].update(coordinates=coordinates)


def positions(value: Any, change: Callable[[list[float]], list[float]]) -> Any:
    if value and isinstance(value[0], int | float):
        return change(value)
    return [positions(item, change) for item in value]


def everywhere(change: Callable[[list[float]], list[float]]) -> Spoil:
    def spoil(document: Document) -> None:
        for item in document["features"]:
            item["geometry"]["coordinates"] = positions(item["geometry"]["coordinates"], change)

    return spoil


def one(id: str, /, change: Callable[[list[float]], list[float]]) -> Spoil:
    def spoil(document: Document) -> None:
        geometry = feature(document, id)["geometry"]
        geometry["coordinates"] = positions(geometry["coordinates"], change)

    return spoil


def both(*spoils: Spoil) -> Spoil:
    return lambda document: [spoil(document) for spoil in spoils]


def without(*ids: str) -> Spoil:
    def spoil(document: Document) -> None:
        document["features"] = [item for item in document["features"] if item["id"] not in ids]

    return spoil


def again(id: str, /, **members: Any) -> Spoil:
    return lambda document: document["features"].append({**deepcopy(feature(document, id)), **members})


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def gcj(position: list[float]) -> list[float]:
    return [position[0] + 0.0063, position[1] + 0.00103]


def ring(*points: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    return (*points, points[0])
