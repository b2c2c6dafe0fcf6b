"""Lifts on tiny stations: each ride, each car-load and the round trip as worked out by hand from doors and speeds.

Doors open in 2.5 s, close in 3.5 s and stand open 5 s at least; the car speeds up and slows down at 0.6 m/s2; a walker
gets in or out in 1.5 s, a wheelchair in 6.5 s and takes the room of three.
"""

import numpy as np
import pytest
from shapely import box

from tests.stations import Sketch
from tests.test_flow_engine import CHEAPEST, NINE, crowd_of
from wayfinding import compile_network
from wayfinding.flow.simulate import walk_crowd
from wayfinding.routing.profiles import get_profile

WALKER, WHEELS = get_profile("walk"), get_profile("step_free")
CAR = {"car_width_m": 1.25, "car_depth_m": 2.0, "door_width_m": 1.0}
"""Room for ten walkers."""
OPEN_S, CLOSE_S, DWELL_S, WALKER_S = 2.5, 3.5, 5.0, 1.5


def run_s(rise_m, speed_mps=1.0):
    """From standing still to standing still: full speed in between, or half the way faster and half slower."""
    if rise_m < speed_mps**2 / 0.6:
        return 2 * np.sqrt(rise_m / 0.6)
    return rise_m / speed_mps + speed_mps / 0.6


def tower(*heights_m, speed_mps=1.0, **car) -> Sketch:
    """Halls above each other at these heights, places `at0`, `at1` … at the door of the lift on each."""
    sketch = Sketch()
    lon, lat = sketch.frame.to_lonlat(np.array([[20.0, 10.0]]))[0]
    levels = [-len(heights_m) + k for k in range(len(heights_m))]
    for k, (level, height) in enumerate(zip(levels, heights_m, strict=True)):
        sketch.level(level, elevation_m=height)
        sketch.space(f"hall{k}", level, box(0, 0, 60, 20))
        sketch.place(f"at{k}", level, 20, 10)
    between = [{"level": level, "coordinates": [lon, lat]} for level in levels[1:-1]]
    more = {"stops": between} if between else {}
    sketch.pathway("lift", "lift", (levels[0], 20, 10), (levels[-1], 20, 10), speed_mps=speed_mps, **more, **car)
    return sketch


def ride(sketch, trips, start=None, profiles=(WALKER,), groups=None):
    network = compile_network(sketch.station())
    crowd = crowd_of(network.station, trips, [NINE] * len(trips) if start is None else start, groups)
    result = walk_crowd(network, profiles, crowd, settings=CHEAPEST, times=(NINE, NINE + 3600))
    assert result.arrived == len(trips)
    return result


@pytest.mark.parametrize(("rise_m", "speed_mps"), [(1.0, 1.0), (3.5, 1.0), (6.0, 1.6), (20.0, 2.5)])
def test_a_car_that_stands_on_the_other_floor_comes_and_takes_its_rider_down(rise_m, speed_mps):
    """NIST 2.7: the lift is called, comes, and is used."""
    result = ride(tower(-10.0 - rise_m, -10.0, speed_mps=speed_mps), [("at1", "at0")])
    comes, goes = run_s(rise_m, speed_mps) + OPEN_S, CLOSE_S + run_s(rise_m, speed_mps) + OPEN_S
    assert result.door_to_door_s[0] == pytest.approx(comes + DWELL_S + goes + WALKER_S, abs=0.01)


def test_thirty_people_ride_up_in_three_loads_of_ten_and_each_load_takes_one_round_trip():
    result = ride(tower(-12.0, -6.0), [("at0", "at1")] * 30)
    way = CLOSE_S + run_s(6.0) + OPEN_S
    full = 10 * WALKER_S
    first = OPEN_S + full + way + WALKER_S * np.arange(1, 11)
    round_trip = full + way + full + way
    expected = np.concatenate([first, first + round_trip, first + 2 * round_trip])
    assert np.sort(result.door_to_door_s) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize(("width_m", "depth_m", "room"), [(1.0, 1.0, 4), (1.4, 1.6, 8), (2.0, 2.0, 16)])
