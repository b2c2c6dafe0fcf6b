"""What planners read from a run, on tiny stations where every figure can be worked out by hand."""

import json
from dataclasses import asdict, replace

import numpy as np
import orjson
import pytest
from shapely import box

from tests.stations import Sketch
from tests.test_flow_engine import CHEAPEST, NINE, WALK, crowd_of, two_halls, walk
from wayfinding import compile_network, find_route, load_station, simulate
from wayfinding.assumptions import FRUIN_QUEUE, FRUIN_WALKWAY
from wayfinding.flow.measuring.clearance import list_boardings, list_clearances
from wayfinding.flow.measuring.measures import measure
from wayfinding.flow.measuring.outputs import clock, crowd_answer, crowd_lines
from wayfinding.flow.measuring.service import GRADES, Service, grade, judge_service
from wayfinding.flow.measuring.times import PERCENTILES
from wayfinding.flow.simulate import Settings, walk_crowd
from wayfinding.routing.profiles import get_profile
from wayfinding.station import SHIPPED_STATION

CAR = {"speed_mps": 1.0, "car_width_m": 1.4, "car_depth_m": 1.6, "door_width_m": 1.0}


@pytest.fixture(scope="module")
def shipped():
    """An hour of the shipped station with one in ten of its passengers."""
    network = compile_network(load_station(SHIPPED_STATION))
    return measure(simulate(network, 30_000, 1, (8 * 3600.0, 9 * 3600.0)))


def one_gate(people, settings=CHEAPEST, **more):
    """People who come to one gate of 2 s at the same moment."""
    sketch = two_halls("fare_gate", lanes=1, rise_m=0.0)
    return walk(sketch, [("a", "b")] * people, [NINE] * people, settings=settings, **more)[1]


def test_ten_at_once_before_a_gate_of_two_seconds_wait_nine_in_the_mean():
    measures = measure(one_gate(10, Settings(spread_s=0.0, cell_m=100.0)))
    (queue,) = measures.queues
    assert (queue.pathway, queue.passed, queue.longest) == ("up", 10, 9)
    assert queue.waited_s == pytest.approx(sum(range(0, 20, 2)))
    assert queue.mean_s == measures.times.queued_s == pytest.approx(9.0)
    assert (queue.longest_at_s, queue.worst_at_s) == (NINE, NINE)


def test_a_queue_of_ten_minutes_is_served_every_two_seconds_to_its_end():
    result = one_gate(300, Settings(spread_s=0.0, cell_m=100.0))
    assert np.diff(np.sort(result.run.people["first"])) == pytest.approx(2.0)
    assert measure(result).times.queued_s > 256


def test_the_parts_of_a_time_add_up_to_it_and_its_percentiles_are_those_of_the_people():
    result = one_gate(10, Settings(spread_s=0.0, cell_m=100.0))
    times = measure(result).times
    assert times.moving_s + times.queued_s + times.waited_s == pytest.approx(times.mean_s)
    alone = result.door_to_door_s.min()
    assert times.moving_s == pytest.approx(alone)
    assert (times.p50_s, times.p95_s) == (pytest.approx(alone + 9.0), pytest.approx(alone + 17.1))


def test_times_are_told_by_group_and_by_kind_of_trip():
    sketch = two_halls("lift", **CAR)
    sketch.place("train", -1, 55, 15, type="rail_entrance")
    trips, groups = [("a", "b"), ("a", "train"), ("a", "b")], [0, 0, 1]
    profiles = (get_profile("walk"), get_profile("step_free"))
    measures = measure(walk(sketch, trips, [NINE] * 3, profiles, groups)[1])
    found = {(split.by, split.key): split.times.people for split in measures.splits}
    assert found == {
        ("group", "walk"): 2, ("group", "step_free"): 1, ("from", "street"): 3, ("to", "street"): 2, ("to", "rail"): 1,
        ("trip", "street-street"): 2, ("trip", "street-rail"): 1, ("origin", "a"): 3, ("destination", "b"): 2,
        ("destination", "train"): 1,
    }  # fmt: skip


