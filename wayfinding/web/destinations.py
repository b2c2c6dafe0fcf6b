"""What a passenger can choose without typing: the station's places in groups, as the kiosk's tiles show them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from wayfinding.station.destinations import departs
from wayfinding.station.model import Place, Station

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("exits", ("exit",)),
    ("rail", ("rail_entrance", "waiting_hall")),
    ("coach", ("coach_station",)),
    ("bus", ("bus_area",)),
    ("taxi", ("taxi", "car_park")),
    ("around", ("plaza", "street", "shop")),
    ("toilets", ("toilet", "accessible_toilet", "nursing_room")),
    ("services", ("service_centre", "service_post", "help_point", "luggage_storage", "lost_property", "ticket_machine",
                  "information", "aed", "shuttle_stop", "exam_service_point")),
)  # fmt: skip
NEAREST = (
    "toilet",
    "accessible_toilet",
    "nursing_room",
    "service_centre",
    "help_point",
    "ticket_machine",
    "information",
    "aed",
)
"""Types of which a passenger wants the nearest; each is one choice."""

SHOWN_CLOSED = ("exit",)
"""Types that are a choice even while closed, so that nobody looks for them in vain; a season's desks are not."""


def list_groups(station: Station) -> list[dict[str, Any]]:
    """Groups that have something to offer, each {"group", "line", "items"}; an item's "to" is a route's destination."""
    groups: list[dict[str, Any]] = [
        {"group": "line", "line": line, "items": _directions(platforms)}
        for line, platforms in sorted(_platforms(station).items())
    ]
    groups += [{"group": name, "line": None, "items": list(_items(station, types))} for name, types in GROUPS]
    return [group for group in groups if group["items"]]


def _platforms(station: Station) -> dict[str, dict[str, list[Place]]]:
    """Line, then terminus, then the platforms its trains leave from; where trains end here, nobody departs."""
    lines: dict[str, dict[str, list[Place]]] = {}
    for place in station.places.values():
        if place.type == "platform" and place.line and place.towards and departs(station, place):
            lines.setdefault(place.line, {}).setdefault(place.towards, []).append(place)
    return lines


def _directions(platforms: Mapping[str, list[Place]]) -> list[dict[str, Any]]:
    """One item for each terminus: its first platform that is open."""
    items = []
    for towards, group in platforms.items():
        platform = next((place for place in group if place.open), group[0])
        english = platform.properties.get("towards_en") or towards
        items.append({"to": platform.id, "name_zh": f"往{towards}", "name_en": f"towards {english}",
                      "level": platform.level, "type": "platform", "open": platform.open})  # fmt: skip
    return items


def _items(station: Station, types: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for type in types:
        places = [place for place in station.places.values() if place.type == type]
        if type in NEAREST and len(places) > 1:
            yield {"to": f"nearest:{type}", "name_zh": "", "name_en": "", "level": None, "type": type,
                   "open": any(place.open for place in places)}  # fmt: skip
            continue
        for place in sorted((place for place in places if place.open or type in SHOWN_CLOSED), key=_order):
            yield {"to": place.id, "name_zh": place.name.zh, "name_en": place.name.en, "level": place.level,
                   "type": type, "open": place.open, "detail_zh": _leads(place, "leads_to_zh"),
                   "detail_en": _leads(place, "leads_to_en"), "number": place.properties.get("number")}  # fmt: skip


def _leads(place: Place, key: str) -> str:
    return " · ".join(str(word) for word in place.properties.get(key) or ())


def _order(place: Place) -> tuple[int, float, str]:
    """Exits 1, 2 … 11 before 南1 … and 北."""
    number = str(place.properties.get("number") or "")
    digits = re.search(r"\d+", number)
    return (0 if number.isdigit() else 1, float(digits[0]) if digits else 0.0, place.name.zh)
