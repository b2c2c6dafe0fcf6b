"""The station file: read into metres, written without loss, refused in one round."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from shapely import MultiPolygon, box

from tests.good_station import good_document, good_sketch, good_station
from tests.stations import Sketch
from wayfinding.errors import StationError
from wayfinding.station import guard, load_station, read_station, save_station, write_station


def test_geometry_is_read_into_local_metres_on_the_millimetre_grid() -> None:
    station = good_station()
    assert station.spaces["paid"].outline.equals(box(30, 0, 60, 20))
    assert station.places["door"].point.coords[0] == (30.0, 19.8)


def test_a_station_survives_saving_and_loading_value_for_value(tmp_path: Path) -> None:
    document = good_document()
    document["foreign"] = {"kept": [1, 2.5, "三"]}
    document["features"][3]["foreign"] = None
    document["features"][3]["properties"]["colour"] = "red"
    document["features"].insert(0, document["features"].pop())
    save_station(read_station(document), tmp_path / "a.geojson")
    again = load_station(tmp_path / "a.geojson")
    assert write_station(again) == json.loads(json.dumps(document))
    save_station(again, tmp_path / "b.geojson")
    assert (tmp_path / "a.geojson").read_bytes() == (tmp_path / "b.geojson").read_bytes()


def test_changing_the_document_or_what_was_written_leaves_the_station_alone() -> None:
    document = good_document()
    station = read_station(document)
    before = write_station(station)
    document["features"][2]["properties"]["zone"] = "staff"
    write_station(station)["features"].clear()
    write_station(station)["features"][0]["properties"].clear()
    assert write_station(station) == before


def test_a_rise_left_out_is_the_difference_of_the_floors_at_both_ends() -> None:
    station = good_station()
    assert station.pathways["stairs"].rise_m == 6.0
    assert station.pathways["stairs"].length_m == pytest.approx(136**0.5, abs=0.001)
    assert station.pathways["gate"].length_m == 2.0


def test_a_space_may_lie_higher_than_its_level() -> None:
    sketch = Sketch()
    sketch.level(-1)
    sketch.space("hall", -1, box(0, 0, 50, 100))
    sketch.space("stage", -1, box(50, 0, 100, 100), elevation_m=-5.0)
    sketch.pathway("ramp", "ramp", (-1, 45, 5), (-1, 60, 5))
    assert sketch.station().pathways["ramp"].rise_m == 1.0


def test_a_lift_lists_every_level_it_opens_at() -> None:
    sketch = good_sketch()
    sketch.level(-3, box(0, 0, 60, 20))
    lon, lat = sketch.frame.to_lonlat([[55, 15]])[0].tolist()
    sketch.pathway("deep", "lift", (-3, 55, 15), (-1, 55, 15), stops=[{"level": -2, "coordinates": [lon, lat]}])
    assert [stop.level for stop in sketch.station().pathways["deep"].stops] == [-3, -2, -1]


def test_without_a_frame_the_middle_of_the_file_is_the_origin() -> None:
    document = good_document()
    del document["frame"]
    bounds = read_station(document).levels[-1].outline.bounds
    assert bounds == pytest.approx((-30, -10, 30, 10), abs=0.01)


def test_a_level_may_be_of_several_pieces() -> None:
    sketch = Sketch()
    sketch.level(0, MultiPolygon([box(0, 0, 10, 10), box(20, 0, 30, 10)]))
    assert sketch.station().levels[0].outline.area == pytest.approx(200)


def test_all_problems_are_reported_in_one_round() -> None:
    document = good_document()
    document["features"][2]["properties"]["zone"] = "vip"
    document["features"][5]["properties"]["opaque"] = 1
    document["features"][7]["properties"]["mode"] = "ladder"
    with pytest.raises(StationError) as caught:
        read_station(document)
    found = {(problem.feature_id, problem.rule) for problem in caught.value.problems}
    assert found == {("hall", "unknown-zone"), ("barrier", "wrong-value"), ("gate", "unknown-mode")}
    assert "and 2 more" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_true_is_not_a_number_and_a_huge_whole_number_is_refused() -> None:
    for wrong in (True, 10**400, "3", [3]):
        document = good_document()
        document["features"][0]["properties"]["elevation_m"] = wrong
        with pytest.raises(StationError, match="elevation_m"):
            read_station(document)


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(StationError, match="cannot be opened"):
        load_station(tmp_path / "none.geojson")
    with pytest.raises(StationError, match="cannot be opened"):
        load_station(tmp_path)
    with pytest.raises(StationError, match="cannot be opened"):
        load_station("a\0b")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_BYTES", 1000)
    path = tmp_path / "huge.geojson"
    path.write_bytes(b" " * 1001)
    with pytest.raises(StationError, match="too-large"):
        load_station(path)


def test_brackets_within_texts_do_not_count_as_nesting() -> None:
    assert guard.parse_json(b'{"a": "' + b"[" * 500 + b'\\"]"}') == {"a": "[" * 500 + '"]'}


def test_reading_does_not_depend_on_the_order_of_features() -> None:
    document: dict[str, Any] = deepcopy(good_document())
    document["features"].reverse()
    backward, forward = read_station(document), good_station()
    assert dict(backward.pathways) == dict(forward.pathways)
    assert dict(backward.spaces) == dict(forward.spaces)
