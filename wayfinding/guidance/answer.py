"""One answer to one question, as the command line prints it and the server sends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from wayfinding.errors import RequestError
from wayfinding.guidance.directions import describe, get_book
from wayfinding.guidance.offers import list_assistance, list_help
from wayfinding.routing.alternatives import Alternative, Kind, list_alternatives
from wayfinding.routing.boarding import Hint, find_board_hint, find_first_door
from wayfinding.routing.endpoints import Endpoint
from wayfinding.routing.network import Network, compile_network
from wayfinding.routing.notes import Note
from wayfinding.routing.profiles import Profile, get_profile
from wayfinding.routing.reasons import explain_no_route
from wayfinding.routing.routes import Leg, Route, find_gap, find_route
from wayfinding.station.model import Name

SECONDS_DECIMALS = 3
METRES_DECIMALS = 3
SHARE_DECIMALS = 3

_KINDS: Mapping[Kind, Name] = {
    "fastest": Name("最快", "fastest"),
    "fewest_steps": Name("台阶最少", "fewest steps"),
    "fewest_level_changes": Name("换层最少", "fewest changes of level"),
    "least_walking": Name("步行最少", "least walking"),
    "different": Name("另一条路", "another way"),
}


def route_answer(  # noqa: PLR0917, the order of the agreed interface
    network: Network, origin: str | Endpoint, destination: str | Endpoint, profile: str | Profile = "walk",
    lang: str = "zh", alternatives: int = 0, at: datetime | None = None, via: Sequence[str | Endpoint] = (),
) -> dict[str, Any]:  # fmt: skip
    """The route, or the reason why there is none, in JSON values: times in s, distances in m, lines in degrees.

    `at` other than the network's own moment compiles the network for it, sharing its surfaces. `via` are stops on the
    way, in order; such a way has no alternatives. Members beyond the contract: `board_hint` and `first_door` where the
    way starts or ends at a platform; `assistance` of staff on the way; `help` where there is no way; what each
    alternative is best at, its price against the fastest way, and its overlap with the best. Raises RequestError.
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
        others = list_alternatives(network, origin, destination, traveller, alternatives) if alternatives else []
        told = {"alternatives": [_alternative(network, other, lang) for other in others]}
        return {"found": True} | _route(network, route, lang) | told | _doors(network, route, lang)
    gap = find_gap(network, origin, destination, traveller, via)
    reason = explain_no_route(network, *gap, traveller)
    text = reason.text_en if lang == "en" else reason.text_zh
    least_bad = reason.least_bad
    return {
        "found": False,
        "profile": traveller.name,
        "reason": {"code": reason.code, "text": text, "blocking": list(reason.blocking)},
        "least_bad": None
        if least_bad is None
        else _route(network, least_bad, lang) | {"obstacles": list(least_bad.obstacles)},
        "help": list_help(network, *gap, traveller, lang),
    }


def _alternative(network: Network, other: Alternative, lang: str) -> dict[str, Any]:
    """The members of a route, and what sets it apart."""
    separator = ", " if lang == "en" else "、"
    return _route(network, other.route, lang) | {
        "kind": other.kind,
        "kinds": list(other.kinds),
        "kind_text": separator.join(_KINDS[kind].en if lang == "en" else _KINDS[kind].zh for kind in other.kinds),
        "price_s": round(other.price_s, SECONDS_DECIMALS),
        "overlap": round(other.overlap, SHARE_DECIMALS),
    }


def _doors(network: Network, route: Route, lang: str) -> dict[str, Any]:
    """Where to sit in the train that the way starts from, and which door of the next train is reached first."""
    if route.via:
        return {}
    alight = find_board_hint(network, route.origin, route.destination, route.profile)
    board = find_first_door(network, route.origin, route.destination, route.profile)
    told: dict[str, Any] = {}
    if alight is not None:
        place = f"{alight.door.car}号车厢{alight.door.door}号门"
        zh = f"乘车时请坐{place}附近，下车后少走约{alight.saves_s:.0f}秒。"
        en = f"Ride near door {alight.door.door} of car {alight.door.car}: it saves about {alight.saves_s:.0f} s."
        told["board_hint"] = _door(alight) | {"text": en if lang == "en" else zh}
    if board is not None:
        zh = f"最先到达{board.door.car}号车厢{board.door.door}号门。"
        en = f"You reach door {board.door.door} of car {board.door.car} first."
        told["first_door"] = _door(board) | {"text": en if lang == "en" else zh}
    return told


def _door(hint: Hint) -> dict[str, Any]:
    return {
        "car": hint.door.car,
        "door": hint.door.door,
        "place": hint.door.place,
        "saves_s": round(hint.saves_s, SECONDS_DECIMALS),
        "saves_up_to_s": round(hint.saves_up_to_s, SECONDS_DECIMALS),
        "duration_s": round(hint.door.duration_s, SECONDS_DECIMALS),
    }


def _route(network: Network, route: Route, lang: str) -> dict[str, Any]:
    return {
        "profile": route.profile.name,
        "duration_s": round(route.duration_s, SECONDS_DECIMALS),
        "duration_range_s": [round(duration_s, SECONDS_DECIMALS) for duration_s in route.duration_range_s],
        "distance_m": round(route.distance_m, METRES_DECIMALS),
        "cost": round(route.cost, SECONDS_DECIMALS),
        "steps_up": route.steps_up,
        "steps_down": route.steps_down,
        "level_changes": route.level_changes,
        "legs": [_leg(leg, line) for leg, line in zip(route.legs, _lines(route), strict=True)],
        "instructions": [
            {"text": item.text, "leg": item.leg, "level": _ordinal(item.level), "sign": item.sign}
            for item in describe(route, lang)
        ],
        "notes": [_note(note, lang) for note in route.notes],
        "assistance": list_assistance(network, route, lang),
    }


def _lines(route: Route) -> Iterator[list[list[float]]]:
    """The lines of the legs in degrees, longitude first, all turned at once."""
    degrees = route.station.frame.to_lonlat([spot for leg in route.legs for spot in leg.points]).tolist()
    first = 0
    for leg in route.legs:
        yield degrees[first : first + len(leg.points)]
        first += len(leg.points)


def _leg(leg: Leg, line: list[list[float]]) -> dict[str, Any]:
    return {
        "mode": leg.mode,
        "pathway": leg.pathway,
        "from_level": _ordinal(leg.from_level),
        "to_level": _ordinal(leg.to_level),
        "distance_m": round(leg.distance_m, METRES_DECIMALS),
        "duration_s": round(leg.duration_s, SECONDS_DECIMALS),
        "wait_s": round(leg.wait_s, SECONDS_DECIMALS),
        "wait_range_s": [round(wait_s, SECONDS_DECIMALS) for wait_s in leg.wait_range_s],
        "coordinates": line,
    }


def _ordinal(level: float) -> float:
    """A whole number without its point: -2 rather than -2.0."""
    return int(level) if float(level).is_integer() else level


def _note(note: Note, lang: str) -> dict[str, Any]:
    text = note.text.en if lang == "en" else note.text.zh
    return {"code": note.code, "text": text, "distance_m": round(note.distance_m, METRES_DECIMALS)}
