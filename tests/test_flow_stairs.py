"""Stairs beside an escalator: the share on the stairs comes out of costs, queues and chance; none of it is built in."""

from dataclasses import replace
from math import exp, hypot

import numpy as np
import pytest
from shapely import box

from tests.stations import Sketch
from tests.test_flow_engine import NINE, crowd_of
from wayfinding import compile_network, find_route
from wayfinding.flow.simulate import Settings, walk_crowd
from wayfinding.flow.supply.perception import perceived_s
from wayfinding.flow.supply.supply import build_supply
from wayfinding.routing.profiles import get_profile

WALK = get_profile("walk")
ENDS = {"up": ("a", "b"), "down": ("b", "a")}


def side_by_side(rise_m, way="up"):
    """2 m of stairs beside 1 m of escalator, which runs the way that people go."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2, elevation_m=-6 - rise_m)
    sketch.space("upper", -1, box(0, 0, 60, 20))
    sketch.space("lower", -2, box(0, 0, 60, 20))
    belt_end, stair_end = 20 + 1.73 * rise_m, 20 + 1.9 * rise_m
    runs = "forward" if way == "up" else "backward"
    sketch.pathway("belt", "escalator", (-2, 20, 10), (-1, belt_end, 10), direction=runs, speed_mps=0.65)
    sketch.pathway("stair", "stairs", (-2, 20, 12), (-1, stair_end, 12), width_m=2.0)
    sketch.place("a", -2, 5, 11)
    sketch.place("b", -1, 55, 11)
    return compile_network(sketch.station())


def climbing_share(rise_m, people_an_hour, way="up", profile=WALK) -> float:
    """The share of an hour's people who take the stairs."""
    network = side_by_side(rise_m, way)
    start = NINE + np.arange(people_an_hour) / people_an_hour * 3600
    crowd = crowd_of(network.station, [ENDS[way]] * people_an_hour, start)
    result = walk_crowd(network, (profile,), crowd, settings=Settings(), times=(NINE, NINE + 3600))
    entered = result.run.entered.sum(axis=0)
    stair = sum(int(entered[k]) for k, (id, _, _) in enumerate(result.supply.uses) if id == "stair")
    return stair / entered.sum()


def logit_share(rise_m, way) -> float:
    """1 / (1 + exp(-z)) with the times of this hall and no queue; a second more of walking weighs 0.05."""
    even, per_m, per_s, mps = (-1.077, -0.2, -0.04, 0.61) if way == "up" else (-0.717, -0.1, -0.06, 0.694)
    belt_s, stair_s = (hypot(1.73 * rise_m, rise_m) + 3) / 0.65, 1.9 * rise_m / mps
    walked_s = (hypot(35 - 1.9 * rise_m, 1) - hypot(35 - 1.73 * rise_m, 1)) / 1.34
    z = even + per_m * (rise_m - 6) + per_s * (stair_s - belt_s) - 0.05 * walked_s
    return 1 / (1 + exp(-z))


@pytest.mark.parametrize("way", ["up", "down"])
@pytest.mark.parametrize("rise_m", [3.3, 6.0, 9.0])
def test_without_a_queue_the_share_is_the_logit_of_rise_and_times(rise_m, way):
    assert climbing_share(rise_m, 4000, way) == pytest.approx(logit_share(rise_m, way), abs=0.02)


def test_about_a_quarter_climbs_six_metres_beside_an_escalator():
    """37,081 people at 13 sites in Beijing: 25.4 % up."""
    assert climbing_share(6.0, 2000) == pytest.approx(0.254, abs=0.05)


def test_more_walk_down_than_up():
    """The same sites: 32.8 % down."""
    up, down = (climbing_share(6.0, 2000, way) for way in ("up", "down"))
    assert up + 0.05 < down < 0.45


def test_fewer_climb_the_higher_it_is_and_fewer_of_the_older():
    for way in ("up", "down"):
        shares = [climbing_share(rise, 1000, way) for rise in (3.3, 6.0, 9.0)]
        assert shares == sorted(shares, reverse=True)
        assert climbing_share(6.0, 1000, way, get_profile("older")) < 0.5 * shares[1]


@pytest.mark.parametrize("people_an_hour", [3000, 9000, 12_000, 14_000])
def test_however_full_the_escalator_less_than_45_per_cent_climb(people_an_hour):
    """Seen in a station of the United Kingdom: the share levels off there."""
    assert climbing_share(6.0, people_an_hour) <= 0.45


def test_more_climb_when_the_escalator_is_full():
    assert climbing_share(9.0, 12_000) > climbing_share(9.0, 3000) + 0.05


def test_a_second_before_the_belt_weighs_more_down_than_up():
    """By 0.06 and 0.04 log-odds a second, in units of 0.05: what the choice between the two rests on."""
    for way, weight in (("up", 0.8), ("down", 1.2)):
        network = side_by_side(6.0, way)
        supply = build_supply(network, (WALK,), (), 16.0)
        usable = supply.usable(network)[0]
        weights = {id: supply.wait_weight[k] for k, (id, a, b) in enumerate(supply.uses)
                   if usable[k] and (a < b) == (way == "up")}  # fmt: skip
        assert weights == pytest.approx({"belt": weight, "stair": weight})


def test_a_case_weighs_as_much_as_thirty_seconds_of_walking():
    laden = replace(WALK, name="luggage")
    links = {link.pathway.id: link for link in side_by_side(6.0).graph(WALK).links if link.rise_m > 0}
    stair, belt = (perceived_s(links[id], laden) - perceived_s(links[id], WALK) for id in ("stair", "belt"))
    assert (stair, belt) == pytest.approx((30.0, 0.0))
    assert climbing_share(6.0, 4000, "up", laden) == pytest.approx(0.09, abs=0.02)


def test_who_may_take_no_stairs_takes_none():
    assert climbing_share(6.0, 600, "up", replace(WALK, max_steps=3)) == 0.0


def test_the_low_flight_that_would_be_liked_costs_its_time_and_never_less_than_nothing():
    links = side_by_side(0.3).graph(WALK).links
    assert min(perceived_s(link, WALK) for link in links) >= 0.0
    low = next(link for link in links if link.pathway.id == "stair" and link.rise_m > 0)
    assert perceived_s(low, WALK) == pytest.approx(0.8 * 1.9 * 0.3 / 0.61 + WALK.dislike_level_change_s)


def test_the_route_engine_keeps_its_own_costs():
    network = side_by_side(6.0)
    leg = next(leg for leg in find_route(network, "a", "b").legs if leg.pathway)
    assert leg.pathway == "belt"
    stair = next(link for link in network.graph(WALK).links if link.pathway.id == "stair" and link.rise_m > 0)
    assert stair.passage.cost_s == pytest.approx(1.9 * 6 / 0.61 + 40 * 0.5 + WALK.dislike_level_change_s)
