"""Two states of a station under the same crowds: signs of differences, intervals, refusals."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding import compile_network
from wayfinding.errors import PlanError, RequestError
from wayfinding.flow.comparing.compare import compare
from wayfinding.flow.comparing.conditions import Conditions
from wayfinding.flow.comparing.intervals import FIRST
from wayfinding.flow.comparing.pairs import Pairing
from wayfinding.flow.comparing.trial import Bench
from wayfinding.flow.measuring.measures import measure
from wayfinding.flow.people.demand import Demand, load_demand
from wayfinding.flow.simulate import Settings, simulate
from wayfinding.routing.differences import list_way_changes
from wayfinding.station.scenario import apply, read_scenario

LIFT = {"car_width_m": 1.4, "car_depth_m": 1.6, "door_width_m": 1.0, "speed_mps": 1.0}


def hub(direction="forward", lift=True, escalator_x=30.0) -> Sketch:
    """Streets on the ground, trains of the railway and an exit below, joined by a stair, an escalator and a lift."""
    sketch = Sketch()
    sketch.level(0)
    sketch.level(-1)
    sketch.space("street", 0, box(0, 0, 100, 40))
    sketch.space("hall", -1, box(0, 0, 100, 40))
    sketch.pathway("stairs", "stairs", (-1, 60, 39), (0, 48, 39), width_m=2.0, steps=40)
    sketch.pathway("moving", "escalator", (-1, escalator_x, 20), (0, escalator_x + 12, 20), direction=direction,
                   speed_mps=0.65, width_m=1.0)  # fmt: skip
    if lift:
        sketch.pathway("lift", "lift", (-1, 80, 35), (0, 80, 35), **LIFT)
    sketch.place("out", 0, 90, 20, type="exit", number="1")
    sketch.place("in", -1, 5, 20, type="rail_exit")
    sketch.place("entrance", -1, 8, 8, type="rail_entrance")
    return sketch


def a_day(**changes) -> Demand:
    hours = {"all": [1.0] * 24}
    trips = [{"from": "rail", "to": "street", "share": 0.5, "hours": "all"},
             {"from": "street", "to": "rail", "share": 0.5, "hours": "all"}]  # fmt: skip
    plain = load_demand().model_dump(by_alias=True)
    return Demand.model_validate(
        plain | {"hours": hours, "trips": trips, "groups": {"walk": 0.9, "step_free": 0.1}} | changes
    )


COARSE = Settings(cell_m=20.0)
UNDER = Conditions(2000, demand=a_day(), settings=COARSE)


def networks(*sketches):
    return [compile_network(sketch.station()) for sketch in sketches]


def test_nothing_differs_between_a_station_and_itself():
    a, b = networks(hub(), hub())
    found = compare(a, b, 2, under=UNDER)
    assert (found.difference.mean_s, found.difference.ci95_s) == (0.0, (0.0, 0.0))
    assert found.winners == found.losers == found.signs_turned == found.step_free == ()


def test_who_rides_an_escalator_up_gains_by_it_and_who_goes_down_loses_by_its_turning():
    down, up = networks(hub("backward"), hub("forward"))
    found = compare(down, up, 3, under=UNDER)
    assert {(item.origin, item.destination) for item in found.winners} == {("in", "out")}
    assert {(item.origin, item.destination) for item in found.losers} == {("out", "entrance")}
    low, high = found.difference.ci95_s
    assert low <= found.difference.mean_s <= high
    assert found.groups["step_free"].mean_s == pytest.approx(0.0, abs=0.5), "the lift is where it was"


def test_turned_round_the_comparison_has_the_other_sign():
    down, up = networks(hub("backward"), hub("forward"))
    there, back = compare(down, up, 2, under=UNDER), compare(up, down, 2, under=UNDER)
    assert back.difference.mean_s == pytest.approx(-there.difference.mean_s)


def test_the_result_does_not_depend_on_the_number_of_workers():
    down, up = networks(hub("backward"), hub("forward"))
    one, two = (compare(down, up, 2, under=UNDER, workers=workers) for workers in (1, 2))
    assert one == two
    for state, other in ((one.before, two.before), (one.after, two.after)):
        assert state.ppm2.tobytes() == other.ppm2.tobytes()
        assert state.cells.area_m2.tobytes() == other.cells.area_m2.tobytes()
        for use, queue in state.queues.items():
            assert queue.quarter_waited_s.tobytes() == other.queues[use].quarter_waited_s.tobytes()
            assert (queue.passed, queue.longest) == (other.queues[use].passed, other.queues[use].longest)
        assert (state.times, state.groups, state.clearances) == (other.times, other.groups, other.clearances)


def test_a_plan_and_its_mirror_image_are_worth_the_same_to_everybody():
    """Both doors lie on the axis: turning the left escalator up in place of the right one changes nobody's way."""
    found = compare(*networks(mirrored("forward", "backward"), mirrored("backward", "forward")), 2, under=UNDER)
    assert found.before.queues["left", 0, 1].passed > 0 < found.before.queues["right", 1, 0].passed
    assert found.after.queues["left", 0, 1].passed == 0 == found.after.queues["right", 1, 0].passed
    assert (found.difference.mean_s, found.difference.ci95_s) == (0.0, (0.0, 0.0))
    assert found.before.times.p95_s == pytest.approx(found.after.times.p95_s, abs=1e-9)


