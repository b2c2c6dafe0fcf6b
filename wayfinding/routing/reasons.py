"""Why there is no way, what stands in it, and what comes nearest to one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from shapely import LineString

from wayfinding.routing.endpoints import Endpoint, resolve, resolve_destinations
from wayfinding.routing.network import STRICT, Network, Rule, compile_network, is_usable
from wayfinding.routing.profiles import WALK, Profile, get_profile
from wayfinding.routing.routes import Route, solve
from wayfinding.station.model import MODES, Name, Pathway, Place
from wayfinding.station.moment import reopened

ReasonCode = Literal["place_closed", "closed_now", "no_step_free_way", "one_way", "zone", "unreachable"]


@dataclass(frozen=True, slots=True)
class NoRoute:
    """Why there is no way: a code, a sentence in each language, what blocks it, and the way that comes nearest.

    `blocking` holds pathway ids (or the id of a closed place). `least_bad` breaks as few of the traveller's limits as
    can be; its `obstacles` name them.
    """

    code: ReasonCode
    text_zh: str
    text_en: str
    blocking: tuple[str, ...] = ()
    least_bad: Route | None = None


@dataclass(frozen=True)
class _Inquiry:
    """One unanswered question, asked again under other rules."""

    network: Network
    origin: Endpoint
    destinations: tuple[Endpoint, ...]
    profile: Profile

    def ask(self, *relaxed: Rule, any_zone: bool = False) -> Route | None:
        """The way that breaks the fewest of the named rules; broken limits also let one be as slim as a walker."""
        width_m = self.profile.half_width_m
        if "limits" in relaxed:
            width_m = min(width_m, WALK.half_width_m)
        graph = self.network.graph(self.profile, STRICT.union(relaxed), width_m)
        found = [
            route
            for end in self.destinations
            if (route := solve(self.network, graph, self.origin, end, any_zone=any_zone)) is not None
        ]
        return min(found, key=lambda route: (len(route.obstacles), route.cost), default=None)


def explain_no_route(
    network: Network, origin: str | Endpoint, destination: str | Endpoint, profile: str | Profile = "walk"
) -> NoRoute:
    """Why `find_route` answers None to the same question; it is not meant for one that has an answer.

    Raises RequestError as `find_route` does.
    """
    traveller = get_profile(profile)
    start = resolve(network, origin)
    ends = resolve_destinations(network, destination, traveller)
    closed = [end.place for end in (start, *ends) if end.place is not None and not end.place.open]
    if closed and (len(ends) == 1 or closed[0] is start.place):
        return _closed_place(network, closed[0])
    inquiry = _Inquiry(network, start, ends, traveller)
    return _limits(inquiry) or _closures(inquiry) or _directions(inquiry) or _zones(inquiry) or _nothing(inquiry)


def _closed_place(network: Network, place: Place) -> NoRoute:
    before = network.source.places.get(place.id)
    by_hours = before is not None and before.open
    zh, en = ("现在不开放", "is not open at this time") if by_hours else ("已关闭", "is closed")
    return NoRoute("place_closed", f"{place.name.zh}{zh}。", f"{place.name.en} {en}.", (place.id,))


def _limits(inquiry: _Inquiry) -> NoRoute | None:
    """Others get through now, this traveller does not: blame first what is out of order, else what is built so."""
    least_bad = inquiry.ask("limits")
    if least_bad is None:
        return None
    mended = inquiry.ask("closures")
    blocking = least_bad.obstacles if mended is None else mended.obstacles
    profile = inquiry.profile
    zh = f"现在没有适合“{profile.name_zh}”的路线"
    en = (
        f"There is no {profile.name_en} way now"
        if profile.standard_access
        else f"There is no way {profile.name_en} now"
    )
    code: ReasonCode = "unreachable" if profile.modes.issuperset(MODES) else "no_step_free_way"
    return NoRoute(
        code, zh + _because(inquiry, blocking, "zh"), en + _because(inquiry, blocking, "en"),
        _unique(blocking), least_bad,
    )  # fmt: skip


def _closures(inquiry: _Inquiry) -> NoRoute | None:
    least_bad = inquiry.ask("closures") or inquiry.ask("closures", "limits")
    if least_bad is None:
        return _closed_floor(inquiry)
    blocking = _unique(
        tuple(key for key in least_bad.obstacles if not is_usable(inquiry.network.station.pathways[key]))
    )
    zh, en = "路线上的通道现在不开放", "A part of the way is closed now"
    return NoRoute(
        "closed_now",
        zh + _because(inquiry, blocking, "zh"),
        en + _because(inquiry, blocking, "en"),
        blocking,
        least_bad,
    )


def _closed_floor(inquiry: _Inquiry) -> NoRoute | None:
    """Whether floor that is closed for the time being would have been the way; the blocking ids are its spaces'."""
    now = inquiry.network.station
    drawn = reopened(now)
    if drawn is now:
        return None
    open_again = replace(inquiry, network=compile_network(drawn, reuse=inquiry.network))
    way = open_again.ask() or open_again.ask("closures", "limits")
    if way is None:
        return None
    closed = [space for space in drawn.spaces.values() if space.walkable and not now.spaces[space.id].walkable]
    walked = [(leg.from_level, LineString(leg.points)) for leg in way.legs if leg.mode == "walk"]
    crossed = [
        space
        for space in closed
        if any(level == space.level and space.outline.intersects(line) for level, line in walked)
    ]
    zh, en = "；".join(space.name.zh for space in crossed), "; ".join(space.name.en for space in crossed)
    return NoRoute(
        "closed_now", f"路线经过的区域现在关闭：{zh}。", f"The way leads through what is closed now: {en}.",
        tuple(space.id for space in crossed),
    )  # fmt: skip


