"""`place-signs` on a small hall: what it prints, what it writes, what it refuses."""

from __future__ import annotations

import json

import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding.cli import main
from wayfinding.station.geojson import load_station
from wayfinding.station.scenario import apply, load_scenario


@pytest.fixture
def ask(tmp_path, capsys):
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 80, 20))
    for number, x in enumerate((15, 40, 60)):
        sketch.obstacle(f"column-{number}", -1, box(x, 12.2, x + 1, 13.2), type="column")
    sketch.place("platform", -1, 1, 14, type="platform", line="2", towards="东")
    sketch.place("rail", -1, 79, 14, type="rail_entrance")
    sketch.sign("idle", -1, 40.5, 13.21, type="pillar_sticker", facing_deg=0.0, letter_height_m=0.1)
    path = tmp_path / "hall.geojson"
    path.write_text(json.dumps(sketch.document), encoding="utf-8")

    def run(count, *options):
        code = main(["place-signs", count, "--station", str(path), *map(str, options)])
        return code, *capsys.readouterr()

    run.path = path
    return run


def test_it_says_where_what_and_how_much_in_both_languages(ask):
    code, text, _ = ask("2")
    assert code == 0
    assert "标识布设 Sign placement" in text
    assert "上限" in text or "exceeds" in text
    assert "new-sign-1  柱贴 pillar sticker · B1" in text
    assert "直行 ahead (category:rail_entrance)" in text


def test_json_is_one_object_whose_shares_agree(ask):
    code, text, _ = ask("2", "--json", "--prove", 20)
    record = json.loads(text)
    assert code == 0
    gained = sum(item["passenger_m"] for item in record["proposals"]) / record["passenger_m"]
    assert record["covered_after"] - record["covered_before"] == pytest.approx(gained, abs=1e-4)
    assert record["covered_after"] <= record["proven"]["value"] + 1e-6 <= record["proven"]["bound"] + 2e-6
    assert record["covered_after"] <= record["bound"] + 1e-6
    assert [item["feature"]["id"] for item in record["proposals"]] == ["new-sign-1", "new-sign-2"]


def test_the_scenario_it_writes_can_be_applied_and_asked_again(ask, tmp_path):
    _, first, _ = ask("1", "--json", "--write", tmp_path / "next.json")
    after = apply(load_station(ask.path), load_scenario(tmp_path / "next.json"))
    assert "new-sign-1" in after.signs
    _, second, _ = ask("1", "--json", "--scenario", tmp_path / "next.json")
    assert json.loads(second)["covered_before"] == json.loads(first)["covered_after"]
    assert json.loads(second)["proposals"][0]["feature"]["id"] == "new-sign-2"


def test_a_sign_that_says_nothing_can_go_and_is_the_one_to_move(ask, tmp_path):
    _, text, _ = ask("3", "--json", "--redundant")
    assert json.loads(text)["redundant"] == [{"sign": "idle", "why": "unread", "passenger_m": 0.0}]
    _, text, _ = ask("3", "--redundant")
    assert "idle  途经乘客均读不到" in text
    _, text, _ = ask("3", "--json", "--move", "--write", tmp_path / "moves.json")
    record = json.loads(text)
    assert [item["sign"] for item in record["moves"]] == ["idle"]
    assert record["moves"][0]["lost_passenger_m"] == 0.0
    assert record["moves"][0]["to"]["feature"]["properties"]["type"] == "pillar_sticker"
    assert record["covered_after"] > record["covered_before"]
    after = apply(load_station(ask.path), load_scenario(tmp_path / "moves.json"))
    assert "idle" not in after.signs
    assert len(after.signs) == 1


@pytest.mark.parametrize("count", ["0", "many", "", "2.5", "1000", "٣"])
def test_a_bad_number_is_one_clear_line(ask, count):
    code, text, error = ask(count)
    assert (code, text) == (2, "")
    assert error.count("\n") == 1
    assert "give a" in error


@pytest.mark.parametrize(
    ("options", "clue"),
    [
        (("--to", "nowhere"), "nowhere"),
        (("--profile", "ghost"), "ghost"),
        (("--prove", "0"), "no time for a proof"),
        (("--prove", "nan"), "no time for a proof"),
        (("--redundant", "--write", "x.json"), "--move"),
    ],
)
def test_a_question_that_makes_no_sense_is_one_clear_line(ask, options, clue):
    code, text, error = ask("2", *options)
    assert (code, text) == (2, "")
    assert error.count("\n") == 1
    assert clue in error
