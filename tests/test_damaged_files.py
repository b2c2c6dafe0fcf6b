"""Damaged station files: each gives one StationError, or a finding of `check`, with the rule and the feature."""

from __future__ import annotations

import json
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.damage import (
    Document,
    Spoil,
    again,
    at,
    both,
    damage,
    drop,
    everywhere,
    feature,
    gcj,
    header,
    member,
    nested,
    one,
    put,
    raw,
    ring,
    stated,
    without,
)
from tests.good_station import good_document
from wayfinding.errors import StationError
from wayfinding.station import check, load_station, read_station
from wayfinding.station.problems import Problem

UNREADABLE: list[tuple[str, Spoil, str, str | None]] = [
    ("another type", header(type="Feature"), "not-geojson", None),
    ("no type", lambda document: document.pop("type"), "not-geojson", None),
    ("another version", header(format="wayfinding-station/2"), "wrong-version", None),
    ("no version", lambda document: document.pop("format"), "wrong-version", None),
    ("no features", lambda document: document.pop("features"), "not-geojson", None),
    ("features not a list", header(features={}), "not-geojson", None),
    ("no level at all", header(features=[]), "no-level", None),
    ("another crs", header(crs={"type": "name", "properties": {"name": "EPSG:3857"}}), "wrong-crs", None),
    ("frame without latitude", header(frame={"lon": 117.2}), "wrong-frame", None),
    ("frame off Earth", header(frame={"lon": 117.2, "lat": 1000}), "wrong-frame", None),
    ("frame a text", header(frame="here"), "wrong-frame", None),
    ("stated a list", header(stated=[1]), "wrong-value", None),
    ("header nested too deep", header(extra=nested(200)), "too-deep", None),
    ("feature a number", lambda document: document["features"].append(3), "not-a-feature", None),
    ("feature of another type", member("hall", type="Space"), "not-a-feature", None),
    ("missing id", lambda document: feature(document, "hall").pop("id"), "missing-id", None),
    ("id a number", member("hall", id=7), "missing-id", None),
    ("empty id", member("hall", id=" "), "missing-id", None),
    ("duplicate id", again("hall"), "duplicate-id", "hall"),
    ("no properties", member("hall", properties=None), "missing-properties", "hall"),
    ("unknown kind", put("hall", kind="room"), "unknown-kind", "hall"),
    ("kind a list", put("hall", kind=["space"]), "unknown-kind", "hall"),
    ("unknown mode", put("gate", mode="ladder"), "unknown-mode", "gate"),
    ("unknown direction", put("gate", direction="in"), "unknown-direction", "gate"),
    ("unknown zone", put("hall", zone="vip"), "unknown-zone", "hall"),
    ("unknown source", put("hall", source="hearsay"), "unknown-source", "hall"),
    ("unknown sign type", put("wall-sign", type="banner"), "unknown-type", "wall-sign"),
    ("unknown sign state", put("wall-sign", state="lost"), "unknown-state", "wall-sign"),
    ("unknown status", put("lift", status="broken"), "unknown-status", "lift"),
    ("unknown arrow", put("wall-sign", messages=[{"destination": "door", "arrow": "north"}]),
     "unknown-arrow", "wall-sign"),
    ("message a text", put("wall-sign", messages=["platform"]), "wrong-value", "wall-sign"),
    ("no messages", drop("wall-sign", "messages"), "missing-property", "wall-sign"),
    ("no source", drop("hall", "source"), "missing-property", "hall"),
    ("no zone", drop("hall", "zone"), "missing-property", "hall"),
    ("no level", drop("door", "level"), "missing-property", "door"),
    ("level a text", put("door", level="-2"), "wrong-value", "door"),
    ("unknown level", put("door", level=-9), "unknown-level", "door"),
    ("pathway to an unknown level", put("stairs", to_level=3), "unknown-level", "stairs"),
    ("lift stop on an unknown level", put("lift", stops=[{"level": 5, "coordinates": [117.2052, 39.1374]}]),
     "unknown-level", "lift"),
    ("lift stop off Earth", put("lift", stops=[{"level": -1, "coordinates": [999.0, 0.0]}]),
     "coordinates-out-of-range", "lift"),
    ("a level drawn twice", again("level-1", id="other"), "duplicate-level", "other"),
    ("walkable a number", put("hall", walkable=1), "wrong-value", "hall"),
    ("width zero", put("gate", width_m=0), "wrong-value", "gate"),
    ("width true", put("gate", width_m=True), "wrong-value", "gate"),
    ("steps half a step", put("stairs", steps=3.5), "wrong-value", "stairs"),
    ("width not a number", put("gate", width_m=float("nan")), "not-finite", "gate"),
    ("elevation infinite", put("level-1", elevation_m=float("inf")), "not-finite", "level-1"),
    ("bearing beyond the circle", put("wall-sign", facing_deg=361.0), "wrong-value", "wall-sign"),
    ("hours in words", put("gate", hours="always"), "wrong-hours", "gate"),
    ("hours past the day", put("gate", hours="25:00-26:00"), "wrong-hours", "gate"),
    ("season on no day", put("gate", season=["02-30/03-01"]), "wrong-hours", "gate"),
    ("property nested too deep", put("hall", extra=nested(200)), "too-deep", "hall"),
    ("no geometry", member("hall", geometry=None), "missing-geometry", "hall"),
    ("space a point", member("hall", geometry={"type": "Point", "coordinates": [117.2052, 39.1374]}),
     "wrong-geometry", "hall"),
    ("sign a polygon", lambda d: feature(d, "wall-sign").update(geometry=feature(d, "hall")["geometry"]),
     "wrong-geometry", "wall-sign"),
    ("space of two pieces", lambda d: feature(d, "hall")["geometry"].update(type="MultiPolygon"),
     "wrong-geometry", "hall"),
    ("coordinates missing", lambda d: feature(d, "hall")["geometry"].pop("coordinates"), "wrong-coordinates", "hall"),
    ("coordinates a text", raw("door", "117.2,39.1"), "wrong-coordinates", "door"),
    ("one number too few", raw("door", [117.2052]), "wrong-coordinates", "door"),
    ("a number as text", raw("door", ["117.2052", 39.1374]), "wrong-coordinates", "door"),
    ("an endless number", raw("door", [10**400, 39.1374]), "wrong-coordinates", "door"),
    ("a number that is none", raw("door", [float("nan"), 39.1374]), "not-finite", "door"),
    ("a line of one position", at("gate", (29, 10)), "too-few-positions", "gate"),
    ("a ring of three positions", at("hall", (0, 0), (5, 5), (0, 0)), "too-few-positions", "hall"),
    ("an open ring", at("hall", (0, 0), (30, 0), (30, 20), (0, 20)), "ring-not-closed", "hall"),
    ("a polygon without rings", raw("hall", []), "wrong-coordinates", "hall"),
    ("a bow tie", at("hall", *ring((0, 0), (30, 20), (30, 0), (0, 20))), "invalid-polygon", "hall"),
    ("a polygon without area", at("hall", *ring((0, 0), (30, 0), (15, 0))), "invalid-polygon", "hall"),
    ("longitude out of range", raw("door", [217.2, 39.1374]), "coordinates-out-of-range", "door"),
    ("latitude first", everywhere(lambda position: position[::-1]), "coordinates-swapped", "door"),
    ("one point in another town", raw("door", [116.4, 39.9]), "far-away", "door"),
    ("all shifted by GCJ-02", everywhere(gcj), "gcj-02-shifted", None),
    ("one feature shifted by GCJ-02", one("door", gcj), "gcj-02-shifted", "door"),
    ("metres for degrees", raw("door", [30.0, 19.8]), "far-away", "door"),
]  # fmt: skip

