"""Scenarios: read with every fault, applied to a new value, resolved at a moment."""

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from tests.damage import damage
from tests.good_station import good_sketch, good_station
from tests.stations import FRAME
from wayfinding.errors import NotFoundError, RequestError, ScenarioError
from wayfinding.station import (
    Station,
    apply,
    at_moment,
    check,
    floors,
    list_scenarios,
    load_scenario,
    read_scenario,
    read_station,
    write_station,
)
from wayfinding.station.walkable import rooms_of


def edited(*edits: dict[str, Any], station: Station | None = None) -> Station:
    return apply(station or good_station(), read_scenario({"edits": list(edits)}, name="test"))


def faults(*edits: dict[str, Any], station: Station | None = None) -> set[tuple[str, str | None]]:
    with pytest.raises(ScenarioError) as caught:
        edited(*edits, station=station)
    assert "\n" not in str(caught.value)
    return {(problem.rule, problem.feature_id) for problem in caught.value.problems}


def lonlat(x: float, y: float) -> list[float]:
    return FRAME.to_lonlat([[x, y]])[0].tolist()  # type: ignore[no-any-return]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def feature(kind: str, id: str, shape: Any, **properties: Any) -> dict[str, Any]:
    return good_sketch().add(kind, id, shape, **properties)


def test_today_is_the_station_itself() -> None:
    station = good_station()
    assert apply(station, load_scenario("today")) is station


def test_reversing_turns_an_escalator_and_touches_nothing_else() -> None:
    station = good_station()
    floors(station, -1)
    turned = edited({"op": "reverse", "id": "up"}, station=station)
    assert (station.pathways["up"].direction, turned.pathways["up"].direction) == ("forward", "backward")
    assert turned.pathways["up"].raw["properties"]["direction"] == "backward"
    assert turned.pathways["up"].line is station.pathways["up"].line
    assert all(turned.pathways[id] is station.pathways[id] for id in ("stairs", "lift", "gate"))
    assert floors(turned, -1) is floors(station, -1)
    assert turned.scenarios == ("test",)


def test_a_reversal_twice_is_the_first_state_again() -> None:
    station = good_station()
    twice = edited({"op": "reverse", "id": "up"}, station=edited({"op": "reverse", "id": "up"}, station=station))
    assert twice.pathways == station.pathways


def test_the_old_station_is_never_changed() -> None:
    station = good_station()
    before = write_station(station)
    edited(
        {"op": "remove", "id": "column"},
        {"op": "remove", "id": "pillar-sign"},
        {"op": "close", "id": "lift"},
        station=station,
    )
    assert write_station(station) == before
    assert len(floors(station, -1)[0].shape.interiors) == 1


def test_an_edited_station_is_written_and_read_like_any_other() -> None:
    changed = edited({"op": "close", "id": "lift"}, {"op": "close", "id": "exit-1"}, {"op": "reverse", "id": "up"})
    again = read_station(write_station(changed))
    assert again.pathways == changed.pathways
    assert again.places == changed.places


def test_closing_and_opening_set_the_flag_of_pathways_places_and_spaces() -> None:
    closed = edited({"op": "close", "id": "lift"}, {"op": "close", "id": "exit-1"})
    assert not closed.pathways["lift"].open
    assert not closed.places["exit-1"].open
    assert edited({"op": "open", "id": "lift"}, station=closed).pathways["lift"].open


def test_a_closed_space_is_not_walkable_and_opens_again() -> None:
    sketch = good_sketch()
    sketch.features[0]["geometry"] = sketch.level(-9, box(0, 0, 70, 20))["geometry"]
    sketch.features.pop()
    sketch.space("annex", -1, box(60, 0, 70, 20), zone="paid")
    station = sketch.station()
    closed = edited({"op": "close", "id": "annex"}, station=station)
    assert not closed.spaces["annex"].walkable
    assert floors(closed, -1)[1].shape.area == pytest.approx(29.9 * 20)
    assert floors(closed, -2) is floors(station, -2) or floors(closed, -2) == floors(station, -2)
    opened = edited({"op": "open", "id": "annex"}, station=closed)
    assert opened.spaces["annex"].walkable
    assert floors(opened, -1)[1].shape.area == pytest.approx(39.9 * 20)


