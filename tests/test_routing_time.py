"""Honest time: waits and their ranges by hand, belts stood on and walked, trains that have gone, days that are over."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from shapely import box

from tests.good_station import good_station
from tests.stations import Sketch
from tests.test_routing_profiles import LIFT, pathway, timed
from tests.test_routing_routes import two_levels
from wayfinding import compile_network, find_route
from wayfinding.errors import RequestError
from wayfinding.guidance.answer import route_answer
from wayfinding.routing.profiles import STAFF, STEP_FREE, WALK, get_profile
from wayfinding.routing.timing import run_time_s
from wayfinding.station import apply, read_scenario
from wayfinding.station.moment import refuse_past


def test_a_lift_of_two_stops_waits_between_an_open_door_and_a_whole_round_trip():
    use = timed(pathway("lift", run_m=0.0, speed_mps=1.0))
    run_s = 6 / 1.0 + 1.0 / 0.6
    assert use.wait_range_s == pytest.approx((2.5, 2 * (run_s + 6.0 + 5.0)))
    assert use.wait_range_s[0] < use.wait_s < use.wait_range_s[1]


def test_wheelchairs_board_more_slowly_so_the_longest_wait_of_a_wheelchair_is_longer():
    lift = pathway("lift", run_m=0.0, speed_mps=1.0)
    assert timed(lift, STEP_FREE).wait_range_s[1] - timed(lift).wait_range_s[1] == pytest.approx(2 * (2 * 6.5 - 5.0))


def test_a_stop_between_lengthens_the_longest_wait_but_not_the_expected_one():
    sketch = two_levels()
    sketch.level(-1.5, elevation_m=-9.0)
    sketch.space("between", -1.5, box(0, 0, 40, 10))
    middle = {"level": -1.5, "coordinates": sketch.frame.to_lonlat([[20, 5]])[0].tolist()}
    sketch.pathway("direct", "lift", (-2, 20, 5), (-1, 20, 5), speed_mps=1.0)
    sketch.pathway("calling", "lift", (-2, 20, 5), (-1, 20, 5), speed_mps=1.0, stops=[middle])
    ways = sketch.station().pathways
    direct, calling = timed(ways["direct"]), timed(ways["calling"])
    assert calling.wait_s == direct.wait_s
    assert calling.wait_range_s[1] - direct.wait_range_s[1] == pytest.approx(2 * (1.0 / 0.6 + 11.0))


@pytest.mark.parametrize(("height_m", "seconds"), [(0.0, 0.0), (0.6, 2.0), (1 / 0.6, 2 / 0.6), (6.0, 6.0 + 1 / 0.6)])
def test_a_run_too_short_for_full_speed_is_all_starting_and_stopping(height_m, seconds):
    assert run_time_s(height_m, 1.0) == pytest.approx(seconds)


def test_staff_open_within_two_minutes_and_wait_for_nobody_themselves():
    gate = pathway("fare_gate", run_m=2.68, rise_m=0.0, width_m=1.2, staffed=True)
    assert (timed(gate).wait_s, timed(gate).wait_range_s) == (30.0, (0.0, 120.0))
    assert (timed(gate, STAFF).wait_s, timed(gate, STAFF).wait_range_s) == (0.0, (0.0, 0.0))


@pytest.mark.parametrize("mode", ["stairs", "escalator", "ramp", "fare_gate", "security_check", "passage"])
def test_what_nobody_waits_for_has_no_wait(mode):
    assert timed(pathway(mode)).wait_range_s == (0.0, 0.0)


@pytest.mark.parametrize(("rise_m", "own_mps"), [(6.0, 0.6), (-6.0, 0.7)])
def test_who_walks_on_escalators_adds_a_pace_to_the_belt(rise_m, own_mps):
    escalator = pathway("escalator", run_m=8.0, speed_mps=0.5)
    walker = get_profile("walk", walks_escalators=True)
    assert timed(escalator, rise_m=rise_m).duration_s == pytest.approx(13.0 / 0.5)
    assert timed(escalator, walker, rise_m).duration_s == pytest.approx(13.0 / (0.5 + own_mps))


def test_a_moving_walkway_is_walked_at_belt_and_walking_speed_together():
    belt = pathway("moving_walkway", run_m=13.0, rise_m=0.0, speed_mps=0.5)
    assert timed(belt, get_profile("walk", walks_escalators=True)).duration_s == pytest.approx(16.0 / 1.84)


def test_a_stopped_escalator_is_no_faster_for_who_walks_on_running_ones():
    stopped = pathway("escalator", status="stopped")
    assert timed(stopped, get_profile("walk", walks_escalators=True)) == timed(stopped)


def test_a_checked_traveller_walks_through_a_shared_check_only():
    shared = pathway("security_check", run_m=2.68, rise_m=0.0, number=5)
    other = pathway("security_check", run_m=2.68, rise_m=0.0)
    checked = get_profile("walk", checked=True)
    assert timed(shared, checked).duration_s == pytest.approx(2.0)
    assert timed(other, checked).duration_s == timed(shared).duration_s == pytest.approx(2.0 + 17.5)


def test_discomfort_never_changes_the_seconds():
    stairs = pathway("stairs", steps=36)
    hating = WALK.adjusted(dislike_step_up_s=9, dislike_level_change_s=9, dislike_untactile_s=9)
    assert timed(stairs, hating).duration_s == timed(stairs).duration_s
    assert timed(stairs, hating).cost_s == pytest.approx(timed(stairs).duration_s + 36 * 9 + 9 + 9)


def test_a_route_has_the_range_of_its_waits():
    sketch = two_levels()
    sketch.pathway("lift", "lift", (-2, 20, 5), (-1, 20, 5), speed_mps=1.0, **LIFT)
    network = compile_network(sketch.station())
    route = find_route(network, "down", "up", "step_free")
    lift = next(leg for leg in route.legs if leg.pathway == "lift")
    shortest, longest = route.duration_range_s
    assert shortest == pytest.approx(route.duration_s - lift.wait_s + lift.wait_range_s[0])
    assert longest == pytest.approx(route.duration_s - lift.wait_s + lift.wait_range_s[1])
    answer = route_answer(network, "down", "up", "step_free")
    assert answer["duration_range_s"] == pytest.approx([shortest, longest], abs=1e-3)
    assert next(leg["wait_range_s"] for leg in answer["legs"] if leg["pathway"] == "lift") == pytest.approx(
        list(lift.wait_range_s), abs=1e-3
    )


def platform(hours: str | None = "06:02-23:03", length_m: float = 80.4) -> Sketch:
    """A walk of one minute to a platform and to one of its doors."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("island", -1, box(0, 0, length_m + 20, 10), use="platform")
    sketch.place("start", -1, 1, 5)
    timed_by = {} if hours is None else {"hours": hours}
    sketch.place("platform", -1, 1 + length_m, 5, type="platform", line="3", towards="南站", **timed_by)
    sketch.place("door", -1, 1 + length_m, 5, type="platform_door", platform="platform", line="3", towards="南站")
    return sketch


