"""`wayfinding recheck`: what a change turns wrong, told as text and as JSON."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
from shapely import box

from tests.stations import Sketch
from wayfinding.cli.recheck import run_recheck
from wayfinding.errors import NotFoundError, RequestError, ScenarioError
from wayfinding.station.geojson import save_station


def two_floors() -> Sketch:
    """A hall with an escalator up in front of the signs and stairs far behind them."""
    sketch = Sketch()
    sketch.level(-1)
    sketch.level(0)
    sketch.space("hall", -1, box(0, 0, 80, 80))
    sketch.space("street", 0, box(0, 0, 80, 80), use="street")
    sketch.pathway(
        "escalator", "escalator", (-1, 40, 60), (0, 40, 72), width_m=1.0, speed_mps=0.65, direction="forward"
    )
    sketch.pathway("stairs", "stairs", (-1, 40, 10), (0, 40, 1), width_m=3.0, steps=40)
    sketch.place("out", 0, 40, 78, type="exit", number="1")
    said = [{"destination": "out", "arrow": "ahead", "zh": "1号口", "en": "Exit 1"}]
    sketch.sign("to-escalator", -1, 40, 50, type="floor_sticker", facing_deg=0.0, letter_height_m=0.1, messages=said)
    sketch.sign("to-stairs", -1, 40, 20, type="floor_sticker", facing_deg=180.0, letter_height_m=0.1, messages=said)
    return sketch


def run(folder: Path, **chosen: Any) -> int:
    station = folder / "station.geojson"
    save_station(two_floors().station(), station)
    names: dict[str, Any] = {"station": station, "scenario": [], "json": False, "reverse": [], "close": [], "then": []}
    return run_recheck(Namespace(**{**names, "profile": ["walk"], **chosen}))


@pytest.mark.parametrize("change", [{"reverse": ["escalator"]}, {"close": ["escalator"]}])
def test_the_sign_that_leads_to_what_runs_no_longer_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, list[str]]
) -> None:
    assert run(tmp_path, json=True, **change) == 0
    (found,) = json.loads(capsys.readouterr().out)["turned"]
    assert (found["sign"], found["message"], found["verdict"]) == ("to-escalator", 1, "false")
    assert (found["angle_deg"], found["arrow"], found["zh"]) == (180.0, "ahead", "1号口")


def test_the_text_says_it_in_both_languages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, reverse=["escalator"])
    text = capsys.readouterr().out
    assert "1 条信息不再正确，1 块标识" in text
    assert "Exit 1 ahead: the way goes elsewhere" in text
    assert "1号口 直行: 路线在另一方向" in text


def test_a_change_that_matters_to_no_sign_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, close=["stairs"], json=True) == 0
    assert json.loads(capsys.readouterr().out) == {"turned": [], "conflicts": []}


def test_a_scenario_is_a_change_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = tmp_path / "works.json"
    edits = [{"op": "close", "id": "escalator"}]
    scenario.write_text(
        json.dumps({"name": "works", "title_zh": "施工", "title_en": "Works", "edits": edits}), encoding="utf-8"
    )
    run(tmp_path, then=[str(scenario)], json=True)
    assert [item["sign"] for item in json.loads(capsys.readouterr().out)["turned"]] == ["to-escalator"]


def test_no_profile_means_those_on_foot_in_a_wheelchair_and_with_luggage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, close=["escalator"], profile=None, json=True)
    assert {item["profile"] for item in json.loads(capsys.readouterr().out)["turned"]} == {"walk"}


@pytest.mark.parametrize(
    ("change", "error"),
    [({}, RequestError), ({"reverse": ["stairs"]}, ScenarioError), ({"close": ["nothing"]}, ScenarioError),
     ({"then": ["no-such"]}, NotFoundError), ({"close": ["stairs"], "profile": ["giraffe"]}, NotFoundError)],
)  # fmt: skip
def test_a_change_that_makes_no_sense_is_refused(
    tmp_path: Path, change: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        run(tmp_path, **change)