def test_geometry_is_computed_anew_only_on_the_level_that_is_drawn_anew() -> None:
    station = good_station()
    kept = {level: (floors(station, level), rooms_of(station, level, 0.25)) for level in (-1, -2)}
    changed = edited({"op": "remove", "id": "column"}, {"op": "remove", "id": "pillar-sign"}, station=station)
    assert floors(changed, -2) is kept[-2][0]
    assert rooms_of(changed, -2, 0.25) is kept[-2][1]
    assert floors(changed, -1) is not kept[-1][0]
    assert not floors(changed, -1)[0].shape.interiors


def test_moving_and_setting_read_the_feature_again() -> None:
    changed = edited(
        {"op": "move", "id": "exit-1", "coordinates": lonlat(4, 4)},
        {"op": "set", "id": "wall-sign", "properties": {"state": "dirty", "date": "2019-08-01", "note": None}},
    )
    assert changed.places["exit-1"].point.coords[0] == (4.0, 4.0)
    assert changed.signs["wall-sign"].state == "dirty"
    assert "note" not in changed.signs["wall-sign"].raw["properties"]


def test_adding_and_removing_features() -> None:
    kiosk = feature("place", "kiosk", box(5, 5, 6, 6).centroid, level=-1, type="kiosk")
    changed = edited({"op": "add", "feature": kiosk}, {"op": "remove", "id": "lift"})
    assert "lift" not in changed.pathways
    assert changed.places["kiosk"].level == -1
    assert changed.order[-1] == "kiosk"
    assert check(changed).counts["place"] == 5


def test_a_floor_set_higher_changes_the_rise_of_what_leads_to_it() -> None:
    changed = edited({"op": "set", "id": "island", "properties": {"elevation_m": -11.0}})
    assert changed.pathways["stairs"].rise_m == 5.0


def test_a_timed_edit_waits_and_holds_within_its_window_only() -> None:
    station = edited({"op": "close", "id": "lift", "from": "22:00", "to": "05:00", "dates": ["10-01/10-07"]})
    assert station.pathways["lift"].open
    assert not at_moment(station, moment("2026-10-03T23:30")).pathways["lift"].open
    assert not at_moment(station, moment("2026-10-03T04:59")).pathways["lift"].open
    assert at_moment(station, moment("2026-10-03T05:00")).pathways["lift"].open
    assert at_moment(station, moment("2026-10-08T23:30")).pathways["lift"].open
    assert at_moment(station, None).pathways["lift"].open


def test_hours_close_places_and_pathways_at_their_moment() -> None:
    sketch = good_sketch()
    for item in sketch.features:
        if item["id"] in ("lift", "exit-1"):
            item["properties"]["hours"] = "06:00-22:54"
    station = sketch.station()
    night = at_moment(station, moment("2026-05-01T23:00"))
    assert (night.pathways["lift"].open, night.places["exit-1"].open) == (False, False)
    assert night.pathways["stairs"] is station.pathways["stairs"]
    assert at_moment(station, None).pathways["lift"] is station.pathways["lift"]


def test_a_moment_with_an_offset_is_turned_to_the_stations_clock() -> None:
    document = write_station(edited({"op": "reverse", "id": "up"}))
    next(item for item in document["features"] if item["id"] == "up")["properties"]["hours"] = "06:00-22:00"
    station = read_station({**document, "timezone": "Asia/Shanghai"})
    assert not at_moment(station, moment("2026-05-01T15:00+00:00")).pathways["up"].open
    assert at_moment(station, moment("2026-05-01T15:00")).pathways["up"].open
    with pytest.raises(RequestError, match="without offset"):
        at_moment(read_station({**document, "timezone": "Moon/Base"}), moment("2026-05-01T15:00+00:00"))