def notes(sketch: Sketch, at: str | None, end: str = "platform"):
    moment = None if at is None else datetime.fromisoformat(at)
    route = find_route(compile_network(sketch.station(), moment), "start", end)
    return [(note.code, note.text.zh, note.text.en) for note in route.notes]


@pytest.mark.parametrize("end", ["platform", "door"])
@pytest.mark.parametrize(("at", "code", "clock"), [
    ("2030-05-01T23:01", None, ""), ("2030-05-01T23:02", "last_train_gone", "23:03"),
    ("2030-05-02T00:30", "no_train_yet", "06:02"), ("2030-05-01T06:01", None, ""),
    ("2030-05-01T06:00", "no_train_yet", "06:02"), (None, None, ""),
])  # fmt: skip
def test_a_platform_is_reached_at_every_hour_and_the_answer_says_when_no_train_runs(at, code, clock, end):
    said = notes(platform(), at, end)
    assert [item[0] for item in said] == ([] if code is None else [code])
    assert all(clock in zh and clock in en for _, zh, en in said)


def test_the_last_train_counts_at_the_time_of_arrival_not_of_asking():
    assert notes(platform(length_m=8.04), "2030-05-01T23:02") == []
    assert notes(platform(length_m=160.8), "2030-05-01T23:01:30")[0][0] == "last_train_gone"