def mirrored(left, right):
    """A street and a hall, the same from the left and from the right, with doors on the axis."""
    sketch = Sketch()
    sketch.level(0)
    sketch.level(-1)
    sketch.space("street", 0, box(0, 0, 100, 40))
    sketch.space("hall", -1, box(0, 0, 100, 40))
    for id, x, direction in (("left", 40, left), ("right", 60, right)):
        sketch.pathway(id, "escalator", (-1, x, 8), (0, x, 20), direction=direction, speed_mps=0.65, width_m=1.0)
    sketch.place("out", 0, 50, 30, type="exit", number="1")
    sketch.place("in", -1, 50, 4, type="rail_exit")
    sketch.place("entrance", -1, 50, 5, type="rail_entrance")
    return sketch


def test_a_faster_escalator_saves_each_rider_what_its_length_says():
    """12 m apart and 5 m high are 13 m of belt, and 3 m are level. So few people never queue."""
    saved_s = 16 / 0.5 - 16 / 0.65
    slow, fast = networks(one_escalator(0.5), one_escalator(0.65))
    found = compare(slow, fast, 2, under=Conditions(40, demand=a_day(groups={"walk": 1.0}), settings=COARSE))
    (ridden,) = (item for item in found.streams if item.destination == "out")
    (climbed,) = (item for item in found.streams if item.origin == "out")
    assert ridden.difference.mean_s == pytest.approx(-saved_s, abs=0.01)
    assert climbed.difference.mean_s == pytest.approx(0.0, abs=0.01)
    people = ridden.difference.people, climbed.difference.people
    assert found.difference.mean_s == pytest.approx(-saved_s * people[0] / sum(people), abs=0.01)


def one_escalator(speed_mps):
    """Up by an escalator; down by a stair, which leads elsewhere for who wants to go up."""
    sketch = Sketch()
    sketch.level(0, elevation_m=0.0)
    sketch.level(-1, elevation_m=-5.0)
    sketch.space("street", 0, box(0, 0, 100, 40))
    sketch.space("hall", -1, box(0, 0, 100, 40))
    sketch.pathway("moving", "escalator", (-1, 30, 20), (0, 42, 20), direction="forward", speed_mps=speed_mps,
                   width_m=1.0)  # fmt: skip
    sketch.pathway("down", "stairs", (0, 60, 30), (-1, 48, 30), direction="forward", width_m=2.0, steps=30)
    sketch.place("out", 0, 90, 20, type="exit", number="1")
    sketch.place("in", -1, 5, 20, type="rail_exit")
    sketch.place("entrance", -1, 8, 8, type="rail_entrance")
    return sketch


