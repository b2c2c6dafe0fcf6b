"""The signs as a table and back, with what spreadsheets do to tables on the way."""

from __future__ import annotations

import csv
import io
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from tests.stations import Sketch
from wayfinding.cli.signs import run_signs
from wayfinding.errors import RequestError, ScheduleError
from wayfinding.signage.inventory.cells import CellError, find_order, guarded, is_risky, read_cell, unguarded
from wayfinding.signage.inventory.inventory import HEADS, export_inventory, write_inventory
from wayfinding.signage.inventory.restock import Import, import_inventory, read_inventory
from wayfinding.station import SHIPPED_STATION
from wayfinding.station.geojson import load_station, save_station, write_station
from wayfinding.station.model import Station

AWKWARD = 'says "go, left";\nthen: 1,5 m'


def hall() -> Station:
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 40, 20))
    sketch.obstacle("007", -1, box(10, 10, 11, 11), type="column")
    sketch.place("exit-5", -1, 39, 10, type="exit", number="5")
    sketch.place("wc", -1, 1, 10, type="toilet")
    sketch.sign(
        "001", -1, 10.5, 9.99, type="pillar_sticker", facing_deg=180.0, mounted_on="007", note=AWKWARD,
        height_m=None, date="2023-08-03", inspected="2024-03-12", owner="=Metro", width_m=0.6,
        private={"photo": ["a", 1]},
        messages=[
            {"destination": "exit:5", "arrow": "right", "zh": "5号口", "en": "Exit 5", "colour": "yellow",
             "face": None},
            {"destination": "category:toilet", "arrow": "left", "zh": "3-2", "en": "",
             "for_profiles": ["walk", "luggage"]},
        ],
    )  # fmt: skip
    sketch.sign("hanging", -1, 20, 10, facing_deg=90.0, faces_deg=[90.0, 270.0], wrapped=False, renewed=True,
                messages=[{"destination": "exit:5", "arrow": "back", "zh": "出", "en": "Exit", "face": 0}])  # fmt: skip
    sketch.sign("blank", -1, 30, 10)
    return sketch.station()


def rows_of(station: Station) -> list[list[str]]:
    return list(csv.reader(io.StringIO(write_inventory(station)[1:], newline="")))


def as_csv(rows: list[list[str]], separator: str = ",", code: str = "utf-8", end: str = "\r\n") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    return text.getvalue().encode(code)


def edited(change: Callable[[list[dict[str, str]]], Any], remove_missing: bool = False) -> Import:
    """The hall after its rows, as records, went through `change`."""
    head, *rest = rows_of(hall())
    records = [dict(zip(head, row, strict=True)) for row in rest]
    change(records)
    rows = [head, *([record[name] for name in head] for record in records)]
    return read_inventory(hall(), as_csv(rows), remove_missing)


def refused(change: Callable[[list[dict[str, str]]], Any]) -> list[str]:
    with pytest.raises(ScheduleError) as caught:
        edited(change)
    return [str(problem) for problem in caught.value.problems]


def set_cells(row: int, **cells: str) -> Callable[[list[dict[str, str]]], Any]:
    return lambda records: records[row].update(cells)


def test_the_table_has_a_row_for_each_message_and_one_for_a_sign_without() -> None:
    head, *rest = rows_of(hall())
    assert tuple(head) == HEADS
    assert [(row[0], row[head.index("message")], row[head.index("destination")]) for row in rest] == [
        ("'001", "1", "exit:5"), ("'001", "2", "category:toilet"), ("hanging", "1", "exit:5"), ("blank", "", ""),
    ]  # fmt: skip


def test_it_begins_with_a_byte_order_mark_so_that_spreadsheets_read_chinese() -> None:
    assert write_inventory(hall()).encode().startswith(b"\xef\xbb\xbfsign,")


def test_nothing_changes_when_the_table_comes_back_as_it_went() -> None:
    station = hall()
    found = read_inventory(station, write_inventory(station).encode())
    assert (found.added, found.changed, found.removed) == ((), (), ())
    assert write_station(found.station) == write_station(station)
    assert all(found.station.signs[id] is sign for id, sign in station.signs.items())


def test_the_shipped_signs_come_back_to_the_last_byte(tmp_path: Path) -> None:
    station = load_station(SHIPPED_STATION)
    assert export_inventory(station, tmp_path / "signs.csv") == 803
    save_station(import_inventory(station, tmp_path / "signs.csv").station, tmp_path / "again.geojson")
    assert (tmp_path / "again.geojson").read_bytes() == SHIPPED_STATION.read_bytes()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("separator", "code"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), (";", "gb18030")]
)
def test_separators_encodings_and_line_ends_of_spreadsheets_change_nothing(separator: str, code: str, end: str) -> None:
    rows = rows_of(hall())
    numbers = [
        rows[0].index(name) for name in ("lon", "lat", "letter_height_m", "mounting_height_m", "facing_deg", "width_m")
    ]
    if separator != ",":
        rows = [
            rows[0],
            *([cell.replace(".", ",") if k in numbers else cell for k, cell in enumerate(row)] for row in rows[1:]),
        ]
    found = read_inventory(hall(), as_csv(rows, separator, code, end))
    assert (found.added, found.changed, found.removed) == ((), (), ())


