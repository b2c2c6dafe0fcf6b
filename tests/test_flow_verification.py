"""The published cases for pedestrian models, on tiny stations through the same functions as a day of the station.

Numbers are those of the RiMEA guideline 4.1.1; what a model of cells and pathways cannot show is said in
docs/crowd_verification.md.
"""

from pathlib import Path

import numpy as np
import pytest
from shapely import box

from tests.stations import Sketch
from tests.test_flow_engine import CHEAPEST, NINE, WALK, crowd_of
from wayfinding import compile_network
from wayfinding.assumptions import PASSAGE_FLOW, STAIR_UP_FLOW, WEIDMANN_JAM, WEIDMANN_SHAPE
from wayfinding.errors import RequestError
from wayfinding.flow.moving.pace import list_misses, miss_lines
from wayfinding.flow.people.crowd import Crowd
from wayfinding.flow.simulate import Settings, walk_crowd
from wayfinding.routing.profiles import get_profile

QUICK = get_profile("walk").adjusted(speed_mps=1.33)


def corridor(length_m=40.0, width_m=2.0) -> Sketch:
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("corridor", -1, box(-1, 0, length_m + 1, width_m))
    sketch.place("start", -1, 0, width_m / 2)
    sketch.place("end", -1, length_m, width_m / 2)
    return sketch


