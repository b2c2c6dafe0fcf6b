"""Queues against closed forms and against recursions that know nothing of the engine: gates, pulses, tandems, belts."""

import numpy as np
import pytest
from shapely import box

from tests.stations import Sketch
from tests.test_flow_engine import CHEAPEST, WALK, crowd_of
from wayfinding import compile_network
from wayfinding.assumptions import ESCALATOR_FLATS, GATE_HEADWAY, SECURITY_HEADWAY, STAIR_UP_FLOW
from wayfinding.flow.simulate import walk_crowd

NOON = 12 * 3600.0
RECORDED_S = 100_000.0
"""Less than a run lasts at most."""
GATE_S, BAG_S = GATE_HEADWAY.value, SECURITY_HEADWAY.value


def row_of(*ways, rise_m=0.0, length_m=2.0) -> Sketch:
    """Halls in a row, one way after the other between them; `a` stands at the first of them, `b` behind the last."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2, elevation_m=-6.0 - rise_m)
    below = -2 if rise_m else -1
    x = 0.0
    sketch.space("hall0", below, box(-100, 0, 0, 100))
    for number, (mode, properties) in enumerate(ways, 1):
        level = -1 if number == len(ways) else below
        sketch.space(f"hall{number}", level, box(x + length_m, 0, x + length_m + 100, 100))
        ends = (below, x, 50), (level, x + length_m, 50)
        sketch.pathway(f"way{number}", mode, *ends, **properties)
        x += length_m + 100
    sketch.place("a", below, 0, 50)
    sketch.place("b", -1, x - 100, 50)
    return sketch


def queue_up(sketch, start):
    network = compile_network(sketch.station())
    crowd = crowd_of(network.station, [("a", "b")] * len(start), start)
    result = walk_crowd(network, WALK, crowd, settings=CHEAPEST, times=(0.0, NOON))
    assert result.arrived == len(start)
    return result


def at_random(people, mean_s, seed):
    """A Poisson stream from midnight on."""
    return np.cumsum(np.random.default_rng(seed).exponential(mean_s, people))


def waits(arrivals, service_s, lanes):
    """Kiefer and Wolfowitz: the first in the queue takes the lane that is free first."""
    free = np.zeros(lanes)
    waited = []
    for time in arrivals:
        lane = int(free.argmin())
        begin = max(time, free[lane])
        free[lane] = begin + service_s
        waited.append(begin - time)
    return np.array(waited)


def m_d_c(load, lanes):
    """Mean wait in units of the service time, and the share who wait: Crommelin's chain from service to service.

    Whoever is served at some moment has left one service time later: N(t + D) = max(N(t) - c, 0) + arrivals in D.
    """
    size = 400
    step = np.zeros(size)
    step[0] = np.exp(-load * lanes)
    for k in range(1, size):
        step[k] = step[k - 1] * load * lanes / k
    share = np.full(size, 1.0 / size)
    for _ in range(20_000):
        left = np.concatenate([[share[: lanes + 1].sum()], share[lanes + 1 :]])
        after = np.convolve(left, step)[:size]
        after /= after.sum()
        if np.abs(after - share).max() < 1e-13:
            break
        share = after
    queue = np.maximum(np.arange(size) - lanes, 0)
    return float(share @ queue / (load * lanes)), float(share[lanes:].sum())


@pytest.mark.parametrize("load", [0.3, 0.5, 0.7, 0.8, 0.9])
def test_one_lane_has_the_mean_wait_of_pollaczek_and_khinchine(load):
    """M/D/1: rho / 2 (1 - rho) service times."""
    assert m_d_c(load, 1)[0] == pytest.approx(load / (2 * (1 - load)), rel=1e-6)
    start = at_random(36_000, GATE_S / load, seed=11)
    result = queue_up(row_of(("fare_gate", {"lanes": 1})), start[start < RECORDED_S])
    waited = result.run.people["queued"][: len(result.crowd.start)]
    assert waited.mean() / GATE_S == pytest.approx(load / (2 * (1 - load)), rel=0.08)


@pytest.mark.parametrize(("lanes", "load"), [(2, 0.8), (3, 0.7), (5, 0.9), (8, 0.85)])
def test_several_lanes_have_the_wait_and_the_share_who_wait_of_m_d_c(lanes, load):
    start = at_random(100_000, GATE_S / (load * lanes), seed=5)
    result = queue_up(row_of(("fare_gate", {"lanes": lanes})), start[start < RECORDED_S])
    waited = result.run.people["queued"][: len(result.crowd.start)]
    mean, share = m_d_c(load, lanes)
    assert waited.mean() / GATE_S == pytest.approx(mean, rel=0.06)
    assert (waited > 0).mean() == pytest.approx(share, rel=0.03)


@pytest.mark.parametrize("lanes", [1, 2, 4])
def test_each_single_wait_is_that_of_the_recursion(lanes):
    start = at_random(5000, GATE_S / (0.95 * lanes), seed=2)
    result = queue_up(row_of(("fare_gate", {"lanes": lanes})), start)
    assert result.run.people["queued"][:5000] == pytest.approx(waits(start, GATE_S, lanes), abs=0.002)


def test_a_train_load_before_one_escalator_waits_as_long_as_worked_out_by_hand():
    """D/D/1: 300 people at 4 a second before a belt that takes one every 3600 / 8190 s: the k-th waits k (h - 1/4)."""
    start = 3600.0 + np.arange(300) / 4
    belt = ("escalator", {"direction": "forward", "speed_mps": 0.65})
    result = queue_up(row_of(belt, rise_m=6.0, length_m=12.0), start)
    headway = 3600 / 8190
    assert result.run.people["queued"][:300].sum() == pytest.approx(300 * 299 / 2 * (headway - 0.25), rel=1e-4)
    passed = 1 + int(299 * 0.25 / headway)
    assert result.run.longest.max() == 300 - passed, "when the last comes"


@pytest.mark.parametrize(("width_m", "pph"), [(0.6, 0.6), (0.8, 0.8), (1.0, 1.0), (1.2, 1.2)])
@pytest.mark.parametrize(("speed_mps", "per_metre"), [(0.5, 6720), (0.575, 7455), (0.65, 8190), (0.75, 8190)])
def test_an_escalator_of_any_width_and_speed_is_full_at_its_capacity(width_m, pph, speed_mps, per_metre):
    """GB 50157: 6,720 an hour on 1 m at 0.5 m/s, 8,190 at most, in between by the line between the two."""
    start = 3600.0 + np.arange(3000) / 6
    belt = ("escalator", {"direction": "forward", "speed_mps": speed_mps, "width_m": width_m})
    result = queue_up(row_of(belt, rise_m=6.0, length_m=12.0), start)
    entered = np.sort(result.run.people["first"][:3000])[500:]
    assert 3600 * (len(entered) - 1) / (entered[-1] - entered[0]) == pytest.approx(per_metre * pph, rel=0.01)


@pytest.mark.parametrize("rise_m", [3.0, 6.0, 20.0])
def test_a_longer_escalator_takes_as_many_and_holds_no_more_than_stand_on_its_steps(rise_m):
    """Steps are 0.4 m deep and hold two people on 1 m: more than capacity times ride time ever puts there."""
    start = 3600.0 + np.arange(1500) / 6
    belt = ("escalator", {"direction": "forward", "speed_mps": 0.65})
    result = queue_up(row_of(belt, rise_m=rise_m, length_m=1.73 * rise_m), start)
    people = result.run.people[:1500]
    entered, left = np.sort(people["first"]), np.sort(people["arrived"])
    assert 3600 * 1499 / (entered[-1] - entered[0]) == pytest.approx(8190, rel=0.01)
    aboard = np.arange(1, 1501) - np.searchsorted(left, entered, side="right")
    ride_s = float(np.median(left - entered))
    assert aboard.max() == pytest.approx(8190 / 3600 * ride_s, abs=1.5)
    assert aboard.max() <= 2 * (np.hypot(rise_m, 1.73 * rise_m) + ESCALATOR_FLATS.value) / 0.4


def test_behind_a_slow_lane_nobody_waits_and_before_it_as_long_as_it_is_slower():
    """Security takes a bag every 3.5 s, the gate one person every 2 s; 100 people come at once."""
    start = np.full(100, 3600.0)
    slow_first = queue_up(row_of(("security_check", {"lanes": 1}), ("fare_gate", {"lanes": 1})), start)
    slow_last = queue_up(row_of(("fare_gate", {"lanes": 1}), ("security_check", {"lanes": 1})), start)
    waited = {k: r.run.queued_s.sum(axis=0) for k, r in (("first", slow_first), ("last", slow_last))}
    by_rank = 100 * 99 / 2
    assert sorted(waited["first"][waited["first"] > 0]) == pytest.approx([by_rank * BAG_S], rel=1e-3)
    assert sorted(waited["last"][waited["last"] > 0]) == pytest.approx(
        sorted([by_rank * GATE_S, by_rank * (BAG_S - GATE_S)]), rel=1e-3
    )


def test_in_which_order_two_lanes_stand_makes_no_difference_to_how_long_both_take():
    """Friedman: with even service times the time through a row of servers does not depend on their order."""
    start = at_random(3000, 3.9, seed=4)
    gate, check = ("fare_gate", {"lanes": 1}), ("security_check", {"lanes": 1})
    one, other = queue_up(row_of(gate, check), start), queue_up(row_of(check, gate), start)
    assert one.door_to_door_s == pytest.approx(other.door_to_door_s, abs=0.5)


@pytest.mark.parametrize("width_m", [1.0, 1.2, 1.4, 1.6, 1.8])
def test_a_stair_passes_people_in_proportion_to_its_width(width_m):
    """ISO 20414 test 12: 100 people, stairs of 1.0 to 1.8 m."""
    stair = ("stairs", {"width_m": width_m, "steps": 20})
    result = queue_up(row_of(stair, rise_m=3.0, length_m=6.0), np.full(100, 3600.0))
    entered = np.sort(result.run.people["first"][:100])
    assert 99 / (entered[-1] - entered[0]) == pytest.approx(width_m * STAIR_UP_FLOW.value / 3600, rel=0.01)
