"""Routes between random points, held to the slow truth of tests/oracle.py within a millionth.

The hub here is the synthetic one of the benchmarks, full size.
"""

import math
import random
from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise

import pytest

from benchmarks.hub import hub_station
from tests.oracle import Hall, Oracle, home, lay, random_points, shortest_m
from wayfinding.routing import Endpoint, Network, compile_network, find_route, get_profile
from wayfinding.station import SHIPPED_STATION, load_station

PAIRS, STARTS = 1000, 50


@cache
def network(name: str) -> Network:
    return compile_network(load_station(SHIPPED_STATION) if name == "shipped" else hub_station())


@cache
def oracle(name: str, profile: str) -> Oracle:
    return Oracle(network(name), get_profile(profile))


@cache
def points(name: str, profile: str, level: float) -> tuple[Endpoint, ...]:
    found = random_points(oracle(name, profile).halls, level, 4 * STARTS, random.Random(f"{name} {level}"))
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
    for leg, after in pairwise(found.legs):
        if math.dist(leg.points[-1], after.points[0]) > 1e-6:
            yield "the legs do not join"
    total = sum(leg.distance_m for leg in found.legs if leg.mode == "walk")
    drawn = sum(math.dist(*ends) for leg in found.legs if leg.mode == "walk" for ends in pairwise(leg.points))
    if abs(total - drawn) > 1e-6 * total + 1e-6:
        yield f"{total} m said, {drawn} m drawn"
    halls = oracle(name, profile).halls
    for leg in found.legs:
        if leg.mode == "walk" and not any(
            hall.floor.level == leg.from_level and hall.follows(leg.points) for hall in halls
        ):
            yield f"a walk on {leg.from_level:g} goes through an obstacle"


@pytest.mark.parametrize(
    ("name", "level"),
    [*(("shipped", float(level)) for level in range(-4, 1)), *(("hub", float(level)) for level in range(-4, 0))],
)
def test_a_thousand_ways_on_a_level_are_the_shortest_there_are(name, level):
    assert differing(name, "walk", pairs_on(name, level)) == []


@pytest.mark.parametrize("name", ["shipped", "hub"])
def test_a_thousand_ways_across_levels_are_the_cheapest_there_are(name):
    assert differing(name, "walk", islice(pairs_across(name, "walk"), PAIRS)) == []


def test_step_free_ways_across_levels_are_the_cheapest_there_are():
    assert differing("shipped", "step_free", islice(pairs_across("shipped", "step_free"), PAIRS // 4)) == []


@pytest.mark.parametrize(("sides", "scale", "tabled", "count"), [
    (8, 1.0, True, 300), (16, 1.0, False, 300), (4, 10.0, False, 100),
])  # fmt: skip
def test_ways_stay_the_shortest_among_round_columns_and_on_ten_times_the_floor(sides, scale, tabled, count):
    traveller, network = get_profile("walk"), compile_network(hub_station(levels=1, sides=sides, scale=scale))
    largest = max(network.layer(traveller.half_width_m).halls, key=lambda hall: len(hall.surface.corners.at))
    assert largest.tabled == tabled
    halls, _ = lay(network, traveller, ())
    pairs = list(islice(pairs_inside(halls, -1.0, random.Random(sides)), count))
    assert len(pairs) == count
    wrong = [f"{start} to {end}" for hall, start, end in pairs if not is_shortest(network, hall, start, end)]
    assert wrong == []


def pairs_inside(halls, level: float, rng: random.Random) -> Iterator[tuple[Hall, Endpoint, Endpoint]]:
    """Pairs of points, each on one floor, without end."""
    waiting: dict[int, Endpoint] = {}
    while True:
        for point in random_points(halls, level, 50, rng):
            number = home(halls, point)
            if number in waiting:
                yield halls[number], waiting.pop(number), point
            else:
                waiting[number] = point


def is_shortest(network: Network, hall: Hall, start: Endpoint, end: Endpoint) -> bool:
    """Whether the way is one walk on the free floor of a hall, and none is shorter."""
    found = find_route(network, start, end)
    (leg,) = found.legs
    walked_m = sum(math.dist(*ends) for ends in pairwise(leg.points))
    truth_m = shortest_m(hall, start, end, walked_m)
    ends_there = leg.points[0] == (start.x, start.y) and leg.points[-1] == (end.x, end.y)
    return ends_there and hall.follows(leg.points) and abs(found.distance_m - truth_m) <= 1e-6 * truth_m + 1e-9