def test_times_are_spread_as_the_people_are_at_each_origin_and_destination():
    result = one_gate(101, Settings(spread_s=0.0, cell_m=100.0))
    alone = result.door_to_door_s.min()
    measures = measure(result)
    rows = {(split.by, split.key): split.times for split in measures.splits}
    expected = [alone + 2.0 * share for share in PERCENTILES]
    for times in (measures.times, rows["origin", "a"], rows["destination", "b"], rows["trip", "street-street"]):
        assert times.percentiles_s == pytest.approx(expected)
        assert (times.p50_s, times.p95_s) == (pytest.approx(alone + 100.0), pytest.approx(alone + 190.0))
        assert times.queued_s == pytest.approx(100.0)
    assert list(rows["origin", "a"].row())[:4] == ["people", "mean_s", "p5_s", "p10_s"]


def test_who_may_take_any_entrance_is_counted_where_he_arrived():
    sketch = two_halls("stairs", width_m=2.0, steps=40)
    for id, x in (("near", 40), ("far", 59)):
        sketch.place(id, -1, x, 15, type="rail_entrance")
    network = compile_network(sketch.station())
    crowd = crowd_of(network.station, [("a", "near")] * 3, [NINE] * 3)
    number = {place.id: k for k, place in enumerate(crowd.places)}
    crowd = replace(crowd, aims=((number["far"], number["near"]),), end=np.zeros(3, np.int64))
    result = walk_crowd(network, WALK, crowd, settings=CHEAPEST, times=(NINE, NINE + 900))
    found = {split.key: split.times.people for split in measure(result).splits if split.by == "destination"}
    assert found == {"near": 3}


def test_a_platform_is_clear_when_the_last_of_a_train_is_in_a_pathway():
    sketch = two_halls(direction="forward")
    sketch.place("beside", -2, 8, 10)
    network = compile_network(sketch.station())
    trips = [("a", "b"), ("a", "b"), ("a", "beside"), ("a", "b")]
    crowd = crowd_of(network.station, trips, [NINE, NINE + 5, NINE + 6, NINE + 100])
    crowd = replace(crowd, arrived_by=np.array([0, 0, 0, 1]))
    first, second = list_clearances(walk_crowd(network, WALK, crowd, settings=CHEAPEST, times=(NINE, NINE + 900)))
    walked_s = find_route(network, "a", "b").legs[0].duration_s
    assert first.clear_s == pytest.approx(5 + walked_s)
    assert (first.platform, first.people, first.on_foot, first.next_s) == ("a", 3, 1, 100.0)
    assert (second.people, second.next_s) == (1, None)
    assert first.in_time
    assert not replace(first, next_s=first.clear_s - 1).in_time


def board(seats):
    """Three people come to a platform one second apart; trains leave with so many free places each."""
    network = compile_network(two_halls(direction="forward").station())
    crowd = crowd_of(network.station, [("a", "b")] * 3, [NINE, NINE + 1, NINE + 2])
    crowd = replace(crowd, platforms=("b",), platform=np.zeros(3, np.int64))
    trains = [(NINE + 300.0 * (k + 1), 0, free) for k, free in enumerate(seats)]
    return walk_crowd(network, WALK, crowd, trains, settings=CHEAPEST, times=(NINE, NINE + 3600))


def test_who_finds_a_train_full_is_left_behind_and_takes_the_next():
    result = board([2, 2])
    (platform,) = list_boardings(result)
    assert (platform.boarded, platform.left_behind, platform.still_waiting) == (3, 1, 0)
    route_s = find_route(result.network, "a", "b").duration_s
    assert platform.longest_wait_s == pytest.approx(600 - 2 - route_s, abs=0.5)


def test_who_waits_when_the_last_train_has_gone_is_still_there():
    totals = measure(board([2])).totals
    assert asdict(totals) == {
        "asked": 3, "started": 3, "arrived": 2, "without_way": 0, "still_there": 1, "waiting": 1, "left_behind": 0,
    }  # fmt: skip


def test_a_closed_station_accounts_for_everybody():
    totals = measure(walk(two_halls(open=False), [("a", "b")] * 3, [NINE] * 3)[1]).totals
    assert (totals.started, totals.arrived, totals.without_way, totals.still_there) == (3, 0, 3, 0)


