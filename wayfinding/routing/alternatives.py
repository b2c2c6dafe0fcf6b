"""Other ways worth offering: different in kind, and better in something."""

from __future__ import annotations

import math

from wayfinding import assumptions as figures
from wayfinding.errors import RequestError
from wayfinding.routing.endpoints import Endpoint
from wayfinding.routing.network import Graph, Network
from wayfinding.routing.profiles import Profile
from wayfinding.routing.routes import Route, find_route, solve

MIXED = ("stairs", "escalator", "lift", "ramp", "moving_walkway")
"""Modes that make one way feel different from another; gates and doors do not."""

SEARCHES = 16


def find_alternatives(
    network: Network, origin: str | Endpoint, destination: str | Endpoint, profile: str | Profile = "walk",
    count: int = 2,
) -> list[Route]:  # fmt: skip
    """Up to `count` ways other than the best, cheapest first; empty where there is none.

    A simple search, not a complete one: the best way is asked for again with the banks of stairs, escalators and lifts
    that it uses taken away one by one, then those of what was found, for a limited number of searches. Kept is what
    shares few banks with any kept way, is beaten in every respect by none (time, distance, steps, level changes), and
    costs no more than the limits of `wayfinding.assumptions` above the best.
    """
    if count < 0:
        raise RequestError(f"{count} alternatives cannot be listed: the number must not be below 0")
    best = find_route(network, origin, destination, profile)
    if best is None or count == 0:
        return []
    graph = network.graph(best.profile)
    kept = [best]
    for route in sorted(_others(network, graph, best), key=lambda item: (item.cost, item.pathways)):
        if all(not _alike(route, other) and not _beaten(route, other) for other in kept):
            kept.append(route)
    return kept[1 : count + 1]


def _others(network: Network, graph: Graph, best: Route) -> list[Route]:
    """The best ways without some banks, the fewest taken away first."""
    limit = best.cost * figures.ALTERNATIVE_MAX_RATIO.value + figures.ALTERNATIVE_SLACK.value
    waiting = [frozenset({bank}) for bank in sorted(banks(best))]
    found: list[Route] = []
    for searched in range(SEARCHES):
        if searched == len(waiting):
            break
        taken = waiting[searched]
        other = solve(network, _without(graph, taken), best.origin, best.destination, below=limit)
        if other is not None:
            found.append(other)
            further = (taken | {bank} for bank in sorted(banks(other)))
            waiting += [more for more in further if more not in waiting]
    return found


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


def _without(graph: Graph, taken: frozenset[str]) -> Graph:
    costs = graph.rows.costs.copy()
    for k, link in enumerate(graph.links):
        if bank_of(link.pathway.properties.get("bank"), link.pathway.id, link.pathway.mode) in taken:
            costs[k] = math.inf
    return Graph(graph.profile, graph.layer, graph.walks, graph.links, graph.rows._replace(costs=costs), graph.bound)


def _alike(route: Route, other: Route) -> bool:
    """Whether the two share more of their banks than alternatives may, or use none at all."""
    both = banks(route) | banks(other)
    return len(banks(route) & banks(other)) > figures.ALTERNATIVE_MAX_SHARED.value * len(both) or not both


def _beaten(route: Route, other: Route) -> bool:
    """Whether the other is as good in every respect."""
    return all(there <= here for here, there in zip(_respects(route), _respects(other), strict=True))


def _respects(route: Route) -> tuple[float, ...]:
    return route.duration_s, route.distance_m, route.steps_up, route.steps_down, route.level_changes
