"""One answer to one question, as the command line prints it and the server sends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wayfinding.errors import RequestError
from wayfinding.guidance.directions import describe, get_book
from wayfinding.routing.alternatives import find_alternatives
from wayfinding.routing.endpoints import Endpoint
from wayfinding.routing.network import Network, compile_network
from wayfinding.routing.notes import Note
from wayfinding.routing.profiles import Profile, get_profile
from wayfinding.routing.reasons import explain_no_route
from wayfinding.routing.routes import Leg, Route, find_gap, find_route

SECONDS_DECIMALS = 3
METRES_DECIMALS = 3


def route_answer(  # noqa: PLR0917, the order of the agreed interface
    network: Network, origin: str | Endpoint, destination: str | Endpoint, profile: str | Profile = "walk",
    lang: str = "zh", alternatives: int = 0, at: datetime | None = None, via: Sequence[str | Endpoint] = (),
) -> dict[str, Any]:  # fmt: skip
    """The route, or the reason why there is none, in JSON values: times in s, distances in m, lines in degrees.

    `at` other than the network's own moment compiles the network for it, sharing its surfaces. `via` are stops on the
    way, in order; such a way has no alternatives. Raises RequestError.
    """
    traveller, _ = get_profile(profile), get_book(lang)
    if alternatives < 0:
        raise RequestError(f"{alternatives} alternatives cannot be listed: the number must not be below 0")
    if alternatives and via:
        raise RequestError("a way with stops has no alternatives: ask for one or the other")
    if at is not None and at != network.at:
        network = compile_network(network.source, at, reuse=network)
    route = find_route(network, origin, destination, traveller, via)
    if route is not None:
        others = find_alternatives(network, origin, destination, traveller, alternatives) if alternatives else []
        return {"found": True} | _route(route, lang) | {"alternatives": [_route(other, lang) for other in others]}
    reason = explain_no_route(network, *find_gap(network, origin, destination, traveller, via), traveller)
    text = reason.text_en if lang == "en" else reason.text_zh
    least_bad = reason.least_bad
    return {
        "found": False,
        "profile": traveller.name,
        "reason": {"code": reason.code, "text": text, "blocking": list(reason.blocking)},
        "least_bad": None if least_bad is None else _route(least_bad, lang) | {"obstacles": list(least_bad.obstacles)},
    }


def _route(route: Route, lang: str) -> dict[str, Any]:
    return {
        "profile": route.profile.name,
        "duration_s": round(route.duration_s, SECONDS_DECIMALS),
        "duration_range_s": [round(duration_s, SECONDS_DECIMALS) for duration_s in route.duration_range_s],
        "distance_m": round(route.distance_m, METRES_DECIMALS),
        "cost": round(route.cost, SECONDS_DECIMALS),
        "steps_up": route.steps_up,
        "steps_down": route.steps_down,
        "level_changes": route.level_changes,
        "legs": [_leg(route, leg) for leg in route.legs],
        "instructions": [
            {"text": item.text, "leg": item.leg, "level": _ordinal(item.level), "sign": item.sign}
            for item in describe(route, lang)
        ],
        "notes": [_note(note, lang) for note in route.notes],
    }


def _leg(route: Route, leg: Leg) -> dict[str, Any]:
    return {
        "mode": leg.mode,
        "pathway": leg.pathway,
        "from_level": _ordinal(leg.from_level),
        "to_level": _ordinal(leg.to_level),
        "distance_m": round(leg.distance_m, METRES_DECIMALS),
        "duration_s": round(leg.duration_s, SECONDS_DECIMALS),
        "wait_s": round(leg.wait_s, SECONDS_DECIMALS),
        "wait_range_s": [round(wait_s, SECONDS_DECIMALS) for wait_s in leg.wait_range_s],
        "coordinates": route.lonlat(leg),
    }


def _ordinal(level: float) -> float:
    """A whole number without its point: -2 rather than -2.0."""
    return int(level) if float(level).is_integer() else level


def _note(note: Note, lang: str) -> dict[str, Any]:
    text = note.text.en if lang == "en" else note.text.zh
    return {"code": note.code, "text": text, "distance_m": round(note.distance_m, METRES_DECIMALS)}