@pytest.mark.parametrize("table", [FRUIN_WALKWAY, FRUIN_QUEUE])
def test_a_level_of_service_ends_where_its_table_says(table):
    limits = {name: 1.0 / item.value for name, item in table.items()}
    at = np.array(list(limits.values()))
    assert [GRADES[k] for k in grade(at, limits)] == list("ABCDE")
    assert [GRADES[k] for k in grade(at + 1e-6, limits)] == list("BCDEF")


def by_hand(people, waiting=(False, False)) -> Service:
    """Two cells of 10 m² from 09:00 on."""
    return Service(540, np.array(people, float), np.array([10.0, 10.0]), np.array([-1.0, -2.0]), np.array(waiting),
                   (), np.empty((len(people), 0)))  # fmt: skip


def test_person_minutes_are_people_times_minutes_at_their_level_of_service():
    service = by_hand([[3, 0], [4, 30], [30, 30]])
    assert [GRADES[k] for k in service.grades[:, 0]] == ["A", "B", "F"]
    assert service.person_minutes(-1.0).tolist() == [3, 4, 0, 0, 0, 30]
    assert service.person_minutes().tolist() == [3, 4, 0, 0, 0, 90]
    assert service.minutes().tolist() == [[1, 1, 0, 0, 0, 1], [1, 0, 0, 0, 0, 2]]


def test_three_people_a_square_metre_walk_badly_but_wait_tolerably():
    service = by_hand([[30, 30]], waiting=(True, False))
    assert [GRADES[k] for k in service.grades[0]] == ["D", "F"]


def test_the_worst_quarter_hour_is_a_mean_over_fifteen_minutes_of_the_clock():
    people = np.zeros((40, 2))
    people[15:30, 0] = 6
    people[20, 1] = 30
    service = by_hand(people)
    assert service.worst_ppm2.tolist() == [0.6, pytest.approx(0.2)]
    assert [clock(moment) for moment in service.worst_at_s] == ["09:15", "09:15"]
    assert [GRADES[k] for k in service.worst_grades] == ["C", "A"]


def test_whoever_waits_on_a_platform_is_counted_in_its_cell_every_minute():
    service = judge_service(board([3]))
    assert service.people[2:5].sum(axis=1).tolist() == [3.0, 3.0, 3.0]
    assert service.people[5].sum() == 3 / 6, "seen once in six looks: the train leaves right after the first"
    assert service.people[6:].sum() == 0


def test_the_flow_on_a_stair_is_told_for_each_metre_of_its_width():
    sketch = two_halls("stairs", width_m=2.0, steps=40)
    service = judge_service(walk(sketch, [("a", "b")] * 180, NINE + np.arange(180.0))[1])
    assert service.stairs == ("up",)
    assert service.stair_flow.sum() * 2.0 == pytest.approx(180)
    assert service.stair_flow[1, 0] == pytest.approx(30, abs=1)
    assert GRADES[service.stair_grades[1, 0]] == "C"


def test_all_who_call_a_lift_at_once_are_in_its_queue():
    sketch = two_halls("lift", **CAR)
    (queue,) = measure(walk(sketch, [("a", "b")] * 20, [NINE] * 20, settings=Settings(cell_m=100.0))[1]).queues
    assert (queue.mode, queue.longest, queue.passed) == ("lift", 20, 20)


@pytest.mark.parametrize(("width_m", "arrived"), [(0.7, 1), (2.0, 2)])
def test_a_way_too_narrow_for_some_is_still_there_for_others(width_m, arrived):
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2)
    sketch.space("upper", -1, box(0, 0, 60, 20))
    sketch.space("lower", -2, box(0, 0, 60, 20).union(box(60, 10 - width_m / 2, 72, 10 + width_m / 2)))
    sketch.pathway("lift", "lift", (-2, 70, 10), (-1, 50, 10), **CAR)
    sketch.place("a", -2, 2, 10)
    sketch.place("b", -1, 30, 10)
    profiles = (get_profile("walk"), get_profile("step_free"))
    result = walk(sketch, [("a", "b")] * 2, [NINE] * 2, profiles, [0, 1])[1]
    assert (result.arrived, result.without_way) == (arrived, 2 - arrived)


