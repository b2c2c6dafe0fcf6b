"""Counts in place of assumed trips: read whole or not at all, and every person where and when he was counted."""

import json
from datetime import date

import numpy as np
import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding.cli import main
from wayfinding.errors import RequestError
from wayfinding.flow.moving.phases import WAITING
from wayfinding.flow.people.counts import load_counts
from wayfinding.flow.people.daily import draw_day
from wayfinding.flow.people.demand import load_demand
from wayfinding.flow.simulate import simulate
from wayfinding.flow.supply.day import State
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


def refused(sketch, path):
    """What a table is refused with, in one line."""
    with pytest.raises(RequestError) as error:
        load_counts(path, sketch.station(), load_demand())
    text = str(error.value)
    assert "\n" not in text
    return text


def test_a_row_that_counts_the_same_again_is_told_with_the_first(sketch, tmp_path):
    row = "07:15,exit-a,platform,,40\n"
    path = table(tmp_path, HEADER + row + "07:15,exit-a,platform,older,4\n\n" + row)
    assert "line 5: it counts the same as line 2" in refused(sketch, path)


def test_people_counted_where_no_train_runs_are_told_by_their_lines(sketch, tmp_path):
    rows = ("23:00,platform,exit-a,,4", "05:30,platform,exit-a,,4", "23:00,exit-a,metro,,4", "22:45,platform,exit-a,,4",
            "05:30,exit-a,platform,,4", "04:00,exit-a,toilet,,4")  # fmt: skip
    text = refused(sketch, table(tmp_path, HEADER + "\n".join(rows)))
    assert "line 2: from platform: no train calls there" in text
    assert "line 3: from platform: no train calls there" in text
    assert "line 4: to metro: no train leaves there" in text
    assert "line 7: quarter 04:00 is before 05:30" in text
    assert "line 5" not in text
    assert "line 6" not in text


def test_of_very_many_faults_all_lines_are_told(sketch, tmp_path):
    rows = [f"07:15,nowhere-{k},exit-a,,1\n" for k in range(60)] + ["07:15,exit-a,toilet,,1\n", "07:15,?,exit-a,,1\n"]
    text = refused(sketch, table(tmp_path, HEADER + "".join(rows)))
    assert "line 51: from 'nowhere-49'" in text
    assert text.endswith("and 11 more in lines 52-61, 63")


def test_a_table_from_a_spreadsheet_is_read(sketch, tmp_path):
    path = tmp_path / "counts.csv"
    path.write_bytes(
        b"\xef\xbb\xbf" + (HEADER + '"7:15", exit-a ,platform,,"40"\n,,,,\n').replace("\n", "\r\n").encode()
    )
    assert len(drawn(sketch, path).start) == 40


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HEADER.replace(",", ";").encode() + b"07:15;exit-a;platform;;40\n", "with commas"),
        ((HEADER + "07:15,exit-a,platform,,40\n").encode("utf-16"), "no text in UTF-8: save it as CSV in UTF-8"),
        ((HEADER + "07:15,出口,platform,,40\n").encode("gbk"), "no text in UTF-8: save it as CSV in UTF-8"),
        (b"", "the first line must be"),
        (b"\n \n", "the first line must be"),
        (b"quarter,from,to,from,passengers\n", "the first line must be"),
        (HEADER.encode() + b"07:15,exit-a,platform,,123456789\n", "line 2: passengers '123456789' is no whole number"),
        (HEADER.encode() + b"07:15,exit-a,platform,,99999999\n", "99999999 passengers altogether"),
        (HEADER.encode() + b"07:15,exit-a,platform,,1e3\n", "line 2: passengers '1e3' is no whole number"),
        (HEADER.encode() + b'07:15,exit-a,"platform\n",,40\n07:15,x,toilet,,1\n', "line 4: from 'x'"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_what_would_be_right(sketch, tmp_path, content, words):
    path = tmp_path / "counts.csv"
    path.write_bytes(content)
    assert words in refused(sketch, path)


def test_a_table_that_is_not_there_is_refused(sketch, tmp_path):
    assert refused(sketch, tmp_path / "none.csv").endswith("none.csv: No such file or directory")
    assert refused(sketch, tmp_path).endswith("Is a directory")


def test_a_full_day_of_counts_simulates_exactly_those_people(sketch, tmp_path):
    """From 05:30 to 23:45, lines as long as their trains run; who comes by train leaves the next that calls."""
    ways = (("street", "metro", ""), ("exit-a", "toilet", "older"), ("platform", "street", ""))
    rows = [f"{minute // 60:02}:{minute % 60:02},{start},{end},{group},{minute % 7 + 1}"
            for minute in range(330, 1440, 15)
            for start, end, group in ways
            if start != "platform" or 345 <= minute <= 1365
            if end != "metro" or minute <= 1365]  # fmt: skip
    station = sketch.station()
    demand = load_counts(table(tmp_path, HEADER + "\n".join(rows)), station, load_demand())
    result = simulate(station, demand=demand)
    total = sum(int(row.rsplit(",", 1)[1]) for row in rows)
    assert len(result.crowd.start) == total
    on_foot = result.crowd.arrived_by < 0
    told = np.zeros(96, int)
    for row in rows:
        told[int(row[:2]) * 4 + int(row[3:5]) // 15] += int(row.rsplit(",", 1)[1]) * (",platform," not in row[:15])
    assert np.bincount((result.crowd.start[on_foot] // 900).astype(int), minlength=96).tolist() == told.tolist()
    assert result.arrived + (result.run.people["phase"][:total] == WAITING).sum() == total


def test_who_changes_trains_goes_on_by_another_line(sketch, tmp_path):
    for line, y in (("3", 12), ("9", 15)):
        sketch.place(f"platform-{line}", -2, 5, y, type="platform", line=line, towards="曹庄")
        sketch.place(f"door-{line}", -2, 6, y, type="platform_door", platform=f"platform-{line}", line=line)
    crowd = drawn(sketch, table(tmp_path, HEADER + "07:15,metro,metro,,400\n07:15,platform,metro,,50\n"))
    came = [crowd.places[k].line for k in crowd.origin]
    goes = [crowd.places[crowd.aims[k][0]].line for k in crowd.end]
    assert all(a != b for a, b in zip(came, goes, strict=True))
    assert {*came} == {*goes} == {"2", "3", "9"}


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
