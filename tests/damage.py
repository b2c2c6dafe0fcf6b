"""Small functions that spoil one thing in a document, on purpose or at random."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["space", -1]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def damage(document: Document, data: st.DataObject) -> None:
    """Replaces one to three values anywhere in the document by random ones."""
    for _ in range(data.draw(st.integers(1, 3))):
        holder: Any = document
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            key = data.draw(st.sampled_from(keys))
            if not holder[key] or not isinstance(holder[key], dict | list) or data.draw(st.integers(0, 3)) == 0:
                break
            holder = holder[key]
        holder[key] = data.draw(JSON)
