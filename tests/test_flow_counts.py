"""Counts in place of assumed trips: read whole or not at all, and every person where and when he was counted."""

import json
from datetime import date

import numpy as np
import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding.cli import main
from wayfinding.errors import RequestError
from wayfinding.flow.counts import load_counts
from wayfinding.flow.daily import draw_day
from wayfinding.flow.day import State
from wayfinding.flow.demand import load_demand
from wayfinding.flow.simulate import simulate
from wayfinding.routing.network import compile_network

HEADER = "quarter,from,to,group,passengers\n"


@pytest.fixture
def sketch():
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(-2)
    sketch.space("upper", -1, box(0, 0, 60, 20))
    sketch.space("lower", -2, box(0, 0, 60, 20))
    sketch.pathway("stair", "stairs", (-2, 20, 10), (-1, 30, 10), width_m=3.0, steps=40)
    sketch.pathway("lift", "lift", (-2, 24, 16), (-1, 24, 16), car_width_m=1.6, car_depth_m=1.6, door_width_m=1.0)
    sketch.place("platform", -2, 5, 5, type="platform", line="2", towards="曹庄")
    for k in range(2):
        sketch.place(f"door{k}", -2, 6 + k, 5, type="platform_door", platform="platform", line="2")
    sketch.place("exit-a", -1, 55, 3, type="exit")
    sketch.place("exit-b", -1, 55, 15, type="exit", hours="05:00-12:00")
    sketch.place("toilet", -1, 50, 10, type="toilet")
    return sketch


def table(folder, text, name="counts.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def drawn(sketch, path, seed=0):
    station = sketch.station()
    demand = load_counts(path, station, load_demand())
    return draw_day((State(0.0, compile_network(station)),), demand, seed)


def test_as_many_people_go_where_and_when_as_were_counted(sketch, tmp_path):
    path = table(tmp_path, HEADER + "07:15,exit-a,platform,,40\n08:00,exit-b,toilet,older,7\n08:00,street,metro,,0\n")
    crowd = drawn(sketch, path)
    first = crowd.start < 7.5 * 3600
    ids = np.array([place.id for place in crowd.places])
    assert (first.sum(), (~first).sum()) == (40, 7)
    assert ((crowd.start[first] >= 7.25 * 3600) & (crowd.start[~first].min() >= 8 * 3600)).all()
    assert set(ids[crowd.origin[first]]) == {"exit-a"}
    assert {ids[crowd.aims[k][0]] for k in crowd.end[first]} == {"door0", "door1"}
    assert (crowd.platform[first] == 0).all()
    assert {ids[crowd.aims[k][0]] for k in crowd.end[~first]} == {"toilet"}
    assert set(crowd.group[~first].tolist()) == {list(load_demand().groups).index("older")}


def test_people_without_a_group_are_spread_as_the_demand_says(sketch, tmp_path):
    crowd = drawn(sketch, table(tmp_path, "quarter,from,to,passengers\n07:15,street,metro,20000\n"))
    shares = np.bincount(crowd.group) / 20000
    assert shares == pytest.approx(np.array(list(load_demand().groups.values())), abs=0.01)


def test_who_was_counted_at_a_platform_leaves_a_train(sketch, tmp_path):
    crowd = drawn(sketch, table(tmp_path, HEADER + "07:15,platform,exit-a,,200\n"))
    assert (crowd.arrived_by >= 0).all()
    assert len(np.unique(crowd.arrived_by)) >= 2


def test_a_counted_day_ends_with_everybody_home(sketch, tmp_path):
    path = table(tmp_path, HEADER + "07:15,exit-a,platform,,40\n08:00,platform,exit-b,,60\n21:00,exit-b,metro,,5\n")
    station = sketch.station()
    result = simulate(station, demand=load_counts(path, station, load_demand()), day=date(2030, 5, 14))
    assert (result.arrived, result.demand) == (105, "counts")


def test_every_wrong_row_is_told_by_its_line_and_nothing_is_taken(sketch, tmp_path):
    rows = ("07:10,exit-a,platform,,40", "07:15,nowhere,platform,,1", "07:15,exit-a,platform,vip,1",
            "07:15,exit-a,platform,,-3", "07:15,exit-a,exit-a,,3", "07:15,exit-a",
            "07:15,exit-a,toilet,,1,9")  # fmt: skip
    path = table(tmp_path, HEADER + "07:15,exit-a,platform,,40\n\n" + "\n".join(rows) + "\n")
    with pytest.raises(RequestError) as error:
        load_counts(path, sketch.station(), load_demand())
    text = str(error.value)
    parts = text.removeprefix(f"{path}: ").split("; ")
    told = ("07:10", "nowhere", "vip", "'-3'", "the same", "''", "more")
    for line, words in enumerate(told, 4):
        assert any(part.startswith(f"line {line}: ") and words in part for part in parts)
    assert "\n" not in text
    assert "line 2:" not in text


@pytest.mark.parametrize("text", ["", "quarter,from,to\n", "a,b\n1,2\n", HEADER, HEADER + "07:15,exit-a,toilet,,0\n"])
def test_a_table_without_the_columns_or_without_people_is_refused(sketch, tmp_path, text):
    with pytest.raises(RequestError, match=r"first line must be|count at least 1"):
        load_counts(table(tmp_path, text), sketch.station(), load_demand())


def test_counts_and_a_number_of_passengers_together_are_refused(sketch, tmp_path):
    station = sketch.station()
    demand = load_counts(table(tmp_path, HEADER + "07:15,exit-a,platform,,40\n"), station, load_demand())
    with pytest.raises(RequestError, match="leave their number out"):
        simulate(station, 100, demand=demand)


def test_counts_inside_a_demand_file_are_refused(tmp_path):
    document = load_demand().model_dump(by_alias=True) | {"counts": []}
    with pytest.raises(RequestError, match="a table of their own"):
        load_demand(table(tmp_path, json.dumps(document), "demand.json"))


def test_the_command_simulates_counts(sketch, tmp_path, capsys):
    station = table(tmp_path, json.dumps(sketch.document), "station.geojson")
    path = table(tmp_path, HEADER + "07:15,exit-a,platform,,40\n")
    code = main(["--station", str(station), "--json", "simulate", "--counts", str(path), "--day", "2030-05-14"])
    assert code == 0
    assert json.loads(capsys.readouterr().out)["arrived"] == 40