def test_a_state_is_shown_as_the_mean_of_its_runs():
    (network,) = networks(hub())
    found = compare(network, network, [3, 8], under=UNDER)
    runs = [simulate(network, 2000, seed, demand=UNDER.demand, settings=COARSE) for seed in (3, 8)]
    measures = [measure(run) for run in runs]
    shown = found.before
    first = shown.begin_quarter - 22  # runs begin at 05:30, quarter 22
    expected = np.zeros(shown.ppm2.shape)
    for item in measures:
        quarters = item.service.quarters[first : first + len(expected)]
        expected[: len(quarters)] += quarters / 2
    assert shown.ppm2 == pytest.approx(expected, abs=1e-6)
    use = ("moving", 0, 1)
    queues = [next(item for item in found.queues if item.pathway == "moving") for found in measures]
    assert shown.queues[use].passed == np.mean([queue.passed for queue in queues])
    assert shown.queues[use].quarter_passed.sum() == pytest.approx(shown.queues[use].passed)
    assert shown.queues[use].waited_s == pytest.approx(np.mean([queue.waited_s for queue in queues]), rel=1e-5)
    assert shown.queues[use].longest == np.mean([queue.longest for queue in queues])
    assert shown.queues[use].worst_wait_s == pytest.approx(np.mean([queue.worst_wait_s for queue in queues]))
    for name in ("people", "mean_s", "p50_s", "p95_s", "moving_s", "queued_s", "waited_s"):
        expected_s = np.mean([getattr(item.times, name) for item in measures])
        assert getattr(shown.times, name) == pytest.approx(expected_s)
    levels = shown.level_changes
    assert levels[-1.0, 0.0] == pytest.approx(np.mean([run.run.entered.sum() for run in runs]) - levels[0.0, -1.0])


def test_floors_cut_in_another_way_are_not_taken_from_each_other():
    wide = hub()
    wide.space("annex", 0, box(100, 0, 140, 40))
    found = compare(*networks(hub(), wide), 1, under=UNDER)
    assert not found.same_cells
    assert found.before.ppm2.shape[1] != found.after.ppm2.shape[1]


def test_who_sets_out_from_other_places_is_found_again_by_his_key():
    """A second exit opens in b: other people are drawn for it, and those who stay are compared with themselves."""
    more = hub()
    more.place("out-2", 0, 10, 35, type="exit", number="2")
    found = compare(*networks(hub(), more), 2, under=UNDER)
    assert {item.origin for item in found.streams} == {"in", "out"}
    assert found.difference.people == pytest.approx(2000, abs=20)


def test_people_who_arrive_no_more_are_told():
    """On foot nobody comes to the railway any more; up there is still an escalator."""
    with_stair, without = hub(lift=False), hub(lift=False)
    without.features = [item for item in without.features if item["id"] != "stairs"]
    only_walkers = Conditions(500, demand=a_day(groups={"walk": 1.0}), settings=COARSE)
    found = compare(*networks(with_stair, without), 2, under=only_walkers)
    (stream,) = found.stranded
    assert (stream.origin, stream.destination) == ("out", "entrance")
    assert stream.lost == found.unserved[1] - found.unserved[0] > 0 == stream.won
    assert stream.difference.people == 0


def test_a_plan_that_takes_the_only_step_free_way_is_refused_by_name_before_any_run(monkeypatch):
    a, b = networks(hub(), hub(lift=False))

    def never(*_, **__):
        raise AssertionError("a refused plan was run")

    monkeypatch.setattr(Pairing, "run", never)
    with pytest.raises(PlanError, match=r"no-lift is refused: it takes the only step-free way .*out"):
        compare(a, b, 2, under=UNDER, names=("today", "no-lift"))


def test_a_step_free_way_won_or_slower_is_told():
    without, near = networks(hub(lift=False), hub())
    assert {item.before_s for item in list_way_changes(without, near)} == {None}
    far = hub(lift=False)
    far.pathway("lift", "lift", (-1, 80, 5), (0, 80, 5), **LIFT)
    changes = list_way_changes(near, compile_network(far.station()))
    assert changes
    assert all(item.before_s is not None and item.after_s is not None for item in changes)


@pytest.mark.parametrize("seeds", [0, (), 5000])
def test_no_seeds_or_too_many_are_refused(seeds):
    a, b = networks(hub(), hub())
    with pytest.raises(RequestError, match="seeds"):
        compare(a, b, seeds, under=UNDER)


def test_a_seed_that_is_given_twice_is_refused():
    a, b = networks(hub(), hub())
    with pytest.raises(RequestError, match="twice"):
        compare(a, b, (1, 2, 1), under=UNDER)