def _directions(inquiry: _Inquiry) -> NoRoute | None:
    wrong_way = inquiry.ask("directions") or inquiry.ask("directions", "limits", "closures")
    if wrong_way is None:
        return None
    blocking = _unique(wrong_way.obstacles)
    zh, en = "路线上有只能反向通行的通道", "A part of the way runs only in the other direction"
    return NoRoute("one_way", zh + _because(inquiry, blocking, "zh"), en + _because(inquiry, blocking, "en"), blocking)


def _zones(inquiry: _Inquiry) -> NoRoute | None:
    through = inquiry.ask("limits", "closures", "directions", any_zone=True)
    if through is None:
        return None
    gates = tuple(leg.pathway for leg in through.legs if leg.pathway is not None and leg.from_zone != leg.to_zone)
    zh = "只有穿过付费区、铁路区域或员工区域才能到达"
    en = "It can only be reached through the paid area, the railway's or the staff's"
    return NoRoute("zone", zh + _because(inquiry, gates, "zh"), en + _because(inquiry, gates, "en"), _unique(gates))


def _nothing(inquiry: _Inquiry) -> NoRoute:
    if not inquiry.destinations:
        zh, en = (
            f"没有适合“{inquiry.profile.name_zh}”且开放的此类地点",
            "No place of that kind is open and suits this traveller",
        )
        return NoRoute("unreachable", zh + "。", en + ".")
    return NoRoute("unreachable", "站内没有通往那里的路。", "No way in the station leads there.")


def _because(inquiry: _Inquiry, blocking: tuple[str, ...], lang: Literal["zh", "en"]) -> str:
    """The end of the sentence: the pathways to blame by name and what is wrong with each; at most three."""
    told = [inquiry.network.station.pathways[key] for key in _unique(blocking)[:3]]
    items = [_blame(pathway, inquiry.profile, lang) for pathway in told]
    if lang == "zh":
        return f"：{'；'.join(items)}。" if items else "。"
    return f": {'; '.join(items)}." if items else "."


def _blame(pathway: Pathway, profile: Profile, lang: Literal["zh", "en"]) -> str:
    if pathway.status == "out_of_service":
        fault = Name("停用", "out of service")
    elif not pathway.open:
        fault = Name("未开放", "closed")
    elif not profile.may_use(pathway):
        fault = Name("不能通行", "not passable for you")
    else:
        fault = Name("单向", "one-way")
    return f"{pathway.name.zh}（{fault.zh}）" if lang == "zh" else f"{pathway.name.en} ({fault.en})"


def _unique(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
