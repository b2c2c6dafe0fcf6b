"""Help in words and JSON: what can be booked where there is no way, and where staff is needed on one."""

from __future__ import annotations

from typing import Any

from wayfinding.guidance.assistance import (
    Attended,
    Relay,
    RelayLeg,
    Shuttle,
    find_help_point,
    find_relay,
    find_saving_shuttle,
    find_shuttle,
    list_attended,
)
from wayfinding.routing.endpoints import Endpoint, resolve, resolve_destinations
from wayfinding.routing.network import Network
from wayfinding.routing.profiles import Profile
from wayfinding.routing.routes import Route
from wayfinding.station.model import Name, Place

HERE = Name("您所在的位置", "where you are")
THERE = Name("目的地", "your destination")
UNKNOWN = "unknown"
DECIMALS = 3

Offer = dict[str, Any]


def list_help(
    network: Network, origin: str | Endpoint, destination: str | Endpoint, profile: Profile, lang: str
) -> list[Offer]:
    """What helps a traveller without a way: a relay of posts, a shuttle cart, the help point to call from."""
    offers: list[Offer] = []
    relay = find_relay(network, origin, destination, profile)
    if relay is not None:
        offers.append(_relay(network, relay, lang))
    start, ends = resolve(network, origin), resolve_destinations(network, destination, profile)
    rides = [ride for end in ends if (ride := find_shuttle(network, start, end, profile)) is not None]
    if rides:
        offers.append(_shuttle(min(rides, key=lambda ride: (ride.walk_m, ride.from_stop.cost)), lang))
    call = find_help_point(network, origin, profile)
    if call is not None and call.destination.place is not None:
        offers.append(_help_point(call, call.destination.place, lang))
    return offers


def list_assistance(network: Network, route: Route, lang: str) -> list[Offer]:
    """Notes to a route: each leg that staff opens or runs, and the shuttle cart where it saves much of the walk."""
    notes = [_attended(item, lang) for item in list_attended(network, route)]
    shuttle = None if route.via else find_saving_shuttle(network, route)
    return [*notes, _shuttle(shuttle, lang)] if shuttle is not None else notes


def _relay(network: Network, relay: Relay, lang: str) -> Offer:
    first, last = relay.posts[0], relay.posts[-1]
    if relay.fetched:
        zh = f"可预约爱心接力（暖心预约）：请在原地等候，{first.name.zh}的工作人员来接您{_phone(first).zh}"
        en = (
            f"Help can be booked (relay of care): wait where you are, staff of {first.name.en} will come"
            f"{_phone(first).en}"
        )
    else:
        zh = f"可预约爱心接力（暖心预约）：请到{first.name.zh}等候工作人员{_phone(first).zh}"
        en = f"Help can be booked (relay of care): go to {first.name.en} and wait for its staff{_phone(first).en}"
    if last is not first:
        zh += f"，途中由{last.name.zh}接力"
        en += f"; {last.name.en} takes over on the way"
    return {
        "kind": "relay",
        "text": _say(Name(f"{zh}。", f"{en}."), lang),
        "fetched": relay.fetched,
        "duration_s": round(relay.duration_s, DECIMALS),
        "posts": [_post(post, lang) for post in relay.posts],
        "legs": [_relay_leg(network, leg, lang) for leg in relay.legs],
    }


def _relay_leg(network: Network, leg: RelayLeg, lang: str) -> Offer:
    end = _end(leg.route.destination, THERE)
    helped = [network.station.pathways[key].name for key in leg.obstacles]
    if leg.post is None:
        text = Name(f"自行前往{end.zh}", f"Go by yourself: {end.en}")
    else:
        text = Name(
            f"{leg.post.name.zh}工作人员陪同前往{end.zh}",
            f"Staff of {leg.post.name.en} go with you: {end.en}",
        )
    if helped:
        text = Name(
            f"{text.zh}，协助通过：{'、'.join(name.zh for name in helped)}",
            f"{text.en}; they help at {', '.join(name.en for name in helped)}",
        )
    return {
        "kind": leg.kind,
        "text": _say(Name(f"{text.zh}。", f"{text.en}."), lang),
        "from": _id(leg.route.origin),
        "to": _id(leg.route.destination),
        "post": None if leg.post is None else leg.post.id,
        "duration_s": round(leg.route.duration_s, DECIMALS),
        "distance_m": round(leg.route.distance_m, DECIMALS),
        "obstacles": list(leg.obstacles),
    }


def _shuttle(shuttle: Shuttle, lang: str) -> Offer:
    first, last = _end(shuttle.ride.origin, HERE), _end(shuttle.ride.destination, THERE)
    text = Name(
        f"爱心摆渡车正在运行：请在{first.zh}上车，到{last.zh}下车，全程只需步行{shuttle.walk_m:.0f}米。",
        f"The shuttle cart is running: board at {first.en}, leave at {last.en}; {shuttle.walk_m:.0f} m are left to "
        "walk.",
    )
    return {
        "kind": "shuttle",
        "text": _say(text, lang),
        "from": _id(shuttle.ride.origin),
        "to": _id(shuttle.ride.destination),
        "walk_m": round(shuttle.walk_m, DECIMALS),
    }


def _help_point(way: Route, place: Place, lang: str) -> Offer:
    text = Name(
        f"可到{place.name.zh}呼叫工作人员，距离{way.distance_m:.0f}米{_phone(place).zh}。",
        f"Staff can be called from {place.name.en}, {way.distance_m:.0f} m from here{_phone(place).en}.",
    )
    return {
        "kind": "help_point",
        "text": _say(text, lang),
        "to": place.id,
        "distance_m": round(way.distance_m, DECIMALS),
    }


def _attended(item: Attended, lang: str) -> Offer:
    zh, en = f"{item.pathway.name.zh}由工作人员开启", f"{item.pathway.name.en} is opened by staff"
    if item.post is not None:
        zh, en = f"{zh}，可联系{item.post.name.zh}", f"{en}; ask {item.post.name.en}"
    return {
        "kind": "staff",
        "text": _say(Name(f"{zh}。", f"{en}."), lang),
        "leg": item.leg,
        "pathway": item.pathway.id,
        "post": None if item.post is None else item.post.id,
    }


def _post(post: Place, lang: str) -> Offer:
    properties = post.properties
    return {
        "id": post.id,
        "name": _say(post.name, lang),
        "level": int(post.level) if float(post.level).is_integer() else post.level,
        "phone": _known(post, "phone"),
        "hours": _known(post, "hours"),
        "service": properties.get("service_en" if lang == "en" else "service_zh"),
    }


def _phone(place: Place) -> Name:
    phone = _known(place, "phone")
    return Name("", "") if phone is None else Name(f"（电话{phone}）", f" (telephone {phone})")


def _known(place: Place, key: str) -> str | None:
    value = place.properties.get(key)
    return None if value is None or value == UNKNOWN else str(value)


def _end(end: Endpoint, unnamed: Name) -> Name:
    return unnamed if end.place is None else end.place.name


def _id(end: Endpoint) -> str | None:
    return None if end.place is None else end.place.id


def _say(text: Name, lang: str) -> str:
    return text.en if lang == "en" else text.zh
