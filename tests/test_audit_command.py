"""`wayfinding audit`: the summary, its JSON, its report, and what it says to wrong use."""

import json
import re

import pytest

from tests.signed_hub import FALSE, write_signed_hub
from wayfinding.cli import main


@pytest.fixture
def run(tmp_path, capsys):
    station = write_signed_hub(tmp_path)

    def ask(*words):
        try:
            code = main(["audit", *words, "--station", str(station)])
        except SystemExit as end:
            code = end.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return ask


def test_the_summary_tells_the_worst_ten_in_both_languages(run):
    code, out, err = run()
    assert (code, err) == (0, "")
    assert "标识审核 Sign audit · 全部目的地 All destinations" in out
    assert "标识 Signs: 4 (其中 1 处无法阅读 1 of them cannot be read)" in out
    assert "箭头错误 False arrow" in out
    assert "网格 0.5 米" in out
    assert "Cells of 0.5 m" in out
    ranks = [line.split(".")[0].strip() for line in out.splitlines() if line[:3].strip().isdigit() and line[3:4] == "."]
    assert ranks == [str(rank) for rank in range(1, 11)]


def test_the_json_is_the_object_of_the_contract(run):
    code, out, err = run("--json")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert list(answer) == ["settings", "coverage", "findings"]
    assert set(answer["coverage"][0]) == {"to", "level", "area_share", "flow_share"}
    first = answer["findings"][0]
    assert set(first) == {"kind", "sign", "to", "level", "coordinates", "reason", "passengers"}
    assert [type(value) for value in first["coordinates"]] == [float, float]
    assert FALSE in {item["sign"] for item in answer["findings"] if item["kind"] == "false_arrow"}


def test_one_destination_can_be_asked_for(run):
    answer = json.loads(run("--json", "--to", "exit-10")[1])
    assert {row["to"] for row in answer["coverage"]} == {"exit-10"}
    assert "10号口 Exit 10" in run("--to", "exit-10")[1]


def test_the_rules_can_be_chosen_and_are_told(run):
    words = ("--profile", "step_free", "--eye", "wheelchair", "--crowd", "0.5", "--catchment", "half_disc")
    settings = json.loads(run("--json", *words)[1])["settings"]
    assert (settings["eye"], settings["crowd_ppm2"], settings["catchment"]) == ("wheelchair", 0.5, "half_disc")
    assert settings["profile"] == "step_free"
    assert "half disc" in run(*words)[1]


def test_a_report_is_written_and_the_summary_printed(run, tmp_path):
    code, out, err = run("--report", str(tmp_path / "report"))
    assert (code, err) == (0, "")
    assert "Sign audit" in out
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "小站枢纽" in page
    assert re.search(r"生成日期 </span><span lang=\"en\">made on </span>\d{4}-\d\d-\d\d", page)
    assert (tmp_path / "report" / "findings.geojson").exists()


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--to", "nowhere"), "nowhere"),
        (("--profile", "bird"), "bird"),
        (("--eye", "eagle"), "eagle"),
        (("--catchment", "square"), "square"),
        (("--crowd", "many"), "many"),
        (("--crowd", "-1"), "-1"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(run, words, hint):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert hint in err


def test_a_report_that_cannot_be_written_is_one_line_and_exit_2(run, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, out, err = run("--report", str(tmp_path / "file"))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "cannot write the report" in err
