"""The cases of NIST TN 1822, ISO 20414:2020 and IMO MSC.1/Circ.1533 that go beyond those of RiMEA.

Which case of which suite stands where, and which cannot be shown, is told in docs/crowd_verification.md.
"""

import numpy as np
import pytest
from scipy import stats
from shapely import box

from tests.stations import Sketch
from tests.test_flow_engine import CHEAPEST, NINE, WALK, crowd_of, two_halls
from wayfinding import compile_network
from wayfinding.assumptions import CROWD_FULL, PASSAGE_FLOW, PASSAGE_MIXED_FLOW, STAIR_MIXED_FLOW, STAIR_UP_FLOW
from wayfinding.flow.simulate import Settings, walk_crowd
from wayfinding.flow.supply.day import State
from wayfinding.routing.profiles import get_profile
from wayfinding.station.scenario import apply, read_scenario


def run(sketch, trips, start, groups=WALK, group=None, settings=CHEAPEST):
    network = compile_network(sketch.station())
    crowd = crowd_of(network.station, trips, start, group)
    result = walk_crowd(network, groups, crowd, settings=settings, times=(NINE, NINE + 3600))
    assert result.arrived == len(trips)
    return result


def entered(result, pathway) -> int:
    return sum(int(result.run.entered[:, k].sum()) for k, (id, _, _) in enumerate(result.supply.uses) if id == pathway)


def longest(result, pathway) -> int:
    onward = next(k for k, (id, start, _) in enumerate(result.supply.uses) if id == pathway and start == 0)
    return int(result.run.longest[:, onward].max())


def room(width_m=1.0) -> Sketch:
    """8 m by 5 m with one exit in the middle of a short side."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("room", -1, box(0, 0, 8, 5))
    sketch.space("outside", -1, box(9, 0, 20, 5))
    sketch.pathway("exit", "passage", (-1, 8, 2.5), (-1, 9, 2.5), width_m=width_m)
    sketch.place("in", -1, 3, 2.5)
    sketch.place("out", -1, 19, 2.5)
    return sketch


DELAYS = {
    "uniform": stats.uniform(10, 90), "normal": stats.norm(120, 20), "gamma": stats.gamma(1.291, scale=103.901),
    "lognormal": stats.lognorm(0.967, scale=np.exp(4.586)), "weibull": stats.weibull_min(1.195, scale=139.285),
}  # fmt: skip


@pytest.mark.parametrize("law", DELAYS)
def test_people_set_out_after_delays_of_any_distribution(law):
    """NIST 1.1, ISO 1, IMO 5: seen at the exit, less the walk to it; Kolmogorov and Smirnov at 5 %."""
    delay = np.sort(DELAYS[law].rvs(200, random_state=3))
    result = run(room(20.0), [("in", "out")] * 200, NINE + delay, settings=Settings(spread_s=0.0, cell_m=100.0))
    people = result.run.people[:200]
    seen = people["first"] - people["queued"] - 5.0 / 1.34 - NINE
    assert seen == pytest.approx(delay, abs=1.0)
    assert stats.kstest(seen, DELAYS[law].cdf).pvalue > 0.05


@pytest.mark.parametrize("trip", [("foot", "head"), ("head", "foot")])
def test_a_hundred_metres_of_stairs_are_walked_at_one_metre_a_second(trip):
    """NIST 2.2: 100 m along the slope at 1 m/s, within 0.05 m/s; speeds on stairs are those of the plan here."""
    sketch = Sketch()
    sketch.level(-1, elevation_m=0.0)
    sketch.level(-2, elevation_m=-50.0)
    sketch.space("upper", -1, box(0, 0, 120, 10))
    sketch.space("lower", -2, box(0, 0, 120, 10))
    plan_m = np.sqrt(100.0**2 - 50.0**2)
    sketch.pathway("flight", "stairs", (-2, 10, 5), (-1, 10 + plan_m, 5), width_m=2.0, steps=330)
    sketch.place("foot", -2, 10, 5)
    sketch.place("head", -1, 10 + plan_m, 5)
    slope = plan_m / 100.0
    profile = get_profile("walk").adjusted(stairs_up_mps=slope, stairs_down_mps=slope)
    result = run(sketch, [trip], [NINE], (profile,))
    assert 100.0 / result.door_to_door_s[0] == pytest.approx(1.0, abs=0.05)


def test_a_population_walks_at_the_speeds_that_it_was_given():
    """NIST 2.4, ISO 5, IMO 7: 100 people, normal around 1.2 m/s with 0.2; a group for each speed."""
    speeds = np.random.default_rng(1).normal(1.2, 0.2, 100)
    profiles = tuple(get_profile("walk").adjusted(speed_mps=float(speed)) for speed in speeds)
    sketch = Sketch()
    sketch.level(-1, box(0, 0, 200, 100))
    sketch.space("hall", -1, box(0, 0, 110, 100))
    for k in range(10):
        sketch.place(f"from{k}", -1, 5, 5 + 10 * k)
        sketch.place(f"to{k}", -1, 105, 5 + 10 * k)
    trips = [(f"from{k % 10}", f"to{k % 10}") for k in range(100)]
    result = run(sketch, trips, np.full(100, NINE), profiles, np.arange(100))
    seen = 100.0 / result.door_to_door_s
    assert seen == pytest.approx(speeds, rel=0.01)
    assert (seen.mean(), seen.std()) == pytest.approx((1.2, 0.2), abs=0.05)


def two_rooms(floor) -> Sketch:
    """Rooms of 10 m by 10 m with 10 m of corridor between them, 2 m wide: one floor, or a pathway."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("one", -1, box(0, 0, 10, 10))
    sketch.space("two", -1, box(20, 0, 30, 10))
    if floor:
        sketch.space("corridor", -1, box(10, 4, 20, 6))
    else:
        sketch.pathway("corridor", "passage", (-1, 10, 5), (-1, 20, 5), width_m=2.0)
    sketch.place("a", -1, 3, 5)
    sketch.place("b", -1, 27, 5)
    return sketch


