"""The trips of a simulated crowd weigh the audit of the signs: counted, written, read back, and told."""

import json

import numpy as np
import pytest
from shapely import box

from tests.signage import message, post
from tests.stations import Sketch
from tests.test_flow_engine import CHEAPEST, NINE, WALK, crowd_of
from wayfinding import audit_signage, compile_network
from wayfinding.cli import main
from wayfinding.errors import InputError, RequestError
from wayfinding.flow.measuring.flows import list_trips
from wayfinding.flow.people.counts import load_counts
from wayfinding.flow.people.demand import load_demand
from wayfinding.flow.simulate import simulate, walk_crowd
from wayfinding.routing.profiles import get_profile
from wayfinding.signage.journeys.coverage import flow_share
from wayfinding.signage.placing.placement import suggest_signs
from wayfinding.signage.trips import default_trips
from wayfinding.signage.trips_file import Trip, load_trips, write_trips
from wayfinding.station import SHIPPED_STATION, load_station
from wayfinding.station.scenario import apply, read_scenario

HEADER = "from,to,profile,passengers\n"


def two_exits() -> Sketch:
    """A hall with a platform of two doors in the west, exit-a in the north, exit-b in the east; a sign names exit-a."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 60, 60))
    sketch.place("platform", -1, 2, 5, type="platform", line="2", towards="曹庄")
    for k in range(2):
        sketch.place(f"door{k}", -1, 2, 4 + 2 * k, type="platform_door", platform="platform", line="2")
    sketch.place("exit-a", -1, 2, 58, type="exit", number="1")
    sketch.place("exit-b", -1, 58, 5, type="exit", number="2")
    sketch.place("toilet", -1, 30, 30, type="toilet")
    post(sketch, "sign", 2, 20, 180.0, message("exit-a"))
    return sketch


def walked(sketch, trips, groups=None):
    network = compile_network(sketch.station())
    crowd = crowd_of(network.station, trips, NINE + np.arange(len(trips)), groups)
    return walk_crowd(network, (*WALK, get_profile("luggage")), crowd, settings=CHEAPEST, times=(NINE, NINE + 600))


def table(folder, text):
    path = folder / "trips.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_people_are_counted_by_origin_target_and_profile_and_doors_are_their_platform():
    trips = [("door0", "exit-a")] * 3 + [("door1", "exit-a")] * 2 + [("exit-b", "door1")] + [("exit-a", "toilet")] * 4
    result = walked(two_exits(), trips, [0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
    assert list_trips(result) == (
        Trip("exit-a", "category:toilet", "walk", 4),
        Trip("exit-b", "platform", "walk", 1),
        Trip("platform", "exit-a", "luggage", 1),
        Trip("platform", "exit-a", "walk", 4),
    )


def test_who_takes_any_entrance_goes_to_all_of_a_kind_also_while_one_is_closed():
    sketch = two_exits()
    for k, x in enumerate((20, 30, 40)):
        sketch.place(f"rail{k}", -1, x, 50, type="rail_entrance")
    edits = [{"op": "close", "id": "rail1", "from": "23:00", "to": "05:00"}]
    scenario = read_scenario({"name": "night", "title_zh": "夜", "title_en": "Night", "edits": edits})
    demand = load_demand()
    trips = [demand.trips[0].model_copy(update={"start": "street", "end": "rail", "share": 1.0})]
    result = simulate(apply(sketch.station(), scenario), 500, demand=demand.model_copy(update={"trips": trips}))
    assert {trip.target for trip in list_trips(result)} == {"category:rail_entrance"}
    assert sum(trip.passengers for trip in list_trips(result)) == 500


def test_who_finds_no_way_makes_no_trip():
    sketch = two_exits()
    sketch.space("island", -1, box(70, 0, 90, 20))
    sketch.place("exit-c", -1, 80, 10, type="exit", number="3")
    result = walked(sketch, [("door0", "exit-c"), ("door0", "exit-b")])
    assert result.without_way == 1
    assert list_trips(result) == (Trip("platform", "exit-b", "walk", 1),)


def test_passengers_of_an_audit_are_those_of_its_trips():
    """Of the way to exit-a half a circle of 15 m lies before the sign; to exit-b nothing is named."""
    station = two_exits().station()
    by_a = audit_signage(station, trips={("platform", "exit-a"): 30.0})
    by_b = audit_signage(station, trips={("platform", "exit-b"): 30.0})
    both = audit_signage(station, trips={("platform", "exit-a"): 30.0, ("platform", "exit-b"): 90.0})
    (row,) = (row for row in by_a.coverage if row.to == "exit-a")
    assert row.passenger_m == pytest.approx(30 * 53, rel=0.01)
    assert row.flow_share == pytest.approx(15 / 53, rel=0.05)
    assert flow_share(by_b.coverage) == 0.0
    assert flow_share(both.coverage) == pytest.approx(row.flow_share * 53 / (53 + 3 * 56), rel=0.01)
    gaps = {(item.to, item.passengers) for item in both.findings if item.kind == "gap"}
    assert gaps == {("exit-a", 30.0), ("exit-b", 90.0)}


def test_where_trips_begin_or_end_is_audited_even_if_nobody_is_assumed_to_go_there():
    sketch = two_exits()
    sketch.place("shop", -1, 30, 10, type="shop")
    audit = audit_signage(sketch.station(), trips={("toilet", "shop"): 5.0})
    (way,) = (way for way in audit.ways if way.passengers)
    assert (way.origin.id, way.target.id, way.passengers) == ("toilet", "shop", 5.0)


def test_signs_are_placed_where_the_trips_go():
    network = compile_network(two_exits().station())
    (east,) = suggest_signs(network, 1, trips={("platform", "exit-b"): 30.0}).proposals
    assert {item.destination for item in east.sign.messages} == {"exit-b"}


def test_a_table_written_is_read_back_and_rows_are_added_up(tmp_path):
    station = two_exits().station()
    path = tmp_path / "trips.csv"
    write_trips(path, [Trip("platform", "exit-a", "walk", 4), Trip("platform", "exit-a", "luggage", 1.5),
                       Trip("exit-a", "platform", "", 7)])  # fmt: skip
    assert path.read_text(encoding="utf-8").splitlines()[:2] == ["from,to,profile,passengers", "platform,exit-a,walk,4"]
    assert load_trips(path, station) == {("platform", "exit-a"): 5.5, ("exit-a", "platform"): 7.0}
    assert load_trips(path, station, "luggage") == {("platform", "exit-a"): 1.5, ("exit-a", "platform"): 7.0}
    assert load_trips(path, station, "older") == {("exit-a", "platform"): 7.0}


def test_targets_may_be_named_as_people_name_them_and_profiles_left_out(tmp_path):
    path = table(tmp_path, "to,passengers,from\nexit:1,2.5,platform\nline:2,1,exit-a\nplatform,1,exit-b\n\n")
    trips = load_trips(path, two_exits().station())
    assert trips == {("platform", "exit-a"): 2.5, ("exit-a", "platform"): 1.0, ("exit-b", "platform"): 1.0}


def test_every_wrong_row_is_told_by_its_line_and_nothing_is_taken(tmp_path):
    rows = ["platform,exit-a,walk,1", "door0,exit-a,walk,1", "nowhere,exit-a,walk,1", "platform,exit-99,walk,1",
            "platform,platform,walk,1", "platform,exit-a,bird,1", "platform,exit-a,walk,-1", "platform,exit-a,walk,nan",
            "platform,exit-a,walk", "platform,exit-a,walk,1,2"]  # fmt: skip
    with pytest.raises(RequestError) as error:
        load_trips(table(tmp_path, HEADER + "\n".join(rows)), two_exits().station())
    text = str(error.value)
    assert "\n" not in text
    assert "line 2:" not in text
    told = [
        "line 3: from 'door0' is no place to set out from (a door: give its platform, platform)",
        "line 4: from 'nowhere'", "line 5: to: no sign target 'exit-99'", "line 6: it goes from 'platform' to the same",
        "line 7: profile 'bird' is none of walk", "line 8: passengers '-1'", "line 9: passengers 'nan'",
        "line 10: passengers ''", "line 11: it has more cells than the first line",
    ]  # fmt: skip
    assert [hint for hint in told if hint not in text] == []


@pytest.mark.parametrize("text", ["", "a,b\n", "from,to\n", "from,from,to,passengers\n", HEADER,
                                  HEADER + "platform,exit-a,walk,0\n"])  # fmt: skip
def test_a_table_without_the_columns_or_without_passengers_is_refused(tmp_path, text):
    with pytest.raises(RequestError, match=r"trips\.csv: (the first line must be|it counts no passenger)"):
        load_trips(table(tmp_path, text), two_exits().station())


def test_a_table_that_cannot_be_written_or_read_is_one_line(tmp_path):
    with pytest.raises(InputError, match="cannot write"):
        write_trips(tmp_path / "missing" / "trips.csv", [])
    with pytest.raises(RequestError, match="No such file"):
        load_trips(tmp_path / "missing.csv", two_exits().station())
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def run(tmp_path, capsys):
    path = tmp_path / "station.geojson"
    path.write_text(json.dumps(two_exits().document), encoding="utf-8")
    demand = tmp_path / "demand.csv"
    demand.write_text(
        "quarter,from,to,group,passengers\n08:00,platform,exit-a,walk,30\n08:00,platform,exit-b,walk,90\n"
    )

    def ask(*words):
        code = main([*words, "--station", str(path)])
        return code, *capsys.readouterr()

    ask.counts = str(demand)
    return ask


def test_what_simulate_writes_weighs_the_audit_and_its_source_is_told(run, tmp_path):
    file = tmp_path / "flows.csv"
    assert run("simulate", "--counts", run.counts, "--flows", str(file))[0] == 0
    assert file.read_text(encoding="utf-8") == HEADER + "platform,exit-a,walk,30\nplatform,exit-b,walk,90\n"
    code, text, _ = run("audit", "--trips", str(file), "--report", str(tmp_path / "report"))
    assert code == 0
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "乘客数来自 flows.csv" in page
    assert "passengers by flows.csv." in page
    assert "Way with a sign in view: 6.8% by flows.csv, " in text
    assert "乘客数来自 flows.csv" in text
    assert "passengers by flows.csv." in text
    answer = json.loads(run("audit", "--trips", str(file), "--json")[1])
    assert answer["settings"]["counted_by"] == "flows.csv"
    assert {item["passengers"] for item in answer["findings"] if item["kind"] == "gap"} == {30.0, 90.0}
    placed = json.loads(run("place-signs", "1", "--trips", str(file), "--json")[1])
    assert placed["settings"]["counted_by"] == "flows.csv"
    assert placed["passenger_m"] == pytest.approx(30 * 53 + 90 * 56, rel=0.01)


def test_a_simulated_day_weighs_the_audit_without_a_file(run, tmp_path, monkeypatch):
    """All of a day's 30 on their way to exit-a and 90 to exit-b."""
    counted = load_counts(run.counts, two_exits().station(), load_demand())
    monkeypatch.setattr("wayfinding.flow.simulate.load_demand", lambda: counted)
    answer = json.loads(run("audit", "--simulate", "--json")[1])
    assert answer["settings"]["counted_by"] == "the simulated crowd"
    assert {item["passengers"] for item in answer["findings"] if item["kind"] == "gap"} == {30.0, 90.0}
    text = run("audit", "--simulate")[1]
    assert "乘客数来自客流仿真" in text
    assert "Way with a sign in view: 6.8% by the simulated crowd, " in text
    assert "passenger-km by the simulated crowd" in run("place-signs", "1", "--simulate")[1]
    code, out, err = run("audit", "--simulate", "--trips", str(tmp_path / "x.csv"))
    assert (code, out) == (2, "")
    assert "--trips and --simulate both say who goes where" in err


