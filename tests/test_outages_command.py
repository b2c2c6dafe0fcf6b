"""`wayfinding outages`: the table, its JSON, its files, and the page that shows the shipped station's."""

import csv
import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.small_hub import write_hub
from wayfinding.cli import main

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "resilience.md").read_text(encoding="utf-8")
TOP = 3
ROW = re.compile(r"^ *\d+\. +[\d.]+ +(\d+) +\d+ +\d+ +\d+  (\S+(?: \+ \S+)*)", re.MULTILINE)
"""Lost questions and ids of one row of the table."""


@pytest.fixture
def run(tmp_path, capsys):
    station = write_hub(tmp_path)

    def ask(*words):
        code = main(["outages", *words, "--station", str(station)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return ask


def test_the_table_ranks_and_names_in_both_languages(run):
    code, out, err = run()
    assert (code, err) == (0, "")
    scores = [float(score) for score in re.findall(r"^ *\d+\. +([\d.]+)", out.split("Two lifts")[0], re.MULTILINE)]
    assert scores == sorted(scores, reverse=True)
    assert "hall-lift  站厅电梯  Concourse lift" in out
    assert "platform-lift  3号线电梯  Line 3 lift\n" in out
    assert re.search(r"^ +cut off: platform-3-north, platform-3-south$", out, re.MULTILINE)
    assert re.search(r"nobody is worse off without any of the other \d+", out)


def test_the_json_says_who_loses_what(run):
    answer = json.loads(run("--json")[1])
    lift = next(outage for outage in answer["outages"] if outage["ids"] == ["platform-lift"])
    assert "exit-10" in lift["lost_destinations"]["platform-3-north"]
    assert lift["lost"] == sum(map(len, lift["lost_destinations"].values()))
    assert answer["profile"] == "step_free"
    assert len(answer["pairs"]) == 3


def test_the_traveller_can_be_chosen(run):
    answer = json.loads(run("--json", "--profile", "walk")[1])
    assert next(outage for outage in answer["outages"] if outage["ids"] == ["platform-lift"])["lost"] == 0


def test_an_unknown_traveller_is_one_line_and_exit_2(run):
    code, out, err = run("--profile", "bird")
    assert (code, out) == (2, "")
    assert "walk" in err
    assert err.count("\n") == 1


def test_a_report_that_cannot_be_written_is_one_line_and_exit_2(run, tmp_path):
    (tmp_path / "taken").touch()
    code, out, err = run("--report", str(tmp_path / "taken"))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_the_report_holds_both_tables_and_a_picture_of_each_level(run, tmp_path):
    _, out, _ = run("--report", str(tmp_path / "new" / "report"), "--json")
    answer, folder = json.loads(out), tmp_path / "new" / "report"
    with (folder / "outages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["ids"].split() for row in rows] == [item["ids"] for item in (*answer["outages"], *answer["pairs"])]
    with (folder / "setbacks.csv").open(encoding="utf-8", newline="") as file:
        lost = [row for row in csv.DictReader(file) if not row["after_s"]]
    assert len(lost) == sum(int(row["lost"]) for row in rows)
    pictures = {path.name: ET.parse(path) for path in folder.glob("*.svg")}
    assert set(pictures) == {"level0.svg", "level-1.svg", "level-2.svg", "level-4.svg"}
    titles = [node.text for node in pictures["level-4.svg"].iter("{http://www.w3.org/2000/svg}title")]
    assert any("Line 3 lift" in title for title in titles)


def test_progress_is_told_on_a_terminal_only(run, monkeypatch):
    assert run()[2] == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert re.match(r"\r0/\d+\r1/\d+", run()[2])


@pytest.mark.parametrize("profile", ["step_free", "luggage"])
def test_the_page_on_resilience_leads_with_what_the_command_finds(profile, capsys):
    shown = re.search(rf"^\$ wayfinding outages --profile {profile}$\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert main(["outages", "--profile", profile]) == 0
    found = capsys.readouterr().out
    for table, other in zip(shown[1].split("Two lifts out"), found.split("Two lifts out"), strict=True):
        assert sorted(ROW.findall(table)[:TOP]) == sorted(ROW.findall(other)[:TOP])


def test_on_foot_no_single_outage_costs_a_destination_as_the_page_says(capsys):
    assert main(["outages", "--profile", "walk", "--json"]) == 0
    assert all(outage["lost"] == 0 for outage in json.loads(capsys.readouterr().out)["outages"])