@pytest.mark.parametrize("floor", [False, True])
def test_the_more_come_against_them_the_longer_a_hundred_people_take(floor):
    """IMO 8, NIST 2.8, ISO 6: 100 people against 0, 10, 50 and 100, through a pathway and over a floor."""
    took = []
    for against in (0, 10, 50, 100):
        trips = [("a", "b")] * 100 + [("b", "a")] * against
        result = run(two_rooms(floor), trips, np.full(len(trips), NINE), settings=Settings(spread_s=0.0, cell_m=4.0))
        took.append(result.door_to_door_s[:100].max())
    assert (np.diff(took) > 0).all(), took


@pytest.mark.parametrize("stairs", [False, True])
def test_one_slow_person_comes_last_and_holds_nobody_up(stairs):
    """NIST 2.10, ISO 7: 24 people at 1.25 m/s and one at 0.8; all walk past him, on the stairs too."""
    if stairs:
        sketch = Sketch()
        sketch.level(-1)
        sketch.level(-2)
        sketch.space("lower", -2, box(0, 0, 30, 20))
        sketch.space("upper", -1, box(0, 0, 60, 20))
        sketch.pathway("flight", "stairs", (-2, 20, 10), (-1, 30, 10), width_m=2.0, steps=40)
        sketch.place("in", -2, 5, 10)
        sketch.place("out", -1, 45, 10)
    else:
        sketch = room(4.0)
    quick = get_profile("walk").adjusted(speed_mps=1.25)
    slow = get_profile("older").adjusted(speed_mps=0.8)
    start = NINE + np.arange(25.0)
    alike, mixed = (run(sketch, [("in", "out")] * 25, start, (quick, slow), [group] + [0] * 24) for group in (0, 1))
    assert mixed.door_to_door_s[0] > 1.2 * alike.door_to_door_s[0]
    assert mixed.door_to_door_s[1:] == pytest.approx(alike.door_to_door_s[1:], rel=0.02)


