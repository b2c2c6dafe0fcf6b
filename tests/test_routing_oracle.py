"""Routes between random points, held to the slow truth of tests/oracle.py within a millionth."""

import math
import random
from collections.abc import Iterator
from functools import cache
from itertools import islice

import pytest

from benchmarks.hub import hub_station
from tests.oracle import Oracle, random_points
from wayfinding.routing import Endpoint, Network, compile_network, find_route, get_profile
from wayfinding.station import SHIPPED_STATION, load_station

PAIRS, STARTS = 1000, 50


@cache
def network(name: str) -> Network:
    return compile_network(load_station(SHIPPED_STATION) if name == "shipped" else hub_station(levels=1))


@cache
def oracle(name: str, profile: str) -> Oracle:
    return Oracle(network(name), get_profile(profile))


@cache
def points(name: str, profile: str, level: float) -> tuple[Endpoint, ...]:
    found = random_points(oracle(name, profile), level, 4 * STARTS, random.Random(f"{name} {level}"))
    return tuple(found)


def pairs_on(name: str, level: float) -> Iterator[tuple[Endpoint, Endpoint]]:
    """Each of the first points to twenty others."""
    drawn = points(name, "walk", level)
    rng = random.Random(level)
    for start in drawn[:STARTS]:
        for end in rng.sample(drawn[STARTS:], PAIRS // STARTS):
            yield start, end


def pairs_across(name: str, profile: str) -> Iterator[tuple[Endpoint, Endpoint]]:
    """Pairs of points on two levels, without end."""
    rng = random.Random(name)
    levels = sorted(network(name).station.levels)
    while True:
        first, last = rng.sample(levels, 2)
        yield rng.choice(points(name, profile, first)[:STARTS]), rng.choice(points(name, profile, last))


def differing(name: str, profile: str, pairs) -> list[str]:
    """What is wrong with the answers to these pairs, in words."""
    wrong = []
    for start, end in pairs:
        found = find_route(network(name), start, end, profile)
        truth, cost = oracle(name, profile).cost(start, end), math.inf if found is None else found.cost
        if not (cost == truth or abs(cost - truth) <= 1e-6 * truth + 1e-9):
            wrong.append(f"{start} to {end}: {cost}, but {truth}")
        elif found is not None:
            wrong += [f"{start} to {end}: {text}" for text in untidy(name, profile, found)]
    return wrong


def untidy(name: str, profile: str, found) -> Iterator[str]:
    """Where the legs do not join, do not add up, or leave the free floor."""
    for leg, after in zip(found.legs, found.legs[1:], strict=False):
        if math.dist(leg.points[-1], after.points[0]) > 1e-6:
            yield "the legs do not join"
    total = sum(leg.distance_m for leg in found.legs if leg.mode == "walk")
    drawn = sum(
        math.dist(*ends)
        for leg in found.legs
        if leg.mode == "walk"
        for ends in zip(leg.points, leg.points[1:], strict=False)
    )
    if abs(total - drawn) > 1e-6 * total + 1e-6:
        yield f"{total} m said, {drawn} m drawn"
    halls = oracle(name, profile).halls
    for leg in found.legs:
        if leg.mode == "walk" and not any(
            hall.floor.level == leg.from_level and hall.follows(leg.points) for hall in halls
        ):
            yield f"a walk on {leg.from_level:g} goes through an obstacle"


@pytest.mark.parametrize(
    ("name", "level"), [*(("shipped", float(level)) for level in range(-4, 1)), ("hub", -1.0)]
)  # fmt: skip
def test_a_thousand_ways_on_a_level_are_the_shortest_there_are(name, level):
    assert differing(name, "walk", pairs_on(name, level)) == []


def test_a_thousand_ways_across_levels_are_the_cheapest_there_are():
    assert differing("shipped", "walk", islice(pairs_across("shipped", "walk"), PAIRS)) == []


def test_step_free_ways_across_levels_are_the_cheapest_there_are():
    assert differing("shipped", "step_free", islice(pairs_across("shipped", "step_free"), PAIRS // 4)) == []
