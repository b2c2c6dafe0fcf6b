"""Is a route of this station still right? One real question, its answer checked against what it must satisfy."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wayfinding.errors import WayfindingError
from wayfinding.station.model import Place
from wayfinding.web.drawing import lonlat
from wayfinding.web.hub import Hub

NEAR_DEGREES = 2e-5
"""About 2 m: a route may start and end at the nearest point of the floor that its traveller fits on."""


@dataclass(frozen=True)
class SelfTest:
    """What was asked, and everything that was wrong with the answer (nothing: it is right)."""

    origin: str | None
    destination: str | None
    faults: tuple[str, ...]


def run_self_test(hub: Hub) -> SelfTest:
    """Ask the way from the first kiosk (or place) to the last platform door (or place)."""
    places = list(hub.station.places.values())
    if len(places) < 2:
        return SelfTest(None, None, ("the station has fewer than two places",))
    origin = next(iter(hub.list_places("kiosk")), places[0])
    others = [place for place in hub.list_places("platform_door") or places if place is not origin]
    destination = others[-1]
    try:
        answer = hub.route(origin.id, destination.id, "walk", "zh")
    except WayfindingError as error:
        return SelfTest(origin.id, destination.id, (str(error),))
    return SelfTest(origin.id, destination.id, tuple(_faults(hub, answer, origin, destination)))


def _faults(hub: Hub, answer: dict[str, Any], origin: Place, destination: Place) -> Iterator[str]:
    if not answer["found"]:
        yield f"no route: {answer['reason']['code']}"
        return
    legs = answer["legs"]
    for member in ("distance_m", "duration_s"):
        total = sum(leg[member] for leg in legs)
        if not math.isclose(answer[member], total, rel_tol=0.01, abs_tol=len(legs)):
            yield f"{member} is {answer[member]}, its legs sum to {total}"
    for name, place, reached in (
        ("start", origin, legs[0]["coordinates"][0]),
        ("end", destination, legs[-1]["coordinates"][-1]),
    ):
        if math.dist(lonlat(hub.station, place.point), reached) > NEAR_DEGREES:
            yield f"the route does not {name} at {place.id}"
    if not answer["instructions"]:
        yield "the route has no instructions"
