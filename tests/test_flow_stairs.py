"""Stairs beside an escalator: the share that climbs comes out of costs, queues and chance; none of it is built in."""

import numpy as np
import pytest
from shapely import box

from tests.stations import Sketch
from tests.test_flow_engine import NINE, crowd_of
from wayfinding import compile_network
from wayfinding.flow.simulate import Settings, walk_crowd
from wayfinding.routing.profiles import get_profile


def climbing_share(rise_m, people_an_hour, profile="walk") -> float:
    """The share of an hour's people who take 2 m of stairs beside 1 m of escalator up."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2, elevation_m=-6 - rise_m)
    sketch.space("upper", -1, box(0, 0, 60, 20))
    sketch.space("lower", -2, box(0, 0, 60, 20))
    belt_end, stair_end = 20 + 1.73 * rise_m, 20 + 1.9 * rise_m
    sketch.pathway("belt", "escalator", (-2, 20, 10), (-1, belt_end, 10), direction="forward", speed_mps=0.65)
    sketch.pathway("stair", "stairs", (-2, 20, 12), (-1, stair_end, 12), width_m=2.0)
    sketch.place("a", -2, 5, 11)
    sketch.place("b", -1, 55, 11)
    network = compile_network(sketch.station())
    start = NINE + np.arange(people_an_hour) / people_an_hour * 3600
    crowd = crowd_of(network.station, [("a", "b")] * people_an_hour, start)
    result = walk_crowd(network, (get_profile(profile),), crowd, settings=Settings(), times=(NINE, NINE + 3600))
    entered = result.run.entered.sum(axis=0)
    stair = sum(int(entered[k]) for k, (id, _, _) in enumerate(result.supply.uses) if id == "stair")
    return stair / entered.sum()


def test_about_a_quarter_climbs_six_metres_beside_an_escalator():
    """37,081 people at 13 sites in Beijing: 25.4 % up."""
    assert climbing_share(6.0, 2000) == pytest.approx(0.254, abs=0.05)


def test_fewer_climb_the_higher_it_is_and_fewer_of_the_older():
    shares = [climbing_share(rise, 1000) for rise in (3.3, 6.0, 9.0)]
    assert shares == sorted(shares, reverse=True)
    assert climbing_share(6.0, 1000, "older") < 0.5 * shares[1]


@pytest.mark.parametrize("people_an_hour", [3000, 9000, 12_000])
def test_however_full_the_escalator_less_than_45_per_cent_climb(people_an_hour):
    assert climbing_share(6.0, people_an_hour) <= 0.45


def test_more_climb_when_the_escalator_is_full():
    assert climbing_share(9.0, 12_000) > climbing_share(9.0, 3000) + 0.05
