"""Days repeated until nobody would do better: splits and gaps that can be worked out by hand."""

from math import exp, hypot

import numpy as np
import pytest
from shapely import box

from tests.stations import Sketch
from tests.test_flow_day import states_of
from tests.test_flow_engine import NINE, WALK, crowd_of
from wayfinding import compile_network
from wayfinding.errors import RequestError
from wayfinding.flow.choosing.equilibrium import Equilibrium
from wayfinding.flow.simulate import Settings, walk_crowd

PEOPLE = 3000
HEADWAY_S = 3600 / (8190 * 0.25)
"""Of a quarter of a metre of escalator at 0.65 m/s."""
DETOUR_S = (hypot(18, 40) - 18 + hypot(20, 40) - 20) / 1.34
"""What the wide escalator is farther than the narrow one."""


def two_routes() -> Sketch:
    """A narrow escalator straight ahead from a to b, and one four times as wide at the far side of the hall."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2)
    sketch.space("upper", -1, box(0, 0, 60, 60))
    sketch.space("lower", -2, box(0, 0, 60, 60))
    for name, y, width_m in (("narrow", 10, 0.25), ("wide", 50, 1.0)):
        sketch.pathway(name, "escalator", (-2, 20, y), (-1, 30, y), direction="forward", speed_mps=0.65,
                       width_m=width_m)  # fmt: skip
    sketch.place("a", -2, 2, 10)
    sketch.place("b", -1, 50, 10)
    return sketch


def settled(people=PEOPLE, spread_s=0.0, gap=0.0, iterations=30, states=None, progress=None):
    """So many people who come evenly within the hour from nine to ten."""
    states = states or compile_network(two_routes().station())
    station = (states if not isinstance(states, tuple) else states[0].network).station
    crowd = crowd_of(station, [("a", "b")] * people, NINE + np.arange(people) * 3600 / people)
    settings = Settings(spread_s=spread_s, equilibrium=Equilibrium(gap, iterations))
    return walk_crowd(states, WALK, crowd, settings=settings, times=(NINE, NINE + 3600), progress=progress)


def narrow_share(result) -> float:
    entered = result.run.entered.sum(axis=0)
    names = [id for id, _, _ in result.supply.uses]
    return entered[names.index("narrow")] / len(result.crowd.start)


def mean_wait_s(people) -> float:
    """Of so many who come evenly within an hour: the k-th finds the k before him, but for those who went on."""
    return max(0.0, (people * HEADWAY_S - 3600) / 2)


def test_the_wait_makes_up_for_the_detour_where_all_weigh_alike():
    """0.8 (n headway - 3600) / 2 = detour: the wait on average is what the other way is longer, 0.8 a second of it."""
    result = settled(iterations=60)
    expected = (3600 + 2 * DETOUR_S / 0.8) / HEADWAY_S
    assert narrow_share(result) == pytest.approx(expected / PEOPLE, abs=0.01)
    assert min(result.gaps[30:]) < 0.02
    assert result.arrived == PEOPLE


def test_with_tastes_the_split_is_the_logit_at_its_own_wait():
    low, high = 0.0, 1.0
    for _ in range(60):
        share = (low + high) / 2
        wanted = 1 / (1 + exp(-(DETOUR_S - 0.8 * mean_wait_s(share * PEOPLE)) / 20))
        low, high = (share, high) if wanted > share else (low, share)
    result = settled(spread_s=20.0, iterations=60)
    assert 0.6 < share < 0.72
    assert narrow_share(result) == pytest.approx(share, abs=0.02)
    assert result.gaps[-1] < 0.01


def test_the_gap_of_the_first_day_is_what_all_lose_who_go_round():
    """On the day before, the wait of who looked came to a little more than the detour: now all make it, for nothing."""
    result = settled(iterations=1)
    assert narrow_share(result) == 0.0
    ride_s = (hypot(10, 6) + 3) / 0.65
    straight_s = 38 / 1.34 + 0.8 * ride_s + WALK[0].dislike_level_change_s
    assert result.gaps == pytest.approx([DETOUR_S / straight_s], rel=1e-3)


def test_without_queues_the_gap_is_none_at_once():
    for spread_s in (0.0, 20.0):
        result = settled(people=20, spread_s=spread_s)
        assert result.gaps == (0.0,)
        assert result.arrived == 20


def test_without_queues_people_go_as_on_a_day_without_this_mode():
    result = settled(people=100, spread_s=20.0)
    plain = walk_crowd(result.network, WALK, result.crowd, settings=Settings(spread_s=20.0), times=(NINE, NINE + 3600))
    assert 0 < narrow_share(result) < 1
    assert np.array_equal(result.run.entered, plain.run.entered)
    assert np.array_equal(result.door_to_door_s, plain.door_to_door_s)


def test_days_end_as_soon_as_the_gap_is_reached():
    result = settled(spread_s=20.0, gap=0.05, iterations=60)
    assert result.gaps[-1] <= 0.05 < min(result.gaps[:-1])
    assert len(result.gaps) < 60


def test_the_same_seed_gives_the_same_days():
    one, other = (settled(spread_s=20.0, iterations=4) for _ in range(2))
    assert one.gaps == other.gaps
    assert one.run.people.tobytes() == other.run.people.tobytes()


def test_a_way_that_shuts_for_a_while_leaves_nobody_behind():
    edits = [{"op": "close", "id": "narrow", "from": "09:20", "to": "09:40"}]
    result = settled(spread_s=20.0, iterations=5, states=states_of(two_routes(), edits))
    assert (result.arrived, result.without_way) == (PEOPLE, 0)
    assert 0.1 < narrow_share(result) < 0.7
    shut = result.run.entered[9 * 60 + 21 : 9 * 60 + 40].sum(axis=0)
    assert shut[[id for id, _, _ in result.supply.uses].index("narrow")] == 0


def test_a_lift_that_nobody_waits_for_costs_what_it_cost_before():
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2)
    sketch.space("upper", -1, box(0, 0, 60, 20))
    sketch.space("lower", -2, box(0, 0, 60, 20))
    for k in range(2):
        sketch.pathway(f"lift{k}", "lift", (-2, 20, 5 + 10 * k), (-1, 20, 5 + 10 * k))
    sketch.place("a", -2, 2, 5)
    sketch.place("b", -1, 50, 5)
    network = compile_network(sketch.station())
    crowd = crowd_of(network.station, [("a", "b")], [NINE])
    result = walk_crowd(network, WALK, crowd, settings=Settings(equilibrium=Equilibrium()), times=(NINE, NINE + 600))
    assert (result.arrived, result.gaps) == (1, (0.0,))


def test_progress_rises_to_the_end():
    told = []
    settled(people=500, spread_s=20.0, iterations=3, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert sum(share < 1.0 for share in told) > 1


@pytest.mark.parametrize("wrong", [{"gap": -0.1}, {"gap": float("nan")}, {"iterations": 0}, {"iterations": 1001}])
def test_a_gap_or_a_number_of_days_that_cannot_be_is_refused(wrong):
    with pytest.raises(RequestError, match="equilibrium"):
        Equilibrium(**wrong)