def test_the_order_of_columns_and_rows_and_empty_ones_change_nothing() -> None:
    rows = [[*row[::-1], ""] for row in rows_of(hall())]
    rows = [rows[0], *rows[:0:-1], [""] * len(rows[0])]
    found = read_inventory(hall(), as_csv(rows))
    assert found.changed == ()
    assert list(found.station.signs) == list(hall().signs)


def test_a_longitude_as_it_was_shown_on_screen_does_not_move_the_sign() -> None:
    def shorten(records: list[dict[str, str]]) -> None:
        for record in records:
            record["lon"] = f"{float(record['lon']):.7f}"

    assert edited(shorten).changed == ()


@pytest.mark.parametrize(
    "date", ["2023/8/3", "2023.08.03", "2023年8月3日", "3.8.2023", "2023-08-03 00:00:00", "45141", " 2023-08-03 "]
)
def test_a_date_that_a_spreadsheet_rewrote_is_the_same_day(date: str) -> None:
    def rewrite(records: list[dict[str, str]]) -> None:
        records[0]["date"] = records[1]["date"] = date

    assert edited(rewrite).changed == ()


def test_the_other_dates_of_the_table_tell_whether_the_day_or_the_month_comes_first() -> None:
    def american(records: list[dict[str, str]]) -> None:
        records[0]["date"] = records[1]["date"] = "8/3/2023"
        records[0]["inspected"] = records[1]["inspected"] = "3/12/2024"
        records[2]["inspected"] = "3/14/2024"

    assert edited(american).changed == ("hanging",)
    assert edited(american).station.signs["hanging"].inspected == "2024-03-14"


def test_a_date_that_may_be_two_days_is_refused() -> None:
    (fault,) = refused(set_cells(2, inspected="3/4/2024"))
    assert "line 6 (row 4): inspected: '3/4/2024' may be 2024-04-03 or 2024-03-04" in fault


def test_leading_zeros_and_formulas_are_guarded_and_come_back() -> None:
    head, first, *_ = rows_of(hall())
    cells = dict(zip(head, first, strict=True))
    assert (cells["sign"], cells["mounted_on"], cells["owner"]) == ("'001", "'007", "'=Metro")


def test_a_sign_whose_zeros_were_dropped_is_not_taken_for_a_new_one() -> None:
    def drop(records: list[dict[str, str]]) -> None:
        records[0]["sign"] = records[1]["sign"] = "1"

    faults = refused(drop)
    assert any("'1' looks as if a spreadsheet had dropped its zeros" in fault for fault in faults)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=12))
