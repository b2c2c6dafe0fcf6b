"""`wayfinding simulate`: the summary, its JSON, its report, and what it says to wrong use."""

import csv
import errno
import io
import json
import re
from pathlib import Path

import pytest

from tests.small_hub import write_hub
from wayfinding.cli import main
from wayfinding.flow.people.demand import SHIPPED_DEMAND

FILES = {
    "balance.csv", "boarding.csv", "cells.geojson", "clearance.csv", "clearance.svg", "crowd.html", "day.svg",
    "lifts.csv", "lifts.svg", "places.csv", "places.svg", "queue-minutes.csv", "queue-quarters.csv",
    "queues.csv", "queues.geojson", "queues.svg",
    "service-B1.svg", "service-B2.svg", "service-B4.svg", "service-L0.svg", "service.csv", "stairs.csv", "stairs.svg",
    "times-places.svg", "times.csv", "times.svg", "wait-minutes.csv",
}  # fmt: skip


@pytest.fixture
def run(tmp_path, capsys):
    station = write_hub(tmp_path)
    demand = json.loads(SHIPPED_DEMAND.read_text(encoding="utf-8"))
    demand["trips"] = [
        {"from": "street", "to": "metro", "share": 0.5, "hours": "commute"},
        {"from": "metro", "to": "street", "share": 0.4, "hours": "commute"},
        {"from": "metro", "to": "road", "share": 0.1, "hours": "travel"},
    ]
    file = tmp_path / "few.json"
    file.write_text(json.dumps(demand), encoding="utf-8")

    def ask(*words):
        given = words if "--demand" in words else ("--demand", str(file), *words)
        try:
            code = main(["simulate", "--passengers", "300", *given, "--station", str(station)])
        except SystemExit as end:
            code = end.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return ask


def test_the_summary_tells_times_queues_clearances_and_crowding_in_both_languages(run):
    code, out, err = run("--from", "07:00", "--to", "09:00")
    assert (code, err) == (0, "")
    for title in ("客流仿真 Crowd · today · 07:00–09:00 · seed 0", "全程时间（秒） Door to door, s", "人群 Groups",
                  "排队（总等候时间最长） Queues", "站台清空（秒） Platform clearance, s", "服务水平"):  # fmt: skip
        assert title in out
    started, arrived, lost, still = (
        int(text.replace(",", "")) for text in re.findall(r" ([\d,]+)(?: ·|$)", out.splitlines()[1])
    )
    assert started == arrived + lost + still


def test_the_json_is_the_object_of_the_contract_and_the_same_for_the_same_seed(run):
    code, out, err = run("--json", "--seed", "4")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert list(answer) == [
        "settings", "passengers", "arrived", "door_to_door_s", "groups", "queues", "platform_clearance_s", "lift_waits",
        "times_s",
    ]  # fmt: skip
    assert set(answer["door_to_door_s"]) == {"mean", "p50", "p95"}
    assert answer["settings"]["seed"] == 4
    assert sum(group["people"] for group in answer["groups"].values()) == answer["arrived"] > 250
    assert set(answer["platform_clearance_s"]) == {"platform-3-north", "platform-3-south"}
    assert run("--json", "--seed", "4")[1] == out
    assert run("--json", "--seed", "5")[1] != out


def test_a_report_is_a_page_that_needs_no_network_with_pictures_and_tables_beside_it(run, tmp_path):
    code, out, err = run("--report", str(tmp_path / "report"))
    assert (code, err) == (0, "")
    folder = tmp_path / "report"
    assert {path.name for path in folder.iterdir()} == FILES
    page = (folder / "crowd.html").read_text(encoding="utf-8")
    assert not re.search(r"(src|href)=\"(?!\w[\w.-]*\.(csv|geojson)\")", page)
    assert page.count("<script") == 1
    assert "小站枢纽" in page
    rows = list(csv.DictReader(io.StringIO((folder / "balance.csv").read_text(encoding="utf-8-sig"))))
    assert f"{int(rows[0]['started']):,}" in out
    cells = json.loads((folder / "cells.geojson").read_text(encoding="utf-8"))["features"]
    assert cells
    for cell in (item["properties"] for item in cells):
        assert max(cell["quarters"]) == cell["worst"]
        hours, minutes = (int(part) for part in cell["first_quarter"].split(":"))
        late, after = (int(part) for part in cell["worst_from"].split(":"))
        quarter = (late * 60 + after - hours * 60 - minutes) // 15
        assert cell["quarters"][quarter] == cell["worst"]


def test_tables_by_minute_and_quarter_hour_agree_with_each_other(run, tmp_path):
    folder = tmp_path / "report"
    assert run("--passengers", "60000", "--from", "07:00", "--to", "09:00", "--report", str(folder))[0] == 0

    def rows(name):
        return list(csv.DictReader(io.StringIO((folder / name).read_text(encoding="utf-8-sig"))))

    longest, waited = rows("queue-minutes.csv"), rows("wait-minutes.csv")
    quarters, queues = rows("queue-quarters.csv"), rows("queues.csv")
    assert longest[0]["minute"] == "07:00"
    assert len(queues) > 3
    for queue in queues:
        column = f"{queue['pathway']}:{queue['entry']}>{queue['exit']}"
        mine = [row for row in quarters if all(row[key] == queue[key] for key in ("pathway", "entry", "exit"))]
        most = max(int(row[column]) for row in longest)
        assert most == max(int(row["longest"]) for row in mine) == int(queue["longest"])
        assert queue["longest_at"] == next(row["minute"] for row in longest if int(row[column]) == most)
        assert sum(float(row[column]) for row in waited) == pytest.approx(
            float(queue["waited_s"]), abs=0.5 * len(waited)
        )
        assert sum(int(row["passed"]) for row in mine) <= int(queue["passed"])


