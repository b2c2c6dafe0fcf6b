"""Other ways worth offering: different in kind, each with its price, and none beaten by another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from shapely import LineString, union_all

from wayfinding import assumptions as figures
from wayfinding.errors import RequestError
from wayfinding.routing.endpoints import Endpoint
from wayfinding.routing.network import Graph, Network
from wayfinding.routing.profiles import Profile, travelled_mode
from wayfinding.routing.routes import Leg, Route, find_route, solve

Kind = Literal["fastest", "fewest_steps", "fewest_level_changes", "least_walking", "different"]

MIXED = ("stairs", "escalator", "lift", "ramp", "moving_walkway")
"""Modes that make one way feel different from another; gates and doors do not."""

RIDDEN = ("escalator", "lift", "moving_walkway")

SEARCHES = 16
HEAVY_S = 1e5
"""Price of a step or a change of level where as few as can be are wanted: more than any way through a station costs."""
SLOW = 1e-3
"""Speed on one's own feet where as little walking as can be is wanted."""

DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Alternative:
    """One other way: what it is best at among all ways found, and what that costs.

    `price_s` is its duration less that of the fastest way, in s, never negative; `overlap` the share of its length, 0
    to 1, that it has in common with the best way.
    """

    route: Route
    kinds: tuple[Kind, ...]
    price_s: float
    overlap: float

    @property
    def kind(self) -> Kind:
        """The first of its kinds."""
        return self.kinds[0]


def find_alternatives(
    network: Network, origin: str | Endpoint, destination: str | Endpoint, profile: str | Profile = "walk",
    count: int = 2,
) -> list[Route]:  # fmt: skip
    """The routes of `list_alternatives`."""
    return [item.route for item in list_alternatives(network, origin, destination, profile, count)]


def list_alternatives(
    network: Network, origin: str | Endpoint, destination: str | Endpoint, profile: str | Profile = "walk",
    count: int = 2,
) -> list[Alternative]:  # fmt: skip
    """Up to `count` ways other than the best, cheapest first; empty where there is none.

    First those that are best in a kind: fastest, fewest steps, fewest changes of level, least walking on one's own
    feet, each the exact optimum of the same network priced for it. Then what shares few banks of stairs, escalators
    and lifts with any kept way: found by a limited number of searches without the banks used so far. None is beaten in
    every respect by another (duration, distance, walking, steps, level changes), and none costs more than the limits
    of `wayfinding.assumptions` above the best. Raises RequestError as `find_route` does, and for a negative count.
    """
    if count < 0:
        raise RequestError(f"{count} alternatives cannot be listed: the number must not be below 0")
    best = find_route(network, origin, destination, profile)
    if best is None or count == 0:
        return []
    graph = network.graph(best.profile)
    pool = _unbeaten(best, [*_winners(network, graph, best), *_others(network, graph, best)])
    kinds = {id(route): _kinds(route, best, pool) for route in pool}
    kept = [route for route in pool if kinds[id(route)]][:count]
    for route in pool:
        if len(kept) < count and not any(_alike(route, other) for other in (best, *kept)):
            kept.append(route)
    fastest_s = min(route.duration_s for route in (best, *pool))
    return [
        Alternative(route, kinds[id(route)] or ("different",), route.duration_s - fastest_s, overlap(route, best))
        for route in sorted(kept, key=_order)
    ]


def walked_m(route: Route) -> float:
    """Metres on one's own feet or wheels: all but rides."""
    return sum(leg.distance_m for leg in route.legs if not _ridden(route, leg))


def overlap(route: Route, other: Route) -> float:
    """The share of a route's length, 0 to 1, that the other has too: the same pathways, and walks side by side.

    A walk counts where the other's passes on the same floor within the distance of `wayfinding.assumptions`.
    """
    total_m = sum(leg.distance_m for leg in route.legs)
    used = set(other.pathways)
    if total_m == 0.0:
        return float(set(route.pathways) <= used)
    return min(sum(_shared_m(leg, other, used) for leg in route.legs) / total_m, 1.0)


def _shared_m(leg: Leg, other: Route, used: set[str]) -> float:
    if leg.pathway is not None:
        return leg.distance_m if leg.pathway in used else 0.0
    floor = (leg.from_level, leg.from_zone)
    walks = [LineString(item.points) for item in other.legs if item.mode == "walk" and _floor(item) == floor]
    line, beside = LineString(leg.points), union_all([walk.buffer(figures.ALTERNATIVE_BESIDE.value) for walk in walks])
    return float(line.intersection(beside).length)


def _floor(leg: Leg) -> tuple[float, str]:
    return leg.from_level, leg.from_zone


def _ridden(route: Route, leg: Leg) -> bool:
    return leg.pathway is not None and travelled_mode(route.station.pathways[leg.pathway]) in RIDDEN


def _winners(network: Network, graph: Graph, best: Route) -> Iterator[Route]:
    """The optimum of each kind, as this traveller would walk it: with his own times, costs and discomfort."""
    for profile in _priced_for_kinds(best.profile):
        found = solve(network, network.graph(profile), best.origin, best.destination)
        if found is not None and found.pathways:
            used = frozenset(found.pathways)
            spare = [k for k, link in enumerate(graph.links) if link.pathway.id not in used]
            route = solve(network, _without(graph, spare), best.origin, best.destination, below=_limit(best))
            if route is not None:
                yield route


