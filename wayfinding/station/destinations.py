"""What a sign can lead to: places by id, lines, exits by number, categories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from wayfinding.station.model import Place, Station

Destinations = Mapping[str, frozenset[str]]


def departs(station: Station, platform: Place) -> bool:
    """Whether trains leave from a platform for somewhere; where they end here, nobody departs."""
    here = str(station.header.get("name_zh") or "")
    return bool(platform.towards) and not here.startswith(platform.towards or "")


def list_destinations(station: Station) -> Destinations:
    """Every destination that a message may name, with the ids of the places that it means: any one will do.

    A place id means that place; `line:2` the platforms from which trains of line 2 leave (all of its platforms where
    none is known to); `exit:5` the exits of that number; `category:toilet` every place of that type.
    """
    found: dict[str, set[str]] = defaultdict(set)
    ends: dict[str, set[str]] = defaultdict(set)
    for place in station.places.values():
        found[place.id].add(place.id)
        found[f"category:{place.type}"].add(place.id)
        if place.type == "exit":
            found[f"exit:{place.properties.get('number')}"].add(place.id)
        if place.line and place.type == "platform":
            (found if departs(station, place) else ends)[f"line:{place.line}"].add(place.id)
        elif place.line:
            ends[f"line:{place.line}"].add(place.id)
    whole = {name: frozenset(ids) for name, ids in ends.items()} | {name: frozenset(ids) for name, ids in found.items()}
    return dict(sorted(whole.items()))