def test_a_station_at_a_moment_has_nothing_pending() -> None:
    station = edited({"op": "reverse", "id": "up", "from": "07:00", "to": "09:00"})
    morning = at_moment(station, moment("2026-05-01T08:00"))
    assert (len(station.pending), morning.pending) == (1, ())
    assert morning.pathways["up"].direction == "backward"
    assert at_moment(morning, moment("2026-05-01T08:00")).pathways == morning.pathways


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        ({"op": "reverse", "id": "ghost"}, "unknown-id"),
        ({"op": "close", "id": "ghost", "from": "01:00", "to": "02:00"}, "unknown-id"),
        ({"op": "reverse", "id": "stairs"}, "wrong-edit"),
        ({"op": "reverse", "id": "exit-1"}, "wrong-edit"),
        ({"op": "close", "id": "wall-sign"}, "wrong-edit"),
        ({"op": "close", "id": "level-1"}, "wrong-edit"),
        ({"op": "explode", "id": "lift"}, "unknown-op"),
        ({"id": "lift"}, "unknown-op"),
        ({"op": "close", "id": "lift", "colour": "red"}, "wrong-edit"),
        ({"op": "close", "id": "lift", "from": "01:00"}, "wrong-edit"),
        ({"op": "close", "id": "lift", "from": "25:00", "to": "26:00"}, "wrong-edit"),
        ({"op": "close", "id": "lift", "dates": ["02-30/03-01"]}, "wrong-edit"),
        ({"op": "close", "id": "lift", "dates": ["2026-05-02/2026-05-01"]}, "wrong-edit"),
        ({"op": "move", "id": "exit-1"}, "wrong-edit"),
        ({"op": "move", "id": "exit-1", "coordinates": [400.0, 0.0]}, "coordinates-out-of-range"),
        ({"op": "move", "id": "exit-1", "coordinates": lonlat(4, 4), "level": -7}, "unknown-level"),
        ({"op": "move", "id": "gate", "coordinates": [lonlat(29, 5), lonlat(31, 5)], "level": -1}, "wrong-edit"),
        ({"op": "set", "id": "lift", "properties": {}}, "wrong-edit"),
        ({"op": "set", "id": "lift", "properties": {"kind": "place"}}, "wrong-edit"),
        ({"op": "set", "id": "lift", "properties": {"mode": "ladder"}}, "unknown-mode"),
        ({"op": "set", "id": "gate", "properties": {"width_m": None, "mode": None}}, "missing-property"),
        ({"op": "add", "id": "gate", "feature": {"id": "gate"}}, "duplicate-id"),
        ({"op": "add", "id": "new", "feature": {"id": "other"}}, "wrong-edit"),
        ({"op": "add", "id": "new", "feature": {"id": "new", "type": "Feature"}}, "missing-properties"),
    ],
)
def test_an_edit_at_fault_is_refused_by_rule(edit: dict[str, Any], rule: str) -> None:
    assert faults(edit) == {(rule, edit.get("id"))}


@pytest.mark.parametrize(
    ("edit", "rule", "id"),
    [
        ({"op": "set", "id": "up", "properties": {"direction": "both"}}, "direction-against-mode", "up"),
        ({"op": "move", "id": "exit-1", "coordinates": lonlat(10.5, 10.5)}, "place-off-floor", "exit-1"),
        ({"op": "move", "id": "wall-sign", "coordinates": lonlat(20, 5)}, "sign-in-mid-air", "wall-sign"),
        ({"op": "remove", "id": "column"}, "sign-in-mid-air", "pillar-sign"),
        ({"op": "remove", "id": "barrier"}, "open-fare-border", "paid"),
        ({"op": "remove", "id": "hall"}, "uncovered-floor", "level-1"),
        ({"op": "remove", "id": "column", "from": "01:00", "to": "02:00"}, "sign-in-mid-air", "pillar-sign"),
        (
            {"op": "add", "feature": feature("obstacle", "crate", box(28, 9, 29.5, 11), level=-1, type="furniture")},
            "pathway-end-in-obstacle",
            "gate",
        ),
    ],
)
def test_an_edit_that_breaks_the_stations_own_rules_is_refused(edit: dict[str, Any], rule: str, id: str) -> None:
    assert (rule, id) in faults(edit)


