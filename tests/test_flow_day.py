"""A day on which pathways open, close and turn: who stands before them, who is on them, and that nobody is lost."""

import json
from datetime import date

import numpy as np
import pytest
from shapely import box

from tests.stations import Sketch
from tests.test_flow_engine import CHEAPEST, NINE, WALK, crowd_of, two_halls
from wayfinding import compile_network, find_route
from wayfinding.assumptions import ESCALATOR_TURN
from wayfinding.errors import RequestError
from wayfinding.flow.moving.phases import WAITING
from wayfinding.flow.people.daily import draw_day
from wayfinding.flow.people.demand import load_demand
from wayfinding.flow.simulate import simulate, walk_crowd
from wayfinding.flow.supply.day import State, list_periods, list_states
from wayfinding.flow.supply.supply import build_supply
from wayfinding.routing.profiles import get_profile
from wayfinding.station.scenario import apply, load_scenario, read_scenario

DAY = date(2030, 5, 14)
OLDER = (get_profile("older"),)
"""They like a lift better than a stair."""
TEN = 10 * 3600.0


def planned(sketch, edits):
    """The station with the edits of a scenario."""
    scenario = {"name": "plan", "title_zh": "方案", "title_en": "plan", "edits": list(edits)}
    return apply(sketch.station(), read_scenario(scenario))


def states_of(sketch, edits=(), day=DAY):
    """The states of a day; `edits` are those of a scenario."""
    return list_states(compile_network(planned(sketch, edits) if edits else sketch.station()), day)


def open_hours(states, id="up", start=0):
    """From when until when in h a use is open, as the periods of the day have it."""
    supply = build_supply(states[0].network, WALK, tuple(states[0].network.station.places.values()), 8.0)
    use = next(k for k, item in enumerate(supply.uses) if item[:2] == (id, start))
    periods = list_periods(supply, states)
    ends = [*(period.since_s for period in periods[1:]), 32 * 3600.0]
    spans = []
    for period, end in zip(periods, ends, strict=True):
        if period.open[0, use]:
            begin = spans.pop()[0] if spans and spans[-1][1] == period.since_s else period.since_s
            spans.append((begin, end))
    return [(begin / 3600, end / 3600) for begin, end in spans]


def turn_h(states):
    """How long the escalator is shut when it is turned, in h: until the last is off, and as long as turning takes."""
    supply = build_supply(states[0].network, WALK, tuple(states[0].network.station.places.values()), 8.0)
    ride_s = supply.ride_s[0, next(k for k, use in enumerate(supply.uses) if use[:2] == ("up", 0))]
    return (ride_s + ESCALATOR_TURN.value) / 3600


def walk_day(states, trips, start, groups=WALK, group=None):
    crowd = crowd_of(states[0].network.station, trips, start, group)
    return walk_crowd(states, groups, crowd, settings=CHEAPEST, times=(NINE, NINE + 7200))


def use_of(result, id, start=0):
    return next(k for k, use in enumerate(result.supply.uses) if use[:2] == (id, start))


def with_stair(**escalator) -> Sketch:
    """Besides the escalator a stair that is far away."""
    sketch = two_halls(direction="forward", **escalator)
    sketch.pathway("stair", "stairs", (-2, 40, 2), (-1, 50, 2), width_m=2.0, steps=40)
    return sketch


def test_a_day_without_hours_is_one_state():
    states = states_of(two_halls())
    assert [state.since_s for state in states] == [0.0]


def test_a_day_changes_at_the_edges_of_hours_and_of_time_windows():
    edits = [{"op": "close", "id": "stair", "from": "10:00", "to": "10:30"}]
    states = states_of(with_stair(hours="06:00-23:00"), edits)
    hours = [state.since_s / 3600 for state in states]
    assert hours == [0, 6, 10, 10.5, 23, 30]


def test_who_comes_before_it_opens_waits_and_who_comes_later_does_not():
    states = states_of(two_halls(hours="09:30-23:00"))
    result = walk_day(states, [("a", "b")] * 2, [NINE, NINE + 2400])
    ride = result.door_to_door_s[1]
    assert result.run.people["first"][0] == pytest.approx(NINE + 1800, abs=20)
    assert ride < 120
    assert result.arrived == 2


