"""Who comes when: everybody within the day, in time for his train, by a train that runs, as many as were asked for."""

import json
from itertools import pairwise

import numpy as np
import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding import compile_network, load_station, simulate
from wayfinding.assumptions import TRAIN_MARGIN
from wayfinding.cli import main
from wayfinding.errors import RequestError
from wayfinding.flow.people.crowd import chance, draw_crowd, list_departures
from wayfinding.flow.people.demand import DAY, Demand, load_demand
from wayfinding.flow.people.drawing import order_of
from wayfinding.flow.people.timetable import train_times
from wayfinding.station import SHIPPED_STATION

HOUR = 3600.0
PEOPLE = 20_000


@pytest.fixture(scope="module")
def station():
    """Two lines of one platform each, an exit, the railway, a bus stop."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2)
    sketch.space("upper", -1, box(0, 0, 60, 20))
    sketch.space("lower", -2, box(0, 0, 60, 20))
    sketch.pathway("stair", "stairs", (-2, 20, 10), (-1, 30, 10), width_m=3.0, steps=40)
    sketch.pathway("lift", "lift", (-2, 24, 16), (-1, 24, 16), car_width_m=1.6, car_depth_m=1.6, door_width_m=1.0)
    for line, y in (("2", 5), ("3", 15)):
        sketch.place(f"platform-{line}", -2, 5, y, type="platform", line=line, towards="曹庄")
        for k in range(2):
            sketch.place(f"door-{line}-{k}", -2, 6 + k, y, type="platform_door", platform=f"platform-{line}", line=line,
                         towards="曹庄")  # fmt: skip
    for id, kind, y in (
        ("exit", "exit", 3),
        ("rail-out", "rail_exit", 9),
        ("rail-in", "rail_entrance", 12),
        ("bus", "bus_area", 15),
    ):
        sketch.place(id, -1, 55, y, type=kind)
    return sketch.station()


@pytest.fixture(scope="module")
def shipped():
    return load_station(SHIPPED_STATION)


@pytest.fixture(scope="module")
def today(shipped):
    return draw_crowd(shipped, load_demand(), 0)


def changed(**members) -> Demand:
    """The shipped demand with other members."""
    return Demand.model_validate(load_demand().model_dump(by_alias=True) | members)


def trip(start, end, share=1.0, hours="flat"):
    return {"from": start, "to": end, "share": share, "hours": hours}


def line(name, first, last, every=10.0, **more):
    return {"line": name, "first": first, "last": last, "minutes": [[0, every]], "places": 1000, "free": 1.0} | more


def one_trip(start, end, *lines, hours=(1.0,) * 24, groups=None):
    """A demand of one kind of trip."""
    return changed(hours={"flat": list(hours)}, trips=[trip(start, end)], groups=groups or {"walk": 1.0},
                   trains={"door_pps": 1.0, "dwell_s": 40.0, "lines": list(lines)})  # fmt: skip


def ids(crowd):
    """The id of the place where each starts, and of the first where he may end."""
    names = np.array([place.id for place in crowd.places])
    return names[crowd.origin], names[[aim[0] for aim in crowd.aims]][crowd.end]


def test_nobody_sets_out_for_a_line_after_its_last_train_or_long_before_its_first(station):
    demand = one_trip("street", "metro", line("2", "07:00", "20:00"), line("3", "09:00", "22:00"))
    crowd = draw_crowd(station, demand, 1, PEOPLE)
    assert len(crowd.start) == PEOPLE
    _, ends = ids(crowd)
    for name, first, last in (("2", 7, 20), ("3", 9, 22)):
        start = crowd.start[np.char.startswith(ends, f"door-{name}")]
        assert len(start) > 9000
        assert start.min() >= first * HOUR - TRAIN_MARGIN.value
        assert start.max() <= last * HOUR - TRAIN_MARGIN.value
        assert start.min() < first * HOUR - TRAIN_MARGIN.value + 120


def test_slow_people_set_out_earlier_for_the_last_train(station):
    halves = {"walk": 0.5, "older": 0.5}
    demand = one_trip("street", "metro", line("2", "07:00", "20:00"), line("3", "07:00", "20:00"), groups=halves)
    crowd = draw_crowd(station, demand, 1, PEOPLE)
    walk_s, older_s = (20 * HOUR - crowd.start[crowd.group == group].max() for group in (0, 1))
    assert walk_s == pytest.approx(TRAIN_MARGIN.value, abs=60)
    assert older_s == pytest.approx(TRAIN_MARGIN.value * 1.34 / 0.76, abs=60)


def test_who_comes_by_train_comes_by_one_that_runs_and_the_first_is_no_fuller_than_the_next(station):
    demand = one_trip("metro", "street", line("2", "06:00", "20:00"), line("3", "06:00", "20:00"))
    crowd = draw_crowd(station, demand, 1, PEOPLE)
    trains = train_times(demand.trains.lines[0])
    called = trains[np.searchsorted(trains, crowd.start) - 1]
    assert ((crowd.start > called) & (crowd.start < called + 300)).all()
    people = np.array([(called == time).sum() for time in trains])
    assert people.sum() == PEOPLE
    assert people.min() > 0.7 * people.mean()
    assert people.max() < 1.3 * people.mean()


def test_who_changes_trains_comes_by_one_that_runs_in_time_for_the_other_lines_last(station):
    demand = one_trip("metro", "metro", line("2", "06:00", "23:00"), line("3", "10:00", "15:00"))
    crowd = draw_crowd(station, demand, 1, PEOPLE)
    start, end = ids(crowd)
    to_3, to_2 = (np.char.startswith(end, f"door-{name}") for name in ("3", "2"))
    assert not np.any(np.char.startswith(start, "door-2") & to_2)
    assert np.all(to_3 | to_2)
    assert crowd.start[to_3].max() < 15 * HOUR - TRAIN_MARGIN.value + 400
    assert crowd.start[to_3].min() > 10 * HOUR - TRAIN_MARGIN.value
    assert crowd.start[to_2].min() > 10 * HOUR
    assert crowd.start[to_2].max() < 15 * HOUR + 600


def test_a_direction_may_have_trains_of_its_own(station):
    own = line("2", "12:00", "14:00", towards="曹庄")
    demand = one_trip("metro", "street", line("2", "06:00", "20:00"), own, line("3", "06:00", "20:00", towards="曹庄"))
    crowd = draw_crowd(station, demand, 1, PEOPLE)
    of_two = np.char.startswith(ids(crowd)[0], "door-2")
    assert crowd.start[of_two].min() > 12 * HOUR
    assert crowd.start[of_two].max() < 14 * HOUR + 600
    assert crowd.start[~of_two].min() < 7 * HOUR


def test_a_platform_may_have_trains_of_its_own(station):
    own = line("2", "12:00", "14:00", platforms=["platform-2"])
    others = line("3", "06:00", "20:00", platforms=["elsewhere"], towards="曹庄")
    crowd = draw_crowd(station, one_trip("metro", "street", line("2", "06:00", "20:00"), own, others), 1, PEOPLE)
    of_two = np.char.startswith(ids(crowd)[0], "door-2")
    assert crowd.start[of_two].min() > 12 * HOUR
    assert crowd.start[~of_two].min() < 7 * HOUR


def test_nobody_comes_with_a_train_that_starts_here(shipped, today):
    """Line 9 ends here: it comes in at two platforms, by turns, and leaves from two others."""
    came = {today.places[k].platform for k in np.unique(today.origin[today.arrived_by >= 0]).tolist()}
    assert {id for id in came if id.startswith("platform-9")} == {"platform-9-arrival", "platform-9-island-arrival"}
    assert {id for id in came if not id.startswith("platform-9")} == {
        "platform-2-east", "platform-2-west", "platform-3-north", "platform-3-south",
    }  # fmt: skip
    number = {id: {k for k, place in enumerate(today.places) if place.platform == id} for id in came}
    first, second = (np.array([today.start[today.arrived_by == train].min()
                               for train in np.unique(today.arrived_by[np.isin(today.origin, list(number[id]))])])
                     for id in ("platform-9-arrival", "platform-9-island-arrival"))  # fmt: skip
    gaps = np.diff(np.sort(np.concatenate([first, second])))
    assert gaps.min() >= 180
    assert {*number} <= {place.id for place in shipped.places.values()}


def test_people_from_the_street_come_as_a_poisson_stream(today):
    """In a quarter hour of even weights the numbers of each minute scatter as much as their mean."""
    street = np.array([place.type == "exit" for place in today.places])[today.origin]
    minutes = np.bincount((today.start[street] // 60).astype(int), minlength=1440)[600:960].reshape(-1, 15)
    assert (minutes.var(axis=1, ddof=1) / minutes.mean(axis=1)).mean() == pytest.approx(1.0, abs=0.25)


def test_everybody_sets_out_within_the_day_even_from_the_railway(station):
    demand = changed(trains=load_demand().trains.model_copy(), rail={"every_min": 25.0, "over_min": 7.0})
    demand = demand.model_copy(
        update={"trips": [item for item in demand.trips if "metro" not in (item.start, item.end)]}
    )
    crowd = draw_crowd(station, demand, 1, PEOPLE)
    assert len(crowd.start) == PEOPLE
    assert DAY[0] <= crowd.start[0]
    assert crowd.start[-1] < DAY[1]
    by_rail = crowd.start[ids(crowd)[0] == "rail-out"]
    assert ((by_rail % 1500.0) <= 7 * 60.0).all()


def test_trips_without_a_train_are_refused_in_one_line(station):
    with pytest.raises(RequestError, match=r"no train calls at platform-3 .* give trains.lines the line 3"):
        draw_crowd(station, one_trip("street", "metro", line("2", "06:00", "20:00")), 1, 10)
    early = one_trip(
        "street", "metro", line("2", "06:00", "08:00"), line("3", "06:00", "20:00"), hours=[0.0] * 12 + [1.0] * 12
    )
    with pytest.raises(RequestError, match=r"nobody can go from exit to platform-2: the hours 'flat' are 0"):
        draw_crowd(station, early, 1, 10)


def test_weights_by_quarter_hour_are_met(station):
    weights = [0.0] * 96
    weights[32], weights[33], weights[35] = 1.0, 2.0, 1.0
    crowd = draw_crowd(station, one_trip("street", "road", hours=weights), 1, PEOPLE)
    people = np.bincount((crowd.start // 900).astype(int), minlength=96)
    assert people.sum() == people[32:36].sum()
    assert people[32:36] / PEOPLE == pytest.approx([0.25, 0.5, 0.0, 0.25], abs=0.01)


def test_hourly_weights_are_those_of_four_even_quarters(station):
    hourly = draw_crowd(station, one_trip("street", "road", hours=range(24)), 1, 1000)
    quarterly = draw_crowd(station, one_trip("street", "road", hours=np.repeat(range(24), 4).tolist()), 1, 1000)
    assert hourly.start == pytest.approx(quarterly.start)


def test_a_person_keeps_his_numbers_when_another_line_changes_its_hours(station):
    plain = one_trip("metro", "street", line("2", "06:00", "23:00"), line("3", "06:00", "23:00"))
    other = one_trip("metro", "street", line("2", "06:00", "23:00"), line("3", "09:00", "12:00"))
    before, after = (draw_crowd(station, demand, 7, 4000) for demand in (plain, other))
    kept, same = (np.argsort(crowd.key) for crowd in (before, after))
    of_two = np.char.startswith(ids(before)[0][kept], "door-2")
    assert (before.start[kept] == after.start[same])[of_two].all()
    assert (ids(before)[0][kept] == ids(after)[0][same]).all()


def test_a_train_has_room_for_its_free_places_and_for_those_who_leave_it(station):
    lines = [line("2", "06:00", "20:00", places=100, free=0.4), line("3", "06:00", "20:00", free=0.0)]
    demand = changed(hours={"flat": [1.0] * 24}, trips=[trip("metro", "street", 0.5), trip("street", "metro", 0.5)],
                     groups={"walk": 1.0}, trains={"door_pps": 1.0, "dwell_s": 40.0, "lines": lines})  # fmt: skip
    crowd = draw_crowd(station, demand, 1, 6000)
    trains = train_times(demand.trains.lines[0])
    left = {k: np.zeros(len(trains), int) for k in (0, 1)}
    for number in (0, 1):
        mine = crowd.start[np.char.startswith(ids(crowd)[0], f"door-{number + 2}")]
        left[number] = np.bincount(np.searchsorted(trains, mine) - 1, minlength=len(trains))
    found = {number: [seats for _, platform, seats in list_departures(station, demand, crowd) if platform == number]
             for number in (0, 1)}  # fmt: skip
    assert left[0].max() > 5
    assert found[0] == np.minimum(100, 40 + left[0]).tolist()
    assert found[1] == left[1].tolist()


def test_numbers_are_put_in_order_and_equal_ones_stay_as_they_stand():
    rng = np.random.default_rng(3)
    for count in (0, 1, 20, 5000):
        values = np.round(rng.uniform(0, 90_000, count), 1)
        assert order_of(values).tolist() == np.argsort(values, kind="stable").tolist()
    assert order_of(np.array([2.0, np.nan, 1.0] * 30))[-30:].tolist() == list(range(1, 90, 3))


def test_chances_are_even_and_the_same_whoever_asks():
    keys = np.arange(50_000, dtype=np.uint64)
    all_of_them = chance(5, keys, 2)
    assert chance(5, keys[100:110], 2).tolist() == all_of_them[100:110].tolist()
    assert np.histogram(all_of_them, 10, (0, 1))[0] == pytest.approx(np.full(10, 5000), rel=0.05)
    assert (all_of_them != chance(5, keys, 3)).all()


def test_the_day_shipped_is_that_of_its_parameters(today):
    """Peak hour: 8 to 12 % of the day at rail hubs. Super-peak, 3 x the busiest 20 minutes / the hour: 1.1 to 1.4."""
    assert len(today.start) == 300_000
    assert DAY[0] <= today.start[0] <= today.start[-1] < DAY[1]
    minutes = np.bincount((today.start // 60).astype(int), minlength=1440)
    hours = minutes.reshape(24, 60).sum(axis=1)
    assert hours.argmax() == 7
    assert 0.08 <= hours[7] / 300_000 <= 0.12
    for hour in (7, 17):
        within = minutes[60 * hour : 60 * hour + 60]
        busiest = max(within[k : k + 20].sum() for k in range(41))
        assert 1.1 <= 3 * busiest / hours[hour] <= 1.3


def test_the_shipped_weights_hold_a_super_peak_of_one_point_two():
    demand = load_demand()
    for name in demand.hours:
        minutes = np.repeat(np.array(demand.quarters(name)) / 15, 15)
        for hour in (7, 17):
            within = minutes[60 * hour : 60 * hour + 60]
            busiest = max(within[k : k + 20].sum() for k in range(41))
            assert 3 * busiest / within.sum() == pytest.approx(1.2, abs=0.005)


def test_the_shipped_day_has_no_peak_at_the_first_train(today):
    quarters = np.bincount((today.start // 900).astype(int), minlength=96)
    assert quarters[24] < quarters[28:36].min()


def test_everybody_of_a_shipped_day_gets_home(shipped):
    result = simulate(compile_network(shipped), 60_000)
    assert (len(result.crowd.start), result.arrived, result.without_way) == (60_000, 60_000, 0)


def test_half_a_million_run_to_their_end_and_nobody_is_lost(shipped):
    demand = load_demand("stress")
    assert (demand.name, demand.passengers) == ("stress", 500_000)
    own = {"name", "note", "passengers"}
    assert demand.model_dump(exclude=own) == load_demand().model_dump(exclude=own)
    result = simulate(compile_network(shipped), demand=demand)
    people = result.run.people[: len(result.crowd.start)]
    waiting = int((people["phase"] == 6).sum())
    assert len(people) == 500_000
    assert result.without_way == 0
    assert result.arrived + waiting == 500_000
    assert result.run.cells["count"].sum() == waiting
    assert result.arrived > 499_000


def test_the_command_takes_the_stress_demand_by_its_name(capsys):
    assert main(["--json", "simulate", "--demand", "stress", "--from", "05:30", "--to", "05:45"]) == 0
    assert json.loads(capsys.readouterr().out)["settings"]["demand"] == "stress"


def write(tmp_path, document, encoding="utf-8"):
    path = tmp_path / "demand.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding=encoding)
    return path


def test_a_demand_may_be_based_on_a_shipped_one(tmp_path):
    path = write(tmp_path, {"based_on": "today", "name": "fair", "passengers": 350_000}, "utf-8-sig")
    assert load_demand(path).passengers == 350_000
    assert load_demand(path).trips == load_demand().trips


PLAIN = load_demand().model_dump(by_alias=True)
LINE = PLAIN["trains"]["lines"][0]


def with_line(**members):
    return PLAIN | {"trains": PLAIN["trains"] | {"lines": [LINE | members]}}


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("", "Expecting value"),
        ("[]", "a demand is a JSON object"),
        ({"based_on": "tomorrow"}, "give today or stress"),
        ({"based_on": ["today"]}, "give today or stress"),
        (PLAIN | {"hours": {"commute": [1.0] * 48, "travel": [1.0] * 24}}, "24 weights or 96"),
        (PLAIN | {"hours": {"commute": [1.0] * 5 + [0.0] * 19, "travel": [1.0] * 24}}, "not all 0 between 05:30"),
        (PLAIN | {"passengers": 10**12}, "passengers"),
        (PLAIN | {"passengers": -1}, "passengers"),
        (PLAIN | {"rail": {"every_min": 0, "over_min": 4}}, "rail.every_min"),
        (with_line(first="6 o'clock"), "trains.lines.0.first"),
        (with_line(first="23:00"), "the last train at 22:54 is before the first at 23:00"),
        (with_line(minutes=[]), "trains.lines.0.minutes"),
        (with_line(minutes=[[9, 5], [6, 8]]), "must ascend"),
        (with_line(minutes=[[6, 1e-9]]), "trains.lines.0.minutes"),
    ],
)
def test_a_bad_demand_is_refused_in_one_line_that_names_its_place(tmp_path, document, words):
    with pytest.raises(RequestError) as error:
        load_demand(write(tmp_path, document))
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_demand_that_is_not_there_names_those_that_are():
    with pytest.raises(RequestError, match="no such file, and no shipped demand; those are today, stress"):
        load_demand("tomorrow")


def test_a_demand_in_another_encoding_is_refused_in_one_line(tmp_path):
    with pytest.raises(RequestError, match=r"demand\.json"):
        load_demand(write(tmp_path, PLAIN | {"note": "假设"}, "utf-16"))


def test_trains_follow_each_other_as_their_hours_say():
    times = train_times(load_demand().trains.lines[0]) / 60
    assert times[0] == 360
    gaps = {before: after - before for before, after in pairwise(times.tolist())}
    assert {gap for before, gap in gaps.items() if 390 <= before < 510} == {6}
    assert {gap for before, gap in gaps.items() if 510 <= before < 990} == {8}
    assert times[-1] <= 22 * 60 + 54