def test_what_is_kept_of_a_ground_gives_what_measuring_it_gives(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    start = np.sort(NINE + np.linspace(0, 60, 50))
    seen = []
    for _ in range(2):
        own = Settings(spread_s=0.0, cell_m=7.0)  # no other test keeps this ground in memory
        result = walk(two_halls(speed_mps=0.61), [("a", "b")] * 50, start, settings=own)[1]
        seen.append((result.run.people.tobytes(), [shape.wkb for shape in result.supply.cells.shape]))
        assert list((tmp_path / "wayfinding").glob("crowd-*.tables"))
        del result
    assert seen[0] == seen[1]


def test_the_answer_is_the_contract_even_where_nobody_arrives():
    measures = measure(walk(two_halls(open=False), [("a", "b")] * 3, [NINE] * 3)[1])
    answer = json.loads(orjson.dumps(crowd_answer(measures)))
    assert list(answer) == [
        "settings", "passengers", "arrived", "door_to_door_s", "groups", "queues", "platform_clearance_s", "lift_waits",
        "times_s",
    ]  # fmt: skip
    assert answer["door_to_door_s"] == {"mean": None, "p50": None, "p95": None}
    assert answer["groups"]["walk"]["people"] == 0
    assert answer["times_s"]["origin"]["a"]["percentiles"]["95"] is None
    assert "".join(crowd_lines(measures))


def test_the_figures_of_the_shipped_station_agree_with_each_other(shipped):
    totals, times = shipped.totals, shipped.times
    assert totals.started == totals.arrived + totals.without_way + totals.still_there
    assert totals.without_way == 0
    for by in ("group", "from", "to", "trip", "origin", "destination"):
        rows = [split.times for split in shipped.splits if split.by == by]
        assert sum(row.people for row in rows) == times.people == totals.arrived
        assert sum(row.people * row.mean_s for row in rows) == pytest.approx(times.people * times.mean_s)
    assert sum(queue.waited_s for queue in shipped.queues) == pytest.approx(times.queued_s * times.people, rel=0.01)
    assert {item.platform for item in shipped.clearances} <= set(shipped.simulation.network.station.places)
    assert all(item.clear_s is None or 5 < item.clear_s < 1800 for item in shipped.clearances)


def test_people_on_foot_and_the_time_they_spend_there_agree(shipped):
    """By Little's law person-minutes on foot are at most all time, and all of it but rides is on foot."""
    service, run = shipped.service, shipped.simulation.run
    spent = service.person_minutes().sum() * 60.0
    rides = shipped.simulation.supply.ride_s.max(axis=0, where=np.isfinite(shipped.simulation.supply.ride_s), initial=0)
    everything = np.nansum(shipped.simulation.door_to_door_s)
    assert everything - (run.entered.sum(axis=0) * rides).sum() <= spent * 1.02
    assert spent <= everything * 1.02


def test_waits_for_a_lift_are_told_by_lift_and_hour():
    """A car for one walker at a time: the waits follow each other at even gaps, all of the round trip."""
    sketch = two_halls("lift", **CAR | {"car_width_m": 0.5, "car_depth_m": 0.5})
    measures = measure(walk(sketch, [("a", "b")] * 30, [NINE] * 30, settings=Settings(spread_s=0.0, cell_m=100.0))[1])
    waits = measures.simulation.run.people["queued"][:30].astype(float)
    assert sum(item.people for item in measures.lifts) == 30
    assert {(item.lift, item.hour_s % 3600.0) for item in measures.lifts} == {("up", 0.0)}
    assert sum(item.people * item.mean_s for item in measures.lifts) == pytest.approx(waits.sum())
    assert max(item.longest_s for item in measures.lifts) == pytest.approx(waits.max())
    first = measures.lifts[0]
    assert first.hour_s == NINE
    assert first.p95_s == pytest.approx(np.percentile(waits[waits <= first.longest_s], 95), rel=0.05, abs=5.0)
    assert first.mean_s < first.p95_s <= first.longest_s
    told = crowd_answer(measures)["lift_waits"]["up"]
    assert (told[0]["from"], told[0]["people"]) == ("09:00", first.people)
    assert told[0]["longest_wait_s"] == round(first.longest_s, 2)