def test_a_car_takes_as_many_as_stand_on_its_floor_and_an_hour_as_many_as_its_round_trips(width_m, depth_m, room):
    """0.25 m2 a walker; 3,600 s over the round trip times the load."""
    car = {"car_width_m": width_m, "car_depth_m": depth_m, "door_width_m": 1.0}
    result = ride(tower(-12.0, -6.0, **car), [("at0", "at1")] * 20 * room)
    assert result.supply.servers[0].room == room
    exchange = max(DWELL_S, room * WALKER_S)
    round_trip = 2 * (exchange + CLOSE_S + run_s(6.0) + OPEN_S)
    arrived = np.sort(result.run.people["arrived"][: 20 * room]).reshape(20, room)[:, -1]
    assert np.diff(arrived) == pytest.approx(np.full(19, round_trip), abs=0.02)


def test_three_wheelchairs_leave_room_for_one_walker():
    """Ten places: three of three and one of one; the second walker waits for the next round."""
    groups = [1, 1, 1, 0, 0]
    result = ride(tower(-12.0, -6.0, **CAR), [("at0", "at1")] * 5, profiles=(WALKER, WHEELS), groups=groups)
    arrived = result.run.people["arrived"][:5]
    inside = arrived - arrived.min() < 3 * 6.5 + WALKER_S
    assert inside.tolist() == [True, True, True, True, False]


def test_a_car_collects_in_its_direction_and_turns_only_then():
    """From the bottom to the top, from the middle to the top, and from the middle down: the last rides last."""
    result = ride(tower(-18.0, -12.0, -6.0), [("at0", "at2"), ("at1", "at2"), ("at1", "at0")],
                  start=[NINE, NINE + 1, NINE + 1.5])  # fmt: skip
    arrived = result.run.people["arrived"][:3] - NINE
    leg = CLOSE_S + run_s(6.0) + OPEN_S
    top = OPEN_S + DWELL_S + leg + DWELL_S + leg
    assert arrived[:2] == pytest.approx([top + WALKER_S, top + 2 * WALKER_S], abs=0.02)
    down = top + DWELL_S + leg + DWELL_S + leg
    assert arrived[2] == pytest.approx(down + WALKER_S, abs=0.02)


def test_two_lifts_side_by_side_share_those_who_come_one_after_the_other():
    one = tower(-12.0, -6.0)
    both = tower(-12.0, -6.0)
    both.pathway("second", "lift", (-2, 21, 10), (-1, 21, 10), speed_mps=1.0)
    trips, start = [("at0", "at1")] * 60, NINE + 2.0 * np.arange(60)
    alone, pair = ride(one, trips, start), ride(both, trips, start)
    last = [result.run.people["arrived"][:60].max() - NINE for result in (alone, pair)]
    assert last[1] < 0.65 * last[0]


def test_who_can_climb_leaves_the_lift_to_those_who_cannot():
    """A stair of 6 m beside the lift: walkers take it, wheelchairs and nobody else ride."""
    sketch = tower(-12.0, -6.0, **CAR)
    sketch.pathway("stair", "stairs", (-2, 24, 10), (-1, 34, 10), width_m=2.0, steps=40)
    network = compile_network(sketch.station())
    crowd = crowd_of(
        network.station, [("at0", "at1")] * 40, NINE + 3.0 * np.arange(40), [int(k % 4 == 0) for k in range(40)]
    )
    result = walk_crowd(network, (WALKER, WHEELS), crowd, settings=CHEAPEST, times=(NINE, NINE + 3600))
    assert result.arrived == 40
    entered = {}
    for k, (id, _, _) in enumerate(result.supply.uses):
        entered[id] = entered.get(id, 0) + int(result.run.entered[:, k].sum())
    assert entered == {"lift": 10, "stair": 30}


def test_a_crowd_before_two_lifts_takes_both():
    """Nobody sees who is about to join a queue; who comes to a long one and sees a shorter goes there."""
    sketch = tower(-10.0, -4.0, **CAR)
    sketch.pathway("other", "lift", (-2, 24, 10), (-1, 24, 10), speed_mps=1.0, **CAR)
    result = ride(sketch, [("at0", "at1")] * 60)
    entered = result.run.entered.sum(axis=0)
    by_lift = {"lift": 0, "other": 0}
    for k, (id, _, _) in enumerate(result.supply.uses):
        by_lift[id] += int(entered[k])
    assert sum(by_lift.values()) == 60
    assert min(by_lift.values()) >= 20