WRONG: list[tuple[str, Spoil, str, str | None]] = [
    ("spaces overlap", at("paid", *ring((28, 0), (60, 0), (60, 20), (28, 20))), "overlapping-spaces", "paid"),
    ("floor left over", at("paid", *ring((30, 0), (58, 0), (58, 20), (30, 20))), "uncovered-floor", "level-1"),
    ("a space beyond its level", at("island", *ring((0, 0), (70, 0), (70, 20), (0, 20))), "space-off-level", "island"),
    ("an obstacle beyond its level", at("column", *ring((10, -3), (11, -3), (11, 1), (10, 1))),
     "obstacle-off-level", "column"),
    ("an end inside a column", at("gate", (10.5, 10.5), (31, 10)), "pathway-end-in-obstacle", "gate"),
    ("an end on the wrong level", both(
        at("level-1", *ring((0, 0), (45, 0), (45, 20), (0, 20))),
        at("paid", *ring((30, 0), (45, 0), (45, 20), (30, 20))),
    ), "pathway-end-on-wrong-level", "stairs"),
    ("an end off the floor", at("stairs", (40, 5), (70, 5)), "pathway-end-off-floor", "stairs"),
    ("an end on a track", put("island", walkable=False), "pathway-end-on-wrong-level", "stairs"),
    ("an escalator both ways", put("up", direction="both"), "direction-against-mode", "up"),
    ("a lift one way", put("lift", direction="forward"), "direction-against-mode", "lift"),
    ("a stopped stair", put("stairs", status="stopped"), "status-against-mode", "stairs"),
    ("a reversible stair", put("stairs", reversible=True), "property-against-mode", "stairs"),
    ("a gate between levels", put("gate", to_level=-2), "level-against-mode", "gate"),
    ("stairs within one level", put("stairs", to_level=-2), "level-against-mode", "stairs"),
    ("a stair without length", at("stairs", (40, 5), (40, 5)), "line-without-length", "stairs"),
    ("a rise against the floors", put("stairs", rise_m=4.0), "rise-against-floors", "stairs"),
    ("a ramp steeper than it says", put("stairs", mode="ramp", steps=None, slope=0.05), "slope-against-line", "stairs"),
    ("a ramp too steep", put("stairs", mode="ramp", steps=None, slope=0.2), "outside-access-limits", "stairs"),
    ("a small lift", put("lift", car_width_m=0.8), "outside-access-limits", "lift"),
    ("a narrow stair", put("stairs", width_m=0.8), "outside-access-limits", "stairs"),
    ("no wide gate", put("gate", width_m=0.55), "gate-without-wide-lane", "gate"),
    ("stairs past the gates", put("paid", zone="unpaid"), "past-the-gates", "stairs"),
    ("a gate between unpaid floors", put("paid", zone="unpaid"), "gate-without-border", "gate"),
    ("no barrier at the gates", without("barrier"), "open-fare-border", "paid"),
    ("a one-way trap", both(without("up", "lift"), put("stairs", direction="backward")), "one-way-trap", "island"),
    ("a platform without a way out", both(without("up", "lift"), put("stairs", direction="backward")),
     "platform-cannot-be-left", "platform"),
    ("a platform without a way in", without("stairs", "lift"), "platform-cannot-be-reached", "platform"),
    ("floor joined to nothing", without("gate"), "cut-off-floor", "paid"),
    ("every way closed", both(*(put(id, open=False) for id in ("gate", "stairs", "up", "lift"))),
     "platform-cannot-be-reached", "platform"),
    ("a platform without a lift", without("lift"), "platform-not-step-free", "platform"),
    ("a lift of unknown size", drop("lift", "car_width_m"), "platform-not-step-free", "platform"),
    ("a pillar sticker in mid-air", at("pillar-sign", (10.5, 9)), "sign-in-mid-air", "pillar-sign"),
    ("a pillar sticker on a wall", at("pillar-sign", (29.9, 12)), "sign-in-mid-air", "pillar-sign"),
    ("a wall sticker in mid-air", at("wall-sign", (20, 3)), "sign-in-mid-air", "wall-sign"),
    ("a sign inside its wall", at("wall-sign", (30, 3)), "sign-inside-wall", "wall-sign"),
    ("a floor sticker in a column", at("floor-sign", (10.5, 10.5)), "sign-off-floor", "floor-sign"),
    ("a sign facing its wall", put("wall-sign", facing_deg=90.0), "sign-faces-its-carrier", "wall-sign"),
    ("a sign on edge", put("pillar-sign", facing_deg=90.0), "sign-faces-its-carrier", "pillar-sign"),
    ("a sign facing off the floor", both(at("wall-sign", (20, 20)), put("wall-sign", facing_deg=0.0)),
     "sign-faces-no-floor", "wall-sign"),
    ("a sign to nowhere", put("wall-sign", messages=[{"destination": "moon", "arrow": "up"}]),
     "dangling-destination", "wall-sign"),
    ("a sign to no line", put("wall-sign", messages=[{"destination": "line:99", "arrow": "up"}]),
     "dangling-destination", "wall-sign"),
    ("a sign to no exit", put("wall-sign", messages=[{"destination": "exit:9", "arrow": "up"}]),
     "dangling-destination", "wall-sign"),
    ("a sign on nothing named", put("wall-sign", mounted_on="ghost"), "dangling-reference", "wall-sign"),
    ("an obstacle that serves nothing", put("column", serves="ghost"), "dangling-reference", "column"),
    ("a door of no platform", put("door", platform="exit-1"), "dangling-reference", "door"),
    ("a door without a line", drop("door", "line"), "missing-property", "door"),
    ("a place off the floor", at("exit-1", (-5, 10)), "place-off-floor", "exit-1"),
    ("a place in a column", at("exit-1", (10.5, 10.5)), "place-off-floor", "exit-1"),
    ("a place without a name", put("exit-1", name_en=""), "missing-name", "exit-1"),
    ("a place of unknown type", put("exit-1", type="door"), "unknown-type", "exit-1"),
    ("a public fact without source", put("hall", source="public"), "missing-source-key", "hall"),
    ("an unknown source key", put("hall", source_key=["S9"]), "dangling-reference", "hall"),
    ("areas that contradict the header", stated(area_m2=5000.0), "contradicts-header", None),
    ("a level's area that contradicts it", stated(level_area_m2={"-1": 1.0}), "contradicts-header", None),
    ("signs that contradict it", stated(signs=225), "contradicts-header", None),
    ("renewed signs that contradict it", stated(signs_renewed=22), "contradicts-header", None),
    ("counts that contradict it", stated(counts={"escalator": 50}), "contradicts-header", None),
    ("a stated text", stated(area_m2="large"), "wrong-value", None),
    ("stated counts a list", stated(counts=[1, 2]), "wrong-value", None),
]  # fmt: skip