def test_faults_that_the_station_had_before_are_not_held_against_an_edit() -> None:
    sketch = good_sketch()
    sketch.sign("floating", -1, 20, 15)
    assert edited({"op": "set", "id": "floating", "properties": {"state": "dark"}}, station=sketch.station())


def test_all_faults_are_reported_at_once() -> None:
    assert faults({"op": "reverse", "id": "a"}, {"op": "close", "id": "b"}, {"op": "reverse", "id": "lift"}) == {
        ("unknown-id", "a"), ("unknown-id", "b"), ("wrong-edit", "lift"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ({}, {}, True),
        ({}, {"from": "07:00", "to": "09:00"}, True),
        ({"from": "07:00", "to": "09:00"}, {"from": "08:59", "to": "10:00"}, True),
        ({"from": "07:00", "to": "09:00"}, {"from": "09:00", "to": "10:00"}, False),
        ({"from": "22:00", "to": "05:00"}, {"from": "04:00", "to": "06:00"}, True),
        ({"from": "22:00", "to": "05:00"}, {"from": "05:00", "to": "22:00"}, False),
        ({"dates": ["10-01/10-07"]}, {"dates": ["10-07/10-08"]}, True),
        ({"dates": ["10-01/10-07"]}, {"dates": ["10-08/10-09"]}, False),
        ({"dates": ["12-30/01-02"]}, {"dates": ["01-02/01-03"]}, True),
        ({"dates": ["2026-10-01/2026-10-07"]}, {"dates": ["10-05/10-06"]}, True),
        ({"dates": ["2026-12-30/2027-01-02"]}, {"dates": ["06-01/06-02"]}, False),
        ({"dates": ["2026-01-01/2029-01-01"]}, {"dates": ["06-01/06-02"]}, True),
        ({"dates": ["2026-10-01/2026-10-07"]}, {"dates": ["2027-10-01/2027-10-07"]}, False),
    ],
)
def test_edits_of_one_property_may_not_overlap_in_time(
    one: dict[str, Any], other: dict[str, Any], overlap: bool
) -> None:
    edits = {"op": "close", "id": "lift", **one}, {"op": "open", "id": "lift", **other}
    if overlap:
        assert faults(*edits) == {("edits-overlap", "lift")}
    else:
        assert len(edited(*edits).pending) == 2


def test_edits_of_different_properties_of_one_feature_go_together() -> None:
    changed = edited({"op": "close", "id": "up"}, {"op": "reverse", "id": "up"})
    assert (changed.pathways["up"].open, changed.pathways["up"].direction) == (False, "backward")


def test_a_second_scenario_may_not_contradict_the_timed_edits_of_the_first() -> None:
    first = edited({"op": "close", "id": "lift", "from": "22:00", "to": "23:00"})
    assert faults({"op": "open", "id": "lift", "from": "22:30", "to": "23:30"}, station=first) == {
        ("edits-overlap", "lift")
    }


def two_ways_out(**lift: Any) -> Station:
    """The good station with its escalator running down: the stairs and the lift lead out of the platform."""
    sketch = good_sketch()
    for item in sketch.features:
        item["properties"].update({"up": {"direction": "backward"}, "lift": lift}.get(item["id"], {}))
    return sketch.station()


def test_the_last_way_out_of_a_platform_cannot_be_closed_for_everyone() -> None:
    station, lift = two_ways_out(), {"op": "close", "id": "lift"}
    lost = {("platform-cut-off", "platform")}
    assert faults({"op": "close", "id": "stairs"}, lift, station=station) == lost
    assert faults({"op": "remove", "id": "stairs"}, lift, station=station) == lost
    assert faults({"op": "close", "id": "gate"}, station=station) == lost
    assert faults({"op": "close", "id": "island"}, station=station) == lost
    assert faults({"op": "close", "id": "exit-1"}, {"op": "close", "id": "exit-2"}, station=station) == lost
    assert edited({"op": "close", "id": "exit-1"}, station=station)
    assert edited({"op": "close", "id": "stairs"}, station=station)