def test_places_hold_everybody_who_is_on_foot(run, tmp_path):
    """Summed over the places of a level, people are those of its cells, which the picture of the day shows."""
    folder = tmp_path / "report"
    assert run("--passengers", "20000", "--from", "07:00", "--to", "08:00", "--report", str(folder))[0] == 0
    table = list(csv.DictReader(io.StringIO((folder / "places.csv").read_text(encoding="utf-8-sig"))))
    cells = json.loads((folder / "cells.geojson").read_text(encoding="utf-8"))["features"]
    there = sum(cell["properties"]["quarters_ppm2"][2] * cell["properties"]["area_m2"] for cell in cells)
    first = cells[0]["properties"]["first_quarter"]
    assert first == "07:00"
    told = sum(float(row["people"]) for row in table if row["from"] == "07:30")
    assert told == pytest.approx(there, rel=0.02)
    for row in table:
        assert float(row["densest_ppm2"]) >= float(row["ppm2"]) - 1e-4
        assert row["service"] in "ABCDEF"


def test_a_day_without_anybody_is_a_report_too(run, tmp_path):
    code, _, err = run("--passengers", "0", "--report", str(tmp_path / "report"))
    assert (code, err) == (0, "")
    page = (tmp_path / "report" / "crowd.html").read_text(encoding="utf-8")
    assert "无人排队" in page
    assert "nan" not in page


def test_a_full_disk_leaves_nothing_half_written(run, tmp_path, monkeypatch):
    real = Path.write_bytes

    def fill(path, content):
        if path.name == "cells.geojson":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", fill)
    code, out, err = run("--report", str(tmp_path / "new" / "report"))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "No space left on device" in err
    assert not (tmp_path / "new").exists()


def test_a_progress_bar_is_shown_at_a_terminal_only(run, monkeypatch):
    assert run()[2] == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    err = run()[2]
    assert "[####" in err
    assert err.endswith("\r\033[K")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--passengers", "-5"), "-5"),
        (("--passengers", "many"), "many"),
        (("--seed", "x"), "seed"),
        (("--from", "7"), "HH:MM"),
        (("--to", "25:00"), "24:00"),
        (("--from", "09:00", "--to", "08:00"), "--from must lie before --to"),
        (("--demand", "no-such.json"), "no-such.json"),
        (("--demand", str(SHIPPED_DEMAND)), "the station has no rail"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(run, words, hint):
    code, out, err = run(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert hint in err


def test_a_report_that_cannot_be_written_is_one_line_and_exit_2(run, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, out, err = run("--report", str(tmp_path / "file"))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "cannot write the report" in err


def test_an_equilibrium_states_its_gap_in_the_summary_the_json_and_the_report(run, tmp_path):
    words = ("--equilibrium", "0.5", "--iterations", "2", "--from", "08:00", "--to", "09:00", "--seed", "3")
    code, out, err = run("--json", "--report", str(tmp_path / "report"), *words)
    assert (code, err) == (0, "")
    stated = json.loads(out)["settings"]["equilibrium"]
    assert (stated["gap"], stated["iterations"]) == (0.5, 2)
    assert 1 <= len(stated["gaps"]) <= 2
    assert 0 <= stated["gaps"][-1] <= 0.5
    shown = f"均衡 Equilibrium · 相对间隙 relative gap {stated['gaps'][-1]:.2%} · 要求 asked for 50.00%"
    assert shown in run(*words)[1]
    page = (tmp_path / "report" / "crowd.html").read_text(encoding="utf-8")
    assert "relative gap reached, day by day" in page
    assert json.loads(run("--json")[1])["settings"]["equilibrium"] is None


def test_cells_tastes_and_the_law_of_walking_can_be_set(run):
    code, out, _ = run("--json", "--cell", "8", "--spread", "5", "--law", "laboratory")
    assert code == 0
    settings = json.loads(out)["settings"]
    assert (settings["cell_m"], settings["spread_s"], settings["law"]) == (8, 5, "laboratory")


@pytest.mark.parametrize(("words", "told"), [
    (("--equilibrium", "2"), "'2' is no relative gap; write a number from 0 to 1, for example 0.01"),
    (("--equilibrium", "few"), "'few' is no relative gap"),
    (("--iterations", "3"), "--iterations are days of an equilibrium: give --equilibrium too"),
    (("--equilibrium", "--iterations", "0"), "'0' is no number of days from 1 to 1,000"),
    (("--spread", "-1"), "spread_s is -1: give a number from 0 to 3600"),
    (("--standing", "2"), "standing is 2: give a number from 0 to 1"),
    (("--spread", "nan"), "spread_s is nan"),
    (("--cell", "0.5"), "cell_m is 0.5: give a number from 1 to 1000"),
    (("--law", "newton"), "law is 'newton': give weidmann or laboratory"),
])  # fmt: skip
def test_settings_that_cannot_be_are_refused_in_one_line(run, words, told):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert told in err
    assert len(err.splitlines()) == 1
