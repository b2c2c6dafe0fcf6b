"""The drafting script and the files it drafts are one and the same."""

import json
from pathlib import Path

import pytest

from drafting.__main__ import write
from wayfinding.station.shipped import DATA


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    (folder / "scenarios").mkdir()
    write(folder)
    return folder


def test_the_script_reproduces_the_station_file_byte_for_byte(drafted):
    assert (drafted / "station_graph.geojson").read_bytes() == (DATA / "station_graph.geojson").read_bytes()


def test_the_script_reproduces_every_scenario_and_no_other_is_shipped(drafted):
    shipped = {path.name: json.loads(path.read_text("utf-8")) for path in (DATA / "scenarios").glob("*.json")}
    made = {path.name: json.loads(path.read_text("utf-8")) for path in (drafted / "scenarios").glob("*.json")}
    assert made == shipped