def test_the_last_way_out_cannot_be_closed_at_any_minute_of_any_window() -> None:
    stairs = {"op": "close", "id": "stairs", "from": "22:00", "to": "22:30"}
    station, lift = two_ways_out(), {"op": "close", "id": "lift", "to": "23:00"}
    assert faults(stairs, lift | {"from": "22:29"}, station=station) == {("platform-cut-off", "platform")}
    assert edited(stairs, lift | {"from": "22:30"}, station=station)


def test_the_last_way_out_is_looked_for_among_what_the_hours_leave_open() -> None:
    station = two_ways_out(hours="06:00-22:00")
    assert faults({"op": "close", "id": "stairs"}, station=station) == {("platform-cut-off", "platform")}
    assert edited({"op": "close", "id": "stairs", "from": "06:00", "to": "22:00"}, station=station)


def test_an_unknown_name_suggests_near_ones(tmp_path: Path) -> None:
    (tmp_path / "lift-out.json").write_text('{"edits": []}')
    assert list_scenarios(tmp_path) == ("today", "lift-out")
    with pytest.raises(NotFoundError, match="lift-out") as caught:
        load_scenario("lift-uot", tmp_path)
    assert caught.value.suggestions == ("lift-out",)
    with pytest.raises(NotFoundError):
        load_scenario("../lift-out", tmp_path / "empty")


def test_a_scenario_extends_others_and_keeps_their_order(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps({"edits": [{"op": "reverse", "id": "up"}]}))
    (tmp_path / "two.json").write_text(json.dumps({"extends": ["one"], "edits": [{"op": "close", "id": "lift"}]}))
    scenario = load_scenario("two", tmp_path)
    assert [edit.id for edit in scenario.edits] == ["up", "lift"]
    assert load_scenario(tmp_path / "two.json", tmp_path) == scenario


def test_a_scenario_extends_names_only_and_no_files(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text('{"edits": []}')
    with pytest.raises(ScenarioError, match="extends"):
        read_scenario({"extends": [str(tmp_path / "one.json")]}, tmp_path)
    with pytest.raises(NotFoundError, match="did you mean one"):
        read_scenario({"extends": ["onne"]}, tmp_path)


def test_a_scenario_that_extends_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text('{"extends": ["two"]}')
    (tmp_path / "two.json").write_text('{"extends": ["one"]}')
    with pytest.raises(ScenarioError, match="extends itself"):
        load_scenario("one", tmp_path)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"edits": {}}', '{"edits": [3]}', '{"a": 1, "a": 2}', '{"edits": [NaN]}', "[" * 9999]
)
def test_a_damaged_scenario_file_is_one_scenario_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text(text)
    with pytest.raises(ScenarioError) as caught:
        load_scenario("bad", tmp_path)
    assert caught.value.problems


@given(data=st.data())
def test_random_damage_to_a_scenario_raises_nothing_but_a_scenario_error(data: st.DataObject) -> None:
    document: dict[str, Any] = {
        "name": "random",
        "edits": [
            {"op": "close", "id": "stairs", "from": "22:00", "to": "05:00", "dates": ["10-01/10-07"]},
            {"op": "move", "id": "exit-1", "coordinates": lonlat(4, 4), "level": -1},
            {"op": "set", "id": "up", "properties": {"speed_mps": 0.5, "hours": "06:00-22:00"}},
            {"op": "add", "feature": feature("obstacle", "crate", box(50, 15, 51, 16), level=-1, type="furniture")},
        ],
    }
    damage(document, data)
    with suppress(ScenarioError, NotFoundError):
        at_moment(apply(good_station(), read_scenario(document)), None)
