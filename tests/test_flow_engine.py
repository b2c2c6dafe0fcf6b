"""The crowd's engine on tiny stations: times, capacities and queues that can be worked out by hand."""

import numpy as np
import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding import compile_network, find_route
from wayfinding.assumptions import ESCALATOR_WALK_DOWN, ESCALATOR_WALK_UP, STAIR_MIXED_FLOW, STAIR_UP_FLOW
from wayfinding.errors import RequestError
from wayfinding.flow.choosing.tables import Period, build_tables
from wayfinding.flow.moving.engine import go
from wayfinding.flow.moving.run import pack
from wayfinding.flow.moving.wheel import DONE, LOST, NEXT_PERSON
from wayfinding.flow.people.crowd import Crowd
from wayfinding.flow.simulate import Settings, make_rules, walk_crowd
from wayfinding.flow.supply.supply import build_supply
from wayfinding.routing.profiles import get_profile

CHEAPEST = Settings(spread_s=0.0)
NINE = 9 * 3600.0
WALK = (get_profile("walk"),)


UP_AND_DOWN = [(("a", "b"), ESCALATOR_WALK_UP.value), (("b", "a"), ESCALATOR_WALK_DOWN.value)]


def two_halls(mode="escalator", **properties) -> Sketch:
    """B2 below B1, joined at (20, 10) by one pathway that climbs 6 m over 10 m of plan; a below, b above."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2)
    sketch.space("upper", -1, box(0, 0, 60, 20))
    sketch.space("lower", -2, box(0, 0, 60, 20))
    sketch.pathway("up", mode, (-2, 20, 10), (-1, 30, 10), **properties)
    sketch.place("a", -2, 2, 10)
    sketch.place("b", -1, 50, 10)
    return sketch


def crowd_of(station, trips, start, groups=None) -> Crowd:
    """People from trips of two place ids, setting out at those times (ascending)."""
    places = tuple(station.places.values())
    number = {place.id: k for k, place in enumerate(places)}
    count = len(trips)
    return Crowd(
        places, tuple((k,) for k in range(len(places))), (), np.asarray(start, float),
        np.array([number[a] for a, _ in trips], dtype=np.int64),
        np.array([number[b] for _, b in trips], dtype=np.int64),
        np.zeros(count, np.int64) if groups is None else np.array(groups), np.full(count, -1, np.int64),
        np.arange(count, dtype=np.uint64), np.full(count, -1, np.int64),
    )  # fmt: skip


def walk(sketch, trips, start, profiles=WALK, groups=None, settings=CHEAPEST, **more):
    network = compile_network(sketch.station())
    crowd = crowd_of(network.station, trips, start, groups)
    return network, walk_crowd(network, profiles, crowd, settings=settings, times=(NINE, NINE + 3600), **more)


@pytest.mark.parametrize("mode", ["escalator", "stairs", "ramp", "passage"])
@pytest.mark.parametrize("profile", ["walk", "older"])
def test_one_person_alone_takes_as_long_as_the_route_engine_says(mode, profile):
    sketch = two_halls(mode, width_m=2.0, steps=40 if mode == "stairs" else None, rise_m=0.4 if mode == "ramp" else 6.0)
    network, result = walk(sketch, [("a", "b")], [NINE], (get_profile(profile),))
    route = find_route(network, "a", "b", profile)
    assert result.door_to_door_s[0] == pytest.approx(route.duration_s, abs=0.01)


def test_an_escalator_takes_as_many_as_its_capacity_within_one_per_cent():
    sketch = two_halls(direction="forward", speed_mps=0.65, width_m=1.0)
    start = np.sort(np.linspace(NINE, NINE + 1800, 8190))
    _, result = walk(sketch, [("a", "b")] * len(start), start)
    use = result.supply.uses.index(("up", 0, 1))
    busy = result.run.entered[9 * 60 + 5 : 9 * 60 + 55, use].sum()
    assert busy / 50 * 60 == pytest.approx(8190, rel=0.01)


def test_whoever_comes_first_to_a_queue_is_served_first():
    sketch = two_halls(direction="forward")
    start = np.sort(NINE + np.linspace(0, 60, 600))
    _, result = walk(sketch, [("a", "b")] * 600, start)
    first = result.run.people["first"][:600]
    assert (np.diff(first) > 0).all()


def test_a_gate_with_even_service_and_random_arrivals_has_the_queue_of_the_textbook():
    """M/D/1: the mean wait is rho s / 2 (1 - rho); at 80 % of one lane of 2 s that is 4 s."""
    sketch = two_halls("fare_gate", lanes=1, rise_m=0.0)
    rng = np.random.default_rng(7)
    start = NINE + np.cumsum(rng.exponential(2.0 / 0.8, 20_000))
    network = compile_network(sketch.station())
    result = walk_crowd(
        network, WALK, crowd_of(network.station, [("a", "b")] * len(start), start), times=(NINE, NINE + 3600),
        settings=Settings(spread_s=0.0, cell_m=100.0),
    )  # fmt: skip
    assert result.arrived == len(start)
    assert result.run.people["queued"][: len(start)].mean() == pytest.approx(4.0, rel=0.08)


def test_a_stair_used_both_ways_takes_fewer_than_one_way():
    sketch = two_halls("stairs", width_m=1.0, steps=40)
    start = np.repeat(np.linspace(NINE, NINE + 1200, 1500), 2)
    _, one_way = walk(sketch, [("a", "b")] * len(start), start)
    _, both = walk(sketch, [("a", "b"), ("b", "a")] * (len(start) // 2), start)
    minutes = slice(9 * 60 + 5, 9 * 60 + 15)
    assert one_way.run.entered[minutes].sum() / 10 * 60 == pytest.approx(STAIR_UP_FLOW.value, rel=0.02)
    assert both.run.entered[minutes].sum() / 10 * 60 == pytest.approx(STAIR_MIXED_FLOW.value, rel=0.02)


def test_a_lift_takes_its_rider_in_the_time_that_its_doors_and_its_speed_need():
    """The car stands below, where the rider comes: doors 2.5, held open 5, 3.5 to close, 6 m at 1 m/s with 0.6 m/s2
    take 7.67, doors 2.5, leaving 1.5."""
    sketch = two_halls("lift", speed_mps=1.0)
    network, result = walk(sketch, [("a", "b")], [NINE])
    lift_s = 2.5 + 5.0 + 3.5 + (6.0 + 1.0 / 0.6) + 2.5 + 1.5
    walked_m = sum(leg.distance_m for leg in find_route(network, "a", "b").legs if leg.mode == "walk")
    assert result.door_to_door_s[0] == pytest.approx(walked_m / 1.34 + lift_s, abs=0.01)


def test_a_lift_carries_everybody_in_car_loads_and_loses_nobody():
    sketch = two_halls("lift", speed_mps=1.0, car_width_m=1.4, car_depth_m=1.6, door_width_m=1.0)
    trips = [("a", "b"), ("b", "a")] * 60
    groups = [0, 1] * 60
    _, result = walk(sketch, trips, np.full(120, NINE), (get_profile("walk"), get_profile("step_free")), groups)
    assert result.arrived == 120
    assert result.run.lifts["load"].tolist() == [0.0]
    assert result.run.lifts["wanted"].tolist() == [0]


def test_people_who_meet_in_a_hall_slow_each_other_down():
    sketch = two_halls()
    _, alone = walk(sketch, [("a", "b")], [NINE])
    _, many = walk(sketch, [("a", "b")] * 900, np.sort(NINE + np.linspace(0, 30, 900)))
    walked = many.run.people["first"][:900] - many.crowd.start - many.run.people["queued"][:900]
    assert walked.max() > 1.2 * (alone.run.people["first"][0] - NINE)


def test_three_times_what_a_station_can_take_ends_with_everybody_home():
    sketch = two_halls("stairs", width_m=1.0, steps=40)
    start = np.repeat(np.linspace(NINE, NINE + 1800, 2800), 2)
    _, result = walk(sketch, [("a", "b"), ("b", "a")] * 2800, start)
    assert result.arrived == 5600
    full = result.run.entered.sum(axis=1)[9 * 60 + 5 : 9 * 60 + 60]
    assert full.min() >= 0.98 * full.max(), "throughput falls under load"


def test_nobody_is_created_or_lost_at_any_second():
    sketch = two_halls("escalator", direction="forward")
    sketch.pathway("lift", "lift", (-2, 24, 16), (-1, 24, 16))
    network = compile_network(sketch.station())
    rng = np.random.default_rng(3)
    trips = [("a", "b") if way else ("b", "a") for way in rng.random(900) < 0.8]
    crowd = crowd_of(network.station, trips, np.sort(NINE + rng.uniform(0, 240, 900)))
    supply = build_supply(network, WALK, crowd.places, 8.0)
    periods = [Period(0.0, supply.usable(network))]
    tables = build_tables(supply, crowd, periods, 600.0)
    run = pack(supply, crowd, tables, periods, (), make_rules(1, 15.0), begin_s=NINE)
    for second in range(1, 1500):
        go(run, NINE + second)
        started = int(run.clock[NEXT_PERSON])
        inside = int(run.cells["count"].sum() + run.servers["on"].sum())
        assert started == inside + run.clock[DONE] + run.clock[LOST]
        assert run.cells["count"].min() >= 0
    assert run.clock[DONE] == 900


def test_the_same_seed_gives_the_same_bytes():
    start = np.sort(NINE + np.linspace(0, 600, 2000))
    results = [walk(two_halls(), [("a", "b")] * 2000, start, settings=Settings(), seed=5)[1] for _ in range(2)]
    assert results[0].run.people.tobytes() == results[1].run.people.tobytes()
    assert results[0].run.crowd.tobytes() == results[1].run.crowd.tobytes()


def test_the_longest_wait_of_one_person_is_that_of_the_last_in_the_queue():
    """Ten who come together, one every 3600 / 8190 s: the last waits nine times as long."""
    _, result = walk(two_halls(direction="forward"), [("a", "b")] * 10, [NINE] * 10)
    use = result.supply.uses.index(("up", 0, 1))
    waits = np.sort(result.run.people["queued"][:10])
    assert result.run.worst_s[:, use].max() == pytest.approx(9 * 3600 / 8190, abs=0.01)
    assert result.run.worst_s.max() == waits[-1]


def test_the_longest_wait_at_a_lift_is_that_of_who_got_in_last():
    sketch = two_halls("lift", speed_mps=1.0, car_width_m=1.4, car_depth_m=1.6)
    _, result = walk(sketch, [("a", "b")] * 30, [NINE] * 30)
    use = result.supply.uses.index(("up", 0, 1))
    assert result.run.worst_s[:, use].max() == result.run.people["queued"][:30].max() > 60


@pytest.mark.parametrize(("trip", "own_mps"), UP_AND_DOWN)
def test_who_does_not_stand_on_an_escalator_adds_his_own_speed_to_that_of_the_belt(trip, own_mps):
    """A belt of hypot(10, 6) m and 3 m of level steps at 0.65 m/s."""
    direction = "forward" if trip == ("a", "b") else "backward"
    belt_m = np.hypot(10, 6) + 3.0
    _, standing = walk(two_halls(direction=direction, speed_mps=0.65), [trip], [NINE])
    settings = Settings(spread_s=0.0, standing=0.0)
    _, striding = walk(two_halls(direction=direction, speed_mps=0.65), [trip], [NINE], settings=settings)
    gained_s = belt_m / 0.65 - belt_m / (0.65 + own_mps)
    assert standing.door_to_door_s[0] - striding.door_to_door_s[0] == pytest.approx(gained_s, abs=0.01)


def test_the_share_who_stand_is_that_asked_for_the_same_people_and_takes_nothing_from_the_capacity():
    start = NINE + np.linspace(0, 1800, 6000)
    runs = {
        share: walk(two_halls(direction="forward"), [("a", "b")] * 6000, start,
                    settings=Settings(spread_s=0.0, standing=share))[1]
        for share in (0.3, 0.8, 1.0)
    }  # fmt: skip
    strides = {share: run.run.people["strides"][:6000] for share, run in runs.items()}
    assert [strides[share].mean() for share in (0.3, 0.8, 1.0)] == pytest.approx([0.7, 0.2, 0.0], abs=0.02)
    assert (strides[0.8] <= strides[0.3]).all(), "who walks among few walks among many"
    assert (runs[0.3].run.entered == runs[1.0].run.entered).all()


def test_a_share_beyond_all_is_refused():
    with pytest.raises(RequestError, match=r"standing is 1\.5: give a number from 0 to 1"):
        Settings(standing=1.5)


def test_a_closed_station_leaves_people_without_a_way_and_says_how_many():
    sketch = two_halls(open=False)
    _, result = walk(sketch, [("a", "b")] * 3, [NINE] * 3)
    assert (result.arrived, result.without_way) == (0, 3)


def test_a_way_at_the_same_spots_between_other_floors_has_a_ground_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for low, high in ((-2, -1), (-3, -2)):
        sketch = Sketch()
        for level in (-1, -2, -3):
            sketch.level(level)
            sketch.space(f"floor{level}", level, box(0, 0, 30, 20))
        sketch.pathway("first", "stairs", (-3, 20, 5), (-1, 25, 5), width_m=2.0, steps=80)
        sketch.pathway("second", "stairs", (low, 20, 15), (high, 25, 15), width_m=2.0, steps=40)
        supply = build_supply(compile_network(sketch.station()), WALK, (), 8.0)
        floors = supply.network.layer(WALK[0].half_width_m).surfaces
        ends = [floors[supply.surface[node]].floor.level for node in (supply.tails[2], supply.heads[2])]
        assert supply.uses[2][0] == "second"
        assert ends == [low, high]


def test_a_mirrored_station_gives_the_mirrored_result():
    start = np.sort(NINE + np.linspace(0, 300, 3000))
    plain = walk(two_halls(direction="forward"), [("a", "b")] * 3000, start)[1]
    mirrored = two_halls(direction="forward")
    for feature in mirrored.features:
        geometry = feature["geometry"]
        lon = 2 * mirrored.frame.lon
        geometry["coordinates"] = _mirror(geometry["coordinates"], lon)
    other = walk(mirrored, [("a", "b")] * 3000, start)[1]
    assert other.door_to_door_s.mean() == pytest.approx(plain.door_to_door_s.mean(), rel=0.01)


def _mirror(coordinates, lon):
    if isinstance(coordinates[0], (int, float)):
        return [lon - coordinates[0], *coordinates[1:]]
    return [_mirror(part, lon) for part in coordinates]


def test_half_the_cells_side_changes_the_mean_by_less_than_half_a_per_cent():
    start = np.sort(NINE + np.linspace(0, 600, 900))
    means = [
        walk(two_halls("stairs", width_m=4.0, steps=40), [("a", "b")] * 900, start,
             settings=Settings(spread_s=0.0, cell_m=side))[1].door_to_door_s.mean()
        for side in (10.0, 5.0)
    ]  # fmt: skip
    assert means[1] == pytest.approx(means[0], rel=0.005)
