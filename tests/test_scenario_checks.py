"""What `apply` checks of an edit, against every rule on every feature of stations read from scratch."""

import operator
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from tests.good_station import good_sketch, good_station
from tests.stations import FRAME
from wayfinding.errors import ScenarioError
from wayfinding.station import SHIPPED_STATION, Station, apply, at_moment, list_scenarios, load_scenario, load_station
from wayfinding.station.checks.pathways import pathway_problems
from wayfinding.station.checks.reach import cut_off_platforms
from wayfinding.station.checks.references import message_problems, place_problems
from wayfinding.station.checks.signs import sign_problems
from wayfinding.station.checks.tiling import border_problems, tiling_problems
from wayfinding.station.edits import carry_out
from wayfinding.station.geojson import read_station, write_station
from wayfinding.station.moment import reopened, turning_points
from wayfinding.station.problems import Problem
from wayfinding.station.scenario import active_edits, read_scenario
from wayfinding.station.scenario_file import Edit, Scenario

Faults = set[tuple[str, str | None]]
Raw = dict[str, Any]
WINDOWS: list[Raw] = [
    {},
    {},
    {"from": "22:00", "to": "23:00"},
    {"from": "22:30", "to": "04:00"},
    {"dates": ["10-01/10-07"]},
]


def fresh(station: Station) -> Station:
    """The same station, read from what was written of it: nothing that was computed before is left."""
    return replace(read_station(write_station(station)), pending=station.pending, scenarios=station.scenarios)


def every_error(station: Station) -> Faults:
    """The errors of all rules that edits may break, on all features."""
    drawn = reopened(station)
    found: list[Problem] = [
        *tiling_problems(drawn, drawn.levels), *border_problems(drawn, drawn.levels),
        *pathway_problems(drawn, drawn.pathways.values()), *place_problems(drawn, drawn.places.values()),
        *sign_problems(drawn, drawn.signs.values()), *message_problems(drawn, drawn.signs.values()),
    ]  # fmt: skip
    return {(problem.rule, problem.feature_id) for problem in found if problem.severity == "error"}


def every_hour(station: Station) -> Iterator[Any]:
    hours = [edit.when for edit in station.pending]
    hours += [each.hours for group in (station.pathways, station.places) for each in group.values()]
    return turning_points([each for each in hours if each is not None])


def slow_faults(station: Station, edits: Sequence[Edit]) -> Faults:
    """What is wrong after the edits and was not before, at any moment; slowly."""
    before = fresh(station)
    always = fresh(carry_out(before, [edit for edit in edits if edit.when is None]).station)
    after = replace(always, pending=(*station.pending, *(edit for edit in edits if edit.when is not None)))
    found = every_error(after) - every_error(before)
    known: list[tuple[Edit, ...]] = [()]
    for moment in every_hour(after):
        active = active_edits(after, moment)
        if active not in known:
            known.append(active)
            found |= every_error(fresh(carry_out(after, active).station)) - every_error(after)
        lost = cut_off_platforms(at_moment(after, moment)) - cut_off_platforms(at_moment(before, moment))
        found |= {("platform-cut-off", platform) for platform in lost}
    return found


def quick_faults(station: Station, scenario: Scenario) -> Faults:
    try:
        apply(station, scenario)
    except ScenarioError as error:
        return {(problem.rule, problem.feature_id) for problem in error.problems}  # type: ignore[attr-defined]
    return set()


def lonlat(x: float, y: float) -> list[float]:
    return FRAME.to_lonlat([[x, y]])[0].tolist()  # type: ignore[no-any-return]


def simple(op: str, *ids: str) -> st.SearchStrategy[Raw]:
    return st.builds(lambda id: {"op": op, "id": id}, st.sampled_from(ids))


def setting(id: str, **properties: Any) -> Raw:
    return {"op": "set", "id": id, "properties": properties}


def moving(id: str, x: float, y: float) -> Raw:
    return {"op": "move", "id": id, "coordinates": lonlat(x, y)}