def test_when_an_escalator_closes_its_queue_takes_the_stair_at_once_and_riders_ride_on():
    start = np.sort(TEN - 60 + np.linspace(0, 30, 400))
    states = states_of(with_stair(hours="06:00-10:00"))
    result = walk_day(states, [("a", "b")] * 400, start)
    up, stair = use_of(result, "up"), use_of(result, "stair")
    entered = result.run.entered
    assert result.arrived == 400
    assert entered[600:, up].sum() == 0
    assert entered[599, up].sum() > 0
    assert entered[600:602, stair].sum() > 100
    people = result.run.people[:400]
    assert (people["queued"] >= -1e-3).all()


@pytest.mark.parametrize("mode", ["escalator", "lift"])
def test_the_waits_of_pathways_are_those_of_their_people_also_where_a_queue_is_sent_away(mode):
    sketch = two_halls(mode, hours="06:00-10:00", **({"direction": "forward"} if mode == "escalator" else {}))
    sketch.pathway("stair", "stairs", (-2, 40, 2), (-1, 50, 2), width_m=2.0, steps=40)
    start = np.sort(TEN - 90 + np.linspace(0, 70, 300))
    result = walk_day(states_of(sketch), [("a", "b")] * 300, start, OLDER)
    told, waited = result.run.queued_s, result.run.people["queued"][:300]
    up = use_of(result, "up")
    assert 0 < result.run.entered[:, up].sum() < 250, "nobody was sent away"
    assert told[:, up].sum() > 100
    assert told.min() >= 0
    assert told.sum(dtype=float) == pytest.approx(waited.sum(dtype=float), rel=1e-3)