def test_cabins_empty_by_the_exits_allotted_to_them():
    """IMO 10, NIST 3.1, ISO 8: twelve cabins along a corridor; 23 people, 15 to the main exit and 8 to the other."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("corridor", -1, box(0, 5, 36, 7))
    for k in range(12):
        x, up = 6.0 * (k % 6), k >= 6
        y = (7.5, 12.0) if up else (0.0, 4.5)
        sketch.space(f"cabin{k}", -1, box(x + 0.5, *y[:1], x + 5.5, y[1]))
        ends = ((-1, x + 3, 7.5), (-1, x + 3, 7)) if up else ((-1, x + 3, 4.5), (-1, x + 3, 5))
        sketch.pathway(f"door{k}", "passage", *ends, width_m=0.9)
        sketch.place(f"bed{k}", -1, x + 3, 10 if up else 2)
    for name, x, way in (("main", 0, -1), ("other", 36, 1)):
        sketch.space(f"beyond_{name}", -1, box(*sorted((x + way, x + 4 * way))[:1], 5, max(x + way, x + 4 * way), 7))
        sketch.pathway(name, "passage", (-1, x, 6), (-1, x + way, 6), width_m=1.0)
        sketch.place(f"out_{name}", -1, x + 3 * way, 6)
    allotted = ["other" if k in {4, 5, 10, 11} else "main" for k in range(12)]
    trips = [(f"bed{k % 12}", f"out_{allotted[k % 12]}") for k in range(23)]
    result = run(sketch, trips, np.full(23, NINE))
    wanted = [end for _, end in trips]
    assert entered(result, "main") == wanted.count("out_main") == 16
    assert entered(result, "other") == wanted.count("out_other") == 7


def test_who_finds_an_exit_shut_on_reaching_it_leaves_by_the_other():
    """NIST 4.1, ISO 9: exit 1 shuts after one second; the way to it was not in vain for those who had passed it."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 20, 15))
    sketch.space("street", -1, box(0, 17, 20, 20))
    for name, x in (("exit1", 3), ("exit2", 17)):
        sketch.pathway(name, "passage", (-1, x, 15), (-1, x, 17), width_m=1.0)
    sketch.place("in", -1, 3, 5)
    sketch.place("near", -1, 3, 14.9)
    sketch.place("out", -1, 3, 18)
    station = sketch.station()
    scenario = {"name": "shut", "title_zh": "关", "title_en": "shut", "edits": [{"op": "close", "id": "exit1"}]}
    first = compile_network(station)
    states = [
        State(0.0, first),
        State(NINE + 1.0, compile_network(apply(station, read_scenario(scenario)), reuse=first)),
    ]
    crowd = crowd_of(station, [("in", "out"), ("near", "out")], [NINE, NINE])
    result = walk_crowd(states, WALK, crowd, settings=CHEAPEST, times=(NINE, NINE + 600))
    assert (entered(result, "exit1"), entered(result, "exit2")) == (1, 1)
    turned_m = 10.0 + 14.0 + 2.0 + np.hypot(14.0, 1.0)
    assert result.door_to_door_s[0] == pytest.approx(turned_m / 1.34, rel=0.02)