def test_every_text_comes_back_from_its_guard(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not text.startswith(("=", "+", "@")) or guarded(text).startswith("'")


TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs",)) | st.sampled_from("'=\"\n\r;,\t07-/ "), max_size=10)


@settings(max_examples=50, deadline=None)
@given(note=TEXTS, zh=TEXTS, owner=TEXTS, separator=st.sampled_from([",", ";", "\t"]))
def test_whatever_is_written_on_a_sign_comes_back(note: str, zh: str, owner: str, separator: str) -> None:
    sketch = Sketch()
    sketch.level(-1)
    sketch.place("wc", -1, 1, 10)
    sketch.sign("s", -1, 10, 10, note=note, owner=owner, messages=[{"destination": "wc", "arrow": "left", "zh": zh}])
    station = sketch.station()
    found = read_inventory(station, as_csv(rows_of(station), separator))
    assert found.station.signs["s"] is station.signs["s"]
    bare = read_inventory(station, as_csv(rows_of(station)[:1]), remove_missing=True).station
    again = read_inventory(bare, as_csv(rows_of(station), separator)).station.signs["s"].raw["properties"]
    assert (again.get("note", ""), again.get("owner", "")) == (note, owner)
    assert again["messages"][0].get("zh", "") == zh


def test_quotes_around_a_formula_as_some_write_zeros_are_understood() -> None:
    assert read_cell('="007"', "text") == "007"


@pytest.mark.parametrize("text", ["007", "1-2", "3/4", "TRUE", "1E5", "10:30", "Mar-5", "2023年8月", "-x", "@x"])
def test_what_a_spreadsheet_would_change_is_known(text: str) -> None:
    assert is_risky(text)


@pytest.mark.parametrize("text", ["2号线", "exit:5", "sign-001", "A-1", "安检", "platform-2-west"])
def test_plain_names_stay_plain(text: str) -> None:
    assert guarded(text) == text


def test_a_changed_cell_changes_that_property_and_keeps_all_others() -> None:
    def mend(records: list[dict[str, str]]) -> None:
        records[0]["state"] = records[1]["state"] = "dirty"
        records[0]["arrow"] = "ahead"

    found = edited(mend)
    was, now = hall().signs["001"], found.station.signs["001"]
    assert found.changed == ("001",)
    assert (now.state, now.messages[0].arrow, now.messages[1]) == ("dirty", "ahead", was.messages[1])
    assert now.raw["properties"]["private"] == {"photo": ["a", 1]}
    assert list(now.raw["properties"]) == list(was.raw["properties"])
    assert now.raw["properties"]["height_m"] is None
    assert now.raw["properties"]["messages"][0]["colour"] == "yellow"
    assert now.raw["geometry"] == was.raw["geometry"]
    assert now.raw["properties"]["note"] == AWKWARD


def test_other_features_stay_the_same_objects() -> None:
    station = hall()
    rows = rows_of(station)
    rows[4][rows[0].index("state")] = "missing"
    found = read_inventory(station, as_csv(rows)).station
    assert found.signs["blank"].state == "missing"
    assert found.signs["hanging"] is station.signs["hanging"]
    assert found.places["wc"] is station.places["wc"]
    assert (found.header, found.order) == (station.header, station.order)


def test_a_moved_sign_moves() -> None:
    found = edited(set_cells(3, lon="117.2053"))
    assert found.changed == ("blank",)
    assert found.station.signs["blank"].raw["geometry"]["coordinates"][0] == 117.2053


def test_a_cleared_cell_takes_the_property_away() -> None:
    def clear(records: list[dict[str, str]]) -> None:
        records[0]["width_m"] = records[1]["width_m"] = ""

    assert "width_m" not in edited(clear).station.signs["001"].properties


def test_an_optional_column_that_is_left_out_keeps_what_was() -> None:
    rows = rows_of(hall())
    note = rows[0].index("note")
    found = read_inventory(hall(), as_csv([row[:note] + row[note + 1 :] for row in rows]))
    assert found.changed == ()


def test_a_removed_row_removes_the_message_and_the_others_move_up() -> None:
    found = edited(lambda records: records.pop(0))
    assert [message.destination for message in found.station.signs["001"].messages] == ["category:toilet"]


def test_an_added_row_adds_a_message() -> None:
    def add(records: list[dict[str, str]]) -> None:
        records.append({**records[3], "message": "1", "destination": "wc", "arrow": "left", "zh": "厕所"})
        records.pop(3)

    message = edited(add).station.signs["blank"].messages[0]
    assert (message.destination, message.arrow, message.text.zh, message.text.en) == ("wc", "left", "厕所", "")


def test_a_new_sign_is_added_at_the_end() -> None:
    def add(records: list[dict[str, str]]) -> None:
        records.append({**records[2], "sign": "new", "faces_deg": "", "face": "", "facing_deg": "0"})

    found = edited(add)
    assert found.added == ("new",)
    assert list(found.station.signs)[-1] == found.station.order[-1] == "new"
    assert found.station.signs["new"].messages[0].destination == "exit:5"


def test_a_sign_without_any_row_is_an_error_unless_it_is_to_go() -> None:
    (fault,) = refused(lambda records: records.pop(3))
    assert fault.startswith("blank: no row is left of the sign")
    found = edited(lambda records: records.pop(3), remove_missing=True)
    assert found.removed == ("blank",)
    assert "blank" not in found.station.signs


def test_every_wrong_row_is_reported_by_its_line_all_at_once() -> None:
    def spoil(records: list[dict[str, str]]) -> None:
        records[0]["destination"] = "exit:55"
        records[1]["arrow"] = "leftish"
        records[2]["state"] = "lost"
        records[3]["letter_height_m"] = "big"

    faults = refused(spoil)
    assert [fault.split("(row ")[-1].split("line ")[-1][0] for fault in faults] == ["2", "3", "4", "5"]
    assert "did you mean 'exit:5'?" in faults[0]
    assert "leftish" in faults[1]
    assert "'lost' is not known" in faults[2]
    assert "'big' is no number" in faults[3]


@pytest.mark.parametrize(
    ("row", "cells", "text"),
    [
        (1, {"state": "dark"}, "state is 'dark', but 'good' in line 2"),
        (1, {"message": "1"}, "message 1 of 001 stands in line 2 already"),
        (1, {"message": ""}, "the message has no number"),
        (2, {"level": "-7"}, "level -7"),
        (2, {"lon": ""}, "[None, 39.137490075] is not a position"),
        (2, {"lon": "39.1", "lat": "117.2"}, "write the longitude first"),
        (2, {"lon": "17.2"}, "km off the station"),
        (2, {"renewed": "maybe"}, "neither true nor false"),
        (2, {"arrow": ""}, "arrow"),
        (2, {"mounted_on": "nothing"}, "mounted_on 'nothing' is not known"),
        (2, {"date": "2023-02-30"}, "there is no day"),
        (2, {"facing_deg": "400"}, "facing_deg"),
        (2, {"sign": "wc"}, "'wc' is a place of the station"),
        (2, {"sign": ""}, "it has no sign"),
    ],
)
def test_a_wrong_row_says_what_is_wrong(row: int, cells: dict[str, str], text: str) -> None:
    assert any(text in fault for fault in refused(set_cells(row, **cells)))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "has no heads"),
        (b"\x89PNG\r\n\x1a\n\x00\xff\xff\xff", "is no text"),
        (b"a,b,c\r\n1,2,3\r\n", "has no heads"),
        ((",".join(HEADS) + ',"open\r\n').encode(), "cannot be read from line 1 on"),
        ((",".join(HEADS[1:]) + "\r\n").encode(), "there is no column 'sign'"),
        ((",".join((*HEADS, "arow")) + "\r\n").encode(), "did you mean 'arrow'?"),
        ((",".join((*HEADS, "arrow")) + "\r\n").encode(), "two columns 'arrow'"),
    ],
)
def test_a_damaged_table_is_one_clear_message(content: bytes, text: str) -> None:
    with pytest.raises(ScheduleError, match=text.replace("?", r"\?")):
        read_inventory(hall(), content)