def test_who_has_to_take_another_level_is_told():
    """The long escalator from B2 to the street is turned: up there are only the stairs, by way of B1."""
    only_walkers = Conditions(200, demand=a_day(groups={"walk": 1.0}), settings=COARSE)
    found = compare(*networks(two_storeys("forward"), two_storeys("backward")), 1, under=only_walkers)
    up, down = sorted(found.detours, key=lambda item: item.origin)
    assert (up.origin, up.destination, up.before, up.after) == ("in", "out", (0.0, -2.0), (0.0, -1.0, -2.0))
    assert (down.origin, down.before, down.after) == ("out", (0.0, -1.0, -2.0), (0.0, -2.0))
    assert up.people + down.people == 200
    assert found.before.level_changes[-2.0, 0.0] == up.people
    assert found.after.level_changes[-1.0, 0.0] == up.people


def two_storeys(direction):
    sketch = Sketch()
    for ordinal in (0, -1, -2):
        sketch.level(ordinal)
        sketch.space(f"floor{ordinal}", ordinal, box(0, 0, 100, 40))
    sketch.pathway("long", "escalator", (-2, 30, 20), (0, 52, 20), direction=direction, speed_mps=0.65, width_m=1.0)
    sketch.pathway("low", "stairs", (-2, 60, 30), (-1, 72, 30), width_m=3.0, steps=40)
    sketch.pathway("high", "stairs", (-1, 80, 30), (0, 92, 30), width_m=3.0, steps=40)
    sketch.place("out", 0, 60, 20, type="exit", number="1")
    sketch.place("in", -2, 20, 20, type="rail_exit")
    sketch.place("entrance", -2, 22, 20, type="rail_entrance")
    return sketch


@pytest.mark.parametrize("within_s", [None, 0.1])
def test_a_day_without_anybody_changes_for_nobody(within_s):
    found = compare(*networks(hub("backward"), hub()), FIRST, under=replace(UNDER, passengers=0), within_s=within_s)
    assert (found.difference.mean_s, found.difference.ci95_s, found.difference.people) == (0.0, None, 0.0)
    assert found.streams == found.detours == ()
    assert math.isnan(found.before.times.p95_s)
    assert not found.before.ppm2.any()


def closed(*edits):
    """The hub with a scenario; an edit is (id, from, to)."""
    named = [{"op": "close", "id": id, "from": begin, "to": end} for id, begin, end in edits]
    scenario = {"name": "plan", "title_zh": "方案", "title_en": "plan", "edits": named}
    return compile_network(apply(hub().station(), read_scenario(scenario)))


def test_a_way_lost_for_a_part_of_the_day_is_refused_with_the_time():
    a, b = compile_network(hub().station()), closed(("lift", "20:00", "21:30"))
    with pytest.raises(PlanError, match=r"b is refused: it takes the only step-free way .*in → out from 20:00"):
        compare(a, b, 2, under=UNDER)


def test_what_is_closed_in_both_at_that_minute_is_no_fault_of_the_plan():
    a, b = closed(("lift", "19:00", "22:00")), closed(("lift", "20:00", "21:30"))
    found = compare(a, b, 1, under=UNDER)
    changes = [(item.since_s / 3600, len(item.step_free)) for item in found.moments]
    assert changes[0] == (0.0, 0)
    assert [hour for hour, count in changes if count] == [19.0, 21.5]
    with pytest.raises(PlanError, match="from 19:00"):
        compare(b, a, 1, under=UNDER)


def test_a_group_of_the_demand_that_uses_no_step_counts_too():
    """A lift of which no size is known is no step-free way to rely on, but prams try it."""
    unknown, none = hub(lift=False), hub(lift=False)
    unknown.pathway("lift", "lift", (-1, 80, 35), (0, 80, 35))
    prams = Conditions(100, demand=a_day(groups={"walk": 0.5, "pram": 0.5}), settings=COARSE)
    with pytest.raises(PlanError, match=r"the only step-free way with a pram .*in → out"):
        compare(*networks(unknown, none), 2, under=prams)


def test_a_platform_that_nobody_can_leave_at_some_minute_is_refused_by_name():
    a, b = (station_with_platform(hours) for hours in (None, "06:00-22:00"))
    with pytest.raises(PlanError, match="nobody can leave platform p from 00:00"):
        compare(*networks(a, b), 1, under=Conditions(10, demand=a_day(), day=date(2030, 5, 14)))


