"""RiMEA 4.1.1 beyond tests/test_flow_verification.py: corners, the choice of exits and ways, bottlenecks, stairs."""

from dataclasses import replace

import numpy as np
import pytest
from shapely import box, union_all

from tests.stations import Sketch
from tests.test_flow_engine import CHEAPEST, NINE, WALK, crowd_of, two_halls
from wayfinding import compile_network
from wayfinding.assumptions import PASSAGE_FLOW, STAIR_DOWN_FLOW, STAIR_UP_FLOW
from wayfinding.flow.simulate import Settings, walk_crowd

WALK_MPS = WALK[0].speed_mps


def run(sketch, trips, start, settings=CHEAPEST, any_end=False):
    """Where `any_end` is set, every place whose id begins with `out` will do for everybody."""
    network = compile_network(sketch.station())
    crowd = crowd_of(network.station, trips, start)
    if any_end:
        out = tuple(k for k, place in enumerate(crowd.places) if place.id.startswith("out"))
        crowd = replace(crowd, aims=(out,), end=np.zeros(len(trips), np.int64))
    result = walk_crowd(network, WALK, crowd, settings=settings, times=(NINE, NINE + 3600))
    assert result.arrived == len(trips)
    return result


def entered(result, pathway) -> int:
    return sum(int(result.run.entered[:, k].sum()) for k, (id, _, _) in enumerate(result.supply.uses) if id == pathway)


def bend(arm_m, width_m) -> Sketch:
    """Two arms at a right angle; their inner edges are `arm_m` long."""
    sketch = Sketch()
    sketch.level(-1)
    long = arm_m + width_m
    arms = union_all([box(0, 0, long, width_m), box(arm_m, 0, long, long)])
    sketch.space("corridor", -1, arms)
    sketch.place("a", -1, 0.5, width_m / 2)
    sketch.place("b", -1, arm_m + width_m / 2, long - 0.5)
    return sketch


def straight(length_m, width_m) -> Sketch:
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("corridor", -1, box(0, 0, length_m + 1, width_m))
    sketch.place("a", -1, 0.5, width_m / 2)
    sketch.place("b", -1, length_m + 0.5, width_m / 2)
    return sketch


def test_rimea_6_twenty_people_round_a_corner_and_nobody_through_the_wall():
    """2 m wide, 10 m of inner edge: nobody is faster than along a rope round the corner, or slower than the middle."""
    result = run(bend(10.0, 2.0), [("a", "b")] * 20, NINE + np.arange(20.0))
    rope_m = 2 * np.hypot(9.5, 1.0)
    assert result.door_to_door_s.min() >= rope_m / WALK_MPS
    assert result.door_to_door_s.max() <= 2 * 10.5 / WALK_MPS * 1.05


def test_rimea_15_a_large_crowd_takes_as_long_round_a_corner_as_something_between_its_inner_and_its_outer_edge():
    """500 people, 6 m wide: straight corridors as long as the inner and the outer edge of the bend."""
    took = {}
    for name, sketch in (("inner", straight(59.0, 6.0)), ("bend", bend(30.0, 6.0)), ("outer", straight(71.0, 6.0))):
        result = run(sketch, [("a", "b")] * 500, np.full(500, NINE), Settings(spread_s=0.0, cell_m=6.0))
        took[name] = result.door_to_door_s.max()
    assert took["inner"] < took["bend"] < took["outer"], took


def hall(near_m=8.0, far_m=22.0) -> Sketch:
    """30 m by 20 m, two exits of 1 m in one long wall, the crowd at the left end."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 30, 20))
    for name, x in (("near", near_m), ("far", far_m)):
        sketch.space(f"street_{name}", -1, box(x - 3, 22, x + 3, 28))
        sketch.pathway(name, "passage", (-1, x, 20), (-1, x, 22), width_m=1.0)
        sketch.place(f"out_{name}", -1, x, 26)
    for k in range(20):
        sketch.place(f"seat{k}", -1, 1 + 1.5 * (k % 4), 2 + 4 * (k // 4))
    return sketch


@pytest.mark.parametrize("spread_s", [0.0, 15.0])
def test_rimea_11_the_near_exit_is_preferred_and_the_far_one_relieves_it(spread_s):
    """Twenty leave by the near one. Of 1,000 at 2 a second, more than it takes, it keeps most and stays busy."""
    few = run(hall(), [(f"seat{k}", "out_near") for k in range(20)], NINE + 5.0 * np.arange(20), any_end=True)
    assert (entered(few, "near"), entered(few, "far")) == (20, 0)
    trips = [(f"seat{k % 20}", "out_near") for k in range(1000)]
    many = run(hall(), trips, NINE + np.arange(1000) / 2.0, Settings(spread_s=spread_s), any_end=True)
    near, far = entered(many, "near"), entered(many, "far")
    assert near > 1.5 * far > 300
    use = next(k for k, (id, _, _) in enumerate(many.supply.uses) if id == "near")
    assert many.run.entered[9 * 60 + 2 : 9 * 60 + 8, use].sum() / 360 > 0.9 * PASSAGE_FLOW.value / 3600


def in_a_row(bottleneck_m, to_goal_m) -> Sketch:
    """A room of 10 m by 10 m, a bottleneck of 1 m, and a second room with the goal so far behind it."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("one", -1, box(0, 0, 10, 10))
    x = 10 + bottleneck_m
    sketch.space("two", -1, box(x, 0, x + 40, 10))
    sketch.pathway("bottleneck", "passage", (-1, 10, 5), (-1, x, 5), width_m=1.0)
    sketch.place("in", -1, 5, 5)
    sketch.place("goal", -1, x + to_goal_m, 5)
    return sketch


