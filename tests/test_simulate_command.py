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
from wayfinding.flow.demand import SHIPPED_DEMAND

FILES = {
    "balance.csv", "boarding.csv", "cells.geojson", "clearance.csv", "clearance.svg", "crowd.html", "day.svg",
    "lifts.svg", "places.csv", "queue-minutes.csv", "queue-quarters.csv", "queues.csv", "queues.geojson", "queues.svg",
    "service-B1.svg", "service-B2.svg", "service-B4.svg", "service-L0.svg", "service.csv", "stairs.csv", "stairs.svg",
    "times.csv", "wait-minutes.csv",
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
        "settings", "passengers", "arrived", "door_to_door_s", "groups", "queues", "platform_clearance_s", "times_s",
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