def test_a_platform_whose_two_escalators_are_turned_at_once_is_refused_for_those_minutes():
    """With a stair beside them there is always a way."""
    sketch = station_with_platform(None)
    sketch.features = [item for item in sketch.features if item["id"] != "platform-stairs"]
    for id, y, direction in (("one", 10, "forward"), ("two", 30, "backward")):
        sketch.pathway(id, "escalator", (-2, 20, y), (-1, 32, y), direction=direction, speed_mps=0.65, width_m=1.0)
    sketch.pathway("late", "stairs", (-2, 60, 30), (-1, 72, 30), width_m=2.0, steps=40)

    def plan(*edits):
        turns = [{"op": "reverse", "id": id, "from": "10:00", "to": "22:00"} for id in ("one", "two")]
        document = {"name": "plan", "title_zh": "方案", "title_en": "plan", "edits": [*turns, *edits]}
        return compile_network(apply(sketch.station(), read_scenario(document)))

    today = compile_network(sketch.station())
    under = Conditions(10, demand=a_day(), settings=COARSE)
    assert compare(today, plan(), 1, under=under).difference.people > 0
    with pytest.raises(PlanError, match="plan is refused: while it turns escalators, nobody can leave platform p from"):
        compare(today, plan({"op": "close", "id": "late"}), 1, under=under, names=("today", "plan"))


def station_with_platform(hours):
    sketch = hub()
    sketch.level(-2)
    sketch.space("platform", -2, box(0, 0, 100, 40), use="platform")
    way = {} if hours is None else {"hours": hours}
    sketch.pathway("platform-stairs", "stairs", (-2, 20, 20), (-1, 32, 20), width_m=2.0, steps=40, **way)
    sketch.place("p", -2, 50, 20, type="platform", line="2", towards="east")
    sketch.place("d", -2, 52, 20, type="platform_door", platform="p", line="2", towards="east")
    return sketch


def test_seeds_are_added_until_the_interval_is_narrow_enough_and_no_further():
    down, up = networks(hub("backward"), hub("forward"))
    wide, narrow = (compare(down, up, 30, under=UNDER, within_s=within_s) for within_s in (60.0, 0.2))
    assert (len(wide.seeds), wide.aim.reached) == (FIRST, True)
    assert FIRST < len(narrow.seeds) < 30
    low, high = narrow.difference.ci95_s
    assert (high - low) / 2 <= 0.2
    one_less = compare(down, up, len(narrow.seeds) - 1, under=UNDER, within_s=0.2)
    assert not one_less.aim.reached
    assert compare(down, up, 30, under=UNDER, within_s=0.2, workers=2) == narrow


@pytest.mark.parametrize(("seeds", "within_s"), [(FIRST - 1, 0.1), (10, 0.0), (10, float("nan"))])
def test_an_interval_that_cannot_be_promised_is_refused(seeds, within_s):
    a, b = networks(hub(), hub())
    with pytest.raises(RequestError, match="give at least"):
        compare(a, b, seeds, under=UNDER, within_s=within_s)


def test_a_change_tried_on_a_kept_day_is_what_its_own_simulation_says():
    (down,) = networks(hub("backward"))
    bench = Bench(down, UNDER, seed=2)
    turn = {"name": "plan", "title_zh": "方案", "title_en": "plan", "edits": [{"op": "reverse", "id": "moving"}]}
    trial = bench.try_scenario(read_scenario(turn))
    plain = simulate(compile_network(hub("forward").station()), 2000, 2, demand=UNDER.demand, settings=COARSE)
    assert trial.measures.times == measure(plain).times
    assert trial.measures.queues == measure(plain).queues
    pair = compare(down, trial.network, [2], under=UNDER)
    mean_s = trial.changes.group_change_s.sum() / trial.changes.group_people.sum()
    assert mean_s == pytest.approx(pair.difference.mean_s)
    assert trial.step_free == pair.step_free


def test_a_change_that_takes_a_step_free_way_is_refused_when_tried():
    bench = Bench(*networks(hub()), Conditions(10, demand=a_day(), settings=COARSE))
    close = {"name": "plan", "title_zh": "方案", "title_en": "plan", "edits": [{"op": "close", "id": "lift"}]}
    with pytest.raises(PlanError, match="plan is refused: it takes the only step-free way"):
        bench.try_scenario(read_scenario(close))