def test_trains_past_midnight_run_past_midnight():
    assert notes(platform("06:00-00:30"), "2030-05-02T00:20") == []
    assert notes(platform("06:00-00:30"), "2030-05-02T00:40")[0][0] == "no_train_yet"


def test_a_platform_without_known_trains_promises_nothing():
    assert notes(platform(None), "2030-05-01T03:00") == []


def test_a_gate_of_the_staff_serves_in_its_hours_only():
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("west", -1, box(0, 0, 20, 10))
    sketch.space("east", -1, box(20, 0, 40, 10), elevation_m=-5.9)
    sketch.place("a", -1, 5, 5)
    sketch.place("b", -1, 35, 5)
    sketch.pathway("side", "security_check", (-1, 19, 5), (-1, 21, 5), width_m=1.5, staffed=True, hours="06:30-22:00",
                   for_profiles=["luggage"])  # fmt: skip
    station = sketch.station()
    day, night = (compile_network(station, datetime.fromisoformat(f"2030-05-01T{hour}")) for hour in ("12:00", "22:00"))
    assert find_route(day, "a", "b", "luggage").pathways == ("side",)
    assert find_route(night, "a", "b", "luggage") is None
    assert find_route(day, "a", "b", "walk") is None
    assert find_route(day, "a", "b", "staff").pathways == ("side",)


def test_an_escalator_turned_for_the_morning_and_an_exit_closed_at_night_are_so_at_their_hours():
    edits = [
        {"op": "reverse", "id": "up", "from": "07:00", "to": "09:00"},
        {"op": "close", "id": "lift", "from": "22:00", "to": "05:00"},
        {"op": "close", "id": "stairs", "from": "22:00", "to": "05:00"},
        {"op": "close", "id": "exit-1", "from": "22:00", "to": "05:00"},
    ]
    station = apply(good_station(), read_scenario({"edits": edits}, name="a day"))

    def ask(hour: str, *question: str):
        return find_route(compile_network(station, datetime.fromisoformat(f"2030-05-01T{hour}")), *question)

    assert ask("12:00", "platform", "exit-1").pathways[0] == "up"
    assert ask("08:00", "platform", "exit-1").pathways[0] == "stairs"
    assert ask("08:00", "exit-1", "platform").pathways[-1] == "up"
    assert ask("23:00", "platform", "exit-1") is None
    assert ask("23:00", "platform", "exit-2").pathways[0] == "up"
    assert ask("23:00", "exit-2", "platform") is None


def test_a_point_of_a_season_is_there_in_its_season_only():
    sketch = platform()
    sketch.place("exam", -1, 40, 5, type="exam_service_point", season=["06-05/06-10"], hours="06:30-19:00")
    station = sketch.station()
    for at, found in (("2030-06-06T12:00", True), ("2030-06-06T20:00", False), ("2030-07-01T12:00", False)):
        network = compile_network(station, datetime.fromisoformat(at))
        assert (find_route(network, "start", "nearest:exam_service_point") is not None) == found


@pytest.mark.parametrize("moment", ["2030-05-01T00:00", "2030-05-01T23:59", "2031-01-01"])
def test_any_hour_of_today_and_of_later_days_can_be_asked_for(moment):
    refuse_past(platform().station(), datetime.fromisoformat(moment), date(2030, 5, 1))


def test_a_day_that_is_over_is_refused_with_the_day_it_is():
    with pytest.raises(RequestError, match="2030-04-30 is past: ask for 2030-05-01 or a later day"):
        refuse_past(platform().station(), datetime.fromisoformat("2030-04-30T23:59"), date(2030, 5, 1))


def test_the_day_is_that_of_the_stations_clock():
    sketch = platform()
    station = sketch.station()
    header = {**station.header, "timezone": "Asia/Shanghai"}
    at = datetime.fromisoformat("2030-04-30T18:00+00:00")
    refuse_past(replace(station, header=header), at, date(2030, 5, 1))