WAYS = ("gate", "stairs", "up", "lift")
CRATE = good_sketch().add("obstacle", "crate", box(49, 3, 52, 9), level=-1, type="furniture")
edits = st.one_of(
    simple("close", *WAYS, "exit-1", "exit-2", "island", "paid"),
    simple("remove", *WAYS, "column", "platform", "door"),
    simple("remove", "wall-sign", "pillar-sign", "exit-1", "barrier", "paid"),
    simple("reverse", "up"),
    st.sampled_from([setting(id, status=status) for id in WAYS for status in ("stopped", "out_of_service")]),
    st.sampled_from([moving("exit-2", x, y) for x in (2, 29, 45, 70) for y in (5, 10)]),
    st.sampled_from([moving("pillar-sign", x, 10) for x in (10.5, 12)]),
    st.sampled_from([setting("island", elevation_m=-11.0), setting("platform", type="kiosk")]),
    st.sampled_from([setting("hall", zone="paid"), setting("door", platform="nowhere")]),
    st.sampled_from([setting("exit-1", hours="06:00-22:00"), setting("lift", hours="22:30-04:00")]),
    st.sampled_from([setting("wall-sign", facing_deg=90.0), setting("stairs", direction="forward")]),
    st.just({"op": "add", "feature": CRATE}),
)
timed_edits = st.builds(operator.or_, edits, st.sampled_from(WINDOWS))
some_edits = st.lists(edits, min_size=1, max_size=4, unique_by=lambda edit: edit.get("id") or edit["feature"]["id"])
some_timed_edits = st.lists(
    timed_edits, min_size=1, max_size=4, unique_by=lambda edit: edit.get("id") or edit["feature"]["id"]
)


@settings(max_examples=60)
@given(some_timed_edits)
def test_an_edit_is_refused_for_just_what_a_check_of_everything_finds(given_edits: list[Raw]) -> None:
    station, scenario = good_station(), read_scenario({"edits": given_edits}, name="random")
    assert quick_faults(station, scenario) == slow_faults(station, scenario.edits)


@settings(max_examples=25)
@given(some_timed_edits)
def test_edits_one_scenario_after_the_other_are_refused_for_the_same(given_edits: list[Raw]) -> None:
    station = good_station()
    for edit in given_edits:
        scenario = read_scenario({"edits": [edit]}, name="random")
        found = quick_faults(station, scenario)
        assert found == slow_faults(station, scenario.edits)
        station = station if found else apply(station, scenario)


def test_what_is_put_in_the_way_for_an_hour_counts_though_it_is_there_at_no_other_time() -> None:
    station = apply(good_station(), read_scenario({"edits": [setting("lift", hours="22:30-04:00")]}))
    blocked = read_scenario({"edits": [{"op": "add", "feature": CRATE, "from": "22:00", "to": "23:00"}]})
    assert ("platform-cut-off", "platform") in quick_faults(station, blocked)


@given(some_edits)
def test_edits_leave_the_station_that_the_edited_file_would_give(given_edits: list[Raw]) -> None:
    station = good_station()
    outcome = carry_out(station, read_scenario({"edits": given_edits}).edits)
    again = fresh(outcome.station)
    assert not outcome.problems
    assert (again, again.order) == (replace(outcome.station), outcome.station.order)
    ids = [feature["id"] for feature in write_station(station)["features"]]
    gone = {edit["id"] for edit in given_edits if edit["op"] == "remove"}
    added = [edit["feature"]["id"] for edit in given_edits if edit["op"] == "add"]
    assert list(outcome.station.order) == [*(id for id in ids if id not in gone), *added]


def test_a_feature_removed_and_drawn_again_as_another_kind_is_that_kind() -> None:
    bench = good_sketch().add("obstacle", "exit-2", box(2, 17, 3, 18), level=-1, type="furniture")
    document = {"edits": [{"op": "remove", "id": "exit-2"}, {"op": "add", "feature": bench}]}
    outcome = carry_out(good_station(), read_scenario(document).edits)
    assert "exit-2" in outcome.station.obstacles
    assert "exit-2" not in outcome.station.places
    assert fresh(outcome.station).order == outcome.station.order


@cache
def shipped() -> Station:
    return load_station(SHIPPED_STATION)


@pytest.mark.parametrize("name", [name for name in list_scenarios() if name != "today"])
def test_a_shipped_scenario_breaks_no_rule_on_any_feature(name: str) -> None:
    scenario = load_scenario(name)
    always = [edit for edit in scenario.edits if edit.when is None]
    assert every_error(fresh(carry_out(shipped(), always).station)) <= every_error(shipped())
    assert quick_faults(shipped(), scenario) == set()


@pytest.mark.parametrize("id", ["lift-exit-5", "lift-island-9", "lift-3"])
def test_an_edit_of_the_shipped_station_is_refused_for_just_what_cuts_platforms_off(id: str) -> None:
    station = shipped()
    others = [key for key, way in station.pathways.items() if key != id and way.mode in ("stairs", "escalator", "lift")]
    document = {"edits": [{"op": "close", "id": key} for key in others]}
    scenario = read_scenario(document, name="all but one")
    after = fresh(carry_out(station, scenario.edits).station)
    lost = cut_off_platforms(at_moment(after, None)) - cut_off_platforms(at_moment(fresh(station), None))
    assert {("platform-cut-off", platform) for platform in lost} <= quick_faults(station, scenario) != set()