def test_without_a_table_the_passengers_are_told_to_be_assumed(run):
    answer = json.loads(run("audit", "--json")[1])
    assert answer["settings"]["counted_by"] == "assumed shares"
    assert "passengers by assumed shares." in run("audit")[1]


def test_a_table_for_another_station_is_refused_in_one_line(run, tmp_path):
    code, out, err = run("audit", "--trips", str(table(tmp_path, HEADER + "platform,exit-c,walk,1\n")))
    assert (code, out) == (2, "")
    assert "line 2: to: no sign target 'exit-c'" in err
    assert err.count("\n") == 1


def test_the_crowd_of_the_shipped_station_weighs_its_audit_and_keeps_its_number(tmp_path):
    network = compile_network(load_station(SHIPPED_STATION))
    result = simulate(network, 20_000)
    path = tmp_path / "flows.csv"
    write_trips(path, list_trips(result))
    trips = load_trips(path, network.station)
    assert sum(trips.values()) == len(result.crowd.start) - result.without_way
    by_trips = audit_signage(network, "exit-south-3", trips=trips)
    met = sum(way.passengers for way in by_trips.ways)
    assert met == pytest.approx(sum(count for (_, end), count in trips.items() if end == "exit-south-3"))
    assumed = sum(count for (_, end), count in default_trips(network.station).items() if end == "exit-south-3")
    assert met != pytest.approx(assumed)