def test_rimea_12a_where_the_goal_stands_behind_a_bottleneck_costs_the_walk_there_and_nothing_else():
    start = np.full(150, NINE)
    last = [run(in_a_row(0.5, goal), [("in", "goal")] * 150, start).door_to_door_s.max() for goal in (1.0, 5.0, 25.0)]
    assert np.diff(last) == pytest.approx([4.0 / WALK_MPS, 20.0 / WALK_MPS], rel=0.05)


def test_rimea_12b_a_longer_bottleneck_passes_as_many_and_takes_each_as_long_as_it_is_longer():
    short, long = (run(in_a_row(length, 1.0), [("in", "goal")] * 150, np.full(150, NINE)) for length in (0.2, 5.2))
    assert long.door_to_door_s.mean() - short.door_to_door_s.mean() == pytest.approx(5.0 / WALK_MPS, rel=0.03)
    for result in (short, long):
        inside = np.sort(result.run.people["first"][:150])
        assert 149 / (inside[-1] - inside[0]) == pytest.approx(PASSAGE_FLOW.value / 3600, rel=0.01)


@pytest.mark.parametrize("up", [True, False])
def test_rimea_13_on_a_stair_the_speed_stays_what_it_is_and_who_is_too_many_waits_before_it(up):
    """From a tenth of its capacity to twice as much: the flow over it, and the time from its foot to the end."""
    trip, behind_m = (("a", "b"), 20.0) if up else (("b", "a"), 18.0)
    capacity = (STAIR_UP_FLOW if up else STAIR_DOWN_FLOW).value / 3600
    alone_s = 10.0 / (WALK[0].stairs_up_mps if up else WALK[0].stairs_down_mps) + behind_m / WALK_MPS
    flows = []
    for share in (0.1, 0.5, 0.9, 2.0):
        start = NINE + np.arange(600) / (share * capacity)
        people = run(two_halls("stairs", width_m=1.0, steps=40), [trip] * 600, start).run.people[:600]
        assert people["arrived"] - people["first"] == pytest.approx(np.full(600, alone_s), rel=0.05)
        entered = np.sort(people["first"])
        flows.append(599 / (entered[-1] - entered[0]) / capacity)
    assert flows == pytest.approx([0.1, 0.5, 0.9, 1.0], rel=0.02)


def test_rimea_14_people_take_the_way_that_takes_them_least_time_and_the_other_where_that_is_shut():
    """ISO 20414 test 17: over a lower floor by two stairs, or round by a longer corridor on the same floor."""

    def ways(corridor_m, stairs_open=True) -> Sketch:
        sketch = Sketch()
        sketch.level(-1)
        sketch.level(-2, elevation_m=-9.0)
        sketch.space("west", -1, box(0, 0, 10, 10))
        sketch.space("east", -1, box(40, 0, 50, 10))
        sketch.space("under", -2, box(10, 0, 40, 10))
        y = 20 + (corridor_m - 30) / 2
        sketch.space("round", -1, box(5, y, 45, y + 3))
        sketch.pathway("up", "passage", (-1, 5, 10), (-1, 5, y), width_m=3.0)
        sketch.pathway("down", "passage", (-1, 45, y), (-1, 45, 10), width_m=3.0)
        sketch.pathway("stair1", "stairs", (-1, 10, 5), (-2, 15, 5), width_m=2.0, steps=20, open=stairs_open)
        sketch.pathway("stair2", "stairs", (-2, 35, 5), (-1, 40, 5), width_m=2.0, steps=20, open=stairs_open)
        sketch.place("a", -1, 3, 5)
        sketch.place("b", -1, 47, 5)
        return sketch

    trips, start = [("a", "b")] * 30, NINE + 3.0 * np.arange(30)
    for corridor_m, stairs_open, stairs in ((150.0, True, 30), (31.0, True, 0), (150.0, False, 0)):
        result = run(ways(corridor_m, stairs_open), trips, start)
        assert (entered(result, "up"), entered(result, "stair1") if stairs_open else 0) == (30 - stairs, stairs)
