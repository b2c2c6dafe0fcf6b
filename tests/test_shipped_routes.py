"""Promises about the shipped station: every exit and every platform, for every traveller, both ways."""

from collections.abc import Iterator
from itertools import pairwise, permutations
from typing import NamedTuple

import networkx as nx
import pytest
import shapely
from shapely import LineString, STRtree

from wayfinding import (
    PROFILES,
    apply,
    compile_network,
    explain_no_route,
    find_route,
    load_scenario,
    load_station,
    to_networkx,
)
from wayfinding.routing import Network, Route
from wayfinding.station import SHIPPED_STATION, Place, floors

MILLIMETRE = 0.001
INWARD = {("unpaid", "unpaid"), ("unpaid", "paid"), ("paid", "paid")}


class Asked(NamedTuple):
    """Every pair that was asked for one profile, with its route or None."""

    profile: str
    answers: dict[tuple[str, str], Route | None]

    @property
    def found(self) -> list[Route]:
        return [route for route in self.answers.values() if route is not None]


@pytest.fixture(scope="module")
def network() -> Network:
    return compile_network(load_station(SHIPPED_STATION))


@pytest.fixture(scope="module")
def exits(network: Network) -> list[str]:
    return [place.id for place in network.station.places.values() if place.type == "exit"]


@pytest.fixture(scope="module")
def directions(network: Network) -> list[str]:
    """One door of every platform and direction, in the middle of the train."""
    doors: dict[tuple[str | None, ...], list[Place]] = {}
    for place in network.station.places.values():
        if place.type == "platform_door":
            doors.setdefault((place.platform, place.line, place.towards), []).append(place)
    return [group[len(group) // 2].id for group in doors.values()]


def both_ways(exits: list[str], directions: list[str]) -> Iterator[tuple[str, str]]:
    for exit_id in exits:
        for door in directions:
            yield exit_id, door
            yield door, exit_id


@pytest.fixture(scope="module", params=sorted(PROFILES))
def routes(request, network, exits, directions) -> Asked:
    """Exits to platforms, platforms to exits, and platforms to platforms, for one profile."""
    pairs = [*both_ways(exits, directions), *permutations(directions, 2)]
    return Asked(request.param, {pair: find_route(network, *pair, request.param) for pair in pairs})


def test_every_exit_and_platform_are_joined_or_the_reason_has_a_name(network, routes):
    places = network.station.places
    for (start, end), route in routes.answers.items():
        closed = tuple(key for key in (start, end) if not places[key].open)
        if route is None:
            reason = explain_no_route(network, start, end, routes.profile)
            assert (reason.code, reason.blocking) == ("place_closed", closed), (start, end, reason)
        assert (route is None) == bool(closed)


def test_every_walk_lies_on_walkable_floor_and_outside_every_obstacle(network, routes):
    station = network.station
    walked = {level: shapely.union_all([floor.shape for floor in floors(station, level)]) for level in station.levels}
    roomy = {level: shape.buffer(MILLIMETRE) for level, shape in walked.items()}
    trees, bodies = {}, {}
    for level, shape in roomy.items():
        shapely.prepare(shape)
        bodies[level] = [item.outline.buffer(-MILLIMETRE) for item in station.obstacles.values() if item.level == level]
        trees[level] = STRtree(bodies[level])
    lines = {(leg.from_level, leg.points) for route in routes.found for leg in route.legs if leg.mode == "walk"}
    assert len(lines) > 100
    for level, points in lines:
        line = LineString(points)
        assert roomy[level].covers(line), (level, points)
        assert len(trees[level].query(line, predicate="intersects")) == 0, (level, points)


def test_legs_join_end_to_end_and_sum_to_the_route(routes):
    for route in routes.found:
        for leg, after in pairwise(route.legs):
            assert leg.to_level == after.from_level
            assert leg.points[-1] == pytest.approx(after.points[0], abs=2e-3)
        assert route.duration_s == pytest.approx(sum(leg.duration_s for leg in route.legs))
        assert route.cost >= route.duration_s - 1e-6


def test_no_profile_uses_what_it_may_not(routes):
    for route in routes.found:
        for leg in route.legs:
            if leg.pathway is not None:
                assert route.profile.may_use(route.station.pathways[leg.pathway]), (leg.pathway, route.profile.name)
        if route.profile.name == "step_free":
            assert route.steps_up == route.steps_down == 0


def test_a_change_of_trains_never_leaves_the_paid_area(routes, directions):
    for (start, end), route in routes.answers.items():
        if start in directions and end in directions and route is not None:
            assert {zone for leg in route.legs for zone in (leg.from_zone, leg.to_zone)} == {"paid"}


def test_the_paid_area_is_entered_or_left_only_once(routes):
    for route in routes.found:
        borders = sum(leg.from_zone != leg.to_zone and "paid" in (leg.from_zone, leg.to_zone) for leg in route.legs)
        assert borders <= 1


@pytest.fixture(scope="module")
def before(network) -> Network:
    return compile_network(apply(network.source, load_scenario("before-2023")), reuse=network)


def test_large_luggage_leaves_the_sunken_plaza_by_the_rainbow_ramp_which_was_not_there_before(network, before):
    assert find_route(network, "sunken-plaza", "north-plaza-place", "luggage").pathways == ("rainbow-ramp",)
    reason = explain_no_route(before, "sunken-plaza", "north-plaza-place", "luggage")
    assert find_route(before, "sunken-plaza", "north-plaza-place", "luggage") is None
    assert reason.code == "no_step_free_way"


def test_large_luggage_passes_checkpoint_5_by_its_side_gate_which_was_not_there_before(network, before):
    assert "side-gate-5" in find_route(network, "sunken-plaza", "rail-entrance-b1", "luggage").pathways
    assert find_route(before, "sunken-plaza", "rail-entrance-b1", "luggage") is None


def test_step_free_needs_no_lifting_platform_in_zone_b_any_more(network, before):
    today, then = (find_route(item, "exit-south-3", "south-plaza-place", "step_free") for item in (network, before))
    assert today.pathways == ("zone-b-ramp",)
    assert then.pathways == ("zone-b-platform-lift",)
    assert today.duration_s < then.duration_s


def test_the_near_end_escalators_were_turned_for_those_who_leave_the_shared_platform(network, before):
    today, then = (find_route(item, "platform-2-west-car1-door1", "exit-south-2") for item in (network, before))
    assert "near-end-1" in today.pathways
    assert "near-end-1" not in then.pathways
    assert today.duration_s < then.duration_s


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_the_cost_is_what_dijkstra_finds_on_the_networkx_view(network, directions, profile):
    view, layer = to_networkx(network, profile), network.layer(PROFILES[profile].half_width_m)
    zones = dict(view.nodes(data="zone"))
    graph = nx.MultiDiGraph((a, b, data) for a, b, data in view.edges(data=True) if (zones[a], zones[b]) in INWARD)
    pairs = list(zip(("exit-1", "exit-5", "exit-south-2", "exit-8"), directions, strict=False))
    for name, outward in [(start, True) for start, _ in pairs] + [(end, False) for _, end in pairs]:
        place = network.station.places[name]
        reach = layer.reach(layer.stand(place.level, place.point.x, place.point.y))
        for node, length_m in zip(*reach, strict=True):
            ends = (name, int(node)) if outward else (int(node), name)
            graph.add_edge(*ends, cost=length_m / PROFILES[profile].speed_mps)
    for start, end in pairs:
        expected = nx.dijkstra_path_length(graph, start, end, weight="cost")
        assert find_route(network, start, end, profile).cost == pytest.approx(expected, abs=1e-6)