BYTES: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "not-json"),
    ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", "encoding"),
    ("GBK text", '{"name": "天津站"}'.encode("gbk"), "encoding"),
    ("half a file", json.dumps(good_document()).encode()[:2000], "not-json"),
    ("trailing text", json.dumps(good_document()).encode() + b"}", "not-json"),
    ("a list", b"[]", "not-geojson"),
    ("a text", b'"station"', "not-geojson"),
    ("null", b"null", "not-geojson"),
    ("NaN", b'{"type": NaN}', "not-finite"),
    ("Infinity", b'{"type": -Infinity}', "not-finite"),
    ("a number beyond floats", b'{"type": 1e999}', "not-geojson"),
    ("ten thousand digits", b'{"type": ' + b"9" * 10000 + b"}", "not-json"),
    ("a key twice", b'{"type": "FeatureCollection", "type": "FeatureCollection"}', "duplicate-key"),
    ("a hundred thousand brackets", b"[" * 100_000, "too-deep"),
    ("a deep object", b'{"a":' * 5000 + b"1" + b"}" * 5000, "too-deep"),
    ("a text without end", b'{"type": "' + b'\\"' * 100_000, "not-json"),
    ("a NUL", b'{"type": "Feature\x00Collection"}', "not-json"),
    ("UTF-16", json.dumps(good_document()).encode("utf-16"), "encoding"),
]