def test_a_belt_that_turns_is_empty_and_shut_as_long_as_turning_takes():
    edits = [{"op": "reverse", "id": "up", "from": "10:00", "to": "24:00"}]
    states = states_of(with_stair(), edits)
    rng = np.random.default_rng(5)
    start = np.sort(rng.uniform(TEN - 600, TEN + 900, 1500))
    trips = [("a", "b") if k % 2 else ("b", "a") for k in range(1500)]
    result = walk_day(states, trips, start)
    supply = result.supply
    up, down = use_of(result, "up", 0), use_of(result, "up", 1)
    ride = supply.ride_s[0, up]
    assert result.arrived == 1500
    assert result.run.entered[600:, up].sum() == 0
    periods = list_periods(supply, states)
    opens = [period.since_s for period in periods if period.open[0, down]]
    assert opens[0] == pytest.approx(TEN + ride + ESCALATOR_TURN.value)
    assert not any(period.open[0, up] for period in periods if TEN <= period.since_s < 24 * 3600)
    assert result.run.entered[: int(opens[0] // 60), down].sum() == 0
    assert result.run.entered[int(opens[0] // 60) :, down].sum() > 100


def test_who_has_no_other_way_waits_until_the_belt_runs_his_way():
    edits = [{"op": "reverse", "id": "up", "from": "10:00", "to": "10:20"}]
    sketch = two_halls(direction="forward")
    sketch.pathway("down", "escalator", (-2, 40, 2), (-1, 50, 2), direction="backward")
    sketch.place("exit", -1, 55, 15, type="exit")
    states = states_of(sketch, edits)
    result = walk_day(states, [("a", "b")], [TEN + 30])
    back = 1200 + result.supply.ride_s[0, use_of(result, "up", 1)] + ESCALATOR_TURN.value
    assert result.run.people["first"][0] >= TEN + back
    assert result.run.people["queued"][0] > 1200
    assert result.arrived == 1


def test_who_waits_for_a_lift_that_closes_takes_the_stair():
    sketch = two_halls("lift", hours="06:00-10:00")
    sketch.pathway("stair", "stairs", (-2, 40, 2), (-1, 50, 2), width_m=2.0, steps=40)
    start = np.sort(TEN - 90 + np.linspace(0, 70, 60))
    result = walk_day(states_of(sketch), [("a", "b")] * 60, start, OLDER)
    assert result.arrived == 60
    assert result.run.longest[:600, use_of(result, "up")].max() > 10
    assert result.run.entered[600:602, use_of(result, "stair")].sum() > 10
    assert result.run.entered[601:, use_of(result, "up")].sum() == 0
    assert result.run.lifts["wanted"].tolist() == [0]


def test_nobody_is_lost_while_gates_open_and_close_all_day():
    edits = [{"op": "close", "id": "stair", "from": f"09:{m:02}", "to": f"09:{m + 4:02}"} for m in range(5, 50, 10)] + [
        {"op": "reverse", "id": "up", "from": "09:20", "to": "09:40"}
    ]
    rng = np.random.default_rng(11)
    start = np.sort(rng.uniform(NINE, NINE + 3600, 3000))
    trips = [("a", "b") if k % 2 else ("b", "a") for k in range(3000)]
    result = walk_day(states_of(with_stair(), edits), trips, start)
    assert (result.arrived, result.without_way) == (3000, 0)
    assert result.run.cells["count"].sum() == 0
    assert result.run.servers["on"].sum() == 0
    assert result.run.uses["queue"].sum() == 0


PLAN = (
    {"op": "reverse", "id": "up", "from": "10:00", "to": "24:00"},
    {"op": "close", "id": "up", "from": "23:30", "to": "05:00"},
)
"""Up until ten, down from then on, off at night."""


def test_an_escalator_up_until_ten_then_down_and_off_at_night_is_open_at_its_hours():
    states = states_of(with_stair(), PLAN)
    assert open_hours(states, "up", 0) == [(5, 10), (29, 32)]
    assert open_hours(states, "up", 1) == [(pytest.approx(10 + turn_h(states)), 23.5)]


def test_without_a_day_time_windows_hold_and_hours_are_as_at_midday():
    sketch = with_stair()
    sketch.pathway("lift", "lift", (-2, 24, 16), (-1, 24, 16), hours="13:00-14:00")
    states = states_of(sketch, PLAN, day=None)
    assert open_hours(states, "up", 0) == [(5, 10), (29, 32)]
    assert open_hours(states, "stair") == [(0, 32)]
    assert open_hours(states, "lift") == []


def test_without_a_day_edits_with_dates_do_not_hold():
    edits = [{"op": "close", "id": "up", "from": "10:00", "to": "11:00", "dates": ["05-14/05-14"]}]
    assert open_hours(states_of(with_stair(), edits)) == [(0, 10), (11, 32)]
    assert open_hours(states_of(with_stair(), edits, day=None)) == [(0, 32)]


def test_a_belt_that_was_off_long_enough_before_it_turns_opens_at_once():
    edits = [
        {"op": "close", "id": "up", "from": "09:30", "to": "10:30"},
        {"op": "reverse", "id": "up", "from": "10:00", "to": "12:00"},
    ]
    states = states_of(with_stair(), edits)
    assert open_hours(states, "up", 1) == [(10.5, 12)]
    assert open_hours(states, "up", 0) == [(0, 9.5), (pytest.approx(12 + turn_h(states)), 32)]


def test_a_belt_that_is_to_run_back_within_its_dwell_never_runs_the_other_way():
    edits = [{"op": "reverse", "id": "up", "from": "10:00", "to": "10:01"}]
    states = states_of(with_stair(), edits)
    assert open_hours(states, "up", 1) == []
    assert open_hours(states, "up", 0) == [(0, 10), (pytest.approx(10 + 1 / 60 + turn_h(states)), 32)]


def test_a_window_past_midnight_holds_before_and_after_it():
    edits = [{"op": "reverse", "id": "up", "from": "22:00", "to": "06:00"}]
    states = states_of(with_stair(), edits)
    turn = turn_h(states)
    assert open_hours(states, "up", 0) == [(pytest.approx(6 + turn), 22), (pytest.approx(30 + turn), 32)]
    assert open_hours(states, "up", 1) == [(0, 6), (pytest.approx(22 + turn), 30)]


def test_a_window_longer_than_the_run_is_how_it_begins_and_ends():
    edits = [{"op": "close", "id": "stair", "from": "08:00", "to": "13:00"}]
    result = walk_day(states_of(with_stair(), edits), [("a", "b"), ("b", "a")], [NINE, NINE])
    assert result.run.entered[:, use_of(result, "stair")].sum() == 0
    assert result.run.people["queued"][1] == pytest.approx(4 * 3600, abs=60), "who goes down waits for the stair"
    assert result.arrived == 2


def test_riders_of_a_lift_that_goes_out_get_off_and_those_before_it_wait_until_it_runs_again():
    edits = [{"op": "close", "id": "up", "from": "09:01", "to": "09:20"}]
    start = np.array([NINE + 27.0, NINE + 58.0])
    result = walk_day(states_of(two_halls("lift"), edits), [("a", "b")] * 2, start)
    first, arrived = result.run.people["first"], result.run.people["arrived"]
    assert first[0] < NINE + 60 < arrived[0] - 20 / 1.34, "he is in the car when it goes out"
    assert arrived[0] < NINE + 100
    assert NINE + 1200 <= first[1] < NINE + 1260
    assert result.arrived == 2
    assert result.run.lifts["load"].tolist() == [0.0]


def set_from(status, begin, end):
    return {"op": "set", "id": "up", "properties": status, "from": begin, "to": end}


def routed_s(**escalator):
    return find_route(compile_network(two_halls(direction="forward", **escalator).station()), "a", "b").duration_s


def test_an_escalator_that_runs_slower_from_ten_takes_as_long_as_the_routes_say_before_and_after():
    edits = [set_from({"speed_mps": 0.5}, "10:00", "12:00")]
    states = states_of(two_halls(direction="forward", speed_mps=0.65), edits)
    result = walk_day(states, [("a", "b")] * 2, [TEN - 300, TEN + 300])
    assert result.door_to_door_s == pytest.approx([routed_s(speed_mps=0.65), routed_s(speed_mps=0.5)], abs=0.01)
    assert routed_s(speed_mps=0.5) > routed_s(speed_mps=0.65) + 3


def test_a_slower_belt_takes_fewer_people_from_its_minute_on():
    edits = [set_from({"speed_mps": 0.5}, "10:00", "12:00")]
    states = states_of(two_halls(direction="forward", speed_mps=0.65, width_m=1.0), edits)
    start = np.sort(np.linspace(TEN - 600, TEN + 600, 3200))
    result = walk_day(states, [("a", "b")] * 3200, start)
    entered = result.run.entered[:, use_of(result, "up")]
    assert entered[595:599].sum() * 15 == pytest.approx(8190, rel=0.02)
    assert entered[602:609].sum() / 7 * 60 == pytest.approx(6720, rel=0.02)
    assert result.arrived == 3200


def test_an_escalator_that_is_stopped_is_cleared_and_then_walked_on_like_a_stair():
    edits = [set_from({"status": "stopped"}, "10:00", "12:00")]
    states = states_of(two_halls(direction="forward"), edits)
    assert open_hours(states, "up", 0) == [
        (0, 10), (pytest.approx(10 + turn_h(states)), 12), (pytest.approx(12, abs=0.06), 32),
    ]  # fmt: skip
    result = walk_day(states, [("a", "b")] * 3, [TEN - 300, TEN + 30, TEN + 600])
    first = result.run.people["first"]
    assert result.door_to_door_s[0] == pytest.approx(routed_s(), abs=0.01)
    assert result.door_to_door_s[2] == pytest.approx(routed_s(status="stopped"), abs=0.01)
    assert abs(routed_s(status="stopped") - routed_s()) > 1
    assert first[1] == pytest.approx(TEN + 3600 * turn_h(states) + 18 / 1.34, abs=0.1), "he waits where he is"


def test_a_belt_that_is_stopped_at_night_is_still_turned_with_its_dwell_by_day():
    turned = {"op": "reverse", "id": "up", "from": "10:00", "to": "12:00"}
    states = states_of(with_stair(), [set_from({"status": "stopped"}, "23:00", "05:00"), turned])
    opened = open_hours(states, "up", 1)
    assert (pytest.approx(10 + turn_h(states_of(with_stair()))), 12) in opened
    assert not any(begin < 10 < end for begin, end in opened)


def test_a_floor_that_changes_within_the_day_is_refused_in_one_line():
    sketch = two_halls()
    sketch.space("annex", -1, box(60, 0, 70, 20))
    with pytest.raises(RequestError, match="within a simulated day things may open, close and turn, belts stop"):
        states_of(sketch, [{"op": "close", "id": "annex", "from": "10:00", "to": "11:00"}])


def test_a_stair_that_is_rebuilt_within_the_day_is_refused_by_name():
    edits = [{"op": "set", "id": "stair", "properties": {"width_m": 1.0}, "from": "10:00", "to": "11:00"}]
    with pytest.raises(RequestError, match="stair is changed at 2030-05-14 10:00"):
        states_of(with_stair(), edits)


def station_with_exits() -> Sketch:
    sketch = two_halls()
    sketch.place("platform", -2, 5, 5, type="platform", line="2", towards="曹庄")
    sketch.place("door", -2, 6, 5, type="platform_door", platform="platform", line="2")
    sketch.place("exit-early", -1, 55, 3, type="exit", hours="05:00-12:00")
    sketch.place("exit-always", -1, 55, 15, type="exit")
    sketch.place("rail", -1, 50, 18, type="rail_exit")
    sketch.place("rail-in", -1, 45, 18, type="rail_entrance")
    sketch.place("bus", -1, 40, 18, type="bus_area")
    return sketch


def test_nobody_goes_to_or_comes_from_an_exit_that_is_closed_when_he_sets_out():
    states = states_of(station_with_exits())
    crowd = draw_day(states, load_demand(), 3, 4000)
    early = next(k for k, place in enumerate(crowd.places) if place.id == "exit-early")
    aim = next((k for k, aim in enumerate(crowd.aims) if aim == (early,)), -1)
    after = crowd.start > 12 * 3600 + 600
    assert sorted(crowd.key.tolist()) == list(range(4000))
    assert (np.diff(crowd.start) >= 0).all()
    assert not ((crowd.origin == early) | (crowd.end == aim))[after].any()
    assert ((crowd.origin == early) | (crowd.end == aim))[crowd.start < 11 * 3600].any()


def with_two_platforms() -> Sketch:
    sketch = station_with_exits()
    sketch.pathway("stair", "stairs", (-2, 40, 2), (-1, 50, 2), width_m=3.0, steps=40)
    sketch.pathway("lift", "lift", (-2, 24, 16), (-1, 24, 16), car_width_m=1.6, car_depth_m=1.6, door_width_m=1.0)
    sketch.place("other", -2, 55, 5, type="platform", line="3", towards="小淀")
    for k in range(2):
        sketch.place(f"other-door{k}", -2, 54, 5 + k, type="platform_door", platform="other", line="3")
    return sketch


SHUT = {"op": "close", "id": "platform", "from": "09:00", "to": "10:00"}


def test_while_a_platform_is_closed_nobody_sets_out_from_it_or_to_it_and_all_others_travel_on():
    states = states_of(with_two_platforms(), [SHUT])
    crowd = draw_day(states, load_demand(), 3, 40_000)
    assert sorted(crowd.key.tolist()) == list(range(40_000))
    assert (np.diff(crowd.start) >= 0).all()
    ends = np.array([[crowd.places[k].platform for k in aim] == ["platform"] for aim in crowd.aims])
    begins = np.array([place.platform == "platform" for place in crowd.places])
    meanwhile = (crowd.start >= NINE) & (crowd.start < TEN)
    assert meanwhile.sum() > 1000
    assert not (begins[crowd.origin] | ends[crowd.end])[meanwhile].any()
    for hour in (NINE - 3600, TEN):
        around = (crowd.start >= hour) & (crowd.start < hour + 3600)
        assert begins[crowd.origin][around].mean() > 0.1
        assert ends[crowd.end][around].mean() > 0.1
    assert [crowd.platforms[k] for k in np.unique(crowd.platform)[1:]] == ["other", "platform"]
    by_train = np.array([crowd.platforms[k] for k in crowd.platform]) == "platform"
    assert (by_train[crowd.platform >= 0] == ends[crowd.end[crowd.platform >= 0]]).all()


@pytest.mark.parametrize("day", [None, DAY])
def test_a_day_plan_in_a_file_turns_the_crowd_at_its_minutes(tmp_path, day):
    sketch = with_two_platforms()
    next(item for item in sketch.features if item["id"] == "up")["properties"]["direction"] = "forward"
    path = tmp_path / "plan.json"
    path.write_text(
        json.dumps({"name": "plan", "title_zh": "方案", "title_en": "plan", "edits": PLAN}), encoding="utf-8"
    )
    result = simulate(apply(sketch.station(), load_scenario(str(path))), 40_000, day=day)
    up, down = (result.run.entered[:, use_of(result, "up", start)] for start in (0, 1))
    turned = int(10 * 60 + turn_h([State(0.0, result.network)]) * 60)
    assert up[5 * 60 : 600].sum() > 1000
    assert up[600 : 29 * 60].sum() == 0
    assert down[:turned].sum() == 0
    assert down[turned : 23 * 60 + 30].sum() > 1000
    assert down[23 * 60 + 30 :].sum() == 0
    assert result.arrived + result.without_way == len(result.crowd.start)


def test_who_came_by_one_train_steps_out_at_one_platform_within_its_stop_on_a_day_with_closings():
    crowd = draw_day(states_of(with_two_platforms(), [SHUT]), load_demand(), 3, 40_000)
    came = crowd.arrived_by >= 0
    train, start = crowd.arrived_by[came], crowd.start[came]
    where = np.array([place.platform == "platform" for place in crowd.places])[crowd.origin[came]]
    assert len(np.unique(train)) > 200
    for number in np.unique(train):
        mine = train == number
        assert np.ptp(start[mine]) < 240
        assert len(np.unique(where[mine])) == 1


def test_who_is_on_his_way_to_a_platform_when_it_closes_waits_there_for_the_first_train_after():
    sketch = with_two_platforms()
    result = simulate(planned(sketch, [SHUT]), 40_000, times=(NINE - 3600, TEN + 3600))
    leaves = result.run.trains["leaves"][result.run.trains["platform"] == 1]
    assert result.crowd.platforms[1] == "platform"
    assert ((leaves < NINE) | (leaves >= TEN)).all()
    assert (leaves < NINE).any()
    people = result.run.people[: len(result.crowd.start)]
    late = (result.crowd.platform == 1) & (result.crowd.start < NINE) & (people["arrived"] >= NINE)
    assert late.sum() > 5
    assert (people["arrived"][late] >= TEN).all()
    assert (people["waited"][late] > 3000).any()
    assert result.arrived == len(result.crowd.start)


def exits_open(hours) -> Sketch:
    sketch = with_two_platforms()
    for feature in sketch.features:
        if feature["properties"].get("type") == "exit":
            feature["properties"]["hours"] = hours
    return sketch


def test_exits_that_are_all_closed_when_nobody_travels_change_nothing():
    states = [states_of(exits_open(hours)) for hours in ("00:00-24:00", "05:00-01:00")]
    crowds = [draw_day(item, load_demand(), 3, 2000) for item in states]
    assert crowds[0].start.tobytes() == crowds[1].start.tobytes()
    ends = [[crowd.places[crowd.aims[k][0]].id for k in crowd.end] for crowd in crowds]
    assert ends[0] == ends[1]


def test_exits_that_are_all_closed_at_midday_are_refused_by_kind_where_trips_need_them():
    with pytest.raises(RequestError, match="the station has no street that is open"):
        draw_day(states_of(exits_open("13:00-11:00")), load_demand(), 3, 2000)


def test_a_day_is_simulated_with_its_hours_and_a_midday_without():
    network = compile_network(station_with_exits().station())
    with_hours = simulate(network, 500, day=DAY)
    midday = simulate(network, 500)
    early = [k for k, place in enumerate(with_hours.crowd.places) if place.id == "exit-early"]
    for result in (with_hours, midday):
        waiting = (result.run.people["phase"][:500] == WAITING).sum()
        assert result.arrived + result.without_way + waiting == len(result.crowd.start) > 490
    assert np.isin(with_hours.crowd.origin, early).any()
    assert "exit-early" not in {place.id for place in midday.crowd.places}