def stair(rise_m, length_m, width_m=2.0) -> Sketch:
    """A flight between two halls, with places at its very foot and head; `length_m` is its plan."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2, elevation_m=-6.0 - rise_m)
    sketch.space("upper", -1, box(0, 0, 60, 20))
    sketch.space("lower", -2, box(0, 0, 60, 20))
    sketch.pathway("flight", "stairs", (-2, 20, 10), (-1, 20 + length_m, 10), width_m=width_m, steps=30)
    sketch.place("foot", -2, 20, 10)
    sketch.place("head", -1, 20 + length_m, 10)
    return sketch


def run(sketch, trips, start, groups=WALK, group=None, settings=CHEAPEST):
    network = compile_network(sketch.station())
    crowd = crowd_of(network.station, trips, start, group)
    return walk_crowd(network, groups, crowd, settings=settings, times=(NINE, NINE + 3600))


def entered(result, pathway) -> int:
    return sum(int(result.run.entered[:, k].sum()) for k, (id, _, _) in enumerate(result.supply.uses) if id == pathway)


def test_rimea_1_forty_metres_at_133_take_26_to_34_seconds():
    result = run(corridor(), [("start", "end")], [NINE], (QUICK,))
    assert 26.0 <= result.door_to_door_s[0] <= 34.0
    assert result.door_to_door_s[0] == pytest.approx(40.0 / 1.33, abs=0.05)


@pytest.mark.parametrize("trip", [("foot", "head"), ("head", "foot")])
def test_rimea_2_and_3_stairs_are_climbed_and_descended_at_the_given_speed(trip):
    profile = get_profile("walk").adjusted(stairs_up_mps=0.55, stairs_down_mps=0.68)
    result = run(stair(5.0, 8.66), [trip], [NINE], (profile,))
    given = 0.55 if trip[0] == "foot" else 0.68
    assert 8.66 / result.door_to_door_s[0] == pytest.approx(given, abs=0.05)


def test_rimea_5_everyone_sets_out_when_his_reaction_time_is_over():
    reaction = np.arange(10.0, 101.0, 10.0)
    result = run(corridor(width_m=8.0), [("start", "end")] * 10, NINE + reaction, (QUICK,))
    begun = result.run.people["arrived"][:10] - 40.0 / 1.33
    assert begun == pytest.approx(NINE + reaction, abs=0.2)


def test_rimea_7_each_group_walks_at_its_own_speed():
    """Ages from 10 to 80: 1.2, 1.6, 1.5, 1.4, 1.0 m/s, ten of each, alone in a wide hall."""
    speeds = (1.2, 1.6, 1.5, 1.4, 1.0)
    profiles = tuple(get_profile("walk").adjusted(speed_mps=speed) for speed in speeds)
    group = np.arange(50) % 5
    sketch = corridor(90.0, 20.0)
    result = run(sketch, [("start", "end")] * 50, NINE + 90.0 * np.arange(50), profiles, group)
    measured = 90.0 / result.door_to_door_s
    assert measured == pytest.approx(np.array(speeds)[group], rel=0.01)


def public_hall(exits) -> Sketch:
    """30 m by 20 m with up to four exits of 1 m, and outside each of them a place of its own."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 30, 20))
    for number in range(exits):
        x, up = (8.0, 22.0)[number % 2], number >= 2
        sketch.space(f"outside{number}", -1, box(x - 3, 22, x + 3, 26) if up else box(x - 3, -6, x + 3, -2))
        ends = ((-1, x, 20), (-1, x, 22)) if up else ((-1, x, 0), (-1, x, -2))
        sketch.pathway(f"exit{number}", "passage", *ends, width_m=1.0)
        sketch.place(f"out{number}", -1, x, 25 if up else -5)
    for k in range(20):
        sketch.place(f"seat{k}", -1, 3 + 6 * (k % 5), 2.5 + 5 * (k // 5))
    return sketch


def leave(exits, people=1000):
    """Everyone leaves by whichever exit is best for him."""
    network = compile_network(public_hall(exits).station())
    plain = crowd_of(network.station, [(f"seat{k % 20}", "out0") for k in range(people)], np.full(people, NINE))
    out = tuple(k for k, place in enumerate(plain.places) if place.id.startswith("out"))
    crowd = Crowd(plain.places, (out,), (), plain.start, plain.origin, np.zeros(people, np.int64), plain.group,
                  plain.platform, plain.key, plain.arrived_by)  # fmt: skip
    return walk_crowd(network, WALK, crowd, settings=Settings(), times=(NINE, NINE + 3600))


def test_rimea_9_half_the_exits_take_twice_as_long():
    four, two = leave(4), leave(2)
    assert four.arrived == two.arrived == 1000
    assert 1.6 <= two.door_to_door_s.max() / four.door_to_door_s.max() <= 2.4


def test_rimea_10_everyone_leaves_by_the_exit_he_is_told_to_use():
    trips = [(f"seat{k % 20}", "out0" if k % 4 else "out3") for k in range(100)]
    result = run(public_hall(4), trips, np.full(100, NINE))
    assert [entered(result, f"exit{k}") for k in range(4)] == [75, 0, 0, 25]


def two_rooms() -> Sketch:
    """150 people in a room, a corridor of 1 m by 5 m to a second room, and an exit of 1 m out of that."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("one", -1, box(0, 0, 10, 10))
    sketch.space("two", -1, box(15, 0, 25, 10))
    sketch.space("street", -1, box(26, 0, 30, 10))
    sketch.pathway("bottleneck", "passage", (-1, 10, 5), (-1, 15, 5), width_m=1.0)
    sketch.pathway("exit", "passage", (-1, 25, 5), (-1, 26, 5), width_m=1.0)
    sketch.place("in", -1, 5, 5)
    sketch.place("out", -1, 29, 5)
    return sketch


def test_rimea_12_a_bottleneck_holds_people_back_before_it_and_not_behind():
    result = run(two_rooms(), [("in", "out")] * 150, np.full(150, NINE))
    onward = {id: k for k, (id, start, _) in enumerate(result.supply.uses) if start == 0}
    longest = {id: int(result.run.longest[:, k].max()) for id, k in onward.items()}
    assert longest["bottleneck"] > 50
    assert longest["exit"] <= 2
    inside = np.sort(result.run.people["first"][:150])
    assert 149 / (inside[-1] - inside[0]) == pytest.approx(PASSAGE_FLOW.value / 3600, rel=0.01)


def test_rimea_13_people_jam_before_a_stair_that_takes_less_than_its_corridor():
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2)
    sketch.space("room", -2, box(0, 0, 8, 5))
    sketch.space("corridor", -2, box(9, 1, 21, 3))
    sketch.space("upper", -1, box(20, 0, 40, 10))
    sketch.pathway("door", "passage", (-2, 8, 2), (-2, 9, 2), width_m=2.0)
    sketch.pathway("flight", "stairs", (-2, 21, 2), (-1, 31, 2), width_m=2.0, steps=36)
    sketch.place("in", -2, 3, 2)
    sketch.place("out", -1, 38, 2)
    result = run(sketch, [("in", "out")] * 150, np.full(150, NINE))
    of = {id: k for k, (id, start, _) in enumerate(result.supply.uses) if start == 0}
    assert result.run.longest[:, of["flight"]].max() > 10
    arrived = np.sort(result.run.people["arrived"][:150])
    assert 149 / (arrived[-1] - arrived[0]) == pytest.approx(2 * STAIR_UP_FLOW.value / 3600, rel=0.03)


def weidmann_mps(density):
    return 1.34 * (1 - np.exp(-WEIDMANN_SHAPE.value * (1 / density - 1 / WEIDMANN_JAM.value)))


@pytest.mark.parametrize("density", [0.3, 0.6, 0.9, 1.2])
def test_rimea_4_people_in_a_corridor_walk_as_fast_as_the_law_says_at_their_density(density):
    """A steady stream of the flow that belongs to a density; near the greatest flow one person moves much."""
    length, width = 94.0, 4.0
    flow = density * weidmann_mps(density) * width
    start = NINE + np.arange(int(900 * flow)) / flow
    result = run(corridor(length, width), [("start", "end")] * len(start), start)
    settled = (start > NINE + 300) & (start < NINE + 600)
    measured = result.run.crowd[9 * 60 + 6 : 9 * 60 + 10].sum() / 6 / 4 / (length * width)
    assert measured == pytest.approx(density, rel=0.1)
    assert (length / result.door_to_door_s[settled]).mean() == pytest.approx(weidmann_mps(measured), rel=0.02)


def test_the_laboratory_speeds_are_met_by_their_law_and_the_miss_of_weidmann_is_written_down():
    table = (Path(__file__).parents[1] / "docs" / "crowd_verification.md").read_text(encoding="utf-8")
    assert "\n".join(miss_lines()) in table
    for miss in list_misses()[1:]:
        assert miss.laboratory_mps == pytest.approx(miss.measured_mps, abs=0.01)
    assert min(miss.weidmann_mps / miss.measured_mps for miss in list_misses()) == pytest.approx(0.77, abs=0.01)


def test_a_crowd_by_the_laboratory_law_walks_faster_where_it_is_dense():
    start = np.sort(NINE + np.linspace(0, 600, 2400))
    trips = [("start", "end")] * 2400
    plain, faster = (run(corridor(94.0, 4.0), trips, start, settings=Settings(spread_s=0.0, law=law))
                     for law in ("weidmann", "laboratory"))  # fmt: skip
    assert faster.door_to_door_s.mean() < 0.9 * plain.door_to_door_s.mean()
    with pytest.raises(RequestError, match="weidmann or laboratory"):
        Settings(law="guess")