def spoilt(spoil: Spoil) -> Document:
    document = deepcopy(good_document())
    spoil(document)
    return document


def named(rows: list[tuple[Any, ...]]) -> list[Any]:
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


def test_the_file_before_any_damage_has_no_problem() -> None:
    assert check(read_station(good_document())).problems == ()


@pytest.mark.parametrize(("spoil", "rule", "feature_id"), named(UNREADABLE))
def test_a_file_that_is_no_station_is_refused_with_rule_and_feature(
    spoil: Spoil, rule: str, feature_id: str | None
) -> None:
    with pytest.raises(StationError) as caught:
        read_station(spoilt(spoil))
    assert (rule, feature_id) in {(problem.rule, problem.feature_id) for problem in caught.value.problems}
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("spoil", "rule", "feature_id"), named(WRONG))
def test_a_station_that_contradicts_itself_is_found_out(spoil: Spoil, rule: str, feature_id: str | None) -> None:
    problems = check(read_station(spoilt(spoil))).problems
    assert (rule, feature_id) in {(problem.rule, problem.feature_id) for problem in problems}
    assert all(problem.text and problem.suggestion for problem in problems)


@pytest.mark.parametrize(("data", "rule"), named(BYTES))
def test_bytes_that_are_no_station_are_refused_by_rule(data: bytes, rule: str, tmp_path: Path) -> None:
    path = tmp_path / "damaged.geojson"
    path.write_bytes(data)
    with pytest.raises(StationError) as caught:
        load_station(path)
    (problem, *_) = caught.value.problems
    assert isinstance(problem, Problem)
    assert problem.rule == rule


@given(data=st.data())
def test_random_damage_raises_nothing_but_a_station_error(data: st.DataObject) -> None:
    document = good_document()
    damage(document, data)
    with suppress(StationError):
        check(read_station(document))


@given(cut=st.integers(0, 6000), garbage=st.binary(max_size=6))
def test_random_bytes_raise_nothing_but_a_station_error(
    cut: int, garbage: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = json.dumps(good_document()).encode()
    path = tmp_path_factory.getbasetemp() / "random.geojson"
    path.write_bytes(whole[:cut] + garbage + whole[cut + len(garbage) :])
    with suppress(StationError):
        load_station(path)