def test_cells_beyond_the_heads_are_not_lost_in_silence() -> None:
    rows = rows_of(hall())
    rows[2] = [*rows[2], "more"]
    with pytest.raises(ScheduleError, match=r"line 4 \(row 3\): 'more' stands in a column without a head"):
        read_inventory(hall(), as_csv(rows))


def test_dates_that_contradict_each_other_tell_no_order() -> None:
    assert find_order(["13/2/2024", "2/13/2024"]) is None
    assert find_order(["13/2/2024", "1.2.2024", "2/3/2024"]) == "day first"


@pytest.mark.parametrize(
    ("text", "kind"), [("inf", "number"), ("1.5", "whole"), ("0x10", "number"), ("nan", "degrees")]
)
def test_odd_numbers_are_none(text: str, kind: Any) -> None:
    with pytest.raises(CellError):
        read_cell(text, kind)


def arguments(tmp_path: Path, **chosen: Any) -> Namespace:
    station = tmp_path / "station.geojson"
    if not station.exists():
        save_station(hall(), station)
    names = {"station": station, "scenario": [], "json": False, "export": None, "table": None, "output": None}
    return Namespace(**{**names, "remove_missing": False, **chosen})


def test_the_command_writes_the_table_and_reads_it_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, output = tmp_path / "signs.csv", tmp_path / "out.geojson"
    assert run_signs(arguments(tmp_path, export=table)) == 0
    assert run_signs(arguments(tmp_path, table=table, output=output, json=True)) == 0
    assert '"changed":[]' in capsys.readouterr().out
    assert output.read_bytes() == (tmp_path / "station.geojson").read_bytes()


def test_a_refused_table_leaves_the_output_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, output = tmp_path / "signs.csv", tmp_path / "out.geojson"
    run_signs(arguments(tmp_path, export=table))
    table.write_text(table.read_text(encoding="utf-8").replace("pillar_sticker", "poster"), encoding="utf-8")
    output.write_text("what was", encoding="utf-8")
    with pytest.raises(ScheduleError):
        run_signs(arguments(tmp_path, table=table, output=output))
    assert "line 2: type 'poster' is not known" in capsys.readouterr().out
    assert output.read_text(encoding="utf-8") == "what was"
    assert {path.name for path in tmp_path.iterdir()} == {"signs.csv", "out.geojson", "station.geojson"}


@pytest.mark.parametrize(
    "chosen",
    [{}, {"export": Path("a"), "table": Path("b")}, {"table": Path("a")}, {"export": Path("a"), "output": Path("b")},
     {"table": Path("a"), "output": Path("b"), "scenario": ["night"]}],
)  # fmt: skip
def test_wrong_use_of_the_command_is_one_line(tmp_path: Path, chosen: dict[str, Any]) -> None:
    with pytest.raises(RequestError, match="--"):
        run_signs(arguments(tmp_path, **chosen))


def test_a_table_that_is_not_there_is_one_clear_message(tmp_path: Path) -> None:
    with pytest.raises(ScheduleError, match="cannot be opened"):
        import_inventory(hall(), tmp_path / "none.csv")