def _priced_for_kinds(profile: Profile) -> Iterator[Profile]:
    """The same traveller with the same limits, who wants one thing before all others; ties go by his own taste."""
    slow_mps = profile.speed_mps * SLOW
    dislikes: dict[str, Any] = {item.name: 0.0 for item in fields(profile) if item.name.startswith("dislike_")}
    yield replace(profile, **dislikes)
    yield replace(profile, dislike_step_up_s=HEAVY_S, dislike_step_down_s=HEAVY_S)
    yield replace(profile, dislike_level_change_s=HEAVY_S)
    yield replace(profile, speed_mps=slow_mps, stairs_up_mps=slow_mps, stairs_down_mps=slow_mps)


def _others(network: Network, graph: Graph, best: Route) -> list[Route]:
    """The best ways without some banks, the fewest taken away first."""
    waiting = [frozenset({bank}) for bank in sorted(banks(best))]
    rows: dict[str, list[int]] = {}
    for k, link in enumerate(graph.links):
        bank = bank_of(link.pathway.properties.get("bank"), link.pathway.id, link.pathway.mode)
        rows.setdefault(bank, []).append(k)
    found: list[Route] = []
    for searched in range(SEARCHES):
        if searched == len(waiting):
            break
        taken = waiting[searched]
        reduced = _without(graph, [k for bank in taken for k in rows[bank]])
        other = solve(network, reduced, best.origin, best.destination, below=_limit(best))
        if other is not None:
            found.append(other)
            further = (taken | {bank} for bank in sorted(banks(other)))
            waiting += [more for more in further if more not in waiting]
    return found


def _limit(best: Route) -> float:
    return best.cost * figures.ALTERNATIVE_MAX_RATIO.value + figures.ALTERNATIVE_SLACK.value


def banks(route: Route) -> frozenset[str]:
    """The banks (or single pathways) of stairs, escalators and lifts that a route uses."""
    return frozenset(
        bank_of(route.station.pathways[leg.pathway].properties.get("bank"), leg.pathway, leg.mode)
        for leg in route.legs
        if leg.pathway is not None and leg.mode in MIXED
    )


def bank_of(bank: str | None, pathway: str, mode: str) -> str:
    """Lifts, stairs and escalators of one bank differ in kind; two escalators of one bank do not."""
    return f"{bank or pathway}/{mode}"


def _without(graph: Graph, rows: Iterable[int]) -> Graph:
    costs = graph.rows.costs.copy()
    costs[list(rows)] = math.inf
    return replace(graph, rows=graph.rows._replace(costs=costs), lasting=False)


def _unbeaten(best: Route, found: list[Route]) -> list[Route]:
    """Each way once, cheapest first, without those that another (or the best) equals or beats in every respect."""
    pool = list({route.pathways: route for route in sorted(found, key=_order, reverse=True)}.values())[::-1]
    pool = [route for route in pool if route.pathways != best.pathways and not _beaten(route, best)]
    return [
        route
        for k, route in enumerate(pool)
        if not any(
            _beaten(route, other) and (i < k or not _beaten(other, route)) for i, other in enumerate(pool) if i != k
        )
    ]


def _kinds(route: Route, best: Route, pool: list[Route]) -> tuple[Kind, ...]:
    """What it is best at: better than the best way by what a passenger would notice, and no worse than any."""
    measured = {id(item): _measures(item) for item in (best, *pool)}
    return tuple(
        kind
        for kind, (value, gain) in measured[id(route)].items()
        if value <= measured[id(best)][kind][0] - gain
        and route is min(pool, key=lambda item: (measured[id(item)][kind][0], _order(item)))
    )


def _measures(route: Route) -> dict[Kind, tuple[float, float]]:
    """What each kind has the least of, and the smallest gain worth an offer."""
    return {
        "fastest": (round(route.duration_s, DECIMALS), figures.ALTERNATIVE_MIN_GAIN_S.value),
        "fewest_steps": (route.steps_up + route.steps_down, 1.0),
        "fewest_level_changes": (route.level_changes, 1.0),
        "least_walking": (round(walked_m(route), DECIMALS), figures.ALTERNATIVE_MIN_GAIN_M.value),
    }


def _order(route: Route) -> tuple[float, tuple[str, ...]]:
    return round(route.cost, DECIMALS), route.pathways


def _alike(route: Route, other: Route) -> bool:
    """Whether the two share more of their banks than alternatives may, or use none at all."""
    both = banks(route) | banks(other)
    return len(banks(route) & banks(other)) > figures.ALTERNATIVE_MAX_SHARED.value * len(both) or not both


def _beaten(route: Route, other: Route) -> bool:
    """Whether the other is as good in every respect."""
    return all(there <= here for here, there in zip(_respects(route), _respects(other), strict=True))


def _respects(route: Route) -> tuple[float, ...]:
    exact = (route.duration_s, route.distance_m, walked_m(route))
    return *(round(value, DECIMALS) for value in exact), route.steps_up, route.steps_down, route.level_changes
