"""Where trips start and end: places by kind, and the doors of each platform."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from wayfinding.flow.people.demand import ENTERS_ONLY, KINDS, LEAVES_ONLY, Kind
from wayfinding.routing.sight import Indices
from wayfinding.station.destinations import departs
from wayfinding.station.model import Place, Station

Aims = tuple[tuple[int, ...], ...]
"""What people go to: numbers of places of which any one will do."""

Spots = list[list[Place]]
"""For each thing to start from or go to, the places that serve it: one place, or the doors of a platform."""


def places_by_kind(station: Station) -> tuple[dict[Kind, Spots], dict[Kind, Spots]]:
    """Where trips of each kind start, and where they end; in the order of ids.

    Where a line ends at platforms of its own, nobody comes with the trains that start from its others.
    """
    origins: dict[Kind, Spots] = {"metro": [], "rail": [], "street": [], "road": []}
    ends: dict[Kind, Spots] = {"metro": [], "rail": [], "street": [], "road": []}
    doors: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(station.places.values(), key=lambda item: item.id):
        if place.type == "platform_door" and place.platform:
            if place.open and station.places[place.platform].open:
                doors[place.platform].append(place)
        elif place.type in KINDS and place.open:
            if place.type not in LEAVES_ONLY:
                origins[KINDS[place.type]].append([place])
            if place.type not in ENTERS_ONLY:
                ends[KINDS[place.type]].append([place])
    starting = {platform for platform in doors if departs(station, station.places[platform])}
    ending = {station.places[platform].line for platform in doors if platform not in starting}
    for platform in sorted(doors):
        if platform in starting:
            ends["metro"].append(doors[platform])
        if platform not in starting or station.places[platform].line not in ending:
            origins["metro"].append(doors[platform])
    return origins, ends


def other_ends(origins: Spots, ends: Spots) -> Indices:
    """(origins, ends) which end is meant: another one where somebody would change to the line that he came with."""
    meant = np.tile(np.arange(len(ends)), (len(origins), 1))
    lines = [spot[0].line for spot in ends]
    for row, spot in zip(meant, origins, strict=True):
        others = np.array([k for k, line in enumerate(lines) if line != spot[0].line], dtype=np.int64)
        if spot[0].type == "platform_door" and len(others):
            row[:] = others[np.arange(len(ends)) % len(others)]
    return meant


ANY_WILL_DO = ("rail_entrance", "taxi")
"""Types of which people take the one that costs them least."""


def list_aims(places: Sequence[Place]) -> tuple[Aims, dict[str, int]]:
    """What people go to, as numbers of places, and the number of the aim of each place."""
    groups: dict[str, list[int]] = defaultdict(list)
    for k, place in enumerate(places):
        groups[place.type if place.type in ANY_WILL_DO else place.id].append(k)
    aims = tuple(tuple(members) for members in groups.values())
    return aims, {places[k].id: number for number, members in enumerate(aims) for k in members}