def test_a_room_jams_at_its_door_then_the_stair_jams_and_the_corridor_between_flows():
    """IMO 11, NIST 5.1, ISO 10: 150 people, a corridor of 2 m by 12 m, and a stair of its width."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2)
    sketch.space("room", -2, box(0, 0, 5, 8))
    sketch.space("corridor", -2, box(6, 3, 18, 5))
    sketch.space("upper", -1, box(15, 0, 40, 10))
    sketch.pathway("door", "passage", (-2, 5, 4), (-2, 6, 4), width_m=2.0)
    sketch.pathway("flight", "stairs", (-2, 18, 4), (-1, 28, 4), width_m=2.0, steps=36)
    sketch.place("in", -2, 2, 4)
    sketch.place("out", -1, 38, 4)
    result = run(sketch, [("in", "out")] * 150, np.full(150, NINE), settings=Settings(spread_s=0.0, cell_m=8.0))
    assert longest(result, "door") > 100
    assert longest(result, "flight") > 10
    people = result.run.people[:150]
    through = np.sort(people["first"])
    assert 149 / (through[-1] - through[0]) <= 2 * PASSAGE_FLOW.value / 3600 * 1.01
    up = np.sort(people["arrived"])
    assert 149 / (up[-1] - up[0]) == pytest.approx(2 * STAIR_UP_FLOW.value / 3600, rel=0.01)
    cells = result.supply.cells
    corridor = [k for k, shape in enumerate(cells.shape) if cells.level[k] == -2 and shape.bounds[0] >= 6]
    density = result.run.crowd[:, corridor] / 6 / cells.area_m2[corridor]
    assert density.max() < CROWD_FULL.value, "people flow along the corridor"


@pytest.mark.parametrize("width_m", [0.8, 1.0, 1.2, 1.6, 2.4])
def test_no_exit_passes_more_than_its_width_allows(width_m):
    """IMO 4, NIST 5.2, ISO 11: 100 people, here by GB 50157: 1.39 a second and metre, where IMO caps 1.33."""
    result = run(room(width_m), [("in", "out")] * 100, np.full(100, NINE))
    through = np.sort(result.run.people["first"][:100])
    flow = 99 / (through[-1] - through[0])
    assert flow == pytest.approx(width_m * PASSAGE_FLOW.value / 3600, rel=0.01)
    window = through[10:] - through[:-10]
    assert 10 / window.min() <= width_m * PASSAGE_FLOW.value / 3600 * 1.001, "at no time more"


@pytest.mark.parametrize("shares", [(1, 1), (3, 1)])
def test_two_streams_that_merge_share_what_takes_them_as_they_come(shares):
    """Two halls upstairs empty down one escalator: each gets its share of it, and on both sides one waits as long."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2)
    for name, x in (("west", 0), ("east", 40)):
        sketch.space(f"{name}_hall", -1, box(x, 0, x + 20, 20))
        sketch.place(name, -1, x + 10, 10)
    sketch.space("landing", -1, box(22, 5, 38, 15))
    sketch.pathway("from_west", "passage", (-1, 20, 10), (-1, 22, 10), width_m=4.0)
    sketch.pathway("from_east", "passage", (-1, 40, 10), (-1, 38, 10), width_m=4.0)
    sketch.space("below", -2, box(20, 0, 60, 40))
    sketch.pathway("belt", "escalator", (-1, 30, 14), (-2, 30, 26), direction="forward", speed_mps=0.65)
    sketch.place("out", -2, 50, 30)
    trips = ([("west", "out")] * shares[0] + [("east", "out")] * shares[1]) * (600 // sum(shares))
    start = NINE + np.arange(len(trips)) / 4.0
    result = run(sketch, trips, start)
    people = result.run.people[: len(trips)]
    west = np.array([origin == "west" for origin, _ in trips])
    late = people["arrived"] > np.median(people["arrived"])
    assert west[late].mean() == pytest.approx(shares[0] / sum(shares), abs=0.02)
    assert people["queued"][west].mean() == pytest.approx(people["queued"][~west].mean(), rel=0.05)


@pytest.mark.parametrize("mode", ["stairs", "passage"])
def test_a_way_shared_by_both_directions_passes_fewer_the_more_come_the_other_way(mode):
    """From one direction alone to half and half: both together fall to what GB 50157 gives for both."""
    flows = []
    for share in (0.0, 0.01, 0.05, 0.1, 0.3, 0.5):
        against = np.random.default_rng(1).random(2000) < share
        trips = [("b", "a") if turned else ("a", "b") for turned in against]
        result = run(two_halls(mode, width_m=2.0, steps=40), trips, NINE + np.arange(2000) / 4.0)
        entered_s = np.sort(result.run.people["first"][:2000])
        flows.append(3600 * 1999 / (entered_s[-1] - entered_s[0]) / 2)
    one_way, both = (STAIR_UP_FLOW, STAIR_MIXED_FLOW) if mode == "stairs" else (PASSAGE_FLOW, PASSAGE_MIXED_FLOW)
    assert (np.diff(flows) < 10.0).all(), flows
    assert (flows[0], flows[-1]) == pytest.approx((one_way.value, both.value), rel=0.01)
